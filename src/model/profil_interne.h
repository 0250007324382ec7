/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inside of a profile, for the files that load it, date it and print it. */
#ifndef MODEL_PROFIL_INTERNE_H
#define MODEL_PROFIL_INTERNE_H

#include <cdap/model/profil.h>

#include "dictionnaire.h"

#define MOTIFS_MAX 32

/* What a window counts, before any date is known. */
struct fenetre {
    uint8_t coupe; /* enum coupe */
    uint8_t n;     /* months; years back; years */
};

struct profil {
    const struct dictionnaire *d;
    struct json *source; /* owns the texts */
    const char *code, *libelle;
    int version;
    struct motif motifs[MOTIFS_MAX];
    size_t motif_count;
    uint8_t garde[CHAMPS_MAX]; /* enum garde */
    struct fenetre fenetres[CHAMPS_MAX];
};

#endif
