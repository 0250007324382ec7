/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The journal of the auditor's organisme: newest first, page after page. */
#include <string.h>

#include <cdap/proto.h>

#include "journal.h"

/* ---- asking ------------------------------------------------------------------------------------- */

static void ask_page(struct journal *j, bool debut)
{
    struct call call;

    j->attente = debut ? ATTEND_DEBUT : ATTEND_SUITE;
    journal_call(&j->recherche, debut ? 0 : j->suite, &call);
    app_call(&j->view, &call);
}

static void ask_point(struct journal *j)
{
    struct call call = {"GET", PROTO_JOURNAL_POINT, "Lecture du point de contrôle", {0}};

    j->attente = ATTEND_POINT;
    app_call(&j->view, &call);
}

static void take_point(struct journal *j, struct span body)
{
    struct json *racine = json_parse(body, NULL);

    buf_reset(&j->point);
    buf_puts(&j->point, json_string(json_get(racine, "point"), ""));
    j->point_lu = app_now(j->view.app);
    json_free(racine);
}

static void to_top(struct journal *j)
{
    j->curseur = j->premier = 0;
}

static void answer(struct view *v, struct reply *r)
{
    struct journal *j = (struct journal *)v;
    bool debut = j->attente == ATTEND_DEBUT;
    struct err err = {0};

    if (j->attente == ATTEND_POINT) {
        take_point(j, buf_span(&r->body));
        return;
    }
    size_t before = j->count;
    if (!journal_take(j, debut, buf_span(&r->body), &err)) {
        carte_open_err(v->app, &err);
        return;
    }
    if (debut) {
        to_top(j);
        ask_point(j);
    } else if (j->count > before) {
        j->curseur = before;
    }
}

/* A journal without a checkpoint is read all the same: its line says so. */
static void refused(struct view *v, struct reply *r)
{
    struct journal *j = (struct journal *)v;

    if (j->attente != ATTEND_POINT || r->err.code == ERR_SESSION)
        poste_refused(v, r);
    else
        buf_reset(&j->point);
}

bool journal_found(struct journal *j, const struct journal_recherche *r, struct span body,
                   struct err *err)
{
    if (!journal_take(j, true, body, err))
        return false;
    j->recherche = *r;
    to_top(j);
    return true;
}

/* ---- moving ------------------------------------------------------------------------------------- */

/* Past the last entry here, the next page is asked for; what was asked of it is done by then. */
static void go(struct journal *j, int64_t rang)
{
    if (rang < 0)
        rang = 0;
    if ((size_t)rang < j->count) {
        j->curseur = (size_t)rang;
        return;
    }
    bool last = j->count == 0 || j->curseur == j->count - 1;
    if (j->count)
        j->curseur = j->count - 1;
    if (!last || j->suite < 0)
        return;
    if (j->page_count == PAGES_MAX)
        app_message(j->view.app, "La suite est trop longue pour défiler : précisez par un filtre.");
    else
        ask_page(j, false);
}

static void leave_answered(struct view *asker, size_t rang)
{
    if (rang != 0)
        return;
    poste_close_session(poste_of(asker));
    app_close(asker);
}

static bool is_filtered(const struct journal *j)
{
    const struct journal_recherche *r = &j->recherche;

    return r->agent[0] || r->debut[0] || r->fin[0] || r->numero[0] || r->acte || r->issue;
}

/* First the whole journal again, then out. */
static void back(struct journal *j)
{
    static const char *const reponses[] = {"Se déconnecter", "Rester"};

    if (!is_filtered(j)) {
        question_open(&j->view, "Se déconnecter", "Votre session sera fermée.", reponses, 2, 0,
                      leave_answered);
        return;
    }
    memset(&j->recherche, 0, sizeof j->recherche);
    ask_page(j, true);
}

static void request(struct view *v, const struct event *e)
{
    struct journal *j = (struct journal *)v;
    int64_t at = (int64_t)j->curseur, page = j->lignes > 2 ? j->lignes - 1 : 1;

    switch (e->requete) {
    case REQ_HAUT:
        go(j, at - 1);
        break;
    case REQ_BAS:
        go(j, at + 1);
        break;
    case REQ_PAGE_HAUT:
        go(j, at - page);
        break;
    case REQ_PAGE_BAS:
        go(j, at + page);
        break;
    case REQ_DEBUT:
        go(j, 0);
        break;
    case REQ_FIN:
        go(j, (int64_t)j->count);
        break;
    case REQ_DETAIL:
        journal_fiche_open(j, &j->rangs[j->curseur]);
        break;
    case REQ_FILTRER:
    case REQ_QUI:
        journal_filtre_open(j, e->requete == REQ_QUI);
        break;
    case REQ_POINT:
        journal_point_open(j);
        break;
    case REQ_ACTUALISER:
        ask_page(j, true);
        break;
    case REQ_RETOUR:
        back(j);
        break;
    default:
        break;
    }
}

static requetes_t accepts(const struct view *v)
{
    const struct journal *j = (const struct journal *)v;
    requetes_t all = REQ_DEFILEMENT | REQ_BIT(REQ_FILTRER) | REQ_BIT(REQ_QUI) |
                     REQ_BIT(REQ_ACTUALISER) | REQ_BIT(REQ_RETOUR);

    if (j->count)
        all |= REQ_BIT(REQ_DETAIL);
    if (j->point.len)
        all |= REQ_BIT(REQ_POINT);
    return all;
}

/* ---- the view ----------------------------------------------------------------------------------- */

static void done(struct view *v)
{
    struct journal *j = (struct journal *)v;

    journal_forget(j);
    buf_free(&j->point);
}

static const struct view_ops ops = {
    .nom = "journal",
    .size = sizeof(struct journal),
    .draw = journal_draw,
    .accepts = accepts,
    .request = request,
    .answer = answer,
    .refused = refused,
    .close = done,
};

bool journal_open(struct poste *p)
{
    struct journal *j = (struct journal *)app_push(p->app, &ops);

    if (!j)
        return false;
    j->suite = -1;
    ask_page(j, true);
    return true;
}
