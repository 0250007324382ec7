/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The money of a random household: resources, home, rights, debts. */
#include <assert.h>

#include "tirage.h"

/* ---- resources --------------------------------------------------------------------------------- */

/* N-2 to N-5: the last year is there to be cut. */
static void draw_annuelles(struct tire *t, const char *qui, size_t *n)
{
    struct hasard *h = &t->h;
    int32_t revenu = hasard_between(h, t->type->revenu_min, t->type->revenu_max) * 100;
    for (uint8_t annees = 2; annees <= 5; annees++) {
        bool rien = revenu < 50000;
        t->f.annuelles[(*n)++] = (struct annuelle){
            annees,
            qui,
            rien ? "000" : t->type->nature,
            rien ? 0 : revenu,
            hasard_percent(h, 3) ? "A" : NULL,
        };
        revenu = revenu / 100 * hasard_between(h, 88, 104) / 100 * 100;
    }
}

/* One declaration a quarter; the oldest stands alone, before the three years kept. */
static void draw_trimestrielles(struct tire *t, const char *dispositif, size_t *n)
{
    struct hasard *h = &t->h;
    for (int16_t ago = 4; ago <= t->anciennete; ago = (int16_t)(ago + 3)) {
        bool rien = hasard_percent(h, 60);
        t->f.trimestrielles[(*n)++] = (struct trimestrielle){
            dispositif,           ago,
            (int16_t)(ago - 2),   "allocataire",
            rien ? "000" : "001", rien ? 0 : hasard_between(h, 100, 1800) * 100,
        };
    }
    if (t->anciennete > 24)
        t->f.trimestrielles[(*n)++] =
            (struct trimestrielle){dispositif, 52, 50, "allocataire", "001", 187500};
}

void tirage_ressources(struct tire *t)
{
    size_t n = 0, trimestres = 0;
    t->anciennete =
        hasard_percent(&t->h, 40) ? hasard_between(&t->h, 25, 29) : hasard_between(&t->h, 5, 24);
    t->f.qf_mois = (int16_t)t->anciennete;
    if (!hasard_percent(&t->h, 3)) {
        draw_annuelles(t, "allocataire", &n);
        if (t->type->couple)
            draw_annuelles(t, "conjoint", &n);
    }
    if (t->type->droits & DROIT_AAH)
        draw_trimestrielles(t, "aah", &trimestres);
    if (t->type->droits & DROIT_RSA)
        draw_trimestrielles(t, "rsa", &trimestres);
}

/* ---- home -------------------------------------------------------------------------------------- */

void tirage_logement(struct tire *t)
{
    static const char *const autres[] = {"ACC", "PRO", "HGP", "HOP"};
    struct hasard *h = &t->h;
    struct logement *l = &t->f.logement;
    int depuis = hasard_between(h, 2, 120);
    *l = (struct logement){.depuis = tirage_moment(h, depuis), .surpeuplement = NON};
    if (hasard_percent(h, t->type->locataire)) {
        l->occupation = "LOC";
        l->ouverture_droit = (struct moment)AVANT((int16_t)depuis, 28);
        l->loyer_centimes = hasard_between(h, 35000, 52000 + 6000 * t->enfants);
        l->loyer_nature = "loyer";
        l->loyer_reference = (struct moment)AVANT((int16_t)(depuis < 16 ? depuis : 16), 28);
        l->bail = l->depuis;
        l->bailleur = hasard_percent(h, 55) ? tirage_mot(h, &bailleurs) : NULL;
        l->surpeuplement = hasard_percent(h, 6) ? OUI : NON;
        l->sans_quittance = hasard_percent(h, 5) ? OUI : NON;
        if (hasard_percent(h, 5))
            l->impaye_depuis = tirage_moment(h, hasard_between(h, 1, 2 + depuis / 4));
    } else {
        l->occupation = autres[hasard_below(h, 4)];
        if (l->occupation[0] == 'A') {
            l->loyer_centimes = hasard_between(h, 40000, 95000);
            l->loyer_nature = "pret";
            l->loyer_reference = l->depuis;
        }
    }
    if (hasard_percent(h, 40))
        t->f.precedents[0] =
            (struct precedent){{tirage_mot(h, &complements), tirage_mot(h, &voies)},
                               tirage_moment(h, depuis + hasard_between(h, 6, 70)),
                               (struct moment)AVANT((int16_t)depuis, 1)};
}

/* ---- rights ------------------------------------------------------------------------------------ */

static struct cours *add(struct tire *t, enum prestation nature, int32_t centimes, int debut,
                         int fin)
{
    assert(t->cours < COURS_MAX);
    struct cours *c = &t->f.cours[t->cours++];
    *c = (struct cours){
        .nature = nature, .centimes = centimes, .debut = (int16_t)debut, .fin = (int16_t)fin};
    return c;
}

/* Amounts revised every quarter, each a little off the last. */
static void add_quarterly(struct tire *t, enum prestation nature, int32_t centimes)
{
    for (int debut = t->anciennete; debut >= 1; debut -= 3) {
        int fin = debut - 2 > 1 ? debut - 2 : EN_COURS;
        add(t, nature, centimes, debut, fin);
        if (hasard_percent(&t->h, 60))
            centimes = centimes / 100 * hasard_between(&t->h, 88, 112);
        if (centimes < 1500 || hasard_percent(&t->h, 4))
            debut -= 3; /* a quarter without right */
        centimes = centimes < 1500 ? 9000 : centimes;
    }
}

static void draw_familiales(struct tire *t)
{
    int debut = t->anciennete;
    if (t->enfants >= 2)
        add(t, AF,
            t->enfants == 2 ? MONTANT_AF_2
                            : MONTANT_AF_3 + (t->enfants - 3) * MONTANT_AF_PAR_ENFANT,
            debut, EN_COURS);
    if (t->enfants >= 3 && t->petits == 0)
        add(t, CF, MONTANT_CF, debut, EN_COURS);
    if (t->petits)
        add(t, AB, MONTANT_AB, debut < 20 ? debut : 20, EN_COURS);
    if (t->aeeh)
        add(t, AEEH, MONTANT_AEEH * t->aeeh, debut, EN_COURS);
    if (t->enfants && t->type->droits & DROIT_ASF)
        add(t, ASF, MONTANT_ASF * t->enfants, debut, EN_COURS);
    if (t->scolaires)
        add(t, ARS, MONTANT_ARS * t->scolaires, debut, EN_COURS);
}

static void draw_minima(struct tire *t)
{
    int personnes = t->enfants + t->type->couple;
    uint8_t droits = t->type->droits;
    if (droits & DROIT_AAH)
        add(t, AAH, MONTANT_AAH - hasard_between(&t->h, 0, 3) * 8900, t->anciennete, EN_COURS);
    if (droits & DROIT_RSA) {
        int32_t socle = personnes == 0
                            ? MONTANT_RSA_SEUL
                            : MONTANT_RSA_DEUX + (personnes - 1) * MONTANT_PAR_ENFANT_RSA;
        /* what the family draws elsewhere is taken off */
        add_quarterly(t, RSA, droits & DROIT_AAH ? 14200 : socle * 3 / 4);
        add(t, PEN, MONTANT_PEN_SEUL + personnes * MONTANT_PEN_PAR_PERSONNE, t->anciennete,
            EN_COURS);
    }
    if (droits & DROIT_PPA)
        add_quarterly(t, PPA, hasard_between(&t->h, 9000, MONTANT_PPA_BASE / 2));
}

/* Revised in January, like the rents. */
static void draw_logement(struct tire *t)
{
    const struct logement *l = &t->f.logement;
    if (!(t->type->droits & DROIT_LOGEMENT) || l->occupation[0] != 'L')
        return;
    enum prestation nature = l->bailleur ? APL : t->enfants || t->type->couple ? ALF : ALS;
    int32_t centimes = l->loyer_centimes * hasard_between(&t->h, 25, 62) / 100 / 100 * 100;
    bool seuil = hasard_percent(&t->h, 3);
    int debut = t->anciennete;
    for (int i = 0; i < 3 && debut >= 1; i++) {
        int fin = i == 2 ? EN_COURS : debut - 11 > 1 ? debut - 11 : EN_COURS;
        struct cours *c = add(t, nature, seuil ? 870 : centimes, debut, fin);
        c->tiers = l->bailleur != NULL;
        c->sous_seuil = seuil;
        centimes += hasard_between(&t->h, -22, 18) * 100;
        debut = fin - 1;
    }
}

void tirage_droits(struct tire *t)
{
    draw_familiales(t);
    draw_minima(t);
    draw_logement(t);
}

void tirage_suspend(struct tire *t, int depuis)
{
    for (size_t i = t->cours; i-- > 0;) {
        struct cours *c = &t->f.cours[i];
        if (c->fin != EN_COURS || c->debut <= depuis)
            continue;
        struct cours *suite = add(t, c->nature, c->centimes, depuis, EN_COURS);
        suite->suspendu = true;
        suite->tiers = c->tiers;
        suite->sous_seuil = c->sous_seuil;
        c->fin = (int16_t)(depuis + 1);
    }
}

void tirage_close(struct tire *t, int depuis)
{
    for (size_t i = 0; i < t->cours; i++) {
        struct cours *c = &t->f.cours[i];
        if (c->fin <= depuis)
            c->fin = (int16_t)(depuis + 1);
    }
    t->f.qf[0] = (struct qf_impose){
        (int16_t)(depuis + 20), (int16_t)(depuis + 1), hasard_between(&t->h, 180, 1400),
        (uint8_t)(20 + 5 * t->enfants), AVANT((int16_t)(depuis + 20), 3)};
}

/* ---- debts ------------------------------------------------------------------------------------- */

void tirage_creances(struct tire *t)
{
    static const char *const codes[] = {"INK", "IN4", "IN5", "INN", "INQ", "L31"};
    struct hasard *h = &t->h;
    if (!hasard_percent(h, 12) || t->cours == 0)
        return;
    int16_t debut = (int16_t)hasard_between(h, 3, 18);
    int32_t mensuel = hasard_between(h, 15, 60) * 100;
    int32_t solde = mensuel * hasard_between(h, 3, 40);
    t->f.creances[0] = (struct creance){codes[hasard_below(h, 6)],
                                        NULL,
                                        solde + mensuel * debut,
                                        solde,
                                        "montant",
                                        mensuel,
                                        "en_cours",
                                        NULL,
                                        debut,
                                        -1};
    t->f.recuperation = (struct recuperation){mensuel, debut, EN_COURS};
    if (hasard_percent(h, 30))
        t->f.creances[1] = (struct creance){
            "IM3", NULL, 12400, 12400, NULL, 0, "suspendu", "remise_en_cours", 2, -1};
}
