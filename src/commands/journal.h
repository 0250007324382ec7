/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the actions of « cdapd journal » share. */
#ifndef COMMANDS_JOURNAL_H
#define COMMANDS_JOURNAL_H

#include <cdap/base/date.h>
#include <cdap/server/registre.h>

#include "progression.h"

struct journal_demande {
    const char *donnees, *sortie, *justification;
    int annee; /* 0 = the last one */
    unsigned mois;
    struct date aujourdhui; /* zeroed = the clock */
    struct note_cle cles[NOTE_CLES_MAX];
    size_t cle_count; /* 0 = those of the base */
    const struct journal_action *action;
};

struct journal_action {
    const char *nom;
    bool (*fait)(const struct journal_demande *d, struct err *err);
};

bool journal_verifier(const struct journal_demande *d, struct err *err);
bool journal_exporter(const struct journal_demande *d, struct err *err);
bool journal_purger(const struct journal_demande *d, struct err *err);

/* A year's last checkpoint: the note appended, its content checked under no key. ERR_DONNEES when
 * there is none. */
bool journal_point_read(struct store *s, int annee, struct registre_annee *a, struct buf *note,
                        struct point *point, struct err *err);
/* The keys of the demand, or else the public halves of the base's own. */
bool journal_cles(const struct journal_demande *d, struct note_cle cles[NOTE_CLES_MAX],
                  size_t *count, struct err *err);

#endif
