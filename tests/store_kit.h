/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A base in a temporary folder, and the few rows that store tests share. */
#ifndef TESTS_STORE_KIT_H
#define TESTS_STORE_KIT_H

#include <cdap/store/store.h>

#define KIT_SIRET "13002526500013" /* published sample number */

/* An empty base, open for writing; base_done closes it and removes the folder. */
struct kit {
    char *dir;
    struct store *store;
};
void kit_init(struct kit *kit);
void kit_done(struct kit *kit);

/* Adds an organism, an agent `identifiant` and a convention of Caf 131 opening T2 and TD from
 * 2026-01-01, without end. Gives the agent's id. */
int64_t kit_agent(struct kit *kit, const char *identifiant);
/* Identity of a dossier whose first name key is `nom` repeated. */
struct identite kit_identite(uint64_t cle, unsigned char nom);

#endif
