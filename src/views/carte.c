/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The error card over the view it interrupts: read, then closed; nothing below is lost. */
#include "poste.h"

struct carte_view {
    struct view view;
    struct carte carte;
};

static void draw(struct view *v, struct grid *g, struct rect zone, struct cursor *cursor)
{
    carte_draw(&((struct carte_view *)v)->carte, g, zone, &cursor->row, &cursor->col);
}

static requetes_t accepts(const struct view *v)
{
    (void)v;
    return REQ_BIT(REQ_VALIDER) | REQ_BIT(REQ_RETOUR);
}

static void request(struct view *v, const struct event *e)
{
    (void)e;
    app_close(v);
}

static const struct view_ops ops = {
    .nom = "carte",
    .size = sizeof(struct carte_view),
    .overlay = true,
    .draw = draw,
    .accepts = accepts,
    .request = request,
};

void carte_open(struct app *app, const struct carte *carte)
{
    struct carte_view *v = (struct carte_view *)app_push(app, &ops);
    if (v)
        v->carte = *carte;
}

void carte_open_err(struct app *app, const struct err *err)
{
    struct carte carte;
    carte_of_err(&carte, err);
    carte_open(app, &carte);
}
