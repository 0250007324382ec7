/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The server as its main sees it: a configuration, and a run that ends on SIGTERM, SIGINT or
 * SIGHUP. */
#ifndef CDAP_SERVER_SERVER_H
#define CDAP_SERVER_SERVER_H

#include <cdap/base/date.h>
#include <cdap/base/err.h>

struct server_config {
    const char *donnees;          /* state folder */
    const char *ecrans, *profils; /* data folders, NULL = beside the program */
    const char *ecoute;           /* unix:PATH or HOST:PORT; port 0 = any free one */
    const char *cert, *cle_tls;   /* PEM files; required off loopback */
    struct date aujourdhui;       /* zeroed = the real clock; set by tests */
    bool ephemere;                /* demo bases only: ends with the program that started it, and
                                     removes the state folder */
    unsigned boucles;             /* event loops, 0 = one per core */
    unsigned conservation;        /* months that details are kept, see registre_purge */
    const char *justification;    /* why that long, NULL = none */
};

/* Serves until asked to stop; then finishes what is in flight. Once it listens, prints the address
 * on stdout as one line: `ecoute unix:/tmp/x/s` or `ecoute 127.0.0.1:40123`. */
bool server_run(const struct server_config *config, struct err *err);

#endif
