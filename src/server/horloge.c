/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The server's clock: the real one, or one pinned on a day by a test. */
#include <time.h>

#include "serveur.h"

static int64_t seconds(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return t.tv_sec;
}

void horloge_init(struct horloge *h, struct date aujourdhui)
{
    h->fixe = aujourdhui.year != 0;
    if (!h->fixe)
        return;
    h->depart = date_to_unix(aujourdhui) + 12 * 3600;
    h->monotone = seconds(CLOCK_MONOTONIC);
}

int64_t horloge_now(const struct horloge *h)
{
    if (!h->fixe)
        return seconds(CLOCK_REALTIME);
    return h->depart + seconds(CLOCK_MONOTONIC) - h->monotone;
}
