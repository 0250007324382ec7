/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The terminal harness from within: what its files share. */
#ifndef TESTS_TERMINAL_PRIVE_H
#define TESTS_TERMINAL_PRIVE_H

#include <termios.h>
#include <vterm.h>

#include "suite.h"
#include "terminal.h"

#define BEFORE "avant le programme $" /* what the screen holds when the program starts */

struct terminal {
    enum terminal_mode mode;
    int master, slave, pidfd; /* -1 = closed; the slave stays open to read the line settings */
    pid_t pid;
    bool ended;
    int status;
    struct termios before;
    VTerm *vt;
    VTermScreen *screen;
    int rows, cols;
    bool shrunk;    /* once narrower than what the screen held before: that is lost */
    struct buf raw; /* every byte, for ever */
    size_t fed;     /* how many of them libvterm has seen */
    long frame;     /* counter of the last settled frame, 0 = none yet */
    long frame_min; /* a wait wants a later one */
    long taken;     /* keys that the program had read by then */
    long typed;     /* keys sent */
    bool framed;    /* what was just fed ended a title */
    bool cursor_visible, alternate;
    char title[256];
    char strange[256]; /* first thing that our drawing never sends */
};

/* A screen of t->rows by t->cols that holds BEFORE. */
void ecran_open(struct terminal *t);
/* Bytes for the program: keys, and libvterm's answers to its questions. */
void ecran_reply(const char *bytes, size_t len, void *terminal);
/* Takes what the program wrote; false when there is nothing more now. */
bool ecran_read(struct terminal *t);
/* Shows libvterm what was taken, up to the end of a frame; true when there is something to look at. */
bool ecran_feed(struct terminal *t);
/* Takes and shows all that there is. */
void ecran_drain(struct terminal *t);
/* Fails the test; the whole screen goes to stderr. */
_Noreturn void ecran_fail(const struct terminal *t, const char *what, const char *text);

#endif
