/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The read-only tree: cJSON, behind the strict reader that decides what is JSON. */
#include <math.h>
#include <string.h>

#include <cjson/cJSON.h>

#include <cdap/base/json.h>

#define EXACT_MAX 9007199254740992.0 /* 2^53: above it a double is no longer an exact integer */

static const cJSON *node(const struct json *v)
{
    return (const cJSON *)(const void *)v;
}

static const struct json *face(const cJSON *v)
{
    return (const struct json *)(const void *)v;
}

/* A value of two bytes takes eighty in the tree: « [0,0,… » would eat the memory of who reads it. */
static bool check_grammar(struct span text, struct err *err)
{
    struct json_reader r = {0};
    json_reader_init(&r, text);
    enum json_event event;
    size_t count = 0;
    do
        event = json_next(&r);
    while (event != JSON_EOF && event != JSON_ERROR && ++count <= JSON_EVENTS_MAX);
    json_reader_done(&r);
    if (count > JSON_EVENTS_MAX)
        return err_set(err, ERR_DONNEES, "trop de valeurs dans un seul document");
    return event == JSON_EOF || err_set(err, ERR_DONNEES, "JSON incorrect à l’octet %zu : %s",
                                        (size_t)(r.pos - r.start), r.problem);
}

/* cJSON keeps both of two equal keys: refuse them. A large object would make this quadratic, but an
 * object of this project has some dozens of keys; beyond the bound it is refused. */
#define KEYS_MAX 256

static bool check_object(const cJSON *object, struct err *err)
{
    size_t count = 0;
    for (const cJSON *a = object->child; a; a = a->next) {
        if (++count > KEYS_MAX)
            return err_set(err, ERR_DONNEES, "plus de %d clés dans un objet", KEYS_MAX);
        for (const cJSON *b = object->child; b != a; b = b->next)
            if (strcmp(a->string, b->string) == 0)
                return err_set_champ(err, ERR_DONNEES, a->string, "clé en double");
    }
    return true;
}

static bool check_tree(const cJSON *v, struct err *err)
{
    if (cJSON_IsNumber(v) && fabs(v->valuedouble) > EXACT_MAX)
        return err_set(err, ERR_DONNEES, "nombre trop grand");
    if (cJSON_IsObject(v) && !check_object(v, err))
        return false;
    for (const cJSON *child = v->child; child; child = child->next)
        if (!check_tree(child, err))
            return false;
    return true;
}

struct json *json_parse(struct span text, struct err *err)
{
    if (!check_grammar(text, err))
        return NULL;
    cJSON *root = cJSON_ParseWithLength(text.ptr, text.len);
    if (!root) {
        err_set(err, ERR_MEMOIRE, NULL);
        return NULL;
    }
    if (!check_tree(root, err)) {
        cJSON_Delete(root);
        return NULL;
    }
    return (struct json *)(void *)root;
}

void json_free(struct json *root)
{
    cJSON_Delete((cJSON *)(void *)root);
}

bool json_is_object(const struct json *v)
{
    return cJSON_IsObject(node(v));
}

bool json_is_array(const struct json *v)
{
    return cJSON_IsArray(node(v));
}

bool json_is_null(const struct json *v)
{
    return !v || cJSON_IsNull(node(v));
}

bool json_is_boolean(const struct json *v)
{
    return cJSON_IsBool(node(v));
}

bool json_is_string(const struct json *v)
{
    return cJSON_IsString(node(v));
}

const struct json *json_get(const struct json *object, const char *key)
{
    return json_is_object(object) ? face(cJSON_GetObjectItemCaseSensitive(node(object), key))
                                  : NULL;
}

const struct json *json_path(const struct json *object, struct span path)
{
    const struct json *v = object;
    while (v && path.len) {
        const char *dot = memchr(path.ptr, '.', path.len);
        size_t len = dot ? (size_t)(dot - path.ptr) : path.len;
        char key[64];
        if (len >= sizeof key)
            return NULL;
        memcpy(key, path.ptr, len);
        key[len] = '\0';
        v = json_get(v, key);
        path.ptr += len + (dot != NULL);
        path.len -= len + (dot != NULL);
    }
    return v;
}

const struct json *json_first(const struct json *container)
{
    return container ? face(node(container)->child) : NULL;
}

const struct json *json_sibling(const struct json *child)
{
    return face(node(child)->next);
}

const char *json_key(const struct json *member)
{
    return node(member)->string;
}

size_t json_count(const struct json *container)
{
    size_t count = 0;
    for (const struct json *v = json_first(container); v; v = json_sibling(v))
        count++;
    return count;
}

const char *json_string(const struct json *v, const char *fallback)
{
    return cJSON_IsString(node(v)) ? node(v)->valuestring : fallback;
}

bool json_integer(const struct json *v, int64_t *out)
{
    if (!cJSON_IsNumber(node(v)) || node(v)->valuedouble != trunc(node(v)->valuedouble))
        return false;
    *out = (int64_t)node(v)->valuedouble;
    return true;
}

bool json_boolean(const struct json *v, bool fallback)
{
    return cJSON_IsBool(node(v)) ? cJSON_IsTrue(node(v)) : fallback;
}

bool json_only_keys(const struct json *object, const char *const *allowed, struct err *err)
{
    for (const struct json *m = json_first(object); m; m = json_sibling(m)) {
        const char *const *a = allowed;
        while (*a && strcmp(*a, json_key(m)) != 0)
            a++;
        if (!*a)
            return err_set_champ(err, ERR_DONNEES, json_key(m), "clé inconnue");
    }
    return true;
}
