/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The journal as a table: one entry a line, its alerts in words. */
#include <stdio.h>
#include <string.h>

#include <cdap/base/text.h>

#include "journal.h"

#define HAUT        4  /* lines above the entries */
#define LIBELLE_MIN 40 /* columns for the label of a motif */

/* Columns in order; a wide terminal gives what is left to the motif. */
enum colonne { C_SEQ, C_DATE, C_AGENT, C_ACTE, C_ISSUE, C_MOTIF, C_ALERTE, C_COUNT };
static const struct {
    const char *titre;
    int cols;
} colonnes[C_COUNT] = {
    [C_SEQ] = {"N°", 6},        [C_DATE] = {"Date", 16},  [C_AGENT] = {"Agent", 13},
    [C_ACTE] = {"Acte", 12},    [C_ISSUE] = {"Issue", 6}, [C_MOTIF] = {"Motif", 0},
    [C_ALERTE] = {"Alerte", 8},
};

static int width_of(enum colonne c, int cols)
{
    if (c != C_MOTIF)
        return colonnes[c].cols;
    for (int i = 0; i < C_COUNT; i++)
        cols -= colonnes[i].cols + (i > 0);
    return cols;
}

static const char *word(const struct json *o, const char *key)
{
    return json_string(json_get(o, key), "");
}

/* « volume », « volume… » when there are several: the sheet says which. */
static void put_alertes(const struct json *rang, struct buf *out)
{
    const struct json *list = json_get(rang, "alertes");

    buf_puts(out, json_string(json_first(list), ""));
    if (json_count(list) > 1)
        buf_puts(out, "…");
}

/* The label of the motif where there is room, its code elsewhere. */
static void put_motif(const struct journal_rang *r, int width, struct buf *out)
{
    const char *libelle = word(r->rang, "motif_libelle");

    buf_putf(out, "%s %s", word(r->entree, "profil"),
             libelle[0] && width >= LIBELLE_MIN ? libelle : word(r->entree, "motif"));
}

static void put_cell(const struct journal_rang *r, enum colonne c, int width, struct buf *out)
{
    struct datetime t;

    switch (c) {
    case C_SEQ:
        buf_put_int(out, r->seq);
        break;
    case C_DATE:
        if (journal_moment(word(r->entree, "temps"), &t))
            datetime_put_fr(out, t);
        break;
    case C_AGENT:
        buf_puts(out, word(r->entree, "agent"));
        break;
    case C_ACTE:
        buf_puts(out, journal_acte_find(word(r->entree, "acte")).court);
        break;
    case C_ISSUE:
        buf_puts(out, journal_issue_libelle(word(r->entree, "issue")));
        break;
    case C_MOTIF:
        put_motif(r, width, out);
        break;
    case C_ALERTE:
        put_alertes(r->rang, out);
        break;
    case C_COUNT:
        break;
    }
}

static void draw_rang(const struct journal_rang *r, struct grid *g, struct rect line, bool focus)
{
    bool alerte = json_count(json_get(r->rang, "alertes")) > 0;
    enum style style = focus ? STYLE_FOCUS : alerte ? STYLE_ALERTE : STYLE_NORMAL;
    int col = line.col + 1, cols = line.cols - 2;

    grid_fill(g, line, ' ', style);
    if (focus)
        grid_text(g, line, line.row, line.col, style, SPAN_LIT(">"));
    for (enum colonne c = 0; c < C_COUNT; c++) {
        struct buf text = {0};
        int width = width_of(c, cols);

        put_cell(r, c, width, &text);
        if (c == C_SEQ)
            grid_text_right(g, line, line.row, col + width, style, buf_span(&text));
        else
            grid_text_cut(g, line, line.row, col, width, style, buf_span(&text));
        buf_free(&text);
        col += width + 1;
    }
}

static void draw_entete(struct grid *g, struct rect line)
{
    int col = line.col + 1;

    grid_fill(g, line, ' ', STYLE_ENTETE);
    for (enum colonne c = 0; c < C_COUNT; c++) {
        int width = width_of(c, line.cols - 2);
        struct span titre = span_of(colonnes[c].titre);

        if (c == C_SEQ)
            grid_text_right(g, line, line.row, col + width, STYLE_ENTETE, titre);
        else
            grid_text_cut(g, line, line.row, col, width, STYLE_ENTETE, titre);
        col += width + 1;
    }
}

static void put_part(struct buf *out, const char *avant, const char *texte)
{
    if (texte && texte[0])
        buf_putf(out, "%s%s%s", out->len ? " · " : "", avant, texte);
}

static void put_jour(struct buf *out, const char *avant, const char *iso)
{
    struct buf text = {0};
    struct date jour;

    if (date_parse(span_of(iso), &jour))
        date_put_fr(&text, jour);
    put_part(out, avant, buf_text(&text));
    buf_free(&text);
}

static void put_filtres(const struct journal_recherche *r, struct buf *out)
{
    put_part(out, "agent ", r->agent);
    if (r->acte)
        put_part(out, "", journal_acte_find(r->acte).court);
    if (r->issue)
        put_part(out, "", journal_issue_libelle(r->issue));
    put_jour(out, "depuis le ", r->debut);
    put_jour(out, "jusqu’au ", r->fin);
}

static void draw_top(struct journal *j, struct grid *g, struct rect zone)
{
    struct buf titre = {0}, filtres = {0}, point = {0};

    entete_draw(&j->view, g, zone, NULL);
    buf_puts(&titre, j->recherche.numero[0] ? "Qui a consulté le dossier " : "Journal");
    buf_puts(&titre, j->recherche.numero);
    int cols = grid_text(g, zone, zone.row + 1, zone.col + 1, STYLE_TITRE, buf_span(&titre));
    put_filtres(&j->recherche, &filtres);
    grid_text_cut(g, zone, zone.row + 1, zone.col + cols + 3, zone.cols - cols - 4, STYLE_NORMAL,
                  filtres.len              ? buf_span(&filtres)
                  : j->recherche.numero[0] ? SPAN_LIT("dans votre organisme")
                                           : SPAN_LIT("tous les actes de l’organisme"));
    if (j->lu)
        journal_put_point(j, &point);
    grid_text_cut(g, zone, zone.row + 2, zone.col + 1, zone.cols - 2, STYLE_DISCRET,
                  buf_span(&point));
    buf_free(&titre);
    buf_free(&filtres);
    buf_free(&point);
}

static void draw_bottom(const struct journal *j, struct grid *g, struct rect zone)
{
    char text[120] = "";

    if (j->lu && j->count == 0)
        snprintf(text, sizeof text, "Rien dans le journal ne répond à cette recherche.");
    else if (j->count)
        snprintf(text, sizeof text, "Entrée %zu sur %zu%s", j->curseur + 1, j->count,
                 j->suite >= 0 ? " lues ; la suite vient en descendant" : ", la dernière comprise");
    grid_text_cut(g, zone, zone.row + zone.rows - 1, zone.col + 1, zone.cols - 2, STYLE_DISCRET,
                  span_of(text));
}

/* The window follows the cursor. */
static void scroll(struct journal *j)
{
    size_t rows = (size_t)j->lignes;

    if (j->curseur < j->premier)
        j->premier = j->curseur;
    if (j->curseur >= j->premier + rows)
        j->premier = j->curseur - rows + 1;
    if (j->count <= rows)
        j->premier = 0;
}

void journal_draw(struct view *v, struct grid *g, struct rect zone, struct cursor *cursor)
{
    struct journal *j = (struct journal *)v;

    j->lignes = zone.rows - HAUT - 1;
    scroll(j);
    draw_top(j, g, zone);
    draw_entete(g, (struct rect){zone.row + HAUT - 1, zone.col, 1, zone.cols});
    *cursor = (struct cursor){zone.row + HAUT, zone.col};
    for (int i = 0; i < j->lignes && j->premier + (size_t)i < j->count; i++) {
        size_t rang = j->premier + (size_t)i;
        struct rect line = {zone.row + HAUT + i, zone.col, 1, zone.cols};

        draw_rang(&j->rangs[rang], g, line, rang == j->curseur);
        if (rang == j->curseur)
            *cursor = (struct cursor){line.row, line.col};
    }
    draw_bottom(j, g, zone);
}
