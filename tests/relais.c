/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The socket between client and server that can lie. */
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cdap/base/buf.h>

#include "relais.h"
#include "suite.h"

#define HELD_MAX       64
#define SEEN_MAX       1024
#define LINE_MAX_SHOWN 64

struct relais {
    pthread_t thread;
    pthread_mutex_t lock;
    int listener, stop[2];
    struct sockaddr_un server;
    const char *request, *answer;   /* the rule; NULL = none */
    int held[HELD_MAX], held_count; /* connections left in silence */
    char seen[SEEN_MAX][LINE_MAX_SHOWN];
    int seen_count;
};

static struct sockaddr_un address_of(const char *path)
{
    struct sockaddr_un a = {.sun_family = AF_UNIX};
    ck_assert_uint_lt(strlen(path), sizeof a.sun_path);
    strcpy(a.sun_path, path);
    return a;
}

static void send_all(int fd, const char *data, size_t len)
{
    while (len > 0) {
        ssize_t n = send(fd, data, len, MSG_NOSIGNAL);
        if (n < 0 && errno != EINTR)
            return;
        data += n > 0 ? n : 0;
        len -= n > 0 ? (size_t)n : 0;
    }
}

static bool receive_some(int fd, struct buf *out)
{
    char bytes[16384];
    ssize_t n = recv(fd, bytes, sizeof bytes, 0);
    if (n > 0)
        buf_put(out, bytes, (size_t)n);
    return n > 0;
}

/* Length of head and body once the head is complete, 0 before. */
static size_t request_length(const struct buf *b)
{
    const char *end = b->len ? strstr(b->data, "\r\n\r\n") : NULL;
    if (!end)
        return 0;
    size_t body = 0;
    for (const char *line = b->data; line < end; line = strstr(line, "\r\n") + 2)
        if (strncasecmp(line, "Content-Length:", 15) == 0)
            body = strtoul(line + 15, NULL, 10);
    return (size_t)(end + 4 - b->data) + body;
}

static bool receive_request(int fd, struct buf *out)
{
    size_t want;
    while ((want = request_length(out)) == 0 || out->len < want)
        if (!receive_some(fd, out))
            return false;
    return true;
}

/* Asks the server to end the connection after its answer, so that the answer ends there too. */
static void pass_on(struct relais *r, int client, const struct buf *request)
{
    int server = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct buf answer = {0};
    if (connect(server, (struct sockaddr *)&r->server, sizeof r->server) == 0) {
        static const char ask[] = "Connection: close\r\n";
        const char *rest = strstr(request->data, "\r\n") + 2;
        size_t line = (size_t)(rest - request->data);
        send_all(server, request->data, line);
        send_all(server, ask, sizeof ask - 1);
        send_all(server, rest, request->len - line);
        while (receive_some(server, &answer)) {
            send_all(client, answer.data, answer.len);
            buf_reset(&answer);
        }
    }
    buf_free(&answer);
    close(server);
}

static const char *rule_for(struct relais *r, const struct buf *request)
{
    pthread_mutex_lock(&r->lock);
    bool match = r->request && strncmp(request->data, r->request, strlen(r->request)) == 0;
    const char *answer = match ? r->answer : NULL;
    if (r->seen_count < SEEN_MAX) {
        char *line = r->seen[r->seen_count++];
        size_t len = strcspn(request->data, "\r");
        len = len < LINE_MAX_SHOWN ? len : LINE_MAX_SHOWN - 1;
        memcpy(line, request->data, len);
        line[len] = '\0';
    }
    pthread_mutex_unlock(&r->lock);
    return answer;
}

static void serve(struct relais *r, int client)
{
    struct buf request = {0};
    if (receive_request(client, &request)) {
        const char *answer = rule_for(r, &request);
        if (answer && strcmp(answer, RELAIS_SILENCE) == 0 && r->held_count < HELD_MAX)
            r->held[r->held_count++] = dup(client);
        else if (answer)
            send_all(client, answer, strlen(answer));
        else
            pass_on(r, client, &request);
    }
    buf_free(&request);
    close(client);
}

static void *live(void *arg)
{
    struct relais *r = arg;
    for (;;) {
        struct pollfd fds[] = {{.fd = r->listener, .events = POLLIN},
                               {.fd = r->stop[0], .events = POLLIN}};
        poll(fds, 2, -1);
        if (fds[1].revents)
            return NULL;
        int client = accept(r->listener, NULL, NULL);
        if (client >= 0)
            serve(r, client);
    }
}

struct relais *relais_start(const char *path, const char *server)
{
    struct relais *r = calloc(1, sizeof *r);
    ck_assert_ptr_nonnull(r);
    struct sockaddr_un own = address_of(path);
    r->server = address_of(server);
    r->listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    ck_assert_int_eq(bind(r->listener, (struct sockaddr *)&own, sizeof own), 0);
    ck_assert_int_eq(listen(r->listener, 16), 0);
    ck_assert_int_eq(pipe(r->stop), 0);
    pthread_mutex_init(&r->lock, NULL);
    ck_assert_int_eq(pthread_create(&r->thread, NULL, live, r), 0);
    return r;
}

void relais_rule(struct relais *r, const char *request, const char *answer)
{
    pthread_mutex_lock(&r->lock);
    r->request = answer ? request : NULL;
    r->answer = answer;
    pthread_mutex_unlock(&r->lock);
}

int relais_count(struct relais *r, const char *request)
{
    int count = 0;
    pthread_mutex_lock(&r->lock);
    for (int i = 0; i < r->seen_count; i++)
        count += strncmp(r->seen[i], request, strlen(request)) == 0;
    pthread_mutex_unlock(&r->lock);
    return count;
}

void relais_stop(struct relais *r)
{
    ck_assert_int_eq(write(r->stop[1], "", 1), 1);
    pthread_join(r->thread, NULL);
    for (int i = 0; i < r->held_count; i++)
        close(r->held[i]);
    close(r->listener);
    close(r->stop[0]);
    close(r->stop[1]);
    pthread_mutex_destroy(&r->lock);
    free(r);
}
