/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tree against its known values, and against the naive definitions for every small size. */
#include <stdio.h>
#include <string.h>

#include "arbre_kit.h"
#include "suite.h"

#define PETITS 64

static void assert_hex(const hachage h, const char *want)
{
    struct buf hex = {0};

    hex_put(&hex, h, HASH_BYTES);
    ck_assert_str_eq(buf_text(&hex), want);
    buf_free(&hex);
}

static void grow(struct arbre *a, size_t n)
{
    char entree[32];

    while (a->count < n) {
        snprintf(entree, sizeof entree, "entrée %zu", a->count);
        arbre_add(a, span_of(entree));
    }
}

/* The eight leaves and the roots of RFC 6962's reference implementation. */
static const struct {
    const char *octets;
    size_t len;
    const char *racine;
} rfc[] = {
    {"", 0, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"},
    {"\x00", 1, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"},
    {"\x10", 1, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"},
    {"\x20\x21", 2, "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"},
    {"\x30\x31", 2, "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"},
    {"\x40\x41\x42\x43", 4, "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"},
    {"\x50\x51\x52\x53\x54\x55\x56\x57", 8,
     "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"},
    {"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f", 16,
     "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"},
};

static void grow_rfc(struct arbre *a)
{
    for (size_t i = 0; i < sizeof rfc / sizeof *rfc; i++)
        arbre_add(a, (struct span){rfc[i].octets, rfc[i].len});
}

START_TEST(agree_with_known_values)
{
    struct arbre a = {0};
    hachage h;

    merkle_empty(h);
    assert_hex(h, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    merkle_leaf(SPAN_LIT("L123456"), h);
    assert_hex(h, "395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56");
    merkle_root(&a.frontiere, h);
    assert_hex(h, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    for (size_t i = 0; i < sizeof rfc / sizeof *rfc; i++) {
        arbre_add(&a, (struct span){rfc[i].octets, rfc[i].len});
        merkle_root(&a.frontiere, h);
        assert_hex(h, rfc[i].racine);
    }
    arbre_free(&a);
}
END_TEST

#define H0   "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
#define H1   "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
#define H01  "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"
#define H23  "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
#define H4   "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
#define H45  "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
#define H67  "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
#define H0_3 "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"
#define H4_7 "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"

/* The proofs that the same implementation publishes over these leaves. */
START_TEST(agree_with_published_proofs)
{
    static const struct {
        bool coherence;
        uint64_t m, n; /* rank from 0, or size */
        const char *preuve[4];
    } publiees[] = {
        {false, 0, 1, {NULL}},          {false, 0, 8, {H1, H23, H4_7}},
        {false, 5, 8, {H4, H67, H0_3}}, {false, 2, 3, {H01}},
        {false, 1, 5, {H0, H23, H4}},   {true, 1, 1, {NULL}},
        {true, 1, 8, {H1, H23, H4_7}},  {true, 6, 8, {H45, H67, H0_3}},
        {true, 2, 5, {H23, H4}},
    };
    struct arbre a = {0};
    struct merkle_lecteur l = arbre_lecteur(&a);
    hachage preuve[MERKLE_PREUVE_MAX];

    grow_rfc(&a);
    for (size_t i = 0; i < sizeof publiees / sizeof *publiees; i++) {
        size_t len = 99, want = 0;

        ck_assert((publiees[i].coherence ? merkle_prove_consistency : merkle_prove_inclusion)(
            publiees[i].m, publiees[i].n, &l, preuve, &len));
        for (; want < 4 && publiees[i].preuve[want]; want++)
            assert_hex(preuve[want], publiees[i].preuve[want]);
        ck_assert_uint_eq(len, want);
    }
    arbre_free(&a);
}
END_TEST

/* node("N123", "N456") of the contract, whose children are not of 32 bytes: by the same prefix. */
START_TEST(separate_nodes_from_leaves)
{
    hachage gauche, droite, noeud, feuille;
    char deux[2 * HASH_BYTES];

    hash_sha256(SPAN_LIT("\x01N123N456"), noeud);
    assert_hex(noeud, "aa217fe888e47007fa15edab33c2b492a722cb106c64667fc2b044444de66bbb");
    merkle_leaf(SPAN_LIT("a"), gauche);
    merkle_leaf(SPAN_LIT("b"), droite);
    memcpy(deux, gauche, HASH_BYTES);
    memcpy(deux + HASH_BYTES, droite, HASH_BYTES);
    merkle_node(gauche, droite, noeud);
    merkle_leaf((struct span){deux, sizeof deux}, feuille);
    ck_assert_mem_ne(noeud, feuille, HASH_BYTES);
}
END_TEST

START_TEST(prove_every_leaf_of_every_small_tree)
{
    struct arbre a = {0};
    struct merkle_lecteur l = arbre_lecteur(&a);
    hachage preuve[MERKLE_PREUVE_MAX], naive[MERKLE_PREUVE_MAX], racine;
    size_t len;

    grow(&a, PETITS);
    for (size_t n = 1; n <= PETITS; n++) {
        naif_racine((const hachage *)a.feuilles, n, racine);
        for (size_t m = 0; m < n; m++) {
            ck_assert(merkle_prove_inclusion(m, n, &l, preuve, &len));
            ck_assert_uint_eq(len, naif_inclusion((const hachage *)a.feuilles, m, n, naive));
            ck_assert_mem_eq(preuve, naive, len * HASH_BYTES);
            ck_assert(
                merkle_check_inclusion(a.feuilles[m], m, n, (const hachage *)preuve, len, racine));
        }
        ck_assert(!merkle_prove_inclusion(n, n, &l, preuve, &len));
    }
    arbre_free(&a);
}
END_TEST

START_TEST(prove_every_beginning_of_every_small_tree)
{
    struct arbre a = {0};
    struct merkle_lecteur l = arbre_lecteur(&a);
    hachage preuve[MERKLE_PREUVE_MAX], naive[MERKLE_PREUVE_MAX], r1, r2;
    size_t len;

    grow(&a, PETITS);
    for (size_t n = 1; n <= PETITS; n++) {
        naif_racine((const hachage *)a.feuilles, n, r2);
        for (size_t m = 1; m <= n; m++) {
            naif_racine((const hachage *)a.feuilles, m, r1);
            ck_assert(merkle_prove_consistency(m, n, &l, preuve, &len));
            ck_assert_uint_eq(len, naif_coherence((const hachage *)a.feuilles, m, n, naive));
            ck_assert_mem_eq(preuve, naive, len * HASH_BYTES);
            ck_assert(merkle_check_consistency(m, r1, n, r2, (const hachage *)preuve, len));
        }
    }
    arbre_free(&a);
}
END_TEST

START_TEST(refuse_a_proof_of_another_length_size_or_rank)
{
    struct arbre a = {0};
    struct merkle_lecteur l = arbre_lecteur(&a);
    hachage preuve[MERKLE_PREUVE_MAX] = {0}, r1, r2;
    size_t len;

    grow(&a, 23);
    for (size_t n = 1; n <= 23; n++)
        for (size_t m = 0; m < n; m++) {
            naif_racine((const hachage *)a.feuilles, n, r2);
            ck_assert(merkle_prove_inclusion(m, n, &l, preuve, &len));
            for (size_t other = 0; other <= len + 2; other++)
                ck_assert(merkle_check_inclusion(a.feuilles[m], m, n, (const hachage *)preuve,
                                                 other, r2) == (other == len));
            for (size_t rank = 0; rank <= n + 1; rank++)
                ck_assert(merkle_check_inclusion(a.feuilles[m], rank, n, (const hachage *)preuve,
                                                 len, r2) == (rank == m));
            if (m == 0)
                continue;
            naif_racine((const hachage *)a.feuilles, m, r1);
            ck_assert(merkle_prove_consistency(m, n, &l, preuve, &len));
            for (size_t other = 0; other <= len + 2; other++)
                ck_assert(merkle_check_consistency(m, r1, n, r2, (const hachage *)preuve, other) ==
                          (other == len));
            ck_assert(!merkle_check_consistency(m, r2, n, r1, (const hachage *)preuve, len));
        }
    naif_racine((const hachage *)a.feuilles, 7, r1);
    ck_assert(!merkle_check_consistency(0, r1, 7, r1, (const hachage *)preuve, 0));
    ck_assert(!merkle_check_consistency(7, r1, 6, r1, (const hachage *)preuve, 0));
    ck_assert(merkle_check_consistency(7, r1, 7, r1, (const hachage *)preuve, 0));
    ck_assert(!merkle_check_consistency(7, r1, 7, r1, (const hachage *)preuve, 1));
    ck_assert(!merkle_check_consistency(7, r1, 7, r2, (const hachage *)preuve, 0));
    ck_assert(!merkle_prove_consistency(0, 7, &l, preuve, &len));
    ck_assert(!merkle_prove_consistency(8, 7, &l, preuve, &len));
    ck_assert(!merkle_prove_inclusion(UINT64_MAX - 1, UINT64_MAX, &l, preuve, &len));
    ck_assert(
        !merkle_check_inclusion(r1, UINT64_MAX - 1, UINT64_MAX, (const hachage *)preuve, 64, r1));
    arbre_free(&a);
}
END_TEST

START_TEST(find_the_frontier_of_any_earlier_tree)
{
    struct arbre a = {0};
    struct merkle_lecteur l = arbre_lecteur(&a);
    struct merkle m;
    hachage want, got;

    grow(&a, 200);
    for (size_t n = 0; n <= 200; n++) {
        ck_assert(merkle_load(&m, n, &l));
        merkle_root(&m, got);
        naif_racine((const hachage *)a.feuilles, n, want);
        ck_assert_mem_eq(got, want, HASH_BYTES);
    }
    ck_assert(!merkle_load(&m, 201, &l));
    ck_assert(!merkle_load(&m, UINT64_MAX, &l));
    arbre_free(&a);
}
END_TEST

START_TEST(read_few_nodes_of_a_large_tree)
{
    enum { GRAND = 100000 };
    struct arbre a = {0};
    struct merkle_lecteur l = arbre_lecteur(&a);
    hachage preuve[MERKLE_PREUVE_MAX], avant, apres;
    struct merkle m;
    size_t len;

    grow(&a, GRAND - 3);
    merkle_root(&a.frontiere, avant);
    grow(&a, GRAND);
    merkle_root(&a.frontiere, apres);
    for (size_t i = 0; i < GRAND; i += 997) {
        a.lectures = 0;
        ck_assert(merkle_prove_inclusion(i, GRAND, &l, preuve, &len));
        ck_assert_uint_le(a.lectures, 40);
        ck_assert(
            merkle_check_inclusion(a.feuilles[i], i, GRAND, (const hachage *)preuve, len, apres));
    }
    a.lectures = 0;
    ck_assert(merkle_prove_consistency(GRAND - 3, GRAND, &l, preuve, &len));
    ck_assert_uint_le(a.lectures, 40);
    ck_assert(
        merkle_check_consistency(GRAND - 3, avant, GRAND, apres, (const hachage *)preuve, len));
    a.lectures = 0;
    ck_assert(merkle_load(&m, GRAND, &l));
    ck_assert_uint_le(a.lectures, 17);
    ck_assert_mem_eq(&m, &a.frontiere, sizeof m.taille);
    arbre_free(&a);
}
END_TEST

static void add(TCase *t)
{
    tcase_add_test(t, refuse_a_proof_of_another_length_size_or_rank);
    tcase_add_test(t, agree_with_known_values);
    tcase_add_test(t, agree_with_published_proofs);
    tcase_add_test(t, separate_nodes_from_leaves);
    tcase_add_test(t, prove_every_leaf_of_every_small_tree);
    tcase_add_test(t, prove_every_beginning_of_every_small_tree);
    tcase_add_test(t, find_the_frontier_of_any_earlier_tree);
    tcase_add_test(t, read_few_nodes_of_a_large_tree);
}

int main(void)
{
    return suite_main("journal_merkle", add);
}
