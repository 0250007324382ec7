/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An input field: UTF-8 edited by whole characters, in memory that is wiped. */
#include <string.h>

#include <cdap/base/secret.h>
#include <cdap/base/text.h>
#include <cdap/client/widgets.h>

bool saisie_init(struct saisie *s, bool masque)
{
    *s = (struct saisie){.texte = secret_alloc(SAISIE_SIZE), .masque = masque};
    if (s->texte)
        s->texte[0] = '\0';
    return s->texte != NULL;
}

void saisie_done(struct saisie *s)
{
    secret_free(s->texte);
    *s = (struct saisie){0};
}

void saisie_clear(struct saisie *s)
{
    if (s->texte)
        secret_wipe(s->texte, SAISIE_SIZE);
    s->len = s->curseur = 0;
}

struct span saisie_span(const struct saisie *s)
{
    return (struct span){s->texte ? s->texte : "", s->len};
}

/* ---- whole characters: a base and the marks that follow it --------------------------------------- */

static uint32_t cp_at(const struct saisie *s, size_t at, size_t *next)
{
    const char *p = s->texte + at;
    uint32_t cp = text_decode(&p, s->texte + s->len);
    *next = (size_t)(p - s->texte);
    return cp;
}

static size_t after(const struct saisie *s, size_t at)
{
    size_t next;
    if (at >= s->len)
        return s->len;
    cp_at(s, at, &next);
    while (next < s->len) {
        size_t beyond;
        if (text_cp_width(cp_at(s, next, &beyond)) != 0)
            break;
        next = beyond;
    }
    return next;
}

static size_t before(const struct saisie *s, size_t at)
{
    size_t last = 0;
    for (size_t i = 0; i < at; i = after(s, i))
        last = i;
    return last;
}

static void cut(struct saisie *s, size_t from, size_t to)
{
    memmove(s->texte + from, s->texte + to, s->len - to);
    s->len -= to - from;
    secret_wipe(s->texte + s->len, SAISIE_SIZE - s->len);
    s->curseur = from;
}

static void insert(struct saisie *s, uint32_t cp)
{
    char bytes[4];
    size_t n = text_encode(cp, bytes);
    if (!s->texte || !text_is_printable(cp) || s->len + n >= SAISIE_SIZE)
        return;
    memmove(s->texte + s->curseur + n, s->texte + s->curseur, s->len - s->curseur);
    memcpy(s->texte + s->curseur, bytes, n);
    s->len += n;
    s->curseur += n;
    s->texte[s->len] = '\0';
}

void saisie_set(struct saisie *s, const char *texte)
{
    saisie_clear(s);
    for (const char *p = texte, *end = texte + strlen(texte); p < end;)
        insert(s, text_decode(&p, end));
}

bool saisie_request(struct saisie *s, const struct event *e)
{
    switch (e->requete) {
    case REQ_TEXTE:
        insert(s, e->cp);
        return true;
    case REQ_EFFACER:
        cut(s, before(s, s->curseur), s->curseur);
        return true;
    case REQ_SUPPRIMER:
        cut(s, s->curseur, after(s, s->curseur));
        return true;
    case REQ_VIDER:
        saisie_clear(s);
        return true;
    case REQ_GAUCHE:
        s->curseur = before(s, s->curseur);
        return true;
    case REQ_DROITE:
        s->curseur = after(s, s->curseur);
        return true;
    case REQ_DEBUT:
        s->curseur = 0;
        return true;
    case REQ_FIN:
        s->curseur = s->len;
        return true;
    default:
        return false;
    }
}

/* ---- drawing ------------------------------------------------------------------------------------- */

/* Columns of the character that starts at `at`. */
static int cols_at(const struct saisie *s, size_t at)
{
    if (s->masque)
        return 1;
    return (int)text_width((struct span){s->texte + at, after(s, at) - at});
}

/* First byte drawn so that the cursor stays within `width` columns. */
static size_t first_shown(const struct saisie *s, int width)
{
    size_t from = 0;
    int cols = 0;
    for (size_t i = 0; i < s->curseur; i = after(s, i))
        cols += cols_at(s, i);
    while (cols >= width && from < s->curseur) {
        cols -= cols_at(s, from);
        from = after(s, from);
    }
    return from;
}

int saisie_draw(const struct saisie *s, struct grid *g, struct rect clip, int row, int col,
                int width, bool focus)
{
    int at = col, cursor = col;
    if (row < clip.row || row >= clip.row + clip.rows)
        return col;
    grid_fill(g, (struct rect){row, col, 1, width}, ' ', STYLE_SAISIE);
    for (size_t i = focus ? first_shown(s, width) : 0; i < s->len; i = after(s, i)) {
        if (i == s->curseur)
            cursor = at;
        int cols = cols_at(s, i);
        if (at + cols > col + width)
            break;
        struct span ch = {s->texte + i, after(s, i) - i};
        grid_text(g, clip, row, at, STYLE_SAISIE, s->masque ? SPAN_LIT("•") : ch);
        at += cols;
    }
    return s->curseur >= s->len ? at : cursor;
}
