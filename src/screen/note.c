/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A fixed sentence, shown when its conditions hold: advice, or a warning. */
#include "bloc.h"

struct note {
    const char *texte;
    int ton; /* rank in `tons` */
};

enum { TON_CONSEIL, TON_ALERTE };

static const char *const tons[] = {"conseil", "alerte", NULL};

static bool note_load(const struct loader *l, const struct place *at, const struct json *object,
                      struct bloc *out)
{
    struct note *n = arena_alloc(l->arena, 1, sizeof *n);
    if (!n)
        return loader_no_memory(l);
    out->corps = n;
    return loader_text(l, at, object, "texte", true, &n->texte) &&
           loader_word(l, at, object, "ton", tons, &n->ton);
}

static bool note_layout(struct pose *p)
{
    const struct note *n = p->bloc->corps;
    bool alerte = n->ton == TON_ALERTE;
    enum style style = alerte ? STYLE_ALERTE : STYLE_DISCRET;
    int at = pose_titre(p, NULL);
    page_put(&p->page, at, MARGE, style, alerte ? SPAN_LIT("!") : SPAN_LIT("›"));
    page_put_wrapped(&p->page, at, MARGE + 2, pose_largeur(p) - 3, style, span_of(n->texte));
    return !p->page.failed;
}

static const char *const note_keys[] = {"texte", "ton", NULL};

const struct bloc_ops bloc_note = {
    .nom = "note",
    .keys = note_keys,
    .load = note_load,
    .layout = note_layout,
};
