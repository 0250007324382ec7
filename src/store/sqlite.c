/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The engine on SQLite: an empty base in memory to which the three files are attached, so that each
 * has its own write lock and its own log. */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cdap/base/file.h>

#include "engine.h"
#include "sqlite_schema.h"

#define BUSY_MS 5000 /* how long a second writer of the same file waits for the first */

enum control { CONTROL_BEGIN, CONTROL_COMMIT, CONTROL_ROLLBACK, CONTROL_COUNT };

/* Deferred: BEGIN takes no lock by itself. BEGIN IMMEDIATE would take that of every file. */
static const char *const controls[CONTROL_COUNT] = {"BEGIN", "COMMIT", "ROLLBACK"};

/* The journal's file, and the log where its commits land first. */
static const char *const journal_suffixes[] = {"", "-wal"};
#define JOURNAL_FILES (sizeof journal_suffixes / sizeof *journal_suffixes)

struct engine {
    sqlite3 *db;
    sqlite3_stmt *prepared[ST_COUNT], *control[CONTROL_COUNT];
    bool bind_failed;
    bool conflict;
    char problem[160];
    struct seen {
        char path[FILE_PATH_MAX];
        dev_t dev;
        ino_t ino;
    } journal[JOURNAL_FILES];
};

/* ---- failures -------------------------------------------------------------------------------- */

static enum found failed(struct engine *e)
{
    int code = sqlite3_extended_errcode(e->db);

    e->conflict = code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY ||
                  code == SQLITE_CONSTRAINT_ROWID;
    snprintf(e->problem, sizeof e->problem, "%s (%d)", sqlite3_errmsg(e->db), code);
    return FOUND_FAILED;
}

static bool refuse(struct engine *e, const char *base, struct err *err)
{
    failed(e);
    return err_set(err, ERR_BASE, "%s : SQLite répond « %s »", base, e->problem);
}

static bool run_sql(struct engine *e, const char *base, const char *sql, struct err *err)
{
    return sqlite3_exec(e->db, sql, NULL, NULL, NULL) == SQLITE_OK || refuse(e, base, err);
}

/* ---- opening --------------------------------------------------------------------------------- */

static const char connection[] =
    "PRAGMA trusted_schema = OFF; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;"
    "PRAGMA recursive_triggers = ON;"
    "PRAGMA annuaire.synchronous = FULL; PRAGMA dossiers.synchronous = FULL;"
    "PRAGMA journal.synchronous = FULL;"
    /* what a purge erases is gone from the file too */
    "PRAGMA annuaire.secure_delete = ON; PRAGMA dossiers.secure_delete = ON;"
    "PRAGMA journal.secure_delete = ON;";

/* An import's transaction fits in the cache: a page written twice in one, because it left the cache
 * meanwhile, makes SQLite read the whole transaction again at its end. */
static const char *const modes[] = {
    [STORE_READ] = "PRAGMA query_only = ON",
    [STORE_WRITE] = "PRAGMA dossiers.cache_size = -65536",
};

static pthread_once_t once = PTHREAD_ONCE_INIT;

/* One connection belongs to one thread, and nobody reads the memory counters that all share. */
static void configure(void)
{
    sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

static bool attach(struct engine *e, const char *base, const struct schema_file *file,
                   struct err *err)
{
    char path[FILE_PATH_MAX], sql[64];
    sqlite3_stmt *st;
    bool done;

    if (!path_join(path, base, file->fichier))
        return err_set(err, ERR_FICHIER, "le chemin de la base est trop long");
    if (access(path, F_OK) != 0)
        return err_set(err, ERR_FICHIER, "%s : %s (« cdapd initialiser » crée une base)", path,
                       strerror(errno));
    snprintf(sql, sizeof sql, "ATTACH $1 AS %s", file->nom);
    done = sqlite3_prepare_v2(e->db, sql, -1, &st, NULL) == SQLITE_OK &&
           sqlite3_bind_text(st, 1, path, -1, SQLITE_STATIC) == SQLITE_OK &&
           sqlite3_step(st) == SQLITE_DONE;
    sqlite3_finalize(st);
    return done || refuse(e, path, err);
}

/* The three files under one connection, nothing prepared yet. */
static bool connect_files(struct engine *e, const char *base, struct err *err)
{
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;

    pthread_once(&once, configure);
    if (sqlite3_open_v2(":memory:", &e->db, flags, NULL) != SQLITE_OK)
        return refuse(e, base, err);
    sqlite3_busy_timeout(e->db, BUSY_MS);
    sqlite3_db_config(e->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(e->db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    for (size_t i = 0; i < SCHEMA_COUNT; i++)
        if (!attach(e, base, &schema_files[i], err))
            return false;
    return run_sql(e, base, connection, err);
}

/* Look-ups through a map cost a third, as long as the file stays in memory: cold, the system's read
 * ahead would make them far dearer. */
static bool map_dossiers(struct engine *e, const char *base, struct err *err)
{
    char path[FILE_PATH_MAX], sql[64];
    struct stat st;
    int64_t memory = (int64_t)sysconf(_SC_PHYS_PAGES) * sysconf(_SC_PAGESIZE);

    if (!path_join(path, base, schema_files[SCHEMA_DOSSIERS].fichier) || stat(path, &st) != 0 ||
        st.st_size > memory / 2)
        return true;
    snprintf(sql, sizeof sql, "PRAGMA dossiers.mmap_size = %lld", (long long)memory / 2);
    return run_sql(e, base, sql, err);
}

static bool version_read(struct engine *e, const char *schema, int *version)
{
    char sql[64];
    sqlite3_stmt *st;
    bool done;

    snprintf(sql, sizeof sql, "PRAGMA %s.user_version", schema);
    done = sqlite3_prepare_v2(e->db, sql, -1, &st, NULL) == SQLITE_OK &&
           sqlite3_step(st) == SQLITE_ROW;
    if (done)
        *version = sqlite3_column_int(st, 0);
    sqlite3_finalize(st);
    return done;
}

/* The step itself, inside a transaction that has all the locks. */
static bool step_take(struct engine *e, const char *base, const struct migration *m,
                      struct err *err)
{
    char sql[128];
    int version = 0;

    snprintf(sql, sizeof sql, "PRAGMA %s.user_version = %d", schema_files[m->schema].nom,
             m->version);
    if (!version_read(e, schema_files[m->schema].nom, &version))
        return refuse(e, base, err);
    if (version != m->version - 1) /* somebody took it meanwhile, or it is far ahead of us */
        return true;
    return run_sql(e, base, m->sql, err) && run_sql(e, base, sql, err);
}

/* Takes the steps that this base has not had. Only a base being made has had none: elsewhere, a file
 * at version 0 is one that was emptied. */
static bool upgrade(struct engine *e, const char *base, bool creation, struct err *err)
{
    for (size_t i = 0; i < migration_count; i++) {
        int version = 0;

        if (!version_read(e, schema_files[migrations[i].schema].nom, &version))
            return refuse(e, base, err);
        if (version != migrations[i].version - 1 || (version == 0 && !creation))
            continue;
        if (!run_sql(e, base, "BEGIN IMMEDIATE", err))
            return false;
        if (!step_take(e, base, &migrations[i], err) || !run_sql(e, base, "COMMIT", err)) {
            sqlite3_exec(e->db, "ROLLBACK", NULL, NULL, NULL);
            return false;
        }
    }
    return true;
}

static bool versions_check(struct engine *e, const char *base, struct err *err)
{
    for (size_t i = 0; i < SCHEMA_COUNT; i++) {
        int version = 0, wanted = schema_version((enum schema)i);

        if (!version_read(e, schema_files[i].nom, &version))
            return refuse(e, base, err);
        if (version != wanted)
            return err_set(
                err, ERR_BASE,
                "%s : %s est à la version %d du schéma, ce programme attend la version %d", base,
                schema_files[i].fichier, version, wanted);
    }
    return true;
}

/* « $1 » is a name to SQLite, numbered as it meets it: the text must name them in order. */
static bool parameters_in_order(sqlite3_stmt *st)
{
    for (int i = 1; i <= sqlite3_bind_parameter_count(st); i++) {
        const char *name = sqlite3_bind_parameter_name(st, i);

        if (!name || name[0] != '$' || atoi(name + 1) != i)
            return false;
    }
    return true;
}

static bool prepare(struct engine *e, const char *sql, sqlite3_stmt **st, const char *base,
                    struct err *err)
{
    if (sqlite3_prepare_v3(e->db, sql, -1, SQLITE_PREPARE_PERSISTENT, st, NULL) != SQLITE_OK)
        return refuse(e, base, err);
    return parameters_in_order(*st) ||
           err_set(err, ERR_INTERNE, "paramètres en désordre : %s", sql);
}

static bool prepare_all(struct engine *e, const char *base, struct err *err)
{
    for (size_t i = 0; i < ST_COUNT; i++)
        if (!prepare(e, statements[i], &e->prepared[i], base, err))
            return false;
    for (size_t i = 0; i < CONTROL_COUNT; i++)
        if (!prepare(e, controls[i], &e->control[i], base, err))
            return false;
    return true;
}

/* Which files the journal was opened on; both stay as long as this connection does. */
static bool journal_note(struct engine *e, const char *base, struct err *err)
{
    for (size_t i = 0; i < JOURNAL_FILES; i++) {
        struct seen *f = &e->journal[i];
        struct stat st;
        char name[64];

        snprintf(name, sizeof name, "%s%s", schema_files[SCHEMA_JOURNAL].fichier,
                 journal_suffixes[i]);
        if (!path_join(f->path, base, name))
            return err_set(err, ERR_FICHIER, "le chemin de la base est trop long");
        if (stat(f->path, &st) != 0)
            return err_set(err, ERR_FICHIER, "%s : %s", f->path, strerror(errno));
        f->dev = st.st_dev;
        f->ino = st.st_ino;
    }
    return true;
}

/* SQLite goes on writing in a file that was unlinked, and says that all is well. */
static bool journal_stands(struct engine *e)
{
    for (size_t i = 0; i < JOURNAL_FILES; i++) {
        const struct seen *f = &e->journal[i];
        struct stat st;

        if (stat(f->path, &st) == 0 && st.st_dev == f->dev && st.st_ino == f->ino)
            continue;
        snprintf(e->problem, sizeof e->problem, "journal ôté ou remplacé sous le serveur");
        return false;
    }
    return true;
}

static void engine_close(struct engine *e)
{
    for (size_t i = 0; i < ST_COUNT; i++)
        sqlite3_finalize(e->prepared[i]);
    for (size_t i = 0; i < CONTROL_COUNT; i++)
        sqlite3_finalize(e->control[i]);
    sqlite3_close(e->db);
    free(e);
}

static struct engine *engine_open(const char *base, enum store_mode mode, struct err *err)
{
    struct engine *e = calloc(1, sizeof *e);

    if (!e) {
        err_set(err, ERR_MEMOIRE, NULL);
        return NULL;
    }
    if (connect_files(e, base, err) && (mode == STORE_READ || upgrade(e, base, false, err)) &&
        versions_check(e, base, err) && map_dossiers(e, base, err) && prepare_all(e, base, err) &&
        run_sql(e, base, modes[mode], err) && journal_note(e, base, err))
        return e;
    engine_close(e);
    return NULL;
}

/* ---- creation -------------------------------------------------------------------------------- */

/* SQLite would make it readable by others. */
static bool file_create(const char *base, const struct schema_file *file, struct err *err)
{
    char path[FILE_PATH_MAX];
    int fd;

    if (!path_join(path, base, file->fichier))
        return err_set(err, ERR_FICHIER, "le chemin de la base est trop long");
    fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0 || close(fd) != 0)
        return err_set(err, ERR_FICHIER, "%s : %s", path, strerror(errno));
    return true;
}

static bool schemas_create(struct engine *e, const char *base, struct err *err)
{
    return connect_files(e, base, err) &&
           run_sql(e, base,
                   /* measured: a tape of 10 KB is written fastest so, and read as fast as any */
                   "PRAGMA dossiers.page_size = 8192;"
                   "PRAGMA annuaire.journal_mode = WAL; PRAGMA dossiers.journal_mode = WAL;"
                   "PRAGMA journal.journal_mode = WAL;",
                   err) &&
           upgrade(e, base, true, err);
}

static bool engine_create(const char *base, struct err *err)
{
    struct engine *e = calloc(1, sizeof *e);
    bool done = e != NULL;

    if (!e)
        return err_set(err, ERR_MEMOIRE, NULL);
    for (size_t i = 0; done && i < SCHEMA_COUNT; i++)
        done = file_create(base, &schema_files[i], err);
    done = done && schemas_create(e, base, err);
    engine_close(e);
    return done;
}

/* ---- transactions ---------------------------------------------------------------------------- */

static bool control(struct engine *e, enum control which)
{
    bool done = sqlite3_step(e->control[which]) == SQLITE_DONE;

    if (!done)
        failed(e);
    sqlite3_reset(e->control[which]);
    return done;
}

static bool engine_begin(struct engine *e)
{
    return control(e, CONTROL_BEGIN);
}

static bool engine_commit(struct engine *e)
{
    return control(e, CONTROL_COMMIT);
}

static void engine_rollback(struct engine *e)
{
    if (!sqlite3_get_autocommit(e->db))
        control(e, CONTROL_ROLLBACK);
}

/* ---- statements ------------------------------------------------------------------------------ */

static void bound(struct engine *e, int code)
{
    if (code != SQLITE_OK) {
        failed(e);
        e->bind_failed = true;
    }
}

static void bind_int(struct engine *e, enum statement st, unsigned n, int64_t value)
{
    bound(e, sqlite3_bind_int64(e->prepared[st], (int)n + 1, value));
}

/* An empty text has an address too: NULL would be bound as the absence of a value. */
static const char *address(struct span s)
{
    return s.ptr ? s.ptr : "";
}

static void bind_text(struct engine *e, enum statement st, unsigned n, struct span s)
{
    bound(e, sqlite3_bind_text64(e->prepared[st], (int)n + 1, address(s), s.len, SQLITE_STATIC,
                                 SQLITE_UTF8));
}

static void bind_bytes(struct engine *e, enum statement st, unsigned n, struct span s)
{
    bound(e, sqlite3_bind_blob64(e->prepared[st], (int)n + 1, address(s), s.len, SQLITE_STATIC));
}

static enum found step(struct engine *e, enum statement st)
{
    if (e->bind_failed)
        return FOUND_FAILED;
    switch (sqlite3_step(e->prepared[st])) {
    case SQLITE_ROW:
        return FOUND_ROW;
    case SQLITE_DONE:
        return FOUND_NONE;
    default:
        return failed(e);
    }
}

static int64_t column_int(struct engine *e, enum statement st, unsigned n)
{
    return sqlite3_column_int64(e->prepared[st], (int)n);
}

static struct span column_bytes(struct engine *e, enum statement st, unsigned n)
{
    const char *bytes = sqlite3_column_blob(e->prepared[st], (int)n);
    int len = sqlite3_column_bytes(e->prepared[st], (int)n);

    return (struct span){bytes, bytes ? (size_t)len : 0};
}

static void reset(struct engine *e, enum statement st)
{
    sqlite3_reset(e->prepared[st]);
    sqlite3_clear_bindings(e->prepared[st]);
    e->bind_failed = false;
}

static const char *problem(const struct engine *e)
{
    return e->problem;
}

static bool conflict(const struct engine *e)
{
    return e->conflict;
}

const struct engine_ops engine_sqlite = {
    .nom = "sqlite",
    .create = engine_create,
    .open = engine_open,
    .close = engine_close,
    .begin = engine_begin,
    .commit = engine_commit,
    .rollback = engine_rollback,
    .journal_stands = journal_stands,
    .bind_int = bind_int,
    .bind_text = bind_text,
    .bind_bytes = bind_bytes,
    .step = step,
    .column_int = column_int,
    .column_bytes = column_bytes,
    .reset = reset,
    .problem = problem,
    .conflict = conflict,
};
