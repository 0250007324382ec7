/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The full-screen client running: one wait on terminal, network, clock and signals.
 *
 * For tests: with CDAP_TEST_TITRE=1 in the environment, the program sets the terminal's title
 * (OSC 2, ended by BEL) to `cdap:F:T` each time the screen has settled, F being the number of such
 * frames (from 1) and T the number of keys read since the start. Settled means: everything read was
 * handled and painted, and no call is in flight. A test sends K keys, adds K to its count and waits
 * for a title whose T has reached it: never for a delay, never for a text. A resize or the end of a
 * wait also makes a new frame: wait then for a larger F. */
#ifndef CDAP_CLIENT_RUN_H
#define CDAP_CLIENT_RUN_H

#include <cdap/client/api.h>
#include <cdap/grid/theme.h>

struct run_options {
    const struct theme *theme; /* NULL = the default one; NO_COLOR is obeyed */
    int verrou_s;              /* idle seconds before app_ops.idle */
    int64_t maintenant;        /* clock pinned for tests, Unix seconds; 0 = the real one */
};

/* Opens the terminal, lives until app_done or a signal that ends, restores the terminal. False when
 * there is no terminal to open. */
bool client_run(struct app *app, struct api *api, const struct run_options *o, struct err *err);

/* For commands without a screen: SIGINT, SIGTERM and SIGHUP no longer kill but end the waits, so that
 * what was started is undone; client_interrupted is true once one came. */
bool client_catch_signals(void);
bool client_interrupted(void);
/* Waits until stdin has something to read, or its end; false once interrupted. */
bool client_await_input(void);

#endif
