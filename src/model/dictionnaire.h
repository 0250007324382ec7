/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inside of the dictionary, for the files of this room: each field with its place in the tree
 * and what encoding needs of it at every value. */
#ifndef MODEL_DICTIONNAIRE_H
#define MODEL_DICTIONNAIRE_H

#include <cdap/base/json.h>
#include <cdap/model/bande.h>

#define MASQUES_MAX    16  /* masked fields of a dossier */
#define PROFONDEUR_MAX 8   /* containers within one another, the document included */
#define ENFANTS_MAX    64  /* fields directly in one container */
#define PREFIXE_BLOC   32  /* copied whole, which costs less than counting */
#define VERSIONS_MAX   255 /* of a dictionary */

/* What a leaf says of the place in time of its row. */
enum role { ROLE_AUCUN, ROLE_DEBUT, ROLE_FIN };

struct noeud {
    struct champ champ;
    struct noeud **enfants; /* in canonical order; NULL for a leaf */
    unsigned enfant_count;
    const char *prefixe; /* `"cle":`, in a block of PREFIXE_BLOC bytes at least */
    uint8_t prefixe_len;
    uint8_t role;  /* enum role */
    bool dernier;  /* last of its container: no comma follows it */
    int8_t nom;    /* rank among the names that open the dossier, -1 = none */
    int8_t masque; /* rank among the masked fields, -1 = none */
};

struct dictionnaire {
    struct json *source; /* owns the texts */
    struct noeud racine; /* the document; its champ is all zeros */
    struct noeud *noeuds;
    size_t count;
    struct noeud *par_id[CHAMPS_MAX];
    unsigned version;
    uint64_t empreintes[VERSIONS_MAX + 1]; /* of the fields present in each version */
    unsigned nom_count, masque_count;
};

/* Refuses a field of the dictionary; always false. */
bool champ_refuse(const struct champ *c, struct err *err, const char *why);
/* Rank of `word` (may be NULL) among `count` words, -1 when it is not one. */
int mot_index(const char *word, const char *const *words, size_t count);
/* Reads what dates the rows of `n`, whose fields are all known by now. */
bool datation_read(struct noeud *n, const struct json *o, struct err *err);

#endif
