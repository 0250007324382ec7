/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sheets written as files: one contract, one writer per format. */
#ifndef CDAP_EXPORT_EXPORT_H
#define CDAP_EXPORT_EXPORT_H

#include <cdap/base/err.h>
#include <cdap/base/file.h>
#include <cdap/grid/liasse.h>

/* A format. Every writer says the same words as the sheets, no more: no hidden data. */
struct writer {
    const char *extension; /* "pdf": its name too */
    const char *mime;
    const char *name; /* "Document PDF" */
    bool par_feuille; /* one file per sheet: `write` takes a bundle of one */
    /* Appends the whole file to `out`. */
    bool (*write)(const struct liasse *l, struct buf *out, struct err *err);
};

extern const struct writer writer_txt, writer_ansi, writer_html, writer_svg, writer_pdf, writer_png;

/* i-th writer, NULL past the last. */
const struct writer *writer_at(size_t i);
/* By extension; NULL when unknown. */
const struct writer *writer_find(const char *extension);

/* ---- files ----------------------------------------------------------------------------------- */

#define DEPOT_FICHIERS 256 /* files of one export */
#define DEPOT_NOM      128
#define DEPOT_DOSSIER  2048

/* A file written aside, which has not taken its name yet: without any name where the file system can
 * do that (nothing is then left by a program that is killed), else under a hidden one. */
struct brouillon {
    int fd;              /* -1 = none: */
    char nom[DEPOT_NOM]; /* "" = none either */
};

struct depose {
    char nom[DEPOT_NOM];
    struct brouillon brouillon;
    unsigned char sha256[32];
    bool place[2]; /* the file, its proof: they stand under their names */
};

/* The files of one export: all of them come to stand in the folder, each with its proof, or none.
 * Zeroed = empty. */
struct depot {
    char dossier[DEPOT_DOSSIER];
    struct depose *fichiers;
    size_t nombre;
};

/* The folder must exist and let itself be written. */
bool depot_open(struct depot *d, const char *dossier, struct err *err);
/* Writes `data` aside, complete and on the disk, 0600, for the name `stem`.`extension`; when that
 * name is taken, "-2" and so on follows the stem. */
bool depot_add(struct depot *d, const char *stem, const char *extension, struct span data,
               struct err *err);
/* Puts every file under its name, with « NAME.preuve » holding `preuve` beside it. On error nothing
 * new stands in the folder. */
bool depot_commit(struct depot *d, struct span preuve, struct err *err);
/* Gives up what was not committed: nothing is left of it. Frees. */
void depot_close(struct depot *d);

#endif
