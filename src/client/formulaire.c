/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A form: fields one under the other, one focus, messages beside what they speak of. */
#include <stdio.h>
#include <string.h>

#include <cdap/base/text.h>
#include <cdap/client/widgets.h>

#define LIBELLE_COLS 26 /* columns of the labels, mark of focus included */
#define LISTE_ROWS   6  /* lines of a list before it scrolls */
#define ERREUR_ROWS  3

struct champ_saisie *formulaire_add(struct formulaire *f, enum saisie_type type,
                                    const char *libelle, const char *nom)
{
    struct champ_saisie *c = &f->champs[f->count < FORMULAIRE_MAX ? f->count++ : f->count - 1];
    *c = (struct champ_saisie){.type = type,
                               .libelle = libelle,
                               .nom = nom,
                               .espace = type == SAISIE_BOUTON,
                               .largeur = 30};
    return c;
}

struct champ_saisie *formulaire_add_texte(struct formulaire *f, struct saisie *s,
                                          const char *libelle, const char *nom, int largeur,
                                          const char *indice)
{
    struct champ_saisie *c = formulaire_add(f, SAISIE_TEXTE, libelle, nom);
    c->saisie = s;
    c->largeur = largeur;
    c->indice = indice;
    return saisie_init(s, false) ? c : NULL;
}

struct champ_saisie *formulaire_add_liste(struct formulaire *f, const char *libelle,
                                          const char *nom,
                                          const char *(*ligne)(void *ctx, size_t i), void *ctx,
                                          size_t count)
{
    struct champ_saisie *c = formulaire_add(f, SAISIE_LISTE, libelle, nom);
    c->ligne = ligne;
    c->ctx = ctx;
    c->count = count;
    return c;
}

static bool reachable(const struct champ_saisie *c)
{
    return !c->absent && (c->type != SAISIE_LISTE || c->count > 0);
}

/* Moves to the next reachable line; round when `wrap`. */
static bool move(struct formulaire *f, int step, bool wrap)
{
    for (size_t n = 1; n <= f->count; n++) {
        size_t shift = step > 0 ? n : f->count - n;
        size_t i = (f->focus + shift) % f->count;
        if (!wrap && (step > 0 ? i < f->focus : i > f->focus))
            return false;
        if (!reachable(&f->champs[i]))
            continue;
        f->focus = i;
        return true;
    }
    return false;
}

void formulaire_focus(struct formulaire *f, const struct champ_saisie *champ)
{
    f->focus = (size_t)(champ - f->champs);
}

requetes_t formulaire_accepts(const struct formulaire *f)
{
    requetes_t all = REQ_BIT(REQ_VALIDER) | REQ_BIT(REQ_CHAMP_SUIVANT) |
                     REQ_BIT(REQ_CHAMP_PRECEDENT) | REQ_BIT(REQ_HAUT) | REQ_BIT(REQ_BAS);
    switch (f->champs[f->focus].type) {
    case SAISIE_TEXTE:
        return all | REQ_SAISIE;
    case SAISIE_LISTE:
        all |= REQ_DEFILEMENT | REQ_BIT(REQ_GAUCHE) | REQ_BIT(REQ_DROITE);
        break;
    case SAISIE_BOUTON:
        break;
    }
    return all | REQ_BIT(REQ_COCHER);
}

static void choose(struct champ_saisie *c, size_t i)
{
    c->choisi = i;
    c->erreur[0] = '\0';
}

/* A list takes the arrows until its ends, then lets the focus go. */
static bool list_request(struct champ_saisie *c, enum requete requete)
{
    size_t last = c->count - 1;
    switch (requete) {
    case REQ_HAUT:
    case REQ_GAUCHE:
        if (c->choisi == 0 || c->choisi > last)
            return false;
        choose(c, c->choisi - 1);
        return true;
    case REQ_BAS:
    case REQ_DROITE:
        if (c->choisi == last)
            return false;
        choose(c, c->choisi < last ? c->choisi + 1 : 0);
        return true;
    case REQ_DEBUT:
    case REQ_PAGE_HAUT:
        choose(c, 0);
        return true;
    case REQ_FIN:
    case REQ_PAGE_BAS:
        choose(c, last);
        return true;
    default:
        return false;
    }
}

bool formulaire_request(struct formulaire *f, const struct event *e)
{
    struct champ_saisie *c = &f->champs[f->focus];
    if (c->type == SAISIE_TEXTE && saisie_request(c->saisie, e)) {
        if (e->requete == REQ_TEXTE || e->requete == REQ_EFFACER)
            c->erreur[0] = '\0';
        return false;
    }
    if (c->type == SAISIE_LISTE && list_request(c, e->requete))
        return false;
    bool takes = e->requete == REQ_COCHER || e->requete == REQ_VALIDER;
    if (c->type == SAISIE_LISTE && takes && c->choisi >= c->count)
        choose(c, 0); /* the line that has the focus */
    switch (e->requete) {
    case REQ_CHAMP_SUIVANT:
        move(f, 1, true);
        return false;
    case REQ_CHAMP_PRECEDENT:
        move(f, -1, true);
        return false;
    case REQ_BAS:
        move(f, 1, false);
        return false;
    case REQ_HAUT:
        move(f, -1, false);
        return false;
    case REQ_COCHER:
        return c->type == SAISIE_BOUTON;
    case REQ_VALIDER: /* goes on to the next field; after the last one, does what the button does */
        return c->type == SAISIE_BOUTON || !move(f, 1, false) ||
               f->champs[f->focus].type == SAISIE_BOUTON;
    default:
        return false;
    }
}

/* ---- messages ------------------------------------------------------------------------------------ */

bool formulaire_has_erreur(const struct formulaire *f)
{
    for (size_t i = 0; i < f->count; i++)
        if (f->champs[i].erreur[0])
            return true;
    return false;
}

void formulaire_erreur(struct formulaire *f, struct champ_saisie *champ, const char *message)
{
    if (!formulaire_has_erreur(f))
        formulaire_focus(f, champ);
    snprintf(champ->erreur, sizeof champ->erreur, "%s", message);
}

void formulaire_sans_erreur(struct formulaire *f)
{
    for (size_t i = 0; i < f->count; i++)
        f->champs[i].erreur[0] = '\0';
}

struct champ_saisie *formulaire_find(struct formulaire *f, const char *nom)
{
    for (size_t i = 0; i < f->count; i++)
        if (f->champs[i].nom && strcmp(f->champs[i].nom, nom) == 0)
            return &f->champs[i];
    return NULL;
}

/* ---- drawing ------------------------------------------------------------------------------------- */

static int list_rows(const struct champ_saisie *c)
{
    return c->count < LISTE_ROWS ? (int)c->count : LISTE_ROWS;
}

/* Blank line before it. */
static int champ_space(const struct formulaire *f, const struct champ_saisie *c)
{
    return c->espace && !f->serre;
}

/* Lines of its message; with g NULL only counts them. */
static int erreur_draw(struct grid *g, struct rect clip, int row, int cols,
                       const struct champ_saisie *c)
{
    return texte_draw(g, clip, row, clip.col + LIBELLE_COLS, cols, ERREUR_ROWS, STYLE_ERREUR,
                      span_of(c->erreur));
}

/* Lines of a field, with what goes before and after it. */
static int champ_rows(const struct formulaire *f, const struct champ_saisie *c)
{
    if (!reachable(c))
        return 0;
    int rows = c->type == SAISIE_LISTE ? list_rows(c) : 1;
    return champ_space(f, c) + rows + erreur_draw(NULL, (struct rect){0}, 0, f->colonnes, c);
}

static int rows_of(const struct formulaire *f, size_t from, size_t to)
{
    int rows = 0;
    for (size_t i = from; i < to; i++)
        rows += champ_rows(f, &f->champs[i]);
    return rows;
}

/* First line of the list shown so that the choice is. */
static size_t list_first(const struct champ_saisie *c)
{
    size_t rows = (size_t)list_rows(c);
    if (c->choisi < rows || c->choisi >= c->count)
        return 0;
    return c->choisi - rows + 1;
}

static struct cursor draw_list(const struct champ_saisie *c, struct grid *g, struct rect clip,
                               int row, int col, bool focus)
{
    size_t first = list_first(c);
    struct cursor cursor = {row, col + 1};
    for (int i = 0; i < list_rows(c); i++) {
        size_t n = first + (size_t)i;
        bool on = n == c->choisi, here = focus && (on || (n == 0 && c->choisi >= c->count));
        enum style style = here ? STYLE_FOCUS : STYLE_NORMAL;
        const char *mark = on ? (here ? "> (•) " : "  (•) ") : (here ? "> ( ) " : "  ( ) ");
        int at = col - 2 + grid_text(g, clip, row + i, col - 2, style, span_of(mark));
        grid_text_cut(g, clip, row + i, at, clip.col + clip.cols - at, style,
                      span_of(c->ligne(c->ctx, n)));
        if (on)
            cursor = (struct cursor){row + i, col + 1};
    }
    int last = row + list_rows(c) - 1, edge = clip.col + clip.cols - 1;
    if (first > 0)
        grid_text(g, clip, row, edge, STYLE_DISCRET, SPAN_LIT("↑"));
    if (first + (size_t)list_rows(c) < c->count)
        grid_text(g, clip, last, edge, STYLE_DISCRET, SPAN_LIT("↓"));
    return cursor;
}

static struct cursor draw_text(const struct champ_saisie *c, struct grid *g, struct rect clip,
                               int row, int col, bool focus)
{
    enum style bracket = focus ? STYLE_FOCUS : STYLE_NORMAL;
    int at = saisie_draw(c->saisie, g, clip, row, col + 1, c->largeur, focus);
    grid_text(g, clip, row, col, bracket, SPAN_LIT("["));
    grid_text(g, clip, row, col + 1 + c->largeur, bracket, SPAN_LIT("]"));
    int after = col + c->largeur + 3;
    if (focus && c->indice)
        grid_text_cut(g, clip, row, after, clip.col + clip.cols - after, STYLE_DISCRET,
                      span_of(c->indice));
    return (struct cursor){row, at};
}

static struct cursor draw_button(const struct champ_saisie *c, struct grid *g, struct rect clip,
                                 int row, int col, bool focus)
{
    char text[96];
    snprintf(text, sizeof text, "[ %s ]", c->libelle);
    grid_text(g, clip, row, col, focus ? STYLE_FOCUS : STYLE_NORMAL, span_of(text));
    if (focus)
        grid_text(g, clip, row, col - 2, STYLE_FOCUS, SPAN_LIT(">"));
    return (struct cursor){row, col + 2};
}

static struct cursor draw_champ(const struct champ_saisie *c, struct grid *g, struct rect clip,
                                int row, bool focus)
{
    int col = clip.col + LIBELLE_COLS;
    struct cursor cursor = {row, col};
    if (c->type != SAISIE_BOUTON) {
        if (focus && c->type == SAISIE_TEXTE)
            grid_text(g, clip, row, clip.col, STYLE_FOCUS, SPAN_LIT(">"));
        grid_text_cut(g, clip, row, clip.col + 2, LIBELLE_COLS - 4, STYLE_LIBELLE,
                      span_of(c->libelle));
    }
    switch (c->type) {
    case SAISIE_TEXTE:
        cursor = draw_text(c, g, clip, row, col, focus);
        break;
    case SAISIE_LISTE:
        cursor = draw_list(c, g, clip, row, col, focus);
        break;
    case SAISIE_BOUTON:
        cursor = draw_button(c, g, clip, row, col, focus);
        break;
    }
    int below = row + (c->type == SAISIE_LISTE ? list_rows(c) : 1);
    erreur_draw(g, clip, below, clip.cols - LIBELLE_COLS, c);
    return cursor;
}

/* Scrolls so that the field that has the focus shows whole. */
static void scroll(struct formulaire *f, int rows)
{
    f->serre = false;
    f->serre = rows_of(f, 0, f->count) > rows;
    int top = rows_of(f, 0, f->focus), bottom = rows_of(f, 0, f->focus + 1);
    int total = rows_of(f, 0, f->count);
    if (f->premiere > total - rows)
        f->premiere = total - rows;
    if (bottom - f->premiere > rows)
        f->premiere = bottom - rows;
    if (f->premiere > top)
        f->premiere = top;
    if (f->premiere < 0)
        f->premiere = 0;
}

void formulaire_draw(struct formulaire *f, struct grid *g, struct rect zone, struct cursor *cursor)
{
    f->colonnes = zone.cols - LIBELLE_COLS;
    scroll(f, zone.rows);
    int row = zone.row - f->premiere;
    for (size_t i = 0; i < f->count; i++) {
        const struct champ_saisie *c = &f->champs[i];
        if (!reachable(c))
            continue;
        struct cursor at = draw_champ(c, g, zone, row + champ_space(f, c), i == f->focus);
        if (i == f->focus)
            *cursor = at;
        row += champ_rows(f, c);
    }
}
