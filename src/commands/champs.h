/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dictionary alone, for the commands that need no profile. */
#ifndef COMMANDS_CHAMPS_H
#define COMMANDS_CHAMPS_H

#include <cdap/model/champs.h>

/* champs.json in the folder `profils`, or in the one beside the program when it is NULL. */
struct dictionnaire *champs_load(const char *profils, struct err *err);

#endif
