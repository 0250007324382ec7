/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the server listens, and where it refuses to. */
#ifndef CDAP_SERVER_ECOUTE_H
#define CDAP_SERVER_ECOUTE_H

#include <netdb.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <cdap/base/err.h>

struct ecoute {
    union {
        struct sockaddr any;
        struct sockaddr_un un;
        struct sockaddr_storage storage;
    } adresse;
    socklen_t taille;
    bool locale; /* a Unix socket, or a loopback address */
    int fd;      /* -1 = not open */
};

/* `unix:PATH` or `HOST:PORT`, IPv6 in brackets. False with ERR_USAGE. */
bool ecoute_parse(struct ecoute *e, const char *texte, struct err *err);
/* Plain HTTP on local addresses only; a demo base on local addresses only, whatever the transport. */
bool ecoute_permise(const struct ecoute *e, bool tls, bool demo, struct err *err);
/* Opens, non-blocking. A Unix socket is 0600; a stale one is replaced, one that answers is not. */
bool ecoute_open(struct ecoute *e, struct err *err);
/* Prints the line `ecoute …` on stdout, with the port that was given. */
bool ecoute_announce(const struct ecoute *e);
/* Closes, and removes a Unix socket. */
void ecoute_close(struct ecoute *e);

#endif
