/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A profile: which fields a kind of partner may see, over which windows, for which motifs. Data
 * (profiles/T2.json), compiled once, immutable: may be shared by threads. */
#ifndef CDAP_MODEL_PROFIL_H
#define CDAP_MODEL_PROFIL_H

#include <cdap/model/champs.h>

#define PROFIL_CODE_MAX 8

struct motif {
    const char *code;
    const char *libelle;
    bool texte_exige; /* a free text must go with it */
};

struct profil;

/* Compiles and lints. NULL with `err` = ERR_DONNEES: unknown key or path, a path listed twice, an
 * array that must be bounded in time and is not, a window on an array that is undated or not kept,
 * a motif given twice … Allow-list of leaves: a path that is not listed is not seen. Containers are
 * not listed: each is implied by its leaves, so that no word of a profile means « and all that will
 * be added below ». Borrows `d`. */
struct profil *profil_load(const struct dictionnaire *d, struct span json, struct err *err);
void profil_free(struct profil *p);

const char *profil_code(const struct profil *p);
const char *profil_libelle(const struct profil *p);
int profil_version(const struct profil *p);
size_t profil_motif_count(const struct profil *p);
const struct motif *profil_motif_at(const struct profil *p, size_t i);
const struct motif *profil_motif_find(const struct profil *p, struct span code);
bool profil_keeps(const struct profil *p, unsigned champ_id);

/* The matrix profile × champ as aligned text, one line per path in canonical order, windows and
 * masks said in words. Appended to `out`. */
void profil_matrix(const struct dictionnaire *d, const struct profil *const *profils, size_t count,
                   struct buf *out);

/* ---- a profile at a date: what the filter reads -------------------------------------------- */

enum coupe { COUPE_AUCUNE, COUPE_MOIS, COUPE_ANNEE, COUPE_RANG };

/* GARDE_TOUT on a container: every field of the dictionary below it is kept; on an array, of each
 * row. Its stored text can then be copied without looking inside. */
enum garde { GARDE_RIEN, GARDE_PARTIE, GARDE_TOUT };

struct vue_champ {
    uint8_t garde;            /* enum garde */
    uint8_t coupe;            /* enum coupe, for the rows of an array */
    int32_t premier, dernier; /* COUPE_MOIS: months kept; COUPE_ANNEE: years kept; COUPE_RANG: ranks
                                 of year (0 = highest) below `dernier` */
};

struct vue {
    const struct dictionnaire *dictionnaire; /* borrowed: dossiers of another one are refused */
    struct vue_champ champs[CHAMPS_MAX];
};

/* `today` complete. Fills `out`; it borrows the dictionary. « N mois » = the month of `today` and the N-1 before it. */
void profil_vue(const struct profil *p, struct date today, struct vue *out);

#endif
