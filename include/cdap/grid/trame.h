/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands on a line of a grid, for the outputs that speak structure and not only characters. */
#ifndef CDAP_GRID_TRAME_H
#define CDAP_GRID_TRAME_H

#include <stdbool.h>
#include <stdint.h>

enum genre {
    GENRE_VIDE,   /* nothing */
    GENRE_TEXTE,  /* words */
    GENRE_HAUT,   /* top of a page: whose, what, by whom */
    GENRE_BAS,    /* foot of a page: when, receipt, number */
    GENRE_TITRE,  /* heading of a block */
    GENRE_CHAMPS, /* zones in pairs: label, value */
    GENRE_ENTETE, /* header of a table: one zone per column */
    GENRE_GROUPE, /* heading of a group of rows, with its sums in the columns */
    GENRE_RANG,   /* cells of a row, one zone per column */
    GENRE_SUITE,  /* what is said below the cells of a row */
    GENRE_TOTAL,  /* sums of a table */
    GENRE_GRAPHE  /* drawn with characters: no words to read */
};

#define TRAME_ZONES 12

struct zone {
    int16_t col, cols;
};

struct trame {
    uint8_t genre;   /* enum genre */
    uint8_t zones;   /* how many */
    bool suit;       /* goes on with what the line above began: not a place to break a page */
    uint16_t ouvre;  /* bit i: zone i begins a field here (GENRE_CHAMPS) */
    uint16_t droite; /* bit i: zone i is flush right */
    struct zone zone[TRAME_ZONES];
};

#endif
