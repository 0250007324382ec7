/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A copy from the keyboard to the auditor: the real client, the real server, the real command. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "parcours.h"

static struct guichet g;
static char *folder, *state;
static char names[16][256];
static int count;

static void setup(void)
{
    guichet_open(&g);
    folder = folder_make();
    state = folder_make();
    setenv("XDG_STATE_HOME", state, 1);
}

static void teardown(void)
{
    guichet_close(&g);
    folder_remove(folder);
    folder_remove(state);
}

static int is_file(const struct dirent *e)
{
    return strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0;
}

/* Paths of what stands in the folder, hidden files too. */
static void list_files(void)
{
    struct dirent **found;
    count = scandir(folder, &found, is_file, alphasort);
    ck_assert_int_lt(count, 16);
    for (int i = 0; i < count; i++) {
        snprintf(names[i], sizeof names[i], "%s/%.120s", folder, found[i]->d_name);
        free(found[i]);
    }
    free(found);
}

/* « e », a format so far down its list, the folder, the button. */
static void ask(struct terminal *t, int format)
{
    terminal_press(t, "e", "Exporter le dossier");
    terminal_key(t, "Tab");
    while (format-- > 0)
        terminal_key(t, "Bas");
    terminal_key(t, "Tab");
    terminal_type(t, "\x15");
    terminal_type(t, folder);
    terminal_key(t, "Tab");
    terminal_key(t, "Entrée");
}

static void take_key(struct buf *vkey)
{
    const char *args[] = {"cle", "montrer", "--donnees", g.donnees, NULL};
    ck_assert_int_eq(run_program("cdapd", args, vkey, NULL), 0);
    ck_assert_uint_gt(vkey->len, 40);
    vkey->data[--vkey->len] = '\0';
}

static int verify(struct buf *out)
{
    const char *args[24] = {"verifier", "--cle"};
    struct buf vkey = {0};
    int n = 3;
    take_key(&vkey);
    args[2] = buf_text(&vkey);
    for (int i = 0; i < count; i++)
        args[n++] = names[i];
    int status = run_program("cdap", args, out, NULL);
    buf_free(&vkey);
    return status;
}

START_TEST(leave_nothing_when_the_server_is_gone)
{
    struct terminal *t = parcours_dossier(&g, 24, 80, "agent.fsl", "1000027", "giraud");
    guichet_stop(&g, 9);
    ask(t, 3);
    terminal_await(t, "Le serveur ne répond pas.");
    list_files();
    ck_assert_int_eq(count, 0);
    terminal_free(t);
}
END_TEST

START_TEST(every_format_is_valid_for_an_auditor)
{
    struct buf out = {0};
    struct terminal *t = parcours_dossier(&g, 24, 80, "agent.fsl", "1000001", "martin");
    ask(t, 2); /* PDF and HTML */
    terminal_await(t, "Copie faite");
    terminal_press(t, "Entrée", "▌1 Dossier▐");
    ask(t, 3); /* text */
    terminal_await(t, "Copie faite");
    terminal_key(t, "Entrée");
    parcours_quitte(t);
    terminal_free(t);
    list_files();
    ck_assert_int_eq(count, 6);
    ck_assert_msg(verify(&out) == 0, "%s", buf_text(&out));
    ck_assert_ptr_nonnull(strstr(buf_text(&out), "agent.fsl"));
    ck_assert_ptr_nonnull(strstr(buf_text(&out), "profil TD"));
    ck_assert_ptr_nonnull(strstr(buf_text(&out), "3 fichiers : 3 valides, 0 non valide"));
    buf_free(&out);
}
END_TEST

START_TEST(a_copy_that_changed_is_told_apart)
{
    struct buf out = {0};
    struct terminal *t = parcours_dossier(&g, 24, 80, "agent.ccas", "1000001", "martin");
    ask(t, 3);
    terminal_await(t, "Copie faite");
    terminal_free(t);
    list_files();
    ck_assert_int_eq(count, 2);
    FILE *f = fopen(names[0], "a");
    ck_assert_ptr_nonnull(f);
    fputs(" \n", f);
    fclose(f);
    ck_assert_int_eq(verify(&out), 1);
    ck_assert_ptr_nonnull(strstr(buf_text(&out), "le fichier est altéré"));
    buf_free(&out);
}
END_TEST

/* A server over TLS, and the fingerprint that openssl gives of its certificate. */
static void serve_tls(char cert[FILE_PATH_MAX], struct buf *fingerprint)
{
    static const char script[] =
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 "
        "-subj /CN=essai -addext subjectAltName=IP:127.0.0.1 -keyout \"$2\" -out \"$1\" "
        "2>/dev/null && openssl x509 -in \"$1\" -noout -fingerprint -sha256 | sed 's/.*=//'";
    char cle[FILE_PATH_MAX];
    ck_assert(path_join(cert, g.dossier, "cert.pem") && path_join(cle, g.dossier, "cle.pem"));
    const char *args[] = {"-c", script, "sh", cert, cle, NULL};
    ck_assert_int_eq(run_program("/bin/sh", args, fingerprint, NULL), 0);
    fingerprint->data[--fingerprint->len] = '\0';
    ck_assert_uint_eq(fingerprint->len, 95);
    guichet_stop(&g, 15);
    guichet_serve_at(&g, "127.0.0.1:0", (const char *[]){"--cert", cert, "--cle-tls", cle, NULL});
}

START_TEST(the_copy_bears_the_certificate_of_the_server)
{
    char cert[FILE_PATH_MAX];
    struct buf fingerprint = {0}, copy = {0};
    struct err err = {0};
    serve_tls(cert, &fingerprint);
    const char *options[] = {"--ca-fichier", cert, NULL};
    struct terminal *t = guichet_client(&g, 24, 80, options, NULL);
    parcours_connexion(t, "agent.ccas");
    parcours_ouvre(t, "1000001", "martin");
    ask(t, 3);
    terminal_await(t, "Copie faite");
    terminal_free(t);
    list_files();
    ck_assert_int_eq(count, 2);
    ck_assert(file_read(names[0], 1 << 20, &copy, &err));
    ck_assert_msg(strstr(buf_text(&copy), buf_text(&fingerprint)) != NULL, "%s", buf_text(&copy));
    ck_assert_ptr_nonnull(strstr(buf_text(&copy), "https://127.0.0.1:"));
    buf_free(&fingerprint);
    buf_free(&copy);
}
END_TEST

static void add(TCase *t)
{
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, leave_nothing_when_the_server_is_gone);
    tcase_add_test(t, every_format_is_valid_for_an_auditor);
    tcase_add_test(t, a_copy_that_changed_is_told_apart);
    tcase_add_test(t, the_copy_bears_the_certificate_of_the_server);
}

int main(void)
{
    return guichet_main("copies", add);
}
