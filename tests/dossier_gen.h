/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Random dossiers drawn from the dictionary alone, each value a canary: it can be recognised in raw
 * bytes and stands once in the document. Also the data files that every test of the model loads. */
#ifndef TESTS_DOSSIER_GEN_H
#define TESTS_DOSSIER_GEN_H

#include <cdap/model/profil.h>

#define CANARIS_MAX 8192

struct dossier_gen {
    const struct dictionnaire *d;
    uint64_t etat;
    struct date aujourdhui; /* dating fields fall around it */
    unsigned canari;        /* next number; 0 is never used */
    unsigned rangees_max;   /* rows of an array, at most */
    bool melange;           /* members in random order, some missing */
    bool complet;           /* no null, no missing member */
};

/* A uniform draw below `n`. */
unsigned gen_below(struct dossier_gen *g, unsigned n);
/* Appends one document. */
void gen_dossier(struct dossier_gen *g, struct buf *out);

/* Sets seen[n] for each canary n found in raw bytes. */
void canaris_mark(struct span raw, unsigned char seen[CANARIS_MAX]);

/* Loads a file of profiles/, or stops the test. Free the text. */
struct buf profil_text(const char *name);
struct dictionnaire *dictionnaire_de_test(void);
struct profil *profil_de_test(const struct dictionnaire *d, const char *name);

#endif
