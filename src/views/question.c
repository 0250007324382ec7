/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A question over the view that asks it, with its answers one under the other. */
#include <stdio.h>
#include <string.h>

#include "poste.h"

#define QUESTION_COLS 60

struct question {
    struct view view;
    struct view *asker;
    void (*answered)(struct view *asker, size_t rang);
    char titre[64], texte[320];
    char reponses[QUESTION_REPONSES][64];
    size_t count, choisie;
};

static void draw(struct view *v, struct grid *g, struct rect zone, struct cursor *cursor)
{
    const struct question *q = (const struct question *)v;
    int inner = QUESTION_COLS - 4;
    int lines = texte_draw(NULL, zone, 0, 0, inner, 6, STYLE_NORMAL, span_of(q->texte));
    int rows = lines + (int)q->count + 3;
    struct rect box = {zone.row + (zone.rows - rows) / 2,
                       zone.col + (zone.cols - QUESTION_COLS) / 2, rows, QUESTION_COLS};
    grid_fill(g, box, ' ', STYLE_NORMAL);
    grid_box(g, box, STYLE_CADRE, span_of(q->titre));
    texte_draw(g, box, box.row + 1, box.col + 2, inner, 6, STYLE_NORMAL, span_of(q->texte));
    for (size_t i = 0; i < q->count; i++) {
        char text[96];
        bool on = i == q->choisie;
        int row = box.row + lines + 2 + (int)i;
        snprintf(text, sizeof text, "%s [ %s ]", on ? ">" : " ", q->reponses[i]);
        grid_text_cut(g, box, row, box.col + 2, inner, on ? STYLE_FOCUS : STYLE_NORMAL,
                      span_of(text));
        if (on)
            *cursor = (struct cursor){row, box.col + 4};
    }
}

static requetes_t accepts(const struct view *v)
{
    (void)v;
    return REQ_DEFILEMENT | REQ_BIT(REQ_GAUCHE) | REQ_BIT(REQ_DROITE) | REQ_BIT(REQ_VALIDER) |
           REQ_BIT(REQ_RETOUR) | REQ_BIT(REQ_CHAMP_SUIVANT) | REQ_BIT(REQ_CHAMP_PRECEDENT);
}

static void answer_now(struct question *q)
{
    struct view *asker = q->asker;
    app_close(&q->view);
    q->answered(asker, q->choisie);
}

static void request(struct view *v, const struct event *e)
{
    struct question *q = (struct question *)v;
    switch (e->requete) {
    case REQ_RETOUR:
        app_close(v);
        break;
    case REQ_VALIDER:
        answer_now(q);
        break;
    case REQ_HAUT:
    case REQ_GAUCHE:
    case REQ_CHAMP_PRECEDENT:
        q->choisie = (q->choisie + q->count - 1) % q->count;
        break;
    case REQ_BAS:
    case REQ_DROITE:
    case REQ_CHAMP_SUIVANT:
        q->choisie = (q->choisie + 1) % q->count;
        break;
    case REQ_DEBUT:
    case REQ_PAGE_HAUT:
        q->choisie = 0;
        break;
    case REQ_FIN:
    case REQ_PAGE_BAS:
        q->choisie = q->count - 1;
        break;
    default:
        break;
    }
}

static const struct view_ops ops = {
    .nom = "question",
    .size = sizeof(struct question),
    .overlay = true,
    .draw = draw,
    .accepts = accepts,
    .request = request,
};

bool question_is(const struct view *v, void (*answered)(struct view *asker, size_t rang))
{
    return v && v->ops == &ops && ((const struct question *)v)->answered == answered;
}

void question_open(struct view *asker, const char *titre, const char *texte,
                   const char *const *reponses, size_t count, size_t choisie,
                   void (*answered)(struct view *asker, size_t rang))
{
    struct question *q = (struct question *)app_push(asker->app, &ops);
    if (!q)
        return;
    q->asker = asker;
    q->answered = answered;
    q->count = count < QUESTION_REPONSES ? count : QUESTION_REPONSES;
    q->choisie = choisie < q->count ? choisie : 0;
    snprintf(q->titre, sizeof q->titre, "%s", titre);
    snprintf(q->texte, sizeof q->texte, "%s", texte);
    for (size_t i = 0; i < q->count; i++)
        snprintf(q->reponses[i], sizeof q->reponses[i], "%s", reponses[i]);
}
