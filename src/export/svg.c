/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One drawing, the sheets one below the other, of real text: it can be selected and searched, which
 * the glyph outlines of a drawing library cannot. Each run is held to its columns whatever the font
 * of the reader. */
#include <cdap/export/export.h>

#include "encre.h"
#include "runs.h"

/* Thousandths of a unit: integers print the same under every locale. */
#define CORPS   14000
#define LARGEUR 8428  /* of a cell: the advance of DejaVu Sans Mono at that size */
#define HAUTEUR 16400 /* of a row */
#define LIGNE   12600 /* base line below the top of a row */
#define MARGE   28000
#define ENTRE   16000 /* between two sheets */

/* A length, with the three decimals that it has. */
static void put_milli(struct buf *out, const char *name, int64_t milli)
{
    buf_putf(out, " %s=\"%lld.%03lld\"", name, (long long)(milli / 1000),
             (long long)(milli % 1000));
}

static int64_t sheet_width(const struct grid *g)
{
    return 2 * MARGE + (int64_t)g->cols * LARGEUR;
}

static int64_t sheet_height(const struct grid *g)
{
    return 2 * MARGE + (int64_t)g->rows * HAUTEUR;
}

static void put_rect(struct buf *out, int64_t x, int64_t y, int64_t w, int64_t h, uint32_t fill)
{
    buf_puts(out, "<rect");
    put_milli(out, "x", x);
    put_milli(out, "y", y);
    put_milli(out, "width", w);
    put_milli(out, "height", h);
    buf_putf(out, " fill=\"#%06x\"/>\n", fill);
}

static void put_grounds(const struct grid *g, int row, int64_t y, struct buf *out)
{
    for (int col = 0, end; col < g->cols; col = end) {
        end = style_end(g, row, col);
        uint32_t fond = encres[g->cells[row * g->cols + col].style].fond;
        if (fond != PAPIER)
            put_rect(out, MARGE + (int64_t)col * LARGEUR, y, (int64_t)(end - col) * LARGEUR,
                     HAUTEUR, fond);
    }
}

static void put_bars(const struct grid *g, int row, int64_t y, struct buf *out)
{
    const struct cell *cells = &g->cells[(size_t)row * (size_t)g->cols];
    for (int col = 0, end; col < g->cols; col = end) {
        int eighths = encre_huitiemes(cells[col].ch);
        for (end = col + 1; end < g->cols && eighths && cells[end].ch == cells[col].ch;)
            end++;
        if (eighths)
            put_rect(out, MARGE + (int64_t)col * LARGEUR, y + HAUTEUR * (8 - eighths) / 8,
                     (int64_t)(end - col) * LARGEUR,
                     HAUTEUR * eighths / 8 + (int64_t)(HAUTEUR * ENCRE_RECOUVRE),
                     encres[cells[col].style].texte);
    }
}

/* One line of text; blanks between its runs keep words apart for whoever copies them. */
static void put_row(const struct grid *g, int row, int64_t top, struct buf *out)
{
    struct run r;
    bool first = true;
    put_grounds(g, row, top, out);
    for (int col = 0; run_next(g, row, col, g->cols, &r); col = r.col + r.cols) {
        if (first) {
            buf_puts(out, "<text");
            put_milli(out, "y", top + LIGNE);
            buf_putc(out, '>');
        } else {
            buf_putc(out, ' ');
        }
        first = false;
        buf_putf(out, "<tspan class=\"s%d\"", (int)r.style);
        put_milli(out, "x", MARGE + (int64_t)r.col * LARGEUR);
        put_milli(out, "textLength", (int64_t)r.cols * LARGEUR);
        buf_puts(out, " lengthAdjust=\"spacingAndGlyphs\">");
        run_put_xml(g, row, &r, out);
        buf_puts(out, "</tspan>");
    }
    if (!first)
        buf_puts(out, "</text>\n");
    put_bars(g, row, top, out);
}

static void put_sheet(const struct feuille *f, int64_t top, struct buf *out)
{
    buf_puts(out, "<g>\n");
    put_rect(out, 0, top, sheet_width(&f->g), sheet_height(&f->g), PAPIER);
    for (int row = 0; row < f->g.rows; row++)
        put_row(&f->g, row, top + MARGE + (int64_t)row * HAUTEUR, out);
    buf_puts(out, "</g>\n");
}

static void put_style(struct buf *out)
{
    buf_puts(out, "<style>\ntext{font:14px 'DejaVu Sans Mono','Liberation Mono',Menlo,Consolas,"
                  "monospace;white-space:pre}\n");
    for (int i = 0; i < STYLE_COUNT; i++) {
        buf_putf(out, ".s%d{fill:#%06x%s%s}\n", i, encres[i].texte,
                 encres[i].attrs & ATTR_BOLD ? ";font-weight:bold" : "",
                 encres[i].attrs & ATTR_UNDERLINE ? ";text-decoration:underline" : "");
    }
    buf_puts(out, "</style>\n");
}

static bool write_svg(const struct liasse *l, struct buf *out, struct err *err)
{
    int64_t width = 0, height = 0;
    for (size_t i = 0; i < l->nombre; i++) {
        int64_t w = sheet_width(&l->feuilles[i].g);
        width = w > width ? w : width;
        height += sheet_height(&l->feuilles[i].g) + (i ? ENTRE : 0);
    }
    buf_puts(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                  "<svg xmlns=\"http://www.w3.org/2000/svg\" version=\"1.1\" xml:lang=\"fr\" "
                  "xml:space=\"preserve\"");
    put_milli(out, "width", width);
    put_milli(out, "height", height);
    buf_putf(out, " viewBox=\"0 0 %lld.%03lld %lld.%03lld\">\n<title>", (long long)(width / 1000),
             (long long)(width % 1000), (long long)(height / 1000), (long long)(height % 1000));
    xml_put(out, span_of(l->titre));
    buf_puts(out, "</title>\n");
    put_style(out);
    put_rect(out, 0, 0, width, height, 0xC9CFD6);
    int64_t top = 0;
    for (size_t i = 0; i < l->nombre; i++) {
        put_sheet(&l->feuilles[i], top, out);
        top += sheet_height(&l->feuilles[i].g) + ENTRE;
    }
    buf_puts(out, "</svg>\n");
    return !out->failed || err_set(err, ERR_MEMOIRE, NULL);
}

const struct writer writer_svg = {
    .extension = "svg",
    .mime = "image/svg+xml",
    .name = "Dessin SVG",
    .write = write_svg,
};
