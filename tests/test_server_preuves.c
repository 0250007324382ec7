/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exports are registered and proved; the journal is shown to its auditor and to nobody else. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cdap/journal/preuve.h>
#include <cdap/server/registre.h>

#include "serveur.h"

#define PREUVES   "/v1/preuves"
#define POINT     "/v1/journal/checkpoint"
#define COHERENCE "/v1/journal/coherence"
#define SHA       "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" /* of a file */

static struct note_cle cle;

static void open_sealed(struct essai *e)
{
    char path[FILE_PATH_MAX];

    essai_init(e);
    ck_assert(store_file(e->donnees, REGISTRE_CLE, path, sizeof path));
    ck_assert(sceau_create(path, SPAN_LIT("cdap.exemple.fr"), NOTE_ED25519, &cle, NULL));
    essai_serve(e, NULL);
}

/* Consults and gives the receipt. */
static int64_t recu(struct essai *e, const char *jeton)
{
    const struct famille_demo *f = une_famille(false);
    struct reponse r;
    int64_t numero = -1;

    ck_assert_int_eq(consulte(e, jeton, NULL, f->numero, f->nom, "T2", &r), 200);
    ck_assert(json_integer(json_path(r.json, SPAN_LIT("consultation.recu")), &numero));
    reponse_free(&r);
    return numero;
}

static int register_export(struct essai *e, const char *jeton, int64_t numero, const char *fichiers,
                           struct reponse *r)
{
    struct buf corps = {0};

    buf_putf(&corps, "{\"recu\":%lld,\"fichiers\":%s}", (long long)numero, fichiers);
    appel(e, "POST", PREUVES, jeton, corps.data, NULL, r);
    buf_free(&corps);
    return r->status;
}

static int get(struct essai *e, const char *jeton, const char *chemin, struct reponse *r)
{
    appel(e, "GET", chemin, jeton, NULL, NULL, r);
    return r->status;
}

START_TEST(refuse_to_prove_without_a_seal)
{
    struct essai e;
    struct reponse r;
    char *jeton;

    essai_open(&e);
    jeton = connexion(&e, "agent.t2");
    ck_assert_int_eq(register_export(&e, jeton, recu(&e, jeton),
                                     "[{\"nom\":\"a.pdf\",\"sha256\":\"" SHA "\"}]", &r),
                     503);
    reponse_free(&r);
    free(jeton);
    essai_close(&e);
}
END_TEST

START_TEST(refuse_what_is_not_an_export_of_this_session)
{
    static const struct {
        const char *corps;
        int status;
    } bad[] = {
        {"", 400},
        {"[]", 400},
        {"{\"recu\":1", 400},
        {"{}", 422},
        {"{\"recu\":1}", 422},
        {"{\"recu\":1,\"fichiers\":[]}", 422},
        {"{\"recu\":1,\"fichiers\":{}}", 422},
        {"{\"recu\":1,\"fichiers\":[1]}", 422},
        {"{\"recu\":1,\"fichiers\":[{\"nom\":\"a\"}]}", 422},
        {"{\"recu\":1,\"fichiers\":[{\"sha256\":\"" SHA "\"}]}", 422},
        {"{\"recu\":1,\"fichiers\":[{\"nom\":\"\",\"sha256\":\"" SHA "\"}]}", 422},
        {"{\"recu\":1,\"fichiers\":[{\"nom\":\"a\",\"sha256\":\"" SHA "b\"}]}", 422},
        {"{\"recu\":1,\"fichiers\":[{\"nom\":\"a\",\"sha256\":\"Aa\"}]}", 422},
        {"{\"recu\":1,\"fichiers\":[{\"nom\":\"a\",\"sha256\":\"" SHA "\",\"x\":1}]}", 422},
        {"{\"recu\":1,\"x\":1,\"fichiers\":[{\"nom\":\"a\",\"sha256\":\"" SHA "\"}]}", 422},
        {"{\"recu\":\"1\",\"fichiers\":[{\"nom\":\"a\",\"sha256\":\"" SHA "\"}]}", 422},
        {"{\"recu\":999,\"fichiers\":[{\"nom\":\"a\",\"sha256\":\"" SHA "\"}]}", 409},
        {"{\"recu\":-1,\"fichiers\":[{\"nom\":\"a\",\"sha256\":\"" SHA "\"}]}", 409},
    };
    struct essai e;
    struct reponse r;
    char *jeton, *autre, *auditeur;
    int64_t numero;

    open_sealed(&e);
    jeton = connexion(&e, "agent.t2");
    autre = connexion(&e, "agent.t2");
    auditeur = connexion(&e, "auditeur");
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        appel(&e, "POST", PREUVES, jeton, bad[i].corps, NULL, &r);
        ck_assert_msg(r.status == bad[i].status, "%s: %d", bad[i].corps, r.status);
        reponse_free(&r);
    }
    numero = recu(&e, jeton);
    ck_assert_int_eq(
        register_export(&e, autre, numero, "[{\"nom\":\"a\",\"sha256\":\"" SHA "\"}]", &r), 409);
    reponse_free(&r);
    ck_assert_int_eq(
        register_export(&e, auditeur, numero, "[{\"nom\":\"a\",\"sha256\":\"" SHA "\"}]", &r), 403);
    reponse_free(&r);
    free(jeton);
    free(autre);
    free(auditeur);
    essai_close(&e);
}
END_TEST

START_TEST(prove_the_files_of_an_export_for_ever)
{
    struct essai e;
    struct reponse r;
    struct verification v;
    struct buf ligne = {0}, corps = {0}, hex = {0};
    unsigned char h[HASH_BYTES];
    char *jeton, *preuve;
    int64_t numero, index = -1;

    open_sealed(&e);
    jeton = connexion(&e, "agent.t2");
    numero = recu(&e, jeton);
    hash_sha256(SPAN_LIT("le fichier"), h);
    hex_put(&hex, h, HASH_BYTES);
    buf_putf(&corps,
             "[{\"nom\":\"dossier MARTIN.pdf\",\"sha256\":\"%s\"},"
             "{\"nom\":\"b.html\",\"sha256\":\"" SHA "\"}]",
             hex.data);
    ck_assert_int_eq(register_export(&e, jeton, numero, corps.data, &r), 201);
    ck_assert(json_integer(json_get(r.json, "index"), &index));
    preuve = strdup(json_string(json_get(r.json, "preuve"), ""));
    ck_assert(strstr(json_string(json_get(r.json, "entree"), ""), "MARTIN") == NULL);
    ck_assert(strstr(json_string(json_get(r.json, "entree"), ""), hex.data) != NULL);
    journal_put(&e, index, &ligne);
    ck_assert(strncmp(ligne.data, json_string(json_get(r.json, "entree"), ""),
                      strlen(json_string(json_get(r.json, "entree"), ""))) == 0);
    ck_assert(strstr(ligne.data, "dossier MARTIN.pdf") != NULL); /* in the erasable part */
    reponse_free(&r);
    for (int i = 0; i < 3; i++) /* the journal goes on, and ends */
        recu(&e, jeton);
    essai_stop(&e, SIGTERM);
    ck_assert_int_eq(preuve_verify(span_of(preuve), &cle, 1, h, &v), VERDICT_VALIDE);
    ck_assert_str_eq(v.entree.acte, "export");
    ck_assert_uint_eq(v.entree.entree.recu, (uint64_t)numero);
    ck_assert_uint_eq(v.entree.entree.fichier_count, 2);
    ck_assert(span_is(v.entree.entree.agent, "agent.t2"));
    ck_assert(span_is(v.entree.entree.profil, "T2"));
    ck_assert_str_eq(v.point.origine, "cdap.exemple.fr/journal-2026");
    verification_done(&v);
    h[0] ^= 1;
    ck_assert_int_eq(preuve_verify(span_of(preuve), &cle, 1, h, &v), VERDICT_FICHIER_ALTERE);
    verification_done(&v);
    free(preuve);
    free(jeton);
    buf_free(&ligne);
    buf_free(&corps);
    buf_free(&hex);
    essai_close(&e);
}
END_TEST

START_TEST(show_the_journal_to_its_auditor_alone)
{
    static const char *const chemins[] = {POINT, COHERENCE "?de=1"};
    static const char *const autres[] = {"agent.t2", "responsable", "administrateur"};
    struct essai e;
    struct reponse r;

    open_sealed(&e);
    for (size_t i = 0; i < sizeof autres / sizeof *autres; i++) {
        char *jeton = connexion(&e, autres[i]);

        for (size_t k = 0; k < sizeof chemins / sizeof *chemins; k++) {
            ck_assert_int_eq(get(&e, jeton, chemins[k], &r), 403);
            reponse_free(&r);
        }
        free(jeton);
    }
    ck_assert_int_eq(get(&e, NULL, POINT, &r), 401);
    reponse_free(&r);
    essai_close(&e);
}
END_TEST

START_TEST(refuse_arguments_that_mean_nothing)
{
    static const struct {
        const char *chemin;
        int status;
    } bad[] = {
        {"/v1/sante?x=1", 404},
        {"/v1/ecrans?annee=2026", 404},
        {POINT "?x=1", 404},
        {POINT "?annee=2026&annee=2026", 404},
        {POINT "?annee=%32026", 404},
        {POINT "?annee=1999", 422},
        {POINT "?annee=-1", 422},
        {POINT "?annee=99999999999999999999", 422},
        {COHERENCE, 422},
        {COHERENCE "?de=0", 422},
        {COHERENCE "?de=1&a=999999", 422},
        {COHERENCE "?de=2&a=1", 422},
    };
    struct essai e;
    struct reponse r;
    char *jeton;

    open_sealed(&e);
    jeton = connexion(&e, "auditeur");
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        get(&e, jeton, bad[i].chemin, &r);
        ck_assert_msg(r.status == bad[i].status, "%s: %d", bad[i].chemin, r.status);
        reponse_free(&r);
    }
    free(jeton);
    essai_close(&e);
}
END_TEST

/* The checkpoint and its verified content. */
static struct point read_point(struct essai *e, const char *jeton)
{
    struct reponse r;
    struct point p;

    ck_assert_int_eq(get(e, jeton, POINT, &r), 200);
    ck_assert_int_eq(
        point_verify(span_of(json_string(json_get(r.json, "point"), "")), &cle, 1, &p, NULL),
        NOTE_VALIDE);
    reponse_free(&r);
    return p;
}

START_TEST(bind_each_checkpoint_to_the_one_before)
{
    struct essai e;
    struct reponse r;
    struct point avant, apres;
    struct buf preuve = {0};
    struct preuve lue;
    char *agent, *auditeur, chemin[100];

    open_sealed(&e);
    auditeur = connexion(&e, "auditeur");
    agent = connexion(&e, "agent.t2");
    avant = read_point(&e, auditeur);
    for (int i = 0; i < 5; i++) {
        ck_assert_int_eq(register_export(&e, agent, recu(&e, agent),
                                         "[{\"nom\":\"a\",\"sha256\":\"" SHA "\"}]", &r),
                         201);
        reponse_free(&r);
    }
    apres = read_point(&e, auditeur);
    ck_assert_uint_gt(apres.taille, avant.taille);
    snprintf(chemin, sizeof chemin, COHERENCE "?de=%llu&a=%llu&annee=2026",
             (unsigned long long)avant.taille, (unsigned long long)apres.taille);
    ck_assert_int_eq(get(&e, auditeur, chemin, &r), 200);
    /* through the reader of proof files: the lines are the same */
    buf_puts(&preuve, "c2sp.org/tlog-proof@v1\nindex 0\n");
    for (const struct json *h = json_first(json_get(r.json, "preuve")); h; h = json_sibling(h))
        buf_putf(&preuve, "%s\n", json_string(h, ""));
    buf_puts(&preuve, "\nx");
    ck_assert(preuve_parse(buf_span(&preuve), &lue));
    ck_assert(merkle_check_consistency(avant.taille, avant.racine, apres.taille, apres.racine,
                                       (const hachage *)lue.chemin, lue.longueur));
    preuve_done(&lue);
    buf_free(&preuve);
    reponse_free(&r);
    free(agent);
    free(auditeur);
    essai_close(&e);
}
END_TEST

/* An entry of that time, before the server starts. */
static void append(struct essai *e, int64_t temps)
{
    struct store *s = store_open(e->donnees, STORE_WRITE, NULL);
    struct registre *r = registre_open(s, NULL, NULL);
    struct entree ancienne = {.acte = ACTE_CONSULTATION, .temps = temps};

    ck_assert_ptr_nonnull(r);
    ck_assert(store_begin(s));
    ck_assert(registre_append(r, &ancienne, SPAN_LIT("{\"numero\":\"1000001\"}"), NULL));
    ck_assert(store_commit(s));
    registre_close(r);
    store_close(s);
}

START_TEST(erase_what_is_too_old_and_say_so)
{
    static const char *const trois_ans[] = {"--conservation", "36", "--justification", "contrôle",
                                            NULL};
    static const char *const sans_raison[] = {"--conservation", "24", NULL};
    const int64_t midi = 1795179600; /* 2026-11-20 13:00:00 UTC */
    struct essai e;
    struct buf out = {0};

    essai_init(&e);
    append(&e, midi - 800 * 86400);
    append(&e, midi - 300 * 86400);
    ck_assert(!essai_try_serve(&e, sans_raison));
    essai_serve(&e, trois_ans);
    essai_stop(&e, SIGTERM);
    ck_assert_int_eq(journal_count(&e), 4); /* start, stop, and no purge */
    essai_serve(&e, NULL);
    essai_stop(&e, SIGTERM);
    ck_assert_int_eq(journal_count(&e), 7);
    journal_put(&e, 0, &out);
    ck_assert_ptr_null(strstr(out.data, "1000001"));
    journal_put(&e, 1, &out);
    ck_assert_ptr_nonnull(strstr(out.data, "1000001"));
    journal_put(&e, 5, &out);
    ck_assert_ptr_nonnull(strstr(out.data, "\"acte\":\"purge\""));
    ck_assert_ptr_nonnull(strstr(out.data, "\"avant\":\"2025-11-20\",\"mois\":12"));
    buf_free(&out);
    essai_close(&e);
}
END_TEST

static void add(TCase *t)
{
    tcase_add_test(t, erase_what_is_too_old_and_say_so);
    tcase_add_test(t, refuse_to_prove_without_a_seal);
    tcase_add_test(t, refuse_what_is_not_an_export_of_this_session);
    tcase_add_test(t, show_the_journal_to_its_auditor_alone);
    tcase_add_test(t, refuse_arguments_that_mean_nothing);
    tcase_add_test(t, prove_the_files_of_an_export_for_ever);
    tcase_add_test(t, bind_each_checkpoint_to_the_one_before);
}

int main(void)
{
    return essai_main("preuves", add);
}
