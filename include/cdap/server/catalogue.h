/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The data files that rule the server, loaded and linted once: dictionary, profiles, screens,
 * nomenclatures. Immutable: shared by threads. */
#ifndef CDAP_SERVER_CATALOGUE_H
#define CDAP_SERVER_CATALOGUE_H

#include <cdap/model/nomenclature.h>
#include <cdap/model/profil.h>

#define PROFILS_MAX 32

struct catalogue {
    struct dictionnaire *dictionnaire;
    struct profil *profils[PROFILS_MAX];
    size_t profil_count;
    struct nomenclatures *nomenclatures;
    struct buf ecrans; /* body of GET /v1/ecrans: {"version":…,"ecrans":[…],"nomenclatures":{…}} */
    char version[20]; /* of that body: first hex digits of its hash; the ETag */
};

/* `ecrans` and `profils` are folders, NULL = beside the program (data_dir). Reads
 * profils/champs.json, every other profils/ *.json, ecrans/ *.json in the order of their names, and
 * ecrans/nomenclatures/ *.json. On error `err` names the file. */
bool catalogue_load(struct catalogue *c, const char *ecrans, const char *profils, struct err *err);
void catalogue_free(struct catalogue *c);
const struct profil *catalogue_profil(const struct catalogue *c, struct span code);

#endif
