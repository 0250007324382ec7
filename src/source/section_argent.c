/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sections « ressources », « logement » and « créances ». */
#include "page.h"

static void put_retenues(const struct page *p)
{
    put_open(p->out, "retenues", '[');
    for (unsigned annees = 1; annees <= 6; annees++) {
        int64_t centimes;
        if (!foyer_ressources(p->f, annees, &centimes))
            continue;
        put_row(p->out);
        json_put_member_int(p->out, "annee", p->jour.year - (int)annees);
        json_put_member_int(p->out, "montant_centimes", centimes);
        buf_putc(p->out, '}');
    }
    buf_putc(p->out, ']');
}

static void put_annuelles(const struct page *p)
{
    struct buf *b = p->out;
    put_open(b, "annuelles", '[');
    for (const struct annuelle *a = p->f->annuelles; a->annees; a++) {
        put_row(b);
        json_put_member_int(b, "annee", p->jour.year - a->annees);
        json_put_member(b, "personne", a->personne);
        json_put_member(b, "nature", a->nature);
        json_put_member_int(b, "montant_centimes", a->centimes);
        json_put_member(b, "abattement", a->abattement);
        buf_putc(b, '}');
    }
    buf_putc(b, ']');
}

static void put_trimestrielles(const struct page *p)
{
    struct buf *b = p->out;
    put_open(b, "trimestrielles", '[');
    for (const struct trimestrielle *t = p->f->trimestrielles; t->dispositif; t++) {
        put_row(b);
        json_put_member(b, "dispositif", t->dispositif);
        put_mois(p, "debut", t->debut);
        put_mois(p, "fin", t->fin);
        json_put_member(b, "personne", t->personne);
        json_put_member(b, "nature", t->nature);
        json_put_member_int(b, "montant_centimes", t->centimes);
        buf_putc(b, '}');
    }
    buf_putc(b, ']');
}

void put_ressources(const struct page *p)
{
    put_open(p->out, "ressources", '{');
    put_retenues(p);
    put_annuelles(p);
    put_trimestrielles(p);
    buf_putc(p->out, '}');
}

void put_logement(const struct page *p)
{
    const struct logement *l = &p->f->logement;
    struct buf *b = p->out;
    put_open(b, "logement", '{');
    json_put_member(b, "occupation", l->occupation);
    put_date(p, "depuis", l->depuis);
    put_date(p, "ouverture_droit", l->ouverture_droit);
    if (l->loyer_centimes)
        json_put_member_int(b, "loyer_centimes", l->loyer_centimes);
    else
        put_null(b, "loyer_centimes");
    json_put_member(b, "loyer_nature", l->loyer_nature);
    put_date(p, "loyer_reference", l->loyer_reference);
    put_date(p, "bail", l->bail);
    put_date(p, "impaye_depuis", l->impaye_depuis);
    put_tri(p, "surpeuplement", l->surpeuplement);
    put_tri(p, "sans_quittance", l->sans_quittance);
    put_open(b, "precedents", '[');
    for (const struct precedent *d = p->f->precedents; d->lignes[0]; d++) {
        put_row(b);
        put_lignes(p, "adresse", d->lignes);
        put_date(p, "debut", d->debut);
        put_date(p, "fin", d->fin);
        buf_putc(b, '}');
    }
    PUT(b, "]}");
}

void put_creances(const struct page *p)
{
    struct buf *b = p->out;
    put_open(b, "creances", '[');
    for (const struct creance *c = p->f->creances; c->code; c++) {
        put_row(b);
        json_put_member(b, "code", c->code);
        json_put_member(b, "destinataire", c->destinataire);
        json_put_member_int(b, "montant_initial_centimes", c->initial_centimes);
        put_open(b, "recouvrement", '{');
        json_put_member(b, "mode", c->mode);
        if (c->mode)
            json_put_member_int(b, "valeur", c->valeur);
        else
            put_null(b, "valeur");
        buf_putc(b, '}');
        json_put_member_int(b, "solde_centimes", c->solde_centimes);
        json_put_member(b, "etat", c->etat);
        json_put_member(b, "motif", c->motif);
        put_mois(p, "debut", c->debut);
        put_mois(p, "fin", c->fin);
        buf_putc(b, '}');
    }
    buf_putc(b, ']');
}
