/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The facts of one fictional household, told relative to the day they are written down. Every
 * synthetic dossier, drawn at random or made by hand, is one of these; foyer_put writes it. What a
 * file computes from its facts (quotient familial, ressources retenues, counts of children, droits,
 * paiements) is computed here too, so that the figures agree with one another.
 *
 * Zero means « not known »: a zeroed foyer is a dossier with every field null or empty. Texts are
 * ours: they hold neither quote nor backslash, and some are written without looking for any. */
#ifndef CDAP_SOURCE_FOYER_H
#define CDAP_SOURCE_FOYER_H

#include <cdap/base/date.h>

#include "prestations.h"

/* ---- days ------------------------------------------------------------------------------------ */

enum moment_quoi { MOMENT_AUCUN, MOMENT_RELATIF, MOMENT_FIXE };

struct moment {
    uint8_t quoi;
    uint8_t jour;  /* ≤ 28 when relative, so that every month has it; 0 = unknown part */
    int16_t mois;  /* relative: months before this one, below 0 = to come; fixed: 1..12 or 0 */
    int16_t annee; /* fixed only */
};

#define AVANT(mois, jour)                 \
    {                                     \
        MOMENT_RELATIF, (jour), (mois), 0 \
    }
#define DANS(mois, jour)                   \
    {                                      \
        MOMENT_RELATIF, (jour), -(mois), 0 \
    }
#define AGE(ans, mois, jour)                           \
    {                                                  \
        MOMENT_RELATIF, (jour), 12 * (ans) + (mois), 0 \
    }
#define LE(annee, mois, jour)                \
    {                                        \
        MOMENT_FIXE, (jour), (mois), (annee) \
    }
#define EN_COURS 0 /* last month of a right still open; the newest month known is 1 */

/* A day of the past never falls after today. */
struct date moment_date(struct moment m, struct date aujourdhui);

/* ---- people ---------------------------------------------------------------------------------- */

enum tri { INCONNU, NON, OUI };

struct personne {
    const char *civilite; /* MME, M */
    const char *nom;      /* usage */
    const char *prenom;
    const char *nom_naissance; /* only when it is not the one in use */
    struct moment naissance;
    const char *activite;
    struct moment activite_depuis;
    struct moment deces;
    struct moment titre_sejour_fin;
    uint16_t nir; /* last three digits of a NIR that nobody can hold; 0 = not in the file */
};

enum { CHARGE_PF = 1, CHARGE_RSA = 2, CHARGE_AL = 4, CHARGE_TOUTES = 7 };

struct enfant {
    const char *nom, *prenom;
    struct moment naissance;
    const char *activite;
    uint8_t charge; /* CHARGE_* */
    uint8_t aeeh;   /* enum tri, as the next */
    uint8_t sans_maintien_liens;
};

/* ---- money ----------------------------------------------------------------------------------- */

/* A right over a run of months, counted back from this one. */
struct cours {
    enum prestation nature; /* PRESTATION_FIN ends a list */
    int32_t centimes;       /* a month */
    int16_t debut, fin;     /* first month, last month (EN_COURS) */
    bool suspendu, sous_seuil;
    bool tiers; /* paid to the landlord */
};

struct annuelle {
    uint8_t annees; /* before this one: 2 = N-2; 0 ends a list */
    const char *personne;
    const char *nature; /* NATRESS */
    int32_t centimes;
    const char *abattement;
};

struct trimestrielle {
    const char *dispositif; /* NULL ends a list */
    int16_t debut, fin;     /* months ago */
    const char *personne;
    const char *nature;
    int32_t centimes;
};

/* A quotient set by hand, where the computed one would hide the case. */
struct qf_impose {
    int16_t debut, fin; /* months ago; debut 0 and fin 0 with parts 0 ends a list */
    int32_t valeur;     /* -1 = not known */
    uint8_t parts;      /* tenths */
    struct moment calcul;
};

struct recuperation {
    int32_t centimes; /* withheld each month from the monthly payment */
    int16_t debut, fin;
};

/* Longest lists; each has room for the zeroed element that ends it. */
enum {
    ENFANTS_MAX = 8,
    AUTRES_MAX = 3,
    COURS_MAX = 40,
    ANNUELLES_MAX = 16,
    TRIMESTRIELLES_MAX = 32,
    QF_IMPOSES_MAX = 8,
    CREANCES_MAX = 6,
    MESURES_MAX = 4,
    CDAPH_MAX = 4,
    PRECEDENTS_MAX = 3,
    COURRIERS_MAX = 8,
    LIGNES_MAX = 7
};

/* ---- the household --------------------------------------------------------------------------- */

struct mesure {
    const char *nature;
    struct moment debut, fin;
    const char *titulaire;
};

struct cdaph {
    const char *personne, *avis;
    struct moment debut, fin;
};

struct autre {
    const char *nom, *prenom;
    struct moment naissance;
    const char *activite;
};

struct precedent {
    const char *lignes[LIGNES_MAX + 1];
    struct moment debut, fin;
};

struct logement {
    const char *occupation; /* NULL = nothing known of the home */
    struct moment depuis, ouverture_droit;
    int32_t loyer_centimes;
    const char *loyer_nature;
    struct moment loyer_reference;
    const char *bailleur;
    struct moment bail;
    struct moment impaye_depuis;
    uint8_t surpeuplement, sans_quittance;
};

struct creance {
    const char *code, *destinataire;
    int32_t initial_centimes, solde_centimes;
    const char *mode;
    int32_t valeur;
    const char *etat, *motif;
    int16_t debut, fin; /* months ago; fin -1 = none */
};

struct courrier {
    const char *type;
    struct moment recu;
    const char *etat;
    struct moment traite;
};

struct foyer {
    struct moment mise_a_jour;
    struct personne allocataire, conjoint; /* conjoint without nom: none */
    const char *responsable;

    const char *regime, *situation;
    const char *motif_radiation;
    struct moment radie_depuis;
    struct moment suspendu_depuis;
    const char *motif_suspension;
    const char *sitfam;
    struct moment sitfam_depuis;
    uint8_t surendettement; /* enum tri */
    struct cdaph cdaph[CDAPH_MAX + 1];
    uint32_t compte; /* makes an IBAN of a bank that does not exist; 0 = none */
    struct mesure mesures[MESURES_MAX + 1];

    struct moment grossesse_debut, grossesse_modifie;
    struct enfant enfants[ENFANTS_MAX + 1];
    struct autre autres[AUTRES_MAX + 1];

    int16_t qf_mois; /* months of computed history; 0 = none */
    struct qf_impose qf[QF_IMPOSES_MAX + 1];
    struct annuelle annuelles[ANNUELLES_MAX + 1];
    struct trimestrielle trimestrielles[TRIMESTRIELLES_MAX + 1];

    struct cours cours[COURS_MAX + 1];
    struct recuperation recuperation;

    struct logement logement;
    struct precedent precedents[PRECEDENTS_MAX + 1];
    struct creance creances[CREANCES_MAX + 1];

    const char *lignes[LIGNES_MAX + 1];
    const char *code_postal, *commune, *pays;
    struct courrier courrier[COURRIERS_MAX + 1];
};

/* Appends the dossier document of domaine §3 (no newline). `aujourdhui` complete. */
void foyer_put(const struct foyer *f, unsigned caf, uint32_t numero, struct date aujourdhui,
               struct buf *out);

#endif
