/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One request on its way through the pipeline, and the desk of the thread that carries it. */
#ifndef CDAP_SERVER_ECHANGE_H
#define CDAP_SERVER_ECHANGE_H

#include <cdap/base/json.h>
#include <cdap/model/filtre.h>
#include <cdap/proto.h>

#include "ecriture.h"
#include "http.h"
#include "serveur.h"

#define CAFS_MAX 128 /* Caf of one profile of one agent; there are 101 */

struct boucle;
struct route;

/* What a thread works with: its own connection to the base, its own memory. */
struct poste {
    const struct serveur *serveur;
    struct store *store;
    bool in_turn; /* one read transaction for all the look-ups of a turn */
    struct json_reader reader;
    struct vue *vues[PROFILS_MAX]; /* profiles as of `vues_jour`, made when first asked */
    struct date vues_jour;
};

bool poste_open(struct poste *p, const struct serveur *serveur, struct err *err);
void poste_close(struct poste *p);
/* The base inside the turn in progress, begun if need be; NULL when it cannot. */
struct store *poste_store(struct poste *p);
void poste_turn_end(struct poste *p);
/* A profile as of today (Paris); NULL when memory is short. */
const struct vue *poste_vue(struct poste *p, const struct profil *profil, int64_t now);

/* Bodies, as their validators leave them: spans into the exchange; empty = absent. */
struct demande_session {
    struct span identifiant, mot_de_passe, code_totp;
};
struct demande_consultation {
    struct span caf, numero, nom, profil, motif_code, motif_texte, base_type, base_reference;
};
struct demande_revelation {
    int64_t recu;
    struct span champ;
};
struct demande_preuve {
    int64_t recu;
    struct span fichiers; /* names and hashes, as the erasable part will say them: JSON */
};

struct demande_journal {
    int64_t avant; /* 0 = from the newest */
    struct span agent, organisme, acte, issue, debut, fin, caf, numero;
};

/* What the filter is asked to let through, once the handler has found it. */
enum filtrage { FILTRE_RIEN, FILTRE_DOSSIER, FILTRE_CHAMP };

struct echange {
    struct echange *next; /* of the list it stands in: free, or coming back to its loop */
    struct boucle *boucle;
    struct http_request *rq;
    const struct serveur *serveur;
    struct poste *poste; /* of the thread that runs it now */
    const struct route *route;
    int64_t now;
    bool tard; /* begun after the server was asked to stop */

    bool identifie; /* the session stands; from here every refusal is journalled */
    bool anonyme;   /* journal it although nobody is known: a refused login */
    unsigned char session_hash[HASH_BYTES];
    struct session_row session;

    union {
        struct demande_session session;
        struct demande_consultation consultation;
        struct demande_revelation revelation;
        struct demande_preuve preuve;
        struct demande_journal journal;
    } demande;
    struct buf mots; /* decoded texts of the body */

    const struct profil *profil; /* known and held by the agent */
    const char *motif;           /* code, one of the profile's */
    bool has_cle;
    uint64_t cle; /* of the dossier asked for */
    unsigned cafs[CAFS_MAX];
    size_t caf_count;
    enum filtrage filtrage;
    struct span bande, champ;
    struct recu recu;
    bool enregistre;     /* an export: its files go into the entry, its proof into the answer */
    struct buf hachages; /* SHA-256 of each one, 32 bytes each */
    struct enregistrement enregistrement;
    char jeton[TOKEN_TEXT];

    const char *cause; /* true cause of a refusal, for the journal's erasable part only */
    struct buf detail; /* that part: members of a JSON object */
    struct ecriture ecriture;
    bool a_ecrire; /* the answer waits for `ecriture` */

    struct err err; /* ERR_NONE = accepted */
    int status;
    const char *etag;
    bool ferme; /* the answer asks to close the connection */
    struct buf corps;
    struct span emprunt; /* a body that lives elsewhere, in place of `corps` */
};

/* Ready for a new request; memory is kept. */
void echange_reset(struct echange *x);
void echange_free(struct echange *x);
/* Refuses: sets the error and its true cause (static text), returns false. */
bool refuse(struct echange *x, enum err_code code, const char *cause);
/* An internal error: a reference for the user, the reason for the log only. */
bool refuse_interne(struct echange *x, const char *ou);

#endif
