/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Journeys over TLS: a certificate that cannot be verified stops everything before a word is sent. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "parcours.h"

static struct guichet g;
static char cert[FILE_PATH_MAX], cle[FILE_PATH_MAX], pin[128];

/* A certificate of its own authority for that name, with the pin of its key. */
static void make_certificate(const char *san)
{
    static const char script[] =
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 "
        "-subj /CN=essai -addext \"subjectAltName=$1\" -keyout \"$3\" -out \"$2\" 2>/dev/null && "
        "openssl x509 -in \"$2\" -noout -pubkey | openssl pkey -pubin -outform der | "
        "openssl dgst -sha256 -binary | openssl base64";
    struct buf out = {0};
    path_join(cert, g.dossier, "cert.pem");
    path_join(cle, g.dossier, "cle.pem");
    ck_assert_int_eq(run_program("/bin/sh",
                                 (const char *[]){"-c", script, "sh", san, cert, cle, NULL}, &out,
                                 NULL),
                     0);
    snprintf(pin, sizeof pin, "sha256//%.*s", (int)strcspn(buf_text(&out), "\n"), buf_text(&out));
    ck_assert_uint_eq(strlen(pin), strlen("sha256//") + 44);
    buf_free(&out);
}

static void serve_tls(const char *san)
{
    make_certificate(san);
    guichet_serve_at(&g, "127.0.0.1:0", (const char *[]){"--cert", cert, "--cle-tls", cle, NULL});
}

static void setup(void)
{
    guichet_init(&g);
}

static void teardown(void)
{
    guichet_close(&g);
}

static void assert_refused(const char *const options[])
{
    struct buf dits = {0};
    struct terminal *t = guichet_client(&g, 24, 80, options, NULL);
    parcours_identifie(t, "agent.ccas", MOT_DE_PASSE);
    terminal_await(t, "Le certificat du serveur est refusé.");
    terminal_assert_shows(t, "N’insistez pas : prévenez votre administrateur.");
    terminal_press(t, "Entrée", "agent.ccas");
    terminal_assert_hides(t, "Consulter un dossier");
    terminal_free(t);
    guichet_put_dits(&g, &dits);
    ck_assert_msg(!strstr(buf_text(&dits), "agent.ccas"), "%s", buf_text(&dits));
    buf_free(&dits);
}

/* ---- refusals ------------------------------------------------------------------------------- */

START_TEST(refuse_an_unknown_authority)
{
    serve_tls("IP:127.0.0.1");
    assert_refused(NULL);
}
END_TEST

START_TEST(refuse_a_certificate_of_another_name)
{
    serve_tls("DNS:ailleurs.invalid");
    assert_refused((const char *[]){"--ca-fichier", cert, NULL});
}
END_TEST

START_TEST(refuse_another_key_than_the_pinned_one)
{
    serve_tls("IP:127.0.0.1");
    assert_refused((const char *[]){"--ca-fichier", cert, "--cle-epinglee",
                                    "sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", NULL});
}
END_TEST

static const char *const addresses[] = {
    "http://192.0.2.1",
    "http://serveur.invalid:8080",
    "https://agent:secret@192.0.2.1",
    "ftp://192.0.2.1",
    "https://192.0.2.1/chemin",
    "unix:",
    "https://192.0.2.1?numero=",
    "192.0.2.1",
};

/* Plain http off loopback, names and passwords in an address: nothing is opened. */
START_TEST(refuse_an_unsafe_address)
{
    char path[FILE_PATH_MAX];
    snprintf(path, sizeof path, "%s/cdap", build_dir());
    const char *argv[] = {path, "--serveur", addresses[_i], NULL};
    struct terminal *t = terminal_start(TERMINAL_BYTES, 24, 80, argv, NULL);
    int status = terminal_await_end(t);
    ck_assert_msg(WIFEXITED(status) && WEXITSTATUS(status) == 2, "%s : %x", addresses[_i], status);
    terminal_assert_shows(t, "cdap : ");
    terminal_assert_hides(t, "secret");
    terminal_assert_restored(t);
    terminal_free(t);
}
END_TEST

/* ---- what is accepted ----------------------------------------------------------------------- */

START_TEST(consult_through_the_authority_and_the_key_given)
{
    serve_tls("IP:127.0.0.1");
    const char *const options[] = {"--ca-fichier", cert, "--cle-epinglee", pin, NULL};
    struct terminal *t = guichet_client(&g, 24, 80, options, NULL);
    parcours_connexion(t, "agent.ccas");
    parcours_ouvre(t, "1000001", "martin");
    parcours_quitte(t);
    terminal_free(t);
}
END_TEST

static void add(TCase *tc)
{
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, refuse_an_unknown_authority);
    tcase_add_test(tc, refuse_a_certificate_of_another_name);
    tcase_add_test(tc, refuse_another_key_than_the_pinned_one);
    tcase_add_loop_test(tc, refuse_an_unsafe_address, 0,
                        (int)(sizeof addresses / sizeof *addresses));
    tcase_add_test(tc, consult_through_the_authority_and_the_key_given);
}

int main(void)
{
    return guichet_main("tls", add);
}
