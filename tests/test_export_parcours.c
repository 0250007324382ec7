/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A copy from the keyboard to the auditor: the real client, the real server, the real command. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "parcours.h"

#define LIGNES 43
#define REPLAY 400 /* rows: the sheets of a rubrique and that of the circumstances */
#define AVANT  4   /* rows of the screen above the rubrique */
#define TABS   9

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

/* « e », this rubrique or all, a format so far down its list, the folder, the button. */
static void ask(struct terminal *t, bool seule, int format)
{
    terminal_press(t, "e", "Exporter le dossier");
    if (seule)
        terminal_key(t, "Bas");
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
    ask(t, false, 3);
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
    ask(t, false, 2); /* PDF and HTML */
    terminal_await(t, "Copie faite");
    terminal_press(t, "Entrée", "▌1 Dossier▐");
    ask(t, false, 3); /* text */
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
    ask(t, false, 3);
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
    ask(t, false, 3);
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

/* Number of the next row of `copy` that looks exactly so; -1 when none does. */
static int find_look(const struct terminal *copy, int from, const char *look)
{
    int found = -1;
    for (int row = from; row < REPLAY && found < 0; row++) {
        struct buf here = {0};
        terminal_put_look(copy, row, &here);
        if (strcmp(buf_text(&here), look) == 0)
            found = row;
        buf_free(&here);
    }
    return found;
}

/* The rubrique on the screen, and the same in a copy shown by `cat`: characters, attributes, colours. */
static void check_same_cells(const struct terminal *live, const struct terminal *copy)
{
    int checked = 0, last = -1;
    for (int row = AVANT; row < LIGNES - 1; row++) {
        struct buf look = {0};
        const char *text = terminal_row(live, row);
        terminal_put_look(live, row, &look);
        if (text[0] == ' ' && text[1] == ' ' &&
            text[2]) { /* not the line of the focus, nor a rule */
            last = find_look(copy, last + 1, buf_text(&look));
            ck_assert_msg(last >= 0, "ligne %d : « %s »", row, text);
            checked++;
        }
        buf_free(&look);
    }
    ck_assert_int_gt(checked, 0);
}

START_TEST(cells_of_the_copy_are_those_of_the_terminal)
{
    char tab[2] = {(char)('1' + _i), '\0'};
    struct terminal *t = parcours_dossier(&g, LIGNES, 132, "agent.fsl", "1000027", "giraud");
    terminal_type(t, tab);
    terminal_key(t, "Bas");
    terminal_await_settled(t);
    ask(t, true, 4); /* text in colours */
    terminal_await(t, "Copie faite");
    terminal_press(t, "Entrée", "▐");
    terminal_await_gone(t, "Copie faite");
    list_files();
    ck_assert_int_eq(count, 2);
    const char *args[] = {"cat", names[0], NULL};
    struct terminal *copy = terminal_start(TERMINAL_BYTES, REPLAY, 132, args, NULL);
    terminal_await_end(copy);
    check_same_cells(t, copy);
    terminal_free(copy);
    terminal_free(t);
}
END_TEST

static void add(TCase *t)
{
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, leave_nothing_when_the_server_is_gone);
    tcase_add_test(t, every_format_is_valid_for_an_auditor);
    tcase_add_test(t, a_copy_that_changed_is_told_apart);
    tcase_add_test(t, the_copy_bears_the_certificate_of_the_server);
    tcase_add_loop_test(t, cells_of_the_copy_are_those_of_the_terminal, 0, TABS);
}

int main(void)
{
    return guichet_main("copies", add);
}
