/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading values and champs from a screen file. */
#include "valeur.h"

#define NON_RENSEIGNE "non renseigné"

static const char *const valeur_keys[] = {
    "chemin", "texte", "type", "liste",      "avec_code", "inconnu", "nul", "vide", "oui", "non",
    "avant",  "apres", "lien", "separateur", "fin",       "ouverte", "si",  "sauf", NULL};

static bool load_type(const struct loader *l, const struct place *at, const struct json *object,
                      struct valeur *out)
{
    const char *type = "texte", *liste = NULL;
    if (!loader_text(l, at, object, "type", false, &type) ||
        !loader_text(l, at, object, "liste", false, &liste))
        return false;
    out->type = type_find(type);
    if (!out->type)
        return loader_refuse(l, at, "type", "le type de valeur « %s » n’existe pas", type);
    if (out->type->liste != (liste != NULL))
        return loader_refuse(l, at, "liste", "%s",
                             liste ? "ce type n’a pas de liste" : "ce type veut une liste");
    out->liste = liste ? liste : type; /* « personne » names its own list */
    if (liste && !nomenclatures_has(l->nomenclatures, liste))
        return loader_refuse(l, at, "liste", "la liste « %s » n’existe pas", liste);
    out->has_fin = json_get(object, "fin") != NULL;
    if (out->has_fin && !chemin_load(l, at, object, "fin", false, &out->fin))
        return false;
    bool periode = out->type == type_find("periode");
    if (periode != out->has_fin)
        return loader_refuse(l, at, "fin", "%s",
                             periode ? "une période veut sa fin" : "ce type n’a pas de fin");
    return true;
}

static bool load_words(const struct loader *l, const struct place *at, const struct json *object,
                       struct valeur *out)
{
    return loader_text(l, at, object, "inconnu", false, &out->inconnu) &&
           loader_text(l, at, object, "vide", false, &out->vide) &&
           loader_text(l, at, object, "oui", false, &out->oui) &&
           loader_text(l, at, object, "non", false, &out->non) &&
           loader_text(l, at, object, "avant", false, &out->avant) &&
           loader_text(l, at, object, "apres", false, &out->apres) &&
           loader_text(l, at, object, "lien", false, &out->lien) &&
           loader_text(l, at, object, "separateur", false, &out->separateur) &&
           loader_flag(l, at, object, "avec_code", &out->avec_code) &&
           loader_flag(l, at, object, "ouverte", &out->ouverte) && si_load(l, at, object, &out->si);
}

/* `nul` belongs to the champ when the value stands alone, to the value when it is a part. */
static bool valeur_load(const struct loader *l, const struct place *at, const struct json *object,
                        struct valeur *out)
{
    *out = (struct valeur){.vide = "aucun",
                           .oui = "oui",
                           .ouverte = true,
                           .non = "non",
                           .avant = "",
                           .apres = "",
                           .lien = " ",
                           .separateur = "\n"};
    if (!loader_text(l, at, object, "texte", false, &out->texte) || !load_words(l, at, object, out))
        return false;
    if (out->texte)
        return !json_get(object, "chemin") ||
               loader_refuse(l, at, "texte", "un texte fixe n’a pas de chemin");
    return chemin_load(l, at, object, "chemin", false, &out->chemin) &&
           loader_text(l, at, object, "chemin", true, &out->chemin_texte) &&
           load_type(l, at, object, out);
}

static bool load_parties(const struct loader *l, const struct place *at, const struct json *object,
                         struct champ *out)
{
    const struct json *list = loader_array(l, at, object, "parties");
    if (!list)
        return false;
    size_t count = json_count(list);
    struct valeur *parties = arena_alloc(l->arena, count, sizeof *parties);
    if (!parties)
        return loader_no_memory(l);
    const struct json *item = json_first(list);
    for (size_t i = 0; i < count; i++, item = json_sibling(item)) {
        const struct place *here = PLACE_ITEM(PLACE_KEY(at, "parties"), i);
        if (!loader_keys(l, here, item, valeur_keys, NULL) ||
            !valeur_load(l, here, item, &parties[i]) ||
            !loader_text(l, here, item, "nul", false, &parties[i].nul))
            return false;
    }
    out->parties = parties;
    out->nombre = count;
    return true;
}

static bool load_seule(const struct loader *l, const struct place *at, const struct json *object,
                       struct champ *out)
{
    struct valeur *val = arena_alloc(l->arena, 1, sizeof *val);
    if (!val)
        return loader_no_memory(l);
    out->parties = val;
    out->nombre = 1;
    return valeur_load(l, at, object, val);
}

bool champ_load(const struct loader *l, const struct place *at, const struct json *object,
                const char *const *more, struct champ *out)
{
    static const char *const composed[] = {"parties", "nul", NULL};
    *out = (struct champ){.nul = NON_RENSEIGNE, .nul_donne = json_get(object, "nul") != NULL};
    bool several = json_get(object, "parties") != NULL;
    return loader_keys(l, at, object, several ? composed : valeur_keys, more) &&
           loader_text(l, at, object, "libelle", false, &out->libelle) &&
           loader_text(l, at, object, "nul", false, &out->nul) &&
           (several ? load_parties(l, at, object, out) : load_seule(l, at, object, out));
}

bool champs_parse(const struct loader *l, const struct place *at, const struct json *object,
                  const char *key, struct champ **out, size_t *count)
{
    static const char *const more[] = {"libelle", NULL};
    const struct json *list = loader_array(l, at, object, key);
    if (!list)
        return false;
    *count = json_count(list);
    *out = arena_alloc(l->arena, *count, sizeof **out);
    if (!*out)
        return loader_no_memory(l);
    const struct json *item = json_first(list);
    for (size_t i = 0; i < *count; i++, item = json_sibling(item))
        if (!champ_load(l, PLACE_ITEM(PLACE_KEY(at, key), i), item, more, &(*out)[i]))
            return false;
    return true;
}
