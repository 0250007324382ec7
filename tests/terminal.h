/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A program under a pseudo-terminal whose screen libvterm keeps: a test types, waits for what must
 * be shown, and reads cells. Nothing here sleeps: every wait ends on bytes, on the end of the
 * program, or fails at a deadline with the whole screen on stderr.
 *
 * « Settled »: with CDAP_TEST_TITRE=1 in its environment the client puts two counters in the
 * terminal's title each time it has painted and nothing is pending: frames so far, keys read so far
 * (cdap/client/run.h). A wait is satisfied only on a frame that has taken every key sent and comes
 * after the last resize, so that a test never reads a half-painted screen. */
#ifndef TESTS_TERMINAL_H
#define TESTS_TERMINAL_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include <cdap/base/buf.h>

#define TERMINAL_DEADLINE_S 30

struct terminal;

enum terminal_mode {
    TERMINAL_FRAMES, /* waits look at settled frames only */
    TERMINAL_BYTES,  /* waits look at whatever was written: programs that count no frames */
};

/* Starts argv[0] (found in PATH) on a terminal of that size, in a clean environment: xterm-256color,
 * UTF-8, UTC, sanitizer options of the test, then `env` ("NAME=value", NULL-terminated, may be
 * NULL). The program dies with the test. Free with terminal_free. */
struct terminal *terminal_start(enum terminal_mode mode, int rows, int cols,
                                const char *const argv[], const char *const env[]);
/* Kills what still runs. Accepts NULL. */
void terminal_free(struct terminal *t);
pid_t terminal_pid(const struct terminal *t);

/* ---- typing --------------------------------------------------------------------------------- */

/* UTF-8 text, as if typed. */
void terminal_type(struct terminal *t, const char *text);
/* "Entrée" "Échap" "Tab" "Maj-Tab" "Haut" "Bas" "Gauche" "Droite" "Début" "Fin" "PgHaut" "PgBas"
 * "Arrière" "Suppr" "Ctrl-C" "F1" … "F12". */
void terminal_key(struct terminal *t, const char *name);
void terminal_resize(struct terminal *t, int rows, int cols);
void terminal_signal(struct terminal *t, int signal);
/* The line goes dead: what a closed window or a lost connection does to a program. */
void terminal_hang_up(struct terminal *t);

/* ---- waiting -------------------------------------------------------------------------------- */

/* Until `text` is on the screen (on one row), or is not any more. */
void terminal_await(struct terminal *t, const char *text);
void terminal_await_gone(struct terminal *t, const char *text);
/* The same without waiting for a settled frame: what is shown while something is pending. */
void terminal_await_pending(struct terminal *t, const char *text);
/* Until a frame that has taken all that was typed. */
void terminal_await_settled(struct terminal *t);
/* Until the program has read all that was typed, or has ended: for what is not worth counting. */
void terminal_await_taken(struct terminal *t);
/* A key, then what it must show. */
void terminal_press(struct terminal *t, const char *key, const char *text);
/* Until the program ends, and all it wrote is read. Its wait status (WIFEXITED…). */
int terminal_await_end(struct terminal *t);

/* ---- reading -------------------------------------------------------------------------------- */

bool terminal_shows(const struct terminal *t, const char *text);
/* Fails, with the screen, unless `text` is (is not) shown now. */
void terminal_assert_shows(const struct terminal *t, const char *text);
void terminal_assert_hides(const struct terminal *t, const char *text);
/* Rows as UTF-8 without trailing blanks, each ended by \n; appended. */
void terminal_put_text(const struct terminal *t, struct buf *out);
/* One row; valid until the next call. */
const char *terminal_row(const struct terminal *t, int row);
/* Row that shows the text, -1 when none. */
int terminal_find_row(const struct terminal *t, const char *text);
void terminal_cursor(const struct terminal *t, int *row, int *col);
bool terminal_cursor_visible(const struct terminal *t);
bool terminal_in_alternate(const struct terminal *t);
const char *terminal_title(const struct terminal *t);
/* True when some cell has another colour than the terminal's own / any attribute. */
bool terminal_has_colour(const struct terminal *t);
bool terminal_has_attribute(const struct terminal *t);
/* One row with how it looks: each cell's characters, attributes and colours, as text, without the
 * blanks that look like nothing at its end. Appended. */
void terminal_put_look(const struct terminal *t, int row, struct buf *out);
/* All the bytes that the program wrote. */
struct span terminal_bytes(const struct terminal *t);
/* The screen equals tests/golden/parcours/NAME (see assert_golden). */
void terminal_assert_golden(const struct terminal *t, const char *name);

/* ---- trust ---------------------------------------------------------------------------------- */

/* What reached the terminal that our drawing never sends: a title other than the frame counter
 * (« Cdap » without it), an icon name, a bell, a mouse mode, a cursor shape, a reversed screen, an
 * unknown sequence. NULL when nothing did. */
const char *terminal_strangeness(const struct terminal *t);
/* What a program that ended left behind: line settings, secondary screen, hidden cursor, colours,
 * the former screen lost. NULL when all is as before its start. */
const char *terminal_untidiness(const struct terminal *t);
/* The same, failing with the screen. */
void terminal_assert_sane(const struct terminal *t);
void terminal_assert_restored(const struct terminal *t);

#endif
