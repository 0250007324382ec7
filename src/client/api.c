/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calls to the server, and the only file of the client that sees curl: one call in flight, plus the
 * farewells that nobody waits for. Tokens live in guarded memory, bodies are wiped after use. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <curl/curl.h>

#include <cdap/base/secret.h>
#include <cdap/client/run.h>
#include <cdap/proto.h>

#include "adresse.h"
#include "signals.h"

#define CONNECT_MS 5000L
#define TOTAL_MS   30000L

struct api {
    struct adresse adresse;
    struct api_options o;
    char *jeton;  /* guarded, TOKEN_TEXT bytes; NULL = no session */
    CURLM *multi; /* NULL until the first call */
    CURL *easy;   /* reused: connections stay open */
    struct curl_slist *headers;
    bool busy, ended;
    CURLcode result;
    struct buf body;   /* sent; wiped when the call ends */
    struct buf answer; /* received */
    char why[CURL_ERROR_SIZE];
    char certificat[3 * HASH_BYTES +
                    1]; /* fingerprint of the one that the server showed, "" = none */
    CURL *adieu;        /* the end of a session on its way to the server */
    struct curl_slist *adieu_headers;
};

/* ---- life ----------------------------------------------------------------------------------------- */

struct api *api_new(const struct api_options *o, struct err *err)
{
    struct api *api = calloc(1, sizeof *api);
    if (!api) {
        err_set(err, ERR_MEMOIRE, NULL);
        return NULL;
    }
    api->o = *o;
    if (!adresse_parse(&api->adresse, o->serveur, err)) {
        free(api);
        return NULL;
    }
    api->answer.max = PROTO_ANSWER_MAX;
    return api;
}

const char *api_serveur(const struct api *api)
{
    return api->adresse.texte;
}

const char *api_certificat(const struct api *api)
{
    return api->certificat;
}

/* The headers hold the token: wiped before they are freed. */
static void free_headers(struct curl_slist *list)
{
    for (struct curl_slist *h = list; h; h = h->next)
        secret_wipe(h->data, strlen(h->data));
    curl_slist_free_all(list);
}

static void end_call(struct api *api)
{
    if (!api->busy)
        return;
    if (!api->ended)
        curl_multi_remove_handle(api->multi, api->easy);
    api->busy = api->ended = false;
    free_headers(api->headers);
    api->headers = NULL;
    buf_free_secret(&api->body);
}

static void end_farewell(struct api *api)
{
    if (!api->adieu)
        return;
    curl_multi_remove_handle(api->multi, api->adieu);
    curl_easy_cleanup(api->adieu);
    free_headers(api->adieu_headers);
    api->adieu = NULL;
    api->adieu_headers = NULL;
}

static void forget_token(struct api *api)
{
    secret_free(api->jeton);
    api->jeton = NULL;
}

void api_free(struct api *api)
{
    if (!api)
        return;
    end_call(api);
    if (api->multi)
        end_farewell(api);
    forget_token(api);
    buf_free_secret(&api->answer);
    if (api->easy)
        curl_easy_cleanup(api->easy);
    if (api->multi) {
        curl_multi_cleanup(api->multi);
        curl_global_cleanup();
    }
    free(api);
}

/* ---- a call --------------------------------------------------------------------------------------- */

static size_t receive(char *data, size_t size, size_t count, void *ctx)
{
    struct buf *answer = ctx;
    buf_put(answer, data, size * count);
    return answer->failed ? 0 : size * count;
}

static size_t discard(char *data, size_t size, size_t count, void *ctx)
{
    (void)data, (void)ctx;
    return size * count;
}

static bool start_curl(struct api *api)
{
    if (api->multi)
        return true;
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        return false;
    api->multi = curl_multi_init();
    api->easy = api->multi ? curl_easy_init() : NULL;
    return api->easy != NULL;
}

static void add_header(struct curl_slist **list, const char *text)
{
    struct curl_slist *longer = curl_slist_append(*list, text);
    if (longer)
        *list = longer;
}

static struct curl_slist *make_headers(const struct api *api, bool with_body)
{
    struct curl_slist *list = NULL;
    add_header(&list, "Accept: application/json");
    add_header(&list, "Expect:");
    add_header(&list, with_body ? "Content-Type: application/json" : "Content-Type:");
    if (api->jeton) {
        char text[sizeof "Authorization: Bearer " + TOKEN_TEXT];
        snprintf(text, sizeof text, "Authorization: Bearer %s", api->jeton);
        add_header(&list, text);
        secret_wipe(text, sizeof text);
    }
    return list;
}

/* Where the server is, and what is demanded of it. */
static void set_server(const struct api *api, CURL *easy, const char *path)
{
    char url[ADRESSE_MAX + 64];
    snprintf(url, sizeof url, "%s%s", api->adresse.base, path);
    curl_easy_setopt(easy, CURLOPT_URL, url);
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, api->adresse.https ? "https" : "http");
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    if (api->adresse.socket[0])
        curl_easy_setopt(easy, CURLOPT_UNIX_SOCKET_PATH, api->adresse.socket);
    if (!api->adresse.https)
        curl_easy_setopt(easy, CURLOPT_PROXY, "");
    curl_easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    if (api->o.ca_fichier)
        curl_easy_setopt(easy, CURLOPT_CAINFO, api->o.ca_fichier);
    if (api->o.cle_epinglee)
        curl_easy_setopt(easy, CURLOPT_PINNEDPUBLICKEY, api->o.cle_epinglee);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS,
                     api->o.connect_ms ? api->o.connect_ms : CONNECT_MS);
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, api->o.total_ms ? api->o.total_ms : TOTAL_MS);
}

static bool api_start(void *ctx, struct call *call, struct err *err)
{
    struct api *api = ctx;
    end_call(api);
    api->body = call->body;
    call->body = (struct buf){0};
    if (api->body.failed || !start_curl(api)) {
        buf_free_secret(&api->body);
        return err_set(err, ERR_MEMOIRE, NULL);
    }
    buf_free_secret(&api->answer);
    api->answer.max = PROTO_ANSWER_MAX;
    api->why[0] = '\0';
    api->headers = make_headers(api, api->body.len > 0);
    curl_easy_reset(api->easy); /* keeps the connections */
    set_server(api, api->easy, call->path);
    curl_easy_setopt(api->easy, CURLOPT_CUSTOMREQUEST, call->method);
    curl_easy_setopt(api->easy, CURLOPT_HTTPHEADER, api->headers);
    curl_easy_setopt(api->easy, CURLOPT_WRITEFUNCTION, receive);
    curl_easy_setopt(api->easy, CURLOPT_WRITEDATA, &api->answer);
    curl_easy_setopt(api->easy, CURLOPT_ERRORBUFFER, api->why);
    curl_easy_setopt(api->easy, CURLOPT_CERTINFO, 1L);
    if (api->body.len > 0) {
        curl_easy_setopt(api->easy, CURLOPT_POSTFIELDS, api->body.data);
        curl_easy_setopt(api->easy, CURLOPT_POSTFIELDSIZE, (long)api->body.len);
    }
    api->busy = true;
    if (curl_multi_add_handle(api->multi, api->easy) == CURLM_OK)
        return true;
    api->ended = true; /* never added */
    end_call(api);
    return err_set(err, ERR_MEMOIRE, NULL);
}

static void api_cancel(void *ctx)
{
    end_call(ctx);
}

/* ---- the token ------------------------------------------------------------------------------------ */

/* Tells the server that the session ends, on a handle of its own that nobody waits for. */
static void farewell(struct api *api)
{
    int running;
    end_farewell(api);
    api->adieu = api->multi ? curl_easy_init() : NULL;
    if (!api->adieu)
        return;
    api->adieu_headers = make_headers(api, false);
    set_server(api, api->adieu, PROTO_SESSION_COURANTE);
    curl_easy_setopt(api->adieu, CURLOPT_CUSTOMREQUEST, "DELETE");
    curl_easy_setopt(api->adieu, CURLOPT_HTTPHEADER, api->adieu_headers);
    curl_easy_setopt(api->adieu, CURLOPT_WRITEFUNCTION, discard);
    if (curl_multi_add_handle(api->multi, api->adieu) == CURLM_OK)
        curl_multi_perform(api->multi, &running);
}

static void api_token(void *ctx, struct span jeton)
{
    struct api *api = ctx;
    if (api->jeton && jeton.len == 0)
        farewell(api);
    forget_token(api);
    if (jeton.len == 0 || jeton.len >= TOKEN_TEXT || !(api->jeton = secret_alloc(TOKEN_TEXT)))
        return;
    memcpy(api->jeton, jeton.ptr, jeton.len);
    api->jeton[jeton.len] = '\0';
}

struct transport api_transport(struct api *api)
{
    return (struct transport){api, api_start, api_cancel, api_token};
}

/* ---- waiting -------------------------------------------------------------------------------------- */

/* Moves the network and notes what ended. */
static void perform(struct api *api)
{
    int running, left;
    CURLMsg *m;
    if (!api->multi)
        return;
    curl_multi_perform(api->multi, &running);
    while ((m = curl_multi_info_read(api->multi, &left))) {
        CURL *easy = m->easy_handle;
        CURLcode result = m->data.result;
        if (easy != api->easy) {
            end_farewell(api);
            continue;
        }
        curl_multi_remove_handle(api->multi, easy);
        api->ended = true;
        api->result = result;
    }
}

static bool moving(const struct api *api)
{
    return api->multi && (api->adieu || (api->busy && !api->ended));
}

int api_wait(struct api *api, struct pollfd *fds, unsigned count, int timeout_ms)
{
    struct curl_waitfd extra[4];
    int ready = 0;
    if (!moving(api)) {
        ready = poll(fds, count, api->busy && api->ended ? 0 : timeout_ms);
        return ready < 0 ? 0 : ready;
    }
    perform(api);
    if (!moving(api))
        timeout_ms = 0;
    for (unsigned i = 0; i < count; i++)
        extra[i] = (struct curl_waitfd){.fd = fds[i].fd, .events = CURL_WAIT_POLLIN};
    curl_multi_poll(api->multi, extra, count, timeout_ms < 0 ? 60000 : timeout_ms, NULL);
    perform(api);
    ready = poll(fds, count, 0); /* curl does not tell a terminal that hung up */
    return ready < 0 ? 0 : ready;
}

static int64_t clock_ms(void)
{
    struct timespec ts;
    clock_gettime(CLOCK_MONOTONIC, &ts);
    return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

void api_flush(struct api *api, int ms)
{
    int64_t end = clock_ms() + ms;
    while (api->adieu && clock_ms() < end) {
        curl_multi_poll(api->multi, NULL, 0, (int)(end - clock_ms()), NULL);
        perform(api);
    }
}

/* ---- the answer ----------------------------------------------------------------------------------- */

/* « 7C:1E:… », the SHA-256 of the server's certificate. A connection used again shows none: the former one
 * stands. */
static void note_certificate(struct api *api)
{
    static const char field[] = "Cert:";
    struct curl_certinfo *seen = NULL;
    unsigned char digest[HASH_BYTES];
    curl_easy_getinfo(api->easy, CURLINFO_CERTINFO, &seen);
    if (!seen || seen->num_of_certs < 1)
        return;
    const struct curl_slist *s = seen->certinfo[0];
    while (s && strncmp(s->data, field, sizeof field - 1) != 0)
        s = s->next;
    if (!s || !hash_pem(span_of(s->data), digest))
        return;
    for (size_t i = 0; i < sizeof digest; i++)
        snprintf(api->certificat + 3 * i, 4, i + 1 < sizeof digest ? "%02X:" : "%02X", digest[i]);
}

/* What each fault of the network means; a pinned key or an authority file that does not fit deserves
 * its own words. Any other: the server cannot be reached. */
static const struct fault {
    CURLcode result;
    enum err_code code;
    const char *reason; /* NULL = the table's */
} faults[] = {
    {CURLE_OPERATION_TIMEDOUT, ERR_DELAI, NULL},
    {CURLE_PEER_FAILED_VERIFICATION, ERR_CERTIFICAT, NULL},
    {CURLE_SSL_CACERT_BADFILE, ERR_CERTIFICAT,
     "le fichier d’autorités de certification ne peut pas être lu"},
    {CURLE_SSL_PINNEDPUBKEYNOTMATCH, ERR_CERTIFICAT,
     "la clé du serveur n’est pas celle que vous avez épinglée"},
    {CURLE_SSL_ISSUER_ERROR, ERR_CERTIFICAT, NULL},
    {CURLE_SSL_CERTPROBLEM, ERR_CERTIFICAT, NULL},
    {CURLE_SSL_CONNECT_ERROR, ERR_CERTIFICAT, NULL},
    {CURLE_WRITE_ERROR, ERR_REPONSE, "elle est plus longue que ce que ce client accepte"},
    {CURLE_WEIRD_SERVER_REPLY, ERR_REPONSE, NULL},
    {CURLE_UNSUPPORTED_PROTOCOL, ERR_REPONSE, NULL},
    {CURLE_PARTIAL_FILE, ERR_REPONSE, NULL},
    {CURLE_OUT_OF_MEMORY, ERR_MEMOIRE, NULL},
    {CURLE_COULDNT_RESOLVE_HOST, ERR_INJOIGNABLE, "le nom du serveur est inconnu du réseau"},
};

static void take_fault(CURLcode result, struct reply *out)
{
    struct fault f = {result, ERR_INJOIGNABLE, NULL};
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++)
        if (faults[i].result == result)
            f = faults[i];
    err_set(&out->err, f.code, f.reason ? "%s" : NULL, f.reason);
    carte_of_err(&out->carte, &out->err);
}

/* A refusal of the server, or something that is not of ours. */
static void take_refusal(struct reply *out)
{
    if (carte_of_answer(&out->carte, &out->err, buf_span(&out->body)))
        return;
    err_set(&out->err, ERR_REPONSE, NULL);
    carte_of_err(&out->carte, &out->err);
}

bool api_take(struct api *api, struct reply *out)
{
    if (!api->busy || !api->ended)
        return false;
    long status = 0;
    *out = (struct reply){0};
    curl_easy_getinfo(api->easy, CURLINFO_RESPONSE_CODE, &status);
    out->status = (int)status;
    out->body = api->answer;
    api->answer = (struct buf){.max = PROTO_ANSWER_MAX};
    CURLcode result = api->result;
    note_certificate(api);
    end_call(api);
    if (result != CURLE_OK)
        take_fault(result, out);
    else if (status < 200 || status >= 300)
        take_refusal(out);
    return true;
}

bool api_call_wait(struct api *api, struct call *call, struct reply *out)
{
    *out = (struct reply){0};
    if (!api_start(api, call, &out->err)) {
        carte_of_err(&out->carte, &out->err);
        return false;
    }
    while (!api_take(api, out)) {
        struct pollfd fd = {.fd = signals_fd(), .events = POLLIN};
        api_wait(api, &fd, fd.fd >= 0, -1);
        if (client_interrupted()) {
            end_call(api);
            return err_set(&out->err, ERR_ANNULE, NULL);
        }
    }
    return out->err.code == ERR_NONE;
}
