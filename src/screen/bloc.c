/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The types of blocks, and what they have in common. */
#include <string.h>

#include <cdap/base/text.h>

#include "bloc.h"

static const struct bloc_ops *const types[] = {&bloc_fiche, &bloc_table, &bloc_courbe, &bloc_note};

static const struct bloc_ops *type_of(const char *nom)
{
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (strcmp(types[i]->nom, nom) == 0)
            return types[i];
    return NULL;
}

static bool bloc_load(const struct loader *l, const struct place *at, const struct json *object,
                      struct bloc *out)
{
    static const char *const common[] = {"type", "titre", "si", "sauf", NULL};
    const char *type = NULL;
    if (!json_is_object(object))
        return loader_refuse(l, at, NULL, "un objet est attendu");
    if (!loader_text(l, at, object, "type", true, &type))
        return false;
    out->ops = type_of(type);
    if (!out->ops)
        return loader_refuse(l, at, "type", "le type de bloc « %s » n’existe pas", type);
    return loader_keys(l, at, object, common, out->ops->keys) &&
           loader_text(l, at, object, "titre", false, &out->titre) &&
           si_load(l, at, object, &out->si) && out->ops->load(l, at, object, out);
}

bool blocs_load(const struct loader *l, const struct place *at, const struct json *object,
                const char *key, struct bloc **out, size_t *count)
{
    const struct json *list = loader_array(l, at, object, key);
    if (!list)
        return false;
    *count = json_count(list);
    *out = arena_alloc(l->arena, *count, sizeof **out);
    if (!*out)
        return loader_no_memory(l);
    const struct json *item = json_first(list);
    for (size_t i = 0; i < *count; i++, item = json_sibling(item))
        if (!bloc_load(l, PLACE_ITEM(PLACE_KEY(at, key), i), item, &(*out)[i]))
            return false;
    return true;
}

int pose_titre(struct pose *p, const char *suite)
{
    if (!p->bloc->titre)
        return 0;
    struct buf titre = {0};
    buf_puts(&titre, p->bloc->titre);
    buf_puts(&titre, suite ? suite : "");
    int width = (int)text_width(buf_span(&titre)), room = pose_largeur(p);
    page_put(&p->page, 0, MARGE, STYLE_TITRE, buf_span(&titre));
    page_put_rule(&p->page, 0, MARGE + width + 1, room - width - 2);
    buf_free(&titre);
    return 1;
}
