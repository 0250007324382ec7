/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values put together into the words of a champ. Reading them from a screen file is in
 * valeur_load.c, saying each type in types.c. */
#include <string.h>

#include <cdap/base/text.h>

#include "valeur.h"

/* What became of one part. */
struct part {
    enum rendu rendu;
    bool words; /* something was appended */
};

static enum rendu rendu_of(enum trouve found)
{
    static const enum rendu rendus[] = {
        [TROUVE_ABSENT] = RENDU_ABSENT,
        [TROUVE_SANS_PARENT] = RENDU_SANS_PARENT,
        [TROUVE_NUL] = RENDU_NUL,
        [TROUVE_VALEUR] = RENDU_VALEUR,
    };
    return rendus[found];
}

/* A value that is not of the type its screen expects is shown as it came, made safe. */
static void put_raw(const struct json *v, struct buf *out)
{
    int64_t n;
    if (json_is_string(v))
        text_clean(out, span_of(json_string(v, "")), 0);
    else if (json_integer(v, &n))
        nombre_put(out, n);
    else
        buf_puts(out, "illisible");
}

static enum rendu put_words(const struct valeur *val, const struct contexte *c,
                            const struct json *base, struct buf *out)
{
    const struct json *v;
    if (!val->chemin_texte) {
        text_clean(out, span_of(val->texte), 0);
        return RENDU_ABSENT; /* a fixed text makes nothing present */
    }
    enum rendu rendu = rendu_of(chemin_follow(&val->chemin, base, &v));
    size_t start = out->len;
    if (rendu == RENDU_VALEUR && !val->type->put(&(struct lu){val, v, base, c}, out)) {
        out->len = start;
        put_raw(v, out);
    }
    if (rendu == RENDU_NUL && periode_put_jusqua(val, base, out))
        return RENDU_VALEUR;
    if (rendu == RENDU_NUL && val->nul)
        buf_puts(out, val->nul);
    return rendu;
}

static void insert(struct buf *b, size_t at, const char *text)
{
    size_t len = strlen(text);
    if (len == 0 || !buf_reserve(b, len + 1))
        return;
    memmove(b->data + at + len, b->data + at, b->len - at);
    memcpy(b->data + at, text, len);
    b->len += len;
    b->data[b->len] = '\0';
}

static struct part put_part(const struct valeur *val, const struct contexte *c,
                            const struct json *base, bool first, struct buf *out)
{
    size_t start = out->len;
    if (!si_holds(&val->si, base))
        return (struct part){RENDU_ABSENT, false};
    enum rendu rendu = put_words(val, c, base, out);
    if (out->len == start)
        return (struct part){rendu, false};
    buf_puts(out, val->apres);
    insert(out, start, val->avant);
    if (!first)
        insert(out, start, val->lien);
    return (struct part){rendu, true};
}

/* « é » is as much a small letter as « e »: the Latin-1 range covers French, œ apart. */
static void capitalise(struct buf *b, size_t at)
{
    unsigned char *p = (unsigned char *)b->data + at;
    size_t len = b->len - at;
    if (len && p[0] >= 'a' && p[0] <= 'z')
        p[0] = (unsigned char)(p[0] - 0x20);
    else if (len > 1 && p[0] == 0xC3 && p[1] >= 0xA0 && p[1] != 0xB7 && p[1] <= 0xBE)
        p[1] = (unsigned char)(p[1] - 0x20);
    else if (len > 1 && p[0] == 0xC5 && p[1] == 0x93)
        p[1] = 0x92;
}

static enum rendu put_parts(const struct champ *ch, const struct contexte *c,
                            const struct json *base, bool seul, struct buf *out)
{
    enum rendu best = RENDU_ABSENT;
    size_t start = out->len;
    bool first = true;
    for (size_t i = 0; i < ch->nombre; i++) {
        const struct valeur *val = &ch->parties[i];
        struct part part = put_part(val, c, base, first, out);
        if (part.words && first && seul && (!val->type || val->type->capitale))
            capitalise(out, start);
        first = first && !part.words;
        best = part.rendu > best ? part.rendu : best;
    }
    return best;
}

enum rendu champ_put(const struct champ *ch, const struct contexte *c, const struct json *base,
                     bool seul, struct buf *out)
{
    size_t start = out->len;
    enum rendu rendu = put_parts(ch, c, base, seul, out);
    if (rendu == RENDU_VALEUR)
        return rendu;
    out->len = start;
    if (rendu == RENDU_SANS_PARENT && ch->nul_donne)
        rendu = RENDU_NUL;
    if (rendu == RENDU_NUL)
        buf_puts(out, ch->nul);
    return rendu;
}

void champ_put_phrase(const struct champ *ch, const struct contexte *c, const struct json *base,
                      struct buf *out)
{
    put_parts(ch, c, base, true, out);
}

bool champ_droite(const struct champ *ch)
{
    return ch->parties[0].type && ch->parties[0].type->droite;
}

bool champ_fige(const struct champ *ch)
{
    return ch->nombre == 1 && ch->parties[0].type && ch->parties[0].type->fige;
}

bool champ_simple(const struct champ *ch)
{
    const struct valeur *v = &ch->parties[0];
    return ch->nombre == 1 && v->chemin_texte && !v->has_fin && v->si.si.count == 0 &&
           v->si.sauf.count == 0;
}

const char *champ_masque(const struct champ *ch)
{
    for (size_t i = 0; i < ch->nombre; i++)
        if (ch->parties[i].type && ch->parties[i].type->masque)
            return ch->parties[i].chemin_texte;
    return NULL;
}

void champ_put_chemins(const struct champ *ch, const char *prefix, struct buf *out)
{
    for (size_t i = 0; i < ch->nombre; i++) {
        if (ch->parties[i].chemin_texte)
            chemin_put(&ch->parties[i].chemin, prefix, out);
        if (ch->parties[i].has_fin)
            chemin_put(&ch->parties[i].fin, prefix, out);
    }
}
