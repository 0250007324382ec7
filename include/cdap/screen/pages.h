/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A dossier as pages: every rubrique whole, under a head and over a foot that say whose it is, what,
 * by whom and when; then a sheet of circumstances. */
#ifndef CDAP_SCREEN_PAGES_H
#define CDAP_SCREEN_PAGES_H

#include <cdap/grid/liasse.h>
#include <cdap/screen/ecran.h>

#define PAGES_COLONNES 132 /* of an A4 page on its side */
#define PAGES_LIGNES   46

/* How the data came here. Texts are borrowed; a NULL one is not said. */
struct collecte {
    const char *profil;     /* « T2 Action sociale » */
    int64_t profil_version; /* 0 = not known */
    const char *agent;      /* identifiant */
    const char *organisme;  /* its name */
    int64_t recu;           /* receipt of the consultation */
    int64_t date;           /* of the collection, Unix seconds, by the server's clock */
    int64_t export;         /* of this export, Unix seconds, by this machine's clock */
    const char *serveur;    /* its address, as it may be shown */
    const char *certificat; /* its SHA-256 fingerprint; NULL = a local link, which has none */
    int term_lignes, term_colonnes;
    const struct theme *theme; /* of the terminal; NULL = the first one */
};

struct pages_options {
    int lignes, colonnes;     /* of a page, 0 = the ones above; never less than 40 columns */
    const struct ecran *seul; /* this rubrique alone, NULL = all those that the answer holds */
};

/* Draws the pages. A rubrique whose variants coexist is drawn once for each; masked values stay
 * masked. `out` zeroed; to be given back by liasse_done, on error too. */
bool pages_draw(struct liasse *out, const struct ecrans *es, const struct json *dossier,
                const struct collecte *c, const struct pages_options *o, struct err *err);

#endif
