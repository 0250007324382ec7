/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers of API Particulier read as dossiers: what is refused, what is kept as it came. */
#include <string.h>

#include <cdap/base/secret.h>
#include <cdap/source/source.h>

#include "source_kit.h"
#include "suite.h"

#define UN                                                                                   \
    "\"allocataires\":[{\"nom_naissance\":\"ESSAI\",\"nom_usage\":null,\"prenoms\":\"Ada\"," \
    "\"date_naissance\":\"1987-06-00\",\"sexe\":\"F\"}]"
#define QF                                                                                    \
    "\"quotient_familial\":{\"fournisseur\":\"CNAF\",\"valeur\":0,\"annee\":2026,\"mois\":4," \
    "\"annee_calcul\":2026,\"mois_calcul\":3}"
#define CORPS(membres) "{\"data\":{" membres "},\"links\":{},\"meta\":{}}"

static enum err_code convert(const char *json, struct buf *out)
{
    struct err err = {0};
    bool done = quotient_familial_v3_put(span_of(json), 131, 42, out, &err);
    ck_assert(done == (err.code == ERR_NONE));
    ck_assert(done || out->len == 0);
    return err.code;
}

/* The dossier, checked like any other. */
static struct json *accept(const char *json)
{
    struct validation v;
    struct buf b = {0};
    struct err err = {0};
    validation_init(&v);
    ck_assert_int_eq(convert(json, &b), ERR_NONE);
    assert_dossier(&v, buf_span(&b));
    struct json *root = json_parse(buf_span(&b), &err);
    ck_assert_ptr_nonnull(root);
    buf_free(&b);
    validation_done(&v);
    return root;
}

static void assert_word(const struct json *root, const char *path, const char *want)
{
    char word[256];
    ck_assert_str_eq(word_at(root, path, word), want);
}

START_TEST(refuse_what_is_not_an_answer_about_a_family)
{
    static const struct {
        const char *json;
        enum err_code code;
    } bad[] = {
        {"", ERR_DONNEES},
        {"[]", ERR_AUCUN_DOSSIER},
        {"{}", ERR_AUCUN_DOSSIER},
        {"{\"status\":404,\"payload\":{\"errors\":[]}}", ERR_AUCUN_DOSSIER},
        {"{\"status\":502,\"payload\":" CORPS(UN "," QF) "}", ERR_AUCUN_DOSSIER},
        {"{\"errors\":[{\"code\":\"37003\"}]}", ERR_AUCUN_DOSSIER},
        {CORPS(QF), ERR_DONNEES},
        {CORPS("\"allocataires\":[]," QF), ERR_DONNEES},
        {CORPS("\"allocataires\":[{\"nom_naissance\":null}]," QF), ERR_DONNEES},
        {CORPS("\"allocataires\":[{\"nom_naissance\":\"A\"},{\"nom_naissance\":\"B\"},"
               "{\"nom_naissance\":\"C\"}]," QF),
         ERR_DONNEES},
        {CORPS(UN), ERR_AUCUN_DOSSIER},
        {CORPS("\"est_beneficiaire\":true,\"date_debut_droit\":null"), ERR_AUCUN_DOSSIER},
        {CORPS(
             "\"allocataires\":[{\"nom_naissance\":\"A\",\"date_naissance\":\"1987-02-30\"}]," QF),
         ERR_DONNEES},
        {CORPS(UN ",\"quotient_familial\":{\"valeur\":1,\"annee\":2026,\"mois\":13}"), ERR_DONNEES},
        {CORPS(UN ",\"quotient_familial\":{\"valeur\":1}"), ERR_DONNEES},
    };
    struct buf b = {0};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        ck_assert_msg(convert(bad[i].json, &b) == bad[i].code, "%s", bad[i].json);
    buf_free(&b);
}
END_TEST

START_TEST(keep_partial_dates_and_tell_zero_from_unknown)
{
    struct json *d = accept(CORPS(UN "," QF));
    assert_word(d, "numero", "0000042");
    assert_word(d, "caf", "131");
    assert_word(d, "responsable", "allocataire");
    assert_word(d, "allocataire.civilite", "MME");
    assert_word(d, "allocataire.nom", "ESSAI");
    assert_word(d, "conjoint", "null");
    assert_word(d, "dossier.regime", "general");
    assert_word(d, "famille.allocataire.date_naissance", "1987-06-00");
    assert_word(d, "quotient_familial", "1");
    assert_word(d, "quotient_familial[0].valeur", "0");
    assert_word(d, "quotient_familial[0].debut", "2026-04");
    assert_word(d, "quotient_familial[0].fin", "null");
    assert_word(d, "quotient_familial[0].parts", "null");
    assert_word(d, "quotient_familial[0].date_calcul", "2026-03-00");
    json_free(d);
    d = accept(CORPS(UN ",\"quotient_familial\":{\"fournisseur\":\"MSA\",\"valeur\":null,"
                        "\"annee\":2026,\"mois\":11}"));
    assert_word(d, "quotient_familial[0].valeur", "null");
    assert_word(d, "quotient_familial[0].date_calcul", "null");
    assert_word(d, "dossier.regime", "msa");
    json_free(d);
}
END_TEST

START_TEST(take_names_in_use_and_at_birth_of_both_adults_and_of_children)
{
    struct json *d = accept(CORPS(
        "\"allocataires\":[{\"nom_naissance\":\"NAISSANCE\",\"nom_usage\":\"USAGE\",\"prenoms\":"
        "\"A B\",\"date_naissance\":\"0000-00-00\",\"sexe\":\"F\"},{\"nom_naissance\":\"AUTRE\","
        "\"sexe\":null}],\"enfants\":[{\"nom_naissance\":\"USAGE\",\"prenoms\":\"C\","
        "\"date_naissance\":\"2020-00-00\"},{}]," QF));
    assert_word(d, "allocataire.nom", "USAGE");
    assert_word(d, "famille.allocataire.nom_naissance", "NAISSANCE");
    assert_word(d, "famille.allocataire.date_naissance", "0000-00-00");
    assert_word(d, "conjoint.nom", "AUTRE");
    assert_word(d, "conjoint.civilite", "null");
    assert_word(d, "famille.conjoint.nom_naissance", "null");
    assert_word(d, "famille.enfants", "2");
    assert_word(d, "famille.enfants[0].date_naissance", "2020-00-00");
    json_free(d);
}
END_TEST

START_TEST(wrap_the_address_into_its_lines)
{
    struct json *d = accept(CORPS(
        UN "," QF ",\"adresse\":{\"destinataire\":\"MADAME ADA ESSAI\",\"complement_information\":"
           "\"RÉSIDENCE DES TRÈS LONGS ÉCHANTILLONS BÂTIMENT B ESCALIER 12\","
           "\"complement_information_geographique\":null,\"numero_libelle_voie\":"
           "\"ANTICONSTITUTIONNELLEMENTANTICONSTITUTIONNELLEMENT\",\"lieu_dit\":\"\","
           "\"code_postal_ville\":\"13999 VILLE NEUVE\",\"pays\":\"FRANCE\",\"x\":[1]}"));
    assert_word(d, "adresse.lignes", "5");
    assert_word(d, "adresse.lignes[0]", "MADAME ADA ESSAI");
    assert_word(d, "adresse.lignes[1]", "RÉSIDENCE DES TRÈS LONGS ÉCHANTILLONS");
    assert_word(d, "adresse.lignes[2]", "BÂTIMENT B ESCALIER 12");
    assert_word(d, "adresse.lignes[3]", "ANTICONSTITUTIONNELLEMENTANTICONSTITUT");
    assert_word(d, "adresse.lignes[4]", "IONNELLEMENT");
    assert_word(d, "adresse.code_postal", "13999");
    assert_word(d, "adresse.commune", "VILLE NEUVE");
    json_free(d);
    d = accept(CORPS(UN "," QF ",\"adresse\":{\"code_postal_ville\":\"GENÈVE\"}"));
    assert_word(d, "adresse.code_postal", "null");
    assert_word(d, "adresse.commune", "GENÈVE");
    json_free(d);
    d = accept(CORPS(UN "," QF ",\"adresse\":{\"code_postal_ville\":\"2A004\"}"));
    assert_word(d, "adresse.code_postal", "2A004");
    assert_word(d, "adresse.commune", "null");
    json_free(d);
}
END_TEST

START_TEST(pass_over_unknown_keys_and_missing_parts)
{
    struct json *d =
        accept("{\"status\":200,\"params\":{},\"payload\":{\"data\":{\"nouveau\":{\"a\":"
               "[1,2]}," UN "," QF "},\"autre\":1}}");
    assert_word(d, "famille.enfants", "0");
    assert_word(d, "adresse.lignes", "0");
    json_free(d);
}
END_TEST

START_TEST(take_the_resources_of_a_participation_familiale_answer)
{
    struct json *d = accept(CORPS(
        UN ",\"parametres_calcul_participation_familiale\":{\"nombre_enfants_a_charge\":2,"
           "\"nombre_enfants_beneficiaire_aeeh\":1,\"base_ressources_annuelles\":{\"valeur\":40923,"
           "\"annee_calcul\":2024}}"));
    assert_word(d, "quotient_familial", "0");
    assert_word(d, "dossier.enfants_a_charge_pf", "2");
    assert_word(d, "ressources.retenues[0].annee", "2024");
    assert_word(d, "ressources.retenues[0].montant_centimes", "4092300");
    json_free(d);
}
END_TEST

static void add(TCase *t)
{
    tcase_add_test(t, refuse_what_is_not_an_answer_about_a_family);
    tcase_add_test(t, keep_partial_dates_and_tell_zero_from_unknown);
    tcase_add_test(t, take_names_in_use_and_at_birth_of_both_adults_and_of_children);
    tcase_add_test(t, wrap_the_address_into_its_lines);
    tcase_add_test(t, pass_over_unknown_keys_and_missing_parts);
    tcase_add_test(t, take_the_resources_of_a_participation_familiale_answer);
}

int main(void)
{
    return secret_init() ? suite_main("source_quotient_familial", add) : 1;
}
