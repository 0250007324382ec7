/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The address of a server, as typed and as used. */
#ifndef CDAP_SRC_CLIENT_ADRESSE_H
#define CDAP_SRC_CLIENT_ADRESSE_H

#include <cdap/base/err.h>

#define ADRESSE_MAX 512

struct adresse {
    char texte[ADRESSE_MAX]; /* as it may be shown */
    char base[ADRESSE_MAX];  /* scheme and authority, no final slash */
    char socket[128];        /* path of a Unix socket, "" when it is not one */
    bool https;
};

/* unix:PATH, https://HOST[:PORT], or http:// of a loopback address. ERR_USAGE otherwise. */
bool adresse_parse(struct adresse *a, const char *texte, struct err *err);

#endif
