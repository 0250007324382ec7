/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The steps that journeys share: what an agent types, and what he must see. */
#ifndef TESTS_PARCOURS_H
#define TESTS_PARCOURS_H

#include "guichet.h"

#define AUCUN_DOSSIER "Aucun dossier ne correspond à ce numéro et à ce nom."

/* From the login screen: identifier and password, sent. */
void parcours_identifie(struct terminal *t, const char *identifiant, const char *mot_de_passe);
/* Logs in and sees the search. */
void parcours_connexion(struct terminal *t, const char *identifiant);
/* From the empty search: number and name, the first motif, the first base d'information, sent. */
void parcours_demande(struct terminal *t, const char *numero, const char *nom);
/* The same, and sees the dossier. */
void parcours_ouvre(struct terminal *t, const char *numero, const char *nom);
/* A client of `g` past the login, or past the opening of a dossier. */
struct terminal *parcours_client(const struct guichet *g, int rows, int cols,
                                 const char *identifiant);
struct terminal *parcours_dossier(const struct guichet *g, int rows, int cols,
                                  const char *identifiant, const char *numero, const char *nom);
/* Leaves by F10, and finds the terminal as before. */
void parcours_quitte(struct terminal *t);

#endif
