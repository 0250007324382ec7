/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where dossiers come from besides the base: synthetic households and foreign formats. Every source
 * gives the one dossier document; import validates it like any other. */
#ifndef CDAP_SOURCE_SOURCE_H
#define CDAP_SOURCE_SOURCE_H

#include <cdap/base/date.h>
#include <cdap/base/err.h>

/* Random but plausible households: same seed, same bytes. */
struct tirage {
    uint64_t etat;
    unsigned caf;
    uint32_t numero; /* of the next household */
    struct date aujourdhui;
};
void tirage_init(struct tirage *t, uint64_t graine, unsigned caf, uint32_t premier_numero,
                 struct date aujourdhui);
/* Appends one document and a newline. */
void tirage_put(struct tirage *t, struct buf *out);

/* The hand-made families of the demo, dated relative to `aujourdhui`. */
struct famille_demo {
    unsigned caf;
    const char *numero; /* 7 digits, fixed */
    const char *nom;    /* a name that opens it */
    const char *cas;    /* what it shows, in French */
    bool oppose;
};
size_t familles_demo_count(void);
const struct famille_demo *famille_demo_at(size_t i);
void famille_demo_put(size_t i, struct date aujourdhui, struct buf *out);

/* A published API Particulier v3 answer of `dss/quotient_familial` ({"params","status","payload"} or
 * the bare body) as a dossier document with the number given. Unknown keys are tolerated, partial
 * dates kept. `participation_familiale_eaje` answers are taken too, with resources in place of the
 * quotient. False with ERR_DONNEES and the reason; ERR_AUCUN_DOSSIER when the answer holds no family:
 * a status other than 200, an error, another API. */
bool quotient_familial_v3_put(struct span json, unsigned caf, uint32_t numero, struct buf *out,
                              struct err *err);

#endif
