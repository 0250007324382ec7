/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What to look for in the journal: a form whose search is made before it closes, so that a refusal finds
 * what was typed. */
#include <stdio.h>
#include <string.h>

#include <cdap/model/recherche.h>
#include <cdap/proto.h>

#include "journal.h"

static const char *const issues[] = {NULL, "fait", "refuse"};
#define ISSUES (sizeof issues / sizeof *issues)

struct filtre {
    struct view view;
    struct journal *journal;
    bool qui; /* the number of a dossier alone */
    struct formulaire form;
    struct saisie agent, debut, fin, numero, caf;
    struct champ_saisie *c_agent, *c_acte, *c_issue, *c_debut, *c_fin, *c_numero, *c_caf;
    struct journal_recherche demande; /* as sent */
};

/* ---- lists -------------------------------------------------------------------------------------- */

static const char *acte_ligne(void *ctx, size_t i)
{
    (void)ctx;
    return i == 0 ? "Tous" : journal_acte_at(i - 1)->libelle;
}

static const char *issue_ligne(void *ctx, size_t i)
{
    (void)ctx;
    return i == 0 ? "Toutes" : i == 1 ? "Fait" : "Refusé";
}

static size_t acte_count(void)
{
    size_t n = 0;
    while (journal_acte_at(n))
        n++;
    return n;
}

/* ---- reading ------------------------------------------------------------------------------------ */

/* What does not fit is not looked for half: the field says so. */
static void copy(struct filtre *f, struct champ_saisie *c, char *out, size_t size)
{
    struct span text = saisie_span(c->saisie);

    out[0] = '\0';
    if (text.len >= size)
        formulaire_erreur(&f->form, c, "Ce texte est trop long.");
    else
        snprintf(out, size, "%.*s", (int)text.len, text.len ? text.ptr : "");
}

/* 20/11/2026 as 2026-11-20; empty stays empty. */
static bool read_jour(const struct saisie *s, char iso[11])
{
    unsigned j, m, a;
    char text[16], reste;
    struct date jour;

    iso[0] = '\0';
    if (s->len == 0)
        return true;
    if (s->len >= sizeof text)
        return false;
    memcpy(text, s->texte, s->len + 1);
    if (sscanf(text, "%2u/%2u/%4u%c", &j, &m, &a, &reste) != 3 || a > 9999)
        return false;
    snprintf(iso, 11, "%04u-%02u-%02u", a % 10000, m % 100, j % 100);
    return date_parse(span_of(iso), &jour) && jour.day;
}

static void show_jour(struct saisie *s, const char *iso)
{
    char text[11];

    if (!iso[0])
        return;
    snprintf(text, sizeof text, "%.2s/%.2s/%.4s", iso + 8, iso + 5, iso);
    saisie_set(s, text);
}

static bool check(struct filtre *f)
{
    struct journal_recherche *r = &f->demande;
    uint32_t numero;

    formulaire_sans_erreur(&f->form);
    memset(r, 0, sizeof *r);
    copy(f, f->c_agent, r->agent, sizeof r->agent);
    copy(f, f->c_numero, r->numero, sizeof r->numero);
    copy(f, f->c_caf, r->caf, sizeof r->caf);
    r->acte = f->c_acte->choisi ? journal_acte_at(f->c_acte->choisi - 1)->mot : NULL;
    r->issue = issues[f->c_issue->choisi < ISSUES ? f->c_issue->choisi : 0];
    if (!read_jour(&f->debut, r->debut))
        formulaire_erreur(&f->form, f->c_debut, "Une date JJ/MM/AAAA est attendue.");
    if (!read_jour(&f->fin, r->fin))
        formulaire_erreur(&f->form, f->c_fin, "Une date JJ/MM/AAAA est attendue.");
    if ((f->qui || r->numero[0]) && !numero_parse(span_of(r->numero), &numero, NULL))
        formulaire_erreur(&f->form, f->c_numero,
                          "Le numéro allocataire est attendu : 1 à 7 chiffres.");
    return !formulaire_has_erreur(&f->form);
}

/* ---- asking ------------------------------------------------------------------------------------- */

static void submit(struct filtre *f)
{
    struct call call;

    if (!check(f))
        return;
    journal_call(&f->demande, 0, &call);
    app_call(&f->view, &call);
}

static void answer(struct view *v, struct reply *r)
{
    struct filtre *f = (struct filtre *)v;
    struct err err = {0};

    if (journal_found(f->journal, &f->demande, buf_span(&r->body), &err))
        app_close(v);
    else
        carte_open_err(v->app, &err);
}

/* The Caf is asked for only where an organisme has several. */
static void refused(struct view *v, struct reply *r)
{
    struct filtre *f = (struct filtre *)v;
    struct champ_saisie *c =
        r->err.code == ERR_CHAMP ? formulaire_find(&f->form, r->err.champ) : NULL;

    if (!c) {
        poste_refused(v, r);
        return;
    }
    c->absent = false;
    formulaire_erreur(&f->form, c, r->carte.pourquoi);
}

/* ---- the view ----------------------------------------------------------------------------------- */

static requetes_t accepts(const struct view *v)
{
    return formulaire_accepts(&((const struct filtre *)v)->form) | REQ_BIT(REQ_RETOUR);
}

static void request(struct view *v, const struct event *e)
{
    struct filtre *f = (struct filtre *)v;

    if (e->requete == REQ_RETOUR)
        app_close(v);
    else if (formulaire_request(&f->form, e))
        submit(f);
}

static void draw(struct view *v, struct grid *g, struct rect zone, struct cursor *cursor)
{
    struct filtre *f = (struct filtre *)v;
    struct rect rest =
        titre_draw(v, g, zone,
                   f->qui ? "Qui a consulté ce dossier ? Le journal gardera trace de la question."
                          : "Filtrer le journal : ce qui reste vide ne filtre pas");

    formulaire_draw(&f->form, g, rest, cursor);
}

static void done(struct view *v)
{
    struct filtre *f = (struct filtre *)v;
    struct saisie *all[] = {&f->agent, &f->debut, &f->fin, &f->numero, &f->caf};

    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        saisie_done(all[i]);
}

static const struct view_ops ops = {
    .nom = "journal_filtre",
    .size = sizeof(struct filtre),
    .draw = draw,
    .accepts = accepts,
    .request = request,
    .answer = answer,
    .refused = refused,
    .close = done,
};

static bool add_fields(struct filtre *f)
{
    f->c_numero = formulaire_add_texte(&f->form, &f->numero, "Numéro allocataire", "numero", 20,
                                       "1 à 7 chiffres");
    f->c_caf = formulaire_add_texte(&f->form, &f->caf, "Code de la Caf", "caf", 3, "3 chiffres");
    f->c_agent = formulaire_add_texte(&f->form, &f->agent, "Agent", "agent", 30, "son identifiant");
    f->c_debut = formulaire_add_texte(&f->form, &f->debut, "Depuis le", "debut", 10, "JJ/MM/AAAA");
    f->c_fin = formulaire_add_texte(&f->form, &f->fin, "Jusqu’au", "fin", 10,
                                    "JJ/MM/AAAA, ce jour compris");
    f->c_acte = formulaire_add_liste(&f->form, "Acte", "acte", acte_ligne, f, acte_count() + 1);
    f->c_issue = formulaire_add_liste(&f->form, "Issue", "issue", issue_ligne, f, ISSUES);
    formulaire_add(&f->form, SAISIE_BOUTON, "Chercher", NULL);
    return f->c_numero && f->c_caf && f->c_agent && f->c_debut && f->c_fin;
}

/* What is being looked for is there to be changed. */
static void fill(struct filtre *f)
{
    const struct journal_recherche *r = &f->journal->recherche;

    saisie_set(&f->numero, r->numero);
    saisie_set(&f->caf, r->caf);
    f->c_caf->absent = !r->caf[0];
    saisie_set(&f->agent, r->agent);
    show_jour(&f->debut, r->debut);
    show_jour(&f->fin, r->fin);
    for (size_t i = 0; r->acte && journal_acte_at(i); i++)
        if (strcmp(journal_acte_at(i)->mot, r->acte) == 0)
            f->c_acte->choisi = i + 1;
    for (size_t i = 1; r->issue && i < ISSUES; i++)
        if (strcmp(issues[i], r->issue) == 0)
            f->c_issue->choisi = i;
}

void journal_filtre_open(struct journal *j, bool qui)
{
    struct filtre *f = (struct filtre *)app_push(j->view.app, &ops);

    if (!f)
        return;
    f->journal = j;
    f->qui = qui;
    if (!add_fields(f)) {
        app_close(&f->view);
        return;
    }
    f->c_caf->absent = true;
    if (!qui) {
        fill(f);
        return;
    }
    f->c_agent->absent = f->c_debut->absent = f->c_fin->absent = true;
    f->c_acte->absent = f->c_issue->absent = true;
}
