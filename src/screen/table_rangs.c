/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows of a table: gathered, sorted, those of the chosen variant only. */
#include <stdlib.h>
#include <string.h>

#include "table.h"

/* What a row is sorted by; a text wins over a number, null comes last. */
struct cle {
    const char *texte;
    int64_t nombre;
    size_t rang;
    const struct json *row;
};

static int compare_values(const struct cle *a, const struct cle *b)
{
    if (a->texte && b->texte)
        return strcmp(a->texte, b->texte);
    if (a->texte || b->texte)
        return a->texte ? 1 : -1;
    return a->nombre < b->nombre ? -1 : a->nombre > b->nombre;
}

static int compare_up(const void *a, const void *b)
{
    const struct cle *x = a, *y = b;
    int order = compare_values(x, y);
    return order ? order : x->rang < y->rang ? -1 : 1;
}

static int compare_down(const void *a, const void *b)
{
    const struct cle *x = a, *y = b;
    int order = compare_values(y, x);
    return order ? order : x->rang < y->rang ? -1 : 1;
}

static struct cle cle_of(const struct table *t, const struct json *row, size_t rang)
{
    struct cle cle = {.nombre = INT64_MIN, .rang = rang, .row = row};
    const struct json *v = NULL;
    if (chemin_follow(&t->tri, row, &v) != TROUVE_VALEUR)
        return cle;
    cle.texte = json_string(v, NULL);
    json_integer(v, &cle.nombre);
    return cle;
}

/* Files are sorted as a rule: look first, sort only what is not. */
static bool sort_rows(struct table_posee *tp)
{
    if (!tp->table->has_tri || tp->nombre < 2)
        return true;
    struct cle *cles = calloc(tp->nombre, sizeof *cles);
    if (!cles)
        return false;
    int (*order)(const void *, const void *) =
        tp->table->sens == SENS_CROISSANT ? compare_up : compare_down;
    bool sorted = true;
    for (size_t i = 0; i < tp->nombre; i++) {
        cles[i] = cle_of(tp->table, tp->rangs[i], i);
        sorted = sorted && (i == 0 || order(&cles[i - 1], &cles[i]) < 0);
    }
    if (!sorted)
        qsort(cles, tp->nombre, sizeof *cles, order);
    for (size_t i = 0; i < tp->nombre; i++)
        tp->rangs[i] = cles[i].row;
    free(cles);
    return true;
}

static bool variante_has(const struct variante *v, const char *value)
{
    for (const struct json *w = json_first(v->valeurs); w && value; w = json_sibling(w))
        if (strcmp(json_string(w, ""), value) == 0)
            return true;
    return false;
}

/* Variant of a row; NULL when it belongs to none: such a row is always shown. */
static const struct variante *variante_of(const struct table *t, const struct json *row)
{
    const struct json *v = NULL;
    if (chemin_follow(&t->choix, row, &v) != TROUVE_VALEUR)
        return NULL;
    for (size_t i = 0; i < t->variante_count; i++)
        if (variante_has(&t->variantes[i], json_string(v, NULL)))
            return &t->variantes[i];
    return NULL;
}

/* Fills tp->choix with the variants that the rows hold, in the order of the screen file, and takes the
 * one to show; none when there is nothing to choose. */
static void choose(struct table_posee *tp, const struct json *array)
{
    const struct table *t = tp->table;
    bool held[VARIANTES_MAX] = {false};
    size_t count = 0;
    for (const struct json *row = json_first(array); row; row = json_sibling(row)) {
        const struct variante *v = variante_of(t, row);
        if (v)
            held[v - t->variantes] = true;
    }
    for (size_t i = 0; i < t->variante_count; i++)
        if (held[i])
            tp->choix[count++] = &t->variantes[i];
    if (count < 2) {
        tp->choix[0] = NULL;
        return;
    }
    tp->choisie = tp->choix[0];
    for (size_t i = 0; i < count && tp->c->choix; i++)
        if (strcmp(tp->choix[i]->code, tp->c->choix) == 0)
            tp->choisie = tp->choix[i];
}

bool table_gather(struct table_posee *tp, const struct json *array)
{
    if (tp->table->variante_count)
        choose(tp, array);
    tp->rangs = calloc(json_count(array) + 1, sizeof(*tp->rangs));
    if (!tp->rangs)
        return false;
    for (const struct json *row = json_first(array); row; row = json_sibling(row)) {
        const struct variante *v = tp->choisie ? variante_of(tp->table, row) : NULL;
        if (!v || v == tp->choisie)
            tp->rangs[tp->nombre++] = row;
    }
    return sort_rows(tp);
}
