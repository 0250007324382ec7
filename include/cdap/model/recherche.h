/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What finds a dossier: the number as people write it, and the name as they spell it. */
#ifndef CDAP_MODEL_RECHERCHE_H
#define CDAP_MODEL_RECHERCHE_H

#include <cdap/model/bande.h>

/* 1–7 digits, spaces anywhere, or 15 digits ending in 00000000 (Cnaf flows); never guesses. False
 * with ERR_CHAMP on `numero`. */
bool numero_parse(struct span text, uint32_t *numero, struct err *err);
/* Exactly 3 digits. False with ERR_CHAMP on `caf`. */
bool caf_parse(struct span text, unsigned *caf, struct err *err);
/* A number is unique within one Caf only: the key of a dossier is caf * NUMEROS_PAR_CAF + numero. */
#define NUMEROS_PAR_CAF 10000000u
uint64_t dossier_cle(unsigned caf, uint32_t numero);

/* Key of a name: 16 bytes of SHA-256 of its folded form. False when nothing is left once folded. */
bool nom_cle(struct span nom, unsigned char out[NOM_CLE_SIZE]);
/* True when `nom` is one of the names, compared in constant time over all four. */
bool identite_has_nom(const unsigned char noms[NOMS_MAX][NOM_CLE_SIZE],
                      const unsigned char nom[NOM_CLE_SIZE]);

#endif
