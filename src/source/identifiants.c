/* SPDX-License-Identifier: GPL-3.0-or-later */
/* NIR and IBAN for fictional people. Both are well formed, check digits included, so that masks and
 * readers meet the real shape; neither can be anyone's: the NIR names commune 000, which no
 * département has, and the IBAN names bank 00000, which no one runs. */
#include <string.h>

#include "page.h"

static const char COMMUNE[] = "13000";

static void digits(char *out, unsigned value, unsigned width)
{
    while (width-- > 0) {
        out[width] = (char)('0' + value % 10);
        value /= 10;
    }
}

/* Remainder of a decimal number of any length. */
static unsigned modulo(const char *text, size_t len, unsigned m)
{
    unsigned rest = 0;
    for (size_t i = 0; i < len; i++)
        rest = (rest * 10 + (unsigned)(text[i] - '0')) % m;
    return rest;
}

/* 13 digits, then 97 less their remainder by 97. */
void put_nir(struct buf *b, const struct personne *q, struct date naissance)
{
    char nir[15];
    nir[0] = strcmp(q->civilite ? q->civilite : "M", "MME") == 0 ? '2' : '1';
    digits(nir + 1, naissance.year % 100u, 2);
    /* months 20 and above stand for an unknown month */
    digits(nir + 3, naissance.month ? naissance.month : 20u, 2);
    memcpy(nir + 5, COMMUNE, 5);
    digits(nir + 10, q->nir % 1000u, 3);
    digits(nir + 13, 97 - modulo(nir, 13, 97), 2);
    buf_put(b, nir, sizeof nir);
}

/* FRkk, bank, counter, account, then the two-digit key of the RIB. */
void put_iban(struct buf *b, uint32_t compte)
{
    char bban[23 + 6] = "0000000001";
    digits(bban + 10, compte, 11);
    /* key of the RIB: 97 - (89 bank + 15 counter + 3 account) mod 97 */
    uint64_t rib = 15u * 1u + 3u * (uint64_t)compte;
    digits(bban + 21, 97 - (unsigned)(rib % 97), 2);
    memcpy(bban + 23, "152700", 6); /* F = 15, R = 27, check digits to come */
    char cle[2];
    digits(cle, 98 - modulo(bban, sizeof bban, 97), 2);
    PUT(b, "FR");
    buf_put(b, cle, sizeof cle);
    buf_put(b, bban, 23);
}
