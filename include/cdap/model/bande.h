/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The stored form of a dossier (« bande »), made for filtering: the document's text in canonical
 * order with its masked values already masked, an index of that text (which field each piece is,
 * how far each container reaches, when each row is dated), and apart from both, where no filter
 * looks, the clear values of the masked fields. A seal covers the whole.
 *
 * Encoding is the one place where a document is validated; everything after trusts the seal, and
 * checks every length all the same. */
#ifndef CDAP_MODEL_BANDE_H
#define CDAP_MODEL_BANDE_H

#include <cdap/model/champs.h>

#define NOMS_MAX     4  /* usage and birth names of allocataire and conjoint */
#define NOM_CLE_SIZE 16 /* bytes of a name key; all zeros = no name */

/* What finds and opens a dossier. */
struct identite {
    uint64_t cle; /* caf * 10^7 + numero */
    unsigned char noms[NOMS_MAX][NOM_CLE_SIZE];
};

/* Reusable: keeps its memory from one document to the next. Not shared between threads. */
struct encodeur;
struct encodeur *encodeur_new(const struct dictionnaire *d);
void encodeur_free(struct encodeur *e);

/* Validates one JSON document (domaine: unknown key, duplicate key, wrong type or bound, impossible
 * date = error; missing = null) and replaces `bande` by its stored form. Same document, whatever its
 * key order and blanks, same bytes. On refusal `err` holds ERR_DONNEES, the path in champ
 * ("droits[3].mois") and the reason; `bande` and `id` are then undefined. */
bool bande_encode(struct encodeur *e, struct span json, struct buf *bande, struct identite *id,
                  struct err *err);

/* Appends the whole document, clear values included, as compact JSON in canonical order. Encoding it
 * again gives the same bytes. False when the bande is damaged. */
bool bande_export(const struct dictionnaire *d, struct span bande, struct buf *out);

#endif
