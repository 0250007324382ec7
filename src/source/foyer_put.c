/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Household → dossier document, section by section in the order of domaine §3. */
#include "page.h"

static void put_nom(const struct page *p, const char *key, const struct personne *q)
{
    if (!q->nom) {
        put_null(p->out, key);
        return;
    }
    put_open(p->out, key, '{');
    json_put_member(p->out, "civilite", q->civilite);
    json_put_member(p->out, "nom", q->nom);
    json_put_member(p->out, "prenom", q->prenom);
    buf_putc(p->out, '}');
}

void put_lignes(const struct page *p, const char *key, const char *const *lignes)
{
    put_open(p->out, key, '[');
    for (size_t i = 0; lignes[i]; i++) {
        if (i)
            buf_putc(p->out, ',');
        json_put_string(p->out, span_of(lignes[i]));
    }
    buf_putc(p->out, ']');
}

static void put_adresse(const struct page *p)
{
    put_open(p->out, "adresse", '{');
    put_lignes(p, "lignes", p->f->lignes);
    json_put_member(p->out, "code_postal", p->f->code_postal);
    json_put_member(p->out, "commune", p->f->commune);
    json_put_member(p->out, "pays", p->f->pays);
    buf_putc(p->out, '}');
}

static void put_courrier(const struct page *p)
{
    put_open(p->out, "courrier", '[');
    for (const struct courrier *c = p->f->courrier; c->type; c++) {
        put_row(p->out);
        json_put_member(p->out, "type", c->type);
        put_date(p, "recu", c->recu);
        json_put_member(p->out, "etat", c->etat);
        put_date(p, "traite", c->traite);
        buf_putc(p->out, '}');
    }
    buf_putc(p->out, ']');
}

void foyer_put(const struct foyer *f, unsigned caf, uint32_t numero, struct date aujourdhui,
               struct buf *out)
{
    struct page p = {.out = out, .f = f, .jour = aujourdhui, .mois = mois_of(aujourdhui)};
    PUT(out, "{\"caf\":\"");
    buf_put_padded(out, caf, 3);
    PUT(out, "\",\"numero\":\"");
    buf_put_padded(out, numero, 7);
    PUT(out, "\"");
    put_date(&p, "mise_a_jour", f->mise_a_jour);
    put_nom(&p, "allocataire", &f->allocataire);
    put_nom(&p, "conjoint", &f->conjoint);
    json_put_member(out, "responsable", f->responsable);
    put_dossier(&p);
    put_famille(&p);
    put_quotients(&p);
    put_ressources(&p);
    put_droits(&p);
    put_paiements(&p);
    put_logement(&p);
    put_creances(&p);
    put_adresse(&p);
    put_courrier(&p);
    buf_putc(out, '}');
}
