/* SPDX-License-Identifier: GPL-3.0-or-later */
/* « e » in a dossier: files come to stand with their proofs once the server has inscribed them, and
 * not otherwise. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cdap/base/file.h>
#include <cdap/base/secret.h>
#include <cdap/journal/preuve.h>
#include <cdap/proto.h>

#include "poste_kit.h"
#include "suite.h"

static struct kit_poste k;
static char *folder;
static struct buf preuve; /* the last that was given */

static void setup(void)
{
    folder = folder_make();
    poste_kit_open(&k, 24, 80);
    kit_login(&k, "TD");
    kit_open_dossier(&k, "1000001");
}

static void teardown(void)
{
    poste_kit_close(&k);
    folder_remove(folder);
    buf_free(&preuve);
}

static int is_file(const struct dirent *e)
{
    return strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0;
}

/* Names in the folder, hidden ones too, sorted, one per line. */
static void put_names(struct buf *out)
{
    struct dirent **names;
    int count = scandir(folder, &names, is_file, alphasort);
    for (int i = 0; i < count; i++) {
        buf_putf(out, "%s\n", names[i]->d_name);
        free(names[i]);
    }
    free(names);
}

static void assert_names(const char *want)
{
    struct buf names = {0};
    put_names(&names);
    ck_assert_str_eq(buf_text(&names), want);
    buf_free(&names);
}

static void read_in(const char *name, struct buf *out)
{
    char path[FILE_PATH_MAX];
    struct err err = {0};
    ck_assert(path_join(path, folder, name));
    ck_assert_msg(file_read(path, 8u << 20, out, &err), "%s", err.detail);
}

/* Fills the form: how far down each list, and where to write; then presses the button. */
static void ask(int rubriques, int format, const char *where)
{
    kit_key(&k, 'e');
    ck_assert(kit_shows(&k, "Exporter le dossier"));
    kit_keys(&k, TOUCHE_BAS, rubriques);
    kit_key(&k, TOUCHE_TAB);
    kit_keys(&k, TOUCHE_BAS, format);
    kit_key(&k, TOUCHE_TAB);
    kit_key(&k, TOUCHE_CTRL_U);
    kit_type(&k, where);
    kit_key(&k, TOUCHE_TAB);
    kit_key(&k, TOUCHE_ENTREE);
}

/* The digest that follows `p` in the request, as bytes; NULL when there is no more. */
static const char *next_digest(const char *p, unsigned char out[HASH_BYTES])
{
    p = strstr(p, "\"sha256\":\"");
    if (!p)
        return NULL;
    p += strlen("\"sha256\":\"");
    for (size_t i = 0; i < HASH_BYTES; i++)
        ck_assert_int_eq(sscanf(p + 2 * i, "%2hhx", &out[i]), 1);
    return p;
}

/* Inscribes what the request asks, as a server would, with a signature that nobody knows. */
static void accept_it(bool other)
{
    unsigned char digests[32][HASH_BYTES];
    struct buf entree = {0}, body = {0};
    struct entree e = {.acte = ACTE_EXPORT,
                       .has_recu = true,
                       .recu = 1204,
                       .fichiers = (const unsigned char(*)[HASH_BYTES])digests};
    for (const char *p = buf_text(&k.body); (p = next_digest(p, digests[e.fichier_count]));)
        e.fichier_count++;
    ck_assert_uint_gt(e.fichier_count, 0);
    digests[e.fichier_count - 1][0] ^= other;
    entree_put(&entree, &e);
    buf_reset(&preuve);
    preuve_put(&preuve, buf_span(&entree), 0, NULL, 0, SPAN_LIT("essai\n1\n\n\n— essai AAAA\n"));
    buf_putc(&body, '{');
    json_put_member(&body, "preuve", buf_text(&preuve));
    buf_puts(&body, "}");
    kit_answer(&k, PROTO_PREUVES, buf_text(&body));
    buf_free(&entree);
    buf_free(&body);
}

/* The files are written, one per turn of the loop. */
static void let_work(void)
{
    while (app_watched(k.poste.app) >= 0)
        app_watched_ready(k.poste.app);
}

START_TEST(refuse_a_folder_that_is_not_there_beside_the_field)
{
    ask(0, 0, "/nulle/part");
    ck_assert(kit_shows(&k, "ce dossier n’existe pas"));
    ck_assert(kit_shows(&k, "Exporter le dossier"));
    ck_assert(!k.flying);
}
END_TEST

START_TEST(leave_nothing_when_the_server_refuses)
{
    ask(0, 7, folder);
    let_work();
    kit_refuse(&k, PROTO_PREUVES, ERR_OCCUPE, NULL);
    ck_assert(!kit_shows(&k, "Copie faite"));
    assert_names("");
}
END_TEST

START_TEST(leave_nothing_when_the_server_is_lost)
{
    ask(0, 0, folder);
    let_work();
    kit_refuse(&k, PROTO_PREUVES, ERR_INJOIGNABLE, NULL);
    assert_names("");
}
END_TEST

START_TEST(leave_nothing_when_the_answer_holds_no_proof)
{
    static const char *const answers[] = {
        "{}",
        "[]",
        "{\"preuve\":\"\"}",
        "{\"preuve\":12}",
        "non",
        "{\"preuve\":\"c2sp.org/tlog-proof@v1\\nindex 0\\n\\nessai\\n\"}",
    };
    ask(0, 0, folder);
    let_work();
    kit_answer(&k, PROTO_PREUVES, answers[_i]);
    ck_assert(kit_shows(&k, "n’est pas la preuve de cette copie"));
    assert_names("");
}
END_TEST

START_TEST(leave_nothing_when_the_proof_is_of_another_copy)
{
    ask(0, 2, folder);
    let_work();
    accept_it(true);
    ck_assert(kit_shows(&k, "n’est pas la preuve de cette copie"));
    assert_names("");
}
END_TEST

START_TEST(leave_nothing_when_given_up_while_writing)
{
    ask(0, 7, folder);
    app_watched_ready(k.poste.app);
    kit_key(&k, TOUCHE_ECHAP);
    ck_assert_int_lt(app_watched(k.poste.app), 0);
    ck_assert(kit_shows(&k, "Exporter le dossier"));
    assert_names("");
}
END_TEST

START_TEST(leave_nothing_when_given_up_while_inscribing)
{
    ask(0, 0, folder);
    let_work();
    ck_assert(k.flying);
    kit_key(&k, TOUCHE_ECHAP);
    ck_assert(!k.flying);
    ck_assert(kit_shows(&k, "Exporter le dossier"));
    assert_names("");
}
END_TEST

START_TEST(leave_nothing_when_the_session_ends_meanwhile)
{
    ask(0, 0, folder);
    let_work();
    kit_refuse(&k, PROTO_PREUVES, ERR_SESSION, NULL);
    assert_names("");
}
END_TEST

START_TEST(place_files_with_their_proof_once_inscribed)
{
    struct buf proof = {0}, names = {0};
    ask(0, 2, folder);
    let_work();
    put_names(&names);
    ck_assert_ptr_null(strstr(buf_text(&names), "\ncdap-")); /* nothing that looks like a proof */
    ck_assert_ptr_nonnull(strstr(buf_text(&k.body), "\"fichiers\":[{\"nom\":\"cdap-recu"));
    accept_it(false);
    ck_assert(kit_shows(&k, "Copie faite"));
    buf_reset(&names);
    put_names(&names);
    ck_assert_ptr_nonnull(strstr(buf_text(&names), "-dossier.pdf\n"));
    ck_assert_ptr_nonnull(strstr(buf_text(&names), "-dossier.pdf.preuve\n"));
    ck_assert_ptr_nonnull(strstr(buf_text(&names), "-dossier.html\n"));
    ck_assert_ptr_null(strstr(buf_text(&names), ".txt"));
    ck_assert_ptr_null(strstr(buf_text(&names), "1000001"));
    for (char *save = NULL, *name = strtok_r(names.data, "\n", &save); name;
         name = strtok_r(NULL, "\n", &save)) {
        if (!strstr(name, ".preuve"))
            continue;
        buf_reset(&proof);
        read_in(name, &proof);
        ck_assert_str_eq(buf_text(&proof), buf_text(&preuve));
    }
    kit_key(&k, TOUCHE_ENTREE);
    ck_assert_str_eq(kit_top(&k), "dossier");
    buf_free(&proof);
    buf_free(&names);
}
END_TEST

/* The name that the request gives to its first file. */
static void first_name(char out[128])
{
    const char *p = strstr(buf_text(&k.body), "\"nom\":\"");
    ck_assert_ptr_nonnull(p);
    ck_assert_int_eq(sscanf(p, "\"nom\":\"%127[^\"]", out), 1);
}

START_TEST(inscribe_the_digest_of_what_is_written)
{
    char name[128];
    unsigned char digest[HASH_BYTES];
    struct buf file = {0}, hex = {0}, body = {0};
    ask(0, 3, folder);
    let_work();
    first_name(name);
    buf_put(&body, k.body.data, k.body.len);
    accept_it(false);
    read_in(name, &file);
    hash_sha256(buf_span(&file), digest);
    hex_put(&hex, digest, sizeof digest);
    ck_assert_ptr_nonnull(strstr(buf_text(&body), buf_text(&hex)));
    ck_assert_ptr_nonnull(strstr(buf_text(&file), "MARTIN"));
    ck_assert_ptr_nonnull(strstr(buf_text(&file), "Paiements"));
    buf_free(&file), buf_free(&hex), buf_free(&body);
}
END_TEST

START_TEST(export_one_rubrique_alone)
{
    char name[128];
    struct buf file = {0};
    kit_key(&k, '2');
    ask(1, 3, folder);
    let_work();
    first_name(name);
    accept_it(false);
    ck_assert_ptr_nonnull(strstr(name, "-famille.txt"));
    read_in(name, &file);
    ck_assert_ptr_nonnull(strstr(buf_text(&file), "Date de naissance"));
    ck_assert_ptr_null(strstr(buf_text(&file), "Paiements des 24"));
    buf_free(&file);
}
END_TEST

START_TEST(two_copies_never_overwrite)
{
    char first[128], second[128];
    ask(0, 3, folder);
    let_work();
    first_name(first);
    accept_it(false);
    kit_key(&k, TOUCHE_ENTREE);
    ask(0, 3, folder);
    let_work();
    first_name(second);
    accept_it(false);
    ck_assert_str_ne(first, second);
}
END_TEST

START_TEST(what_was_revealed_is_masked_in_the_copy)
{
    char name[128];
    struct buf file = {0};
    while (!kit_shows(&k, "Révéler"))
        kit_key(&k, TOUCHE_BAS);
    kit_key(&k, 'r');
    kit_key(&k, TOUCHE_HAUT);
    kit_key(&k, TOUCHE_ENTREE);
    kit_answer(&k, PROTO_REVELATIONS, "{\"valeur\":\"EN-CLAIR-12345\"}");
    ck_assert(kit_shows(&k, "EN-CLAIR-12345"));
    ask(0, 3, folder);
    let_work();
    first_name(name);
    accept_it(false);
    read_in(name, &file);
    ck_assert_ptr_null(strstr(buf_text(&file), "EN-CLAIR"));
    ck_assert_ptr_nonnull(strstr(buf_text(&file), "••"));
    buf_free(&file);
}
END_TEST

/* Every line of the screen between tabs and keys stands in the copy, as it is. */
START_TEST(copy_says_what_the_screen_says)
{
    char name[128];
    struct buf file = {0}, screen = {0};
    kit_resize(&k, 43, 132);
    kit_key(&k, (touche_t)('1' + _i));
    kit_key(&k, TOUCHE_BAS);
    buf_puts(&screen, kit_screen(&k));
    ask(1, 3, folder);
    let_work();
    first_name(name);
    accept_it(false);
    read_in(name, &file);
    int line = 0, checked = 0, last = 42;
    for (char *save = NULL, *text = strtok_r(screen.data, "\n", &save); text;
         text = strtok_r(NULL, "\n", &save), line++) {
        if (line < 4 || line >= last || text[0] == '>' || text[0] != ' ' || text[1] != ' ')
            continue; /* head, keys, and the line that has the focus */
        ck_assert_msg(strstr(buf_text(&file), text) != NULL, "« %s »", text);
        checked++;
    }
    ck_assert_int_gt(checked, 0);
    buf_free(&file);
    buf_free(&screen);
}
END_TEST

static void add(TCase *t)
{
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, refuse_a_folder_that_is_not_there_beside_the_field);
    tcase_add_test(t, leave_nothing_when_the_server_refuses);
    tcase_add_test(t, leave_nothing_when_the_server_is_lost);
    tcase_add_loop_test(t, leave_nothing_when_the_answer_holds_no_proof, 0, 6);
    tcase_add_test(t, leave_nothing_when_the_proof_is_of_another_copy);
    tcase_add_test(t, leave_nothing_when_given_up_while_writing);
    tcase_add_test(t, leave_nothing_when_given_up_while_inscribing);
    tcase_add_test(t, leave_nothing_when_the_session_ends_meanwhile);
    tcase_add_test(t, place_files_with_their_proof_once_inscribed);
    tcase_add_test(t, inscribe_the_digest_of_what_is_written);
    tcase_add_test(t, export_one_rubrique_alone);
    tcase_add_test(t, two_copies_never_overwrite);
    tcase_add_test(t, what_was_revealed_is_masked_in_the_copy);
    tcase_add_loop_test(t, copy_says_what_the_screen_says, 0, 9);
}

int main(void)
{
    return suite_main("vue", add);
}
