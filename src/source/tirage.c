/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Random households. One depends on the seed, the Caf and its number only, so that a base may be
 * drawn in several pieces, or one dossier again, with the same bytes. */
#include <string.h>

#include <cdap/source/source.h>

#include "tirage.h"

/* Kinds of households, roughly as a Caf knows them: weight; couple; children, age of the adult, what
 * he does and draws wages or a pension from, euros a year, each from … to; rights; percent who rent. */
static const struct type_foyer types[] = {
    {22, true, 1, 3, 27, 46, "SAL", "001", 14000, 27000, 0, 45},
    {14, true, 2, 5, 27, 45, "SAL", "001", 8000, 15000, DROIT_PPA | DROIT_LOGEMENT, 100},
    {7, true, 0, 0, 24, 58, "SAL", "001", 9000, 15000, DROIT_PPA | DROIT_LOGEMENT, 80},
    {4, true, 1, 4, 28, 48, "CHR", "010", 3000, 9000, DROIT_RSA | DROIT_AAH | DROIT_LOGEMENT, 90},
    {14, false, 1, 3, 24, 47, "SAL", "001", 11000, 17000, DROIT_ASF | DROIT_PPA | DROIT_LOGEMENT,
     95},
    {8, false, 1, 3, 22, 44, "CNI", "010", 0, 4000, DROIT_ASF | DROIT_RSA | DROIT_LOGEMENT, 95},
    {12, false, 0, 0, 25, 60, "CNI", "010", 0, 3000, DROIT_RSA | DROIT_LOGEMENT, 80},
    {8, false, 0, 0, 21, 60, "HAN", "021", 0, 5000, DROIT_AAH | DROIT_LOGEMENT, 85},
    {8, false, 0, 0, 18, 25, "ETU", "212", 1000, 5000, DROIT_LOGEMENT, 100},
    {3, false, 0, 0, 62, 79, "RET", "022", 9000, 14000, DROIT_LOGEMENT, 100},
};

static const struct type_foyer *draw_type(struct hasard *h)
{
    uint32_t total = 0;
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        total += types[i].poids;
    uint32_t tire = hasard_below(h, total);
    const struct type_foyer *type = types;
    while (tire >= type->poids)
        tire -= type++->poids;
    return type;
}

/* ---- people ---------------------------------------------------------------------------------- */

struct moment tirage_moment(struct hasard *h, int32_t mois)
{
    return (struct moment)AVANT((int16_t)mois, (uint8_t)hasard_between(h, 1, 28));
}

const char *tirage_mot(struct hasard *h, const struct liste *l)
{
    return l->mots[hasard_below(h, l->count)];
}

static void draw_personne(struct tire *t, struct personne *q, bool femme, int32_t age)
{
    struct hasard *h = &t->h;
    q->civilite = femme ? "MME" : "M";
    q->nom = tirage_mot(h, &noms);
    q->prenom = tirage_mot(h, femme ? &prenoms_f : &prenoms_m);
    q->naissance = tirage_moment(h, age * 12 + hasard_between(h, 0, 11));
    if (hasard_percent(h, 1))
        q->naissance = (struct moment)LE((int16_t)(t->annee - age), 0, 0);
    q->activite = t->type->activite;
    q->activite_depuis = tirage_moment(h, hasard_between(h, 3, 140));
    q->nir = (uint16_t)hasard_between(h, 1, 999);
    if (hasard_percent(h, 6))
        q->titre_sejour_fin = tirage_moment(h, hasard_between(h, -60, 2));
}

static void draw_adultes(struct tire *t)
{
    static const char *const seuls[] = {"CEL", "CEL", "ISO", "DIV", "SEF"};
    static const char *const couples[] = {"MAR", "MAR", "VIM", "PAC", "RVC"};
    struct foyer *f = &t->f;
    struct hasard *h = &t->h;
    bool femme = hasard_percent(h, t->type->couple ? 85 : t->type->enfants_max ? 90 : 45);
    t->age = hasard_between(h, t->type->age_min, t->type->age_max);
    draw_personne(t, &f->allocataire, femme, t->age);
    f->responsable = "allocataire";
    f->sitfam = (t->type->couple ? couples : seuls)[hasard_below(h, 5)];
    f->sitfam_depuis = tirage_moment(h, hasard_between(h, 4, 150));
    if (!t->type->couple)
        return;
    draw_personne(t, &f->conjoint, !femme, t->age + hasard_between(h, 0, 5));
    if (hasard_percent(h, 10))
        f->responsable = "conjoint";
    if (femme && hasard_percent(h, 55)) {
        f->allocataire.nom_naissance = f->allocataire.nom;
        f->allocataire.nom = f->conjoint.nom;
    }
}

/* Born apart by one to four years, the eldest first. */
static void draw_enfants(struct tire *t)
{
    struct foyer *f = &t->f;
    struct hasard *h = &t->h;
    const char *nom = f->conjoint.nom ? f->conjoint.nom : f->allocataire.nom;
    int count = hasard_between(h, t->type->enfants_min, t->type->enfants_max);
    int plus_age = t->age - 18 < 17 ? t->age - 18 : 17;
    int age = hasard_between(h, plus_age < 4 ? plus_age : 4, plus_age) * 12;
    for (int i = 0; i < count && age > 1; i++) {
        struct enfant *e = &f->enfants[i];
        *e = (struct enfant){
            .nom = nom,
            .prenom = tirage_mot(h, hasard_percent(h, 50) ? &prenoms_f : &prenoms_m),
            .naissance = tirage_moment(h, age),
            .activite = age >= 72   ? "SCO"
                        : age >= 36 ? "MMA"
                                    : NULL,
            .charge = CHARGE_TOUTES,
            .aeeh = hasard_percent(h, 4) ? OUI : NON,
            .sans_maintien_liens = NON,
        };
        t->enfants++;
        t->scolaires += age >= 72;
        t->petits += age < 36;
        t->aeeh += e->aeeh == OUI;
        age -= hasard_between(h, 14, 46);
    }
}

/* ---- the file ---------------------------------------------------------------------------------- */

static void draw_situation(struct tire *t)
{
    static const char *const suspensions[] = {"DB", "DA", "DE", "DC", "DL"};
    static const char *const radiations[] = {"MUT", "RFD", "ECH", "RGD", "RAU"};
    struct foyer *f = &t->f;
    struct hasard *h = &t->h;
    uint32_t sort = hasard_below(h, 100);
    int depuis = hasard_between(h, 2, 5);
    f->regime = hasard_percent(h, 3) ? "msa" : "general";
    f->situation = "AFF";
    f->mise_a_jour = tirage_moment(h, hasard_between(h, 0, 6));
    f->surendettement = hasard_percent(h, 2) ? OUI : NON;
    f->compte = 1000000 + hasard_below(h, 90000000);
    if (sort < 3) {
        f->situation = "SUS";
        f->motif_suspension = suspensions[hasard_below(h, 5)];
        f->suspendu_depuis = (struct moment)AVANT((int16_t)depuis, 1);
        tirage_suspend(t, depuis);
    } else if (sort < 6) {
        f->situation = "RAD";
        f->motif_radiation = radiations[hasard_below(h, 5)];
        f->radie_depuis = (struct moment)AVANT((int16_t)depuis, 1);
        tirage_close(t, depuis);
    }
}

static void draw_adresse(struct tire *t)
{
    struct foyer *f = &t->f;
    struct hasard *h = &t->h;
    const struct commune *c = &communes[hasard_below(h, communes_count)];
    unsigned numero = (unsigned)hasard_between(h, 1, 99);
    char *p = t->voie;
    if (numero >= 10)
        *p++ = (char)('0' + numero / 10);
    *p++ = (char)('0' + numero % 10);
    *p++ = ' ';
    strcpy(p, tirage_mot(h, &voies));
    size_t n = 0;
    if (hasard_percent(h, 60))
        f->lignes[n++] = tirage_mot(h, &complements);
    f->lignes[n] = t->voie;
    f->code_postal = c->code_postal;
    f->commune = c->nom;
    f->pays = "FRANCE";
}

static void draw_courrier(struct tire *t)
{
    static const char *const etats[] = {"traite", "traite", "a_traiter", "recu", "rejete"};
    struct hasard *h = &t->h;
    int count = hasard_between(h, 0, 5), mois = 0;
    for (int i = 0; i < count; i++) {
        struct courrier *c = &t->f.courrier[i];
        mois += hasard_between(h, 0, 2);
        *c = (struct courrier){.type = tirage_mot(h, &pieces), .recu = tirage_moment(h, mois)};
        c->etat = mois > 1 ? "traite" : etats[hasard_below(h, 5)];
        if (c->etat[0] == 't')
            c->traite = (struct moment)AVANT((int16_t)(mois > 0 ? mois - 1 : 0), 28);
    }
}

static void draw_mesures(struct tire *t)
{
    static const char *const natures[] = {"MASP", "MAJ", "CUS", "CUR", "TUT"};
    struct foyer *f = &t->f;
    struct hasard *h = &t->h;
    if (hasard_percent(h, 3))
        f->mesures[0] = (struct mesure){
            natures[hasard_below(h, 5)], tirage_moment(h, hasard_between(h, 12, 60)),
            tirage_moment(h, hasard_between(h, -24, 11)), "ASSOCIATION TUTÉLAIRE DES ESSAIS"};
    size_t n = 0;
    if (t->type->droits & DROIT_AAH)
        f->cdaph[n++] = (struct cdaph){f->allocataire.prenom, "AAH ≥ 80 %",
                                       tirage_moment(h, hasard_between(h, 6, 40)),
                                       tirage_moment(h, -hasard_between(h, 6, 50))};
    if (t->aeeh)
        f->cdaph[n] = (struct cdaph){f->enfants[0].prenom, "AEEH base",
                                     tirage_moment(h, hasard_between(h, 6, 30)),
                                     tirage_moment(h, -hasard_between(h, 1, 30))};
}

/* ---- one household ------------------------------------------------------------------------------ */

void tirage_init(struct tirage *t, uint64_t graine, unsigned caf, uint32_t premier_numero,
                 struct date aujourdhui)
{
    *t = (struct tirage){graine, caf, premier_numero, aujourdhui};
}

void tirage_put(struct tirage *t, struct buf *out)
{
    struct tire tire = {.annee = t->aujourdhui.year};
    tire.h.etat = t->etat ^ ((uint64_t)t->caf << 32 | t->numero);
    tire.h.etat = hasard_next(&tire.h);
    tire.type = draw_type(&tire.h);
    draw_adultes(&tire);
    draw_enfants(&tire);
    tirage_ressources(&tire);
    tirage_logement(&tire);
    tirage_droits(&tire);
    tirage_creances(&tire);
    draw_situation(&tire);
    draw_mesures(&tire);
    draw_adresse(&tire);
    draw_courrier(&tire);
    foyer_put(&tire.f, t->caf, t->numero, t->aujourdhui, out);
    buf_putc(out, '\n');
    t->numero++;
}
