/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The screens once read. */
#ifndef SCREEN_ECRANS_H
#define SCREEN_ECRANS_H

#include <cdap/screen/ecran.h>

#include "bloc.h"

struct banniere {
    struct si si;
    struct champ phrase;
};

struct ecran {
    const char *nom, *titre;
    const struct json *rubriques; /* top-level keys that make the tab present */
    struct banniere *bannieres;
    size_t banniere_count;
    struct bloc *blocs;
    size_t bloc_count;
};

struct ecrans {
    struct json *racine; /* texts are borrowed from it */
    struct arena arena;
    struct nomenclatures *nomenclatures;
    struct ecran *ecrans;
    size_t nombre;
};

#endif
