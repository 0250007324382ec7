/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Creating, opening and closing a base; turns and transactions; the secret of pseudonyms. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cdap/base/file.h>

#include "run.h"

#define SECRET_FILE "pseudonymes.secret"

/* The engine that understands a base's address. One day: postgresql://… */
static const struct engine_ops *engine_for(const char *donnees)
{
    (void)donnees;
    return &engine_sqlite;
}

/* ---- creation ------------------------------------------------------------------------------- */

static bool secret_create(const char *donnees, struct err *err)
{
    unsigned char secret[HASH_BYTES];
    char path[FILE_PATH_MAX];
    bool done;

    if (!path_join(path, donnees, SECRET_FILE))
        return err_set(err, ERR_FICHIER, "le chemin de la base est trop long");
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

/* An empty folder of ours, 0700. */
static bool folder_create(const char *donnees, bool *made, struct err *err)
{
    struct stat st;

    if (mkdir(donnees, 0700) == 0) {
        *made = true;
        return true;
    }
    if (errno != EEXIST)
        return err_set(err, ERR_FICHIER, "%s : %s", donnees, strerror(errno));
    if (store_exists(donnees))
        return err_set(err, ERR_CONFLIT, "%s : une base s’y trouve déjà, elle n’est pas touchée",
                       donnees);
    if (stat(donnees, &st) != 0 || !S_ISDIR(st.st_mode))
        return err_set(err, ERR_FICHIER, "%s : ce n’est pas un dossier", donnees);
    if (chmod(donnees, 0700) != 0)
        return err_set(err, ERR_FICHIER, "%s : %s", donnees, strerror(errno));
    return true;
}

bool store_create(const char *donnees, bool demo, struct err *err)
{
    const struct engine_ops *ops = engine_for(donnees);
    bool made = false;

    if (!folder_create(donnees, &made, err))
        return false;
    if (secret_create(donnees, err) && ops->create(donnees, err) &&
        parametres_create(donnees, demo, err))
        return true;
    if (made)
        dir_remove(donnees, NULL);
    return false;
}

bool store_exists(const char *donnees)
{
    return engine_for(donnees)->exists(donnees);
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
        err_set(err, ERR_INTERNE, "mémoire insuffisante");
        return NULL;
    }
    s->st = ST_COUNT;
    s->ops = engine_for(donnees);
    if (strlen(donnees) >= sizeof s->donnees) {
        err_set(err, ERR_FICHIER, "le chemin de la base est trop long");
        free(s);
        return NULL;
    }
    strcpy(s->donnees, donnees);
    s->engine = s->ops->open(donnees, mode, err);
    if (!s->engine || !demo_read(s, err)) {
        store_close(s);
        return NULL;
    }
    return s;
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

    if (!path_join(path, s->donnees, SECRET_FILE))
        return err_set(err, ERR_FICHIER, "le chemin de la base est trop long");
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
