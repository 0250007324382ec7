/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines laid out beforehand: pieces of text with their place and style. */
#include <stdlib.h>

#include "page.h"
#include "wrap.h"

static struct segment *page_add(struct page *p, int ligne, int col, enum style style)
{
    if (p->nombre == p->place) {
        size_t place = p->place ? 2 * p->place : 32;
        struct segment *more = reallocarray(p->segments, place, sizeof *more);
        if (!more) {
            p->failed = true;
            return NULL;
        }
        p->segments = more;
        p->place = place;
    }
    if (ligne >= p->lignes)
        p->lignes = ligne + 1;
    struct segment *s = &p->segments[p->nombre++];
    *s = (struct segment){.ligne = ligne, .col = col, .style = style, .at = p->texte.len};
    return s;
}

void page_put(struct page *p, int ligne, int col, enum style style, struct span text)
{
    struct segment *s = page_add(p, ligne, col, style);
    if (!s)
        return;
    buf_put(&p->texte, text.ptr, text.len);
    s->len = text.len;
    p->failed = p->failed || p->texte.failed;
}

void page_put_right(struct page *p, int ligne, int end, enum style style, struct span text)
{
    page_put(p, ligne, end, style, text);
    if (!p->failed)
        p->segments[p->nombre - 1].droite = true;
}

void page_put_rule(struct page *p, int ligne, int col, int len)
{
    struct segment *s = len > 0 ? page_add(p, ligne, col, STYLE_CADRE) : NULL;
    if (!s)
        return;
    s->filet = true;
    s->len = (size_t)len;
}

int page_put_wrapped(struct page *p, int ligne, int col, int width, enum style style,
                     struct span text)
{
    int count = 0;
    do {
        struct span line = wrap_next(&text, width);
        page_put(p, ligne + count++, col, style, line);
    } while (text.len);
    return count;
}

void page_put_masque(struct page *p, int ligne, const char *chemin)
{
    if (p->masque_count < PAGE_MASQUES_MAX)
        p->masques[p->masque_count++] = (struct page_masque){ligne, chemin};
}

static int compare(const void *a, const void *b)
{
    const struct segment *x = a, *y = b;
    if (x->ligne != y->ligne)
        return x->ligne < y->ligne ? -1 : 1;
    return x->at < y->at ? -1 : x->at > y->at;
}

void page_sort(struct page *p)
{
    if (p->nombre)
        qsort(p->segments, p->nombre, sizeof *p->segments, compare);
}

static size_t first_of(const struct page *p, int ligne)
{
    size_t low = 0, high = p->nombre;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (p->segments[middle].ligne < ligne)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void page_draw(const struct page *p, int ligne, const struct toile *t)
{
    for (size_t i = first_of(p, ligne); i < p->nombre && p->segments[i].ligne == ligne; i++) {
        const struct segment *s = &p->segments[i];
        struct span text = {p->texte.data + s->at, s->len};
        if (s->filet)
            grid_hline(t->g, t->clip, t->row, t->col + s->col, (int)s->len, s->style);
        else if (s->droite)
            grid_text_right(t->g, t->clip, t->row, t->col + s->col, s->style, text);
        else
            grid_text(t->g, t->clip, t->row, t->col + s->col, s->style, text);
    }
}

const char *page_masque(const struct page *p, int ligne)
{
    for (size_t i = 0; i < p->masque_count; i++)
        if (p->masques[i].ligne == ligne)
            return p->masques[i].chemin;
    return NULL;
}

void page_done(struct page *p)
{
    free(p->segments);
    buf_free(&p->texte);
    *p = (struct page){0};
}
