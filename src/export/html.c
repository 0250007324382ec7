/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One self-contained page of real text, in the order in which one reads: headings, lists of fields,
 * tables whose headers are headers. No script, nothing fetched. */
#include <cdap/export/export.h>

#include "encre.h"
#include "html.h"
#include "runs.h"

/* ---- paragraphs -------------------------------------------------------------------------------- */

/* Columns `from` to `end` of a row, runs apart by one blank, each with its style; lines drawn with
 * characters are no words. Returns the style of the first run, -1 when there is none. */
int html_put_cells(const struct grid *g, int row, int from, int end, struct buf *out)
{
    struct run r;
    int first = -1;
    for (int col = from; run_next(g, row, col, end, &r); col = r.col + r.cols) {
        if (r.style == STYLE_CADRE)
            continue;
        bool plain = r.style == STYLE_NORMAL;
        if (first >= 0)
            buf_putc(out, ' ');
        else
            first = (int)r.style;
        if (!plain)
            buf_putf(out, "<span class=\"s%d\">", (int)r.style);
        run_put_xml(g, row, &r, out);
        buf_puts(out, plain ? "" : "</span>");
    }
    return first;
}

static bool is_empty(const struct grid *g, int row)
{
    struct run r;
    for (int col = 0; run_next(g, row, col, g->cols, &r); col = r.col + r.cols)
        if (r.style != STYLE_CADRE)
            return false;
    return true;
}

/* Lines of one paragraph, whose sentence goes on from line to line. */
static int put_text(const struct feuille *f, int row, int end, struct buf *out)
{
    if (is_empty(&f->g, row))
        return row + 1;
    buf_puts(out, "<p>");
    html_put_cells(&f->g, row, 0, f->g.cols, out);
    for (row++; row < end && f->trames[row].genre == GENRE_TEXTE && f->trames[row].suit; row++) {
        buf_putc(out, ' ');
        html_put_cells(&f->g, row, 0, f->g.cols, out);
    }
    buf_puts(out, "</p>\n");
    return row;
}

/* A line of the top or the foot: what stands far to the right stays there. */
static void put_edge(const struct grid *g, int row, const char *tag, struct buf *out)
{
    struct run r;
    int last = 0, cut = g->cols;
    if (is_empty(g, row))
        return;
    for (int col = 0; run_next(g, row, col, g->cols, &r); col = last) {
        if (last && r.col - last > 2)
            cut = r.col;
        last = r.col + r.cols;
    }
    buf_putf(out, "<%s><span>", tag);
    html_put_cells(g, row, 0, cut, out);
    if (cut < g->cols) {
        buf_puts(out, "</span> <span>");
        html_put_cells(g, row, cut, g->cols, out);
    }
    buf_putf(out, "</span></%s>\n", tag);
}

static int put_edges(const struct feuille *f, int row, int end, const char *tag, struct buf *out)
{
    int genre = f->trames[row].genre;
    bool first = genre == GENRE_HAUT;
    buf_putf(out, "<%s>\n", tag);
    for (; row < end && f->trames[row].genre == genre; row++, first = false)
        put_edge(&f->g, row, first ? "h1" : "p", out);
    buf_putf(out, "</%s>\n", tag);
    return row;
}

static int put_heading(const struct feuille *f, int row, struct buf *out)
{
    buf_puts(out, "<h2>");
    html_put_cells(&f->g, row, 0, f->g.cols, out);
    buf_puts(out, "</h2>\n");
    return row + 1;
}

/* A chart: the sentence that follows it says it in words. */
static int put_chart(const struct feuille *f, int row, int end, struct buf *out)
{
    struct buf line = {0};
    buf_puts(out,
             "<pre role=\"img\" aria-label=\"Graphique, dit en mots par la phrase qui suit\">");
    for (; row < end && f->trames[row].genre == GENRE_GRAPHE; row++) {
        buf_reset(&line);
        grid_put_row(&f->g, row, &line);
        xml_put(out, buf_span(&line));
        buf_putc(out, '\n');
    }
    buf_puts(out, "</pre>\n");
    out->failed = out->failed || line.failed;
    buf_free(&line);
    return row;
}

/* ---- fields ------------------------------------------------------------------------------------ */

/* The label and the value of one field, in the zones of column `k`; returns the row after it. */
static int put_field(const struct feuille *f, int row, int end, int k, struct buf *out)
{
    static const char *const tags[] = {"dt", "dd"};
    int after = row + 1;
    while (after < end && !(f->trames[after].ouvre & (1u << (2 * k))))
        after++;
    for (int part = 0; part < 2; part++) {
        const struct zone *z = &f->trames[row].zone[2 * k + part];
        bool said = false;
        buf_putf(out, "<%s>", tags[part]);
        for (int at = row; at < after; at++) {
            size_t before = out->len;
            buf_puts(out, said ? " " : "");
            if (html_put_cells(&f->g, at, z->col, z->col + z->cols, out) < 0)
                out->len = before;
            else
                said = true;
        }
        buf_putf(out, "</%s>\n", tags[part]);
    }
    return after;
}

/* Fields in one or two columns: one is read down to its end before the other. */
static int put_fields(const struct feuille *f, int row, struct buf *out)
{
    int end = row, columns = f->trames[row].zones / 2;
    while (end < f->g.rows && f->trames[end].genre == GENRE_CHAMPS)
        end++;
    buf_puts(out, "<div class=\"champs\">\n");
    for (int k = 0; k < columns; k++) {
        buf_puts(out, "<dl>\n");
        int at = row;
        while (at < end && k > 0 && !(f->trames[at].ouvre & (1u << (2 * k))))
            at++;
        while (at < end)
            at = put_field(f, at, end, k, out);
        buf_puts(out, "</dl>\n");
    }
    buf_puts(out, "</div>\n");
    return end;
}

/* ---- sheets ------------------------------------------------------------------------------------ */

static int put_part(const struct feuille *f, int row, struct buf *out)
{
    int end = f->g.rows;
    switch (f->trames[row].genre) {
    case GENRE_HAUT:
        return put_edges(f, row, end, "header", out);
    case GENRE_BAS:
        return put_edges(f, row, end, "footer", out);
    case GENRE_TITRE:
        return put_heading(f, row, out);
    case GENRE_CHAMPS:
        return put_fields(f, row, out);
    case GENRE_GRAPHE:
        return put_chart(f, row, end, out);
    case GENRE_VIDE:
        return row + 1;
    case GENRE_TEXTE:
        return put_text(f, row, end, out);
    default:
        return html_put_table(f, row, out);
    }
}

static void put_sheet(const struct feuille *f, struct buf *out)
{
    buf_putf(out, "<section aria-label=\"Page %zu sur %zu\">\n", f->numero, f->total);
    for (int row = 0; row < f->g.rows;)
        row = put_part(f, row, out);
    buf_puts(out, "</section>\n");
}

static const char style_text[] =
    "@page{size:A4 landscape;margin:10mm}\n"
    "body{margin:0;background:#c9cfd6;color:#16191d;font:14px/1.35 'DejaVu Sans Mono',"
    "'Liberation Mono',Menlo,Consolas,monospace}\n"
    "section{background:#fff;max-width:132ch;margin:16px auto;padding:20px 28px;"
    "break-after:page}\n"
    "h1,header p,footer p{display:flex;flex-wrap:wrap;justify-content:space-between;gap:0 3ch;"
    "margin:0;font:inherit}\n"
    "h1{background:#e8edf3;padding:3px 1ch;margin:0 -1ch 4px}\n"
    "header{border-bottom:1px solid #6f7780;padding-bottom:5px}\n"
    "footer{border-top:1px solid #6f7780;margin-top:18px;padding-top:5px}\n"
    "h2{font:inherit;font-weight:bold;border-bottom:1px solid #aab1b9;margin:18px 0 5px}\n"
    "p{margin:6px 0}\n"
    ".champs{display:flex;flex-wrap:wrap;gap:0 4ch}\n"
    "dl{display:grid;grid-template-columns:minmax(0,auto) minmax(0,1fr);gap:1px 2ch;margin:0;"
    "flex:1 1 40ch}\n"
    "dt{color:#34495e}\ndd{margin:0}\n"
    "table{border-collapse:collapse}\n"
    "th,td{padding:1px 2ch 1px 0;text-align:left;vertical-align:top;font-weight:normal}\n"
    "thead th{border-bottom:1px solid #16191d;vertical-align:bottom}\n"
    "tr.suite td{padding-left:2ch}\ntr.groupe>*{padding-top:6px;font-weight:bold}\n"
    "tr.total>*{border-top:1px solid #6f7780;font-weight:bold}\n"
    ".n{text-align:right}\n"
    "pre{font:inherit;line-height:1.17;color:#2a6099;margin:6px 0;overflow:auto}\n"
    "@media print{body{background:#fff;font-size:8pt;line-height:1.15}section{margin:0;padding:0;"
    "max-width:none}h2{margin-top:8pt}footer{margin-top:8pt}}\n";

static void put_head(const struct liasse *l, struct buf *out)
{
    buf_puts(out, "<!DOCTYPE html>\n<html lang=\"fr\">\n<head>\n<meta charset=\"utf-8\">\n"
                  "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                  "style-src 'unsafe-inline'\">\n"
                  "<meta name=\"viewport\" content=\"width=device-width\">\n<title>");
    xml_put(out, span_of(l->titre));
    buf_puts(out, "</title>\n<style>\n");
    buf_puts(out, style_text);
    for (int i = 0; i < STYLE_COUNT; i++) {
        const struct encre *e = &encres[i];
        buf_putf(out, ".s%d{color:#%06x%s", i, e->texte,
                 e->attrs & ATTR_BOLD ? ";font-weight:bold" : "");
        if (e->fond != PAPIER)
            buf_putf(out, ";background:#%06x", e->fond);
        buf_puts(out, "}\n");
    }
    buf_puts(out, "</style>\n</head>\n<body>\n<main>\n");
}

static bool write_html(const struct liasse *l, struct buf *out, struct err *err)
{
    put_head(l, out);
    for (size_t i = 0; i < l->nombre; i++)
        put_sheet(&l->feuilles[i], out);
    buf_puts(out, "</main>\n</body>\n</html>\n");
    return !out->failed || err_set(err, ERR_MEMOIRE, NULL);
}

const struct writer writer_html = {
    .extension = "html",
    .mime = "text/html; charset=utf-8",
    .name = "Page HTML",
    .write = write_html,
};
