/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The terminal: one per process. */
#ifndef CDAP_SRC_CLIENT_TERM_H
#define CDAP_SRC_CLIENT_TERM_H

#include <cdap/base/err.h>
#include <cdap/client/view.h>
#include <cdap/grid/theme.h>

/* Takes the terminal; `theme` NULL = the default. `titled`: its title is ours to set, to « Cdap »
 * and no more. False when there is none, or of an unknown type. */
bool term_open(const struct theme *theme, bool titled, struct err *err);
/* Gives it back as it was. */
void term_close(void);
/* The same with async-signal-safe writes only. */
void term_restore_now(void);

/* Size now; asks the terminal. */
void term_size(int *rows, int *cols);
/* Paints what differs from what the screen shows, cursor last. */
void term_paint(const struct grid *g, struct cursor cursor);
/* Everything is painted anew at the next term_paint. */
void term_forget(void);
/* Next key already typed, TOUCHE_AUCUNE when there is none. Never waits. */
touche_t term_key(void);
/* Before and after the process is stopped. */
void term_leave(void);
void term_return(void);
void term_title(const char *title);

#endif
