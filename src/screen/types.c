/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The types of values: how each is said in French. A new type is a function and a row of the table
 * at the end. */
#include <string.h>

#include <cdap/base/text.h>

#include "valeur.h"

bool montant_read(const struct json *v, int64_t *out)
{
    const int64_t most = INT64_C(100000000000);
    return json_integer(v, out) && *out <= most && *out >= -most;
}

void nombre_put(struct buf *out, int64_t n)
{
    char digits[24];
    size_t len = 0;
    uint64_t rest = n < 0 ? (uint64_t)0 - (uint64_t)n : (uint64_t)n;
    do
        digits[len++] = (char)('0' + rest % 10);
    while ((rest /= 10) > 0);
    if (n < 0)
        buf_putc(out, '-');
    while (len-- > 0) {
        buf_putc(out, digits[len]);
        if (len && len % 3 == 0)
            buf_puts(out, NBSP);
    }
}

void montant_put(struct buf *out, int64_t centimes)
{
    int64_t cents = centimes % 100;
    if (centimes < 0 && centimes > -100)
        buf_putc(out, '-');
    nombre_put(out, centimes / 100);
    buf_putc(out, ',');
    buf_put_padded(out, (uint64_t)(cents < 0 ? -cents : cents), 2);
    buf_puts(out, NBSP "€");
}

static void put_clean(struct buf *out, const char *text)
{
    text_clean(out, span_of(text), 0);
}

static bool put_texte(const struct lu *lu, struct buf *out)
{
    put_clean(out, json_string(lu->v, ""));
    return json_is_string(lu->v);
}

static void put_label(const struct valeur *val, const char *code, const struct contexte *c,
                      struct buf *out)
{
    const char *label = nomenclature_label(c->nomenclatures, val->liste, code);
    if (!label) {
        put_clean(out, code);
        if (val->inconnu)
            buf_putf(out, " (%s)", val->inconnu);
        return;
    }
    buf_puts(out, label); /* a label is the project's own text; the grid is the last border */
    if (val->avec_code) {
        buf_puts(out, " (");
        put_clean(out, code);
        buf_putc(out, ')');
    }
}

static bool put_code(const struct lu *lu, struct buf *out)
{
    if (!json_is_string(lu->v))
        return false;
    put_label(lu->val, json_string(lu->v, ""), lu->c, out);
    return true;
}

static bool put_codes(const struct lu *lu, struct buf *out)
{
    if (!json_is_array(lu->v))
        return false;
    const struct json *item = json_first(lu->v);
    if (!item)
        buf_puts(out, lu->val->vide);
    for (; item; item = json_sibling(item)) {
        put_label(lu->val, json_string(item, "?"), lu->c, out);
        buf_puts(out, json_sibling(item) ? ", " : "");
    }
    return true;
}

static bool put_lignes(const struct lu *lu, struct buf *out)
{
    if (!json_is_array(lu->v))
        return false;
    const struct json *item = json_first(lu->v);
    if (!item)
        buf_puts(out, lu->val->vide);
    for (; item; item = json_sibling(item)) {
        put_clean(out, json_string(item, "?"));
        buf_puts(out, json_sibling(item) ? lu->val->separateur : "");
    }
    return true;
}

/* A day, whole or in part, or a month. */
static bool read_date(const struct json *v, struct date *d)
{
    struct span text = span_of(json_string(v, ""));
    mois_t m;
    if (date_parse(text, d))
        return true;
    if (!mois_parse(text, &m))
        return false;
    *d = (struct date){(uint16_t)mois_year(m), (uint8_t)mois_month(m), 0};
    return true;
}

static bool put_date(const struct lu *lu, struct buf *out)
{
    struct date d;
    if (!read_date(lu->v, &d))
        return false;
    date_put_fr(out, d);
    return true;
}

static bool put_mois(const struct lu *lu, struct buf *out)
{
    struct date d;
    if (!read_date(lu->v, &d))
        return false;
    if (d.month)
        mois_put_fr(out, mois_of(d));
    else
        date_put_fr(out, d);
    return true;
}

/* The date as it follows a preposition: « le 03/02/2020 », « juin 1987 », « 1987 ». */
static void put_when(struct date d, const char *day, const char *other, struct buf *out)
{
    buf_puts(out, d.day ? day : other);
    if (d.day || !d.month)
        date_put_fr(out, d);
    else
        mois_put_fr(out, mois_of(d));
}

static bool put_le(const struct lu *lu, struct buf *out)
{
    struct date d;
    if (!read_date(lu->v, &d))
        return false;
    if (d.year)
        put_when(d, "le ", "en ", out);
    else
        buf_puts(out, "à une date inconnue");
    return true;
}

static bool put_depuis(const struct lu *lu, struct buf *out)
{
    struct date d;
    if (!read_date(lu->v, &d))
        return false;
    if (d.year)
        put_when(d, "depuis le ", "depuis ", out);
    else
        buf_puts(out, "depuis une date inconnue");
    return true;
}

static bool put_periode(const struct lu *lu, struct buf *out)
{
    struct date debut, fin;
    const struct json *end = NULL;
    enum trouve found = chemin_follow(&lu->val->fin, lu->base, &end);
    if (!read_date(lu->v, &debut) || (found == TROUVE_VALEUR && !read_date(end, &fin)))
        return false;
    if (found == TROUVE_NUL && lu->val->ouverte)
        buf_puts(out, debut.year ? "depuis " : "depuis une date ");
    date_put_fr(out, debut);
    if (found == TROUVE_NUL && !lu->val->ouverte)
        buf_puts(out, " – non renseigné");
    if (found != TROUVE_VALEUR || memcmp(&debut, &fin, sizeof fin) == 0)
        return true;
    buf_puts(out, " – ");
    date_put_fr(out, fin);
    return true;
}

bool periode_put_jusqua(const struct valeur *val, const struct json *base, struct buf *out)
{
    struct date fin;
    const struct json *end = NULL;
    if (!val->has_fin || chemin_follow(&val->fin, base, &end) != TROUVE_VALEUR ||
        !read_date(end, &fin))
        return false;
    buf_puts(out, fin.day ? "jusqu’au " : fin.year ? "jusqu’en " : "jusqu’à une date ");
    date_put_fr(out, fin);
    return true;
}

static bool is_before(struct date a, struct date b)
{
    return a.year != b.year     ? a.year < b.year
           : a.month != b.month ? a.month < b.month
                                : a.day < b.day;
}

static bool put_age(const struct lu *lu, struct buf *out)
{
    struct date d, today = lu->c->aujourdhui;
    if (!read_date(lu->v, &d))
        return false;
    if (!d.year || !today.year || is_before(today, d))
        return true; /* no age to tell */
    int months = (today.year - d.year) * 12;
    if (d.month)
        months += today.month - d.month;
    if (d.day && today.day < d.day)
        months--;
    if (!d.month || (!d.day && months % 12 == 0))
        buf_puts(out, "environ ");
    if (months >= 24 || !d.month)
        buf_putf(out, "%d" NBSP "an%s", months / 12, months / 12 > 1 ? "s" : "");
    else if (months > 0)
        buf_putf(out, "%d" NBSP "mois", months);
    else
        buf_puts(out, "moins d’un mois");
    return true;
}

static bool put_montant(const struct lu *lu, struct buf *out)
{
    int64_t n;
    if (!json_integer(lu->v, &n))
        return false;
    montant_put(out, n);
    return true;
}

static bool put_entier(const struct lu *lu, struct buf *out)
{
    int64_t n;
    if (!json_integer(lu->v, &n))
        return false;
    nombre_put(out, n);
    return true;
}

static bool put_euros(const struct lu *lu, struct buf *out)
{
    if (!put_entier(lu, out))
        return false;
    buf_puts(out, NBSP "€");
    return true;
}

static bool put_pourcentage(const struct lu *lu, struct buf *out)
{
    if (!put_entier(lu, out))
        return false;
    buf_puts(out, NBSP "%");
    return true;
}

static bool put_annee(const struct lu *lu, struct buf *out)
{
    int64_t n;
    if (!json_integer(lu->v, &n))
        return false;
    buf_put_int(out, n);
    return true;
}

/* Tenths; the plural begins at two: « 1,5 part », « 2,5 parts ». */
static bool put_parts(const struct lu *lu, struct buf *out)
{
    int64_t n;
    if (!json_integer(lu->v, &n) || n < 0)
        return false;
    nombre_put(out, n / 10);
    if (n % 10)
        buf_putf(out, ",%d", (int)(n % 10));
    buf_puts(out, n >= 20 ? NBSP "parts" : NBSP "part");
    return true;
}

static bool put_booleen(const struct lu *lu, struct buf *out)
{
    if (!json_is_boolean(lu->v))
        return false;
    buf_puts(out, json_boolean(lu->v, false) ? lu->val->oui : lu->val->non);
    return true;
}

/* A revealed value takes the spaces of its mask, « 2 84 08 … »: it is read in groups, and the line
 * does not jump. A value of another length is shown as it came. */
static void put_grouped(struct buf *out, struct span clear, struct span mask)
{
    size_t spaces = 0;
    for (size_t i = 0; i < mask.len; i++)
        spaces += mask.ptr[i] == ' ';
    if (text_width(mask) - spaces != text_width(clear) || memchr(clear.ptr, ' ', clear.len)) {
        put_clean(out, clear.ptr);
        return;
    }
    const char *m = mask.ptr, *c = clear.ptr, *from = c;
    while (m < mask.ptr + mask.len) {
        if (text_decode(&m, mask.ptr + mask.len) != ' ') {
            text_decode(&c, clear.ptr + clear.len);
            continue;
        }
        text_clean(out, (struct span){from, (size_t)(c - from)}, 0);
        buf_putc(out, ' ');
        from = c;
    }
    put_clean(out, from);
}

static bool put_masque(const struct lu *lu, struct buf *out)
{
    const char *mask = json_string(lu->v, "");
    const char *clear =
        lu->c->revele ? lu->c->revele(lu->c->revele_ctx, lu->val->chemin_texte) : NULL;
    if (clear)
        put_grouped(out, span_of(clear), span_of(mask));
    else
        put_clean(out, mask);
    return clear || json_is_string(lu->v);
}

static const struct type_valeur types[] = {
    {.nom = "texte", .put = put_texte},
    {.nom = "code", .put = put_code, .capitale = true, .liste = true},
    {.nom = "codes", .put = put_codes, .capitale = true, .liste = true},
    {.nom = "personne", .put = put_code, .capitale = true, .fige = true},
    {.nom = "lignes", .put = put_lignes},
    {.nom = "date", .put = put_date, .fige = true},
    {.nom = "mois", .put = put_mois, .capitale = true, .fige = true},
    {.nom = "le", .put = put_le, .capitale = true},
    {.nom = "depuis", .put = put_depuis, .capitale = true},
    {.nom = "periode", .put = put_periode, .capitale = true},
    {.nom = "age", .put = put_age, .fige = true},
    {.nom = "montant", .put = put_montant, .droite = true, .fige = true},
    {.nom = "euros", .put = put_euros, .droite = true, .fige = true},
    {.nom = "entier", .put = put_entier, .droite = true, .fige = true},
    {.nom = "pourcentage", .put = put_pourcentage, .droite = true, .fige = true},
    {.nom = "annee", .put = put_annee, .fige = true},
    {.nom = "parts", .put = put_parts, .droite = true, .fige = true},
    {.nom = "booleen", .put = put_booleen, .capitale = true},
    {.nom = "masque", .put = put_masque, .masque = true},
};

const struct type_valeur *type_find(const char *nom)
{
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (strcmp(types[i].nom, nom) == 0)
            return &types[i];
    return NULL;
}
