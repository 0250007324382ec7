/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A server that must prove who it is: certificates refused, keys pinned, and nothing sent before. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cdap/client/api.h>
#include <cdap/proto.h>

#include "serveur.h"

static struct essai e;
static char cert[FILE_PATH_MAX], cle[FILE_PATH_MAX], autre[FILE_PATH_MAX], pin[128];

static void make_certificate(const char *name)
{
    char command[FILE_PATH_MAX * 3];
    snprintf(command, sizeof command,
             "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 "
             "-subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1 "
             "-keyout %s/%s.cle -out %s/%s.pem >/dev/null 2>&1",
             e.dossier, name, e.dossier, name);
    ck_assert_int_eq(system(command), 0);
}

/* What a person would pin: sha256//BASE64 of the public key. */
static void read_pin(void)
{
    char command[FILE_PATH_MAX + 256];
    snprintf(command, sizeof command,
             "openssl x509 -in %s -pubkey -noout | openssl pkey -pubin -outform der | "
             "openssl dgst -sha256 -binary | base64",
             cert);
    FILE *f = popen(command, "r");
    snprintf(pin, sizeof pin, "sha256//");
    ck_assert_ptr_nonnull(fgets(pin + 8, sizeof pin - 8, f));
    pclose(f);
    pin[strcspn(pin, "\n")] = '\0';
}

static void setup(void)
{
    essai_init(&e);
    make_certificate("serveur");
    make_certificate("autre");
    ck_assert(path_join(cert, e.dossier, "serveur.pem"));
    ck_assert(path_join(cle, e.dossier, "serveur.cle"));
    ck_assert(path_join(autre, e.dossier, "autre.pem"));
    read_pin();
    const char *const options[] = {"--ecoute",  "127.0.0.1:0", "--cert", cert,
                                   "--cle-tls", cle,           NULL};
    essai_serve(&e, options);
}

static void teardown(void)
{
    essai_close(&e);
}

/* Asks after the server's health; the code of what refused, and its reason. */
static enum err_code ask(const char *scheme, const char *ca, const char *key, char why[320])
{
    char address[128];
    struct err err = {0};
    struct reply r;
    struct call call = {"GET", PROTO_SANTE, "", {0}};
    snprintf(address, sizeof address, "%s%s", scheme, e.adresse);
    struct api *api = api_new(&(struct api_options){address, ca, key, 0, 0}, &err);
    ck_assert_ptr_nonnull(api);
    api_call_wait(api, &call, &r);
    enum err_code code = r.err.code;
    snprintf(why, 320, "%s", r.carte.pourquoi);
    reply_done(&r);
    api_free(api);
    return code;
}

START_TEST(refuse_a_certificate_that_nobody_vouches_for)
{
    char why[320];
    ck_assert_int_eq(ask("https://", NULL, NULL, why), ERR_CERTIFICAT);
    ck_assert_int_eq(ask("https://", autre, NULL, why), ERR_CERTIFICAT);
    ck_assert_ptr_nonnull(strstr(why, "rien ne lui a été envoyé"));
}
END_TEST

START_TEST(refuse_an_authority_file_that_holds_none)
{
    char why[320];
    ck_assert_int_eq(ask("https://", cle, NULL, why), ERR_CERTIFICAT);
}
END_TEST

START_TEST(refuse_another_key_than_the_pinned_one)
{
    char why[320];
    ck_assert_int_eq(
        ask("https://", cert, "sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", why),
        ERR_CERTIFICAT);
    ck_assert_str_eq(why, "La clé du serveur n’est pas celle que vous avez épinglée.");
}
END_TEST

START_TEST(refuse_plain_http_from_a_server_that_speaks_tls)
{
    char why[320];
    ck_assert_int_ne(ask("http://", NULL, NULL, why), ERR_NONE);
}
END_TEST

START_TEST(accept_the_authority_and_the_key_given)
{
    char why[320];
    ck_assert_int_eq(ask("https://", cert, NULL, why), ERR_NONE);
    ck_assert_int_eq(ask("https://", cert, pin, why), ERR_NONE);
}
END_TEST

static void add(TCase *t)
{
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, refuse_a_certificate_that_nobody_vouches_for);
    tcase_add_test(t, refuse_an_authority_file_that_holds_none);
    tcase_add_test(t, refuse_another_key_than_the_pinned_one);
    tcase_add_test(t, refuse_plain_http_from_a_server_that_speaks_tls);
    tcase_add_test(t, accept_the_authority_and_the_key_given);
}

int main(void)
{
    if (system("openssl version >/dev/null 2>&1") != 0) {
        puts("openssl n’est pas là");
        return 77;
    }
    return essai_main("client_tls", add);
}
