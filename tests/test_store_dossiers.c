/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A dossier is found by its exact key, and a key that is not there tells nothing of its neighbours. */
#include <string.h>

#include "store_kit.h"
#include "suite.h"

#define CLE 1311000001u

static const unsigned char no_noms[NOMS_MAX][NOM_CLE_SIZE];

static void put(struct kit *kit, uint64_t cle, unsigned char nom, const char *bande)
{
    struct identite id = kit_identite(cle, nom);

    ck_assert(store_dossier_put(kit->store, &id, span_of(bande)));
}

static void assert_nothing(struct kit *kit, uint64_t cle)
{
    struct dossier_row row;
    struct span bande;

    memset(&row, 0xff, sizeof row);
    ck_assert_int_eq(store_dossier_find(kit->store, cle, &row), FOUND_NONE);
    ck_assert_mem_eq(row.noms, no_noms, sizeof no_noms);
    ck_assert(!row.oppose);
    ck_assert(!store_dossier_bande(kit->store, cle, &bande));
}

START_TEST(refuse_unknown_keys_around_a_known_one)
{
    struct kit kit;

    kit_init(&kit);
    assert_nothing(&kit, CLE);
    put(&kit, CLE, 1, "bande");
    ck_assert(store_opposition_put(kit.store, CLE, 20260101));
    assert_nothing(&kit, CLE - 1);
    assert_nothing(&kit, CLE + 1);
    assert_nothing(&kit, 0);
    assert_nothing(&kit, 9999999999u);
    kit_done(&kit);
}
END_TEST

START_TEST(refuse_the_same_number_in_another_caf)
{
    struct kit kit;

    kit_init(&kit);
    put(&kit, CLE, 1, "bande");
    assert_nothing(&kit, 7511000001u);
    kit_done(&kit);
}
END_TEST

START_TEST(leave_nothing_of_what_was_undone)
{
    struct kit kit;

    kit_init(&kit);
    ck_assert(store_begin(kit.store));
    put(&kit, CLE, 1, "bande");
    store_rollback(kit.store);
    assert_nothing(&kit, CLE);
    ck_assert(store_begin(kit.store));
    put(&kit, CLE, 1, "bande");
    store_close(kit.store);
    kit.store = store_open(kit.dir, STORE_WRITE, NULL);
    assert_nothing(&kit, CLE);
    ck_assert_int_eq(store_dossier_count(kit.store), 0);
    kit_done(&kit);
}
END_TEST

START_TEST(find_names_then_tape)
{
    struct dossier_row row;
    struct identite id = kit_identite(CLE, 3);
    struct span bande;
    struct kit kit;

    kit_init(&kit);
    put(&kit, CLE, 3, "ancienne");
    put(&kit, CLE + 1, 4, "autre");
    put(&kit, CLE, 3, "bande");
    ck_assert_int_eq(store_dossier_count(kit.store), 2);
    ck_assert_int_eq(store_dossier_find(kit.store, CLE, &row), FOUND_ROW);
    ck_assert_mem_eq(row.noms, id.noms, sizeof id.noms);
    ck_assert(!row.oppose);
    ck_assert(store_dossier_bande(kit.store, CLE, &bande));
    ck_assert(span_is(bande, "bande"));
    kit_done(&kit);
}
END_TEST

START_TEST(say_that_a_family_opposes)
{
    struct dossier_row row;
    struct kit kit;

    kit_init(&kit);
    put(&kit, CLE, 1, "bande");
    put(&kit, CLE + 1, 1, "bande");
    ck_assert(store_opposition_put(kit.store, CLE, 20260101));
    ck_assert(store_opposition_put(kit.store, CLE, 20260202));
    ck_assert_int_eq(store_dossier_find(kit.store, CLE, &row), FOUND_ROW);
    ck_assert(row.oppose);
    ck_assert_int_eq(store_dossier_find(kit.store, CLE + 1, &row), FOUND_ROW);
    ck_assert(!row.oppose);
    kit_done(&kit);
}
END_TEST

START_TEST(read_one_state_during_a_turn)
{
    struct dossier_row row;
    struct span bande;
    struct store *reader;
    struct kit kit;

    kit_init(&kit);
    put(&kit, CLE, 1, "avant");
    reader = store_open(kit.dir, STORE_READ, NULL);
    ck_assert(store_turn_begin(reader));
    ck_assert_int_eq(store_dossier_find(reader, CLE, &row), FOUND_ROW);
    put(&kit, CLE, 2, "après");
    ck_assert_int_eq(store_dossier_find(reader, CLE, &row), FOUND_ROW);
    ck_assert(store_dossier_bande(reader, CLE, &bande) && span_is(bande, "avant"));
    store_turn_end(reader);
    ck_assert_int_eq(store_dossier_find(reader, CLE, &row), FOUND_ROW);
    ck_assert(store_dossier_bande(reader, CLE, &bande) && span_is(bande, "après"));
    store_close(reader);
    kit_done(&kit);
}
END_TEST

/* An import in the middle of its transaction: the journal and the sessions go on. */
START_TEST(write_the_journal_while_dossiers_are_locked)
{
    static const unsigned char sel[16], hash[HASH_BYTES] = {1};
    struct store *server;
    struct kit kit;
    int64_t agent;

    kit_init(&kit);
    agent = kit_agent(&kit, "agent");
    server = store_open(kit.dir, STORE_WRITE, NULL);
    ck_assert(store_begin(kit.store));
    put(&kit, CLE, 1, "bande");
    ck_assert(store_begin(server));
    ck_assert(store_journal_append(server, 0, SPAN_LIT("{}"), sel, SPAN_LIT("x")));
    ck_assert(store_commit(server));
    ck_assert(store_session_add(server, hash, agent, 1, 2));
    ck_assert_int_eq(store_journal_next(server), 1);
    ck_assert(store_commit(kit.store));
    ck_assert_int_eq(store_dossier_count(server), 1);
    store_close(server);
    kit_done(&kit);
}
END_TEST

static void add(TCase *t)
{
    tcase_add_test(t, refuse_unknown_keys_around_a_known_one);
    tcase_add_test(t, refuse_the_same_number_in_another_caf);
    tcase_add_test(t, leave_nothing_of_what_was_undone);
    tcase_add_test(t, find_names_then_tape);
    tcase_add_test(t, say_that_a_family_opposes);
    tcase_add_test(t, read_one_state_during_a_turn);
    tcase_add_test(t, write_the_journal_while_dossiers_are_locked);
}

int main(void)
{
    return suite_main("store_dossiers", add);
}
