/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Journeys around the login: what is refused, choosing a profile, the lock, leaving. */
#include <signal.h>
#include <string.h>
#include <sys/wait.h>

#include "parcours.h"
#include "processus.h"

static struct guichet g;

static void setup(void)
{
    guichet_open(&g);
}

static void teardown(void)
{
    guichet_close(&g);
}

/* ---- refusals ------------------------------------------------------------------------------- */

static const char *const wrong[][2] = {
    {"agent.ccas", "un mauvais mot de passe"},
    {"personne.inconnue", MOT_DE_PASSE},
};

START_TEST(refuse_wrong_password_and_unknown_account_with_the_same_words)
{
    struct terminal *t = guichet_client(&g, 24, 80, NULL, NULL);
    parcours_identifie(t, wrong[_i][0], wrong[_i][1]);
    terminal_await(t, "Connexion refusée.");
    terminal_assert_shows(t, "L’identifiant ou le mot de passe ne convient pas.");
    terminal_press(t, "Échap", wrong[_i][0]);
    terminal_assert_hides(t, "Connexion refusée.");
    terminal_assert_hides(t, "•"); /* the password is to be typed again */
    ck_assert_int_eq(terminal_find_row(t, "> Mot de passe"), terminal_find_row(t, "Mot de passe"));
    terminal_free(t);
}
END_TEST

START_TEST(let_in_after_a_wrong_password)
{
    struct terminal *t = guichet_client(&g, 24, 80, NULL, NULL);
    parcours_identifie(t, "agent.ccas", "un mauvais mot de passe");
    terminal_await(t, "Connexion refusée.");
    terminal_press(t, "Entrée", "> Mot de passe");
    terminal_type(t, MOT_DE_PASSE "\r");
    terminal_await(t, "Consulter un dossier");
    parcours_quitte(t);
    terminal_free(t);
}
END_TEST

START_TEST(ask_for_what_is_missing)
{
    struct terminal *t = guichet_client(&g, 24, 80, NULL, NULL);
    terminal_await(t, "Identifiant");
    terminal_type(t, "\r\r");
    terminal_await(t, "Votre identifiant est attendu.");
    terminal_assert_shows(t, "Votre mot de passe est attendu.");
    terminal_assert_shows(t, "> Identifiant");
    terminal_free(t);
}
END_TEST

START_TEST(refuse_an_account_without_a_profile)
{
    struct terminal *t = guichet_client(&g, 24, 80, NULL, NULL);
    parcours_identifie(t, "administrateur", MOT_DE_PASSE);
    terminal_await(t, "Cet acte ne vous est pas ouvert.");
    terminal_press(t, "Entrée", "Identifiant");
    terminal_assert_hides(t, "Consulter un dossier");
    terminal_free(t);
}
END_TEST

START_TEST(keep_what_was_typed_while_the_server_is_down)
{
    guichet_stop(&g, SIGTERM);
    struct terminal *t = guichet_client(&g, 24, 80, NULL, NULL);
    parcours_identifie(t, "agent.ccas", MOT_DE_PASSE);
    terminal_await(t, "Le serveur ne répond pas.");
    guichet_serve(&g);
    terminal_press(t, "Entrée", "agent.ccas");
    terminal_press(t, "Entrée", "Consulter un dossier");
    terminal_free(t);
}
END_TEST

START_TEST(never_show_or_tell_the_password)
{
    struct terminal *t = guichet_client(&g, 24, 80, NULL, NULL);
    terminal_await(t, "Identifiant");
    terminal_type(t, "agent.ccas\r" MOT_DE_PASSE);
    terminal_await(t, "••••••••••••••••••••");
    terminal_type(t, "\r");
    terminal_await(t, "Consulter un dossier");
    struct span bytes = terminal_bytes(t);
    ck_assert(!memmem(bytes.ptr, bytes.len, "demonstration", 13));
    ck_assert(!processus_argument_holds(terminal_pid(t), MOT_DE_PASSE));
    terminal_free(t);
}
END_TEST

/* ---- several profiles ----------------------------------------------------------------------- */

START_TEST(choose_a_profile_when_there_are_several)
{
    guichet_habilite(&g, "agent.ccas", "TD");
    struct terminal *t = guichet_client(&g, 24, 80, NULL, NULL);
    parcours_identifie(t, "agent.ccas", MOT_DE_PASSE);
    terminal_await(t, "Sous quel profil consultez-vous ?");
    terminal_assert_golden(t, "profils-80x24.txt");
    terminal_press(t, "Bas", "(•) TD");
    terminal_press(t, "Entrée", "Consulter un dossier");
    terminal_assert_shows(t, "agent.ccas · TD");
    parcours_ouvre(t, "1000001", "martin");
    terminal_assert_shows(t, "9 Courrier");
    terminal_press(t, "Échap", "Consulter un dossier");
    terminal_press(t, "Échap", "Sous quel profil consultez-vous ?");
    terminal_assert_sane(t);
    terminal_free(t);
}
END_TEST

/* ---- the lock ------------------------------------------------------------------------------- */

START_TEST(lock_hides_everything_and_gives_it_back)
{
    struct terminal *t = parcours_dossier(&g, 24, 80, "agent.ccas", "1000001", "martin");
    terminal_press(t, "3", "▌3 Quotient familial▐");
    terminal_press(t, "F12", "Écran verrouillé");
    terminal_assert_hides(t, "MARTIN");
    terminal_assert_hides(t, "1000001");
    terminal_assert_golden(t, "verrou-80x24.txt");
    terminal_type(t, "un mauvais mot de passe\r");
    terminal_await(t, "Connexion refusée.");
    terminal_assert_hides(t, "MARTIN");
    terminal_press(t, "Échap", "> Mot de passe");
    terminal_type(t, MOT_DE_PASSE "\r");
    terminal_await(t, "▌3 Quotient familial▐");
    terminal_assert_shows(t, "MARTIN Sophie");
    terminal_press(t, "4", "▌4 Ressources▐");
    terminal_free(t);
}
END_TEST

START_TEST(lock_by_itself_when_nobody_types)
{
    const char *const options[] = {"--verrou", "1", NULL};
    struct terminal *t = guichet_client(&g, 24, 80, options, NULL);
    parcours_connexion(t, "agent.ccas");
    terminal_type(t, "1000");
    terminal_await(t, "Écran verrouillé");
    terminal_assert_shows(t, "Personne n’a rien tapé depuis un moment.");
    terminal_type(t, MOT_DE_PASSE "\r");
    terminal_await(t, "[1000");
    terminal_free(t);
}
END_TEST

START_TEST(lock_never_opens_help_or_another_screen)
{
    struct terminal *t = parcours_dossier(&g, 24, 80, "agent.ccas", "1000001", "martin");
    terminal_press(t, "F12", "Écran verrouillé");
    terminal_press(t, "F1", "Aide : les touches");
    terminal_assert_hides(t, "MARTIN");
    terminal_press(t, "Échap", "Écran verrouillé");
    terminal_press(t, "Échap", "[ Se déconnecter ]");
    terminal_assert_hides(t, "MARTIN");
    terminal_press(t, "Haut", "> [ Se déconnecter ]");
    terminal_press(t, "Entrée", "[ Se connecter ]");
    terminal_assert_hides(t, "MARTIN");
    terminal_free(t);
}
END_TEST

/* Recent dossiers are of the session only. */
START_TEST(forget_the_former_agent_s_dossiers)
{
    struct terminal *t = parcours_dossier(&g, 30, 80, "agent.ccas", "1000001", "martin");
    terminal_press(t, "n", "Dossiers récents");
    terminal_press(t, "Échap", "> [ Se déconnecter ]");
    terminal_press(t, "Entrée", "> Mot de passe");
    terminal_assert_hides(t, "1000001");
    terminal_press(t, "Maj-Tab", "> Identifiant");
    terminal_key(t, "Ctrl-U");
    terminal_await_gone(t, "agent.ccas");
    parcours_connexion(t, "agent.fsl");
    terminal_assert_hides(t, "Dossiers récents");
    terminal_assert_hides(t, "1000001");
    terminal_free(t);
}
END_TEST

/* ---- leaving -------------------------------------------------------------------------------- */

START_TEST(ask_before_leaving_an_open_session)
{
    struct terminal *t = parcours_dossier(&g, 24, 80, "agent.ccas", "1000001", "martin");
    terminal_press(t, "F10", "> [ Rester ]");
    terminal_press(t, "Entrée", "▌1 Dossier▐");
    terminal_assert_hides(t, "[ Quitter ]");
    terminal_press(t, "Ctrl-C", "> [ Rester ]");
    terminal_press(t, "Échap", "▌1 Dossier▐");
    parcours_quitte(t);
    terminal_free(t);
}
END_TEST

START_TEST(leave_at_once_before_the_login)
{
    struct terminal *t = guichet_client(&g, 24, 80, NULL, NULL);
    terminal_await(t, "Identifiant");
    terminal_key(t, "F10");
    int status = terminal_await_end(t);
    ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    terminal_assert_restored(t);
    terminal_free(t);
}
END_TEST

static void add(TCase *tc)
{
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_loop_test(tc, refuse_wrong_password_and_unknown_account_with_the_same_words, 0, 2);
    tcase_add_test(tc, let_in_after_a_wrong_password);
    tcase_add_test(tc, ask_for_what_is_missing);
    tcase_add_test(tc, refuse_an_account_without_a_profile);
    tcase_add_test(tc, keep_what_was_typed_while_the_server_is_down);
    tcase_add_test(tc, never_show_or_tell_the_password);
    tcase_add_test(tc, choose_a_profile_when_there_are_several);
    tcase_add_test(tc, lock_hides_everything_and_gives_it_back);
    tcase_add_test(tc, lock_by_itself_when_nobody_types);
    tcase_add_test(tc, lock_never_opens_help_or_another_screen);
    tcase_add_test(tc, forget_the_former_agent_s_dossiers);
    tcase_add_test(tc, ask_before_leaving_an_open_session);
    tcase_add_test(tc, leave_at_once_before_the_login);
}

int main(void)
{
    return guichet_main("connexion", add);
}
