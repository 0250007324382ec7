/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All that an entry of the journal says, in plain French: who, when, what, why it was refused. */
#include <stdio.h>
#include <string.h>

#include "journal.h"

#define LIBELLE_COLS 24
#define PROFONDEUR   4 /* of a detail: deeper members are not ours */

struct fiche {
    struct view view;
    struct journal_rang rang;
    int premiere, lignes, pages;
};

/* Where the next line goes; lines outside of the zone are counted all the same. */
struct plume {
    struct fiche *fiche;
    struct grid *g;
    struct rect zone;
};

static void put(struct plume *p, enum style style, const char *libelle, const char *texte)
{
    int row = p->zone.row + p->fiche->lignes - p->fiche->premiere;
    int cols = p->zone.cols - LIBELLE_COLS;

    if (!texte[0])
        return;
    grid_text_cut(p->g, p->zone, row, p->zone.col, LIBELLE_COLS - 1, STYLE_LIBELLE,
                  span_of(libelle));
    p->fiche->lignes +=
        texte_draw(p->g, p->zone, row, p->zone.col + LIBELLE_COLS, cols, 8, style, span_of(texte));
}

static const char *word(const struct json *o, const char *key)
{
    return json_string(json_get(o, key), "");
}

/* ---- parts -------------------------------------------------------------------------------------- */

/* « L’agent agent.ccas a consulté un dossier. » */
static void put_phrase(struct plume *p)
{
    const struct json *e = p->fiche->rang.entree;
    struct journal_acte acte = journal_acte_find(word(e, "acte"));
    bool fait = strcmp(word(e, "issue"), "fait") == 0;
    const char *agent = word(e, "agent");
    struct buf text = {0};

    buf_putf(&text, "%s%s %s.", agent[0] ? "" : "Le serveur", agent,
             fait ? acte.fait : acte.refuse);
    p->fiche->lignes += texte_draw(p->g, p->zone, p->zone.row - p->fiche->premiere, p->zone.col,
                                   p->zone.cols, 3, STYLE_TITRE, buf_span(&text));
    p->fiche->lignes++;
    buf_free(&text);
}

static void put_moment(struct plume *p)
{
    const char *temps = word(p->fiche->rang.entree, "temps");
    struct buf text = {0};
    struct datetime t;

    if (journal_moment(temps, &t)) {
        date_put_fr(&text, t.date);
        buf_putf(&text, " à %02u:%02u:%02u, heure de Paris (%s)", t.hour, t.minute, t.second,
                 temps);
    }
    put(p, STYLE_NORMAL, "Quand", buf_text(&text));
    buf_free(&text);
}

static void put_qui(struct plume *p)
{
    const struct json *e = p->fiche->rang.entree;
    struct buf text = {0};

    if (word(e, "agent")[0])
        buf_putf(&text, "%s, %s", word(e, "agent"), word(e, "role"));
    put(p, STYLE_NORMAL, "Qui", buf_text(&text));
    put(p, STYLE_NORMAL, "Organisme (SIRET)", word(e, "organisme"));
    buf_free(&text);
}

static void put_quoi(struct plume *p)
{
    const struct journal_rang *r = &p->fiche->rang;
    const struct json *e = r->entree;
    const char *libelle = word(r->rang, "motif_libelle");
    bool refuse = strcmp(word(e, "issue"), "fait") != 0;

    put(p, STYLE_NORMAL, "Acte", journal_acte_find(word(e, "acte")).libelle);
    put(p, refuse ? STYLE_ALERTE : STYLE_NORMAL, "Issue", journal_issue_libelle(word(e, "issue")));
    put(p, STYLE_NORMAL, "Profil", word(e, "profil"));
    put(p, STYLE_NORMAL, "Motif", libelle[0] ? libelle : word(e, "motif"));
}

/* The agent was told less than the truth: both are here. */
static void put_refus(struct plume *p)
{
    const struct json *d = p->fiche->rang.detail;
    const char *erreur = word(d, "erreur"), *cause = word(d, "cause");

    if (erreur[0])
        put(p, STYLE_NORMAL, "Réponse faite",
            err_text(err_from_wire(erreur, strlen(erreur)))->quoi);
    put(p, STYLE_ALERTE, "Vraie cause", cause[0] ? journal_cause(cause) : "");
}

/* Said elsewhere on the sheet. */
static bool is_said(const struct plume *p, const char *cle, const struct json *v)
{
    return strcmp(cle, "erreur") == 0 || strcmp(cle, "cause") == 0 ||
           (strcmp(cle, "profil_demande") == 0 &&
            strcmp(json_string(v, ""), word(p->fiche->rang.entree, "profil")) == 0);
}

static void put_membre(struct plume *p, const char *cle, const struct json *v, unsigned depth)
{
    char nombre[32];
    int64_t n;

    if (depth > PROFONDEUR || (depth == 0 && is_said(p, cle, v)))
        return;
    if (json_is_object(v) || json_is_array(v)) {
        for (const struct json *m = json_first(v); m; m = json_sibling(m))
            put_membre(p, json_key(m) ? json_key(m) : cle, m, depth + 1);
    } else if (json_integer(v, &n)) {
        snprintf(nombre, sizeof nombre, "%lld", (long long)n);
        put(p, STYLE_NORMAL, journal_membre(cle), nombre);
    } else {
        put(p, STYLE_NORMAL, journal_membre(cle), journal_valeur(json_string(v, "")));
    }
}

static void put_detail(struct plume *p)
{
    const struct json *d = p->fiche->rang.detail;

    if (!d)
        put(p, STYLE_DISCRET, "Détail",
            "effacé à la fin de sa durée de conservation ; l’entrée et ses preuves restent");
    for (const struct json *m = json_first(d); m; m = json_sibling(m))
        put_membre(p, json_key(m), m, 0);
}

static void put_traces(struct plume *p)
{
    const struct json *e = p->fiche->rang.entree, *list = json_get(p->fiche->rang.rang, "alertes");
    char nombre[48];
    int64_t recu;

    for (const struct json *a = json_first(list); a; a = json_sibling(a))
        put(p, STYLE_ALERTE, "Alerte", journal_alerte(json_string(a, "")));
    if (json_integer(json_get(e, "recu"), &recu)) {
        snprintf(nombre, sizeof nombre, "reçu n° %lld", (long long)recu);
        put(p, STYLE_NORMAL, "Consultation", nombre);
    }
    if (json_count(json_get(e, "fichiers"))) {
        snprintf(nombre, sizeof nombre, "%zu", json_count(json_get(e, "fichiers")));
        put(p, STYLE_NORMAL, "Fichiers", nombre);
    }
    put(p, STYLE_DISCRET, "Pseudonyme du dossier", word(e, "dossier"));
    put(p, STYLE_DISCRET, "Empreinte du détail", word(e, "detail"));
}

/* ---- the view ----------------------------------------------------------------------------------- */

static void draw(struct view *v, struct grid *g, struct rect zone, struct cursor *cursor)
{
    struct fiche *f = (struct fiche *)v;
    char titre[64];

    snprintf(titre, sizeof titre, "Entrée n° %lld du journal", (long long)f->rang.seq);
    struct plume p = {f, g, titre_draw(v, g, zone, titre)};
    f->lignes = 0;
    f->pages = p.zone.rows;
    put_phrase(&p);
    put_moment(&p);
    put_qui(&p);
    put_quoi(&p);
    put_refus(&p);
    put_detail(&p);
    put_traces(&p);
    if (f->premiere + p.zone.rows < f->lignes)
        grid_text_right(g, zone, zone.row + 2, zone.col + zone.cols - 2, STYLE_DISCRET,
                        SPAN_LIT("la suite plus bas ↓"));
    *cursor = (struct cursor){p.zone.row, p.zone.col};
}

static requetes_t accepts(const struct view *v)
{
    (void)v;
    return REQ_DEFILEMENT | REQ_BIT(REQ_RETOUR);
}

static void request(struct view *v, const struct event *e)
{
    struct fiche *f = (struct fiche *)v;
    int last = f->lignes > f->pages ? f->lignes - f->pages : 0;
    static const struct {
        enum requete requete;
        int lignes, pages;
    } pas[] = {{REQ_HAUT, -1, 0},     {REQ_BAS, 1, 0},        {REQ_PAGE_HAUT, 1, -1},
               {REQ_PAGE_BAS, -1, 1}, {REQ_DEBUT, -10000, 0}, {REQ_FIN, 10000, 0}};

    if (e->requete == REQ_RETOUR) {
        app_close(v);
        return;
    }
    for (size_t i = 0; i < sizeof pas / sizeof *pas; i++)
        if (pas[i].requete == e->requete)
            f->premiere += pas[i].lignes + pas[i].pages * f->pages;
    f->premiere = f->premiere > last ? last : f->premiere < 0 ? 0 : f->premiere;
}

static const struct view_ops ops = {
    .nom = "journal_fiche",
    .size = sizeof(struct fiche),
    .draw = draw,
    .accepts = accepts,
    .request = request,
};

void journal_fiche_open(struct journal *j, const struct journal_rang *r)
{
    struct fiche *f = (struct fiche *)app_push(j->view.app, &ops);

    if (f)
        f->rang = *r;
}
