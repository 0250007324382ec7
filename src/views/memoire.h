/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an auditor remembers of the journals that he has seen: their checkpoints. */
#ifndef CDAP_SRC_VIEWS_MEMOIRE_H
#define CDAP_SRC_VIEWS_MEMOIRE_H

#include <cdap/base/err.h>
#include <cdap/journal/point.h>

struct memoire;

/* Reads what was kept in $XDG_STATE_HOME/cdap/points (~/.local/state); starts from nothing when
 * there is nothing, or no such folder. NULL when memory is short: nothing is then remembered. */
struct memoire *memoire_open(void);
/* The same for a witness, who signs on what he remembers: nobody else opens it so until it is closed,
 * and it is refused, NULL, when it has no place, cannot be read or holds a line that is not one. */
struct memoire *memoire_open_sure(struct err *err);
/* The largest checkpoint seen of a journal; false when there is none. */
bool memoire_last(const struct memoire *m, const char *origine, struct point *out);
/* Remembers a checkpoint whose signature is valid. False when it contradicts one already seen: the
 * same journal at the same size with another root. Other sizes prove nothing against each other
 * without a consistency proof. `m` may be NULL. */
bool memoire_agrees(struct memoire *m, const struct point *p);
/* Keeps what is new, for the next time and through a loss of power. */
bool memoire_keep(struct memoire *m, struct err *err);
/* Gives it back; what was not kept is forgotten. Accepts NULL. */
void memoire_close(struct memoire *m);

#endif
