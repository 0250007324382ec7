/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of cells as runs of text. */
#include <cdap/base/text.h>

#include "runs.h"

static const struct cell *cell_at(const struct grid *g, int row, int col)
{
    return &g->cells[(size_t)row * (size_t)g->cols + (size_t)col];
}

static bool is_blank(const struct grid *g, int row, int col)
{
    const struct cell *c = cell_at(g, row, col);
    return c->ch == ' ' && !c->mark;
}

bool run_next(const struct grid *g, int row, int from, int end, struct run *out)
{
    int col = from, last;
    while (col < end && is_blank(g, row, col))
        col++;
    if (col >= end)
        return false;
    out->col = last = col;
    out->style = (enum style)cell_at(g, row, col)->style;
    for (; col < end && cell_at(g, row, col)->style == out->style; col++) {
        if (!is_blank(g, row, col))
            last = col;
        else if (col - last >= 2)
            break;
    }
    out->cols = last + 1 - out->col;
    return true;
}

void run_put(const struct grid *g, int row, const struct run *r, struct buf *out)
{
    char utf8[4];
    for (int col = r->col; col < r->col + r->cols; col++) {
        const struct cell *c = cell_at(g, row, col);
        if (c->width == 0)
            continue;
        buf_put(out, utf8, text_encode(c->ch, utf8));
        if (c->mark)
            buf_put(out, utf8, text_encode(c->mark, utf8));
    }
}

void xml_put(struct buf *out, struct span text)
{
    for (size_t i = 0; i < text.len; i++) {
        switch (text.ptr[i]) {
        case '&':
            buf_puts(out, "&amp;");
            break;
        case '<':
            buf_puts(out, "&lt;");
            break;
        case '>':
            buf_puts(out, "&gt;");
            break;
        case '"':
            buf_puts(out, "&quot;");
            break;
        default:
            buf_putc(out, text.ptr[i]);
        }
    }
}

void run_put_xml(const struct grid *g, int row, const struct run *r, struct buf *out)
{
    struct buf text = {0};
    run_put(g, row, r, &text);
    xml_put(out, buf_span(&text));
    out->failed = out->failed || text.failed;
    buf_free(&text);
}

int style_end(const struct grid *g, int row, int from)
{
    int col = from;
    while (col < g->cols && cell_at(g, row, col)->style == cell_at(g, row, from)->style)
        col++;
    return col;
}
