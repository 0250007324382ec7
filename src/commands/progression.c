/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How far a long work has come: share of the whole, things done, things a second. */
#include <inttypes.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "progression.h"

#define PERIOD_MS 100
#define CELLS     30

static int64_t now_ms(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void progression_init(struct progression *p, const char *unite)
{
    *p = (struct progression){
        .unite = unite, .terminal = isatty(STDERR_FILENO) == 1, .start_ms = now_ms()};
}

void progression_show(struct progression *p, uint64_t done, uint64_t total, uint64_t count)
{
    int64_t now;
    uint64_t elapsed;

    if (!p->terminal)
        return;
    now = now_ms();
    if (now - p->painted_ms < PERIOD_MS)
        return;
    p->painted_ms = now;
    p->shown = true;
    elapsed = (uint64_t)(now - p->start_ms) + 1;
    fputs("\r\033[K", stderr);
    if (total > 0) {
        uint64_t part = done < total ? done : total;

        fprintf(stderr, "%3" PRIu64 " %% [", part * 100 / total);
        for (uint64_t i = 0; i < CELLS; i++)
            fputc(i < part * CELLS / total ? '#' : '.', stderr);
        fputs("] ", stderr);
    }
    fprintf(stderr, "%" PRIu64 " %s, %" PRIu64 " par seconde", count, p->unite,
            count * 1000 / elapsed);
    fflush(stderr);
}

void progression_clear(struct progression *p)
{
    if (!p->shown)
        return;
    fputs("\r\033[K", stderr);
    fflush(stderr);
    p->shown = false;
    p->painted_ms = 0;
}
