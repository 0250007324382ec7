/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How sensitive values look before they are revealed (domaine §2.8). */
#ifndef CDAP_MODEL_MASQUE_H
#define CDAP_MODEL_MASQUE_H

#include <cdap/model/champs.h>

/* Appends the masked form: NIR `1 85 •• •• ••• ••• ••`, IBAN country and last 3, BIC and holder by
 * their first letters only. A value of an unexpected shape is masked whole. */
void masque_put(struct buf *out, enum masque masque, struct span clear);

#endif
