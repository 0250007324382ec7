/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The stored form: what validation refuses and where, one form whatever the order of keys, the
 * document given back, and nothing from a damaged one. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cdap/base/secret.h>
#include <cdap/model/bande.h>
#include <cdap/model/filtre.h>
#include <cdap/model/recherche.h>

/* To damage a bande and seal it again: only then do the checks behind the seal come to work. */
#include "../src/model/forme.h"

#include "dossier_gen.h"
#include "suite.h"

#define MINIMUM      "\"caf\":\"131\",\"numero\":\"1000001\",\"allocataire\":{\"nom\":\"MARTIN\"}"
#define COUNT(table) (sizeof(table) / sizeof *(table))

static struct dictionnaire *d;
static struct encodeur *e;
static struct buf bande;
static struct identite id;
static struct err err;

static void setup(void)
{
    d = dictionnaire_de_test();
    e = encodeur_new(d);
}

static void teardown(void)
{
    encodeur_free(e);
    dictionnaire_free(d);
    buf_free(&bande);
}

static bool encode(const char *json)
{
    err = (struct err){0};
    return bande_encode(e, span_of(json), &bande, &id, &err);
}

static void refuse(const char *json, const char *champ, const char *why)
{
    ck_assert_msg(!encode(json), "accepted: %s", json);
    ck_assert_int_eq(err.code, ERR_DONNEES);
    ck_assert_msg(strcmp(err.champ, champ) == 0, "« %s » for %s", err.champ, json);
    ck_assert_msg(strstr(err.detail, why) != NULL, "« %s » for %s", err.detail, json);
}

/* The minimum and one member more. */
static void refuse_member(const char *member, const char *champ, const char *why)
{
    struct buf json = {0};
    buf_putf(&json, "{" MINIMUM ",%s}", member);
    refuse(buf_text(&json), champ, why);
    buf_free(&json);
}

START_TEST(refuse_unknown_and_duplicate_keys_by_their_path)
{
    refuse_member("\"salaire\":1", "salaire", "inconnue");
    refuse_member("\"droits\":[{},{\"moi\":1}]", "droits[1].moi", "inconnue");
    refuse_member("\"dossier\":{\"banque\":{\"rib\":null}}", "dossier.banque.rib", "inconnue");
    refuse_member("\"caf\":\"131\"", "caf", "double");
    refuse_member("\"adresse\":{\"pays\":null,\"pays\":null}", "adresse.pays", "double");
    refuse_member("\"adresse\":{\"pays\":null,\"commune\":null,\"pays\":null}", "adresse.pays",
                  "double");
    refuse_member("\"droits\":[{\"mois\":\"2026-01\",\"mois\":\"2026-01\"}]", "droits[0].mois",
                  "double");
    refuse_member("\"\\u001b[2J\\u202e\":1", "\uFFFD[2J\uFFFD", "inconnue");
}
END_TEST

START_TEST(refuse_wrong_types_and_bounds_by_their_path)
{
    static const struct {
        const char *member, *champ, *why;
    } cases[] = {
        {"\"droits\":{}", "droits", "tableau"},
        {"\"droits\":[1]", "droits[0]", "objet"},
        {"\"droits\":[null]", "droits[0]", "objet"},
        {"\"dossier\":[]", "dossier", "objet"},
        {"\"dossier\":{\"enfants_a_charge_pf\":-1}", "dossier.enfants_a_charge_pf", "entier"},
        {"\"dossier\":{\"enfants_a_charge_pf\":10000000}", "dossier.enfants_a_charge_pf", "entier"},
        {"\"dossier\":{\"enfants_a_charge_pf\":\"2\"}", "dossier.enfants_a_charge_pf", "entier"},
        {"\"dossier\":{\"enfants_a_charge_pf\":2.5}", "dossier.enfants_a_charge_pf", "entier"},
        {"\"droits\":[{},{},{},{\"montant_centimes\":10000000000}]", "droits[3].montant_centimes",
         "centimes"},
        {"\"droits\":[{\"montant_centimes\":-10000000000}]", "droits[0].montant_centimes",
         "centimes"},
        {"\"droits\":[{\"montant_centimes\":1e3}]", "droits[0].montant_centimes", "centimes"},
        {"\"droits\":[{\"suspendu\":0}]", "droits[0].suspendu", "vrai ou faux"},
        {"\"droits\":[{\"nature\":\"rsa\"}]", "droits[0].nature", "code"},
        {"\"droits\":[{\"nature\":\"\"}]", "droits[0].nature", "code"},
        {"\"droits\":[{\"nature\":\"ABCDEFGHIJKLMNOPQ\"}]", "droits[0].nature", "code"},
        {"\"responsable\":\"enfant\"", "responsable", "mot"},
        {"\"responsable\":true", "responsable", "mot"},
        {"\"famille\":{\"enfants\":[{\"charge\":[\"pf\",\"pf\"]}]}", "famille.enfants[0].charge[1]",
         "double"},
        {"\"famille\":{\"enfants\":[{\"charge\":[\"x\"]}]}", "famille.enfants[0].charge[0]", "mot"},
        {"\"famille\":{\"enfants\":[{\"charge\":\"pf\"}]}", "famille.enfants[0].charge", "mots"},
        {"\"ressources\":{\"annuelles\":[{\"annee\":1899}]}", "ressources.annuelles[0].annee",
         "année"},
        {"\"ressources\":{\"annuelles\":[{\"annee\":\"2024\"}]}", "ressources.annuelles[0].annee",
         "année"},
        {"\"adresse\":{\"lignes\":[\"1\",\"2\",\"3\",\"4\",\"5\",\"6\",\"7\",\"8\"]}",
         "adresse.lignes[7]", "7 lignes"},
        {"\"adresse\":{\"lignes\":[\"123456789012345678901234567890123456789\"]}",
         "adresse.lignes[0]", "38 caractères"},
        {"\"adresse\":{\"lignes\":[1]}", "adresse.lignes[0]", "texte"},
        {"\"adresse\":{\"lignes\":[[]]}", "adresse.lignes[0]", "texte"},
        {"\"adresse\":{\"commune\":{}}", "adresse.commune", "texte"},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        refuse_member(cases[i].member, cases[i].champ, cases[i].why);
}
END_TEST

START_TEST(refuse_impossible_dates)
{
    static const char *const days[] = {"2025-02-29", "2025-13-01", "2025-00-12", "0000-06-00",
                                       "2025-1-1",   "2025-06",    "20250601",   "2025-06-31"};
    char member[96];
    for (size_t i = 0; i < COUNT(days); i++) {
        snprintf(member, sizeof member, "\"mise_a_jour\":\"%s\"", days[i]);
        refuse_member(member, "mise_a_jour", "date");
    }
    refuse_member("\"mise_a_jour\":20250601", "mise_a_jour", "date");
    refuse_member("\"droits\":[{\"mois\":\"2025-00\"}]", "droits[0].mois", "mois");
    refuse_member("\"droits\":[{\"mois\":\"2025-06-01\"}]", "droits[0].mois", "mois");
    refuse_member("\"droits\":[{},{},{},{\"mois\":\"2025-13\"}]", "droits[3].mois", "mois");
}
END_TEST

START_TEST(refuse_a_dossier_that_nothing_opens)
{
    refuse("{\"numero\":\"1000001\",\"allocataire\":{\"nom\":\"M\"}}", "caf", "manque");
    refuse("{\"caf\":\"131\",\"allocataire\":{\"nom\":\"M\"}}", "numero", "manque");
    refuse("{\"caf\":null,\"numero\":\"1000001\",\"allocataire\":{\"nom\":\"M\"}}", "caf",
           "manque");
    refuse("{\"caf\":\"131\",\"numero\":\"1000001\"}", "allocataire.nom", "nom");
    refuse("{\"caf\":\"131\",\"numero\":\"1000001\",\"allocataire\":{\"nom\":\" - \"}}",
           "allocataire.nom", "nom");
    refuse("{\"caf\":\"13\",\"numero\":\"1000001\"}", "caf", "3 chiffres");
    refuse("{\"caf\":\"131\",\"numero\":\"100001\"}", "numero", "7 chiffres");
    refuse("{\"caf\":131}", "caf", "3 chiffres");
}
END_TEST

START_TEST(refuse_what_is_not_one_json_object)
{
    refuse("", "", "");
    refuse("[]", "", "objet");
    refuse("{" MINIMUM "} {}", "", "");
    refuse("{" MINIMUM, "", "");
    refuse("{" MINIMUM ",\"droits\":[{\"mois\":tru}]}", "droits[0].mois", "");
    refuse("{" MINIMUM ",\"adresse\":{\"pays\":\"\xFF\"}}", "adresse.pays", "UTF-8");
    refuse("{" MINIMUM ",\"adresse\":{\"pays\":\"a\\u0000b\"}}", "adresse.pays", "");
}
END_TEST

START_TEST(the_encoder_is_usable_after_a_refusal)
{
    refuse_member("\"famille\":{\"enfants\":[{\"charge\":[\"pf\",1]}]}",
                  "famille.enfants[0].charge[1]", "texte");
    ck_assert(encode("{" MINIMUM "}"));
    refuse_member("\"droits\":[{\"mois\":1}]", "droits[0].mois", "mois");
}
END_TEST

/* ---- one form -------------------------------------------------------------------------------- */

static void assert_same_form(const char *a, const char *b)
{
    struct buf first = {0};
    ck_assert_msg(encode(a), "%s: %s", err.champ, err.detail);
    buf_put(&first, bande.data, bande.len);
    ck_assert_msg(encode(b), "%s: %s", err.champ, err.detail);
    ck_assert_msg(span_eq(buf_span(&first), buf_span(&bande)), "%s\n%s", a, b);
    buf_free(&first);
}

START_TEST(order_of_keys_and_blanks_change_nothing)
{
    assert_same_form("{" MINIMUM "}",
                     " { \"allocataire\" : { \"nom\" : \"MARTIN\" } , \"numero\":\"1000001\",\n"
                     "\"caf\":\"131\" } \n");
    assert_same_form("{" MINIMUM ",\"droits\":[{\"mois\":\"2026-01\",\"suspendu\":true},{}]}",
                     "{\"droits\":[{\"suspendu\":true,\"mois\":\"2026-01\"},{}]," MINIMUM "}");
    assert_same_form("{" MINIMUM ",\"dossier\":{\"banque\":{\"iban\":\"A\",\"bic\":\"B\"}}}",
                     "{\"dossier\":{\"banque\":{\"bic\":\"B\",\"iban\":\"A\"}}," MINIMUM "}");
}
END_TEST

START_TEST(missing_null_and_empty_array_are_one)
{
    assert_same_form("{" MINIMUM "}", "{" MINIMUM ",\"droits\":null,\"conjoint\":null}");
    assert_same_form("{" MINIMUM "}", "{" MINIMUM ",\"droits\":[],\"mise_a_jour\":null}");
    assert_same_form("{" MINIMUM ",\"adresse\":{}}", "{" MINIMUM ",\"adresse\":{\"pays\":null}}");
}
END_TEST

START_TEST(spelling_of_text_and_numbers_changes_nothing)
{
    assert_same_form("{" MINIMUM ",\"adresse\":{\"commune\":\"É/\"}}",
                     "{" MINIMUM ",\"adresse\":{\"commune\":\"E\\u0301\\/\"}}");
    assert_same_form("{" MINIMUM ",\"droits\":[{\"montant_centimes\":0}]}",
                     "{" MINIMUM ",\"droits\":[{\"montant_centimes\":-0}]}");
}
END_TEST

static const char *exported(void)
{
    static struct buf out;
    buf_reset(&out);
    ck_assert(bande_export(d, buf_span(&bande), &out));
    return buf_text(&out);
}

START_TEST(foreign_text_is_stored_safe_to_show)
{
    ck_assert(
        encode("{" MINIMUM ",\"adresse\":{\"commune\":\"a\\u001b[2J\\u202eb\\u200bc\\n\\t\"}}"));
    ck_assert_ptr_nonnull(
        strstr(exported(), "\"commune\":\"a\uFFFD[2J\uFFFDb\uFFFDc\uFFFD\uFFFD\""));
    ck_assert(encode("{" MINIMUM ",\"adresse\":{\"commune\":\"\\\"\\\\\"}}"));
    ck_assert_ptr_nonnull(strstr(exported(), "\"commune\":\"\\\"\\\\\""));
}
END_TEST

START_TEST(texts_are_counted_in_characters)
{
    struct buf json = {0};
    for (int count = TEXTE_MAX; count <= TEXTE_MAX + 1; count++) {
        buf_reset(&json);
        buf_puts(&json, "{" MINIMUM ",\"adresse\":{\"commune\":\"");
        for (int i = 0; i < count; i++)
            buf_puts(&json, "é");
        buf_puts(&json, "\"}}");
        ck_assert_int_eq(encode(buf_text(&json)), count == TEXTE_MAX);
    }
    ck_assert_str_eq(err.champ, "adresse.commune");
    buf_free(&json);
}
END_TEST

START_TEST(the_whole_document_is_given_back)
{
    ck_assert(encode("{\"numero\":\"1000001\",\"caf\":\"131\",\"allocataire\":{\"nom\":\"MARTIN\"},"
                     "\"dossier\":{\"banque\":{\"iban\":\"FR7630006000011234567890189\"}}}"));
    const char *text = exported();
    ck_assert_ptr_nonnull(strstr(text, "\"iban\":\"FR7630006000011234567890189\",\"bic\":null}"));
    ck_assert(strncmp(text, "{\"caf\":\"131\",\"numero\":\"1000001\",\"mise_a_jour\":null,", 50) ==
              0);
    ck_assert_ptr_nonnull(strstr(text, "\"conjoint\":null"));
    ck_assert_ptr_nonnull(strstr(text, "\"droits\":[]"));
}
END_TEST

START_TEST(encoding_an_export_gives_the_same_bytes)
{
    struct dossier_gen g = {.d = d, .etat = 42, .rangees_max = 4, .aujourdhui = {2026, 11, 20}};
    struct buf json = {0}, out = {0}, again = {0}, out2 = {0};
    for (int i = 0; i < 500; i++) {
        g.melange = i % 2;
        buf_reset(&json);
        buf_reset(&out);
        buf_reset(&out2);
        gen_dossier(&g, &json);
        ck_assert(encode(buf_text(&json)));
        ck_assert(bande_export(d, buf_span(&bande), &out));
        ck_assert(bande_encode(e, buf_span(&out), &again, &id, &err));
        ck_assert(span_eq(buf_span(&bande), buf_span(&again)));
        ck_assert(bande_export(d, buf_span(&again), &out2));
        ck_assert(span_eq(buf_span(&out), buf_span(&out2)));
    }
    buf_free(&json);
    buf_free(&out);
    buf_free(&out2);
    buf_free(&again);
}
END_TEST

/* Bytes changed at random in the JSON: refused, or stored as soundly as any other. */
START_TEST(damaged_documents_are_refused_or_stored_soundly)
{
    static const char bytes[] = "{}[]\",:\\0129-+.eE\x01\xC3\xFFntfu ";
    struct dossier_gen g = {.d = d, .etat = 5, .rangees_max = 2, .aujourdhui = {2026, 11, 20}};
    struct buf json = {0}, out = {0}, again = {0};
    int stored = 0;
    for (int i = 0; i < 5000; i++) {
        buf_reset(&json);
        buf_reset(&out);
        gen_dossier(&g, &json);
        for (unsigned k = 1 + gen_below(&g, 2); k > 0; k--)
            json.data[gen_below(&g, (unsigned)json.len)] = bytes[gen_below(&g, sizeof bytes - 1)];
        err = (struct err){0};
        if (!bande_encode(e, buf_span(&json), &bande, &id, &err)) {
            ck_assert_int_eq(err.code, ERR_DONNEES);
            ck_assert(err.detail[0] != '\0');
            continue;
        }
        stored++;
        ck_assert(bande_export(d, buf_span(&bande), &out));
        ck_assert(bande_encode(e, buf_span(&out), &again, &id, &err));
        ck_assert(span_eq(buf_span(&bande), buf_span(&again)));
    }
    ck_assert_int_gt(stored, 0);
    buf_free(&json);
    buf_free(&out);
    buf_free(&again);
}
END_TEST

START_TEST(the_four_names_and_the_number_open_the_dossier)
{
    static const char *const names[] = {"Lefèvre", "DURAND", "d’Alembert", "le gall"};
    unsigned char key[NOM_CLE_SIZE];
    ck_assert(
        encode("{\"caf\":\"131\",\"numero\":\"0000042\",\"allocataire\":{\"nom\":\"LEFEVRE\"},"
               "\"conjoint\":{\"nom\":\"Durand\"},\"famille\":{"
               "\"allocataire\":{\"nom_naissance\":\"D'ALEMBERT\"},"
               "\"conjoint\":{\"nom_naissance\":\"LE GALL\"},"
               "\"enfants\":[{\"nom\":\"AUTRE\"}]}}"));
    ck_assert_uint_eq(id.cle, dossier_cle(131, 42));
    for (size_t i = 0; i < COUNT(names); i++) {
        ck_assert(nom_cle(span_of(names[i]), key));
        ck_assert_msg(identite_has_nom(id.noms, key), "%s", names[i]);
    }
    ck_assert(nom_cle(span_of("AUTRE"), key));
    ck_assert(!identite_has_nom(id.noms, key));
}
END_TEST

/* ---- damage ---------------------------------------------------------------------------------- */

static struct profil *td;
static struct vue vue;

/* Everything that reads a bande, on a block of exactly its size. */
static bool read_all(struct span bytes, size_t most)
{
    struct buf out = {0};
    char *copy = malloc(bytes.len ? bytes.len : 1);
    memcpy(copy, bytes.ptr, bytes.len);
    struct span exact = {copy, bytes.len};
    buf_puts(&out, "before");
    bool ran = filtre_run(&vue, exact, &out);
    ck_assert(ran || strcmp(buf_text(&out), "before") == 0);
    ck_assert_uint_le(out.len, most + 6);
    buf_reset(&out);
    bool sent = bande_export(d, exact, &out);
    ck_assert(sent || out.len == 0);
    buf_reset(&out);
    bool told = filtre_reveal(d, &vue, exact, SPAN_LIT("famille.allocataire.nir"), &out);
    buf_free(&out);
    free(copy);
    return ran || sent || told;
}

static void damage_begin(struct dossier_gen *g)
{
    struct buf json = {0};
    *g = (struct dossier_gen){
        .d = d, .etat = 99, .rangees_max = 2, .complet = true, .aujourdhui = {2026, 11, 20}};
    td = profil_de_test(d, "TD.json");
    profil_vue(td, g->aujourdhui, &vue);
    gen_dossier(g, &json);
    ck_assert(encode(buf_text(&json)));
    ck_assert(read_all(buf_span(&bande), bande.len));
    buf_free(&json);
}

START_TEST(nothing_comes_from_a_damaged_bande)
{
    struct dossier_gen g;
    damage_begin(&g);
    for (size_t at = 0; at < bande.len; at++) {
        char kept = bande.data[at];
        bande.data[at] = (char)(kept ^ (1 << gen_below(&g, 8)));
        ck_assert_msg(!read_all(buf_span(&bande), bande.len), "byte %zu", at);
        bande.data[at] = kept;
    }
    for (size_t len = 0; len < bande.len; len += 1 + len / 16)
        ck_assert_msg(!read_all((struct span){bande.data, len}, len), "cut at %zu", len);
    for (size_t at = BLOC; at + 3 * BLOC < bande.len; at += BLOC) {
        char *here = bande.data + at, kept[BLOC];
        memcpy(kept, here, BLOC);
        memcpy(here, here + BLOC, BLOC);
        memcpy(here + BLOC, kept, BLOC);
        bool same = memcmp(here, kept, BLOC) == 0;
        ck_assert_msg(same || !read_all(buf_span(&bande), bande.len), "swapped at %zu", at);
        memcpy(here + BLOC, here, BLOC);
        memcpy(here, kept, BLOC);
    }
    profil_free(td);
}
END_TEST

/* Sealed again after the damage, as no accident would: lengths lie, memory must stay safe. */
START_TEST(lengths_that_lie_under_a_good_seal_are_survived)
{
    struct dossier_gen g;
    struct buf forged = {0};
    damage_begin(&g);
    size_t body = bande.len - SCEAU_SIZE;
    struct tete t;
    memcpy(&t, bande.data, sizeof t);
    for (int i = 0; i < 20000; i++) {
        buf_reset(&forged);
        buf_put(&forged, bande.data, body);
        for (unsigned k = 1 + gen_below(&g, 3); k > 0; k--) {
            /* mostly in the index, where the lengths are */
            size_t at = gen_below(&g, 4) ? sizeof t + t.texte + gen_below(&g, t.index)
                                         : gen_below(&g, (unsigned)body);
            forged.data[at] = (char)gen_below(&g, 256);
        }
        bande_seal(&forged);
        read_all(buf_span(&forged), forged.len);
    }
    buf_free(&forged);
    profil_free(td);
}
END_TEST

/* ---- a dictionary that changes --------------------------------------------------------------- */

/* champs.json with `from` replaced by `to`. */
static struct dictionnaire *changed(const char *from, const char *to)
{
    struct buf text = profil_text("champs.json"), out = {0};
    const char *at = strstr(buf_text(&text), from);
    ck_assert_ptr_nonnull(at);
    buf_put(&out, text.data, (size_t)(at - text.data));
    buf_puts(&out, to);
    buf_puts(&out, at + strlen(from));
    struct dictionnaire *made = dictionnaire_load(buf_span(&out), &err);
    ck_assert_msg(made != NULL, "%s: %s", err.champ, err.detail);
    buf_free(&text);
    buf_free(&out);
    return made;
}

START_TEST(a_field_added_later_leaves_stored_dossiers_readable)
{
    struct buf out = {0};
    ck_assert(encode("{" MINIMUM "}"));
    struct dictionnaire *grown = changed(
        "\"version\": 1,\n  \"champs\": [",
        "\"version\": 2,\n  \"champs\": [{\"id\": 500, \"chemin\": \"ajout\", \"type\": \"texte\","
        " \"depuis\": 2, \"libelle\": \"Ajout\"},");
    ck_assert(bande_export(grown, buf_span(&bande), &out));
    dictionnaire_free(grown);
    buf_free(&out);
}
END_TEST

START_TEST(refuse_dossiers_stored_before_a_mask_came)
{
    struct buf out = {0};
    ck_assert(encode("{" MINIMUM "}"));
    struct dictionnaire *masked =
        changed("\"chemin\": \"adresse.commune\", \"type\": \"texte\",",
                "\"chemin\": \"adresse.commune\", \"type\": \"texte\", \"masque\": \"titulaire\",");
    ck_assert(!bande_export(masked, buf_span(&bande), &out));
    dictionnaire_free(masked);
    struct dictionnaire *unsaid = changed(
        "\"champs\": [", "\"champs\": [{\"id\": 500, \"chemin\": \"ajout\", \"type\": \"texte\","
                         " \"libelle\": \"Ajout\"},");
    ck_assert(!bande_export(unsaid, buf_span(&bande), &out));
    dictionnaire_free(unsaid);
    buf_free(&out);
}
END_TEST

static void add(TCase *t)
{
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, refuse_unknown_and_duplicate_keys_by_their_path);
    tcase_add_test(t, refuse_wrong_types_and_bounds_by_their_path);
    tcase_add_test(t, refuse_impossible_dates);
    tcase_add_test(t, refuse_a_dossier_that_nothing_opens);
    tcase_add_test(t, refuse_what_is_not_one_json_object);
    tcase_add_test(t, the_encoder_is_usable_after_a_refusal);
    tcase_add_test(t, order_of_keys_and_blanks_change_nothing);
    tcase_add_test(t, missing_null_and_empty_array_are_one);
    tcase_add_test(t, spelling_of_text_and_numbers_changes_nothing);
    tcase_add_test(t, foreign_text_is_stored_safe_to_show);
    tcase_add_test(t, texts_are_counted_in_characters);
    tcase_add_test(t, the_whole_document_is_given_back);
    tcase_add_test(t, encoding_an_export_gives_the_same_bytes);
    tcase_add_test(t, damaged_documents_are_refused_or_stored_soundly);
    tcase_add_test(t, the_four_names_and_the_number_open_the_dossier);
    tcase_add_test(t, nothing_comes_from_a_damaged_bande);
    tcase_add_test(t, lengths_that_lie_under_a_good_seal_are_survived);
    tcase_add_test(t, a_field_added_later_leaves_stored_dossiers_readable);
    tcase_add_test(t, refuse_dossiers_stored_before_a_mask_came);
}

int main(void)
{
    return secret_init() ? suite_main("model_bande", add) : 1;
}
