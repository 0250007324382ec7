/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The seal: what signs, behind an interface small enough to move to a process of its own. Whoever
 * holds it gives texts and gets signature lines; the secret half never leaves.
 *
 * A key file holds one line, `PRIVATE+KEY+name+hex8(id)+base64(type ‖ seed)`, closed to everybody but
 * its owner. */
#ifndef CDAP_JOURNAL_SCEAU_H
#define CDAP_JOURNAL_SCEAU_H

#include <cdap/journal/note.h>

#define SCEAU_CLES_MAX 2 /* the key in use and, while keys change hands, the one before */

struct sceau;

/* A new key in a new file (0600). `public` may be NULL. ERR_CHAMP on a bad name, ERR_FICHIER when a
 * file is there already. */
bool sceau_create(const char *chemin, struct span nom, enum note_type type,
                  struct note_cle *publique, struct err *err);
/* The public half of a key file. The same refusals as sceau_open. */
bool sceau_read_public(const char *chemin, struct note_cle *out, struct err *err);
/* Opens the key of `chemin`, and that of `ancien` (NULL = none), which signs after it. Refuses a file
 * that others may read, that is a link, that is not a key. The secrets stand in guarded memory. */
struct sceau *sceau_open(const char *chemin, const char *ancien, struct err *err);
void sceau_close(struct sceau *s); /* accepts NULL */
/* The public halves, the key in use first; borrowed. */
const struct note_cle *sceau_cles(const struct sceau *s, size_t *count);
/* Appends the note: text, empty line, one signature line per key. False on a text that may not be
 * signed or when memory is short. */
bool sceau_sign(const struct sceau *s, struct span texte, struct buf *note);
/* Appends one line to sign as a witness; the key in use must be of type NOTE_COSIGNATURE. */
bool sceau_cosign(const struct sceau *s, struct span texte, int64_t temps, struct buf *note);

#endif
