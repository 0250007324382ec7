/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Documents validated in batches by several threads, given back in the order they came in. One
 * thread owns the validation and calls everything here. */
#ifndef COMMANDS_VALIDATION_H
#define COMMANDS_VALIDATION_H

#include <cdap/model/bande.h>

#define BATCH_DOCUMENTS 256

enum document_state { DOCUMENT_NEW, DOCUMENT_VALID, DOCUMENT_REFUSED, DOCUMENT_IGNORED };

struct document {
    const char *fichier; /* as named on the command line */
    uint64_t ligne;      /* from 1; 0 when the file is one document */
    size_t at, len;      /* JSON, in batch.textes */
    enum document_state state;
    struct err err; /* DOCUMENT_REFUSED, DOCUMENT_IGNORED */
    struct identite id;
    size_t bande_at, bande_len; /* in batch.bandes */
};

struct batch {
    struct document documents[BATCH_DOCUMENTS];
    size_t count;
    struct buf textes, bandes;
};

/* A new document at the end of a batch that is not full. */
struct document *batch_add(struct batch *b, const char *fichier, uint64_t ligne);

struct validation;

/* As many threads as the machine has cores for them. NULL with ERR_MEMOIRE. */
struct validation *validation_new(const struct dictionnaire *d, struct err *err);
void validation_free(struct validation *v); /* waits for its threads; accepts NULL */

/* An empty batch to fill, then to submit; NULL when all are in flight. */
struct batch *validation_empty(struct validation *v);
void validation_submit(struct validation *v);
/* Waits for the oldest batch in flight, then to be released; NULL when there is none. */
struct batch *validation_oldest(struct validation *v);
void validation_release(struct validation *v);

#endif
