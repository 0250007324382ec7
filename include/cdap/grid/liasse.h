/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A bundle of sheets: pages of cells, each with what its lines hold. What an export writes. */
#ifndef CDAP_GRID_LIASSE_H
#define CDAP_GRID_LIASSE_H

#include <cdap/base/date.h>
#include <cdap/grid/theme.h>
#include <cdap/grid/trame.h>

#define FEUILLE_TITRE 192

struct feuille {
    struct grid g;
    struct trame *trames;      /* one per row */
    char titre[FEUILLE_TITRE]; /* of the rubrique: « Famille » */
    bool ouvre;                /* first sheet of its rubrique */
    size_t numero, total;      /* n/N, from 1 */
};

/* Zeroed = empty. The texts say nothing that the sheets do not show, and name nobody. */
struct liasse {
    struct feuille *feuilles;
    size_t nombre, place;
    char titre[128];           /* « Cdap · reçu 1204 · 20/11/2026 14:03 » */
    char sujet[160];           /* « Copie d’écran de 9 rubriques » */
    char auteur[320];          /* the organisme */
    char logiciel[64];         /* « cdap 0.1.0 » */
    struct datetime date;      /* of the collection, in Paris */
    const struct theme *theme; /* of the terminal; NULL = the first one */
};

/* A new blank sheet at the end; NULL when memory is short. Valid until the next one is added. */
struct feuille *liasse_add(struct liasse *l, int rows, int cols);
/* Numbers the sheets, once all are there. */
void liasse_number(struct liasse *l);
/* One sheet alone, borrowed: not to be given back. */
struct liasse liasse_sheet(const struct liasse *l, size_t i);
void liasse_done(struct liasse *l); /* wipes: sheets are somebody's */

#endif
