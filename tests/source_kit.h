/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tests of synthetic and foreign dossiers share: validation, and values by path. */
#ifndef TESTS_SOURCE_KIT_H
#define TESTS_SOURCE_KIT_H

#include <cdap/base/json.h>
#include <cdap/model/bande.h>

/* Dictionary of profiles/champs.json and an encoder over it. */
struct validation {
    struct dictionnaire *dictionnaire;
    struct encodeur *encodeur;
    struct buf bande;
    struct identite identite; /* of the last document */
};
void validation_init(struct validation *v);
void validation_done(struct validation *v);
/* Fails the test, naming the field at fault, unless `json` is a valid dossier. */
void assert_dossier(struct validation *v, struct span json);

/* Value at a path such as "droits[0].mois"; NULL when there is none. */
const struct json *value_at(const struct json *root, const char *path);
/* The value as a word: its text, its digits, oui, non, null; an array or object as its count. */
const char *word_at(const struct json *root, const char *path, char out[256]);

/* Sum of montant_centimes over an array. */
int64_t sum_of(const struct json *rows);
/* Fails unless each payment is the sum of its prestations. */
void assert_payments_add_up(const struct json *dossier);

#endif
