/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signals as flags that the one wait sees. */
#ifndef CDAP_SRC_CLIENT_SIGNALS_H
#define CDAP_SRC_CLIENT_SIGNALS_H

#include <stdbool.h>

enum {
    SIGNALE_FIN = 1,        /* SIGTERM, SIGHUP */
    SIGNALE_INTERROMPT = 2, /* SIGINT */
    SIGNALE_TAILLE = 4,     /* SIGWINCH */
    SIGNALE_SUSPEND = 8,    /* SIGTSTP */
    SIGNALE_REPREND = 16    /* SIGCONT */
};

/* Catches them; false when the pipe cannot be made. A second ending signal before the first was
 * taken ends the program at once, through `last_words` (async-signal-safe; may be NULL). */
bool signals_open(void (*last_words)(void));
int signals_fd(void);        /* readable when a flag is up */
unsigned signals_take(void); /* flags since the last call */
/* Stops the process as SIGTSTP does by default; returns once it is continued. */
void signals_stop_self(void);

#endif
