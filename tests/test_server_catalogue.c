/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Data files that would rule the server wrongly stop it at start, by their name. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cdap/base/file.h>
#include <cdap/server/catalogue.h>

#include "suite.h"

struct copie {
    char *dossier;
    char ecrans[FILE_PATH_MAX], profils[FILE_PATH_MAX];
};

static void copie_init(struct copie *c)
{
    char command[FILE_PATH_MAX * 2];

    c->dossier = folder_make();
    snprintf(command, sizeof command, "cp -R screens profiles %s", c->dossier);
    ck_assert_int_eq(system(command), 0);
    ck_assert(path_join(c->ecrans, c->dossier, "screens"));
    ck_assert(path_join(c->profils, c->dossier, "profiles"));
}

static void put_file(const char *folder, const char *name, const char *text)
{
    char path[FILE_PATH_MAX];
    FILE *f;

    ck_assert(path_join(path, folder, name));
    f = fopen(path, "w");
    ck_assert(f && fputs(text, f) >= 0 && fclose(f) == 0);
}

/* Loading the copy fails and says these words. */
static void assert_refused(struct copie *c, const char *word, const char *other)
{
    struct catalogue catalogue;
    struct err err = {0};

    ck_assert(!catalogue_load(&catalogue, c->ecrans, c->profils, &err));
    ck_assert_int_ne(err.code, ERR_NONE);
    ck_assert_msg(strstr(err_pourquoi(&err), word) != NULL, "%s", err_pourquoi(&err));
    ck_assert_msg(strstr(err_pourquoi(&err), other) != NULL, "%s", err_pourquoi(&err));
    ck_assert_uint_eq(catalogue.profil_count, 0);
    catalogue_free(&catalogue); /* again: harmless */
    folder_remove(c->dossier);
}

START_TEST(refuse_a_screen_that_is_not_json)
{
    struct copie c;
    copie_init(&c);
    put_file(c.ecrans, "99-essai.json", "{\"nom\":");
    assert_refused(&c, "99-essai.json", "");
}
END_TEST

START_TEST(refuse_a_screen_that_is_not_an_object)
{
    struct copie c;
    copie_init(&c);
    put_file(c.ecrans, "99-essai.json", "[]");
    assert_refused(&c, "99-essai.json", "objet");
}
END_TEST

START_TEST(refuse_a_profile_that_names_an_unknown_path)
{
    struct copie c;
    copie_init(&c);
    put_file(c.profils, "T9.json",
             "{\"code\":\"T9\",\"libelle\":\"Essai\",\"version\":1,\"motifs\":[{\"code\":\"a\","
             "\"libelle\":\"A\",\"texte_exige\":false}],\"champs\":[\"caf\",\"intrus\"],"
             "\"fenetres\":{}}");
    assert_refused(&c, "T9.json", "intrus");
}
END_TEST

START_TEST(refuse_two_profiles_of_one_code)
{
    struct copie c;
    char command[FILE_PATH_MAX * 2 + 32];
    copie_init(&c);
    snprintf(command, sizeof command, "cp %s/T2.json %s/Z2.json", c.profils, c.profils);
    ck_assert_int_eq(system(command), 0);
    assert_refused(&c, "Z2.json", "T2");
}
END_TEST

START_TEST(refuse_a_dictionary_whose_list_is_missing)
{
    struct copie c;
    char path[FILE_PATH_MAX];
    copie_init(&c);
    ck_assert(path_join(path, c.ecrans, "nomenclatures/sitfam.json"));
    ck_assert_int_eq(unlink(path), 0);
    assert_refused(&c, "champs.json", "sitfam");
}
END_TEST

START_TEST(refuse_folders_without_screens_or_profiles)
{
    struct copie c;
    char command[FILE_PATH_MAX + 32];
    copie_init(&c);
    snprintf(command, sizeof command, "rm -f %s/*.json", c.ecrans);
    ck_assert_int_eq(system(command), 0);
    assert_refused(&c, "aucun écran", "");
    copie_init(&c);
    snprintf(command, sizeof command, "rm -f %s/T*.json", c.profils);
    ck_assert_int_eq(system(command), 0);
    assert_refused(&c, "aucun profil", "");
}
END_TEST

START_TEST(give_the_body_a_version_that_follows_its_content)
{
    struct copie c;
    struct catalogue a, b;
    struct err err = {0};

    copie_init(&c);
    ck_assert_msg(catalogue_load(&a, c.ecrans, c.profils, &err), "%s", err.detail);
    ck_assert_msg(catalogue_load(&b, c.ecrans, c.profils, &err), "%s", err.detail);
    ck_assert_str_eq(a.version, b.version);
    ck_assert_str_eq(buf_text(&a.ecrans), buf_text(&b.ecrans));
    catalogue_free(&b);
    put_file(c.ecrans, "nomenclatures/zz_essai.json", "{\"A\" : \"deux  blancs, \\\" et \\\\\"}");
    ck_assert_msg(catalogue_load(&b, c.ecrans, c.profils, &err), "%s", err.detail);
    ck_assert_str_ne(a.version, b.version);
    ck_assert(strstr(b.ecrans.data, "\"zz_essai\":{\"A\":\"deux  blancs, \\\" et \\\\\"}}}") !=
              NULL);
    catalogue_free(&a);
    catalogue_free(&b);
    folder_remove(c.dossier);
}
END_TEST

static void add(TCase *t)
{
    tcase_add_test(t, refuse_a_screen_that_is_not_json);
    tcase_add_test(t, refuse_a_screen_that_is_not_an_object);
    tcase_add_test(t, refuse_a_profile_that_names_an_unknown_path);
    tcase_add_test(t, refuse_two_profiles_of_one_code);
    tcase_add_test(t, refuse_a_dictionary_whose_list_is_missing);
    tcase_add_test(t, refuse_folders_without_screens_or_profiles);
    tcase_add_test(t, give_the_body_a_version_that_follows_its_content);
}

int main(void)
{
    return suite_main("catalogue", add);
}
