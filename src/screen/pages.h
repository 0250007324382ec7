/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Between the pages (pages.c) and the sheet of circumstances (circonstances.c). */
#ifndef SCREEN_PAGES_H
#define SCREEN_PAGES_H

#include <cdap/screen/pages.h>

#include "page.h"

/* Lines of words and the structure of each. */
struct fiche_libre {
    struct page page;
    struct trame *trames; /* one per line of the page */
};

/* What was captured, where, when, and how to check it, for `colonnes` columns. False: no memory. */
bool circonstances_lay(struct fiche_libre *f, const struct collecte *c,
                       const struct pages_options *o, const char *rubriques);
void circonstances_done(struct fiche_libre *f);

#endif
