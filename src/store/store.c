/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Creating, opening and closing a base; turns and transactions; the secret of pseudonyms. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cdap/base/file.h>

#include "run.h"

#define BASE_FOLDER "base" /* in the state folder: one rename puts a whole base in place */
#define SECRET_FILE "pseudonymes.secret"

/* The engine that understands a base's address. One day: postgresql://… */
static const struct engine_ops *engine_for(const char *donnees)
{
    (void)donnees;
    return &engine_sqlite;
}

static bool base_path(char out[FILE_PATH_MAX], const char *donnees, struct err *err)
{
    return path_join(out, donnees, BASE_FOLDER) ||
           err_set(err, ERR_FICHIER, "le chemin de la base est trop long");
}

static bool secret_path(char out[FILE_PATH_MAX], const char *base, struct err *err)
{
    return path_join(out, base, SECRET_FILE) ||
           err_set(err, ERR_FICHIER, "le chemin de la base est trop long");
}

/* ---- creation ------------------------------------------------------------------------------- */

static bool secret_create(const char *base, struct err *err)
{
    unsigned char secret[HASH_BYTES];
    char path[FILE_PATH_MAX];
    bool done;

    if (!secret_path(path, base, err))
        return false;
    random_bytes(secret, sizeof secret);
    done = file_write_new(path, (struct span){(const char *)secret, sizeof secret}, 0600, err);
    secret_wipe(secret, sizeof secret);
    return done;
}

static bool parametres_create(const char *donnees, bool demo, struct err *err)
{
    struct store *s = store_open(donnees, STORE_WRITE, err);
    bool done;

    if (!s)
        return false;
    run_open(s, ST_PARAMETRE_ADD);
    put_text(s, SPAN_LIT("demo"));
    put_text(s, demo ? SPAN_LIT("oui") : SPAN_LIT("non"));
    done = run_done(s) || run_failed(s, err);
    store_close(s);
    return done;
}

/* The state folder may stand already; the base's must not. */
static bool folders_create(const char *donnees, const char *base, bool *made, struct err *err)
{
    *made = mkdir(donnees, 0700) == 0;
    if (!*made && errno != EEXIST)
        return err_set(err, ERR_FICHIER, "%s : %s", donnees, strerror(errno));
    if (mkdir(base, 0700) == 0)
        return true;
    if (errno == EEXIST)
        return err_set(err, ERR_CONFLIT, "%s : une base s’y trouve déjà, elle n’est pas touchée",
                       donnees);
    return err_set(err, ERR_FICHIER, "%s : %s", base, strerror(errno));
}

bool store_create(const char *donnees, bool demo, struct err *err)
{
    char base[FILE_PATH_MAX];
    bool made;

    if (!base_path(base, donnees, err) || !folders_create(donnees, base, &made, err))
        return false;
    if (secret_create(base, err) && engine_for(donnees)->create(base, err) &&
        parametres_create(donnees, demo, err))
        return true;
    dir_remove(base, NULL);
    if (made)
        rmdir(donnees);
    return false;
}

bool store_exists(const char *donnees)
{
    char base[FILE_PATH_MAX];

    return base_path(base, donnees, NULL) && access(base, F_OK) == 0;
}

bool store_file(const char *donnees, const char *nom, char out[], size_t size)
{
    int len = snprintf(out, size, "%s/" BASE_FOLDER "/%s", donnees, nom);

    return len >= 0 && (size_t)len < size;
}

static bool folder_sync(const char *folder, struct err *err)
{
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool done = fd >= 0 && fsync(fd) == 0;

    if (!done)
        err_set(err, ERR_FICHIER, "%s : %s", folder, strerror(errno));
    if (fd >= 0)
        close(fd);
    return done;
}

bool store_publish(const char *ebauche, const char *donnees, struct err *err)
{
    char from[FILE_PATH_MAX], to[FILE_PATH_MAX];

    if (!base_path(from, ebauche, err) || !base_path(to, donnees, err))
        return false;
    /* rename(2) refuses to replace a folder that holds anything, as that of a base does */
    if (rename(from, to) != 0)
        return err_set(err, errno == ENOTEMPTY || errno == EEXIST ? ERR_CONFLIT : ERR_FICHIER,
                       "%s : %s", to, strerror(errno));
    return folder_sync(donnees, err);
}

/* ---- opening -------------------------------------------------------------------------------- */

static bool demo_read(struct store *s, struct err *err)
{
    enum found found;

    run_open(s, ST_PARAMETRE_FIND);
    put_text(s, SPAN_LIT("demo"));
    found = run_row(s);
    if (found == FOUND_FAILED)
        return run_failed(s, err);
    /* Without the word « non », the restrictions of a demo hold. */
    s->demo = found == FOUND_ROW && !span_is(take_bytes(s), "non");
    run_close(s);
    return true;
}

struct store *store_open(const char *donnees, enum store_mode mode, struct err *err)
{
    struct store *s = calloc(1, sizeof *s);

    if (!s) {
        err_set(err, ERR_MEMOIRE, NULL);
        return NULL;
    }
    s->st = ST_COUNT;
    s->ops = engine_for(donnees);
    if (base_path(s->base, donnees, err) && (s->engine = s->ops->open(s->base, mode, err)) &&
        demo_read(s, err))
        return s;
    store_close(s);
    return NULL;
}

void store_close(struct store *s)
{
    if (!s)
        return;
    if (s->engine) {
        run_close(s);
        s->ops->close(s->engine);
    }
    free(s);
}

bool store_is_demo(struct store *s)
{
    return s->demo;
}

const char *store_problem(const struct store *s)
{
    return s->ops->problem(s->engine);
}

/* ---- the secret ----------------------------------------------------------------------------- */

static bool secret_read(int fd, const char *path, unsigned char out[HASH_BYTES], struct err *err)
{
    struct stat st;

    if (fstat(fd, &st) != 0)
        return err_set(err, ERR_FICHIER, "%s : %s", path, strerror(errno));
    if (!S_ISREG(st.st_mode) || (st.st_mode & 077) != 0)
        return err_set(err, ERR_FICHIER, "%s : d’autres peuvent le lire (chmod 600)", path);
    if (st.st_size != HASH_BYTES || read(fd, out, HASH_BYTES) != HASH_BYTES)
        return err_set(err, ERR_FICHIER, "%s : sa taille n’est pas de %d octets", path, HASH_BYTES);
    return true;
}

bool store_secret(struct store *s, unsigned char out[HASH_BYTES], struct err *err)
{
    char path[FILE_PATH_MAX];
    bool done;
    int fd;

    if (!secret_path(path, s->base, err))
        return false;
    fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0)
        return err_set(err, ERR_FICHIER, "%s : %s", path, strerror(errno));
    done = secret_read(fd, path, out, err);
    close(fd);
    return done;
}

/* ---- turns and transactions ----------------------------------------------------------------- */

bool store_turn_begin(struct store *s)
{
    return store_begin(s);
}

void store_turn_end(struct store *s)
{
    store_rollback(s); /* nothing was written: the cheap way out */
}

bool store_begin(struct store *s)
{
    run_close(s);
    return s->ops->begin(s->engine);
}

bool store_commit(struct store *s)
{
    run_close(s);
    return s->ops->commit(s->engine);
}

void store_rollback(struct store *s)
{
    run_close(s);
    s->ops->rollback(s->engine);
}
