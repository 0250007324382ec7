/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The months of a household, newest first: quotients, rights, and the payments that follow from
 * them. Rights of a month are paid around the 5th of the next; a payment is the sum of what it is
 * made of, and lacks what was withheld. */
#include "page.h"

/* A right paid in the month `ago` months before this one (before any withholding). */
static bool due(const struct page *p, const struct cours *c, int ago)
{
    unsigned seul = prestation_regle(c->nature)->mois;
    return c->debut >= ago && ago >= c->fin &&
           (seul == 0 || (int)seul == mois_month(p->mois - ago));
}

static bool paid(const struct page *p, const struct cours *c, int ago)
{
    return due(p, c, ago) && !c->suspendu && !c->sous_seuil;
}

static int oldest(const struct foyer *f)
{
    int first = 0;
    for (const struct cours *c = f->cours; c->nature; c++)
        if (c->debut > first)
            first = c->debut;
    return first;
}

/* ---- quotient familial ------------------------------------------------------------------------ */

static void put_quotient(const struct page *p, int debut, int fin, struct quotient q,
                         struct moment calcul)
{
    put_row(p->out);
    put_mois(p, "debut", debut);
    put_mois(p, "fin", fin == EN_COURS ? -1 : fin);
    if (q.valeur < 0)
        put_null(p->out, "valeur");
    else
        json_put_member_int(p->out, "valeur", q.valeur);
    json_put_member_int(p->out, "parts", q.parts);
    put_date(p, "date_calcul", calcul);
    buf_putc(p->out, '}');
}

/* One row for each run of months with the same value and the same shares. */
static void put_computed(const struct page *p)
{
    struct quotient q = {0};
    int fin = 0;
    for (int ago = 0; ago < p->f->qf_mois; ago++) {
        if (ago == fin)
            q = foyer_quotient(p, ago);
        struct quotient avant = foyer_quotient(p, ago + 1);
        if (ago + 1 < p->f->qf_mois && avant.valeur == q.valeur && avant.parts == q.parts)
            continue;
        put_quotient(p, ago, fin, q, (struct moment)AVANT((int16_t)ago, 3));
        fin = ago + 1;
    }
}

void put_quotients(const struct page *p)
{
    put_open(p->out, "quotient_familial", '[');
    for (const struct qf_impose *q = p->f->qf; q->parts > 0; q++)
        put_quotient(p, q->debut, q->fin, (struct quotient){q->valeur, q->parts}, q->calcul);
    if (p->f->qf->parts == 0)
        put_computed(p);
    buf_putc(p->out, ']');
}

/* ---- rights ----------------------------------------------------------------------------------- */

static void put_droit(const struct page *p, const struct cours *c, int ago)
{
    struct buf *b = p->out;
    const struct prestation_regle *regle = prestation_regle(c->nature);
    put_row(b);
    PUT(b, "\"mois\":\"");
    mois_put_iso(b, p->mois - ago);
    PUT(b, "\",\"nature\":\"");
    buf_puts(b, regle->code);
    PUT(b, "\",\"montant_centimes\":");
    buf_put_int(b, c->centimes);
    PUT(b, ",\"suspendu\":");
    buf_puts(b, c->suspendu ? "true" : "false");
    PUT(b, ",\"sous_seuil\":");
    buf_puts(b, !regle->seuil ? "null}" : c->sous_seuil ? "true}" : "false}");
}

void put_droits(const struct page *p)
{
    put_open(p->out, "droits", '[');
    int first = oldest(p->f);
    for (int ago = 1; ago <= first; ago++)
        for (const struct cours *c = p->f->cours; c->nature; c++)
            if (due(p, c, ago))
                put_droit(p, c, ago);
    buf_putc(p->out, ']');
}

/* ---- payments --------------------------------------------------------------------------------- */

static const struct {
    const char *type;
    bool tiers, exceptionnel;
} groupes[] = {
    {"mensuel", false, false},
    {"apl", true, false},
    {"exceptionnel", false, true},
};
enum { MENSUEL, TIERS, EXCEPTIONNEL };

static bool in_groupe(const struct cours *c, int groupe)
{
    bool exceptionnel = prestation_regle(c->nature)->versement == VERSEMENT_EXCEPTIONNEL;
    return c->tiers == groupes[groupe].tiers && exceptionnel == groupes[groupe].exceptionnel;
}

/* The 5th of the month after, brought back to the Friday when it falls on a weekend; exceptional
 * payments have a day of their own. */
static struct date payment_date(const struct page *p, const struct cours *c, int ago)
{
    const struct prestation_regle *regle = prestation_regle(c->nature);
    mois_t mois = p->mois - ago;
    if (regle->versement == VERSEMENT_EXCEPTIONNEL)
        return (struct date){(uint16_t)mois_year(mois), (uint8_t)mois_month(mois), regle->jour};
    mois++;
    struct date d = {(uint16_t)mois_year(mois), (uint8_t)mois_month(mois), 5};
    int64_t weekday = (date_to_unix(d) / 86400 + 4) % 7; /* 0 = Sunday; 1970-01-01 was a Thursday */
    d.day = (uint8_t)(weekday == 0 ? 3 : weekday == 6 ? 4 : 5);
    return d;
}

static bool later(struct date a, struct date b)
{
    int32_t x = a.year * 10000 + a.month * 100 + a.day;
    return x > b.year * 10000 + b.month * 100 + b.day;
}

static int64_t withheld(const struct page *p, int groupe, int ago, int64_t total)
{
    const struct recuperation *r = &p->f->recuperation;
    if (groupe != MENSUEL || r->debut < ago || ago < r->fin)
        return 0;
    return r->centimes < total ? r->centimes : total;
}

/* What is withheld is taken from the first rights of the payment, so that their sum stays its own. */
static void put_prestations(const struct page *p, int groupe, int ago, int64_t withhold)
{
    struct buf *b = p->out;
    PUT(b, ",\"prestations\":[");
    for (const struct cours *c = p->f->cours; c->nature; c++) {
        if (!in_groupe(c, groupe) || !paid(p, c, ago))
            continue;
        int64_t taken = withhold < c->centimes ? withhold : c->centimes;
        withhold -= taken;
        put_row(b);
        PUT(b, "\"nature\":\"");
        buf_puts(b, prestation_regle(c->nature)->code);
        PUT(b, "\",\"montant_centimes\":");
        buf_put_int(b, c->centimes - taken);
        buf_putc(b, '}');
    }
    PUT(b, "]}");
}

static void put_destinataire(const struct page *p, int groupe)
{
    struct buf *b = p->out;
    const struct personne *q = &p->f->allocataire;
    const char *tiers = p->f->logement.bailleur;
    PUT(b, ",\"destinataire\":");
    if (groupe == TIERS && tiers) {
        json_put_string(b, span_of(tiers));
        return;
    }
    buf_putc(b, '"');
    buf_puts(b, q->nom);
    buf_putc(b, ' ');
    buf_puts(b, q->prenom);
    buf_putc(b, '"');
}

static void put_paiement(const struct page *p, int groupe, int ago)
{
    struct buf *b = p->out;
    const struct cours *premier = NULL;
    int64_t total = 0;
    for (const struct cours *c = p->f->cours; c->nature; c++) {
        if (!in_groupe(c, groupe) || !paid(p, c, ago))
            continue;
        premier = premier ? premier : c;
        total += c->centimes;
    }
    if (!premier)
        return;
    int64_t retenue = withheld(p, groupe, ago, total);
    struct date jour = payment_date(p, premier, ago);
    put_row(b);
    PUT(b, "\"type\":\"");
    buf_puts(b, groupes[groupe].type);
    PUT(b, "\",\"etat\":\"");
    buf_puts(b, later(jour, p->jour) ? "traite" : "emis");
    PUT(b, "\",\"date\":\"");
    date_put_iso(b, jour);
    PUT(b, "\",\"montant_centimes\":");
    buf_put_int(b, total - retenue);
    PUT(b, ",\"periode_debut\":\"");
    mois_put_iso(b, p->mois - ago);
    PUT(b, "\",\"periode_fin\":\"");
    mois_put_iso(b, p->mois - ago);
    PUT(b, "\",\"recuperation_centimes\":");
    buf_put_int(b, retenue);
    put_destinataire(p, groupe);
    put_prestations(p, groupe, ago, retenue);
}

void put_paiements(const struct page *p)
{
    put_open(p->out, "paiements", '[');
    int first = oldest(p->f);
    for (int ago = 1; ago <= first; ago++)
        for (int groupe = MENSUEL; groupe <= EXCEPTIONNEL; groupe++)
            put_paiement(p, groupe, ago);
    buf_putc(p->out, ']');
}
