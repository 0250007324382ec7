/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What surrounds every view: the key bar, the spinner of a call in flight, the passing message, and
 * the polite refusal of a terminal too small. */
#include <stdio.h>

#include <cdap/client/widgets.h>

#include "app.h"
#include "cadre.h"

#define SPINNER_AFTER_MS 120 /* a faster answer shows no spinner: less to paint, nothing flickers */

struct barre {
    struct grid *g;
    struct rect zone;
    int col;
};

static void barre_item(void *ctx, const char *nom, const char *barre)
{
    struct barre *b = ctx;
    int row = b->zone.row;
    b->col += grid_text(b->g, b->zone, row, b->col, STYLE_TOUCHE, span_of(nom)) + 1;
    b->col += grid_text(b->g, b->zone, row, b->col, STYLE_BARRE, span_of(barre)) + 2;
}

static void draw_keys(const struct app *app, struct grid *g, struct rect zone)
{
    struct barre b = {g, zone, zone.col + 1};
    barre_each(app_accepts(app), zone.cols, barre_item, &b);
}

static int64_t elapsed_ms(const struct app *app)
{
    return app->mono_ms - app->call_ms;
}

bool cadre_spins(const struct app *app)
{
    return app->caller != NULL;
}

/* « | Ouverture du dossier… 1,2 s », above the key bar. */
static void draw_spinner(const struct app *app, struct grid *g, struct rect zone)
{
    static const char turn[] = "|/-\\";
    int64_t ms = elapsed_ms(app);
    if (ms < SPINNER_AFTER_MS)
        return;
    char text[160];
    snprintf(text, sizeof text, " %c %s… %d,%d s ", turn[ms / 125 % 4], app->libelle,
             (int)(ms / 1000), (int)(ms / 100 % 10));
    grid_fill(g, zone, ' ', STYLE_BARRE);
    grid_text_cut(g, zone, zone.row, zone.col, zone.cols, STYLE_BARRE, span_of(text));
}

static void draw_message(const struct app *app, struct grid *g, struct rect zone)
{
    grid_fill(g, zone, ' ', STYLE_ALERTE);
    grid_text_cut(g, zone, zone.row, zone.col + 1, zone.cols - 2, STYLE_ALERTE,
                  span_of(app->message));
}

static void draw_too_small(struct grid *g, struct cursor *cursor)
{
    char text[200];
    snprintf(text, sizeof text,
             "Cdap a besoin d’un terminal de %d colonnes sur %d lignes ; celui-ci en a %d sur %d. "
             "Agrandissez la fenêtre : rien n’est perdu.",
             ECRAN_COLS, ECRAN_ROWS, g->cols, g->rows);
    struct rect all = grid_rect(g);
    texte_draw(g, all, 0, 0, all.cols, all.rows, STYLE_NORMAL, span_of(text));
    *cursor = (struct cursor){0, 0};
}

/* One focus on the screen: what lies below an overlay keeps none of its marks. */
static void hide_focus(struct grid *g, struct rect zone)
{
    for (int row = zone.row; row < zone.row + zone.rows; row++)
        for (int col = zone.col; col < zone.col + zone.cols; col++) {
            struct cell *c = grid_cell(g, row, col);
            if (c->style != STYLE_FOCUS)
                continue;
            c->style = STYLE_NORMAL;
            if (c->ch == '>')
                c->ch = ' ';
        }
}

/* An overlay shows over what lies below it. */
static void draw_view(struct view *v, struct grid *g, struct rect zone, struct cursor *cursor)
{
    if (v->ops->overlay && v->below) {
        draw_view(v->below, g, zone, cursor);
        hide_focus(g, zone);
    }
    v->ops->draw(v, g, zone, cursor);
}

void app_draw(struct app *app, struct grid *g, struct cursor *cursor)
{
    grid_clear(g);
    *cursor = (struct cursor){0, 0};
    app->trop_petit = g->cols < ECRAN_COLS || g->rows < ECRAN_ROWS;
    if (app->trop_petit) {
        draw_too_small(g, cursor);
        return;
    }
    struct rect zone = {0, 0, g->rows - 1, g->cols};
    struct rect line = {g->rows - 2, 0, 1, g->cols};
    struct rect keys = {g->rows - 1, 0, 1, g->cols};
    app->zone = zone;
    if (app->top)
        draw_view(app->top, g, zone, cursor);
    if (app->caller)
        draw_spinner(app, g, line);
    else if (app->message[0])
        draw_message(app, g, line);
    draw_keys(app, g, keys);
}
