/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Errors: one closed list of codes, one table of French messages, one struct that carries both. */
#ifndef CDAP_BASE_ERR_H
#define CDAP_BASE_ERR_H

#include <stdbool.h>
#include <stddef.h>

enum err_code {
    ERR_NONE,
    /* told by the server over the wire; the HTTP status is in the table */
    ERR_REQUETE,       /* 400 malformed */
    ERR_IDENTIFIANTS,  /* 401 wrong identifier or password: one answer for both */
    ERR_SESSION,       /* 401 no session, or ended */
    ERR_NON_HABILITE,  /* 403 */
    ERR_OPPOSITION,    /* 403 the family opposes; told only for a correct number and name */
    ERR_AUCUN_DOSSIER, /* 404 one answer for all causes */
    ERR_ROUTE,         /* 404 no such path */
    ERR_METHODE,       /* 405 */
    ERR_CONFLIT,       /* 409 */
    ERR_TROP_GRAND,    /* 413 */
    ERR_CHAMP,         /* 422 bad field: err.champ says which */
    ERR_TROP_SOUVENT,  /* 429 err.retry_s says when to come back */
    ERR_INTERNE,       /* 500 a reference and no detail */
    ERR_OCCUPE,        /* 503 later: full, stopping, or the journal cannot be written */
    /* found by the client */
    ERR_INJOIGNABLE, /* no connection, or lost */
    ERR_DELAI,       /* no answer in time */
    ERR_CERTIFICAT,  /* the server's certificate is refused */
    ERR_REPONSE,     /* the answer cannot be read */
    ERR_ANNULE,      /* given up by the user */
    /* found at start, or by a command */
    ERR_USAGE,   /* command line */
    ERR_FICHIER, /* cannot open, read, write */
    ERR_DONNEES, /* a data file or a line of one is invalid */
    ERR_BASE,    /* the database refuses */
    ERR_MEMOIRE,
    ERR_COUNT
};

struct err_text {
    const char *code;      /* wire word: "aucun_dossier" */
    int http;              /* status, 0 when the server never says it */
    const char *quoi;      /* what happened */
    const char *pourquoi;  /* why */
    const char *que_faire; /* what to do */
};

/* An error with its context. Zeroed = no error. Fixed size, owns nothing. */
struct err {
    enum err_code code;
    unsigned retry_s;   /* seconds before a new try makes sense, 0 = unknown */
    char champ[96];     /* field at fault, as a path: "droits[3].mois" */
    char detail[256];   /* context that takes the place of the table's `pourquoi` when not empty */
    char reference[32]; /* what to quote to support */
};

/* Row of the table for a code; never NULL. */
const struct err_text *err_text(enum err_code code);

/* Code for a wire word (not NUL-terminated); ERR_REPONSE when unknown. */
enum err_code err_from_wire(const char *code, size_t len);

/* Sets `e` (may be NULL) and always returns false: `return err_set(e, ERR_FICHIER, "…", …);`.
 * `fmt` is context, in French, without a final full stop; NULL keeps the table's own reason.
 * Formatted text is cut on a character boundary, never in the middle of one. */
bool err_set(struct err *e, enum err_code code, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* The same, naming a field. */
bool err_set_champ(struct err *e, enum err_code code, const char *champ, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

/* Reason to show: the detail when there is one, the table's otherwise. Borrowed from `e`. */
const char *err_pourquoi(const struct err *e);

/* One line on stderr, which may be a terminal: safe to show, whatever names and words it quotes. */
void err_say(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* Prints « quoi : pourquoi » and « que faire » on stderr, prefixed with the program's name. */
void err_print(const char *program, const struct err *e);

#endif
