/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A block of a tab, as its screen file says it, and the same block laid out for a width. Each type
 * is one file that ends in its table of operations. */
#ifndef SCREEN_BLOC_H
#define SCREEN_BLOC_H

#include <cdap/grid/trame.h>

#include "page.h"
#include "valeur.h"

#define MARGE       2 /* columns left of every line: the focus mark and a blank */
#define LARGEUR_MIN 40

struct bloc;
struct pose;

struct bloc_ops {
    const char *nom;
    const char *const *keys; /* its own, beside type, titre, si, sauf */
    bool (*load)(const struct loader *l, const struct place *at, const struct json *object,
                 struct bloc *out);
    /* Appends the paths it draws, one per line. */
    void (*chemins)(const struct bloc *b, struct buf *out);
    /* Lays out into p->page (and p->corps); no line = nothing to draw. False: no memory. */
    bool (*layout)(struct pose *p);
    /* Draws one line; NULL: all lines are in the page. */
    void (*draw)(const struct pose *p, int ligne, const struct toile *t);
    /* Line of the heading under which a line stands, itself excepted; -1 when none. NULL: no
     * headings. */
    int (*intertitre)(const struct pose *p, int ligne);
    /* Says what a line holds; `out` is zeroed, words. NULL: words. */
    void (*trame)(const struct pose *p, int ligne, struct trame *out);
    void (*done)(struct pose *p); /* NULL: nothing beside the page */
};

extern const struct bloc_ops bloc_fiche, bloc_table, bloc_courbe, bloc_note;

struct bloc {
    const struct bloc_ops *ops;
    const char *titre; /* NULL: none */
    struct si si;
    void *corps;
};

/* Reads a list of blocks. */
bool blocs_load(const struct loader *l, const struct place *at, const struct json *object,
                const char *key, struct bloc **out, size_t *count);

/* A block laid out. */
struct pose {
    const struct bloc *bloc;
    const struct contexte *c;
    struct page page;
    void *corps;
    int lignes;                /* in all */
    int premiere;              /* place of its first line in the tab */
    int entete, entete_lignes; /* header that stays in sight below it; 0 lines = none */
    /* the choice that a table offers (planche_choix_*), NULL when none */
    const struct variante *const *choix;
    size_t choix_count;
};

/* One of the variants among which the user chooses. */
struct variante {
    const char *code, *libelle;
    const struct json *valeurs; /* array of the values it gathers */
};

/* Columns at hand inside the margin. */
static inline int pose_largeur(const struct pose *p)
{
    return p->c->largeur - MARGE;
}

/* The title of a block over a rule, when it has one; returns the lines taken. */
int pose_titre(struct pose *p, const char *suite);

#endif
