/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dossier view's insides, shared by its files: what is shown, where, and how it is searched. */
#ifndef CDAP_SRC_VIEWS_DOSSIER_H
#define CDAP_SRC_VIEWS_DOSSIER_H

#include "poste.h"

#define ONGLETS_MAX 16
#define REVELES_MAX 8
#define CHEMIN_SIZE 96

/* Where a tab was left. */
struct position {
    int premiere, curseur;
};

/* A masked value shown in clear until its tab is left: guarded memory. */
struct revele {
    char champ[CHEMIN_SIZE];
    char *valeur;
};

struct dossier {
    struct view view;
    struct json *racine;
    const struct json *dossier; /* inside racine */
    int64_t recu;
    char droite[64]; /* « 20/11/2026 14:03 · reçu 1204 » */
    struct buf identite, mise_a_jour, banniere;

    const struct ecran *onglets[ONGLETS_MAX]; /* those that the answer holds */
    struct position positions[ONGLETS_MAX];
    size_t count, onglet;
    char choix[16]; /* dispositif chosen, "" = the first */

    struct planche *planche; /* of the current tab, for `largeur` columns; NULL = no memory */
    int largeur;
    struct rect zone; /* of the planche, at the last drawing */

    struct saisie saisie; /* of the search */
    bool cherche;         /* being typed */
    struct buf cle;       /* what is searched, folded; empty = no search */

    struct revele reveles[REVELES_MAX];
    size_t revele_count;
    char demande[CHEMIN_SIZE]; /* masked field whose value is asked */
};

/* The planche of a tab for a width; free with planche_free. NULL when memory is short. */
struct planche *dossier_planche(struct dossier *d, size_t onglet, int largeur);
/* The one of the current tab, laid out when it must be. */
struct planche *dossier_current(struct dossier *d, int largeur);
/* Lays the current tab out anew: choice, revealed value, tab. */
void dossier_relayout(struct dossier *d);
void dossier_show_tab(struct dossier *d, size_t onglet);
/* Puts the focus on a line, and the window where it shows. */
void dossier_go(struct dossier *d, int ligne);
void dossier_forget_reveles(struct dossier *d);

/* dossier_draw.c */
void dossier_draw(struct view *v, struct grid *g, struct rect zone, struct cursor *cursor);

/* dossier_cherche.c: « / », then on to the next or the previous line that holds it, over all tabs. */
void cherche_begin(struct dossier *d);
void cherche_request(struct dossier *d, const struct event *e);
void cherche_next(struct dossier *d, int sens);
void cherche_mark(const struct dossier *d, struct grid *g, struct rect zone);

/* dossier_revele.c: « r », asked for, journalled by the server, shown. */
const char *revele_here(const struct dossier *d);
void revele_ask(struct dossier *d);
void revele_take(struct dossier *d, struct reply *r);
const char *revele_find(void *ctx, const char *champ);

/* export.c: « e », the dossier as files. */
void export_open(struct dossier *d);

#endif
