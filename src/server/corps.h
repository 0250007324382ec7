/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bodies of requests, read strictly against a table of their fields: no tree, no memory per field. */
#ifndef CDAP_SERVER_CORPS_H
#define CDAP_SERVER_CORPS_H

#include "echange.h"

#define CORPS_CHAMPS_MAX 16

enum corps_type { CORPS_OBJET, CORPS_TEXTE, CORPS_ENTIER };

struct corps_champ {
    const char *chemin; /* "motif.code"; an object comes before its members */
    enum corps_type type;
    bool exige;
    unsigned max;  /* characters of a text */
    size_t offset; /* in echange.demande: a struct span or an int64_t */
};

/* Reads the body into `x->demande`. Refuses bad grammar (ERR_REQUETE); an unknown or duplicate key, a
 * wrong type, a text too long or empty, a missing field (ERR_CHAMP, naming it). `null` is as absent,
 * for a field that may be. `champs` ends with a NULL chemin. */
bool corps_read(struct echange *x, const struct corps_champ *champs);

/* The validators of the route table. */
bool corps_vide(struct echange *x); /* nothing is read: no field is known */
bool corps_session(struct echange *x);
bool corps_consultation(struct echange *x);
bool corps_revelation(struct echange *x);
bool corps_preuve(struct echange *x); /* in preuves.c: its list needs a reader of its own */
bool corps_journal(struct echange *x);

#endif
