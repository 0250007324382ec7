/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A small journal in memory with its seal, to make proofs of exports for the tests. */
#ifndef TESTS_ATELIER_KIT_H
#define TESTS_ATELIER_KIT_H

#include <cdap/journal/preuve.h>
#include <cdap/journal/sceau.h>

#include "arbre_kit.h"

struct atelier {
    char *dir;
    struct sceau *sceau;
    struct note_cle cle;
    struct arbre arbre;
    uint64_t hasard;
};

void atelier_open(struct atelier *a);
void atelier_close(struct atelier *a);
/* Appends the checkpoint of the tree as it stands, signed. */
void atelier_sign(struct atelier *a, struct buf *note);
/* Appends `n` entries of consultations. */
void atelier_fill(struct atelier *a, size_t n);
/* A tree of `avant` + 1 + `apres` entries, and the proof of the one in between. */
void atelier_prove(struct atelier *a, struct span fichier, enum acte acte, size_t avant,
                   size_t apres, struct buf *preuve);

#endif
