/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Screens as data: what each tab shows of a dossier, drawn on a grid. Terminal, proofs and linear
 * text all come from here. */
#ifndef CDAP_SCREEN_ECRAN_H
#define CDAP_SCREEN_ECRAN_H

#include <cdap/base/date.h>
#include <cdap/base/json.h>
#include <cdap/grid/grid.h>
#include <cdap/grid/trame.h>

struct ecrans; /* all tabs, with the nomenclatures they use */
struct ecran;  /* one tab */

/* From the body of GET /v1/ecrans: {"version":…,"ecrans":[…],"nomenclatures":{…}}. Strict: unknown
 * key, unknown block type, unknown list = ERR_DONNEES naming screen and place. NULL on error. */
struct ecrans *ecrans_load(struct span json, struct err *err);
void ecrans_free(struct ecrans *e);

/* Appends every dossier path that the screens draw, one per line, sorted, once: what the lint
 * compares with the dictionary. */
void ecrans_put_chemins(const struct ecrans *e, struct buf *out);

size_t ecrans_count(const struct ecrans *e);
const struct ecran *ecrans_at(const struct ecrans *e, size_t i); /* in the order of the tabs */
const char *ecran_nom(const struct ecran *e);                    /* "quotient_familial" */
const char *ecran_titre(const struct ecran *e);                  /* "Quotient familial" */
/* True when the answer holds the rubrique of this tab: tabs follow the answer. */
bool ecran_present(const struct ecran *e, const struct json *dossier);

/* The banner that tops every tab (radié, suspendu, affiliation en cours, décès); "" when none.
 * Appends to `out`. */
void ecrans_put_banniere(const struct ecrans *e, const struct json *dossier, struct buf *out);
/* "1000001 · MARTIN Sophie (responsable) · DURAND Karim", and "mis à jour le 03/11/2026". */
void ecrans_put_identite(const struct json *dossier, struct buf *out);
void ecrans_put_mise_a_jour(const struct json *dossier, struct buf *out);

/* ---- a tab laid out for a width ------------------------------------------------------------- */

struct planche_options {
    int largeur;            /* columns, 40 at least */
    struct date aujourdhui; /* for « il y a », charts over 24 months, age of children */
    const char *choix;      /* chosen variant (dispositif), NULL = the first */
    /* clear values shown instead of masked ones: NULL, or gives the clear text of a path */
    const char *(*revele)(void *ctx, const char *champ);
    void *revele_ctx;
};

/* Every line of the tab exists once, whatever the height of the window; only what is asked is
 * drawn. Borrows dossier and screens. NULL when memory is short. */
struct planche;
struct planche *planche_new(const struct ecrans *es, const struct ecran *e,
                            const struct json *dossier, const struct planche_options *options);
void planche_free(struct planche *p);
int planche_hauteur(const struct planche *p); /* lines in all */

/* Draws lines from `premiere` in `zone`; when `premiere` is inside a table, its header, and the
 * heading of the group of rows it is in, stay frozen on the zone's first line(s). `curseur` is the
 * line that has the focus, -1 = none. */
void planche_draw(const struct planche *p, struct grid *g, struct rect zone, int premiere,
                  int curseur);
/* Lines at the top of the zone that stay frozen when scrolled to `premiere`. */
int planche_figees(const struct planche *p, int premiere);
/* What a line holds: headings, fields, rows and their columns. */
void planche_trame(const struct planche *p, int ligne, struct trame *out);
/* Line that stands on the row `rang` of a window scrolled to `premiere`: one that stays frozen there
 * first. May be past the last. */
int planche_ligne(const struct planche *p, int premiere, int rang);
/* Next line at or after `depuis` (before it, when `sens` < 0) whose text holds `cle` (as
 * text_search_key), wrapping round; -1 when none. */
int planche_search(const struct planche *p, struct span cle, int depuis, int sens);
/* Path of the masked field drawn on a line ("famille.allocataire.nir"); NULL when none. */
const char *planche_masque(const struct planche *p, int ligne);
/* Variants the user may choose between (AAH, RSA…): count, code and label. 0 or 1 = no choice. */
size_t planche_choix_count(const struct planche *p);
const char *planche_choix_code(const struct planche *p, size_t i);
const char *planche_choix_libelle(const struct planche *p, size_t i);

#endif
