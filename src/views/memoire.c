/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The memory of an auditor: one line per checkpoint seen, « origin size root-in-hex », only ever
 * added to. A journal whose past was rewritten meets itself here. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cdap/base/file.h>

#include "memoire.h"

#define MEMOIRE_MAX    (16u << 20)
#define CHIFFRES_MAX   19 /* digits of MERKLE_TAILLE_MAX */
#define RACINE_DIGITS  (2 * HASH_BYTES)
#define MEMOIRE_FAUTES "la mémoire des points de contrôle"

struct memoire {
    char path[FILE_PATH_MAX]; /* "" = nowhere to keep it */
    struct buf vus;           /* lines, the new ones after `connus` */
    size_t connus;
    int verrou; /* the folder, locked by a witness; -1 otherwise */
};

/* ---- opening ------------------------------------------------------------------------------------ */

static void make_parents(const char *path)
{
    char copy[FILE_PATH_MAX];
    snprintf(copy, sizeof copy, "%s", path);
    for (char *slash = strchr(copy + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(copy, 0700);
        *slash = '/';
    }
}

static void find_path(char out[FILE_PATH_MAX])
{
    const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
    int len = 0;
    out[0] = '\0';
    if (state && state[0] == '/')
        len = snprintf(out, FILE_PATH_MAX, "%s/cdap/points", state);
    else if (home && home[0] == '/')
        len = snprintf(out, FILE_PATH_MAX, "%s/.local/state/cdap/points", home);
    if (len >= FILE_PATH_MAX)
        out[0] = '\0';
}

static struct memoire *memoire_new(struct err *err)
{
    struct memoire *m = calloc(1, sizeof *m);
    if (!m) {
        err_set(err, ERR_MEMOIRE, NULL);
        return NULL;
    }
    m->verrou = -1;
    find_path(m->path);
    return m;
}

struct memoire *memoire_open(void)
{
    struct err err = {0};
    struct memoire *m = memoire_new(&err);
    if (m && m->path[0])
        file_read(m->path, MEMOIRE_MAX, &m->vus, &err);
    if (m)
        m->connus = m->vus.len;
    return m;
}

/* The folder is what is locked: it is there before the first line is. */
static bool lock(struct memoire *m, struct err *err)
{
    char folder[FILE_PATH_MAX];
    if (!m->path[0])
        return err_set(err, ERR_FICHIER,
                       MEMOIRE_FAUTES " n’a pas de place : ni XDG_STATE_HOME ni HOME");
    make_parents(m->path);
    snprintf(folder, sizeof folder, "%.*s", (int)(strrchr(m->path, '/') - m->path), m->path);
    m->verrou = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (m->verrou < 0 || flock(m->verrou, LOCK_EX) != 0)
        return err_set(err, ERR_FICHIER, "%s : %s", folder, strerror(errno));
    return true;
}

/* ---- lines -------------------------------------------------------------------------------------- */

static int hex_digit(char c)
{
    const char *digits = "0123456789abcdef", *at = c ? strchr(digits, c) : NULL;
    return at ? (int)(at - digits) : -1;
}

/* A line as memoire_agrees writes it, without its newline. */
static bool line_parse(struct span line, struct point *out)
{
    const char *first = memchr(line.ptr, ' ', line.len);
    size_t origine = first ? (size_t)(first - line.ptr) : 0;
    size_t fixed = origine + 2 + RACINE_DIGITS;
    *out = (struct point){0};
    if (origine == 0 || origine > ORIGINE_MAX || line.len <= fixed ||
        line.len - fixed > CHIFFRES_MAX || line.ptr[line.len - RACINE_DIGITS - 1] != ' ')
        return false;
    memcpy(out->origine, line.ptr, origine);
    for (const char *c = first + 1; c < line.ptr + line.len - RACINE_DIGITS - 1; c++) {
        if (*c < '0' || *c > '9')
            return false;
        out->taille = out->taille * 10 + (uint64_t)(*c - '0');
    }
    for (size_t i = 0; i < HASH_BYTES; i++) {
        const char *pair = line.ptr + line.len - RACINE_DIGITS + 2 * i;
        int high = hex_digit(pair[0]), low = hex_digit(pair[1]);
        if (high < 0 || low < 0)
            return false;
        out->racine[i] = (unsigned char)(high << 4 | low);
    }
    return true;
}

/* The next line; false when none is left. */
static bool line_take(const struct memoire *m, size_t *at, struct span *line)
{
    const char *text = buf_text(&m->vus) + *at;
    if (*at >= m->vus.len)
        return false;
    *line = (struct span){text, strcspn(text, "\n")};
    *at += line->len + 1;
    return true;
}

/* Deny when unsure: a memory with holes would let a rewritten past through. */
static bool check_lines(const struct memoire *m, struct err *err)
{
    struct span line;
    struct point p;
    size_t at = 0, n = 0;
    while (line_take(m, &at, &line)) {
        n++;
        if (!line_parse(line, &p))
            return err_set(err, ERR_DONNEES, "%s, ligne %zu : ce n’est pas un point de contrôle",
                           m->path, n);
    }
    return at == m->vus.len ||
           err_set(err, ERR_DONNEES, "%s : la dernière ligne n’est pas finie", m->path);
}

static bool read_sure(struct memoire *m, struct err *err)
{
    if (access(m->path, F_OK) != 0 && errno == ENOENT)
        return true;
    return file_read(m->path, MEMOIRE_MAX, &m->vus, err) && check_lines(m, err);
}

struct memoire *memoire_open_sure(struct err *err)
{
    struct memoire *m = memoire_new(err);
    if (m && lock(m, err) && read_sure(m, err)) {
        m->connus = m->vus.len;
        return m;
    }
    memoire_close(m);
    return NULL;
}

/* ---- remembering -------------------------------------------------------------------------------- */

bool memoire_last(const struct memoire *m, const char *origine, struct point *out)
{
    struct span line;
    struct point p;
    size_t at = 0;
    bool found = false;
    while (line_take(m, &at, &line)) {
        if (!line_parse(line, &p) || strcmp(p.origine, origine) != 0 ||
            (found && p.taille <= out->taille))
            continue;
        *out = p;
        found = true;
    }
    return found;
}

bool memoire_agrees(struct memoire *m, const struct point *p)
{
    struct buf line = {0};
    struct span seen;
    size_t at = 0;
    bool known = false, agrees = true;
    if (!m)
        return true;
    buf_putf(&line, "%s %llu ", p->origine, (unsigned long long)p->taille);
    size_t key = line.len;
    hex_put(&line, p->racine, sizeof p->racine);
    while (!known && line_take(m, &at, &seen))
        known = seen.len >= key && memcmp(seen.ptr, line.data, key) == 0;
    if (known)
        agrees = span_eq(seen, buf_span(&line));
    else if (buf_putc(&line, '\n'), !line.failed)
        buf_put(&m->vus, line.data, line.len);
    buf_free(&line);
    return agrees;
}

static bool append(const struct memoire *m, int fd)
{
    size_t len = m->vus.len - m->connus;
    ssize_t put = write(fd, m->vus.data + m->connus, len);
    if (put >= 0 && (size_t)put < len)
        errno = ENOSPC;
    return put >= 0 && (size_t)put == len && fsync(fd) == 0;
}

bool memoire_keep(struct memoire *m, struct err *err)
{
    if (m->vus.failed)
        return err_set(err, ERR_MEMOIRE, NULL);
    if (m->vus.len == m->connus)
        return true;
    if (!m->path[0])
        return err_set(err, ERR_FICHIER, MEMOIRE_FAUTES " n’a pas de place");
    make_parents(m->path);
    int fd = open(m->path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);
    bool kept = fd >= 0 && append(m, fd);
    if (!kept)
        err_set(err, ERR_FICHIER, "%s : %s", m->path, strerror(errno));
    else
        m->connus = m->vus.len;
    if (fd >= 0)
        close(fd);
    return kept;
}

void memoire_close(struct memoire *m)
{
    if (!m)
        return;
    if (m->verrou >= 0)
        close(m->verrou); /* unlocks */
    buf_free(&m->vus);
    free(m);
}
