/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text and lines drawn on a grid, clipped. The last border before the terminal: whatever bytes come,
 * only printable characters reach a cell. */
#include <cdap/base/text.h>
#include <cdap/grid/grid.h>

#include "cells.h"

#define ELLIPSIS 0x2026u

/* One code point as it will be drawn: never a control, and its true width. */
static uint32_t next_glyph(const char **p, const char *end, int *width)
{
    unsigned char c = (unsigned char)**p;
    if (c >= 0x20 && c < 0x7f) {
        (*p)++;
        *width = 1;
        return c;
    }
    uint32_t cp = text_decode(p, end);
    if (!text_is_printable(cp))
        cp = TEXT_REPLACEMENT;
    *width = text_cp_width(cp);
    return cp;
}

static int glyphs_width(struct span s)
{
    int total = 0;
    const char *p = s.ptr, *end = s.ptr + s.len;
    while (p < end) {
        int width;
        next_glyph(&p, end, &width);
        total += width;
    }
    return total;
}

/* What the next glyphs need: where they go, and where the last base went for the marks. */
struct pen {
    struct grid *g;
    struct rect clip;
    int row, col;
    enum style style;
    struct cell *base;
};

static void pen_put(struct pen *pen, uint32_t cp, int width)
{
    int left = pen->clip.col, right = pen->clip.col + pen->clip.cols;
    if (width == 0) {
        if (pen->base && !pen->base->mark)
            pen->base->mark = cp;
        return;
    }
    int col = pen->col;
    pen->col += width;
    pen->base = NULL;
    if (left == right)
        return;
    if (col >= left && col + width <= right) {
        cell_put(pen->g, pen->row, col, cp, width, pen->style);
        pen->base = grid_cell(pen->g, pen->row, col);
    } else if (width == 2 && col + 1 == right) {
        cell_put(pen->g, pen->row, col, ' ', 1, pen->style);
    } else if (width == 2 && col + 1 == left) {
        cell_put(pen->g, pen->row, left, ' ', 1, pen->style);
    }
}

static struct pen pen_at(struct grid *g, struct rect clip, int row, int col, enum style style)
{
    clip = rect_meet(clip, grid_rect(g));
    if (row < clip.row || row >= clip.row + clip.rows)
        clip.cols = 0;
    return (struct pen){.g = g, .clip = clip, .row = row, .col = col, .style = style};
}

int grid_text(struct grid *g, struct rect clip, int row, int col, enum style style, struct span s)
{
    struct pen pen = pen_at(g, clip, row, col, style);
    const char *p = s.ptr, *end = s.ptr + s.len;
    while (p < end) {
        int width;
        uint32_t cp = next_glyph(&p, end, &width);
        pen_put(&pen, cp, width);
    }
    return pen.col - col;
}

int grid_text_cut(struct grid *g, struct rect clip, int row, int col, int width, enum style style,
                  struct span s)
{
    if (width <= 0)
        return 0;
    if (glyphs_width(s) <= width)
        return grid_text(g, clip, row, col, style, s);
    struct pen pen = pen_at(g, clip, row, col, style);
    const char *p = s.ptr, *end = s.ptr + s.len;
    while (p < end) {
        int w;
        uint32_t cp = next_glyph(&p, end, &w);
        if (pen.col - col + w > width - 1)
            break;
        pen_put(&pen, cp, w);
    }
    pen_put(&pen, ELLIPSIS, 1);
    return pen.col - col;
}

int grid_text_right(struct grid *g, struct rect clip, int row, int end, enum style style,
                    struct span s)
{
    int total = glyphs_width(s), room = end - clip.col;
    if (total <= room)
        return grid_text(g, clip, row, end - total, style, s);
    if (room <= 0)
        return total;
    /* Too long: the end of a figure matters more than its beginning. */
    const char *p = s.ptr, *stop = s.ptr + s.len;
    int left = total;
    while (p < stop && left > room - 1) {
        int w;
        next_glyph(&p, stop, &w);
        left -= w;
    }
    struct pen pen = pen_at(g, clip, row, end - left - 1, style);
    pen_put(&pen, ELLIPSIS, 1);
    grid_text(g, clip, row, end - left, style, (struct span){p, (size_t)(stop - p)});
    return total;
}

void grid_hline(struct grid *g, struct rect clip, int row, int col, int len, enum style style)
{
    if (len > 0)
        grid_fill(g, rect_meet(clip, (struct rect){row, col, 1, len}), 0x2500, style);
}

static void put_at(struct grid *g, int row, int col, uint32_t ch, enum style style)
{
    grid_fill(g, (struct rect){row, col, 1, 1}, ch, style);
}

void grid_box(struct grid *g, struct rect r, enum style style, struct span title)
{
    if (r.rows < 2 || r.cols < 2)
        return;
    int bottom = r.row + r.rows - 1, right = r.col + r.cols - 1;
    grid_hline(g, r, r.row, r.col + 1, r.cols - 2, style);
    grid_hline(g, r, bottom, r.col + 1, r.cols - 2, style);
    grid_fill(g, (struct rect){r.row + 1, r.col, r.rows - 2, 1}, 0x2502, style);
    grid_fill(g, (struct rect){r.row + 1, right, r.rows - 2, 1}, 0x2502, style);
    put_at(g, r.row, r.col, 0x250c, style);
    put_at(g, r.row, right, 0x2510, style);
    put_at(g, bottom, r.col, 0x2514, style);
    put_at(g, bottom, right, 0x2518, style);
    if (title.len == 0 || r.cols < 8)
        return;
    struct rect inner = {r.row, r.col + 2, 1, r.cols - 4};
    put_at(g, r.row, r.col + 2, ' ', STYLE_TITRE);
    int width = grid_text_cut(g, inner, r.row, r.col + 3, r.cols - 6, STYLE_TITRE, title);
    put_at(g, r.row, r.col + 3 + width, ' ', STYLE_TITRE);
}
