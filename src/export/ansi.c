/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text with the colours of the terminal: each line stands alone, and leaves no colour behind. */
#include <cdap/base/text.h>
#include <cdap/export/export.h>

static void put_colour(struct buf *out, int8_t colour, int plain, int vivid)
{
    if (colour >= 0)
        buf_putf(out, ";%d", colour < 8 ? plain + colour : vivid + colour - 8);
}

static void put_look(struct buf *out, const struct look *look)
{
    static const struct {
        uint8_t bit;
        const char *code;
    } attrs[] = {{ATTR_BOLD, ";1"}, {ATTR_DIM, ";2"}, {ATTR_UNDERLINE, ";4"}, {ATTR_REVERSE, ";7"}};
    buf_puts(out, "\033[0");
    for (size_t i = 0; i < sizeof attrs / sizeof *attrs; i++)
        if (look->attrs & attrs[i].bit)
            buf_puts(out, attrs[i].code);
    put_colour(out, look->fg, 30, 90);
    put_colour(out, look->bg, 40, 100);
    buf_putc(out, 'm');
}

/* A blank that looks like nothing need not be written. */
static bool shows(const struct cell *c, const struct look *look)
{
    return c->ch != ' ' || c->mark || look->bg >= 0 ||
           (look->attrs & (ATTR_UNDERLINE | ATTR_REVERSE));
}

static void put_cell(struct buf *out, const struct cell *c)
{
    char utf8[4];
    buf_put(out, utf8, text_encode(c->ch, utf8));
    if (c->mark)
        buf_put(out, utf8, text_encode(c->mark, utf8));
}

static void put_row(const struct grid *g, int row, const struct look *looks, struct buf *out)
{
    const struct cell *cells = &g->cells[(size_t)row * (size_t)g->cols];
    int end = g->cols, style = -1;
    while (end > 0 && !shows(&cells[end - 1], &looks[cells[end - 1].style]))
        end--;
    for (int col = 0; col < end; col++) {
        if (cells[col].width == 0)
            continue;
        if (cells[col].style != style)
            put_look(out, &looks[style = cells[col].style]);
        put_cell(out, &cells[col]);
    }
    buf_puts(out, end ? "\033[0m\n" : "\n");
}

static bool write_ansi(const struct liasse *l, struct buf *out, struct err *err)
{
    const struct look *looks = (l->theme ? l->theme : theme_at(0))->looks;
    for (size_t i = 0; i < l->nombre; i++) {
        const struct grid *g = &l->feuilles[i].g;
        if (i)
            buf_putc(out, '\n');
        for (int row = 0; row < g->rows; row++)
            put_row(g, row, looks, out);
    }
    return !out->failed || err_set(err, ERR_MEMOIRE, NULL);
}

const struct writer writer_ansi = {
    .extension = "ansi",
    .mime = "text/plain; charset=utf-8",
    .name = "Texte en couleurs",
    .write = write_ansi,
};
