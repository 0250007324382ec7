/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The encoder, shared by the file that walks a document and the one that judges its values. */
#ifndef MODEL_ENCODEUR_H
#define MODEL_ENCODEUR_H

#include "forme.h"

/* Where we are in the document, for the path of an error. */
struct etape {
    const struct noeud *noeud;
    int32_t ligne; /* row of an array or line of a list, -1 = none */
};

/* What a row has told of its place in time. */
struct dates {
    mois_t debut; /* MOIS_INCONNU until told; a bare year stands at its January */
    mois_t fin;   /* MOIS_OUVERT until told, MOIS_INCONNU when told without its month */
};

/* A member as it was written: out of order, it has to be moved. */
struct segment {
    uint32_t texte, texte_len, index, index_len;
    uint8_t etat; /* enum etat */
};

struct clair {
    uint32_t at, len;
    bool present;
};

struct encodeur {
    const struct dictionnaire *d;
    struct json_reader lecteur;
    struct buf texte, index;
    struct buf ordre_texte, ordre_index; /* where members are put back in order */
    struct buf valeur, ecrit;            /* one text cleaned, then escaped */
    struct buf clairs;                   /* clear values one after the other */
    struct clair clair[MASQUES_MAX];
    struct segment segments[CHAMPS_MAX];
    unsigned segment_count;
    struct etape pile[PROFONDEUR_MAX + 1];
    unsigned hauteur;
    struct dates *dates; /* of the row being read, NULL outside any dated row */
    int64_t caf, numero; /* -1 until read */
    struct identite *id;
    uint16_t rangs[10000]; /* rank of a year among those of one array; all zeros between two */
    struct err *err;
};

/* Refuses the value at the current place; always false. `fmt` is a French reason. */
bool encode_refuse(struct encodeur *e, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Writes the leaf `n`, whose value has just been read as `event`. */
bool valeur_encode(struct encodeur *e, const struct noeud *n, enum json_event event);

/* Writes a piece of text with its leaf entry: `"cle":value,`. */
bool feuille_put(struct encodeur *e, const struct noeud *n, const char *value, size_t len);

/* Where a row of the array `c` stands in time, from what it has told. */
void datation_place(const struct champ *c, const struct dates *t, struct rangee *r);

/* Gives each row written from `first` on in the index the rank of its year among the distinct years
 * of its array, 0 = the highest. */
void datation_rank(struct encodeur *e, size_t first);

#endif
