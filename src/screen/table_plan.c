/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A table fitted to a width: which columns stand on the line, how wide, and what their rows take.
 * Nothing is lost: a text too wide is broken, a column that does not fit is said below the row. */
#include <stdlib.h>
#include <string.h>

#include <cdap/base/text.h>

#include "table.h"
#include "wrap.h"

enum rendu cellule_put(const struct table_posee *tp, const struct champ *ch,
                       const struct json *rang, bool seul, struct buf *out)
{
    enum rendu rendu = champ_put(ch, tp->c, rang, seul, out);
    if (rendu != RENDU_SANS_PARENT)
        return rendu;
    buf_puts(out, ch->nul);
    return RENDU_NUL;
}

/* ---- widths --------------------------------------------------------------------------------- */

/* Least width at which a label stands on two lines. */
static int label_width(const char *label)
{
    int width = 2;
    while (wrap_count(span_of(label), width) > 2)
        width++;
    return width;
}

static int max_int(int a, int b)
{
    return a > b ? a : b;
}

/* Widest value of a column over all rows; -1 when no row holds it: the column is not drawn. */
static int values_width(const struct table_posee *tp, const struct colonne *col, struct buf *tmp)
{
    int widest = -1;
    for (size_t i = 0; i < tp->nombre; i++) {
        buf_reset(tmp);
        if (cellule_put(tp, &col->champ, tp->rangs[i], true, tmp) == RENDU_ABSENT)
            continue;
        struct span text = buf_span(tmp);
        if (widest < (int)text.len) /* bytes bound columns: most texts need no closer look */
            widest = max_int(widest, wrap_width(text));
    }
    return widest;
}

/* Least width: that of its values when they may not be broken, else what the file asks. */
static int least_width(const struct vue_colonne *v)
{
    int label = label_width(v->colonne->champ.libelle);
    int values = v->valeurs;
    if (!champ_fige(&v->colonne->champ) && values > v->colonne->largeur)
        values = v->colonne->largeur;
    return max_int(values, label);
}

static int needed(const struct table_posee *tp)
{
    int total = 0;
    for (size_t i = 0; i < tp->vue_count; i++)
        total += least_width(&tp->vues[i]) + (i ? ECART : 0);
    return total;
}

/* Takes off the line the column that matters least. */
static void drop_one(struct table_posee *tp)
{
    size_t least = 0;
    for (size_t i = 1; i < tp->vue_count; i++)
        if (tp->vues[i].colonne->priorite >= tp->vues[least].colonne->priorite)
            least = i;
    tp->reports[tp->report_count++] = tp->vues[least].colonne;
    tp->vue_count--;
    memmove(&tp->vues[least], &tp->vues[least + 1],
            (tp->vue_count - least) * sizeof tp->vues[least]);
}

/* Gives what is left to those who ask least first: most columns are then whole. */
static void share(struct table_posee *tp, int left)
{
    for (;;) {
        struct vue_colonne *cheapest = NULL;
        for (size_t i = 0; i < tp->vue_count; i++) {
            struct vue_colonne *v = &tp->vues[i];
            int asks = v->voulue - v->largeur;
            if (asks > 0 && (!cheapest || asks < cheapest->voulue - cheapest->largeur))
                cheapest = v;
        }
        if (!cheapest || left <= 0)
            return;
        int asks = cheapest->voulue - cheapest->largeur;
        int given = asks < left ? asks : left;
        cheapest->largeur += given;
        left -= given;
        if (given < asks)
            return;
    }
}

static void place_columns(struct table_posee *tp)
{
    int x = tp->x;
    for (size_t i = 0; i < tp->vue_count; i++) {
        tp->vues[i].x = x;
        x += tp->vues[i].largeur + ECART;
    }
}

static int compare_reports(const void *a, const void *b)
{
    const struct colonne *const *x = a, *const *y = b;
    return *x < *y ? -1 : *x > *y; /* the order of the file */
}

bool table_plan(struct table_posee *tp, int largeur)
{
    struct buf tmp = {0};
    tp->x = MARGE + (tp->table->groupe ? RETRAIT : 0);
    tp->room = largeur - tp->x - 1;
    for (size_t i = 0; i < tp->table->nombre; i++) {
        const struct colonne *col = &tp->table->colonnes[i];
        int width = values_width(tp, col, &tmp);
        if (width < 0)
            continue;
        tp->vues[tp->vue_count++] = (struct vue_colonne){
            .colonne = col,
            .valeurs = width,
            .voulue = max_int(width, (int)text_width(span_of(col->champ.libelle))),
            .droite = champ_droite(&col->champ),
        };
    }
    bool ok = !tmp.failed;
    buf_free(&tmp);
    while (tp->vue_count > 1 && needed(tp) > tp->room)
        drop_one(tp);
    qsort(tp->reports, tp->report_count, sizeof *tp->reports, compare_reports);
    int left = tp->room - needed(tp);
    for (size_t i = 0; i < tp->vue_count; i++)
        tp->vues[i].largeur = least_width(&tp->vues[i]);
    if (left < 0 && tp->vue_count)
        tp->vues[0].largeur = tp->room;
    share(tp, left);
    place_columns(tp);
    return ok;
}

/* ---- groups, sums, heights ------------------------------------------------------------------ */

static void sum_row(const struct table_posee *tp, const struct json *rang, struct somme *sommes)
{
    if (conditions_any(&tp->table->hors_total, rang))
        return;
    for (size_t i = 0; i < tp->table->nombre; i++) {
        const struct colonne *col = &tp->table->colonnes[i];
        const struct json *v;
        int64_t n;
        if (!col->total && !col->sous_total)
            continue;
        enum trouve found = chemin_follow(&col->champ.parties[0].chemin, rang, &v);
        if (found == TROUVE_VALEUR && json_integer(v, &n)) {
            sommes[i].centimes += n;
            sommes[i].connue = true;
        } else if (found == TROUVE_NUL) {
            sommes[i].partielle = true;
        }
    }
}

static bool add_group(struct table_posee *tp, size_t premier)
{
    if (tp->groupe_count == tp->groupe_place) {
        size_t place = tp->groupe_place ? 2 * tp->groupe_place : 32;
        struct groupe *more = reallocarray(tp->groupes, place, sizeof *more);
        if (!more)
            return false;
        tp->groupes = more;
        tp->groupe_place = place;
    }
    tp->groupes[tp->groupe_count++] = (struct groupe){.premier = premier};
    return true;
}

/* Opens a group where the words of the heading change. */
static bool find_groups(struct table_posee *tp)
{
    struct buf words[2] = {{0}, {0}};
    bool ok = true;
    for (size_t i = 0; i < tp->nombre && ok; i++) {
        struct buf *now = &words[i % 2], *before = &words[(i + 1) % 2];
        buf_reset(now);
        cellule_put(tp, tp->table->groupe, tp->rangs[i], true, now);
        if (i == 0 || !span_eq(buf_span(now), buf_span(before)))
            ok = add_group(tp, i);
        if (ok)
            sum_row(tp, tp->rangs[i], tp->groupes[tp->groupe_count - 1].sommes);
    }
    ok = ok && !words[0].failed && !words[1].failed;
    buf_free(&words[0]);
    buf_free(&words[1]);
    return ok;
}

/* True when every row takes one line, which needs no second look at the values. */
static bool is_single(const struct table_posee *tp)
{
    bool single = tp->report_count == 0 && !tp->table->detail;
    for (size_t i = 0; i < tp->vue_count; i++)
        single = single && tp->vues[i].valeurs <= tp->vues[i].largeur &&
                 tp->vues[i].colonne->champ.parties[0].type != type_find("lignes");
    return single;
}

bool table_measure(struct table_posee *tp)
{
    tp->debuts = calloc(tp->nombre + 1, sizeof *tp->debuts);
    if (!tp->debuts || (tp->table->groupe && !find_groups(tp)))
        return false;
    bool single = is_single(tp);
    size_t group = 0;
    int ligne = 0;
    for (size_t i = 0; i < tp->nombre; i++) {
        tp->debuts[i] = ligne;
        if (group < tp->groupe_count && tp->groupes[group].premier == i) {
            group++;
            ligne++;
        }
        ligne += single ? 1 : table_row_height(tp, i);
        sum_row(tp, tp->rangs[i], tp->totaux);
    }
    tp->debuts[tp->nombre] = ligne;
    return true;
}
