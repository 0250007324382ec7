/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The journal of a base as a register: entries in order, one Merkle tree per year over them, signed
 * checkpoints. Stands on a store open for writing, on its owner's thread.
 *
 * All that it writes belongs to the transaction of its caller; after a rollback, registre_reload. */
#ifndef CDAP_SERVER_REGISTRE_H
#define CDAP_SERVER_REGISTRE_H

#include <cdap/base/date.h>
#include <cdap/base/file.h>
#include <cdap/journal/preuve.h>
#include <cdap/journal/sceau.h>
#include <cdap/store/store.h>

/* Key files, in the folder of the base: the one in use, and the one before while both sign. */
#define REGISTRE_CLE          "sceau.cle"
#define REGISTRE_CLE_ANCIENNE "sceau-precedent.cle"

struct registre;

/* The seal of a base: its keys. A base without one gives NULL and no error. */
bool registre_sceau(const char *donnees, struct sceau **sceau, struct err *err);

/* Opens the register. Gives entries of an older base their tree, then holds what is stored against
 * the last checkpoint of each year: ERR_DONNEES, saying which and why, when they disagree. Reads a few
 * hundred entries and nodes, whatever the size. `sceau` is borrowed, NULL = nothing is signed.
 * NULL on failure. */
struct registre *registre_open(struct store *s, const struct sceau *sceau, struct err *err);
void registre_close(struct registre *r); /* accepts NULL */

/* Forgets what was not committed and reads the base again. */
bool registre_reload(struct registre *r);
/* Number of the next entry. */
uint64_t registre_next(const struct registre *r);
/* Appends the entry with its erasable detail and its nodes, filling `e->seq` and `e->detail`. The bytes
 * may be read in `octets` until the next call. */
bool registre_append(struct registre *r, struct entree *e, struct span detail, struct span *octets);
/* Signs a checkpoint of the present tree, unless the last one covers it already. Does nothing, and
 * succeeds, without a seal or an entry. */
bool registre_sign(struct registre *r);
/* Proof of an entry of the present year under the checkpoint just signed. */
bool registre_prove(struct registre *r, uint64_t seq, struct span octets, struct buf *preuve,
                    uint64_t *index);

/* ---- purge ------------------------------------------------------------------------------------ */

#define PURGE_MOIS_MIN   6
#define PURGE_MOIS_USUEL 12 /* Cnil 2021-122: from six months to a year */
#define PURGE_MOIS_MAX   36 /* above the usual ones, with a reason that is recorded */

struct purge {
    unsigned mois;             /* details older than that are erased */
    const char *justification; /* NULL = none */
    int64_t now;
    /* told as it goes on; may be NULL */
    void (*avance)(void *ctx, uint64_t fait, uint64_t total);
    void *ctx;
    /* outcome */
    struct date avant; /* the first day that is kept */
    uint64_t
        effaces; /* entries gone through; 0 = there was nothing to erase, nothing was written */
};

/* False with ERR_CHAMP on a duration out of bounds or without its reason. */
bool purge_check(unsigned mois, const char *justification, struct err *err);
/* Erases the details of entries older than `mois` months; entries and trees stay. The purge is itself
 * an entry, committed with the first details that go; a purge cut short is finished by the next one.
 * ERR_CHAMP on a duration out of bounds or without its reason. */
bool registre_purge(struct registre *r, struct purge *p, struct err *err);

/* ---- reading, on any connection --------------------------------------------------------------- */

/* One year's journal: its first entry and how many it has. */
struct registre_annee {
    int annee;
    uint64_t premier, taille;
    struct store *store;
};
/* `annee` 0 = the last one. FOUND_NONE when there is none. */
enum found registre_annee(struct store *s, int annee, struct registre_annee *out);
/* Reads the nodes of that year's tree, for merkle_*; `a` must outlive it. */
struct merkle_lecteur registre_lecteur(struct registre_annee *a);

#endif
