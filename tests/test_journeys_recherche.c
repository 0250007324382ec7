/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Journeys of the search: what opens a dossier, what does not, and what of the typing stays. */
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

static struct terminal *client(void)
{
    return parcours_client(&g, 24, 80, "agent.ccas");
}

/* ---- refusals ------------------------------------------------------------------------------- */

static const char *const unfound[][2] = {
    {"1000001", "durant"}, /* a wrong name */
    {"7654321", "martin"}, /* nobody's number */
    {"1000001", "lina"},   /* a child's first name */
    {"1000001", "mart"},   /* half a name */
    {"1000015", "martin"}, /* an opposed family, a wrong name */
};

/* The card, as rows of text. */
static void put_screen(struct terminal *t, struct buf *out)
{
    struct buf all = {0};
    terminal_put_text(t, &all);
    int row = terminal_find_row(t, " Erreur ");
    for (int i = row; i >= 0 && i < row + 12; i++)
        buf_putf(out, "%s\n", terminal_row(t, i));
    buf_free(&all);
}

START_TEST(refuse_unknown_number_like_wrong_name)
{
    struct buf first = {0};
    for (size_t i = 0; i < sizeof unfound / sizeof *unfound; i++) {
        struct buf card = {0};
        struct terminal *t = client();
        parcours_demande(t, unfound[i][0], unfound[i][1]);
        terminal_await(t, AUCUN_DOSSIER);
        put_screen(t, i == 0 ? &first : &card);
        if (i > 0)
            ck_assert_str_eq(buf_text(&card), buf_text(&first));
        terminal_press(t, "Entrée", unfound[i][1]); /* nothing typed is lost */
        terminal_assert_shows(t, unfound[i][0]);
        terminal_assert_hides(t, AUCUN_DOSSIER);
        terminal_free(t);
        buf_free(&card);
    }
    buf_free(&first);
}
END_TEST

START_TEST(tell_an_opposition_to_who_knows_the_family)
{
    struct terminal *t = client();
    parcours_demande(t, "1000015", "silvestre");
    terminal_await(t, "La famille s’oppose à la consultation de son dossier.");
    terminal_assert_shows(t, "Demandez-lui les justificatifs.");
    terminal_free(t);
}
END_TEST

START_TEST(refuse_a_bad_field_beside_it)
{
    struct terminal *t = client();
    parcours_demande(t, "12ab", "martin");
    terminal_await(t, "> Numéro allocataire");
    terminal_assert_shows(t, "[12ab");
    terminal_assert_shows(t, "martin");
    terminal_assert_golden(t, "recherche-numero-refuse-80x24.txt");
    terminal_free(t);
}
END_TEST

START_TEST(ask_for_what_is_missing)
{
    struct terminal *t = client();
    terminal_key(t, "Haut"); /* no field above: the focus stays */
    parcours_demande(t, "", "");
    terminal_await(t, "> Numéro allocataire");
    terminal_assert_shows(t, "Le numéro allocataire est attendu");
    terminal_assert_shows(t, "Le nom du responsable");
    terminal_free(t);
}
END_TEST

START_TEST(demand_what_the_last_motif_and_a_document_need)
{
    struct terminal *t = client();
    terminal_type(t, "1000001\rmartin\r");
    terminal_key(t, "Fin"); /* Autre motif */
    terminal_await(t, "(•) Autre motif");
    terminal_type(t, "\r\r");
    terminal_key(t, "Fin"); /* document signé */
    terminal_await(t, "Référence du document");
    terminal_type(t, "\r\r");
    terminal_await(t, "Ce motif demande une précision.");
    terminal_assert_shows(t, "La référence du document signé est attendue.");
    terminal_type(t, "aide exceptionnelle");
    terminal_type(t, "\r\rbulletin 12\r");
    terminal_await(t, "▌1 Dossier▐");
    terminal_free(t);
}
END_TEST

/* ---- what opens ----------------------------------------------------------------------------- */

static const struct {
    const char *numero, *nom, *montre;
} found[] = {
    {"1000001", "MARTIN", "MARTIN Sophie"},
    {"1000001", "durand", "MARTIN Sophie"},       /* the conjoint's */
    {"100000100000000", "martin", "MARTIN"},      /* the 15 digits of the national flows */
    {"1000005", "d artagnan leveque", "1000005"}, /* no accent, no hyphen, no apostrophe */
    {"1000005", "D’Artagnan-Lévêque", "1000005"},
    {"1000007", "lambert", "FONTAINE"}, /* the birth name */
};

START_TEST(open_with_any_name_of_the_two_persons)
{
    struct terminal *t = client();
    parcours_ouvre(t, found[_i].numero, found[_i].nom);
    terminal_assert_shows(t, found[_i].montre);
    terminal_free(t);
}
END_TEST

START_TEST(come_back_to_what_was_typed)
{
    struct terminal *t = client();
    parcours_ouvre(t, "1000001", "martin");
    terminal_press(t, "Échap", "[1000001");
    terminal_assert_shows(t, "[martin");
    terminal_free(t);
}
END_TEST

START_TEST(start_anew_and_reopen_a_recent_dossier)
{
    struct terminal *t = parcours_client(&g, 30, 80, "agent.ccas");
    terminal_assert_hides(t, "Dossiers récents");
    parcours_ouvre(t, "1000001", "martin");
    terminal_press(t, "n", "Dossiers récents");
    terminal_assert_hides(t, "[1000001");
    terminal_assert_golden(t, "recherche-recents-80x30.txt");
    terminal_press(t, "Maj-Tab", "> ( ) 1000001");
    terminal_press(t, "Bas", "> (•) 1000001");
    terminal_press(t, "Entrée", "[1000001");
    terminal_assert_shows(t, "[martin");
    terminal_free(t);
}
END_TEST

/* The new search must attest again: what was attested for one family is not for the next. */
START_TEST(attest_for_each_family)
{
    struct terminal *t = client();
    parcours_ouvre(t, "1000001", "martin");
    terminal_press(t, "n", "Consulter un dossier");
    ck_assert_int_lt(terminal_find_row(t, "(•) J’atteste"), 0);
    terminal_free(t);
}
END_TEST

START_TEST(edit_a_field)
{
    struct terminal *t = client();
    terminal_type(t, "10000019");
    terminal_key(t, "Arrière");
    terminal_key(t, "Début");
    terminal_key(t, "Suppr");
    terminal_type(t, "1");
    terminal_await(t, "[1000001 ");
    terminal_key(t, "Ctrl-U");
    terminal_await_gone(t, "[1000001");
    terminal_type(t, "É"); /* a letter in the number is shown, then refused */
    terminal_await(t, "[É");
    terminal_key(t, "Tab");
    terminal_type(t, "Zoë Œdème 漢字");
    terminal_await(t, "[Zoë Œdème 漢字");
    terminal_assert_sane(t);
    terminal_free(t);
}
END_TEST

static void add(TCase *tc)
{
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, refuse_unknown_number_like_wrong_name);
    tcase_add_test(tc, tell_an_opposition_to_who_knows_the_family);
    tcase_add_test(tc, refuse_a_bad_field_beside_it);
    tcase_add_test(tc, ask_for_what_is_missing);
    tcase_add_test(tc, demand_what_the_last_motif_and_a_document_need);
    tcase_add_loop_test(tc, open_with_any_name_of_the_two_persons, 0,
                        (int)(sizeof found / sizeof *found));
    tcase_add_test(tc, come_back_to_what_was_typed);
    tcase_add_test(tc, start_anew_and_reopen_a_recent_dossier);
    tcase_add_test(tc, attest_for_each_family);
    tcase_add_test(tc, edit_a_field);
}

int main(void)
{
    return guichet_main("recherche", add);
}
