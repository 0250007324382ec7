/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The matrix profile × champ in words, so that a widening of access is a line that changes. */
#include <cdap/base/text.h>

#include "profil_interne.h"

#define GOUTTIERE       2  /* columns between two columns */
#define PROFILS_AU_PLUS 64 /* more would not fit any page */

static void put_window(const struct fenetre *f, struct buf *out)
{
    switch ((enum coupe)f->coupe) {
    case COUPE_AUCUNE:
        break;
    case COUPE_MOIS:
        buf_putf(out, ", %u mois", f->n);
        break;
    case COUPE_ANNEE:
        buf_putf(out, f->n ? ", année N-%u" : ", année N", f->n);
        break;
    case COUPE_RANG:
        buf_putf(out, ", %u dernières années connues", f->n);
        break;
    }
}

/* "oui", "oui, masqué", "en partie, 24 mois", "—". */
static void put_cell(const struct profil *p, const struct champ *c, struct buf *out)
{
    buf_reset(out);
    if (p->garde[c->id] == GARDE_RIEN) {
        buf_puts(out, "—");
        return;
    }
    buf_puts(out, p->garde[c->id] == GARDE_TOUT ? "oui" : "en partie");
    if (c->masque != MASQUE_AUCUN)
        buf_puts(out, ", masqué");
    put_window(&p->fenetres[c->id], out);
}

static void put_padded(struct buf *out, const char *text, size_t width)
{
    buf_puts(out, text);
    for (size_t w = text_width(span_of(text)); w < width; w++)
        buf_putc(out, ' ');
}

static size_t widest(size_t so_far, const char *text)
{
    size_t width = text_width(span_of(text)) + GOUTTIERE;
    return width > so_far ? width : so_far;
}

static size_t column_width(const struct dictionnaire *d, const struct profil *p, struct buf *cell)
{
    size_t width = widest(0, p->code);
    for (size_t i = 0; i < d->count; i++) {
        put_cell(p, &d->noeuds[i].champ, cell);
        width = widest(width, buf_text(cell));
    }
    return width;
}

void profil_matrix(const struct dictionnaire *d, const struct profil *const *profils, size_t count,
                   struct buf *out)
{
    struct buf cell = {0};
    size_t first = widest(0, "champ"), widths[PROFILS_AU_PLUS];
    if (count > PROFILS_AU_PLUS)
        count = PROFILS_AU_PLUS;
    for (size_t i = 0; i < d->count; i++)
        first = widest(first, d->noeuds[i].champ.chemin);
    put_padded(out, "champ", first);
    for (size_t k = 0; k < count; k++) {
        widths[k] = column_width(d, profils[k], &cell);
        put_padded(out, profils[k]->code, widths[k]);
    }
    buf_puts(out, "libellé\n");
    for (size_t i = 0; i < d->count; i++) {
        const struct champ *c = &d->noeuds[i].champ;
        put_padded(out, c->chemin, first);
        for (size_t k = 0; k < count; k++) {
            put_cell(profils[k], c, &cell);
            put_padded(out, buf_text(&cell), widths[k]);
        }
        buf_putf(out, "%s\n", c->libelle);
    }
    out->failed |= cell.failed;
    buf_free(&cell);
}
