/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The schemas on SQLite, as numbered steps: a base is made by taking them all, and brought up to
 * date by taking those it has not had. */
#ifndef STORE_SQLITE_SCHEMA_H
#define STORE_SQLITE_SCHEMA_H

#include <stddef.h>

enum schema { SCHEMA_ANNUAIRE, SCHEMA_DOSSIERS, SCHEMA_JOURNAL, SCHEMA_COUNT };

struct schema_file {
    const char *nom;     /* in SQL */
    const char *fichier; /* in the state folder */
};

struct migration {
    enum schema schema;
    int version; /* of the schema once this step is taken; 1, 2, 3 … within a schema */
    const char *sql;
};

extern const struct schema_file schema_files[SCHEMA_COUNT];
extern const struct migration migrations[];
extern const size_t migration_count;

/* The version that this program reads and writes. */
int schema_version(enum schema schema);

#endif
