/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What finds a dossier, and how sensitive values look before they are revealed. */
#include <string.h>

#include <cdap/base/secret.h>
#include <cdap/model/masque.h>
#include <cdap/model/recherche.h>

#include "suite.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))

START_TEST(refuse_numbers_that_would_have_to_be_guessed)
{
    static const char *const bad[] = {"",           " ",    "12345678",         "123A",
                                      "-1",         "1.5",  "1234567 12345678", "123456700000001",
                                      "1234567000", "١٢٣",  "12345670000000",   "1234567000000000",
                                      "1000001;",   "0x10", "1000001\n"};
    for (size_t i = 0; i < COUNT(bad); i++) {
        uint32_t numero = 0;
        struct err err = {0};
        ck_assert_msg(!numero_parse(span_of(bad[i]), &numero, &err), "accepted « %s »", bad[i]);
        ck_assert_int_eq(err.code, ERR_CHAMP);
        ck_assert_str_eq(err.champ, "numero");
    }
}
END_TEST

START_TEST(numbers_are_read_as_people_write_them)
{
    static const struct {
        const char *text;
        uint32_t numero;
    } good[] = {{"1000001", 1000001},
                {"42", 42},
                {"0000042", 42},
                {" 1 000 001 ", 1000001},
                {"1\u00A0000\u202F001", 1000001},
                {"100000100000000", 1000001},
                {"0000042 00000000", 42}};
    for (size_t i = 0; i < COUNT(good); i++) {
        uint32_t numero = 0;
        ck_assert_msg(numero_parse(span_of(good[i].text), &numero, NULL), "« %s »", good[i].text);
        ck_assert_uint_eq(numero, good[i].numero);
    }
}
END_TEST

START_TEST(a_caf_has_three_digits)
{
    unsigned caf = 0;
    struct err err = {0};
    ck_assert(caf_parse(span_of("131"), &caf, &err));
    ck_assert_uint_eq(caf, 131);
    ck_assert(caf_parse(span_of("011"), &caf, &err));
    ck_assert_uint_eq(caf, 11);
    ck_assert(!caf_parse(span_of("13"), &caf, &err));
    ck_assert(!caf_parse(span_of("1310"), &caf, &err));
    ck_assert(!caf_parse(span_of("1 3"), &caf, &err));
    ck_assert(!caf_parse(span_of("13A"), &caf, &err));
    ck_assert_str_eq(err.champ, "caf");
}
END_TEST

START_TEST(the_same_number_in_two_cafs_is_two_dossiers)
{
    ck_assert(dossier_cle(131, 1000001) != dossier_cle(751, 1000001));
    ck_assert(dossier_cle(131, 9999999) < dossier_cle(132, 0));
}
END_TEST

static bool same_name(const char *a, const char *b)
{
    unsigned char x[NOM_CLE_SIZE], y[NOM_CLE_SIZE];
    ck_assert_msg(nom_cle(span_of(a), x) && nom_cle(span_of(b), y), "%s / %s", a, b);
    return memcmp(x, y, sizeof x) == 0;
}

START_TEST(names_are_compared_as_the_rule_folds_them)
{
    static const char *const same[][2] = {{"Lefèvre", "LEFEVRE"},
                                          {"LE FEVRE", "Lefevre"},
                                          {"d’Alembert", "D'ALEMBERT"},
                                          {"DALEMBERT", "d’Alembert"},
                                          {"Saint-Exupéry", "saint exupery"},
                                          {"Lœwenstein", "LOEWENSTEIN"},
                                          {"Æsop", "aesop"},
                                          {"Groß", "GROSS"},
                                          {"de La Tour", "DE LA TOUR"},
                                          {"de La Tour", "DELATOUR"},
                                          {"Nuñez", "NUNEZ"},
                                          {"E\u0301mile", "Émile"},
                                          {"  Martin ", "martin"}};
    for (size_t i = 0; i < COUNT(same); i++)
        ck_assert_msg(same_name(same[i][0], same[i][1]), "%s / %s", same[i][0], same[i][1]);
}
END_TEST

START_TEST(refuse_names_that_only_look_alike)
{
    static const char *const other[][2] = {
        {"MARTIN", "MARTI"},   {"MARTIN", "MARTINS"}, {"MARTIN", "MART*"},        {"MARTIN", "M%"},
        {"LE FEVRE", "FEVRE"}, {"DURAND", "DURANT"},  {"MARTIN", "MARTIN DURAND"}};
    unsigned char key[NOM_CLE_SIZE];
    for (size_t i = 0; i < COUNT(other); i++)
        ck_assert_msg(!same_name(other[i][0], other[i][1]), "%s / %s", other[i][0], other[i][1]);
    ck_assert(!nom_cle(span_of(""), key));
    ck_assert(!nom_cle(span_of(" - ’ "), key));
}
END_TEST

START_TEST(an_empty_name_opens_nothing)
{
    unsigned char noms[NOMS_MAX][NOM_CLE_SIZE] = {{0}}, nom[NOM_CLE_SIZE] = {0};
    ck_assert(!identite_has_nom(noms, nom));
    ck_assert(nom_cle(span_of("MARTIN"), noms[3]));
    ck_assert(!identite_has_nom(noms, nom));
    ck_assert(nom_cle(span_of("martin"), nom));
    ck_assert(identite_has_nom(noms, nom));
}
END_TEST

START_TEST(masks_show_no_more_than_the_rule)
{
    static const struct {
        enum masque masque;
        const char *clear, *shown;
    } cases[] = {
        {MASQUE_NIR, "185017800000197", "1 85 •• •• ••• ••• ••"},
        {MASQUE_NIR, "1 85 01 78 000 001 97", "1 85 •• •• ••• ••• ••"},
        {MASQUE_NIR, "285012A00000197", "2 85 •• •• ••• ••• ••"},
        {MASQUE_NIR, "1850178000001", "1 85 •• •• ••• •••"},
        {MASQUE_NIR, "18501780000019", "••••••••"},
        {MASQUE_NIR, "inconnu", "••••••••"},
        {MASQUE_NIR, "", "••••••••"},
        {MASQUE_IBAN, "FR7630006000011234567890189", "FR•• •••• •••• •••• •••• •••• 189"},
        {MASQUE_IBAN, "FR76 3000 6000 0112 3456 7890 189", "FR•• •••• •••• •••• •••• •••• 189"},
        {MASQUE_IBAN, "7630006000011234567890189", "••••••••"},
        {MASQUE_IBAN, "FR76", "••••••••"},
        {MASQUE_BIC, "AGRIFRPP", "AGR•••••"},
        {MASQUE_BIC, "AGRIFRPP882", "AGR••••••••"},
        {MASQUE_BIC, "AGRI", "••••••••"},
        {MASQUE_TITULAIRE, "MARTIN Sophie", "M••• S•••"},
        {MASQUE_TITULAIRE, "Élodie d’Arc", "É••• d••• A•••"},
        {MASQUE_TITULAIRE, " ", "••••••••"},
        {MASQUE_AUCUN, "MARTIN", "••••••••"}};
    struct buf out = {0};
    for (size_t i = 0; i < COUNT(cases); i++) {
        buf_reset(&out);
        masque_put(&out, cases[i].masque, span_of(cases[i].clear));
        ck_assert_str_eq(buf_text(&out), cases[i].shown);
    }
    buf_free(&out);
}
END_TEST

static void add(TCase *t)
{
    tcase_add_test(t, refuse_numbers_that_would_have_to_be_guessed);
    tcase_add_test(t, numbers_are_read_as_people_write_them);
    tcase_add_test(t, a_caf_has_three_digits);
    tcase_add_test(t, the_same_number_in_two_cafs_is_two_dossiers);
    tcase_add_test(t, names_are_compared_as_the_rule_folds_them);
    tcase_add_test(t, refuse_names_that_only_look_alike);
    tcase_add_test(t, an_empty_name_opens_nothing);
    tcase_add_test(t, masks_show_no_more_than_the_rule);
}

int main(void)
{
    return secret_init() ? suite_main("model_recherche", add) : 1;
}
