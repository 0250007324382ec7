/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files of an import, read batch after batch. */
#ifndef COMMANDS_LECTURE_H
#define COMMANDS_LECTURE_H

#include <signal.h>

#include "validation.h"

struct lecture {
    char *const *fichiers; /* "-" = standard input */
    size_t count;
    unsigned caf;                      /* answers only: what a document does not say */
    uint32_t numero;                   /* answers only: of the next one */
    const volatile sig_atomic_t *stop; /* reading ends once it is set */

    uint64_t read, total; /* bytes; total 0 when it cannot be known */

    /* private, zeroed at first */
    size_t index; /* of the next file */
    const char *fichier;
    int fd;
    bool open, skipping;
    uint64_t ligne;
    struct buf rest;
};

/* A format of the command line. */
struct format {
    const char *nom;
    /* Fills an empty batch. False when there is nothing more. */
    bool (*fill)(struct lecture *l, struct batch *b);
    bool numbers; /* it gives the numbers, so they are worth telling */
};

/* NULL when unknown. */
const struct format *format_find(const char *nom);

void lecture_init(struct lecture *l); /* measures the files */
void lecture_done(struct lecture *l);

#endif
