/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A rectangle of character cells. Everything that is shown or exported is drawn here first. */
#ifndef CDAP_GRID_GRID_H
#define CDAP_GRID_GRID_H

#include <cdap/base/buf.h>

/* What a cell means; a theme says how it looks. Never colour alone: see grid/theme.h. */
enum style {
    STYLE_NORMAL,
    STYLE_TITRE,   /* heading of a block */
    STYLE_ENTETE,  /* header of a table */
    STYLE_LIBELLE, /* name of a field */
    STYLE_DISCRET, /* « non renseigné », hints */
    STYLE_TOTAL,
    STYLE_ALERTE, /* banner of situation, warning */
    STYLE_ERREUR,
    STYLE_BARRE,  /* top and bottom bars */
    STYLE_TOUCHE, /* a key in the key bar */
    STYLE_ONGLET,
    STYLE_ONGLET_ACTIF,
    STYLE_SAISIE, /* input field */
    STYLE_FOCUS,  /* line or field that has the cursor */
    STYLE_TROUVE, /* match of a search */
    STYLE_MASQUE, /* masked value */
    STYLE_CADRE,  /* lines of boxes */
    STYLE_GRAPHE, /* bars of a chart */
    STYLE_COUNT
};

struct cell {
    uint32_t ch;   /* base code point; 0 = right half of a wide one */
    uint32_t mark; /* one combining mark, 0 = none */
    uint8_t width; /* 1 or 2; 0 for the right half */
    uint8_t style; /* enum style */
};

struct grid {
    int rows, cols;
    struct cell *cells; /* row by row */
};

struct rect {
    int row, col, rows, cols;
};

/* False when memory is short; the grid is then empty. Cells are blanks. */
bool grid_init(struct grid *g, int rows, int cols);
bool grid_resize(struct grid *g, int rows, int cols); /* contents become blanks */
void grid_done(struct grid *g);
void grid_clear(struct grid *g);
struct rect grid_rect(const struct grid *g);
/* NULL outside. */
struct cell *grid_cell(struct grid *g, int row, int col);

/* Draws clean text from (row, col), clipped to `clip`; a wide character that does not fit whole is
 * replaced by a blank. Text that is not printable is drawn U+FFFD. Returns columns advanced (also
 * what was clipped). */
int grid_text(struct grid *g, struct rect clip, int row, int col, enum style style, struct span s);
/* The same, right-aligned to end before column `end`; cut on the left with « … » when too long. */
int grid_text_right(struct grid *g, struct rect clip, int row, int end, enum style style,
                    struct span s);
/* The same as grid_text within `width` columns, ending in « … » when cut. */
int grid_text_cut(struct grid *g, struct rect clip, int row, int col, int width, enum style style,
                  struct span s);
void grid_fill(struct grid *g, struct rect r, uint32_t ch, enum style style);
void grid_restyle(struct grid *g, struct rect r, enum style style);
void grid_hline(struct grid *g, struct rect clip, int row, int col, int len, enum style style);
/* Frame with an optional title in its top edge. */
void grid_box(struct grid *g, struct rect r, enum style style, struct span title);
/* Appends one row as UTF-8 without trailing blanks. */
void grid_put_row(const struct grid *g, int row, struct buf *out);
/* All rows, each ended by \n. */
void grid_put_text(const struct grid *g, struct buf *out);
/* Copies `src` rows/cols into `dst` at (row, col), clipped. */
void grid_blit(struct grid *dst, int row, int col, const struct grid *src, struct rect from);

#endif
