/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a demonstration base holds: fictitious organisms, accounts and families. */
#ifndef COMMANDS_DEMO_H
#define COMMANDS_DEMO_H

#include <cdap/base/date.h>
#include <cdap/store/store.h>

#define DEMO_MOT_DE_PASSE "consultation-de-demonstration"

/* Fills an empty base; dates are relative to `aujourdhui`. `profils` is the folder of champs.json,
 * NULL for the one beside the program. */
bool demo_fill(struct store *s, const char *profils, struct date aujourdhui, struct err *err);

#endif
