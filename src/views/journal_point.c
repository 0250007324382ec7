/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The signed checkpoint of the journal: a line above the entries, and its whole text on a key, to be
 * copied and held against another one later. The signature is checked by `cdap verifier`, which has the
 * key; nothing here says that it is good. */
#include <string.h>

#include <cdap/journal/note.h>
#include <cdap/journal/point.h>

#include "journal.h"

/* Name of the first key that signed: « — nom base64 ». */
static struct span first_key(struct span note)
{
    static const char tiret[] = "\n\n\xE2\x80\x94 ";
    const char *at = memmem(note.ptr, note.len, tiret, sizeof tiret - 1), *end;

    if (!at)
        return (struct span){0};
    at += sizeof tiret - 1;
    end = memchr(at, ' ', note.len - (size_t)(at - note.ptr));
    return end ? (struct span){at, (size_t)(end - at)} : (struct span){0};
}

void journal_put_point(const struct journal *j, struct buf *out)
{
    struct span note = buf_span(&j->point), texte = {0}, cle;
    struct point point;

    (void)note_verify(note, NULL, 0, &texte, NULL); /* for its text */
    cle = first_key(note);
    if (!texte.len || !point_parse(texte, &point) || !cle.len) {
        buf_puts(out, "Aucun point de contrôle n’est encore signé.");
        return;
    }
    buf_puts(out, "Point signé lu le ");
    datetime_put_fr(out, datetime_paris(j->point_lu));
    buf_putf(out, " : %llu entrée%s, clé %.*s", (unsigned long long)point.taille,
             point.taille > 1 ? "s" : "", (int)cle.len, cle.ptr);
}

/* ---- the view ----------------------------------------------------------------------------------- */

struct point_view {
    struct view view;
    struct buf texte;
};

static void draw(struct view *v, struct grid *g, struct rect zone, struct cursor *cursor)
{
    struct point_view *p = (struct point_view *)v;
    struct rect rest = titre_draw(v, g, zone, "Point de contrôle du journal");
    const char *at = buf_text(&p->texte);
    int row = rest.row;

    row += texte_draw(g, rest, row, rest.col, rest.cols, 4, STYLE_DISCRET,
                      SPAN_LIT("Origine, nombre d’entrées, racine de l’arbre, puis les signatures. "
                               "Gardez ce texte ailleurs qu’ici : un journal réécrit le "
                               "contredirait."));
    row++;
    *cursor = (struct cursor){row, rest.col};
    while (*at) {
        size_t len = strcspn(at, "\n");
        int used =
            texte_draw(g, rest, row, rest.col, rest.cols, 3, STYLE_NORMAL, (struct span){at, len});

        row += used ? used : 1;
        at += len + (at[len] == '\n');
    }
}

static requetes_t accepts(const struct view *v)
{
    (void)v;
    return REQ_BIT(REQ_RETOUR);
}

static void request(struct view *v, const struct event *e)
{
    (void)e;
    app_close(v);
}

static void done(struct view *v)
{
    buf_free(&((struct point_view *)v)->texte);
}

static const struct view_ops ops = {
    .nom = "journal_point",
    .size = sizeof(struct point_view),
    .draw = draw,
    .accepts = accepts,
    .request = request,
    .close = done,
};

void journal_point_open(struct journal *j)
{
    struct point_view *p = (struct point_view *)app_push(j->view.app, &ops);

    if (p)
        buf_put(&p->texte, j->point.data, j->point.len);
}
