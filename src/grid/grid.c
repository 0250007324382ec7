/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The memory of a grid, and what treats its cells as cells: fill, copy, read back as text. */
#include <stdlib.h>

#include <cdap/base/text.h>
#include <cdap/grid/grid.h>

#include "cells.h"

#define GRID_SIDE_MAX 100000

static const struct cell blank = {.ch = ' ', .width = 1, .style = STYLE_NORMAL};

static size_t grid_size(const struct grid *g)
{
    return (size_t)g->rows * (size_t)g->cols;
}

bool grid_init(struct grid *g, int rows, int cols)
{
    *g = (struct grid){0};
    return grid_resize(g, rows, cols);
}

bool grid_resize(struct grid *g, int rows, int cols)
{
    if (rows < 0 || cols < 0 || rows > GRID_SIDE_MAX || cols > GRID_SIDE_MAX) {
        grid_done(g);
        return false;
    }
    size_t count = (size_t)rows * (size_t)cols;
    struct cell *cells = reallocarray(g->cells, count ? count : 1, sizeof *cells);
    if (!cells) {
        grid_done(g);
        return false;
    }
    *g = (struct grid){.rows = rows, .cols = cols, .cells = cells};
    grid_clear(g);
    return true;
}

void grid_done(struct grid *g)
{
    free(g->cells);
    *g = (struct grid){0};
}

void grid_clear(struct grid *g)
{
    size_t count = grid_size(g);
    for (size_t i = 0; i < count; i++)
        g->cells[i] = blank;
}

struct rect grid_rect(const struct grid *g)
{
    return (struct rect){.rows = g->rows, .cols = g->cols};
}

struct rect rect_meet(struct rect a, struct rect b)
{
    int top = a.row > b.row ? a.row : b.row;
    int left = a.col > b.col ? a.col : b.col;
    int bottom = a.row + a.rows < b.row + b.rows ? a.row + a.rows : b.row + b.rows;
    int right = a.col + a.cols < b.col + b.cols ? a.col + a.cols : b.col + b.cols;
    return (struct rect){top, left, bottom > top ? bottom - top : 0,
                         right > left ? right - left : 0};
}

struct cell *grid_cell(struct grid *g, int row, int col)
{
    if (row < 0 || col < 0 || row >= g->rows || col >= g->cols)
        return NULL;
    return &g->cells[(size_t)row * (size_t)g->cols + (size_t)col];
}

/* Half a wide character is no character: when one half is overwritten the other becomes a blank. */
static void cell_split(struct grid *g, int row, int col)
{
    struct cell *c = grid_cell(g, row, col);
    struct cell *other = NULL;
    if (c->width == 2)
        other = grid_cell(g, row, col + 1);
    else if (c->width == 0)
        other = grid_cell(g, row, col - 1);
    if (other)
        *other = (struct cell){.ch = ' ', .width = 1, .style = other->style};
}

void cell_put(struct grid *g, int row, int col, uint32_t ch, int width, enum style style)
{
    struct cell *c = grid_cell(g, row, col);
    struct cell *right = width == 2 ? grid_cell(g, row, col + 1) : NULL;
    if (!c || (width == 2 && !right))
        return;
    if (c->width != 1)
        cell_split(g, row, col);
    *c = (struct cell){.ch = ch, .width = (uint8_t)width, .style = (uint8_t)style};
    if (!right)
        return;
    if (right->width == 2)
        cell_split(g, row, col + 1);
    *right = (struct cell){.style = (uint8_t)style};
}

void grid_fill(struct grid *g, struct rect r, uint32_t ch, enum style style)
{
    r = rect_meet(r, grid_rect(g));
    if (!text_is_printable(ch) || text_cp_width(ch) != 1)
        ch = TEXT_REPLACEMENT;
    for (int row = r.row; row < r.row + r.rows; row++)
        for (int col = r.col; col < r.col + r.cols; col++)
            cell_put(g, row, col, ch, 1, style);
}

void grid_restyle(struct grid *g, struct rect r, enum style style)
{
    r = rect_meet(r, grid_rect(g));
    for (int row = r.row; row < r.row + r.rows; row++)
        for (int col = r.col; col < r.col + r.cols; col++)
            grid_cell(g, row, col)->style = (uint8_t)style;
}

static void put_cell(const struct cell *c, struct buf *out)
{
    char utf8[4];
    if (c->width == 0)
        return;
    buf_put(out, utf8, text_encode(c->ch, utf8));
    if (c->mark)
        buf_put(out, utf8, text_encode(c->mark, utf8));
}

void grid_put_row(const struct grid *g, int row, struct buf *out)
{
    if (row < 0 || row >= g->rows)
        return;
    const struct cell *cells = &g->cells[(size_t)row * (size_t)g->cols];
    int end = g->cols;
    while (end > 0 && cells[end - 1].ch == ' ' && !cells[end - 1].mark)
        end--;
    for (int col = 0; col < end; col++)
        put_cell(&cells[col], out);
}

void grid_put_text(const struct grid *g, struct buf *out)
{
    for (int row = 0; row < g->rows; row++) {
        grid_put_row(g, row, out);
        buf_putc(out, '\n');
    }
}

void grid_blit(struct grid *dst, int row, int col, const struct grid *src, struct rect from)
{
    from = rect_meet(from, grid_rect(src));
    for (int r = 0; r < from.rows; r++) {
        for (int c = 0; c < from.cols; c++) {
            const struct cell *s =
                &src->cells[(size_t)(from.row + r) * (size_t)src->cols + (size_t)(from.col + c)];
            bool whole = s->width == 1 || (s->width == 2 && c + 1 < from.cols && col + c >= 0 &&
                                           col + c + 1 < dst->cols);
            bool second = s->width == 0 && c > 0 && col + c > 0 && col + c < dst->cols;
            struct cell *d = grid_cell(dst, row + r, col + c);
            if (!d || second)
                continue;
            cell_put(dst, row + r, col + c, whole ? s->ch : ' ', whole ? s->width : 1, s->style);
            d->mark = whole ? s->mark : 0;
        }
    }
}
