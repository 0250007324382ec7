/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of keys: one meaning per key and place, a bar that fits, a manual that follows. */
#include <stdlib.h>
#include <string.h>

#include <cdap/base/file.h>
#include <cdap/base/text.h>
#include <cdap/client/requete.h>

#include "suite.h"

#define FORM  (REQ_SAISIE | REQ_BIT(REQ_VALIDER) | REQ_BIT(REQ_CHAMP_SUIVANT) | REQ_BIT(REQ_AIDE))
#define LECT  (REQ_DEFILEMENT | REQ_BIT(REQ_RUBRIQUE) | REQ_BIT(REQ_NOUVEAU) | REQ_BIT(REQ_AIDE))
#define TOUT  (~(requetes_t)0)
#define COUNT 256

START_TEST(refuse_a_key_that_nothing_accepts)
{
    struct event e;
    ck_assert(!touche_event('n', 0, &e));
    ck_assert_int_eq(e.requete, REQ_AUCUNE);
    ck_assert(!touche_event('n', LECT & ~REQ_BIT(REQ_NOUVEAU), &e));
    ck_assert(!touche_event(TOUCHE_SPECIALES, TOUT, &e));
}
END_TEST

START_TEST(refuse_what_is_not_printable_as_text)
{
    const touche_t bad[] = {0x202E, 0x200B, 0xE0041, 0x9B, 0x2066};
    struct event e;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        ck_assert(!touche_event(bad[i], FORM, &e));
}
END_TEST

START_TEST(a_letter_is_text_where_text_is_typed)
{
    struct event e;
    ck_assert(touche_event('n', FORM, &e));
    ck_assert_int_eq(e.requete, REQ_TEXTE);
    ck_assert_uint_eq(e.cp, 'n');
    ck_assert(touche_event('?', FORM, &e));
    ck_assert_int_eq(e.requete, REQ_TEXTE);
    ck_assert(touche_event('n', LECT, &e));
    ck_assert_int_eq(e.requete, REQ_NOUVEAU);
}
END_TEST

START_TEST(digits_name_tabs_from_zero)
{
    struct event e;
    ck_assert(touche_event('1', LECT, &e));
    ck_assert_int_eq(e.requete, REQ_RUBRIQUE);
    ck_assert_int_eq(e.rang, 0);
    ck_assert(touche_event('0', LECT, &e));
    ck_assert_int_eq(e.rang, 9);
}
END_TEST

START_TEST(no_row_is_there_twice)
{
    const struct raccourci *a, *b;
    for (size_t i = 0; (a = raccourci_at(i)); i++)
        for (size_t j = i + 1; (b = raccourci_at(j)); j++)
            ck_assert_msg(a->touche != b->touche || a->requete != b->requete, "%s", a->aide);
}
END_TEST

START_TEST(each_request_is_named_and_explained)
{
    const struct raccourci *r;
    bool asked[REQ_COUNT] = {false}, said[REQ_COUNT] = {false};
    for (size_t i = 0; (r = raccourci_at(i)); i++) {
        asked[r->requete] = true;
        said[r->requete] = said[r->requete] || (r->nom && r->aide);
        ck_assert_msg(!r->barre || r->nom, "la barre nomme une touche sans nom");
        ck_assert_msg(!r->barre || r->rang > 0, "%s : sans rang", r->barre);
    }
    for (int i = REQ_AIDE; i < REQ_COUNT; i++)
        ck_assert_msg(i == REQ_TEXTE || (asked[i] && said[i]), "demande %d", i);
}
END_TEST

/* ---- the bar ---------------------------------------------------------------------------------- */

struct barre {
    struct buf text;
    int cols;
};

static void each(void *ctx, const char *nom, const char *barre)
{
    struct barre *b = ctx;
    buf_putf(&b->text, "%s %s  ", nom, barre);
    b->cols += (int)(text_width(span_of(nom)) + text_width(span_of(barre))) + 3;
}

START_TEST(the_bar_fits_any_width)
{
    for (int cols = 0; cols < 300; cols++) {
        struct barre b = {0};
        barre_each(TOUT & ~REQ_BIT(REQ_TEXTE), cols, each, &b);
        ck_assert_int_le(b.cols, cols);
        buf_free(&b.text);
    }
}
END_TEST

START_TEST(the_way_out_leaves_a_narrow_bar_last)
{
    struct barre b = {0};
    barre_each(LECT | REQ_BIT(REQ_QUITTER) | REQ_BIT(REQ_RETOUR), 14, each, &b);
    ck_assert_str_eq(buf_text(&b.text), "F10 Quitter  ");
    buf_free(&b.text);
}
END_TEST

START_TEST(the_bar_shows_only_what_works)
{
    struct barre b = {0};
    barre_each(REQ_BIT(REQ_ANNULER) | REQ_BIT(REQ_QUITTER), 80, each, &b);
    ck_assert_str_eq(buf_text(&b.text), "Échap Annuler  F10 Quitter  ");
    buf_free(&b.text);
}
END_TEST

/* ---- the manual ------------------------------------------------------------------------------- */

START_TEST(the_manual_says_the_table)
{
    struct buf man = {0}, keys = {0};
    touches_put_man(&keys);
    ck_assert_ptr_nonnull(strstr(buf_text(&keys), ".TP\n.B F12\n"));
    if (file_read("man/cdap.1", 1 << 20, &man, NULL))
        ck_assert_msg(strstr(buf_text(&man), buf_text(&keys)) != NULL,
                      "man/cdap.1 ne porte pas la table de « cdap --touches »");
    buf_free(&man);
    buf_free(&keys);
}
END_TEST

static void add(TCase *t)
{
    tcase_add_test(t, refuse_a_key_that_nothing_accepts);
    tcase_add_test(t, refuse_what_is_not_printable_as_text);
    tcase_add_test(t, a_letter_is_text_where_text_is_typed);
    tcase_add_test(t, digits_name_tabs_from_zero);
    tcase_add_test(t, no_row_is_there_twice);
    tcase_add_test(t, each_request_is_named_and_explained);
    tcase_add_test(t, the_bar_fits_any_width);
    tcase_add_test(t, the_way_out_leaves_a_narrow_bar_last);
    tcase_add_test(t, the_bar_shows_only_what_works);
    tcase_add_test(t, the_manual_says_the_table);
}

int main(void)
{
    return suite_main("client_keys", add);
}
