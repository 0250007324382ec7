/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Section « dossier »: situation of the file, quotient in force, bank, measures. */
#include "page.h"

#define CODE_BANQUE "FICTFRPPXXX"

static void put_charges(const struct page *p)
{
    int pf = 0, al = 0;
    for (const struct enfant *e = p->f->enfants; e->prenom; e++) {
        pf += (e->charge & CHARGE_PF) != 0;
        al += (e->charge & CHARGE_AL) != 0;
    }
    if (!p->f->situation) {
        put_null(p->out, "enfants_a_charge_pf");
        put_null(p->out, "personnes_a_charge_al");
        return;
    }
    json_put_member_int(p->out, "enfants_a_charge_pf", pf);
    json_put_member_int(p->out, "personnes_a_charge_al", al);
}

static void put_quotient_actuel(const struct page *p)
{
    struct quotient q;
    struct date calcul;
    bool connu = foyer_quotient_actuel(p, &q, &calcul);
    put_open(p->out, "quotient_familial", '{');
    if (connu && q.valeur >= 0)
        json_put_member_int(p->out, "valeur", q.valeur);
    else
        put_null(p->out, "valeur");
    if (connu) {
        json_put_key(p->out, "date_calcul");
        buf_putc(p->out, '"');
        date_put_iso(p->out, calcul);
        buf_putc(p->out, '"');
    } else {
        put_null(p->out, "date_calcul");
    }
    buf_putc(p->out, '}');
}

static void put_banque(const struct page *p)
{
    struct buf *b = p->out;
    const struct personne *q = &p->f->allocataire;
    put_open(b, "banque", '{');
    if (!p->f->compte) {
        json_put_member(b, "titulaire", NULL);
        json_put_member(b, "iban", NULL);
        json_put_member(b, "bic", NULL);
        buf_putc(b, '}');
        return;
    }
    json_put_key(b, "titulaire");
    buf_putc(b, '"');
    buf_puts(b, q->civilite);
    buf_putc(b, ' ');
    buf_puts(b, q->nom);
    buf_putc(b, ' ');
    buf_puts(b, q->prenom);
    PUT(b, "\",\"iban\":\"");
    put_iban(b, p->f->compte);
    PUT(b, "\"");
    json_put_member(b, "bic", CODE_BANQUE);
    buf_putc(b, '}');
}

static void put_cdaph(const struct page *p)
{
    put_open(p->out, "cdaph", '[');
    for (const struct cdaph *c = p->f->cdaph; c->avis; c++) {
        put_row(p->out);
        json_put_member(p->out, "personne", c->personne);
        json_put_member(p->out, "avis", c->avis);
        put_date(p, "debut", c->debut);
        put_date(p, "fin", c->fin);
        buf_putc(p->out, '}');
    }
    buf_putc(p->out, ']');
}

static void put_mesures(const struct page *p)
{
    put_open(p->out, "mesures", '[');
    for (const struct mesure *m = p->f->mesures; m->nature; m++) {
        put_row(p->out);
        json_put_member(p->out, "nature", m->nature);
        put_date(p, "debut", m->debut);
        put_date(p, "fin", m->fin);
        json_put_member(p->out, "titulaire", m->titulaire);
        buf_putc(p->out, '}');
    }
    buf_putc(p->out, ']');
}

void put_dossier(const struct page *p)
{
    const struct foyer *f = p->f;
    struct buf *b = p->out;
    put_open(b, "dossier", '{');
    json_put_member(b, "regime", f->regime);
    json_put_member(b, "situation", f->situation);
    json_put_member(b, "motif_radiation", f->motif_radiation);
    put_date(p, "radie_depuis", f->radie_depuis);
    put_date(p, "suspendu_depuis", f->suspendu_depuis);
    json_put_member(b, "motif_suspension", f->motif_suspension);
    put_situation_familiale(p, "situation_familiale");
    put_charges(p);
    put_quotient_actuel(p);
    put_open(b, "titre_sejour", '{');
    put_date(p, "allocataire_fin", f->allocataire.titre_sejour_fin);
    put_date(p, "conjoint_fin", f->conjoint.titre_sejour_fin);
    buf_putc(b, '}');
    put_tri(p, "surendettement", f->surendettement);
    put_cdaph(p);
    put_banque(p);
    put_mesures(p);
    buf_putc(b, '}');
}
