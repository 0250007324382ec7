/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What tops every tab: whose dossier it is, how fresh, and the banner of its situation. */
#include <string.h>

#include <cdap/base/text.h>

#include "ecrans.h"

#define NOM_COLONNES 60 /* columns of a name in the header; the tabs show it whole */

void ecrans_put_banniere(const struct ecrans *e, const struct json *dossier, struct buf *out)
{
    struct contexte c = {.nomenclatures = e->nomenclatures, .dossier = dossier};
    bool first = true;
    for (size_t i = 0; i < e->nombre; i++) {
        for (size_t k = 0; k < e->ecrans[i].banniere_count; k++) {
            const struct banniere *b = &e->ecrans[i].bannieres[k];
            if (!si_holds(&b->si, dossier))
                continue;
            buf_puts(out, first ? "" : " · ");
            champ_put_phrase(&b->phrase, &c, dossier, out);
            first = false;
        }
    }
}

static const char *text_at(const struct json *object, const char *key)
{
    return json_string(json_get(object, key), "");
}

/* « · MARTIN Sophie (responsable) »; nothing for someone without a name. */
static void put_personne(const struct json *dossier, const char *role, struct buf *out)
{
    const struct json *p = json_get(dossier, role);
    const char *nom = text_at(p, "nom"), *prenom = text_at(p, "prenom");
    if (!*nom && !*prenom)
        return;
    buf_puts(out, out->len ? " · " : "");
    text_clean(out, span_of(nom), NOM_COLONNES);
    buf_puts(out, *nom && *prenom ? " " : "");
    text_clean(out, span_of(prenom), NOM_COLONNES);
    if (strcmp(text_at(dossier, "responsable"), role) == 0)
        buf_puts(out, " (responsable)");
}

void ecrans_put_identite(const struct json *dossier, struct buf *out)
{
    struct buf line = {0};
    text_clean(&line, span_of(text_at(dossier, "numero")), NOM_COLONNES);
    put_personne(dossier, "allocataire", &line);
    put_personne(dossier, "conjoint", &line);
    buf_put(out, buf_text(&line), line.len);
    buf_free(&line);
}

void ecrans_put_mise_a_jour(const struct json *dossier, struct buf *out)
{
    struct date d;
    if (!date_parse(span_of(text_at(dossier, "mise_a_jour")), &d) || !d.year)
        return;
    buf_puts(out, d.day ? "mis à jour le " : "mis à jour en ");
    date_put_fr(out, d);
}
