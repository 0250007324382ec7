/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Input fields, lists, buttons, and the form that arranges them. Focus shows as `>` and brackets and
 * as the hardware cursor, never as colour alone. */
#ifndef CDAP_CLIENT_WIDGETS_H
#define CDAP_CLIENT_WIDGETS_H

#include <cdap/client/view.h>

#define SAISIE_SIZE 640 /* bytes of a field: 160 characters of 4 bytes */

/* One line of text being typed. Guarded memory: it may be a password, it is always somebody's. */
struct saisie {
    char *texte; /* SAISIE_SIZE bytes, valid UTF-8, NUL-terminated */
    size_t len;
    size_t curseur; /* byte offset, on a character boundary */
    bool masque;    /* each character shows as • */
};

bool saisie_init(struct saisie *s, bool masque); /* false when memory is short */
void saisie_done(struct saisie *s);              /* wipes */
void saisie_set(struct saisie *s, const char *texte);
void saisie_clear(struct saisie *s); /* wipes */
struct span saisie_span(const struct saisie *s);
/* Applies an editing request. False when it means nothing to a field. */
bool saisie_request(struct saisie *s, const struct event *e);
/* Draws `width` columns from (row, col), scrolled so that the cursor shows; returns its column. */
int saisie_draw(const struct saisie *s, struct grid *g, struct rect clip, int row, int col,
                int width, bool focus);

/* ---- forms ------------------------------------------------------------------------------------ */

enum saisie_type { SAISIE_TEXTE, SAISIE_LISTE, SAISIE_BOUTON };

/* A line of a form, or a list over several. */
struct champ_saisie {
    enum saisie_type type;
    const char *libelle; /* borrowed */
    const char *nom;     /* as the server names it in a refusal; may be NULL */
    const char *indice;  /* shown after the field while it has the focus; may be NULL */
    bool absent;         /* not shown, not reached */
    bool espace;         /* a blank line before it, when the form then still fits */
    struct saisie *saisie;
    int largeur; /* columns of a text field */
    /* SAISIE_LISTE; `choisi` >= count: nothing chosen yet */
    size_t count, choisi;
    const char *(*ligne)(void *ctx, size_t i); /* borrowed until the next call */
    void *ctx;
    char erreur[160];
};

#define FORMULAIRE_MAX 12

struct formulaire {
    struct champ_saisie champs[FORMULAIRE_MAX];
    size_t count, focus;
    int premiere; /* first line drawn, when the form is taller than its zone */
    /* as last drawn: columns of its messages; too tall for blank lines */
    int colonnes;
    bool serre;
};

/* Adds a line; returns it, never NULL: a form is declared by its view and fits. */
struct champ_saisie *formulaire_add(struct formulaire *f, enum saisie_type type,
                                    const char *libelle, const char *nom);
/* A text of `largeur` columns, begun empty in `s` (saisie_done frees it), with a hint beside it (NULL =
 * none); NULL when memory is short. */
struct champ_saisie *formulaire_add_texte(struct formulaire *f, struct saisie *s,
                                          const char *libelle, const char *nom, int largeur,
                                          const char *indice);
/* A list whose first line is chosen. */
struct champ_saisie *formulaire_add_liste(struct formulaire *f, const char *libelle,
                                          const char *nom,
                                          const char *(*ligne)(void *ctx, size_t i), void *ctx,
                                          size_t count);
requetes_t formulaire_accepts(const struct formulaire *f);
/* Moves the focus or edits. True when it was an Enter on a button (or on the last field): submit. */
bool formulaire_request(struct formulaire *f, const struct event *e);
void formulaire_draw(struct formulaire *f, struct grid *g, struct rect zone, struct cursor *cursor);
void formulaire_focus(struct formulaire *f, const struct champ_saisie *champ);
/* Puts a message under a field, and the focus there when it is the first. */
void formulaire_erreur(struct formulaire *f, struct champ_saisie *champ, const char *message);
void formulaire_sans_erreur(struct formulaire *f);
bool formulaire_has_erreur(const struct formulaire *f);
/* The field that the server calls `nom`; NULL when none is called so. */
struct champ_saisie *formulaire_find(struct formulaire *f, const char *nom);

/* Draws words of `texte` wrapped within `width`, at most `rows` lines, the last one cut with « … »;
 * returns lines used. With g NULL only counts. */
int texte_draw(struct grid *g, struct rect clip, int row, int col, int width, int rows,
               enum style style, struct span texte);

#endif
