/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dictionary and the nomenclatures: what is refused when they are loaded. */
#include <stdio.h>
#include <string.h>

#include <cdap/base/json.h>
#include <cdap/base/secret.h>
#include <cdap/model/nomenclature.h>

#include "dossier_gen.h"
#include "suite.h"

#define CAF    "{\"id\":1,\"chemin\":\"caf\",\"type\":\"caf\",\"libelle\":\"Caf\"}"
#define NUMERO "{\"id\":2,\"chemin\":\"numero\",\"type\":\"numero\",\"libelle\":\"N\"}"
#define NOM    "{\"id\":3,\"chemin\":\"nom\",\"type\":\"texte\",\"cle_nom\":true,\"libelle\":\"Nom\"}"
#define SOCLE  CAF "," NUMERO "," NOM

/* Loads a dictionary of version 1 whose fields are `fields`; tells the reason of a refusal. */
static struct dictionnaire *load(const char *fields, struct err *err)
{
    struct buf text = {0};
    buf_putf(&text, "{\"version\":1,\"champs\":[%s]}", fields);
    struct dictionnaire *d = dictionnaire_load(buf_span(&text), err);
    buf_free(&text);
    return d;
}

static void refuse(const char *added, const char *why)
{
    struct buf fields = {0};
    struct err err = {0};
    buf_putf(&fields, "%s,%s", SOCLE, added);
    ck_assert_msg(load(buf_text(&fields), &err) == NULL, "accepted: %s", added);
    ck_assert_int_eq(err.code, ERR_DONNEES);
    ck_assert_msg(strstr(err.detail, why) != NULL, "« %s » for %s", err.detail, added);
    buf_free(&fields);
}

START_TEST(refuse_what_does_not_hold_together)
{
    refuse("{\"id\":3,\"chemin\":\"x\",\"type\":\"texte\",\"libelle\":\"X\"}", "sert déjà");
    refuse("{\"id\":512,\"chemin\":\"x\",\"type\":\"texte\",\"libelle\":\"X\"}", "hors bornes");
    refuse("{\"id\":4,\"chemin\":\"nom\",\"type\":\"texte\",\"libelle\":\"X\"}", "double");
    refuse("{\"id\":4,\"chemin\":\"x\",\"type\":\"entière\",\"libelle\":\"X\"}", "type");
    refuse("{\"id\":4,\"chemin\":\"x\",\"type\":\"texte\"}", "libelle");
    refuse("{\"id\":4,\"chemin\":\"a.x\",\"type\":\"texte\",\"libelle\":\"X\"}", "contenant");
    refuse("{\"id\":4,\"chemin\":\"nom.x\",\"type\":\"texte\",\"libelle\":\"X\"}", "contenant");
    refuse("{\"id\":4,\"chemin\":\"x[]\",\"type\":\"texte\",\"libelle\":\"X\"}", "[]");
    refuse("{\"id\":4,\"chemin\":\"x\",\"type\":\"tableau\",\"libelle\":\"X\"}", "[]");
    refuse("{\"id\":4,\"chemin\":\"X\",\"type\":\"texte\",\"libelle\":\"X\"}", "mal écrit");
    refuse("{\"id\":4,\"chemin\":\"x\",\"type\":\"objet\",\"libelle\":\"X\"}", "vide");
    refuse("{\"id\":4,\"chemin\":\"x\",\"type\":\"caf\",\"libelle\":\"X\"}", "nécessaires");
    refuse("{\"id\":4,\"chemin\":\"x\",\"type\":\"texte\",\"libelle\":\"X\",\"depuis\":2}",
           "depuis");
}
END_TEST

START_TEST(refuse_marks_on_the_wrong_type)
{
    refuse("{\"id\":4,\"chemin\":\"x\",\"type\":\"code\",\"libelle\":\"X\"}", "liste");
    refuse("{\"id\":4,\"chemin\":\"x\",\"type\":\"texte\",\"libelle\":\"X\",\"liste\":\"l\"}",
           "liste");
    refuse("{\"id\":4,\"chemin\":\"x\",\"type\":\"mot\",\"libelle\":\"X\",\"liste\":\"l\"}",
           "valeurs");
    refuse("{\"id\":4,\"chemin\":\"x\",\"type\":\"mot\",\"libelle\":\"X\",\"liste\":\"l\","
           "\"valeurs\":[\"a\",\"a\"]}",
           "double");
    refuse("{\"id\":4,\"chemin\":\"x\",\"type\":\"texte\",\"libelle\":\"X\",\"masque\":\"flou\"}",
           "masque");
    refuse("{\"id\":4,\"chemin\":\"x\",\"type\":\"entier\",\"libelle\":\"X\",\"masque\":\"nir\"}",
           "masqué");
    refuse(
        "{\"id\":4,\"chemin\":\"t[]\",\"type\":\"tableau\",\"libelle\":\"T\"},"
        "{\"id\":5,\"chemin\":\"t[].x\",\"type\":\"texte\",\"libelle\":\"X\",\"masque\":\"nir\"}",
        "hors d’un tableau");
    refuse("{\"id\":4,\"chemin\":\"x\",\"type\":\"textes\",\"libelle\":\"X\"}", "elements_max");
    refuse("{\"id\":4,\"chemin\":\"x\",\"type\":\"entier\",\"libelle\":\"X\",\"caracteres_max\":3}",
           "borne");
}
END_TEST

#define LIGNE "{\"id\":5,\"chemin\":\"t[].mois\",\"type\":\"mois\",\"libelle\":\"M\"}"

START_TEST(refuse_a_dating_that_dates_nothing)
{
    static const char *const datings[] = {
        "{\"mois\":[\"jour\"]}", "{\"periode\":[\"mois\"]}",          "{\"annee\":[\"mois\"]}",
        "{\"jour\":[\"mois\"]}", "{\"periode\":[\"mois\",\"mois\"]}", "[]"};
    for (size_t i = 0; i < sizeof datings / sizeof *datings; i++) {
        char field[256];
        snprintf(field, sizeof field,
                 "{\"id\":4,\"chemin\":\"t[]\",\"type\":\"tableau\",\"libelle\":\"T\","
                 "\"datation\":%s}," LIGNE,
                 datings[i]);
        refuse(field, "datation");
    }
    refuse("{\"id\":4,\"chemin\":\"t[]\",\"type\":\"tableau\",\"libelle\":\"T\","
           "\"fenetre_exigee\":true}," LIGNE,
           "non daté");
}
END_TEST

START_TEST(refuse_unknown_keys_and_bad_json)
{
    struct err err = {0};
    refuse("{\"id\":4,\"chemin\":\"x\",\"type\":\"texte\",\"libelle\":\"X\",\"couleur\":1}", "");
    ck_assert_ptr_null(dictionnaire_load(span_of("{\"version\":1}"), &err));
    ck_assert_ptr_null(dictionnaire_load(span_of("[]"), &err));
    ck_assert_ptr_null(dictionnaire_load(span_of("{"), &err));
    ck_assert_ptr_null(load(CAF "," NOM, &err));
    ck_assert_ptr_null(load(CAF "," NUMERO, &err));
}
END_TEST

START_TEST(the_dictionary_gives_its_fields_by_path_and_number)
{
    struct dictionnaire *d = dictionnaire_de_test();
    const struct champ *mois = champ_by_chemin(d, span_of("droits[].mois"));
    ck_assert_ptr_nonnull(mois);
    ck_assert_str_eq(mois->cle, "mois");
    ck_assert_ptr_eq(champ_by_id(d, mois->id), mois);
    const struct champ *droits = champ_by_id(d, mois->parent);
    ck_assert_str_eq(droits->chemin, "droits[]");
    ck_assert_uint_eq(droits->debut, mois->id);
    ck_assert(droits->fenetre_exigee);
    ck_assert_ptr_null(champ_by_chemin(d, span_of("droits")));
    ck_assert_ptr_null(champ_by_chemin(d, span_of("droits[].moi")));
    ck_assert_ptr_null(champ_by_id(d, 0));
    ck_assert_ptr_null(champ_by_id(d, 70000));
    ck_assert_ptr_null(dictionnaire_at(d, dictionnaire_count(d)));
    dictionnaire_free(d);
}
END_TEST

START_TEST(nomenclatures_tell_labels_and_refuse_bad_shapes)
{
    struct err err = {0};
    struct nomenclatures *n = nomenclatures_new();
    struct json *good = json_parse(span_of("{\"VEU\":\"veuvage\",\"CEL\":\"célibataire\"}"), &err);
    struct json *bad = json_parse(span_of("{\"VEU\":1}"), &err);
    ck_assert(nomenclatures_add(n, "sitfam", good, &err));
    ck_assert(!nomenclatures_add(n, "sitfam", good, &err));
    ck_assert(!nomenclatures_add(n, "autre", bad, &err));
    ck_assert(!nomenclatures_has(n, "autre"));
    ck_assert_str_eq(nomenclature_label(n, "sitfam", "CEL"), "célibataire");
    ck_assert_ptr_null(nomenclature_label(n, "sitfam", "XXX"));
    ck_assert_ptr_null(nomenclature_label(n, "autre", "VEU"));
    json_free(good);
    json_free(bad);
    nomenclatures_free(n);
}
END_TEST

static void add(TCase *t)
{
    tcase_add_test(t, refuse_what_does_not_hold_together);
    tcase_add_test(t, refuse_marks_on_the_wrong_type);
    tcase_add_test(t, refuse_a_dating_that_dates_nothing);
    tcase_add_test(t, refuse_unknown_keys_and_bad_json);
    tcase_add_test(t, the_dictionary_gives_its_fields_by_path_and_number);
    tcase_add_test(t, nomenclatures_tell_labels_and_refuse_bad_shapes);
}

int main(void)
{
    return secret_init() ? suite_main("model_champs", add) : 1;
}
