/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is logged in, and what he may do: the answer to a login, kept as the client needs it. */
#ifndef CDAP_SRC_VIEWS_SESSION_H
#define CDAP_SRC_VIEWS_SESSION_H

#include <cdap/base/json.h>
#include <cdap/client/view.h>

struct session_motif {
    const char *code, *libelle; /* borrowed from the session */
    bool texte_exige;
};

struct session_profil {
    const char *code, *libelle;
    struct session_motif *motifs;
    size_t motif_count;
};

struct session {
    struct json *racine; /* the answer, its token wiped; the strings below borrow from it */
    const char *identifiant, *organisme, *role;
    char derniere_connexion[20]; /* « 20/11/2026 14:03 », "" = never */
    struct session_profil *profils;
    size_t profil_count;
};

/* Reads the body of a login's answer. The token goes to `transport` at once and is wiped from the
 * body. False with ERR_REPONSE: nothing is kept. */
bool session_read(struct session *s, const struct transport *transport, struct buf *body,
                  struct err *err);
void session_done(struct session *s);
/* True when he reads the journal, and no dossier. */
bool session_is_auditeur(const struct session *s);

/* The call that opens one. */
void session_call(struct call *call, struct span identifiant, struct span mot_de_passe);

/* « 2026-11-20T14:03:09+01:00 » as « 20/11/2026 14:03 »; "" when it is not such a time. */
void moment_fr(char out[20], const char *iso);

#endif
