/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The error card: four lines that say what happened, why, what to do, and what to quote. */
#ifndef CDAP_CLIENT_CARTE_H
#define CDAP_CLIENT_CARTE_H

#include <cdap/base/err.h>
#include <cdap/base/json.h>
#include <cdap/grid/grid.h>

struct carte {
    char quoi[160];
    char pourquoi[320];
    char que_faire[320];
    char reference[64]; /* "" when there is none */
};

/* From an error of our own, or one whose texts the table holds. */
void carte_of_err(struct carte *c, const struct err *err);

/* From the body of a refusal, {"erreur":{…}}: fills both the error (code, field, retry) and the
 * card, whose texts are cleaned as foreign text. False when the body is not such an object: nothing
 * is changed. */
bool carte_of_answer(struct carte *c, struct err *err, struct span body);

/* The box that holds the card, centred in `zone`, wrapped on words; draws its one button. Gives
 * where the hardware cursor goes. */
void carte_draw(const struct carte *c, struct grid *g, struct rect zone, int *row, int *col);

#endif
