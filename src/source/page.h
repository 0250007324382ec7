/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the writers of one document share: the buffer, the household, the day. */
#ifndef CDAP_SOURCE_PAGE_H
#define CDAP_SOURCE_PAGE_H

#include <cdap/base/json.h>

#include "foyer.h"

struct page {
    struct buf *out;
    const struct foyer *f;
    struct date jour;
    mois_t mois; /* of `jour` */
};

/* A literal without measuring it: rows of droits and paiements are nine tenths of a document. */
#define PUT(b, literal) buf_put((b), (literal), sizeof(literal) - 1)

/* Opens an object inside an array. */
static inline void put_row(struct buf *b)
{
    if (b->len > 0 && b->data[b->len - 1] != '[')
        buf_putc(b, ',');
    buf_putc(b, '{');
}

/* `"key":{`, `"key":[` … the closing characters are put by the caller. */
static inline void put_open(struct buf *b, const char *key, char bracket)
{
    json_put_key(b, key);
    buf_putc(b, bracket);
}

void put_date(const struct page *p, const char *key, struct moment m);
/* Month `ago` months before this one; null below 0. */
void put_mois(const struct page *p, const char *key, int ago);
void put_tri(const struct page *p, const char *key, uint8_t tri);
void put_null(struct buf *b, const char *key);

/* foyer_put.c, section_*.c */
void put_lignes(const struct page *p, const char *key, const char *const *lignes);
void put_situation_familiale(const struct page *p, const char *key);
void put_dossier(const struct page *p);
void put_famille(const struct page *p);
void put_ressources(const struct page *p);
void put_logement(const struct page *p);
void put_creances(const struct page *p);

/* historique.c: what is computed month by month. */
void put_quotients(const struct page *p);
void put_droits(const struct page *p);
void put_paiements(const struct page *p);

/* quotient.c */
struct quotient {
    int64_t valeur; /* -1 = not known */
    int parts;      /* tenths */
};
/* The quotient of the month `ago` months before this one. */
struct quotient foyer_quotient(const struct page *p, int ago);
/* The quotient in force and the day it was computed; false when the file has none. */
bool foyer_quotient_actuel(const struct page *p, struct quotient *q, struct date *calcul);
/* Ressources retenues of a year (`annees` before this one), in centimes; false when none is known. */
bool foyer_ressources(const struct foyer *f, unsigned annees, int64_t *centimes);

/* identifiants.c: numbers with true check digits that belong to nobody. */
void put_nir(struct buf *b, const struct personne *q, struct date naissance);
void put_iban(struct buf *b, uint32_t compte);

#endif
