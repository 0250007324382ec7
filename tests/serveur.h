/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A server under test: a base of its own, $BUILD/cdapd on a Unix socket, and calls to it. */
#ifndef TESTS_SERVEUR_H
#define TESTS_SERVEUR_H

#include <sys/types.h>

#include <cdap/base/file.h>
#include <cdap/base/json.h>
#include <cdap/server/catalogue.h>
#include <cdap/source/source.h>
#include <cdap/store/store.h>

#include "suite.h"

#define ESSAI_JOUR         "2026-11-20"
#define ESSAI_MOT_DE_PASSE "un mot de passe pour les essais"

/* The accounts of the base. `agent.t2` reads Caf 131 under T2, `agent.td` Caf 131 and 751 under TD;
 * `responsable` holds T2 himself; `responsable.seul`, `administrateur` and `auditeur` hold none, but
 * for the last two a habilitation was written by mistake; `inactif` may not log in. */
struct essai {
    char *dossier;
    char donnees[FILE_PATH_MAX], prise[FILE_PATH_MAX], dits[FILE_PATH_MAX];
    pid_t pid;        /* 0 = stopped */
    char adresse[80]; /* HOST:PORT when it listens on one, "" for the Unix socket */
    struct catalogue catalogue;
};

struct reponse {
    int status; /* 0 = no answer */
    struct buf corps, entetes;
    struct json *json; /* of the body; NULL when it is not JSON */
};

/* Runs the tests of a program; hashes the password once for all of them. */
int essai_main(const char *name, void (*add)(TCase *));

/* The base, with the demo families of Caf 131 and their twins in Caf 751. */
void essai_init(struct essai *e);
/* Starts the server; `options` (NULL-terminated, may be NULL) follow the usual ones. Waits for its
 * line `ecoute …`; false when it ended instead. */
bool essai_try_serve(struct essai *e, const char *const options[]);
void essai_serve(struct essai *e, const char *const options[]);
void essai_open(struct essai *e); /* init, serve */
/* Sends the signal and waits: the wait status. */
int essai_stop(struct essai *e, int signal);
void essai_close(struct essai *e); /* stops what runs, removes all */
/* All that the server wrote on stderr. */
void essai_put_dits(const struct essai *e, struct buf *out);

/* Changes the base under the server's feet: `fichier` is "annuaire", "dossiers" or "journal". */
void essai_sql(struct essai *e, const char *fichier, const char *sql);

/* One call. `jeton`, `corps`, `entete` (one more header line) may be NULL. */
void appel(struct essai *e, const char *methode, const char *chemin, const char *jeton,
           const char *corps, const char *entete, struct reponse *r);
void reponse_free(struct reponse *r);
/* The word erreur.code, "" when the answer is not an error. */
const char *reponse_erreur(const struct reponse *r);
/* The value of a header line, appended; empty when absent. */
void reponse_put_entete(const struct reponse *r, const char *nom, struct buf *out);

/* Logs in; fails the test otherwise. Free the token. */
char *connexion(struct essai *e, const char *identifiant);
/* Body of a consultation; each text may be NULL: left out. Borrowed until the next call. */
const char *demande(const char *caf, const char *numero, const char *nom, const char *profil);
/* Consults; gives the status, and the answer when `r` is not NULL. */
int consulte(struct essai *e, const char *jeton, const char *caf, const char *numero,
             const char *nom, const char *profil, struct reponse *r);
/* A family of the demo base that is not opposed, or one that is. */
const struct famille_demo *une_famille(bool opposee);

/* The journal, read beside the server. */
int64_t journal_count(struct essai *e);
/* Entry and its detail as text "entry\ndetail"; fails the test when there is none. */
void journal_put(struct essai *e, int64_t seq, struct buf *out);

/* A raw connection to the Unix socket, for what a well-behaved client cannot do. */
int fil_open(const struct essai *e);
void fil_send(int fd, const char *text);
/* Reads one answer (headers and body by Content-Length) into `out`; its status, 0 when the
 * connection ended first. */
int fil_read(int fd, struct buf *out);

#endif
