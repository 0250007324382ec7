/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pages for tests, and words compared. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cdap/base/file.h>
#include <cdap/base/text.h>

#include "ecrans_kit.h"
#include "pages_kit.h"
#include "suite.h"

#define DOSSIER "tests/donnees/dossier_riche.json"

const struct collecte collecte_d_essai = {
    .profil = "TD Fonds de solidarité pour le logement",
    .profil_version = 1,
    .agent = "agent.fsl",
    .organisme = "Service FSL de Villeneuve",
    .recu = 1204,
    .date = 1795179789, /* 2026-11-20T13:03:09Z */
    .export = 1795179900,
    .serveur = "https://cdap.essai.example",
    .certificat = "7C:1E:5A:90:12:F0:3B:44:8D:6E:AA:01:59:23:C7:B8:"
                  "7C:1E:5A:90:12:F0:3B:44:8D:6E:AA:01:59:23:C7:B8",
    .term_lignes = 24,
    .term_colonnes = 80,
};

static void draw(struct liasse *out, struct ecrans *es, const struct json *dossier, int rows,
                 int cols)
{
    struct pages_options o = {.lignes = rows, .colonnes = cols};
    struct err err = {0};
    *out = (struct liasse){0};
    ck_assert_msg(pages_draw(out, es, dossier, &collecte_d_essai, &o, &err), "%s", err.detail);
}

void pages_riches(struct liasse *out, const char *profil, int rows, int cols)
{
    struct buf text = {0};
    struct err err = {0};
    struct ecrans *es = ecrans_reels();
    ck_assert_msg(file_read(DOSSIER, 1u << 20, &text, &err), "%s", err.detail);
    struct json *dossier = reponse_de(profil, buf_span(&text));
    draw(out, es, dossier, rows, cols);
    json_free(dossier);
    ecrans_free(es);
    buf_free(&text);
}

void pages_essai(struct liasse *out, const char *blocs, const char *dossier, int rows, int cols)
{
    struct err err = {0};
    struct ecrans *es = ecrans_essai(blocs, &err);
    ck_assert_msg(es != NULL, "%s : %s", err.champ, err.detail);
    struct json *json = json_de(dossier);
    draw(out, es, json, rows, cols);
    json_free(json);
    ecrans_free(es);
}

void ecrit(const struct writer *w, const struct liasse *l, struct buf *out)
{
    struct err err = {0};
    ck_assert_msg(w->write(l, out, &err), "%s : %s", w->extension, err.detail);
}

/* ---- words -------------------------------------------------------------------------------------- */

/* Lines, frames and bars: drawing, not writing. */
static bool is_drawing(uint32_t cp)
{
    return (cp >= 0x2500 && cp <= 0x259F) || cp == 0x00B7;
}

void mots_de(struct span text, struct buf *out)
{
    const char *p = text.ptr, *end = text.ptr + text.len;
    bool inside = false;
    while (p < end) {
        char utf8[4];
        uint32_t cp = text_decode(&p, end);
        bool blank = cp <= ' ' || cp == 0xA0 || cp == 0x202F || cp == '\f' || is_drawing(cp);
        if (blank && inside)
            buf_putc(out, '\n');
        if (!blank)
            buf_put(out, utf8, text_encode(cp, utf8));
        inside = !blank;
    }
    if (inside)
        buf_putc(out, '\n');
}

void mots_de_liasse(const struct liasse *l, struct buf *out)
{
    struct buf text = {0};
    for (size_t i = 0; i < l->nombre; i++)
        grid_put_text(&l->feuilles[i].g, &text);
    mots_de(buf_span(&text), out);
    buf_free(&text);
}

void assert_memes_mots(const struct buf *want, const struct buf *got)
{
    const char *a = buf_text(want), *b = buf_text(got), *start = b;
    for (; *a && *a == *b; a++, b++)
        ;
    if (*a == *b)
        return;
    ptrdiff_t back = b - start < 200 ? b - start : 200;
    ck_abort_msg("mots différents après « …%.*s » :\n  attendu « %.120s »\n  obtenu  « %.120s »",
                 (int)back, b - back, a, b);
}

static int compare(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void sort_words(struct buf *b)
{
    size_t count = 0;
    char **words = calloc(b->len + 1, sizeof *words), *save = NULL;
    for (char *w = b->len ? strtok_r(b->data, "\n", &save) : NULL; w;
         w = strtok_r(NULL, "\n", &save))
        words[count++] = w;
    qsort(words, count, sizeof *words, compare);
    struct buf sorted = {0};
    for (size_t i = 0; i < count; i++) {
        buf_puts(&sorted, words[i]);
        buf_putc(&sorted, '\n');
    }
    free(words);
    buf_free(b);
    *b = sorted;
}

void assert_memes_mots_tries(struct buf *want, struct buf *got)
{
    sort_words(want);
    sort_words(got);
    assert_memes_mots(want, got);
}

bool programme_present(const char *nom)
{
    const char *path = getenv("PATH");
    char copy[4096], full[4352], *save = NULL;
    snprintf(copy, sizeof copy, "%s", path ? path : "/usr/bin:/bin");
    for (char *dir = strtok_r(copy, ":", &save); dir; dir = strtok_r(NULL, ":", &save)) {
        snprintf(full, sizeof full, "%s/%s", dir, nom);
        if (access(full, X_OK) == 0)
            return true;
    }
    return false;
}

void put_pdf_text(const struct buf *pdf, struct buf *out)
{
    char command[256], path[] = "/tmp/cdap-test-XXXXXX", line[4096];
    int fd = mkstemp(path);
    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(write(fd, pdf->data, pdf->len), (ssize_t)pdf->len);
    close(fd);
    snprintf(command, sizeof command, "pdftotext -layout -enc UTF-8 %s -", path);
    FILE *f = popen(command, "r");
    ck_assert_ptr_nonnull(f);
    while (fgets(line, sizeof line, f))
        buf_puts(out, line);
    ck_assert_int_eq(pclose(f), 0);
    unlink(path);
}
