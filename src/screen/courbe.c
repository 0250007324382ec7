/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A bar per month over the last months, with the figures that matter in a sentence below: bars show
 * the shape, words say the facts. */
#include <stdlib.h>

#include <cdap/base/text.h>

#include "bloc.h"

#define MOIS_MAX   36
#define HAUTEUR    6 /* lines of bars */
#define HUITIEMES  8 /* heights that one cell can show */
#define NOMMES_MAX 3 /* months named in the sentence before they are counted */

struct courbe {
    struct chemin chemin;
    struct chemin debut, fin; /* months of a row; no end: one month */
    bool has_fin;
    struct champ valeur;
    bool cumul;         /* rows of one month add up; else the first one counts */
    int mois;           /* how many months, the last being today's */
    const char *manque; /* what a month without value is called */
};

enum etat_mois { MOIS_VIDE, MOIS_CONNU };

struct serie {
    mois_t premier;
    int nombre;
    enum etat_mois etats[MOIS_MAX];
    int64_t valeurs[MOIS_MAX];
    int64_t haut;
    int connus;
};

static bool courbe_load(const struct loader *l, const struct place *at, const struct json *object,
                        struct bloc *out)
{
    struct courbe *k = arena_alloc(l->arena, 1, sizeof *k);
    const struct json *valeur = json_get(object, "valeur");
    if (!k)
        return loader_no_memory(l);
    out->corps = k;
    k->mois = 24;
    k->has_fin = json_get(object, "fin") != NULL;
    if (!valeur)
        return loader_refuse(l, at, "valeur", "cette clé manque");
    if (!chemin_load(l, at, object, "chemin", false, &k->chemin) ||
        !chemin_load(l, at, object, "debut", false, &k->debut) ||
        (k->has_fin && !chemin_load(l, at, object, "fin", false, &k->fin)) ||
        !champ_load(l, PLACE_KEY(at, "valeur"), valeur, NULL, &k->valeur) ||
        !loader_flag(l, at, object, "cumul", &k->cumul) ||
        !loader_number(l, at, object, "mois", 2, MOIS_MAX, &k->mois) ||
        !loader_text(l, at, object, "manque", true, &k->manque))
        return false;
    return champ_droite(&k->valeur) ||
           loader_refuse(l, at, "valeur", "une courbe veut un montant ou un nombre");
}

static void courbe_chemins(const struct bloc *b, struct buf *out)
{
    const struct courbe *k = b->corps;
    struct buf prefix = {0}, path = {0};
    chemin_put(&k->chemin, "", &path);
    buf_put(&prefix, path.data, path.len ? path.len - 1 : 0);
    buf_puts(&prefix, "[].");
    chemin_put(&k->debut, buf_text(&prefix), out);
    if (k->has_fin)
        chemin_put(&k->fin, buf_text(&prefix), out);
    champ_put_chemins(&k->valeur, buf_text(&prefix), out);
    buf_free(&prefix);
    buf_free(&path);
}

/* ---- the figures ---------------------------------------------------------------------------- */

static mois_t month_at(const struct chemin *c, const struct json *row, mois_t when_null)
{
    const struct json *v;
    mois_t m;
    struct date d;
    enum trouve found = chemin_follow(c, row, &v);
    if (found == TROUVE_NUL)
        return when_null;
    if (found != TROUVE_VALEUR)
        return MOIS_INCONNU;
    struct span text = span_of(json_string(v, ""));
    if (mois_parse(text, &m))
        return m;
    return date_parse(text, &d) ? mois_of(d) : MOIS_INCONNU;
}

static void add_row(const struct courbe *k, const struct json *row, struct serie *s)
{
    const struct json *v;
    int64_t n;
    mois_t from = month_at(&k->debut, row, MOIS_INCONNU);
    mois_t to = k->has_fin ? month_at(&k->fin, row, MOIS_OUVERT) : from;
    if (from == MOIS_INCONNU ||
        chemin_follow(&k->valeur.parties[0].chemin, row, &v) != TROUVE_VALEUR ||
        !montant_read(v, &n))
        return;
    int first = from > s->premier ? from - s->premier : 0;
    for (int i = first; i < s->nombre && s->premier + i <= to; i++) {
        if (s->etats[i] == MOIS_CONNU && !k->cumul)
            continue;
        s->etats[i] = MOIS_CONNU;
        s->valeurs[i] += n;
    }
}

static struct serie gather(const struct courbe *k, const struct json *array, struct date today)
{
    struct serie s = {.premier = mois_of(today) - k->mois + 1, .nombre = k->mois};
    for (const struct json *row = json_first(array); row; row = json_sibling(row))
        add_row(k, row, &s);
    for (int i = 0; i < s.nombre; i++) {
        s.connus += s.etats[i] == MOIS_CONNU;
        if (s.valeurs[i] > s.haut)
            s.haut = s.valeurs[i];
    }
    return s;
}

/* ---- the picture ---------------------------------------------------------------------------- */

/* A figure of the axis: a montant loses its cents there. */
static void put_figure(const struct courbe *k, int64_t n, bool exact, struct buf *out)
{
    const struct type_valeur *type = k->valeur.parties[0].type;
    if (type == type_find("montant") && exact) {
        montant_put(out, n);
        return;
    }
    nombre_put(out, type == type_find("montant") ? (n + 50) / 100 : n);
    if (type != type_find("entier"))
        buf_puts(out, NBSP "€");
}

/* One cell of a bar: full, a part in eighths, or nothing. */
static void put_cell(struct page *p, int ligne, int col, int width, int eighths)
{
    static const char *const blocks[] = {"", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    struct buf text = {0};
    if (eighths <= 0)
        return;
    for (int i = 0; i < width; i++)
        buf_puts(&text, blocks[eighths < HUITIEMES ? eighths : HUITIEMES]);
    page_put(p, ligne, col, STYLE_GRAPHE, buf_span(&text));
    buf_free(&text);
}

/* A bar, or the sign of a month that has none: « 0 » is a value, « · » is a missing one. */
static void put_bar(struct page *p, const struct serie *s, int i, int base, int col, int width)
{
    if (s->etats[i] == MOIS_VIDE) {
        page_put(p, base, col, STYLE_DISCRET, SPAN_LIT("·"));
        return;
    }
    if (s->valeurs[i] <= 0) {
        page_put(p, base, col, STYLE_GRAPHE, s->valeurs[i] < 0 ? SPAN_LIT("-") : SPAN_LIT("0"));
        return;
    }
    double share = (double)s->valeurs[i] / (double)s->haut;
    int high = (int)(share * HAUTEUR * HUITIEMES + 0.5);
    high = high > 0 ? high : 1;
    for (int line = 0; line < HAUTEUR; line++, high -= HUITIEMES)
        put_cell(p, base - line, col, width, high);
}

/* Label of a month in `slot` columns: « nov », « 11 » or « N ». */
static const char *month_label(mois_t m, int slot)
{
    static const char *const labels[][3] = {
        {"J", "01", "jan"}, {"F", "02", "fév"}, {"M", "03", "mar"}, {"A", "04", "avr"},
        {"M", "05", "mai"}, {"J", "06", "jun"}, {"J", "07", "jul"}, {"A", "08", "aoû"},
        {"S", "09", "sep"}, {"O", "10", "oct"}, {"N", "11", "nov"}, {"D", "12", "déc"},
    };
    return labels[mois_month(m) - 1][slot >= 4 ? 2 : slot == 3 ? 1 : 0];
}

static void put_axis(struct page *p, const struct courbe *k, const struct serie *s, int top,
                     int axis)
{
    struct buf text = {0};
    put_figure(k, s->haut, false, &text);
    page_put_right(p, top, axis, STYLE_LIBELLE, buf_span(&text));
    page_put_right(p, top + HAUTEUR - 1, axis, STYLE_LIBELLE, SPAN_LIT("0"));
    buf_free(&text);
}

static int axis_width(const struct courbe *k, const struct serie *s)
{
    struct buf text = {0};
    put_figure(k, s->haut, false, &text);
    int width = (int)text_width(buf_span(&text));
    buf_free(&text);
    return width;
}

/* A year stands under its January, and under the first bar; not where it would run past the last bar
 * or into the next year. */
static bool shows_year(const struct serie *s, int i, int slot)
{
    const int digits = 4;
    int month = mois_month(s->premier + i);
    int months_left = i == 0 ? 13 - month : 12;
    if (months_left > s->nombre - i)
        months_left = s->nombre - i;
    return (i == 0 || month == 1) && months_left * slot >= digits + (i + months_left < s->nombre);
}

static void put_month(struct page *p, const struct serie *s, int i, int ligne, int col, int slot)
{
    mois_t m = s->premier + i;
    page_put(p, ligne, col, STYLE_LIBELLE, span_of(month_label(m, slot)));
    if (!shows_year(s, i, slot))
        return;
    struct buf year = {0};
    buf_put_int(&year, mois_year(m));
    page_put(p, ligne + 1, col, STYLE_LIBELLE, buf_span(&year));
    buf_free(&year);
}

/* Draws bars, months and years from line `top`; returns the lines taken. */
static int put_chart(struct pose *p, const struct courbe *k, const struct serie *s, int top)
{
    int axis = MARGE + axis_width(k, s), left = axis + 1;
    int slot = (p->c->largeur - left) / s->nombre;
    if (slot < 1)
        return 0; /* the sentence says it all */
    slot = slot > 6 ? 6 : slot;
    int bar = slot > 1 ? slot - 1 : 1, base = top + HAUTEUR - 1;
    put_axis(&p->page, k, s, top, axis);
    for (int i = 0; i < s->nombre; i++) {
        put_bar(&p->page, s, i, base, left + i * slot, bar);
        put_month(&p->page, s, i, base + 1, left + i * slot, slot);
    }
    return HAUTEUR + 2;
}

/* ---- the sentence --------------------------------------------------------------------------- */

/* The latest month of the highest value, or of the lowest. */
static int find_extreme(const struct serie *s, bool highest)
{
    int best = -1;
    for (int i = 0; i < s->nombre; i++) {
        if (s->etats[i] != MOIS_CONNU)
            continue;
        if (best < 0 ||
            (highest ? s->valeurs[i] >= s->valeurs[best] : s->valeurs[i] <= s->valeurs[best]))
            best = i;
    }
    return best;
}

static void put_extreme(const struct courbe *k, const struct serie *s, int month, struct buf *out)
{
    put_figure(k, s->valeurs[month], true, out);
    buf_puts(out, " (");
    mois_put_fr(out, s->premier + month);
    buf_putc(out, ')');
}

static void put_missing(const struct courbe *k, const struct serie *s, struct buf *out)
{
    int missing = s->nombre - s->connus;
    if (missing == 0)
        return;
    buf_putf(out, " %s : ", k->manque);
    if (missing > NOMMES_MAX) {
        buf_putf(out, "%d mois sur %d.", missing, s->nombre);
        return;
    }
    const char *lien = "";
    for (int i = 0; i < s->nombre; i++) {
        if (s->etats[i] == MOIS_CONNU)
            continue;
        buf_puts(out, lien);
        mois_put_fr(out, s->premier + i);
        lien = ", ";
    }
    buf_putc(out, '.');
}

static void put_sentence(const struct courbe *k, const struct serie *s, struct buf *out)
{
    int high = find_extreme(s, true), low = find_extreme(s, false);
    if (s->connus == 1) {
        put_extreme(k, s, high, out);
        buf_putc(out, '.');
    } else if (s->valeurs[high] == s->valeurs[low]) {
        buf_puts(out, "Toujours ");
        put_figure(k, s->valeurs[high], true, out);
        buf_putc(out, '.');
    } else {
        buf_puts(out, "Au plus haut ");
        put_extreme(k, s, high, out);
        buf_puts(out, ", au plus bas ");
        put_extreme(k, s, low, out);
        buf_putc(out, '.');
    }
    put_missing(k, s, out);
}

static bool courbe_layout(struct pose *p)
{
    const struct courbe *k = p->bloc->corps;
    const struct json *array = NULL;
    if (chemin_follow(&k->chemin, p->c->dossier, &array) != TROUVE_VALEUR || !p->c->aujourdhui.year)
        return true; /* the table beside it says that there is nothing */
    struct serie s = gather(k, array, p->c->aujourdhui);
    if (s.connus == 0)
        return true;
    struct buf text = {0};
    int ligne = pose_titre(p, NULL), *chart = p->corps = malloc(sizeof *chart);
    if (!chart)
        return false;
    *chart = put_chart(p, k, &s, ligne); /* its lines: what its trame says */
    ligne += *chart;
    put_sentence(k, &s, &text);
    page_put_wrapped(&p->page, ligne, MARGE, pose_largeur(p) - 1, STYLE_NORMAL, buf_span(&text));
    bool ok = !text.failed && !p->page.failed;
    buf_free(&text);
    return ok;
}

static void courbe_trame(const struct pose *p, int ligne, struct trame *out)
{
    int top = p->bloc->titre != NULL, *chart = p->corps;
    if (chart && ligne < top + *chart)
        out->genre = GENRE_GRAPHE;
    out->suit = ligne > top;
}

static void courbe_done(struct pose *p)
{
    free(p->corps);
}

static const char *const courbe_keys[] = {"chemin", "debut", "fin",    "valeur",
                                          "cumul",  "mois",  "manque", NULL};

const struct bloc_ops bloc_courbe = {
    .nom = "courbe",
    .keys = courbe_keys,
    .load = courbe_load,
    .chemins = courbe_chemins,
    .layout = courbe_layout,
    .trame = courbe_trame,
    .done = courbe_done,
};
