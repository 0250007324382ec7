/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words from which people and addresses are drawn. */
#ifndef CDAP_SOURCE_LISTES_H
#define CDAP_SOURCE_LISTES_H

#include <stdint.h>

struct liste {
    const char *const *mots;
    uint32_t count;
};

struct commune {
    const char *code_postal, *nom;
};

extern const struct liste noms, prenoms_f, prenoms_m, voies, complements, bailleurs, pieces;
extern const struct commune communes[];
extern const uint32_t communes_count;

#endif
