/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Between the program and the module that draws with cairo. The module calls nothing of the program
 * but what it is given here, and is opened at the first use: a program that draws no page never
 * loads cairo and its fonts. */
#ifndef EXPORT_CAIRO_H
#define EXPORT_CAIRO_H

#include <cdap/grid/liasse.h>

#include "encre.h"

#define CAIRO_SYMBOLE "cdap_cairo"

struct cairo_hote {
    const struct encre *encres;
    size_t (*encode)(uint32_t cp, char *out); /* UTF-8, 4 bytes at least */
    void (*put)(struct buf *out, const void *data, size_t len);
    struct buf *out;
};

/* Each returns NULL, or what is wrong, in French. */
struct cairo_dessin {
    const char *logiciel; /* CDAP_VERSION at its build: a module of another version is refused */
    const char *(*pdf)(const struct liasse *l, struct cairo_hote *h);
    const char *(*png)(const struct liasse *l, struct cairo_hote *h);
};

#endif
