/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The journal only grows: not even somebody who holds the file can change it by SQL unseen. */
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cdap/base/file.h>

#include "store_kit.h"
#include "suite.h"

static const unsigned char sel[16] = {1, 2, 3};

static void append(struct store *s, uint64_t seq)
{
    char octets[32];

    snprintf(octets, sizeof octets, "{\"seq\":%llu}", (unsigned long long)seq);
    ck_assert(store_journal_append(s, seq, span_of(octets), sel, SPAN_LIT("détail")));
}

static void assert_entry(struct store *s, uint64_t seq)
{
    struct buf octets = {0}, detail = {0};
    char want[32];

    snprintf(want, sizeof want, "{\"seq\":%llu}", (unsigned long long)seq);
    ck_assert_int_eq(store_journal_read(s, seq, &octets, &detail), FOUND_ROW);
    ck_assert_str_eq(buf_text(&octets), want);
    ck_assert_str_eq(buf_text(&detail), "détail");
    buf_free(&octets);
    buf_free(&detail);
}

START_TEST(refuse_an_entry_out_of_order)
{
    struct kit kit;

    kit_init(&kit);
    ck_assert(!store_journal_append(kit.store, 1, SPAN_LIT("{}"), sel, SPAN_LIT("")));
    append(kit.store, 0);
    ck_assert(!store_journal_append(kit.store, 0, SPAN_LIT("{}"), sel, SPAN_LIT("")));
    ck_assert(!store_journal_append(kit.store, 2, SPAN_LIT("{}"), sel, SPAN_LIT("")));
    ck_assert(!store_journal_append(kit.store, UINT64_MAX, SPAN_LIT("{}"), sel, SPAN_LIT("")));
    ck_assert_int_ne(store_problem(kit.store)[0], '\0');
    ck_assert_int_eq(store_journal_next(kit.store), 1);
    assert_entry(kit.store, 0);
    kit_done(&kit);
}
END_TEST

START_TEST(refuse_an_empty_or_enormous_entry)
{
    static char octets[65536];
    struct kit kit;

    kit_init(&kit);
    memset(octets, 'x', sizeof octets);
    ck_assert(!store_journal_append(kit.store, 0, SPAN_LIT(""), sel, SPAN_LIT("")));
    ck_assert(!store_journal_append(kit.store, 0, (struct span){octets, 65536}, sel, SPAN_LIT("")));
    ck_assert(store_journal_append(kit.store, 0, (struct span){octets, 65535}, sel, SPAN_LIT("")));
    kit_done(&kit);
}
END_TEST

START_TEST(refuse_every_change_by_sql)
{
    static const char *const bad[] = {
        "UPDATE entree SET octets = x'00'",
        "UPDATE entree SET seq = 9 WHERE seq = 1",
        "DELETE FROM entree",
        "DELETE FROM entree WHERE seq = 1",
        "INSERT INTO entree (seq, octets) VALUES (9, x'00')",
        "INSERT OR REPLACE INTO entree (seq, octets) VALUES (0, x'00')",
        "REPLACE INTO entree (seq, octets) VALUES (1, x'00')",
        "INSERT INTO entree (seq, octets) VALUES (0, x'00') ON CONFLICT (seq)"
        " DO UPDATE SET octets = x'00'",
        "UPDATE OR REPLACE entree SET seq = 0 WHERE seq = 1",
        "UPDATE detail SET texte = x'00'",
        "UPDATE detail SET sel = zeroblob(16)",
        "REPLACE INTO detail (seq, sel, texte) VALUES (0, zeroblob(16), x'00')",
    };
    char path[FILE_PATH_MAX];
    sqlite3 *db;
    struct kit kit;

    kit_init(&kit);
    append(kit.store, 0);
    append(kit.store, 1);
    snprintf(path, sizeof path, "%s/base/journal.sqlite", kit.dir);
    ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        ck_assert_msg(sqlite3_exec(db, bad[i], NULL, NULL, NULL) == SQLITE_CONSTRAINT, "%s",
                      bad[i]);
    ck_assert_int_eq(sqlite3_exec(db, "DELETE FROM detail WHERE seq = 0", NULL, NULL, NULL),
                     SQLITE_OK);
    sqlite3_close(db);
    assert_entry(kit.store, 1);

    struct buf octets = {0}, detail = {0};
    ck_assert_int_eq(store_journal_read(kit.store, 0, &octets, &detail), FOUND_ROW);
    ck_assert_str_eq(buf_text(&octets), "{\"seq\":0}");
    ck_assert_uint_eq(detail.len, 0);
    buf_free(&octets);
    kit_done(&kit);
}
END_TEST

START_TEST(find_nothing_beyond_the_end)
{
    struct kit kit;
    struct buf octets = {0};

    kit_init(&kit);
    ck_assert_int_eq(store_journal_next(kit.store), 0);
    ck_assert_int_eq(store_journal_read(kit.store, 0, &octets, NULL), FOUND_NONE);
    append(kit.store, 0);
    ck_assert_int_eq(store_journal_read(kit.store, 1, &octets, NULL), FOUND_NONE);
    ck_assert_uint_eq(octets.len, 0);
    ck_assert_int_eq(store_journal_read(kit.store, 0, &octets, NULL), FOUND_ROW);
    buf_free(&octets);
    kit_done(&kit);
}
END_TEST

START_TEST(forget_a_group_that_was_not_committed)
{
    struct kit kit;

    kit_init(&kit);
    ck_assert(store_begin(kit.store));
    append(kit.store, 0);
    append(kit.store, 1);
    ck_assert(store_commit(kit.store));
    ck_assert(store_begin(kit.store));
    append(kit.store, 2);
    store_rollback(kit.store);
    ck_assert_int_eq(store_journal_next(kit.store), 2);
    append(kit.store, 2);
    kit_done(&kit);
}
END_TEST

/* Appends groups of three and tells each committed one, until killed. */
static void writer(const char *dir, int told)
{
    struct store *s = store_open(dir, STORE_WRITE, NULL);

    if (!s)
        _exit(1);
    for (;;) {
        int64_t seq = store_journal_next(s);
        uint64_t last = (uint64_t)seq + 2;

        if (seq < 0 || !store_begin(s))
            _exit(1);
        for (uint64_t i = (uint64_t)seq; i <= last; i++)
            append(s, i);
        if (!store_commit(s) || write(told, &last, sizeof last) != sizeof last)
            _exit(1);
    }
}

START_TEST(lose_no_committed_entry_to_kill_9)
{
    char *dir = folder_make();
    uint64_t last = 0;

    ck_assert(secret_init());
    ck_assert(store_create(dir, false, NULL));
    for (int round = 0; round < 20; round++) {
        int told[2];
        pid_t pid;
        struct store *s;

        ck_assert_int_eq(pipe(told), 0);
        pid = fork();
        if (pid == 0)
            writer(dir, told[1]);
        close(told[1]);
        for (int group = 0; group <= round; group++)
            ck_assert_int_eq(read(told[0], &last, sizeof last), sizeof last);
        kill(pid, SIGKILL);
        waitpid(pid, NULL, 0);
        while (read(told[0], &last, sizeof last) == sizeof last)
            ;
        close(told[0]);
        s = store_open(dir, STORE_READ, NULL);
        ck_assert_ptr_nonnull(s);
        ck_assert_int_gt(store_journal_next(s), (int64_t)last);
        ck_assert_int_eq(store_journal_next(s) % 3, 0);
        for (uint64_t seq = last - 2; seq <= last; seq++)
            assert_entry(s, seq);
        store_close(s);
    }
    folder_remove(dir);
}
END_TEST

/* ---- looking back --------------------------------------------------------------------------- */

#define SIRET "13002526500013"

static void mark(struct store *s, uint64_t seq, const char *agent, const char *organisme,
                 int64_t dossier)
{
    const struct repere_row row = {.seq = seq,
                                   .temps = 1000 + (int64_t)seq,
                                   .acte = span_of(seq % 2 ? "audit" : "consultation"),
                                   .issue = span_of(seq % 3 ? "fait" : "refuse"),
                                   .agent = span_of(agent),
                                   .organisme = span_of(organisme),
                                   .dossier = dossier};

    append(s, seq);
    ck_assert(store_repere_add(s, &row));
}

static bool note_seq(void *ctx, uint64_t seq, struct span octets, struct span detail)
{
    ck_assert_uint_gt(octets.len, 0);
    ck_assert_uint_gt(detail.len, 0);
    buf_putf(ctx, "%llu ", (unsigned long long)seq);
    return true;
}

static void assert_found(struct store *s, struct journal_filtre f, unsigned max, const char *want)
{
    struct buf seqs = {0};

    if (!f.organisme.len)
        f.organisme = SPAN_LIT(SIRET);
    ck_assert(store_journal_cherche(s, &f, max, note_seq, &seqs));
    ck_assert_str_eq(buf_text(&seqs), want);
    buf_free(&seqs);
}

START_TEST(find_by_each_filter_and_by_all_newest_first)
{
    struct kit kit;
    struct store *s;

    kit_init(&kit);
    s = kit.store;
    for (uint64_t seq = 0; seq < 12; seq++)
        mark(s, seq, seq < 6 ? "a" : "b", seq == 11 ? "35600000000048" : SIRET, seq % 4 ? 7 : 0);
    ck_assert_int_eq(store_repere_next(s), 12);
    assert_found(s, (struct journal_filtre){0}, 100, "10 9 8 7 6 5 4 3 2 1 0 ");
    assert_found(s, (struct journal_filtre){0}, 2, "10 9 ");
    assert_found(s, (struct journal_filtre){.avant = 3}, 100, "2 1 0 ");
    assert_found(s, (struct journal_filtre){.agent = SPAN_LIT("a")}, 100, "5 4 3 2 1 0 ");
    assert_found(s, (struct journal_filtre){.acte = SPAN_LIT("audit")}, 100, "9 7 5 3 1 ");
    assert_found(s, (struct journal_filtre){.issue = SPAN_LIT("refuse")}, 100, "9 6 3 0 ");
    assert_found(s, (struct journal_filtre){.dossier = 7}, 100, "10 9 7 6 5 3 2 1 ");
    assert_found(s, (struct journal_filtre){.debut = 1003, .fin = 1005}, 100, "4 3 ");
    assert_found(s, (struct journal_filtre){.organisme = SPAN_LIT("35600000000048")}, 100, "11 ");
    assert_found(s,
                 (struct journal_filtre){.agent = SPAN_LIT("b"),
                                         .dossier = 7,
                                         .acte = SPAN_LIT("audit"),
                                         .issue = SPAN_LIT("refuse")},
                 100, "9 ");
    assert_found(s, (struct journal_filtre){.agent = SPAN_LIT("c")}, 100, "");
    kit_done(&kit);
}
END_TEST

START_TEST(count_what_an_agent_did_no_further_than_asked)
{
    struct kit kit;
    const struct journal_filtre f = {
        .organisme = SPAN_LIT(SIRET), .agent = SPAN_LIT("a"), .acte = SPAN_LIT("consultation")};

    kit_init(&kit);
    for (uint64_t seq = 0; seq < 10; seq++)
        mark(kit.store, seq, "a", SIRET, 0);
    ck_assert_int_eq(store_journal_rythme(kit.store, &f, 9, 0, 100), 5);
    ck_assert_int_eq(store_journal_rythme(kit.store, &f, 9, 0, 2), 2);
    ck_assert_int_eq(store_journal_rythme(kit.store, &f, 5, 1002, 100), 2); /* 4 and 2 */
    kit_done(&kit);
}
END_TEST

static void add(TCase *t)
{
    tcase_add_test(t, refuse_an_entry_out_of_order);
    tcase_add_test(t, refuse_an_empty_or_enormous_entry);
    tcase_add_test(t, refuse_every_change_by_sql);
    tcase_add_test(t, find_nothing_beyond_the_end);
    tcase_add_test(t, forget_a_group_that_was_not_committed);
    tcase_add_test(t, lose_no_committed_entry_to_kill_9);
    tcase_add_test(t, find_by_each_filter_and_by_all_newest_first);
    tcase_add_test(t, count_what_an_agent_did_no_further_than_asked);
}

int main(void)
{
    return suite_main("store_journal", add);
}
