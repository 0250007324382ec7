/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an agent obtains: no byte outside his profile, a receipt, a trace, and clear values one by
 * one. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cdap/base/secret.h>

#include "serveur.h"

/* ---- nothing outside the profile ---------------------------------------------------------------- */

static bool key_is_kept(const struct essai *e, const struct profil *p, const char *cle)
{
    for (size_t i = 0; i < dictionnaire_count(e->catalogue.dictionnaire); i++) {
        const struct champ *c = dictionnaire_at(e->catalogue.dictionnaire, i);
        if (strcmp(c->cle, cle) == 0 && profil_keeps(p, c->id))
            return true;
    }
    return false;
}

/* No key of the dictionary that the profile keeps nowhere stands anywhere in the raw bytes. */
static void assert_no_foreign_key(const struct essai *e, const struct profil *p, const char *raw)
{
    for (size_t i = 0; i < dictionnaire_count(e->catalogue.dictionnaire); i++) {
        const char *cle = dictionnaire_at(e->catalogue.dictionnaire, i)->cle;
        char quoted[CHAMP_CLE_MAX + 4];

        if (key_is_kept(e, p, cle))
            continue;
        snprintf(quoted, sizeof quoted, "\"%s\"", cle);
        ck_assert_msg(strstr(raw, quoted) == NULL, "%s ne devait pas sortir sous %s", quoted,
                      profil_code(p));
    }
}

/* Every path of the answer is one that the profile keeps. */
static void assert_paths_kept(const struct essai *e, const struct profil *p, const struct json *v,
                              const char *path)
{
    for (const struct json *m = json_first(v); m; m = json_sibling(m)) {
        char here[CHEMIN_MAX * 2];
        const struct champ *c;

        if (json_is_array(v)) {
            assert_paths_kept(e, p, m, path);
            continue;
        }
        snprintf(here, sizeof here, "%s%s%s", path, *path ? "." : "", json_key(m));
        c = champ_by_chemin(e->catalogue.dictionnaire, span_of(here));
        if (!c) {
            strcat(here, "[]");
            c = champ_by_chemin(e->catalogue.dictionnaire, span_of(here));
        }
        ck_assert_msg(c && profil_keeps(p, c->id), "%s ne devait pas sortir sous %s", here,
                      profil_code(p));
        assert_paths_kept(e, p, m, here);
    }
}

static void check_profile(const char *compte, const char *code)
{
    struct essai e;
    char *jeton;

    essai_open(&e);
    jeton = connexion(&e, compte);
    for (size_t i = 0; i < familles_demo_count(); i++) {
        const struct famille_demo *f = famille_demo_at(i);
        const struct profil *p = catalogue_profil(&e.catalogue, span_of(code));
        struct reponse r;

        if (f->oppose)
            continue;
        consulte(&e, jeton, "131", f->numero, f->nom, code, &r);
        ck_assert_msg(r.status == 200, "%s : %d %s", f->cas, r.status, buf_text(&r.corps));
        ck_assert(r.json != NULL);
        char *envelope = strstr(r.corps.data, ",\"consultation\":{\"recu\":");
        ck_assert(envelope != NULL && strchr(envelope + 20, '{') == NULL);
        *envelope = '\0';
        assert_no_foreign_key(&e, p, r.corps.data);
        assert_paths_kept(&e, p, json_get(r.json, "dossier"), "");
        ck_assert_uint_eq(json_count(r.json), 2);
        reponse_free(&r);
    }
    essai_close(&e);
    free(jeton);
}

START_TEST(no_byte_outside_t2_leaves)
{
    check_profile("agent.t2", "T2");
}
END_TEST

START_TEST(no_byte_outside_td_leaves)
{
    check_profile("agent.td", "TD");
}
END_TEST

/* ---- names and numbers -------------------------------------------------------------------------- */

START_TEST(open_by_any_spelling_of_either_persons_names_and_nothing_else)
{
    struct essai e;
    struct buf doc = {0};
    struct date jour;
    char *jeton;

    ck_assert(date_parse(SPAN_LIT(ESSAI_JOUR), &jour));
    essai_open(&e);
    jeton = connexion(&e, "agent.td");
    for (size_t i = 0; i < familles_demo_count(); i++) {
        static const char *const noms[] = {"allocataire.nom", "conjoint.nom",
                                           "famille.allocataire.nom_naissance",
                                           "famille.conjoint.nom_naissance"};
        const struct famille_demo *f = famille_demo_at(i);
        struct json *family;

        if (f->oppose)
            continue;
        buf_reset(&doc);
        famille_demo_put(i, jour, &doc);
        family = json_parse(buf_span(&doc), NULL);
        for (size_t n = 0; n < 4; n++) {
            const char *nom = json_string(json_path(family, span_of(noms[n])), NULL);
            char long_form[64], partial[128];
            if (!nom)
                continue;
            snprintf(long_form, sizeof long_form, " %s 00000000", f->numero);
            ck_assert_msg(consulte(&e, jeton, "131", long_form, nom, "TD", NULL) == 200, "%s %s",
                          f->cas, noms[n]);
            snprintf(partial, sizeof partial, "%s%%", nom);
            ck_assert_int_eq(consulte(&e, jeton, "131", f->numero, partial, "TD", NULL), 404);
        }
        json_free(family);
    }
    buf_free(&doc);
    essai_close(&e);
    free(jeton);
}
END_TEST

START_TEST(refuse_names_of_children_and_first_names)
{
    struct essai e;
    struct buf doc = {0};
    struct date jour;
    char *jeton;
    int tried = 0;

    ck_assert(date_parse(SPAN_LIT(ESSAI_JOUR), &jour));
    essai_open(&e);
    jeton = connexion(&e, "agent.td");
    for (size_t i = 0; i < familles_demo_count(); i++) {
        const struct famille_demo *f = famille_demo_at(i);
        struct json *family;

        buf_reset(&doc);
        famille_demo_put(i, jour, &doc);
        family = json_parse(buf_span(&doc), NULL);
        const char *prenom = json_string(json_path(family, SPAN_LIT("allocataire.prenom")), NULL);
        if (prenom && ++tried)
            ck_assert_int_eq(consulte(&e, jeton, "131", f->numero, prenom, "TD", NULL), 404);
        json_free(family);
    }
    ck_assert_int_gt(tried, 10);
    buf_free(&doc);
    essai_close(&e);
    free(jeton);
}
END_TEST

START_TEST(open_whatever_the_case_accents_and_blanks)
{
    static const char *const ecritures[] = {"MARTIN", "martin", " Mar-tin ", "M'ARTIN", "màrtïn"};
    const struct famille_demo *f = NULL;
    struct essai e;
    char *jeton;

    for (size_t i = 0; i < familles_demo_count() && !f; i++)
        if (strcmp(famille_demo_at(i)->nom, "MARTIN") == 0)
            f = famille_demo_at(i);
    ck_assert_msg(f != NULL, "la famille MARTIN manque à la démonstration");
    essai_open(&e);
    jeton = connexion(&e, "agent.t2");
    for (size_t i = 0; i < sizeof ecritures / sizeof *ecritures; i++)
        ck_assert_int_eq(consulte(&e, jeton, NULL, f->numero, ecritures[i], "T2", NULL), 200);
    ck_assert_int_eq(consulte(&e, jeton, NULL, f->numero, "MARTI", "T2", NULL), 404);
    ck_assert_int_eq(consulte(&e, jeton, NULL, f->numero, "MARTINS", "T2", NULL), 404);
    essai_close(&e);
    free(jeton);
}
END_TEST

/* ---- receipt and trace -------------------------------------------------------------------------- */

START_TEST(leave_a_trace_that_bears_the_receipt_and_no_name)
{
    const struct famille_demo *f = une_famille(false);
    struct essai e;
    struct reponse r;
    struct buf entry = {0};
    int64_t recu = -1;
    char *jeton, *detail;

    essai_open(&e);
    jeton = connexion(&e, "agent.t2");
    consulte(&e, jeton, NULL, f->numero, f->nom, "T2", &r);
    ck_assert_int_eq(r.status, 200);
    ck_assert(json_integer(json_path(r.json, SPAN_LIT("consultation.recu")), &recu));
    ck_assert_str_eq(json_string(json_path(r.json, SPAN_LIT("consultation.caf")), ""), "131");
    ck_assert_str_eq(json_string(json_path(r.json, SPAN_LIT("consultation.numero")), ""),
                     f->numero);
    ck_assert_int_eq(recu, journal_count(&e) - 1);
    journal_put(&e, recu, &entry);
    detail = strchr(entry.data, '\n');
    *detail++ = '\0';
    ck_assert(strstr(entry.data, "\"acte\":\"consultation\"") != NULL);
    ck_assert(strstr(entry.data, "agent.t2") != NULL);
    ck_assert(strstr(entry.data, f->numero) == NULL);
    ck_assert(strstr(entry.data, "motif-en-clair") == NULL);
    ck_assert(strstr(detail, "motif-en-clair") != NULL);
    ck_assert(strstr(detail, f->numero) != NULL);
    ck_assert(strstr(detail, f->nom) == NULL);
    buf_free(&entry);
    reponse_free(&r);
    essai_close(&e);
    free(jeton);
}
END_TEST

/* ---- clear values ------------------------------------------------------------------------------- */

static int reveal(struct essai *e, const char *jeton, int64_t recu, const char *champ,
                  struct reponse *r)
{
    char body[256];
    struct reponse mine;
    int status;

    snprintf(body, sizeof body, "{\"recu\":%lld,\"champ\":\"%s\"}", (long long)recu, champ);
    appel(e, "POST", "/v1/revelations", jeton, body, NULL, r ? r : &mine);
    status = r ? r->status : mine.status;
    if (!r)
        reponse_free(&mine);
    return status;
}

static int64_t recu_of(struct essai *e, const char *jeton, const struct famille_demo *f,
                       const char *profil)
{
    struct reponse r;
    int64_t recu = -1;

    consulte(e, jeton, "131", f->numero, f->nom, profil, &r);
    ck_assert_int_eq(r.status, 200);
    ck_assert(json_integer(json_path(r.json, SPAN_LIT("consultation.recu")), &recu));
    reponse_free(&r);
    return recu;
}

START_TEST(refuse_to_reveal_outside_session_profile_and_masked_fields)
{
    const struct famille_demo *f = une_famille(false);
    struct essai e;
    char *td, *t2, *autre;
    int64_t recu_td, recu_t2;

    essai_open(&e);
    td = connexion(&e, "agent.td");
    autre = connexion(&e, "agent.td");
    t2 = connexion(&e, "agent.t2");
    recu_td = recu_of(&e, td, f, "TD");
    recu_t2 = recu_of(&e, t2, f, "T2");
    ck_assert_int_eq(reveal(&e, autre, recu_td, "famille.allocataire.nir", NULL), 409);
    ck_assert_int_eq(reveal(&e, td, recu_t2, "famille.allocataire.nir", NULL), 409);
    ck_assert_int_eq(reveal(&e, td, 0, "famille.allocataire.nir", NULL), 409);
    ck_assert_int_eq(reveal(&e, td, -1, "famille.allocataire.nir", NULL), 409);
    ck_assert_int_eq(reveal(&e, t2, recu_t2, "famille.allocataire.nir", NULL), 403);
    ck_assert_int_eq(reveal(&e, td, recu_td, "allocataire.nom", NULL), 422);
    ck_assert_int_eq(reveal(&e, td, recu_td, "famille", NULL), 422);
    ck_assert_int_eq(reveal(&e, td, recu_td, "inconnu", NULL), 422);
    char sql[128];
    snprintf(sql, sizeof sql, "INSERT INTO opposition VALUES (1310000000 + %s, 20261120)",
             f->numero);
    essai_sql(&e, "dossiers", sql);
    ck_assert_int_eq(reveal(&e, td, recu_td, "famille.allocataire.nir", NULL), 403);
    essai_close(&e);
    free(td);
    free(t2);
    free(autre);
}
END_TEST

START_TEST(reveal_one_masked_value_and_journal_it_without_the_value)
{
    struct essai e;
    struct reponse r, dossier;
    struct buf entry = {0};
    const struct famille_demo *f = une_famille(false);
    char *jeton;
    int64_t recu;

    essai_open(&e);
    jeton = connexion(&e, "agent.td");
    recu = recu_of(&e, jeton, f, "TD");
    ck_assert_int_eq(reveal(&e, jeton, recu, "famille.allocataire.nir", &r), 200);
    const char *valeur = json_string(json_get(r.json, "valeur"), "");
    ck_assert_uint_ge(strlen(valeur), 13);
    ck_assert_uint_eq(json_count(r.json), 1);
    journal_put(&e, journal_count(&e) - 1, &entry);
    ck_assert(strstr(entry.data, "\"acte\":\"revelation\"") != NULL);
    ck_assert(strstr(entry.data, "famille.allocataire.nir") != NULL);
    ck_assert(strstr(entry.data, valeur) == NULL);
    consulte(&e, jeton, "131", f->numero, f->nom, "TD", &dossier); /* still masked */
    ck_assert(strstr(buf_text(&dossier.corps), valeur) == NULL);
    ck_assert(strstr(buf_text(&dossier.corps), "••") != NULL);
    reponse_free(&dossier);
    reponse_free(&r);
    buf_free(&entry);
    essai_close(&e);
    free(jeton);
}
END_TEST

/* ---- screens ------------------------------------------------------------------------------------ */

START_TEST(serve_screens_once_and_say_when_nothing_changed)
{
    struct essai e;
    struct reponse r;
    struct buf etag = {0};
    char *jeton, entete[96];

    essai_open(&e);
    jeton = connexion(&e, "auditeur");
    appel(&e, "GET", "/v1/ecrans", jeton, NULL, NULL, &r);
    ck_assert_int_eq(r.status, 200);
    ck_assert_str_eq(buf_text(&r.corps), buf_text(&e.catalogue.ecrans));
    ck_assert(json_is_object(json_get(r.json, "nomenclatures")));
    reponse_put_entete(&r, "ETag", &etag);
    ck_assert_uint_gt(etag.len, 2);
    snprintf(entete, sizeof entete, "If-None-Match: %s", buf_text(&etag));
    reponse_free(&r);
    appel(&e, "GET", "/v1/ecrans", jeton, NULL, entete, &r);
    ck_assert_int_eq(r.status, 304);
    ck_assert_uint_eq(r.corps.len, 0);
    reponse_free(&r);
    appel(&e, "GET", "/v1/ecrans", jeton, NULL, "If-None-Match: \"autre\"", &r);
    ck_assert_int_eq(r.status, 200);
    reponse_free(&r);
    buf_free(&etag);
    essai_close(&e);
    free(jeton);
}
END_TEST

START_TEST(forbid_every_cache_and_sniffing)
{
    struct essai e;
    struct reponse r;
    struct buf cache = {0}, sniff = {0}, type = {0};
    char *jeton;

    essai_open(&e);
    jeton = connexion(&e, "agent.t2");
    consulte(&e, jeton, NULL, une_famille(false)->numero, une_famille(false)->nom, "T2", &r);
    reponse_put_entete(&r, "Cache-Control", &cache);
    reponse_put_entete(&r, "X-Content-Type-Options", &sniff);
    reponse_put_entete(&r, "Content-Type", &type);
    ck_assert_str_eq(buf_text(&cache), "no-store");
    ck_assert_str_eq(buf_text(&sniff), "nosniff");
    ck_assert_str_eq(buf_text(&type), "application/json; charset=utf-8");
    reponse_free(&r);
    buf_free(&cache);
    buf_free(&sniff);
    buf_free(&type);
    essai_close(&e);
    free(jeton);
}
END_TEST

static void add(TCase *t)
{
    tcase_add_test(t, no_byte_outside_t2_leaves);
    tcase_add_test(t, no_byte_outside_td_leaves);
    tcase_add_test(t, refuse_names_of_children_and_first_names);
    tcase_add_test(t, open_by_any_spelling_of_either_persons_names_and_nothing_else);
    tcase_add_test(t, open_whatever_the_case_accents_and_blanks);
    tcase_add_test(t, leave_a_trace_that_bears_the_receipt_and_no_name);
    tcase_add_test(t, refuse_to_reveal_outside_session_profile_and_masked_fields);
    tcase_add_test(t, reveal_one_masked_value_and_journal_it_without_the_value);
    tcase_add_test(t, serve_screens_once_and_say_when_nothing_changed);
    tcase_add_test(t, forbid_every_cache_and_sniffing);
}

int main(void)
{
    return essai_main("consultation", add);
}
