/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `cdap temoin` without network: what a witness must refuse to sign, and the exact bytes of what he
 * signs. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cdap/journal/preuve.h>
#include <cdap/journal/sceau.h>

#include "arbre_kit.h"
#include "guichet.h"

#define JOURNAL "cdap.exemple.fr"
#define ORIGINE JOURNAL "/journal-2026"

/* Keys of known seeds; the note below was signed by openssl. */
#define PRIVEE_JOURNAL \
    "PRIVATE+KEY+cdap.exemple.fr+41d6c750+AQABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f"
#define VKEY_JOURNAL "cdap.exemple.fr+41d6c750+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"
#define PRIVEE_TEMOIN \
    "PRIVATE+KEY+auditeur.exemple.fr+c9f819a5+BCAhIiMkJSYnKCkqKywtLi8wMTIzNDU2Nzg5Ojs8PT4/"
#define VKEY_TEMOIN "auditeur.exemple.fr+c9f819a5+BCmsuuFBvMrwsi4alNNNC8c2HlJtC/4SyJeUvJMilm3X"
#define TEMPS       1795179789
static const char texte_fixe[] = ORIGINE "\n3\n5gKMrha49Jr6UVdzbeWPvm7X9Gop2wbeFqry7ZYgQx4=\n";
static const char signature_fixe[] = "\n— cdap.exemple.fr "
                                     "QdbHUBCBnVODZZo58WIDloYcj803C5k5KtHeiz8oCejMd2o93NIwnUv0Hzds+"
                                     "lgSTxtotzOErPj4L4tT+b+RH2desQk=\n";
static const char cosignature_fixe[] =
    "— auditeur.exemple.fr yfgZpQAAAABrAEUN7KQb2C+VPb2KtSkShQmdvTT20xaYblwbUL+"
    "2uoFGSFDYHe9MSLHaZgOTYRhz7eY2N6xEy13mb3pxEkaWKGKnDg==\n";

static char *folder;
static struct sceau *sceau;
static struct arbre arbre;
static struct buf dits; /* stderr of the last run */

/* ---- files -------------------------------------------------------------------------------------- */

static const char *in_folder(const char *name)
{
    static char paths[8][FILE_PATH_MAX];
    static unsigned turn;
    char *path = paths[turn++ % 8];
    ck_assert(path_join(path, folder, name));
    return path;
}

static void put(const char *name, struct span text)
{
    struct err err = {0};
    unlink(in_folder(name));
    ck_assert_msg(file_write_new(in_folder(name), text, 0600, &err), "%s", err.detail);
}

static void get(const char *name, struct buf *out)
{
    struct err err = {0};
    ck_assert_msg(file_read(in_folder(name), 1 << 20, out, &err), "%s", err.detail);
}

static void setup(void)
{
    struct err err = {0};
    ck_assert(secret_init());
    folder = folder_make();
    setenv("XDG_STATE_HOME", folder, 1);
    put("sceau.cle", SPAN_LIT(PRIVEE_JOURNAL "\n"));
    put("temoin.cle", SPAN_LIT(PRIVEE_TEMOIN "\n"));
    sceau = sceau_open(in_folder("sceau.cle"), NULL, &err);
    ck_assert_msg(sceau != NULL, "%s", err.detail);
}

static void teardown(void)
{
    sceau_close(sceau);
    arbre_free(&arbre);
    buf_free(&dits);
    folder_remove(folder);
}

/* ---- a journal ---------------------------------------------------------------------------------- */

static void grow(const char *entree, size_t until)
{
    while (arbre.count < until)
        arbre_add(&arbre, span_of(entree));
}

/* The signed checkpoint of the journal as it is. */
static void put_note(struct buf *out)
{
    struct point p = {.taille = arbre.count};
    struct buf text = {0};
    point_origine(p.origine, JOURNAL, 2026);
    merkle_root(&arbre.frontiere, p.racine);
    point_put(&text, &p);
    ck_assert(sceau_sign(sceau, buf_span(&text), out));
    buf_free(&text);
}

static void put_point(const char *name)
{
    struct buf note = {0};
    put_note(&note);
    put(name, buf_span(&note));
    buf_free(&note);
}

/* The server's answer that binds `avant` to the journal as it is. */
static void put_coherence(const char *name, size_t avant)
{
    hachage h[MERKLE_PREUVE_MAX];
    size_t count = naif_coherence((const hachage *)arbre.feuilles, avant, arbre.count, h);
    struct buf json = {0}, lines = {0};
    preuve_put_hashes(&lines, (const hachage *)h, count);
    buf_puts(&json, "{\"preuve\":[");
    for (size_t i = 0; i < count; i++)
        buf_putf(&json, "%s\"%.44s\"", i ? "," : "", lines.data + i * PREUVE_LIGNE);
    buf_puts(&json, "]}");
    put(name, buf_span(&json));
    buf_free(&json), buf_free(&lines);
}

/* ---- the command -------------------------------------------------------------------------------- */

/* `coherence` may be NULL. The note goes to the file « sortie »; the sentence to `out` (or NULL). */
static int run_with(const char *vkey, const char *cle, const char *point, const char *coherence,
                    struct buf *out)
{
    const char *args[] = {"temoin",
                          "--cle",
                          vkey,
                          "--cle-temoin",
                          in_folder(cle),
                          "--point",
                          in_folder(point),
                          "--sortie",
                          in_folder("sortie"),
                          coherence ? "--coherence" : NULL,
                          coherence ? in_folder(coherence) : NULL,
                          NULL};
    buf_reset(&dits);
    return run_program("cdap", args, out, &dits);
}

static int run(const char *point, const char *coherence)
{
    return run_with(VKEY_JOURNAL, "temoin.cle", point, coherence, NULL);
}

static void see(const char *point, const char *coherence)
{
    ck_assert_msg(run(point, coherence) == 0, "%s", buf_text(&dits));
    unlink(in_folder("sortie"));
}

static void memory(struct buf *out)
{
    struct err err = {0};
    file_read(in_folder("cdap/points"), 1 << 20, out, &err);
}

/* Refused, for that reason, and nothing moved. */
static void assert_refused(const char *vkey, const char *cle, const char *point,
                           const char *coherence, const char *why)
{
    struct buf before = {0}, after = {0}, out = {0};
    memory(&before);
    int status = run_with(vkey, cle, point, coherence, &out);
    memory(&after);
    ck_assert_msg(status == 1, "%d : %s", status, buf_text(&dits));
    ck_assert_msg(strstr(buf_text(&dits), why) != NULL, "« %s » n’est pas dans :\n%s", why,
                  buf_text(&dits));
    ck_assert_msg(access(in_folder("sortie"), F_OK) != 0, "%s : une note est sortie", why);
    ck_assert_str_eq(buf_text(&out), "");
    ck_assert_str_eq(buf_text(&before), buf_text(&after));
    buf_free(&before), buf_free(&after), buf_free(&out);
}

static void refuse(const char *point, const char *coherence, const char *why)
{
    assert_refused(VKEY_JOURNAL, "temoin.cle", point, coherence, why);
}

/* ---- refusals ----------------------------------------------------------------------------------- */

START_TEST(refuse_a_journal_with_two_pasts)
{
    grow("a", 5);
    put_point("a5");
    see("a5", NULL);
    arbre_free(&arbre);
    grow("b", 5);
    put_point("b5");
    refuse("b5", NULL, "ce journal a deux passés");
    ck_assert(strstr(buf_text(&dits), "\n5\n") != NULL); /* what was signed is shown, as evidence */
    see("a5", NULL);
}
END_TEST

START_TEST(refuse_a_rewritten_past_under_a_longer_journal)
{
    grow("a", 5);
    put_point("a5");
    see("a5", NULL);
    arbre_free(&arbre);
    grow("b", 9);
    put_point("b9");
    put_coherence("de5", 5); /* true, of another journal */
    refuse("b9", "de5", "son passé a pu être réécrit");
}
END_TEST

START_TEST(refuse_a_journal_that_shrank)
{
    grow("a", 5);
    put_point("a5");
    grow("a", 9);
    put_point("a9");
    see("a9", NULL);
    refuse("a5", NULL, "ce journal a rétréci");
}
END_TEST

START_TEST(refuse_a_longer_journal_without_the_right_proof)
{
    static const char *const bad[] = {"",
                                      "[]",
                                      "{\"preuve\":1}",
                                      "{\"preuve\":[]}",
                                      "{\"preuve\":[\"AAAA\"]}",
                                      "{\"preuve\":[1,2,3,4]}"};
    grow("a", 5);
    put_point("a5");
    see("a5", NULL);
    grow("a", 9);
    put_point("a9");
    refuse("a9", NULL, "de 5 à 9 entrées : --coherence FICHIER");
    put_coherence("de4", 4);
    refuse("a9", "de4", "rien ne prouve");
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        put("faux", span_of(bad[i]));
        refuse("a9", "faux", "rien ne prouve");
    }
    refuse("a9", "absent", "absent");
}
END_TEST

START_TEST(refuse_a_checkpoint_that_changed)
{
    struct buf note = {0};
    grow("a", 5);
    put_note(&note);
    for (size_t i = 0; i < note.len; i += 7) {
        char was = note.data[i];
        note.data[i] = was == 'x' ? 'y' : 'x';
        put("altere", buf_span(&note));
        note.data[i] = was;
        refuse("altere", NULL, "REFUSÉ");
    }
    put("tronque", (struct span){note.data, note.len - 1});
    refuse("tronque", NULL, "ce n’est pas un point de contrôle signé");
    refuse("absent", NULL, "absent");
    buf_free(&note);
}
END_TEST

START_TEST(refuse_the_journal_of_another_key)
{
    struct note_cle autre;
    struct buf vkey = {0};
    grow("a", 5);
    put_point("a5");
    ck_assert(sceau_create(in_folder("autre.cle"), SPAN_LIT(JOURNAL), NOTE_ED25519, &autre, NULL));
    note_cle_put(&vkey, &autre);
    assert_refused(buf_text(&vkey), "temoin.cle", "a5", NULL, "aucune des clés");
    assert_refused(VKEY_TEMOIN, "temoin.cle", "a5", NULL, "aucune des clés");
    buf_free(&vkey);
}
END_TEST

START_TEST(refuse_a_key_that_others_may_read_or_that_is_no_witness)
{
    grow("a", 5);
    put_point("a5");
    assert_refused(VKEY_JOURNAL, "sceau.cle", "a5", NULL, "ce n’est pas une clé de témoin");
    assert_refused(VKEY_JOURNAL, "absente.cle", "a5", NULL, "absente.cle");
    ck_assert_int_eq(chmod(in_folder("temoin.cle"), 0640), 0);
    refuse("a5", NULL, "d’autres peuvent lire cette clé");
}
END_TEST

START_TEST(refuse_to_sign_twice_or_after_a_false_line_of_ours)
{
    struct buf note = {0};
    grow("a", 5);
    put_point("a5");
    ck_assert_int_eq(run("a5", NULL), 0);
    get("sortie", &note);
    unlink(in_folder("sortie"));
    put("atteste", buf_span(&note));
    refuse("atteste", NULL, "porte déjà la signature de ce témoin");
    note.data[note.len - 20] = note.data[note.len - 20] == 'A' ? 'B' : 'A';
    put("faux", buf_span(&note));
    refuse("faux", NULL, "la signature du point de contrôle est fausse");
    buf_free(&note);
}
END_TEST

START_TEST(refuse_one_signature_too_many)
{
    struct buf note = {0};
    grow("a", 5);
    put_note(&note);
    for (int i = 1; i < NOTE_SIGNATURES_MAX; i++)
        buf_puts(&note, "— un.autre AAAAAAAA\n");
    put("plein", buf_span(&note));
    refuse("plein", NULL, "trop de signatures");
    buf_free(&note);
}
END_TEST

START_TEST(never_replace_a_file)
{
    struct buf left = {0};
    grow("a", 5);
    put_point("a5");
    put("sortie", SPAN_LIT("à garder"));
    ck_assert_int_eq(run("a5", NULL), 1);
    ck_assert(strstr(buf_text(&dits), "ce fichier est déjà là") != NULL);
    get("sortie", &left);
    ck_assert_str_eq(buf_text(&left), "à garder");
    buf_free(&left);
}
END_TEST

START_TEST(refuse_to_sign_without_a_sound_memory)
{
    static const char *const bad[] = {
        "n’importe quoi\n",
        ORIGINE " 5\n",
        ORIGINE " 5 00\n",
        ORIGINE " x e6028cae16b8f49afa5157736de58fbe6ed7f46a29db06de16aaf2ed9620431e\n",
        ORIGINE " 3 e6028cae16b8f49afa5157736de58fbe6ed7f46a29db06de16aaf2ed9620431g\n",
        ORIGINE " 3 e6028cae16b8f49afa5157736de58fbe6ed7f46a29db06de16aaf2ed9620431e",
    };
    grow("a", 5);
    put_point("a5");
    ck_assert_int_eq(mkdir(in_folder("cdap"), 0700), 0);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        put("cdap/points", span_of(bad[i]));
        refuse("a5", NULL, "cdap/points");
    }
    setenv("XDG_STATE_HOME", "/proc/nulle-part", 1);
    refuse("a5", NULL, "/proc/nulle-part");
}
END_TEST

/* A file and its proof in a journal of five entries, `lignes` after the signatures of its checkpoint. */
static void put_copy(const char *lignes)
{
    unsigned char digest[1][HASH_BYTES];
    struct entree e = {.seq = 4,
                       .temps = TEMPS,
                       .acte = ACTE_EXPORT,
                       .agent = SPAN_LIT("agent.fsl"),
                       .role = SPAN_LIT("agent"),
                       .fichiers = (const unsigned char(*)[HASH_BYTES])digest,
                       .fichier_count = 1};
    struct merkle_lecteur l = arbre_lecteur(&arbre);
    hachage chemin[MERKLE_PREUVE_MAX];
    struct buf entree = {0}, note = {0}, preuve = {0};
    size_t len;
    hash_sha256(SPAN_LIT("copie"), digest[0]);
    arbre_free(&arbre);
    grow("a", 4);
    entree_put(&entree, &e);
    arbre_add(&arbre, buf_span(&entree));
    put_note(&note);
    buf_puts(&note, lignes);
    ck_assert(merkle_prove_inclusion(4, 5, &l, chemin, &len));
    preuve_put(&preuve, buf_span(&entree), 4, (const hachage *)chemin, len, buf_span(&note));
    put("copie", SPAN_LIT("copie"));
    put("copie.preuve", buf_span(&preuve));
    buf_free(&entree), buf_free(&note), buf_free(&preuve);
}

/* `cdap verifier`, whose memory is the same. */
static int verify_copy(bool temoin)
{
    const char *args[] = {"verifier",   in_folder("copie"),      "--cle",
                          VKEY_JOURNAL, temoin ? "--cle" : NULL, VKEY_TEMOIN,
                          NULL};
    return run_program("cdap", args, NULL, NULL);
}

START_TEST(remember_what_the_verifier_saw)
{
    put_copy("");
    ck_assert_int_eq(verify_copy(false), 0);
    put_point("a5");
    arbre_free(&arbre);
    grow("b", 5);
    put_point("b5");
    refuse("b5", NULL, "ce journal a deux passés");
    see("a5", NULL);
}
END_TEST

START_TEST(let_the_verifier_check_the_witness)
{
    struct buf sortie = {0};
    put_copy("");
    put_point("a5");
    ck_assert_msg(run("a5", NULL) == 0, "%s", buf_text(&dits));
    get("sortie", &sortie);
    char *ligne = strstr(buf_text(&sortie), "— auditeur");
    ck_assert_ptr_nonnull(ligne);
    put_copy(cosignature_fixe); /* of another checkpoint */
    ck_assert_int_eq(verify_copy(true), 1);
    ck_assert_int_eq(verify_copy(false), 0);
    put_copy(ligne);
    ck_assert_int_eq(verify_copy(true), 0);
    buf_free(&sortie);
}
END_TEST

START_TEST(refuse_a_misuse)
{
    static const char *const bad[][10] = {
        {"temoin", NULL},
        {"temoin", "--point", "x", NULL},
        {"temoin", "--point", "x", "--cle", VKEY_JOURNAL, NULL},
        {"temoin", "--point", "x", "--cle", "pas une clé", "--cle-temoin", "x", NULL},
        {"temoin", "--serveur", "unix:/x", "--point", "x", NULL},
        {"temoin", "--serveur", "unix:/x", "--cle", VKEY_JOURNAL, "--cle-temoin", "x",
         "--coherence", "x"},
        {"temoin", "--demo", "--cle", VKEY_JOURNAL, NULL},
        {"--point", "x", NULL},
        {"consulter", "--point", "x", NULL},
        {"consulter", "--serveur", "unix:/x", "--cle", VKEY_JOURNAL, NULL},
        {"temoin", "cle", NULL},
        {"temoin", "cle", "creer", "x", NULL},
        {"temoin", "cle", "creer", "--nom", "x", NULL},
        {"temoin", "cle", "montrer", "x", "--nom", "x", NULL},
        {"temoin", "cle", "retirer", "x", NULL},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        ck_assert_msg(run_program("cdap", bad[i], NULL, &dits) == 2, "%zu : %s", i,
                      buf_text(&dits));
}
END_TEST

/* ---- what is accepted --------------------------------------------------------------------------- */

START_TEST(make_a_key_that_is_his_alone)
{
    const char *creer[] = {
        "temoin", "cle", "creer", in_folder("neuve.cle"), "--nom", "auditeur.exemple.fr", NULL};
    const char *montrer[] = {"temoin", "cle", "montrer", creer[3], NULL};
    const char *nom[] = {"temoin", "cle", "creer", in_folder("x.cle"), "--nom", "a+b", NULL};
    struct buf out = {0}, again = {0};
    struct note_cle cle;
    struct stat st;
    ck_assert_int_eq(run_program("cdap", nom, NULL, &dits), 1);
    ck_assert_int_eq(run_program("cdap", creer, &out, &dits), 0);
    ck_assert(out.len > 0 && strchr(out.data, '\n') == out.data + out.len - 1);
    ck_assert(note_cle_parse((struct span){out.data, out.len - 1}, &cle));
    ck_assert_int_eq(cle.type, NOTE_COSIGNATURE);
    ck_assert_str_eq(cle.nom, "auditeur.exemple.fr");
    ck_assert_int_eq(stat(creer[3], &st), 0);
    ck_assert_uint_eq(st.st_mode & 0777, 0600);
    ck_assert_int_eq(run_program("cdap", creer, NULL, &dits), 1); /* never replaced */
    ck_assert_int_eq(run_program("cdap", montrer, &again, &dits), 0);
    ck_assert_str_eq(buf_text(&again), buf_text(&out));
    buf_free(&out), buf_free(&again);
}
END_TEST

START_TEST(sign_these_bytes_and_no_other)
{
    struct err err = {0};
    struct sceau *temoin = sceau_open(in_folder("temoin.cle"), NULL, &err);
    struct buf note = {0};
    ck_assert_ptr_nonnull(temoin);
    ck_assert(sceau_sign(sceau, span_of(texte_fixe), &note));
    ck_assert(sceau_cosign(temoin, span_of(texte_fixe), TEMPS, &note));
    ck_assert(strncmp(note.data, texte_fixe, strlen(texte_fixe)) == 0);
    ck_assert(strncmp(note.data + strlen(texte_fixe), signature_fixe, strlen(signature_fixe)) == 0);
    ck_assert_str_eq(note.data + strlen(texte_fixe) + strlen(signature_fixe), cosignature_fixe);
    sceau_close(temoin);
    buf_free(&note);
}
END_TEST

/* The note as it came, then our line and nothing else; both keys accept it, and the line is the one
 * that this time and this text give. */
START_TEST(append_the_one_line_of_the_command)
{
    struct err err = {0};
    struct sceau *temoin = sceau_open(in_folder("temoin.cle"), NULL, &err);
    struct note_cle cles[2];
    struct note_signature vues[2];
    struct buf note = {0}, sortie = {0};
    struct span texte;
    struct point p;
    buf_puts(&note, texte_fixe);
    buf_puts(&note, signature_fixe);
    put("fixe", buf_span(&note));
    ck_assert_msg(run("fixe", NULL) == 0, "%s", buf_text(&dits));
    get("sortie", &sortie);
    ck_assert(note_cle_parse(SPAN_LIT(VKEY_JOURNAL), &cles[0]));
    ck_assert(note_cle_parse(SPAN_LIT(VKEY_TEMOIN), &cles[1]));
    ck_assert_int_eq(point_verify(buf_span(&sortie), cles, 2, &p, vues), NOTE_VALIDE);
    ck_assert(vues[0].valide && vues[1].valide && vues[1].temps > TEMPS - 400LL * 86400);
    ck_assert_int_eq(note_verify(buf_span(&sortie), cles, 2, &texte, NULL), NOTE_VALIDE);
    ck_assert(span_is(texte, texte_fixe));
    ck_assert(sceau_cosign(temoin, span_of(texte_fixe), vues[1].temps, &note));
    ck_assert_str_eq(buf_text(&sortie), buf_text(&note));
    sceau_close(temoin);
    buf_free(&note), buf_free(&sortie);
}
END_TEST

START_TEST(say_what_was_witnessed)
{
    struct buf out = {0};
    grow("a", 1);
    put_point("a1");
    ck_assert_int_eq(run_with(VKEY_JOURNAL, "temoin.cle", "a1", NULL, &out), 0);
    ck_assert(strncmp(buf_text(&out), "Attesté le ", strlen("Attesté le ")) == 0);
    ck_assert(strstr(out.data, " : le journal " ORIGINE " a 1 entrée ; c’est la première fois que "
                               "ce témoin le voit.\n") != NULL);
    unlink(in_folder("sortie"));
    ck_assert_int_eq(run_with(VKEY_JOURNAL, "temoin.cle", "a1", NULL, &out), 0);
    ck_assert(strstr(out.data, " a 1 entrée, celles déjà vues et aucune autre.\n") != NULL);
    unlink(in_folder("sortie"));
    grow("a", 7);
    put_point("a7");
    put_coherence("de1", 1);
    ck_assert_int_eq(run_with(VKEY_JOURNAL, "temoin.cle", "a7", "de1", &out), 0);
    ck_assert(strstr(out.data, " a 7 entrées et prolonge, preuve faite, celui de 1 déjà vu.\n"));
    buf_free(&out);
}
END_TEST

START_TEST(follow_a_journal_as_it_grows)
{
    size_t avant = 1;
    grow("a", avant);
    put_point("point");
    see("point", NULL);
    for (size_t n = 2; n <= 12; avant = n, n += 1 + n % 3) {
        grow("a", n);
        put_point("point");
        put_coherence("coherence", avant);
        see("point", "coherence");
    }
}
END_TEST

static void add(TCase *t)
{
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, refuse_a_journal_with_two_pasts);
    tcase_add_test(t, refuse_a_rewritten_past_under_a_longer_journal);
    tcase_add_test(t, refuse_a_journal_that_shrank);
    tcase_add_test(t, refuse_a_longer_journal_without_the_right_proof);
    tcase_add_test(t, refuse_a_checkpoint_that_changed);
    tcase_add_test(t, refuse_the_journal_of_another_key);
    tcase_add_test(t, refuse_a_key_that_others_may_read_or_that_is_no_witness);
    tcase_add_test(t, refuse_to_sign_twice_or_after_a_false_line_of_ours);
    tcase_add_test(t, refuse_one_signature_too_many);
    tcase_add_test(t, never_replace_a_file);
    tcase_add_test(t, refuse_to_sign_without_a_sound_memory);
    tcase_add_test(t, remember_what_the_verifier_saw);
    tcase_add_test(t, let_the_verifier_check_the_witness);
    tcase_add_test(t, refuse_a_misuse);
    tcase_add_test(t, make_a_key_that_is_his_alone);
    tcase_add_test(t, sign_these_bytes_and_no_other);
    tcase_add_test(t, append_the_one_line_of_the_command);
    tcase_add_test(t, say_what_was_witnessed);
    tcase_add_test(t, follow_a_journal_as_it_grows);
}

int main(void)
{
    return suite_main("journal_temoin", add);
}
