/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Views and the stack that holds them. A view is one file that ends in its table of operations; it
 * receives requests and answers, and draws on a grid. It sees neither terminal, network nor clock:
 * the application gives what comes from them, and the loop (client/run.h) moves it along. */
#ifndef CDAP_CLIENT_VIEW_H
#define CDAP_CLIENT_VIEW_H

#include <cdap/base/date.h>
#include <cdap/client/carte.h>
#include <cdap/client/requete.h>
#include <cdap/grid/grid.h>

struct app;
struct view;

/* Where the hardware cursor goes: on what has the focus, so that speech and braille follow. */
struct cursor {
    int row, col;
};

/* A call to the server. Path and label are literals; the body is the callee's once given. */
struct call {
    const char *method, *path;
    const char *libelle; /* "Ouverture du dossier", beside the spinner */
    struct buf body;     /* wiped by whoever holds it last */
};

/* What came back. `status` 2xx and `err.code` ERR_NONE, or the reason and the card to show. */
struct reply {
    int status;
    struct buf body;
    struct err err;
    struct carte carte;
};
void reply_done(struct reply *r); /* wipes and frees the body */

struct view_ops {
    const char *nom;
    size_t size;  /* bytes of the view's own struct, whose first member is struct view */
    bool overlay; /* drawn over the view below, which stays visible */
    /* `zone` excludes the key bar. */
    void (*draw)(struct view *v, struct grid *g, struct rect zone, struct cursor *cursor);
    requetes_t (*accepts)(const struct view *v);
    void (*request)(struct view *v, const struct event *e);
    /* The rest may be NULL. */
    void (*answer)(struct view *v, struct reply *r);  /* to the call that this view started */
    void (*refused)(struct view *v, struct reply *r); /* NULL: a card is shown */
    void (*tick)(struct view *v);                     /* the clock moved: at most once per turn */
    void (*close)(struct view *v); /* gives back what the view owns; its memory is wiped after */
};

/* First member of every view's struct. */
struct view {
    const struct view_ops *ops;
    struct app *app;
    struct view *below;
};

/* ---- what a view asks ------------------------------------------------------------------------ */

/* A new view, zeroed, on top. NULL when memory is short. */
struct view *app_push(struct app *app, const struct view_ops *ops);
/* Takes the view off the stack, wherever it is; it stays readable until the event is over. */
void app_close(struct view *v);
/* Closes every view above `v`. */
void app_close_above(struct view *v);
struct view *app_top(const struct app *app);
/* Nearest view of this kind, from the top; NULL when there is none. */
struct view *app_find(const struct app *app, const struct view_ops *ops);

/* Starts a call; its answer goes to `v`. One at a time: an earlier one is given up. Takes the body,
 * even on failure; a failure comes as a refused answer. */
void app_call(struct view *v, struct call *call);
bool app_in_flight(const struct app *app);
/* Gives up the call in flight, silently. */
void app_cancel(struct app *app);
/* The token of the session, kept in guarded memory by the transport; empty = end the session at the
 * server, without waiting, and forget it. */
void app_token(struct app *app, struct span jeton);

/* A message on the line above the key bar until the next key. Cut to fit; NULL clears it. */
void app_message(struct app *app, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void app_quit(struct app *app);

requetes_t app_accepts(const struct app *app); /* what the keys may ask now */

int64_t app_now(const struct app *app);            /* Unix seconds */
struct date app_aujourdhui(const struct app *app); /* in Paris */
struct rect app_zone(const struct app *app);       /* what views were last given to draw in */
void *app_context(const struct app *app);

/* A second thing to wait for besides terminal and network (the demo's server starting): `ready` is
 * called with `v` when `fd` can be read. fd -1 = no more. */
void app_watch(struct view *v, int fd, void (*ready)(struct view *v));

/* ---- what the loop and the tests do with it -------------------------------------------------- */

/* The network as the application sees it. */
struct transport {
    void *ctx;
    /* Takes the body. False: the call could not start, err says why. */
    bool (*start)(void *ctx, struct call *call, struct err *err);
    void (*cancel)(void *ctx);
    void (*token)(void *ctx, struct span jeton);
};

/* What the views' owner decides for the whole application. */
struct app_ops {
    requetes_t (*accepts)(const struct app *app); /* besides what the top view accepts */
    void (*request)(struct app *app, const struct event *e);
    void (*refused)(struct app *app, struct view *v, struct reply *r); /* views that do not care */
    void (*idle)(struct app *app); /* nobody typed for the time of the lock */
};

/* NULL when memory is short. `context` is what app_context gives. */
struct app *app_new(const struct transport *transport, const struct app_ops *ops, void *context);
void app_free(struct app *app); /* closes every view */

/* now: Unix seconds; mono_ms: a clock that only goes forward, for elapsed times. */
void app_clock(struct app *app, int64_t now, int64_t mono_ms);
void app_key(struct app *app, touche_t touche);
/* False when the key would mean something only once the call in flight has ended: keep it till then. */
bool app_key_is_due(const struct app *app, touche_t touche);
void app_idle(struct app *app);
/* The answer to the call in flight. Takes the reply. */
void app_answer(struct app *app, struct reply *r);
/* Draws the whole screen: views, message, key bar or spinner. */
void app_draw(struct app *app, struct grid *g, struct cursor *cursor);
bool app_done(const struct app *app);   /* asked to quit, or nothing left to show */
int app_watched(const struct app *app); /* -1 = nothing */
void app_watched_ready(struct app *app);

#endif
