/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The domain's operations on data. Written once over a thin engine; SQL is one closed table of
 * statements. A `struct store` is one connection: it belongs to one thread.
 *
 * Three schemas with lives of their own: `annuaire` (organisms, agents, rights, sessions),
 * `dossiers` and `journal`. On SQLite each is one file, so that an import never holds back the
 * journal.
 *
 * Times are Unix seconds. Days are written YYYYMMDD as an integer, both ends of a period included.
 * Texts in rows are copied into the row; spans borrow until the next call on the same store. */
#ifndef CDAP_STORE_STORE_H
#define CDAP_STORE_STORE_H

#include <cdap/base/err.h>
#include <cdap/base/secret.h>
#include <cdap/model/bande.h>

#define IDENTIFIANT_MAX 64
#define NOM_MAX         128
#define ORGANISME_MAX   160
#define SIRET_SIZE      15 /* 14 digits and a NUL */
#define PROFIL_MAX      9

/* ROLE_NONE first: a zeroed row has no right. */
enum role { ROLE_NONE, ROLE_AGENT, ROLE_RESPONSABLE, ROLE_ADMINISTRATEUR, ROLE_AUDITEUR };
const char *role_word(enum role r); /* "agent" … */
enum role role_of_word(const char *word);

enum found { FOUND_FAILED = -1, FOUND_NONE = 0, FOUND_ROW = 1 };

struct store;

enum store_mode { STORE_READ, STORE_WRITE };

/* Opens an existing base in the state folder `donnees`; refuses a schema of another version. With
 * STORE_READ every write fails. */
struct store *store_open(const char *donnees, enum store_mode mode, struct err *err);
void store_close(struct store *s); /* accepts NULL; undoes an open transaction */
/* Makes, inside the state folder (made when missing), the folder of the base (0700), its files
 * (0600), schema and secret of pseudonyms. ERR_CONFLIT when one is there. All or nothing but for a
 * kill: build in a draft folder and publish when that matters. */
bool store_create(const char *donnees, bool demo, struct err *err);
/* Moves the base of state folder `ebauche` into `donnees`, on the same file system, in one step.
 * ERR_CONFLIT when one is there. The base must be closed. */
bool store_publish(const char *ebauche, const char *donnees, struct err *err);
/* True when a base stands in this state folder, whatever its version. */
bool store_exists(const char *donnees);
/* Path of a file that lies beside the base: keys go where the base goes. */
bool store_file(const char *donnees, const char *nom, char out[], size_t size);
/* Demo bases listen on a Unix socket or loopback only. */
bool store_is_demo(struct store *s);
/* The secret of pseudonyms, from its file beside the base; refused when others may read it. */
bool store_secret(struct store *s, unsigned char out[HASH_BYTES], struct err *err);
/* What the engine last said: for a log line, never for a user. */
const char *store_problem(const struct store *s);

/* A turn: one read transaction over the look-ups of many requests. No write inside. */
bool store_turn_begin(struct store *s);
void store_turn_end(struct store *s);
/* A write transaction over one schema's tables. Its first call must be a write: it is that write
 * which takes the lock of its schema, and of no other. A write outside of one commits by itself. */
bool store_begin(struct store *s);
bool store_commit(struct store *s);
void store_rollback(struct store *s);

/* ---- annuaire ------------------------------------------------------------------------------- */

struct organisme_row {
    int64_t id;
    char siret[SIRET_SIZE];
    char nom[ORGANISME_MAX];
};

struct agent_row {
    int64_t id;
    char identifiant[IDENTIFIANT_MAX];
    char nom[NOM_MAX], prenom[NOM_MAX];
    enum role role;
    bool actif;
    bool mot_de_passe_a_changer;
    char mot_de_passe[PASSWORD_HASH];
    int64_t derniere_connexion; /* 0 = never */
    struct organisme_row organisme;
};

struct session_row {
    int64_t agent_id;
    int64_t creee, vue, expire;
    struct agent_row agent; /* without its password hash */
};

struct convention_row {
    int64_t id, organisme_id;
    char reference[64];
    unsigned caf;
    int debut, fin; /* days; fin 0 = open */
};

/* 14 digits and their Luhn key (La Poste 356000000: the digits sum to a multiple of 5). */
bool siret_valid(const char *siret);

/* Each fills `row->id`. False with ERR_CHAMP (which one), ERR_CONFLIT (already there) or ERR_INTERNE. */
bool store_organisme_add(struct store *s, struct organisme_row *row, struct err *err);
bool store_agent_add(struct store *s, struct agent_row *row, struct err *err);
bool store_convention_add(struct store *s, struct convention_row *row, const char *const *profils,
                          struct err *err);
bool store_habilitation_add(struct store *s, int64_t agent_id, const char *profil, int debut,
                            int fin, const char *base_legale, struct err *err);

enum found store_agent_find(struct store *s, struct span identifiant, struct agent_row *out);
/* Profiles an agent may use on a day: active agent, habilitation in force, opened by a convention in
 * force. Calls `each`, which must not call the store, with the code of each one, sorted. */
bool store_agent_profils(struct store *s, int64_t agent_id, int jour,
                         void (*each)(void *ctx, const char *profil), void *ctx);
/* May this agent use this profile on this day, on dossiers of which Caf? Fills at most `max` codes
 * of Caf; FOUND_NONE when not habilitated. */
enum found store_droit_find(struct store *s, int64_t agent_id, struct span profil, int jour,
                            unsigned *cafs, size_t max, size_t *count);

bool store_session_add(struct store *s, const unsigned char hash[HASH_BYTES], int64_t agent_id,
                       int64_t now, int64_t expire);
/* The session and its agent as they stand now. FOUND_NONE when it ended (`expire` <= now), when it
 * was last seen at `idle_before` or earlier, or when its agent is no longer active. */
enum found store_session_find(struct store *s, const unsigned char hash[HASH_BYTES], int64_t now,
                              int64_t idle_before, struct session_row *out);
bool store_session_touch(struct store *s, const unsigned char hash[HASH_BYTES], int64_t now);
bool store_session_remove(struct store *s, const unsigned char hash[HASH_BYTES]);
/* Removes the sessions that store_session_find no longer finds by their times. */
bool store_session_purge(struct store *s, int64_t now, int64_t idle_before);
bool store_agent_connected(struct store *s, int64_t agent_id, int64_t now);

/* ---- dossiers ------------------------------------------------------------------------------- */

struct dossier_row {
    unsigned char noms[NOMS_MAX][NOM_CLE_SIZE];
    bool oppose;
};

/* Names and opposition, not the tape, so that a refused look-up does not read it. An unknown number
 * costs the same work as a known one: the row that follows is read in its place, and `noms` comes
 * back as zeros, which match no name. */
enum found store_dossier_find(struct store *s, uint64_t cle, struct dossier_row *out);
/* The tape of a dossier that may be read; false when there is none. */
bool store_dossier_bande(struct store *s, uint64_t cle, struct span *bande);
/* Adds, or replaces the one with the same key. */
bool store_dossier_put(struct store *s, const struct identite *id, struct span bande);
bool store_opposition_put(struct store *s, uint64_t cle, int depuis);
int64_t store_dossier_count(struct store *s); /* -1 on failure */

/* ---- journal -------------------------------------------------------------------------------- */

/* Next sequence number, 0 at first; -1 on failure. Outside a transaction (see store_begin). */
int64_t store_journal_next(struct store *s);
/* One entry with its erasable detail, inside a write transaction. `seq` must follow the last one. */
bool store_journal_append(struct store *s, uint64_t seq, struct span octets,
                          const unsigned char sel[16], struct span detail);
/* After a commit: false when the files of the journal were taken away or replaced since they were
 * opened, so that nobody will ever find what was committed. */
bool store_journal_stands(struct store *s);
/* Entry and detail by number. Appends to the buffers; `detail` may be NULL. */
enum found store_journal_read(struct store *s, uint64_t seq, struct buf *octets,
                              struct buf *detail);

/* A row of the journal with all that stands beside it; spans borrow until the next row. */
struct journal_row {
    uint64_t seq;
    struct span octets;
    struct span noeuds;      /* empty when its tree is not there yet */
    struct span sel, detail; /* empty once erased */
};
/* Entries from `debut` to `fin` − 1, in order; stops when `each`, which must not call the store,
 * returns false. False when it stopped or the base failed. */
bool store_journal_scan(struct store *s, uint64_t debut, uint64_t fin,
                        bool (*each)(void *ctx, const struct journal_row *row), void *ctx);
/* The first entry from `debut` on whose detail still stands; -1 when none does or on failure. */
int64_t store_journal_detail_first(struct store *s, uint64_t debut);
/* Erases the details from `debut` to `fin` − 1. */
bool store_journal_purge(struct store *s, uint64_t debut, uint64_t fin);

/* The trees over the entries, one per year. */
struct annee_row {
    int annee;
    uint64_t premier; /* first entry */
};
#define ANNEES_MAX 256
/* The years in order, at most ANNEES_MAX of them; -1 on failure. */
int store_annees(struct store *s, struct annee_row out[ANNEES_MAX]);
bool store_annee_add(struct store *s, const struct annee_row *annee);
/* Number of the next entry that has no nodes yet; -1 on failure. */
int64_t store_arbre_next(struct store *s);
/* The nodes that an entry completes, 32 bytes each, its leaf first. */
bool store_arbre_add(struct store *s, uint64_t seq, struct span noeuds);
/* One of them. */
bool store_arbre_noeud(struct store *s, uint64_t seq, unsigned rang, unsigned char out[HASH_BYTES]);
/* A signed checkpoint; kept once for one size. */
bool store_point_add(struct store *s, int annee, uint64_t taille, struct span note);
/* The last one of a year at `max` entries or fewer. Appends to `note`. */
enum found store_point_last(struct store *s, int annee, uint64_t max, uint64_t *taille,
                            struct buf *note);

/* ---- looking back ----------------------------------------------------------------------------- */

/* A dossier's pseudonym made short for an index: never 0. Entries found by it may be another's. */
int64_t store_dossier_abrege(const unsigned char dossier_ref[HASH_BYTES]);
/* What an entry is found by: words of its bytes, empty = none. */
struct repere_row {
    uint64_t seq;
    int64_t temps;
    struct span acte, issue, agent, organisme;
    int64_t dossier; /* see store_dossier_abrege; 0 = none */
};
/* Number of the next entry that has none yet; -1 on failure. */
int64_t store_repere_next(struct store *s);
bool store_repere_add(struct store *s, const struct repere_row *row);

/* What is looked for among the entries that have one; an empty span or 0 = any. */
struct journal_filtre {
    struct span organisme; /* SIRET, demanded: nobody searches another organisme's entries */
    struct span agent, acte, issue;
    int64_t dossier;
    int64_t debut, fin; /* times, the second one excluded */
    uint64_t avant;     /* only entries before this number */
};
/* Entries that answer to the filter, newest first, at most `max`; stops when `each`, which must not
 * call the store, returns false. `detail` is empty once erased. False when the base failed. */
bool store_journal_cherche(struct store *s, const struct journal_filtre *f, unsigned max,
                           bool (*each)(void *ctx, uint64_t seq, struct span octets,
                                        struct span detail),
                           void *ctx);
/* How many entries of `f->agent`, up to entry `seq` and since `depuis`, are of the filter's act and
 * outcome, counted no further than `max`; -1 on failure. */
int store_journal_rythme(struct store *s, const struct journal_filtre *f, uint64_t seq,
                         int64_t depuis, int max);
/* Caf of all conventions of an organisme, past ones included; at most `max` codes. */
bool store_organisme_cafs(struct store *s, int64_t organisme_id, unsigned *cafs, size_t max,
                          size_t *count);

#endif
