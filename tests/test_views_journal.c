/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The auditor's screens: what is shown, asked, refused, and what stays when an answer does not come. */
#include <stdio.h>
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

#define NOTE                                                                                       \
    "cdap.essai/"                                                                                  \
    "journal-2026\\n1204\\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\\n\\n\xE2\x80\x94 "        \
    "cdap.essai "                                                                                  \
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=" \
    "\\n"

static void login(const char *role)
{
    char body[400];

    kit_type(&k, "auditeur");
    kit_key(&k, TOUCHE_ENTREE);
    kit_type(&k, "un mot de passe assez long");
    kit_keys(&k, TOUCHE_ENTREE, 2);
    snprintf(body, sizeof body,
             "{\"jeton\":\"AAAA\",\"agent\":{\"identifiant\":\"auditeur\",\"role\":\"%s\"},"
             "\"organisme\":{\"siret\":\"13002526500013\",\"nom\":\"CCAS de Villeneuve\"},"
             "\"profils\":[]}",
             role);
    kit_answer(&k, PROTO_SESSIONS, body);
}

/* ---- pages --------------------------------------------------------------------------------------- */

static void put_entry(struct buf *out, int64_t seq, const char *acte, const char *issue,
                      const char *detail, const char *alertes)
{
    if (out->data[out->len - 1] != '[')
        buf_putc(out, ',');
    buf_putf(out,
             "{\"entree\":{\"seq\":%lld,\"temps\":\"2026-11-20T06:%02d:09Z\",\"acte\":\"%s\","
             "\"issue\":\"%s\",\"agent\":\"agent.ccas\",\"role\":\"agent\","
             "\"organisme\":\"13002526500013\",\"profil\":\"T2\",\"motif\":\"cantine\","
             "\"dossier\":\"00\",\"detail\":\"11\"},\"detail\":%s,"
             "\"motif_libelle\":\"Tarification de la restauration scolaire\",\"alertes\":[%s]}",
             (long long)seq, (int)(seq % 60), acte, issue, detail, alertes);
}

static const char refuse[] =
    "{\"profil_demande\":\"T2\",\"numero\":\"1000001\",\"base\":\"non_opposition\","
    "\"erreur\":\"aucun_dossier\",\"cause\":\"nom_different\"}";

/* Entries `haut` down to `bas`; the second one refused, with alerts, the third one erased. */
static void give_page(int64_t haut, int64_t bas, const char *suite)
{
    struct buf body = {0};

    buf_puts(&body, "{\"entrees\":[");
    for (int64_t seq = haut; seq >= bas; seq--)
        if (seq == haut - 1)
            put_entry(&body, seq, "consultation", "refuse", refuse, "\"volume\",\"refus\"");
        else if (seq == haut - 2)
            put_entry(&body, seq, "export", "fait", "null", "\"horaires\"");
        else
            put_entry(&body, seq, "consultation", "fait", "{\"numero\":\"1000001\"}", "");
    buf_putf(&body, "],\"suite\":%s}", suite);
    kit_answer(&k, PROTO_JOURNAL_RECHERCHES, buf_text(&body));
    buf_free(&body);
}

static void give_point(void)
{
    kit_answer(&k, PROTO_JOURNAL_POINT, "{\"annee\":2026,\"taille\":1204,\"point\":\"" NOTE "\"}");
}

static void open_journal(int64_t haut, int64_t bas, const char *suite)
{
    login("auditeur");
    give_page(haut, bas, suite);
    give_point();
    ck_assert_str_eq(kit_top(&k), "journal");
}

/* ---- who may ------------------------------------------------------------------------------------- */

START_TEST(refuse_the_journal_to_other_roles)
{
    login("administrateur");
    ck_assert_str_eq(kit_top(&k), "carte");
    ck_assert(!k.flying);
    ck_assert_str_eq(k.jeton, "");
}
END_TEST

START_TEST(a_refused_first_page_leaves_an_empty_journal_to_ask_again)
{
    login("auditeur");
    kit_refuse(&k, PROTO_JOURNAL_RECHERCHES, ERR_INJOIGNABLE, NULL);
    ck_assert_str_eq(kit_top(&k), "carte");
    kit_key(&k, TOUCHE_ECHAP);
    ck_assert_str_eq(kit_top(&k), "journal");
    kit_key(&k, TOUCHE_ENTREE); /* nothing to open */
    ck_assert_str_eq(kit_top(&k), "journal");
    kit_key(&k, TOUCHE_F0 + 5);
    give_page(3, 1, "null");
    give_point();
    ck_assert(kit_shows(&k, "Entrée 1 sur 3"));
}
END_TEST

START_TEST(refuse_a_page_that_cannot_be_read_and_keep_the_one_before)
{
    static const char *const bad[] = {
        "[]", "{\"entrees\":{}}", "{\"entrees\":[{}]}", "{\"entrees\":[{\"entree\":{\"seq\":-1}}]}",
        "{\"entrees\":[{\"entree\":{\"seq\":1}},{\"entree\":{\"seq\":2}}],\"suite\":null}"};

    open_journal(3, 1, "null");
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        kit_key(&k, TOUCHE_F0 + 5);
        kit_answer(&k, PROTO_JOURNAL_RECHERCHES, bad[i]);
        ck_assert_str_eq(kit_top(&k), "carte");
        kit_key(&k, TOUCHE_ECHAP);
        ck_assert(kit_shows(&k, "Entrée 1 sur 3"));
    }
}
END_TEST

START_TEST(a_journal_without_checkpoint_is_read_all_the_same)
{
    login("auditeur");
    give_page(3, 1, "null");
    kit_refuse(&k, PROTO_JOURNAL_POINT, ERR_OCCUPE, NULL);
    ck_assert_str_eq(kit_top(&k), "journal");
    ck_assert(kit_shows(&k, "Aucun point de contrôle"));
    kit_key(&k, 'p');
    ck_assert_str_eq(kit_top(&k), "journal");
}
END_TEST

/* ---- the list ------------------------------------------------------------------------------------ */

START_TEST(the_journal_is_drawn_with_its_alerts_in_words)
{
    open_journal(30, 1, "null");
    kit_golden(&k, "journal_80x24");
    kit_resize(&k, 43, 132);
    kit_golden(&k, "journal_132x43");
}
END_TEST

START_TEST(no_body_names_anything_until_something_is_looked_for)
{
    login("auditeur");
    ck_assert_str_eq(k.method, "POST");
    ck_assert_str_eq(buf_text(&k.body), "{}");
}
END_TEST

START_TEST(the_end_of_a_page_asks_for_the_next_once)
{
    open_journal(100, 51, "51");
    kit_key(&k, TOUCHE_FIN);
    ck_assert(!k.flying); /* first the last one that is here */
    ck_assert(kit_shows(&k, "Entrée 50 sur 50"));
    kit_key(&k, TOUCHE_BAS);
    ck_assert(k.flying);
    ck_assert_str_eq(buf_text(&k.body), "{\"avant\":51}");
    kit_wait(&k, 1200);
    ck_assert(kit_shows(&k, "Lecture du journal… 1,2 s"));
    give_page(50, 41, "null");
    ck_assert(kit_shows(&k, "Entrée 51 sur 60"));
    kit_key(&k, TOUCHE_FIN);
    kit_key(&k, TOUCHE_BAS);
    ck_assert(!k.flying);
    ck_assert(kit_shows(&k, "Entrée 60 sur 60, la dernière comprise"));
}
END_TEST

START_TEST(a_lost_next_page_loses_nothing)
{
    open_journal(100, 51, "51");
    kit_key(&k, TOUCHE_FIN);
    kit_key(&k, TOUCHE_PAGE_BAS);
    kit_refuse(&k, PROTO_JOURNAL_RECHERCHES, ERR_DELAI, NULL);
    kit_key(&k, TOUCHE_ECHAP);
    ck_assert(kit_shows(&k, "Entrée 50 sur 50"));
    kit_key(&k, TOUCHE_BAS);
    ck_assert_str_eq(buf_text(&k.body), "{\"avant\":51}");
}
END_TEST

/* ---- the sheet ----------------------------------------------------------------------------------- */

START_TEST(a_refusal_tells_its_true_cause)
{
    open_journal(30, 1, "null");
    kit_key(&k, TOUCHE_BAS);
    kit_key(&k, TOUCHE_ENTREE);
    ck_assert_str_eq(kit_top(&k), "journal_fiche");
    kit_golden(&k, "journal_fiche_80x24");
    kit_key(&k, TOUCHE_FIN);
    ck_assert(kit_shows(&k, "Empreinte du détail"));
    kit_key(&k, TOUCHE_ECHAP);
    ck_assert(kit_shows(&k, "Entrée 2 sur 30"));
}
END_TEST

START_TEST(an_erased_detail_is_said_to_be)
{
    open_journal(30, 1, "null");
    kit_keys(&k, TOUCHE_BAS, 2);
    kit_key(&k, TOUCHE_ENTREE);
    ck_assert(kit_shows(&k, "effacé à la fin de sa durée"));
    ck_assert(!kit_shows(&k, "1000001"));
    ck_assert(kit_shows(&k, "après 20 h"));
}
END_TEST

START_TEST(the_checkpoint_is_shown_whole)
{
    open_journal(3, 1, "null");
    ck_assert(kit_shows(&k, "1204 entrées, clé cdap.essai"));
    kit_key(&k, 'p');
    kit_golden(&k, "journal_point_80x24");
    kit_key(&k, TOUCHE_ECHAP);
    ck_assert_str_eq(kit_top(&k), "journal");
}
END_TEST

/* ---- looking for --------------------------------------------------------------------------------- */

START_TEST(refuse_dates_and_numbers_that_are_not)
{
    open_journal(3, 1, "null");
    kit_key(&k, 'f');
    kit_type(&k, "12ab");
    kit_keys(&k, TOUCHE_TAB, 2);
    kit_type(&k, "31/02/2026");
    kit_key(&k, TOUCHE_TAB);
    kit_type(&k, "2026");
    kit_keys(&k, TOUCHE_TAB, 3);
    kit_key(&k, TOUCHE_ENTREE);
    ck_assert(!k.flying);
    ck_assert_str_eq(kit_top(&k), "journal_filtre");
    ck_assert(kit_shows(&k, "attendu : 1 à 7"));
    ck_assert(kit_shows(&k, "Une date JJ/MM/AAAA est attendue."));
    kit_key(&k, TOUCHE_ECHAP);
    ck_assert_str_eq(kit_top(&k), "journal");
    ck_assert(kit_shows(&k, "tous les actes"));
}
END_TEST

START_TEST(every_filter_goes_in_the_body)
{
    open_journal(3, 1, "null");
    kit_key(&k, '/');
    kit_golden(&k, "journal_filtre_80x24");
    kit_type(&k, "1000001");
    kit_key(&k, TOUCHE_TAB);
    kit_type(&k, "agent.ccas");
    kit_key(&k, TOUCHE_TAB);
    kit_type(&k, "01/11/2026");
    kit_key(&k, TOUCHE_TAB);
    kit_type(&k, "20/11/2026");
    kit_key(&k, TOUCHE_TAB);
    kit_keys(&k, TOUCHE_BAS, 3); /* consultation */
    kit_key(&k, TOUCHE_TAB);
    kit_keys(&k, TOUCHE_BAS, 2); /* refused */
    kit_keys(&k, TOUCHE_TAB, 1);
    kit_key(&k, TOUCHE_ENTREE);
    ck_assert_str_eq(k.path, PROTO_JOURNAL_RECHERCHES);
    ck_assert_str_eq(buf_text(&k.body),
                     "{\"agent\":\"agent.ccas\",\"acte\":\"consultation\",\"issue\":\"refuse\","
                     "\"debut\":\"2026-11-01\",\"fin\":\"2026-11-20\",\"numero\":\"1000001\"}");
    give_page(2, 2, "null");
    ck_assert_str_eq(kit_top(&k), "journal");
    ck_assert(kit_shows(&k, "Qui a consulté le dossier 1000001"));
    ck_assert(kit_shows(&k, "consultation · refusé"));
    kit_key(&k, TOUCHE_ECHAP); /* the whole journal again */
    ck_assert_str_eq(buf_text(&k.body), "{}");
}
END_TEST

START_TEST(the_caf_is_asked_for_when_the_server_needs_it)
{
    open_journal(3, 1, "null");
    kit_key(&k, 'd');
    ck_assert(!kit_shows(&k, "Code de la Caf"));
    kit_type(&k, "1000001");
    kit_key(&k, TOUCHE_ENTREE);
    kit_refuse(&k, PROTO_JOURNAL_RECHERCHES, ERR_CHAMP, "caf");
    ck_assert(kit_shows(&k, "> Code de la Caf"));
    ck_assert(kit_shows(&k, "[1000001"));
    kit_type(&k, "131");
    kit_key(&k, TOUCHE_ENTREE);
    ck_assert_str_eq(buf_text(&k.body), "{\"caf\":\"131\",\"numero\":\"1000001\"}");
    give_page(9, 8, "null");
    ck_assert(kit_shows(&k, "Entrée 1 sur 2"));
}
END_TEST

START_TEST(a_dossier_nobody_consulted_is_said_so)
{
    open_journal(3, 1, "null");
    kit_key(&k, 'd');
    kit_type(&k, "1000001");
    kit_key(&k, TOUCHE_ENTREE);
    kit_answer(&k, PROTO_JOURNAL_RECHERCHES, "{\"entrees\":[],\"suite\":null}");
    ck_assert(kit_shows(&k, "Rien dans le journal ne répond à cette recherche."));
}
END_TEST

/* ---- the session --------------------------------------------------------------------------------- */

START_TEST(the_lock_hides_the_journal_and_gives_it_back)
{
    open_journal(3, 1, "null");
    kit_key(&k, TOUCHE_F0 + 12);
    ck_assert_str_eq(kit_top(&k), "verrou");
    ck_assert(!kit_shows(&k, "agent.ccas"));
    kit_type(&k, "un mot de passe assez long");
    kit_keys(&k, TOUCHE_ENTREE, 2);
    kit_answer(&k, PROTO_SESSIONS,
               "{\"jeton\":\"BBBB\",\"agent\":{\"identifiant\":\"auditeur\",\"role\":\"auditeur\"},"
               "\"organisme\":{\"nom\":\"O\"},\"profils\":[]}");
    ck_assert_str_eq(kit_top(&k), "journal");
    ck_assert(kit_shows(&k, "agent.ccas"));
}
END_TEST

START_TEST(refuse_to_unlock_the_journal_for_who_is_no_longer_auditeur)
{
    open_journal(3, 1, "null");
    kit_key(&k, TOUCHE_F0 + 12);
    kit_type(&k, "un mot de passe assez long");
    kit_keys(&k, TOUCHE_ENTREE, 2);
    kit_answer(&k, PROTO_SESSIONS,
               "{\"jeton\":\"BBBB\",\"agent\":{\"identifiant\":\"auditeur\",\"role\":\"agent\"},"
               "\"organisme\":{\"nom\":\"O\"},\"profils\":[]}");
    kit_key(&k, TOUCHE_ENTREE);
    ck_assert_str_eq(kit_top(&k), "verrou");
    ck_assert_str_eq(k.jeton, "");
}
END_TEST

START_TEST(escape_logs_out_once_confirmed)
{
    open_journal(3, 1, "null");
    kit_key(&k, TOUCHE_ECHAP);
    ck_assert_str_eq(kit_top(&k), "question");
    kit_key(&k, TOUCHE_ENTREE);
    ck_assert_str_eq(kit_top(&k), "connexion");
    ck_assert_str_eq(k.jeton, "");
}
END_TEST

static void add(TCase *t)
{
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, refuse_the_journal_to_other_roles);
    tcase_add_test(t, a_refused_first_page_leaves_an_empty_journal_to_ask_again);
    tcase_add_test(t, refuse_a_page_that_cannot_be_read_and_keep_the_one_before);
    tcase_add_test(t, refuse_dates_and_numbers_that_are_not);
    tcase_add_test(t, refuse_to_unlock_the_journal_for_who_is_no_longer_auditeur);
    tcase_add_test(t, a_journal_without_checkpoint_is_read_all_the_same);
    tcase_add_test(t, the_journal_is_drawn_with_its_alerts_in_words);
    tcase_add_test(t, no_body_names_anything_until_something_is_looked_for);
    tcase_add_test(t, the_end_of_a_page_asks_for_the_next_once);
    tcase_add_test(t, a_lost_next_page_loses_nothing);
    tcase_add_test(t, a_refusal_tells_its_true_cause);
    tcase_add_test(t, an_erased_detail_is_said_to_be);
    tcase_add_test(t, the_checkpoint_is_shown_whole);
    tcase_add_test(t, every_filter_goes_in_the_body);
    tcase_add_test(t, the_caf_is_asked_for_when_the_server_needs_it);
    tcase_add_test(t, a_dossier_nobody_consulted_is_said_so);
    tcase_add_test(t, the_lock_hides_the_journal_and_gives_it_back);
    tcase_add_test(t, escape_logs_out_once_confirmed);
}

int main(void)
{
    return suite_main("views_journal", add);
}
