/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The route table and the pipeline that every request goes through. */
#ifndef CDAP_SERVER_ROUTE_H
#define CDAP_SERVER_ROUTE_H

#include "echange.h"

/* What a route asks of the caller. Zero is no right: a row that names none does not compile. */
enum droit {
    DROIT_AUCUN,
    DROIT_PUBLIC,  /* no session */
    DROIT_SESSION, /* any open session */
    DROIT_DOSSIER, /* reading dossiers; the profile is judged with the body */
    DROIT_JOURNAL, /* reading the journal: one's organisme's entries */
    DROIT_COUNT
};

#define SANS_ACTE ACTE_COUNT /* the journal does not keep this route */

enum lieu { SUR_BOUCLE, EN_RESERVE }; /* EN_RESERVE: too slow for an event loop */

struct route {
    const char *methode, *chemin;
    enum droit droit;
    bool (*valide)(struct echange *x);   /* the body */
    enum acte acte;                      /* of the journal entry */
    bool (*traite)(struct echange *x);   /* the handler: finds, prepares the answer */
    void (*complete)(struct echange *x); /* once durable: adds the receipt; may be NULL */
    enum lieu lieu;
    const char *const *arguments; /* that may follow the path; NULL = none */
};

#define ROUTE(methode, chemin, right, valide, acte, traite, complete, lieu) \
    ROUTE_ARGUMENTS(methode, chemin, right, valide, acte, traite, complete, lieu, NULL)
#define ROUTE_ARGUMENTS(methode, chemin, right, valide, acte, traite, complete, lieu, arguments) \
    {                                                                                            \
        methode, chemin,                                                                         \
            (enum droit)((int)(right) + 0 * (int)sizeof(char[(right) != DROIT_AUCUN ? 1 : -1])), \
            valide, acte, traite, complete, lieu, arguments                                      \
    }

/* True when the request belongs to the reserve's threads. */
bool route_is_slow(const struct http_request *rq);
/* Everything up to the journal. On return either `x->a_ecrire` is set: hand `x->ecriture` to the
 * writer, then call route_reply; or the answer is ready for route_reply at once. */
void route_run(struct echange *x);
/* The answer, once what had to be written is durable, or refused because it is not. */
void route_reply(struct echange *x, struct http_answer *answer);
/* An answer for a request that cannot be served at all. */
void route_refuse(struct echange *x, enum err_code code, unsigned retry_s,
                  struct http_answer *answer);

/* The session of the request's token, for a route that is not public. */
bool session_check(struct echange *x);
/* Does this role hold that right? */
bool role_may(enum role role, enum droit droit);
/* May this agent do what the route does? The profile, if any, is judged by habilitation_profil. */
bool habilitation_check(struct echange *x);
/* May this agent use this profile today? Fills x->profil and x->cafs; refuses otherwise. */
bool habilitation_profil(struct echange *x, struct span code);

/* The consultation that a receipt of this session stands for, if it may still be read: fills x->recu,
 * x->cle, x->motif, x->profil. Refuses otherwise. */
bool recu_check(struct echange *x, int64_t numero);

/* The handlers, a file each. */
bool session_open(struct echange *x);
void session_complete(struct echange *x);
bool session_close(struct echange *x);
bool consultation_open(struct echange *x);
void consultation_complete(struct echange *x);
bool revelation_open(struct echange *x);
void revelation_complete(struct echange *x);
bool preuve_open(struct echange *x);
void preuve_complete(struct echange *x);
bool point_get(struct echange *x);
bool coherence_get(struct echange *x);
bool journal_cherche(struct echange *x);
bool ecrans_get(struct echange *x);
bool sante_get(struct echange *x);

#endif
