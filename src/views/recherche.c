/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The search: numéro and nom, why the dossier is opened, and what the agent attests. */
#include <stdio.h>
#include <string.h>

#include <cdap/model/recherche.h>

#include "demande.h"
#include "poste.h"

#define AUCUN SIZE_MAX /* nothing chosen yet in a list */

struct recherche {
    struct view view;
    struct formulaire form;
    struct saisie numero, nom, caf, texte, reference;
    struct champ_saisie *c_numero, *c_nom, *c_caf, *c_motif, *c_texte, *c_base, *c_reference,
        *c_recents;
    uint32_t numero_lu;
};

/* ---- lists ---------------------------------------------------------------------------------------- */

static const char *motif_ligne(void *ctx, size_t i)
{
    const struct session_profil *p = poste_profil(poste_of(ctx));
    return p && i < p->motif_count ? p->motifs[i].libelle : "";
}

static const char *base_ligne(void *ctx, size_t i)
{
    (void)ctx;
    return base_libelle(i);
}

static const char *recent_ligne(void *ctx, size_t i)
{
    return poste_of(ctx)->recents[i].texte;
}

static const struct session_motif *motif_of(const struct recherche *r)
{
    const struct session_profil *p = poste_profil(poste_of(&r->view));
    return p && r->c_motif->choisi < p->motif_count ? &p->motifs[r->c_motif->choisi] : NULL;
}

/* What the choices make appear or vanish. */
static void adapt(struct recherche *r)
{
    const struct session_profil *p = poste_profil(poste_of(&r->view));
    r->c_motif->count = p ? p->motif_count : 0;
    r->c_reference->absent = r->c_base->choisi != BASE_DOCUMENT_SIGNE;
    r->c_recents->count = poste_of(&r->view)->recent_count;
}

/* ---- checking ------------------------------------------------------------------------------------- */

static bool blank(const struct saisie *s)
{
    struct span text = saisie_span(s);
    return text.len == 0 || strspn(text.ptr, " ") == text.len;
}

static void require(struct recherche *r, struct champ_saisie *c, bool present, const char *message)
{
    if (!present)
        formulaire_erreur(&r->form, c, message);
}

static bool check(struct recherche *r)
{
    unsigned char cle[NOM_CLE_SIZE];
    const struct session_motif *motif = motif_of(r);
    struct err err = {0};
    struct carte carte;
    unsigned caf;
    formulaire_sans_erreur(&r->form);
    if (!r->c_caf->absent)
        require(r, r->c_caf, caf_parse(saisie_span(&r->caf), &caf, NULL),
                "Le code de la Caf tient en 3 chiffres.");
    bool numero = numero_parse(saisie_span(&r->numero), &r->numero_lu, &err);
    carte_of_err(&carte, &err);
    require(r, r->c_numero, numero,
            blank(&r->numero) ? "Le numéro allocataire est attendu : 1 à 7 chiffres."
                              : carte.pourquoi);
    require(r, r->c_nom, nom_cle(saisie_span(&r->nom), cle),
            "Le nom du responsable ou du conjoint est attendu.");
    require(r, r->c_motif, motif != NULL, "Choisissez le motif de la consultation.");
    require(r, r->c_texte, !motif || !motif->texte_exige || !blank(&r->texte),
            "Ce motif demande une précision.");
    require(r, r->c_base, r->c_base->choisi < BASE_COUNT,
            "Attestez ce qui vous permet d’ouvrir ce dossier.");
    require(r, r->c_reference, r->c_base->choisi != BASE_DOCUMENT_SIGNE || !blank(&r->reference),
            "La référence du document signé est attendue.");
    return !formulaire_has_erreur(&r->form);
}

/* ---- asking --------------------------------------------------------------------------------------- */

static struct span unless_blank(const struct saisie *s)
{
    struct span text = saisie_span(s);
    if (blank(s))
        text.len = 0;
    return text;
}

static void submit(struct recherche *r)
{
    struct call call;
    if (!check(r))
        return;
    demande_call(&(struct demande){.caf = unless_blank(&r->caf),
                                   .numero = r->numero_lu,
                                   .nom = saisie_span(&r->nom),
                                   .profil = poste_profil(poste_of(&r->view))->code,
                                   .motif = motif_of(r)->code,
                                   .texte = unless_blank(&r->texte),
                                   .base = r->c_base->choisi,
                                   .reference = saisie_span(&r->reference)},
                 &call);
    app_call(&r->view, &call);
}

static void answer(struct view *v, struct reply *reply)
{
    struct recherche *r = (struct recherche *)v;
    struct poste *p = poste_of(v);
    struct err err = {0};
    char numero[16];
    if (!dossier_open(p, &reply->body, &err)) {
        carte_open_err(v->app, &err);
        return;
    }
    snprintf(numero, sizeof numero, "%07u", r->numero_lu);
    poste_add_recent(p, numero, saisie_span(&r->nom));
}

/* A field at fault is told beside the field, which appears if it was not asked for. */
static void refused(struct view *v, struct reply *reply)
{
    struct recherche *r = (struct recherche *)v;
    struct champ_saisie *c =
        reply->err.code == ERR_CHAMP ? formulaire_find(&r->form, reply->err.champ) : NULL;
    if (!c) {
        if (reply->err.code == ERR_AUCUN_DOSSIER)
            formulaire_focus(&r->form, r->c_numero);
        poste_refused(v, reply);
        return;
    }
    c->absent = false;
    formulaire_erreur(&r->form, c, reply->carte.pourquoi);
}

/* ---- keys ----------------------------------------------------------------------------------------- */

static void take_recent(struct recherche *r)
{
    const struct recent *recent = &poste_of(&r->view)->recents[r->c_recents->choisi];
    saisie_set(&r->numero, recent->numero);
    saisie_set(&r->nom, recent->nom);
    formulaire_sans_erreur(&r->form);
    formulaire_focus(&r->form, r->c_motif->choisi == AUCUN ? r->c_motif : r->c_base);
}

static void logout_answered(struct view *asker, size_t rang)
{
    if (rang != 0)
        return;
    poste_close_session(poste_of(asker));
    app_close(asker);
}

static void leave(struct recherche *r)
{
    static const char *const reponses[] = {"Se déconnecter", "Rester"};
    if (poste_of(&r->view)->session.profil_count > 1)
        app_close(&r->view);
    else
        question_open(&r->view, "Se déconnecter", "Votre session sera fermée.", reponses, 2, 0,
                      logout_answered);
}

static requetes_t accepts(const struct view *v)
{
    return formulaire_accepts(&((const struct recherche *)v)->form) | REQ_BIT(REQ_RETOUR);
}

static void request(struct view *v, const struct event *e)
{
    struct recherche *r = (struct recherche *)v;
    const struct champ_saisie *focus = &r->form.champs[r->form.focus];
    if (e->requete == REQ_RETOUR)
        leave(r);
    else if (e->requete == REQ_VALIDER && focus == r->c_recents && r->c_recents->choisi != AUCUN)
        take_recent(r);
    else if (formulaire_request(&r->form, e))
        submit(r);
    adapt(r);
}

void recherche_renew(struct view *v)
{
    struct recherche *r = (struct recherche *)v;
    saisie_clear(&r->numero);
    saisie_clear(&r->nom);
    saisie_clear(&r->reference);
    r->c_base->choisi = AUCUN;
    r->c_recents->choisi = AUCUN;
    formulaire_focus(&r->form, r->c_numero);
    adapt(r);
}

/* ---- the view ------------------------------------------------------------------------------------- */

static void draw(struct view *v, struct grid *g, struct rect zone, struct cursor *cursor)
{
    struct recherche *r = (struct recherche *)v;
    const struct poste *p = poste_of(v);
    char bonjour[96];
    struct rect rest = titre_draw(v, g, zone, "Consulter un dossier");
    adapt(r);
    if (p->session.derniere_connexion[0]) {
        snprintf(bonjour, sizeof bonjour, "dernière connexion le %s",
                 p->session.derniere_connexion);
        grid_text_right(g, zone, zone.row + 2, zone.col + zone.cols - 2, STYLE_DISCRET,
                        span_of(bonjour));
    }
    formulaire_draw(&r->form, g, rest, cursor);
}

static void done(struct view *v)
{
    struct recherche *r = (struct recherche *)v;
    struct saisie *all[] = {&r->numero, &r->nom, &r->caf, &r->texte, &r->reference};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        saisie_done(all[i]);
}

static const struct view_ops ops = {
    .nom = "recherche",
    .size = sizeof(struct recherche),
    .draw = draw,
    .accepts = accepts,
    .request = request,
    .answer = answer,
    .refused = refused,
    .close = done,
};

static struct champ_saisie *add_list(struct recherche *r, const char *libelle, const char *nom,
                                     const char *(*ligne)(void *, size_t), size_t count)
{
    struct champ_saisie *c = formulaire_add_liste(&r->form, libelle, nom, ligne, r, count);
    c->choisi = AUCUN;
    c->espace = true;
    return c;
}

bool recherche_open(struct poste *p)
{
    struct recherche *r = (struct recherche *)app_push(p->app, &ops);
    if (!r)
        return false;
    r->c_numero = formulaire_add_texte(&r->form, &r->numero, "Numéro allocataire", "numero", 20,
                                       "1 à 7 chiffres");
    r->c_nom = formulaire_add_texte(&r->form, &r->nom, "Nom", "nom", 30, "responsable ou conjoint");
    r->c_caf = formulaire_add_texte(&r->form, &r->caf, "Code de la Caf", "caf", 3, "3 chiffres");
    r->c_motif = add_list(r, "Motif", "motif.code", motif_ligne, 0);
    r->c_texte = formulaire_add_texte(&r->form, &r->texte, "Précision", "motif.texte", 46, NULL);
    r->c_base = add_list(r, "Base d’information", "base.type", base_ligne, BASE_COUNT);
    r->c_reference = formulaire_add_texte(&r->form, &r->reference, "Référence du document",
                                          "base.reference", 30, NULL);
    formulaire_add(&r->form, SAISIE_BOUTON, "Ouvrir le dossier", NULL);
    r->c_recents = add_list(r, "Dossiers récents", NULL, recent_ligne, 0);
    if (!r->c_numero || !r->c_nom || !r->c_caf || !r->c_texte || !r->c_reference) {
        app_close(&r->view);
        return false;
    }
    r->c_caf->absent = true;
    adapt(r);
    return true;
}
