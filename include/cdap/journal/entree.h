/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bytes of a journal entry: one fixed encoding, written once, stored as bytes, never printed
 * again from a parsed form. A leaf holds no name, no number of dossier, no amount. */
#ifndef CDAP_JOURNAL_ENTREE_H
#define CDAP_JOURNAL_ENTREE_H

#include <cdap/base/secret.h>

#define ENTREE_MAX 65535 /* bytes: the archive format counts them on 16 bits */
#define SEL_BYTES  16

enum acte {
    ACTE_DEMARRAGE,
    ACTE_ARRET,
    ACTE_CONNEXION,
    ACTE_DECONNEXION,
    ACTE_CONSULTATION,
    ACTE_REVELATION,
    ACTE_COUNT
};

enum issue { ISSUE_FAIT, ISSUE_REFUSE, ISSUE_COUNT };

struct entree {
    uint64_t seq;  /* place in the journal, from 0; also the receipt number */
    int64_t temps; /* Unix seconds, UTC */
    enum acte acte;
    enum issue issue;
    struct span agent, role, organisme, profil, motif; /* identifiers and codes; empty = none */
    bool has_dossier;
    unsigned char dossier_ref[HASH_BYTES]; /* keyed BLAKE2b of caf and number */
    unsigned char detail[HASH_BYTES];      /* H(salt ‖ detail) */
};

const char *acte_word(enum acte a);
const char *issue_word(enum issue i);

/* Appends the canonical bytes: one compact JSON object, no blank, keys in this order, those without
 * a value left out:
 * {"seq":0,"temps":"2026-11-20T13:03:09Z","acte":"…","issue":"…","agent":"…","role":"…",
 *  "organisme":"…","profil":"…","motif":"…","dossier":"hex","detail":"hex"} */
void entree_put(struct buf *out, const struct entree *e);

/* Commitment to the erasable part: SHA-256(salt ‖ detail). */
void entree_detail_hash(const unsigned char sel[SEL_BYTES], struct span detail,
                        unsigned char out[HASH_BYTES]);
/* Pseudonym of a dossier under the server's secret: keyed BLAKE2b-256 of its key on ten digits. */
void entree_dossier_ref(const unsigned char secret[HASH_BYTES], uint64_t cle,
                        unsigned char out[HASH_BYTES]);

#endif
