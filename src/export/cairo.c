/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one file that sees cairo, built apart as cdap-cairo.so: sheets drawn as runs of text whose
 * glyphs stand on the columns of the grid, each tied to its characters so that a PDF can be searched
 * and copied. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cairo/cairo-pdf.h>
#include <cairo/cairo.h>
#include <fontconfig/fontconfig.h>

#include <cdap/proto.h>

#include "cairo.h"

#define CORPS       100.0 /* of the fonts when they are measured */
#define INTERLIGNE  1.17  /* of the body: blocks of charts then touch */
#define COLS_MAX    512
#define POLICES     6
#define FAMILLE     96
#define CONNUS      1024 /* glyphs remembered per face */
#define A4_LONG     841.89
#define A4_COURT    595.28
#define MARGE_PAGE  28.0
#define PNG_CORPS   15.0
#define PNG_MARGE   24.0
#define PNG_ECHELLE 2.0 /* pixels per unit: sharp on today's screens and on paper */

/* The first family; what it lacks comes from whatever fontconfig finds. */
static const char principale[] = "DejaVu Sans Mono";

struct connu {
    uint32_t cp;
    uint32_t glyphe; /* 0 = not in this face */
};

struct police {
    cairo_scaled_font_t *font;
    struct connu connus[CONNUS];
};

struct trace {
    struct cairo_hote *h;
    cairo_t *cr;
    struct police polices[2][POLICES]; /* plain, bold */
    char familles[POLICES][FAMILLE];   /* the first is the principal one */
    int famille_count;
    uint32_t absents[CONNUS]; /* characters that no family has */
    double corps, largeur, hauteur, base;
};

/* ---- fonts -------------------------------------------------------------------------------------- */

static cairo_scaled_font_t *open_font(const char *famille, bool bold, double corps, double scale)
{
    cairo_matrix_t size, ctm;
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_face_t *face = cairo_toy_font_face_create(
        famille, CAIRO_FONT_SLANT_NORMAL, bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL);
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    cairo_matrix_init_scale(&size, corps, corps);
    cairo_matrix_init_scale(&ctm, scale, scale);
    cairo_scaled_font_t *font = cairo_scaled_font_create(face, &size, &ctm, options);
    cairo_font_face_destroy(face);
    cairo_font_options_destroy(options);
    return font;
}

static struct police *police_of(struct trace *t, bool bold, int rang, double scale)
{
    struct police *p = &t->polices[bold][rang];
    if (!p->font)
        p->font = open_font(t->familles[rang], bold, t->corps, scale);
    return p;
}

/* The glyph of a character in a face, 0 when it has none. */
static uint32_t glyph_of(const struct trace *t, struct police *p, uint32_t cp)
{
    struct connu *c = &p->connus[cp % CONNUS];
    char utf8[4];
    cairo_glyph_t *glyphs = NULL;
    int count = 0;
    if (c->cp == cp)
        return c->glyphe;
    size_t len = t->h->encode(cp, utf8);
    *c = (struct connu){cp, 0};
    if (cairo_scaled_font_text_to_glyphs(p->font, 0, 0, utf8, (int)len, &glyphs, &count, NULL, NULL,
                                         NULL) == CAIRO_STATUS_SUCCESS &&
        count == 1)
        c->glyphe = (uint32_t)glyphs[0].index;
    cairo_glyph_free(glyphs);
    return c->glyphe;
}

/* At exit, what was kept at hand for the next sheet is given back. */
static void forget_fonts(void)
{
    cairo_debug_reset_static_data();
    FcFini();
}

static double advance(cairo_scaled_font_t *font, const char *text)
{
    cairo_text_extents_t e;
    cairo_scaled_font_text_extents(font, text, &e);
    return e.x_advance;
}

/* The advance of a cell for a body of 1, and where the base line falls. When no monospaced family is
 * installed, the widest letter makes the cell: less handsome, still aligned. */
static const char *measure(double *cell, double *base)
{
    static bool once;
    if (!once && atexit(forget_fonts) == 0)
        once = true;
    cairo_scaled_font_t *font = open_font(principale, false, CORPS, 1);
    cairo_font_extents_t e;
    bool ok = cairo_scaled_font_status(font) == CAIRO_STATUS_SUCCESS;
    if (ok) {
        double wide = advance(font, "W");
        cairo_scaled_font_extents(font, &e);
        *cell = wide / CORPS;
        *base = (INTERLIGNE - (e.ascent + e.descent) / CORPS) / 2 + e.ascent / CORPS;
        ok = wide > 0;
    }
    cairo_scaled_font_destroy(font);
    return ok ? NULL : "aucune police de caractères n’est installée";
}

/* A family, among those installed, that draws this character; false when there is none. */
static bool find_family(uint32_t cp, char out[FAMILLE])
{
    FcResult result;
    FcChar8 *family = NULL;
    FcCharSet *wanted = FcCharSetCreate(), *has = NULL;
    FcPattern *p = FcPatternCreate();
    FcCharSetAddChar(wanted, cp);
    FcPatternAddCharSet(p, FC_CHARSET, wanted);
    FcPatternAddBool(p, FC_OUTLINE, FcTrue);
    FcConfigSubstitute(NULL, p, FcMatchPattern);
    FcDefaultSubstitute(p);
    FcPattern *match = FcFontMatch(NULL, p, &result);
    bool found = match && FcPatternGetCharSet(match, FC_CHARSET, 0, &has) == FcResultMatch &&
                 FcCharSetHasChar(has, cp) &&
                 FcPatternGetString(match, FC_FAMILY, 0, &family) == FcResultMatch &&
                 snprintf(out, FAMILLE, "%s", (const char *)family) < FAMILLE;
    if (match)
        FcPatternDestroy(match);
    FcPatternDestroy(p);
    FcCharSetDestroy(wanted);
    return found;
}

static void close_fonts(struct trace *t)
{
    for (int bold = 0; bold < 2; bold++)
        for (int i = 0; i < POLICES; i++)
            if (t->polices[bold][i].font)
                cairo_scaled_font_destroy(t->polices[bold][i].font);
}

/* ---- runs of text ------------------------------------------------------------------------------- */

/* Characters of one face and one style, side by side. */
struct suite {
    char utf8[COLS_MAX * 8];
    cairo_glyph_t glyphs[COLS_MAX * 2];
    cairo_text_cluster_t clusters[COLS_MAX];
    int bytes, nombre, amas;
};

static void set_ink(struct trace *t, uint32_t rgb)
{
    cairo_set_source_rgb(t->cr, ((rgb >> 16) & 255) / 255.0, ((rgb >> 8) & 255) / 255.0,
                         (rgb & 255) / 255.0);
}

static void suite_flush(struct trace *t, const struct police *p, struct suite *s)
{
    if (s->amas) {
        cairo_set_scaled_font(t->cr, p->font);
        cairo_show_text_glyphs(t->cr, s->utf8, s->bytes, s->glyphs, s->nombre, s->clusters, s->amas,
                               0);
    }
    s->bytes = s->nombre = s->amas = 0;
}

/* One cell: its glyphs and its characters, tied together. */
static void suite_add(struct trace *t, struct police *p, struct suite *s, const struct cell *c,
                      double x, double y)
{
    int bytes = s->bytes, glyphs = s->nombre;
    uint32_t cps[2] = {c->ch, c->mark};
    for (int i = 0; i < 2 && (i == 0 || cps[i]); i++) {
        s->bytes += (int)t->h->encode(cps[i], s->utf8 + s->bytes);
        s->glyphs[s->nombre++] = (cairo_glyph_t){glyph_of(t, p, cps[i]), x, y};
    }
    s->clusters[s->amas++] = (cairo_text_cluster_t){s->bytes - bytes, s->nombre - glyphs};
}

/* The first face that has the character, found if need be; the first of all when none has. */
static int face_for(struct trace *t, bool bold, uint32_t cp, double scale)
{
    uint32_t *absent = &t->absents[cp % CONNUS];
    for (int i = 0; i < t->famille_count; i++)
        if (glyph_of(t, police_of(t, bold, i, scale), cp))
            return i;
    if (*absent == cp || t->famille_count == POLICES)
        return 0;
    *absent = cp;
    if (!find_family(cp, t->familles[t->famille_count]))
        return 0;
    int rang = t->famille_count++;
    return glyph_of(t, police_of(t, bold, rang, scale), cp) ? rang : 0;
}

static void draw_underline(struct trace *t, double x, double y, double width)
{
    double thick = t->corps * 0.05;
    cairo_rectangle(t->cr, x, y + t->base + t->corps * 0.11, width, thick);
    cairo_fill(t->cr);
}

/* Cells [from, to) of one style. */
static void draw_cells(struct trace *t, const struct cell *cells, int from, int to, double x0,
                       double y, double scale)
{
    static struct suite s; /* too large for a stack; one drawing at a time */
    const struct encre *e = &t->h->encres[cells[from].style];
    bool bold = e->attrs & ATTR_BOLD;
    int face = 0;
    set_ink(t, e->texte);
    for (int col = from; col < to; col++) {
        const struct cell *c = &cells[col];
        if (c->width == 0)
            continue;
        int wanted = c->ch == ' ' ? face : face_for(t, bold, c->ch, scale);
        if (wanted != face)
            suite_flush(t, police_of(t, bold, face, scale), &s);
        face = wanted;
        suite_add(t, police_of(t, bold, face, scale), &s, c, x0 + col * t->largeur, y + t->base);
    }
    suite_flush(t, police_of(t, bold, face, scale), &s);
    if (e->attrs & ATTR_UNDERLINE)
        draw_underline(t, x0 + from * t->largeur, y, (to - from) * t->largeur);
}

static void draw_grounds(struct trace *t, const struct cell *cells, int cols, double x0, double y)
{
    for (int col = 0, end; col < cols; col = end) {
        for (end = col; end < cols && cells[end].style == cells[col].style;)
            end++;
        uint32_t fond = t->h->encres[cells[col].style].fond;
        if (fond == PAPIER)
            continue;
        set_ink(t, fond);
        cairo_rectangle(t->cr, x0 + col * t->largeur, y, (end - col) * t->largeur, t->hauteur);
        cairo_fill(t->cr);
    }
}

static void draw_bars(struct trace *t, const struct cell *cells, int cols, double x0, double y)
{
    for (int col = 0, end; col < cols; col = end) {
        int eighths = encre_huitiemes(cells[col].ch);
        for (end = col + 1; end < cols && eighths && cells[end].ch == cells[col].ch;)
            end++;
        if (!eighths)
            continue;
        set_ink(t, t->h->encres[cells[col].style].texte);
        cairo_rectangle(t->cr, x0 + col * t->largeur, y + t->hauteur * (8 - eighths) / 8,
                        (end - col) * t->largeur, t->hauteur * (eighths / 8.0 + ENCRE_RECOUVRE));
        cairo_fill(t->cr);
    }
}

static bool is_blank(const struct cell *c)
{
    return c->ch == ' ' && !c->mark;
}

static void draw_row(struct trace *t, const struct cell *cells, int cols, double x0, double y,
                     double scale)
{
    draw_grounds(t, cells, cols, x0, y);
    for (int col = 0; col < cols;) {
        if (is_blank(&cells[col])) {
            col++;
            continue;
        }
        int end = col, last = col;
        for (; end < cols && cells[end].style == cells[col].style && end - last < 2; end++)
            if (!is_blank(&cells[end]))
                last = end;
        draw_cells(t, cells, col, last + 1, x0, y, scale);
        col = last + 1;
    }
    draw_bars(t, cells, cols, x0, y);
}

static void draw_sheet(struct trace *t, const struct feuille *f, double x0, double y0, double scale)
{
    int cols = f->g.cols < COLS_MAX ? f->g.cols : COLS_MAX;
    for (int row = 0; row < f->g.rows; row++)
        draw_row(t, f->g.cells + (size_t)row * (size_t)f->g.cols, cols, x0, y0 + row * t->hauteur,
                 scale);
}

static void set_size(struct trace *t, double corps, double cell, double base)
{
    snprintf(t->familles[0], FAMILLE, "%s", principale);
    t->famille_count = 1;
    t->corps = corps;
    t->largeur = corps * cell;
    t->hauteur = corps * INTERLIGNE;
    t->base = corps * base;
}

static cairo_status_t on_bytes(void *ctx, const unsigned char *data, unsigned int len)
{
    struct cairo_hote *h = ctx;
    h->put(h->out, data, len);
    return h->out->failed ? CAIRO_STATUS_WRITE_ERROR : CAIRO_STATUS_SUCCESS;
}

static const char *problem(cairo_status_t status)
{
    return status == CAIRO_STATUS_SUCCESS ? NULL : "le dessin des pages a échoué";
}

/* ---- PDF ---------------------------------------------------------------------------------------- */

/* The body at which the largest sheet fills an A4 page laid on its side, or upright when that shows
 * it larger. */
static double fit_page(const struct liasse *l, double cell, double *width, double *height)
{
    int rows = 1, cols = 1;
    double best = 0;
    for (size_t i = 0; i < l->nombre; i++) {
        rows = l->feuilles[i].g.rows > rows ? l->feuilles[i].g.rows : rows;
        cols = l->feuilles[i].g.cols > cols ? l->feuilles[i].g.cols : cols;
    }
    for (int upright = 0; upright < 2; upright++) {
        double w = upright ? A4_COURT : A4_LONG, h = upright ? A4_LONG : A4_COURT;
        double across = (w - 2 * MARGE_PAGE) / (cols * cell);
        double down = (h - 2 * MARGE_PAGE) / (rows * INTERLIGNE);
        double corps = across < down ? across : down;
        if (corps <= best)
            continue;
        best = corps;
        *width = w;
        *height = h;
    }
    return best;
}

static void put_metadata(cairo_surface_t *s, const struct liasse *l)
{
    char date[40];
    struct datetime d = l->date;
    int offset = d.offset_minutes;
    snprintf(date, sizeof date, "%04d-%02d-%02dT%02d:%02d:%02d%c%02d:%02d", d.date.year,
             d.date.month, d.date.day, d.hour, d.minute, d.second, offset < 0 ? '-' : '+',
             (offset < 0 ? -offset : offset) / 60, (offset < 0 ? -offset : offset) % 60);
    cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_TITLE, l->titre);
    cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_AUTHOR, l->auteur);
    cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_SUBJECT, l->sujet);
    cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_CREATOR, l->logiciel);
    cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_CREATE_DATE, date);
}

static void put_page(struct trace *t, cairo_surface_t *s, const struct feuille *f, double width)
{
    char text[64];
    snprintf(text, sizeof text, "%zu/%zu", f->numero, f->total);
    cairo_pdf_surface_set_page_label(s, text);
    if (f->ouvre) {
        snprintf(text, sizeof text, "page=%zu pos=[0 0]", f->numero);
        cairo_pdf_surface_add_outline(s, CAIRO_PDF_OUTLINE_ROOT, f->titre, text, 0);
    }
    draw_sheet(t, f, (width - f->g.cols * t->largeur) / 2, MARGE_PAGE, 1);
    cairo_show_page(t->cr);
}

static const char *draw_pdf(const struct liasse *l, struct cairo_hote *h)
{
    struct trace t = {.h = h};
    double cell, base, width = A4_LONG, height = A4_COURT;
    const char *wrong = measure(&cell, &base);
    if (wrong)
        return wrong;
    set_size(&t, fit_page(l, cell, &width, &height), cell, base);
    cairo_surface_t *s = cairo_pdf_surface_create_for_stream(on_bytes, h, width, height);
    put_metadata(s, l);
    t.cr = cairo_create(s);
    for (size_t i = 0; i < l->nombre; i++)
        put_page(&t, s, &l->feuilles[i], width);
    cairo_status_t status = cairo_status(t.cr);
    cairo_destroy(t.cr);
    cairo_surface_finish(s);
    if (status == CAIRO_STATUS_SUCCESS)
        status = cairo_surface_status(s);
    cairo_surface_destroy(s);
    close_fonts(&t);
    return problem(status);
}

/* ---- PNG ---------------------------------------------------------------------------------------- */

static const char *draw_png(const struct liasse *l, struct cairo_hote *h)
{
    struct trace t = {.h = h};
    const struct feuille *f = &l->feuilles[0];
    double cell, base;
    const char *wrong = measure(&cell, &base);
    if (wrong)
        return wrong;
    set_size(&t, PNG_CORPS, cell, base);
    int width = (int)((f->g.cols * t.largeur + 2 * PNG_MARGE) * PNG_ECHELLE + 0.5);
    int height = (int)((f->g.rows * t.hauteur + 2 * PNG_MARGE) * PNG_ECHELLE + 0.5);
    cairo_surface_t *s = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
    t.cr = cairo_create(s);
    set_ink(&t, PAPIER);
    cairo_paint(t.cr);
    cairo_scale(t.cr, PNG_ECHELLE, PNG_ECHELLE);
    draw_sheet(&t, f, PNG_MARGE, PNG_MARGE, PNG_ECHELLE);
    cairo_status_t status = cairo_status(t.cr);
    cairo_destroy(t.cr);
    if (status == CAIRO_STATUS_SUCCESS)
        status = cairo_surface_write_to_png_stream(s, on_bytes, h);
    cairo_surface_destroy(s);
    close_fonts(&t);
    return problem(status);
}

__attribute__((visibility("default")))
const struct cairo_dessin cdap_cairo = {CDAP_VERSION, draw_pdf, draw_png};
