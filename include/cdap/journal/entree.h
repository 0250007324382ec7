/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bytes of a journal entry: one fixed encoding, written once, stored as bytes, never printed
 * again from a parsed form. A leaf holds no name, no number of dossier, no amount. */
#ifndef CDAP_JOURNAL_ENTREE_H
#define CDAP_JOURNAL_ENTREE_H

#include <cdap/base/json.h>
#include <cdap/base/secret.h>

#define ENTREE_MAX 65535 /* bytes: the archive format counts them on 16 bits */
#define SEL_BYTES  16

#define ENTREE_FICHIERS_MAX 256 /* files of one export */

enum acte {
    ACTE_DEMARRAGE,
    ACTE_ARRET,
    ACTE_CONNEXION,
    ACTE_DECONNEXION,
    ACTE_CONSULTATION,
    ACTE_REVELATION,
    ACTE_EXPORT, /* files made from what a consultation showed */
    ACTE_AUDIT,  /* the journal itself was read */
    ACTE_PURGE,  /* details were erased */
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
    bool has_recu;
    uint64_t recu;                               /* of the consultation that an export comes from */
    const unsigned char (*fichiers)[HASH_BYTES]; /* SHA-256 of each file of an export */
    size_t fichier_count;
    unsigned char detail[HASH_BYTES]; /* H(salt ‖ detail) */
};

const char *acte_word(enum acte a);
const char *issue_word(enum issue i);

/* Appends the canonical bytes: one compact JSON object, no blank, keys in this order, those without
 * a value left out:
 * {"seq":0,"temps":"2026-11-20T13:03:09Z","acte":"…","issue":"…","agent":"…","role":"…",
 *  "organisme":"…","profil":"…","motif":"…","dossier":"hex","recu":0,"fichiers":["hex",…],
 *  "detail":"hex"} */
void entree_put(struct buf *out, const struct entree *e);

/* An entry read from its bytes, to be shown or searched, never to be written again. */
struct entree_lue {
    struct entree entree; /* `acte` = ACTE_COUNT for a word of a later version */
    const char *acte;     /* the word itself */
    struct json *json;    /* holds the texts */
    unsigned char (*hashes)[HASH_BYTES];
};
/* False when the bytes are not those of an entry. Free with entree_lue_done in either case. */
bool entree_read(struct span octets, struct entree_lue *out);
void entree_lue_done(struct entree_lue *e);

/* Commitment to the erasable part: SHA-256(salt ‖ detail). */
void entree_detail_hash(const unsigned char sel[SEL_BYTES], struct span detail,
                        unsigned char out[HASH_BYTES]);
/* Pseudonym of a dossier under the server's secret: keyed BLAKE2b-256 of its key on ten digits. */
void entree_dossier_ref(const unsigned char secret[HASH_BYTES], uint64_t cle,
                        unsigned char out[HASH_BYTES]);

#endif
