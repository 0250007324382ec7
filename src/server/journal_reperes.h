/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What entries of the journal are found by, made from their bytes once they are durable. */
#ifndef CDAP_SERVER_JOURNAL_REPERES_H
#define CDAP_SERVER_JOURNAL_REPERES_H

#include <cdap/store/store.h>

/* Makes at most `lot` of those that are missing, in one transaction of the writing connection. Returns
 * how many are then still missing; -1 on failure, and nothing is made. */
int64_t reperes_catch_up(struct store *s, unsigned lot);

#endif
