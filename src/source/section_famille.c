/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Section « famille »: situation, civil status of the adults, children, others. */
#include "page.h"

void put_situation_familiale(const struct page *p, const char *key)
{
    put_open(p->out, key, '{');
    json_put_member(p->out, "code", p->f->sitfam);
    put_date(p, "depuis", p->f->sitfam_depuis);
    buf_putc(p->out, '}');
}

static void put_personne(const struct page *p, const char *key, const struct personne *q)
{
    struct buf *b = p->out;
    if (!q->nom) {
        put_null(b, key);
        return;
    }
    put_open(b, key, '{');
    put_date(p, "date_naissance", q->naissance);
    json_put_member(b, "nom_naissance", q->nom_naissance);
    json_put_member(b, "activite", q->activite);
    put_date(p, "activite_depuis", q->activite_depuis);
    json_put_key(b, "nir");
    if (q->nir) {
        buf_putc(b, '"');
        put_nir(b, q, moment_date(q->naissance, p->jour));
        buf_putc(b, '"');
    } else {
        PUT(b, "null");
    }
    put_date(p, "date_deces", q->deces);
    buf_putc(b, '}');
}

static void put_enfants(const struct page *p)
{
    static const struct {
        uint8_t bit;
        const char *mot;
    } charges[] = {{CHARGE_PF, "\"pf\""}, {CHARGE_RSA, "\"rsa\""}, {CHARGE_AL, "\"al\""}};
    struct buf *b = p->out;
    put_open(b, "enfants", '[');
    for (const struct enfant *e = p->f->enfants; e->prenom; e++) {
        put_row(b);
        json_put_member(b, "nom", e->nom);
        json_put_member(b, "prenom", e->prenom);
        put_date(p, "date_naissance", e->naissance);
        put_tri(p, "aeeh", e->aeeh);
        put_open(b, "charge", '[');
        for (size_t i = 0; i < sizeof charges / sizeof *charges; i++) {
            if (!(e->charge & charges[i].bit))
                continue;
            if (b->data[b->len - 1] != '[')
                buf_putc(b, ',');
            buf_puts(b, charges[i].mot);
        }
        buf_putc(b, ']');
        json_put_member(b, "activite", e->activite);
        put_tri(p, "sans_maintien_liens", e->sans_maintien_liens);
        buf_putc(b, '}');
    }
    buf_putc(b, ']');
}

static void put_autres(const struct page *p)
{
    put_open(p->out, "autres", '[');
    for (const struct autre *a = p->f->autres; a->nom; a++) {
        put_row(p->out);
        json_put_member(p->out, "nom", a->nom);
        json_put_member(p->out, "prenom", a->prenom);
        put_date(p, "date_naissance", a->naissance);
        json_put_member(p->out, "activite", a->activite);
        buf_putc(p->out, '}');
    }
    buf_putc(p->out, ']');
}

void put_famille(const struct page *p)
{
    struct buf *b = p->out;
    put_open(b, "famille", '{');
    put_situation_familiale(p, "situation");
    put_personne(p, "allocataire", &p->f->allocataire);
    put_personne(p, "conjoint", &p->f->conjoint);
    put_open(b, "grossesse", '{');
    put_date(p, "debut", p->f->grossesse_debut);
    put_date(p, "debut_modifie", p->f->grossesse_modifie);
    buf_putc(b, '}');
    put_enfants(p);
    put_autres(p);
    buf_putc(b, '}');
}
