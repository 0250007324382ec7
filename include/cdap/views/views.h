/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The programs that the main of cdap offers: the full screen, a consultation as plain text, and what
 * an auditor does. */
#ifndef CDAP_VIEWS_VIEWS_H
#define CDAP_VIEWS_VIEWS_H

#include <cdap/base/err.h>
#include <cdap/client/api.h>
#include <cdap/grid/theme.h>

#define TEMOIN_CLES_MAX 8

/* cdap temoin */
struct temoin_options {
    const char *cles[TEMOIN_CLES_MAX]; /* public, of the journal: themselves or files */
    size_t cle_count;
    const char *cle;               /* file of the witness's own */
    const char *sortie;            /* NULL = stdout */
    const char *point, *coherence; /* files that stand for a server; NULL = ask it */
};

struct options {
    struct api_options api; /* serveur NULL with --demo */
    const struct theme *theme;
    int verrou_s;
    bool demo;
    const char *aujourdhui; /* YYYY-MM-DD, NULL = the real clock */
    int64_t maintenant;     /* midday UTC of that day, 0 = the real clock */
    /* cdap consulter: nothing that names a person; the rest comes from prompts */
    const char *profil, *motif, *base;
    struct temoin_options temoin;
};

/* Each returns the exit status: 0 done, 1 refused or failed; messages go to stderr. */
int plein_ecran(const struct options *o);
/* Asks identifiant, password, numéro, nom (and what the motif and the base d'information need), one
 * per line of stdin when it is not a terminal; prints every tab. */
int consulter(const struct options *o);
/* Starts a demo server, opens one family under T2 and one under TD, prints every tab. */
int demo_texte(const struct options *o);
/* `cdap verifier FICHIER… --cle VKEY [--json]`, offline; argv[0] is the command's word. 0: every file
 * is valid, 1: one is not, 2: misuse. */
int verifier(int argc, char **argv);
/* Asks identifiant and password of an auditeur, as consulter does, then signs the present checkpoint
 * as a witness if it prolongs what was seen; offline with options.temoin.point. 2: misuse. */
int temoin(const struct options *o);
/* `cdap temoin cle creer|montrer FICHIER`; argv[0] is the command's last word. 2: misuse. */
int temoin_cle(int argc, char **argv);

#endif
