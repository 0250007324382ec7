/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the rows of a table make: groups, sums, and the lines that each one takes. */
#include <stdlib.h>
#include <string.h>

#include "table.h"

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
        if (found == TROUVE_VALEUR && montant_read(v, &n)) {
            sommes[i].centimes += n;
            sommes[i].connue = true;
        } else if (found != TROUVE_ABSENT) {
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

/* True when a row has the heading of the one before it, without making its words as a rule. */
static bool same_group(const struct table_posee *tp, size_t row, struct buf words[2])
{
    const struct champ *ch = tp->table->groupe;
    const struct json *a = NULL, *b = NULL;
    if (champ_simple(ch)) {
        chemin_follow(&ch->parties[0].chemin, tp->rangs[row - 1], &a);
        chemin_follow(&ch->parties[0].chemin, tp->rangs[row], &b);
        if (json_is_string(a) && json_is_string(b) &&
            strcmp(json_string(a, ""), json_string(b, "")) == 0)
            return true;
    }
    for (size_t i = 0; i < 2; i++) {
        buf_reset(&words[i]);
        cellule_put(tp, ch, tp->rangs[row - i], true, &words[i]);
    }
    return span_eq(buf_span(&words[0]), buf_span(&words[1]));
}

/* Opens a group where the words of the heading change. */
static bool find_groups(struct table_posee *tp)
{
    struct buf words[2] = {{0}, {0}};
    bool ok = true;
    for (size_t i = 0; i < tp->nombre && ok; i++)
        if (i == 0 || !same_group(tp, i, words))
            ok = add_group(tp, i);
    ok = ok && !words[0].failed && !words[1].failed;
    buf_free(&words[0]);
    buf_free(&words[1]);
    return ok;
}

static bool has_sums(const struct table *t)
{
    for (size_t i = 0; i < t->nombre; i++)
        if (t->colonnes[i].total || t->colonnes[i].sous_total)
            return true;
    return false;
}

static void add_sums(struct somme *to, const struct somme *from, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        to[i].centimes += from[i].centimes;
        to[i].connue = to[i].connue || from[i].connue;
        to[i].partielle = to[i].partielle || from[i].partielle;
    }
}

/* Each row is counted once, in its group; the totals are those of the groups. */
static void sum_rows(struct table_posee *tp)
{
    if (!has_sums(tp->table))
        return;
    size_t group = 0;
    for (size_t i = 0; i < tp->nombre; i++) {
        while (group < tp->groupe_count && tp->groupes[group].premier <= i)
            group++;
        sum_row(tp, tp->rangs[i], group ? tp->groupes[group - 1].sommes : tp->totaux);
    }
    for (size_t i = 0; i < tp->groupe_count; i++)
        add_sums(tp->totaux, tp->groupes[i].sommes, tp->table->nombre);
}

/* True when every row takes one line, which needs no second look at the values. */
static bool is_single(const struct table_posee *tp)
{
    bool single = tp->report_count == 0 && !tp->table->detail;
    for (size_t i = 0; i < tp->vue_count; i++)
        single = single && tp->vues[i].valeurs <= tp->vues[i].largeur && !tp->vues[i].lignes;
    return single;
}

bool table_measure(struct table_posee *tp)
{
    tp->debuts = calloc(tp->nombre + 1, sizeof *tp->debuts);
    if (!tp->debuts || (tp->table->groupe && !find_groups(tp)))
        return false;
    sum_rows(tp);
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
    }
    tp->debuts[tp->nombre] = ligne;
    return true;
}
