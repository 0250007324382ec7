/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a verifier remembers of the journals he has seen: their checkpoints. */
#ifndef CDAP_SRC_VIEWS_TEMOIN_H
#define CDAP_SRC_VIEWS_TEMOIN_H

#include <cdap/journal/point.h>

struct temoin;

/* Reads what was kept in $XDG_STATE_HOME/cdap/points (~/.local/state); starts from nothing when
 * there is nothing, or no such folder. NULL when memory is short: nothing is then remembered. */
struct temoin *temoin_open(void);
/* Remembers a checkpoint whose signature is valid. False when it contradicts one already seen: the
 * same journal at the same size with another root. Other sizes prove nothing against each other
 * without a consistency proof. `t` may be NULL. */
bool temoin_agrees(struct temoin *t, const struct point *p);
/* Keeps what is new, for the next time. */
void temoin_close(struct temoin *t);

#endif
