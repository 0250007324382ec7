/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The formats that cairo draws, and the module that holds them, opened when one is asked for. */
#include <dlfcn.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cdap/base/text.h>
#include <cdap/export/export.h>
#include <cdap/proto.h>

#include "cairo.h"

/* Where the module stands, seen from the folder of the program: the build tree, its tests, an
 * installation. Nowhere else: a path of the environment would choose what runs here. */
static const char *const places[] = {"", "/..", "/../lib/cdap"};

static bool find_module(char out[PATH_MAX])
{
    char exe[PATH_MAX];
    ssize_t len = readlink("/proc/self/exe", exe, sizeof exe - 1);
    if (len < 0)
        return false;
    exe[len] = '\0';
    char *slash = strrchr(exe, '/');
    if (slash)
        *slash = '\0';
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        int size = snprintf(out, PATH_MAX, "%s%s/cdap-cairo.so", exe, places[i]);
        if (size < PATH_MAX && access(out, R_OK) == 0)
            return true;
    }
    return false;
}

/* Kept open: cairo and fontconfig hold memory of their own for the life of the program. */
static const struct cairo_dessin *dessin(struct err *err)
{
    static const struct cairo_dessin *known;
    char path[PATH_MAX];
    if (known)
        return known;
    void *module = find_module(path) ? dlopen(path, RTLD_NOW | RTLD_LOCAL) : NULL;
    const struct cairo_dessin *found = module ? dlsym(module, CAIRO_SYMBOLE) : NULL;
    if (!found || strcmp(found->logiciel, CDAP_VERSION) != 0) {
        err_set(err, ERR_FICHIER,
                found ? "cdap-cairo.so n’est pas de la même version que le programme"
                      : "cdap-cairo.so ne se charge pas : les formats pdf et png ne sont pas là");
        return NULL;
    }
    return known = found;
}

static bool write_with(const char *(*draw)(const struct liasse *, struct cairo_hote *),
                       const struct liasse *l, struct buf *out, struct err *err)
{
    struct cairo_hote hote = {encres, text_encode, buf_put, out};
    const char *wrong = draw(l, &hote);
    if (wrong)
        return err_set(err, ERR_FICHIER, "%s", wrong);
    return !out->failed || err_set(err, ERR_MEMOIRE, NULL);
}

static bool write_pdf(const struct liasse *l, struct buf *out, struct err *err)
{
    const struct cairo_dessin *d = dessin(err);
    return d && write_with(d->pdf, l, out, err);
}

static bool write_png(const struct liasse *l, struct buf *out, struct err *err)
{
    const struct cairo_dessin *d = dessin(err);
    return d && write_with(d->png, l, out, err);
}

const struct writer writer_pdf = {
    .extension = "pdf",
    .mime = "application/pdf",
    .name = "Document PDF",
    .write = write_pdf,
};

const struct writer writer_png = {
    .extension = "png",
    .mime = "image/png",
    .name = "Images PNG, une par page",
    .par_feuille = true,
    .write = write_png,
};
