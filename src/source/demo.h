/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The hand-made families: what each one shows, and its facts. All invented. */
#ifndef CDAP_SOURCE_DEMO_H
#define CDAP_SOURCE_DEMO_H

#include <cdap/source/source.h>

#include "foyer.h"

#define CAF_DEMO 131

struct demo {
    struct famille_demo famille;
    const struct foyer *foyer;
};

/* One list per theme; each ends with a family without foyer. */
extern const struct demo demo_compositions[];
extern const struct demo demo_situations[];
extern const struct demo demo_ressources[];
extern const struct demo demo_droits[];

/* Words that most families share. */
#define FAMILLE(numero, nom, cas)               \
    {                                           \
        CAF_DEMO, (numero), (nom), (cas), false \
    }
#define OPPOSEE(numero, nom, cas)              \
    {                                          \
        CAF_DEMO, (numero), (nom), (cas), true \
    }
#define AFFILIE(qui) .regime = "general", .situation = "AFF", .responsable = (qui)
#define VILLENEUVE   .code_postal = "13999", .commune = "VILLENEUVE", .pays = "FRANCE"

/* Wages of N-2 to N-5, the last year being outside the three that profile TD sees. */
#define SALAIRE(annee, qui, centimes)           \
    {                                           \
        (annee), (qui), "001", (centimes), NULL \
    }
#define SALAIRES(qui, n2, n3, n4, n5) \
    SALAIRE(2, qui, n2), SALAIRE(3, qui, n3), SALAIRE(4, qui, n4), SALAIRE(5, qui, n5)
#define TRIMESTRE(dispositif_, debut_, qui, nature_, centimes_)            \
    {                                                                      \
        (dispositif_), (debut_), (debut_)-2, (qui), (nature_), (centimes_) \
    }

#define SANS_FIN (-1)

#endif
