/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The login. On a demo it tells the accounts, and waits for the private server to be ready. */
#include <stdio.h>

#include <cdap/proto.h>

#include "poste.h"

struct connexion {
    struct view view;
    struct formulaire form;
    struct saisie identifiant, mot_de_passe;
    struct champ_saisie *c_identifiant, *c_mot_de_passe;
    bool ecrans_asked;
    bool preparing; /* the demo's server is not ready */
    bool waiting;   /* submitted before it was */
    unsigned turns; /* of the spinner of the preparation */
};

/* ---- drawing -------------------------------------------------------------------------------------- */

static const char *const comptes[][2] = {
    {"agent.ccas", "CCAS de Villeneuve, profil T2"},
    {"agent.fsl", "Service FSL de Villeneuve, profil TD"},
    {"auditeur", "lit le journal du CCAS"},
    {"responsable, administrateur", "ne consultent pas de dossier"},
};

static void draw_demo(struct grid *g, struct rect zone)
{
    int row = zone.row;
    grid_text(g, zone, row++, zone.col, STYLE_TITRE,
              SPAN_LIT("Démonstration : toutes les familles sont fictives"));
    grid_text(g, zone, row, zone.col, STYLE_LIBELLE, SPAN_LIT("Mot de passe"));
    grid_text(g, zone, row++, zone.col + 26, STYLE_NORMAL, SPAN_LIT(DEMO_MOT_DE_PASSE));
    for (size_t i = 0; i < sizeof comptes / sizeof *comptes; i++, row++) {
        int cols = grid_text(g, zone, row, zone.col, STYLE_NORMAL, span_of(comptes[i][0]));
        grid_text(g, zone, row, zone.col + (cols < 26 ? 26 : cols + 2), STYLE_DISCRET,
                  span_of(comptes[i][1]));
    }
    grid_text(g, zone, row + 1, zone.col, STYLE_DISCRET,
              SPAN_LIT("Une famille pour commencer : 1000001, MARTIN."));
}

static void draw(struct view *v, struct grid *g, struct rect zone, struct cursor *cursor)
{
    struct connexion *c = (struct connexion *)v;
    const struct poste *p = poste_of(v);
    struct rect rest =
        titre_draw(v, g, zone, "Consultation des dossiers allocataires par les partenaires");
    struct rect form = {rest.row, rest.col, 6, rest.cols};
    if (!p->options->demo) {
        grid_text(g, rest, rest.row, rest.col + 2, STYLE_LIBELLE, SPAN_LIT("Serveur"));
        grid_text_cut(g, rest, rest.row, rest.col + 26, rest.cols - 26, STYLE_NORMAL,
                      span_of(p->serveur));
        form.row += 2;
    }
    formulaire_draw(&c->form, g, form, cursor);
    if (p->options->demo)
        draw_demo(g, (struct rect){form.row + 7, rest.col + 2, rest.rows - 7, rest.cols - 2});
    if (c->preparing) {
        char text[96];
        snprintf(text, sizeof text, "%c préparation de la démonstration…", "|/-\\"[c->turns % 4]);
        grid_text(g, rest, rest.row + rest.rows - 2, rest.col + 2, STYLE_ALERTE, span_of(text));
    }
}

/* ---- logging in ----------------------------------------------------------------------------------- */

static void submit(struct connexion *c)
{
    struct call call;
    formulaire_sans_erreur(&c->form);
    if (c->identifiant.len == 0)
        formulaire_erreur(&c->form, c->c_identifiant, "Votre identifiant est attendu.");
    if (c->mot_de_passe.len == 0)
        formulaire_erreur(&c->form, c->c_mot_de_passe, "Votre mot de passe est attendu.");
    if (formulaire_has_erreur(&c->form))
        return;
    c->waiting = c->preparing;
    if (c->waiting)
        return;
    c->ecrans_asked = false;
    session_call(&call, saisie_span(&c->identifiant), saisie_span(&c->mot_de_passe));
    app_call(&c->view, &call);
}

/* Logged in, with the screens at hand: on to the work. */
static void enter(struct connexion *c)
{
    struct poste *p = poste_of(&c->view);
    saisie_clear(&c->mot_de_passe);
    formulaire_focus(&c->form, c->c_mot_de_passe);
    if (session_is_auditeur(&p->session))
        journal_open(p);
    else if (p->session.profil_count > 1)
        profil_open(p);
    else
        recherche_open(p);
}

static void give_up(struct connexion *c, const struct err *err)
{
    poste_close_session(poste_of(&c->view));
    carte_open_err(c->view.app, err);
}

static void take_session(struct connexion *c, struct reply *r)
{
    struct poste *p = poste_of(&c->view);
    struct err err = {0};
    struct call call = {"GET", PROTO_ECRANS, "Lecture des écrans", {0}};
    if (!session_read(&p->session, &p->transport, &r->body, &err)) {
        carte_open_err(c->view.app, &err);
        return;
    }
    p->ouverte = true;
    p->profil = 0;
    if (session_is_auditeur(&p->session)) {
        enter(c);
        return;
    }
    if (p->session.profil_count == 0) {
        err_set(&err, ERR_NON_HABILITE, "aucun profil de consultation n’est ouvert à ce compte");
        give_up(c, &err);
        return;
    }
    c->ecrans_asked = true;
    app_call(&c->view, &call);
}

static void take_ecrans(struct connexion *c, struct reply *r)
{
    struct poste *p = poste_of(&c->view);
    struct err err = {0};
    struct ecrans *ecrans = ecrans_load(buf_span(&r->body), &err);
    if (!ecrans) {
        give_up(c, &err);
        return;
    }
    ecrans_free(p->ecrans);
    p->ecrans = ecrans;
    enter(c);
}

static void answer(struct view *v, struct reply *r)
{
    struct connexion *c = (struct connexion *)v;
    if (c->ecrans_asked)
        take_ecrans(c, r);
    else
        take_session(c, r);
}

/* Only a wrong password is not kept: it is to be typed again. */
static void refused(struct view *v, struct reply *r)
{
    struct connexion *c = (struct connexion *)v;
    if (c->ecrans_asked)
        poste_close_session(poste_of(v));
    if (r->err.code == ERR_IDENTIFIANTS) {
        saisie_clear(&c->mot_de_passe);
        formulaire_focus(&c->form, c->c_mot_de_passe);
    }
    carte_open(v->app, &r->carte);
}

/* ---- the demo's server ---------------------------------------------------------------------------- */

static void demo_spoke(struct view *v)
{
    struct connexion *c = (struct connexion *)v;
    struct poste *p = poste_of(v);
    struct err err = {0};
    enum demo_state state = demo_step(p->demo, &err);
    if (state == DEMO_PREPARE)
        return;
    app_watch(v, -1, NULL);
    c->preparing = false;
    if (state == DEMO_ECHEC)
        carte_open_err(v->app, &err);
    else if (c->waiting)
        submit(c);
    c->waiting = false;
}

static void tick(struct view *v)
{
    ((struct connexion *)v)->turns++;
}

/* ---- the view ------------------------------------------------------------------------------------- */

static requetes_t accepts(const struct view *v)
{
    return formulaire_accepts(&((const struct connexion *)v)->form) | REQ_BIT(REQ_RETOUR);
}

static void request(struct view *v, const struct event *e)
{
    struct connexion *c = (struct connexion *)v;
    if (e->requete == REQ_RETOUR && c->waiting)
        c->waiting = false;
    else if (e->requete == REQ_RETOUR)
        quitter_ask(poste_of(v), true);
    else if (formulaire_request(&c->form, e))
        submit(c);
}

static void done(struct view *v)
{
    struct connexion *c = (struct connexion *)v;
    saisie_done(&c->identifiant);
    saisie_done(&c->mot_de_passe);
}

static const struct view_ops ops = {
    .nom = "connexion",
    .size = sizeof(struct connexion),
    .draw = draw,
    .accepts = accepts,
    .request = request,
    .answer = answer,
    .refused = refused,
    .tick = tick,
    .close = done,
};

bool connexion_open(struct poste *p)
{
    struct connexion *c = (struct connexion *)app_push(p->app, &ops);
    if (!c || !saisie_init(&c->identifiant, false) || !saisie_init(&c->mot_de_passe, true))
        return false;
    c->c_identifiant = formulaire_add(&c->form, SAISIE_TEXTE, "Identifiant", "identifiant");
    c->c_identifiant->saisie = &c->identifiant;
    c->c_mot_de_passe = formulaire_add(&c->form, SAISIE_TEXTE, "Mot de passe", "mot_de_passe");
    c->c_mot_de_passe->saisie = &c->mot_de_passe;
    formulaire_add(&c->form, SAISIE_BOUTON, "Se connecter", NULL);
    c->preparing = p->demo && demo_fd(p->demo) >= 0;
    if (c->preparing)
        app_watch(&c->view, demo_fd(p->demo), demo_spoke);
    return true;
}

void connexion_return(struct poste *p)
{
    struct view *v = app_find(p->app, &ops);
    if (v)
        app_close_above(v);
}
