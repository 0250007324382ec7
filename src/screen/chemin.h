/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Paths in a dossier: read once, followed often. They tell « absent » (outside the profile) from
 * « null » (no value), on which the whole honesty of a screen rests. */
#ifndef SCREEN_CHEMIN_H
#define SCREEN_CHEMIN_H

#include "loader.h"

#define CHEMIN_PAS_MAX 6

#define INDICE_AUCUN (-1)
#define INDICE_TOUS  (-2) /* `[]`: any row, in conditions only */

struct pas {
    const char *cle;
    int indice; /* after the key: INDICE_*, or the rank in an array */
};

struct chemin {
    int nombre;
    struct pas pas[CHEMIN_PAS_MAX];
};

enum trouve {
    TROUVE_ABSENT,      /* a key is missing: the field is not in the profile */
    TROUVE_SANS_PARENT, /* something above it is null: nobody can tell */
    TROUVE_NUL,
    TROUVE_VALEUR
};

/* "allocataire.nom", "quotient_familial[0].valeur"; `[]` only when `rows`. */
bool chemin_load(const struct loader *l, const struct place *at, const struct json *object,
                 const char *key, bool rows, struct chemin *out);
enum trouve chemin_follow(const struct chemin *c, const struct json *base,
                          const struct json **value);
/* Calls `each` on every place that the path reaches, missing or not, until one returns true. */
bool chemin_any(const struct chemin *c, const struct json *base,
                bool (*each)(void *ctx, enum trouve found, const struct json *value), void *ctx);
/* Appends `prefix` and the path as the dictionary writes it ("droits[].mois"), and a newline. */
void chemin_put(const struct chemin *c, const char *prefix, struct buf *out);

#endif
