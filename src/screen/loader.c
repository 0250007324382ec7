/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The few questions that reading a screen file asks of JSON, and the refusals they end in. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "loader.h"

static void put_place(struct buf *out, const struct place *at)
{
    if (!at)
        return;
    put_place(out, at->parent);
    if (at->key) {
        buf_puts(out, out->len ? "." : "");
        buf_puts(out, at->key);
    } else {
        buf_putf(out, "[%zu]", at->index);
    }
}

bool loader_refuse(const struct loader *l, const struct place *at, const char *key, const char *fmt,
                   ...)
{
    char reason[160];
    va_list args;
    va_start(args, fmt);
    vsnprintf(reason, sizeof reason, fmt, args);
    va_end(args);

    struct buf where = {0};
    put_place(&where, key ? PLACE_KEY(at, key) : at);
    err_set_champ(l->err, ERR_DONNEES, buf_text(&where), "écran %s : %s", buf_text(&where), reason);
    buf_free(&where);
    return false;
}

bool loader_no_memory(const struct loader *l)
{
    return err_set(l->err, ERR_MEMOIRE, NULL);
}

static bool in_list(const char *const *list, const char *word)
{
    for (; list && *list; list++)
        if (strcmp(*list, word) == 0)
            return true;
    return false;
}

bool loader_keys(const struct loader *l, const struct place *at, const struct json *object,
                 const char *const *allowed, const char *const *more)
{
    if (!json_is_object(object))
        return loader_refuse(l, at, NULL, "un objet est attendu");
    for (const struct json *m = json_first(object); m; m = json_sibling(m))
        if (!in_list(allowed, json_key(m)) && !in_list(more, json_key(m)))
            return loader_refuse(l, at, json_key(m), "clé inconnue");
    return true;
}

bool loader_text(const struct loader *l, const struct place *at, const struct json *object,
                 const char *key, bool wanted, const char **out)
{
    const struct json *v = json_get(object, key);
    if (!v)
        return !wanted || loader_refuse(l, at, key, "cette clé manque");
    if (!json_is_string(v))
        return loader_refuse(l, at, key, "un texte est attendu");
    *out = json_string(v, "");
    return !wanted || **out || loader_refuse(l, at, key, "le texte est vide");
}

bool loader_flag(const struct loader *l, const struct place *at, const struct json *object,
                 const char *key, bool *out)
{
    const struct json *v = json_get(object, key);
    if (v && !json_is_boolean(v))
        return loader_refuse(l, at, key, "true ou false est attendu");
    *out = json_boolean(v, *out);
    return true;
}

bool loader_number(const struct loader *l, const struct place *at, const struct json *object,
                   const char *key, int least, int most, int *out)
{
    const struct json *v = json_get(object, key);
    int64_t number;
    if (!v)
        return true;
    if (!json_integer(v, &number) || number < least || number > most)
        return loader_refuse(l, at, key, "un entier de %d à %d est attendu", least, most);
    *out = (int)number;
    return true;
}

bool loader_word(const struct loader *l, const struct place *at, const struct json *object,
                 const char *key, const char *const *words, int *out)
{
    const char *word = NULL;
    if (!loader_text(l, at, object, key, false, &word))
        return false;
    if (!word)
        return true;
    for (int i = 0; words[i]; i++) {
        if (strcmp(words[i], word) == 0) {
            *out = i;
            return true;
        }
    }
    return loader_refuse(l, at, key, "« %s » n’est pas un mot prévu ici", word);
}

const struct json *loader_array(const struct loader *l, const struct place *at,
                                const struct json *object, const char *key)
{
    const struct json *v = json_get(object, key);
    if (json_is_array(v) && json_first(v))
        return v;
    loader_refuse(l, at, key, v ? "une liste non vide est attendue" : "cette clé manque");
    return NULL;
}
