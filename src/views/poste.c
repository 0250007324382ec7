/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The agent's post: what the whole application accepts whatever the view, and what views share. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cdap/base/secret.h>
#include <cdap/base/text.h>

#include "poste.h"

struct poste *poste_of(const struct view *v)
{
    return app_context(v->app);
}

const struct session_profil *poste_profil(const struct poste *p)
{
    return p->profil < p->session.profil_count ? &p->session.profils[p->profil] : NULL;
}

void poste_close_session(struct poste *p)
{
    if (!p->ouverte)
        return;
    p->ouverte = false;
    app_token(p->app, (struct span){0});
    session_done(&p->session);
    secret_wipe(p->recents, sizeof p->recents);
    p->recent_count = 0;
    p->profil = 0;
}

/* The same dossier comes back to the front instead of twice. */
void poste_add_recent(struct poste *p, const char *numero, struct span nom)
{
    struct recent r = {0};
    size_t at = 0;
    snprintf(r.numero, sizeof r.numero, "%.7s", numero);
    snprintf(r.nom, sizeof r.nom, "%.*s", (int)nom.len, nom.ptr);
    snprintf(r.texte, sizeof r.texte, "%s · %s", r.numero, r.nom);
    while (at < p->recent_count && strcmp(p->recents[at].numero, r.numero) != 0)
        at++;
    if (at == p->recent_count && p->recent_count < RECENTS_MAX)
        p->recent_count++;
    if (at == RECENTS_MAX)
        at--;
    memmove(&p->recents[1], &p->recents[0], at * sizeof r);
    p->recents[0] = r;
}

/* ---- the house ------------------------------------------------------------------------------------ */

static requetes_t house_accepts(const struct app *app)
{
    const struct poste *p = app_context(app);
    requetes_t all = REQ_BIT(REQ_QUITTER);
    if (!aide_is_shown(p))
        all |= REQ_BIT(REQ_AIDE);
    if (p->ouverte && !verrou_is_shown(p))
        all |= REQ_BIT(REQ_VERROUILLER);
    return all;
}

static void house_request(struct app *app, const struct event *e)
{
    struct poste *p = app_context(app);
    switch (e->requete) {
    case REQ_AIDE:
        aide_open(p);
        break;
    case REQ_VERROUILLER:
        verrou_open(p, NULL);
        break;
    case REQ_QUITTER:
        quitter_ask(p, false);
        break;
    default:
        break;
    }
}

/* A lost session is asked for again, over what was being done; the rest is a card. */
void poste_refused(struct view *v, struct reply *r)
{
    struct poste *p = poste_of(v);
    if (r->err.code == ERR_SESSION && p->ouverte && !verrou_is_shown(p))
        verrou_open(p, r->carte.pourquoi);
    else if (r->err.code != ERR_ANNULE)
        carte_open(v->app, &r->carte);
}

static void house_refused(struct app *app, struct view *v, struct reply *r)
{
    (void)app;
    poste_refused(v, r);
}

static void house_idle(struct app *app)
{
    struct poste *p = app_context(app);
    if (p->ouverte && !verrou_is_shown(p))
        verrou_open(p, "Personne n’a rien tapé depuis un moment.");
}

static const struct app_ops house = {house_accepts, house_request, house_refused, house_idle};

struct app *poste_app(struct poste *p, const struct transport *transport)
{
    p->transport = *transport;
    p->app = app_new(transport, &house, p);
    if (p->app && !connexion_open(p)) {
        app_free(p->app);
        p->app = NULL;
    }
    return p->app;
}

void poste_done(struct poste *p)
{
    if (p->app)
        poste_close_session(p);
    app_free(p->app);
    ecrans_free(p->ecrans);
    *p = (struct poste){0};
}

/* ---- leaving --------------------------------------------------------------------------------------- */

static void quitter_answered(struct view *asker, size_t rang)
{
    if (rang == 0)
        app_quit(asker->app);
}

void quitter_ask(struct poste *p, bool always)
{
    static const char *const reponses[] = {"Quitter", "Rester"};
    struct view *top = app_top(p->app);
    if ((!p->ouverte && !always) || question_is(top, quitter_answered))
        app_quit(p->app);
    else if (p->ouverte)
        question_open(top, "Quitter", "Votre session sera fermée et le dossier ouvert sera oublié.",
                      reponses, 2, 1, quitter_answered);
    else
        question_open(top, "Quitter", "Personne n’est connecté.", reponses, 2, 0, quitter_answered);
}

/* ---- the lines that top the views ------------------------------------------------------------------ */

/* Who consults, for whom, under which profile. Where room is short the profile's name goes first,
 * then the end of the organism's: the code of the profile is on every screen. */
static void put_qui(const struct poste *p, int room, struct buf *out)
{
    const struct session_profil *profil = p->ouverte ? poste_profil(p) : NULL;
    struct buf fin = {0};
    buf_puts(out, " Cdap");
    if (!p->ouverte)
        return;
    buf_putf(&fin, " · %s", p->session.identifiant);
    if (profil)
        buf_putf(&fin, " · %s", profil->code);
    int cols = (int)(text_width(buf_span(out)) + text_width(buf_span(&fin))) + 3;
    int organisme = (int)text_width(span_of(p->session.organisme));
    buf_puts(out, " · ");
    text_clean(out, span_of(p->session.organisme),
               (size_t)(cols + organisme <= room || room - cols < 8 ? organisme : room - cols));
    buf_puts(out, buf_text(&fin));
    if (profil && cols + organisme + 1 + (int)text_width(span_of(profil->libelle)) <= room)
        buf_putf(out, " %s", profil->libelle);
    buf_free(&fin);
}

void entete_draw(struct view *v, struct grid *g, struct rect zone, const char *droite)
{
    const struct poste *p = poste_of(v);
    struct rect line = {zone.row, zone.col, 1, zone.cols};
    struct buf left = {0}, right = {0};
    if (droite)
        buf_puts(&right, droite);
    else
        datetime_put_fr(&right, datetime_paris(app_now(v->app)));
    buf_puts(&right, " ");
    grid_fill(g, line, ' ', STYLE_BARRE);
    int cols =
        grid_text_right(g, line, line.row, line.col + line.cols, STYLE_BARRE, buf_span(&right));
    put_qui(p, line.cols - cols - 1, &left);
    grid_text_cut(g, line, line.row, line.col, line.cols - cols - 1, STYLE_BARRE, buf_span(&left));
    buf_free(&left);
    buf_free(&right);
}

struct rect titre_draw(struct view *v, struct grid *g, struct rect zone, const char *titre)
{
    entete_draw(v, g, zone, NULL);
    grid_text_cut(g, zone, zone.row + 2, zone.col + 2, zone.cols - 4, STYLE_TITRE, span_of(titre));
    return (struct rect){zone.row + 4, zone.col + 2, zone.rows - 4, zone.cols - 4};
}
