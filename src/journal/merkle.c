/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hashes of the tree, and its growth by a frontier of at most one root per level. */
#include <sodium.h>
#include <string.h>

#include <cdap/journal/merkle.h>

#include "sha256.h"

#define PREFIXE_FEUILLE "\x00"
#define PREFIXE_NOEUD   "\x01"

void merkle_empty(hachage out)
{
    sha256_parts(NULL, 0, out);
}

void merkle_leaf(struct span entree, hachage out)
{
    const struct span parts[] = {{PREFIXE_FEUILLE, 1}, entree};

    sha256_parts(parts, 2, out);
}

void merkle_node(const hachage gauche, const hachage droite, hachage out)
{
    const struct span parts[] = {
        {PREFIXE_NOEUD, 1}, {(const char *)gauche, HASH_BYTES}, {(const char *)droite, HASH_BYTES}};

    sha256_parts(parts, 3, out);
}

unsigned merkle_completed(uint64_t rang)
{
    unsigned n = 1;

    for (; rang & 1; rang >>= 1)
        n++;
    return n;
}

/* As adding one to a number carries: each level that has a root gives it up to the one above. */
unsigned merkle_append(struct merkle *m, const hachage feuille, hachage noeuds[MERKLE_NIVEAUX])
{
    unsigned niveau = 0;

    memcpy(noeuds[0], feuille, HASH_BYTES);
    for (; m->taille >> niveau & 1; niveau++)
        merkle_node(m->pics[niveau], noeuds[niveau], noeuds[niveau + 1]);
    memcpy(m->pics[niveau], noeuds[niveau], HASH_BYTES);
    m->taille++;
    return niveau + 1;
}

void merkle_root(const struct merkle *m, hachage out)
{
    bool any = false;

    merkle_empty(out);
    for (unsigned niveau = 0; niveau < MERKLE_NIVEAUX; niveau++) {
        if (!(m->taille >> niveau & 1))
            continue;
        if (any)
            merkle_node(m->pics[niveau], out, out);
        else
            memcpy(out, m->pics[niveau], HASH_BYTES);
        any = true;
    }
}

bool merkle_load(struct merkle *m, uint64_t taille, const struct merkle_lecteur *l)
{
    memset(m, 0, sizeof *m);
    if (taille > MERKLE_TAILLE_MAX)
        return false;
    for (unsigned niveau = 0; niveau < MERKLE_NIVEAUX - 1; niveau++)
        /* the rank of a peak is what stands to its left, counted in trees of its size */
        if (taille >> niveau & 1 &&
            !l->lit(l->ctx, niveau, (taille >> niveau) - 1, m->pics[niveau]))
            return false;
    m->taille = taille;
    return true;
}
