/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A screen file that is not understood whole is refused, and the refusal names the place. */
#include <string.h>

#include "ecrans_kit.h"
#include "suite.h"

struct refus {
    const char *blocs;
    const char *place; /* err.champ */
    const char *mot;   /* a word of the reason */
};

static const struct refus refus[] = {
    {"7", "essai.blocs[0]", "objet"},
    {"{\"type\":\"camembert\"}", "essai.blocs[0].type", "camembert"},
    {"{\"titre\":\"x\"}", "essai.blocs[0].type", "manque"},
    {"{\"type\":\"note\"}", "essai.blocs[0].texte", "manque"},
    {"{\"type\":\"note\",\"texte\":\"x\",\"couleur\":1}", "essai.blocs[0].couleur", "inconnue"},
    {"{\"type\":\"note\",\"texte\":\"x\",\"ton\":\"rose\"}", "essai.blocs[0].ton", "rose"},
    {"{\"type\":\"note\",\"texte\":\"x\",\"si\":{\"chemin\":\"e\"}}", "essai.blocs[0].si", "parmi"},
    {"{\"type\":\"note\",\"texte\":\"x\",\"si\":{\"chemin\":\"e\",\"est\":\"rond\"}}",
     "essai.blocs[0].si.est", "rond"},
    {"{\"type\":\"note\",\"texte\":\"x\",\"sauf\":[{\"chemin\":\"e..f\",\"est\":\"nul\"}]}",
     "essai.blocs[0].sauf[0].chemin", "mal écrit"},
    {"{\"type\":\"fiche\",\"champs\":[]}", "essai.blocs[0].champs", "vide"},
    {"{\"type\":\"fiche\",\"champs\":[{\"chemin\":\"e\"}]}", "essai.blocs[0].champs[0].libelle",
     "manque"},
    {"{\"type\":\"fiche\",\"champs\":[{\"libelle\":\"E\",\"chemin\":\"e\",\"type\":\"nombre\"}]}",
     "essai.blocs[0].champs[0].type", "nombre"},
    {"{\"type\":\"fiche\",\"champs\":[{\"libelle\":\"E\",\"chemin\":\"e\",\"type\":\"code\"}]}",
     "essai.blocs[0].champs[0].liste", "veut une liste"},
    {"{\"type\":\"fiche\",\"champs\":[{\"libelle\":\"E\",\"chemin\":\"e\",\"type\":\"code\","
     "\"liste\":\"rien\"}]}",
     "essai.blocs[0].champs[0].liste", "n’existe pas"},
    {"{\"type\":\"fiche\",\"champs\":[{\"libelle\":\"E\",\"chemin\":\"e\",\"liste\":\"code\"}]}",
     "essai.blocs[0].champs[0].liste", "n’a pas de liste"},
    {"{\"type\":\"fiche\",\"champs\":[{\"libelle\":\"E\",\"chemin\":\"e[]\"}]}",
     "essai.blocs[0].champs[0].chemin", "mal écrit"},
    {"{\"type\":\"fiche\",\"champs\":[{\"libelle\":\"E\",\"chemin\":\"a.b.c.d.e.f.g\"}]}",
     "essai.blocs[0].champs[0].chemin", "trop de pas"},
    {"{\"type\":\"fiche\",\"champs\":[{\"libelle\":\"E\",\"chemin\":\"e\",\"type\":\"periode\"}]}",
     "essai.blocs[0].champs[0].fin", "fin"},
    {"{\"type\":\"fiche\",\"champs\":[{\"libelle\":\"E\",\"parties\":[{\"chemin\":\"e\"},7]}]}",
     "essai.blocs[0].champs[0].parties[1]", "objet"},
    {"{\"type\":\"fiche\",\"champs\":[{\"libelle\":\"E\",\"parties\":[{\"chemin\":\"e\"}],"
     "\"type\":\"texte\"}]}",
     "essai.blocs[0].champs[0].type", "inconnue"},
    {"{\"type\":\"table\",\"chemin\":\"e\",\"vide\":\"v\",\"colonnes\":[{\"libelle\":\"N\","
     "\"chemin\":\"n\",\"type\":\"masque\"}]}",
     "essai.blocs[0].colonnes[0].type", "masquée"},
    {"{\"type\":\"table\",\"chemin\":\"e\",\"vide\":\"v\",\"colonnes\":[{\"libelle\":\"N\","
     "\"chemin\":\"n\",\"total\":true}]}",
     "essai.blocs[0].colonnes[0].total", "montant"},
    {"{\"type\":\"table\",\"chemin\":\"e\",\"colonnes\":[{\"libelle\":\"N\",\"chemin\":\"n\"}]}",
     "essai.blocs[0].vide", "manque"},
    {"{\"type\":\"table\",\"chemin\":\"e\",\"vide\":\"v\",\"colonnes\":[{\"libelle\":\"N\","
     "\"chemin\":\"n\",\"priorite\":12}]}",
     "essai.blocs[0].colonnes[0].priorite", "entier"},
    {"{\"type\":\"courbe\",\"chemin\":\"e\",\"debut\":\"m\",\"manque\":\"x\",\"valeur\":{"
     "\"chemin\":\"v\"}}",
     "essai.blocs[0].valeur", "montant"},
};

START_TEST(refuse_what_is_not_understood_and_name_the_place)
{
    struct err err = {0};
    const struct refus *r = &refus[_i];
    struct ecrans *es = ecrans_essai(r->blocs, &err);
    ck_assert_msg(es == NULL, "accepté : %s", r->blocs);
    ck_assert_int_eq(err.code, ERR_DONNEES);
    ck_assert_str_eq(err.champ, r->place);
    ck_assert_msg(strstr(err.detail, r->mot) != NULL, "« %s » : %s", r->mot, err.detail);
    ck_assert_msg(strstr(err.detail, "écran essai") != NULL, "%s", err.detail);
}
END_TEST

START_TEST(refuse_a_body_of_another_shape)
{
    static const char *const bodies[] = {
        "",
        "[]",
        "{\"version\":\"1\",\"ecrans\":[]}",
        "{\"version\":\"1\",\"ecrans\":[],\"nomenclatures\":{}}",
        "{\"version\":\"1\",\"nomenclatures\":{}}",
        "{\"ecrans\":[{}],\"nomenclatures\":{},\"extra\":1}",
        "{\"ecrans\":[{\"nom\":\"a\"}],\"nomenclatures\":{}}",
        "{\"ecrans\":[{\"nom\":\"a\",\"titre\":\"A\",\"rubriques\":[1],\"blocs\":[]}],"
        "\"nomenclatures\":{}}",
        "{\"ecrans\":[],\"nomenclatures\":{\"l\":7}}",
    };
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        struct err err = {0};
        ck_assert_msg(ecrans_load(span_of(bodies[i]), &err) == NULL, "%s", bodies[i]);
        ck_assert_int_eq(err.code, ERR_DONNEES);
    }
}
END_TEST

START_TEST(refuse_two_screens_of_the_same_name)
{
    struct err err = {0};
    const char *body = "{\"ecrans\":["
                       "{\"nom\":\"a\",\"titre\":\"A\",\"rubriques\":[\"e\"],"
                       "\"blocs\":[{\"type\":\"note\",\"texte\":\"x\"}]},"
                       "{\"nom\":\"a\",\"titre\":\"B\",\"rubriques\":[\"e\"],"
                       "\"blocs\":[{\"type\":\"note\",\"texte\":\"x\"}]}],"
                       "\"nomenclatures\":{}}";
    ck_assert_ptr_null(ecrans_load(span_of(body), &err));
    ck_assert_str_eq(err.champ, "ecrans[1].nom");
}
END_TEST

START_TEST(paths_are_said_as_the_dictionary_writes_them)
{
    struct err err = {0};
    struct buf out = {0};
    struct ecrans *es = ecrans_essai(
        "{\"type\":\"fiche\",\"champs\":[{\"libelle\":\"A\",\"chemin\":\"e[0].v\"},"
        "{\"libelle\":\"B\",\"parties\":[{\"chemin\":\"z.b\"},{\"texte\":\"fixe\"}]}]},"
        "{\"type\":\"table\",\"chemin\":\"e\",\"vide\":\"v\",\"colonnes\":["
        "{\"libelle\":\"V\",\"chemin\":\"v\"},"
        "{\"libelle\":\"P\",\"chemin\":\"d\",\"fin\":\"f\",\"type\":\"periode\"}],"
        "\"detail\":{\"chemin\":\"l\",\"libelle\":\"dont\",\"champs\":["
        "{\"libelle\":\"x\",\"chemin\":\"n\"}]}}",
        &err);
    ck_assert_msg(es != NULL, "%s", err.detail);
    ecrans_put_chemins(es, &out);
    ck_assert_str_eq(buf_text(&out), "e[].d\ne[].f\ne[].l[].n\ne[].v\nz.b\n");
    buf_free(&out);
    ecrans_free(es);
}
END_TEST

static void add(TCase *t)
{
    tcase_add_loop_test(t, refuse_what_is_not_understood_and_name_the_place, 0,
                        (int)(sizeof refus / sizeof *refus));
    tcase_add_test(t, refuse_a_body_of_another_shape);
    tcase_add_test(t, refuse_two_screens_of_the_same_name);
    tcase_add_test(t, paths_are_said_as_the_dictionary_writes_them);
}

int main(void)
{
    return suite_main("lecture des écrans", add);
}
