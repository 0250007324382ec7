/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The application: the stack of views, and who receives each key, answer and tick. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cdap/base/secret.h>
#include <cdap/base/text.h>

#include "app.h"

void reply_done(struct reply *r)
{
    buf_free_secret(&r->body);
}

/* ---- life ------------------------------------------------------------------------------------- */

struct app *app_new(const struct transport *transport, const struct app_ops *ops, void *context)
{
    struct app *app = calloc(1, sizeof *app);
    if (!app)
        return NULL;
    *app = (struct app){.transport = *transport, .ops = ops, .context = context, .watched = -1};
    return app;
}

/* Frees the views closed during the event that ends now. */
static void bury(struct app *app)
{
    while (app->closed) {
        struct view *v = app->closed;
        size_t size = v->ops->size;
        app->closed = v->below;
        if (v->ops->close)
            v->ops->close(v);
        secret_wipe(v, size);
        free(v);
    }
}

void app_free(struct app *app)
{
    if (!app)
        return;
    app_cancel(app);
    while (app->top)
        app_close(app->top);
    bury(app);
    free(app);
}

/* ---- the stack -------------------------------------------------------------------------------- */

struct view *app_push(struct app *app, const struct view_ops *ops)
{
    struct view *v = calloc(1, ops->size);
    if (!v)
        return NULL;
    *v = (struct view){.ops = ops, .app = app, .below = app->top};
    app->top = v;
    return v;
}

void app_close(struct view *v)
{
    struct app *app = v->app;
    struct view **at = &app->top;
    while (*at && *at != v)
        at = &(*at)->below;
    if (!*at)
        return; /* already closed */
    *at = v->below;
    if (app->caller == v)
        app_cancel(app);
    if (app->watcher == v)
        app_watch(v, -1, NULL);
    v->below = app->closed;
    app->closed = v;
}

void app_close_above(struct view *v)
{
    while (v->app->top && v->app->top != v)
        app_close(v->app->top);
}

struct view *app_top(const struct app *app)
{
    return app->top;
}

struct view *app_find(const struct app *app, const struct view_ops *ops)
{
    struct view *v = app->top;
    while (v && v->ops != ops)
        v = v->below;
    return v;
}

/* ---- calls ------------------------------------------------------------------------------------ */

/* Hands a reply to the view that called, or to the house when it was a refusal nobody minds. */
static void deliver(struct app *app, struct view *v, struct reply *r)
{
    if (r->err.code == ERR_NONE && v->ops->answer)
        v->ops->answer(v, r);
    else if (r->err.code != ERR_NONE && v->ops->refused)
        v->ops->refused(v, r);
    else if (r->err.code != ERR_NONE)
        app->ops->refused(app, v, r);
    reply_done(r);
}

void app_call(struct view *v, struct call *call)
{
    struct app *app = v->app;
    app_cancel(app);
    struct reply r = {0};
    app->libelle = call->libelle;
    app->caller = v;
    app->call_ms = app->mono_ms;
    if (app->transport.start(app->transport.ctx, call, &r.err))
        return;
    app->caller = NULL;
    carte_of_err(&r.carte, &r.err);
    deliver(app, v, &r);
}

bool app_in_flight(const struct app *app)
{
    return app->caller != NULL;
}

void app_cancel(struct app *app)
{
    if (!app->caller)
        return;
    app->caller = NULL;
    app->transport.cancel(app->transport.ctx);
}

void app_token(struct app *app, struct span jeton)
{
    app->transport.token(app->transport.ctx, jeton);
}

void app_answer(struct app *app, struct reply *r)
{
    struct view *v = app->caller;
    app->caller = NULL;
    if (v)
        deliver(app, v, r);
    else
        reply_done(r);
    bury(app);
}

/* ---- keys and clock --------------------------------------------------------------------------- */

/* While a call is in flight only giving up and what the house always accepts work; nor does a view
 * that cannot be seen take keys. */
requetes_t app_accepts(const struct app *app)
{
    requetes_t house = app->ops->accepts ? app->ops->accepts(app) : 0;
    if (app->caller)
        return (house & ~REQ_BIT(REQ_AIDE)) | REQ_BIT(REQ_ANNULER);
    if (app->trop_petit)
        return house & ~REQ_BIT(REQ_AIDE);
    return house | (app->top ? app->top->ops->accepts(app->top) : 0);
}

static void dispatch(struct app *app, const struct event *e)
{
    if (e->requete == REQ_ANNULER) {
        app_cancel(app);
        app_message(app, "Demande abandonnée. Rien de ce qui a été saisi n’est perdu.");
    } else if (!app->caller && (app->top->ops->accepts(app->top) & REQ_BIT(e->requete))) {
        app->top->ops->request(app->top, e);
    } else {
        app->ops->request(app, e);
    }
}

void app_key(struct app *app, touche_t touche)
{
    struct event e;
    app_message(app, NULL);
    if (app->top && touche_event(touche, app_accepts(app), &e))
        dispatch(app, &e);
    bury(app);
}

bool app_key_is_due(const struct app *app, touche_t touche)
{
    struct event e;
    return !app->caller || touche_event(touche, app_accepts(app), &e);
}

void app_idle(struct app *app)
{
    if (app->ops->idle)
        app->ops->idle(app);
    bury(app);
}

void app_clock(struct app *app, int64_t now, int64_t mono_ms)
{
    app->now = now;
    app->mono_ms = mono_ms;
    for (struct view *v = app->top, *below; v; v = below) {
        below = v->below;
        if (v->ops->tick)
            v->ops->tick(v);
    }
    bury(app);
}

int64_t app_now(const struct app *app)
{
    return app->now;
}

struct date app_aujourdhui(const struct app *app)
{
    return datetime_paris(app->now).date;
}

/* ---- the rest ---------------------------------------------------------------------------------- */

void app_watch(struct view *v, int fd, void (*ready)(struct view *v))
{
    v->app->watched = fd;
    v->app->watcher = fd < 0 ? NULL : v;
    v->app->ready = ready;
}

int app_watched(const struct app *app)
{
    return app->watched;
}

void app_watched_ready(struct app *app)
{
    if (app->watcher)
        app->ready(app->watcher);
    bury(app);
}

void app_message(struct app *app, const char *fmt, ...)
{
    app->message[0] = '\0';
    if (!fmt)
        return;
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(app->message, sizeof app->message, fmt, ap);
    va_end(ap);
}

void app_quit(struct app *app)
{
    app->quit = true;
}

bool app_done(const struct app *app)
{
    return app->quit || !app->top;
}

void *app_context(const struct app *app)
{
    return app->context;
}

struct rect app_zone(const struct app *app)
{
    return app->zone;
}
