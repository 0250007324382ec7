/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calls to the server, over a Unix socket, https, or http on loopback only. Nothing here waits
 * unless asked to; the HTTP library is not touched before the first call. */
#ifndef CDAP_CLIENT_API_H
#define CDAP_CLIENT_API_H

#include <poll.h>

#include <cdap/client/view.h>

struct api_options {
    const char *serveur;       /* unix:PATH, https://HOST[:PORT], http://LOOPBACK[:PORT] */
    const char *ca_fichier;    /* PEM, NULL = the system's authorities */
    const char *cle_epinglee;  /* sha256//BASE64, NULL = none */
    long connect_ms, total_ms; /* 0 = 5 s and 30 s */
};

struct api;

/* NULL with ERR_USAGE when the address is refused: unknown scheme, plain http off loopback,
 * anything after the authority, user names. */
struct api *api_new(const struct api_options *o, struct err *err);
void api_free(struct api *api);
/* The address as it may be shown. Borrowed. */
const char *api_serveur(const struct api *api);
/* SHA-256 fingerprint of the certificate that it showed, « 7C:1E:… »; "" before the first call, and
 * where there is none. Borrowed, and true from then on. */
const char *api_certificat(const struct api *api);

/* Face for the application. Borrows `api`. */
struct transport api_transport(struct api *api);

/* Waits until one of `fds` is ready, the network moved, or `timeout_ms` passed (-1 = for ever).
 * Returns the number of `fds` that are ready. */
int api_wait(struct api *api, struct pollfd *fds, unsigned count, int timeout_ms);
/* True when the call in flight ended: its reply is then the caller's (reply_done). */
bool api_take(struct api *api, struct reply *out);
/* Lets farewells leave, for at most `ms`. */
void api_flush(struct api *api, int ms);

/* Starts, waits and takes: for commands without a screen. False when refused: reply.err is set. */
bool api_call_wait(struct api *api, struct call *call, struct reply *out);

#endif
