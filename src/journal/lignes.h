/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pieces of the line formats: lines, decimal numbers without leading zero, hashes in base 64. */
#ifndef JOURNAL_LIGNES_H
#define JOURNAL_LIGNES_H

#include <cdap/base/secret.h>

/* Takes the next line off the text, without its newline; false when there is no newline. */
bool line_take(struct span *texte, struct span *ligne);
bool decimal_read(struct span s, uint64_t *out);
/* Exactly 32 bytes. */
bool hash_read(struct span b64, unsigned char out[HASH_BYTES]);

#endif
