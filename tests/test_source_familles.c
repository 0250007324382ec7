/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The demo families: each is a valid dossier on any day, and holds the case that it announces. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cdap/base/file.h>
#include <cdap/base/secret.h>
#include <cdap/model/filtre.h>
#include <cdap/model/recherche.h>
#include <cdap/source/source.h>

#include "source_kit.h"
#include "suite.h"

static const struct date aujourdhui = {2026, 11, 20};

/* The dossier of a demo number, as JSON text. */
static void put_numero(const char *numero, struct buf *out)
{
    for (size_t i = 0; i < familles_demo_count(); i++)
        if (strcmp(famille_demo_at(i)->numero, numero) == 0)
            famille_demo_put(i, aujourdhui, out);
    ck_assert_msg(out->len > 0, "no family %s", numero);
}

static struct json *family(const char *numero)
{
    struct buf b = {0};
    struct err err = {0};
    put_numero(numero, &b);
    struct json *root = json_parse(buf_span(&b), &err);
    ck_assert_msg(root, "%s", err.detail);
    buf_free(&b);
    return root;
}

START_TEST(every_family_is_a_valid_dossier_on_any_day)
{
    static const struct date days[] = {
        {2026, 11, 20}, {2027, 1, 1}, {2028, 2, 29}, {2026, 3, 2}, {2030, 12, 31}};
    struct validation v;
    struct buf b = {0};
    validation_init(&v);
    for (size_t d = 0; d < sizeof days / sizeof *days; d++)
        for (size_t i = 0; i < familles_demo_count(); i++) {
            buf_reset(&b);
            famille_demo_put(i, days[d], &b);
            assert_dossier(&v, buf_span(&b));
        }
    buf_free(&b);
    validation_done(&v);
}
END_TEST

START_TEST(numbers_follow_one_another_and_the_name_given_opens)
{
    struct validation v;
    struct buf b = {0};
    validation_init(&v);
    ck_assert_uint_ge(familles_demo_count(), 16);
    for (size_t i = 0; i < familles_demo_count(); i++) {
        const struct famille_demo *f = famille_demo_at(i);
        unsigned char cle[NOM_CLE_SIZE];
        ck_assert_uint_eq(strtoul(f->numero, NULL, 10), 1000001 + i);
        ck_assert_uint_eq(f->caf, 131);
        ck_assert(strlen(f->cas) > 10);
        buf_reset(&b);
        famille_demo_put(i, aujourdhui, &b);
        assert_dossier(&v, buf_span(&b));
        ck_assert(nom_cle(span_of(f->nom), cle));
        ck_assert_msg(identite_has_nom(v.identite.noms, cle), "%s", f->numero);
        ck_assert(v.identite.cle == dossier_cle(131, (uint32_t)(1000001 + i)));
    }
    ck_assert_ptr_null(famille_demo_at(familles_demo_count()));
    buf_free(&b);
    validation_done(&v);
}
END_TEST

/* What a family is there to show, read in its document of 20/11/2026. */
static const struct {
    const char *numero, *chemin, *valeur;
} faits[] = {
    {"1000001", "allocataire.nom", "MARTIN"},
    {"1000001", "allocataire.prenom", "Sophie"},
    {"1000001", "responsable", "allocataire"},
    {"1000001", "conjoint.nom", "DURAND"},
    {"1000001", "conjoint.prenom", "Karim"},
    {"1000001", "famille.enfants", "2"},
    {"1000001", "quotient_familial[0].valeur", "812"},
    {"1000001", "quotient_familial[0].debut", "2026-11"},
    {"1000001", "quotient_familial[0].fin", "null"},
    {"1000001", "dossier.quotient_familial.valeur", "812"},
    {"1000002", "conjoint", "null"},
    {"1000002", "famille.enfants[0].aeeh", "oui"},
    {"1000002", "paiements[1].type", "apl"},
    {"1000002", "paiements[1].destinataire", "VILLENEUVE HABITAT"},
    {"1000003", "famille.enfants[1].prenom", "Zoé"},
    {"1000004", "famille.enfants[1].prenom", "Zoé"},
    {"1000003", "droits[0].montant_centimes", "7650"},
    {"1000004", "droits[0].montant_centimes", "7650"},
    {"1000005", "allocataire.nom", "D’ARTAGNAN-LÉVÊQUE"},
    {"1000005", "conjoint.nom", "LE GUÉVEL de KERŒDERN"},
    {"1000006", "responsable", "conjoint"},
    {"1000007", "allocataire.nom", "FONTAINE"},
    {"1000007", "famille.allocataire.nom_naissance", "LAMBERT"},
    {"1000008", "famille.enfants", "5"},
    {"1000008", "famille.autres", "1"},
    {"1000008", "famille.grossesse.debut", "2026-06-20"},
    {"1000009", "adresse.lignes", "7"},
    {"1000010", "dossier.situation", "RAD"},
    {"1000010", "dossier.motif_radiation", "MUT"},
    {"1000010", "dossier.radie_depuis", "2026-08-01"},
    {"1000011", "dossier.situation", "SUS"},
    {"1000011", "dossier.motif_suspension", "DB"},
    {"1000012", "dossier.situation", "ACA"},
    {"1000012", "quotient_familial", "0"},
    {"1000013", "famille.conjoint.date_deces", "2026-09-11"},
    {"1000013", "famille.allocataire.nom_naissance", "CLÉMENT"},
    {"1000014", "famille.allocataire.date_deces", "2026-09-23"},
    {"1000014", "dossier.motif_radiation", "DCD"},
    {"1000016", "dossier.regime", "msa"},
    {"1000017", "dossier.mesures", "3"},
    {"1000017", "dossier.mesures[1].fin", "2026-08-28"},
    {"1000018", "dossier.mesures[0].fin", "2026-03-28"},
    {"1000019", "dossier.titre_sejour.conjoint_fin", "2026-09-28"},
    {"1000019", "dossier.titre_sejour.allocataire_fin", "2026-12-12"},
    {"1000020", "ressources.retenues[0].annee", "2023"},
    {"1000020", "quotient_familial[0].valeur", "null"},
    {"1000021", "ressources.retenues[0].annee", "2024"},
    {"1000021", "ressources.retenues[0].montant_centimes", "0"},
    {"1000022", "quotient_familial[0].valeur", "null"},
    {"1000022", "dossier.quotient_familial.valeur", "null"},
    {"1000023", "quotient_familial[0].valeur", "0"},
    {"1000023", "dossier.quotient_familial.valeur", "0"},
    {"1000024", "ressources.annuelles[0].nature", "999"},
    {"1000025", "famille.allocataire.date_naissance", "1987-06-00"},
    {"1000025", "famille.conjoint.date_naissance", "1981-00-00"},
    {"1000025", "famille.enfants[0].date_naissance", "0000-00-00"},
    {"1000027", "creances", "5"},
    {"1000027", "creances[2].code", "L7Q"},
    {"1000027", "logement.impaye_depuis", "2026-06-01"},
    {"1000027", "logement.sans_quittance", "oui"},
    {"1000027", "paiements[0].recuperation_centimes", "4820"},
    {"1000029", "ressources.trimestrielles[0].dispositif", "aah"},
    {"1000029", "ressources.trimestrielles[1].dispositif", "rsa"},
    {"1000030", "dossier.surendettement", "oui"},
    {"1000031", "droits[0].sous_seuil", "oui"},
};

START_TEST(each_family_holds_its_case)
{
    const char *numero = faits[_i].numero;
    struct json *root = family(numero);
    char word[256];
    ck_assert_msg(strcmp(word_at(root, faits[_i].chemin, word), faits[_i].valeur) == 0,
                  "%s %s : « %s » au lieu de « %s »", numero, faits[_i].chemin,
                  word_at(root, faits[_i].chemin, word), faits[_i].valeur);
    json_free(root);
}
END_TEST

START_TEST(readme_tells_every_family)
{
    struct buf readme = {0}, row = {0};
    struct err err = {0};
    ck_assert_msg(file_read("README.md", 1 << 20, &readme, &err), "%s", err.detail);
    for (size_t i = 0; i < familles_demo_count(); i++) {
        const struct famille_demo *f = famille_demo_at(i);
        buf_reset(&row);
        buf_putf(&row, "| %s | %s | %s |\n", f->numero, f->nom, f->cas);
        ck_assert_msg(strstr(buf_text(&readme), buf_text(&row)), "README.md lacks: %s",
                      buf_text(&row));
    }
    buf_free(&readme);
    buf_free(&row);
}
END_TEST

START_TEST(one_family_opposes_and_only_one)
{
    size_t opposees = 0;
    for (size_t i = 0; i < familles_demo_count(); i++)
        opposees += famille_demo_at(i)->oppose;
    ck_assert_uint_eq(opposees, 1);
    ck_assert(famille_demo_at(14)->oppose);
}
END_TEST

/* What a profile sees of a family on that day. */
static struct json *seen(const char *numero, const char *profil)
{
    struct validation v;
    struct buf texte = {0}, b = {0}, reponse = {0};
    struct err err = {0};
    struct vue *vue = malloc(sizeof *vue);
    char path[64];
    validation_init(&v);
    snprintf(path, sizeof path, "profiles/%s.json", profil);
    ck_assert(vue && file_read(path, 1 << 20, &texte, &err));
    struct profil *p = profil_load(v.dictionnaire, buf_span(&texte), &err);
    ck_assert_msg(p, "%s", err.detail);
    profil_vue(p, aujourdhui, vue);
    put_numero(numero, &b);
    assert_dossier(&v, buf_span(&b));
    ck_assert(filtre_run(vue, buf_span(&v.bande), &reponse));
    struct json *root = json_parse(buf_span(&reponse), &err);
    ck_assert_ptr_nonnull(root);
    profil_free(p);
    free(vue);
    buf_free(&texte);
    buf_free(&b);
    buf_free(&reponse);
    validation_done(&v);
    return root;
}

/* Windows have something to cut, and what they leave is what the case announces. */
static const struct {
    const char *numero, *profil, *chemin, *valeur;
} vues[] = {
    {"1000017", "TD", "dossier.mesures", "2"},
    {"1000018", "TD", "dossier.mesures", "0"},
    {"1000020", "T2", "ressources.retenues", "0"},
    {"1000021", "T2", "ressources.retenues", "1"},
    {"1000021", "T2", "ressources.retenues[0].montant_centimes", "0"},
    {"1000001", "TD", "droits[0].mois", "2026-10"},
    {"1000001", "TD", "courrier", "2"},
    {"1000004", "TD", "droits", "25"},
    {"1000006", "TD", "logement.precedents", "1"},
    {"1000029", "TD", "ressources.trimestrielles", "12"},
    {"1000021", "TD", "ressources.trimestrielles", "5"},
    {"1000010", "T2", "quotient_familial", "1"},
};

START_TEST(windows_cut_what_they_must)
{
    struct json *root = seen(vues[_i].numero, vues[_i].profil);
    char word[256];
    ck_assert_msg(strcmp(word_at(root, vues[_i].chemin, word), vues[_i].valeur) == 0, "%s %s: %s",
                  vues[_i].numero, vues[_i].chemin, word_at(root, vues[_i].chemin, word));
    json_free(root);
}
END_TEST

/* A leaf is null, or it says who the dossier is. */
static void assert_empty(const struct json *v, const char *key)
{
    static const char *const kept[] = {"caf", "numero", "civilite", "nom", "prenom"};
    for (size_t i = 0; key && i < sizeof kept / sizeof *kept; i++)
        if (strcmp(kept[i], key) == 0)
            return;
    if (json_is_array(v))
        ck_assert_msg(json_count(v) == 0, "%s", key);
    else if (json_is_object(v))
        for (const struct json *m = json_first(v); m; m = json_sibling(m))
            assert_empty(m, json_key(m));
    else
        ck_assert_msg(json_is_null(v), "%s", key);
}

START_TEST(the_empty_family_holds_nothing_but_its_name)
{
    struct json *root = family("1000026");
    assert_empty(root, NULL);
    json_free(root);
}
END_TEST

static bool has_month(const struct json *rows, const char *key, const char *month)
{
    for (const struct json *r = json_first(rows); r; r = json_sibling(r))
        if (strcmp(json_string(json_get(r, key), ""), month) == 0)
            return true;
    return false;
}

START_TEST(rights_and_payments_stop_for_six_months_and_reach_past_two_years)
{
    struct json *root = family("1000028");
    const struct json *droits = json_get(root, "droits"), *paiements = json_get(root, "paiements");
    static const char *const vides[] = {"2025-09", "2025-10", "2025-11",
                                        "2025-12", "2026-01", "2026-02"};
    for (size_t i = 0; i < sizeof vides / sizeof *vides; i++) {
        ck_assert(!has_month(droits, "mois", vides[i]));
        ck_assert(!has_month(paiements, "periode_debut", vides[i]));
    }
    static const char *const pleins[] = {"2026-10", "2026-03", "2025-08", "2024-12", "2024-07"};
    for (size_t i = 0; i < sizeof pleins / sizeof *pleins; i++) {
        ck_assert(has_month(droits, "mois", pleins[i]));
        ck_assert(has_month(paiements, "periode_debut", pleins[i]));
    }
    json_free(root);
}
END_TEST

START_TEST(payments_are_the_sum_of_their_prestations)
{
    for (size_t i = 0; i < familles_demo_count(); i++) {
        struct json *root = family(famille_demo_at(i)->numero);
        assert_payments_add_up(root);
        json_free(root);
    }
}
END_TEST

/* What is withheld is the difference between rights and payments, month by month. */
START_TEST(withheld_money_is_what_rights_exceed_payments_by)
{
    struct json *root = family("1000027");
    int64_t retenu = 0, paye = sum_of(json_get(root, "paiements"));
    for (const struct json *p = json_first(json_get(root, "paiements")); p; p = json_sibling(p)) {
        int64_t r = 0;
        json_integer(json_get(p, "recuperation_centimes"), &r);
        retenu += r;
    }
    ck_assert_int_gt(retenu, 0);
    ck_assert_int_eq(sum_of(json_get(root, "droits")), paye + retenu);
    json_free(root);
}
END_TEST

/* 97-complement keys are right, and the places named do not exist. */
START_TEST(numbers_of_people_and_banks_are_well_formed_and_nobodys)
{
    for (size_t i = 0; i < familles_demo_count(); i++) {
        struct json *root = family(famille_demo_at(i)->numero);
        const char *nir = json_string(value_at(root, "famille.allocataire.nir"), NULL);
        const char *iban = json_string(value_at(root, "dossier.banque.iban"), NULL);
        if (nir) {
            char tete[14];
            ck_assert_uint_eq(strlen(nir), 15);
            memcpy(tete, nir, 13);
            tete[13] = '\0';
            ck_assert_uint_eq(97 - strtoull(tete, NULL, 10) % 97, strtoull(nir + 13, NULL, 10));
            ck_assert(memcmp(nir + 7, "000", 3) == 0);
        }
        if (iban) {
            unsigned rest = 0;
            char tour[64];
            ck_assert_uint_eq(strlen(iban), 27);
            snprintf(tour, sizeof tour, "%s1527%.2s", iban + 4, iban + 2);
            for (const char *p = tour; *p; p++)
                rest = (rest * 10 + (unsigned)(*p - '0')) % 97;
            ck_assert_uint_eq(rest, 1);
            ck_assert(memcmp(iban + 4, "00000", 5) == 0);
        }
        json_free(root);
    }
}
END_TEST

static void add(TCase *t)
{
    tcase_add_test(t, every_family_is_a_valid_dossier_on_any_day);
    tcase_add_test(t, numbers_follow_one_another_and_the_name_given_opens);
    tcase_add_loop_test(t, each_family_holds_its_case, 0, (int)(sizeof faits / sizeof *faits));
    tcase_add_loop_test(t, windows_cut_what_they_must, 0, (int)(sizeof vues / sizeof *vues));
    tcase_add_test(t, readme_tells_every_family);
    tcase_add_test(t, one_family_opposes_and_only_one);
    tcase_add_test(t, the_empty_family_holds_nothing_but_its_name);
    tcase_add_test(t, rights_and_payments_stop_for_six_months_and_reach_past_two_years);
    tcase_add_test(t, payments_are_the_sum_of_their_prestations);
    tcase_add_test(t, withheld_money_is_what_rights_exceed_payments_by);
    tcase_add_test(t, numbers_of_people_and_banks_are_well_formed_and_nobodys);
}

int main(void)
{
    return secret_init() ? suite_main("source_familles", add) : 1;
}
