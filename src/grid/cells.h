/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the two halves of the grid share: one way to write a cell, one way to cut a rectangle. */
#ifndef GRID_CELLS_H
#define GRID_CELLS_H

#include <cdap/grid/grid.h>

/* The part that two rectangles have in common; no rows or no columns when there is none. */
struct rect rect_meet(struct rect a, struct rect b);

/* Writes a printable character of 1 or 2 columns, whole or not at all. */
void cell_put(struct grid *g, int row, int col, uint32_t ch, int width, enum style style);

#endif
