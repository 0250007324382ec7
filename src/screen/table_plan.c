/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A table fitted to a width: which columns stand on the line, and how wide. Nothing is lost: a
 * text too wide is broken, a column that does not fit is said below the row. */
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

/* Values already measured: codes, dates and months come back row after row. */
#define DEJA 64

struct mesure {
    int widest; /* -1: no row holds the column, which is then not drawn */
    bool lignes;
    const char *deja[DEJA];
};

/* True when this very text was measured before in this column; remembers it otherwise. */
static bool is_known(struct mesure *m, const struct champ *ch, const struct json *rang)
{
    const struct json *v = NULL;
    if (!champ_simple(ch) || chemin_follow(&ch->parties[0].chemin, rang, &v) != TROUVE_VALEUR)
        return false;
    const char *text = json_string(v, NULL);
    if (!text)
        return false;
    unsigned hash = 5381;
    for (const char *p = text; *p; p++)
        hash = hash * 33 + (unsigned char)*p;
    const char **slot = &m->deja[hash % DEJA];
    if (*slot && strcmp(*slot, text) == 0)
        return true;
    *slot = text;
    return false;
}

static void measure_cell(const struct table_posee *tp, const struct champ *ch,
                         const struct json *rang, struct mesure *m, struct buf *tmp)
{
    if (is_known(m, ch, rang))
        return;
    buf_reset(tmp);
    if (cellule_put(tp, ch, rang, true, tmp) == RENDU_ABSENT)
        return;
    struct span text = buf_span(tmp);
    m->lignes = m->lignes || (text.len && memchr(text.ptr, '\n', text.len));
    if (m->widest < (int)text.len) /* bytes bound columns: most texts need no closer look */
        m->widest = max_int(m->widest, wrap_width(text));
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

/* Puts on the line every column that a row holds. */
static bool measure_columns(struct table_posee *tp)
{
    struct mesure mesures[COLONNES_MAX];
    struct buf tmp = {0};
    memset(mesures, 0, sizeof mesures);
    for (size_t k = 0; k < tp->table->nombre; k++)
        mesures[k].widest = -1;
    for (size_t i = 0; i < tp->nombre; i++)
        for (size_t k = 0; k < tp->table->nombre; k++)
            measure_cell(tp, &tp->table->colonnes[k].champ, tp->rangs[i], &mesures[k], &tmp);
    for (size_t k = 0; k < tp->table->nombre; k++) {
        const struct colonne *col = &tp->table->colonnes[k];
        if (mesures[k].widest < 0)
            continue;
        tp->vues[tp->vue_count++] = (struct vue_colonne){
            .colonne = col,
            .valeurs = mesures[k].widest,
            .voulue = max_int(mesures[k].widest, (int)text_width(span_of(col->champ.libelle))),
            .lignes = mesures[k].lignes,
            .droite = champ_droite(&col->champ),
        };
    }
    bool ok = !tmp.failed;
    buf_free(&tmp);
    return ok;
}

bool table_plan(struct table_posee *tp, int largeur)
{
    tp->x = MARGE + (tp->table->groupe ? RETRAIT : 0);
    tp->room = largeur - tp->x - 1;
    if (!measure_columns(tp))
        return false;
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
    return true;
}
