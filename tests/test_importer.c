/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cdapd importer: each bad line is named, the rest goes in or nothing does, and nothing is ever
 * written by halves. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cdap/base/file.h>
#include <cdap/model/recherche.h>
#include <cdap/store/store.h>

#include "dossier_gen.h"
#include "guichet.h"
#include "store_kit.h"
#include "suite.h"

#define GOOD(numero) \
    "{\"caf\":\"131\",\"numero\":\"" numero "\",\"allocataire\":{\"nom\":\"ESSAI\"}}"
#define CAF_131 1310000000u

static void write_file(char path[FILE_PATH_MAX], const struct kit *kit, const char *name,
                       const char *text)
{
    struct err err = {0};

    path_join(path, kit->dir, name);
    ck_assert_msg(file_write_new(path, span_of(text), 0600, &err), "%s", err.detail);
}

static int importer(const struct kit *kit, const char *const args[], struct buf *out,
                    struct buf *said)
{
    const char *all[16] = {"importer", "--donnees", kit->dir};

    for (size_t i = 0; args[i]; i++)
        all[3 + i] = args[i];
    return run_program("cdapd", all, out, said);
}

static bool there(const struct kit *kit, uint64_t cle)
{
    struct dossier_row row;

    return store_dossier_find(kit->store, cle, &row) == FOUND_ROW;
}

static void assert_said(const struct buf *said, const char *text)
{
    ck_assert_msg(strstr(buf_text(said), text) != NULL, "« %s » manque dans :\n%s", text,
                  buf_text(said));
}

START_TEST(refuse_misuse)
{
    static const char *const bad[][4] = {
        {NULL},
        {"--inconnue", "x", NULL},
        {"--format", "csv", "x", NULL},
        {"--premier-numero", "12345678", "x", NULL},
        {"--caf", "13", "x", NULL},
        {"--caf", NULL},
    };
    struct kit kit;

    kit_init(&kit);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct buf said = {0};

        ck_assert_int_eq(importer(&kit, bad[i], NULL, &said), 2);
        ck_assert_uint_gt(said.len, 0);
        buf_free(&said);
    }
    kit_done(&kit);
}
END_TEST

START_TEST(refuse_where_there_is_no_base)
{
    char *dir = folder_make();
    struct kit kit = {.dir = dir};
    struct buf said = {0};

    ck_assert_int_eq(importer(&kit, (const char *[]){"/dev/null", NULL}, NULL, &said), 1);
    assert_said(&said, "cdapd initialiser");
    buf_free(&said);
    folder_remove(dir);
}
END_TEST

static const char mixed[] = GOOD("0000001") "\n"                               /* 1 */
                                            "\n"                               /* 2: blank */
                                            "{\"caf\":\"131\"\n"               /* 3: cut */
    GOOD("0000002") "\r\n"                                                     /* 4 */
                    "{\"caf\":\"131\",\"numero\":\"0000003\",\"inconnu\":1}\n" /* 5 */
                    "{\"caf\":\"131\",\"numero\":\"0000004\",\"allocataire\":{\"nom\":\"ESSAI\"},"
                    "\"droits\":[{\"mois\":\"2026-01\"},{\"mois\":\"2026-13\"}]}\n" /* 6 */
    GOOD("0000005"); /* 7, without an end */

START_TEST(name_each_bad_line_and_take_the_rest)
{
    char path[FILE_PATH_MAX], want[FILE_PATH_MAX + 64];
    struct buf said = {0};
    struct kit kit;

    kit_init(&kit);
    write_file(path, &kit, "a.ndjson", mixed);
    ck_assert_int_eq(importer(&kit, (const char *[]){path, NULL}, NULL, &said), 1);
    snprintf(want, sizeof want, "%s:3: ", path);
    assert_said(&said, want);
    snprintf(want, sizeof want, "%s:5: inconnu: ", path);
    assert_said(&said, want);
    snprintf(want, sizeof want, "%s:6: droits[1].mois: ", path);
    assert_said(&said, want);
    assert_said(&said, "3 importés, 3 refusés\n");
    ck_assert(there(&kit, CAF_131 + 1));
    ck_assert(there(&kit, CAF_131 + 2));
    ck_assert(!there(&kit, CAF_131 + 3));
    ck_assert(!there(&kit, CAF_131 + 4));
    ck_assert(there(&kit, CAF_131 + 5));
    buf_free(&said);
    kit_done(&kit);
}
END_TEST

START_TEST(take_nothing_at_all_when_asked_so)
{
    char good[FILE_PATH_MAX], bad[FILE_PATH_MAX];
    struct buf said = {0};
    struct kit kit;

    kit_init(&kit);
    write_file(good, &kit, "a.ndjson", GOOD("0000009"));
    write_file(bad, &kit, "b.ndjson", mixed);
    ck_assert_int_eq(
        importer(&kit, (const char *[]){"--tout-ou-rien", good, bad, NULL}, NULL, &said), 1);
    assert_said(&said, "b.ndjson:3: ");
    assert_said(&said, "b.ndjson:6: droits[1].mois: ");
    assert_said(&said, "0 importé, 3 refusés\n");
    ck_assert_int_eq(store_dossier_count(kit.store), 0);
    buf_reset(&said);
    ck_assert_int_eq(importer(&kit, (const char *[]){"--tout-ou-rien", good, NULL}, NULL, &said),
                     0);
    assert_said(&said, "1 importé, 0 refusé\n");
    ck_assert(there(&kit, CAF_131 + 9));
    buf_free(&said);
    kit_done(&kit);
}
END_TEST

START_TEST(refuse_a_line_beyond_the_limit)
{
    char path[FILE_PATH_MAX];
    struct buf text = {0}, said = {0};
    struct kit kit;

    kit_init(&kit);
    for (int i = 0; i < 2; i++) {
        char *blanks = buf_reserve(&text, 6u << 20);

        memset(blanks, ' ', 6u << 20);
        blanks[0] = '{';
        text.len += 6u << 20;
        buf_puts(&text, i ? "\n" GOOD("0000002") : "\n" GOOD("0000001") "\n");
    }
    write_file(path, &kit, "a.ndjson", buf_text(&text));
    ck_assert_int_eq(importer(&kit, (const char *[]){path, NULL}, NULL, &said), 1);
    assert_said(&said, "a.ndjson:1: plus de 4 Mio");
    assert_said(&said, "a.ndjson:3: plus de 4 Mio");
    assert_said(&said, "2 importés, 2 refusés\n");
    ck_assert(there(&kit, CAF_131 + 1) && there(&kit, CAF_131 + 2));
    buf_free(&text);
    buf_free(&said);
    kit_done(&kit);
}
END_TEST

START_TEST(name_a_file_that_cannot_be_read_and_take_the_others)
{
    char path[FILE_PATH_MAX];
    struct buf said = {0};
    struct kit kit;

    kit_init(&kit);
    write_file(path, &kit, "a.ndjson", GOOD("0000001"));
    ck_assert_int_eq(
        importer(&kit, (const char *[]){"absent.ndjson", path, kit.dir, NULL}, NULL, &said), 1);
    assert_said(&said, "absent.ndjson: ");
    assert_said(&said, "1 importé, 2 refusés\n");
    buf_free(&said);
    kit_done(&kit);
}
END_TEST

START_TEST(send_no_sequence_of_a_file_name_to_the_terminal)
{
    struct buf said = {0};
    struct kit kit;

    kit_init(&kit);
    ck_assert_int_eq(
        importer(&kit, (const char *[]){"\033]0;PIRATE\007\xE2\x80\xAE.ndjson", NULL}, NULL, &said),
        1);
    assert_said(&said, "PIRATE");
    ck_assert(!strpbrk(buf_text(&said), "\033\007") && !strstr(buf_text(&said), "\xE2\x80\xAE"));
    buf_free(&said);
    kit_done(&kit);
}
END_TEST

static const char answer[] =
    "{\"status\":200,\"payload\":{\"data\":{\"allocataires\":[{\"nom_naissance\":\"FICTIF\","
    "\"prenoms\":\"ANNE\",\"date_naissance\":\"1980-00-00\",\"sexe\":\"F\"}],\"enfants\":[],"
    "\"quotient_familial\":{\"fournisseur\":\"CNAF\",\"valeur\":0,\"annee\":2026,\"mois\":10,"
    "\"annee_calcul\":2026,\"mois_calcul\":10}},\"links\":{},\"meta\":{}}}";

START_TEST(give_no_number_to_an_answer_without_dossier)
{
    char absent[FILE_PATH_MAX], broken[FILE_PATH_MAX], good[FILE_PATH_MAX];
    struct buf out = {0}, said = {0};
    struct kit kit;

    kit_init(&kit);
    write_file(absent, &kit, "a.json", "{\"status\":404,\"payload\":{\"errors\":[]}}");
    write_file(broken, &kit, "b.json", "<html>");
    write_file(good, &kit, "c.json", answer);
    ck_assert_int_eq(
        importer(&kit,
                 (const char *[]){"--format", "quotient-familial-v3", "--premier-numero", "42",
                                  "--caf", "751", absent, broken, good, NULL},
                 &out, &said),
        1);
    assert_said(&said, "a.json: ");
    assert_said(&said, "b.json: ");
    assert_said(&said, "1 importé, 1 refusé, 1 ignoré\n");
    assert_said(&out, "0000042  ");
    assert_said(&out, "c.json\n");
    ck_assert(there(&kit, 7510000042u));
    ck_assert_int_eq(store_dossier_count(kit.store), 1);
    buf_free(&out);
    buf_free(&said);
    kit_done(&kit);
}
END_TEST

/* Starts an import whose standard input is ours; `said` receives its stderr. */
static pid_t start_import(const struct kit *kit, int *to, FILE *said, const char *option)
{
    char program[FILE_PATH_MAX];
    int ends[2];
    pid_t pid;

    path_join(program, build_dir(), "cdapd");
    ck_assert_int_eq(pipe(ends), 0);
    pid = fork();
    if (pid == 0) {
        dup2(ends[0], STDIN_FILENO);
        dup2(fileno(said), STDERR_FILENO);
        close(ends[0]);
        close(ends[1]);
        execl(program, "cdapd", "importer", "--donnees", kit->dir, "-", option, (char *)NULL);
        _exit(127);
    }
    close(ends[0]);
    *to = ends[1];
    return pid;
}

static void feed(int to, int first, int count)
{
    struct buf text = {0};

    for (int i = 0; i < count; i++)
        buf_putf(&text,
                 "{\"caf\":\"131\",\"numero\":\"%07d\",\"allocataire\":{\"nom\":\"ESSAI\"}}\n",
                 first + i);
    for (size_t at = 0; at < text.len;) {
        ssize_t put = write(to, text.data + at, text.len - at);

        ck_assert_int_gt((int)put, 0);
        at += (size_t)put;
    }
    buf_free(&text);
}

/* Ctrl-C while it waits for more: what is said to be in is in, and nothing else. */
static void interrupt(const char *option, int *status, int64_t *said_in, int64_t *in)
{
    FILE *said = tmpfile();
    char line[256] = "";
    struct kit kit;
    int to, left = 1;
    pid_t pid;

    kit_init(&kit);
    pid = start_import(&kit, &to, said, option);
    feed(to, 1, 5000);
    while (left > 0)
        ck_assert_int_eq(ioctl(to, FIONREAD, &left), 0);
    kill(pid, SIGINT);
    waitpid(pid, status, 0);
    close(to);
    rewind(said);
    ck_assert_ptr_nonnull(fgets(line, sizeof line, said));
    ck_assert_ptr_nonnull(strstr(line, "interrompu"));
    *said_in = strtol(line, NULL, 10);
    *in = store_dossier_count(kit.store);
    fclose(said);
    kit_done(&kit);
}

START_TEST(stop_cleanly_and_say_what_went_in)
{
    int64_t said_in, in;
    int status;

    interrupt(NULL, &status, &said_in, &in);
    ck_assert(WIFEXITED(status));
    ck_assert_int_eq(WEXITSTATUS(status), 1);
    ck_assert_int_eq(said_in, in);
    interrupt("--tout-ou-rien", &status, &said_in, &in);
    ck_assert_int_eq(WEXITSTATUS(status), 1);
    ck_assert_int_eq(said_in, 0);
    ck_assert_int_eq(in, 0);
}
END_TEST

/* ---- kill -9 --------------------------------------------------------------------------------- */

static off_t size_of(const struct kit *kit, const char *name)
{
    char path[FILE_PATH_MAX];
    struct stat st;

    snprintf(path, sizeof path, "%s/base/%s", kit->dir, name);
    return stat(path, &st) == 0 ? st.st_size : 0;
}

/* Every dossier that is there is whole; returns how many there are. */
static int64_t assert_whole(const struct kit *kit, const struct dictionnaire *d, uint64_t last)
{
    struct store *s = store_open(kit->dir, STORE_READ, NULL);
    int64_t count = 0, told;
    struct buf json = {0};

    ck_assert_ptr_nonnull(s);
    for (uint64_t cle = CAF_131 + 1; cle <= CAF_131 + last; cle++) {
        struct dossier_row row;
        struct span bande;
        enum found found = store_dossier_find(s, cle, &row);

        ck_assert_int_ne(found, FOUND_FAILED);
        if (found == FOUND_NONE)
            continue;
        count++;
        ck_assert(store_dossier_bande(s, cle, &bande));
        buf_reset(&json);
        ck_assert(count % 16 || bande_export(d, bande, &json));
    }
    told = store_dossier_count(s);
    store_close(s);
    buf_free(&json);
    ck_assert_int_eq(told, count);
    return count;
}

/* Kills an import once the base and its log hold `grown` bytes. True when it did not end before. */
static bool import_killed(const struct kit *kit, const char *option, const char *path, off_t grown)
{
    char program[FILE_PATH_MAX];
    int status;
    pid_t pid;

    path_join(program, build_dir(), "cdapd");
    pid = fork();
    if (pid == 0) {
        execl(program, "cdapd", "importer", "--donnees", kit->dir, path, option, (char *)NULL);
        _exit(127);
    }
    while (size_of(kit, "dossiers.sqlite") + size_of(kit, "dossiers.sqlite-wal") < grown)
        if (waitpid(pid, &status, WNOHANG) == pid)
            return false;
    kill(pid, SIGKILL);
    waitpid(pid, &status, 0);
    return WIFSIGNALED(status);
}

START_TEST(leave_nothing_by_halves_when_killed)
{
    enum { NOMBRE = 2500, ROUNDS = 4 }; /* 50 MB: two transactions */
    char path[FILE_PATH_MAX];
    struct dictionnaire *d = dictionnaire_de_test();
    char *dir = folder_make();
    struct kit source = {.dir = dir};
    struct buf text = {0};
    int killed = 0;

    ck_assert_int_eq(run_program("cdapd",
                                 (const char *[]){"generer", "--nombre", "2500", "--graine", "3",
                                                  "--aujourdhui", AUJOURDHUI, NULL},
                                 &text, NULL),
                     0);
    write_file(path, &source, "a.ndjson", buf_text(&text));
    for (int round = 0; round < ROUNDS; round++) {
        off_t grown = (off_t)(round + 1) * (20 << 20);
        struct kit kit;

        kit_init(&kit);
        if (import_killed(&kit, "--tout-ou-rien", path, grown)) {
            ck_assert_int_eq(assert_whole(&kit, d, NOMBRE) % NOMBRE, 0);
            killed++;
        }
        if (import_killed(&kit, NULL, path, grown)) {
            ck_assert_int_le(assert_whole(&kit, d, NOMBRE), NOMBRE);
            killed++;
        }
        if (round == ROUNDS - 1) {
            ck_assert_int_eq(importer(&kit, (const char *[]){path, NULL}, NULL, NULL), 0);
            ck_assert_int_eq(assert_whole(&kit, d, NOMBRE), NOMBRE);
        }
        kit_done(&kit);
    }
    ck_assert_int_ge(killed, ROUNDS);
    buf_free(&text);
    dictionnaire_free(d);
    folder_remove(dir);
}
END_TEST

/* ---- what goes in ---------------------------------------------------------------------------- */

START_TEST(give_back_what_was_imported)
{
    char path[FILE_PATH_MAX];
    struct dictionnaire *d = dictionnaire_de_test();
    struct encodeur *e = encodeur_new(d);
    struct buf text = {0}, bande = {0};
    const char *line;
    struct kit kit;

    kit_init(&kit);
    run_program("cdapd",
                (const char *[]){"generer", "--nombre", "600", "--graine", "7", "--caf", "595",
                                 "--aujourdhui", AUJOURDHUI, NULL},
                &text, NULL);
    write_file(path, &kit, "a.ndjson", buf_text(&text));
    ck_assert_int_eq(importer(&kit, (const char *[]){path, NULL}, NULL, NULL), 0);
    ck_assert_int_eq(store_dossier_count(kit.store), 600);
    line = buf_text(&text);
    for (int i = 0; i < 600; i++) {
        const char *end = strchr(line, '\n');
        struct identite id;
        struct dossier_row row;
        struct span stored;

        ck_assert(bande_encode(e, (struct span){line, (size_t)(end - line)}, &bande, &id, NULL));
        ck_assert_int_eq(store_dossier_find(kit.store, id.cle, &row), FOUND_ROW);
        ck_assert_mem_eq(row.noms, id.noms, sizeof id.noms);
        ck_assert(store_dossier_bande(kit.store, id.cle, &stored));
        ck_assert(span_eq(stored, buf_span(&bande)));
        line = end + 1;
    }
    buf_free(&text);
    buf_free(&bande);
    encodeur_free(e);
    dictionnaire_free(d);
    kit_done(&kit);
}
END_TEST

START_TEST(replace_a_dossier_by_the_last_one_read)
{
    char path[FILE_PATH_MAX];
    unsigned char nom[NOM_CLE_SIZE];
    struct dossier_row row;
    struct buf said = {0};
    struct kit kit;

    kit_init(&kit);
    write_file(path, &kit, "a.ndjson",
               GOOD("0000001") "\n{\"caf\":\"131\",\"numero\":\"0000001\",\"allocataire\":"
                               "{\"nom\":\"DERNIER\"}}\n");
    ck_assert_int_eq(importer(&kit, (const char *[]){path, NULL}, NULL, &said), 0);
    ck_assert_int_eq(store_dossier_count(kit.store), 1);
    ck_assert_int_eq(store_dossier_find(kit.store, CAF_131 + 1, &row), FOUND_ROW);
    ck_assert(nom_cle(SPAN_LIT("Dernier"), nom));
    ck_assert(identite_has_nom(row.noms, nom));
    buf_free(&said);
    kit_done(&kit);
}
END_TEST

START_TEST(read_standard_input)
{
    FILE *said = tmpfile();
    struct kit kit;
    int to, status;
    pid_t pid;

    kit_init(&kit);
    pid = start_import(&kit, &to, said, NULL);
    feed(to, 1, 1000);
    close(to);
    waitpid(pid, &status, 0);
    ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    ck_assert_int_eq(store_dossier_count(kit.store), 1000);
    fclose(said);
    kit_done(&kit);
}
END_TEST

static void add(TCase *t)
{
    tcase_add_test(t, refuse_misuse);
    tcase_add_test(t, refuse_where_there_is_no_base);
    tcase_add_test(t, name_each_bad_line_and_take_the_rest);
    tcase_add_test(t, take_nothing_at_all_when_asked_so);
    tcase_add_test(t, refuse_a_line_beyond_the_limit);
    tcase_add_test(t, name_a_file_that_cannot_be_read_and_take_the_others);
    tcase_add_test(t, send_no_sequence_of_a_file_name_to_the_terminal);
    tcase_add_test(t, give_no_number_to_an_answer_without_dossier);
    tcase_add_test(t, stop_cleanly_and_say_what_went_in);
    tcase_add_test(t, leave_nothing_by_halves_when_killed);
    tcase_add_test(t, give_back_what_was_imported);
    tcase_add_test(t, replace_a_dossier_by_the_last_one_read);
    tcase_add_test(t, read_standard_input);
}

int main(void)
{
    return secret_init() ? suite_main("importer", add) : 1;
}
