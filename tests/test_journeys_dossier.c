/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Journeys in an open dossier: moving, searching, revealing, choosing, resizing, helping. */
#include <string.h>

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

static struct terminal *open_td(const char *numero, const char *nom)
{
    return parcours_dossier(&g, 24, 80, "agent.fsl", numero, nom);
}

/* Where the agent is, for eyes (a mark), for braille and speech (the hardware cursor). */
static void assert_focus(const struct terminal *t, const char *text)
{
    int row, col;
    terminal_cursor(t, &row, &col);
    ck_assert(terminal_cursor_visible(t));
    const char *line = terminal_row(t, row);
    ck_assert_msg(strstr(line, text) && strchr(line, '>'), "curseur sur « %s »", line);
}

/* ---- moving --------------------------------------------------------------------------------- */

START_TEST(move_between_tabs)
{
    struct terminal *t = open_td("1000027", "giraud");
    terminal_press(t, "Tab", "▌2 Famille▐");
    terminal_press(t, "Droite", "▌3 Ressources▐");
    terminal_press(t, "Gauche", "▌2 Famille▐");
    terminal_press(t, "Maj-Tab", "▌1 Dossier▐");
    terminal_press(t, "Maj-Tab", "▌9 Courrier▐"); /* round */
    terminal_press(t, "Tab", "▌1 Dossier▐");
    terminal_press(t, "5", "▌5 Paiements▐");
    terminal_press(t, "0", "▌5 Paiements▐"); /* no tenth tab here: nothing moves */
    terminal_free(t);
}
END_TEST

START_TEST(move_in_a_long_tab_under_its_header)
{
    struct terminal *t = open_td("1000028", "bourgeois");
    terminal_press(t, "4", "▌4 Droits▐");
    assert_focus(t, "Droits des 24 derniers mois");
    terminal_press(t, "Bas", "Octobre 2026");
    terminal_key(t, "Bas");
    terminal_await_settled(t);
    assert_focus(t, "Octobre 2026");
    terminal_key(t, "PgBas");
    terminal_await_gone(t, "Octobre 2026");
    int header = terminal_find_row(t, "Prestation  ");
    terminal_key(t, "Fin");
    terminal_await(t, "Décembre 2024");
    ck_assert_int_eq(terminal_find_row(t, "Prestation  "), header); /* frozen */
    terminal_key(t, "PgHaut");
    terminal_await_gone(t, "Décembre 2024");
    terminal_press(t, "Début", "Octobre 2026");
    assert_focus(t, "Droits des 24 derniers mois");
    terminal_free(t);
}
END_TEST

/* Down line by line, every line is met once and the focus never leaves the screen. */
START_TEST(meet_every_line_once_going_down)
{
    struct buf before = {0};
    struct terminal *t = open_td("1000027", "giraud");
    terminal_press(t, "7", "▌7 Créances▐");
    for (int lines = 0; lines < 40; lines++) {
        int row, col;
        terminal_cursor(t, &row, &col);
        const char *line = terminal_row(t, row);
        ck_assert_msg(line[0] == '>' || line[0] == '\0', "ligne %d : « %s »", lines, line);
        if (strstr(line, "Total des soldes"))
            break;
        ck_assert_int_lt(lines, 39);
        terminal_key(t, "Bas");
        terminal_await_settled(t);
    }
    terminal_free(t);
    buf_free(&before);
}
END_TEST

/* Each tab keeps its place while the agent looks at another. */
START_TEST(find_a_tab_as_it_was_left)
{
    struct terminal *t = open_td("1000028", "bourgeois");
    terminal_press(t, "4", "▌4 Droits▐");
    terminal_press(t, "Fin", "Décembre 2024");
    terminal_press(t, "1", "▌1 Dossier▐");
    terminal_press(t, "4", "Décembre 2024");
    terminal_free(t);
}
END_TEST

/* ---- searching ------------------------------------------------------------------------------ */

START_TEST(search_goes_through_every_tab)
{
    struct terminal *t = open_td("1000027", "giraud");
    terminal_press(t, "/", "> Chercher dans le dossier : [");
    terminal_type(t, "creance locale\r"); /* no accent needed */
    terminal_await(t, "▌7 Créances▐");
    assert_focus(t, "L7Q (Créance locale)");
    terminal_key(t, "F3");
    terminal_await_settled(t);
    assert_focus(t, "X12 (Créance locale)");
    terminal_key(t, "F4");
    terminal_await_settled(t);
    assert_focus(t, "L7Q (Créance locale)");
    terminal_free(t);
}
END_TEST

START_TEST(search_says_when_nothing_is_found)
{
    struct terminal *t = open_td("1000027", "giraud");
    terminal_press(t, "/", "> Chercher dans le dossier : [");
    terminal_type(t, "zzz\r");
    terminal_await(t, "« zzz » ne se trouve pas dans ce dossier.");
    terminal_assert_shows(t, "▌1 Dossier▐");
    terminal_press(t, "2", "▌2 Famille▐");
    terminal_assert_hides(t, "« zzz »");
    terminal_free(t);
}
END_TEST

START_TEST(search_is_given_up_by_escape)
{
    struct terminal *t = open_td("1000027", "giraud");
    terminal_press(t, "/", "> Chercher dans le dossier : [");
    terminal_type(t, "2");
    terminal_await(t, "[2");
    terminal_key(t, "Échap");
    terminal_await_gone(t, "Chercher dans le dossier");
    terminal_assert_shows(t, "▌1 Dossier▐");
    terminal_free(t);
}
END_TEST

/* ---- masked values -------------------------------------------------------------------------- */

static void focus_on_nir(struct terminal *t)
{
    terminal_press(t, "2", "▌2 Famille▐");
    terminal_press(t, "/", "> Chercher dans le dossier : [");
    terminal_type(t, "NIR\r");
    terminal_await(t, "r Révéler");
    assert_focus(t, "2 84 •• •• ••• ••• ••");
}

START_TEST(reveal_a_nir_after_a_question)
{
    struct terminal *t = open_td("1000027", "giraud");
    terminal_assert_hides(t, "r Révéler");
    focus_on_nir(t);
    terminal_press(t, "r", "> [ Laisser masqué ]");
    terminal_press(t, "Entrée", "2 84 •• •• ••• ••• ••"); /* the default keeps it masked */
    terminal_press(t, "r", "> [ Laisser masqué ]");
    terminal_press(t, "Haut", "> [ Montrer en clair ]");
    terminal_key(t, "Entrée");
    terminal_await_gone(t, "••• ••• ••");
    terminal_assert_shows(t, "2 84 08 13 000 501 07");
    terminal_press(t, "1", "▌1 Dossier▐");
    terminal_press(t, "2", "2 84 •• •• ••• ••• ••"); /* masked again */
    terminal_free(t);
}
END_TEST

START_TEST(lock_takes_a_revealed_value_away_from_sight)
{
    struct terminal *t = open_td("1000027", "giraud");
    focus_on_nir(t);
    terminal_press(t, "r", "> [ Laisser masqué ]");
    terminal_press(t, "Haut", "> [ Montrer en clair ]");
    terminal_key(t, "Entrée");
    terminal_await_gone(t, "••• ••• ••");
    terminal_press(t, "F12", "Écran verrouillé");
    terminal_assert_hides(t, "NIR");
    terminal_free(t);
}
END_TEST

/* ---- the quarters of several schemes -------------------------------------------------------- */

START_TEST(choose_among_schemes_that_coexist)
{
    struct terminal *t = open_td("1000029", "arnaud");
    terminal_press(t, "3", "c Dispositif");
    terminal_assert_shows(t, "AAH, trimestre");
    terminal_assert_hides(t, "RSA, trimestre");
    terminal_press(t, "c", "> [ AAH ]");
    terminal_assert_golden(t, "dispositif-80x24.txt");
    terminal_key(t, "Bas");
    terminal_press(t, "Entrée", "RSA, trimestre");
    terminal_assert_hides(t, "AAH, trimestre");
    terminal_free(t);
}
END_TEST

/* ---- help ----------------------------------------------------------------------------------- */

START_TEST(help_tells_the_keys_and_gives_the_screen_back)
{
    struct terminal *t = open_td("1000027", "giraud");
    terminal_press(t, "F1", "Aide : les touches");
    terminal_assert_golden(t, "aide-dossier-80x24.txt");
    terminal_press(t, "PgBas", "Ailleurs");
    terminal_press(t, "Échap", "▌1 Dossier▐");
    terminal_press(t, "?", "Aide : les touches");
    terminal_press(t, "Échap", "▌1 Dossier▐");
    terminal_free(t);
}
END_TEST

/* ---- size ----------------------------------------------------------------------------------- */

START_TEST(resize_keeps_the_dossier_and_the_place)
{
    struct buf before = {0}, after = {0};
    struct terminal *t = open_td("1000027", "giraud");
    terminal_press(t, "5", "▌5 Paiements▐");
    terminal_put_text(t, &before);
    terminal_resize(t, 20, 60);
    terminal_await(t, "Cdap a besoin");
    terminal_assert_hides(t, "GIRAUD");
    terminal_resize(t, 3, 10);
    terminal_await(t, "Cdap");
    terminal_resize(t, 1, 1);
    terminal_await_settled(t);
    terminal_resize(t, 43, 132);
    terminal_await(t, "Récupération"); /* a column that only a large screen has */
    terminal_resize(t, 24, 80);
    terminal_await(t, "▌5 Paiements▐");
    terminal_put_text(t, &after);
    ck_assert_str_eq(buf_text(&after), buf_text(&before));
    terminal_assert_sane(t);
    parcours_quitte(t);
    terminal_free(t);
    buf_free(&before);
    buf_free(&after);
}
END_TEST

START_TEST(resize_in_the_middle_of_typing)
{
    struct terminal *t = parcours_client(&g, 24, 80, "agent.ccas");
    terminal_type(t, "1000001\rmar");
    terminal_await(t, "[mar");
    terminal_resize(t, 10, 40);
    terminal_await(t, "Cdap a besoin");
    terminal_resize(t, 50, 200);
    terminal_await(t, "[mar");
    terminal_type(t, "tin\r\r\r\r");
    terminal_await(t, "▌1 Dossier▐");
    terminal_free(t);
}
END_TEST

/* A window dragged: many sizes at once, the last one wins. */
START_TEST(survive_a_storm_of_sizes)
{
    struct terminal *t = open_td("1000028", "bourgeois");
    terminal_press(t, "4", "▌4 Droits▐");
    for (int i = 0; i < 200; i++)
        terminal_resize(t, 10 + i % 60, 40 + i * 7 % 160);
    terminal_resize(t, 24, 80);
    terminal_await(t, "▌4 Droits▐");
    terminal_press(t, "Fin", "Décembre 2024");
    terminal_assert_sane(t);
    terminal_free(t);
}
END_TEST

/* ---- haste ---------------------------------------------------------------------------------- */

/* Everything typed at once, before any answer: nothing is lost, nothing blocks. */
START_TEST(take_keys_typed_ahead)
{
    struct terminal *t = open_td("1000027", "giraud");
    terminal_type(t, "2345678912345678999999992");
    terminal_await(t, "▌2 Famille▐");
    terminal_free(t);
}
END_TEST

static void add(TCase *tc)
{
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, move_between_tabs);
    tcase_add_test(tc, move_in_a_long_tab_under_its_header);
    tcase_add_test(tc, meet_every_line_once_going_down);
    tcase_add_test(tc, find_a_tab_as_it_was_left);
    tcase_add_test(tc, search_goes_through_every_tab);
    tcase_add_test(tc, search_says_when_nothing_is_found);
    tcase_add_test(tc, search_is_given_up_by_escape);
    tcase_add_test(tc, reveal_a_nir_after_a_question);
    tcase_add_test(tc, lock_takes_a_revealed_value_away_from_sight);
    tcase_add_test(tc, choose_among_schemes_that_coexist);
    tcase_add_test(tc, help_tells_the_keys_and_gives_the_screen_back);
    tcase_add_test(tc, resize_keeps_the_dossier_and_the_place);
    tcase_add_test(tc, resize_in_the_middle_of_typing);
    tcase_add_test(tc, survive_a_storm_of_sizes);
    tcase_add_test(tc, take_keys_typed_ahead);
}

int main(void)
{
    return guichet_main("dossier", add);
}
