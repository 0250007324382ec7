/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The agent's post: what all views share, the line that tops them, and how each one is opened. */
#ifndef CDAP_SRC_VIEWS_POSTE_H
#define CDAP_SRC_VIEWS_POSTE_H

#include <cdap/client/demo.h>
#include <cdap/client/widgets.h>
#include <cdap/screen/ecran.h>
#include <cdap/views/views.h>

#include "session.h"

#define RECENTS_MAX 5

/* A dossier opened in this session: memory only. */
struct recent {
    char numero[8];
    char nom[128];
    char texte[160]; /* « 1000001 · MARTIN » */
};

struct poste {
    const struct options *options;
    const char *serveur;    /* as it may be shown; borrowed */
    const char *certificat; /* its fingerprint, "" = none; borrowed; NULL without a network */
    struct transport transport;
    struct demo *demo; /* NULL without --demo, or once it failed */
    struct app *app;
    struct session session;
    bool ouverte; /* somebody is logged in, the screen may be locked */
    size_t profil;
    struct ecrans *ecrans;
    struct recent recents[RECENTS_MAX]; /* newest first */
    size_t recent_count;
};

struct poste *poste_of(const struct view *v);
const struct session_profil *poste_profil(const struct poste *p);
/* Ends the session here and at the server, and forgets all that belongs to it. */
void poste_close_session(struct poste *p);
void poste_add_recent(struct poste *p, const char *numero, struct span nom);
/* The whole application over a transport; the login is its first view. NULL when memory is short. */
struct app *poste_app(struct poste *p, const struct transport *transport);
void poste_done(struct poste *p);

/* First line: program · organisme · agent · profil, and `droite` at the right (NULL: date and time). */
void entete_draw(struct view *v, struct grid *g, struct rect zone, const char *droite);
/* A title and a rule under the first line; returns what is left of the zone. */
struct rect titre_draw(struct view *v, struct grid *g, struct rect zone, const char *titre);

bool connexion_open(struct poste *p);
/* Back to the login, closing all that stands over it. */
void connexion_return(struct poste *p);
bool profil_open(struct poste *p);
bool recherche_open(struct poste *p);
/* The journal, for an auditeur; asks for its first page. */
bool journal_open(struct poste *p);
/* Empties what names a family, for a new one; the motif stays. */
void recherche_renew(struct view *recherche);
/* What the house does with a refusal that a view does not treat itself. */
void poste_refused(struct view *v, struct reply *r);
/* Opens the dossier that an answer holds; takes the body's contents. False with err. */
bool dossier_open(struct poste *p, struct buf *body, struct err *err);
bool aide_open(struct poste *p);
bool aide_is_shown(const struct poste *p);
/* Hides the screen; `pourquoi` says what ended the session, NULL = locked on demand. */
bool verrou_open(struct poste *p, const char *pourquoi);
bool verrou_is_shown(const struct poste *p);
void carte_open(struct app *app, const struct carte *carte);
void carte_open_err(struct app *app, const struct err *err);

/* A question over the view that asks it. `answered` gets the rank of the answer; not called on Esc.
 * Texts are copied. */
#define QUESTION_REPONSES 8
void question_open(struct view *asker, const char *titre, const char *texte,
                   const char *const *reponses, size_t count, size_t choisie,
                   void (*answered)(struct view *asker, size_t rang));
/* True when `v` is the question that `answered` waits for. */
bool question_is(const struct view *v, void (*answered)(struct view *asker, size_t rang));
/* Asks before leaving the program, when somebody is logged in or `always`; a second time, leaves. */
void quitter_ask(struct poste *p, bool always);

#endif
