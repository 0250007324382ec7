/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines of documents, or files that each hold one published answer. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cdap/base/file.h>
#include <cdap/source/source.h>

#include "lecture.h"

#define CHUNK     (1u << 20)
#define LIGNE_MAX (4u << 20) /* bytes of one document */
#define TROP_LONG "plus de 4 Mio"

static bool is_stdin(const char *fichier)
{
    return strcmp(fichier, "-") == 0;
}

void lecture_init(struct lecture *l)
{
    for (size_t i = 0; i < l->count; i++) {
        struct stat st;

        if ((is_stdin(l->fichiers[i]) ? fstat(STDIN_FILENO, &st) : stat(l->fichiers[i], &st)) != 0)
            continue; /* it is said when it is opened */
        if (!S_ISREG(st.st_mode)) {
            l->total = 0;
            return;
        }
        l->total += (uint64_t)st.st_size;
    }
}

static void file_close(struct lecture *l)
{
    if (l->open && l->fd != STDIN_FILENO)
        close(l->fd);
    l->open = false;
}

void lecture_done(struct lecture *l)
{
    file_close(l);
    buf_free(&l->rest);
}

static void refuse(struct lecture *l, struct batch *b, enum err_code code, const char *why)
{
    struct document *doc = batch_add(b, l->fichier, l->ligne);

    doc->state = DOCUMENT_REFUSED;
    err_set(&doc->err, code, "%s", why);
}

/* ---- one document a line --------------------------------------------------------------------- */

static void file_open(struct lecture *l, struct batch *b)
{
    l->fichier = l->fichiers[l->index++];
    l->fd = is_stdin(l->fichier) ? STDIN_FILENO : open(l->fichier, O_RDONLY | O_CLOEXEC);
    l->open = l->fd >= 0;
    l->skipping = false;
    l->ligne = 0;
    if (!l->open)
        refuse(l, b, ERR_FICHIER, strerror(errno));
}

/* One more chunk of the open file; at its end, the last line is ended too. */
static void file_read_more(struct lecture *l, struct batch *b)
{
    char *to = buf_reserve(&b->textes, CHUNK);
    ssize_t got = to ? read(l->fd, to, CHUNK) : -1;

    if (got > 0) {
        b->textes.len += (size_t)got;
        l->read += (uint64_t)got;
        return;
    }
    if (got < 0 && to && errno == EINTR)
        return;
    if (got < 0)
        refuse(l, b, ERR_FICHIER, to ? strerror(errno) : err_text(ERR_MEMOIRE)->quoi);
    buf_putc(&b->textes, '\n');
    file_close(l);
}

static void line_take(struct lecture *l, struct batch *b, size_t at, size_t len)
{
    l->ligne++;
    if (l->skipping) /* the end of a line refused before */
        l->skipping = false;
    else if (len > LIGNE_MAX)
        refuse(l, b, ERR_DONNEES, TROP_LONG);
    else if (strspn(b->textes.data + at, " \t\r") < len) {
        struct document *doc = batch_add(b, l->fichier, l->ligne);

        doc->at = at;
        doc->len = len;
    }
}

/* Makes documents of the whole lines from `at`; returns where the rest begins. */
static size_t lines_cut(struct lecture *l, struct batch *b, size_t at)
{
    while (b->count < BATCH_DOCUMENTS && at < b->textes.len) {
        char *start = b->textes.data + at;
        char *end = memchr(start, '\n', b->textes.len - at);

        if (!end)
            break;
        line_take(l, b, at, (size_t)(end - start));
        at += (size_t)(end - start) + 1;
    }
    return at;
}

/* Drops the beginning of a line that is already too long, and says so once. */
static void long_line_drop(struct lecture *l, struct batch *b, size_t at)
{
    if (!l->skipping) {
        l->ligne++;
        refuse(l, b, ERR_DONNEES, TROP_LONG);
        l->ligne--; /* counted when its end comes */
    }
    l->skipping = true;
    b->textes.len = at;
}

static bool fill_lines(struct lecture *l, struct batch *b)
{
    struct buf empty = b->textes;
    size_t at = 0;

    b->textes = l->rest;
    l->rest = empty;
    for (;;) {
        at = lines_cut(l, b, at);
        if (*l->stop || b->count == BATCH_DOCUMENTS || (b->count > 0 && b->textes.len >= CHUNK))
            break;
        if (b->textes.len - at > LIGNE_MAX)
            long_line_drop(l, b, at);
        else if (l->open)
            file_read_more(l, b);
        else if (l->index < l->count)
            file_open(l, b);
        else
            break;
    }
    if (at < b->textes.len)
        buf_put(&l->rest, b->textes.data + at, b->textes.len - at);
    return b->count > 0;
}

/* ---- one answer a file ----------------------------------------------------------------------- */

static void answer_take(struct lecture *l, struct batch *b, struct buf *json)
{
    struct document *doc = batch_add(b, l->fichier, 0);

    buf_reset(json);
    if (file_read(is_stdin(l->fichier) ? "/dev/stdin" : l->fichier, LIGNE_MAX, json, &doc->err) &&
        quotient_familial_v3_put(buf_span(json), l->caf, l->numero, &b->textes, &doc->err)) {
        doc->len = b->textes.len - doc->at;
        l->numero++;
    } else if (doc->err.code == ERR_AUCUN_DOSSIER)
        doc->state = DOCUMENT_IGNORED;
    else
        doc->state = DOCUMENT_REFUSED;
    l->read += json->len;
}

static bool fill_answers(struct lecture *l, struct batch *b)
{
    struct buf json = {0};

    while (!*l->stop && l->index < l->count && b->count < BATCH_DOCUMENTS &&
           b->textes.len < CHUNK) {
        l->fichier = l->fichiers[l->index++];
        answer_take(l, b, &json);
    }
    buf_free(&json);
    return b->count > 0;
}

/* ---- formats --------------------------------------------------------------------------------- */

static const struct format formats[] = {
    {"dossier", fill_lines, false},
    {"quotient-familial-v3", fill_answers, true},
};

const struct format *format_find(const char *nom)
{
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (strcmp(formats[i].nom, nom) == 0)
            return &formats[i];
    return NULL;
}
