/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the register share. */
#ifndef SERVER_REGISTRE_H
#define SERVER_REGISTRE_H

#include <cdap/server/registre.h>

struct registre {
    struct store *store;
    const struct sceau *sceau;   /* NULL = nothing is signed */
    uint64_t next;               /* number of the next entry */
    struct registre_annee annee; /* the present one; annee 0 = no entry yet */
    struct merkle arbre;         /* of that year */
    struct buf octets;           /* the entry being written */
    struct buf note;             /* the last checkpoint signed */
    uint64_t signee;             /* entries that it covers */
};

/* Holds the stored trees against the checkpoints and the entries. */
bool registre_check(struct registre *r, struct err *err);

#endif
