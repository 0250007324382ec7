/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pages: a long drawing cut where it reads well, each piece between a head and a foot. */
#include <stdio.h>
#include <string.h>

#include <cdap/base/text.h>
#include <cdap/proto.h>

#include "bloc.h"
#include "pages.h"

#define CORPS_MIN 10 /* lines of a page between head and foot, whatever was asked */

/* What is cut into pages: the lines of a planche, or those of the circumstances. */
struct corps {
    const struct planche *planche; /* NULL: */
    const struct fiche_libre *fiche;
    int hauteur;
};

/* Being drawn. */
struct tirage {
    struct liasse *out;
    const struct ecrans *es;
    const struct json *dossier;
    const struct collecte *c;
    struct pages_options o;
    struct page haut, bas; /* the same on every page, but for the first line of the head */
    struct buf rubriques;  /* « Dossier ; Famille ; Droits » */
};

/* Clean text cut to `columns`, which must fit whole characters in `size` bytes. */
static void put_label(char *out, size_t size, const char *text, size_t columns)
{
    struct buf clean = {0};
    text_clean(&clean, span_of(text ? text : ""), columns);
    snprintf(out, size, "%s", buf_text(&clean));
    buf_free(&clean);
}

/* ---- lines of what is cut ----------------------------------------------------------------------- */

static int corps_figees(const struct corps *k, int premiere)
{
    return k->planche ? planche_figees(k->planche, premiere) : 0;
}

static void corps_trame(const struct corps *k, int ligne, struct trame *out)
{
    *out = (struct trame){0};
    if (k->planche)
        planche_trame(k->planche, ligne, out);
    else if (ligne < k->hauteur)
        *out = k->fiche->trames[ligne];
}

static void corps_draw(const struct corps *k, struct feuille *f, struct rect zone, int premiere)
{
    if (k->planche)
        planche_draw(k->planche, &f->g, zone, premiere, -1);
    for (int i = 0; i < zone.rows; i++) {
        int ligne = k->planche ? planche_ligne(k->planche, premiere, i) : premiere + i;
        corps_trame(k, ligne, &f->trames[zone.row + i]);
        if (!k->planche)
            page_draw(&k->fiche->page, ligne, &(struct toile){&f->g, zone, zone.row + i, zone.col});
    }
}

static int genre_at(const struct corps *k, int ligne)
{
    struct trame t;
    corps_trame(k, ligne, &t);
    return t.genre;
}

/* True when a page may end just before this line: nothing is cut in two, no heading is left alone. */
static bool breaks_well(const struct corps *k, int ligne)
{
    struct trame t;
    corps_trame(k, ligne, &t);
    int before = genre_at(k, ligne - 1);
    return !t.suit && t.genre != GENRE_SUITE && before != GENRE_TITRE && before != GENRE_ENTETE &&
           before != GENRE_GROUPE;
}

/* Where a page that starts at `from` and holds `room` lines ends. */
static int find_break(const struct corps *k, int from, int room)
{
    int to = from + room;
    if (to >= k->hauteur)
        return k->hauteur;
    for (int at = to; at > from; at--)
        if (breaks_well(k, at))
            return at;
    return to;
}

/* ---- head and foot ------------------------------------------------------------------------------ */

static void put_line(struct page *p, int colonnes, enum style style, struct span text)
{
    if (text.len)
        page_put_wrapped(p, p->lignes, 1, colonnes - 2, style, text);
}

static void lay_haut(struct tirage *t)
{
    struct buf line = {0};
    int cols = t->o.colonnes;
    t->haut.lignes = 1; /* the bar, which each page draws */
    ecrans_put_identite(t->dossier, &line);
    put_line(&t->haut, cols, STYLE_TITRE, buf_span(&line));
    buf_reset(&line);
    buf_putf(&line, "Profil %s · agent %s · %s", t->c->profil ? t->c->profil : "",
             t->c->agent ? t->c->agent : "", t->c->organisme ? t->c->organisme : "");
    size_t len = line.len;
    buf_puts(&line, " · dossier ");
    size_t word = line.len;
    ecrans_put_mise_a_jour(t->dossier, &line);
    if (line.len == word)
        line.len = len;
    put_line(&t->haut, cols, STYLE_NORMAL, buf_span(&line));
    buf_reset(&line);
    ecrans_put_banniere(t->es, t->dossier, &line);
    put_line(&t->haut, cols, STYLE_ALERTE, buf_span(&line));
    page_put_rule(&t->haut, t->haut.lignes, 0, cols);
    page_sort(&t->haut);
    buf_free(&line);
}

static void lay_bas(struct tirage *t)
{
    struct buf line = {0};
    page_put_rule(&t->bas, 0, 0, t->o.colonnes);
    buf_puts(&line, "Recueilli le ");
    instant_put_fr(&line, t->c->date);
    buf_putf(&line, " · reçu %lld", (long long)t->c->recu);
    put_line(&t->bas, t->o.colonnes, STYLE_DISCRET, buf_span(&line));
    page_sort(&t->bas);
    buf_free(&line);
}

static void draw_edge(const struct page *p, struct feuille *f, int row, uint8_t genre)
{
    for (int i = 0; i < p->lignes; i++) {
        page_draw(p, i, &(struct toile){&f->g, grid_rect(&f->g), row + i, 0});
        f->trames[row + i].genre = genre;
    }
}

/* The bar of the first line, once it is known how many pages there are. */
static void draw_bar(struct feuille *f, int64_t recu)
{
    struct buf line = {0};
    struct rect bar = {0, 0, 1, f->g.cols};
    grid_fill(&f->g, bar, ' ', STYLE_BARRE);
    buf_putf(&line, "page %zu/%zu", f->numero, f->total);
    int left = f->g.cols - 3 - (int)line.len;
    grid_text_right(&f->g, bar, 0, f->g.cols - 1, STYLE_BARRE, buf_span(&line));
    buf_reset(&line);
    buf_putf(&line, "%s · Cdap · reçu %lld", f->titre, (long long)recu);
    grid_text_cut(&f->g, bar, 0, 1, left, STYLE_BARRE, buf_span(&line));
    buf_free(&line);
}

/* ---- pages -------------------------------------------------------------------------------------- */

static bool cut_pages(struct tirage *t, const struct corps *k, const char *titre)
{
    int body = t->o.lignes - t->haut.lignes - t->bas.lignes;
    for (int from = 0, to; from < k->hauteur; from = to) {
        int figees = corps_figees(k, from);
        to = find_break(k, from, body > figees + 1 ? body - figees : 1);
        struct feuille *f = liasse_add(t->out, t->o.lignes, t->o.colonnes);
        if (!f)
            return false;
        put_label(f->titre, sizeof f->titre, titre, 40);
        f->ouvre = from == 0;
        draw_edge(&t->haut, f, 0, GENRE_HAUT);
        corps_draw(k, f, (struct rect){t->haut.lignes, 0, to - from + figees, t->o.colonnes}, from);
        draw_edge(&t->bas, f, t->o.lignes - t->bas.lignes, GENRE_BAS);
        while (to < k->hauteur && genre_at(k, to) == GENRE_VIDE)
            to++; /* no page begins with a blank line */
    }
    return true;
}

static struct planche *lay_planche(const struct tirage *t, const struct ecran *e, const char *choix)
{
    struct planche_options o = {
        .largeur = t->o.colonnes,
        .aujourdhui = datetime_paris(t->c->date).date,
        .choix = choix,
    };
    return planche_new(t->es, e, t->dossier, &o);
}

static bool draw_variant(struct tirage *t, const struct ecran *e, const char *choix,
                         const char *libelle)
{
    struct buf titre = {0};
    struct planche *p = lay_planche(t, e, choix);
    struct corps k = {.planche = p, .hauteur = p ? planche_hauteur(p) : 0};
    buf_putf(&titre, "%s%s%s", ecran_titre(e), libelle ? " · " : "", libelle ? libelle : "");
    buf_putf(&t->rubriques, "%s%s", t->rubriques.len ? " ; " : "", buf_text(&titre));
    bool ok = p && cut_pages(t, &k, buf_text(&titre));
    buf_free(&titre);
    planche_free(p);
    return ok;
}

/* A rubrique whose variants coexist is there once for each: the copy holds the whole. */
static bool draw_rubrique(struct tirage *t, const struct ecran *e)
{
    struct planche *first = lay_planche(t, e, NULL);
    size_t count = first ? planche_choix_count(first) : 0;
    bool ok = first && (count > 1 || draw_variant(t, e, NULL, NULL));
    for (size_t i = 0; ok && count > 1 && i < count; i++)
        ok = draw_variant(t, e, planche_choix_code(first, i), planche_choix_libelle(first, i));
    planche_free(first);
    return ok;
}

static bool draw_circonstances(struct tirage *t)
{
    struct fiche_libre fiche = {0};
    bool ok = circonstances_lay(&fiche, t->c, &t->o, buf_text(&t->rubriques));
    struct corps k = {.fiche = &fiche, .hauteur = fiche.page.lignes};
    ok = ok && cut_pages(t, &k, "Fiche de circonstances");
    circonstances_done(&fiche);
    return ok;
}

static bool draw_all(struct tirage *t)
{
    lay_haut(t);
    lay_bas(t);
    int least = t->haut.lignes + t->bas.lignes + CORPS_MIN;
    t->o.lignes = t->o.lignes < least ? least : t->o.lignes;
    bool ok = !t->haut.failed && !t->bas.failed;
    for (size_t i = 0; ok && i < ecrans_count(t->es); i++) {
        const struct ecran *e = ecrans_at(t->es, i);
        if ((!t->o.seul || t->o.seul == e) && ecran_present(e, t->dossier))
            ok = draw_rubrique(t, e);
    }
    return ok && draw_circonstances(t);
}

/* What a viewer shows of the file without opening its pages: nobody's name or number. */
static void put_labels(struct liasse *l, const struct collecte *c, bool seul)
{
    struct buf date = {0};
    l->date = datetime_paris(c->date);
    l->theme = c->theme;
    datetime_put_fr(&date, l->date);
    snprintf(l->titre, sizeof l->titre, "Cdap · reçu %lld · %s", (long long)c->recu,
             buf_text(&date));
    snprintf(l->sujet, sizeof l->sujet, "Copie d’écran : %s",
             seul ? "une rubrique" : "toutes les rubriques");
    put_label(l->auteur, sizeof l->auteur, c->organisme, 70);
    snprintf(l->logiciel, sizeof l->logiciel, "cdap " CDAP_VERSION);
    buf_free(&date);
}

bool pages_draw(struct liasse *out, const struct ecrans *es, const struct json *dossier,
                const struct collecte *c, const struct pages_options *o, struct err *err)
{
    struct tirage t = {.out = out, .es = es, .dossier = dossier, .c = c, .o = *o};
    t.o.lignes = o->lignes > 0 ? o->lignes : PAGES_LIGNES;
    t.o.colonnes = o->colonnes > 0 ? o->colonnes : PAGES_COLONNES;
    t.o.colonnes = t.o.colonnes < LARGEUR_MIN ? LARGEUR_MIN : t.o.colonnes;
    put_labels(out, c, o->seul != NULL);
    bool ok = draw_all(&t);
    liasse_number(out);
    for (size_t i = 0; i < out->nombre; i++)
        draw_bar(&out->feuilles[i], c->recu);
    page_done(&t.haut);
    page_done(&t.bas);
    buf_free(&t.rubriques);
    return ok || err_set(err, ERR_MEMOIRE, NULL);
}
