/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files of one export: written aside first, then all put under their names, or none. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cdap/base/secret.h>
#include <cdap/export/export.h>

#define PREUVE     ".preuve"
#define ESSAIS_MAX 1000 /* names tried before giving up */

/* What the system says, in words that help. */
static bool fault(struct err *err, const char *path)
{
    static const struct {
        int code;
        const char *text;
    } texts[] = {
        {ENOSPC, "il n’y a plus de place sur le disque"},
        {EFBIG, "le fichier dépasse la taille permise ici"},
        {EDQUOT, "votre quota d’espace disque est atteint"},
        {EROFS, "ce dossier est en lecture seule"},
        {EACCES, "vous n’avez pas le droit d’écrire dans ce dossier"},
        {EPERM, "vous n’avez pas le droit d’écrire dans ce dossier"},
        {ENOENT, "ce dossier n’existe pas"},
        {ENOTDIR, "ce n’est pas un dossier"},
        {EIO, "le disque ne répond pas comme il faut"},
    };
    int why = errno;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (texts[i].code == why)
            return err_set(err, ERR_FICHIER, "%s : %s", path, texts[i].text);
    return err_set(err, ERR_FICHIER, "%s : %s", path, strerror(why));
}

bool depot_open(struct depot *d, const char *dossier, struct err *err)
{
    struct stat st;
    *d = (struct depot){0};
    if ((size_t)snprintf(d->dossier, sizeof d->dossier, "%s", *dossier ? dossier : ".") >=
        sizeof d->dossier) {
        errno = ENAMETOOLONG;
        return fault(err, dossier);
    }
    if (stat(d->dossier, &st) != 0)
        return fault(err, d->dossier);
    errno = ENOTDIR;
    if (!S_ISDIR(st.st_mode) || faccessat(AT_FDCWD, d->dossier, W_OK | X_OK, AT_EACCESS) != 0)
        return fault(err, d->dossier);
    d->fichiers = calloc(DEPOT_FICHIERS, sizeof *d->fichiers);
    return d->fichiers || err_set(err, ERR_MEMOIRE, NULL);
}

/* ---- names ------------------------------------------------------------------------------------- */

static void path_of(char out[FILE_PATH_MAX], const struct depot *d, const char *nom,
                    const char *suffix)
{
    snprintf(out, FILE_PATH_MAX, "%s/%s%s", d->dossier, nom, suffix);
}

static bool is_taken(const struct depot *d, const char *nom)
{
    char path[FILE_PATH_MAX];
    struct stat st;
    for (size_t i = 0; i < d->nombre; i++)
        if (strcmp(d->fichiers[i].nom, nom) == 0)
            return true;
    path_of(path, d, nom, "");
    if (lstat(path, &st) == 0)
        return true;
    path_of(path, d, nom, PREUVE);
    return lstat(path, &st) == 0;
}

static bool find_name(const struct depot *d, const char *stem, const char *extension,
                      char out[DEPOT_NOM])
{
    for (int n = 1; n <= ESSAIS_MAX; n++) {
        char rang[16] = "";
        if (n > 1)
            snprintf(rang, sizeof rang, "-%d", n);
        if ((size_t)snprintf(out, DEPOT_NOM, "%s%s.%s", stem, rang, extension) >= DEPOT_NOM)
            return false;
        if (!is_taken(d, out))
            return true;
    }
    return false;
}

/* ---- writing aside ----------------------------------------------------------------------------- */

static bool write_synced(int fd, struct span data)
{
    return fd_write(fd, data) && fsync(fd) == 0;
}

static void drop(const struct depot *d, struct brouillon *b)
{
    char path[FILE_PATH_MAX];
    if (b->fd >= 0)
        close(b->fd);
    path_of(path, d, b->nom, "");
    if (b->nom[0])
        unlink(path);
    *b = (struct brouillon){.fd = -1};
}

/* A hidden file that no verifier takes for an export; mkostemp opens it to its owner alone. */
static bool write_hidden(const struct depot *d, struct span data, struct brouillon *b)
{
    char path[FILE_PATH_MAX];
    path_of(path, d, ".cdap-brouillon-XXXXXX", "");
    int fd = mkostemp(path, O_CLOEXEC);
    if (fd < 0)
        return false;
    snprintf(b->nom, sizeof b->nom, "%s", strrchr(path, '/') + 1);
    bool ok = write_synced(fd, data);
    int why = errno;
    if (close(fd) != 0 && ok)
        return false;
    errno = why;
    return ok;
}

static bool write_draft(const struct depot *d, struct span data, struct brouillon *b,
                        struct err *err)
{
    *b = (struct brouillon){.fd = open(d->dossier, O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600)};
    bool ok = b->fd >= 0 ? write_synced(b->fd, data) : write_hidden(d, data, b);
    int why = errno;
    if (ok)
        return true;
    drop(d, b);
    errno = why;
    return fault(err, d->dossier);
}

bool depot_add(struct depot *d, const char *stem, const char *extension, struct span data,
               struct err *err)
{
    if (d->nombre == DEPOT_FICHIERS)
        return err_set(err, ERR_TROP_GRAND, "plus de %d fichiers pour un seul export",
                       DEPOT_FICHIERS);
    struct depose *f = &d->fichiers[d->nombre];
    *f = (struct depose){0};
    if (!find_name(d, stem, extension, f->nom)) {
        errno = EEXIST;
        return fault(err, d->dossier);
    }
    if (!write_draft(d, data, &f->brouillon, err))
        return false;
    hash_sha256(data, f->sha256);
    d->nombre++;
    return true;
}

/* ---- putting in place -------------------------------------------------------------------------- */

static void undo(struct depot *d)
{
    static const char *const suffixes[] = {"", PREUVE};
    char path[FILE_PATH_MAX];
    for (size_t i = 0; i < d->nombre; i++) {
        for (int k = 0; k < 2; k++) {
            path_of(path, d, d->fichiers[i].nom, suffixes[k]);
            if (d->fichiers[i].place[k])
                unlink(path);
            d->fichiers[i].place[k] = false;
        }
    }
}

/* Gives a draft its name, which must be free. A key formatted for another system knows no links, and
 * an older file system knows no such rename. */
static bool place(const struct depot *d, struct brouillon *b, const char *nom, const char *suffix,
                  struct err *err)
{
    char from[FILE_PATH_MAX], to[FILE_PATH_MAX];
    bool placed;
    path_of(to, d, nom, suffix);
    if (b->fd >= 0) {
        snprintf(from, sizeof from, "/proc/self/fd/%d", b->fd);
        placed = linkat(AT_FDCWD, from, AT_FDCWD, to, AT_SYMLINK_FOLLOW) == 0;
    } else {
        path_of(from, d, b->nom, "");
        placed = renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0 ||
                 ((errno == EINVAL || errno == ENOSYS) && link(from, to) == 0);
    }
    return placed || fault(err, to);
}

static bool sync_folder(const struct depot *d, struct err *err)
{
    int fd = open(d->dossier, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool ok = fd >= 0 && fsync(fd) == 0;
    int why = errno;
    if (fd >= 0)
        close(fd);
    errno = why;
    return ok || fault(err, d->dossier);
}

/* The proof first: a file that stands without its proof would be worth nothing. */
static bool place_one(struct depot *d, struct depose *f, struct span preuve, struct err *err)
{
    struct brouillon b;
    if (!write_draft(d, preuve, &b, err))
        return false;
    f->place[1] = place(d, &b, f->nom, PREUVE, err);
    drop(d, &b);
    f->place[0] = f->place[1] && place(d, &f->brouillon, f->nom, "", err);
    return f->place[0];
}

bool depot_commit(struct depot *d, struct span preuve, struct err *err)
{
    bool ok = true;
    for (size_t i = 0; ok && i < d->nombre; i++)
        ok = place_one(d, &d->fichiers[i], preuve, err);
    ok = ok && sync_folder(d, err);
    if (!ok)
        undo(d);
    return ok;
}

void depot_close(struct depot *d)
{
    for (size_t i = 0; i < d->nombre; i++)
        drop(d, &d->fichiers[i].brouillon);
    free(d->fichiers);
    *d = (struct depot){0};
}
