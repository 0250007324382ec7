/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Addresses refused, and calls to a server that answers well, badly, late or not at all. */
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cdap/base/secret.h>
#include <cdap/client/api.h>

#include "suite.h"

/* ---- addresses -------------------------------------------------------------------------------- */

static bool accepted(const char *serveur)
{
    struct err err = {0};
    struct api *api = api_new(&(struct api_options){.serveur = serveur}, &err);
    ck_assert_int_eq(err.code, api ? ERR_NONE : ERR_USAGE);
    api_free(api);
    return api != NULL;
}

START_TEST(refuse_addresses_that_could_be_overheard)
{
    static const char *const bad[] = {
        "",
        "cdap.exemple.fr",
        "http://cdap.exemple.fr",
        "http://10.0.0.1",
        "http://127.0.0.1.exemple.fr",
        "http://localhost.exemple.fr",
        "http://[::2]:80",
        "ftp://localhost",
        "file:///etc/passwd",
        "https://",
        "https://agent:secret@cdap.exemple.fr",
        "https://cdap.exemple.fr/chemin",
        "https://cdap.exemple.fr?x=1",
        "https://cdap.exemple.fr#x",
        "https://cdap exemple",
        "https://cdap\nX-Autre: 1",
        "unix:",
        "unix:/tmp/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        ck_assert_msg(!accepted(bad[i]), "%s", bad[i]);
}
END_TEST

START_TEST(accept_what_is_safe)
{
    static const char *const good[] = {"https://cdap.exemple.fr", "https://cdap.exemple.fr:8443/",
                                       "HTTPS://cdap.exemple.fr", "https://[2001:db8::1]:8443",
                                       "http://127.0.0.1:8080",   "http://localhost:8080",
                                       "http://[::1]:8080",       "http://127.1.2.3",
                                       "unix:/run/cdap/s"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        ck_assert_msg(accepted(good[i]), "%s", good[i]);
}
END_TEST

/* ---- a server of one sentence ------------------------------------------------------------------- */

static struct {
    char *folder;
    char address[160];
    int fd;
    pthread_t thread;
    const char *answer; /* NULL = says nothing until we hang up */
    size_t pad;         /* bytes of 'x' after the answer */
    char asked[8192];   /* last request */
    unsigned connections;
} peer;

static size_t body_length(const char *request)
{
    const char *at = strcasestr(request, "content-length:");
    return at ? strtoul(at + 15, NULL, 10) : 0;
}

static bool read_request(int fd)
{
    size_t len = 0;
    for (;;) {
        ssize_t n = read(fd, peer.asked + len, sizeof peer.asked - 1 - len);
        if (n <= 0)
            return false;
        len += (size_t)n;
        peer.asked[len] = '\0';
        const char *end = strstr(peer.asked, "\r\n\r\n");
        if (end && len >= (size_t)(end + 4 - peer.asked) + body_length(peer.asked))
            return true;
    }
}

static void pour(int fd, size_t bytes)
{
    char block[4096];
    memset(block, 'x', sizeof block);
    while (bytes > 0) {
        ssize_t n = send(fd, block, bytes < sizeof block ? bytes : sizeof block, MSG_NOSIGNAL);
        if (n <= 0)
            return;
        bytes -= (size_t)n;
    }
}

static void *serve(void *unused)
{
    int fd;
    (void)unused;
    while ((fd = accept(peer.fd, NULL, NULL)) >= 0) {
        peer.connections++;
        while (read_request(fd)) {
            if (!peer.answer)
                continue; /* reads on until the other side gives up */
            send(fd, peer.answer, strlen(peer.answer), MSG_NOSIGNAL);
            pour(fd, peer.pad);
            if (strstr(peer.answer, "close"))
                break;
        }
        close(fd);
    }
    return NULL;
}

static struct api *api;

static void setup(void)
{
    struct sockaddr_un a = {.sun_family = AF_UNIX};
    struct err err = {0};
    ck_assert(secret_init());
    peer.folder = folder_make();
    peer.answer = NULL;
    peer.pad = 0;
    peer.connections = 0;
    snprintf(a.sun_path, sizeof a.sun_path, "%s/s", peer.folder);
    snprintf(peer.address, sizeof peer.address, "unix:%s/s", peer.folder);
    peer.fd = socket(AF_UNIX, SOCK_STREAM, 0);
    ck_assert_int_eq(bind(peer.fd, (struct sockaddr *)&a, sizeof a), 0);
    ck_assert_int_eq(listen(peer.fd, 4), 0);
    ck_assert_int_eq(pthread_create(&peer.thread, NULL, serve, NULL), 0);
    api = api_new(&(struct api_options){.serveur = peer.address, .total_ms = 5000}, &err);
    ck_assert_ptr_nonnull(api);
}

static void hang_up(void)
{
    if (peer.fd < 0)
        return;
    shutdown(peer.fd, SHUT_RDWR);
    pthread_join(peer.thread, NULL);
    close(peer.fd);
    peer.fd = -1;
}

static void teardown(void)
{
    api_free(api);
    hang_up();
    folder_remove(peer.folder);
}

static struct reply ask(const char *body)
{
    struct call call = {"POST", "/v1/essai", "Essai", {0}};
    struct reply r;
    if (body)
        buf_puts(&call.body, body);
    api_call_wait(api, &call, &r);
    ck_assert_ptr_null(call.body.data); /* taken */
    return r;
}

static void assert_refused(const char *answer, enum err_code code)
{
    peer.answer = answer;
    struct reply r = ask("{}");
    ck_assert_msg(r.err.code == code, "%s → %d", answer, r.err.code);
    ck_assert_str_ne(r.carte.quoi, "");
    ck_assert_str_ne(r.carte.que_faire, "");
    reply_done(&r);
}

#define HTTP(status, body) "HTTP/1.1 " status "\r\nConnection: close\r\n\r\n" body

START_TEST(refuse_answers_that_are_not_ours)
{
    assert_refused(HTTP("500 Oups", "<html>"), ERR_REPONSE);
    assert_refused(HTTP("404 Non", ""), ERR_REPONSE);
    assert_refused(HTTP("302 Ailleurs\r\nLocation: https://ailleurs.exemple/", ""), ERR_REPONSE);
    assert_refused(HTTP("403 Non", "{\"erreur\":{\"code\":\"jamais_vu\"}}"), ERR_REPONSE);
}
END_TEST

START_TEST(a_refusal_keeps_its_words)
{
    peer.answer = HTTP("429 Trop", "{\"erreur\":{\"code\":\"trop_souvent\",\"quoi\":\"Q.\","
                                   "\"pourquoi\":\"P.\",\"que_faire\":\"F.\","
                                   "\"reference\":\"R\",\"reessayer_dans\":7}}");
    struct reply r = ask("{}");
    ck_assert_int_eq(r.err.code, ERR_TROP_SOUVENT);
    ck_assert_uint_eq(r.err.retry_s, 7);
    ck_assert_str_eq(r.carte.quoi, "Q.");
    ck_assert_str_eq(r.carte.pourquoi, "P.");
    ck_assert_str_eq(r.carte.reference, "R");
    reply_done(&r);
}
END_TEST

START_TEST(a_server_that_hangs_up_is_lost)
{
    assert_refused("close", ERR_REPONSE); /* not HTTP at all */
    hang_up();
    struct reply r = ask("{}");
    ck_assert_int_eq(r.err.code, ERR_INJOIGNABLE);
    reply_done(&r);
}
END_TEST

START_TEST(a_silent_server_is_not_waited_for_ever)
{
    struct err err = {0};
    api_free(api);
    api = api_new(&(struct api_options){.serveur = peer.address, .total_ms = 150}, &err);
    struct reply r = ask("{}");
    ck_assert_int_eq(r.err.code, ERR_DELAI);
    reply_done(&r);
}
END_TEST

START_TEST(an_answer_too_long_is_cut_short)
{
    peer.pad = (size_t)70 * 1024 * 1024;
    assert_refused(HTTP("200 OK", ""), ERR_REPONSE);
}
END_TEST

START_TEST(a_call_given_up_leaves_nothing_behind)
{
    struct transport t = api_transport(api);
    struct call call = {"POST", "/v1/essai", "Essai", {0}};
    struct reply r;
    struct err err = {0};
    buf_puts(&call.body, "{\"a\":1}");
    ck_assert(t.start(t.ctx, &call, &err));
    api_wait(api, NULL, 0, 20);
    t.cancel(t.ctx);
    ck_assert(!api_take(api, &r));
    peer.answer = HTTP("200 OK", "{\"b\":2}");
    r = ask(NULL);
    ck_assert_str_eq(buf_text(&r.body), "{\"b\":2}");
    reply_done(&r);
}
END_TEST

START_TEST(calls_share_a_connection)
{
    peer.answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";
    for (int i = 0; i < 3; i++) {
        struct reply r = ask("{\"x\":1}");
        ck_assert_int_eq(r.err.code, ERR_NONE);
        ck_assert_int_eq(r.status, 200);
        reply_done(&r);
    }
    ck_assert_uint_eq(peer.connections, 1);
}
END_TEST

START_TEST(the_token_goes_in_a_header_and_is_forgotten)
{
    struct transport t = api_transport(api);
    peer.answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";
    t.token(t.ctx, SPAN_LIT("abcDEF-_1"));
    struct reply r = ask("{\"x\":1}");
    reply_done(&r);
    ck_assert_ptr_nonnull(strstr(peer.asked, "POST /v1/essai HTTP/1.1\r\n"));
    ck_assert_ptr_nonnull(strstr(peer.asked, "Authorization: Bearer abcDEF-_1\r\n"));
    ck_assert_ptr_nonnull(strstr(peer.asked, "Content-Type: application/json\r\n"));
    ck_assert_ptr_nonnull(strstr(peer.asked, "\r\n\r\n{\"x\":1}"));
    peer.answer = "HTTP/1.1 204 Fini\r\nContent-Length: 0\r\n\r\n";
    t.token(t.ctx, (struct span){0});
    api_flush(api, 5000);
    ck_assert_ptr_nonnull(strstr(peer.asked, "DELETE /v1/sessions/courante HTTP/1.1\r\n"));
    ck_assert_ptr_nonnull(strstr(peer.asked, "Authorization: Bearer abcDEF-_1\r\n"));
    r = ask(NULL);
    reply_done(&r);
    ck_assert_ptr_null(strstr(peer.asked, "Authorization"));
}
END_TEST

START_TEST(waiting_sees_the_other_descriptors)
{
    int ends[2];
    ck_assert_int_eq(pipe(ends), 0);
    struct pollfd fd = {.fd = ends[0], .events = POLLIN};
    ck_assert_int_eq(api_wait(api, &fd, 1, 0), 0);
    struct transport t = api_transport(api);
    struct call call = {"GET", "/v1/essai", "Essai", {0}};
    ck_assert(t.start(t.ctx, &call, NULL));
    ck_assert_int_eq(write(ends[1], "x", 1), 1);
    ck_assert_int_eq(api_wait(api, &fd, 1, 5000), 1);
    t.cancel(t.ctx);
    close(ends[0]);
    close(ends[1]);
}
END_TEST

static void add(TCase *t)
{
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, refuse_addresses_that_could_be_overheard);
    tcase_add_test(t, refuse_answers_that_are_not_ours);
    tcase_add_test(t, accept_what_is_safe);
    tcase_add_test(t, a_refusal_keeps_its_words);
    tcase_add_test(t, a_server_that_hangs_up_is_lost);
    tcase_add_test(t, a_silent_server_is_not_waited_for_ever);
    tcase_add_test(t, an_answer_too_long_is_cut_short);
    tcase_add_test(t, a_call_given_up_leaves_nothing_behind);
    tcase_add_test(t, calls_share_a_connection);
    tcase_add_test(t, the_token_goes_in_a_header_and_is_forgotten);
    tcase_add_test(t, waiting_sees_the_other_descriptors);
}

int main(void)
{
    return suite_main("client_api", add);
}
