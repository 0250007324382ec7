/* SPDX-License-Identifier: GPL-3.0-or-later */
/* HTTP over libmicrohttpd, driven by its owner's loop; the only file that knows the library.
 *
 * Three of its habits shape this file. An answer given in the handler's first call closes the
 * connection: answers go out in a later one. Its own threads can lose a wake-up: it gets none. Its
 * time-out measures silence, so that one byte a second holds a connection for ever: deadlines are
 * kept here, from the first byte, and the socket is shut down under it. */
#include <arpa/inet.h>
#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include <cdap/base/secret.h>
#include <cdap/proto.h>

#include "http.h"

#define BODY_KEPT    (4 * 1024)    /* bytes of memory kept between requests */
#define BODY_DISCARD (1024 * 1024) /* bytes read past the limit to say 413 */
#define TLS_PRIORITES                                                                          \
    "NONE:+VERS-TLS1.3:+VERS-TLS1.2:+ECDHE-ECDSA:+ECDHE-RSA:+AES-256-GCM:+CHACHA20-POLY1305:"  \
    "+AES-128-GCM:+AEAD:+GROUP-X25519:+GROUP-SECP256R1:+GROUP-SECP384R1:+SIGN-ALL:+COMP-NULL:" \
    "+CTYPE-X509:%SERVER_PRECEDENCE"

/* One connection; it carries one request at a time. */
struct connexion {
    struct http *http;
    struct MHD_Connection *mhd;
    struct connexion *prev, *next;
    int fd;
    int64_t deadline;
    bool held;
    bool plain;     /* the path and its arguments came as they are compared: no escape */
    bool arguments; /* there are some */
    char peer[HTTP_PEER_MAX];
    struct buf body;
    size_t received;
    struct http_request rq;
};

struct http {
    struct MHD_Daemon *mhd;
    struct http_owner owner;
    struct connexion *connexions;
    size_t pending;
};

int64_t http_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC_COARSE, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* ---- connections ------------------------------------------------------------------------------ */

static struct connexion *connexion_of(struct MHD_Connection *mhd)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info ? info->socket_context : NULL;
}

static void peer_put(struct MHD_Connection *mhd, char out[HTTP_PEER_MAX])
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    const struct sockaddr *a = info ? info->client_addr : NULL;

    strcpy(out, "unix");
    if (a && a->sa_family == AF_INET)
        inet_ntop(AF_INET, &((const struct sockaddr_in *)(const void *)a)->sin_addr, out,
                  HTTP_PEER_MAX);
    else if (a && a->sa_family == AF_INET6)
        inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)(const void *)a)->sin6_addr, out,
                  HTTP_PEER_MAX);
}

static struct connexion *connexion_open(struct http *h, struct MHD_Connection *mhd)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD);
    struct connexion *c = calloc(1, sizeof *c);

    if (!c)
        return NULL;
    c->http = h;
    c->mhd = mhd;
    c->fd = info ? info->connect_fd : -1;
    c->deadline = http_now() + HTTP_REQUEST_MS;
    c->body.max = PROTO_BODY_MAX;
    peer_put(mhd, c->peer);
    c->next = h->connexions;
    if (c->next)
        c->next->prev = c;
    h->connexions = c;
    return c;
}

static void connexion_close(struct connexion *c)
{
    if (!c)
        return;
    if (c->prev)
        c->prev->next = c->next;
    else
        c->http->connexions = c->next;
    if (c->next)
        c->next->prev = c->prev;
    buf_free_secret(&c->body);
    free(c);
}

static void on_connection(void *cls, struct MHD_Connection *mhd, void **socket_context,
                          enum MHD_ConnectionNotificationCode what)
{
    if (what == MHD_CONNECTION_NOTIFY_STARTED) {
        *socket_context = connexion_open(cls, mhd);
    } else {
        connexion_close(*socket_context);
        *socket_context = NULL;
    }
}

/* The request line was read: a connection that waited between two requests has less time from here;
 * the first request has had its deadline since the connection began. */
static void *on_uri(void *cls, const char *uri, struct MHD_Connection *mhd)
{
    struct connexion *c = connexion_of(mhd);
    int64_t deadline = http_now() + HTTP_REQUEST_MS;
    (void)cls;
    if (!c)
        return NULL;
    c->plain = !strpbrk(uri, "%+");
    c->arguments = strchr(uri, '?') != NULL;
    if (deadline < c->deadline)
        c->deadline = deadline;
    return NULL;
}

/* ---- requests --------------------------------------------------------------------------------- */

static enum MHD_Result count_length(void *ctx, enum MHD_ValueKind kind, const char *key,
                                    const char *value)
{
    unsigned *count = ctx;
    (void)kind, (void)value;
    *count += strcasecmp(key, "Content-Length") == 0 || strcasecmp(key, "Transfer-Encoding") == 0;
    return MHD_YES;
}

/* A length said twice is one request for us and another for what stands before us (RFC 9112 §6.3):
 * the library takes the one it prefers. */
static bool length_is_said_once(struct MHD_Connection *mhd)
{
    unsigned count = 0;
    MHD_get_connection_values(mhd, MHD_HEADER_KIND, count_length, &count);
    return count <= 1;
}

static enum MHD_Result request_begin(struct connexion *c, const char *method, const char *path,
                                     void **con_cls)
{
    struct http *h = c->http;

    if (!length_is_said_once(c->mhd))
        return MHD_NO;
    c->rq = (struct http_request){
        .method = method, .path = c->plain ? path : "", .arguments = c->arguments, .peer = c->peer};
    c->held = false;
    c->received = 0;
    c->rq.exchange = h->owner.begin(h->owner.ctx, &c->rq);
    if (!c->rq.exchange)
        return MHD_NO;
    h->pending++;
    *con_cls = c;
    return MHD_YES;
}

/* Past the limit the rest is read and thrown away, so that the client hears the refusal. */
static enum MHD_Result request_receive(struct connexion *c, const char *data, size_t *len)
{
    size_t n = *len;
    *len = 0;
    c->received += n;
    if (c->received > BODY_DISCARD)
        return MHD_NO;
    if (c->received > PROTO_BODY_MAX)
        c->rq.too_large = true;
    else
        buf_put(&c->body, data, n);
    return MHD_YES;
}

static enum MHD_Result request_answer(struct connexion *c, const struct http_answer *a)
{
    struct MHD_Response *r = MHD_create_response_from_buffer(
        a->body.len, (void *)(uintptr_t)a->body.ptr, MHD_RESPMEM_PERSISTENT);
    enum MHD_Result queued;
    char retry[16];

    if (!r)
        return MHD_NO;
    MHD_add_response_header(r, "Cache-Control", "no-store");
    MHD_add_response_header(r, "X-Content-Type-Options", "nosniff");
    if (a->body.len)
        MHD_add_response_header(r, "Content-Type", "application/json; charset=utf-8");
    if (a->etag)
        MHD_add_response_header(r, "ETag", a->etag);
    if (a->allow)
        MHD_add_response_header(r, "Allow", a->allow);
    if (a->status == 401)
        MHD_add_response_header(r, "WWW-Authenticate", "Bearer");
    if (a->retry_s) {
        snprintf(retry, sizeof retry, "%u", a->retry_s);
        MHD_add_response_header(r, "Retry-After", retry);
    }
    if (a->close)
        MHD_add_response_header(r, "Connection", "close");
    queued = MHD_queue_response(c->mhd, (unsigned)a->status, r);
    MHD_destroy_response(r);
    return queued;
}

static enum MHD_Result request_serve(struct connexion *c)
{
    const struct http_owner *o = &c->http->owner;
    struct http_answer answer = {0};

    if (c->held) {
        c->held = false;
        o->resumed(o->ctx, &c->rq, &answer);
        return request_answer(c, &answer);
    }
    c->deadline = http_now() + HTTP_ANSWER_MS;
    c->rq.body = buf_span(&c->body);
    if (c->body.failed)
        c->rq.too_large = true;
    if (o->serve(o->ctx, &c->rq, &answer))
        return request_answer(c, &answer);
    c->held = true;
    MHD_suspend_connection(c->mhd);
    return MHD_YES;
}

/* The library's handler: first call with the headers, then one per piece of body, then one with
 * nothing more to read, and that one again after a suspension. */
static enum MHD_Result on_access(void *cls, struct MHD_Connection *mhd, const char *url,
                                 const char *method, const char *version, const char *data,
                                 size_t *len, void **con_cls)
{
    struct connexion *c = connexion_of(mhd);
    (void)cls, (void)version;
    if (!c)
        return MHD_NO;
    if (!*con_cls)
        return request_begin(c, method, url, con_cls);
    if (*len)
        return request_receive(c, data, len);
    return request_serve(c);
}

static void on_completed(void *cls, struct MHD_Connection *mhd, void **con_cls,
                         enum MHD_RequestTerminationCode why)
{
    struct http *h = cls;
    struct connexion *c = *con_cls;
    (void)mhd, (void)why;
    if (!c)
        return;
    *con_cls = NULL;
    h->pending--;
    h->owner.end(h->owner.ctx, &c->rq);
    c->rq.exchange = NULL;
    if (c->body.cap > BODY_KEPT)
        buf_free_secret(&c->body);
    else if (c->body.len)
        secret_wipe(c->body.data, c->body.len);
    buf_reset(&c->body);
    c->deadline = http_now() + HTTP_IDLE_MS;
}

struct span http_header(const struct http_request *rq, const char *name)
{
    const struct connexion *c = (const void *)((const char *)rq - offsetof(struct connexion, rq));
    const char *value = MHD_lookup_connection_value(c->mhd, MHD_HEADER_KIND, name);
    return value ? span_of(value) : (struct span){"", 0};
}

struct span http_argument(const struct http_request *rq, const char *name)
{
    const struct connexion *c = (const void *)((const char *)rq - offsetof(struct connexion, rq));
    const char *value = MHD_lookup_connection_value(c->mhd, MHD_GET_ARGUMENT_KIND, name);
    return value ? span_of(value) : (struct span){"", 0};
}

struct arguments {
    const char *const *names;
    uint64_t seen; /* bit i: names[i] */
    bool bad;
};

static enum MHD_Result see_argument(void *ctx, enum MHD_ValueKind kind, const char *key,
                                    const char *value)
{
    struct arguments *a = ctx;
    size_t i = 0;

    (void)kind;
    while (a->names[i] && strcmp(a->names[i], key) != 0)
        i++;
    a->bad = a->bad || !a->names[i] || !value || a->seen & (uint64_t)1 << i;
    a->seen |= (uint64_t)1 << i;
    return MHD_YES;
}

bool http_arguments_only(const struct http_request *rq, const char *const *names)
{
    const struct connexion *c = (const void *)((const char *)rq - offsetof(struct connexion, rq));
    struct arguments a = {.names = names};

    MHD_get_connection_values(c->mhd, MHD_GET_ARGUMENT_KIND, see_argument, &a);
    return !a.bad;
}

void http_resume(struct http_request *rq)
{
    struct connexion *c = (void *)((char *)rq - offsetof(struct connexion, rq));
    MHD_resume_connection(c->mhd);
}

/* ---- the loop's side -------------------------------------------------------------------------- */

struct http *http_open(int listen_fd, const struct http_tls *tls, const struct http_owner *owner,
                       struct err *err)
{
    struct http *h = calloc(1, sizeof *h);
    bool secure = tls && tls->cert;
    struct MHD_OptionItem tls_options[] = {
        {MHD_OPTION_HTTPS_MEM_CERT, 0, secure ? (void *)(uintptr_t)tls->cert : NULL},
        {MHD_OPTION_HTTPS_MEM_KEY, 0, secure ? (void *)(uintptr_t)tls->key : NULL},
        {MHD_OPTION_HTTPS_PRIORITIES, 0, (void *)(uintptr_t)TLS_PRIORITES},
        {MHD_OPTION_END, 0, NULL}};

    if (!h) {
        close(listen_fd);
        err_set(err, ERR_MEMOIRE, NULL);
        return NULL;
    }
    h->owner = *owner;
    h->mhd = MHD_start_daemon(
        MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | (secure ? MHD_USE_TLS : MHD_NO_FLAG), 0, NULL,
        NULL, on_access, h, MHD_OPTION_LISTEN_SOCKET, (MHD_socket)listen_fd,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)HTTP_HEADER_MAX, MHD_OPTION_CONNECTION_LIMIT,
        (unsigned)HTTP_CONNECTIONS_MAX, MHD_OPTION_PER_IP_CONNECTION_LIMIT,
        (unsigned)HTTP_PER_ADDRESS_MAX, MHD_OPTION_CONNECTION_TIMEOUT, 0U,
        MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_NOTIFY_CONNECTION, on_connection, (void *)h,
        MHD_OPTION_NOTIFY_COMPLETED, on_completed, (void *)h, MHD_OPTION_URI_LOG_CALLBACK, on_uri,
        (void *)h, MHD_OPTION_ARRAY, secure ? tls_options : tls_options + 3, MHD_OPTION_END);
    if (h->mhd)
        return h;
    close(listen_fd);
    free(h);
    err_set(err, ERR_FICHIER,
            secure ? "le certificat et sa clé ne se chargent pas (PEM, et clé du certificat ?)"
                   : "le serveur HTTP ne démarre pas");
    return NULL;
}

int http_fd(const struct http *h)
{
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(h->mhd, MHD_DAEMON_INFO_EPOLL_FD);
    return info ? info->epoll_fd : -1;
}

int http_timeout(const struct http *h)
{
    MHD_UNSIGNED_LONG_LONG ms;
    if (MHD_get_timeout(h->mhd, &ms) != MHD_YES)
        return -1;
    return ms > 60000 ? 60000 : (int)ms;
}

void http_turn(struct http *h)
{
    MHD_run(h->mhd);
}

void http_watch(struct http *h, int64_t now_ms)
{
    for (struct connexion *c = h->connexions; c; c = c->next) {
        if (now_ms < c->deadline || c->held)
            continue;
        shutdown(c->fd, SHUT_RDWR);
        c->deadline = now_ms + HTTP_ANSWER_MS;
    }
}

void http_stop_accepting(struct http *h)
{
    MHD_socket fd = MHD_quiesce_daemon(h->mhd);
    if (fd != MHD_INVALID_SOCKET)
        close(fd);
}

size_t http_pending(const struct http *h)
{
    return h->pending;
}

void http_close(struct http *h)
{
    if (!h)
        return;
    MHD_stop_daemon(h->mhd);
    free(h);
}
