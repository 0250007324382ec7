/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Logging in: what strangers cannot tell apart, how guessing is slowed down, what leaves no trace in
 * the log. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "serveur.h"

static int try_login(struct essai *e, const char *identifiant, const char *secret,
                     struct reponse *r)
{
    struct reponse mine;
    char body[512];
    int status;

    snprintf(body, sizeof body, "{\"identifiant\":\"%s\",\"mot_de_passe\":\"%s\"}", identifiant,
             secret);
    appel(e, "POST", "/v1/sessions", NULL, body, NULL, r ? r : &mine);
    status = r ? r->status : mine.status;
    if (!r)
        reponse_free(&mine);
    return status;
}

START_TEST(refuse_unknown_account_like_wrong_password_like_inactive)
{
    static const char *const comptes[] = {"agent.t2", "personne", "inactif", "AGENT.T2"};
    static const char *const causes[] = {"mot_de_passe", "compte_inconnu", "compte_inactif",
                                         "compte_inconnu"};
    struct essai e;
    struct buf first = {0}, entry = {0};

    essai_open(&e);
    for (size_t i = 0; i < 4; i++) {
        struct reponse r;
        int64_t seq = journal_count(&e);
        const char *secret = i == 0 ? "un autre mot de passe" : ESSAI_MOT_DE_PASSE;

        ck_assert_int_eq(try_login(&e, comptes[i], secret, &r), 401);
        ck_assert_str_eq(reponse_erreur(&r), "identifiants");
        if (i == 0)
            buf_put(&first, r.corps.data, r.corps.len);
        ck_assert_str_eq(buf_text(&r.corps), buf_text(&first));
        buf_reset(&entry);
        journal_put(&e, seq, &entry);
        ck_assert(strstr(entry.data, "\"acte\":\"connexion\",\"issue\":\"refuse\"") != NULL);
        ck_assert_msg(strstr(entry.data, causes[i]) != NULL, "%s", entry.data);
        ck_assert(strstr(entry.data, "passe\":") == NULL);
        ck_assert(strstr(entry.data, ESSAI_MOT_DE_PASSE) == NULL);
        reponse_free(&r);
    }
    ck_assert(strstr(entry.data, "AGENT") == NULL); /* what an unknown one typed is not kept */
    buf_free(&first);
    buf_free(&entry);
    essai_close(&e);
}
END_TEST

START_TEST(refuse_bodies_of_login_that_are_not_the_contract)
{
    static const struct {
        const char *corps;
        int status;
    } cas[] = {
        {"{\"identifiant\":\"a\"}", 422},
        {"{\"identifiant\":\"a\",\"mot_de_passe\":1}", 422},
        {"{\"identifiant\":\"a\",\"mot_de_passe\":\"b\",\"role\":\"administrateur\"}", 422},
        {"{\"identifiant\":{},\"mot_de_passe\":\"b\"}", 422},
        {"{\"identifiant\":\"a\",\"mot_de_passe\":\"b\"", 400},
    };
    struct essai e;

    essai_open(&e);
    for (size_t i = 0; i < sizeof cas / sizeof *cas; i++) {
        struct reponse r;
        appel(&e, "POST", "/v1/sessions", NULL, cas[i].corps, NULL, &r);
        ck_assert_int_eq(r.status, cas[i].status);
        reponse_free(&r);
    }
    ck_assert_int_eq(journal_count(&e),
                     1); /* the start, and nothing that a stranger could pile up */
    essai_close(&e);
}
END_TEST

START_TEST(slow_down_after_five_failures_and_never_lock)
{
    struct essai e;
    struct reponse r;
    struct buf retry = {0};
    int64_t seconds = 0;
    time_t limit = time(NULL) + 20;
    int status;

    essai_open(&e);
    for (int i = 0; i < 5; i++)
        ck_assert_int_eq(try_login(&e, "agent.t2", "un autre mot de passe", NULL), 401);
    ck_assert_int_eq(try_login(&e, "agent.t2", ESSAI_MOT_DE_PASSE, &r), 429);
    ck_assert_str_eq(reponse_erreur(&r), "trop_souvent");
    ck_assert(json_integer(json_path(r.json, SPAN_LIT("erreur.reessayer_dans")), &seconds));
    ck_assert(seconds >= 1 && seconds <= 2);
    reponse_put_entete(&r, "Retry-After", &retry);
    ck_assert_int_eq(atoi(buf_text(&retry)), seconds);
    ck_assert_int_eq(try_login(&e, "agent.td", ESSAI_MOT_DE_PASSE, NULL), 201); /* only that one */
    while ((status = try_login(&e, "agent.t2", ESSAI_MOT_DE_PASSE, NULL)) == 429)
        ck_assert(time(NULL) < limit);
    ck_assert_int_eq(status, 201);
    ck_assert_int_eq(try_login(&e, "agent.t2", "un autre mot de passe", NULL), 401); /* forgotten */
    buf_free(&retry);
    reponse_free(&r);
    essai_close(&e);
}
END_TEST

START_TEST(turn_away_what_the_short_queue_cannot_hold)
{
    enum { CLIENTS = 20 };
    struct essai e;
    int fds[CLIENTS], opened = 0, later = 0;
    char body[256], request[512];

    essai_open(&e);
    snprintf(body, sizeof body, "{\"identifiant\":\"agent.t2\",\"mot_de_passe\":\"%s\"}",
             ESSAI_MOT_DE_PASSE);
    snprintf(request, sizeof request,
             "POST /v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Length: %zu\r\n\r\n%s", strlen(body),
             body);
    for (int i = 0; i < CLIENTS; i++)
        fds[i] = fil_open(&e);
    for (int i = 0; i < CLIENTS; i++)
        fil_send(fds[i], request);
    for (int i = 0; i < CLIENTS; i++) {
        struct buf out = {0};
        int status = fil_read(fds[i], &out);
        opened += status == 201;
        later += status == 503 && strstr(out.data, "\"reessayer_dans\":") != NULL;
        buf_free(&out);
        close(fds[i]);
    }
    ck_assert_int_eq(opened + later, CLIENTS);
    ck_assert_int_ge(opened, 8);
    ck_assert_int_ge(later, 1);
    essai_close(&e);
}
END_TEST

START_TEST(tell_each_account_what_it_holds)
{
    static const struct {
        const char *compte, *role;
        size_t profils;
    } cas[] = {{"agent.t2", "agent", 1},
               {"responsable", "responsable", 1},
               {"responsable.seul", "responsable", 0},
               {"administrateur", "administrateur", 0},
               {"auditeur", "auditeur", 0}};
    struct essai e;

    essai_open(&e);
    for (size_t i = 0; i < sizeof cas / sizeof *cas; i++) {
        struct reponse r;
        const struct json *profil;

        ck_assert_int_eq(try_login(&e, cas[i].compte, ESSAI_MOT_DE_PASSE, &r), 201);
        ck_assert_str_eq(json_string(json_path(r.json, SPAN_LIT("agent.role")), ""), cas[i].role);
        ck_assert_uint_eq(json_count(json_get(r.json, "profils")), cas[i].profils);
        ck_assert_uint_eq(strlen(json_string(json_get(r.json, "jeton"), "")), 43);
        ck_assert(json_is_null(json_get(r.json, "derniere_connexion")));
        ck_assert(json_is_string(json_get(r.json, "expire")));
        profil = json_first(json_get(r.json, "profils"));
        if (profil)
            ck_assert_uint_gt(json_count(json_get(profil, "motifs")), 1);
        reponse_free(&r);
    }
    struct reponse r;
    ck_assert_int_eq(try_login(&e, "agent.t2", ESSAI_MOT_DE_PASSE, &r), 201);
    ck_assert(strncmp(json_string(json_get(r.json, "derniere_connexion"), ""), ESSAI_JOUR, 10) ==
              0);
    reponse_free(&r);
    essai_close(&e);
}
END_TEST

START_TEST(keep_persons_passwords_and_tokens_out_of_the_log)
{
    const struct famille_demo *f = une_famille(false);
    struct essai e;
    struct reponse r;
    struct buf dits = {0};
    char *jeton;

    essai_open(&e);
    jeton = connexion(&e, "agent.td");
    consulte(&e, jeton, "131", f->numero, f->nom, "TD", NULL);
    consulte(&e, jeton, "131", f->numero, "INCONNU", "TD", NULL);
    try_login(&e, "agent.t2", "un autre mot de passe", NULL);
    essai_sql(&e, "dossiers", "DROP TABLE opposition"); /* an internal error, with its log line */
    consulte(&e, jeton, "131", f->numero, f->nom, "TD", &r);
    ck_assert_int_eq(r.status, 500);
    const char *reference = json_string(json_path(r.json, SPAN_LIT("erreur.reference")), "");
    ck_assert_uint_eq(strlen(reference), 12);
    essai_put_dits(&e, &dits);
    ck_assert_msg(strstr(dits.data, reference) != NULL, "%s", dits.data);
    const char *const secrets[] = {f->numero,          f->nom,    jeton,
                                   ESSAI_MOT_DE_PASSE, "INCONNU", "agent.t",
                                   "motif-en-clair",   "passe"};
    for (size_t i = 0; i < sizeof secrets / sizeof *secrets; i++)
        ck_assert_msg(strstr(dits.data, secrets[i]) == NULL, "%s : %s", secrets[i], dits.data);
    reponse_free(&r);
    buf_free(&dits);
    essai_close(&e);
    free(jeton);
}
END_TEST

static void add(TCase *t)
{
    tcase_add_test(t, refuse_unknown_account_like_wrong_password_like_inactive);
    tcase_add_test(t, refuse_bodies_of_login_that_are_not_the_contract);
    tcase_add_test(t, slow_down_after_five_failures_and_never_lock);
    tcase_add_test(t, turn_away_what_the_short_queue_cannot_hold);
    tcase_add_test(t, tell_each_account_what_it_holds);
    tcase_add_test(t, keep_persons_passwords_and_tokens_out_of_the_log);
}

int main(void)
{
    return essai_main("connexion", add);
}
