/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gives back the document of a bande: its text, with clear values in the place of masked ones. */
#include "forme.h"

struct sortie {
    const struct dictionnaire *d;
    struct span clair; /* all clear values */
    struct buf *out;
};

static bool find_clear(struct span clair, unsigned id, struct span *value)
{
    unsigned found;
    while (clair_next(&clair, &found, value))
        if (found == id)
            return true;
    return false;
}

static bool put_leaf(struct sortie *s, struct curseur *c)
{
    if (curseur_index(c) < FEUILLE_SIZE)
        return false;
    unsigned id = entree_id(c->index);
    size_t len = load16(c->index + 2);
    const struct noeud *n = id < CHAMPS_MAX ? s->d->par_id[id] : NULL;
    struct span value;
    if (!n || len == 0 || len > curseur_texte(c))
        return false;
    if (n->masque >= 0 && find_clear(s->clair, id, &value)) {
        buf_put(s->out, n->prefixe, n->prefixe_len);
        json_put_string(s->out, value);
        if (c->texte[len - 1] == ',')
            buf_putc(s->out, ',');
    } else {
        buf_put(s->out, c->texte, len);
    }
    c->texte += len;
    c->index += FEUILLE_SIZE;
    return true;
}

static bool put_members(struct sortie *s, struct curseur *c, unsigned depth);

static bool put_rows(struct sortie *s, struct curseur *c, unsigned depth)
{
    struct rangee r;
    struct curseur inside;
    size_t closing;
    while (c->index < c->index_end) {
        if (!rangee_read(c, &r, &inside, &closing))
            return false;
        buf_putc(s->out, '{');
        if (!put_members(s, &inside, depth))
            return false;
        buf_put(s->out, inside.texte, closing);
    }
    return c->texte == c->texte_end;
}

static bool put_container(struct sortie *s, struct curseur *c, unsigned depth)
{
    struct contenant k;
    if (depth == 0 || !contenant_read(c, &k))
        return false;
    buf_put(s->out, k.texte, k.ouvre);
    if (k.genre == GENRE_TABLEAU ? !put_rows(s, &k.dedans, depth - 1)
                                 : !put_members(s, &k.dedans, depth - 1))
        return false;
    buf_put(s->out, k.dedans.texte, k.ferme);
    return true;
}

static bool put_members(struct sortie *s, struct curseur *c, unsigned depth)
{
    while (c->index < c->index_end) {
        bool leaf = curseur_index(c) >= FEUILLE_SIZE && entree_genre(c->index) == GENRE_FEUILLE;
        if (leaf ? !put_leaf(s, c) : !put_container(s, c, depth))
            return false;
    }
    return c->texte == c->texte_end;
}

bool bande_export(const struct dictionnaire *d, struct span bande, struct buf *out)
{
    struct bande b;
    if (!bande_open(d, bande, &b))
        return false;
    size_t start = out->len;
    struct sortie s = {d, b.clair, out};
    struct curseur c = b.document;
    c.texte++;
    c.texte_end--;
    buf_putc(out, '{');
    bool ok = put_members(&s, &c, PROFONDEUR_MAX);
    buf_putc(out, '}');
    if (out->failed || ok)
        return ok && !out->failed;
    out->len = start;
    out->data[start] = '\0';
    return false;
}
