/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cdapd cle and cdapd journal as an administrator runs them. */
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cdap/server/registre.h>

#include "store_kit.h"
#include "suite.h"

#define JOUR 86400
#define MIDI ((int64_t)1795179600) /* 2026-11-20 13:00:00 UTC */
#define NOM  "cdap.exemple.fr"
#define GO   "build/go/journal"

static struct kit kit;
static char sorti[20000];

/* Runs `cdapd WORDS --donnees …`; the exit status, and in `sorti` what it said on both. */
static int run(const char *mots)
{
    char ligne[FILE_PATH_MAX + 200];
    FILE *f;
    size_t len;

    snprintf(ligne, sizeof ligne, "%s/cdapd %s --donnees %s 2>&1", build_dir(), mots, kit.dir);
    f = popen(ligne, "r");
    ck_assert_ptr_nonnull(f);
    len = fread(sorti, 1, sizeof sorti - 1, f);
    sorti[len] = '\0';
    return WEXITSTATUS(pclose(f));
}

static void expect(int status, const char *mots, const char *dit)
{
    int got = run(mots);

    ck_assert_msg(got == status && strstr(sorti, dit), "%s: %d\n%s", mots, got, sorti);
}

/* Entries one minute apart from `temps` on, signed at the end. */
static void fill(int64_t temps, size_t n)
{
    struct sceau *sceau = NULL;
    struct err err = {0};
    struct registre *r;

    ck_assert_msg(registre_sceau(kit.dir, &sceau, &err), "%s", err.detail);
    r = registre_open(kit.store, sceau, &err);
    ck_assert_msg(r != NULL, "%s", err.detail);
    ck_assert(store_begin(kit.store));
    for (size_t i = 0; i < n; i++) {
        struct entree e = {.acte = ACTE_CONSULTATION, .temps = temps + (int64_t)i * 60};

        ck_assert(registre_append(r, &e, SPAN_LIT("{\"motif_texte\":\"secret\"}"), NULL));
        if (i % 97 == 0)
            ck_assert(registre_sign(r));
    }
    ck_assert(registre_sign(r) && store_commit(kit.store));
    registre_close(r);
    sceau_close(sceau);
}

static void sql(const char *text)
{
    char path[FILE_PATH_MAX];
    sqlite3 *db;

    ck_assert(store_file(kit.dir, "journal.sqlite", path, sizeof path));
    ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
    ck_assert_msg(sqlite3_exec(db, text, NULL, NULL, NULL) == SQLITE_OK, "%s", sqlite3_errmsg(db));
    sqlite3_close(db);
}

START_TEST(refuse_misuse)
{
    static const char *const bad[] = {
        "journal",
        "journal lire",
        "journal point de trop",
        "journal exporter",
        "journal verifier --annee 12",
        "journal verifier --cle abc",
        "journal purger --mois 0",
        "cle",
        "cle creer",
        "cle creer --nom a --relais",
        "cle montrer --nom",
    };

    kit_init(&kit);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        ck_assert_msg(run(bad[i]) == 2, "%s\n%s", bad[i], sorti);
    ck_assert_int_eq(run("journal --help"), 0);
    ck_assert_int_eq(run("cle --help"), 0);
    kit_done(&kit);
}
END_TEST

START_TEST(pass_the_key_on)
{
    char premiere[sizeof sorti];

    kit_init(&kit);
    expect(1, "cle montrer", "sceau.cle");
    expect(1, "cle creer --relais", "sceau.cle");
    expect(1, "cle creer --nom 'deux mots'", "sans blanc");
    expect(0, "cle creer --nom " NOM, NOM "+");
    ck_assert_int_eq(run("cle montrer"), 0);
    snprintf(premiere, sizeof premiere, "%s", sorti);
    ck_assert_ptr_eq(strchr(premiere, '\n'), premiere + strlen(premiere) - 1); /* one line */
    expect(1, "cle creer --nom " NOM, "--relais");
    fill(MIDI, 3);
    expect(1, "cle retirer", "aucun relais");
    expect(0, "cle creer --relais", NOM "+");
    expect(1, "cle creer --relais", "en cours");
    ck_assert_int_eq(run("cle montrer --precedente"), 0);
    ck_assert_str_eq(sorti, premiere);
    ck_assert_int_eq(run("cle montrer"), 0);
    ck_assert_str_ne(sorti, premiere);
    expect(1, "cle retirer", "pas encore signé");
    fill(MIDI, 3);
    expect(0, "cle retirer", "");
    fill(MIDI, 3);
    expect(0, "journal verifier", "ne sont signés par aucune clé connue ici");
    kit_done(&kit);
}
END_TEST

START_TEST(write_the_checkpoint_as_it_was_signed)
{
    struct note_cle cle;
    struct point p;
    char chemin[FILE_PATH_MAX];

    kit_init(&kit);
    expect(1, "journal point", "aucun point de contrôle");
    expect(0, "cle creer --nom " NOM, NOM);
    fill(MIDI, 12);
    ck_assert_int_eq(run("journal point"), 0);
    ck_assert(store_file(kit.dir, REGISTRE_CLE, chemin, sizeof chemin));
    ck_assert(sceau_read_public(chemin, &cle, NULL));
    ck_assert_int_eq(point_verify(span_of(sorti), &cle, 1, &p, NULL), NOTE_VALIDE);
    ck_assert_uint_eq(p.taille, 12);
    expect(1, "journal point --annee 2020", "cette année-là");
    kit_done(&kit);
}
END_TEST

START_TEST(find_whatever_was_changed)
{
    static const struct {
        const char *sql, *dit;
    } cas[] = {
        {"DROP TRIGGER entree_immuable; UPDATE entree SET octets ="
         " CAST(replace(octets, 'fait', 'refuse') AS BLOB) WHERE seq = 41",
         "entrée 41 : elle n’est plus celle de son arbre"},
        {"DROP TRIGGER entree_immuable; UPDATE entree SET octets ="
         " CAST(replace(octets, '41', '42') AS BLOB) WHERE seq = 41",
         "entrée 41 : elle ne porte pas son numéro"},
        {"DROP TRIGGER arbre_immuable; UPDATE arbre SET noeuds = zeroblob(length(noeuds))"
         " WHERE seq = 7",
         "entrée 7 : elle n’est plus celle de son arbre"},
        {"DROP TRIGGER detail_immuable; UPDATE detail SET texte = CAST('{}' AS BLOB) WHERE seq = 9",
         "entrée 9 : son détail n’est pas celui qu’elle annonce"},
        {"DROP TRIGGER entree_ineffacable; DELETE FROM detail WHERE seq = 50;"
         "DELETE FROM entree WHERE seq = 50",
         "entrée 51 : des entrées manquent avant elle"},
        {"DROP TRIGGER point_immuable; UPDATE point SET note ="
         " CAST(replace(note, char(10) || '98', char(10) || '97') AS BLOB) WHERE taille = 98",
         "point de contrôle à 98 entrées : sa signature est fausse"},
    };

    for (size_t i = 0; i < sizeof cas / sizeof *cas; i++) {
        kit_init(&kit);
        expect(0, "cle creer --nom " NOM, NOM);
        fill(MIDI, 300);
        expect(0, "journal verifier", "300 entrées");
        ck_assert_ptr_nonnull(strstr(sorti, "Tout concorde"));
        sql(cas[i].sql);
        expect(1, "journal verifier", cas[i].dit);
        kit_done(&kit);
    }
}
END_TEST

START_TEST(trust_no_journal_under_an_unknown_key)
{
    char ancienne[FILE_PATH_MAX], ailleurs[FILE_PATH_MAX], vkey[NOTE_VKEY_MAX], ligne[500];

    kit_init(&kit);
    expect(0, "cle creer --nom " NOM, NOM);
    ck_assert_int_eq(run("cle montrer"), 0);
    snprintf(vkey, sizeof vkey, "%.*s", (int)strcspn(sorti, "\n"), sorti);
    fill(MIDI - 365 * JOUR, 3);
    fill(MIDI, 3);
    ck_assert(store_file(kit.dir, REGISTRE_CLE, ancienne, sizeof ancienne) &&
              path_join(ailleurs, kit.dir, "ailleurs"));
    ck_assert_int_eq(rename(ancienne, ailleurs), 0);
    expect(1, "journal verifier", "aucune des clés connues ne l’a signé");
    expect(0, "cle creer --nom " NOM, NOM); /* another one under the same name */
    expect(1, "journal verifier", "aucune des clés connues ne l’a signé");
    expect(0, "journal verifier --annee 2025", "ne sont signés par aucune clé connue ici");
    snprintf(ligne, sizeof ligne, "journal verifier --cle '%s'", vkey);
    expect(0, ligne, "Tout concorde");
    ck_assert_int_eq(run("cle montrer"), 0);
    snprintf(ligne, sizeof ligne, "journal verifier --annee 2025 --cle '%.*s'",
             (int)strcspn(sorti, "\n"), sorti);
    expect(1, ligne, "aucune des clés connues ne l’a signé");
    kit_done(&kit);
}
END_TEST

START_TEST(serve_no_journal_that_contradicts_its_checkpoint)
{
    char ligne[FILE_PATH_MAX];

    kit_init(&kit);
    expect(0, "cle creer --nom " NOM, NOM);
    fill(MIDI, 300);
    sql("DROP TRIGGER arbre_immuable; UPDATE arbre SET noeuds = zeroblob(length(noeuds))"
        " WHERE seq = 255");
    snprintf(ligne, sizeof ligne, "servir --ecoute unix:%s/prise", kit.dir);
    expect(1, ligne, "le journal de 2026 contredit son point de contrôle");
    snprintf(ligne, sizeof ligne, "%s/prise", kit.dir);
    ck_assert_int_ne(access(ligne, F_OK), 0); /* nobody was ever listened to */
    kit_done(&kit);
}
END_TEST

START_TEST(erase_old_details_and_say_so)
{
    kit_init(&kit);
    expect(0, "cle creer --nom " NOM, NOM);
    fill(MIDI - 500 * JOUR, 5);
    fill(MIDI - 366 * JOUR, 4);
    fill(MIDI - 364 * JOUR, 3);
    expect(1, "journal purger --mois 5", "6 à 36 mois");
    expect(1, "journal purger --mois 37 --justification x", "6 à 36 mois");
    expect(1, "journal purger --mois 24", "justification");
    expect(0,
           "journal purger --mois 24 --justification 'contrôle en cours' --aujourdhui 2026-11-20",
           "rien à effacer");
    expect(0, "journal purger --aujourdhui 2026-11-20",
           "Les détails de 9 entrées antérieures au "
           "20/11/2025");
    expect(0, "journal verifier", "Journal de 2025 : 12 entrées");
    ck_assert_ptr_nonnull(strstr(sorti, "3 détails, 9 effacés"));
    ck_assert_ptr_nonnull(strstr(sorti, "Journal de 2026 : 1 entrées"));
    expect(0, "journal purger --aujourdhui 2026-11-20", "rien à effacer");

    struct buf octets = {0}, detail = {0};
    ck_assert_int_eq(store_journal_read(kit.store, 12, &octets, &detail), FOUND_ROW);
    ck_assert_ptr_nonnull(strstr(octets.data, "\"acte\":\"purge\",\"issue\":\"fait\""));
    ck_assert_str_eq(detail.data, "{\"avant\":\"2025-11-20\",\"mois\":12,\"de\":0,\"a\":8}");
    buf_reset(&detail);
    ck_assert_int_eq(store_journal_read(kit.store, 8, &octets, &detail), FOUND_ROW);
    ck_assert_uint_eq(detail.len, 0);
    buf_free(&octets);
    buf_free(&detail);
    kit_done(&kit);
}
END_TEST

START_TEST(leave_alone_a_base_that_a_server_holds)
{
    int fd;

    kit_init(&kit);
    fd = open(kit.dir, O_RDONLY | O_DIRECTORY);
    ck_assert_int_eq(flock(fd, LOCK_EX), 0);
    expect(1, "journal purger", "arrêtez-le d’abord");
    close(fd);
    kit_done(&kit);
}
END_TEST

static void export_and_read(size_t n)
{
    char ligne[FILE_PATH_MAX], vkey[NOTE_VKEY_MAX];
    bool go = access(GO, X_OK) == 0;

    kit_init(&kit);
    expect(0, "cle creer --nom " NOM, NOM);
    ck_assert_int_eq(run("cle montrer"), 0);
    snprintf(vkey, sizeof vkey, "%.*s", (int)strcspn(sorti, "\n"), sorti);
    fill(MIDI - 365 * JOUR, 10); /* another year first: numbers and ranks differ */
    fill(MIDI, n);
    snprintf(ligne, sizeof ligne, "journal exporter %s/archive", kit.dir);
    expect(0, ligne, "entrées dans");
    expect(1, ligne, "/archive : "); /* nothing is replaced */
    snprintf(ligne, sizeof ligne,
             "test -f %s/archive/checkpoint && test -d %s/archive/tile/entries", kit.dir, kit.dir);
    ck_assert_int_eq(system(ligne), 0);
    snprintf(ligne, sizeof ligne, "test $(" GO " %s/archive '%s') = %zu", kit.dir, vkey, n);
    if (go)
        ck_assert_int_eq(system(ligne), 0);
    kit_done(&kit);
}

START_TEST(write_an_archive_that_others_read)
{
    export_and_read(1);
    export_and_read(255);
    export_and_read(256);
    export_and_read(1000);
}
END_TEST

START_TEST(refuse_to_archive_a_changed_journal)
{
    char ligne[FILE_PATH_MAX];

    kit_init(&kit);
    expect(0, "cle creer --nom " NOM, NOM);
    fill(MIDI, 600);
    sql("DROP TRIGGER entree_immuable; UPDATE entree SET octets ="
        " CAST(replace(octets, 'fait', 'refuse') AS BLOB) WHERE seq = 41");
    snprintf(ligne, sizeof ligne, "journal exporter %s/archive", kit.dir);
    expect(1, ligne, "ne sont pas celles du point de contrôle");
    snprintf(ligne, sizeof ligne, "%s/archive", kit.dir);
    ck_assert_int_ne(access(ligne, F_OK), 0); /* nothing that looks like an archive stays */
    kit_done(&kit);
}
END_TEST

static void add(TCase *t)
{
    tcase_add_test(t, refuse_misuse);
    tcase_add_test(t, pass_the_key_on);
    tcase_add_test(t, write_the_checkpoint_as_it_was_signed);
    tcase_add_test(t, find_whatever_was_changed);
    tcase_add_test(t, trust_no_journal_under_an_unknown_key);
    tcase_add_test(t, serve_no_journal_that_contradicts_its_checkpoint);
    tcase_add_test(t, erase_old_details_and_say_so);
    tcase_add_test(t, leave_alone_a_base_that_a_server_holds);
    tcase_add_test(t, refuse_to_archive_a_changed_journal);
    tcase_add_test(t, write_an_archive_that_others_read);
}

int main(void)
{
    return suite_main("journal_commande", add);
}
