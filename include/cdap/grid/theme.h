/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Themes: how each style looks. Colours never carry meaning alone; attributes or words go with them. */
#ifndef CDAP_GRID_THEME_H
#define CDAP_GRID_THEME_H

#include <cdap/grid/grid.h>

enum attr { ATTR_BOLD = 1, ATTR_DIM = 2, ATTR_UNDERLINE = 4, ATTR_REVERSE = 8 };

struct look {
    int8_t fg, bg; /* ANSI colour 0–15, -1 = the terminal's own */
    uint8_t attrs; /* enum attr bits */
};

struct theme {
    const char *nom; /* clair, sombre, contraste, monochrome */
    struct look looks[STYLE_COUNT];
};

/* NULL when unknown. */
const struct theme *theme_find(const char *nom);
/* i-th theme, NULL past the last. */
const struct theme *theme_at(size_t i);

#endif
