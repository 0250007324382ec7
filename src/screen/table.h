/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables: what the screen file says (table.c), which rows (table_rangs.c), which columns fit
 * (table_plan.c), how high the rows are (table_mesure.c), and their drawing when they are asked for
 * (table_draw.c). */
#ifndef SCREEN_TABLE_H
#define SCREEN_TABLE_H

#include "bloc.h"

#define COLONNES_MAX  12
#define VARIANTES_MAX 8
#define ECART         2 /* blanks between columns */
#define RETRAIT       2 /* of the rows under the heading of their group, and of what follows a row */

struct colonne {
    struct champ champ;
    int priorite;           /* the highest leaves the line first when room is short */
    int largeur;            /* least columns of a text that may be broken */
    bool total, sous_total; /* of its first value, an amount */
};

/* An array inside each row, said in one sentence below it: « dont AF 153,20 € · RSA 651,69 € ». */
struct detail {
    struct chemin chemin;
    const char *chemin_texte, *libelle;
    struct champ *champs;
    size_t nombre;
};

struct table {
    struct chemin chemin;
    const char *chemin_texte;
    const char *vide;
    struct colonne *colonnes;
    size_t nombre;
    struct champ *groupe; /* NULL: no groups */
    const char *total;    /* label of the total */
    struct conditions hors_total;
    bool has_tri;
    struct chemin tri;
    int sens; /* of the sort: rank in `sens_words` */
    struct detail *detail;
    struct chemin choix;
    struct variante *variantes;
    size_t variante_count;
};

enum { SENS_DECROISSANT, SENS_CROISSANT };

struct vue_colonne {
    const struct colonne *colonne;
    int x, largeur; /* columns of the screen */
    int voulue;     /* width at which neither label nor value is broken */
    int valeurs;    /* width of the widest value */
    bool lignes;    /* a value holds several lines */
    bool droite;
};

struct somme {
    int64_t centimes;
    bool connue;    /* one amount at least */
    bool partielle; /* an amount is not known */
};

struct groupe {
    size_t premier; /* its first row */
    struct somme sommes[COLONNES_MAX];
};

/* A table laid out: rows are pointers and heights, their words are made when drawn. */
struct table_posee {
    const struct table *table;
    const struct contexte *c;
    const struct json **rangs;
    size_t nombre;
    struct vue_colonne vues[COLONNES_MAX];
    size_t vue_count;
    const struct colonne *reports[COLONNES_MAX]; /* columns that did not fit: said below the row */
    size_t report_count;
    int room;    /* columns for a row, margin and indentation apart */
    int x;       /* first column of a row */
    int *debuts; /* nombre + 1: first line of each row; its group's heading belongs to it */
    struct groupe *groupes;
    size_t groupe_count, groupe_place;
    struct somme totaux[COLONNES_MAX];
    const struct variante *choix[VARIANTES_MAX + 1]; /* then NULL; none when there is no choice */
    const struct variante *choisie;
    int tete; /* lines of the page above the rows */
};

/* The rows to show, sorted, those of the chosen variant only. False: no memory. */
bool table_gather(struct table_posee *tp, const struct json *array);
/* Widths of columns, and which of them do not fit. */
bool table_plan(struct table_posee *tp, int largeur);
/* Groups, sums, heights. */
bool table_measure(struct table_posee *tp);
/* Lines of a row, without the heading of its group. */
int table_row_height(const struct table_posee *tp, size_t row);
/* Where a column stands; NULL when it did not fit. */
const struct vue_colonne *table_vue(const struct table_posee *tp, const struct colonne *col);
/* Line of the heading above a line of the rows; -1 when it has none, or is one. */
int table_heading(const struct table_posee *tp, int line);
/* What a line of the rows holds. */
void table_row_trame(const struct table_posee *tp, int line, struct trame *out);
/* The zones of the columns. */
void table_zones(const struct table_posee *tp, struct trame *out);
void table_draw_row(const struct table_posee *tp, int line, const struct toile *t);

/* Words of a cell; RENDU_NUL when they only say that there is none. */
enum rendu cellule_put(const struct table_posee *tp, const struct champ *ch,
                       const struct json *rang, bool seul, struct buf *out);

#endif
