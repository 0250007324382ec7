/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A tab laid out for a width: its blocks one below the other, of which only the lines asked for are
 * drawn. */
#include <stdlib.h>
#include <string.h>

#include <cdap/base/text.h>

#include "ecrans.h"

struct planche {
    struct contexte c;
    struct pose *poses;
    size_t nombre;
    int hauteur;
    struct page vide; /* what is said when there is nothing to draw */
};

/* ---- laying out ----------------------------------------------------------------------------- */

static void pose_done(struct pose *p)
{
    if (p->bloc->ops->done)
        p->bloc->ops->done(p);
    page_done(&p->page);
}

/* Lays a block below the others; a block without a line leaves no trace. */
static bool add_bloc(struct planche *p, const struct bloc *b)
{
    struct pose *pose = &p->poses[p->nombre];
    if (!si_holds(&b->si, p->c.dossier))
        return true;
    *pose = (struct pose){.bloc = b, .c = &p->c};
    bool ok = b->ops->layout(pose);
    if (pose->lignes == 0)
        pose->lignes = pose->page.lignes;
    if (!ok || pose->lignes == 0) {
        pose_done(pose);
        return ok;
    }
    page_sort(&pose->page);
    pose->premiere = p->hauteur + (p->nombre > 0); /* a blank line between blocks */
    p->hauteur = pose->premiere + pose->lignes;
    p->nombre++;
    return true;
}

static void say_empty(struct planche *p)
{
    page_put_wrapped(&p->vide, 0, MARGE, p->c.largeur - MARGE - 1, STYLE_DISCRET,
                     SPAN_LIT("Rien à montrer dans cette rubrique."));
    p->hauteur = p->vide.lignes;
}

struct planche *planche_new(const struct ecrans *es, const struct ecran *e,
                            const struct json *dossier, const struct planche_options *options)
{
    struct planche *p = calloc(1, sizeof *p);
    if (!p)
        return NULL;
    p->c = (struct contexte){
        .nomenclatures = es->nomenclatures,
        .dossier = dossier,
        .aujourdhui = options->aujourdhui,
        .largeur = options->largeur < LARGEUR_MIN ? LARGEUR_MIN : options->largeur,
        .choix = options->choix,
        .revele = options->revele,
        .revele_ctx = options->revele_ctx,
    };
    p->poses = calloc(e->bloc_count, sizeof *p->poses);
    bool ok = p->poses != NULL;
    for (size_t i = 0; ok && i < e->bloc_count; i++)
        ok = add_bloc(p, &e->blocs[i]);
    if (ok && p->nombre == 0)
        say_empty(p);
    if (ok)
        return p;
    planche_free(p);
    return NULL;
}

void planche_free(struct planche *p)
{
    if (!p)
        return;
    for (size_t i = 0; i < p->nombre; i++)
        pose_done(&p->poses[i]);
    page_done(&p->vide);
    free(p->poses);
    free(p);
}

int planche_hauteur(const struct planche *p)
{
    return p->hauteur;
}

/* ---- drawing -------------------------------------------------------------------------------- */

/* The block that a line belongs to; NULL for a blank line. */
static const struct pose *pose_at(const struct planche *p, int ligne)
{
    for (size_t i = 0; i < p->nombre; i++) {
        const struct pose *pose = &p->poses[i];
        if (ligne >= pose->premiere && ligne < pose->premiere + pose->lignes)
            return pose;
    }
    return NULL;
}

static void draw_line(const struct planche *p, int ligne, const struct toile *t)
{
    const struct pose *pose = pose_at(p, ligne);
    if (pose && pose->bloc->ops->draw)
        pose->bloc->ops->draw(pose, ligne - pose->premiere, t);
    else if (pose)
        page_draw(&pose->page, ligne - pose->premiere, t);
    else if (p->nombre == 0)
        page_draw(&p->vide, ligne, t);
}

/* The lines that stay in sight when the window starts at `premiere`: the header of the table that
 * it is in, as far as it went out of sight, and the heading of the group. */
#define FIGEES_MAX 8

static int find_frozen(const struct planche *p, int premiere, int lignes[FIGEES_MAX])
{
    const struct pose *pose = pose_at(p, premiere);
    int count = 0;
    if (!pose || pose->entete_lignes == 0)
        return 0;
    int entete = pose->premiere + pose->entete;
    while (count < pose->entete_lignes && count < FIGEES_MAX - 1 && entete + count < premiere) {
        lignes[count] = entete + count;
        count++;
    }
    int rel = premiere - pose->premiere;
    int heading = pose->bloc->ops->intertitre ? pose->bloc->ops->intertitre(pose, rel) : -1;
    if (heading >= 0)
        lignes[count++] = pose->premiere + heading;
    return count;
}

int planche_figees(const struct planche *p, int premiere)
{
    int lignes[FIGEES_MAX];
    return find_frozen(p, premiere, lignes);
}

int planche_ligne(const struct planche *p, int premiere, int rang)
{
    int lignes[FIGEES_MAX], figees = find_frozen(p, premiere, lignes);
    return rang < figees ? lignes[rang] : premiere + rang - figees;
}

static void draw_focus(struct grid *g, struct rect line)
{
    grid_restyle(g, line, STYLE_FOCUS);
    grid_fill(g, (struct rect){line.row, line.col, 1, 1}, '>', STYLE_FOCUS);
}

void planche_draw(const struct planche *p, struct grid *g, struct rect zone, int premiere,
                  int curseur)
{
    int lignes[FIGEES_MAX], figees = find_frozen(p, premiere, lignes);
    grid_fill(g, zone, ' ', STYLE_NORMAL);
    for (int i = 0; i < zone.rows; i++) {
        int ligne = i < figees ? lignes[i] : premiere + i - figees;
        struct rect line = {zone.row + i, zone.col, 1, zone.cols};
        if (ligne < 0 || ligne >= p->hauteur)
            continue;
        draw_line(p, ligne, &(struct toile){g, line, zone.row + i, zone.col});
        if (i >= figees && ligne == curseur)
            draw_focus(g, line);
    }
}

void planche_trame(const struct planche *p, int ligne, struct trame *out)
{
    const struct pose *pose = pose_at(p, ligne);
    *out = (struct trame){0};
    if (!pose)
        return;
    int rel = ligne - pose->premiere;
    out->genre = GENRE_TEXTE;
    if (rel == 0 && pose->bloc->titre)
        out->genre = GENRE_TITRE;
    else if (pose->bloc->ops->trame)
        pose->bloc->ops->trame(pose, rel, out);
    else
        out->suit = rel > (pose->bloc->titre != NULL);
}

/* ---- asking --------------------------------------------------------------------------------- */

/* A search types plain blanks where amounts hold no-break ones. */
static void plain_blanks(struct buf *b)
{
    size_t to = 0;
    for (size_t from = 0; from < b->len; from++) {
        bool nbsp = from + 1 < b->len && memcmp(b->data + from, NBSP, 2) == 0;
        b->data[to++] = nbsp ? ' ' : b->data[from];
        from += nbsp;
    }
    b->len = to;
}

static bool line_holds(const struct planche *p, struct grid *row, struct buf tmp[2],
                       struct span cle, int ligne)
{
    grid_clear(row);
    buf_reset(&tmp[0]);
    buf_reset(&tmp[1]);
    draw_line(p, ligne, &(struct toile){row, grid_rect(row), 0, 0});
    grid_put_row(row, 0, &tmp[0]);
    plain_blanks(&tmp[0]);
    text_search_key(&tmp[1], buf_span(&tmp[0]));
    return tmp[1].len && memmem(tmp[1].data, tmp[1].len, cle.ptr, cle.len) != NULL;
}

int planche_search(const struct planche *p, struct span cle, int depuis, int sens)
{
    struct grid row;
    struct buf tmp[2] = {{0}, {0}};
    int found = -1, step = sens < 0 ? -1 : 1;
    if (cle.len == 0 || p->hauteur == 0 || !grid_init(&row, 1, p->c.largeur))
        return -1;
    int start = (depuis + (sens < 0 ? -1 : 0)) % p->hauteur;
    for (int i = 0; i < p->hauteur && found < 0; i++) {
        int ligne = (start + i * step) % p->hauteur;
        ligne += ligne < 0 ? p->hauteur : 0;
        if (line_holds(p, &row, tmp, cle, ligne))
            found = ligne;
    }
    buf_free(&tmp[0]);
    buf_free(&tmp[1]);
    grid_done(&row);
    return found;
}

const char *planche_masque(const struct planche *p, int ligne)
{
    const struct pose *pose = pose_at(p, ligne);
    return pose ? page_masque(&pose->page, ligne - pose->premiere) : NULL;
}

static const struct pose *with_choice(const struct planche *p)
{
    for (size_t i = 0; i < p->nombre; i++)
        if (p->poses[i].choix_count > 1)
            return &p->poses[i];
    return NULL;
}

size_t planche_choix_count(const struct planche *p)
{
    const struct pose *pose = with_choice(p);
    return pose ? pose->choix_count : 0;
}

const char *planche_choix_code(const struct planche *p, size_t i)
{
    const struct pose *pose = with_choice(p);
    return pose && i < pose->choix_count ? pose->choix[i]->code : NULL;
}

const char *planche_choix_libelle(const struct planche *p, size_t i)
{
    const struct pose *pose = with_choice(p);
    return pose && i < pose->choix_count ? pose->choix[i]->libelle : NULL;
}
