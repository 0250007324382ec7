/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The quotient familial of a household, as the branch computes it: a twelfth of the resources of the
 * year before last plus the benefits of the month before, divided by the number of shares. */
#include <string.h>

#include "page.h"

/* Part of a declared amount that is kept, in hundredths, by nature; others count in full. */
static const struct {
    char nature[4];
    int16_t centiemes;
} abattements[] = {
    {"001", 90}, {"005", 90}, {"010", 90},   {"011", 90}, {"022", 90},
    {"026", 90}, {"028", 0},  {"060", -100}, {"061", 0},  {"062", -100},
    {"203", 0},  {"212", 0},  {"000", 0},    {"888", 0},  {"999", 0},
};

static int64_t retenu(const struct annuelle *a)
{
    int64_t part = 100;
    for (size_t i = 0; i < sizeof abattements / sizeof *abattements; i++)
        if (memcmp(abattements[i].nature, a->nature, 4) == 0)
            part = abattements[i].centiemes;
    if (a->abattement && a->abattement[0] == 'N')
        return 0;
    if (a->abattement && a->abattement[0] == 'A')
        part = part * 7 / 10;
    return a->centimes * part / 100;
}

bool foyer_ressources(const struct foyer *f, unsigned annees, int64_t *centimes)
{
    bool connu = false;
    int64_t total = 0;
    for (const struct annuelle *a = f->annuelles; a->annees; a++) {
        if (a->annees != annees)
            continue;
        connu = true;
        total += retenu(a);
    }
    *centimes = total > 0 ? total / 100 * 100 : 0;
    return connu;
}

/* Two shares for the parents, half a share each for the first two children, one for the third, half
 * for each further one, half more for a child with AEEH. */
static int parts(const struct page *p, mois_t mois)
{
    int total = 20, rang = 0;
    for (const struct enfant *e = p->f->enfants; e->prenom; e++) {
        mois_t naissance = mois_of(moment_date(e->naissance, p->jour));
        if (!(e->charge & CHARGE_PF) || naissance > mois)
            continue;
        total += ++rang == 3 ? 10 : 5;
        if (e->aeeh == OUI)
            total += 5;
    }
    return total;
}

static int64_t prestations(const struct foyer *f, int ago)
{
    int64_t total = 0;
    for (const struct cours *c = f->cours; c->nature; c++)
        if (c->debut >= ago && ago >= c->fin && !c->suspendu && !c->sous_seuil &&
            prestation_regle(c->nature)->compte_qf)
            total += c->centimes;
    return total;
}

struct quotient foyer_quotient(const struct page *p, int ago)
{
    mois_t mois = p->mois - ago;
    struct quotient q = {.valeur = -1, .parts = parts(p, mois)};
    int64_t annuel;
    unsigned annees = (unsigned)(p->jour.year - mois_year(mois) + 2);
    if (foyer_ressources(p->f, annees, &annuel))
        q.valeur = (annuel / 12 + prestations(p->f, ago + 1)) * 10 / q.parts / 100;
    return q;
}

bool foyer_quotient_actuel(const struct page *p, struct quotient *q, struct date *calcul)
{
    const struct qf_impose *impose = p->f->qf;
    if (impose->parts > 0) {
        *q = (struct quotient){impose->valeur, impose->parts};
        *calcul = moment_date(impose->calcul, p->jour);
        return impose->fin == EN_COURS;
    }
    if (p->f->qf_mois == 0)
        return false;
    *q = foyer_quotient(p, 0);
    int ago = 0;
    for (struct quotient avant; ago + 1 < p->f->qf_mois; ago++) {
        avant = foyer_quotient(p, ago + 1);
        if (avant.valeur != q->valeur || avant.parts != q->parts)
            break;
    }
    *calcul = moment_date((struct moment)AVANT((int16_t)ago, 3), p->jour);
    return true;
}
