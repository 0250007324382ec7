/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The receipts of each open session, in memory only: which dossier, under which profile, a receipt
 * stands for. A receipt serves its own session and no other. */
#ifndef CDAP_SERVER_RECUS_H
#define CDAP_SERVER_RECUS_H

#include <cdap/base/secret.h>
#include <cdap/model/profil.h>

#define RECUS_PAR_SESSION 64 /* the oldest gives way */

struct recu {
    uint64_t numero; /* of the journal entry */
    uint64_t cle;    /* of the dossier */
    const struct profil *profil;
    const char *motif; /* code; borrowed from the profile */
};

struct recus;

struct recus *recus_new(void);
void recus_free(struct recus *r); /* accepts NULL */
/* All of them may be called from any thread. */
bool recus_add(struct recus *r, const unsigned char session[HASH_BYTES], const struct recu *recu,
               int64_t now);
bool recus_find(struct recus *r, const unsigned char session[HASH_BYTES], uint64_t numero,
                struct recu *out);
void recus_forget(struct recus *r, const unsigned char session[HASH_BYTES]);
/* Forgets the sessions that have added nothing since `before`. */
void recus_purge(struct recus *r, int64_t before);

#endif
