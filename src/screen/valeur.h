/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One value of a dossier as words: its type, its path, what goes around it; and a champ, which is a
 * label over one or several of them. */
#ifndef SCREEN_VALEUR_H
#define SCREEN_VALEUR_H

#include <cdap/base/date.h>
#include <cdap/grid/grid.h>

#include "condition.h"

#define NBSP "\u00a0"

/* What drawing needs to know beside the screen itself. */
struct contexte {
    const struct nomenclatures *nomenclatures;
    const struct json *dossier;
    struct date aujourdhui;
    int largeur;
    const char *choix;
    const char *(*revele)(void *ctx, const char *champ);
    void *revele_ctx;
};

struct valeur;

/* A value read in a dossier, about to be said. */
struct lu {
    const struct valeur *val;
    const struct json *v;    /* not null */
    const struct json *base; /* what its path starts from: the dossier or a row */
    const struct contexte *c;
};

/* A type of value: a row of the table in types.c. */
struct type_valeur {
    const char *nom;
    /* Appends the words; false when it is not of this type, and its raw text is then shown. */
    bool (*put)(const struct lu *lu, struct buf *out);
    bool droite;   /* figures, aligned on their right */
    bool capitale; /* begins with a capital where it stands alone */
    bool liste;    /* wants a nomenclature */
    bool masque;   /* may be revealed */
    bool fige;     /* never broken over two lines */
};

const struct type_valeur *type_find(const char *nom);

struct valeur {
    struct chemin chemin;
    const char *chemin_texte; /* as written; NULL: a fixed text */
    const char *texte;        /* the fixed text */
    const struct type_valeur *type;
    struct chemin fin;     /* end of a period */
    bool has_fin, ouverte; /* open: no end means that it still runs */
    const char *liste;
    bool avec_code;
    const char *inconnu; /* said of a code that is not in its list */
    const char *nul;     /* said instead of nothing, beside other values */
    const char *vide;    /* said of an empty list */
    const char *oui, *non;
    const char *avant, *apres, *lien, *separateur;
    struct si si;
};

struct champ {
    const char *libelle; /* NULL: none */
    const char *nul;     /* said when there is no value */
    bool nul_donne;      /* the screen file chose these words */
    const struct valeur *parties;
    size_t nombre;
};

/* Reads a champ: a value, or "parties", several. `more` = other keys the caller reads itself. */
bool champ_load(const struct loader *l, const struct place *at, const struct json *object,
                const char *const *more, struct champ *out);
/* "champs", "colonnes"…: a list of them. */
bool champs_parse(const struct loader *l, const struct place *at, const struct json *object,
                  const char *key, struct champ **out, size_t *count);

enum rendu {
    RENDU_ABSENT,      /* outside the profile: not drawn, nor its label */
    RENDU_SANS_PARENT, /* what should hold it is null */
    RENDU_NUL,         /* `nul` was appended */
    RENDU_VALEUR
};

/* Appends the words of a champ. `seul`: it stands alone and begins with a capital. When there is no
 * value, the words that say so. */
enum rendu champ_put(const struct champ *ch, const struct contexte *c, const struct json *base,
                     bool seul, struct buf *out);
/* The words alone, without a sentence for a missing value: banners. */
void champ_put_phrase(const struct champ *ch, const struct contexte *c, const struct json *base,
                      struct buf *out);
bool champ_droite(const struct champ *ch);
bool champ_fige(const struct champ *ch);
/* One value at one path, without condition: same text in the dossier, same words. */
bool champ_simple(const struct champ *ch);
/* Path of its masked value; NULL when it has none. */
const char *champ_masque(const struct champ *ch);
void champ_put_chemins(const struct champ *ch, const char *prefix, struct buf *out);

/* A period whose beginning is null: « jusqu’au … »; false when its end is not known either. */
bool periode_put_jusqua(const struct valeur *val, const struct json *base, struct buf *out);

/* A figure that may be added to others: an integer within what the contract allows (|x| < 10^10), with
 * room to spare. False for anything else, which is then shown but not counted. */
bool montant_read(const struct json *v, int64_t *out);
/* Amounts and figures in French, no-break spaces inside: « 1 234,56 € », « 1 234 ». */
void montant_put(struct buf *out, int64_t centimes);
void nombre_put(struct buf *out, int64_t n);

#endif
