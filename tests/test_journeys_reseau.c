/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Journeys over a bad network: slow answers, lost servers, expired sessions, answers that are none. */
#include <signal.h>

#include "parcours.h"

static struct guichet g;

static void setup(void)
{
    guichet_open(&g);
}

static void teardown(void)
{
    guichet_close(&g);
}

/* ---- slow ----------------------------------------------------------------------------------- */

START_TEST(escape_gives_up_a_slow_answer)
{
    struct terminal *t = parcours_client(&g, 24, 80, "agent.ccas");
    guichet_freeze(&g);
    parcours_demande(t, "1000001", "martin");
    terminal_await_pending(t, "Ouverture du dossier… 0,");
    terminal_assert_shows(t, "Échap Annuler");
    terminal_await_pending(t, "Ouverture du dossier… 1,"); /* time goes on */
    terminal_press(t, "Échap", "Demande abandonnée.");
    terminal_assert_shows(t, "[1000001");
    terminal_assert_shows(t, "[martin");
    guichet_thaw(&g);
    terminal_press(t, "Entrée", "▌1 Dossier▐"); /* the focus was still on the button */
    terminal_free(t);
}
END_TEST

START_TEST(leave_while_an_answer_is_awaited)
{
    struct terminal *t = parcours_client(&g, 24, 80, "agent.ccas");
    guichet_freeze(&g);
    parcours_demande(t, "1000001", "martin");
    terminal_await_pending(t, "Ouverture du dossier…");
    terminal_key(t, "F10");
    terminal_await_pending(t, "[ Quitter ]");
    terminal_key(t, "F10");
    terminal_await_end(t);
    terminal_assert_restored(t);
    guichet_thaw(&g);
    terminal_free(t);
}
END_TEST

START_TEST(lock_while_an_answer_is_awaited)
{
    struct terminal *t = parcours_client(&g, 24, 80, "agent.ccas");
    guichet_freeze(&g);
    parcours_demande(t, "1000001", "martin");
    terminal_await_pending(t, "Ouverture du dossier…");
    terminal_press(t, "F12", "Écran verrouillé");
    guichet_thaw(&g);
    terminal_type(t, MOT_DE_PASSE "\r");
    terminal_await(t, "[martin"); /* no dossier came up behind the lock */
    terminal_free(t);
}
END_TEST

START_TEST(resize_while_an_answer_is_awaited)
{
    struct terminal *t = parcours_client(&g, 24, 80, "agent.ccas");
    guichet_freeze(&g);
    parcours_demande(t, "1000001", "martin");
    terminal_await_pending(t, "Ouverture du dossier…");
    terminal_resize(t, 10, 40);
    terminal_await_pending(t, "Cdap a besoin");
    terminal_resize(t, 30, 100);
    terminal_await_pending(t, "Ouverture du dossier…");
    guichet_thaw(&g);
    terminal_await(t, "▌1 Dossier▐");
    terminal_free(t);
}
END_TEST

/* ---- lost ----------------------------------------------------------------------------------- */

START_TEST(survive_a_server_killed_and_started_again)
{
    struct terminal *t = parcours_client(&g, 24, 80, "agent.ccas");
    guichet_stop(&g, SIGKILL);
    parcours_demande(t, "1000001", "martin");
    terminal_await(t, "Le serveur ne répond pas.");
    terminal_assert_golden(t, "carte-injoignable-80x24.txt");
    terminal_press(t, "Entrée", "[martin");
    guichet_serve(&g);
    terminal_press(t, "Entrée", "▌1 Dossier▐"); /* the session outlived the server */
    terminal_free(t);
}
END_TEST

START_TEST(survive_a_server_killed_during_the_answer)
{
    struct terminal *t = parcours_client(&g, 24, 80, "agent.ccas");
    guichet_freeze(&g);
    parcours_demande(t, "1000001", "martin");
    terminal_await_pending(t, "Ouverture du dossier…");
    guichet_stop(&g, SIGKILL);
    terminal_await(t, "Le serveur ne répond pas.");
    guichet_serve(&g);
    terminal_press(t, "Échap", "[martin");
    terminal_press(t, "Entrée", "▌1 Dossier▐");
    terminal_free(t);
}
END_TEST

/* What was read stays readable when the server is gone. */
START_TEST(read_on_without_a_server)
{
    struct terminal *t = parcours_dossier(&g, 24, 80, "agent.fsl", "1000027", "giraud");
    guichet_stop(&g, SIGKILL);
    terminal_press(t, "7", "▌7 Créances▐");
    terminal_press(t, "Fin", "Total des soldes");
    parcours_quitte(t);
    terminal_free(t);
}
END_TEST

START_TEST(time_out_on_a_server_that_says_nothing)
{
    const char *const options[] = {"--delai", "1", NULL};
    struct terminal *t = guichet_client(&g, 24, 80, options, NULL);
    parcours_connexion(t, "agent.ccas");
    guichet_freeze(&g);
    parcours_demande(t, "1000001", "martin");
    terminal_await(t, "Le serveur n’a pas répondu à temps.");
    guichet_thaw(&g);
    terminal_press(t, "Entrée", "[martin");
    terminal_press(t, "Entrée", "▌1 Dossier▐");
    terminal_free(t);
}
END_TEST

/* ---- expired -------------------------------------------------------------------------------- */

START_TEST(ask_the_password_again_when_the_session_has_ended)
{
    struct terminal *t = parcours_client(&g, 24, 80, "agent.ccas");
    guichet_end_sessions(&g);
    parcours_demande(t, "1000001", "martin");
    terminal_await(t, "Écran verrouillé");
    terminal_assert_shows(t, "Elle a expiré, ou elle a été fermée.");
    terminal_assert_hides(t, "martin");
    terminal_type(t, MOT_DE_PASSE "\r");
    terminal_await(t, "[martin");
    terminal_press(t, "Entrée", "▌1 Dossier▐");
    terminal_free(t);
}
END_TEST

START_TEST(keep_the_dossier_when_the_session_ends_at_a_reveal)
{
    struct terminal *t = parcours_dossier(&g, 24, 80, "agent.fsl", "1000027", "giraud");
    guichet_end_sessions(&g);
    terminal_press(t, "/", "> Chercher dans le dossier : [");
    terminal_type(t, "NIR\r");
    terminal_press(t, "r", "> [ Laisser masqué ]");
    terminal_key(t, "Haut");
    terminal_press(t, "Entrée", "Écran verrouillé");
    terminal_type(t, MOT_DE_PASSE "\r");
    terminal_await(t, "▌2 Famille▐");
    terminal_assert_shows(t, "2 84 •• •• ••• ••• ••");
    terminal_free(t);
}
END_TEST

/* ---- answers that are none ------------------------------------------------------------------ */

#define HEAD(status, type) "HTTP/1.1 " status "\r\nContent-Type: " type "\r\n"
#define JSON(status, body) HEAD(status, "application/json") "\r\n" body

static const struct {
    const char *answer, *shown;
} lies[] = {
    {JSON("200 OK", "pas du JSON"), "La réponse du serveur n’a pas été comprise."},
    {JSON("200 OK", ""), "La réponse du serveur n’a pas été comprise."},
    {JSON("200 OK", "[]"), "La réponse du serveur n’a pas été comprise."},
    {JSON("200 OK", "{\"consultation\":{\"recu\":1},\"dossier\":{}}"), "n’a pas été comprise."},
    {JSON("200 OK", "{\"consultation\":{\"recu\":1,\"recu\":2},\"dossier\":{\"dossier\":{}}}"),
     "La réponse du serveur n’a pas été comprise."},
    {HEAD("502 Bad Gateway", "text/html") "\r\n<html>panne</html>", "Erreur"},
    {HEAD("200 OK", "application/json") "Content-Length: 1000\r\n\r\n{\"consul", "Erreur"},
    {HEAD("302 Found", "text/html") "Location: http://192.0.2.1/\r\n\r\n", "Erreur"},
    {"SSH-2.0-OpenSSH\r\n", "Erreur"},
    {"", "Le serveur ne répond pas."},
    {JSON("500 Internal Server Error",
          "{\"erreur\":{\"code\":\"interne\",\"quoi\":\"a\\u001b]0;PIRATE\\u0007b\","
          "\"pourquoi\":\"\\u202ec\",\"que_faire\":\"d\",\"reference\":\"e\\u001b[5 q\"}}"),
     "a\xEF\xBF\xBD]0;PIRATE\xEF\xBF\xBD"
     "b"},
    {JSON("429 Too Many Requests",
          "{\"erreur\":{\"code\":\"trop_souvent\",\"reessayer_dans\":30}}"),
     "Trop de demandes en peu de temps."},
    {JSON("503 Service Unavailable", "{\"erreur\":{\"code\":\"indisponible\"}}"),
     "Le service est momentanément indisponible."},
    {JSON("200 OK", "{\"erreur\":{\"code\":\"aucun_dossier\"}}"), "Erreur"},
};

START_TEST(refuse_a_consultation_that_is_none)
{
    guichet_interpose(&g);
    struct terminal *t = parcours_client(&g, 24, 80, "agent.ccas");
    relais_rule(g.relais, "POST /v1/consultations", lies[_i].answer);
    parcours_demande(t, "1000001", "martin");
    terminal_await(t, lies[_i].shown);
    terminal_assert_sane(t);
    terminal_press(t, "Entrée", "[martin");
    relais_rule(g.relais, NULL, NULL);
    terminal_press(t, "Entrée", "▌1 Dossier▐");
    parcours_quitte(t);
    terminal_free(t);
}
END_TEST

static const struct {
    const char *request, *answer;
} bad_logins[] = {
    {"POST /v1/sessions", JSON("201 Created", "{}")},
    {"POST /v1/sessions", JSON("201 Created", "{\"jeton\":7,\"agent\":{\"identifiant\":\"x\"}}")},
    {"POST /v1/sessions", JSON("201 Created", "pas du JSON")},
    {"GET /v1/ecrans", JSON("200 OK", "{}")},
    {"GET /v1/ecrans", JSON("200 OK", "{\"version\":\"1\",\"ecrans\":[7],\"nomenclatures\":{}}")},
    {"GET /v1/ecrans", ""},
};

START_TEST(refuse_a_login_that_is_none)
{
    guichet_interpose(&g);
    relais_rule(g.relais, bad_logins[_i].request, bad_logins[_i].answer);
    struct terminal *t = guichet_client(&g, 24, 80, NULL, NULL);
    parcours_identifie(t, "agent.ccas", MOT_DE_PASSE);
    terminal_await(t, " Erreur ");
    relais_rule(g.relais, NULL, NULL);
    terminal_press(t, "Entrée", "agent.ccas");
    terminal_assert_hides(t, "Consulter un dossier");
    terminal_press(t, "Entrée", "Consulter un dossier"); /* the password was kept */
    parcours_quitte(t);
    terminal_free(t);
}
END_TEST

/* ---- farewell ------------------------------------------------------------------------------- */

START_TEST(end_the_session_at_the_server_when_leaving)
{
    guichet_interpose(&g);
    struct terminal *t = parcours_client(&g, 24, 80, "agent.ccas");
    ck_assert_int_eq(relais_count(g.relais, "DELETE /v1/sessions/courante"), 0);
    parcours_quitte(t);
    ck_assert_int_eq(relais_count(g.relais, "DELETE /v1/sessions/courante"), 1);
    terminal_free(t);
}
END_TEST

#define COUNT(a) ((int)(sizeof(a) / sizeof *(a)))

static void add(TCase *tc)
{
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, escape_gives_up_a_slow_answer);
    tcase_add_test(tc, leave_while_an_answer_is_awaited);
    tcase_add_test(tc, lock_while_an_answer_is_awaited);
    tcase_add_test(tc, resize_while_an_answer_is_awaited);
    tcase_add_test(tc, survive_a_server_killed_and_started_again);
    tcase_add_test(tc, survive_a_server_killed_during_the_answer);
    tcase_add_test(tc, read_on_without_a_server);
    tcase_add_test(tc, time_out_on_a_server_that_says_nothing);
    tcase_add_test(tc, ask_the_password_again_when_the_session_has_ended);
    tcase_add_test(tc, keep_the_dossier_when_the_session_ends_at_a_reveal);
    tcase_add_loop_test(tc, refuse_a_consultation_that_is_none, 0, COUNT(lies));
    tcase_add_loop_test(tc, refuse_a_login_that_is_none, 0, COUNT(bad_logins));
    tcase_add_test(tc, end_the_session_at_the_server_when_leaving);
}

int main(void)
{
    return guichet_main("reseau", add);
}
