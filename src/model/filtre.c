/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The filter: walks the index of a bande and copies the pieces of its text that the view keeps.
 * Clear values of masked fields stand elsewhere in the bande and are never within its reach. */
#include "forme.h"

#include <cdap/model/filtre.h>

/* Pieces that follow one another in the text are copied as one: nothing is moved until the first
 * gap. `out` has room for the whole text, and what is copied is never longer than it. */
struct passe {
    const struct vue_champ *champs;
    const char *run, *run_end; /* kept, not yet copied */
    char *out;
};

static inline void flush(struct passe *p)
{
    size_t len = (size_t)(p->run_end - p->run);
    memcpy(p->out, p->run, len);
    p->out += len;
}

static inline void keep(struct passe *p, const char *piece, size_t len)
{
    if (piece != p->run_end) {
        flush(p);
        p->run = piece;
    }
    p->run_end = piece + len;
}

/* Keeps closing brackets. Right after the container's last piece there is no comma to take back;
 * otherwise pieces were left out before it, and one may remain. */
static inline void keep_closing(struct passe *p, const char *piece, size_t len)
{
    if (piece != p->run_end) {
        flush(p);
        p->out -= p->out[-1] == ',';
        p->run = piece;
    }
    p->run_end = piece + len;
}

/* Windows (domaine.md §3). A row whose month is unknown carries JAMAIS_… and fits none; one dated
 * after the view's last month does not either. A period fits as soon as one of its months does. */
static inline bool in_window(const struct vue_champ *v, const struct rangee *r)
{
    switch ((enum coupe)v->coupe) {
    case COUPE_AUCUNE:
        return true;
    case COUPE_MOIS:
        return r->premier <= v->dernier && r->dernier >= v->premier;
    case COUPE_ANNEE:
        return r->premier >= v->premier && r->premier <= v->dernier;
    case COUPE_RANG:
        return r->dernier < v->dernier;
    }
    return false;
}

static bool members(struct passe *p, struct curseur *c, unsigned depth);

static bool rows(struct passe *p, const struct vue_champ *v, struct curseur *c, unsigned depth)
{
    while (c->index < c->index_end) {
        const char *start = c->texte;
        struct rangee r;
        struct curseur inside;
        size_t closing;
        if (!rangee_read(c, &r, &inside, &closing))
            return false;
        if (!in_window(v, &r))
            continue;
        if (v->garde == GARDE_TOUT) {
            keep(p, start, r.texte);
            continue;
        }
        keep(p, start, 1);
        if (!members(p, &inside, depth))
            return false;
        keep_closing(p, inside.texte, closing);
    }
    return c->texte == c->texte_end;
}

static bool container(struct passe *p, struct curseur *c, unsigned depth)
{
    struct contenant k;
    if (!contenant_read(c, &k) || k.id >= CHAMPS_MAX || depth == 0)
        return false;
    const struct vue_champ *v = &p->champs[k.id];
    if (v->garde == GARDE_RIEN)
        return true;
    if (v->garde == GARDE_TOUT && v->coupe == COUPE_AUCUNE) {
        keep(p, k.texte, k.len);
        return true;
    }
    keep(p, k.texte, k.ouvre);
    if (k.genre == GENRE_TABLEAU ? !rows(p, v, &k.dedans, depth - 1)
                                 : !members(p, &k.dedans, depth - 1))
        return false;
    keep_closing(p, k.dedans.texte, k.ferme);
    return true;
}

static bool members(struct passe *p, struct curseur *c, unsigned depth)
{
    while (c->index < c->index_end) {
        if (curseur_index(c) < FEUILLE_SIZE)
            return false;
        if (entree_genre(c->index) != GENRE_FEUILLE) {
            if (!container(p, c, depth))
                return false;
            continue;
        }
        unsigned id = entree_id(c->index);
        size_t len = load16(c->index + 2);
        if (id >= CHAMPS_MAX || len > curseur_texte(c))
            return false;
        if (p->champs[id].garde != GARDE_RIEN)
            keep(p, c->texte, len);
        c->texte += len;
        c->index += FEUILLE_SIZE;
    }
    return c->texte == c->texte_end;
}

bool filtre_run(const struct vue *vue, struct span bande, struct buf *out)
{
    struct bande b;
    if (!bande_open(vue->dictionnaire, bande, &b))
        return false;
    struct curseur c = b.document;
    const char *start = c.texte;
    char *to = buf_reserve(out, curseur_texte(&c));
    if (!to)
        return false;
    struct passe p = {vue->champs, start, start + 1, to};
    c.texte++;
    c.texte_end--;
    bool whole = members(&p, &c, PROFONDEUR_MAX);
    if (whole) {
        keep_closing(&p, c.texte, 1);
        flush(&p);
        out->len += (size_t)(p.out - to);
    }
    out->data[out->len] = '\0';
    return whole;
}

bool filtre_reveal(const struct dictionnaire *d, const struct vue *vue, struct span bande,
                   struct span champ, struct buf *out)
{
    const struct champ *c = champ_by_chemin(d, champ);
    struct bande b;
    unsigned id;
    struct span value;
    if (!c || c->masque == MASQUE_AUCUN || vue->champs[c->id].garde != GARDE_TOUT ||
        vue->dictionnaire != d || !bande_open(d, bande, &b))
        return false;
    while (clair_next(&b.clair, &id, &value))
        if (id == c->id)
            return buf_put(out, value.ptr, value.len), !out->failed;
    return false;
}
