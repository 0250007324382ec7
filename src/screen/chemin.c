/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Paths in a dossier: from their text to steps, and along them in a tree. */
#include <stdlib.h>
#include <string.h>

#include "chemin.h"

/* Reads `[]` or `[12]` at the end of a step and takes it off. */
static bool read_index(char *step, bool rows, int *index)
{
    char *open = strchr(step, '[');
    *index = INDICE_AUCUN;
    if (!open)
        return *step != '\0';
    *open = '\0';
    if (strcmp(open + 1, "]") == 0) {
        *index = INDICE_TOUS;
        return rows && *step;
    }
    char *end;
    long rank = strtol(open + 1, &end, 10);
    *index = (int)rank;
    return *step && end > open + 1 && strcmp(end, "]") == 0 && rank >= 0 && rank <= 9;
}

bool chemin_load(const struct loader *l, const struct place *at, const struct json *object,
                 const char *key, bool rows, struct chemin *out)
{
    const char *text = NULL;
    if (!loader_text(l, at, object, key, true, &text))
        return false;
    char *steps = arena_copy(l->arena, text, strlen(text));
    if (!steps)
        return loader_no_memory(l);
    out->nombre = 0;
    for (char *next; steps; steps = next) {
        next = strchr(steps, '.');
        if (next)
            *next++ = '\0';
        if (out->nombre == CHEMIN_PAS_MAX)
            return loader_refuse(l, at, key, "le chemin « %s » a trop de pas", text);
        struct pas *pas = &out->pas[out->nombre++];
        pas->cle = steps;
        if (!read_index(steps, rows, &pas->indice))
            return loader_refuse(l, at, key, "le chemin « %s » est mal écrit", text);
    }
    return true;
}

static const struct json *item(const struct json *array, int rank)
{
    const struct json *v = json_is_array(array) ? json_first(array) : NULL;
    while (v && rank-- > 0)
        v = json_sibling(v);
    return v;
}

/* What stands at a step below `base`: the found state says why `*value` is not to be used. */
static enum trouve step_down(const struct json *base, const struct pas *pas,
                             const struct json **value)
{
    const struct json *v = json_get(base, pas->cle);
    if (!v)
        return TROUVE_ABSENT;
    if (json_is_null(v))
        return TROUVE_NUL;
    if (pas->indice >= 0 && !(v = item(v, pas->indice)))
        return TROUVE_ABSENT;
    *value = v;
    return json_is_null(v) ? TROUVE_NUL : TROUVE_VALEUR;
}

enum trouve chemin_follow(const struct chemin *c, const struct json *base,
                          const struct json **value)
{
    enum trouve found = TROUVE_VALEUR;
    *value = base;
    for (int i = 0; i < c->nombre; i++) {
        found = step_down(*value, &c->pas[i], value);
        if (found == TROUVE_NUL && i + 1 < c->nombre)
            return TROUVE_SANS_PARENT;
        if (found != TROUVE_VALEUR)
            return found;
    }
    return found;
}

struct walk {
    const struct chemin *chemin;
    bool (*each)(void *ctx, enum trouve found, const struct json *value);
    void *ctx;
};

static bool walk_from(const struct walk *w, int from, const struct json *base)
{
    const struct json *v = base;
    for (int i = from; i < w->chemin->nombre; i++) {
        enum trouve found = step_down(v, &w->chemin->pas[i], &v);
        if (found == TROUVE_NUL && i + 1 < w->chemin->nombre)
            found = TROUVE_SANS_PARENT;
        if (found != TROUVE_VALEUR)
            return w->each(w->ctx, found, NULL);
        if (w->chemin->pas[i].indice != INDICE_TOUS)
            continue;
        for (const struct json *row = json_first(v); row; row = json_sibling(row))
            if (walk_from(w, i + 1, row))
                return true;
        return false;
    }
    return w->each(w->ctx, json_is_null(v) ? TROUVE_NUL : TROUVE_VALEUR, v);
}

bool chemin_any(const struct chemin *c, const struct json *base,
                bool (*each)(void *ctx, enum trouve found, const struct json *value), void *ctx)
{
    return walk_from(&(struct walk){c, each, ctx}, 0, base);
}

void chemin_put(const struct chemin *c, const char *prefix, struct buf *out)
{
    buf_puts(out, prefix);
    for (int i = 0; i < c->nombre; i++) {
        buf_puts(out, i ? "." : "");
        buf_puts(out, c->pas[i].cle);
        buf_puts(out, c->pas[i].indice == INDICE_AUCUN ? "" : "[]");
    }
    buf_putc(out, '\n');
}
