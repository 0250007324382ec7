/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A progress bar on stderr, when it is a terminal. */
#ifndef COMMANDS_PROGRESSION_H
#define COMMANDS_PROGRESSION_H

#include <stdbool.h>
#include <stdint.h>

struct progression {
    const char *unite; /* what is counted, in the plural */
    bool terminal, shown;
    int64_t start_ms, painted_ms;
};

void progression_init(struct progression *p, const char *unite);
/* Repaints at most ten times a second. `total` 0 = not known. */
void progression_show(struct progression *p, uint64_t done, uint64_t total, uint64_t count);
/* Takes the bar away, before a message or at the end. */
void progression_clear(struct progression *p);

#endif
