/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Labels and values, in two columns where there is room. */
#include <stdlib.h>
#include <string.h>

#include <cdap/base/text.h>

#include "bloc.h"
#include "wrap.h"

#define DEUX_COLONNES 110 /* columns from which a sheet is laid in two */
#define GOUTTIERE     4
#define ECART         2 /* between label and value */

struct fiche {
    struct champ *champs;
    size_t nombre;
    const char *vide; /* said when what should hold the fields is null */
};

/* A field that the answer holds, said once. */
struct ligne {
    const struct champ *champ;
    enum style style;
    size_t at, len; /* in `texte` of the draft */
};

/* Where the fields stand once laid out. */
struct fiche_posee {
    size_t colonnes;     /* 1 or 2, each a pair of zones: label, value */
    struct zone zone[4]; /* as in struct trame */
    size_t nombre;
    struct debut {
        int ligne;
        uint16_t bit; /* of the zone of its label */
    } debuts[];       /* of each field */
};

struct brouillon {
    struct ligne *lignes;
    size_t nombre;
    size_t masques;
    bool sans_parent;
    struct buf texte;
};

static bool fiche_load(const struct loader *l, const struct place *at, const struct json *object,
                       struct bloc *out)
{
    struct fiche *f = arena_alloc(l->arena, 1, sizeof *f);
    if (!f)
        return loader_no_memory(l);
    f->vide = "Non renseigné.";
    out->corps = f;
    if (!loader_text(l, at, object, "vide", false, &f->vide) ||
        !champs_parse(l, at, object, "champs", &f->champs, &f->nombre))
        return false;
    for (size_t i = 0; i < f->nombre; i++)
        if (!f->champs[i].libelle)
            return loader_refuse(l, PLACE_ITEM(PLACE_KEY(at, "champs"), i), "libelle",
                                 "cette clé manque");
    return true;
}

static void fiche_chemins(const struct bloc *b, struct buf *out)
{
    const struct fiche *f = b->corps;
    for (size_t i = 0; i < f->nombre; i++)
        champ_put_chemins(&f->champs[i], "", out);
}

static enum style style_of(const struct champ *champ, enum rendu rendu, const struct contexte *c)
{
    const char *masque = champ_masque(champ);
    if (rendu == RENDU_NUL)
        return STYLE_DISCRET;
    if (!masque || (c->revele && c->revele(c->revele_ctx, masque)))
        return STYLE_NORMAL;
    return STYLE_MASQUE;
}

static bool collect(const struct fiche *f, const struct contexte *c, struct brouillon *b)
{
    b->lignes = calloc(f->nombre, sizeof *b->lignes);
    if (!b->lignes)
        return false;
    for (size_t i = 0; i < f->nombre; i++) {
        size_t at = b->texte.len;
        enum rendu rendu = champ_put(&f->champs[i], c, c->dossier, true, &b->texte);
        b->sans_parent = b->sans_parent || rendu == RENDU_SANS_PARENT;
        if (rendu == RENDU_ABSENT || rendu == RENDU_SANS_PARENT)
            continue;
        b->masques += champ_masque(&f->champs[i]) != NULL;
        b->lignes[b->nombre++] = (struct ligne){
            .champ = &f->champs[i],
            .style = style_of(&f->champs[i], rendu, c),
            .at = at,
            .len = b->texte.len - at,
        };
    }
    return !b->texte.failed;
}

/* Width of the labels of some lines: the widest, but never more than half the room. */
static int label_width(const struct brouillon *b, size_t from, size_t to, int room)
{
    int widest = 0;
    for (size_t i = from; i < to; i++) {
        int width = (int)text_width(span_of(b->lignes[i].champ->libelle));
        widest = width > widest ? width : widest;
    }
    return widest > room / 2 ? room / 2 : widest;
}

/* Remembers where the labels and the values of a column stand. */
static void note_column(struct fiche_posee *fp, int col, int label, int value)
{
    struct zone *z = &fp->zone[2 * fp->colonnes++];
    z[0] = (struct zone){(int16_t)col, (int16_t)label};
    z[1] = (struct zone){(int16_t)(col + label + ECART), (int16_t)value};
}

/* Lays lines [from, to) in a column of `room`; returns the line that follows. */
static int put_column(struct page *page, struct fiche_posee *fp, const struct brouillon *b,
                      size_t from, size_t to, int ligne, int col, int room)
{
    int label = label_width(b, from, to, room);
    uint16_t bit = (uint16_t)(1u << (2 * fp->colonnes));
    note_column(fp, col, label, room - label - ECART);
    for (size_t i = from; i < to; i++) {
        const struct ligne *l = &b->lignes[i];
        const char *masque = champ_masque(l->champ);
        if (masque && l->style != STYLE_DISCRET)
            page_put_masque(page, ligne, masque);
        fp->debuts[fp->nombre++] = (struct debut){ligne, bit};
        int high =
            page_put_wrapped(page, ligne, col, label, STYLE_LIBELLE, span_of(l->champ->libelle));
        int value = page_put_wrapped(page, ligne, col + label + ECART, room - label - ECART,
                                     l->style, (struct span){b->texte.data + l->at, l->len});
        ligne += value > high ? value : high;
    }
    return ligne;
}

static void put_lignes(struct pose *p, const struct brouillon *b)
{
    int ligne = pose_titre(p, NULL), room = pose_largeur(p) - 1;
    /* One masked value per line at most: the key that reveals acts on the line. */
    bool two = p->c->largeur >= DEUX_COLONNES && b->nombre > 2 && b->masques < 2;
    size_t left = two ? (b->nombre + 1) / 2 : b->nombre;
    int half = two ? (room - GOUTTIERE) / 2 : room;
    put_column(&p->page, p->corps, b, 0, left, ligne, MARGE, half);
    if (two)
        put_column(&p->page, p->corps, b, left, b->nombre, ligne, MARGE + half + GOUTTIERE, half);
}

static void fiche_trame(const struct pose *p, int ligne, struct trame *out)
{
    const struct fiche_posee *fp = p->corps;
    if (!fp)
        return;
    out->genre = GENRE_CHAMPS;
    out->zones = (uint8_t)(2 * fp->colonnes);
    memcpy(out->zone, fp->zone, sizeof fp->zone);
    for (size_t i = 0; i < fp->nombre; i++)
        if (fp->debuts[i].ligne == ligne)
            out->ouvre = (uint16_t)(out->ouvre | fp->debuts[i].bit);
    out->suit = out->ouvre == 0;
}

static void fiche_done(struct pose *p)
{
    free(p->corps);
}

static bool fiche_layout(struct pose *p)
{
    const struct fiche *f = p->bloc->corps;
    struct brouillon b = {0};
    bool ok = collect(f, p->c, &b);
    if (ok && b.nombre)
        ok = (p->corps = calloc(1, sizeof(struct fiche_posee) + b.nombre * sizeof(struct debut))) !=
             NULL;
    if (ok && b.nombre)
        put_lignes(p, &b);
    else if (ok && b.sans_parent)
        page_put_wrapped(&p->page, pose_titre(p, NULL), MARGE, pose_largeur(p) - 1, STYLE_DISCRET,
                         span_of(f->vide));
    buf_free(&b.texte);
    free(b.lignes);
    return ok && !p->page.failed;
}

static const char *const fiche_keys[] = {"champs", "vide", NULL};

const struct bloc_ops bloc_fiche = {
    .nom = "fiche",
    .keys = fiche_keys,
    .load = fiche_load,
    .chemins = fiche_chemins,
    .layout = fiche_layout,
    .trame = fiche_trame,
    .done = fiche_done,
};
