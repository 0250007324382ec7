/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checking proofs: the length that they must have is known before anything is hashed, then each hash
 * has one place and one side. */
#include <string.h>

#include <cdap/journal/merkle.h>

static unsigned bit_length(uint64_t n)
{
    unsigned bits = 0;

    for (; n; n >>= 1)
        bits++;
    return bits;
}

static unsigned bit_count(uint64_t n)
{
    unsigned bits = 0;

    for (; n; n &= n - 1)
        bits++;
    return bits;
}

/* The way from a leaf to the root of the tree that ends at leaf `dernier`: `dedans` levels inside the
 * largest perfect subtree that they share no further, then `bord` steps along the right border,
 * where every sibling stands to the left. */
struct chemin {
    unsigned dedans, bord;
};

static struct chemin path_shape(uint64_t rang, uint64_t dernier)
{
    unsigned dedans = bit_length(rang ^ dernier);

    return (struct chemin){dedans, dedans < 64 ? bit_count(rang >> dedans) : 0};
}

static void climb(hachage h, const hachage voisin, bool voisin_a_gauche)
{
    if (voisin_a_gauche)
        merkle_node(voisin, h, h);
    else
        merkle_node(h, voisin, h);
}

bool merkle_check_inclusion(const hachage feuille, uint64_t rang, uint64_t taille,
                            const hachage *preuve, size_t longueur, const hachage racine)
{
    struct chemin c;
    hachage h;

    if (rang >= taille || taille > MERKLE_TAILLE_MAX)
        return false;
    c = path_shape(rang, taille - 1);
    if (longueur != c.dedans + c.bord)
        return false;
    memcpy(h, feuille, HASH_BYTES);
    for (unsigned i = 0; i < longueur; i++)
        climb(h, preuve[i], i >= c.dedans || rang >> i & 1);
    return memcmp(h, racine, HASH_BYTES) == 0;
}

/* From the last perfect subtree that both trees hold, the same hashes lead up to either root: those
 * to the left belong to both, those to the right to the second only. */
bool merkle_check_consistency(uint64_t avant, const hachage racine_avant, uint64_t apres,
                              const hachage racine_apres, const hachage *preuve, size_t longueur)
{
    unsigned commun = 0, donne;
    struct chemin c;
    hachage h1, h2;

    if (avant == 0 || avant > apres || apres > MERKLE_TAILLE_MAX)
        return false;
    if (avant == apres)
        return longueur == 0 && memcmp(racine_avant, racine_apres, HASH_BYTES) == 0;
    while (!(avant >> commun & 1))
        commun++;
    c = path_shape(avant - 1, apres - 1);
    c.dedans -= commun;
    donne = avant >> commun != 1; /* otherwise that subtree is the whole first tree */
    if (longueur != donne + c.dedans + c.bord)
        return false;
    memcpy(h1, donne ? preuve[0] : racine_avant, HASH_BYTES);
    memcpy(h2, h1, HASH_BYTES);
    for (unsigned i = 0; i < c.dedans + c.bord; i++) {
        bool gauche = i >= c.dedans || (avant - 1) >> commun >> i & 1;

        if (gauche)
            climb(h1, preuve[donne + i], true);
        climb(h2, preuve[donne + i], gauche);
    }
    return memcmp(h1, racine_avant, HASH_BYTES) == 0 && memcmp(h2, racine_apres, HASH_BYTES) == 0;
}
