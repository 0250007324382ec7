/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One thing to write durably before an answer may leave: a journal entry, a change of session, or
 * both. Lives inside its exchange, so that the hot path allocates nothing. */
#ifndef CDAP_SERVER_ECRITURE_H
#define CDAP_SERVER_ECRITURE_H

#include <cdap/journal/entree.h>
#include <cdap/store/store.h>

/* Changes of the annuaire that the writer makes, on its own connection. */
enum changement {
    CHANGEMENT_AUCUN,
    CHANGEMENT_OUVRIR, /* session added, last connection noted */
    CHANGEMENT_FERMER, /* session removed */
    CHANGEMENT_VUE,    /* session seen now */
    CHANGEMENT_COUNT
};

/* What an entry that is proved gets back, once durable. */
struct enregistrement {
    uint64_t index; /* in the journal of its year */
    struct buf octets, preuve;
};

struct ecriture {
    struct ecriture *next; /* the writer's */

    enum changement changement;
    unsigned char session[HASH_BYTES];
    int64_t agent_id, now, expire;

    bool journalisee;     /* the entry below is to be appended */
    struct entree entree; /* seq is given by the writer; spans live as long as this */
    struct span detail;   /* erasable: compact JSON */
    bool scellee;         /* a checkpoint is signed over it, in the same group */
    struct enregistrement *enregistrement; /* and its proof is made; NULL = none */

    bool ok; /* outcome: durable */
    /* Called once, on the writer's thread, when the outcome is known. */
    void (*done)(struct ecriture *e);
};

#endif
