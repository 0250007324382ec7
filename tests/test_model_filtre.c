/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The filter at the edges: windows to the month, dates partly unknown, masks and what reveals them.
 * (What it keeps over thousands of dossiers is test_model_canari.c.) */
#include <stdio.h>
#include <string.h>

#include <cdap/base/json.h>
#include <cdap/base/secret.h>
#include <cdap/model/bande.h>
#include <cdap/model/filtre.h>

#include "dossier_gen.h"
#include "suite.h"

#define MINIMUM "\"caf\":\"131\",\"numero\":\"1000001\",\"allocataire\":{\"nom\":\"MARTIN\"}"
#define NIR     "185017800000197"

static struct dictionnaire *d;
static struct profil *t2, *td;
static struct vue vue;
static struct buf bande, out;
static const struct date NOVEMBRE = {2026, 11, 20}, JANVIER = {2026, 1, 1};

static void setup(void)
{
    d = dictionnaire_de_test();
    t2 = profil_de_test(d, "T2.json");
    td = profil_de_test(d, "TD.json");
}

static void teardown(void)
{
    profil_free(t2);
    profil_free(td);
    dictionnaire_free(d);
    buf_free(&bande);
    buf_free(&out);
}

/* The answer to a document of one member more than the minimum. */
static const char *answer(const struct profil *p, struct date today, const char *member)
{
    struct buf json = {0};
    struct identite id;
    struct err err = {0};
    struct encodeur *e = encodeur_new(d);
    buf_putf(&json, "{" MINIMUM ",%s}", member);
    ck_assert_msg(bande_encode(e, buf_span(&json), &bande, &id, &err), "%s: %s", err.champ,
                  err.detail);
    profil_vue(p, today, &vue);
    buf_reset(&out);
    ck_assert(filtre_run(&vue, buf_span(&bande), &out));
    buf_free(&json);
    encodeur_free(e);
    return buf_text(&out);
}

static void assert_row(const struct profil *p, struct date today, bool kept, const char *member,
                       const char *mark)
{
    const char *text = answer(p, today, member);
    ck_assert_msg((strstr(text, mark) != NULL) == kept, "%s %s: %s", member,
                  kept ? "is missing" : "should be out", text);
}

static void assert_droit(struct date today, bool kept, const char *mois)
{
    char member[96];
    snprintf(member, sizeof member, "\"droits\":[{\"mois\":\"%s\",\"nature\":\"ZZZ\"}]", mois);
    assert_row(td, today, kept, member, "ZZZ");
}

START_TEST(a_window_of_24_months_ends_with_the_month_of_the_consultation)
{
    assert_droit(NOVEMBRE, false, "2024-11");
    assert_droit(NOVEMBRE, true, "2024-12");
    assert_droit(NOVEMBRE, true, "2026-11");
    assert_droit(NOVEMBRE, false, "2026-12");
    assert_droit(JANVIER, false, "2024-01");
    assert_droit(JANVIER, true, "2024-02");
    assert_droit(JANVIER, true, "2026-01");
}
END_TEST

static void assert_courrier(struct date today, bool kept, const char *recu)
{
    char member[96];
    snprintf(member, sizeof member, "\"courrier\":[{\"type\":\"ZZZ\",\"recu\":%s}]", recu);
    assert_row(td, today, kept, member, "ZZZ");
}

START_TEST(a_row_dated_by_a_day_counts_by_its_month)
{
    assert_courrier(NOVEMBRE, false, "\"2026-09-30\"");
    assert_courrier(NOVEMBRE, true, "\"2026-10-01\"");
    assert_courrier(NOVEMBRE, true, "\"2026-10-00\"");
    assert_courrier(NOVEMBRE, true, "\"2026-11-30\"");
    assert_courrier(JANVIER, true, "\"2025-12-31\"");
    assert_courrier(JANVIER, false, "\"2025-11-30\"");
}
END_TEST

START_TEST(refuse_rows_whose_month_is_unknown)
{
    assert_courrier(NOVEMBRE, false, "\"2026-00-00\"");
    assert_courrier(NOVEMBRE, false, "\"0000-00-00\"");
    assert_courrier(NOVEMBRE, false, "null");
    assert_row(td, NOVEMBRE, false, "\"courrier\":[{\"type\":\"ZZZ\"}]", "ZZZ");
}
END_TEST

static void assert_mesure(bool kept, const char *debut, const char *fin)
{
    char member[160];
    snprintf(member, sizeof member,
             "\"dossier\":{\"mesures\":[{\"nature\":\"ZZZ\",\"debut\":%s,\"fin\":%s}]}", debut,
             fin);
    assert_row(td, NOVEMBRE, kept, member, "ZZZ");
}

START_TEST(a_period_is_in_as_soon_as_one_of_its_months_is)
{
    assert_mesure(true, "\"2010-01-01\"", "null");
    assert_mesure(true, "\"2010-01-01\"", "\"2026-06-01\"");
    assert_mesure(false, "\"2010-01-01\"", "\"2026-05-31\"");
    assert_mesure(true, "\"2026-11-30\"", "null");
    assert_mesure(true, "\"2026-08-01\"", "\"2030-01-01\"");
    assert_mesure(false, "\"2026-12-01\"", "null");
}
END_TEST

START_TEST(refuse_periods_that_nobody_can_place)
{
    assert_mesure(false, "null", "null");
    assert_mesure(false, "null", "\"2026-10-01\"");
    assert_mesure(false, "\"2026-00-00\"", "null");
    assert_mesure(false, "\"0000-00-00\"", "\"2026-10-01\"");
    assert_mesure(false, "\"2026-10-01\"", "\"2026-07-01\"");
    /* an end given without its month is certain for the first month only */
    assert_mesure(false, "\"2010-01-01\"", "\"2026-00-00\"");
    assert_mesure(true, "\"2026-07-01\"", "\"2026-00-00\"");
}
END_TEST

START_TEST(t2_sees_the_resources_of_year_n_minus_2_only)
{
    const char *text =
        answer(t2, NOVEMBRE,
               "\"ressources\":{\"retenues\":[{\"annee\":2025,\"montant_centimes\":1},"
               "{\"annee\":2024,\"montant_centimes\":2},{\"annee\":2023,\"montant_centimes\":3},"
               "{\"montant_centimes\":4}]}");
    ck_assert_ptr_nonnull(
        strstr(text, "\"ressources\":{\"retenues\":[{\"annee\":2024,\"montant_centimes\":2}]}"));
    text = answer(t2, JANVIER, "\"ressources\":{\"retenues\":[]}");
    ck_assert_ptr_nonnull(strstr(text, "\"ressources\":{\"retenues\":[]}"));
}
END_TEST

START_TEST(the_last_three_years_known_are_those_present)
{
    const char *text =
        answer(td, NOVEMBRE,
               "\"ressources\":{\"annuelles\":[{\"annee\":2019,\"nature\":\"A19\"},"
               "{\"annee\":2024,\"nature\":\"A24\"},{\"annee\":2012,\"nature\":\"A12\"},"
               "{\"annee\":2024,\"nature\":\"B24\"},{\"nature\":\"AXX\"},"
               "{\"annee\":2016,\"nature\":\"A16\"}]}");
    static const char *const in[] = {"A19", "A24", "B24", "A16"}, *const outside[] = {"A12", "AXX"};
    for (size_t i = 0; i < 4; i++)
        ck_assert_msg(strstr(text, in[i]) != NULL, "%s", in[i]);
    for (size_t i = 0; i < 2; i++)
        ck_assert_msg(strstr(text, outside[i]) == NULL, "%s", outside[i]);
}
END_TEST

START_TEST(a_quarter_is_of_the_year_of_its_end)
{
    const char *text = answer(td, NOVEMBRE,
                              "\"ressources\":{\"trimestrielles\":["
                              "{\"debut\":\"2026-11\",\"nature\":\"OUV\"},"
                              "{\"debut\":\"2025-01\",\"fin\":\"2025-03\",\"nature\":\"A25\"},"
                              "{\"debut\":\"2023-12\",\"fin\":\"2024-02\",\"nature\":\"A24\"},"
                              "{\"debut\":\"2023-09\",\"fin\":\"2023-11\",\"nature\":\"A23\"}]}");
    ck_assert_ptr_nonnull(strstr(text, "OUV"));
    ck_assert_ptr_nonnull(strstr(text, "A25"));
    ck_assert_ptr_nonnull(strstr(text, "A24"));
    ck_assert_ptr_null(strstr(text, "A23"));
}
END_TEST

START_TEST(an_answer_has_the_keys_of_the_profile_and_no_other)
{
    static const char expected[] =
        "{\"caf\":\"131\",\"numero\":\"1000001\",\"mise_a_jour\":null,"
        "\"allocataire\":{\"civilite\":null,\"nom\":\"MARTIN\",\"prenom\":null},"
        "\"conjoint\":null,\"responsable\":null,"
        "\"dossier\":{\"regime\":\"msa\",\"enfants_a_charge_pf\":null},"
        "\"famille\":{\"enfants\":[{\"nom\":\"A\",\"prenom\":null,\"date_naissance\":\"2015-00-"
        "00\","
        "\"aeeh\":true}]},\"quotient_familial\":[],\"ressources\":{\"retenues\":[]},"
        "\"adresse\":null}";
    ck_assert_str_eq(
        answer(t2, NOVEMBRE,
               "\"dossier\":{\"regime\":\"msa\",\"surendettement\":true},\"famille\":{"
               "\"situation\":{\"code\":\"DIV\"},\"enfants\":[{\"nom\":\"A\",\"activite\":\"SCO\","
               "\"date_naissance\":\"2015-00-00\",\"aeeh\":true,\"charge\":[\"pf\"]}]},"
               "\"droits\":[{\"mois\":\"2026-11\"}],\"courrier\":[{\"recu\":\"2026-11-03\"}]"),
        expected);
}
END_TEST

START_TEST(the_answer_is_appended_to_what_is_there)
{
    answer(t2, NOVEMBRE, "\"mise_a_jour\":null");
    size_t len = out.len;
    buf_reset(&out);
    buf_puts(&out, "{\"dossier\":");
    ck_assert(filtre_run(&vue, buf_span(&bande), &out));
    ck_assert_uint_eq(out.len, len + 11);
    ck_assert(strncmp(buf_text(&out), "{\"dossier\":{\"caf\"", 17) == 0);
}
END_TEST

START_TEST(a_full_buffer_gets_nothing)
{
    answer(t2, NOVEMBRE, "\"mise_a_jour\":null");
    struct buf small = {.max = 100};
    buf_puts(&small, "x");
    ck_assert(!filtre_run(&vue, buf_span(&bande), &small));
    ck_assert_uint_eq(small.len, 1);
    buf_free(&small);
}
END_TEST

/* ---- masks ----------------------------------------------------------------------------------- */

static const char masked[] = "\"dossier\":{\"banque\":{\"titulaire\":\"MARTIN Sophie\","
                             "\"iban\":\"FR7630006000011234567890189\",\"bic\":\"AGRIFRPP\"}},"
                             "\"famille\":{\"allocataire\":{\"nir\":\"" NIR "\"},"
                             "\"conjoint\":{\"nir\":null}}";

START_TEST(masked_fields_leave_masked)
{
    const char *text = answer(td, NOVEMBRE, masked);
    ck_assert_ptr_nonnull(strstr(text, "\"nir\":\"1 85 •• •• ••• ••• ••\""));
    ck_assert_ptr_nonnull(strstr(text, "\"iban\":\"FR•• •••• •••• •••• •••• •••• 189\""));
    ck_assert_ptr_nonnull(strstr(text, "\"titulaire\":\"M••• S•••\""));
    ck_assert_ptr_nonnull(strstr(text, "\"bic\":\"AGR•••••\""));
    ck_assert_ptr_null(strstr(text, "178000"));
    ck_assert_ptr_null(strstr(text, "Sophie"));
    ck_assert_ptr_null(strstr(text, "12345"));
}
END_TEST

static bool reveals(const char *champ)
{
    buf_reset(&out);
    bool told = filtre_reveal(d, &vue, buf_span(&bande), span_of(champ), &out);
    ck_assert(told || out.len == 0);
    return told;
}

START_TEST(revealing_gives_one_clear_value)
{
    answer(td, NOVEMBRE, masked);
    ck_assert(reveals("famille.allocataire.nir"));
    ck_assert_str_eq(buf_text(&out), NIR);
    ck_assert(reveals("dossier.banque.iban"));
    ck_assert_str_eq(buf_text(&out), "FR7630006000011234567890189");
}
END_TEST

START_TEST(refuse_to_reveal_what_is_not_kept_not_masked_or_not_there)
{
    answer(td, NOVEMBRE, masked);
    ck_assert(!reveals("famille.conjoint.nir"));
    ck_assert(!reveals("allocataire.nom"));
    ck_assert(!reveals("dossier.banque"));
    ck_assert(!reveals("famille.enfants[].nom"));
    ck_assert(!reveals(""));
    ck_assert(!reveals("nir"));
    answer(t2, NOVEMBRE, masked);
    ck_assert(!reveals("famille.allocataire.nir"));
    ck_assert(!reveals("dossier.banque.iban"));
}
END_TEST

static void add(TCase *t)
{
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, a_window_of_24_months_ends_with_the_month_of_the_consultation);
    tcase_add_test(t, a_row_dated_by_a_day_counts_by_its_month);
    tcase_add_test(t, refuse_rows_whose_month_is_unknown);
    tcase_add_test(t, a_period_is_in_as_soon_as_one_of_its_months_is);
    tcase_add_test(t, refuse_periods_that_nobody_can_place);
    tcase_add_test(t, t2_sees_the_resources_of_year_n_minus_2_only);
    tcase_add_test(t, the_last_three_years_known_are_those_present);
    tcase_add_test(t, a_quarter_is_of_the_year_of_its_end);
    tcase_add_test(t, an_answer_has_the_keys_of_the_profile_and_no_other);
    tcase_add_test(t, the_answer_is_appended_to_what_is_there);
    tcase_add_test(t, a_full_buffer_gets_nothing);
    tcase_add_test(t, masked_fields_leave_masked);
    tcase_add_test(t, revealing_gives_one_clear_value);
    tcase_add_test(t, refuse_to_reveal_what_is_not_kept_not_masked_or_not_there);
}

int main(void)
{
    return secret_init() ? suite_main("model_filtre", add) : 1;
}
