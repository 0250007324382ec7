/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists of codes and their French labels: one file per list, screens/nomenclatures/sitfam.json =
 * {"CEL":"célibataire",…}; served together as {"sitfam":{…},…}. */
#ifndef CDAP_MODEL_NOMENCLATURE_H
#define CDAP_MODEL_NOMENCLATURE_H

#include <cdap/base/json.h>

struct nomenclatures;

struct nomenclatures *nomenclatures_new(void);
/* Adds a list from its JSON object; false with ERR_DONNEES on a bad shape or a list already there. */
bool nomenclatures_add(struct nomenclatures *n, const char *liste, const struct json *codes,
                       struct err *err);
void nomenclatures_free(struct nomenclatures *n);
bool nomenclatures_has(const struct nomenclatures *n, const char *liste);
/* Label of a code; NULL when list or code is unknown: show the code itself. Borrowed. */
const char *nomenclature_label(const struct nomenclatures *n, const char *liste, const char *code);

#endif
