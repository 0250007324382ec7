/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lines that cdap-preuve(5) prints, run as they stand: they accept what the program accepts and
 * refuse what it refuses, with no program of ours. Skipped where openssl is not installed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cdap/base/file.h>

#include "atelier_kit.h"
#include "suite.h"

#define COPIE SPAN_LIT("une copie\n")
#define EXTRAIT                                                        \
    "sed -n '/début du script/,/fin du script/p' man/cdap-preuve.5 |" \
    " sed \"1d;\\$d;s/\\\\\\\\(aq/'/g;s/\\\\\\\\(ha/^/g;s/\\\\\\\\-/-/g;s/\\\\\\\\e/\\\\\\\\/g\""

static struct atelier a;
static char script[FILE_PATH_MAX], copie[FILE_PATH_MAX], preuve[FILE_PATH_MAX];

static void setup(void)
{
    char command[2 * FILE_PATH_MAX];

    atelier_open(&a);
    ck_assert(path_join(script, a.dir, "controle") && path_join(copie, a.dir, "copie.pdf") &&
              path_join(preuve, a.dir, "copie.pdf.preuve"));
    snprintf(command, sizeof command, EXTRAIT " >'%s'", script);
    ck_assert_int_eq(system(command), 0);
    ck_assert_int_eq(access(script, R_OK), 0);
}

static void teardown(void)
{
    atelier_close(&a);
}

static void write_again(const char *path, struct span text)
{
    unlink(path);
    ck_assert(file_write_new(path, text, 0600, NULL));
}

/* Exit status of the script on a copy and its proof. */
static int control(struct span fichier, struct span texte, const struct note_cle *cle)
{
    struct buf command = {0};
    int status;

    write_again(copie, fichier);
    write_again(preuve, texte);
    buf_putf(&command, "sh '%s' '%s' '", script, copie);
    note_cle_put(&command, cle);
    buf_puts(&command, "' >/dev/null 2>&1");
    status = system(buf_text(&command));
    buf_free(&command);
    ck_assert(WIFEXITED(status));
    return WEXITSTATUS(status);
}

START_TEST(refuse_by_hand_what_the_program_refuses)
{
    struct buf p = {0};
    struct note_cle autre = a.cle;
    char *at;

    atelier_prove(&a, COPIE, ACTE_EXPORT, 5, 6, &p);
    ck_assert_int_eq(control(SPAN_LIT("une autre\n"), buf_span(&p), &a.cle), 1);
    autre.publique[7] ^= 1;
    ck_assert_int_ne(control(COPIE, buf_span(&p), &autre), 0);
    at = strstr(p.data, "index 5");
    at[6] = '4';
    ck_assert_int_eq(control(COPIE, buf_span(&p), &a.cle), 1);
    at[6] = '5';
    at = strchr(at, '\n') + 3; /* in the first neighbour */
    *at = *at == 'A' ? 'B' : 'A';
    ck_assert_int_eq(control(COPIE, buf_span(&p), &a.cle), 1);
    buf_reset(&p);
    atelier_prove(&a, COPIE, ACTE_CONSULTATION, 5, 6, &p);
    ck_assert_int_eq(control(COPIE, buf_span(&p), &a.cle), 1);
    buf_free(&p);
}
END_TEST

START_TEST(accept_by_hand_every_place_in_a_journal)
{
    for (size_t n = 1; n <= 9; n++)
        for (size_t rang = 0; rang < n; rang++) {
            struct buf p = {0};
            atelier_prove(&a, COPIE, ACTE_EXPORT, rang, n - rang - 1, &p);
            ck_assert_msg(control(COPIE, buf_span(&p), &a.cle) == 0, "%zu of %zu", rang, n);
            buf_free(&p);
        }
}
END_TEST

START_TEST(accept_by_hand_both_keys_while_one_replaces_the_other)
{
    char ancien[FILE_PATH_MAX], nouveau[FILE_PATH_MAX];
    struct note_cle seconde, tierce;
    struct buf p = {0};

    ck_assert(path_join(ancien, a.dir, "sceau.cle") && path_join(nouveau, a.dir, "nouveau.cle"));
    ck_assert(sceau_create(nouveau, SPAN_LIT("cdap.exemple.fr"), NOTE_ED25519, &seconde, NULL));
    sceau_close(a.sceau);
    a.sceau = sceau_open(nouveau, ancien, NULL);
    ck_assert_ptr_nonnull(a.sceau);
    atelier_prove(&a, COPIE, ACTE_EXPORT, 2, 2, &p);
    ck_assert_int_eq(control(COPIE, buf_span(&p), &a.cle), 0);
    ck_assert_int_eq(control(COPIE, buf_span(&p), &seconde), 0);
    tierce = seconde;
    tierce.id ^= 1;
    ck_assert_int_eq(control(COPIE, buf_span(&p), &tierce), 1);
    buf_free(&p);
}
END_TEST

static void add(TCase *t)
{
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, refuse_by_hand_what_the_program_refuses);
    tcase_add_test(t, accept_by_hand_every_place_in_a_journal);
    tcase_add_test(t, accept_by_hand_both_keys_while_one_replaces_the_other);
}

int main(void)
{
    if (system("command -v openssl sha256sum base64 >/dev/null") != 0) {
        puts("openssl n’est pas installé");
        return 77;
    }
    return suite_main("preuve_manuel", add);
}
