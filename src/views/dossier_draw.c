/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dossier drawn: two lines that say whose and when, the tabs, the banner, the planche. */
#include <stdio.h>

#include <cdap/base/text.h>

#include "dossier.h"

/* ---- tabs ----------------------------------------------------------------------------------------- */

/* « 3 Quotient familial » */
static int onglet_text(const struct dossier *d, size_t i, char *out, size_t size)
{
    snprintf(out, size, "%d %s", (int)((i + 1) % 10), ecran_titre(d->onglets[i]));
    return (int)text_width(span_of(out));
}

/* One tab from `col`; the current one stands between blocks: ▌…▐. */
static void draw_onglet(const struct dossier *d, struct grid *g, struct rect line, int col,
                        size_t i, const char *text)
{
    bool on = i == d->onglet;
    enum style style = on ? STYLE_ONGLET_ACTIF : STYLE_ONGLET;
    col += grid_text(g, line, line.row, col, STYLE_ONGLET, on ? SPAN_LIT("▌") : SPAN_LIT(" "));
    col += grid_text(g, line, line.row, col, style, span_of(text));
    if (on)
        grid_text(g, line, line.row, col, STYLE_ONGLET, SPAN_LIT("▐"));
}

/* Draws the tabs, on as many lines as they need; returns those lines. */
static int draw_onglets(const struct dossier *d, struct grid *g, struct rect zone)
{
    struct rect line = {zone.row, zone.col, 1, zone.cols};
    int col = line.col;
    for (size_t i = 0; i < d->count; i++) {
        char text[128];
        int cols = onglet_text(d, i, text, sizeof text) + 2;
        if (col > line.col && col + cols > line.col + line.cols) {
            line.row++;
            col = line.col;
        }
        draw_onglet(d, g, line, col, i, text);
        col += cols;
        if (i + 1 < d->count && i + 1 != d->onglet && i != d->onglet)
            col += grid_text(g, line, line.row, col, STYLE_CADRE, SPAN_LIT("│"));
    }
    return line.row - zone.row + 1;
}

/* ---- the whole ------------------------------------------------------------------------------------ */

/* Right-aligned on a line, when what is there leaves room. */
static bool draw_mise_a_jour(const struct dossier *d, struct grid *g, struct rect zone, int row)
{
    struct span text = buf_span(&d->mise_a_jour);
    int end = zone.col + zone.cols - 1, first = end - (int)text_width(text);
    for (int col = first - 2; col < end; col++) {
        const struct cell *c = grid_cell(g, row, col);
        if (!c || c->ch != ' ')
            return false;
    }
    grid_text_right(g, zone, row, end, STYLE_DISCRET, text);
    return true;
}

/* Whose dossier, on two lines when the names are long; where the tabs begin. */
static int draw_identite(const struct dossier *d, struct grid *g, struct rect zone)
{
    int row = zone.row + 1;
    return row + texte_draw(g, zone, row, zone.col + 1, zone.cols - 2, 2, STYLE_TITRE,
                            buf_span(&d->identite));
}

/* What is left below the lines that top every tab. */
static struct rect draw_top(struct dossier *d, struct grid *g, struct rect zone)
{
    entete_draw(&d->view, g, zone, d->droite);
    int row = draw_identite(d, g, zone), tabs = row;
    row += draw_onglets(d, g, (struct rect){row, zone.col, zone.rows, zone.cols});
    if (!draw_mise_a_jour(d, g, zone, tabs - 1))
        draw_mise_a_jour(d, g, zone, row - 1);
    grid_hline(g, zone, row++, zone.col, zone.cols, STYLE_CADRE);
    if (d->banniere.len > 0) {
        struct rect line = {row++, zone.col, 1, zone.cols};
        grid_fill(g, line, ' ', STYLE_ALERTE);
        grid_text_cut(g, line, line.row, line.col + 1, line.cols - 2, STYLE_ALERTE,
                      buf_span(&d->banniere));
    }
    return (struct rect){row, zone.col, zone.row + zone.rows - row, zone.cols};
}

static void draw_saisie(const struct dossier *d, struct grid *g, struct rect zone,
                        struct cursor *cursor)
{
    struct rect line = {zone.row + zone.rows - 1, zone.col, 1, zone.cols};
    grid_fill(g, line, ' ', STYLE_NORMAL);
    int col = line.col + grid_text(g, line, line.row, line.col, STYLE_FOCUS,
                                   SPAN_LIT("> Chercher dans le dossier : ["));
    int width = line.col + line.cols - col - 2;
    int at = saisie_draw(&d->saisie, g, line, line.row, col, width, true);
    grid_text(g, line, line.row, col + width, STYLE_FOCUS, SPAN_LIT("]"));
    *cursor = (struct cursor){line.row, at};
}

void dossier_draw(struct view *v, struct grid *g, struct rect zone, struct cursor *cursor)
{
    struct dossier *d = (struct dossier *)v;
    struct position *at = &d->positions[d->onglet];
    d->zone = draw_top(d, g, zone);
    if (!dossier_current(d, d->zone.cols))
        return;
    dossier_go(d, at->curseur);
    planche_draw(d->planche, g, d->zone, at->premiere, at->curseur);
    cherche_mark(d, g, d->zone);
    int figees = planche_figees(d->planche, at->premiere);
    *cursor = (struct cursor){d->zone.row + figees + at->curseur - at->premiere, d->zone.col};
    if (d->cherche)
        draw_saisie(d, g, zone, cursor);
}
