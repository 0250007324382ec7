/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines laid out beforehand: pieces of text with their place and style. Short blocks are made of
 * them; a table keeps only its head and foot here. */
#ifndef SCREEN_PAGE_H
#define SCREEN_PAGE_H

#include <cdap/grid/grid.h>

struct segment {
    int ligne, col;
    bool droite; /* `col` is then where the text ends */
    bool filet;  /* a horizontal line of `len` columns, no text */
    enum style style;
    size_t at, len; /* in `texte` */
};

struct page_masque {
    int ligne;
    const char *chemin;
};

#define PAGE_MASQUES_MAX 16

/* Zeroed = empty. */
struct page {
    struct segment *segments;
    size_t nombre, place;
    struct buf texte;
    int lignes;
    struct page_masque masques[PAGE_MASQUES_MAX];
    size_t masque_count;
    bool failed; /* out of memory; stays */
};

/* Where one line is drawn: `col` is the column of the grid that a block calls 0. */
struct toile {
    struct grid *g;
    struct rect clip;
    int row, col;
};

/* Text at (ligne, col); the page grows to hold the line. The text is copied. */
void page_put(struct page *p, int ligne, int col, enum style style, struct span text);
void page_put_right(struct page *p, int ligne, int end, enum style style, struct span text);
void page_put_rule(struct page *p, int ligne, int col, int len);
/* Text wrapped in `width` columns from (ligne, col); returns the lines taken. */
int page_put_wrapped(struct page *p, int ligne, int col, int width, enum style style,
                     struct span text);
void page_put_masque(struct page *p, int ligne, const char *chemin);
/* Once all is put, before the first drawing. */
void page_sort(struct page *p);
void page_draw(const struct page *p, int ligne, const struct toile *t);
const char *page_masque(const struct page *p, int ligne);
void page_done(struct page *p);

#endif
