/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `cdap verifier`: what an auditor reads of copies and proofs, years later, without network. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cdap/journal/preuve.h>
#include <cdap/journal/sceau.h>

#include "arbre_kit.h"
#include "guichet.h"

#define COPIE "Copie d’essai.\n"

static char *folder;
static struct sceau *sceau;
static struct arbre arbre;
static struct buf vkey;

static void setup(void)
{
    char path[FILE_PATH_MAX];
    struct note_cle cle;
    struct err err = {0};
    ck_assert(secret_init());
    folder = folder_make();
    ck_assert(path_join(path, folder, "sceau.cle"));
    ck_assert(sceau_create(path, SPAN_LIT("cdap.essai.example"), NOTE_ED25519, &cle, &err));
    sceau = sceau_open(path, NULL, &err);
    ck_assert_ptr_nonnull(sceau);
    note_cle_put(&vkey, &cle);
    setenv("XDG_STATE_HOME", folder, 1);
}

static void teardown(void)
{
    sceau_close(sceau);
    arbre_free(&arbre);
    buf_free(&vkey);
    folder_remove(folder);
}

/* ---- a journal, and copies inscribed in it --------------------------------------------------------- */

static void put_file(const char *name, const char *text)
{
    char path[FILE_PATH_MAX];
    struct err err = {0};
    ck_assert(path_join(path, folder, name));
    unlink(path);
    ck_assert_msg(file_write_new(path, span_of(text), 0600, &err), "%s", err.detail);
}

/* The entry of the export of a text. */
static void put_entry(const char *text, struct buf *out)
{
    unsigned char digest[1][HASH_BYTES];
    struct entree e = {.seq = arbre.count,
                       .temps = 1795179789,
                       .acte = ACTE_EXPORT,
                       .agent = SPAN_LIT("agent.fsl"),
                       .role = SPAN_LIT("agent"),
                       .organisme = SPAN_LIT("13002526500013"),
                       .profil = SPAN_LIT("TD"),
                       .has_recu = true,
                       .recu = 1204,
                       .fichiers = (const unsigned char(*)[HASH_BYTES])digest,
                       .fichier_count = 1};
    hash_sha256(span_of(text), digest[0]);
    entree_put(out, &e);
}

static void put_note(struct buf *out)
{
    struct point p = {.taille = arbre.count};
    struct buf text = {0};
    point_origine(p.origine, "cdap.essai.example", 2026);
    merkle_root(&arbre.frontiere, p.racine);
    point_put(&text, &p);
    ck_assert(sceau_sign(sceau, buf_span(&text), out));
    buf_free(&text);
}

/* A copy, inscribed after `avant` others, with its proof beside it. */
static void inscribe(const char *name, const char *text, int avant)
{
    struct merkle_lecteur l = arbre_lecteur(&arbre);
    hachage chemin[MERKLE_PREUVE_MAX];
    struct buf entree = {0}, note = {0}, preuve = {0};
    char proof[256];
    size_t len;
    for (int i = 0; i < avant; i++)
        arbre_add(&arbre, SPAN_LIT("une autre entrée"));
    uint64_t rang = arbre.count;
    put_entry(text, &entree);
    arbre_add(&arbre, buf_span(&entree));
    put_note(&note);
    ck_assert(merkle_prove_inclusion(rang, arbre.count, &l, chemin, &len));
    preuve_put(&preuve, buf_span(&entree), rang, (const hachage *)chemin, len, buf_span(&note));
    put_file(name, text);
    snprintf(proof, sizeof proof, "%s.preuve", name);
    put_file(proof, buf_text(&preuve));
    buf_free(&entree), buf_free(&note), buf_free(&preuve);
}

/* Runs the command on files of the folder (NULL-terminated); its exit status. */
static int run(const char *option, const char *const names[], struct buf *out)
{
    const char *args[16] = {"verifier", "--cle", buf_text(&vkey)};
    static char paths[8][FILE_PATH_MAX];
    int n = 3;
    if (option)
        args[n++] = option;
    for (int i = 0; names[i]; i++) {
        ck_assert(path_join(paths[i], folder, names[i]));
        args[n++] = paths[i];
    }
    args[n] = NULL;
    buf_reset(out);
    return run_program("cdap", args, out, NULL);
}

#define RUN(option, out, ...) run(option, (const char *const[]){__VA_ARGS__, NULL}, out)

static void assert_says(const struct buf *out, const char *text)
{
    ck_assert_msg(strstr(buf_text(out), text) != NULL, "« %s » n’est pas dans :\n%s", text,
                  buf_text(out));
}

/* ---- refusals -------------------------------------------------------------------------------------- */

START_TEST(refuse_without_key_or_file)
{
    struct buf err = {0};
    const char *none[] = {"verifier", NULL};
    const char *bad[] = {"verifier", "x", "--cle", "pas une clé", NULL};
    const char *empty[] = {"verifier", "--cle", buf_text(&vkey), NULL};
    ck_assert_int_eq(run_program("cdap", none, NULL, &err), 2);
    assert_says(&err, "--cle CLE");
    ck_assert_int_eq(run_program("cdap", bad, NULL, &err), 2);
    ck_assert_int_eq(run_program("cdap", empty, NULL, &err), 2);
    assert_says(&err, "aucun fichier");
    buf_free(&err);
}
END_TEST

START_TEST(refuse_a_file_that_changed)
{
    struct buf out = {0};
    inscribe("copie.txt", COPIE, 3);
    put_file("copie.txt", "Copie d’essai!\n");
    ck_assert_int_eq(RUN(NULL, &out, "copie.txt"), 1);
    assert_says(&out, "NON VALIDE — le fichier est altéré");
    buf_free(&out);
}
END_TEST

START_TEST(refuse_what_has_no_proof_or_is_not_there)
{
    struct buf out = {0};
    put_file("seule.txt", COPIE);
    ck_assert_int_eq(RUN(NULL, &out, "seule.txt"), 1);
    assert_says(&out, "sa preuve n’est pas à côté de lui");
    ck_assert_int_eq(RUN(NULL, &out, "absente.txt"), 1);
    assert_says(&out, "ne se lit pas");
    buf_free(&out);
}
END_TEST

START_TEST(refuse_a_proof_that_changed)
{
    char path[FILE_PATH_MAX];
    struct buf out = {0}, proof = {0};
    struct err err = {0};
    inscribe("copie.txt", COPIE, 3);
    ck_assert(path_join(path, folder, "copie.txt.preuve"));
    ck_assert(file_read(path, 1 << 20, &proof, &err));
    for (size_t i = 0; i < proof.len; i += 13) {
        char was = proof.data[i];
        proof.data[i] = was == 'x' ? 'y' : 'x';
        put_file("copie.txt.preuve", buf_text(&proof));
        proof.data[i] = was;
        ck_assert_msg(RUN(NULL, &out, "copie.txt") == 1, "octet %zu : %s", i, buf_text(&out));
        assert_says(&out, "NON VALIDE");
    }
    buf_free(&out), buf_free(&proof);
}
END_TEST

START_TEST(refuse_another_key)
{
    char path[FILE_PATH_MAX];
    struct note_cle other;
    struct buf out = {0};
    struct err err = {0};
    inscribe("copie.txt", COPIE, 1);
    ck_assert(path_join(path, folder, "autre.cle"));
    ck_assert(sceau_create(path, SPAN_LIT("cdap.autre.example"), NOTE_ED25519, &other, &err));
    buf_reset(&vkey);
    note_cle_put(&vkey, &other);
    ck_assert_int_eq(RUN(NULL, &out, "copie.txt"), 1);
    assert_says(&out, "clé inconnue");
    buf_free(&out);
}
END_TEST

START_TEST(refuse_a_journal_that_contradicts_what_was_seen)
{
    struct buf out = {0};
    inscribe("copie.txt", COPIE, 3);
    ck_assert_int_eq(RUN(NULL, &out, "copie.txt"), 0);
    arbre_free(&arbre);
    arbre_add(&arbre, SPAN_LIT("un passé réécrit"));
    inscribe("autre.txt", "Autre copie.\n", 2);
    ck_assert_int_eq(RUN(NULL, &out, "autre.txt"), 1);
    assert_says(&out, "deux passés");
    ck_assert_int_eq(RUN(NULL, &out, "copie.txt"), 0); /* the first one still agrees */
    buf_free(&out);
}
END_TEST

/* ---- what is accepted ------------------------------------------------------------------------------ */

START_TEST(tell_who_when_and_where)
{
    struct buf out = {0};
    inscribe("copie.txt", COPIE, 5);
    ck_assert_int_eq(RUN(NULL, &out, "copie.txt"), 0);
    assert_says(&out, "copie.txt : valide — copie inscrite au journal le 20/11/2026 à 14:03:09, "
                      "heure de Paris (13:03:09 UTC), par l’agent agent.fsl de l’organisme "
                      "13002526500013, profil TD, reçu 1204 ; entrée 5 de "
                      "cdap.essai.example/journal-2026.\n");
    buf_free(&out);
}
END_TEST

START_TEST(take_the_key_from_a_file)
{
    char path[FILE_PATH_MAX];
    struct buf out = {0};
    inscribe("copie.txt", COPIE, 0);
    buf_putc(&vkey, '\n');
    put_file("cle.pub", buf_text(&vkey));
    ck_assert(path_join(path, folder, "cle.pub"));
    buf_reset(&vkey);
    buf_puts(&vkey, path);
    ck_assert_int_eq(RUN(NULL, &out, "copie.txt"), 0);
    buf_free(&out);
}
END_TEST

START_TEST(count_many_files_and_pass_over_their_proofs)
{
    struct buf out = {0};
    inscribe("a.txt", "un\n", 2);
    inscribe("b.txt", "deux\n", 2);
    put_file("c.txt", "trois\n");
    ck_assert_int_eq(RUN(NULL, &out, "a.txt", "a.txt.preuve", "b.txt", "b.txt.preuve", "c.txt"), 1);
    assert_says(&out, "3 fichiers : 2 valides, 1 non valide.\n");
    buf_free(&out);
}
END_TEST

START_TEST(say_it_to_programs)
{
    struct buf out = {0};
    struct err err = {0};
    int64_t index;
    inscribe("a.txt", "un\n", 2);
    put_file("b\033[31m.txt", "deux\n");
    ck_assert_int_eq(RUN("--json", &out, "a.txt", "b\033[31m.txt"), 1);
    struct json *root = json_parse(buf_span(&out), &err);
    ck_assert_msg(json_count(root) == 2, "%s", buf_text(&out));
    const struct json *first = json_first(root), *second = json_sibling(first);
    ck_assert(json_boolean(json_get(first, "valide"), false));
    ck_assert_str_eq(json_string(json_get(first, "agent"), ""), "agent.fsl");
    ck_assert(json_integer(json_get(first, "index"), &index));
    ck_assert_int_eq(index, 2);
    ck_assert(!json_boolean(json_get(second, "valide"), true));
    ck_assert_str_eq(json_string(json_get(second, "verdict"), ""), "sans_preuve");
    ck_assert_ptr_null(strchr(buf_text(&out), '\033'));
    json_free(root);
    buf_free(&out);
}
END_TEST

START_TEST(no_file_name_reaches_the_terminal_raw)
{
    struct buf out = {0};
    put_file("x\033]2;titre\007.txt", "x");
    ck_assert_int_eq(RUN(NULL, &out, "x\033]2;titre\007.txt"), 1);
    ck_assert_ptr_null(strchr(buf_text(&out), '\033'));
    ck_assert_ptr_null(strchr(buf_text(&out), '\007'));
    buf_free(&out);
}
END_TEST

START_TEST(verify_without_a_place_to_remember)
{
    struct buf out = {0};
    inscribe("copie.txt", COPIE, 1);
    setenv("XDG_STATE_HOME", "/proc/nulle-part", 1);
    ck_assert_int_eq(RUN(NULL, &out, "copie.txt"), 0);
    buf_free(&out);
}
END_TEST

static void add(TCase *t)
{
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, refuse_without_key_or_file);
    tcase_add_test(t, refuse_a_file_that_changed);
    tcase_add_test(t, refuse_what_has_no_proof_or_is_not_there);
    tcase_add_test(t, refuse_a_proof_that_changed);
    tcase_add_test(t, refuse_another_key);
    tcase_add_test(t, refuse_a_journal_that_contradicts_what_was_seen);
    tcase_add_test(t, tell_who_when_and_where);
    tcase_add_test(t, take_the_key_from_a_file);
    tcase_add_test(t, count_many_files_and_pass_over_their_proofs);
    tcase_add_test(t, say_it_to_programs);
    tcase_add_test(t, no_file_name_reaches_the_terminal_raw);
    tcase_add_test(t, verify_without_a_place_to_remember);
}

int main(void)
{
    return suite_main("verifier", add);
}
