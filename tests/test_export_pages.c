/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pages: each one says whose, what, by whom and when; together they hold the whole. */
#include <stdio.h>
#include <string.h>

#include "ecrans_kit.h"
#include "pages_kit.h"
#include "suite.h"

#define RANGS 10000

static void text_of(const struct feuille *f, struct buf *out)
{
    buf_reset(out);
    grid_put_text(&f->g, out);
}

static void check_bears(const struct feuille *f, const char *text, const char *want)
{
    ck_assert_msg(strstr(text, want) != NULL, "page %zu (%s) : « %s » manque\n%s", f->numero,
                  f->titre, want, text);
}

START_TEST(every_page_bears_what_an_auditor_asks)
{
    static const int sizes[][2] = {{0, 0}, {24, 80}, {46, 132}, {60, 100}};
    struct buf text = {0};
    struct liasse l;
    pages_riches(&l, "TD", sizes[_i][0], sizes[_i][1]);
    ck_assert_uint_gt(l.nombre, 9);
    for (size_t i = 0; i < l.nombre; i++) {
        const struct feuille *f = &l.feuilles[i];
        char page[32];
        text_of(f, &text);
        snprintf(page, sizeof page, "page %zu/%zu", i + 1, l.nombre);
        check_bears(f, buf_text(&text), page);
        check_bears(f, buf_text(&text), f->titre);
        static const char *const wants[] = {"0004217",
                                            "LEFÈVRE-MOÛTIER Zoé (responsable)",
                                            "D’ESSAI de LA FICTION Noël",
                                            "Profil TD",
                                            "agent.fsl",
                                            "Service FSL de Villeneuve",
                                            "reçu 1204",
                                            "20/11/2026 à 14:03:09, heure de Paris",
                                            "(13:03:09 UTC)"};
        struct buf words = {0}, want = {0};
        mots_de(buf_span(&text), &words);
        for (size_t k = 0; k < sizeof wants / sizeof *wants; k++) {
            buf_reset(&want);
            mots_de(span_of(wants[k]), &want);
            check_bears(f, buf_text(&words), buf_text(&want));
        }
        buf_free(&words), buf_free(&want);
    }
    buf_free(&text);
    liasse_done(&l);
}
END_TEST

START_TEST(last_page_tells_the_circumstances)
{
    struct buf text = {0};
    struct liasse l;
    pages_riches(&l, "TD", 0, 0);
    const struct feuille *f = &l.feuilles[l.nombre - 1];
    ck_assert_str_eq(f->titre, "Fiche de circonstances");
    text_of(f, &text);
    static const char *const wants[] = {"cdap 0.1.0",
                                        "https://cdap.essai.example",
                                        "7C:1E:5A:90",
                                        "80 colonnes, 24 lignes",
                                        "version 1",
                                        "Dossier ; Famille ; ",
                                        "Courrier",
                                        "celle du serveur",
                                        "20/11/2026 à 14:05:00, heure de Paris",
                                        ".preuve",
                                        "cdap verifier FICHIER"};
    for (size_t i = 0; i < sizeof wants / sizeof *wants; i++)
        check_bears(f, buf_text(&text), wants[i]);
    buf_free(&text);
    liasse_done(&l);
}
END_TEST

START_TEST(pages_hold_every_word_of_every_rubrique)
{
    struct liasse l;
    struct buf all = {0}, want = {0}, got = {0}, text = {0};
    struct err err = {0};
    struct ecrans *es = ecrans_reels();
    ck_assert(file_read("tests/donnees/dossier_riche.json", 1u << 20, &text, &err));
    struct json *dossier = reponse_de("TD", buf_span(&text));
    pages_riches(&l, "TD", 24, 80);
    for (size_t i = 0; i < l.nombre; i++) {
        text_of(&l.feuilles[i], &text);
        mots_de(buf_span(&text), &all);
    }
    for (size_t i = 0; i < ecrans_count(es); i++) {
        if (!ecran_present(ecrans_at(es, i), dossier))
            continue;
        buf_reset(&want);
        planche_texte(es, ecrans_at(es, i), dossier, NULL, 80, &want);
        char *save = NULL;
        for (char *line = strtok_r(want.data, "\n", &save); line;
             line = strtok_r(NULL, "\n", &save)) {
            buf_reset(&got);
            mots_de(span_of(line), &got);
            ck_assert_msg(got.len == 0 || strstr(buf_text(&all), buf_text(&got)), "%s", line);
        }
    }
    json_free(dossier);
    ecrans_free(es);
    buf_free(&all), buf_free(&want), buf_free(&got), buf_free(&text);
    liasse_done(&l);
}
END_TEST

static void put_many(struct buf *json)
{
    buf_puts(json, "{\"e\":[");
    for (int i = 0; i < RANGS; i++)
        buf_putf(json, "%s{\"n\":\"rang%05d\",\"m\":%d}", i ? "," : "", i, i * 100);
    buf_puts(json, "]}");
}

static const char many_blocs[] =
    "{\"type\":\"table\",\"titre\":\"Beaucoup\",\"chemin\":\"e\",\"vide\":\"rien\",\"colonnes\":["
    "{\"libelle\":\"Rang\",\"chemin\":\"n\"},"
    "{\"libelle\":\"Montant\",\"chemin\":\"m\",\"type\":\"montant\",\"total\":true}]}";

/* Each row is there once. */
static void check_all_rows(const struct buf *text)
{
    static unsigned char seen[RANGS];
    memset(seen, 0, sizeof seen);
    for (const char *p = text->data; (p = strstr(p, "rang")); p += 4) {
        int i = -1;
        ck_assert_int_eq(sscanf(p, "rang%5d", &i), 1);
        ck_assert(i >= 0 && i < RANGS);
        seen[i]++;
    }
    for (int i = 0; i < RANGS; i++)
        ck_assert_msg(seen[i] == 1, "rang %d : %d fois", i, seen[i]);
}

START_TEST(ten_thousand_rows_at_80_by_24_are_all_there)
{
    static const struct writer *const writers[] = {&writer_txt, &writer_ansi, &writer_html,
                                                   &writer_svg};
    struct buf json = {0}, text = {0};
    struct liasse l;
    put_many(&json);
    pages_essai(&l, many_blocs, buf_text(&json), 24, 80);
    for (size_t i = 0; i < sizeof writers / sizeof *writers; i++) {
        buf_reset(&text);
        ecrit(writers[i], &l, &text);
        check_all_rows(&text);
    }
    buf_reset(&text);
    ecrit(&writer_pdf, &l, &text);
    if (programme_present("pdftotext")) {
        struct buf words = {0};
        put_pdf_text(&text, &words);
        check_all_rows(&words);
        buf_free(&words);
    }
    for (size_t i = 0; i + 1 < l.nombre && strcmp(l.feuilles[i].titre, "Essai") == 0; i++) {
        text_of(&l.feuilles[i], &json);
        check_bears(&l.feuilles[i], buf_text(&json), "Montant"); /* the header, on each page */
    }
    buf_free(&json), buf_free(&text);
    liasse_done(&l);
}
END_TEST

/* Last row of a sheet's body that holds something. */
static int last_row(const struct feuille *f)
{
    int row = f->g.rows - 1;
    while (row > 0 && (f->trames[row].genre == GENRE_BAS || f->trames[row].genre == GENRE_VIDE))
        row--;
    return row;
}

START_TEST(no_heading_ends_a_page_and_no_field_is_cut)
{
    struct liasse l;
    pages_riches(&l, "TD", 26 + _i, 60);
    for (size_t i = 0; i < l.nombre; i++) {
        const struct feuille *f = &l.feuilles[i];
        int genre = f->trames[last_row(f)].genre, row = 0;
        ck_assert_int_ne(genre, GENRE_TITRE);
        ck_assert_int_ne(genre, GENRE_ENTETE);
        ck_assert_int_ne(genre, GENRE_GROUPE);
        while (f->trames[row].genre == GENRE_HAUT)
            row++;
        ck_assert_int_ne(f->trames[row].genre, GENRE_VIDE);
        ck_assert_msg(!f->trames[row].suit, "page %zu", f->numero);
    }
    liasse_done(&l);
}
END_TEST

START_TEST(variants_that_coexist_are_all_there)
{
    struct liasse l;
    struct buf titles = {0};
    pages_riches(&l, "TD", 0, 0);
    for (size_t i = 0; i < l.nombre; i++)
        if (l.feuilles[i].ouvre)
            buf_putf(&titles, "%s|", l.feuilles[i].titre);
    ck_assert_str_eq(buf_text(&titles),
                     "Dossier|Famille|Ressources · AAH|Ressources · RSA, RMI, API|Droits|"
                     "Paiements|Logement|Créances|Adresse|Courrier|Fiche de circonstances|");
    buf_free(&titles);
    liasse_done(&l);
}
END_TEST

START_TEST(page_of_any_size_is_drawn)
{
    static const int sizes[][2] = {{1, 1}, {5, 40}, {24, 39}, {200, 400}, {1000, 60}};
    struct liasse l;
    pages_riches(&l, "T2", sizes[_i][0], sizes[_i][1]);
    ck_assert_uint_ge(l.nombre, 6);
    for (size_t i = 0; i < l.nombre; i++)
        ck_assert_int_ge(l.feuilles[i].g.cols, 40);
    liasse_done(&l);
}
END_TEST

static void add(TCase *t)
{
    tcase_add_loop_test(t, every_page_bears_what_an_auditor_asks, 0, 4);
    tcase_add_test(t, last_page_tells_the_circumstances);
    tcase_add_test(t, pages_hold_every_word_of_every_rubrique);
    tcase_add_test(t, ten_thousand_rows_at_80_by_24_are_all_there);
    tcase_add_loop_test(t, no_heading_ends_a_page_and_no_field_is_cut, 0, 12);
    tcase_add_test(t, variants_that_coexist_are_all_there);
    tcase_add_loop_test(t, page_of_any_size_is_drawn, 0, 5);
}

int main(void)
{
    return suite_main("pages", add);
}
