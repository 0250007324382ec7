/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checkpoints (C2SP tlog-checkpoint v1.0.0): which journal, how many entries, which root. The text of
 * a signed note, each line ended by a newline: origin, size in decimal, root in base 64.
 *
 * A server keeps one journal per year, origin `<server>/journal-YYYY`, all under the key `<server>`. */
#ifndef CDAP_JOURNAL_POINT_H
#define CDAP_JOURNAL_POINT_H

#include <cdap/journal/merkle.h>
#include <cdap/journal/note.h>

#define ORIGINE_MAX (NOTE_NOM_MAX + 32) /* bytes */

struct point {
    char origine[ORIGINE_MAX + 1];
    uint64_t taille;
    hachage racine;
};

/* `<nom>/journal-YYYY`. */
void point_origine(char out[ORIGINE_MAX + 1], const char *nom, int annee);
/* The year of an origin under this name; 0 when it is not one. */
int point_annee(const char *origine, const char *nom);
void point_put(struct buf *out, const struct point *p);
/* Extension lines, if any, are passed over; they must not be empty. */
bool point_parse(struct span texte, struct point *out);
/* A signed checkpoint of a journal under one of these keys: at least one key of type NOTE_ED25519
 * signed, and the origin is that key's. NOTE_CLE_INCONNUE when only witnesses did or the origin is
 * another's. `vues` as for note_verify. */
enum note_verdict point_verify(struct span note, const struct note_cle *cles, size_t count,
                               struct point *out, struct note_signature *vues);

#endif
