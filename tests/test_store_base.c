/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A base is made in full or not at all, for its owner's eyes only, and opened at its own version. */
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cdap/base/file.h>

#include "store_kit.h"
#include "suite.h"

static void in_base(char out[FILE_PATH_MAX], const char *dir, const char *name)
{
    snprintf(out, FILE_PATH_MAX, "%s/base/%s", dir, name);
}

static mode_t mode_of(const char *path)
{
    struct stat st;

    ck_assert_msg(stat(path, &st) == 0, "%s", path);
    return st.st_mode & 07777;
}

/* Runs SQL as somebody who holds the file would. */
static int outside_sql(const char *dir, const char *file, const char *sql)
{
    char path[FILE_PATH_MAX];
    sqlite3 *db;
    int code;

    in_base(path, dir, file);
    ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
    code = sqlite3_exec(db, sql, NULL, NULL, NULL);
    sqlite3_close(db);
    return code;
}

START_TEST(refuse_to_open_where_there_is_no_base)
{
    char *dir = folder_make();
    struct err err = {0};

    ck_assert(!store_exists(dir));
    ck_assert_ptr_null(store_open(dir, STORE_READ, &err));
    ck_assert_int_eq(err.code, ERR_FICHIER);
    ck_assert_ptr_nonnull(strstr(err.detail, "cdapd initialiser"));
    ck_assert(!store_exists(dir));
    folder_remove(dir);
}
END_TEST

START_TEST(refuse_to_replace_a_base)
{
    struct kit kit;
    struct err err = {0};
    unsigned char before[HASH_BYTES], after[HASH_BYTES];

    kit_init(&kit);
    ck_assert(store_secret(kit.store, before, &err));
    ck_assert(!store_create(kit.dir, true, &err));
    ck_assert_int_eq(err.code, ERR_CONFLIT);
    ck_assert(store_secret(kit.store, after, &err));
    ck_assert(bytes_equal(before, after, sizeof before));
    ck_assert(!store_is_demo(kit.store));
    kit_done(&kit);
}
END_TEST

START_TEST(refuse_to_publish_over_a_base)
{
    struct kit kit;
    struct err err = {0};
    char *draft = folder_make();

    kit_init(&kit);
    ck_assert(store_create(draft, true, &err));
    ck_assert(!store_publish(draft, kit.dir, &err));
    ck_assert_int_eq(err.code, ERR_CONFLIT);
    ck_assert(store_exists(draft));
    folder_remove(draft);
    kit_done(&kit);
}
END_TEST

START_TEST(refuse_another_version)
{
    static const char *const files[] = {"annuaire.sqlite", "dossiers.sqlite", "journal.sqlite"};

    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        char *dir = folder_make();
        struct err err = {0};

        ck_assert(store_create(dir, false, &err));
        ck_assert_int_eq(outside_sql(dir, files[i], "PRAGMA user_version = 7"), SQLITE_OK);
        ck_assert_ptr_null(store_open(dir, STORE_READ, &err));
        ck_assert_int_eq(err.code, ERR_BASE);
        ck_assert_ptr_nonnull(strstr(err.detail, "version 7"));
        ck_assert_ptr_nonnull(strstr(err.detail, files[i]));
        folder_remove(dir);
    }
}
END_TEST

START_TEST(refuse_a_file_that_is_no_base)
{
    char *dir = folder_make(), path[FILE_PATH_MAX];
    struct err err = {0};
    FILE *f;

    ck_assert(store_create(dir, false, &err));
    in_base(path, dir, "dossiers.sqlite");
    f = fopen(path, "w");
    for (int i = 0; i < 1000; i++)
        fputs("ceci n’est pas une base", f);
    fclose(f);
    ck_assert_ptr_null(store_open(dir, STORE_READ, &err));
    ck_assert_int_eq(err.code, ERR_BASE);
    folder_remove(dir);
}
END_TEST

START_TEST(refuse_a_secret_that_others_may_read)
{
    static const mode_t bad[] = {0644, 0640, 0604, 0660, 0601};
    struct kit kit;
    struct err err = {0};
    unsigned char secret[HASH_BYTES];
    char path[FILE_PATH_MAX];

    kit_init(&kit);
    in_base(path, kit.dir, "pseudonymes.secret");
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        ck_assert_int_eq(chmod(path, bad[i]), 0);
        ck_assert(!store_secret(kit.store, secret, &err));
        ck_assert_int_eq(err.code, ERR_FICHIER);
    }
    ck_assert_int_eq(chmod(path, 0600), 0);
    ck_assert(store_secret(kit.store, secret, &err));
    ck_assert_int_eq(truncate(path, 31), 0);
    ck_assert(!store_secret(kit.store, secret, &err));
    ck_assert_int_eq(unlink(path), 0);
    ck_assert_int_eq(symlink("/dev/zero", path), 0);
    ck_assert(!store_secret(kit.store, secret, &err));
    kit_done(&kit);
}
END_TEST

START_TEST(refuse_every_write_when_open_for_reading)
{
    struct kit kit;
    struct err err = {0};
    struct identite id = kit_identite(1310000001, 1);
    unsigned char hash[HASH_BYTES] = {1};
    struct store *s;

    kit_init(&kit);
    kit_agent(&kit, "agent");
    s = store_open(kit.dir, STORE_READ, &err);
    ck_assert_ptr_nonnull(s);
    ck_assert(!store_dossier_put(s, &id, SPAN_LIT("x")));
    ck_assert(!store_opposition_put(s, id.cle, 20260101));
    ck_assert(!store_session_add(s, hash, 1, 1, 2));
    ck_assert(!store_journal_append(s, 0, SPAN_LIT("{}"), hash, SPAN_LIT("")));
    ck_assert_int_eq(store_dossier_count(s), 0);
    store_close(s);
    kit_done(&kit);
}
END_TEST

START_TEST(keep_everything_for_the_owner)
{
    static const char *const files[] = {"annuaire.sqlite", "dossiers.sqlite", "journal.sqlite",
                                        "pseudonymes.secret"};
    char *dir = folder_make(), path[FILE_PATH_MAX];
    struct err err = {0};
    struct store *s;
    struct identite id = kit_identite(1310000001, 1);

    umask(0);
    ck_assert(store_create(dir, false, &err));
    s = store_open(dir, STORE_WRITE, &err);
    ck_assert(store_dossier_put(s, &id, SPAN_LIT("x")));
    in_base(path, dir, ".");
    ck_assert_uint_eq(mode_of(path), 0700);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        in_base(path, dir, files[i]);
        ck_assert_uint_eq(mode_of(path), 0600);
    }
    in_base(path, dir, "dossiers.sqlite-wal");
    ck_assert_uint_eq(mode_of(path), 0600);
    store_close(s);
    folder_remove(dir);
}
END_TEST

START_TEST(draw_another_secret_for_each_base)
{
    struct kit a, b;
    struct err err = {0};
    unsigned char of_a[HASH_BYTES], of_b[HASH_BYTES];

    kit_init(&a);
    kit_init(&b);
    ck_assert(store_secret(a.store, of_a, &err));
    ck_assert(store_secret(b.store, of_b, &err));
    ck_assert(!bytes_equal(of_a, of_b, sizeof of_a));
    kit_done(&a);
    kit_done(&b);
}
END_TEST

START_TEST(publish_a_draft_in_one_step)
{
    char *dir = folder_make(), draft[FILE_PATH_MAX];
    struct err err = {0};
    struct store *s;

    snprintf(draft, sizeof draft, "%s/.ebauche", dir);
    ck_assert(store_create(draft, true, &err));
    ck_assert(!store_exists(dir));
    ck_assert_msg(store_publish(draft, dir, &err), "%s", err.detail);
    ck_assert(!store_exists(draft));
    s = store_open(dir, STORE_READ, &err);
    ck_assert_ptr_nonnull(s);
    ck_assert(store_is_demo(s));
    store_close(s);
    folder_remove(dir);
}
END_TEST

static void add(TCase *t)
{
    tcase_add_test(t, refuse_to_open_where_there_is_no_base);
    tcase_add_test(t, refuse_to_replace_a_base);
    tcase_add_test(t, refuse_to_publish_over_a_base);
    tcase_add_test(t, refuse_another_version);
    tcase_add_test(t, refuse_a_file_that_is_no_base);
    tcase_add_test(t, refuse_a_secret_that_others_may_read);
    tcase_add_test(t, refuse_every_write_when_open_for_reading);
    tcase_add_test(t, keep_everything_for_the_owner);
    tcase_add_test(t, draw_another_secret_for_each_base);
    tcase_add_test(t, publish_a_draft_in_one_step);
}

int main(void)
{
    return suite_main("store_base", add);
}
