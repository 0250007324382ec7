/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chance, the same everywhere: SplitMix64 (G. L. Steele, D. Lea, C. H. Flood, « Fast splittable
 * pseudorandom number generators », OOPSLA 2014). Good enough for a draw, useless for a secret. */
#ifndef CDAP_SOURCE_HASARD_H
#define CDAP_SOURCE_HASARD_H

#include <stdbool.h>
#include <stdint.h>

struct hasard {
    uint64_t etat;
};

static inline uint64_t hasard_next(struct hasard *h)
{
    uint64_t z = (h->etat += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

/* In [0, n). */
static inline uint32_t hasard_below(struct hasard *h, uint32_t n)
{
    return (uint32_t)((hasard_next(h) >> 32) * n >> 32);
}

/* In [low, high]. */
static inline int32_t hasard_between(struct hasard *h, int32_t low, int32_t high)
{
    return low + (int32_t)hasard_below(h, (uint32_t)(high - low) + 1);
}

static inline bool hasard_percent(struct hasard *h, uint32_t percent)
{
    return hasard_below(h, 100) < percent;
}

#endif
