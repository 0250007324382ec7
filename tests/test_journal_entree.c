/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bytes of an entry, fixed for ever: a change here makes every journal unreadable. */
#include <string.h>

#include <cdap/journal/entree.h>

#include "suite.h"

static void assert_hex(const unsigned char hash[HASH_BYTES], const char *want)
{
    struct buf hex = {0};

    hex_put(&hex, hash, HASH_BYTES);
    ck_assert_str_eq(buf_text(&hex), want);
    buf_free(&hex);
}

static void assert_bytes(const struct entree *e, const char *want)
{
    struct buf out = {0};

    entree_put(&out, e);
    ck_assert_str_eq(buf_text(&out), want);
    buf_free(&out);
}

START_TEST(leave_out_what_has_no_value)
{
    struct entree e = {.seq = 0, .temps = 0, .acte = ACTE_DEMARRAGE};

    assert_bytes(&e, "{\"seq\":0,\"temps\":\"1970-01-01T00:00:00Z\",\"acte\":\"demarrage\","
                     "\"issue\":\"fait\",\"detail\":"
                     "\"0000000000000000000000000000000000000000000000000000000000000000\"}");
}
END_TEST

START_TEST(write_a_whole_consultation)
{
    struct entree e = {.seq = 1204,
                       .temps = 1795179789, /* 2026-11-20 13:03:09 UTC */
                       .acte = ACTE_CONSULTATION,
                       .issue = ISSUE_REFUSE,
                       .agent = SPAN_LIT("agent.ccas"),
                       .role = SPAN_LIT("agent"),
                       .organisme = SPAN_LIT("13002526500013"),
                       .profil = SPAN_LIT("T2"),
                       .motif = SPAN_LIT("aide_facultative"),
                       .has_dossier = true};

    memset(e.dossier_ref, 0xab, sizeof e.dossier_ref);
    memset(e.detail, 0x01, sizeof e.detail);
    assert_bytes(&e, "{\"seq\":1204,\"temps\":\"2026-11-20T13:03:09Z\",\"acte\":\"consultation\","
                     "\"issue\":\"refuse\",\"agent\":\"agent.ccas\",\"role\":\"agent\","
                     "\"organisme\":\"13002526500013\",\"profil\":\"T2\","
                     "\"motif\":\"aide_facultative\",\"dossier\":"
                     "\"abababababababababababababababababababababababababababababababab\","
                     "\"detail\":"
                     "\"0101010101010101010101010101010101010101010101010101010101010101\"}");
}
END_TEST

START_TEST(escape_what_a_text_may_hold)
{
    struct entree e = {.seq = UINT64_MAX, .acte = ACTE_CONNEXION, .agent = SPAN_LIT("a\"\n")};

    assert_bytes(&e,
                 "{\"seq\":18446744073709551615,\"temps\":\"1970-01-01T00:00:00Z\","
                 "\"acte\":\"connexion\",\"issue\":\"fait\",\"agent\":\"a\\\"\\u000a\",\"detail\":"
                 "\"0000000000000000000000000000000000000000000000000000000000000000\"}");
}
END_TEST

START_TEST(commit_to_a_detail_under_its_salt)
{
    unsigned char sel[SEL_BYTES] = {0}, hash[HASH_BYTES];

    /* sha256 of 16 zero bytes; of 16 zero bytes and « abc » */
    entree_detail_hash(sel, SPAN_LIT(""), hash);
    assert_hex(hash, "374708fff7719dd5979ec875d56cd2286f6d3cf7ec317a3b25632aab28ec37bb");
    entree_detail_hash(sel, SPAN_LIT("abc"), hash);
    assert_hex(hash, "277e7ff6d232b9763f4a66e8d05d210da32dac9c6dbce1026ad4cc98acb5fefe");
    sel[15] = 1;
    entree_detail_hash(sel, SPAN_LIT("abc"), hash);
    assert_hex(hash, "6bd3a516e74196e1d6eecad7e08f100a94493fdeda46e70e0cc3a2e355583cff");
}
END_TEST

START_TEST(name_a_dossier_under_the_secret)
{
    unsigned char secret[HASH_BYTES], hash[HASH_BYTES];

    for (unsigned char i = 0; i < HASH_BYTES; i++)
        secret[i] = i;
    entree_dossier_ref(secret, 1311000001, hash);
    assert_hex(hash, "5f43d8c3ab632f599d4d2d1963a3569e8043b697b0d53909de4e0810af36421f");
    entree_dossier_ref(secret, 10000001, hash); /* Caf 001, number 0000001 */
    assert_hex(hash, "a2022de9d0504ed2b7d4ab090ec0d0f5e91751f29bcf72a9405f8005a984d95c");
    secret[0] = 1;
    entree_dossier_ref(secret, 1311000001, hash);
    assert_hex(hash, "e4833e073ad5a3b9921a506d7238340cd88669bd138037c4ade0b642943744ea");
}
END_TEST

START_TEST(have_a_word_for_every_act_and_outcome)
{
    for (int i = 0; i < ACTE_COUNT; i++)
        ck_assert_int_gt((int)strlen(acte_word((enum acte)i)), 4);
    for (int i = 0; i < ISSUE_COUNT; i++)
        ck_assert_int_gt((int)strlen(issue_word((enum issue)i)), 3);
    ck_assert_str_eq(acte_word(ACTE_COUNT), "");
    ck_assert_str_eq(issue_word(ISSUE_COUNT), "");
}
END_TEST

static void add(TCase *t)
{
    tcase_add_test(t, leave_out_what_has_no_value);
    tcase_add_test(t, write_a_whole_consultation);
    tcase_add_test(t, escape_what_a_text_may_hold);
    tcase_add_test(t, commit_to_a_detail_under_its_salt);
    tcase_add_test(t, name_a_dossier_under_the_secret);
    tcase_add_test(t, have_a_word_for_every_act_and_outcome);
}

int main(void)
{
    return suite_main("journal_entree", add);
}
