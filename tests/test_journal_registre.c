/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The register: trees kept beside the entries, checkpoints that bind them, and no service on a journal
 * that contradicts what was signed. CDAP_ESSAI_LONG=1 opens a journal of a million entries. */
#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cdap/server/registre.h>

#include "arbre_kit.h"
#include "store_kit.h"
#include "suite.h"

#define MIDI 1795179600 /* 2026-11-20 13:00:00 UTC */
#define NOM  "cdap.exemple.fr"

struct atelier {
    struct kit kit;
    struct sceau *sceau;
    struct registre *registre;
};

static void atelier_registre(struct atelier *a)
{
    struct err err = {0};

    a->registre = registre_open(a->kit.store, a->sceau, &err);
    ck_assert_msg(a->registre != NULL, "%s", err.detail);
}

static void atelier_open(struct atelier *a)
{
    char cle[FILE_PATH_MAX];
    struct err err = {0};

    memset(a, 0, sizeof *a);
    kit_init(&a->kit);
    ck_assert(store_file(a->kit.dir, REGISTRE_CLE, cle, sizeof cle));
    ck_assert(sceau_create(cle, SPAN_LIT(NOM), NOTE_ED25519, NULL, &err));
    ck_assert(registre_sceau(a->kit.dir, &a->sceau, &err));
    atelier_registre(a);
}

static void atelier_close(struct atelier *a)
{
    registre_close(a->registre);
    sceau_close(a->sceau);
    kit_done(&a->kit);
}

static void append(struct atelier *a, int64_t temps, size_t n)
{
    ck_assert(store_begin(a->kit.store));
    for (size_t i = 0; i < n; i++) {
        struct entree e = {.acte = ACTE_CONSULTATION, .temps = temps, .agent = SPAN_LIT("agent")};

        ck_assert(registre_append(a->registre, &e, SPAN_LIT("{}"), NULL));
    }
    ck_assert(registre_sign(a->registre));
    ck_assert(store_commit(a->kit.store));
}

/* Holds the folder's journal against its register as a server does at start: the reason why it is
 * refused, "" when it is not. */
static const char *reopen(struct atelier *a)
{
    static struct err err;
    struct store *s;
    struct registre *r;

    err = (struct err){0};
    s = store_open(a->kit.dir, STORE_WRITE, &err);
    r = s ? registre_open(s, a->sceau, &err) : NULL;
    if (r)
        ck_assert_int_eq(err.code, ERR_NONE);
    registre_close(r);
    store_close(s);
    return err.detail;
}

static void sql(struct atelier *a, const char *text)
{
    char path[FILE_PATH_MAX], *problem = NULL;
    sqlite3 *db;

    ck_assert(store_file(a->kit.dir, "journal.sqlite", path, sizeof path));
    ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
    ck_assert_msg(sqlite3_exec(db, text, NULL, NULL, &problem) == SQLITE_OK, "%s", problem);
    sqlite3_close(db);
}

/* The tree of a year as its entries alone make it. */
static bool take_leaf(void *ctx, const struct journal_row *row)
{
    arbre_add(ctx, row->octets);
    return true;
}

static void assert_signed_root(struct atelier *a, int annee)
{
    struct registre_annee y;
    struct arbre arbre = {0};
    struct point point;
    struct buf note = {0};
    uint64_t taille = 0;
    size_t count;
    hachage racine;
    const struct note_cle *cles = sceau_cles(a->sceau, &count);

    ck_assert_int_eq(registre_annee(a->kit.store, annee, &y), FOUND_ROW);
    ck_assert(store_journal_scan(a->kit.store, y.premier, y.premier + y.taille, take_leaf, &arbre));
    ck_assert_int_eq(store_point_last(a->kit.store, annee, UINT64_MAX, &taille, &note), FOUND_ROW);
    ck_assert_int_eq(point_verify(buf_span(&note), cles, count, &point, NULL), NOTE_VALIDE);
    ck_assert_uint_eq(point.taille, y.taille);
    ck_assert_uint_eq(taille, y.taille);
    naif_racine((const hachage *)arbre.feuilles, arbre.count, racine);
    ck_assert_mem_eq(point.racine, racine, HASH_BYTES);
    ck_assert_int_eq(point_annee(point.origine, NOM), annee);
    buf_free(&note);
    arbre_free(&arbre);
}

START_TEST(refuse_a_journal_that_contradicts_its_checkpoint)
{
    static const struct {
        const char *sql, *dit;
    } cas[] = {
        {"DROP TRIGGER entree_immuable; UPDATE entree SET octets ="
         " CAST(replace(octets, 'agent', 'autre') AS BLOB) WHERE seq = 199",
         "n’est plus celle de son arbre"},
        {"DROP TRIGGER arbre_immuable; UPDATE arbre SET noeuds = zeroblob(length(noeuds))"
         " WHERE seq = 127",
         "la racine recalculée"},
        {"DROP TRIGGER entree_ineffacable; DROP TRIGGER arbre_ineffacable;"
         "DELETE FROM detail WHERE seq > 150; DELETE FROM arbre WHERE seq > 150;"
         "DELETE FROM entree WHERE seq > 150",
         "des entrées signées manquent"},
        {"DROP TRIGGER entree_ineffacable; DELETE FROM detail WHERE seq > 150;"
         "DELETE FROM entree WHERE seq > 150",
         "des entrées manquent à la fin"},
        /* the entries rewritten and the whole tree thrown away, to be made again */
        {"DROP TRIGGER entree_immuable; DROP TRIGGER arbre_ineffacable;"
         "DROP TRIGGER annee_ineffacable; DELETE FROM arbre; DELETE FROM annee;"
         "UPDATE entree SET octets = CAST(replace(octets, 'agent', 'autre') AS BLOB) WHERE seq = 3",
         "la racine recalculée"},
        {"DROP TRIGGER point_immuable; UPDATE point SET note = CAST(replace(note,"
         " char(10) || '200' || char(10), char(10) || '100' || char(10)) AS BLOB)",
         "sa signature est fausse"},
        {"DROP TRIGGER point_immuable; UPDATE point SET note = x'00'", "il est illisible"},
        {"PRAGMA user_version = 0", "version 0"},
    };

    for (size_t i = 0; i < sizeof cas / sizeof *cas; i++) {
        struct atelier a;

        atelier_open(&a);
        append(&a, MIDI, 200);
        ck_assert_str_eq(reopen(&a), "");
        sql(&a, cas[i].sql);
        ck_assert_msg(strstr(reopen(&a), cas[i].dit) != NULL, "%zu: « %s »", i, reopen(&a));
        atelier_close(&a);
    }
}
END_TEST

START_TEST(refuse_a_sealed_journal_without_its_key_or_under_another)
{
    struct atelier a;
    struct sceau *sceau;
    char cle[FILE_PATH_MAX], autre[FILE_PATH_MAX];
    struct err err = {0};

    atelier_open(&a);
    append(&a, MIDI, 3);
    sceau = a.sceau;
    a.sceau = NULL;
    ck_assert(strstr(reopen(&a), "la clé du sceau (sceau.cle) manque") != NULL);
    ck_assert(store_file(a.kit.dir, REGISTRE_CLE, cle, sizeof cle));
    ck_assert(store_file(a.kit.dir, REGISTRE_CLE_ANCIENNE, autre, sizeof autre));
    ck_assert_int_eq(rename(cle, autre), 0);
    ck_assert(sceau_create(cle, SPAN_LIT(NOM), NOTE_ED25519, NULL, &err));
    a.sceau = sceau_open(cle, NULL, &err);
    ck_assert(strstr(reopen(&a), "aucune clé de ce serveur ne l’a signé") != NULL);
    sceau_close(a.sceau);
    /* both, while they change hands */
    ck_assert(registre_sceau(a.kit.dir, &a.sceau, &err));
    ck_assert_str_eq(reopen(&a), "");
    sceau_close(a.sceau);
    a.sceau = NULL;
    ck_assert_int_eq(chmod(cle, 0644), 0);
    ck_assert(!registre_sceau(a.kit.dir, &a.sceau, &err));
    a.sceau = sceau;
    atelier_close(&a);
}
END_TEST

START_TEST(refuse_every_change_of_trees_and_checkpoints_by_sql)
{
    static const char *const bad[] = {
        "UPDATE arbre SET noeuds = zeroblob(32)",
        "DELETE FROM arbre",
        "INSERT OR REPLACE INTO arbre (seq, noeuds) VALUES (0, zeroblob(32))",
        "INSERT INTO arbre (seq, noeuds) VALUES (9, zeroblob(32))",
        "UPDATE point SET note = x'00'",
        "DELETE FROM point",
        "INSERT OR REPLACE INTO point (annee, taille, note) VALUES (2026, 3, x'00')",
        "UPDATE annee SET premier = 1",
        "DELETE FROM annee",
        "INSERT OR REPLACE INTO annee (annee, premier) VALUES (2026, 1)",
        "INSERT INTO annee (annee, premier) VALUES (2025, 9)",
        "INSERT INTO annee (annee, premier) VALUES (2027, 0)",
    };
    struct atelier a;
    char path[FILE_PATH_MAX];
    sqlite3 *db;

    atelier_open(&a);
    append(&a, MIDI, 3);
    ck_assert(store_file(a.kit.dir, "journal.sqlite", path, sizeof path));
    ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
    sqlite3_exec(db, "PRAGMA recursive_triggers = ON", NULL, NULL, NULL);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        ck_assert_msg(sqlite3_exec(db, bad[i], NULL, NULL, NULL) == SQLITE_CONSTRAINT, "%s",
                      bad[i]);
    sqlite3_close(db);
    ck_assert_str_eq(reopen(&a), "");
    atelier_close(&a);
}
END_TEST

START_TEST(keep_one_journal_a_year)
{
    const int64_t nouvel_an = 1798761600; /* 2027-01-01 00:00:00 UTC */
    struct atelier a;
    struct registre_annee y;

    atelier_open(&a);
    append(&a, nouvel_an - 1, 5);
    append(&a, nouvel_an, 1);
    append(&a, nouvel_an - 10, 1); /* a clock that went back stays in the year */
    append(&a, nouvel_an + 5, 11);
    assert_signed_root(&a, 2026);
    assert_signed_root(&a, 2027);
    ck_assert_int_eq(registre_annee(a.kit.store, 2026, &y), FOUND_ROW);
    ck_assert_uint_eq(y.taille, 5);
    ck_assert_int_eq(registre_annee(a.kit.store, 0, &y), FOUND_ROW);
    ck_assert_int_eq(y.annee, 2027);
    ck_assert_uint_eq(y.premier, 5);
    ck_assert_uint_eq(y.taille, 13);
    ck_assert_int_eq(registre_annee(a.kit.store, 2025, &y), FOUND_NONE);
    ck_assert_str_eq(reopen(&a), "");
    atelier_close(&a);
}
END_TEST

START_TEST(sign_the_year_that_ends_whole)
{
    struct atelier a;
    struct entree e = {.acte = ACTE_CONSULTATION, .temps = MIDI};

    atelier_open(&a);
    ck_assert(store_begin(a.kit.store));
    for (int i = 0; i < 7; i++)
        ck_assert(registre_append(a.registre, &e, SPAN_LIT("{}"), NULL));
    e.temps += 60 * 86400;
    ck_assert(registre_append(a.registre, &e, SPAN_LIT("{}"), NULL));
    ck_assert(store_commit(a.kit.store));
    assert_signed_root(&a, 2026);
    atelier_close(&a);
}
END_TEST

START_TEST(forget_what_was_rolled_back)
{
    struct atelier a;
    struct entree e = {.acte = ACTE_CONSULTATION, .temps = MIDI};

    atelier_open(&a);
    append(&a, MIDI, 5);
    ck_assert(store_begin(a.kit.store));
    ck_assert(registre_append(a.registre, &e, SPAN_LIT("{}"), NULL));
    ck_assert(registre_sign(a.registre));
    store_rollback(a.kit.store);
    ck_assert(registre_reload(a.registre));
    ck_assert_uint_eq(registre_next(a.registre), 5);
    assert_signed_root(&a, 2026);
    append(&a, MIDI, 4);
    assert_signed_root(&a, 2026);
    atelier_close(&a);
}
END_TEST

/* A base of the version before trees. */
START_TEST(give_an_older_base_its_tree)
{
    struct atelier a;

    atelier_open(&a);
    append(&a, MIDI, 30);
    registre_close(a.registre);
    store_close(a.kit.store);
    sql(&a, "DROP TABLE arbre; DROP TABLE annee; DROP TABLE point; DROP TABLE repere; PRAGMA "
            "user_version = 1");
    ck_assert_ptr_null(store_open(a.kit.dir, STORE_READ, NULL)); /* reading changes nothing */
    a.kit.store = store_open(a.kit.dir, STORE_WRITE, NULL);
    ck_assert_ptr_nonnull(a.kit.store);
    atelier_registre(&a);
    ck_assert_uint_eq(registre_next(a.registre), 30);
    append(&a, MIDI, 3);
    assert_signed_root(&a, 2026);
    ck_assert_str_eq(reopen(&a), "");
    atelier_close(&a);
}
END_TEST

START_TEST(prove_an_entry_to_whoever_holds_the_key)
{
    struct atelier a;
    struct entree e = {.acte = ACTE_EXPORT, .temps = MIDI};
    struct span octets;
    struct buf preuve = {0}, copie = {0};
    struct verification v;
    uint64_t index;
    hachage h;
    size_t count;

    atelier_open(&a);
    hash_sha256(SPAN_LIT("un fichier"), h);
    e.fichiers = (const unsigned char(*)[HASH_BYTES]) & h;
    e.fichier_count = 1;
    append(&a, MIDI - 365 * 86400, 2);
    append(&a, MIDI, 9);
    ck_assert(store_begin(a.kit.store));
    ck_assert(registre_append(a.registre, &e, SPAN_LIT("{}"), &octets));
    buf_put(&copie, octets.ptr, octets.len);
    ck_assert(registre_sign(a.registre) && store_commit(a.kit.store));
    ck_assert(registre_prove(a.registre, e.seq, buf_span(&copie), &preuve, &index));
    ck_assert_uint_eq(index, 9);
    ck_assert_int_eq(preuve_verify(buf_span(&preuve), sceau_cles(a.sceau, &count), 1, h, &v),
                     VERDICT_VALIDE);
    ck_assert_uint_eq(v.entree.entree.seq, 11);
    verification_done(&v);
    buf_free(&preuve);
    buf_free(&copie);
    atelier_close(&a);
}
END_TEST

static double seconds(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

START_TEST(open_a_large_journal_without_hashing_it_again)
{
    size_t n = getenv("CDAP_ESSAI_LONG") ? 1000000 : 20000;
    struct atelier a;
    double debut;

    atelier_open(&a);
    debut = seconds();
    for (size_t i = 0; i < n; i += 10000)
        append(&a, MIDI, 10000);
    printf("%zu entries appended in %.2f s\n", n, seconds() - debut);
    debut = seconds();
    ck_assert_str_eq(reopen(&a), "");
    printf("opened in %.3f s\n", seconds() - debut);
    ck_assert(seconds() - debut < 1);
    atelier_close(&a);
}
END_TEST

static void add(TCase *t)
{
    tcase_set_timeout(t, 300);
    tcase_add_test(t, refuse_a_journal_that_contradicts_its_checkpoint);
    tcase_add_test(t, refuse_a_sealed_journal_without_its_key_or_under_another);
    tcase_add_test(t, refuse_every_change_of_trees_and_checkpoints_by_sql);
    tcase_add_test(t, keep_one_journal_a_year);
    tcase_add_test(t, sign_the_year_that_ends_whole);
    tcase_add_test(t, forget_what_was_rolled_back);
    tcase_add_test(t, give_an_older_base_its_tree);
    tcase_add_test(t, prove_an_entry_to_whoever_holds_the_key);
    tcase_add_test(t, open_a_large_journal_without_hashing_it_again);
}

int main(void)
{
    return suite_main("journal_registre", add);
}
