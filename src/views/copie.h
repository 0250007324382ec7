/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The view of an export (export.c) and what it makes (copie.c). */
#ifndef CDAP_SRC_VIEWS_COPIE_H
#define CDAP_SRC_VIEWS_COPIE_H

#include <cdap/export/export.h>

#include "dossier.h"

enum etape { ETAPE_FORMULAIRE, ETAPE_ECRIT, ETAPE_INSCRIT };

struct exportation {
    struct view view;
    struct dossier *d;
    struct formulaire form;
    struct saisie dossier;
    struct champ_saisie *c_rubriques, *c_formats, *c_dossier;
    char seule[FEUILLE_TITRE]; /* « Cette rubrique : Famille » */
    enum etape etape;
    int travail; /* a descriptor always ready while files are written: one step per turn */
    struct liasse liasse;
    struct depot depot;
    size_t writer, feuille; /* the next to write */
    size_t faits, total;
    int lignes, colonnes; /* of the terminal */
};

/* The formats offered, in order. */
size_t copie_format_count(void);
const char *copie_format(size_t i);
/* True when the format chosen is, or holds, that of a writer. */
bool copie_wants(const struct exportation *x, const struct writer *w);
/* Draws the pages of what was chosen, and counts the files that they make. */
bool copie_draw(struct exportation *x, struct err *err);
/* Writes the next file of a writer aside. */
bool copie_write(struct exportation *x, const struct writer *w, struct err *err);
/* The body that asks for the inscription of what was written. */
void copie_put_demande(const struct exportation *x, struct buf *out);
/* True for a proof whose entry is that of this export: every digest is there. Whether it is signed is
 * for those who hold the key. */
bool copie_proves(const struct exportation *x, struct span texte);

#endif
