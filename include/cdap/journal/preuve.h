/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Proof files (C2SP tlog-proof): everything that shows, offline and for ever, that an entry stands in
 * a journal. The entry's own bytes go in `extra`: they prove themselves by hashing to the leaf.
 *
 *     c2sp.org/tlog-proof@v1
 *     extra <base64 of the entry>
 *     index <rank of the entry in its journal>
 *     <base64 hash>               the leaf's sibling first, the root's child last
 *                                 (empty line)
 *     <checkpoint, with its signature lines> */
#ifndef CDAP_JOURNAL_PREUVE_H
#define CDAP_JOURNAL_PREUVE_H

#include <cdap/journal/entree.h>
#include <cdap/journal/point.h>

#define PREUVE_MAX (2 * NOTE_MAX) /* bytes of a proof file */

struct preuve {
    struct buf extra;
    uint64_t index;
    hachage chemin[MERKLE_PREUVE_MAX];
    size_t longueur;
    struct span note; /* the checkpoint; borrowed from the text */
};

void preuve_put(struct buf *out, struct span extra, uint64_t index, const hachage *chemin,
                size_t longueur, struct span note);
/* The path's lines alone, PREUVE_LIGNE bytes each, newline included. */
#define PREUVE_LIGNE 45
void preuve_put_hashes(struct buf *out, const hachage *chemin, size_t longueur);
/* One such line read, given without its newline. */
bool preuve_read_hash(struct span ligne, hachage out);
/* False on any departure from the format. Free with preuve_done in either case. */
bool preuve_parse(struct span texte, struct preuve *out);
void preuve_done(struct preuve *p);

/* What a check finds; the first that applies, in this order. */
enum verdict {
    VERDICT_VALIDE,
    VERDICT_PREUVE_ILLISIBLE,
    VERDICT_SANS_ENTREE,
    VERDICT_CLE_INCONNUE,
    VERDICT_SIGNATURE_FAUSSE,
    VERDICT_HORS_ARBRE,
    VERDICT_ENTREE_ILLISIBLE,
    VERDICT_PAS_UN_EXPORT,
    VERDICT_FICHIER_ALTERE,
    VERDICT_COUNT
};

/* One word for programs ("fichier_altere"), one French sentence for people, without full stop. */
const char *verdict_word(enum verdict v);
const char *verdict_text(enum verdict v);

struct verification {
    enum verdict verdict;
    struct point point;                        /* from VERDICT_HORS_ARBRE on */
    uint64_t index;                            /* idem */
    struct entree_lue entree;                  /* from VERDICT_PAS_UN_EXPORT on, and VALIDE */
    struct note_signature vues[NOTE_CLES_MAX]; /* which keys signed */
};

/* Checks a proof with the keys that the reader trusts. `fichier`: SHA-256 of the file that it is said
 * to prove, NULL to check the entry alone. Free with verification_done. */
enum verdict preuve_verify(struct span texte, const struct note_cle *cles, size_t count,
                           const unsigned char *fichier, struct verification *out);
void verification_done(struct verification *v);

#endif
