/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lines of a table's rows, made when they are asked for. */
#include <cdap/base/text.h>

#include "table.h"
#include "wrap.h"

/* « dont AF 153,20 € · RSA 651,69 € »: the array inside the row. */
static void put_detail(const struct table_posee *tp, const struct json *rang, struct buf *out)
{
    const struct detail *d = tp->table->detail;
    const struct json *array = NULL;
    if (!d || chemin_follow(&d->chemin, rang, &array) != TROUVE_VALEUR || !json_is_array(array))
        return;
    const char *lien = d->libelle;
    for (const struct json *item = json_first(array); item; item = json_sibling(item)) {
        buf_puts(out, lien);
        for (size_t i = 0; i < d->nombre; i++) {
            buf_puts(out, " ");
            cellule_put(tp, &d->champs[i], item, false, out);
        }
        lien = " ·";
    }
}

/* « Motif : surendettement · Fin : non renseigné »: the columns that did not fit. */
static void put_reports(const struct table_posee *tp, const struct json *rang, struct buf *out)
{
    for (size_t i = 0; i < tp->report_count; i++) {
        const struct champ *ch = &tp->reports[i]->champ;
        size_t start = out->len;
        buf_putf(out, "%s%s" NBSP ": ", start ? " · " : "", ch->libelle);
        size_t words = out->len;
        if (cellule_put(tp, ch, rang, false, out) == RENDU_ABSENT || out->len == words)
            out->len = start;
    }
}

/* What is said below the cells of a row, in one paragraph. */
static void put_suite(const struct table_posee *tp, const struct json *rang, struct buf *out)
{
    put_detail(tp, rang, out);
    put_reports(tp, rang, out);
}

static int suite_width(const struct table_posee *tp)
{
    return tp->room - RETRAIT;
}

/* Lines that the cells of a row take, without what is said below them. */
static int cells_height(const struct table_posee *tp, const struct json *rang)
{
    struct buf tmp = {0};
    int high = 1;
    for (size_t i = 0; i < tp->vue_count; i++) {
        buf_reset(&tmp);
        cellule_put(tp, &tp->vues[i].colonne->champ, rang, true, &tmp);
        int lines = wrap_count(buf_span(&tmp), tp->vues[i].largeur);
        high = lines > high ? lines : high;
    }
    buf_free(&tmp);
    return high;
}

int table_row_height(const struct table_posee *tp, size_t row)
{
    const struct json *rang = tp->rangs[row];
    struct buf tmp = {0};
    int high = cells_height(tp, rang);
    put_suite(tp, rang, &tmp);
    high += tmp.len ? wrap_count(buf_span(&tmp), suite_width(tp)) : 0;
    buf_free(&tmp);
    return high;
}

const struct vue_colonne *table_vue(const struct table_posee *tp, const struct colonne *col)
{
    for (size_t i = 0; i < tp->vue_count; i++)
        if (tp->vues[i].colonne == col)
            return &tp->vues[i];
    return NULL;
}

/* Last group that opens at or before a row. */
static const struct groupe *group_of(const struct table_posee *tp, size_t row)
{
    size_t low = 0, high = tp->groupe_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (tp->groupes[middle].premier <= row)
            low = middle + 1;
        else
            high = middle;
    }
    return low ? &tp->groupes[low - 1] : NULL;
}

static bool opens_group(const struct table_posee *tp, size_t row)
{
    const struct groupe *g = group_of(tp, row);
    return g && g->premier == row;
}

/* The sum of a group in a column, as words; empty when there is none. */
static void put_somme(const struct table_posee *tp, const struct groupe *g,
                      const struct colonne *col, struct buf *out)
{
    const struct somme *s = &g->sommes[col - tp->table->colonnes];
    if (col->sous_total && s->connue)
        montant_put(out, s->centimes);
}

/* « Novembre 2026 » and, under the columns that have one, the sum of the group; beside the words
 * where there is no room under them. */
static void draw_heading(const struct table_posee *tp, size_t row, const struct toile *t)
{
    const struct groupe *g = group_of(tp, row);
    struct buf text = {0}, somme = {0};
    cellule_put(tp, tp->table->groupe, tp->rangs[row], true, &text);
    int end = MARGE + (int)text_width(buf_span(&text));
    for (size_t i = 0; i < tp->table->nombre; i++) {
        const struct colonne *col = &tp->table->colonnes[i];
        const struct vue_colonne *v = table_vue(tp, col);
        buf_reset(&somme);
        put_somme(tp, g, col, &somme);
        if (somme.len == 0)
            continue;
        if (v && v->x + v->largeur - (int)text_width(buf_span(&somme)) >= end + ECART)
            grid_text_right(t->g, t->clip, t->row, t->col + v->x + v->largeur, STYLE_TOTAL,
                            buf_span(&somme));
        else
            buf_putf(&text, " : %s", buf_text(&somme));
    }
    grid_text(t->g, t->clip, t->row, t->col + MARGE, STYLE_TITRE, buf_span(&text));
    buf_free(&somme);
    buf_free(&text);
}

/* Draws the part of the cells that stands on line `k` of the row; returns the lines they take. */
static int draw_cells(const struct table_posee *tp, const struct json *rang, int k, int high,
                      const struct toile *t)
{
    struct buf tmp = {0};
    int taken = 1;
    for (size_t i = 0; i < tp->vue_count; i++) {
        const struct vue_colonne *v = &tp->vues[i];
        buf_reset(&tmp);
        enum rendu rendu = cellule_put(tp, &v->colonne->champ, rang, true, &tmp);
        struct span line = buf_span(&tmp);
        enum style style = rendu == RENDU_NUL ? STYLE_DISCRET : STYLE_NORMAL;
        if (high > 1) {
            int lines = wrap_count(line, v->largeur);
            taken = lines > taken ? lines : taken;
            line = wrap_line(line, v->largeur, k);
        }
        if (line.len == 0)
            continue;
        if (v->droite)
            grid_text_right(t->g, t->clip, t->row, t->col + v->x + v->largeur, style, line);
        else
            grid_text(t->g, t->clip, t->row, t->col + v->x, style, line);
    }
    buf_free(&tmp);
    return taken;
}

static void draw_suite(const struct table_posee *tp, const struct json *rang, int k,
                       const struct toile *t)
{
    struct buf text = {0};
    put_suite(tp, rang, &text);
    grid_text(t->g, t->clip, t->row, t->col + tp->x + RETRAIT, STYLE_NORMAL,
              wrap_line(buf_span(&text), suite_width(tp), k));
    buf_free(&text);
}

/* The row that a line belongs to: the last one that begins at or before it. */
static size_t row_at(const struct table_posee *tp, int line)
{
    size_t low = 0, high = tp->nombre;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (tp->debuts[middle] <= line)
            low = middle;
        else
            high = middle;
    }
    return low;
}

int table_heading(const struct table_posee *tp, int line)
{
    const struct groupe *g = group_of(tp, row_at(tp, line));
    int heading = g ? tp->debuts[g->premier] : -1;
    return heading < line ? heading : -1;
}

void table_draw_row(const struct table_posee *tp, int line, const struct toile *t)
{
    size_t row = row_at(tp, line);
    int k = line - tp->debuts[row], high = tp->debuts[row + 1] - tp->debuts[row];
    if (opens_group(tp, row)) {
        if (k-- == 0) {
            draw_heading(tp, row, t);
            return;
        }
        high--;
    }
    int taken = draw_cells(tp, tp->rangs[row], k, high, t);
    if (k >= taken)
        draw_suite(tp, tp->rangs[row], k - taken, t);
}

/* ---- structure ------------------------------------------------------------------------------ */

_Static_assert(COLONNES_MAX <= TRAME_ZONES, "a trame holds every column");

void table_zones(const struct table_posee *tp, struct trame *out)
{
    out->zones = (uint8_t)tp->vue_count;
    for (size_t i = 0; i < tp->vue_count; i++) {
        out->zone[i] = (struct zone){(int16_t)tp->vues[i].x, (int16_t)tp->vues[i].largeur};
        out->droite = (uint16_t)(out->droite | (tp->vues[i].droite ? 1u << i : 0u));
    }
}

void table_row_trame(const struct table_posee *tp, int line, struct trame *out)
{
    size_t row = row_at(tp, line);
    int k = line - tp->debuts[row], high = tp->debuts[row + 1] - tp->debuts[row];
    table_zones(tp, out);
    if (opens_group(tp, row)) {
        out->genre = GENRE_GROUPE;
        if (k-- == 0)
            return;
        high--;
    }
    out->suit = k > 0;
    out->genre = high == 1 || k < cells_height(tp, tp->rangs[row]) ? GENRE_RANG : GENRE_SUITE;
}
