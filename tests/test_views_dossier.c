/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The search and the dossier: fields at fault, tabs, scrolling, search, masked values. */
#include <stdlib.h>
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

/* ---- the search ------------------------------------------------------------------------------- */

START_TEST(refuse_what_misses_beside_each_field)
{
    kit_login(&k, "T2");
    kit_keys(&k, TOUCHE_MAJ_TAB, 1); /* the button, round */
    kit_key(&k, TOUCHE_ENTREE);
    ck_assert(!k.flying);
    kit_golden(&k, "recherche_champs_80x24");
}
END_TEST

START_TEST(refuse_a_number_that_is_not_one)
{
    kit_login(&k, "T2");
    kit_type(&k, "12a");
    kit_key(&k, TOUCHE_MAJ_TAB);
    kit_key(&k, TOUCHE_ENTREE);
    ck_assert(!k.flying);
    ck_assert(kit_shows(&k, "[12a"));
    ck_assert_int_eq(k.cursor.row, 4);
}
END_TEST

START_TEST(a_motif_that_wants_words_is_refused_without)
{
    kit_login(&k, "T2");
    kit_type(&k, "1000001");
    kit_key(&k, TOUCHE_TAB);
    kit_type(&k, "MARTIN");
    kit_key(&k, TOUCHE_TAB);
    kit_keys(&k, TOUCHE_BAS, 2); /* « Autre motif » */
    kit_keys(&k, TOUCHE_TAB, 2);
    kit_key(&k, TOUCHE_BAS);
    kit_key(&k, TOUCHE_TAB);
    kit_key(&k, TOUCHE_ENTREE);
    ck_assert(!k.flying);
    ck_assert(kit_shows(&k, "Ce motif demande une précision."));
    kit_type(&k, "Enquête");
    kit_keys(&k, TOUCHE_TAB, 2);
    kit_key(&k, TOUCHE_ENTREE);
    ck_assert(k.flying);
}
END_TEST

START_TEST(a_signed_document_needs_its_reference)
{
    kit_login(&k, "T2");
    kit_type(&k, "1 000 001");
    kit_key(&k, TOUCHE_ENTREE);
    kit_type(&k, "d’Artagnan");
    kit_keys(&k, TOUCHE_ENTREE, 3); /* motif, précision */
    ck_assert(!kit_shows(&k, "Référence du document"));
    kit_keys(&k, TOUCHE_BAS, 2);
    ck_assert(kit_shows(&k, "Référence du document"));
    kit_keys(&k, TOUCHE_TAB, 2);
    kit_key(&k, TOUCHE_ENTREE);
    ck_assert(!k.flying);
    kit_type(&k, "D-12");
    kit_keys(&k, TOUCHE_ENTREE, 2);
    ck_assert_str_eq(buf_text(&k.body),
                     "{\"numero\":\"1000001\",\"nom\":\"d’Artagnan\",\"profil\":\"T2\","
                     "\"motif\":{\"code\":\"aide\"},"
                     "\"base\":{\"type\":\"document_signe\",\"reference\":\"D-12\"}}");
}
END_TEST

static void ask(const char *numero, const char *nom)
{
    kit_type(&k, numero);
    kit_key(&k, TOUCHE_ENTREE);
    kit_type(&k, nom);
    kit_keys(&k, TOUCHE_ENTREE, 5);
}

START_TEST(an_unknown_dossier_keeps_what_was_typed)
{
    kit_login(&k, "T2");
    ask("1000001", "MARTINE");
    kit_refuse(&k, PROTO_CONSULTATIONS, ERR_AUCUN_DOSSIER, NULL);
    kit_golden(&k, "aucun_dossier_80x24");
    kit_key(&k, TOUCHE_ECHAP);
    ck_assert(kit_shows(&k, "[1000001"));
    ck_assert(kit_shows(&k, "[MARTINE"));
    ck_assert_uint_eq(k.poste.recent_count, 0);
}
END_TEST

START_TEST(an_opposed_family_is_said_so)
{
    kit_login(&k, "T2");
    ask("1000015", "SILVESTRE");
    kit_refuse(&k, PROTO_CONSULTATIONS, ERR_OPPOSITION, NULL);
    ck_assert(kit_shows(&k, "La famille s’oppose à la consultation"));
}
END_TEST

START_TEST(a_field_refused_by_the_server_is_told_beside_it)
{
    kit_login(&k, "T2");
    ask("1000001", "MARTIN");
    ck_assert(!kit_shows(&k, "Code de la Caf"));
    kit_refuse(&k, PROTO_CONSULTATIONS, ERR_CHAMP, "caf");
    ck_assert_str_eq(kit_top(&k), "recherche");
    ck_assert(kit_shows(&k, "> Code de la Caf"));
    kit_type(&k, "131");
    kit_keys(&k, TOUCHE_ENTREE, 5);
    ck_assert_ptr_nonnull(strstr(buf_text(&k.body), "\"caf\":\"131\""));
}
END_TEST

START_TEST(refuse_an_answer_that_is_no_dossier)
{
    static const char *const bodies[] = {"", "{}", "{\"dossier\":3,\"consultation\":{\"recu\":1}}",
                                         "{\"dossier\":{\"caf\":\"131\"}}",
                                         "{\"dossier\":{},\"consultation\":{\"recu\":1}}"};
    kit_login(&k, "T2");
    ask("1000001", "MARTIN");
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        kit_answer(&k, PROTO_CONSULTATIONS, bodies[i]);
        ck_assert_str_eq(kit_top(&k), "carte");
        kit_key(&k, TOUCHE_ECHAP);
        kit_key(&k, TOUCHE_ENTREE);
        ck_assert(k.flying);
    }
}
END_TEST

/* ---- the dossier ------------------------------------------------------------------------------ */

START_TEST(tabs_follow_the_answer)
{
    kit_login(&k, "T2");
    kit_open_dossier(&k, "1000001");
    ck_assert_str_eq(kit_top(&k), "dossier");
    ck_assert(
        kit_shows(&k, "▌1 Dossier▐ 2 Famille │ 3 Quotient familial │ 4 Ressources │ 5 Adresse"));
    ck_assert(kit_shows(&k, "20/11/2026 14:03 · reçu 1204"));
    ck_assert(kit_shows(&k, "1000001 · MARTIN Sophie (responsable) · DURAND Karim"));
    ck_assert(kit_shows(&k, "mis à jour le 03/11/2026"));
    kit_key(&k, '5');
    kit_key(&k, '6'); /* there is none */
    ck_assert(kit_shows(&k, "▌5 Adresse▐"));
}
END_TEST

START_TEST(many_tabs_take_two_lines)
{
    kit_login(&k, "TD");
    kit_open_dossier(&k, "1000001");
    kit_key(&k, '9');
    ck_assert(kit_shows(
        &k, " 1 Dossier │ 2 Famille │ 3 Ressources │ 4 Droits │ 5 Paiements │ 6 Logement │\n"
            " 7 Créances │ 8 Adresse ▌9 Courrier▐\n"));
    kit_resize(&k, 43, 132);
    ck_assert(kit_shows(&k, "6 Logement │ 7 Créances │ 8 Adresse ▌9 Courrier▐\n"));
}
END_TEST

START_TEST(long_names_take_two_lines)
{
    kit_login(&k, "T2");
    kit_open_dossier(&k, "1000009");
    ck_assert(kit_shows(&k, " 1000009 · VANDENBROUCKE-DESCHAMPS de LA TOUR-SAINT-HILAIRE\n"
                            " Maximilien-Barthélemy Jean-Népomucène (responsable)"));
    ck_assert(kit_shows(&k, "mis à jour le "));
    ck_assert(kit_shows(&k, "▌1 Dossier▐ 2 Famille"));
}
END_TEST

START_TEST(a_struck_off_dossier_says_so_on_every_tab)
{
    kit_login(&k, "TD");
    kit_open_dossier(&k, "1000010");
    for (touche_t c = '1'; c <= '9'; c++) {
        kit_key(&k, c);
        ck_assert_msg(strstr(kit_screen(&k), "adié") != NULL || kit_shows(&k, "RADIÉ"), "%c",
                      (int)c);
    }
}
END_TEST

START_TEST(tabs_go_round_both_ways)
{
    kit_login(&k, "T2");
    kit_open_dossier(&k, "1000001");
    kit_key(&k, TOUCHE_MAJ_TAB);
    ck_assert(kit_shows(&k, "▌5 Adresse▐"));
    kit_key(&k, TOUCHE_TAB);
    ck_assert(kit_shows(&k, "▌1 Dossier▐"));
    kit_key(&k, TOUCHE_DROITE);
    ck_assert(kit_shows(&k, "▌2 Famille▐"));
    kit_key(&k, TOUCHE_GAUCHE);
    ck_assert(kit_shows(&k, "▌1 Dossier▐"));
}
END_TEST

START_TEST(the_focus_always_shows_and_has_the_cursor)
{
    kit_login(&k, "TD");
    kit_open_dossier(&k, "1000001");
    kit_key(&k, '5');
    const touche_t keys[] = {TOUCHE_BAS,      TOUCHE_PAGE_BAS, TOUCHE_FIN,      TOUCHE_PAGE_HAUT,
                             TOUCHE_PAGE_BAS, TOUCHE_HAUT,     TOUCHE_DEBUT,    TOUCHE_PAGE_HAUT,
                             TOUCHE_PAGE_BAS, TOUCHE_PAGE_BAS, TOUCHE_PAGE_BAS, TOUCHE_HAUT};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        kit_keys(&k, keys[i], 3);
        kit_screen(&k);
        ck_assert_uint_eq(k.grid.cells[k.cursor.row * k.grid.cols].ch, '>');
    }
}
END_TEST

START_TEST(the_end_shows_the_last_line_at_the_bottom)
{
    kit_login(&k, "TD");
    kit_open_dossier(&k, "1000001");
    kit_key(&k, '5');
    kit_key(&k, TOUCHE_FIN);
    kit_screen(&k);
    /* a header that is frozen one line higher up and not here leaves a line free */
    ck_assert_int_ge(k.cursor.row, k.grid.rows - 3);
}
END_TEST

START_TEST(a_tab_is_found_again_where_it_was_left)
{
    kit_login(&k, "TD");
    kit_open_dossier(&k, "1000001");
    kit_key(&k, '4');
    kit_keys(&k, TOUCHE_PAGE_BAS, 2);
    char *before = strdup(kit_screen(&k));
    kit_key(&k, '1');
    kit_key(&k, '4');
    ck_assert_str_eq(kit_screen(&k), before);
    free(before);
}
END_TEST

START_TEST(a_resize_keeps_the_place)
{
    kit_login(&k, "TD");
    kit_open_dossier(&k, "1000001");
    kit_key(&k, '4');
    kit_keys(&k, TOUCHE_PAGE_BAS, 2);
    char *before = strdup(kit_screen(&k));
    kit_resize(&k, 10, 30);
    kit_screen(&k);
    kit_resize(&k, 24, 80);
    ck_assert_str_eq(kit_screen(&k), before);
    free(before);
}
END_TEST

START_TEST(n_opens_a_new_search_and_escape_the_same)
{
    kit_login(&k, "T2");
    kit_open_dossier(&k, "1000001");
    kit_key(&k, TOUCHE_ECHAP);
    ck_assert_str_eq(kit_top(&k), "recherche");
    ck_assert(kit_shows(&k, "[1000001"));
    kit_key(&k, TOUCHE_ENTREE);
    ck_assert(k.flying);
    kit_key(&k, TOUCHE_ECHAP);
    kit_keys(&k, TOUCHE_MAJ_TAB, 1);
    poste_kit_close(&k);
    poste_kit_open(&k, 24, 80);
    kit_login(&k, "T2");
    kit_open_dossier(&k, "1000001");
    kit_key(&k, 'n');
    ck_assert_str_eq(kit_top(&k), "recherche");
    ck_assert(!kit_shows(&k, "[1000001"));
    ck_assert(!kit_shows(&k, "(•) J’ai vérifié"));
    kit_golden(&k, "recherche_recents_80x24");
}
END_TEST

START_TEST(a_recent_dossier_fills_number_and_name)
{
    kit_login(&k, "T2");
    kit_open_dossier(&k, "1000001");
    kit_key(&k, 'n');
    kit_key(&k, TOUCHE_MAJ_TAB);
    kit_key(&k, TOUCHE_BAS);
    kit_key(&k, TOUCHE_ENTREE);
    ck_assert(kit_shows(&k, "[1000001"));
    ck_assert(kit_shows(&k, "[MARTIN"));
}
END_TEST

/* ---- the search in a dossier -------------------------------------------------------------------- */

static void cherche(const char *text)
{
    kit_key(&k, '/');
    kit_type(&k, text);
    kit_key(&k, TOUCHE_ENTREE);
}

START_TEST(what_is_nowhere_is_said_so)
{
    kit_login(&k, "TD");
    kit_open_dossier(&k, "1000001");
    cherche("zzzz");
    ck_assert(kit_shows(&k, "« zzzz » ne se trouve pas dans ce dossier."));
    kit_key(&k, TOUCHE_BAS);
    ck_assert(!kit_shows(&k, "ne se trouve pas"));
}
END_TEST

START_TEST(a_search_goes_through_the_tabs_and_round)
{
    kit_login(&k, "TD");
    kit_open_dossier(&k, "1000001");
    cherche("modele"); /* « 12 RUE DES MODÈLES » */
    ck_assert(kit_shows(&k, "▌8 Adresse▐"));
    int row = k.cursor.row;
    ck_assert_uint_eq(k.grid.cells[row * k.grid.cols].ch, '>');
    kit_key(&k, TOUCHE_F0 + 3);
    ck_assert(kit_shows(&k, "MODÈLES"));
    kit_key(&k, TOUCHE_F0 + 4);
    ck_assert(kit_shows(&k, "MODÈLES"));
}
END_TEST

START_TEST(what_is_found_is_marked)
{
    bool marked = false;
    kit_login(&k, "TD");
    kit_open_dossier(&k, "1000001");
    cherche("iban");
    kit_screen(&k);
    for (int col = 0; col < k.grid.cols; col++)
        marked |= k.grid.cells[k.cursor.row * k.grid.cols + col].style == STYLE_TROUVE;
    ck_assert(marked);
}
END_TEST

START_TEST(escape_leaves_the_search_not_the_dossier)
{
    kit_login(&k, "TD");
    kit_open_dossier(&k, "1000001");
    kit_key(&k, '/');
    kit_type(&k, "n12r");
    ck_assert(kit_shows(&k, "> Chercher dans le dossier : [n12r"));
    kit_key(&k, TOUCHE_ECHAP);
    ck_assert_str_eq(kit_top(&k), "dossier");
    ck_assert(!kit_shows(&k, "Chercher dans le dossier"));
}
END_TEST

/* ---- masked values ------------------------------------------------------------------------------ */

START_TEST(nothing_is_revealed_unasked_nor_unconfirmed)
{
    kit_login(&k, "TD");
    kit_open_dossier(&k, "1000001");
    unsigned calls = k.calls;
    kit_key(&k, 'r'); /* the line has nothing masked */
    ck_assert_str_eq(kit_top(&k), "dossier");
    cherche("iban");
    ck_assert(kit_shows(&k, "r Révéler"));
    kit_key(&k, 'r');
    ck_assert(kit_shows(&k, "Le journal gardera trace de cet acte, à"));
    kit_key(&k, TOUCHE_ENTREE); /* « Laisser masqué » has the focus */
    ck_assert_uint_eq(k.calls, calls);
}
END_TEST

START_TEST(a_value_shows_until_its_tab_is_left)
{
    kit_login(&k, "TD");
    kit_open_dossier(&k, "1000001");
    cherche("iban");
    kit_key(&k, 'r');
    kit_key(&k, TOUCHE_HAUT);
    kit_key(&k, TOUCHE_ENTREE);
    ck_assert_str_eq(buf_text(&k.body), "{\"recu\":1204,\"champ\":\"dossier.banque.iban\"}");
    kit_answer(&k, PROTO_REVELATIONS, "{\"valeur\":\"FR7600000000010004082117721\"}");
    ck_assert(kit_shows(&k, "FR76 0000 0000 0100 0408 2117 721"));
    ck_assert(!kit_shows(&k, "r Révéler"));
    kit_key(&k, '2');
    kit_key(&k, '1');
    ck_assert(!kit_shows(&k, "FR76 0000 0000 0100 0408 2117 721"));
}
END_TEST

START_TEST(a_refused_reveal_shows_a_card_and_stays_masked)
{
    kit_login(&k, "TD");
    kit_open_dossier(&k, "1000001");
    cherche("iban");
    kit_key(&k, 'r');
    kit_key(&k, TOUCHE_HAUT);
    kit_key(&k, TOUCHE_ENTREE);
    kit_refuse(&k, PROTO_REVELATIONS, ERR_NON_HABILITE, NULL);
    ck_assert_str_eq(kit_top(&k), "carte");
    kit_key(&k, TOUCHE_ECHAP);
    ck_assert(kit_shows(&k, "FR••"));
}
END_TEST

START_TEST(a_revealed_value_is_cleaned_as_foreign_text)
{
    kit_login(&k, "TD");
    kit_open_dossier(&k, "1000001");
    cherche("iban");
    kit_key(&k, 'r');
    kit_key(&k, TOUCHE_HAUT);
    kit_key(&k, TOUCHE_ENTREE);
    kit_answer(&k, PROTO_REVELATIONS, "{\"valeur\":\"FR\\u001b[2J\\u202e76\"}");
    ck_assert(kit_shows(&k, "FR\xEF\xBF\xBD[2J\xEF\xBF\xBD"
                            "76"));
}
END_TEST

/* ---- the dispositif ------------------------------------------------------------------------------ */

START_TEST(coexisting_dispositifs_are_chosen_among)
{
    kit_login(&k, "TD");
    kit_open_dossier(&k, "1000029");
    ck_assert(!kit_shows(&k, "c Dispositif"));
    kit_key(&k, '3');
    ck_assert(kit_shows(&k, "c Dispositif"));
    ck_assert(kit_shows(&k, "Affiché : AAH"));
    kit_key(&k, 'c');
    kit_key(&k, TOUCHE_BAS);
    kit_key(&k, TOUCHE_ENTREE);
    ck_assert(kit_shows(&k, "Affiché : RSA"));
}
END_TEST

START_TEST(keys_typed_at_once_need_no_drawing_between)
{
    kit_login(&k, "TD");
    kit_open_dossier(&k, "1000029");
    app_key(k.poste.app, '3');
    app_key(k.poste.app, 'c');
    ck_assert_str_eq(kit_top(&k), "question");
    app_key(k.poste.app, TOUCHE_ECHAP);
    app_key(k.poste.app, '4');
    app_key(k.poste.app, TOUCHE_FIN);
    app_key(k.poste.app, TOUCHE_HAUT);
    kit_screen(&k);
    ck_assert_int_gt(k.cursor.row, 15);
}
END_TEST

static void add(TCase *t)
{
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, refuse_what_misses_beside_each_field);
    tcase_add_test(t, refuse_a_number_that_is_not_one);
    tcase_add_test(t, refuse_an_answer_that_is_no_dossier);
    tcase_add_test(t, a_motif_that_wants_words_is_refused_without);
    tcase_add_test(t, a_signed_document_needs_its_reference);
    tcase_add_test(t, an_unknown_dossier_keeps_what_was_typed);
    tcase_add_test(t, an_opposed_family_is_said_so);
    tcase_add_test(t, a_field_refused_by_the_server_is_told_beside_it);
    tcase_add_test(t, tabs_follow_the_answer);
    tcase_add_test(t, long_names_take_two_lines);
    tcase_add_test(t, many_tabs_take_two_lines);
    tcase_add_test(t, a_struck_off_dossier_says_so_on_every_tab);
    tcase_add_test(t, tabs_go_round_both_ways);
    tcase_add_test(t, the_focus_always_shows_and_has_the_cursor);
    tcase_add_test(t, the_end_shows_the_last_line_at_the_bottom);
    tcase_add_test(t, a_tab_is_found_again_where_it_was_left);
    tcase_add_test(t, a_resize_keeps_the_place);
    tcase_add_test(t, n_opens_a_new_search_and_escape_the_same);
    tcase_add_test(t, a_recent_dossier_fills_number_and_name);
    tcase_add_test(t, what_is_nowhere_is_said_so);
    tcase_add_test(t, a_search_goes_through_the_tabs_and_round);
    tcase_add_test(t, what_is_found_is_marked);
    tcase_add_test(t, escape_leaves_the_search_not_the_dossier);
    tcase_add_test(t, nothing_is_revealed_unasked_nor_unconfirmed);
    tcase_add_test(t, a_value_shows_until_its_tab_is_left);
    tcase_add_test(t, a_refused_reveal_shows_a_card_and_stays_masked);
    tcase_add_test(t, a_revealed_value_is_cleaned_as_foreign_text);
    tcase_add_test(t, coexisting_dispositifs_are_chosen_among);
    tcase_add_test(t, keys_typed_at_once_need_no_drawing_between);
}

int main(void)
{
    return suite_main("views_dossier", add);
}
