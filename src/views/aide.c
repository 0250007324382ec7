/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The help: the keys that work where it was asked for, then the others, from the one table. */
#include "poste.h"

#define TOUCHE_COLS 18

struct aide {
    struct view view;
    requetes_t ici;
    int premiere, lignes, pages;
};

/* One key and its sentence, wrapped; drawn where they fall in the zone, counted anyway. */
static void put(struct aide *a, struct grid *g, struct rect zone, enum style style, const char *nom,
                const char *texte)
{
    int row = zone.row + a->lignes - a->premiere, cols = zone.cols - TOUCHE_COLS;
    grid_text(g, zone, row, zone.col, style, span_of(nom));
    int used =
        texte_draw(g, zone, row, zone.col + TOUCHE_COLS, cols, 3, STYLE_NORMAL, span_of(texte));
    a->lignes += used > 0 ? used : 1;
}

static void put_section(struct aide *a, struct grid *g, struct rect zone, const char *titre,
                        bool ici)
{
    const struct raccourci *r;
    put(a, g, zone, STYLE_TITRE, titre, "");
    for (size_t i = 0; (r = raccourci_at(i)); i++) {
        bool works = (a->ici & REQ_BIT(r->requete)) != 0;
        if (r->nom && r->aide && works == ici)
            put(a, g, zone, STYLE_LIBELLE, r->nom, r->aide);
    }
    put(a, g, zone, STYLE_NORMAL, "", "");
}

static void draw(struct view *v, struct grid *g, struct rect zone, struct cursor *cursor)
{
    struct aide *a = (struct aide *)v;
    struct rect rest = titre_draw(v, g, zone, "Aide : les touches");
    a->lignes = 0;
    a->pages = rest.rows;
    put_section(a, g, rest, "Ici", true);
    put_section(a, g, rest, "Ailleurs", false);
    a->lignes--; /* the last blank */
    bool more = a->premiere + rest.rows < a->lignes;
    grid_text_right(g, zone, zone.row + 2, zone.col + zone.cols - 2, STYLE_DISCRET,
                    span_of(more          ? "la suite plus bas ↓"
                            : a->premiere ? "fin"
                                          : ""));
    *cursor = (struct cursor){rest.row, rest.col};
}

static requetes_t accepts(const struct view *v)
{
    (void)v;
    return REQ_DEFILEMENT | REQ_BIT(REQ_RETOUR);
}

static void request(struct view *v, const struct event *e)
{
    struct aide *a = (struct aide *)v;
    int last = a->lignes > a->pages ? a->lignes - a->pages : 0;
    switch (e->requete) {
    case REQ_RETOUR:
        app_close(v);
        return;
    case REQ_HAUT:
        a->premiere--;
        break;
    case REQ_BAS:
        a->premiere++;
        break;
    case REQ_PAGE_HAUT:
        a->premiere -= a->pages - 1;
        break;
    case REQ_PAGE_BAS:
        a->premiere += a->pages - 1;
        break;
    case REQ_DEBUT:
        a->premiere = 0;
        break;
    case REQ_FIN:
        a->premiere = last;
        break;
    default:
        break;
    }
    if (a->premiere > last)
        a->premiere = last;
    if (a->premiere < 0)
        a->premiere = 0;
}

static const struct view_ops ops = {
    .nom = "aide",
    .size = sizeof(struct aide),
    .draw = draw,
    .accepts = accepts,
    .request = request,
};

bool aide_is_shown(const struct poste *p)
{
    return app_find(p->app, &ops) != NULL;
}

bool aide_open(struct poste *p)
{
    requetes_t ici = app_accepts(p->app);
    struct aide *a = (struct aide *)app_push(p->app, &ops);
    if (a)
        a->ici = ici;
    return a != NULL;
}
