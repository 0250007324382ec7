/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The screens: read strictly, all at once, from what the server serves. */
#include <stdlib.h>
#include <string.h>

#include "ecrans.h"

/* ---- reading -------------------------------------------------------------------------------- */

static bool load_rubriques(const struct loader *l, const struct place *at,
                           const struct json *object, struct ecran *out)
{
    out->rubriques = loader_array(l, at, object, "rubriques");
    for (const struct json *r = json_first(out->rubriques); r; r = json_sibling(r))
        if (!json_is_string(r))
            return loader_refuse(l, at, "rubriques", "des textes sont attendus");
    return out->rubriques != NULL;
}

static bool load_banniere(const struct loader *l, const struct place *at, const struct json *object,
                          struct banniere *out)
{
    static const char *const keys[] = {"si", "sauf", "phrase", NULL};
    static const char *const parties[] = {"parties", NULL};
    if (!loader_keys(l, at, object, keys, NULL) || !si_load(l, at, object, &out->si))
        return false;
    const struct json *phrase = json_get(object, "phrase");
    if (!phrase)
        return loader_refuse(l, at, "phrase", "cette clé manque");
    return champ_load(l, PLACE_KEY(at, "phrase"), phrase, parties, &out->phrase);
}

static bool load_bannieres(const struct loader *l, const struct place *at,
                           const struct json *object, struct ecran *out)
{
    if (!json_get(object, "bannieres"))
        return true;
    const struct json *list = loader_array(l, at, object, "bannieres");
    if (!list)
        return false;
    out->banniere_count = json_count(list);
    out->bannieres = arena_alloc(l->arena, out->banniere_count, sizeof *out->bannieres);
    if (!out->bannieres)
        return loader_no_memory(l);
    const struct json *item = json_first(list);
    for (size_t i = 0; i < out->banniere_count; i++, item = json_sibling(item))
        if (!load_banniere(l, PLACE_ITEM(PLACE_KEY(at, "bannieres"), i), item, &out->bannieres[i]))
            return false;
    return true;
}

static bool load_ecran(const struct loader *l, const struct place *at, const struct json *object,
                       struct ecran *out)
{
    static const char *const keys[] = {"nom", "titre", "rubriques", "bannieres", "blocs", NULL};
    if (!json_is_object(object))
        return loader_refuse(l, at, NULL, "un objet est attendu");
    if (!loader_text(l, at, object, "nom", true, &out->nom))
        return false;
    const struct place *here = PLACE_KEY(NULL, out->nom); /* names the screen, not its rank */
    return loader_keys(l, here, object, keys, NULL) &&
           loader_text(l, here, object, "titre", true, &out->titre) &&
           load_rubriques(l, here, object, out) && load_bannieres(l, here, object, out) &&
           blocs_load(l, here, object, "blocs", &out->blocs, &out->bloc_count);
}

static bool load_list(struct ecrans *e, const struct loader *l, const struct json *root)
{
    const struct json *list = loader_array(l, NULL, root, "ecrans");
    if (!list)
        return false;
    e->nombre = json_count(list);
    e->ecrans = arena_alloc(&e->arena, e->nombre, sizeof *e->ecrans);
    if (!e->ecrans)
        return loader_no_memory(l);
    const struct json *item = json_first(list);
    for (size_t i = 0; i < e->nombre; i++, item = json_sibling(item)) {
        const struct place *at = PLACE_ITEM(PLACE_KEY(NULL, "ecrans"), i);
        if (!load_ecran(l, at, item, &e->ecrans[i]))
            return false;
        for (size_t k = 0; k < i; k++)
            if (strcmp(e->ecrans[k].nom, e->ecrans[i].nom) == 0)
                return loader_refuse(l, at, "nom", "deux écrans s’appellent « %s »",
                                     e->ecrans[i].nom);
    }
    return true;
}

static bool load_nomenclatures(struct ecrans *e, const struct loader *l, const struct json *root)
{
    const struct json *lists = json_get(root, "nomenclatures");
    e->nomenclatures = nomenclatures_new();
    if (!e->nomenclatures)
        return loader_no_memory(l);
    if (!json_is_object(lists))
        return loader_refuse(l, NULL, "nomenclatures", "un objet est attendu");
    for (const struct json *m = json_first(lists); m; m = json_sibling(m))
        if (!nomenclatures_add(e->nomenclatures, json_key(m), m, l->err))
            return false;
    return true;
}

static bool load_all(struct ecrans *e, struct err *err)
{
    static const char *const keys[] = {"version", "ecrans", "nomenclatures", NULL};
    struct loader l = {.arena = &e->arena, .err = err};
    if (!loader_keys(&l, NULL, e->racine, keys, NULL) || !load_nomenclatures(e, &l, e->racine))
        return false;
    l.nomenclatures = e->nomenclatures;
    return load_list(e, &l, e->racine);
}

struct ecrans *ecrans_load(struct span json, struct err *err)
{
    struct ecrans *e = calloc(1, sizeof *e);
    if (!e) {
        err_set(err, ERR_MEMOIRE, NULL);
        return NULL;
    }
    e->racine = json_parse(json, err);
    if (e->racine && load_all(e, err))
        return e;
    ecrans_free(e);
    return NULL;
}

void ecrans_free(struct ecrans *e)
{
    if (!e)
        return;
    nomenclatures_free(e->nomenclatures);
    arena_done(&e->arena);
    json_free(e->racine);
    free(e);
}

/* ---- asking --------------------------------------------------------------------------------- */

size_t ecrans_count(const struct ecrans *e)
{
    return e->nombre;
}

const struct ecran *ecrans_at(const struct ecrans *e, size_t i)
{
    return i < e->nombre ? &e->ecrans[i] : NULL;
}

const char *ecran_nom(const struct ecran *e)
{
    return e->nom;
}

const char *ecran_titre(const struct ecran *e)
{
    return e->titre;
}

bool ecran_present(const struct ecran *e, const struct json *dossier)
{
    for (const struct json *r = json_first(e->rubriques); r; r = json_sibling(r))
        if (json_get(dossier, json_string(r, "")))
            return true;
    return false;
}

static int compare_lines(const void *a, const void *b)
{
    const char *const *x = a, *const *y = b;
    return strcmp(*x, *y);
}

/* Sorts the lines of `all`, which it cuts up, and appends each once. */
static bool put_sorted(char *all, struct buf *out)
{
    size_t count = 0;
    for (const char *p = all; *p; p++)
        count += *p == '\n';
    const char **lines = calloc(count ? count : 1, sizeof(*lines));
    if (!lines)
        return false;
    char *rest = NULL;
    size_t n = 0;
    for (char *line = strtok_r(all, "\n", &rest); line && n < count;
         line = strtok_r(NULL, "\n", &rest))
        lines[n++] = line;
    qsort(lines, n, sizeof *lines, compare_lines);
    for (size_t i = 0; i < n; i++)
        if (i == 0 || strcmp(lines[i], lines[i - 1]) != 0)
            buf_putf(out, "%s\n", lines[i]);
    free(lines);
    return true;
}

void ecrans_put_chemins(const struct ecrans *e, struct buf *out)
{
    struct buf all = {0};
    for (size_t i = 0; i < e->nombre; i++)
        for (size_t k = 0; k < e->ecrans[i].bloc_count; k++) {
            const struct bloc *b = &e->ecrans[i].blocs[k];
            if (b->ops->chemins)
                b->ops->chemins(b, &all);
        }
    if (all.failed || (all.len && !put_sorted(all.data, out)))
        out->failed = true;
    buf_free(&all);
}
