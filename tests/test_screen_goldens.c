/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every tab of a rich fictional dossier, as each official profile leaves it, on 80 and 132 columns:
 * golden texts in tests/golden/ecrans (REGEN=1 rewrites them). */
#include <stdio.h>

#include <cdap/base/file.h>

#include "ecrans_kit.h"
#include "suite.h"

#define DOSSIER "tests/donnees/dossier_riche.json"

static struct ecrans *es;
static struct buf dossier;

static void setup(void)
{
    struct err err = {0};
    es = ecrans_reels();
    ck_assert_msg(file_read(DOSSIER, 1u << 20, &dossier, &err), "%s", err.detail);
}

static void teardown(void)
{
    buf_free(&dossier);
    ecrans_free(es);
}

/* Header, banner and all present tabs, one below the other. */
static void put_all(const struct json *reponse, int largeur, struct buf *out)
{
    ecrans_put_identite(reponse, out);
    buf_puts(out, "\n");
    ecrans_put_mise_a_jour(reponse, out);
    buf_puts(out, "\n");
    ecrans_put_banniere(es, reponse, out);
    buf_puts(out, "\n");
    for (size_t i = 0; i < ecrans_count(es); i++) {
        const struct ecran *e = ecrans_at(es, i);
        if (!ecran_present(e, reponse))
            continue;
        buf_putf(out, "\n==== %s\n", ecran_titre(e));
        planche_texte(es, e, reponse, NULL, largeur, out);
    }
}

static void check_golden(const char *profil, int largeur)
{
    char name[64];
    struct buf out = {0};
    struct json *reponse = reponse_de(profil, buf_span(&dossier));
    put_all(reponse, largeur, &out);
    snprintf(name, sizeof name, "ecrans/%s-%d.txt", profil, largeur);
    assert_golden(name, buf_text(&out));
    buf_free(&out);
    json_free(reponse);
}

START_TEST(t2_on_80_columns)
{
    check_golden("T2", 80);
}
END_TEST

START_TEST(t2_on_132_columns)
{
    check_golden("T2", 132);
}
END_TEST

START_TEST(td_on_40_columns)
{
    check_golden("TD", 40);
}
END_TEST

START_TEST(td_on_80_columns)
{
    check_golden("TD", 80);
}
END_TEST

START_TEST(td_on_132_columns)
{
    check_golden("TD", 132);
}
END_TEST

static void put_present(const char *profil, struct buf *out)
{
    struct json *reponse = reponse_de(profil, buf_span(&dossier));
    for (size_t i = 0; i < ecrans_count(es); i++)
        if (ecran_present(ecrans_at(es, i), reponse))
            buf_putf(out, "%s|", ecran_titre(ecrans_at(es, i)));
    json_free(reponse);
}

START_TEST(tabs_follow_the_answer)
{
    struct buf out = {0};
    put_present("T2", &out);
    ck_assert_str_eq(buf_text(&out), "Dossier|Famille|Quotient familial|Ressources|Adresse|");
    buf_reset(&out);
    put_present("TD", &out);
    ck_assert_str_eq(buf_text(&out), "Dossier|Famille|Ressources|Droits|Paiements|Logement|"
                                     "Créances|Adresse|Courrier|");
    buf_free(&out);
}
END_TEST

static void add(TCase *t)
{
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, t2_on_80_columns);
    tcase_add_test(t, t2_on_132_columns);
    tcase_add_test(t, td_on_40_columns);
    tcase_add_test(t, td_on_80_columns);
    tcase_add_test(t, td_on_132_columns);
    tcase_add_test(t, tabs_follow_the_answer);
}

int main(void)
{
    return suite_main("ecrans", add);
}
