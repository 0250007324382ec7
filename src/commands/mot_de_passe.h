/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A new password, from the terminal or from a file descriptor, never from the command line. */
#ifndef COMMANDS_MOT_DE_PASSE_H
#define COMMANDS_MOT_DE_PASSE_H

#include <cdap/base/secret.h>

#define MOT_DE_PASSE_TERMINAL (-1)

/* Reads it twice on the terminal, or one line from `fd`, checks it (Cnil 2022-100, case 2: its length
 * and the commonest only) and gives its hash. ERR_CHAMP, ERR_ANNULE or ERR_FICHIER. */
bool mot_de_passe_new(int fd, const char *identifiant, char hash[PASSWORD_HASH], struct err *err);

#endif
