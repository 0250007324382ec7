/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See arbre_kit.h. */
#include <stdlib.h>
#include <string.h>

#include "arbre_kit.h"
#include "suite.h"

void arbre_add(struct arbre *a, struct span entree)
{
    hachage noeuds[MERKLE_NIVEAUX], feuille;
    size_t place = a->count ? a->debuts[a->count] : 0;
    unsigned n;

    if (a->count + 1 >= a->cap) {
        a->cap = a->cap ? a->cap * 2 : 64;
        a->noeuds = realloc(a->noeuds, 2 * a->cap * sizeof *a->noeuds);
        a->debuts = realloc(a->debuts, (a->cap + 1) * sizeof *a->debuts);
        a->feuilles = realloc(a->feuilles, a->cap * sizeof *a->feuilles);
        ck_assert(a->noeuds && a->debuts && a->feuilles);
    }
    merkle_leaf(entree, feuille);
    memcpy(a->feuilles[a->count], feuille, HASH_BYTES);
    ck_assert_uint_eq(merkle_completed(a->count),
                      (n = merkle_append(&a->frontiere, feuille, noeuds)));
    memcpy(a->noeuds[place], noeuds, n * sizeof *noeuds);
    a->debuts[a->count] = place;
    a->debuts[++a->count] = place + n;
}

void arbre_free(struct arbre *a)
{
    free(a->noeuds);
    free(a->debuts);
    free(a->feuilles);
    memset(a, 0, sizeof *a);
}

static bool lit(void *ctx, unsigned niveau, uint64_t rang, hachage out)
{
    struct arbre *a = ctx;
    uint64_t feuille = ((rang + 1) << niveau) - 1;

    a->lectures++;
    if (feuille >= a->count)
        return false;
    memcpy(out, a->noeuds[a->debuts[feuille] + niveau], HASH_BYTES);
    return true;
}

struct merkle_lecteur arbre_lecteur(struct arbre *a)
{
    return (struct merkle_lecteur){lit, a};
}

static size_t coupe(size_t n)
{
    size_t k = 1;

    while (k * 2 < n)
        k *= 2;
    return k;
}

void naif_racine(const hachage *feuilles, size_t n, hachage out)
{
    hachage gauche, droite;

    if (n == 0)
        merkle_empty(out);
    else if (n == 1)
        memcpy(out, feuilles[0], HASH_BYTES);
    else {
        naif_racine(feuilles, coupe(n), gauche);
        naif_racine(feuilles + coupe(n), n - coupe(n), droite);
        merkle_node(gauche, droite, out);
    }
}

size_t naif_inclusion(const hachage *feuilles, size_t rang, size_t n, hachage *out)
{
    size_t k, len;

    if (n == 1)
        return 0;
    k = coupe(n);
    if (rang < k) {
        len = naif_inclusion(feuilles, rang, k, out);
        naif_racine(feuilles + k, n - k, out[len]);
    } else {
        len = naif_inclusion(feuilles + k, rang - k, n - k, out);
        naif_racine(feuilles, k, out[len]);
    }
    return len + 1;
}

static size_t naif_sous_preuve(const hachage *feuilles, size_t avant, size_t n, bool connu,
                               hachage *out)
{
    size_t k, len;

    if (avant == n) {
        if (!connu)
            naif_racine(feuilles, n, out[0]);
        return connu ? 0 : 1;
    }
    k = coupe(n);
    if (avant <= k) {
        len = naif_sous_preuve(feuilles, avant, k, connu, out);
        naif_racine(feuilles + k, n - k, out[len]);
    } else {
        len = naif_sous_preuve(feuilles + k, avant - k, n - k, false, out);
        naif_racine(feuilles, k, out[len]);
    }
    return len + 1;
}

size_t naif_coherence(const hachage *feuilles, size_t avant, size_t n, hachage *out)
{
    return naif_sous_preuve(feuilles, avant, n, true, out);
}
