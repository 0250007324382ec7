/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dossier: tabs that follow the answer, one focus line, and what can be asked of it. */
#include <stdio.h>
#include <string.h>

#include <cdap/base/secret.h>

#include "dossier.h"

/* ---- what is shown -------------------------------------------------------------------------------- */

struct planche *dossier_planche(struct dossier *d, size_t onglet, int largeur)
{
    const struct poste *p = poste_of(&d->view);
    struct planche_options o = {
        .largeur = largeur,
        .aujourdhui = app_aujourdhui(d->view.app),
        .choix = d->choix[0] ? d->choix : NULL,
        .revele = revele_find,
        .revele_ctx = d,
    };
    return planche_new(p->ecrans, d->onglets[onglet], d->dossier, &o);
}

void dossier_relayout(struct dossier *d)
{
    planche_free(d->planche);
    d->planche = dossier_planche(d, d->onglet, d->largeur);
}

/* A line keeps its place in the whole when another width wraps differently. */
static void rescale(struct dossier *d, int before, int after)
{
    struct position *at = &d->positions[d->onglet];
    if (before <= 1 || before == after)
        return;
    at->curseur = (int)((int64_t)at->curseur * (after - 1) / (before - 1));
    at->premiere = (int)((int64_t)at->premiere * (after - 1) / (before - 1));
}

struct planche *dossier_current(struct dossier *d, int largeur)
{
    int before = 0;
    if (d->planche && d->largeur == largeur)
        return d->planche;
    if (d->planche)
        before = planche_hauteur(d->planche);
    d->largeur = largeur;
    dossier_relayout(d);
    if (d->planche && before)
        rescale(d, before, planche_hauteur(d->planche));
    return d->planche;
}

void dossier_forget_reveles(struct dossier *d)
{
    for (size_t i = 0; i < d->revele_count; i++)
        secret_free(d->reveles[i].valeur);
    secret_wipe(d->reveles, sizeof d->reveles);
    d->revele_count = 0;
}

void dossier_show_tab(struct dossier *d, size_t onglet)
{
    if (onglet == d->onglet || onglet >= d->count)
        return;
    dossier_forget_reveles(d);
    d->onglet = onglet;
    dossier_relayout(d);
}

/* Lines of the planche that the window shows from `premiere`. */
static int window(const struct dossier *d, int premiere)
{
    int rows = d->zone.rows - planche_figees(d->planche, premiere);
    return rows > 1 ? rows : 1;
}

void dossier_go(struct dossier *d, int ligne)
{
    struct position *at = &d->positions[d->onglet];
    int last = planche_hauteur(d->planche) - 1;
    at->curseur = ligne > last ? last : ligne;
    if (at->curseur < 0)
        at->curseur = 0;
    if (at->premiere > at->curseur)
        at->premiere = at->curseur;
    while (at->curseur - at->premiere >= window(d, at->premiere))
        at->premiere += at->curseur - at->premiere - window(d, at->premiere) + 1;
    while (at->premiere > 0 && at->premiere + d->zone.rows > last + 1 &&
           at->curseur - at->premiere + 1 < window(d, at->premiere - 1))
        at->premiere--; /* no empty lines at the bottom while there are some above */
}

/* ---- asking --------------------------------------------------------------------------------------- */

static void move(struct dossier *d, int lines)
{
    dossier_go(d, d->positions[d->onglet].curseur + lines);
}

/* A page moves window and focus alike, one line being kept in sight. */
static void page(struct dossier *d, int sens)
{
    struct position *at = &d->positions[d->onglet];
    int step = window(d, at->premiere) - 1;
    at->premiere += sens * (step > 0 ? step : 1);
    if (at->premiere < 0)
        at->premiere = 0;
    move(d, sens * (step > 0 ? step : 1));
}

static void dispositif_answered(struct view *asker, size_t rang)
{
    struct dossier *d = (struct dossier *)asker;
    const char *code = d->planche ? planche_choix_code(d->planche, rang) : NULL;
    if (!code)
        return;
    snprintf(d->choix, sizeof d->choix, "%s", code);
    d->positions[d->onglet] = (struct position){0};
    dossier_relayout(d);
}

static void dispositif_ask(struct dossier *d)
{
    const char *libelles[QUESTION_REPONSES];
    size_t chosen = 0, count = planche_choix_count(d->planche);
    if (count > QUESTION_REPONSES)
        count = QUESTION_REPONSES;
    for (size_t i = 0; i < count; i++) {
        libelles[i] = planche_choix_libelle(d->planche, i);
        if (strcmp(planche_choix_code(d->planche, i), d->choix) == 0)
            chosen = i;
    }
    question_open(&d->view, "Dispositif",
                  "Plusieurs dispositifs coexistent : lequel faut-il montrer ?", libelles, count,
                  chosen, dispositif_answered);
}

static void leave(struct dossier *d, bool renew)
{
    struct view *below = d->view.below;
    app_close(&d->view);
    if (renew && below)
        recherche_renew(below);
}

static void shift_tab(struct dossier *d, int sens)
{
    dossier_show_tab(d, (d->onglet + d->count + (size_t)(sens + (int)d->count)) % d->count);
}

static void top(struct dossier *d)
{
    dossier_go(d, 0);
}

static void bottom(struct dossier *d)
{
    dossier_go(d, planche_hauteur(d->planche) - 1);
}

static void up(struct dossier *d)
{
    move(d, -1);
}

static void down(struct dossier *d)
{
    move(d, 1);
}

static void page_up(struct dossier *d)
{
    page(d, -1);
}

static void page_down(struct dossier *d)
{
    page(d, 1);
}

static void next_tab(struct dossier *d)
{
    shift_tab(d, 1);
}

static void previous_tab(struct dossier *d)
{
    shift_tab(d, -1);
}

static void next_match(struct dossier *d)
{
    cherche_next(d, 1);
}

static void previous_match(struct dossier *d)
{
    cherche_next(d, -1);
}

static void back(struct dossier *d)
{
    leave(d, false);
}

static void renew(struct dossier *d)
{
    leave(d, true);
}

static void (*const acts[REQ_COUNT])(struct dossier *d) = {
    [REQ_RETOUR] = back,
    [REQ_NOUVEAU] = renew,
    [REQ_HAUT] = up,
    [REQ_BAS] = down,
    [REQ_PAGE_HAUT] = page_up,
    [REQ_PAGE_BAS] = page_down,
    [REQ_DEBUT] = top,
    [REQ_FIN] = bottom,
    [REQ_RUBRIQUE_SUIVANTE] = next_tab,
    [REQ_RUBRIQUE_PRECEDENTE] = previous_tab,
    [REQ_CHERCHER] = cherche_begin,
    [REQ_OCCURRENCE_SUIVANTE] = next_match,
    [REQ_OCCURRENCE_PRECEDENTE] = previous_match,
    [REQ_REVELER] = revele_ask,
    [REQ_DISPOSITIF] = dispositif_ask,
    [REQ_EXPORTER] = export_open,
};

static void request(struct view *v, const struct event *e)
{
    struct dossier *d = (struct dossier *)v;
    if (d->cherche)
        cherche_request(d, e);
    else if (e->requete == REQ_RUBRIQUE)
        dossier_show_tab(d, (size_t)e->rang);
    else if (acts[e->requete] && d->planche)
        acts[e->requete](d);
}

static requetes_t accepts(const struct view *v)
{
    const struct dossier *d = (const struct dossier *)v;
    if (d->cherche)
        return REQ_SAISIE | REQ_BIT(REQ_VALIDER) | REQ_BIT(REQ_RETOUR);
    requetes_t all = REQ_DEFILEMENT | REQ_BIT(REQ_RETOUR) | REQ_BIT(REQ_NOUVEAU) |
                     REQ_BIT(REQ_RUBRIQUE) | REQ_BIT(REQ_RUBRIQUE_SUIVANTE) |
                     REQ_BIT(REQ_RUBRIQUE_PRECEDENTE) | REQ_BIT(REQ_CHERCHER) |
                     REQ_BIT(REQ_EXPORTER);
    if (d->cle.len > 0)
        all |= REQ_BIT(REQ_OCCURRENCE_SUIVANTE) | REQ_BIT(REQ_OCCURRENCE_PRECEDENTE);
    if (revele_here(d))
        all |= REQ_BIT(REQ_REVELER);
    if (d->planche && planche_choix_count(d->planche) > 1)
        all |= REQ_BIT(REQ_DISPOSITIF);
    return all;
}

static void answer(struct view *v, struct reply *r)
{
    revele_take((struct dossier *)v, r);
}

/* ---- the view ------------------------------------------------------------------------------------- */

static void done(struct view *v)
{
    struct dossier *d = (struct dossier *)v;
    dossier_forget_reveles(d);
    planche_free(d->planche);
    saisie_done(&d->saisie);
    buf_free_secret(&d->cle);
    buf_free_secret(&d->identite);
    buf_free_secret(&d->mise_a_jour);
    buf_free_secret(&d->banniere);
    json_free(d->racine);
}

static const struct view_ops ops = {
    .nom = "dossier",
    .size = sizeof(struct dossier),
    .draw = dossier_draw,
    .accepts = accepts,
    .request = request,
    .answer = answer,
    .close = done,
};

static bool read_answer(struct dossier *d, struct span body, struct err *err)
{
    char moment[20];
    d->racine = json_parse(body, NULL);
    d->dossier = json_get(d->racine, "dossier");
    if (!json_is_object(d->dossier) ||
        !json_integer(json_path(d->racine, SPAN_LIT("consultation.recu")), &d->recu))
        return err_set(err, ERR_REPONSE, "le dossier reçu n’est pas lisible");
    moment_fr(moment, json_string(json_path(d->racine, SPAN_LIT("consultation.date")), ""));
    snprintf(d->droite, sizeof d->droite, "%s · reçu %lld", moment, (long long)d->recu);
    return true;
}

/* Tabs follow the answer. */
static void choose_tabs(struct dossier *d, const struct ecrans *ecrans)
{
    for (size_t i = 0; i < ecrans_count(ecrans) && d->count < ONGLETS_MAX; i++) {
        const struct ecran *e = ecrans_at(ecrans, i);
        if (ecran_present(e, d->dossier))
            d->onglets[d->count++] = e;
    }
}

bool dossier_open(struct poste *p, struct buf *body, struct err *err)
{
    struct dossier *d = (struct dossier *)app_push(p->app, &ops);
    if (!d)
        return err_set(err, ERR_MEMOIRE, NULL);
    bool ok = read_answer(d, buf_span(body), err);
    if (ok)
        choose_tabs(d, p->ecrans);
    if (ok && d->count == 0)
        ok = err_set(err, ERR_REPONSE, "aucun écran ne montre ce que le dossier reçu contient");
    if (ok && !saisie_init(&d->saisie, false))
        ok = err_set(err, ERR_MEMOIRE, NULL);
    if (!ok) {
        app_close(&d->view);
        return false;
    }
    ecrans_put_identite(d->dossier, &d->identite);
    ecrans_put_mise_a_jour(d->dossier, &d->mise_a_jour);
    ecrans_put_banniere(p->ecrans, d->dossier, &d->banniere);
    d->zone = app_zone(p->app); /* a guess until it is drawn, for keys typed ahead */
    dossier_current(d, d->zone.cols);
    return true;
}
