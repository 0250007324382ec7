/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What all threads of the server share: data files, clock, writer, and the two small memories of
 * sessions and failed logins. */
#ifndef CDAP_SERVER_SERVEUR_H
#define CDAP_SERVER_SERVEUR_H

#include <stdatomic.h>

#include <cdap/base/date.h>
#include <cdap/server/catalogue.h>

#include "frein.h"
#include "recus.h"
#include "reserve.h"
#include "writer.h"

/* The real clock, or one that starts at noon UTC of a fixed day and runs from there (tests). */
struct horloge {
    bool fixe;
    int64_t depart, monotone; /* seconds */
};
void horloge_init(struct horloge *h, struct date aujourdhui);
int64_t horloge_now(const struct horloge *h);

struct serveur {
    struct catalogue catalogue;
    struct horloge horloge;
    unsigned char secret[HASH_BYTES]; /* of pseudonyms */
    char etag[32];                    /* of the screens, quoted */
    struct sceau *sceau;              /* NULL = checkpoints are not signed, nothing is proved */
    struct writer *writer;
    struct reserve *reserve;
    struct recus *recus;
    struct frein *frein;
    const char *donnees;
    _Atomic bool arret; /* no new request is served */
};

#endif
