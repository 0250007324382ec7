/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A household being drawn: what its parts must know of one another. */
#ifndef CDAP_SOURCE_TIRAGE_H
#define CDAP_SOURCE_TIRAGE_H

#include "foyer.h"
#include "hasard.h"
#include "listes.h"

enum { DROIT_PPA = 1, DROIT_RSA = 2, DROIT_AAH = 4, DROIT_ASF = 8, DROIT_LOGEMENT = 16 };

struct type_foyer {
    uint8_t poids; /* share among all */
    bool couple;
    uint8_t enfants_min, enfants_max;
    uint8_t age_min, age_max;
    const char *activite, *nature;
    int32_t revenu_min, revenu_max;
    uint8_t droits;    /* DROIT_* */
    uint8_t locataire; /* percent who rent */
};

struct tire {
    struct hasard h;
    const struct type_foyer *type;
    struct foyer f;
    int annee, age;
    int enfants, scolaires, petits, aeeh;
    int anciennete; /* months since the family is known */
    size_t cours;   /* rights drawn so far */
    char voie[64];
};

struct moment tirage_moment(struct hasard *h, int32_t mois);
const char *tirage_mot(struct hasard *h, const struct liste *l);

/* tirage_argent.c */
void tirage_ressources(struct tire *t);
void tirage_logement(struct tire *t);
void tirage_droits(struct tire *t);
void tirage_creances(struct tire *t);
/* From `depuis` months ago, rights are suspended, or end and the last quotient with them. */
void tirage_suspend(struct tire *t, int depuis);
void tirage_close(struct tire *t, int depuis);

#endif
