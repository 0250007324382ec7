/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is asked to open a dossier, on the screen or by a command. */
#ifndef CDAP_SRC_VIEWS_DEMANDE_H
#define CDAP_SRC_VIEWS_DEMANDE_H

#include <cdap/client/view.h>

/* The two bases d'information; the second needs a reference. */
enum base { BASE_NON_OPPOSITION, BASE_DOCUMENT_SIGNE, BASE_COUNT };
const char *base_type(size_t base);    /* wire word */
const char *base_libelle(size_t base); /* what the agent attests */

struct demande {
    struct span caf; /* empty: the organisme's own */
    uint32_t numero;
    struct span nom;
    const char *profil, *motif;
    struct span texte; /* may be empty */
    size_t base;
    struct span reference; /* BASE_DOCUMENT_SIGNE only */
};

/* The call that opens the dossier. */
void demande_call(const struct demande *d, struct call *call);

#endif
