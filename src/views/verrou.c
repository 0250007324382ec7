/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lock: hides everything, and asks the password of the same agent by a new login. Also what an
 * expired session shows: what was being done waits below. */
#include <stdio.h>
#include <string.h>

#include "poste.h"

struct verrou {
    struct view view;
    struct formulaire form;
    struct saisie mot_de_passe;
    char pourquoi[320];
};

static void draw(struct view *v, struct grid *g, struct rect zone, struct cursor *cursor)
{
    struct verrou *k = (struct verrou *)v;
    const struct poste *p = poste_of(v);
    struct rect rest = titre_draw(v, g, zone, "Écran verrouillé");
    int row = rest.row;
    row += texte_draw(g, rest, row, rest.col + 2, rest.cols - 4, 3, STYLE_NORMAL,
                      span_of(k->pourquoi));
    row += texte_draw(g, rest, row, rest.col + 2, rest.cols - 4, 2, STYLE_NORMAL,
                      SPAN_LIT("Votre mot de passe rend l’écran tel que vous l’avez laissé."));
    grid_text(g, rest, row + 1, rest.col + 2, STYLE_LIBELLE, SPAN_LIT("Identifiant"));
    grid_text_cut(g, rest, row + 1, rest.col + 26, rest.cols - 26, STYLE_NORMAL,
                  span_of(p->session.identifiant));
    struct rect form = {row + 2, rest.col, rest.rows - (row + 2 - rest.row), rest.cols};
    formulaire_draw(&k->form, g, form, cursor);
}

static void submit(struct verrou *k)
{
    struct poste *p = poste_of(&k->view);
    struct call call;
    formulaire_sans_erreur(&k->form);
    if (k->mot_de_passe.len == 0) {
        formulaire_erreur(&k->form, &k->form.champs[0], "Votre mot de passe est attendu.");
        return;
    }
    session_call(&call, span_of(p->session.identifiant), saisie_span(&k->mot_de_passe));
    app_call(&k->view, &call);
}

/* The profile that was being used must still be his: its rank may have changed. */
static bool take_session(struct poste *p, struct session *new, struct err *err)
{
    const char *code = poste_profil(p) ? poste_profil(p)->code : "";
    size_t i = 0;
    if (strcmp(new->identifiant, p->session.identifiant) != 0)
        return err_set(err, ERR_REPONSE, "le serveur a répondu pour un autre compte");
    if (session_is_auditeur(&p->session))
        return session_is_auditeur(new) ||
               err_set(err, ERR_NON_HABILITE, "le journal ne vous est plus ouvert");
    while (i < new->profil_count && strcmp(new->profils[i].code, code) != 0)
        i++;
    if (i == new->profil_count)
        return err_set(err, ERR_NON_HABILITE, "le profil %s ne vous est plus ouvert", code);
    p->profil = i;
    return true;
}

static void answer(struct view *v, struct reply *r)
{
    struct verrou *k = (struct verrou *)v;
    struct poste *p = poste_of(v);
    struct session new;
    struct err err = {0};
    saisie_clear(&k->mot_de_passe);
    if (!session_read(&new, &p->transport, &r->body, &err)) {
        carte_open_err(v->app, &err);
        return;
    }
    if (!take_session(p, &new, &err)) {
        session_done(&new);
        app_token(v->app, (struct span){0});
        carte_open_err(v->app, &err);
        return;
    }
    session_done(&p->session);
    p->session = new;
    app_close(v);
}

static void refused(struct view *v, struct reply *r)
{
    struct verrou *k = (struct verrou *)v;
    if (r->err.code == ERR_IDENTIFIANTS) {
        saisie_clear(&k->mot_de_passe);
        formulaire_focus(&k->form, &k->form.champs[0]);
    }
    carte_open(v->app, &r->carte);
}

/* ---- giving up ------------------------------------------------------------------------------------ */

static void leave_answered(struct view *asker, size_t rang)
{
    if (rang != 0)
        return;
    poste_close_session(poste_of(asker));
    connexion_return(poste_of(asker));
}

static requetes_t accepts(const struct view *v)
{
    return formulaire_accepts(&((const struct verrou *)v)->form) | REQ_BIT(REQ_RETOUR);
}

static void request(struct view *v, const struct event *e)
{
    static const char *const reponses[] = {"Se déconnecter", "Rester"};
    struct verrou *k = (struct verrou *)v;
    if (e->requete == REQ_RETOUR)
        question_open(v, "Se déconnecter",
                      "Ce que vous faisiez sera oublié, et l’écran de connexion reviendra.",
                      reponses, 2, 1, leave_answered);
    else if (formulaire_request(&k->form, e))
        submit(k);
}

static void done(struct view *v)
{
    saisie_done(&((struct verrou *)v)->mot_de_passe);
}

static const struct view_ops ops = {
    .nom = "verrou",
    .size = sizeof(struct verrou),
    .draw = draw,
    .accepts = accepts,
    .request = request,
    .answer = answer,
    .refused = refused,
    .close = done,
};

bool verrou_is_shown(const struct poste *p)
{
    return app_find(p->app, &ops) != NULL;
}

bool verrou_open(struct poste *p, const char *pourquoi)
{
    if (!p->ouverte || verrou_is_shown(p))
        return true;
    app_cancel(p->app);
    app_token(p->app, (struct span){0}); /* a locked screen holds no right */
    struct verrou *k = (struct verrou *)app_push(p->app, &ops);
    if (!k || !saisie_init(&k->mot_de_passe, true)) {
        app_quit(p->app); /* rather than leave the screen open */
        return false;
    }
    formulaire_add(&k->form, SAISIE_TEXTE, "Mot de passe", "mot_de_passe")->saisie =
        &k->mot_de_passe;
    formulaire_add(&k->form, SAISIE_BOUTON, "Reprendre", NULL);
    snprintf(k->pourquoi, sizeof k->pourquoi, "%s", pourquoi ? pourquoi : "");
    return true;
}
