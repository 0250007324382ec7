/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A tab laid out: what is drawn of it, its frozen header, its search, its choices, its masks; and
 * what hostile or huge dossiers make of it. */
#include <stdlib.h>
#include <string.h>

#include <cdap/base/text.h>

#include "ecrans_kit.h"
#include "hostile.h"
#include "suite.h"

#define TABLE                                                                             \
    "{\"type\":\"table\",\"titre\":\"T\",\"chemin\":\"e\",\"vide\":\"Rien.\","            \
    "\"tri\":{\"chemin\":\"m\"},\"groupe\":{\"chemin\":\"m\",\"type\":\"mois\"},"         \
    "\"hors_total\":{\"chemin\":\"s\",\"parmi\":[true]},\"colonnes\":["                   \
    "{\"libelle\":\"Nature\",\"chemin\":\"n\",\"priorite\":1},"                           \
    "{\"libelle\":\"Montant\",\"chemin\":\"v\",\"type\":\"montant\",\"sous_total\":true," \
    "\"total\":true,\"priorite\":1},"                                                     \
    "{\"libelle\":\"Remarque\",\"chemin\":\"r\",\"priorite\":2}]}"

#define LIGNES                                                                   \
    "{\"e\":[{\"m\":\"2026-09\",\"n\":\"A\",\"v\":100,\"s\":false,\"r\":\"x\"}," \
    "{\"m\":\"2026-10\",\"n\":\"B\",\"v\":250,\"s\":false,\"r\":\"y\"},"         \
    "{\"m\":\"2026-10\",\"n\":\"C\",\"v\":999,\"s\":true,\"r\":\"Éléonore\"}]}"

static struct ecrans *es;
static struct json *dossier;
static struct planche *p;
static struct grid g;

static void lay(const char *blocs, const char *json, int largeur, const char *choix)
{
    struct err err = {0};
    es = ecrans_essai(blocs, &err);
    ck_assert_msg(es != NULL, "%s : %s", err.champ, err.detail);
    dossier = json_de(json);
    p = planche_new(
        es, ecrans_at(es, 0), dossier,
        &(struct planche_options){.largeur = largeur, .aujourdhui = jour_d_essai, .choix = choix});
    ck_assert_ptr_nonnull(p);
}

static void teardown(void)
{
    planche_free(p);
    json_free(dossier);
    ecrans_free(es);
    grid_done(&g);
    p = NULL;
    dossier = NULL;
    es = NULL;
}

/* The window of `rows` lines that starts at `premiere`, as text. */
static char *window(int rows, int cols, int premiere, int curseur)
{
    struct buf out = {0};
    grid_done(&g);
    ck_assert(grid_init(&g, rows, cols));
    planche_draw(p, &g, grid_rect(&g), premiere, curseur);
    grid_put_text(&g, &out);
    return out.data;
}

static void expect_window(int rows, int premiere, const char *want)
{
    char *text = window(rows, 50, premiere, -1);
    ck_assert_str_eq(text, want);
    free(text);
}

START_TEST(rows_are_sorted_grouped_and_summed_without_what_is_out_of_total)
{
    lay(TABLE, LIGNES, 50, NULL);
    expect_window(8, 0,
                  "  T ─────────────────────────────────────────────\n"
                  "    Nature  Montant  Remarque\n"
                  "  Octobre 2026 : 2,50\u00a0€\n"
                  "    B        2,50\u00a0€  y\n"
                  "    C        9,99\u00a0€  Éléonore\n"
                  "  Septembre 2026 : 1,00\u00a0€\n"
                  "    A        1,00\u00a0€  x\n"
                  "    Total    3,50\u00a0€\n");
}
END_TEST

START_TEST(header_and_heading_stay_in_sight_below_them)
{
    lay(TABLE, LIGNES, 50, NULL);
    ck_assert_int_eq(planche_hauteur(p), 8);
    ck_assert_int_eq(planche_figees(p, 0), 0);
    ck_assert_int_eq(planche_figees(p, 1), 0);
    ck_assert_int_eq(planche_figees(p, 2), 1); /* the heading itself */
    ck_assert_int_eq(planche_figees(p, 4), 2);
    ck_assert_int_eq(planche_figees(p, 7), 1); /* the total has no heading */
    expect_window(4, 4,
                  "    Nature  Montant  Remarque\n"
                  "  Octobre 2026 : 2,50\u00a0€\n"
                  "    C        9,99\u00a0€  Éléonore\n"
                  "  Septembre 2026 : 1,00\u00a0€\n");
}
END_TEST

START_TEST(only_the_lines_asked_for_are_drawn_in_the_zone)
{
    lay(TABLE, LIGNES, 50, NULL);
    ck_assert(grid_init(&g, 6, 60));
    grid_fill(&g, grid_rect(&g), '#', STYLE_ERREUR);
    planche_draw(p, &g, (struct rect){2, 5, 2, 50}, 3, -1);
    for (int row = 0; row < 6; row++)
        for (int col = 0; col < 60; col++) {
            bool inside = row >= 2 && row < 4 && col >= 5 && col < 55;
            if (!inside)
                ck_assert_uint_eq(grid_cell(&g, row, col)->ch, '#');
            else
                ck_assert_uint_ne(grid_cell(&g, row, col)->style, STYLE_ERREUR);
        }
}
END_TEST

START_TEST(the_focus_is_reverse_and_an_angle_bracket)
{
    lay(TABLE, LIGNES, 50, NULL);
    free(window(8, 50, 0, 3));
    ck_assert_uint_eq(grid_cell(&g, 3, 0)->ch, '>');
    for (int col = 0; col < 50; col++)
        ck_assert_uint_eq(grid_cell(&g, 3, col)->style, STYLE_FOCUS);
    ck_assert_uint_eq(grid_cell(&g, 2, 0)->ch, ' ');
    ck_assert_uint_eq(grid_cell(&g, 0, 2)->style, STYLE_TITRE);
    ck_assert_uint_eq(grid_cell(&g, 1, 4)->style, STYLE_ENTETE);
    ck_assert_uint_eq(grid_cell(&g, 7, 4)->style, STYLE_TOTAL);
}
END_TEST

static int search(const char *what, int depuis, int sens)
{
    struct buf cle = {0};
    text_search_key(&cle, span_of(what));
    int found = planche_search(p, buf_span(&cle), depuis, sens);
    buf_free(&cle);
    return found;
}

START_TEST(search_ignores_case_and_accents_and_goes_round)
{
    lay(TABLE, LIGNES, 50, NULL);
    ck_assert_int_eq(search("introuvable", 0, 1), -1);
    ck_assert_int_eq(search("", 0, 1), -1);
    ck_assert_int_eq(search("ELEONORE", 0, 1), 4);
    ck_assert_int_eq(search("2026", 3, 1), 5);
    ck_assert_int_eq(search("2026", 6, 1), 2);
    ck_assert_int_eq(search("2026", 5, -1), 2);
    ck_assert_int_eq(search("2026", 2, -1), 5);
    ck_assert_int_eq(search("9,99 €", 0, 1), 4);
}
END_TEST

#define TABLE_CHOIX                                                                        \
    "{\"type\":\"table\",\"chemin\":\"e\",\"vide\":\"Rien.\",\"choix\":{\"chemin\":\"d\"," \
    "\"variantes\":[{\"code\":\"un\",\"libelle\":\"Un\",\"valeurs\":[\"a\"]},"             \
    "{\"code\":\"deux\",\"libelle\":\"Deux\",\"valeurs\":[\"b\",\"c\"]}]},"                \
    "\"colonnes\":[{\"libelle\":\"D\",\"chemin\":\"d\"}]}"

START_TEST(the_user_chooses_where_variants_coexist)
{
    lay(TABLE_CHOIX, "{\"e\":[{\"d\":\"a\"},{\"d\":\"b\"},{\"d\":\"autre\"}]}", 50, "deux");
    ck_assert_uint_eq(planche_choix_count(p), 2);
    ck_assert_str_eq(planche_choix_code(p, 1), "deux");
    ck_assert_str_eq(planche_choix_libelle(p, 0), "Un");
    ck_assert_ptr_null(planche_choix_code(p, 2));
    expect_window(5, 0, "  Affiché : Deux. Aussi dans ce dossier : Un.\n  D\n  b\n  autre\n\n");
}
END_TEST

START_TEST(there_is_nothing_to_choose_with_one_variant)
{
    lay(TABLE_CHOIX, "{\"e\":[{\"d\":\"b\"},{\"d\":\"c\"}]}", 50, "un");
    ck_assert_uint_eq(planche_choix_count(p), 0);
    expect_window(3, 0, "  D\n  b\n  c\n");
}
END_TEST

static const char *reveal(void *ctx, const char *champ)
{
    return strcmp(champ, "e.nir") == 0 ? ctx : NULL;
}

START_TEST(a_mask_is_told_by_its_line_and_lifted_by_its_path)
{
    const char *fiche = "{\"type\":\"fiche\",\"champs\":["
                        "{\"libelle\":\"Nom\",\"chemin\":\"e.nom\"},"
                        "{\"libelle\":\"NIR\",\"chemin\":\"e.nir\",\"type\":\"masque\"},"
                        "{\"libelle\":\"IBAN\",\"chemin\":\"e.iban\",\"type\":\"masque\"},"
                        "{\"libelle\":\"BIC\",\"chemin\":\"e.bic\",\"type\":\"masque\"}]}";
    const char *json = "{\"e\":{\"nom\":\"X\",\"nir\":\"2 ••\",\"iban\":\"FR••\",\"bic\":null}}";
    lay(fiche, json, 132, NULL);
    ck_assert_ptr_null(planche_masque(p, 0));
    ck_assert_str_eq(planche_masque(p, 1), "e.nir");
    ck_assert_str_eq(planche_masque(p, 2), "e.iban");
    ck_assert_ptr_null(planche_masque(p, 3));
    ck_assert_ptr_null(planche_masque(p, 99));
    free(window(4, 132, 0, -1));
    ck_assert_uint_eq(grid_cell(&g, 1, 8)->style, STYLE_MASQUE);

    char clear[] = "2 90 02 13 055 123";
    struct buf out = {0};
    struct planche_options o = {.revele = reveal, .revele_ctx = clear};
    planche_texte(es, ecrans_at(es, 0), dossier, &o, 80, &out);
    ck_assert_ptr_nonnull(strstr(buf_text(&out), "NIR   2 90 02 13 055 123"));
    ck_assert_ptr_nonnull(strstr(buf_text(&out), "IBAN  FR••"));
    buf_free(&out);
}
END_TEST

START_TEST(a_narrow_window_loses_nothing)
{
    lay(TABLE, LIGNES, 1, NULL); /* taken as 40 */
    struct buf out = {0};
    planche_texte(es, ecrans_at(es, 0), dossier, NULL, 40, &out);
    ck_assert_ptr_nonnull(strstr(buf_text(&out), "Éléonore"));
    buf_reset(&out);
    json_free(dossier);
    dossier = json_de("{\"e\":[{\"m\":\"2026-10\",\"n\":\"Une nature qui tient sur plusieurs lignes"
                      "\",\"v\":100000000000,\"s\":false,"
                      "\"r\":\"remarqueremarqueremarqueremarqueremarqueremarque\"}]}");
    planche_texte(es, ecrans_at(es, 0), dossier, NULL, 40, &out);
    ck_assert_str_eq(buf_text(&out), "  T ───────────────────────────────────\n"
                                     "    Nature                      Montant\n"
                                     "  Octobre 2026       1\u00a0000\u00a0000\u00a0000,00\u00a0€\n"
                                     "    Une nature qui   1\u00a0000\u00a0000\u00a0000,00\u00a0€\n"
                                     "    tient sur\n"
                                     "    plusieurs\n"
                                     "    lignes\n"
                                     "      Remarque\u00a0:\n"
                                     "      remarqueremarqueremarqueremarquer\n"
                                     "      emarqueremarque\n");
    buf_free(&out);
}
END_TEST

/* ---- hostile and huge ----------------------------------------------------------------------- */

static void check_cells(int largeur)
{
    uint32_t fault = 0; /* one assertion for all: each costs far more than a look */
    for (int row = 0; row < g.rows; row++) {
        for (int col = 0; col < g.cols; col++) {
            const struct cell *c = grid_cell(&g, row, col);
            bool ok = col >= largeur ? c->ch == '#' : c->width == 0 || text_is_printable(c->ch);
            if (!ok)
                fault = c->ch;
        }
    }
    ck_assert_msg(fault == 0, "U+%04X", (unsigned)fault);
}

START_TEST(hostile_texts_never_leave_their_zone)
{
    struct buf line = {0}, banner = {0};
    es = ecrans_reels();
    hostile_put(&hostiles[_i], &line);
    dossier = reponse_de("TD", buf_span(&line));
    for (int largeur = 40; largeur < 140; largeur += 23) {
        for (size_t i = 0; i < ecrans_count(es); i++) {
            p = planche_new(
                es, ecrans_at(es, i), dossier,
                &(struct planche_options){.largeur = largeur, .aujourdhui = jour_d_essai});
            ck_assert_ptr_nonnull(p);
            grid_done(&g);
            ck_assert(grid_init(&g, planche_hauteur(p), largeur + 4));
            grid_fill(&g, grid_rect(&g), '#', STYLE_NORMAL);
            planche_draw(p, &g, (struct rect){0, 0, g.rows, largeur}, 0, -1);
            check_cells(largeur);
            planche_free(p);
        }
    }
    p = NULL;
    ecrans_put_identite(dossier, &banner);
    ecrans_put_banniere(es, dossier, &banner);
    for (const char *c = buf_text(&banner), *end = c + banner.len; c < end;)
        ck_assert(text_is_printable(text_decode(&c, end)));
    buf_free(&banner);
    buf_free(&line);
}
END_TEST

#define DIX_MILLE 10000

START_TEST(ten_thousand_rows_are_all_there)
{
    struct buf line = {0};
    es = ecrans_reels();
    hostile_put_droits("1900001", DIX_MILLE, &line);
    dossier = reponse_de("TD", buf_span(&line));
    const struct json *droits = json_get(dossier, "droits");
    ck_assert_uint_eq(json_count(droits), DIX_MILLE);
    p = planche_new(es, ecran_nomme(es, "droits"), dossier,
                    &(struct planche_options){.largeur = 80, .aujourdhui = jour_d_essai});
    ck_assert_ptr_nonnull(p);
    ck_assert_int_ge(planche_hauteur(p), DIX_MILLE);
    ck_assert_int_ge(search("10 000,00 €", 0, 1), 0);
    ck_assert_int_ge(search("7 777,00 €", 0, 1), 0);
    int last = planche_hauteur(p) - 1;
    free(window(24, 80, last - 23, last));
    ck_assert_uint_eq(grid_cell(&g, 0, 4)->style, STYLE_ENTETE);
    buf_free(&line);
}
END_TEST

#define COURBE                                                                         \
    "{\"type\":\"courbe\",\"chemin\":\"e\",\"debut\":\"m\",\"mois\":4,\"cumul\":true," \
    "\"manque\":\"Rien\",\"valeur\":{\"chemin\":\"v\",\"type\":\"montant\"}}"

START_TEST(a_chart_tells_zero_from_nothing_and_says_its_figures)
{
    lay(COURBE,
        "{\"e\":[{\"m\":\"2026-11-05\",\"v\":50000},{\"m\":\"2026-11-18\",\"v\":50000},"
        "{\"m\":\"2026-10-05\",\"v\":50000},{\"m\":\"2026-08-05\",\"v\":0},"
        "{\"m\":\"1999-01-05\",\"v\":7},{\"m\":null,\"v\":7},{\"m\":\"2026-11-05\",\"v\":null}]}",
        50, NULL);
    expect_window(10, 0,
                  "  1\u00a0000\u00a0€                   █████\n"
                  "                            █████\n"
                  "                            █████\n"
                  "                      █████ █████\n"
                  "                      █████ █████\n"
                  "        0 0     ·     █████ █████\n"
                  "          aoû   sep   oct   nov\n"
                  "          2026\n"
                  "  Au plus haut 1\u00a0000,00\u00a0€ (novembre 2026), au\n"
                  "  plus bas 0,00\u00a0€ (août 2026). Rien : septembre\n");
}
END_TEST

START_TEST(a_chart_of_nothing_known_is_not_drawn)
{
    lay(COURBE, "{\"e\":[{\"m\":\"2026-11-05\",\"v\":null}]}", 50, NULL);
    expect_window(1, 0, "  Rien à montrer dans cette rubrique.\n");
}
END_TEST

START_TEST(figures_beyond_the_contract_are_shown_and_not_counted)
{
    lay(TABLE,
        "{\"e\":[{\"m\":\"2026-10\",\"n\":\"B\",\"v\":9007199254740991,\"s\":false,\"r\":null},"
        "{\"m\":\"2026-10\",\"n\":\"C\",\"v\":100,\"s\":false,\"r\":null}]}",
        80, NULL);
    char *text = window(planche_hauteur(p), 80, 0, -1);
    ck_assert_ptr_nonnull(strstr(text, "409,91\u00a0€"));
    ck_assert_ptr_nonnull(strstr(text, "Total (montants connus)"));
    ck_assert_ptr_nonnull(strstr(text, " 1,00\u00a0€"));
    free(text);
}
END_TEST

static void expect_banniere(const char *json, const char *want)
{
    struct buf out = {0};
    es = es ? es : ecrans_reels();
    struct json *d = json_de(json);
    ecrans_put_banniere(es, d, &out);
    ck_assert_str_eq(buf_text(&out), want);
    json_free(d);
    buf_free(&out);
}

START_TEST(the_banner_says_what_the_answer_holds)
{
    expect_banniere("{}", "");
    expect_banniere("{\"dossier\":{\"situation\":\"AFF\",\"suspendu_depuis\":null}}", "");
    expect_banniere("{\"dossier\":{\"situation\":\"RAD\",\"radie_depuis\":\"2026-08-01\","
                    "\"motif_radiation\":\"MUT\"}}",
                    "Dossier radié depuis le 01/08/2026 (mutation vers un autre organisme)");
    expect_banniere("{\"dossier\":{\"situation\":\"RAD\"}}", "Dossier radié");
    expect_banniere("{\"dossier\":{\"situation\":\"SUS\",\"suspendu_depuis\":\"2026-09-00\","
                    "\"motif_suspension\":\"DB\"}}",
                    "Dossier suspendu depuis septembre 2026 (ressources)");
    expect_banniere("{\"dossier\":{\"situation\":\"ACA\"}}",
                    "Affiliation en cours : le dossier n’est pas encore complet");
    expect_banniere("{\"dossier\":{\"situation\":\"AFF\"},\"famille\":{\"conjoint\":"
                    "{\"date_deces\":\"2026-09-11\"}}}",
                    "Décès du conjoint le 11/09/2026");
    expect_banniere("{\"dossier\":{\"situation\":\"RAD\",\"motif_radiation\":\"DCD\"},\"famille\":"
                    "{\"allocataire\":{\"date_deces\":\"0000-00-00\"}}}",
                    "Dossier radié (décès) · Décès de l’allocataire à une date inconnue");
}
END_TEST

START_TEST(the_header_names_persons_and_responsable)
{
    struct buf out = {0};
    struct json *d = json_de("{\"numero\":\"1000001\",\"allocataire\":{\"nom\":\"A\",\"prenom\":"
                             "\"b\"},\"conjoint\":{\"nom\":\"C\",\"prenom\":null},"
                             "\"responsable\":\"conjoint\",\"mise_a_jour\":\"2026-11-03\"}");
    ecrans_put_identite(d, &out);
    ck_assert_str_eq(buf_text(&out), "1000001 · A b · C (responsable)");
    buf_reset(&out);
    ecrans_put_mise_a_jour(d, &out);
    ck_assert_str_eq(buf_text(&out), "mis à jour le 03/11/2026");
    json_free(d);
    buf_reset(&out);
    d = json_de("{\"numero\":\"1000001\",\"conjoint\":null,\"mise_a_jour\":null}");
    ecrans_put_identite(d, &out);
    ecrans_put_mise_a_jour(d, &out);
    ck_assert_str_eq(buf_text(&out), "1000001");
    json_free(d);
    buf_free(&out);
}
END_TEST

static void add(TCase *t)
{
    tcase_add_checked_fixture(t, NULL, teardown);
    tcase_add_test(t, rows_are_sorted_grouped_and_summed_without_what_is_out_of_total);
    tcase_add_test(t, header_and_heading_stay_in_sight_below_them);
    tcase_add_test(t, only_the_lines_asked_for_are_drawn_in_the_zone);
    tcase_add_test(t, the_focus_is_reverse_and_an_angle_bracket);
    tcase_add_test(t, search_ignores_case_and_accents_and_goes_round);
    tcase_add_test(t, the_user_chooses_where_variants_coexist);
    tcase_add_test(t, there_is_nothing_to_choose_with_one_variant);
    tcase_add_test(t, a_mask_is_told_by_its_line_and_lifted_by_its_path);
    tcase_add_test(t, a_narrow_window_loses_nothing);
    tcase_add_loop_test(t, hostile_texts_never_leave_their_zone, 0, hostile_count);
    tcase_add_test(t, ten_thousand_rows_are_all_there);
    tcase_add_test(t, a_chart_tells_zero_from_nothing_and_says_its_figures);
    tcase_add_test(t, a_chart_of_nothing_known_is_not_drawn);
    tcase_add_test(t, figures_beyond_the_contract_are_shown_and_not_counted);
    tcase_add_test(t, the_banner_says_what_the_answer_holds);
    tcase_add_test(t, the_header_names_persons_and_responsable);
}

int main(void)
{
    return suite_main("planche", add);
}
