/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The search in a dossier: from the line that has the focus through every tab, and round. */
#include <string.h>

#include <cdap/base/text.h>

#include "dossier.h"

void cherche_begin(struct dossier *d)
{
    saisie_clear(&d->saisie);
    d->cherche = true;
}

void cherche_request(struct dossier *d, const struct event *e)
{
    if (saisie_request(&d->saisie, e))
        return;
    d->cherche = false;
    if (e->requete != REQ_VALIDER)
        return;
    buf_reset(&d->cle);
    text_search_key(&d->cle, saisie_span(&d->saisie));
    cherche_next(d, 1);
}

/* Next line that holds the key in a tab, without going round; -1 when there is none. */
static int find_in(const struct dossier *d, const struct planche *p, int depuis, int sens)
{
    int found = planche_search(p, buf_span(&d->cle), depuis, sens);
    bool round = sens > 0 ? found < depuis : found >= depuis;
    return found < 0 || round ? -1 : found;
}

/* Looks into another tab from its beginning, or from its end; goes there when it holds the key. */
static bool find_in_tab(struct dossier *d, size_t onglet, int sens)
{
    struct planche *p = dossier_planche(d, onglet, d->largeur);
    if (!p)
        return false;
    int found = find_in(d, p, sens > 0 ? 0 : planche_hauteur(p), sens);
    planche_free(p);
    if (found < 0)
        return false;
    dossier_show_tab(d, onglet);
    if (dossier_current(d, d->largeur))
        dossier_go(d, found);
    return true;
}

void cherche_next(struct dossier *d, int sens)
{
    if (d->cle.len == 0 || !d->planche)
        return;
    int from = d->positions[d->onglet].curseur;
    int found = find_in(d, d->planche, sens > 0 ? from + 1 : from, sens);
    if (found >= 0) {
        dossier_go(d, found);
        return;
    }
    for (size_t n = 1; n < d->count; n++) {
        size_t shift = sens > 0 ? n : d->count - n;
        if (find_in_tab(d, (d->onglet + shift) % d->count, sens))
            return;
    }
    found = planche_search(d->planche, buf_span(&d->cle), sens > 0 ? 0 : from, sens);
    if (found < 0)
        app_message(d->view.app, "« %s » ne se trouve pas dans ce dossier.", d->saisie.texte);
    else
        dossier_go(d, found);
}

/* ---- marking -------------------------------------------------------------------------------------- */

/* Cells from `col` that spell the key; 0 when they do not. */
static int match(const struct grid *g, int row, int col, struct span cle)
{
    struct buf seen = {0};
    int end = col;
    while (end < g->cols && seen.len < cle.len) {
        char bytes[4];
        const struct cell *c = &g->cells[row * g->cols + end++];
        if (c->width == 0)
            continue;
        uint32_t ch = c->ch == 0xA0 || c->ch == 0x202F ? ' ' : c->ch;
        text_search_key(&seen, (struct span){bytes, text_encode(ch, bytes)});
        if (seen.len == 0 ||
            memcmp(seen.data, cle.ptr, seen.len < cle.len ? seen.len : cle.len) != 0)
            break;
    }
    bool whole = seen.len >= cle.len && memcmp(seen.data, cle.ptr, cle.len) == 0;
    buf_free(&seen);
    return whole ? end - col : 0;
}

void cherche_mark(const struct dossier *d, struct grid *g, struct rect zone)
{
    struct span cle = buf_span(&d->cle);
    if (cle.len == 0)
        return;
    for (int row = zone.row; row < zone.row + zone.rows; row++)
        for (int col = zone.col; col < zone.col + zone.cols; col++) {
            int cols = match(g, row, col, cle);
            if (cols > 0)
                grid_restyle(g, (struct rect){row, col, 1, cols}, STYLE_TROUVE);
        }
}
