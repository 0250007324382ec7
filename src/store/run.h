/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Running one statement: parameters in their order, then rows, each column in its order. One
 * statement is open at a time; opening another closes it. */
#ifndef STORE_RUN_H
#define STORE_RUN_H

#include <cdap/base/file.h>

#include "engine.h"

struct store {
    const struct engine_ops *ops;
    struct engine *engine;
    char base[FILE_PATH_MAX]; /* folder of the files */
    enum statement st;        /* the open one, ST_COUNT when none */
    unsigned bound, column;
    bool demo;
};

void run_open(struct store *s, enum statement st);
void run_close(struct store *s);

void put_int(struct store *s, int64_t value);
void put_text(struct store *s, struct span text);
void put_bytes(struct store *s, const void *bytes, size_t len);

/* Next row; its columns are then taken from the first. */
enum found run_row(struct store *s);
int64_t take_int(struct store *s);
struct span take_bytes(struct store *s);
/* Copies a text into `out`, cut at `size`. */
void take_text(struct store *s, char *out, size_t size);

/* Runs to the end a statement that gives no row, and closes it. */
bool run_done(struct store *s);
/* The same for one that gives an id. False with ERR_CONFLIT, naming `champ`, or ERR_INTERNE. */
bool run_id(struct store *s, int64_t *id, const char *champ, struct err *err);
/* Always false: what the engine refused, as an error of the program. */
bool run_failed(struct store *s, struct err *err);

#endif
