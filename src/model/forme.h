/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The layout of a bande: header, text, index, clear values, seal. All numbers are little-endian.
 *
 *   tête    32 bytes, struct tete
 *   texte   the document in canonical order, masked, as compact JSON
 *   index   one entry per piece of the text, in the same order (below)
 *   clair   per masked field that has a value: id, length, bytes
 *   zeros   up to a multiple of 32
 *   sceau   16 bytes over all that precedes
 *
 * Entries of the index:
 *   leaf       | genre, id | bytes of text u16 |          `"nom":"MARTIN",`; also an object that is null
 *   container  | genre, id | bytes of `"key":{` u16 | bytes of text u32 | bytes of index u32 | members
 *   row        | bytes of text u32 | bytes of index u32 | premier i32 | dernier i32 | members
 *
 * A comma belongs to the piece it follows; the last piece of a container has none. So the text of a
 * container is JSON as it stands, and whatever is left out leaves at most one comma too many. */
#ifndef MODEL_FORME_H
#define MODEL_FORME_H

#include <string.h>

#include "dictionnaire.h"

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "stored numbers are little-endian");

#define BANDE_MAGIE    0x31424443u /* "CDB1" */
#define BANDE_MAX      (64u << 20) /* bytes of a whole bande */
#define BLOC           32          /* the seal works on blocks of this size */
#define SCEAU_SIZE     16
#define FEUILLE_SIZE   4
#define CONTENANT_SIZE 12
#define RANGEE_SIZE    16

/* A row that no window shows: its month, or the start of its period, is unknown. */
#define JAMAIS_PREMIER INT32_MAX
#define JAMAIS_DERNIER (-1)

enum genre { GENRE_FEUILLE, GENRE_OBJET, GENRE_TABLEAU };

struct tete {
    uint32_t magie;
    uint32_t version;   /* of the dictionary */
    uint64_t empreinte; /* of the dictionary in that version */
    uint32_t texte, index, clair;
    uint32_t zero;
};
_Static_assert(sizeof(struct tete) == BLOC, "the header is one block");

struct rangee {
    uint32_t texte, index;
    int32_t premier,
        dernier; /* months; for rows dated by year, the year and its rank (0 = highest) */
};
_Static_assert(sizeof(struct rangee) == RANGEE_SIZE, "a row entry is 16 bytes");

/* A place in text and index, each with its end. */
struct curseur {
    const char *texte, *texte_end;
    const unsigned char *index, *index_end;
};

/* A container as its entry tells it. */
struct contenant {
    unsigned id, genre;
    struct curseur dedans; /* between its brackets */
    const char *texte;     /* from its key … */
    size_t ouvre, len;     /* … `"key":{`, and all of it up to the comma included */
    size_t ferme;          /* 1, or 2 with a comma */
};

static inline uint16_t load16(const unsigned char *p)
{
    uint16_t v;
    memcpy(&v, p, sizeof v);
    return v;
}

static inline uint32_t load32(const unsigned char *p)
{
    uint32_t v;
    memcpy(&v, p, sizeof v);
    return v;
}

static inline unsigned entree_genre(const unsigned char *p)
{
    return load16(p) >> 12;
}

static inline unsigned entree_id(const unsigned char *p)
{
    return load16(p) & 0xFFFu;
}

static inline size_t curseur_texte(const struct curseur *c)
{
    return (size_t)(c->texte_end - c->texte);
}

static inline size_t curseur_index(const struct curseur *c)
{
    return (size_t)(c->index_end - c->index);
}

/* Reads the container at the cursor and moves past it. False when its lengths do not fit. */
static inline bool contenant_read(struct curseur *c, struct contenant *out)
{
    if (curseur_index(c) < CONTENANT_SIZE)
        return false;
    size_t ouvre = load16(c->index + 2), texte = load32(c->index + 4), index = load32(c->index + 8);
    if (texte > curseur_texte(c) || index > curseur_index(c) - CONTENANT_SIZE || ouvre == 0 ||
        texte <= ouvre)
        return false;
    size_t ferme = c->texte[texte - 1] == ',' ? 2 : 1;
    if (texte < ouvre + ferme)
        return false;
    const unsigned char *members = c->index + CONTENANT_SIZE;
    *out = (struct contenant){
        .id = entree_id(c->index),
        .genre = entree_genre(c->index),
        .dedans = {c->texte + ouvre, c->texte + texte - ferme, members, members + index},
        .texte = c->texte,
        .ouvre = ouvre,
        .len = texte,
        .ferme = ferme};
    c->texte += texte;
    c->index = members + index;
    return true;
}

/* Reads the row at the cursor and moves past it. `dedans` is what stands between its `{` and its
 * closing, which is `*ferme` bytes long (2 with a comma). */
static inline bool rangee_read(struct curseur *c, struct rangee *r, struct curseur *dedans,
                               size_t *ferme)
{
    if (curseur_index(c) < RANGEE_SIZE)
        return false;
    memcpy(r, c->index, sizeof *r);
    if (r->texte > curseur_texte(c) || r->index > curseur_index(c) - RANGEE_SIZE || r->texte < 2)
        return false;
    *ferme = c->texte[r->texte - 1] == ',' ? 2 : 1;
    if (r->texte < 1 + *ferme)
        return false;
    const unsigned char *members = c->index + RANGEE_SIZE;
    *dedans =
        (struct curseur){c->texte + 1, c->texte + r->texte - *ferme, members, members + r->index};
    c->texte += r->texte;
    c->index = members + r->index;
    return true;
}

/* What a bande holds. Borrowed from it. */
struct bande {
    struct curseur document; /* text from { to }, index of its members */
    struct span clair;
};

/* Checks header, lengths, dictionary and seal. False: nothing in it may be trusted. */
bool bande_open(const struct dictionnaire *d, struct span bytes, struct bande *out);

/* Closes a bande whose header, text, index and clear values stand in `b`: pads and seals it. */
void bande_seal(struct buf *b);

/* Next clear value: moves `clair` past it. False at the end or when damaged. */
bool clair_next(struct span *clair, unsigned *id, struct span *value);

#endif
