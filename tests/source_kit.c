/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shared by the tests of src/source. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cdap/base/file.h>

#include "source_kit.h"

void validation_init(struct validation *v)
{
    struct buf text = {0};
    struct err err = {0};
    ck_assert_msg(file_read("profiles/champs.json", 1 << 20, &text, &err), "%s", err.detail);
    *v = (struct validation){.dictionnaire = dictionnaire_load(buf_span(&text), &err)};
    ck_assert_msg(v->dictionnaire, "%s %s", err.champ, err.detail);
    v->encodeur = encodeur_new(v->dictionnaire);
    ck_assert_ptr_nonnull(v->encodeur);
    buf_free(&text);
}

void validation_done(struct validation *v)
{
    encodeur_free(v->encodeur);
    dictionnaire_free(v->dictionnaire);
    buf_free(&v->bande);
}

void assert_dossier(struct validation *v, struct span json)
{
    struct err err = {0};
    if (!bande_encode(v->encodeur, json, &v->bande, &v->identite, &err))
        ck_abort_msg("%s: %s\n%.*s", err.champ, err_pourquoi(&err), (int)json.len, json.ptr);
}

const struct json *value_at(const struct json *root, const char *path)
{
    const struct json *v = root;
    while (v && *path) {
        if (*path == '[') {
            char *end;
            unsigned long index = strtoul(path + 1, &end, 10);
            for (v = json_first(v); v && index > 0; index--)
                v = json_sibling(v);
            path = end + 1;
            continue;
        }
        char key[64];
        path += *path == '.';
        size_t len = strcspn(path, ".[");
        snprintf(key, sizeof key, "%.*s", (int)len, path);
        v = json_get(v, key);
        path += len;
    }
    return v;
}

const char *word_at(const struct json *root, const char *path, char out[256])
{
    const struct json *v = value_at(root, path);
    int64_t integer;
    if (json_is_null(v))
        return "null";
    if (json_is_boolean(v))
        return json_boolean(v, false) ? "oui" : "non";
    if (json_is_string(v))
        return json_string(v, "");
    if (json_integer(v, &integer))
        snprintf(out, 256, "%lld", (long long)integer);
    else
        snprintf(out, 256, "%zu", json_count(v));
    return out;
}

int64_t sum_of(const struct json *rows)
{
    int64_t total = 0;
    for (const struct json *r = json_first(rows); r; r = json_sibling(r)) {
        int64_t centimes = 0;
        json_integer(json_get(r, "montant_centimes"), &centimes);
        total += centimes;
    }
    return total;
}

void assert_payments_add_up(const struct json *dossier)
{
    for (const struct json *p = json_first(json_get(dossier, "paiements")); p;
         p = json_sibling(p)) {
        int64_t montant = -1;
        ck_assert(json_integer(json_get(p, "montant_centimes"), &montant));
        ck_assert_int_eq(sum_of(json_get(p, "prestations")), montant);
    }
}
