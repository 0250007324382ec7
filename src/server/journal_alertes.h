/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What in an entry deserves an auditor's eye. */
#ifndef CDAP_SERVER_JOURNAL_ALERTES_H
#define CDAP_SERVER_JOURNAL_ALERTES_H

#include <cdap/journal/entree.h>
#include <cdap/store/store.h>

/* Appends their words to a JSON array: "volume" (more consultations by one agent within the hour than
 * work explains), "horaires" (outside 7 h – 20 h in Paris, or at the week-end), "refus" (refusals in a
 * burst). False when the base failed. */
bool alertes_put(struct buf *out, struct store *s, const struct entree *e);

#endif
