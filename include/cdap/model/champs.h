/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dictionary of the dossier: every path that a document may hold, its type, its mask and what
 * dates it. Read from profiles/champs.json, so that a rubrique is added without C. Immutable once
 * loaded: may be shared by threads. */
#ifndef CDAP_MODEL_CHAMPS_H
#define CDAP_MODEL_CHAMPS_H

#include <cdap/base/date.h>
#include <cdap/base/err.h>

#define CHAMPS_MAX    512 /* ids are 1..CHAMPS_MAX-1; 0 is the document itself */
#define CHAMP_CLE_MAX 40  /* bytes of one key */
#define CHEMIN_MAX    96  /* bytes of a path */
#define TEXTE_MAX     512 /* characters of a free text */

enum champ_type {
    CHAMP_OBJET,
    CHAMP_TABLEAU, /* array of objects: path ends in [] */
    CHAMP_TEXTES,  /* array of short texts (address lines); one leaf, its path has no [] */
    CHAMP_MOTS,    /* array of words, a subset of a closed list; one leaf as well */
    CHAMP_CAF,     /* 3 digits */
    CHAMP_NUMERO,  /* 7 digits */
    CHAMP_TEXTE,
    CHAMP_CODE, /* upper-case code of a nomenclature; unknown codes are kept */
    CHAMP_MOT,  /* word of a closed list */
    CHAMP_DATE,
    CHAMP_MOIS,
    CHAMP_ANNEE,
    CHAMP_MONTANT, /* centimes, |x| < 10^10 */
    CHAMP_ENTIER,  /* [0, 10^7) */
    CHAMP_BOOLEEN
};

enum masque { MASQUE_AUCUN, MASQUE_NIR, MASQUE_IBAN, MASQUE_BIC, MASQUE_TITULAIRE };

/* What places a row of an array in time. */
enum datation {
    DATATION_AUCUNE,
    DATATION_MOIS,    /* one date or month: champ_debut */
    DATATION_PERIODE, /* champ_debut .. champ_fin; end null = open */
    DATATION_ANNEE    /* a year, or the year of the end of a period */
};

struct champ {
    uint16_t id;     /* stable for ever: stored forms carry it */
    uint16_t parent; /* id of the container, 0 = the document */
    uint8_t type;    /* enum champ_type */
    uint8_t masque;  /* enum masque */
    uint8_t datation;
    uint8_t depuis;             /* version of the dictionary that brought it */
    uint8_t elements_max;       /* CHAMP_TEXTES: lines at most */
    uint16_t caracteres_max;    /* CHAMP_TEXTE(S): characters at most, of each line */
    bool cle_nom;               /* a name that opens the dossier */
    bool fenetre_exigee;        /* lint: a profile that keeps it must bound it in time */
    uint16_t debut, fin;        /* ids of the dating fields of a row, 0 = none */
    const char *chemin;         /* "droits[].mois" */
    const char *cle;            /* "mois" */
    const char *libelle;        /* French, for the matrix and for messages */
    const char *liste;          /* nomenclature of a code or word, NULL when none */
    const char *const *valeurs; /* CHAMP_MOT(S): the closed list, NULL-terminated; NULL otherwise */
};

struct dictionnaire;

/* Reads champs.json; NULL with `err` = ERR_DONNEES on any unknown key, type, orphan, duplicate.
 *
 * A dictionary grows: a field added later says `"depuis"` the version that brings it, and dossiers
 * stored under an older version stay readable. Any other change to a field already there (type,
 * mask, dating) makes stored dossiers unreadable until they are imported again: a value stored in
 * clear must not come out because its mask came later. */
struct dictionnaire *dictionnaire_load(struct span json, struct err *err);
void dictionnaire_free(struct dictionnaire *d);

/* By id, NULL when there is none. */
const struct champ *champ_by_id(const struct dictionnaire *d, unsigned id);
/* By exact path; NULL when unknown. */
const struct champ *champ_by_chemin(const struct dictionnaire *d, struct span chemin);
/* In the canonical order (order of the file, a container before its members). */
size_t dictionnaire_count(const struct dictionnaire *d);
const struct champ *dictionnaire_at(const struct dictionnaire *d, size_t index);
/* True for a champ that holds others (objet, tableau). */
bool champ_is_container(const struct champ *c);

#endif
