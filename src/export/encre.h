/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How each style looks on paper: dark on light, readable without colour. */
#ifndef EXPORT_ENCRE_H
#define EXPORT_ENCRE_H

#include <cdap/grid/theme.h>

#define PAPIER 0xFFFFFFu

struct encre {
    uint32_t texte, fond; /* 0xRRGGBB; PAPIER = no ground */
    uint8_t attrs;        /* ATTR_BOLD, ATTR_UNDERLINE */
};

/* One per style: every ink on its ground has a contrast of 4.5 at least (WCAG 1.4.3). */
extern const struct encre encres[STYLE_COUNT];
/* Bars of charts are characters, U+2581 to U+2588: eighths of a cell filled from its foot. Drawn as
 * glyphs alone they show seams, so that a filled shape goes over them. 0 for any other character. */
static inline int encre_huitiemes(uint32_t ch)
{
    return ch >= 0x2581 && ch <= 0x2588 ? (int)(ch - 0x2580) : 0;
}
#define ENCRE_RECOUVRE 0.02 /* of a row: what a bar takes of the one below, against seams */

#endif
