/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The memory of a verifier: one line per checkpoint seen, « origin size root-in-hex », only ever
 * added to. A journal whose past was rewritten meets itself here. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cdap/base/file.h>

#include "temoin.h"

#define MEMOIRE_MAX (16u << 20)

struct temoin {
    char path[FILE_PATH_MAX]; /* "" = nowhere to keep it */
    struct buf vus;           /* lines, the new ones after `connus` */
    size_t connus;
};

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

struct temoin *temoin_open(void)
{
    const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
    struct temoin *t = calloc(1, sizeof *t);
    struct err err = {0};
    int len = 0;
    if (!t)
        return NULL;
    if (state && state[0] == '/')
        len = snprintf(t->path, sizeof t->path, "%s/cdap/points", state);
    else if (home && home[0] == '/')
        len = snprintf(t->path, sizeof t->path, "%s/.local/state/cdap/points", home);
    if (len >= (int)sizeof t->path)
        t->path[0] = '\0';
    if (t->path[0])
        file_read(t->path, MEMOIRE_MAX, &t->vus, &err);
    t->connus = t->vus.len;
    return t;
}

bool temoin_agrees(struct temoin *t, const struct point *p)
{
    struct buf line = {0};
    bool agrees = true;
    if (!t)
        return true;
    buf_putf(&line, "%s %llu ", p->origine, (unsigned long long)p->taille);
    size_t key = line.len;
    hex_put(&line, p->racine, sizeof p->racine);
    buf_putc(&line, '\n');
    const char *at = buf_text(&t->vus), *seen = NULL;
    while (!seen && *at) {
        if (strncmp(at, buf_text(&line), key) == 0)
            seen = at;
        at += strcspn(at, "\n");
        at += *at == '\n';
    }
    if (seen)
        agrees = strncmp(seen, buf_text(&line), line.len) == 0;
    else
        buf_put(&t->vus, line.data, line.len);
    buf_free(&line);
    return agrees;
}

void temoin_close(struct temoin *t)
{
    if (!t)
        return;
    if (t->path[0] && t->vus.len > t->connus) {
        make_parents(t->path);
        int fd = open(t->path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);
        /* a memory that cannot be kept takes nothing from what was found now */
        if (fd >= 0 && write(fd, t->vus.data + t->connus, t->vus.len - t->connus) < 0)
            perror("cdap verifier");
        if (fd >= 0)
            close(fd);
    }
    buf_free(&t->vus);
    free(t);
}
