/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cdapd controler on the real data files and on damaged copies of them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include <cdap/base/file.h>

#include "suite.h"

#define SORTIE_MAX (1u << 20)

static char *folder;

static void setup(void)
{
    folder = folder_make();
}

static void teardown(void)
{
    folder_remove(folder);
}

/* Runs a shell command in which %s is the temporary folder. */
static void shell(const char *command)
{
    struct buf line = {0};
    for (const char *p = command; *p; p++) {
        if (p[0] == '%' && p[1] == 's')
            buf_puts(&line, folder), p++;
        else
            buf_putc(&line, *p);
    }
    ck_assert_int_eq(system(buf_text(&line)), 0);
    buf_free(&line);
}

/* Exit status of `cdapd controler` with these arguments; all it said in `said`. */
static int controler(const char *arguments, struct buf *said)
{
    struct buf line = {0};
    buf_putf(&line, "%s/cdapd controler %s 2>&1", build_dir(), arguments);
    FILE *out = popen(buf_text(&line), "r");
    ck_assert_ptr_nonnull(out);
    char *to = buf_reserve(said, SORTIE_MAX);
    said->len = fread(to, 1, SORTIE_MAX, out);
    to[said->len] = '\0';
    buf_free(&line);
    return WEXITSTATUS(pclose(out));
}

/* Data files of the temporary folder are refused, and the reason holds each of these words. */
static void refuse(const char *first, const char *second)
{
    struct buf said = {0}, arguments = {0};
    buf_putf(&arguments, "--ecrans %s/screens --profils %s/profiles", folder, folder);
    ck_assert_int_eq(controler(buf_text(&arguments), &said), 1);
    ck_assert_msg(strstr(buf_text(&said), first) && strstr(buf_text(&said), second), "%s",
                  buf_text(&said));
    buf_free(&said);
    buf_free(&arguments);
}

START_TEST(refuse_unknown_arguments)
{
    static const char *const bad[] = {"--matrix", "--ecrans", "T2"};
    struct buf said = {0};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        ck_assert_int_eq(controler(bad[i], &said), 2);
    ck_assert_int_eq(controler("--help", &said), 0);
    ck_assert_ptr_nonnull(strstr(buf_text(&said), "matrice"));
    buf_free(&said);
}
END_TEST

START_TEST(refuse_folders_that_are_not_there)
{
    refuse(folder, "");
}
END_TEST

START_TEST(refuse_a_profile_that_names_an_unknown_path)
{
    shell("cp -R screens profiles %s/ && "
          "sed -i 's/\"dossier.regime\"/\"dossier.regimes\"/' %s/profiles/T2.json");
    refuse("T2.json", "dossier.regimes");
}
END_TEST

START_TEST(refuse_a_profile_without_its_window)
{
    shell("cp -R screens profiles %s/ && sed -i '/\"droits\": {/d' %s/profiles/TD.json");
    refuse("TD.json", "droits[]");
}
END_TEST

START_TEST(refuse_a_field_that_a_profile_gives_and_no_screen_draws)
{
    shell("cp -R screens profiles %s/ && rm %s/screens/*-adresse.json");
    refuse("adresse.commune", "aucun écran");
}
END_TEST

START_TEST(refuse_a_path_drawn_that_no_dossier_has)
{
    shell("cp -R screens profiles %s/ && "
          "sed -i 's/\"adresse.commune\"/\"adresse.ville\"/' %s/screens/*-adresse.json");
    refuse("adresse.ville", "dictionnaire");
}
END_TEST

START_TEST(refuse_a_word_without_its_label)
{
    shell("cp -R screens profiles %s/ && "
          "printf '{\"allocataire\":\"allocataire\"}' > %s/screens/nomenclatures/personne.json");
    refuse("responsable", "« conjoint »");
}
END_TEST

START_TEST(refuse_a_nomenclature_that_serves_no_field)
{
    shell("cp -R screens profiles %s/ && "
          "printf '{\"A\":\"a\"}' > %s/screens/nomenclatures/oubliee.json");
    refuse("oubliee", "aucun champ");
}
END_TEST

START_TEST(the_files_of_the_house_are_sound_and_who_sees_what_is_the_golden_one)
{
    struct buf said = {0};
    ck_assert_int_eq(controler("", &said), 0);
    assert_golden("matrice.txt", buf_text(&said));
    buf_free(&said);
}
END_TEST

static void add(TCase *t)
{
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, refuse_unknown_arguments);
    tcase_add_test(t, refuse_folders_that_are_not_there);
    tcase_add_test(t, refuse_a_profile_that_names_an_unknown_path);
    tcase_add_test(t, refuse_a_profile_without_its_window);
    tcase_add_test(t, refuse_a_field_that_a_profile_gives_and_no_screen_draws);
    tcase_add_test(t, refuse_a_path_drawn_that_no_dossier_has);
    tcase_add_test(t, refuse_a_word_without_its_label);
    tcase_add_test(t, refuse_a_nomenclature_that_serves_no_field);
    tcase_add_test(t, the_files_of_the_house_are_sound_and_who_sees_what_is_the_golden_one);
}

int main(void)
{
    return suite_main("model_controler", add);
}
