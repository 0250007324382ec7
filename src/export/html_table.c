/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows and columns as a real table: each cell once, whatever the lines it stands on. */
#include "html.h"
#include "runs.h"

static bool is_table(const struct feuille *f, int row)
{
    int genre = f->trames[row].genre;
    return genre == GENRE_ENTETE || genre == GENRE_GROUPE || genre == GENRE_RANG ||
           genre == GENRE_SUITE || genre == GENRE_TOTAL;
}

/* Rows that say one thing: a line, and those that go on with it. */
static int extent(const struct feuille *f, int row)
{
    int end = row + 1;
    while (end < f->g.rows && f->trames[end].genre == f->trames[row].genre && f->trames[end].suit)
        end++;
    return end;
}

/* The words of columns [from, to) over some rows. */
static void put_words(const struct feuille *f, int row, int after, int from, int to,
                      struct buf *out)
{
    bool said = false;
    for (int at = row; at < after; at++) {
        size_t before = out->len;
        buf_puts(out, said ? " " : "");
        if (html_put_cells(&f->g, at, from, to, out) < 0)
            out->len = before;
        else
            said = true;
    }
}

/* Cells, one per column. */
static void put_row(const struct feuille *f, int row, int after, const char *tag,
                    const char *attribute, struct buf *out)
{
    const struct trame *t = &f->trames[row];
    buf_puts(out, "<tr>");
    for (int i = 0; i < t->zones; i++) {
        const struct zone *z = &t->zone[i];
        buf_putf(out, "<%s%s%s>", tag, attribute, t->droite & (1u << i) ? " class=\"n\"" : "");
        put_words(f, row, after, z->col, z->col + z->cols, out);
        buf_putf(out, "</%s>", tag);
    }
    buf_puts(out, "</tr>\n");
}

/* Column in which a text that starts at `col` stands; the last one when past them all. */
static int zone_at(const struct trame *t, int col)
{
    int i = 0;
    while (i + 1 < t->zones && col >= t->zone[i + 1].col)
        i++;
    return i;
}

/* A heading or a total: words over the columns that they need, then sums under their own. */
static void put_sums(const struct feuille *f, int row, const char *class, struct buf *out)
{
    const struct trame *t = &f->trames[row];
    struct run r, next = {0};
    bool more = run_next(&f->g, row, 0, f->g.cols, &r);
    int at = 0;
    buf_putf(out, "<tr class=\"%s\">", class);
    for (bool head = true; more; head = false, r = next) {
        more = run_next(&f->g, row, r.col + r.cols, f->g.cols, &next);
        int span = more && head ? zone_at(t, next.col) : 1;
        if (!more && head)
            span = t->zones;
        for (; !head && at < zone_at(t, r.col); at++)
            buf_puts(out, "<td></td>");
        buf_putf(out, head ? "<th colspan=\"%d\">" : "<td class=\"n\" colspan=\"%d\">",
                 span > 0 ? span : 1);
        html_put_cells(&f->g, row, r.col, r.col + r.cols, out);
        buf_puts(out, head ? "</th>" : "</td>");
        at += span > 0 ? span : 1;
    }
    buf_puts(out, "</tr>\n");
}

static void put_below(const struct feuille *f, int row, int after, struct buf *out)
{
    buf_putf(out, "<tr class=\"suite\"><td colspan=\"%d\">", f->trames[row].zones);
    put_words(f, row, after, 0, f->g.cols, out);
    buf_puts(out, "</td></tr>\n");
}

int html_put_table(const struct feuille *f, int row, struct buf *out)
{
    buf_puts(out, "<table>\n");
    if (f->trames[row].genre == GENRE_ENTETE) {
        int after = extent(f, row);
        buf_puts(out, "<thead>\n");
        put_row(f, row, after, "th", " scope=\"col\"", out);
        buf_puts(out, "</thead>\n");
        row = after;
    }
    buf_puts(out, "<tbody>\n");
    while (row < f->g.rows && is_table(f, row) && f->trames[row].genre != GENRE_ENTETE) {
        int after = extent(f, row);
        switch (f->trames[row].genre) {
        case GENRE_GROUPE:
            put_sums(f, row, "groupe", out);
            break;
        case GENRE_TOTAL:
            for (int at = row; at < after; at++)
                put_sums(f, at, "total", out);
            break;
        case GENRE_SUITE:
            put_below(f, row, after, out);
            break;
        default:
            put_row(f, row, after, "td", "", out);
        }
        row = after;
    }
    buf_puts(out, "</tbody>\n</table>\n");
    return row;
}
