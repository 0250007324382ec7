/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dossiers that an attacker, or a broken feed, could send: valid documents whose free texts try to
 * leave their cells. All fictional; every one opens with the name HOSTILE. */
#ifndef TESTS_HOSTILE_H
#define TESTS_HOSTILE_H

#include <cdap/base/buf.h>

#define HOSTILE_NOM "HOSTILE"

struct hostile {
    const char *numero; /* 7 digits, Caf 131 */
    const char *cas;
    const char *json; /* the text, as it stands in a JSON string */
};

extern const struct hostile hostiles[];
extern const int hostile_count;

/* Appends one NDJSON line: the text in every free field that is long enough for it, cut where a
 * field is short. */
void hostile_put(const struct hostile *h, struct buf *out);

/* A dossier whose rows of droits are `rows`, all in the last 24 months; the i-th (from 0) is of
 * (i + 1) × 100 centimes. */
void hostile_put_droits(const char *numero, int rows, struct buf *out);

#endif
