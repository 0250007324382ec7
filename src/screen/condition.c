/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Conditions: {"chemin":…,"est":"renseigne"} or {"chemin":…,"parmi":["RAD",0,true]}. */
#include <string.h>

#include "condition.h"

enum etat { ETAT_RENSEIGNE, ETAT_SANS_VALEUR, ETAT_PRESENT, ETAT_ABSENT, ETAT_NUL, ETAT_VIDE };

static const char *const etats[] = {"renseigne", "sans_valeur", "present", "absent",
                                    "nul",       "vide",        NULL};

struct condition {
    struct chemin chemin;
    int etat;
    const struct json *parmi; /* array of values; NULL: `etat` counts */
};

static bool load_one(const struct loader *l, const struct place *at, const struct json *object,
                     struct condition *out)
{
    static const char *const keys[] = {"chemin", "est", "parmi", NULL};
    out->etat = -1;
    if (!loader_keys(l, at, object, keys, NULL) ||
        !chemin_load(l, at, object, "chemin", true, &out->chemin) ||
        !loader_word(l, at, object, "est", etats, &out->etat))
        return false;
    if (json_get(object, "parmi") && !(out->parmi = loader_array(l, at, object, "parmi")))
        return false;
    if ((out->etat >= 0) == (out->parmi != NULL))
        return loader_refuse(l, at, NULL, "« est » ou « parmi », l’un des deux, est attendu");
    return true;
}

bool conditions_load(const struct loader *l, const struct place *at, const struct json *object,
                     const char *key, struct conditions *out)
{
    const struct json *v = json_get(object, key);
    *out = (struct conditions){0};
    if (!v)
        return true;
    const struct place *here = PLACE_KEY(at, key);
    bool list = json_is_array(v);
    if (list && !loader_array(l, at, object, key))
        return false;
    size_t count = list ? json_count(v) : 1;
    struct condition *items = arena_alloc(l->arena, count, sizeof *items);
    if (!items)
        return loader_no_memory(l);
    const struct json *one = list ? json_first(v) : v;
    for (size_t i = 0; i < count; i++, one = list ? json_sibling(one) : NULL)
        if (!load_one(l, list ? PLACE_ITEM(here, i) : here, one, &items[i]))
            return false;
    *out = (struct conditions){items, count};
    return true;
}

bool si_load(const struct loader *l, const struct place *at, const struct json *object,
             struct si *out)
{
    return conditions_load(l, at, object, "si", &out->si) &&
           conditions_load(l, at, object, "sauf", &out->sauf);
}

static bool same_value(const struct json *a, const struct json *b)
{
    int64_t x, y;
    if (json_is_string(a) && json_is_string(b))
        return strcmp(json_string(a, ""), json_string(b, "")) == 0;
    if (json_is_boolean(a) && json_is_boolean(b))
        return json_boolean(a, false) == json_boolean(b, false);
    return json_integer(a, &x) && json_integer(b, &y) && x == y;
}

static bool has_content(const struct json *v)
{
    if (json_is_string(v))
        return *json_string(v, "") != '\0';
    return !json_is_array(v) || json_first(v);
}

static bool holds_at(void *ctx, enum trouve found, const struct json *value)
{
    const struct condition *c = ctx;
    bool filled = found == TROUVE_VALEUR && has_content(value);
    if (c->parmi) {
        for (const struct json *w = json_first(c->parmi); w && filled; w = json_sibling(w))
            if (same_value(value, w))
                return true;
        return false;
    }
    switch ((enum etat)c->etat) {
    case ETAT_RENSEIGNE:
        return filled;
    case ETAT_SANS_VALEUR:
        return !filled;
    case ETAT_PRESENT:
        return found == TROUVE_NUL || found == TROUVE_VALEUR;
    case ETAT_ABSENT:
        return found == TROUVE_ABSENT;
    case ETAT_NUL:
        return found == TROUVE_NUL || found == TROUVE_SANS_PARENT;
    case ETAT_VIDE:
        return found == TROUVE_NUL || (found == TROUVE_VALEUR && !has_content(value));
    }
    return false;
}

static bool condition_holds(const struct condition *c, const struct json *base)
{
    return chemin_any(&c->chemin, base, holds_at, (void *)(uintptr_t)c);
}

bool conditions_any(const struct conditions *c, const struct json *base)
{
    for (size_t i = 0; i < c->count; i++)
        if (condition_holds(&c->items[i], base))
            return true;
    return false;
}

bool si_holds(const struct si *s, const struct json *base)
{
    for (size_t i = 0; i < s->si.count; i++)
        if (!condition_holds(&s->si.items[i], base))
            return false;
    return !conditions_any(&s->sauf, base);
}
