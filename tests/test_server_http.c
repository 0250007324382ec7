/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Connections: where the server listens, who may hold one and for how long, TLS. */
#include <curl/curl.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "serveur.h"

/* ---- where it listens --------------------------------------------------------------------------- */

START_TEST(refuse_plain_http_off_loopback_and_a_demo_base_anywhere_else)
{
    static const char *const ailleurs[] = {"0.0.0.0:0", "[::]:0", "0.0.0.0:", "1.2.3.4:80",
                                           "x",         "unix:",  ":80"};
    struct essai e;

    essai_init(&e);
    for (size_t i = 0; i < sizeof ailleurs / sizeof *ailleurs; i++) {
        const char *const options[] = {"--ecoute", ailleurs[i], NULL};
        ck_assert_msg(!essai_try_serve(&e, options), "%s", ailleurs[i]);
    }
    const char *const certified[] = {"--ecoute",  "0.0.0.0:0", "--cert", "/dev/null",
                                     "--cle-tls", "/dev/null", NULL};
    ck_assert(!essai_try_serve(&e, certified)); /* a demo base: not even with TLS */
    const char *const half[] = {"--cert", "/dev/null", NULL};
    ck_assert(!essai_try_serve(&e, half));
    ck_assert_int_eq(journal_count(&e), 0); /* it never began */
    const char *const loopback[] = {"--ecoute", "127.0.0.1:0", NULL};
    essai_serve(&e, loopback);
    struct reponse r;
    appel(&e, "GET", "/v1/sante", NULL, NULL, NULL, &r);
    ck_assert_int_eq(r.status, 200);
    reponse_free(&r);
    essai_close(&e);
}
END_TEST

START_TEST(keep_the_unix_socket_private_and_replace_only_a_dead_one)
{
    struct essai e, autre;
    struct stat st;
    int fd;

    essai_open(&e);
    ck_assert_int_eq(stat(e.prise, &st), 0);
    ck_assert_int_eq(st.st_mode & 0777, 0600);
    essai_init(&autre);
    memcpy(autre.prise, e.prise, sizeof e.prise);
    ck_assert(!essai_try_serve(&autre, NULL)); /* somebody answers there */
    essai_close(&autre);
    essai_stop(&e, 9);
    ck_assert_int_eq(access(e.prise, F_OK), 0);
    essai_serve(&e, NULL); /* nobody does */
    essai_stop(&e, 15);
    fd = open(e.prise, O_CREAT | O_WRONLY, 0600);
    ck_assert(fd >= 0 && write(fd, "x", 1) == 1);
    close(fd);
    ck_assert(!essai_try_serve(&e, NULL)); /* not a socket: not ours to remove */
    ck_assert_int_eq(stat(e.prise, &st), 0);
    ck_assert(S_ISREG(st.st_mode) && st.st_size == 1);
    essai_close(&e);
}
END_TEST

START_TEST(refuse_a_second_server_on_the_same_base)
{
    struct essai e, second;
    struct buf dits = {0};

    essai_open(&e);
    second = e;
    ck_assert(path_join(second.prise, e.dossier, "autre"));
    const char *const ephemere[] = {"--ephemere", NULL};
    ck_assert(!essai_try_serve(&second, ephemere));
    ck_assert_int_eq(access(e.donnees, F_OK), 0); /* and it erased nothing */
    essai_put_dits(&e, &dits);
    ck_assert(strstr(dits.data, "un autre serveur tient") != NULL);
    buf_free(&dits);
    essai_close(&e);
}
END_TEST

START_TEST(refuse_a_state_folder_that_anybody_may_write_in)
{
    struct essai e;
    struct buf dits = {0};

    essai_init(&e);
    ck_assert_int_eq(chmod(e.donnees, 0707), 0);
    ck_assert(!essai_try_serve(&e, NULL));
    essai_put_dits(&e, &dits);
    ck_assert(strstr(dits.data, "ouvert en écriture à tous") != NULL);
    ck_assert_int_eq(chmod(e.donnees, 0750), 0);
    ck_assert(essai_try_serve(&e, NULL));
    buf_free(&dits);
    essai_close(&e);
}
END_TEST

/* ---- who may hold a connection ------------------------------------------------------------------ */

START_TEST(serve_others_while_one_connection_says_nothing)
{
    struct essai e;
    struct buf out = {0};
    int silent, half, good;

    essai_open(&e);
    silent = fil_open(&e);
    half = fil_open(&e);
    fil_send(half, "POST /v1/consultations HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\n{");
    good = fil_open(&e);
    for (int i = 0; i < 3; i++) {
        fil_send(good, "GET /v1/sante HTTP/1.1\r\nHost: x\r\n\r\n");
        buf_reset(&out);
        ck_assert_int_eq(fil_read(good, &out), 200);
    }
    buf_free(&out);
    close(silent);
    close(half);
    close(good);
    essai_close(&e);
}
END_TEST

/* Sends `text` byte by byte, 200 ms apart, until the server cuts; seconds it took, 30 at most. */
static double trickle(int fd, const char *text)
{
    struct timespec a, b;
    struct pollfd p = {.fd = fd, .events = POLLIN};
    char c;

    clock_gettime(CLOCK_MONOTONIC, &a);
    for (;;) {
        clock_gettime(CLOCK_MONOTONIC, &b);
        double t = (double)(b.tv_sec - a.tv_sec) + (double)(b.tv_nsec - a.tv_nsec) / 1e9;
        if (t > 30 || (poll(&p, 1, 200) > 0 && recv(fd, &c, 1, 0) <= 0))
            return t;
        if (*text)
            (void)!send(fd, text++, 1, MSG_NOSIGNAL);
    }
}

START_TEST(cut_a_client_that_sends_one_byte_at_a_time)
{
    struct essai e;
    struct buf out = {0}, junk = {0};
    int fd;

    essai_open(&e);
    buf_puts(&junk, "GET /v1/sante HTTP/1.1\r\nHost: x\r\nX-Long: ");
    for (int i = 0; i < 400; i++)
        buf_putc(&junk, 'a');
    fd = fil_open(&e);
    double seconds = trickle(fd, junk.data);
    ck_assert_msg(seconds > 5 && seconds < 13, "coupé après %.1f s", seconds);
    close(fd);
    fd = fil_open(&e);
    fil_send(fd, "GET /v1/sante HTTP/1.1\r\nHost: x\r\n\r\n");
    ck_assert_int_eq(fil_read(fd, &out), 200);
    close(fd);
    buf_free(&out);
    buf_free(&junk);
    essai_close(&e);
}
END_TEST

static int tcp_open(const struct essai *e)
{
    struct sockaddr_in in = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    in.sin_port = htons((uint16_t)atoi(strrchr(e->adresse, ':') + 1));
    ck_assert(fd >= 0);
    ck_assert_int_eq(connect(fd, (struct sockaddr *)&in, sizeof in), 0);
    return fd;
}

START_TEST(refuse_one_address_more_connections_than_its_share)
{
    enum { PART = 256 };
    static const char *const options[] = {"--ecoute", "127.0.0.1:0", "--boucles", "1", NULL};
    struct essai e;
    struct buf out = {0};
    int fds[PART + 1], status;

    essai_init(&e);
    essai_serve(&e, options);
    for (int i = 0; i < PART; i++)
        fds[i] = tcp_open(&e);
    for (int i = 0; i < PART; i++) {
        buf_reset(&out);
        fil_send(fds[i], "GET /v1/sante HTTP/1.1\r\nHost: x\r\n\r\n");
        ck_assert_int_eq(fil_read(fds[i], &out), 200);
    }
    fds[PART] = tcp_open(&e);
    (void)!send(fds[PART], "GET /v1/sante HTTP/1.1\r\nHost: x\r\n\r\n", 36, MSG_NOSIGNAL);
    buf_reset(&out);
    ck_assert_int_eq(fil_read(fds[PART], &out), 0); /* cut, not served */
    close(fds[0]);
    do { /* once the server saw the first one leave, there is room again */
        close(fds[PART]);
        fds[PART] = tcp_open(&e);
        (void)!send(fds[PART], "GET /v1/sante HTTP/1.1\r\nHost: x\r\n\r\n", 36, MSG_NOSIGNAL);
        buf_reset(&out);
        status = fil_read(fds[PART], &out);
    } while (status == 0);
    ck_assert_int_eq(status, 200);
    for (int i = 1; i <= PART; i++)
        close(fds[i]);
    buf_free(&out);
    essai_close(&e);
}
END_TEST

START_TEST(survive_oversized_headers_and_garbage)
{
    static const char *const garbage[] = {"\r\n\r\n\r\n",
                                          "GET\r\n\r\n",
                                          "\x16\x03\x01\x02",
                                          "GET / HTTP/9.9\r\n\r\n",
                                          "POST /v1/sessions HTTP/1.1\r\nHost: x\r\n"
                                          "Content-Length: -1\r\n\r\n",
                                          "POST /v1/sessions HTTP/1.1\r\nHost: x\r\n"
                                          "Transfer-Encoding: chunked\r\n\r\nzz\r\n"};
    struct essai e;
    struct reponse r;
    struct buf big = {0};

    essai_open(&e);
    buf_puts(&big, "GET /v1/sante HTTP/1.1\r\nHost: x\r\nX: ");
    for (int i = 0; i < 40000; i++)
        buf_putc(&big, 'a');
    buf_puts(&big, "\r\n\r\n");
    for (size_t i = 0; i <= sizeof garbage / sizeof *garbage; i++) {
        struct buf out = {0};
        int fd = fil_open(&e);
        const char *text = i ? garbage[i - 1] : big.data;
        (void)!send(fd, text, strlen(text), MSG_NOSIGNAL);
        shutdown(fd, SHUT_WR);
        int status = fil_read(fd, &out);
        ck_assert_msg(status == 0 || (status >= 400 && status < 600), "%zu : %d", i, status);
        buf_free(&out);
        close(fd);
    }
    appel(&e, "GET", "/v1/sante", NULL, NULL, NULL, &r);
    ck_assert_int_eq(r.status, 200);
    reponse_free(&r);
    buf_free(&big);
    essai_close(&e);
}
END_TEST

START_TEST(refuse_a_request_that_says_its_length_twice)
{
    static const char *const twice[] = {
        "Content-Length: 2\r\nContent-Length: 40", "Content-Length: 40\r\ncontent-length: 40",
        "Content-Length: 2\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity"};
    struct essai e;

    essai_open(&e);
    for (size_t i = 0; i < sizeof twice / sizeof *twice; i++) {
        struct buf text = {0}, out = {0};
        int fd = fil_open(&e);
        buf_putf(&text, "GET /v1/sante HTTP/1.1\r\nHost: x\r\n%s\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
                 twice[i]);
        fil_send(fd, text.data);
        int status = fil_read(fd, &out);
        ck_assert_msg(status == 0 || status == 400, "%zu : %d", i, status);
        buf_free(&text);
        buf_free(&out);
        close(fd);
    }
    essai_close(&e);
}
END_TEST

START_TEST(carry_sixty_four_connections_without_a_stall)
{
    enum { CLIENTS = 64 };
    const struct famille_demo *f = une_famille(false);
    struct essai e;
    struct buf request = {0};
    char *jeton;
    int fds[CLIENTS], rounds = 0;
    time_t end;

    essai_open(&e);
    jeton = connexion(&e, "agent.t2");
    const char *body = demande("131", f->numero, f->nom, "T2");
    buf_putf(&request,
             "POST /v1/consultations HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n"
             "Content-Length: %zu\r\n\r\n%s",
             jeton, strlen(body), body);
    for (int i = 0; i < CLIENTS; i++)
        fds[i] = fil_open(&e);
    int64_t before = journal_count(&e);
    for (end = time(NULL) + 3; time(NULL) < end; rounds++) {
        for (int i = 0; i < CLIENTS; i++)
            fil_send(fds[i], request.data);
        for (int i = 0; i < CLIENTS; i++) {
            struct buf out = {0};
            ck_assert_int_eq(fil_read(fds[i], &out), 200);
            buf_free(&out);
        }
    }
    ck_assert_int_ge(rounds, 3);
    ck_assert_int_eq(journal_count(&e) - before, (int64_t)rounds * CLIENTS);
    for (int i = 0; i < CLIENTS; i++)
        close(fds[i]);
    free(jeton);
    buf_free(&request);
    essai_close(&e);
}
END_TEST

/* ---- TLS ---------------------------------------------------------------------------------------- */

static bool make_certificate(const struct essai *e, const char *name)
{
    char command[FILE_PATH_MAX * 3];
    snprintf(command, sizeof command,
             "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 "
             "-subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1 "
             "-keyout %s/%s.cle -out %s/%s.pem >/dev/null 2>&1",
             e->dossier, name, e->dossier, name);
    return system(command) == 0;
}

/* The health of the server over TLS; CURLE_OK or what refused. */
static CURLcode tls_call(const struct essai *e, const char *ca, long versions, const char *ciphers)
{
    CURL *curl = curl_easy_init();
    char url[128];
    FILE *nothing = fopen("/dev/null", "w");
    long status = 0;

    snprintf(url, sizeof url, "https://%s/v1/sante", e->adresse);
    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_CAINFO, ca);
    curl_easy_setopt(curl, CURLOPT_SSLVERSION, versions);
    if (ciphers)
        curl_easy_setopt(curl, CURLOPT_SSL_CIPHER_LIST, ciphers);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, nothing);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, 20L);
    CURLcode code = curl_easy_perform(curl);
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    ck_assert(code != CURLE_OK || status == 200);
    curl_easy_cleanup(curl);
    fclose(nothing);
    return code;
}

/* True when `openssl s_client` with these options completes a handshake. */
static bool handshake(const struct essai *e, const char *options)
{
    char command[512];
    snprintf(command, sizeof command,
             "openssl s_client -connect %s %s </dev/null 2>/dev/null | grep -q 'Cipher is [A-Z]'",
             e->adresse, options);
    return system(command) == 0;
}

START_TEST(speak_tls_12_and_13_with_aead_suites_only)
{
    struct essai e;
    char cert[FILE_PATH_MAX], cle[FILE_PATH_MAX], autre[FILE_PATH_MAX];
    struct reponse r;

    essai_init(&e);
    ck_assert(make_certificate(&e, "serveur") && make_certificate(&e, "autre"));
    ck_assert(path_join(cert, e.dossier, "serveur.pem"));
    ck_assert(path_join(cle, e.dossier, "serveur.cle"));
    ck_assert(path_join(autre, e.dossier, "autre.pem"));
    const char *const options[] = {"--ecoute",  "127.0.0.1:0", "--cert", cert,
                                   "--cle-tls", cle,           NULL};
    const char *const mismatched[] = {"--ecoute",  "127.0.0.1:0", "--cert", autre,
                                      "--cle-tls", cle,           NULL};
    ck_assert(!essai_try_serve(&e, mismatched));
    chmod(cle, 0644);
    ck_assert(!essai_try_serve(&e, options)); /* a key that anybody reads */
    chmod(cle, 0600);
    essai_serve(&e, options);
    appel(&e, "GET", "/v1/sante", NULL, NULL, NULL, &r); /* plain HTTP on that port */
    ck_assert_int_ne(r.status, 200);
    reponse_free(&r);
    ck_assert_int_ne(tls_call(&e, autre, CURL_SSLVERSION_TLSv1_2, NULL), CURLE_OK);
    ck_assert(!handshake(&e, "-tls1_1 -cipher ALL:@SECLEVEL=0"));
    ck_assert(!handshake(&e, "-tls1_2 -cipher ECDHE-ECDSA-AES128-SHA"));
    ck_assert(!handshake(&e, "-tls1_2 -cipher AES128-GCM-SHA256"));
    ck_assert(handshake(&e, "-tls1_2 -cipher ECDHE-ECDSA-AES128-GCM-SHA256"));
    ck_assert(handshake(&e, "-tls1_3"));
    ck_assert_int_eq(tls_call(&e, cert, CURL_SSLVERSION_TLSv1_2, NULL), CURLE_OK);
    ck_assert_int_eq(tls_call(&e, cert, CURL_SSLVERSION_TLSv1_3, NULL), CURLE_OK);
    essai_close(&e);
}
END_TEST

static void add(TCase *t)
{
    tcase_add_test(t, refuse_plain_http_off_loopback_and_a_demo_base_anywhere_else);
    tcase_add_test(t, keep_the_unix_socket_private_and_replace_only_a_dead_one);
    tcase_add_test(t, refuse_a_second_server_on_the_same_base);
    tcase_add_test(t, refuse_a_state_folder_that_anybody_may_write_in);
    tcase_add_test(t, cut_a_client_that_sends_one_byte_at_a_time);
    tcase_add_test(t, refuse_one_address_more_connections_than_its_share);
    tcase_add_test(t, survive_oversized_headers_and_garbage);
    tcase_add_test(t, refuse_a_request_that_says_its_length_twice);
    tcase_add_test(t, serve_others_while_one_connection_says_nothing);
    tcase_add_test(t, carry_sixty_four_connections_without_a_stall);
    if (system("openssl version >/dev/null 2>&1") == 0)
        tcase_add_test(t, speak_tls_12_and_13_with_aead_suites_only);
    else
        puts("SKIP : openssl n’est pas là, TLS n’est pas éprouvé");
}

int main(void)
{
    return essai_main("http", add);
}
