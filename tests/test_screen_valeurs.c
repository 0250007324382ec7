/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values in French, and the difference between what is outside the profile, what has no value, and
 * zero. */
#include <stdlib.h>
#include <string.h>

#include "ecrans_kit.h"
#include "suite.h"

#define FICHE(champ) "{\"type\":\"fiche\",\"champs\":[{\"libelle\":\"X\"," champ "}]}"
#define NB           "\u00a0"

/* The value drawn for one field, whatever its label. */
static void expect(const char *champ, const char *dossier, const char *want)
{
    struct buf blocs = {0};
    buf_putf(&blocs, FICHE("%s"), champ);
    char *text = essai_texte(buf_text(&blocs), dossier);
    char *end = strrchr(text, '\n');
    if (end)
        *end = '\0';
    ck_assert_msg(strncmp(text, "  X  ", 5) == 0, "%s", text);
    ck_assert_str_eq(text + 5, want);
    free(text);
    buf_free(&blocs);
}

START_TEST(an_absent_field_is_not_drawn_nor_its_label)
{
    char *text = essai_texte("{\"type\":\"fiche\",\"titre\":\"T\",\"champs\":["
                             "{\"libelle\":\"Un\",\"chemin\":\"e.a\"},"
                             "{\"libelle\":\"Deux\",\"chemin\":\"e.b\"}]}",
                             "{\"e\":{\"a\":\"x\"}}");
    ck_assert_ptr_nonnull(strstr(text, "Un"));
    ck_assert_ptr_null(strstr(text, "Deux"));
    free(text);
    text = essai_texte("{\"type\":\"fiche\",\"titre\":\"T\",\"champs\":["
                       "{\"libelle\":\"Un\",\"chemin\":\"e.a\"}]}",
                       "{\"e\":{}}");
    ck_assert_str_eq(text, "  Rien à montrer dans cette rubrique.\n");
    free(text);
}
END_TEST

START_TEST(an_absent_column_is_not_drawn_nor_its_header)
{
    const char *table = "{\"type\":\"table\",\"chemin\":\"e\",\"vide\":\"Aucune ligne.\","
                        "\"colonnes\":[{\"libelle\":\"Un\",\"chemin\":\"a\"},"
                        "{\"libelle\":\"Deux\",\"chemin\":\"b\",\"type\":\"montant\"}]}";
    char *text = essai_texte(table, "{\"e\":[{\"a\":\"x\"},{\"a\":null}]}");
    ck_assert_str_eq(text, "  Un\n  x\n  non renseigné\n");
    free(text);
    text = essai_texte(table, "{\"e\":[{\"a\":\"x\",\"b\":0},{\"a\":\"y\",\"b\":null}]}");
    ck_assert_str_eq(text, "  Un           Deux\n  x          0,00" NB "€\n"
                           "  y   non renseigné\n");
    free(text);
    text = essai_texte(table, "{\"e\":[]}");
    ck_assert_str_eq(text, "  Aucune ligne.\n");
    free(text);
    text = essai_texte(table, "{}");
    ck_assert_str_eq(text, "  Rien à montrer dans cette rubrique.\n");
    free(text);
}
END_TEST

START_TEST(null_zero_and_unknown_are_three_things)
{
    expect("\"chemin\":\"e\",\"type\":\"euros\",\"nul\":\"non connu\"", "{\"e\":null}",
           "non connu");
    expect("\"chemin\":\"e\",\"type\":\"euros\",\"nul\":\"non connu\"", "{\"e\":0}", "0" NB "€");
    expect("\"chemin\":\"e\"", "{\"e\":null}", "non renseigné");
    expect("\"chemin\":\"e\",\"type\":\"code\",\"liste\":\"code\"", "{\"e\":\"Z9\"}", "Z9");
    expect("\"chemin\":\"e\",\"type\":\"code\",\"liste\":\"code\",\"inconnu\":\"Créance locale\"",
           "{\"e\":\"Z9\"}", "Z9 (Créance locale)");
    expect("\"chemin\":\"e\",\"type\":\"code\",\"liste\":\"code\",\"avec_code\":true",
           "{\"e\":\"A\"}", "Premier (A)");
    expect("\"chemin\":\"e\",\"type\":\"booleen\"", "{\"e\":false}", "Non");
    expect("\"chemin\":\"e\",\"type\":\"codes\",\"liste\":\"code\",\"vide\":\"aucune\"",
           "{\"e\":[]}", "Aucune");
}
END_TEST

START_TEST(a_value_of_another_type_is_shown_as_it_came)
{
    expect("\"chemin\":\"e\",\"type\":\"montant\"", "{\"e\":\"douze\"}", "douze");
    expect("\"chemin\":\"e\",\"type\":\"date\"", "{\"e\":\"hier\"}", "hier");
    expect("\"chemin\":\"e\"", "{\"e\":12}", "12");
    expect("\"chemin\":\"e\",\"type\":\"code\",\"liste\":\"code\"", "{\"e\":{}}", "Illisible");
}
END_TEST

START_TEST(amounts_and_figures_in_french)
{
    expect("\"chemin\":\"e\",\"type\":\"montant\"", "{\"e\":123456}", "1" NB "234,56" NB "€");
    expect("\"chemin\":\"e\",\"type\":\"montant\"", "{\"e\":5}", "0,05" NB "€");
    expect("\"chemin\":\"e\",\"type\":\"montant\"", "{\"e\":-5}", "-0,05" NB "€");
    expect("\"chemin\":\"e\",\"type\":\"montant\"", "{\"e\":-120000}", "-1" NB "200,00" NB "€");
    expect("\"chemin\":\"e\",\"type\":\"montant\"", "{\"e\":9999999999}",
           "99" NB "999" NB "999,99" NB "€");
    expect("\"chemin\":\"e\",\"type\":\"entier\"", "{\"e\":1000000}", "1" NB "000" NB "000");
    expect("\"chemin\":\"e\",\"type\":\"parts\"", "{\"e\":25}", "2,5" NB "parts");
    expect("\"chemin\":\"e\",\"type\":\"parts\"", "{\"e\":15}", "1,5" NB "part");
    expect("\"chemin\":\"e\",\"type\":\"parts\"", "{\"e\":20}", "2" NB "parts");
    expect("\"chemin\":\"e\",\"type\":\"annee\"", "{\"e\":2024}", "2024");
}
END_TEST

START_TEST(dates_known_in_part)
{
    expect("\"chemin\":\"e\",\"type\":\"date\"", "{\"e\":\"1987-06-00\"}", "06/1987");
    expect("\"chemin\":\"e\",\"type\":\"date\"", "{\"e\":\"1987-00-00\"}", "1987");
    expect("\"chemin\":\"e\",\"type\":\"date\"", "{\"e\":\"0000-00-00\"}", "inconnue");
    expect("\"chemin\":\"e\",\"type\":\"depuis\"", "{\"e\":\"2026-11\"}", "Depuis novembre 2026");
    expect("\"chemin\":\"e\",\"type\":\"depuis\"", "{\"e\":\"2026-11-03\"}",
           "Depuis le 03/11/2026");
    expect("\"chemin\":\"e\",\"type\":\"le\"", "{\"e\":\"1987-06-00\"}", "En juin 1987");
    expect("\"chemin\":\"e\",\"type\":\"le\"", "{\"e\":\"0000-00-00\"}", "À une date inconnue");
    expect("\"chemin\":\"e\",\"type\":\"mois\"", "{\"e\":\"2026-08\"}", "Août 2026");
}
END_TEST

START_TEST(age_is_told_only_as_far_as_the_date_is_known)
{
    expect("\"chemin\":\"e\",\"type\":\"age\"", "{\"e\":\"2014-11-20\"}", "12" NB "ans");
    expect("\"chemin\":\"e\",\"type\":\"age\"", "{\"e\":\"2014-11-21\"}", "11" NB "ans");
    expect("\"chemin\":\"e\",\"type\":\"age\"", "{\"e\":\"2025-09-09\"}", "14" NB "mois");
    expect("\"chemin\":\"e\",\"type\":\"age\"", "{\"e\":\"2026-11-01\"}", "moins d’un mois");
    expect("\"chemin\":\"e\",\"type\":\"age\"", "{\"e\":\"1987-11-00\"}", "environ 39" NB "ans");
    expect("\"chemin\":\"e\",\"type\":\"age\"", "{\"e\":\"1987-06-00\"}", "39" NB "ans");
    expect("\"chemin\":\"e\",\"type\":\"age\"", "{\"e\":\"1951-00-00\"}", "environ 75" NB "ans");
}
END_TEST

START_TEST(periods_open_closed_and_half_known)
{
    const char *p = "\"chemin\":\"e.d\",\"fin\":\"e.f\",\"type\":\"periode\"";
    expect(p, "{\"e\":{\"d\":\"2026-08\",\"f\":\"2026-10\"}}", "08/2026 – 10/2026");
    expect(p, "{\"e\":{\"d\":\"2026-08\",\"f\":\"2026-08\"}}", "08/2026");
    expect(p, "{\"e\":{\"d\":\"2026-08\",\"f\":null}}", "Depuis 08/2026");
    expect(p, "{\"e\":{\"d\":null,\"f\":\"2026-10-05\"}}", "Jusqu’au 05/10/2026");
    expect(p, "{\"e\":{\"d\":null,\"f\":null}}", "non renseigné");
    expect(p, "{\"e\":{\"d\":\"0000-00-00\",\"f\":null}}", "Depuis une date inconnue");
    expect("\"chemin\":\"e.d\",\"fin\":\"e.f\",\"type\":\"periode\",\"ouverte\":false",
           "{\"e\":{\"d\":\"2026-08\",\"f\":null}}", "08/2026 – non renseigné");
}
END_TEST

START_TEST(parts_join_only_what_is_known)
{
    const char *nom = "\"nul\":\"personne\",\"parties\":[{\"chemin\":\"e.c\",\"type\":\"code\","
                      "\"liste\":\"code\"},{\"chemin\":\"e.n\"},"
                      "{\"chemin\":\"e.d\",\"type\":\"date\",\"avant\":\"(\",\"apres\":\")\"}]";
    expect(nom, "{\"e\":{\"c\":\"A\",\"n\":\"x\",\"d\":\"2020-01-02\"}}", "Premier x (02/01/2020)");
    expect(nom, "{\"e\":{\"c\":null,\"n\":\"x\",\"d\":null}}", "x");
    expect(nom, "{\"e\":{\"n\":\"x\"}}", "x");
    expect(nom, "{\"e\":{\"c\":null,\"n\":null,\"d\":null}}", "personne");
    expect(nom, "{\"e\":null}", "personne");
}
END_TEST

START_TEST(texts_lose_what_could_leave_their_cell)
{
    expect("\"chemin\":\"e\"", "{\"e\":\"a\\u001b[2Jb\\u202ec\"}", "a\uFFFD[2Jb\uFFFDc");
    expect("\"chemin\":\"e\"", "{\"e\":\"ligne\\nautre\"}", "ligne\uFFFDautre");
    expect("\"chemin\":\"e\",\"type\":\"lignes\",\"separateur\":\", \"",
           "{\"e\":[\"1 RUE\",\"VILLE\\t\"]}", "1 RUE, VILLE\uFFFD");
}
END_TEST

static void add(TCase *t)
{
    tcase_add_test(t, an_absent_field_is_not_drawn_nor_its_label);
    tcase_add_test(t, an_absent_column_is_not_drawn_nor_its_header);
    tcase_add_test(t, null_zero_and_unknown_are_three_things);
    tcase_add_test(t, a_value_of_another_type_is_shown_as_it_came);
    tcase_add_test(t, amounts_and_figures_in_french);
    tcase_add_test(t, dates_known_in_part);
    tcase_add_test(t, age_is_told_only_as_far_as_the_date_is_known);
    tcase_add_test(t, periods_open_closed_and_half_known);
    tcase_add_test(t, parts_join_only_what_is_known);
    tcase_add_test(t, texts_lose_what_could_leave_their_cell);
}

int main(void)
{
    return suite_main("valeurs", add);
}
