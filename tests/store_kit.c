/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shared by the store's tests: see store_kit.h. */
#include <stdio.h>
#include <string.h>

#include "store_kit.h"
#include "suite.h"

void kit_init(struct kit *kit)
{
    struct err err = {0};

    ck_assert(secret_init());
    kit->dir = folder_make();
    ck_assert_msg(store_create(kit->dir, false, &err), "%s", err.detail);
    kit->store = store_open(kit->dir, STORE_WRITE, &err);
    ck_assert_msg(kit->store != NULL, "%s", err.detail);
}

void kit_done(struct kit *kit)
{
    store_close(kit->store);
    folder_remove(kit->dir);
}

int64_t kit_agent(struct kit *kit, const char *identifiant)
{
    static const char *const profils[] = {"T2", "TD", NULL};
    struct organisme_row organisme = {.siret = KIT_SIRET, .nom = "Organisme d’essai"};
    struct agent_row agent = {.role = ROLE_AGENT, .actif = true, .mot_de_passe = "$x"};
    struct convention_row convention = {.reference = "C-1", .caf = 131, .debut = 20260101};
    struct err err = {0};

    ck_assert(store_organisme_add(kit->store, &organisme, &err));
    convention.organisme_id = agent.organisme.id = organisme.id;
    snprintf(agent.identifiant, sizeof agent.identifiant, "%s", identifiant);
    snprintf(agent.nom, sizeof agent.nom, "ESSAI");
    snprintf(agent.prenom, sizeof agent.prenom, "Ève");
    ck_assert_msg(store_agent_add(kit->store, &agent, &err), "%s", err.detail);
    ck_assert_msg(store_convention_add(kit->store, &convention, profils, &err), "%s", err.detail);
    return agent.id;
}

struct identite kit_identite(uint64_t cle, unsigned char nom)
{
    struct identite id = {.cle = cle};

    memset(id.noms[0], nom, NOM_CLE_SIZE);
    return id;
}
