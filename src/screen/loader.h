/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Strict reading of screen files: every refusal names the screen and the place in it. */
#ifndef SCREEN_LOADER_H
#define SCREEN_LOADER_H

#include <cdap/base/json.h>
#include <cdap/model/nomenclature.h>

#include "arena.h"

/* What is at hand while a screen is read. Texts are borrowed from the JSON tree, which lives as long
 * as the screens. */
struct loader {
    struct arena *arena;
    const struct nomenclatures *nomenclatures;
    struct err *err;
};

/* Where we are, as a list on the stack: "paiements.blocs[1].colonnes[2]". */
struct place {
    const struct place *parent;
    const char *key; /* NULL: an item */
    size_t index;
};

#define PLACE_KEY(parent, key)     (&(const struct place){(parent), (key), 0})
#define PLACE_ITEM(parent, number) (&(const struct place){(parent), NULL, (number)})

/* All return false once they refused. `key` may be NULL: the place itself is at fault. */
bool loader_refuse(const struct loader *l, const struct place *at, const char *key, const char *fmt,
                   ...) __attribute__((format(printf, 4, 5)));
bool loader_no_memory(const struct loader *l);

/* Refuses what is no object, and keys that are in neither list (NULL-terminated; `more` may be
 * NULL). */
bool loader_keys(const struct loader *l, const struct place *at, const struct json *object,
                 const char *const *allowed, const char *const *more);
/* A text; `*out` keeps its value when the key is missing and `wanted` is false. */
bool loader_text(const struct loader *l, const struct place *at, const struct json *object,
                 const char *key, bool wanted, const char **out);
bool loader_flag(const struct loader *l, const struct place *at, const struct json *object,
                 const char *key, bool *out);
bool loader_number(const struct loader *l, const struct place *at, const struct json *object,
                   const char *key, int least, int most, int *out);
/* A text among `words` (NULL-terminated); its rank in `*out`, unchanged when the key is missing. */
bool loader_word(const struct loader *l, const struct place *at, const struct json *object,
                 const char *key, const char *const *words, int *out);
/* A non-empty array; NULL once refused. */
const struct json *loader_array(const struct loader *l, const struct place *at,
                                const struct json *object, const char *key);

#endif
