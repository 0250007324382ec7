/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the server refuses, and how: the same way for all causes where the causes are secret. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cdap/base/secret.h>
#include <cdap/proto.h>

#include "serveur.h"

/* The headers but the date, then the body: what a stranger could compare. */
static void put_visible(const struct reponse *r, struct buf *out)
{
    for (const char *line = buf_text(&r->entetes); *line;) {
        size_t len = strcspn(line, "\n") + 1;
        if (strncasecmp(line, "date:", 5) != 0)
            buf_put(out, line, len);
        line += len;
    }
    buf_put(out, r->corps.data, r->corps.len);
}

static void assert_error(const struct reponse *r, int status, const char *code)
{
    static const char *const exiges[] = {"code", "quoi", "pourquoi", "que_faire"};
    const struct json *e = json_get(r->json, "erreur");

    ck_assert_int_eq(r->status, status);
    ck_assert_str_eq(reponse_erreur(r), code);
    for (size_t i = 0; i < 4; i++)
        ck_assert_str_ne(json_string(json_get(e, exiges[i]), ""), "");
    ck_assert(json_get(e, "reference") != NULL);
}

/* ---- routes, sizes, forms ----------------------------------------------------------------------- */

START_TEST(refuse_unknown_path_and_wrong_method)
{
    static const struct {
        const char *methode, *chemin;
        int status;
        const char *code;
    } cas[] = {
        {"GET", "/", 404, "inconnu"},
        {"GET", "/v1/sante/", 404, "inconnu"},
        {"GET", "/v1/../v1/sante", 404, "inconnu"},
        {"GET", "/V1/SANTE", 404, "inconnu"},
        {"GET", "/v1/%73ante", 404, "inconnu"},
        {"GET", "/v1/sante%00", 404, "inconnu"},
        {"GET", "/v1/sante?nom=MARTIN", 404, "inconnu"}, /* an address is no place for a name */
        {"GET", "/v1/consultations", 405, "methode"},
        {"PUT", "/v1/sessions", 405, "methode"},
        {"POST", "/v1/ecrans", 405, "methode"},
        {"post", "/v1/consultations", 405, "methode"},
    };
    struct essai e;
    struct reponse r;

    essai_open(&e);
    for (size_t i = 0; i < sizeof cas / sizeof *cas; i++) {
        char ligne[128];
        struct buf out = {0};
        int fd = fil_open(&e); /* as written: a client library would tidy the path */
        snprintf(ligne, sizeof ligne, "%s %s HTTP/1.1\r\nHost: x\r\n\r\n", cas[i].methode,
                 cas[i].chemin);
        fil_send(fd, ligne);
        ck_assert_msg(fil_read(fd, &out) == cas[i].status, "%s %s : %s", cas[i].methode,
                      cas[i].chemin, buf_text(&out));
        ck_assert(strstr(out.data, cas[i].code) != NULL);
        buf_free(&out);
        close(fd);
    }
    appel(&e, "GET", "/v1/sante", NULL, NULL, NULL, &r);
    ck_assert_int_eq(r.status, 200);
    reponse_free(&r);
    essai_close(&e);
}
END_TEST

START_TEST(refuse_a_body_past_the_limit_and_live)
{
    struct essai e;
    struct reponse r;
    char *big = malloc(PROTO_BODY_MAX + 2), *jeton;

    memset(big, ' ', PROTO_BODY_MAX + 1);
    big[PROTO_BODY_MAX + 1] = '\0';
    essai_open(&e);
    jeton = connexion(&e, "agent.t2");
    appel(&e, "POST", "/v1/consultations", jeton, big, NULL, &r);
    assert_error(&r, 413, "trop_grand");
    reponse_free(&r);
    big[PROTO_BODY_MAX] = '\0'; /* the limit itself is read, and found to be no JSON */
    appel(&e, "POST", "/v1/consultations", jeton, big, NULL, &r);
    assert_error(&r, 400, "requete_malformee");
    reponse_free(&r);
    appel(&e, "POST", "/v1/sessions", NULL, big, NULL, &r);
    assert_error(&r, 400, "requete_malformee");
    reponse_free(&r);
    essai_close(&e);
    free(jeton);
    free(big);
}
END_TEST

START_TEST(refuse_bodies_that_are_not_exactly_the_contract)
{
#define SUITE                                                            \
    ",\"nom\":\"X\",\"profil\":\"T2\",\"motif\":{\"code\":\"cantine\"}," \
    "\"base\":{\"type\":\"non_opposition\"}}"
    static const struct {
        const char *corps;
        int status;
        const char *champ;
    } cas[] = {
        {"", 400, NULL},
        {"[]", 400, NULL},
        {"{\"numero\":\"1\"" SUITE "x", 400, NULL},
        {"{\"numero\":\"1\"" SUITE "{}", 400, NULL},
        {"{\"numero\":\"\\u0000\"" SUITE, 400, NULL},
        {"{\"numero\":\"\xff\"" SUITE, 400, NULL},
        {"{\"numero\":1" SUITE, 422, "numero"},
        {"{\"numero\":null" SUITE, 422, "numero"},
        {"{\"numero\":\"\"" SUITE, 422, "numero"},
        {"{\"numero\":[\"1\"]" SUITE, 422, "numero"},
        {"{\"numero\":\"1\",\"numero\":\"2\"" SUITE, 422, "numero"},
        {"{\"Numero\":\"1\"" SUITE, 422, "Numero"},
        {"{\"numero\":\"1\",\"motif.code\":\"cantine\"" SUITE, 422, "motif.code"},
        {"{\"numero\":\"1\",\"intrus\":\"\\u202e\"" SUITE, 422, "intrus"},
        {"{\"numero\":\"1234567890123456789012345678901234567890\"" SUITE, 422, "numero"},
        {"{\"caf\":\"1\",\"numero\":\"1\"" SUITE, 422, "caf"},
        {"{\"numero\":\"12a\"" SUITE, 422, "numero"},
        {"{\"numero\":\"12345678\"" SUITE, 422, "numero"},
        {"{\"numero\":\"1\",\"nom\":\"X\",\"profil\":\"T2\",\"motif\":\"cantine\","
         "\"base\":{\"type\":\"non_opposition\"}}",
         422, "motif"},
        {"{\"numero\":\"1\",\"nom\":\"X\",\"profil\":\"T2\",\"motif\":{},"
         "\"base\":{\"type\":\"non_opposition\"}}",
         422, "motif.code"},
        {"{\"numero\":\"1\",\"nom\":\"X\",\"profil\":\"T2\",\"motif\":{\"code\":\"curiosite\"},"
         "\"base\":{\"type\":\"non_opposition\"}}",
         422, "motif.code"},
        {"{\"numero\":\"1\",\"nom\":\"X\",\"profil\":\"T2\",\"motif\":{\"code\":\"autre\"},"
         "\"base\":{\"type\":\"non_opposition\"}}",
         422, "motif.texte"},
        {"{\"numero\":\"1\",\"nom\":\"X\",\"profil\":\"T2\",\"motif\":{\"code\":\"cantine\"}}", 422,
         "base"},
        {"{\"numero\":\"1\",\"nom\":\"X\",\"profil\":\"T2\",\"motif\":{\"code\":\"cantine\"},"
         "\"base\":{\"type\":\"oui\"}}",
         422, "base.type"},
        {"{\"numero\":\"1\",\"nom\":\"X\",\"profil\":\"T2\",\"motif\":{\"code\":\"cantine\"},"
         "\"base\":{\"type\":\"document_signe\"}}",
         422, "base.reference"},
        {"{\"numero\":\"1\",\"nom\":\"- '\",\"profil\":\"T2\",\"motif\":{\"code\":\"cantine\"},"
         "\"base\":{\"type\":\"non_opposition\"}}",
         422, "nom"},
    };
    struct essai e;
    char *jeton;

    essai_open(&e);
    jeton = connexion(&e, "agent.t2");
    for (size_t i = 0; i < sizeof cas / sizeof *cas; i++) {
        struct reponse r;
        appel(&e, "POST", "/v1/consultations", jeton, cas[i].corps, NULL, &r);
        ck_assert_msg(r.status == cas[i].status, "cas %zu : %d %s", i, r.status,
                      buf_text(&r.corps));
        assert_error(&r, cas[i].status, cas[i].status == 400 ? "requete_malformee" : "champ");
        if (cas[i].champ)
            ck_assert_str_eq(json_string(json_path(r.json, SPAN_LIT("erreur.champ")), ""),
                             cas[i].champ);
        reponse_free(&r);
    }
    essai_close(&e);
    free(jeton);
}
END_TEST

/* ---- sessions ----------------------------------------------------------------------------------- */

static void assert_session_refused(struct essai *e, const char *jeton)
{
    static const struct {
        const char *methode, *chemin;
    } routes[] = {{"GET", "/v1/ecrans"},
                  {"POST", "/v1/consultations"},
                  {"POST", "/v1/revelations"},
                  {"DELETE", "/v1/sessions/courante"}};
    for (size_t i = 0; i < 4; i++) {
        struct reponse r;
        appel(e, routes[i].methode, routes[i].chemin, jeton, i ? "{}" : NULL, NULL, &r);
        assert_error(&r, 401, "session");
        reponse_free(&r);
    }
}

START_TEST(refuse_every_route_without_an_open_session)
{
    struct essai e;
    struct reponse r;
    char token[TOKEN_TEXT];
    unsigned char hash[HASH_BYTES];

    essai_open(&e);
    token_make(token, hash); /* well made, and unknown */
    assert_session_refused(&e, NULL);
    assert_session_refused(&e, "");
    assert_session_refused(&e, "x");
    assert_session_refused(&e, token);
    char *jeton = connexion(&e, "agent.t2"), entete[128];
    snprintf(entete, sizeof entete, "Authorization: Basic %s", jeton);
    appel(&e, "GET", "/v1/ecrans", NULL, NULL, entete, &r);
    assert_error(&r, 401, "session");
    reponse_free(&r);
    essai_close(&e);
    free(jeton);
}
END_TEST

static int64_t now_of_the_server(void)
{
    struct date jour;
    ck_assert(date_parse(SPAN_LIT(ESSAI_JOUR), &jour));
    return date_to_unix(jour) + 12 * 3600; /* the pinned clock starts at noon */
}

/* Puts a session in the base as it would stand after `age` seconds. */
static void add_session(struct essai *e, const char *identifiant, int64_t seen, int64_t expire,
                        char token[TOKEN_TEXT])
{
    struct store *s = store_open(e->donnees, STORE_WRITE, NULL);
    struct agent_row agent;
    unsigned char hash[HASH_BYTES];

    token_make(token, hash);
    ck_assert_int_eq(store_agent_find(s, span_of(identifiant), &agent), FOUND_ROW);
    ck_assert(store_session_add(s, hash, agent.id, seen, expire));
    store_close(s);
}

START_TEST(refuse_idle_expired_and_inactive_sessions)
{
    struct essai e;
    struct reponse r;
    char bon[TOKEN_TEXT], inutilise[TOKEN_TEXT], expire[TOKEN_TEXT], inactif[TOKEN_TEXT];
    int64_t now = now_of_the_server();

    essai_init(&e);
    add_session(&e, "agent.t2", now - PROTO_IDLE_S + 60, now + 3600, bon);
    add_session(&e, "agent.t2", now - PROTO_IDLE_S - 1, now + 3600, inutilise);
    add_session(&e, "agent.t2", now, now, expire);
    add_session(&e, "inactif", now, now + 3600, inactif);
    essai_serve(&e, NULL);
    assert_session_refused(&e, inutilise);
    assert_session_refused(&e, expire);
    assert_session_refused(&e, inactif);
    appel(&e, "GET", "/v1/ecrans", bon, NULL, NULL, &r);
    ck_assert_int_eq(r.status, 200);
    reponse_free(&r);
    essai_close(&e);
}
END_TEST

START_TEST(refuse_a_closed_session)
{
    struct essai e;
    struct reponse r;
    char *jeton;

    essai_open(&e);
    jeton = connexion(&e, "agent.t2");
    appel(&e, "DELETE", "/v1/sessions/courante", jeton, NULL, NULL, &r);
    ck_assert_int_eq(r.status, 204);
    ck_assert_uint_eq(r.corps.len, 0);
    reponse_free(&r);
    assert_session_refused(&e, jeton);
    essai_close(&e);
    free(jeton);
}
END_TEST

/* ---- rights ------------------------------------------------------------------------------------- */

START_TEST(refuse_dossiers_to_who_may_not_read_them)
{
    static const struct {
        const char *compte, *profil;
    } cas[] = {
        {"administrateur", "T2"}, {"auditeur", "T2"}, {"responsable.seul", "T2"},
        {"agent.t2", "TD"},       {"agent.td", "T2"}, {"agent.t2", "T9"},
        {"agent.t2", "t2"},       {"agent.t2", "%"},
    };
    const struct famille_demo *f = une_famille(false);
    struct essai e;

    essai_open(&e);
    for (size_t i = 0; i < sizeof cas / sizeof *cas; i++) {
        struct reponse r;
        char *jeton = connexion(&e, cas[i].compte);
        int64_t before = journal_count(&e);
        consulte(&e, jeton, "131", f->numero, f->nom, cas[i].profil, &r);
        assert_error(&r, 403, "non_habilite");
        ck_assert_int_eq(journal_count(&e), before + 1); /* a refusal leaves its trace */
        reponse_free(&r);
        free(jeton);
    }
    essai_close(&e);
}
END_TEST

START_TEST(refuse_a_withdrawn_right_at_once)
{
    const struct famille_demo *f = une_famille(false);
    struct essai e;
    char *jeton;

    essai_open(&e);
    jeton = connexion(&e, "agent.t2");
    ck_assert_int_eq(consulte(&e, jeton, NULL, f->numero, f->nom, "T2", NULL), 200);
    essai_sql(&e, "annuaire",
              "UPDATE habilitation SET fin = 20261119 WHERE agent_id ="
              " (SELECT id FROM agent WHERE identifiant = 'agent.t2')");
    ck_assert_int_eq(consulte(&e, jeton, NULL, f->numero, f->nom, "T2", NULL), 403);
    essai_sql(&e, "annuaire", "UPDATE agent SET actif = 0 WHERE identifiant = 'agent.t2'");
    assert_session_refused(&e, jeton);
    essai_close(&e);
    free(jeton);
}
END_TEST

/* ---- one answer for all causes ------------------------------------------------------------------ */

START_TEST(refuse_unknown_number_like_wrong_name_like_other_caf)
{
    static const char *const causes[] = {"numero_inconnu", "nom_different", "nom_different",
                                         "caf_hors_convention", "caf_hors_convention"};
    const struct famille_demo *f = une_famille(false), *o = une_famille(true);
    const char *const cas[][3] = {{"131", "9999999", "MARTIN"},
                                  {"131", f->numero, "INCONNU"},
                                  {"131", o->numero, "INCONNU"}, /* opposed, wrong name */
                                  {"751", f->numero, f->nom},    /* stands there, not opened */
                                  {"751", "9999999", "X"}};
    struct essai e;
    struct buf first = {0};
    char *jeton;

    essai_open(&e);
    jeton = connexion(&e, "agent.t2");
    for (size_t i = 0; i < 5; i++) {
        struct reponse r;
        struct buf seen = {0}, entry = {0};
        int64_t seq = journal_count(&e);

        consulte(&e, jeton, cas[i][0], cas[i][1], cas[i][2], "T2", &r);
        assert_error(&r, 404, "aucun_dossier");
        put_visible(&r, &seen);
        if (i == 0)
            buf_put(&first, seen.data, seen.len);
        ck_assert_str_eq(buf_text(&seen), buf_text(&first));
        journal_put(&e, seq, &entry); /* only the journal knows, in its erasable part */
        ck_assert_msg(strstr(entry.data, causes[i]) > strchr(entry.data, '\n'), "%s", entry.data);
        reponse_free(&r);
        buf_free(&seen);
        buf_free(&entry);
    }
    buf_free(&first);
    essai_close(&e);
    free(jeton);
}
END_TEST

START_TEST(refuse_an_opposed_dossier_saying_so_to_who_knows_number_and_name)
{
    const struct famille_demo *o = une_famille(true);
    struct essai e;
    struct reponse r;
    char *jeton;

    essai_open(&e);
    jeton = connexion(&e, "agent.t2");
    consulte(&e, jeton, NULL, o->numero, o->nom, "T2", &r);
    assert_error(&r, 403, "opposition");
    reponse_free(&r);
    essai_close(&e);
    free(jeton);
}
END_TEST

START_TEST(refuse_to_guess_the_caf_when_the_convention_opens_two)
{
    const struct famille_demo *f = une_famille(false);
    struct essai e;
    struct reponse r;
    char *jeton;

    essai_open(&e);
    jeton = connexion(&e, "agent.td");
    consulte(&e, jeton, NULL, f->numero, f->nom, "TD", &r);
    assert_error(&r, 422, "champ");
    ck_assert_str_eq(json_string(json_path(r.json, SPAN_LIT("erreur.champ")), ""), "caf");
    reponse_free(&r);
    ck_assert_int_eq(consulte(&e, jeton, "131", f->numero, f->nom, "TD", NULL), 200);
    ck_assert_int_eq(consulte(&e, jeton, "751", f->numero, f->nom, "TD", NULL), 200);
    essai_close(&e);
    free(jeton);
}
END_TEST

static void add(TCase *t)
{
    tcase_add_test(t, refuse_unknown_path_and_wrong_method);
    tcase_add_test(t, refuse_a_body_past_the_limit_and_live);
    tcase_add_test(t, refuse_bodies_that_are_not_exactly_the_contract);
    tcase_add_test(t, refuse_every_route_without_an_open_session);
    tcase_add_test(t, refuse_idle_expired_and_inactive_sessions);
    tcase_add_test(t, refuse_a_closed_session);
    tcase_add_test(t, refuse_dossiers_to_who_may_not_read_them);
    tcase_add_test(t, refuse_a_withdrawn_right_at_once);
    tcase_add_test(t, refuse_unknown_number_like_wrong_name_like_other_caf);
    tcase_add_test(t, refuse_an_opposed_dossier_saying_so_to_who_knows_number_and_name);
    tcase_add_test(t, refuse_to_guess_the_caf_when_the_convention_opens_two);
}

int main(void)
{
    return essai_main("refus", add);
}
