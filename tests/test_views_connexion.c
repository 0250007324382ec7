/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the login to the search: what is refused, what is kept, what the lock hides. */
#include <string.h>

#include <cdap/proto.h>

#include "poste_kit.h"
#include "suite.h"

static struct kit_poste k;

static void setup(void)
{
    poste_kit_open(&k, 24, 80);
}

static void teardown(void)
{
    poste_kit_close(&k);
}

static void type_login(const char *identifiant, const char *mot_de_passe)
{
    kit_type(&k, identifiant);
    kit_key(&k, TOUCHE_ENTREE);
    kit_type(&k, mot_de_passe);
    kit_keys(&k, TOUCHE_ENTREE, 2);
}

/* ---- the login -------------------------------------------------------------------------------- */

START_TEST(refuse_to_ask_without_a_password)
{
    type_login("agent.essai", "");
    ck_assert(!k.flying);
    ck_assert(kit_shows(&k, "Votre mot de passe est attendu."));
    ck_assert_int_eq(k.cursor.row, 7);
}
END_TEST

START_TEST(a_refused_login_keeps_the_name_and_forgets_the_password)
{
    type_login("agent.essai", "pas le bon mot de passe");
    kit_refuse(&k, PROTO_SESSIONS, ERR_IDENTIFIANTS, NULL);
    ck_assert_str_eq(kit_top(&k), "carte");
    kit_golden(&k, "connexion_refusee_80x24");
    kit_key(&k, TOUCHE_ENTREE);
    ck_assert(kit_shows(&k, "[agent.essai"));
    ck_assert(!kit_shows(&k, "•"));
    ck_assert_str_eq(k.jeton, "");
}
END_TEST

START_TEST(a_lost_server_loses_nothing_typed)
{
    type_login("agent.essai", "un mot de passe assez long");
    kit_refuse(&k, PROTO_SESSIONS, ERR_INJOIGNABLE, NULL);
    kit_key(&k, TOUCHE_ECHAP);
    ck_assert(kit_shows(&k, "[agent.essai"));
    ck_assert(kit_shows(&k, "[••••••••••••••••••••••••••"));
    kit_key(&k, TOUCHE_ENTREE);
    ck_assert(k.flying);
}
END_TEST

START_TEST(refuse_an_answer_without_a_token)
{
    type_login("agent.essai", "un mot de passe assez long");
    kit_answer(&k, PROTO_SESSIONS, "{\"agent\":{\"identifiant\":\"agent.essai\"}}");
    ck_assert_str_eq(kit_top(&k), "carte");
    ck_assert(!k.flying);
    ck_assert_str_eq(k.jeton, "");
}
END_TEST

START_TEST(refuse_an_account_without_a_profile)
{
    type_login("auditeur", "un mot de passe assez long");
    kit_answer(&k, PROTO_SESSIONS,
               "{\"jeton\":\"AAAA\",\"agent\":{\"identifiant\":\"auditeur\"},\"profils\":[]}");
    ck_assert_str_eq(kit_top(&k), "carte");
    ck_assert(kit_shows(&k, "Aucun profil de consultation"));
    ck_assert_str_eq(k.jeton, "");
}
END_TEST

START_TEST(refuse_screens_that_cannot_be_read)
{
    type_login("agent.essai", "un mot de passe assez long");
    kit_answer(&k, PROTO_SESSIONS,
               "{\"jeton\":\"AAAA\",\"agent\":{\"identifiant\":\"agent.essai\"},"
               "\"profils\":[{\"code\":\"T2\",\"libelle\":\"x\",\"motifs\":[]}]}");
    ck_assert_str_eq(k.jeton, "AAAA");
    kit_answer(&k, PROTO_ECRANS, "{\"ecrans\":12}");
    ck_assert_str_eq(kit_top(&k), "carte");
    ck_assert_str_eq(k.jeton, "");
}
END_TEST

START_TEST(the_password_travels_in_the_body_alone)
{
    type_login("agent.essai", "un mot de \"passe\" long");
    ck_assert_str_eq(k.method, "POST");
    ck_assert_str_eq(buf_text(&k.body), "{\"identifiant\":\"agent.essai\","
                                        "\"mot_de_passe\":\"un mot de \\\"passe\\\" long\"}");
}
END_TEST

START_TEST(the_token_reaches_the_transport)
{
    kit_login(&k, "T2");
    ck_assert_uint_eq(strlen(k.jeton), 43);
    ck_assert_str_eq(kit_top(&k), "recherche");
}
END_TEST

START_TEST(several_profiles_are_chosen_among)
{
    kit_login(&k, "T2 TD");
    ck_assert_str_eq(kit_top(&k), "profil");
    kit_golden(&k, "profil_80x24");
    kit_key(&k, TOUCHE_BAS);
    kit_key(&k, TOUCHE_ENTREE);
    ck_assert_str_eq(kit_top(&k), "recherche");
    ck_assert(kit_shows(&k, "agent.essai · TD"));
    kit_key(&k, TOUCHE_ECHAP);
    ck_assert_str_eq(kit_top(&k), "profil");
}
END_TEST

START_TEST(the_login_is_drawn)
{
    kit_golden(&k, "connexion_80x24");
    kit_resize(&k, 43, 132);
    kit_golden(&k, "connexion_132x43");
}
END_TEST

START_TEST(escape_leaves_only_once_confirmed)
{
    kit_key(&k, TOUCHE_ECHAP);
    ck_assert(!app_done(k.poste.app));
    kit_key(&k, TOUCHE_ECHAP);
    ck_assert_str_eq(kit_top(&k), "connexion");
    kit_key(&k, TOUCHE_ECHAP);
    kit_key(&k, TOUCHE_ENTREE);
    ck_assert(app_done(k.poste.app));
}
END_TEST

/* ---- a call in flight ------------------------------------------------------------------------- */

START_TEST(escape_gives_up_the_call_and_keeps_the_form)
{
    type_login("agent.essai", "un mot de passe assez long");
    kit_wait(&k, 1500);
    ck_assert(kit_shows(&k, "Connexion… 1,5 s"));
    ck_assert(kit_shows(&k, "Échap Annuler"));
    ck_assert(!kit_shows(&k, "Valider"));
    kit_key(&k, TOUCHE_ECHAP);
    ck_assert(!k.flying);
    ck_assert_uint_eq(k.cancels, 1);
    ck_assert(kit_shows(&k, "Demande abandonnée"));
    ck_assert(kit_shows(&k, "[agent.essai"));
}
END_TEST

START_TEST(keys_wait_for_the_answer)
{
    type_login("agent.essai", "un mot de passe assez long");
    ck_assert(!app_key_is_due(k.poste.app, 'a'));
    ck_assert(!app_key_is_due(k.poste.app, TOUCHE_ENTREE));
    ck_assert(app_key_is_due(k.poste.app, TOUCHE_ECHAP));
    ck_assert(app_key_is_due(k.poste.app, TOUCHE_F0 + 10));
}
END_TEST

/* ---- the lock --------------------------------------------------------------------------------- */

START_TEST(the_lock_hides_all_and_gives_up_the_token)
{
    kit_login(&k, "TD");
    kit_open_dossier(&k, "1000001");
    ck_assert(kit_shows(&k, "MARTIN"));
    kit_key(&k, TOUCHE_F0 + 12);
    ck_assert_str_eq(kit_top(&k), "verrou");
    ck_assert_str_eq(k.jeton, "");
    ck_assert(!kit_shows(&k, "MARTIN"));
    ck_assert(!kit_shows(&k, "1000001"));
    kit_golden(&k, "verrou_80x24");
}
END_TEST

START_TEST(idleness_locks_once)
{
    kit_login(&k, "T2");
    app_idle(k.poste.app);
    app_idle(k.poste.app);
    ck_assert_str_eq(kit_top(&k), "verrou");
    ck_assert_str_eq(app_top(k.poste.app)->below->ops->nom, "recherche");
    ck_assert(kit_shows(&k, "Personne n’a rien tapé"));
}
END_TEST

START_TEST(nobody_logged_in_nothing_to_lock)
{
    app_idle(k.poste.app);
    kit_key(&k, TOUCHE_F0 + 12);
    ck_assert_str_eq(kit_top(&k), "connexion");
}
END_TEST

static const char reprise[] =
    "{\"jeton\":\"BBBB\",\"agent\":{\"identifiant\":\"%s\"},\"organisme\":{\"nom\":\"O\"},"
    "\"profils\":[{\"code\":\"%s\",\"libelle\":\"x\",\"motifs\":[{\"code\":\"a\",\"libelle\":\"A\"}"
    "]}]}";

static void unlock(const char *identifiant, const char *profil)
{
    struct buf body = {0};
    const char *at = strstr(reprise, "%s"), *then = strstr(at + 2, "%s");
    buf_put(&body, reprise, (size_t)(at - reprise));
    buf_puts(&body, identifiant);
    buf_put(&body, at + 2, (size_t)(then - at - 2));
    buf_puts(&body, profil);
    buf_puts(&body, then + 2);
    kit_type(&k, "un mot de passe assez long");
    kit_keys(&k, TOUCHE_ENTREE, 2);
    kit_answer(&k, PROTO_SESSIONS, buf_text(&body));
    buf_free(&body);
}

START_TEST(the_password_gives_the_screen_back)
{
    kit_login(&k, "TD");
    kit_open_dossier(&k, "1000001");
    kit_key(&k, '4');
    kit_key(&k, TOUCHE_F0 + 12);
    unlock("agent.essai", "TD");
    ck_assert_str_eq(kit_top(&k), "dossier");
    ck_assert(kit_shows(&k, "▌4 Droits▐"));
    ck_assert_str_eq(k.jeton, "BBBB");
}
END_TEST

START_TEST(refuse_to_unlock_for_another_account)
{
    kit_login(&k, "TD");
    kit_key(&k, TOUCHE_F0 + 12);
    unlock("quelqu.un", "TD");
    kit_key(&k, TOUCHE_ENTREE);
    ck_assert_str_eq(kit_top(&k), "verrou");
    ck_assert_str_eq(k.jeton, "");
}
END_TEST

START_TEST(refuse_to_unlock_without_the_profile_in_use)
{
    kit_login(&k, "TD");
    kit_key(&k, TOUCHE_F0 + 12);
    unlock("agent.essai", "T2");
    kit_key(&k, TOUCHE_ENTREE);
    ck_assert_str_eq(kit_top(&k), "verrou");
    ck_assert_str_eq(k.jeton, "");
}
END_TEST

START_TEST(an_ended_session_asks_again_and_keeps_the_work)
{
    kit_login(&k, "T2");
    kit_type(&k, "1000001");
    kit_key(&k, TOUCHE_ENTREE);
    kit_type(&k, "MARTIN");
    kit_keys(&k, TOUCHE_ENTREE, 5);
    kit_refuse(&k, PROTO_CONSULTATIONS, ERR_SESSION, NULL);
    ck_assert_str_eq(kit_top(&k), "verrou");
    ck_assert(kit_shows(&k, "Elle a expiré"));
    unlock("agent.essai", "T2");
    ck_assert_str_eq(kit_top(&k), "recherche");
    ck_assert(kit_shows(&k, "[1000001"));
    ck_assert(kit_shows(&k, "[MARTIN"));
}
END_TEST

START_TEST(quitting_is_asked_while_somebody_is_logged_in)
{
    kit_login(&k, "T2");
    kit_key(&k, TOUCHE_F0 + 10);
    ck_assert_str_eq(kit_top(&k), "question");
    kit_key(&k, TOUCHE_ENTREE); /* « Rester » has the focus */
    ck_assert(!app_done(k.poste.app));
    kit_keys(&k, TOUCHE_F0 + 10, 2);
    ck_assert(app_done(k.poste.app));
}
END_TEST

START_TEST(a_long_organisme_hides_neither_agent_nor_profile)
{
    kit_login(&k, "TD");
    k.poste.session.organisme = "Communauté d’agglomération des villages du plateau, service des "
                                "solidarités et du logement";
    ck_assert_msg(kit_shows(&k, "… · agent.essai · TD"), "%.120s", kit_screen(&k));
    ck_assert(kit_shows(&k, "20/11/2026 14:03"));
}
END_TEST

START_TEST(logging_out_forgets_the_session)
{
    kit_login(&k, "T2");
    kit_open_dossier(&k, "1000001");
    kit_keys(&k, TOUCHE_ECHAP, 2);
    kit_key(&k, TOUCHE_ENTREE);
    ck_assert_str_eq(kit_top(&k), "connexion");
    ck_assert_str_eq(k.jeton, "");
    ck_assert_uint_eq(k.poste.recent_count, 0);
}
END_TEST

START_TEST(a_small_terminal_is_told_and_takes_no_key)
{
    kit_login(&k, "T2");
    kit_resize(&k, 20, 60);
    ck_assert(kit_shows(&k, "Cdap a besoin d’un terminal de 80 colonnes sur 24 lignes"));
    kit_type(&k, "123");
    kit_resize(&k, 24, 80);
    ck_assert(!kit_shows(&k, "[123"));
}
END_TEST

START_TEST(the_help_begins_with_what_works_here)
{
    kit_login(&k, "T2");
    kit_key(&k, TOUCHE_F0 + 1);
    kit_golden(&k, "aide_recherche_80x24");
    kit_key(&k, TOUCHE_FIN);
    ck_assert(kit_shows(&k, "Ailleurs") || kit_shows(&k, "Page suiv."));
    kit_key(&k, TOUCHE_ECHAP);
    ck_assert_str_eq(kit_top(&k), "recherche");
}
END_TEST

static void add(TCase *t)
{
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, refuse_to_ask_without_a_password);
    tcase_add_test(t, a_refused_login_keeps_the_name_and_forgets_the_password);
    tcase_add_test(t, a_lost_server_loses_nothing_typed);
    tcase_add_test(t, refuse_an_answer_without_a_token);
    tcase_add_test(t, refuse_an_account_without_a_profile);
    tcase_add_test(t, refuse_screens_that_cannot_be_read);
    tcase_add_test(t, refuse_to_unlock_for_another_account);
    tcase_add_test(t, refuse_to_unlock_without_the_profile_in_use);
    tcase_add_test(t, the_password_travels_in_the_body_alone);
    tcase_add_test(t, the_token_reaches_the_transport);
    tcase_add_test(t, several_profiles_are_chosen_among);
    tcase_add_test(t, the_login_is_drawn);
    tcase_add_test(t, escape_leaves_only_once_confirmed);
    tcase_add_test(t, escape_gives_up_the_call_and_keeps_the_form);
    tcase_add_test(t, keys_wait_for_the_answer);
    tcase_add_test(t, the_lock_hides_all_and_gives_up_the_token);
    tcase_add_test(t, idleness_locks_once);
    tcase_add_test(t, nobody_logged_in_nothing_to_lock);
    tcase_add_test(t, the_password_gives_the_screen_back);
    tcase_add_test(t, an_ended_session_asks_again_and_keeps_the_work);
    tcase_add_test(t, quitting_is_asked_while_somebody_is_logged_in);
    tcase_add_test(t, a_long_organisme_hides_neither_agent_nor_profile);
    tcase_add_test(t, logging_out_forgets_the_session);
    tcase_add_test(t, a_small_terminal_is_told_and_takes_no_key);
    tcase_add_test(t, the_help_begins_with_what_works_here);
}

int main(void)
{
    return suite_main("views_connexion", add);
}
