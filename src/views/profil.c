/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The profile to work under, for the agent who has several. */
#include <stdio.h>

#include "poste.h"

struct profil_view {
    struct view view;
    struct formulaire form;
    char ligne[160];
};

static const char *ligne(void *ctx, size_t i)
{
    struct profil_view *v = ctx;
    const struct session_profil *p = &poste_of(&v->view)->session.profils[i];
    snprintf(v->ligne, sizeof v->ligne, "%s %s", p->code, p->libelle);
    return v->ligne;
}

static void draw(struct view *v, struct grid *g, struct rect zone, struct cursor *cursor)
{
    struct profil_view *p = (struct profil_view *)v;
    struct rect rest = titre_draw(v, g, zone, "Sous quel profil consultez-vous ?");
    formulaire_draw(&p->form, g, rest, cursor);
}

static requetes_t accepts(const struct view *v)
{
    return formulaire_accepts(&((const struct profil_view *)v)->form) | REQ_BIT(REQ_RETOUR);
}

static void request(struct view *v, const struct event *e)
{
    struct profil_view *p = (struct profil_view *)v;
    struct poste *poste = poste_of(v);
    if (e->requete == REQ_RETOUR) {
        poste_close_session(poste);
        app_close(v);
    } else if (formulaire_request(&p->form, e) || e->requete == REQ_VALIDER) {
        poste->profil = p->form.champs[0].choisi;
        recherche_open(poste);
    }
}

static const struct view_ops ops = {
    .nom = "profil",
    .size = sizeof(struct profil_view),
    .draw = draw,
    .accepts = accepts,
    .request = request,
};

bool profil_open(struct poste *p)
{
    struct profil_view *v = (struct profil_view *)app_push(p->app, &ops);
    if (!v)
        return false;
    formulaire_add_liste(&v->form, "Profil", NULL, ligne, v, p->session.profil_count);
    formulaire_add(&v->form, SAISIE_BOUTON, "Continuer", NULL);
    return true;
}
