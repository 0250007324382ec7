/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a data base engine must do for the store, and nothing of the domain. One file per engine; the
 * operations are written over this table only.
 *
 * Parameters and columns count from 0. Bound bytes are borrowed until the statement's reset; a
 * failed bind makes the next step fail. */
#ifndef STORE_ENGINE_H
#define STORE_ENGINE_H

#include <cdap/store/store.h>

#include "statements.h"

struct engine;

struct engine_ops {
    const char *nom;
    /* Makes the files or the roles, and the schema at its present version. */
    bool (*create)(const char *base, struct err *err);
    /* Opens, checks the schema's version and prepares the whole table of statements. */
    struct engine *(*open)(const char *base, enum store_mode mode, struct err *err);
    void (*close)(struct engine *e);

    bool (*begin)(struct engine *e);
    bool (*commit)(struct engine *e);
    void (*rollback)(struct engine *e);
    /* False when the journal's files are no longer those that were opened. */
    bool (*journal_stands)(struct engine *e);

    void (*bind_int)(struct engine *e, enum statement st, unsigned n, int64_t value);
    void (*bind_text)(struct engine *e, enum statement st, unsigned n, struct span text);
    void (*bind_bytes)(struct engine *e, enum statement st, unsigned n, struct span bytes);
    /* FOUND_ROW: a row is there to read. FOUND_NONE: the statement is done. */
    enum found (*step)(struct engine *e, enum statement st);
    int64_t (*column_int)(struct engine *e, enum statement st, unsigned n);
    /* Text or bytes, borrowed until the next step or reset. */
    struct span (*column_bytes)(struct engine *e, enum statement st, unsigned n);
    void (*reset)(struct engine *e, enum statement st);

    /* Of the last failure: its words, and whether it broke a unique key. */
    const char *(*problem)(const struct engine *e);
    bool (*conflict)(const struct engine *e);
};

extern const struct engine_ops engine_sqlite;

#endif
