/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The benefits a household may draw: how and when each is paid, and the usual amounts. */
#ifndef CDAP_SOURCE_PRESTATIONS_H
#define CDAP_SOURCE_PRESTATIONS_H

#include <stdbool.h>
#include <stdint.h>

enum prestation {
    PRESTATION_FIN,
    AF,
    CF,
    ASF,
    AEEH,
    AJPP,
    ARS,
    PN,
    AB,
    PREPARE,
    CMG,
    AAH,
    MVA,
    RSA,
    PPA,
    APL,
    ALF,
    ALS,
    PD,
    PEN,
    PRESTATION_COUNT
};

enum versement {
    VERSEMENT_MENSUEL,     /* around the 5th of the month after, with the others */
    VERSEMENT_EXCEPTIONNEL /* alone, in its own month */
};

struct prestation_regle {
    const char *code;
    uint8_t versement; /* enum versement */
    uint8_t jour;      /* exceptional: day of its month */
    uint8_t mois;      /* the one month of the year in which it is due, 0 = every month */
    bool seuil;        /* not paid below a threshold: `sous_seuil` has a meaning */
    bool compte_qf;    /* counted in the quotient familial */
};

const struct prestation_regle *prestation_regle(enum prestation p);

/* Amounts of 2026 in centimes, rounded. */
enum {
    MONTANT_AF_2 = 15300,
    MONTANT_AF_3 = 34900,
    MONTANT_AF_PAR_ENFANT = 19600, /* from the fourth */
    MONTANT_CF = 20000,
    MONTANT_ASF = 20200, /* a child */
    MONTANT_AEEH = 15130,
    MONTANT_ARS = 43200, /* a child at school */
    MONTANT_PN = 108400,
    MONTANT_AB = 19800,
    MONTANT_AAH = 104159,
    MONTANT_RSA_SEUL = 65169,
    MONTANT_RSA_DEUX = 97754,
    MONTANT_PAR_ENFANT_RSA = 19551,
    MONTANT_PPA_BASE = 63828,
    MONTANT_PEN_SEUL = 15245,
    MONTANT_PEN_PAR_PERSONNE = 7622
};

#endif
