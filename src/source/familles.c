/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The demo families in the order of their numbers. */
#include <stdlib.h>

#include "demo.h"

static const struct demo *const listes[] = {demo_compositions, demo_situations, demo_ressources,
                                            demo_droits};

/* NULL past the last one. */
static const struct demo *demo_at(size_t i)
{
    for (size_t l = 0; l < sizeof listes / sizeof *listes; l++)
        for (const struct demo *d = listes[l]; d->foyer; d++)
            if (i-- == 0)
                return d;
    return NULL;
}

size_t familles_demo_count(void)
{
    size_t count = 0;
    while (demo_at(count))
        count++;
    return count;
}

const struct famille_demo *famille_demo_at(size_t i)
{
    const struct demo *d = demo_at(i);
    return d ? &d->famille : NULL;
}

void famille_demo_put(size_t i, struct date aujourdhui, struct buf *out)
{
    const struct demo *d = demo_at(i);
    if (d)
        foyer_put(d->foyer, d->famille.caf, (uint32_t)strtoul(d->famille.numero, NULL, 10),
                  aujourdhui, out);
}
