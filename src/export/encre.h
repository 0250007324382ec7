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

#endif
