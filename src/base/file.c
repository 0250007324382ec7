/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files and folders, whole or not at all. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cdap/base/file.h>

static bool fault(struct err *err, const char *path)
{
    return err_set(err, ERR_FICHIER, "%s : %s", path, strerror(errno));
}

bool file_read(const char *path, size_t max, struct buf *out, struct err *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return fault(err, path);

    size_t start = out->len;
    bool done = false, ok = true;
    while (ok && !done) {
        char *to = buf_reserve(out, 65536);
        ssize_t got = to ? read(fd, to, 65536) : -1;
        if (!to)
            ok = err_set(err, ERR_MEMOIRE, NULL);
        else if (got < 0 && errno != EINTR)
            ok = fault(err, path);
        else if (got == 0)
            done = true;
        else if (got > 0)
            out->len += (size_t)got;
        if (ok && out->len - start > max)
            ok = err_set(err, ERR_FICHIER, "%s : plus de %zu octets", path, max);
    }
    close(fd);
    if (!ok)
        out->len = start;
    if (out->data)
        out->data[out->len] = '\0';
    return ok;
}

bool fd_write(int fd, struct span data)
{
    while (data.len) {
        ssize_t put = write(fd, data.ptr, data.len);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return false;
        data.ptr += put;
        data.len -= (size_t)put;
    }
    return true;
}

bool file_write_new(const char *path, struct span data, unsigned mode, struct err *err)
{
    char draft[FILE_PATH_MAX];
    if ((size_t)snprintf(draft, sizeof draft, "%s.XXXXXX", path) >= sizeof draft) {
        errno = ENAMETOOLONG;
        return fault(err, path);
    }
    int fd = mkostemp(draft, O_CLOEXEC);
    if (fd < 0)
        return fault(err, path);
    bool written = fd_write(fd, data) && fchmod(fd, (mode_t)mode) == 0 && fsync(fd) == 0;
    int why = errno;
    close(fd);
    /* link(2), unlike rename(2), refuses to replace */
    bool placed = written && link(draft, path) == 0;
    if (written && !placed)
        why = errno;
    unlink(draft);
    errno = why;
    return placed || fault(err, path);
}

bool path_join(char out[FILE_PATH_MAX], const char *folder, const char *name)
{
    int len = snprintf(out, FILE_PATH_MAX, "%s/%s", folder, name);
    return len >= 0 && len < FILE_PATH_MAX;
}

static bool ends_with(const char *text, const char *suffix)
{
    size_t len = strlen(text), tail = strlen(suffix);
    return len > tail && strcmp(text + len - tail, suffix) == 0;
}

bool dir_each(const char *folder, const char *suffix,
              bool (*each)(void *ctx, const char *name, const char *path, struct err *err),
              void *ctx, struct err *err)
{
    struct dirent **entries;
    int count = scandir(folder, &entries, NULL, alphasort);
    if (count < 0)
        return fault(err, folder);
    bool ok = true;
    for (int i = 0; i < count; i++) {
        char path[FILE_PATH_MAX];
        const char *name = entries[i]->d_name;
        if (ok && name[0] != '.' && ends_with(name, suffix) && path_join(path, folder, name))
            ok = each(ctx, name, path, err);
        free(entries[i]);
    }
    free(entries);
    return ok;
}

static bool remove_below(int parent, const char *name)
{
    int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0)
        return unlinkat(parent, name, 0) == 0;
    DIR *dir = fdopendir(fd);
    if (!dir) {
        close(fd);
        return false;
    }
    bool ok = true;
    for (struct dirent *e; (e = readdir(dir));)
        if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
            ok = remove_below(fd, e->d_name) && ok;
    closedir(dir);
    return unlinkat(parent, name, AT_REMOVEDIR) == 0 && ok;
}

bool dir_remove(const char *folder, struct err *err)
{
    return remove_below(AT_FDCWD, folder) || fault(err, folder);
}

/* Where data folders stand, seen from the folder of the program: the build tree, a variant or the
 * tests of a build one or two folders deeper, an installation. */
static const char *const data_places[] = {"..", "../..", "../../..", "../share/cdap"};

bool data_dir(char out[FILE_PATH_MAX], const char *name, struct err *err)
{
    char exe[PATH_MAX];
    ssize_t len = readlink("/proc/self/exe", exe, sizeof exe - 1);
    if (len < 0)
        return fault(err, "/proc/self/exe");
    exe[len] = '\0';
    char *slash = strrchr(exe, '/');
    if (slash)
        *slash = '\0';
    for (size_t i = 0; i < sizeof data_places / sizeof *data_places; i++) {
        struct stat st;
        int size = snprintf(out, FILE_PATH_MAX, "%s/%s/%s", exe, data_places[i], name);
        if (size < FILE_PATH_MAX && stat(out, &st) == 0 && S_ISDIR(st.st_mode))
            return true;
    }
    return err_set(err, ERR_FICHIER, "dossier « %s » introuvable près de %s", name, exe);
}
