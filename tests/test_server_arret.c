/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ends of all kinds: a clean stop, a stop in the middle of a request, a full disk, kill -9. */
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "serveur.h"

static bool clean(int status)
{
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* A whole consultation as bytes; free it. */
static char *request_text(const char *jeton, const struct famille_demo *f)
{
    const char *body = demande("131", f->numero, f->nom, "T2");
    struct buf b = {0};

    buf_putf(&b,
             "POST /v1/consultations HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n"
             "Content-Length: %zu\r\n\r\n%s",
             jeton, strlen(body), body);
    return b.data;
}

static int64_t recu_in(const char *answer)
{
    const char *at = strstr(answer, "\"recu\":");
    return at ? strtoll(at + 7, NULL, 10) : -1;
}

START_TEST(journal_start_and_stop)
{
    struct essai e;
    struct buf entry = {0};

    essai_open(&e);
    ck_assert(clean(essai_stop(&e, SIGTERM)));
    ck_assert_int_eq(journal_count(&e), 2);
    journal_put(&e, 0, &entry);
    ck_assert(strstr(entry.data, "\"acte\":\"demarrage\",\"issue\":\"fait\"") != NULL);
    buf_reset(&entry);
    journal_put(&e, 1, &entry);
    ck_assert(strstr(entry.data, "\"acte\":\"arret\",\"issue\":\"fait\"") != NULL);
    ck_assert_int_ne(access(e.prise, F_OK), 0); /* no socket is left */
    buf_free(&entry);
    essai_close(&e);
}
END_TEST

/* A connection on which the server has begun a consultation and waits for its body; `body` is what
 * remains to be sent. */
static int begin_request(struct essai *e, const char *jeton, const char **body)
{
    const struct famille_demo *f = une_famille(false);
    struct buf b = {0};
    int fd = fil_open(e);

    *body = demande("131", f->numero, f->nom, "T2");
    buf_putf(&b,
             "POST /v1/consultations HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n"
             "Expect: 100-continue\r\nContent-Length: %zu\r\n\r\n",
             jeton, strlen(*body));
    fil_send(fd, b.data);
    buf_reset(&b);
    ck_assert_int_eq(fil_read(fd, &b), 100);
    buf_free(&b);
    return fd;
}

START_TEST(finish_what_is_in_flight_when_asked_to_stop)
{
    struct essai e;
    struct buf out = {0};
    const char *body;
    char *jeton;
    int fd, idle, status = 0;

    essai_open(&e);
    jeton = connexion(&e, "agent.t2");
    idle = fil_open(&e);
    fil_send(idle, "GET /v1/sante HTTP/1.1\r\nHost: x\r\n\r\n");
    ck_assert_int_eq(fil_read(idle, &out), 200); /* kept alive, and idle */
    fd = begin_request(&e, jeton, &body);
    kill(e.pid, SIGTERM);
    while (access(e.prise, F_OK) == 0)
        poll(NULL, 0, 1); /* until the stop has begun: the socket goes first */
    fil_send(fd, body);
    buf_reset(&out);
    ck_assert_int_eq(fil_read(fd, &out), 200);
    ck_assert(strstr(out.data, "Connection: close") != NULL);
    ck_assert(recu_in(out.data) > 0);
    ck_assert_int_eq(waitpid(e.pid, &status, 0), e.pid);
    ck_assert(clean(status));
    e.pid = 0;
    close(fd);
    close(idle);
    free(jeton);
    buf_free(&out);
    essai_close(&e);
}
END_TEST

START_TEST(stop_in_bounded_time_whatever_a_client_holds)
{
    struct essai e;
    const char *body;
    char *jeton;
    time_t begin;
    int fd;

    essai_open(&e);
    jeton = connexion(&e, "agent.t2");
    fd = begin_request(&e, jeton, &body); /* and the body never comes */
    begin = time(NULL);
    ck_assert(clean(essai_stop(&e, SIGINT)));
    ck_assert_int_le(time(NULL) - begin, 8);
    close(fd);
    free(jeton);
    essai_close(&e);
}
END_TEST

START_TEST(refuse_all_dossiers_while_the_journal_cannot_be_written)
{
    const struct famille_demo *f = une_famille(false);
    struct rlimit before, none;
    struct essai e;
    struct reponse r;
    struct buf dits = {0};
    char *jeton;
    int64_t count;

    essai_open(&e);
    jeton = connexion(&e, "agent.t2");
    count = journal_count(&e);
    ck_assert_int_eq(prlimit(e.pid, RLIMIT_FSIZE, NULL, &before), 0);
    none = (struct rlimit){.rlim_cur = 1, .rlim_max = before.rlim_max};
    ck_assert_int_eq(prlimit(e.pid, RLIMIT_FSIZE, &none, NULL), 0);
    for (int i = 0; i < 3; i++) {
        consulte(&e, jeton, NULL, f->numero, f->nom, "T2", &r);
        ck_assert_int_eq(r.status, 503);
        ck_assert_str_eq(reponse_erreur(&r), "indisponible");
        ck_assert(strstr(r.corps.data, f->numero) == NULL);
        ck_assert(json_get(r.json, "dossier") == NULL);
        reponse_free(&r);
    }
    ck_assert_int_eq(journal_count(&e), count);
    appel(&e, "GET", "/v1/sante", NULL, NULL, NULL, &r); /* it lives */
    ck_assert_int_eq(r.status, 200);
    reponse_free(&r);
    ck_assert_int_eq(prlimit(e.pid, RLIMIT_FSIZE, &before, NULL), 0);
    consulte(&e, jeton, NULL, f->numero, f->nom, "T2", &r);
    ck_assert_int_eq(r.status, 200); /* and comes back by itself */
    ck_assert_int_eq(recu_in(r.corps.data), count);
    reponse_free(&r);
    buf_free(&dits);
    free(jeton);
    essai_close(&e);
}
END_TEST

/* ---- kill -9 ------------------------------------------------------------------------------------ */

#define FILS  8
#define TOURS 12

/* Sends rounds of requests on all connections; in the last round kills the server once `keep`
 * answers came, then takes whatever still comes out of the sockets. */
static size_t rounds_until_killed(struct essai *e, const char *request, int rounds, int keep,
                                  int64_t *recus)
{
    int fds[FILS];
    size_t n = 0;

    for (int i = 0; i < FILS; i++)
        fds[i] = fil_open(e);
    for (int round = 0; round < rounds; round++) {
        for (int i = 0; i < FILS; i++)
            fil_send(fds[i], request);
        for (int i = 0; i < FILS; i++) {
            struct buf out = {0};
            if (round == rounds - 1 && i == keep)
                kill(e->pid, SIGKILL);
            int status = fil_read(fds[i], &out);
            ck_assert(status == 200 || (status == 0 && round == rounds - 1));
            if (status == 200)
                recus[n++] = recu_in(out.data);
            buf_free(&out);
        }
    }
    for (int i = 0; i < FILS; i++)
        close(fds[i]);
    waitpid(e->pid, NULL, 0);
    e->pid = 0;
    return n;
}

START_TEST(refuse_all_dossiers_once_the_journal_was_taken_away)
{
    static const char *const taken[] = {"journal.sqlite", "journal.sqlite-wal"};
    const struct famille_demo *f = une_famille(false);

    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++) {
        struct essai e;
        char path[FILE_PATH_MAX + 32];
        char *jeton;

        essai_open(&e);
        jeton = connexion(&e, "agent.t2");
        snprintf(path, sizeof path, "%s/base/%s", e.donnees, taken[i]);
        ck_assert_int_eq(consulte(&e, jeton, NULL, f->numero, f->nom, "T2", NULL), 200);
        ck_assert_int_eq(unlink(path), 0);
        ck_assert_int_eq(consulte(&e, jeton, NULL, f->numero, f->nom, "T2", NULL), 503);
        free(jeton);
        essai_close(&e);
    }
}
END_TEST

START_TEST(lose_no_acknowledged_receipt_to_kill_9)
{
    struct essai e;
    char *jeton, *request;
    int64_t recus[TOURS * FILS * 4], next;
    size_t n = 0;

    essai_open(&e);
    jeton = connexion(&e, "agent.t2");
    request = request_text(jeton, une_famille(false));
    for (int tour = 0; tour < TOURS; tour++) {
        n += rounds_until_killed(&e, request, 1 + tour % 4, tour % FILS, recus + n);
        essai_serve(&e, NULL); /* on what the killed one left, its socket too */
    }
    ck_assert_uint_ge(n, TOURS * 4);
    next = journal_count(&e);
    for (size_t i = 0; i < n; i++) {
        struct buf entry = {0};
        for (size_t k = 0; k < i; k++)
            ck_assert_int_ne(recus[k], recus[i]);
        ck_assert_int_lt(recus[i], next);
        journal_put(&e, recus[i], &entry);
        ck_assert(strstr(entry.data, "\"acte\":\"consultation\",\"issue\":\"fait\"") != NULL);
        buf_free(&entry);
    }
    free(request);
    free(jeton);
    essai_close(&e);
}
END_TEST

/* ---- private server of a demo ------------------------------------------------------------------- */

static void await_gone(const char *path)
{
    time_t limit = time(NULL) + 20;
    while (access(path, F_OK) == 0) {
        ck_assert_msg(time(NULL) < limit, "%s est resté", path);
        poll(NULL, 0, 5);
    }
}

START_TEST(erase_an_ephemeral_base_and_no_other)
{
    static const char *const ephemere[] = {"--ephemere", NULL};
    struct essai e;

    essai_init(&e);
    essai_serve(&e, ephemere);
    ck_assert(clean(essai_stop(&e, SIGTERM)));
    ck_assert_int_ne(access(e.donnees, F_OK), 0);
    ck_assert(store_create(e.donnees, false, NULL)); /* a real one */
    ck_assert(!essai_try_serve(&e, ephemere));
    ck_assert_int_eq(access(e.donnees, F_OK), 0);
    essai_close(&e);
}
END_TEST

START_TEST(die_with_the_client_that_started_it)
{
    static const char *const ephemere[] = {"--ephemere", NULL};
    struct essai e;
    pid_t client;
    int status;

    essai_init(&e);
    client = fork();
    ck_assert(client >= 0);
    if (client == 0) {
        essai_serve(&e, ephemere);
        raise(SIGKILL); /* a client that had no time to say anything */
    }
    ck_assert_int_eq(waitpid(client, &status, 0), client);
    ck_assert(WIFSIGNALED(status));
    await_gone(e.donnees);
    await_gone(e.prise);
    essai_close(&e);
}
END_TEST

static void add(TCase *t)
{
    tcase_add_test(t, refuse_all_dossiers_while_the_journal_cannot_be_written);
    tcase_add_test(t, refuse_all_dossiers_once_the_journal_was_taken_away);
    tcase_add_test(t, lose_no_acknowledged_receipt_to_kill_9);
    tcase_add_test(t, journal_start_and_stop);
    tcase_add_test(t, finish_what_is_in_flight_when_asked_to_stop);
    tcase_add_test(t, stop_in_bounded_time_whatever_a_client_holds);
    tcase_add_test(t, erase_an_ephemeral_base_and_no_other);
    tcase_add_test(t, die_with_the_client_that_started_it);
}

int main(void)
{
    return essai_main("arret", add);
}
