/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The journal's insides, shared by its views: what is looked for, what came back, and its words. */
#ifndef CDAP_SRC_VIEWS_JOURNAL_H
#define CDAP_SRC_VIEWS_JOURNAL_H

#include "poste.h"

#define PAGES_MAX 100 /* of 50 entries: beyond, a filter finds better than a scroll */

/* What is looked for, as it is sent; "" or NULL = any. Memory only. */
struct journal_recherche {
    char agent[64], debut[11], fin[11], numero[40], caf[4];
    const char *acte, *issue; /* wire words, static */
};

struct journal_rang {
    int64_t seq;
    const struct json *entree, *detail; /* `detail` NULL once erased */
    const struct json *rang;            /* what the server says of it besides */
};

enum journal_attente { ATTEND_DEBUT, ATTEND_SUITE, ATTEND_POINT };

struct journal {
    struct view view;
    struct journal_recherche recherche;
    struct json *pages[PAGES_MAX]; /* the rows below borrow from them */
    size_t page_count;
    struct journal_rang *rangs; /* newest first */
    size_t count;
    int64_t suite; /* where the next page begins, -1 = there is none */
    bool lu;       /* a first page came */
    enum journal_attente attente;
    size_t curseur, premier;
    int lignes; /* rows shown, as last drawn */

    struct buf point; /* signed note, empty = none */
    int64_t point_lu; /* when, Unix seconds */
};

/* journal_page.c */
/* The call that asks for a page: entries before `avant`, 0 = the newest. */
void journal_call(const struct journal_recherche *r, int64_t avant, struct call *call);
/* Adds a page to the rows, or takes their place. False with ERR_REPONSE: nothing is changed. */
bool journal_take(struct journal *j, bool debut, struct span body, struct err *err);
void journal_forget(struct journal *j);
/* « 2026-11-20T13:03:09Z » as Paris reads it; false when it is not such a time. */
bool journal_moment(const char *temps, struct datetime *out);

/* journal_draw.c */
void journal_draw(struct view *v, struct grid *g, struct rect zone, struct cursor *cursor);

/* journal_filtre.c: the form; only the number of a dossier when `qui`. It asks for the first page
 * itself, so that a refusal is told beside the field, then gives it to the journal. */
void journal_filtre_open(struct journal *j, bool qui);
/* The first page of a new search, asked by the form. */
bool journal_found(struct journal *j, const struct journal_recherche *r, struct span body,
                   struct err *err);

/* journal_fiche.c: all that an entry says; journal_point.c: the signed checkpoint. */
void journal_fiche_open(struct journal *j, const struct journal_rang *r);
void journal_point_open(struct journal *j);
/* When it was read, how many entries, which key; or that there is none. Appended. */
void journal_put_point(const struct journal *j, struct buf *out);

/* journal_mots.c */
struct journal_acte {
    const char *mot, *court, *libelle;
    const char *fait, *refuse; /* what the agent did, or could not do */
};
/* i-th act, NULL past the last. */
const struct journal_acte *journal_acte_at(size_t i);
/* For a wire word; a word of a later server comes back as itself. */
struct journal_acte journal_acte_find(const char *mot);
const char *journal_issue_libelle(const char *mot);
const char *journal_cause(const char *mot);    /* true cause of a refusal, in plain French */
const char *journal_alerte(const char *mot);   /* what an alert means */
const char *journal_membre(const char *cle);   /* label of a member of a detail */
const char *journal_valeur(const char *texte); /* a code of a detail, in words */

#endif
