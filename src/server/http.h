/* SPDX-License-Identifier: GPL-3.0-or-later */
/* HTTP for one event loop: the narrow face of the library behind it, so that it can be replaced.
 * It starts no thread: its owner waits on http_fd() and calls http_turn(). Everything here belongs
 * to the owner's thread. */
#ifndef CDAP_SERVER_HTTP_H
#define CDAP_SERVER_HTTP_H

#include <cdap/base/buf.h>
#include <cdap/base/err.h>

#define HTTP_HEADER_MAX      (16 * 1024) /* bytes of request line, headers and reading memory */
#define HTTP_CONNECTIONS_MAX 1024        /* per loop */
#define HTTP_PER_ADDRESS_MAX 256         /* per loop and address; a Unix socket has none */
#define HTTP_PEER_MAX        48          /* text of an address */
/* Milliseconds. A connection that passes one of them is cut, whatever trickles through it. */
#define HTTP_REQUEST_MS 10000 /* handshake and whole request */
#define HTTP_ANSWER_MS  60000 /* work, and the client reading its answer */
#define HTTP_IDLE_MS    75000 /* between two requests of one connection */

struct http;

/* One request, from its headers to the end of its answer. */
struct http_request {
    const char *method, *path; /* "" for a path with escapes: no route has any */
    bool arguments;            /* the path is followed by « ? » */
    struct span body;          /* whole, when `serve` is called */
    bool too_large;            /* the body passed its limit and was thrown away */
    const char *peer;          /* numeric address, "unix" for a Unix socket */
    void *exchange;            /* the owner's, from `begin` */
};

/* What an answer is made of. Texts and body are borrowed until `end`. */
struct http_answer {
    int status;
    struct span body;
    const char *etag;  /* NULL = none */
    const char *allow; /* methods, for 405; NULL = none */
    unsigned retry_s;  /* Retry-After; 0 = none */
    bool close;        /* last one of this connection */
};

/* What the owner does. `ctx` is his. */
struct http_owner {
    void *ctx;
    /* A request begins: gives its exchange; NULL refuses it by closing the connection. */
    void *(*begin)(void *ctx, struct http_request *rq);
    /* It is whole: fills `answer` and returns true, or returns false to hold the connection until
     * http_resume. */
    bool (*serve)(void *ctx, struct http_request *rq, struct http_answer *answer);
    /* A held request resumed: fills its answer. */
    void (*resumed)(void *ctx, struct http_request *rq, struct http_answer *answer);
    /* Answered, or the client left: the exchange is over. Never called while it is held. */
    void (*end)(void *ctx, struct http_request *rq);
};

struct http_tls {
    const char *cert, *key; /* PEM texts; NULL = plain */
};

/* Takes `listen_fd` (listening, non-blocking) over, on failure too. NULL with `err` on failure. */
struct http *http_open(int listen_fd, const struct http_tls *tls, const struct http_owner *owner,
                       struct err *err);
/* Waits become readable when there is something to do. */
int http_fd(const struct http *h);
/* Milliseconds before http_turn must be called even so; -1 = no need. */
int http_timeout(const struct http *h);
/* Serves all that is ready. */
void http_turn(struct http *h);
/* Cuts the connections past their deadline. `now_ms` on http_now()'s clock; call about once a second. */
void http_watch(struct http *h, int64_t now_ms);
int64_t http_now(void);
/* A held request may be answered: `resumed` is called during the next turn. */
void http_resume(struct http_request *rq);
/* Header of a request; an empty span when absent. Only inside `serve`. */
struct span http_header(const struct http_request *rq, const char *name);
/* Argument of the path, "" when absent; never escaped, since such a path is refused. False when there
 * is an argument outside `names` (NULL-terminated) or one of them twice. Only inside `serve`. */
struct span http_argument(const struct http_request *rq, const char *name);
bool http_arguments_only(const struct http_request *rq, const char *const *names);
/* Accepts no more. */
void http_stop_accepting(struct http *h);
/* Requests begun and not ended. */
size_t http_pending(const struct http *h);
/* Nothing may be held any more. Accepts NULL. */
void http_close(struct http *h);

#endif
