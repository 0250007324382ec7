/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A Merkle tree in memory, with all its nodes, and the naive definitions to hold it against. */
#ifndef TESTS_ARBRE_KIT_H
#define TESTS_ARBRE_KIT_H

#include <cdap/journal/merkle.h>

/* Zeroed = empty. */
struct arbre {
    struct merkle frontiere;
    hachage *noeuds;  /* in the order in which leaves complete them */
    uint64_t *debuts; /* of each leaf's nodes */
    hachage *feuilles;
    size_t count, cap;
    unsigned lectures; /* by the reader */
};

void arbre_add(struct arbre *a, struct span entree);
void arbre_free(struct arbre *a);
struct merkle_lecteur arbre_lecteur(struct arbre *a);

/* MTH, PATH and PROOF as RFC 6962 §2.1 writes them, over the leaves alone. */
void naif_racine(const hachage *feuilles, size_t n, hachage out);
size_t naif_inclusion(const hachage *feuilles, size_t rang, size_t n, hachage *out);
size_t naif_coherence(const hachage *feuilles, size_t avant, size_t n, hachage *out);

#endif
