/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How sensitive values look before they are revealed. */
#include <string.h>

#include <cdap/base/text.h>
#include <cdap/model/masque.h>

#define POINT    "•"
#define TOUT     "••••••••" /* says nothing of the length either */
#define NIR_SIZE 15         /* 13 characters and a key of 2 */
#define IBAN_MIN 15
#define IBAN_MAX 34
#define LISIBLES 3 /* last characters of an IBAN, first letters of a BIC */

static bool upper_or_digit(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* Drops spaces; false when something else than capitals and digits is found, or too much. */
static bool compact(struct span clear, char *out, size_t size, size_t *len)
{
    *len = 0;
    for (size_t i = 0; i < clear.len; i++) {
        if (clear.ptr[i] == ' ')
            continue;
        if (!upper_or_digit(clear.ptr[i]) || *len == size)
            return false;
        out[(*len)++] = clear.ptr[i];
    }
    return true;
}

/* Sex and year of birth only. */
static void put_nir(struct buf *out, struct span clear)
{
    char nir[NIR_SIZE];
    size_t len;
    bool shaped = compact(clear, nir, sizeof nir, &len) && (len == NIR_SIZE || len == NIR_SIZE - 2);
    for (size_t i = 0; shaped && i < 3; i++)
        shaped = nir[i] >= '0' && nir[i] <= '9';
    if (!shaped) {
        buf_puts(out, TOUT);
        return;
    }
    buf_putf(out,
             "%c %.2s " POINT POINT " " POINT POINT " " POINT POINT POINT " " POINT POINT POINT,
             nir[0], nir + 1);
    if (len == NIR_SIZE)
        buf_puts(out, " " POINT POINT);
}

static void put_iban(struct buf *out, struct span clear)
{
    char iban[IBAN_MAX];
    size_t len;
    if (!compact(clear, iban, sizeof iban, &len) || len < IBAN_MIN || iban[0] < 'A' ||
        iban[1] < 'A') {
        buf_puts(out, TOUT);
        return;
    }
    for (size_t i = 0; i < len; i++) {
        if (i && i % 4 == 0)
            buf_putc(out, ' ');
        if (i < 2 || i >= len - LISIBLES)
            buf_putc(out, iban[i]);
        else
            buf_puts(out, POINT);
    }
}

static void put_bic(struct buf *out, struct span clear)
{
    char bic[11];
    size_t len;
    if (!compact(clear, bic, sizeof bic, &len) || (len != 8 && len != 11)) {
        buf_puts(out, TOUT);
        return;
    }
    for (size_t i = 0; i < len; i++) {
        if (i < LISIBLES)
            buf_putc(out, bic[i]);
        else
            buf_puts(out, POINT);
    }
}

/* First letter of each word, then always as many points: « S••• M••• ». */
static void put_holder(struct buf *out, struct span clear)
{
    bool start = true, any = false;
    for (const char *p = clear.ptr, *end = p + clear.len; p < end;) {
        const char *from = p;
        uint32_t cp = text_decode(&p, end);
        if (cp == ' ' || cp == '-' || cp == '\'' || cp == 0x2019) {
            start = true;
        } else if (start) {
            buf_puts(out, any ? " " : "");
            buf_put(out, from, (size_t)(p - from));
            buf_puts(out, POINT POINT POINT);
            start = false;
            any = true;
        }
    }
    if (!any)
        buf_puts(out, TOUT);
}

void masque_put(struct buf *out, enum masque masque, struct span clear)
{
    switch (masque) {
    case MASQUE_NIR:
        put_nir(out, clear);
        return;
    case MASQUE_IBAN:
        put_iban(out, clear);
        return;
    case MASQUE_BIC:
        put_bic(out, clear);
        return;
    case MASQUE_TITULAIRE:
        put_holder(out, clear);
        return;
    case MASQUE_AUCUN:
        break;
    }
    buf_puts(out, TOUT); /* no mask was asked for: show nothing rather than all */
}
