/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The demonstration base. Everything in it is invented. */
#include <stdio.h>

#include <cdap/model/recherche.h>
#include <cdap/source/source.h>

#include "champs.h"
#include "demo.h"

#define DEMO_CAF 131

/* SIRETs whose keys are right and whose numbers nobody bears. */
static const struct {
    const char *siret, *nom, *reference;
    const char *const profils[3];
} organismes[] = {
    {"00000001800010", "CCAS de Villeneuve", "DEMO-CCAS", {"T2"}},
    {"00000002600013", "Service FSL de Villeneuve", "DEMO-FSL", {"T2", "TD"}},
};

static const struct {
    size_t organisme; /* index above */
    const char *identifiant, *prenom, *nom;
    enum role role;
    const char *profil; /* NULL: none */
} comptes[] = {
    {0, "agent.ccas", "Agathe", "EXEMPLE", ROLE_AGENT, "T2"},
    {1, "agent.fsl", "Fabien", "EXEMPLE", ROLE_AGENT, "TD"},
    {0, "responsable", "Régine", "EXEMPLE", ROLE_RESPONSABLE, NULL},
    {0, "administrateur", "Adrien", "EXEMPLE", ROLE_ADMINISTRATEUR, NULL},
    {0, "auditeur", "Aude", "EXEMPLE", ROLE_AUDITEUR, NULL},
};

#define ORGANISME_COUNT (sizeof organismes / sizeof *organismes)
#define COMPTE_COUNT    (sizeof comptes / sizeof *comptes)

static bool put_organisme(struct store *s, size_t i, int debut, int64_t *id, struct err *err)
{
    struct organisme_row organisme = {0};
    struct convention_row convention = {.caf = DEMO_CAF, .debut = debut};

    snprintf(organisme.siret, sizeof organisme.siret, "%s", organismes[i].siret);
    snprintf(organisme.nom, sizeof organisme.nom, "%s", organismes[i].nom);
    snprintf(convention.reference, sizeof convention.reference, "%s", organismes[i].reference);
    if (!store_organisme_add(s, &organisme, err))
        return false;
    *id = convention.organisme_id = organisme.id;
    return store_convention_add(s, &convention, organismes[i].profils, err);
}

static bool put_compte(struct store *s, size_t i, int64_t organisme, const char *hash, int debut,
                       struct err *err)
{
    struct agent_row agent = {.role = comptes[i].role, .actif = true, .organisme.id = organisme};

    snprintf(agent.identifiant, sizeof agent.identifiant, "%s", comptes[i].identifiant);
    snprintf(agent.prenom, sizeof agent.prenom, "%s", comptes[i].prenom);
    snprintf(agent.nom, sizeof agent.nom, "%s", comptes[i].nom);
    snprintf(agent.mot_de_passe, sizeof agent.mot_de_passe, "%s", hash);
    if (!store_agent_add(s, &agent, err))
        return false;
    return !comptes[i].profil ||
           store_habilitation_add(s, agent.id, comptes[i].profil, debut, 0, "démonstration", err);
}

static bool put_annuaire(struct store *s, struct date aujourdhui, struct err *err)
{
    int debut = date_jour((struct date){(uint16_t)(aujourdhui.year - 2), 1, 1});
    int64_t ids[ORGANISME_COUNT];
    char hash[PASSWORD_HASH];

    /* A public password: one hash for all spares as many tenths of a second. */
    if (!password_hash(SPAN_LIT(DEMO_MOT_DE_PASSE), hash))
        return err_set(err, ERR_MEMOIRE, NULL);
    for (size_t i = 0; i < ORGANISME_COUNT; i++)
        if (!put_organisme(s, i, debut, &ids[i], err))
            return false;
    for (size_t i = 0; i < COMPTE_COUNT; i++)
        if (!put_compte(s, i, ids[comptes[i].organisme], hash, debut, err))
            return false;
    return true;
}

static bool refused(struct store *s, struct err *err)
{
    return err_set(err, ERR_BASE, "le moteur répond « %s »", store_problem(s));
}

static bool put_famille(struct store *s, struct encodeur *e, size_t i, struct date aujourdhui,
                        struct err *err)
{
    struct buf json = {0}, bande = {0};
    struct identite id;
    bool done;

    famille_demo_put(i, aujourdhui, &json);
    done = (!json.failed || err_set(err, ERR_MEMOIRE, NULL)) &&
           bande_encode(e, buf_span(&json), &bande, &id, err) &&
           (store_dossier_put(s, &id, buf_span(&bande)) || refused(s, err));
    if (done && famille_demo_at(i)->oppose)
        done = store_opposition_put(s, id.cle, date_jour(aujourdhui)) || refused(s, err);
    buf_free(&json);
    buf_free(&bande);
    return done;
}

static bool put_familles(struct store *s, const char *profils, struct date aujourdhui,
                         struct err *err)
{
    struct dictionnaire *d = champs_load(profils, err);
    struct encodeur *e = d ? encodeur_new(d) : NULL;
    bool done = e || (d && err_set(err, ERR_MEMOIRE, NULL));

    for (size_t i = 0; done && i < familles_demo_count(); i++)
        done = put_famille(s, e, i, aujourdhui, err);
    encodeur_free(e);
    dictionnaire_free(d);
    return done;
}

/* Ends the transaction of one schema's part. */
static bool finish(struct store *s, bool done, struct err *err)
{
    if (done && !store_commit(s))
        done = refused(s, err);
    if (!done)
        store_rollback(s);
    return done;
}

bool demo_fill(struct store *s, const char *profils, struct date aujourdhui, struct err *err)
{
    return (store_begin(s) || refused(s, err)) &&
           finish(s, put_annuaire(s, aujourdhui, err), err) &&
           (store_begin(s) || refused(s, err)) &&
           finish(s, put_familles(s, profils, aujourdhui, err), err);
}
