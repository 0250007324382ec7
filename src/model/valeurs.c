/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One value of a document: is it of its type and within its bounds, and which bytes are stored. */
#include <cdap/base/text.h>
#include <cdap/model/masque.h>
#include <cdap/model/recherche.h>

#include "encodeur.h"

#define MONTANT_BORNE INT64_C(10000000000) /* centimes, either side */
#define ENTIER_BORNE  INT64_C(10000000)
#define ANNEE_MIN     1900
#define ANNEE_MAX     2199
#define CODE_MAX      16
#define CAF_DIGITS    3
#define NUMERO_DIGITS 7

static const char *const attendus[] = {
    [CHAMP_OBJET] = "un objet est attendu",
    [CHAMP_TABLEAU] = "un tableau est attendu",
    [CHAMP_TEXTES] = "un tableau de textes est attendu",
    [CHAMP_MOTS] = "un tableau de mots est attendu",
    [CHAMP_CAF] = "un texte de 3 chiffres est attendu",
    [CHAMP_NUMERO] = "un texte de 7 chiffres est attendu",
    [CHAMP_TEXTE] = "un texte est attendu",
    [CHAMP_CODE] = "un code en capitales et chiffres est attendu",
    [CHAMP_MOT] = "un mot est attendu",
    [CHAMP_DATE] = "une date AAAA-MM-JJ est attendue",
    [CHAMP_MOIS] = "un mois AAAA-MM est attendu",
    [CHAMP_ANNEE] = "une année de 1900 à 2199 est attendue",
    [CHAMP_MONTANT] = "un montant entier en centimes est attendu",
    [CHAMP_ENTIER] = "un entier de 0 à 9999999 est attendu",
    [CHAMP_BOOLEEN] = "vrai ou faux est attendu"};

static bool unexpected(struct encodeur *e, const struct noeud *n)
{
    return encode_refuse(e, "%s", attendus[n->champ.type]);
}

/* ---- writing -------------------------------------------------------------------------------- */

/* Room for `len` more bytes; most often it is there. */
static inline char *room(struct buf *b, size_t len)
{
    return b->cap - b->len > len && !b->failed ? b->data + b->len : buf_reserve(b, len);
}

static bool entry_put(struct encodeur *e, const struct noeud *n, size_t len)
{
    char *entry = room(&e->index, FEUILLE_SIZE);
    if (len > UINT16_MAX)
        return encode_refuse(e, "valeur trop longue");
    if (!entry)
        return encode_refuse(e, "mémoire insuffisante");
    uint16_t fields[2] = {(uint16_t)(n->champ.id | GENRE_FEUILLE << 12), (uint16_t)len};
    memcpy(entry, fields, FEUILLE_SIZE);
    e->index.len += FEUILLE_SIZE;
    return true;
}

/* Writes `"cle":` where there is room for a block; returns where the value goes. */
static inline char *prefix_put(char *to, const struct noeud *n)
{
    if (n->prefixe_len <= PREFIXE_BLOC)
        memcpy(to, n->prefixe, PREFIXE_BLOC);
    else
        memcpy(to, n->prefixe, n->prefixe_len);
    return to + n->prefixe_len;
}

bool feuille_put(struct encodeur *e, const struct noeud *n, const char *value, size_t len)
{
    size_t whole = n->prefixe_len + len + !n->dernier;
    char *to = room(&e->texte, whole + PREFIXE_BLOC);
    if (!to)
        return encode_refuse(e, "mémoire insuffisante");
    to = prefix_put(to, n);
    memcpy(to, value, len);
    to[len] = ',';
    e->texte.len += whole;
    return entry_put(e, n, whole);
}

#define COURT 16 /* bytes of a short value: dates, codes, most words */

/* A text that needs no escape, between quotes. */
static bool put_quoted(struct encodeur *e, const struct noeud *n, struct span s)
{
    size_t whole = n->prefixe_len + s.len + 2u + !n->dernier;
    char *to = room(&e->texte, whole + PREFIXE_BLOC + COURT);
    if (!to)
        return encode_refuse(e, "mémoire insuffisante");
    to = prefix_put(to, n);
    *to++ = '"';
    bool in_document = s.ptr >= e->lecteur.start && s.ptr < e->lecteur.end;
    if (s.len <= COURT && in_document && e->lecteur.end - s.ptr >= COURT)
        memcpy(to, s.ptr, COURT);
    else
        memcpy(to, s.ptr, s.len);
    memcpy(to + s.len, "\",", 2);
    e->texte.len += whole;
    return entry_put(e, n, whole);
}

static bool put_integer(struct encodeur *e, const struct noeud *n, int64_t value)
{
    char digits[24];
    size_t at = sizeof digits;
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    do {
        digits[--at] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest);
    if (value < 0)
        digits[--at] = '-';
    return feuille_put(e, n, digits + at, sizeof digits - at);
}

/* ---- texts ---------------------------------------------------------------------------------- */

/* Length of the character at `p` when it is one that is stored as it comes: printable ASCII but `"`
 * and `\`, accented Latin letters (U+00C0 to U+017F, all in NFC: what they could compose with is
 * not in this list), the typographic apostrophe. 0 = to be looked at more closely. */
static inline size_t plain_length(const unsigned char *p, const unsigned char *end)
{
    if (*p >= 0x20 && *p < 0x7F)
        return *p != '"' && *p != '\\';
    if (*p >= 0xC3 && *p <= 0xC5)
        return end - p >= 2 ? 2 : 0;
    return end - p >= 3 && memcmp(p, "\u2019", 3) == 0 ? 3 : 0;
}

/* Nearly every text there is; the reader has checked that it is UTF-8. */
static bool is_simple(struct span s)
{
    const unsigned char *p = (const unsigned char *)s.ptr, *end = p + s.len;
    while (p < end) {
        size_t len = plain_length(p, end);
        if (len == 0)
            return false;
        p += len;
    }
    return true;
}

static size_t characters(struct span s)
{
    size_t count = 0;
    for (size_t i = 0; i < s.len; i++)
        count += ((unsigned char)s.ptr[i] & 0xC0) != 0x80;
    return count;
}

/* Replaces `s` by what may be stored: NFC, without control, bidi or zero-width characters. Counted
 * afterwards, so that a document exported is never refused. */
static bool clean_text(struct encodeur *e, const struct noeud *n, struct span *s)
{
    if (!is_simple(*s)) {
        buf_reset(&e->valeur);
        text_clean(&e->valeur, *s, 0);
        if (e->valeur.failed)
            return encode_refuse(e, "mémoire insuffisante");
        *s = buf_span(&e->valeur);
    }
    if (s->len > n->champ.caracteres_max && characters(*s) > n->champ.caracteres_max)
        return encode_refuse(e, "plus de %u caractères", n->champ.caracteres_max);
    return true;
}

static bool keep_clear(struct encodeur *e, const struct noeud *n, struct span s)
{
    e->clair[n->masque] =
        (struct clair){.at = (uint32_t)e->clairs.len, .len = (uint32_t)s.len, .present = true};
    buf_put(&e->clairs, s.ptr, s.len);
    return !e->clairs.failed || encode_refuse(e, "mémoire insuffisante");
}

static bool encode_texte(struct encodeur *e, const struct noeud *n, enum json_event event)
{
    struct span s = e->lecteur.value;
    if (event != JSON_STRING)
        return unexpected(e, n);
    if (!clean_text(e, n, &s))
        return false;
    if (n->nom >= 0)
        nom_cle(s, e->id->noms[n->nom]);
    if (n->masque < 0 && is_simple(s))
        return put_quoted(e, n, s);
    buf_reset(&e->ecrit);
    if (n->masque >= 0) {
        struct buf masked = {0};
        masque_put(&masked, (enum masque)n->champ.masque, s);
        json_put_string(&e->ecrit, buf_span(&masked));
        bool ok = !masked.failed && keep_clear(e, n, s);
        buf_free(&masked);
        if (!ok)
            return false;
    } else {
        json_put_string(&e->ecrit, s);
    }
    return e->ecrit.failed ? encode_refuse(e, "mémoire insuffisante")
                           : feuille_put(e, n, e->ecrit.data, e->ecrit.len);
}

static bool is_word_of(const struct champ *c, struct span s)
{
    for (const char *const *word = c->valeurs; *word; word++)
        if (span_is(s, *word))
            return true;
    return false;
}

/* A word given twice in one list; `words` is the list written so far. */
static bool already_listed(const struct buf *words, struct span s)
{
    for (size_t at = 0; at + s.len + 2 <= words->len; at++)
        if (words->data[at] == '"' && memcmp(words->data + at + 1, s.ptr, s.len) == 0 &&
            words->data[at + 1 + s.len] == '"')
            return true;
    return false;
}

static bool put_item(struct encodeur *e, const struct noeud *n)
{
    struct span s = e->lecteur.value;
    if (n->champ.type == CHAMP_TEXTES) {
        if (!clean_text(e, n, &s))
            return false;
    } else if (!is_word_of(&n->champ, s)) {
        return encode_refuse(e, "mot inconnu");
    } else if (already_listed(&e->ecrit, s)) {
        return encode_refuse(e, "mot en double");
    }
    if (e->ecrit.len > 1)
        buf_putc(&e->ecrit, ',');
    json_put_string(&e->ecrit, s);
    return true;
}

/* Lines of an address, words of a closed list: one leaf. */
static bool encode_liste(struct encodeur *e, const struct noeud *n, enum json_event event)
{
    struct etape *here = &e->pile[e->hauteur - 1];
    if (event != JSON_ARRAY)
        return unexpected(e, n);
    buf_reset(&e->ecrit);
    buf_putc(&e->ecrit, '[');
    for (here->ligne = 0; (event = json_next(&e->lecteur)) == JSON_STRING; here->ligne++) {
        if (n->champ.type == CHAMP_TEXTES && here->ligne == n->champ.elements_max)
            return encode_refuse(e, "plus de %u lignes", n->champ.elements_max);
        if (!put_item(e, n))
            return false;
    }
    if (event == JSON_ERROR)
        return encode_refuse(e, "%s", e->lecteur.problem);
    if (event != JSON_ARRAY_END)
        return encode_refuse(e, "un texte est attendu");
    here->ligne = -1;
    buf_putc(&e->ecrit, ']');
    return e->ecrit.failed ? encode_refuse(e, "mémoire insuffisante")
                           : feuille_put(e, n, e->ecrit.data, e->ecrit.len);
}

/* ---- codes, words, dates, numbers ----------------------------------------------------------- */

static bool is_digits(struct span s, size_t len)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] < '0' || s.ptr[i] > '9')
            return false;
    return s.len == len;
}

static bool encode_numero(struct encodeur *e, const struct noeud *n, enum json_event event)
{
    struct span s = e->lecteur.value;
    bool caf = n->champ.type == CHAMP_CAF;
    int64_t value = 0;
    if (event != JSON_STRING || !is_digits(s, caf ? CAF_DIGITS : NUMERO_DIGITS))
        return unexpected(e, n);
    for (size_t i = 0; i < s.len; i++)
        value = value * 10 + (s.ptr[i] - '0');
    *(caf ? &e->caf : &e->numero) = value;
    return put_quoted(e, n, s);
}

static bool encode_code(struct encodeur *e, const struct noeud *n, enum json_event event)
{
    struct span s = e->lecteur.value;
    if (event != JSON_STRING || s.len == 0 || s.len > CODE_MAX)
        return unexpected(e, n);
    for (size_t i = 0; i < s.len; i++)
        if (!(s.ptr[i] >= 'A' && s.ptr[i] <= 'Z') && !(s.ptr[i] >= '0' && s.ptr[i] <= '9'))
            return unexpected(e, n);
    return put_quoted(e, n, s);
}

static bool encode_mot(struct encodeur *e, const struct noeud *n, enum json_event event)
{
    if (event != JSON_STRING)
        return unexpected(e, n);
    if (!is_word_of(&n->champ, e->lecteur.value))
        return encode_refuse(e, "mot inconnu");
    return put_quoted(e, n, e->lecteur.value);
}

static void note_date(struct encodeur *e, const struct noeud *n, mois_t month)
{
    if (n->role == ROLE_DEBUT)
        e->dates->debut = month;
    else if (n->role == ROLE_FIN)
        e->dates->fin = month;
}

static bool encode_date(struct encodeur *e, const struct noeud *n, enum json_event event)
{
    struct date day;
    mois_t month;
    if (event != JSON_STRING)
        return unexpected(e, n);
    if (n->champ.type == CHAMP_MOIS) {
        if (!mois_parse(e->lecteur.value, &month))
            return unexpected(e, n);
    } else {
        if (!date_parse(e->lecteur.value, &day))
            return encode_refuse(e, "date impossible ou mal écrite (AAAA-MM-JJ)");
        month = mois_of(day);
    }
    note_date(e, n, month);
    return put_quoted(e, n, e->lecteur.value);
}

static bool encode_nombre(struct encodeur *e, const struct noeud *n, enum json_event event)
{
    int64_t value = e->lecteur.integer;
    bool fits = event == JSON_INT;
    if (n->champ.type == CHAMP_MONTANT)
        fits = fits && value > -MONTANT_BORNE && value < MONTANT_BORNE;
    else if (n->champ.type == CHAMP_ENTIER)
        fits = fits && value >= 0 && value < ENTIER_BORNE;
    else
        fits = fits && value >= ANNEE_MIN && value <= ANNEE_MAX;
    if (!fits)
        return unexpected(e, n);
    if (n->role != ROLE_AUCUN)
        note_date(e, n, (mois_t)value * 12);
    return put_integer(e, n, value);
}

static bool encode_booleen(struct encodeur *e, const struct noeud *n, enum json_event event)
{
    if (event == JSON_TRUE)
        return feuille_put(e, n, "true", 4);
    if (event == JSON_FALSE)
        return feuille_put(e, n, "false", 5);
    return unexpected(e, n);
}

static bool encode_nothing(struct encodeur *e, const struct noeud *n, enum json_event event)
{
    (void)event;
    return unexpected(e, n);
}

bool valeur_encode(struct encodeur *e, const struct noeud *n, enum json_event event)
{
    static bool (*const by_type[])(struct encodeur *, const struct noeud *, enum json_event) = {
        [CHAMP_OBJET] = encode_nothing,  [CHAMP_TABLEAU] = encode_nothing,
        [CHAMP_TEXTES] = encode_liste,   [CHAMP_MOTS] = encode_liste,
        [CHAMP_CAF] = encode_numero,     [CHAMP_NUMERO] = encode_numero,
        [CHAMP_TEXTE] = encode_texte,    [CHAMP_CODE] = encode_code,
        [CHAMP_MOT] = encode_mot,        [CHAMP_DATE] = encode_date,
        [CHAMP_MOIS] = encode_date,      [CHAMP_ANNEE] = encode_nombre,
        [CHAMP_MONTANT] = encode_nombre, [CHAMP_ENTIER] = encode_nombre,
        [CHAMP_BOOLEEN] = encode_booleen};
    if (event == JSON_NULL)
        return feuille_put(e, n, "null", 4);
    return by_type[n->champ.type](e, n, event);
}
