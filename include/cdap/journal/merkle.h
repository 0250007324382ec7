/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Merkle tree of RFC 6962 §2.1: growing it, proving with it, checking what it proves. Nothing is
 * kept here but the frontier; the other nodes are read through a callback.
 *
 * A node is named by its level and its rank there: (k, i) is the root of the perfect subtree over
 * the leaves i·2^k to (i+1)·2^k − 1. Such a node never changes once it is complete, so a stored one
 * serves every later tree. */
#ifndef CDAP_JOURNAL_MERKLE_H
#define CDAP_JOURNAL_MERKLE_H

#include <cdap/base/secret.h>

#define MERKLE_NIVEAUX    64                    /* levels of the tallest tree */
#define MERKLE_TAILLE_MAX ((uint64_t)INT64_MAX) /* leaves */
#define MERKLE_PREUVE_MAX (2 * MERKLE_NIVEAUX)  /* hashes of the longest proof */

typedef unsigned char hachage[HASH_BYTES];

void merkle_empty(hachage out);                    /* SHA-256("") */
void merkle_leaf(struct span entree, hachage out); /* SHA-256(0x00 ‖ entry) */
void merkle_node(const hachage gauche, const hachage droite,
                 hachage out); /* SHA-256(0x01 ‖ l ‖ r) */

/* ---- growing ---------------------------------------------------------------------------------- */

/* Zeroed = the empty tree. pics[k] stands when bit k of `taille` is set: the roots of the perfect
 * subtrees that make the tree, the largest one to the left. */
struct merkle {
    uint64_t taille;
    hachage pics[MERKLE_NIVEAUX];
};

/* How many nodes the leaf of this rank completes, itself included. */
unsigned merkle_completed(uint64_t rang);
/* Adds a leaf. `noeuds` gets the nodes that it completes, the leaf first: (0, r), (1, r/2) … as many
 * as merkle_completed(r). Returns their number. */
unsigned merkle_append(struct merkle *m, const hachage feuille, hachage noeuds[MERKLE_NIVEAUX]);
void merkle_root(const struct merkle *m, hachage out);

/* ---- reading stored nodes --------------------------------------------------------------------- */

/* Node (niveau, rang), complete in the tree being read. False when it cannot be read. */
struct merkle_lecteur {
    bool (*lit)(void *ctx, unsigned niveau, uint64_t rang, hachage out);
    void *ctx;
};

/* The frontier of the tree as it was at `taille` leaves: at most 63 reads. */
bool merkle_load(struct merkle *m, uint64_t taille, const struct merkle_lecteur *l);
/* Proof that leaf `rang` is in the tree of `taille`, its sibling first. False when rang >= taille or
 * a node cannot be read. O(log taille) reads. */
bool merkle_prove_inclusion(uint64_t rang, uint64_t taille, const struct merkle_lecteur *l,
                            hachage preuve[MERKLE_PREUVE_MAX], size_t *longueur);
/* Proof that the tree of `avant` leaves is the beginning of that of `apres`. False when avant is 0 or
 * above apres, or a node cannot be read. O(log apres) reads. */
bool merkle_prove_consistency(uint64_t avant, uint64_t apres, const struct merkle_lecteur *l,
                              hachage preuve[MERKLE_PREUVE_MAX], size_t *longueur);

/* ---- checking --------------------------------------------------------------------------------- */

/* True when the proof, which must have exactly the length that rank and size give, leads from the
 * leaf to the root. */
bool merkle_check_inclusion(const hachage feuille, uint64_t rang, uint64_t taille,
                            const hachage *preuve, size_t longueur, const hachage racine);
/* True when the first tree is the beginning of the second. `avant` = 0 is refused: anything follows
 * an empty tree, so such a proof proves nothing. */
bool merkle_check_consistency(uint64_t avant, const hachage racine_avant, uint64_t apres,
                              const hachage racine_apres, const hachage *preuve, size_t longueur);

#endif
