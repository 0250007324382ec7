/* SPDX-License-Identifier: GPL-3.0-or-later */
/* « si » and « sauf »: when a block, a value or a banner is shown, decided from the answer alone. */
#ifndef SCREEN_CONDITION_H
#define SCREEN_CONDITION_H

#include "chemin.h"

struct condition;

struct conditions {
    const struct condition *items;
    size_t count;
};

struct si {
    struct conditions si;   /* all must hold */
    struct conditions sauf; /* none may hold */
};

/* Reads the keys "si" and "sauf" of an object: one condition or a list of them. */
bool si_load(const struct loader *l, const struct place *at, const struct json *object,
             struct si *out);
/* One key of that kind, by its name. */
bool conditions_load(const struct loader *l, const struct place *at, const struct json *object,
                     const char *key, struct conditions *out);
bool si_holds(const struct si *s, const struct json *base);
/* True when one of them holds; false for an empty list. */
bool conditions_any(const struct conditions *c, const struct json *base);

#endif
