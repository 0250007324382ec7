/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Profiles: what their lint refuses, and what T2 never gives. The matrix is kept as a golden file by
 * the test of the command that prints it. */
#include <stdio.h>
#include <string.h>

#include <cdap/base/secret.h>

#include "dossier_gen.h"
#include "suite.h"

#define MOTIFS "\"motifs\":[{\"code\":\"aide\",\"libelle\":\"Aide\",\"texte_exige\":false}]"
#define TETE   "\"code\":\"T9\",\"libelle\":\"Essai\",\"version\":1," MOTIFS

static struct dictionnaire *d;

static void setup(void)
{
    d = dictionnaire_de_test();
}

static void teardown(void)
{
    dictionnaire_free(d);
}

static void refuse(const char *body, const char *champ, const char *why)
{
    struct buf text = {0};
    struct err err = {0};
    buf_putf(&text, "{%s}", body);
    ck_assert_msg(profil_load(d, buf_span(&text), &err) == NULL, "accepted: %s", body);
    ck_assert_int_eq(err.code, ERR_DONNEES);
    if (champ)
        ck_assert_str_eq(err.champ, champ);
    ck_assert_msg(strstr(err.detail, why) != NULL, "« %s » for %s", err.detail, body);
    buf_free(&text);
}

START_TEST(refuse_paths_that_are_unknown_repeated_or_too_wide)
{
    refuse(TETE ",\"champs\":[\"salaire\"],\"fenetres\":{}", "salaire", "dictionnaire");
    refuse(TETE ",\"champs\":[\"caf\",\"caf\"],\"fenetres\":{}", "caf", "double");
    refuse(TETE ",\"champs\":[\"allocataire\"],\"fenetres\":{}", "allocataire", "contenant");
    refuse(TETE ",\"champs\":[\"droits[]\"],\"fenetres\":{\"droits\":{\"mois\":24}}", "droits[]",
           "contenant");
    refuse(TETE ",\"champs\":[],\"fenetres\":{}", "champs", "liste");
    refuse(TETE ",\"champs\":[1],\"fenetres\":{}", "champs", "dictionnaire");
}
END_TEST

START_TEST(refuse_an_array_that_must_be_bounded_and_is_not)
{
    refuse(TETE ",\"champs\":[\"droits[].mois\"],\"fenetres\":{}", "droits[]", "borné");
    refuse(TETE ",\"champs\":[\"logement.precedents[].debut\"],\"fenetres\":{}",
           "logement.precedents[]", "borné");
}
END_TEST

START_TEST(refuse_windows_that_bound_nothing)
{
    refuse(TETE ",\"champs\":[\"caf\"],\"fenetres\":{\"droits\":{\"mois\":24}}", "droits[]",
           "laisse pas voir");
    refuse(TETE ",\"champs\":[\"famille.enfants[].nom\"],"
                "\"fenetres\":{\"famille.enfants\":{\"mois\":24}}",
           "famille.enfants", "convient pas");
    refuse(TETE ",\"champs\":[\"droits[].mois\"],\"fenetres\":{\"droits\":{\"annee\":\"N-2\"}}",
           "droits", "convient pas");
    refuse(TETE ",\"champs\":[\"ressources.annuelles[].annee\"],"
                "\"fenetres\":{\"ressources.annuelles\":{\"mois\":24}}",
           "ressources.annuelles", "convient pas");
    refuse(TETE ",\"champs\":[\"caf\"],\"fenetres\":{\"caf\":{\"mois\":24}}", "caf", "tableau");
}
END_TEST

START_TEST(refuse_windows_badly_written)
{
    static const char *const windows[] = {"24",
                                          "{}",
                                          "{\"mois\":0}",
                                          "{\"mois\":241}",
                                          "{\"mois\":\"24\"}",
                                          "{\"jours\":24}",
                                          "{\"mois\":24,\"annee\":\"N-2\"}"};
    for (size_t i = 0; i < sizeof windows / sizeof *windows; i++) {
        char body[512];
        snprintf(body, sizeof body,
                 "%s,\"champs\":[\"droits[].mois\"],\"fenetres\":{\"droits\":%s}", TETE,
                 windows[i]);
        refuse(body, "droits", "mal écrite");
    }
    refuse(TETE ",\"champs\":[\"ressources.retenues[].annee\"],"
                "\"fenetres\":{\"ressources.retenues\":{\"annee\":\"N-12\"}}",
           "ressources.retenues", "mal écrite");
}
END_TEST

START_TEST(refuse_heads_and_motifs_badly_written)
{
#define RESTE ",\"champs\":[\"caf\"],\"fenetres\":{}"
    refuse("\"code\":\"t2\",\"libelle\":\"x\",\"version\":1," MOTIFS RESTE, "code", "capitales");
    refuse("\"code\":\"T2\",\"libelle\":\"\",\"version\":1," MOTIFS RESTE, "libelle", "libellé");
    refuse("\"code\":\"T2\",\"libelle\":\"x\",\"version\":0," MOTIFS RESTE, "version", "entier");
    refuse("\"code\":\"T2\",\"libelle\":\"x\",\"version\":1,\"motifs\":[]" RESTE, "motifs",
           "liste");
    refuse("\"code\":\"T2\",\"libelle\":\"x\",\"version\":1,\"motifs\":[{\"code\":\"a\"}]" RESTE,
           "motifs", "attendus");
    refuse("\"code\":\"T2\",\"libelle\":\"x\",\"version\":1,\"motifs\":["
           "{\"code\":\"a\",\"libelle\":\"A\",\"texte_exige\":false},"
           "{\"code\":\"a\",\"libelle\":\"B\",\"texte_exige\":true}]" RESTE,
           "motifs", "double");
    refuse(TETE RESTE ",\"tout\":true", NULL, "");
}
END_TEST

START_TEST(a_profile_keeps_its_leaves_and_what_holds_them)
{
    struct err err = {0};
    struct profil *p = profil_load(
        d, span_of("{" TETE ",\"champs\":[\"famille.enfants[].nom\"],\"fenetres\":{}}"), &err);
    ck_assert_ptr_nonnull(p);
    ck_assert(profil_keeps(p, champ_by_chemin(d, span_of("famille"))->id));
    ck_assert(profil_keeps(p, champ_by_chemin(d, span_of("famille.enfants[]"))->id));
    ck_assert(profil_keeps(p, champ_by_chemin(d, span_of("famille.enfants[].nom"))->id));
    ck_assert(!profil_keeps(p, champ_by_chemin(d, span_of("famille.enfants[].prenom"))->id));
    ck_assert(!profil_keeps(p, champ_by_chemin(d, span_of("famille.allocataire"))->id));
    ck_assert(!profil_keeps(p, CHAMPS_MAX));
    profil_free(p);
}
END_TEST

START_TEST(official_profiles_tell_their_motifs)
{
    struct profil *p = profil_de_test(d, "T2.json");
    ck_assert_str_eq(profil_code(p), "T2");
    ck_assert_str_eq(profil_libelle(p), "Action sociale");
    ck_assert_int_ge(profil_version(p), 1);
    ck_assert(profil_motif_find(p, span_of("autre"))->texte_exige);
    ck_assert(!profil_motif_find(p, span_of("cantine"))->texte_exige);
    ck_assert_ptr_null(profil_motif_find(p, span_of("curiosite")));
    ck_assert_ptr_nonnull(profil_motif_at(p, 0));
    ck_assert_ptr_null(profil_motif_at(p, profil_motif_count(p)));
    profil_free(p);
}
END_TEST

/* What the fiche repère says that T2 never gives. */
START_TEST(t2_never_gives_what_the_fiche_excludes)
{
    static const char *const never[] = {"famille.allocataire.nir",
                                        "famille.conjoint.nir",
                                        "dossier.situation_familiale.code",
                                        "famille.situation.code",
                                        "famille.allocataire.activite",
                                        "droits[]",
                                        "paiements[]",
                                        "creances[]",
                                        "logement",
                                        "dossier.banque",
                                        "courrier[]"};
    struct profil *p = profil_de_test(d, "T2.json");
    for (size_t i = 0; i < sizeof never / sizeof *never; i++)
        ck_assert_msg(!profil_keeps(p, champ_by_chemin(d, span_of(never[i]))->id), "%s", never[i]);
    profil_free(p);
}
END_TEST

static void add(TCase *t)
{
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, refuse_paths_that_are_unknown_repeated_or_too_wide);
    tcase_add_test(t, refuse_an_array_that_must_be_bounded_and_is_not);
    tcase_add_test(t, refuse_windows_that_bound_nothing);
    tcase_add_test(t, refuse_windows_badly_written);
    tcase_add_test(t, refuse_heads_and_motifs_badly_written);
    tcase_add_test(t, a_profile_keeps_its_leaves_and_what_holds_them);
    tcase_add_test(t, official_profiles_tell_their_motifs);
    tcase_add_test(t, t2_never_gives_what_the_fiche_excludes);
}

int main(void)
{
    return secret_init() ? suite_main("model_profil", add) : 1;
}
