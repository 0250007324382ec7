/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The memory of a bundle of sheets. */
#include <stdlib.h>

#include <cdap/base/secret.h>
#include <cdap/grid/liasse.h>

static bool grow(struct liasse *l)
{
    if (l->nombre < l->place)
        return true;
    size_t place = l->place ? 2 * l->place : 16;
    struct feuille *more = reallocarray(l->feuilles, place, sizeof *more);
    if (!more)
        return false;
    l->feuilles = more;
    l->place = place;
    return true;
}

struct feuille *liasse_add(struct liasse *l, int rows, int cols)
{
    if (!grow(l))
        return NULL;
    struct feuille *f = &l->feuilles[l->nombre];
    *f = (struct feuille){.trames = calloc((size_t)rows, sizeof *f->trames)};
    if (!f->trames || !grid_init(&f->g, rows, cols)) {
        free(f->trames);
        return NULL;
    }
    l->nombre++;
    return f;
}

void liasse_number(struct liasse *l)
{
    for (size_t i = 0; i < l->nombre; i++) {
        l->feuilles[i].numero = i + 1;
        l->feuilles[i].total = l->nombre;
    }
}

struct liasse liasse_sheet(const struct liasse *l, size_t i)
{
    struct liasse one = *l;
    one.feuilles = &l->feuilles[i];
    one.nombre = one.place = 1;
    return one;
}

void liasse_done(struct liasse *l)
{
    for (size_t i = 0; i < l->nombre; i++) {
        struct feuille *f = &l->feuilles[i];
        secret_wipe(f->g.cells, (size_t)f->g.rows * (size_t)f->g.cols * sizeof *f->g.cells);
        grid_done(&f->g);
        free(f->trames);
    }
    free(l->feuilles);
    secret_wipe(l, sizeof *l);
}
