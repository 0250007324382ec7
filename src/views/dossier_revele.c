/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A masked value shown in clear: a question, a journalled act of the server, and a value that goes
 * away with its tab. */
#include <stdio.h>
#include <string.h>

#include <cdap/base/secret.h>
#include <cdap/base/text.h>
#include <cdap/proto.h>

#include "dossier.h"

const char *revele_find(void *ctx, const char *champ)
{
    const struct dossier *d = ctx;
    for (size_t i = 0; i < d->revele_count; i++)
        if (strcmp(d->reveles[i].champ, champ) == 0)
            return d->reveles[i].valeur;
    return NULL;
}

const char *revele_here(const struct dossier *d)
{
    if (!d->planche)
        return NULL;
    const char *champ = planche_masque(d->planche, d->positions[d->onglet].curseur);
    bool can = champ && d->revele_count < REVELES_MAX && strlen(champ) < CHEMIN_SIZE;
    return can && !revele_find((void *)(uintptr_t)d, champ) ? champ : NULL;
}

static void answered(struct view *asker, size_t rang)
{
    struct dossier *d = (struct dossier *)asker;
    struct call call = {"POST", PROTO_REVELATIONS, "Lecture de la valeur masquée", {0}};
    if (rang != 0)
        return;
    buf_puts(&call.body, "{");
    json_put_member_int(&call.body, "recu", d->recu);
    json_put_member(&call.body, "champ", d->demande);
    buf_puts(&call.body, "}");
    app_call(asker, &call);
}

void revele_ask(struct dossier *d)
{
    static const char *const reponses[] = {"Montrer en clair", "Laisser masqué"};
    const char *champ = revele_here(d);
    if (!champ)
        return;
    snprintf(d->demande, sizeof d->demande, "%s", champ);
    question_open(&d->view, "Valeur masquée",
                  "Cette valeur sera montrée jusqu’à ce que vous quittiez la rubrique. Le journal "
                  "gardera trace de cet acte, à votre nom.",
                  reponses, 2, 1, answered);
}

void revele_take(struct dossier *d, struct reply *r)
{
    struct json *root = json_parse(buf_span(&r->body), NULL);
    const char *valeur = json_string(json_get(root, "valeur"), NULL);
    struct buf clean = {0};
    struct revele *slot = &d->reveles[d->revele_count];
    if (valeur)
        text_clean(&clean, span_of(valeur), 0);
    if (clean.len > 0 && d->revele_count < REVELES_MAX &&
        (slot->valeur = secret_alloc(clean.len + 1))) {
        memcpy(slot->valeur, buf_text(&clean), clean.len + 1);
        snprintf(slot->champ, sizeof slot->champ, "%s", d->demande);
        d->revele_count++;
        dossier_relayout(d);
    } else {
        struct err err = {0};
        err_set(&err, ERR_REPONSE, "la valeur attendue n’est pas dans la réponse");
        carte_open_err(d->view.app, &err);
    }
    buf_free_secret(&clean);
    json_free(root);
}
