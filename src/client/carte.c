/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The error card: made from our own table or from what the server said, and drawn as a box. */
#include <stdio.h>
#include <string.h>

#include <cdap/base/text.h>
#include <cdap/client/carte.h>
#include <cdap/client/widgets.h>

#define CARTE_COLS 72

/* Copies clean text, cut on a character boundary. */
static void put(char *out, size_t size, const char *text)
{
    struct buf clean = {0};
    text_clean(&clean, span_of(text), 0);
    const char *p = buf_text(&clean), *end = p + clean.len, *keep = p;
    for (const char *next = p; next < end && (size_t)(next - p) < size;) {
        keep = next;
        text_decode(&next, end);
        if ((size_t)(next - p) < size)
            keep = next;
    }
    size_t len = (size_t)(keep - p);
    memcpy(out, p, len);
    out[len] = '\0';
    buf_free(&clean);
}

/* A detail is a part of a sentence; a card says whole ones. */
static void put_sentence(char *out, size_t size, const char *detail)
{
    char text[sizeof((struct err *)NULL)->detail + 2];
    snprintf(text, sizeof text, "%s.", detail);
    if (text[0] >= 'a' && text[0] <= 'z')
        text[0] = (char)(text[0] - 'a' + 'A');
    put(out, size, text);
}

void carte_of_err(struct carte *c, const struct err *err)
{
    const struct err_text *t = err_text(err->code);
    *c = (struct carte){0};
    put(c->quoi, sizeof c->quoi, t->quoi);
    if (err->detail[0])
        put_sentence(c->pourquoi, sizeof c->pourquoi, err->detail);
    else
        put(c->pourquoi, sizeof c->pourquoi, t->pourquoi);
    put(c->que_faire, sizeof c->que_faire, t->que_faire);
    put(c->reference, sizeof c->reference, err->reference);
}

/* When it makes sense to come back. */
static void put_delay(struct carte *c, unsigned seconds)
{
    size_t len = strlen(c->que_faire);
    if (seconds < 120)
        snprintf(c->que_faire + len, sizeof c->que_faire - len, " (Dans %u s.)", seconds);
    else
        snprintf(c->que_faire + len, sizeof c->que_faire - len, " (Dans %u min.)",
                 (seconds + 59) / 60);
}

bool carte_of_answer(struct carte *c, struct err *err, struct span body)
{
    struct json *root = json_parse(body, NULL);
    const struct json *e = json_get(root, "erreur");
    const char *code = json_string(json_get(e, "code"), NULL);
    if (!code) {
        json_free(root);
        return false;
    }
    int64_t retry = 0;
    *c = (struct carte){0};
    err->code = err_from_wire(code, strlen(code));
    const struct err_text *t = err_text(err->code);
    if (json_integer(json_get(e, "reessayer_dans"), &retry) && retry > 0 && retry < 86400)
        err->retry_s = (unsigned)retry;
    put(err->champ, sizeof err->champ, json_string(json_get(e, "champ"), ""));
    put(err->reference, sizeof err->reference, json_string(json_get(e, "reference"), ""));
    put(c->quoi, sizeof c->quoi, json_string(json_get(e, "quoi"), t->quoi));
    put(c->pourquoi, sizeof c->pourquoi, json_string(json_get(e, "pourquoi"), t->pourquoi));
    put(c->que_faire, sizeof c->que_faire, json_string(json_get(e, "que_faire"), t->que_faire));
    if (err->retry_s > 0)
        put_delay(c, err->retry_s);
    put(c->reference, sizeof c->reference, err->reference);
    json_free(root);
    return true;
}

/* ---- drawing ---------------------------------------------------------------------------------- */

struct ligne {
    const char *libelle, *texte;
};

#define LIBELLE_COLS 12

/* The card's lines in `inside`, or only their count when `g` is NULL. */
static int draw_lines(const struct carte *c, struct grid *g, struct rect inside)
{
    const struct ligne lignes[] = {
        {"Pourquoi", c->pourquoi}, {"Que faire", c->que_faire}, {"Référence", c->reference}};
    int row = inside.row;
    row += texte_draw(g, inside, row, inside.col, inside.cols, 4, STYLE_ERREUR, span_of(c->quoi));
    row++;
    for (size_t i = 0; i < sizeof lignes / sizeof *lignes; i++) {
        if (!*lignes[i].texte)
            continue;
        if (g)
            grid_text(g, inside, row, inside.col, STYLE_LIBELLE, span_of(lignes[i].libelle));
        row += texte_draw(g, inside, row, inside.col + LIBELLE_COLS, inside.cols - LIBELLE_COLS, 6,
                          STYLE_NORMAL, span_of(lignes[i].texte));
    }
    return row - inside.row;
}

void carte_draw(const struct carte *c, struct grid *g, struct rect zone, int *row, int *col)
{
    int cols = zone.cols < CARTE_COLS ? zone.cols : CARTE_COLS;
    struct rect inside = {0, 0, zone.rows, cols - 4};
    int rows = draw_lines(c, NULL, inside) + 4;
    struct rect box = {zone.row + (zone.rows - rows) / 2, zone.col + (zone.cols - cols) / 2, rows,
                       cols};
    if (box.row < zone.row)
        box.row = zone.row;
    grid_fill(g, box, ' ', STYLE_NORMAL);
    grid_box(g, box, STYLE_CADRE, SPAN_LIT("Erreur"));
    inside = (struct rect){box.row + 1, box.col + 2, box.rows - 2, box.cols - 4};
    draw_lines(c, g, inside);
    *row = box.row + box.rows - 2;
    *col = inside.col + 2;
    grid_text(g, box, *row, inside.col, STYLE_FOCUS, SPAN_LIT("> [ Fermer ]"));
}
