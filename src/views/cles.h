/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The public keys that an auditor trusts, as a command line gives them. */
#ifndef CDAP_SRC_VIEWS_CLES_H
#define CDAP_SRC_VIEWS_CLES_H

#include <cdap/journal/note.h>

struct cles {
    struct note_cle cles[NOTE_CLES_MAX];
    size_t count;
};

/* Adds a key: itself, or the name of a file whose first line it is. False when it is neither, or one
 * too many. */
bool cles_add(struct cles *c, const char *text);

#endif
