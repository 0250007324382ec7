/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The loop: one wait on terminal, network, clock and signals; then everything that came is handled
 * and the difference is painted. Nothing here blocks. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cdap/base/secret.h>
#include <cdap/client/run.h>

#include "cadre.h"
#include "signals.h"
#include "term.h"

#define KEYS_PER_TURN 512 /* a held key or a paste is painted once, not per character */
#define AHEAD_MAX     256 /* keys typed while a call is in flight */
#define SPINNER_MS    125
#define FAREWELL_MS   1500 /* for the end of the session to reach the server */

struct loop {
    struct app *app;
    struct api *api;
    const struct run_options *o;
    struct grid grid;
    int64_t last_key_ms;
    bool idle_said;
    bool titre;      /* CDAP_TEST_TITRE */
    bool moved;      /* something besides the clock happened since the last settled frame */
    unsigned frames; /* settled ones */
    unsigned keys;
    touche_t ahead[AHEAD_MAX]; /* typed ahead of an answer, in order */
    size_t ahead_count;
};

/* Counts while the machine sleeps: a lid closed for an hour has locked the screen. */
static int64_t mono_ms(void)
{
    struct timespec ts;
    clock_gettime(CLOCK_BOOTTIME, &ts);
    return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

static void set_clock(struct loop *l)
{
    app_clock(l->app, l->o->maintenant ? l->o->maintenant : time(NULL), mono_ms());
}

/* ---- what came ------------------------------------------------------------------------------------ */

static void take_signals(struct loop *l)
{
    unsigned flags = signals_take();
    if (flags & SIGNALE_FIN)
        app_quit(l->app);
    if (flags & SIGNALE_INTERROMPT)
        app_key(l->app, TOUCHE_F0 + 10); /* Ctrl-C asks what F10 asks */
    if (flags & SIGNALE_SUSPEND) {
        term_leave();
        signals_stop_self();
        term_return();
    }
    if (flags & SIGNALE_TAILLE)
        term_forget(); /* shrunk and grown back before we looked: the size is the same, cells are lost */
    if (flags)
        l->moved = true;
}

/* An agent types ahead of the answers. A key that nothing asks for yet waits; giving up the call
 * gives up what was typed behind it. */
static void take_key(struct loop *l, touche_t touche)
{
    bool flying = app_in_flight(l->app);
    if (!app_key_is_due(l->app, touche)) {
        if (l->ahead_count < AHEAD_MAX)
            l->ahead[l->ahead_count++] = touche;
        return;
    }
    app_key(l->app, touche);
    if (flying && !app_in_flight(l->app))
        l->ahead_count = 0;
}

static void take_ahead(struct loop *l)
{
    size_t n = 0;
    while (n < l->ahead_count && !app_in_flight(l->app) && !app_done(l->app))
        app_key(l->app, l->ahead[n++]);
    l->ahead_count -= n;
    memmove(l->ahead, l->ahead + n, l->ahead_count * sizeof *l->ahead);
}

static void take_keys(struct loop *l)
{
    for (int n = 0; n < KEYS_PER_TURN && !app_done(l->app); n++) {
        touche_t touche = term_key();
        if (touche == TOUCHE_AUCUNE)
            return;
        l->last_key_ms = mono_ms();
        l->idle_said = false;
        l->keys++;
        l->moved = true;
        take_key(l, touche);
    }
}

/* A refusal is read before anything typed blindly can act on it. */
static void take_answer(struct loop *l)
{
    struct reply r;
    if (!api_take(l->api, &r))
        return;
    if (r.err.code != ERR_NONE)
        l->ahead_count = 0;
    app_answer(l->app, &r);
    l->moved = true;
    take_ahead(l);
}

static int64_t idle_left_ms(const struct loop *l)
{
    return l->last_key_ms + (int64_t)l->o->verrou_s * 1000 - mono_ms();
}

static void take_idleness(struct loop *l)
{
    if (l->idle_said || idle_left_ms(l) > 0)
        return;
    l->idle_said = true;
    l->moved = true;
    app_idle(l->app);
}

/* ---- painting ------------------------------------------------------------------------------------- */

static bool paint(struct loop *l)
{
    struct cursor cursor;
    int rows, cols;
    term_size(&rows, &cols);
    if ((rows != l->grid.rows || cols != l->grid.cols) && !grid_resize(&l->grid, rows, cols))
        return false;
    app_draw(l->app, &l->grid, &cursor);
    term_paint(&l->grid, cursor);
    return true;
}

/* Tells a test that the screen has settled; see client/run.h. */
static void settle(struct loop *l)
{
    char title[48];
    if (!l->titre || !l->moved || app_in_flight(l->app) || app_watched(l->app) >= 0)
        return;
    l->moved = false;
    snprintf(title, sizeof title, "cdap:%u:%u", ++l->frames, l->keys);
    term_title(title);
}

/* ---- the one wait --------------------------------------------------------------------------------- */

static int wait_ms(const struct loop *l)
{
    if (cadre_spins(l->app) || app_watched(l->app) >= 0)
        return SPINNER_MS;
    int64_t left = 60000 - (time(NULL) % 60) * 1000; /* the header shows minutes */
    int64_t idle = l->idle_said ? left : idle_left_ms(l);
    if (idle < left)
        left = idle;
    return left < 0 ? 0 : (int)left;
}

/* False when the terminal is gone. */
static bool wait_for_something(struct loop *l)
{
    struct pollfd fds[3] = {{.fd = STDIN_FILENO, .events = POLLIN},
                            {.fd = signals_fd(), .events = POLLIN},
                            {.fd = app_watched(l->app), .events = POLLIN}};
    unsigned count = fds[2].fd < 0 ? 2 : 3;
    api_wait(l->api, fds, count, wait_ms(l));
    set_clock(l);
    if (fds[1].revents)
        take_signals(l);
    if (fds[0].revents & (POLLERR | POLLHUP | POLLNVAL))
        return false;
    if (count > 2 && fds[2].revents) {
        app_watched_ready(l->app);
        l->moved = true;
    }
    return true;
}

static bool live(struct loop *l, struct err *err)
{
    set_clock(l);
    l->last_key_ms = mono_ms();
    l->moved = true;
    while (!app_done(l->app)) {
        if (!paint(l))
            return err_set(err, ERR_MEMOIRE, NULL);
        settle(l);
        if (!wait_for_something(l))
            break;
        take_answer(l);
        take_keys(l);
        take_idleness(l);
    }
    return true;
}

bool client_run(struct app *app, struct api *api, const struct run_options *o, struct err *err)
{
    struct loop l = {.app = app, .api = api, .o = o, .titre = getenv("CDAP_TEST_TITRE") != NULL};
    if (!signals_open(term_restore_now))
        return err_set(err, ERR_FICHIER, "aucun tube n’a pu être ouvert");
    bool done = term_open(o->theme, !l.titre, err) && live(&l, err);
    app_cancel(app);
    app_token(app, (struct span){0});
    secret_wipe(l.ahead, sizeof l.ahead);
    term_close();
    api_flush(api, FAREWELL_MS);
    grid_done(&l.grid);
    return done; /* signals stay caught: what remains to undo is not to be cut short */
}
