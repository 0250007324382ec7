/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A consultation as plain text: for pipes, screen readers and scripts. */
#ifndef CDAP_SRC_VIEWS_LINEAIRE_H
#define CDAP_SRC_VIEWS_LINEAIRE_H

#include <stdio.h>

#include <cdap/screen/ecran.h>
#include <cdap/views/views.h>

#include "demande.h"
#include "session.h"

struct lineaire {
    const struct options *options;
    struct api *api;
    struct session session;
    struct ecrans *ecrans;
};

/* Each prints its own error card on stderr when it returns false. */
bool lineaire_open(struct lineaire *l, const struct options *o, const char *serveur);
/* A session alone: what needs no dossier needs no screens. */
bool lineaire_session(struct lineaire *l, struct span identifiant, struct span mot_de_passe);
/* A session, and the screens that dossiers are drawn with. */
bool lineaire_login(struct lineaire *l, struct span identifiant, struct span mot_de_passe);
/* Any call of the session; the answer is then the caller's (reply_done). */
bool lineaire_call(struct lineaire *l, struct call *c, struct reply *r);
/* Opens a dossier and prints every tab on `out`. */
bool lineaire_consult(struct lineaire *l, const struct session_profil *p, const struct demande *d,
                      FILE *out);
void lineaire_logout(struct lineaire *l);
void lineaire_close(struct lineaire *l); /* accepts a zeroed one */
/* Writes lines that hold words of a server: only what is safe to show reaches `out`, whatever they
 * are. False when it could not be written; errno says why. */
bool lineaire_write(struct span text, FILE *out);
/* Prints an error and returns false. */
bool lineaire_refuse(const struct err *err);

#endif
