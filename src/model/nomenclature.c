/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists of codes and their labels, kept sorted for look-up. */
#include <stdlib.h>
#include <string.h>

#include <cdap/model/nomenclature.h>

struct libelle {
    char *code, *texte;
};

struct liste {
    char *nom;
    struct libelle *libelles; /* sorted by code */
    size_t count;
};

struct nomenclatures {
    struct liste *listes;
    size_t count;
};

struct nomenclatures *nomenclatures_new(void)
{
    return calloc(1, sizeof(struct nomenclatures));
}

static void liste_done(struct liste *l)
{
    for (size_t i = 0; i < l->count; i++) {
        free(l->libelles[i].code);
        free(l->libelles[i].texte);
    }
    free(l->libelles);
    free(l->nom);
}

void nomenclatures_free(struct nomenclatures *n)
{
    for (size_t i = 0; n && i < n->count; i++)
        liste_done(&n->listes[i]);
    if (n)
        free(n->listes);
    free(n);
}

static int by_code(const void *a, const void *b)
{
    return strcmp(((const struct libelle *)a)->code, ((const struct libelle *)b)->code);
}

static bool liste_fill(struct liste *l, const char *nom, const struct json *codes, struct err *err)
{
    l->nom = strdup(nom);
    l->libelles = calloc(json_count(codes) + 1, sizeof *l->libelles);
    if (!l->nom || !l->libelles)
        return err_set(err, ERR_MEMOIRE, NULL);
    for (const struct json *v = json_first(codes); v; v = json_sibling(v)) {
        const char *texte = json_string(v, "");
        if (json_key(v)[0] == '\0' || texte[0] == '\0')
            return err_set_champ(err, ERR_DONNEES, json_key(v),
                                 "nomenclature %s : un libellé est attendu pour « %s »", nom,
                                 json_key(v));
        struct libelle *to = &l->libelles[l->count++];
        to->code = strdup(json_key(v));
        to->texte = strdup(texte);
        if (!to->code || !to->texte)
            return err_set(err, ERR_MEMOIRE, NULL);
    }
    qsort(l->libelles, l->count, sizeof *l->libelles, by_code);
    return true;
}

static const struct liste *find(const struct nomenclatures *n, const char *nom)
{
    for (size_t i = 0; nom && i < n->count; i++)
        if (strcmp(n->listes[i].nom, nom) == 0)
            return &n->listes[i];
    return NULL;
}

bool nomenclatures_add(struct nomenclatures *n, const char *liste, const struct json *codes,
                       struct err *err)
{
    if (!json_is_object(codes) || json_count(codes) == 0)
        return err_set(err, ERR_DONNEES, "nomenclature %s : un objet {code : libellé} est attendu",
                       liste);
    if (find(n, liste))
        return err_set(err, ERR_DONNEES, "nomenclature %s : elle existe déjà", liste);
    struct liste *grown = realloc(n->listes, (n->count + 1) * sizeof *grown);
    if (!grown)
        return err_set(err, ERR_MEMOIRE, NULL);
    n->listes = grown;
    struct liste added = {0};
    if (!liste_fill(&added, liste, codes, err)) {
        liste_done(&added);
        return false;
    }
    n->listes[n->count++] = added;
    return true;
}

bool nomenclatures_has(const struct nomenclatures *n, const char *liste)
{
    return find(n, liste) != NULL;
}

const char *nomenclature_label(const struct nomenclatures *n, const char *liste, const char *code)
{
    const struct liste *l = find(n, liste);
    const struct libelle key = {(char *)code, NULL};
    if (!l || !code)
        return NULL;
    const struct libelle *found =
        bsearch(&key, l->libelles, l->count, sizeof *l->libelles, by_code);
    return found ? found->texte : NULL;
}
