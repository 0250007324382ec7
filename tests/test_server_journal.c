/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The auditor's search: who may not, what is refused, and that what is found is all there is. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cdap/journal/entree.h>
#include <cdap/proto.h>

#include "serveur.h"

#define SIRET_CCAS "13002526500013"
#define SIRET_FSL  "35600000000048"
#define MIDI       1795176000 /* 20/11/2026 12:00 UTC, a Friday */
#define JOUR       86400

static struct essai e;

static void setup(void)
{
    essai_init(&e);
}

static void teardown(void)
{
    essai_close(&e);
}

/* ---- entries written before the server ---------------------------------------------------------- */

struct acte_passe {
    int64_t temps;
    enum acte acte;
    enum issue issue;
    const char *agent, *organisme;
    unsigned char dossier; /* 0 = none */
};

static void write_entries(const struct acte_passe *actes, size_t count)
{
    struct err err = {0};
    struct store *s = store_open(e.donnees, STORE_WRITE, &err);
    const unsigned char sel[SEL_BYTES] = {0};

    ck_assert_msg(s != NULL, "%s", err.detail);
    int64_t next = store_journal_next(s);
    ck_assert(store_begin(s));
    for (size_t i = 0; i < count; i++) {
        struct entree entree = {.seq = (uint64_t)next + i,
                                .temps = actes[i].temps,
                                .acte = actes[i].acte,
                                .issue = actes[i].issue,
                                .agent = span_of(actes[i].agent),
                                .role = SPAN_LIT("agent"),
                                .organisme = span_of(actes[i].organisme),
                                .has_dossier = actes[i].dossier != 0};
        struct buf octets = {0};

        memset(entree.dossier_ref, actes[i].dossier, HASH_BYTES);
        entree_put(&octets, &entree);
        ck_assert(store_journal_append(s, entree.seq, buf_span(&octets), sel, SPAN_LIT("{}")));
        buf_free(&octets);
    }
    ck_assert(store_commit(s));
    store_close(s);
}

/* `count` consultations of agent.t2, `pas` seconds apart, the last one at `fin`. */
static void write_series(size_t count, int64_t fin, int64_t pas, enum issue issue)
{
    struct acte_passe *actes = calloc(count, sizeof *actes);

    for (size_t i = 0; i < count; i++)
        actes[i] = (struct acte_passe){fin - (int64_t)(count - 1 - i) * pas,
                                       ACTE_CONSULTATION,
                                       issue,
                                       "agent.t2",
                                       SIRET_CCAS,
                                       0};
    write_entries(actes, count);
    free(actes);
}

static void serve(void)
{
    essai_serve(&e, NULL);
}

/* ---- asking -------------------------------------------------------------------------------------- */

static int cherche(const char *jeton, const char *corps, struct reponse *r)
{
    appel(&e, "POST", PROTO_JOURNAL_RECHERCHES, jeton, corps, NULL, r);
    return r->status;
}

static const struct json *rang(const struct reponse *r, size_t i)
{
    const struct json *v = json_first(json_get(r->json, "entrees"));

    while (v && i-- > 0)
        v = json_sibling(v);
    return v;
}

static const char *mot(const struct json *v, const char *chemin)
{
    return json_string(json_path(v, span_of(chemin)), "");
}

static size_t rangs(const struct reponse *r)
{
    return json_count(json_get(r->json, "entrees"));
}

static bool has_alerte(const struct json *v, const char *alerte)
{
    for (const struct json *a = json_first(json_get(v, "alertes")); a; a = json_sibling(a))
        if (strcmp(json_string(a, ""), alerte) == 0)
            return true;
    return false;
}

/* ---- refusals ------------------------------------------------------------------------------------ */

START_TEST(refuse_every_role_but_the_auditeur_and_journal_it)
{
    static const char *const comptes[] = {"agent.t2", "responsable", "administrateur"};

    serve();
    for (size_t i = 0; i < sizeof comptes / sizeof *comptes; i++) {
        char *jeton = connexion(&e, comptes[i]);
        struct reponse r;
        struct buf entree = {0};

        ck_assert_int_eq(cherche(jeton, "{}", &r), 403);
        ck_assert_str_eq(reponse_erreur(&r), "non_habilite");
        ck_assert_ptr_null(strstr(buf_text(&r.corps), "entrees"));
        journal_put(&e, journal_count(&e) - 1, &entree);
        ck_assert_ptr_nonnull(strstr(buf_text(&entree), "\"acte\":\"audit\",\"issue\":\"refuse\""));
        ck_assert_ptr_nonnull(strstr(buf_text(&entree), comptes[i]));
        buf_free(&entree);
        reponse_free(&r);
        free(jeton);
    }
}
END_TEST

START_TEST(refuse_without_a_session)
{
    struct reponse r;

    serve();
    ck_assert_int_eq(cherche(NULL, "{}", &r), 401);
    reponse_free(&r);
}
END_TEST

static const struct {
    const char *corps, *champ;
    int status;
} mauvais[] = {
    {"", NULL, 400},
    {"[]", NULL, 400},
    {"{\"requete\":\"x\"}", "requete", 422},
    {"{\"agent\":\"a\",\"agent\":\"b\"}", "agent", 422},
    {"{\"acte\":\"lecture\"}", "acte", 422},
    {"{\"issue\":\"peut-etre\"}", "issue", 422},
    {"{\"avant\":-1}", "avant", 422},
    {"{\"avant\":\"12\"}", "avant", 422},
    {"{\"debut\":\"20/11/2026\"}", "debut", 422},
    {"{\"debut\":\"2026-11-00\"}", "debut", 422},
    {"{\"fin\":\"2026-02-30\"}", "fin", 422},
    {"{\"numero\":\"12ab\"}", "numero", 422},
    {"{\"numero\":\"1000001\",\"caf\":\"13\"}", "caf", 422},
    {"{\"caf\":\"131\"}", "numero", 422},
};

START_TEST(refuse_a_filter_that_is_not_one)
{
    serve();
    char *jeton = connexion(&e, "auditeur");
    for (size_t i = 0; i < sizeof mauvais / sizeof *mauvais; i++) {
        struct reponse r;

        ck_assert_msg(cherche(jeton, mauvais[i].corps, &r) == mauvais[i].status, "%s : %d %s",
                      mauvais[i].corps, r.status, buf_text(&r.corps));
        if (mauvais[i].champ)
            ck_assert_str_eq(mot(r.json, "erreur.champ"), mauvais[i].champ);
        reponse_free(&r);
    }
    free(jeton);
}
END_TEST

START_TEST(refuse_filters_in_the_address)
{
    struct reponse r;

    serve();
    char *jeton = connexion(&e, "auditeur");
    appel(&e, "GET", PROTO_JOURNAL_RECHERCHES, jeton, NULL, NULL, &r);
    ck_assert_int_eq(r.status, 405);
    reponse_free(&r);
    appel(&e, "POST", PROTO_JOURNAL_RECHERCHES "?numero=1000001", jeton, "{}", NULL, &r);
    ck_assert_int_ne(r.status, 200);
    reponse_free(&r);
    free(jeton);
}
END_TEST

START_TEST(refuse_another_organisme_and_never_show_it)
{
    struct reponse r;

    serve();
    free(connexion(&e, "agent.td")); /* of the other organisme */
    char *agent = connexion(&e, "agent.t2"), *jeton = connexion(&e, "auditeur");
    ck_assert_int_eq(cherche(jeton, "{\"organisme\":\"" SIRET_FSL "\"}", &r), 403);
    reponse_free(&r);
    ck_assert_int_eq(cherche(jeton, "{\"agent\":\"agent.td\"}", &r), 200);
    ck_assert_uint_eq(rangs(&r), 0);
    reponse_free(&r);
    ck_assert_int_eq(cherche(jeton, "{\"organisme\":\"" SIRET_CCAS "\"}", &r), 200);
    ck_assert_ptr_null(strstr(buf_text(&r.corps), "\"agent\":\"agent.td\",\"role\""));
    ck_assert_ptr_null(strstr(buf_text(&r.corps), "\"organisme\":\"" SIRET_FSL "\",\"profil"));
    ck_assert_ptr_null(strstr(buf_text(&r.corps), "\"demarrage\""));
    ck_assert_ptr_nonnull(strstr(buf_text(&r.corps), "agent.t2"));
    reponse_free(&r);
    free(agent);
    free(jeton);
}
END_TEST

START_TEST(a_family_seen_by_two_organismes_tells_each_auditeur_of_his_own)
{
    const struct famille_demo *f = une_famille(false);
    char corps[96];
    struct reponse r;

    serve();
    char *t2 = connexion(&e, "agent.t2"), *td = connexion(&e, "agent.td");
    ck_assert_int_eq(consulte(&e, t2, "131", f->numero, f->nom, "T2", NULL), 200);
    ck_assert_int_eq(consulte(&e, td, "131", f->numero, f->nom, "TD", NULL), 200);
    char *jeton = connexion(&e, "auditeur");
    snprintf(corps, sizeof corps, "{\"numero\":\"%s\",\"acte\":\"consultation\"}", f->numero);
    ck_assert_int_eq(cherche(jeton, corps, &r), 200);
    ck_assert_uint_eq(rangs(&r), 1);
    ck_assert_str_eq(mot(rang(&r, 0), "entree.agent"), "agent.t2");
    reponse_free(&r);
    free(t2);
    free(td);
    free(jeton);
}
END_TEST

/* ---- what is found ------------------------------------------------------------------------------- */

START_TEST(newest_first_with_detail_and_label)
{
    const struct famille_demo *f = une_famille(false);
    struct reponse r;

    serve();
    char *agent = connexion(&e, "agent.t2");
    ck_assert_int_eq(consulte(&e, agent, NULL, f->numero, "PERSONNE", "T2", NULL), 404);
    ck_assert_int_eq(consulte(&e, agent, NULL, f->numero, f->nom, "T2", NULL), 200);
    char *jeton = connexion(&e, "auditeur");
    ck_assert_int_eq(cherche(jeton, "{\"acte\":\"consultation\"}", &r), 200);
    ck_assert_uint_eq(rangs(&r), 2);
    ck_assert_str_eq(mot(rang(&r, 0), "entree.issue"), "fait");
    ck_assert_str_eq(mot(rang(&r, 0), "detail.numero"), f->numero);
    ck_assert_int_ne(mot(rang(&r, 0), "motif_libelle")[0], '\0');
    ck_assert_str_eq(mot(rang(&r, 1), "entree.issue"), "refuse");
    ck_assert_str_eq(mot(rang(&r, 1), "detail.cause"), "nom_different");
    ck_assert(json_is_null(json_get(r.json, "suite")));
    ck_assert_ptr_null(strstr(buf_text(&r.corps), f->nom));
    reponse_free(&r);
    free(agent);
    free(jeton);
}
END_TEST

START_TEST(an_erased_detail_is_null)
{
    struct reponse r;

    serve();
    char *jeton = connexion(&e, "auditeur");
    essai_sql(&e, "journal", "DELETE FROM detail");
    ck_assert_int_eq(cherche(jeton, "{\"acte\":\"connexion\"}", &r), 200);
    ck_assert_uint_eq(rangs(&r), 1);
    ck_assert(json_is_null(json_get(rang(&r, 0), "detail")));
    reponse_free(&r);
    free(jeton);
}
END_TEST

START_TEST(each_page_read_is_an_entry_that_says_what_was_looked_for)
{
    const struct famille_demo *f = une_famille(false);
    char corps[96];
    struct reponse r;
    struct buf entree = {0};

    serve();
    char *jeton = connexion(&e, "auditeur");
    snprintf(corps, sizeof corps, "{\"numero\":\"%s\"}", f->numero);
    ck_assert_int_eq(cherche(jeton, corps, &r), 200);
    ck_assert_uint_eq(rangs(&r), 0);
    journal_put(&e, journal_count(&e) - 1, &entree);
    ck_assert_ptr_nonnull(strstr(buf_text(&entree), "\"acte\":\"audit\",\"issue\":\"fait\""));
    ck_assert_ptr_nonnull(strstr(buf_text(&entree), "\"dossier\":\""));
    ck_assert_ptr_nonnull(strstr(buf_text(&entree), "{\"recherche\":{\"numero\":"));
    reponse_free(&r);
    ck_assert_int_eq(cherche(jeton, corps, &r), 200); /* the look-up itself names the dossier */
    ck_assert_uint_eq(rangs(&r), 1);
    ck_assert_str_eq(mot(rang(&r, 0), "entree.acte"), "audit");
    reponse_free(&r);
    buf_free(&entree);
    free(jeton);
}
END_TEST

START_TEST(pages_follow_each_other_without_gap_nor_repeat)
{
    char corps[96] = "{\"acte\":\"consultation\"}";
    int64_t last = INT64_MAX, suite = 0;
    size_t seen = 0;

    write_series(120, MIDI - JOUR, 300, ISSUE_FAIT);
    serve();
    char *jeton = connexion(&e, "auditeur");
    for (int pages = 1;; pages++) {
        struct reponse r;

        ck_assert_int_eq(cherche(jeton, corps, &r), 200);
        for (size_t i = 0; i < rangs(&r); i++, seen++) {
            int64_t seq = -1;
            ck_assert(json_integer(json_path(rang(&r, i), SPAN_LIT("entree.seq")), &seq));
            ck_assert_int_lt(seq, last);
            last = seq;
        }
        bool more = json_integer(json_get(r.json, "suite"), &suite);
        reponse_free(&r);
        if (!more) {
            ck_assert_int_eq(pages, 3);
            break;
        }
        snprintf(corps, sizeof corps, "{\"acte\":\"consultation\",\"avant\":%lld}",
                 (long long)suite);
    }
    ck_assert_uint_eq(seen, 120);
    free(jeton);
}
END_TEST

START_TEST(a_period_is_of_days_in_paris)
{
    /* 1 November 2026, winter: midnight in Paris is 23:00 UTC */
    const int64_t minuit = 1793487600;
    const struct acte_passe actes[] = {
        {minuit - 1, ACTE_CONSULTATION, ISSUE_FAIT, "veille", SIRET_CCAS, 0},
        {minuit, ACTE_CONSULTATION, ISSUE_FAIT, "debut", SIRET_CCAS, 0},
        {minuit + JOUR - 1, ACTE_CONSULTATION, ISSUE_FAIT, "fin", SIRET_CCAS, 0},
        {minuit + JOUR, ACTE_CONSULTATION, ISSUE_FAIT, "lendemain", SIRET_CCAS, 0},
    };
    struct reponse r;

    write_entries(actes, 4);
    serve();
    char *jeton = connexion(&e, "auditeur");
    ck_assert_int_eq(cherche(jeton, "{\"debut\":\"2026-11-01\",\"fin\":\"2026-11-01\"}", &r), 200);
    ck_assert_uint_eq(rangs(&r), 2);
    ck_assert_str_eq(mot(rang(&r, 0), "entree.agent"), "fin");
    ck_assert_str_eq(mot(rang(&r, 1), "entree.agent"), "debut");
    reponse_free(&r);
    free(jeton);
}
END_TEST

START_TEST(entries_are_found_again_after_their_marks_were_lost)
{
    struct reponse r;

    write_series(10, MIDI - JOUR, 600, ISSUE_FAIT);
    serve();
    char *jeton = connexion(&e, "auditeur");
    ck_assert_int_eq(essai_stop(&e, SIGTERM), 0);
    essai_sql(&e, "journal", "DELETE FROM repere");
    serve();
    ck_assert_int_eq(cherche(jeton, "{\"agent\":\"agent.t2\"}", &r), 200);
    ck_assert_uint_eq(rangs(&r), 10);
    reponse_free(&r);
    free(jeton);
}
END_TEST

/* Whatever the moment, an answer is complete or is « later ». */
START_TEST(a_long_journal_is_searched_whole_or_not_yet)
{
    struct reponse r;
    int status;
    size_t later = 0;

    write_series(60000, MIDI - JOUR, 1, ISSUE_REFUSE);
    serve();
    char *jeton = connexion(&e, "auditeur");
    while ((status = cherche(jeton, "{\"agent\":\"agent.t2\"}", &r)) == 503) {
        ck_assert_str_eq(reponse_erreur(&r), "indisponible");
        ck_assert_uint_lt(++later, 100000);
        reponse_free(&r);
    }
    ck_assert_int_eq(status, 200);
    int64_t seq = -1;
    ck_assert(json_integer(json_path(rang(&r, 0), SPAN_LIT("entree.seq")), &seq));
    ck_assert_int_eq(seq, 59999);
    reponse_free(&r);
    free(jeton);
}
END_TEST

/* ---- alerts -------------------------------------------------------------------------------------- */

static void first_of(const char *jeton, struct reponse *r)
{
    ck_assert_int_eq(cherche(jeton, "{\"acte\":\"consultation\"}", r), 200);
    ck_assert_ptr_nonnull(rang(r, 0));
}

START_TEST(thirty_consultations_an_hour_are_work_one_more_is_an_alert)
{
    struct reponse r;

    write_series(31, MIDI - JOUR, 100, ISSUE_FAIT);
    serve();
    char *jeton = connexion(&e, "auditeur");
    first_of(jeton, &r);
    ck_assert(has_alerte(rang(&r, 0), "volume"));
    ck_assert(!has_alerte(rang(&r, 1), "volume"));
    ck_assert(!has_alerte(rang(&r, 0), "horaires"));
    ck_assert(!has_alerte(rang(&r, 0), "refus"));
    reponse_free(&r);
    free(jeton);
}
END_TEST

START_TEST(alerts_do_not_depend_on_the_filter)
{
    struct reponse r;
    const struct acte_passe dernier = {MIDI - JOUR, ACTE_CONSULTATION, ISSUE_REFUSE,
                                       "agent.t2",  SIRET_CCAS,        0};

    write_series(31, MIDI - JOUR, 100, ISSUE_FAIT);
    write_entries(&dernier, 1);
    serve();
    char *jeton = connexion(&e, "auditeur");
    ck_assert_int_eq(cherche(jeton, "{\"issue\":\"refuse\",\"agent\":\"agent.t2\"}", &r), 200);
    ck_assert_uint_eq(rangs(&r), 1);
    ck_assert(has_alerte(rang(&r, 0), "volume"));
    reponse_free(&r);
    free(jeton);
}
END_TEST

START_TEST(five_refusals_in_ten_minutes_are_an_alert)
{
    struct reponse r;

    write_series(5, MIDI - JOUR, 150, ISSUE_REFUSE); /* the first one ten minutes before */
    serve();
    char *jeton = connexion(&e, "auditeur");
    first_of(jeton, &r);
    ck_assert(has_alerte(rang(&r, 0), "refus"));
    ck_assert(!has_alerte(rang(&r, 1), "refus"));
    reponse_free(&r);
    free(jeton);
}
END_TEST

static const struct {
    int64_t temps;
    bool alerte;
} heures[] = {
    {MIDI - JOUR - 6 * 3600 - 1, true},             /* Thursday 6:59:59 in Paris */
    {MIDI - JOUR - 6 * 3600, false},                /* 7:00:00 */
    {MIDI - JOUR + 7 * 3600 - 1, false},            /* 19:59:59 */
    {MIDI - JOUR + 7 * 3600, true},                 /* 20:00:00 */
    {MIDI - 6 * (int64_t)JOUR, true},               /* a Saturday */
    {MIDI - 5 * (int64_t)JOUR, true},               /* a Sunday */
    {MIDI - 4 * (int64_t)JOUR, false},              /* a Monday */
    {MIDI - 120 * (int64_t)JOUR - 7 * 3600, false}, /* 23 July, 7:00:00 of summer time */
};

START_TEST(consultations_outside_working_hours_are_an_alert)
{
    for (size_t i = 0; i < sizeof heures / sizeof *heures; i++)
        write_series(1, heures[i].temps, 0, ISSUE_FAIT);
    serve();
    char *jeton = connexion(&e, "auditeur");
    struct reponse r;
    first_of(jeton, &r);
    size_t n = sizeof heures / sizeof *heures;
    ck_assert_uint_eq(rangs(&r), n);
    for (size_t i = 0; i < n; i++)
        ck_assert_msg(has_alerte(rang(&r, n - 1 - i), "horaires") == heures[i].alerte, "heure %zu",
                      i);
    reponse_free(&r);
    free(jeton);
}
END_TEST

static void add(TCase *t)
{
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, refuse_every_role_but_the_auditeur_and_journal_it);
    tcase_add_test(t, refuse_without_a_session);
    tcase_add_test(t, refuse_a_filter_that_is_not_one);
    tcase_add_test(t, refuse_filters_in_the_address);
    tcase_add_test(t, refuse_another_organisme_and_never_show_it);
    tcase_add_test(t, a_family_seen_by_two_organismes_tells_each_auditeur_of_his_own);
    tcase_add_test(t, newest_first_with_detail_and_label);
    tcase_add_test(t, an_erased_detail_is_null);
    tcase_add_test(t, each_page_read_is_an_entry_that_says_what_was_looked_for);
    tcase_add_test(t, pages_follow_each_other_without_gap_nor_repeat);
    tcase_add_test(t, a_period_is_of_days_in_paris);
    tcase_add_test(t, entries_are_found_again_after_their_marks_were_lost);
    tcase_add_test(t, a_long_journal_is_searched_whole_or_not_yet);
    tcase_add_test(t, thirty_consultations_an_hour_are_work_one_more_is_an_alert);
    tcase_add_test(t, alerts_do_not_depend_on_the_filter);
    tcase_add_test(t, five_refusals_in_ten_minutes_are_an_alert);
    tcase_add_test(t, consultations_outside_working_hours_are_an_alert);
}

int main(void)
{
    return essai_main("journal", add);
}
