/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a command asks and never takes as an argument: at the terminal, or one line each on a pipe. */
#ifndef CDAP_SRC_VIEWS_INVITE_H
#define CDAP_SRC_VIEWS_INVITE_H

#include <stdbool.h>

#define INVITE_SIZE 512 /* bytes of an answer, its NUL included */

/* One answer. `hidden`: it does not show as it is typed. False when none came, said on stderr, or when
 * the command was interrupted. */
bool invite(const char *question, char out[INVITE_SIZE], bool hidden);

#endif
