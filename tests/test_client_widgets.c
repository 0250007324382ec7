/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fields edited by whole characters, lists, forms; the error card; words wrapped. */
#include <stdlib.h>
#include <string.h>

#include <cdap/base/secret.h>
#include <cdap/base/text.h>
#include <cdap/client/widgets.h>

#include "suite.h"

static struct saisie s;
static struct grid g;

static void setup(void)
{
    ck_assert(secret_init());
    ck_assert(saisie_init(&s, false));
    ck_assert(grid_init(&g, 12, 70));
}

static void teardown(void)
{
    saisie_done(&s);
    grid_done(&g);
}

static void type(const char *text)
{
    for (const char *p = text, *end = text + strlen(text); p < end;)
        saisie_request(&s, &(struct event){.requete = REQ_TEXTE, .cp = text_decode(&p, end)});
}

static void ask(enum requete requete, int times)
{
    while (times-- > 0)
        saisie_request(&s, &(struct event){.requete = requete});
}

static const char *row(int n)
{
    static struct buf text;
    buf_reset(&text);
    grid_put_row(&g, n, &text);
    return buf_text(&text);
}

/* ---- fields ----------------------------------------------------------------------------------- */

START_TEST(refuse_what_is_not_printable)
{
    saisie_request(&s, &(struct event){.requete = REQ_TEXTE, .cp = 0x202E});
    saisie_request(&s, &(struct event){.requete = REQ_TEXTE, .cp = 0x1B});
    saisie_request(&s, &(struct event){.requete = REQ_TEXTE, .cp = '\n'});
    ck_assert_uint_eq(s.len, 0);
}
END_TEST

START_TEST(refuse_more_than_a_field_holds)
{
    for (int i = 0; i < 2000; i++)
        type("é");
    ck_assert_uint_lt(s.len, SAISIE_SIZE);
    ck_assert(text_is_utf8(s.texte, s.len));
    ck_assert_uint_eq(strlen(s.texte), s.len);
}
END_TEST

START_TEST(erase_a_whole_character)
{
    type("aé漢");
    ask(REQ_EFFACER, 1);
    ck_assert_str_eq(s.texte, "aé");
    ask(REQ_EFFACER, 1);
    ck_assert_str_eq(s.texte, "a");
    ask(REQ_EFFACER, 5);
    ck_assert_str_eq(s.texte, "");
}
END_TEST

START_TEST(erase_a_letter_with_its_marks)
{
    type("ne\xCC\x81\xCC\xA7o"); /* e, acute and cedilla as combining marks */
    ask(REQ_GAUCHE, 1);
    ask(REQ_EFFACER, 1);
    ck_assert_str_eq(s.texte, "no");
}
END_TEST

START_TEST(edit_in_the_middle)
{
    type("Lévque");
    ask(REQ_GAUCHE, 3);
    type("ê");
    ck_assert_str_eq(s.texte, "Lévêque");
    ask(REQ_DEBUT, 1);
    ask(REQ_SUPPRIMER, 1);
    type("B");
    ck_assert_str_eq(s.texte, "Bévêque");
    ask(REQ_FIN, 1);
    type("!");
    ck_assert_str_eq(s.texte, "Bévêque!");
    ask(REQ_VIDER, 1);
    ck_assert_str_eq(s.texte, "");
}
END_TEST

START_TEST(emptied_memory_holds_nothing_of_it)
{
    type("secret");
    ask(REQ_EFFACER, 6);
    for (size_t i = 0; i < SAISIE_SIZE; i++)
        ck_assert_int_eq(s.texte[i], 0);
}
END_TEST

START_TEST(a_password_shows_dots)
{
    s.masque = true;
    type("né漢");
    int at = saisie_draw(&s, &g, grid_rect(&g), 0, 0, 10, true);
    ck_assert_str_eq(row(0), "•••");
    ck_assert_int_eq(at, 3);
}
END_TEST

START_TEST(a_long_text_scrolls_with_its_cursor)
{
    type("abcdefghijklmnop");
    int at = saisie_draw(&s, &g, grid_rect(&g), 0, 0, 8, true);
    ck_assert_str_eq(row(0), "jklmnop");
    ck_assert_int_eq(at, 7);
    ask(REQ_DEBUT, 1);
    at = saisie_draw(&s, &g, grid_rect(&g), 1, 0, 8, true);
    ck_assert_str_eq(row(1), "abcdefgh");
    ck_assert_int_eq(at, 0);
}
END_TEST

/* ---- forms ------------------------------------------------------------------------------------ */

static const char *ligne(void *ctx, size_t i)
{
    (void)ctx;
    return i == 0 ? "premier" : i == 1 ? "second" : "autre";
}

static struct formulaire form;

static void make_form(void)
{
    form = (struct formulaire){0};
    formulaire_add(&form, SAISIE_TEXTE, "Nom", "nom")->saisie = &s;
    struct champ_saisie *c = formulaire_add(&form, SAISIE_LISTE, "Motif", "motif");
    c->ligne = ligne;
    c->count = 3;
    c->choisi = SIZE_MAX;
    formulaire_add(&form, SAISIE_BOUTON, "Valider", NULL);
}

static bool press(enum requete requete)
{
    return formulaire_request(&form, &(struct event){.requete = requete});
}

START_TEST(refuse_to_choose_unasked)
{
    make_form();
    press(REQ_CHAMP_SUIVANT);
    press(REQ_CHAMP_SUIVANT);
    ck_assert_uint_eq(form.focus, 2);
    ck_assert_uint_ge(form.champs[1].choisi, form.champs[1].count);
}
END_TEST

START_TEST(enter_goes_on_and_submits_after_the_last_field)
{
    make_form();
    ck_assert(!press(REQ_VALIDER));
    ck_assert(press(REQ_VALIDER)); /* chooses the line that has the focus */
    ck_assert_uint_eq(form.champs[1].choisi, 0);
    ck_assert_uint_eq(form.focus, 2); /* on the button, which Enter presses again */
    ck_assert(press(REQ_VALIDER));
}
END_TEST

START_TEST(arrows_stay_in_a_list_until_its_ends)
{
    make_form();
    press(REQ_BAS);
    press(REQ_BAS);
    press(REQ_BAS);
    ck_assert_uint_eq(form.focus, 1);
    ck_assert_uint_eq(form.champs[1].choisi, 1);
    press(REQ_BAS);
    press(REQ_BAS);
    ck_assert_uint_eq(form.focus, 2);
    press(REQ_HAUT);
    press(REQ_HAUT);
    press(REQ_HAUT);
    press(REQ_HAUT);
    ck_assert_uint_eq(form.focus, 0);
}
END_TEST

START_TEST(what_is_absent_is_not_reached)
{
    make_form();
    form.champs[1].absent = true;
    press(REQ_CHAMP_SUIVANT);
    ck_assert_uint_eq(form.focus, 2);
    press(REQ_CHAMP_SUIVANT);
    ck_assert_uint_eq(form.focus, 0);
}
END_TEST

START_TEST(a_message_takes_the_focus_and_goes_with_typing)
{
    make_form();
    form.focus = 2;
    formulaire_erreur(&form, formulaire_find(&form, "nom"), "Un nom est attendu.");
    formulaire_erreur(&form, formulaire_find(&form, "motif"), "Choisissez.");
    ck_assert_uint_eq(form.focus, 0);
    formulaire_request(&form, &(struct event){.requete = REQ_TEXTE, .cp = 'a'});
    ck_assert_str_eq(form.champs[0].erreur, "");
    ck_assert(formulaire_has_erreur(&form));
}
END_TEST

START_TEST(focus_shows_without_colour)
{
    struct cursor cursor;
    make_form();
    formulaire_draw(&form, &g, grid_rect(&g), &cursor);
    ck_assert_ptr_eq(strstr(row(0), "> Nom"), row(0));
    ck_assert_int_eq(cursor.row, 0);
    form.focus = 1;
    form.champs[1].choisi = 1;
    grid_clear(&g);
    formulaire_draw(&form, &g, grid_rect(&g), &cursor);
    ck_assert_ptr_nonnull(strstr(row(2), "> (•) second"));
    ck_assert_int_eq(cursor.row, 2);
    form.focus = 2;
    grid_clear(&g);
    formulaire_draw(&form, &g, grid_rect(&g), &cursor);
    ck_assert_ptr_nonnull(strstr(row(5), "> [ Valider ]"));
    ck_assert_int_eq(cursor.row, 5);
}
END_TEST

START_TEST(a_form_too_tall_scrolls_to_its_focus)
{
    struct cursor cursor;
    make_form();
    form.focus = 2;
    formulaire_draw(&form, &g, (struct rect){0, 0, 2, 70}, &cursor);
    ck_assert_ptr_nonnull(strstr(row(1), "> [ Valider ]"));
    ck_assert_int_eq(cursor.row, 1);
    ck_assert_str_eq(row(2), "");
}
END_TEST

/* ---- cards ------------------------------------------------------------------------------------ */

START_TEST(refuse_a_body_that_is_not_a_card)
{
    static const char *const bodies[] = {"",
                                         "{}",
                                         "[]",
                                         "<html>",
                                         "{\"erreur\":3}",
                                         "{\"erreur\":{\"quoi\":\"x\"}}",
                                         "{\"erreur\":{\"code\":1}}"};
    struct carte c = {.quoi = "avant"};
    struct err err = {0};
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++)
        ck_assert_msg(!carte_of_answer(&c, &err, span_of(bodies[i])), "%s", bodies[i]);
    ck_assert_str_eq(c.quoi, "avant");
    ck_assert_int_eq(err.code, ERR_NONE);
}
END_TEST

START_TEST(a_card_from_afar_is_made_safe)
{
    struct carte c;
    struct err err = {0};
    ck_assert(carte_of_answer(
        &c, &err,
        SPAN_LIT("{\"erreur\":{\"code\":\"aucun_dossier\",\"quoi\":\"a\\u001b[2Jb\","
                 "\"pourquoi\":\"x\\u202ey\",\"que_faire\":\"z\\nw\","
                 "\"reference\":\"R1\",\"reessayer_dans\":30}}")));
    ck_assert_int_eq(err.code, ERR_AUCUN_DOSSIER);
    ck_assert_uint_eq(err.retry_s, 30);
    ck_assert_ptr_null(strchr(c.quoi, 0x1B));
    ck_assert_ptr_null(strstr(c.pourquoi, "\xE2\x80\xAE"));
    ck_assert_ptr_null(strchr(c.que_faire, '\n'));
    ck_assert_str_eq(c.reference, "R1");
}
END_TEST

START_TEST(a_long_text_is_cut_between_characters)
{
    struct buf body = {0};
    struct carte c;
    struct err err = {0};
    buf_puts(&body, "{\"erreur\":{\"code\":\"champ\",\"quoi\":\"");
    for (int i = 0; i < 300; i++)
        buf_puts(&body, "漢");
    buf_puts(&body, "\"}}");
    ck_assert(carte_of_answer(&c, &err, buf_span(&body)));
    ck_assert(text_is_utf8(c.quoi, strlen(c.quoi)));
    ck_assert_uint_gt(strlen(c.quoi), 100);
    buf_free(&body);
}
END_TEST

START_TEST(a_card_says_four_things)
{
    struct err err = {0};
    struct carte c;
    struct buf text = {0};
    int at_row, at_col;
    err_set(&err, ERR_INTERNE, NULL);
    memcpy(err.reference, "A1B2", 5);
    carte_of_err(&c, &err);
    carte_draw(&c, &g, grid_rect(&g), &at_row, &at_col);
    grid_put_text(&g, &text);
    ck_assert_ptr_nonnull(strstr(buf_text(&text), "Le serveur n’a pas pu répondre."));
    ck_assert_ptr_nonnull(strstr(buf_text(&text), "Pourquoi"));
    ck_assert_ptr_nonnull(strstr(buf_text(&text), "Que faire"));
    ck_assert_ptr_nonnull(strstr(buf_text(&text), "Référence   A1B2"));
    ck_assert_ptr_nonnull(strstr(row(at_row), "> [ Fermer ]"));
    buf_free(&text);
}
END_TEST

START_TEST(words_wrap_and_long_ones_break)
{
    struct rect all = grid_rect(&g);
    ck_assert_int_eq(
        texte_draw(&g, all, 0, 0, 10, 5, STYLE_NORMAL, SPAN_LIT("un deux trois quatre")), 3);
    ck_assert_str_eq(row(0), "un deux");
    ck_assert_str_eq(row(1), "trois");
    ck_assert_int_eq(texte_draw(NULL, all, 0, 0, 4, 9, STYLE_NORMAL, SPAN_LIT("abcdefghij")), 3);
    ck_assert_int_eq(texte_draw(NULL, all, 0, 0, 1, 9, STYLE_NORMAL, SPAN_LIT("漢字")), 2);
}
END_TEST

static void add(TCase *t)
{
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, refuse_what_is_not_printable);
    tcase_add_test(t, refuse_more_than_a_field_holds);
    tcase_add_test(t, refuse_to_choose_unasked);
    tcase_add_test(t, refuse_a_body_that_is_not_a_card);
    tcase_add_test(t, erase_a_whole_character);
    tcase_add_test(t, erase_a_letter_with_its_marks);
    tcase_add_test(t, edit_in_the_middle);
    tcase_add_test(t, emptied_memory_holds_nothing_of_it);
    tcase_add_test(t, a_password_shows_dots);
    tcase_add_test(t, a_long_text_scrolls_with_its_cursor);
    tcase_add_test(t, enter_goes_on_and_submits_after_the_last_field);
    tcase_add_test(t, arrows_stay_in_a_list_until_its_ends);
    tcase_add_test(t, what_is_absent_is_not_reached);
    tcase_add_test(t, a_message_takes_the_focus_and_goes_with_typing);
    tcase_add_test(t, focus_shows_without_colour);
    tcase_add_test(t, a_form_too_tall_scrolls_to_its_focus);
    tcase_add_test(t, a_card_from_afar_is_made_safe);
    tcase_add_test(t, a_long_text_is_cut_between_characters);
    tcase_add_test(t, a_card_says_four_things);
    tcase_add_test(t, words_wrap_and_long_ones_break);
}

int main(void)
{
    return suite_main("client_widgets", add);
}
