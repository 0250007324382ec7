/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inclusion and consistency proofs from stored nodes: the recursive definitions of RFC 6962 §2.1.1
 * and §2.1.2. At most one of the subtrees met on the way is not perfect, which keeps the reads
 * logarithmic. */
#include <string.h>

#include <cdap/journal/merkle.h>

struct chantier {
    const struct merkle_lecteur *lecteur;
    hachage *preuve;
    size_t longueur;
};

/* Largest power of two strictly below n, for n > 1. */
static uint64_t split(uint64_t n)
{
    uint64_t k = 1;

    while (k << 1 < n)
        k <<= 1;
    return k;
}

static bool is_power(uint64_t n)
{
    return (n & (n - 1)) == 0;
}

/* Hash of the leaves [debut, debut + n); `debut` is a multiple of the power of two at or above n. */
static bool hash_range(const struct merkle_lecteur *l, uint64_t debut, uint64_t n, hachage out)
{
    hachage gauche, droite;
    unsigned niveau = 0;
    uint64_t k;

    if (is_power(n)) {
        while (n >> niveau > 1)
            niveau++;
        return l->lit(l->ctx, niveau, debut >> niveau, out);
    }
    k = split(n);
    if (!hash_range(l, debut, k, gauche) || !hash_range(l, debut + k, n - k, droite))
        return false;
    merkle_node(gauche, droite, out);
    return true;
}

static bool add(struct chantier *c, uint64_t debut, uint64_t n)
{
    return c->longueur < MERKLE_PREUVE_MAX &&
           hash_range(c->lecteur, debut, n, c->preuve[c->longueur++]);
}

/* PATH(rang, D[debut : debut + n]) */
static bool path(struct chantier *c, uint64_t rang, uint64_t debut, uint64_t n)
{
    uint64_t k;

    if (n == 1)
        return true;
    k = split(n);
    if (rang < k)
        return path(c, rang, debut, k) && add(c, debut + k, n - k);
    return path(c, rang - k, debut + k, n - k) && add(c, debut, k);
}

/* SUBPROOF(avant, D[debut : debut + n], connu); `connu` = the verifier holds this subtree's hash. */
static bool subproof(struct chantier *c, uint64_t avant, uint64_t debut, uint64_t n, bool connu)
{
    uint64_t k;

    if (avant == n)
        return connu || add(c, debut, n);
    k = split(n);
    if (avant <= k)
        return subproof(c, avant, debut, k, connu) && add(c, debut + k, n - k);
    return subproof(c, avant - k, debut + k, n - k, false) && add(c, debut, k);
}

bool merkle_prove_inclusion(uint64_t rang, uint64_t taille, const struct merkle_lecteur *l,
                            hachage preuve[MERKLE_PREUVE_MAX], size_t *longueur)
{
    struct chantier c = {.lecteur = l, .preuve = preuve};

    if (rang >= taille || taille > MERKLE_TAILLE_MAX || !path(&c, rang, 0, taille))
        return false;
    *longueur = c.longueur;
    return true;
}

bool merkle_prove_consistency(uint64_t avant, uint64_t apres, const struct merkle_lecteur *l,
                              hachage preuve[MERKLE_PREUVE_MAX], size_t *longueur)
{
    struct chantier c = {.lecteur = l, .preuve = preuve};

    if (avant == 0 || avant > apres || apres > MERKLE_TAILLE_MAX ||
        !subproof(&c, avant, 0, apres, true))
        return false;
    *longueur = c.longueur;
    return true;
}
