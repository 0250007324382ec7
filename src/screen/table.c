/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows and columns: reading the screen file, and the lines above and below the rows. */
#include <stdlib.h>
#include <string.h>

#include <cdap/base/text.h>

#include "table.h"
#include "wrap.h"

#define LARGEUR_TEXTE 14 /* least width of a text column when the file says nothing */

static const char *const sens_words[] = {"decroissant", "croissant", NULL};

static bool load_colonne(const struct loader *l, const struct place *at, const struct json *object,
                         struct colonne *out)
{
    static const char *const more[] = {"libelle", "priorite",   "largeur",
                                       "total",   "sous_total", NULL};
    *out = (struct colonne){.priorite = 5, .largeur = LARGEUR_TEXTE};
    if (!champ_load(l, at, object, more, &out->champ) ||
        !loader_number(l, at, object, "priorite", 1, 9, &out->priorite) ||
        !loader_number(l, at, object, "largeur", 4, 60, &out->largeur) ||
        !loader_flag(l, at, object, "total", &out->total) ||
        !loader_flag(l, at, object, "sous_total", &out->sous_total))
        return false;
    if (!out->champ.libelle)
        return loader_refuse(l, at, "libelle", "cette clé manque");
    if (champ_masque(&out->champ))
        return loader_refuse(l, at, "type", "une valeur masquée ne va pas dans une table");
    if ((out->total || out->sous_total) && out->champ.parties[0].type != type_find("montant"))
        return loader_refuse(l, at, "total", "seul un montant se totalise");
    return true;
}

static bool load_colonnes(const struct loader *l, const struct place *at, const struct json *object,
                          struct table *t)
{
    const struct json *list = loader_array(l, at, object, "colonnes");
    if (!list)
        return false;
    t->nombre = json_count(list);
    if (t->nombre > COLONNES_MAX)
        return loader_refuse(l, at, "colonnes", "plus de %d colonnes", COLONNES_MAX);
    t->colonnes = arena_alloc(l->arena, t->nombre, sizeof *t->colonnes);
    if (!t->colonnes)
        return loader_no_memory(l);
    const struct json *item = json_first(list);
    for (size_t i = 0; i < t->nombre; i++, item = json_sibling(item))
        if (!load_colonne(l, PLACE_ITEM(PLACE_KEY(at, "colonnes"), i), item, &t->colonnes[i]))
            return false;
    return true;
}

static bool load_groupe(const struct loader *l, const struct place *at, const struct json *object,
                        struct table *t)
{
    const struct json *v = json_get(object, "groupe");
    if (!v)
        return true;
    t->groupe = arena_alloc(l->arena, 1, sizeof *t->groupe);
    return t->groupe ? champ_load(l, PLACE_KEY(at, "groupe"), v, NULL, t->groupe)
                     : loader_no_memory(l);
}

static bool load_tri(const struct loader *l, const struct place *at, const struct json *object,
                     struct table *t)
{
    static const char *const keys[] = {"chemin", "sens", NULL};
    const struct json *v = json_get(object, "tri");
    const struct place *here = PLACE_KEY(at, "tri");
    t->has_tri = v != NULL;
    return !v || (loader_keys(l, here, v, keys, NULL) &&
                  chemin_load(l, here, v, "chemin", false, &t->tri) &&
                  loader_word(l, here, v, "sens", sens_words, &t->sens));
}

static bool load_detail(const struct loader *l, const struct place *at, const struct json *object,
                        struct table *t)
{
    static const char *const keys[] = {"chemin", "libelle", "champs", NULL};
    const struct json *v = json_get(object, "detail");
    const struct place *here = PLACE_KEY(at, "detail");
    if (!v)
        return true;
    struct detail *d = arena_alloc(l->arena, 1, sizeof *d);
    if (!d)
        return loader_no_memory(l);
    t->detail = d;
    return loader_keys(l, here, v, keys, NULL) &&
           chemin_load(l, here, v, "chemin", false, &d->chemin) &&
           loader_text(l, here, v, "chemin", true, &d->chemin_texte) &&
           loader_text(l, here, v, "libelle", true, &d->libelle) &&
           champs_parse(l, here, v, "champs", &d->champs, &d->nombre);
}

static bool load_variante(const struct loader *l, const struct place *at, const struct json *object,
                          struct variante *out)
{
    static const char *const keys[] = {"code", "libelle", "valeurs", NULL};
    return loader_keys(l, at, object, keys, NULL) &&
           loader_text(l, at, object, "code", true, &out->code) &&
           loader_text(l, at, object, "libelle", true, &out->libelle) &&
           (out->valeurs = loader_array(l, at, object, "valeurs")) != NULL;
}

static bool load_choix(const struct loader *l, const struct place *at, const struct json *object,
                       struct table *t)
{
    static const char *const keys[] = {"chemin", "variantes", NULL};
    const struct json *v = json_get(object, "choix"), *list;
    const struct place *here = PLACE_KEY(at, "choix");
    if (!v)
        return true;
    if (!loader_keys(l, here, v, keys, NULL) ||
        !chemin_load(l, here, v, "chemin", false, &t->choix) ||
        !(list = loader_array(l, here, v, "variantes")))
        return false;
    t->variante_count = json_count(list);
    if (t->variante_count > VARIANTES_MAX)
        return loader_refuse(l, here, "variantes", "plus de %d variantes", VARIANTES_MAX);
    t->variantes = arena_alloc(l->arena, t->variante_count, sizeof *t->variantes);
    if (!t->variantes)
        return loader_no_memory(l);
    const struct json *item = json_first(list);
    for (size_t i = 0; i < t->variante_count; i++, item = json_sibling(item))
        if (!load_variante(l, PLACE_ITEM(PLACE_KEY(here, "variantes"), i), item, &t->variantes[i]))
            return false;
    return true;
}

static bool table_load(const struct loader *l, const struct place *at, const struct json *object,
                       struct bloc *out)
{
    struct table *t = arena_alloc(l->arena, 1, sizeof *t);
    if (!t)
        return loader_no_memory(l);
    out->corps = t;
    t->total = "Total";
    return chemin_load(l, at, object, "chemin", false, &t->chemin) &&
           loader_text(l, at, object, "chemin", true, &t->chemin_texte) &&
           loader_text(l, at, object, "vide", true, &t->vide) &&
           loader_text(l, at, object, "libelle_total", false, &t->total) &&
           conditions_load(l, at, object, "hors_total", &t->hors_total) &&
           load_colonnes(l, at, object, t) && load_groupe(l, at, object, t) &&
           load_tri(l, at, object, t) && load_detail(l, at, object, t) &&
           load_choix(l, at, object, t);
}

static void table_chemins(const struct bloc *b, struct buf *out)
{
    const struct table *t = b->corps;
    struct buf prefix = {0};
    buf_putf(&prefix, "%s[].", t->chemin_texte);
    for (size_t i = 0; i < t->nombre; i++)
        champ_put_chemins(&t->colonnes[i].champ, buf_text(&prefix), out);
    if (t->groupe)
        champ_put_chemins(t->groupe, buf_text(&prefix), out);
    if (t->detail) {
        buf_putf(&prefix, "%s[].", t->detail->chemin_texte);
        for (size_t i = 0; i < t->detail->nombre; i++)
            champ_put_chemins(&t->detail->champs[i], buf_text(&prefix), out);
    }
    buf_free(&prefix);
}

/* ---- around the rows ------------------------------------------------------------------------ */

/* Says which variant is on the screen and which others the dossier holds. */
static int put_choix(struct pose *p, const struct variante *chosen, int ligne)
{
    struct buf text = {0};
    buf_putf(&text, "Affiché : %s. Aussi dans ce dossier :", chosen->libelle);
    const char *lien = " ";
    for (size_t i = 0; i < p->choix_count; i++) {
        if (p->choix[i] == chosen)
            continue;
        buf_putf(&text, "%s%s", lien, p->choix[i]->libelle);
        lien = " ; ";
    }
    buf_putc(&text, '.');
    int lines = page_put_wrapped(&p->page, ligne, MARGE, pose_largeur(p) - 1, STYLE_DISCRET,
                                 buf_span(&text));
    buf_free(&text);
    return lines;
}

/* Labels of the columns, broken where they must be, standing on the same last line. */
static int put_entete(struct pose *p, const struct table_posee *tp, int ligne)
{
    int high = 1;
    for (size_t i = 0; i < tp->vue_count; i++) {
        int lines = wrap_count(span_of(tp->vues[i].colonne->champ.libelle), tp->vues[i].largeur);
        high = lines > high ? lines : high;
    }
    for (size_t i = 0; i < tp->vue_count; i++) {
        const struct vue_colonne *v = &tp->vues[i];
        struct span rest = span_of(v->colonne->champ.libelle);
        int at = ligne + high - wrap_count(rest, v->largeur);
        while (rest.len) {
            struct span line = wrap_next(&rest, v->largeur);
            if (v->droite)
                page_put_right(&p->page, at++, v->x + v->largeur, STYLE_ENTETE, line);
            else
                page_put(&p->page, at++, v->x, STYLE_ENTETE, line);
        }
    }
    return high;
}

static bool total_partial(const struct table_posee *tp)
{
    for (size_t i = 0; i < tp->table->nombre; i++)
        if (tp->table->colonnes[i].total && tp->totaux[i].partielle)
            return true;
    return false;
}

/* The total stands under its column; beside its label where there is no room under it. */
static void put_total(struct pose *p, const struct table_posee *tp, int ligne)
{
    struct buf text = {0}, words = {0};
    buf_puts(&text, tp->table->total);
    buf_puts(&text, total_partial(tp) ? " (montants connus)" : "");
    int end = tp->x + (int)text_width(buf_span(&text));
    for (size_t i = 0; i < tp->table->nombre; i++) {
        const struct vue_colonne *v = table_vue(tp, &tp->table->colonnes[i]);
        if (!tp->table->colonnes[i].total || !tp->totaux[i].connue)
            continue;
        buf_reset(&words);
        montant_put(&words, tp->totaux[i].centimes);
        if (v && v->x + v->largeur - (int)text_width(buf_span(&words)) >= end + ECART)
            page_put_right(&p->page, ligne, v->x + v->largeur, STYLE_TOTAL, buf_span(&words));
        else
            buf_putf(&text, " : %s", buf_text(&words));
    }
    page_put_wrapped(&p->page, ligne, tp->x, tp->room, STYLE_TOTAL, buf_span(&text));
    buf_free(&words);
    buf_free(&text);
}

static bool has_total(const struct table_posee *tp)
{
    for (size_t i = 0; i < tp->table->nombre; i++)
        if (tp->table->colonnes[i].total && tp->totaux[i].connue && tp->nombre > 1)
            return true;
    return false;
}

static bool put_rows(struct pose *p, struct table_posee *tp, const struct json *array)
{
    if (!table_gather(tp, array) || !table_plan(tp, p->c->largeur) || !table_measure(tp))
        return false;
    p->choix = tp->choix;
    while (tp->choix[p->choix_count])
        p->choix_count++;
    int ligne = pose_titre(p, NULL);
    if (p->choix_count)
        ligne += put_choix(p, tp->choisie, ligne);
    p->entete = ligne;
    p->entete_lignes = put_entete(p, tp, ligne);
    tp->tete = ligne + p->entete_lignes;
    if (has_total(tp))
        put_total(p, tp, tp->tete);
    p->lignes = p->page.lignes + tp->debuts[tp->nombre];
    return true;
}

static bool table_layout(struct pose *p)
{
    const struct table *t = p->bloc->corps;
    const struct json *array = NULL;
    enum trouve found = chemin_follow(&t->chemin, p->c->dossier, &array);
    if (found == TROUVE_ABSENT)
        return true;
    if (found != TROUVE_VALEUR || !json_first(array)) {
        page_put_wrapped(&p->page, pose_titre(p, NULL), MARGE, pose_largeur(p) - 1, STYLE_DISCRET,
                         span_of(t->vide));
        return !p->page.failed;
    }
    struct table_posee *tp = calloc(1, sizeof *tp);
    if (!tp)
        return false;
    p->corps = tp;
    tp->table = t;
    tp->c = p->c;
    return put_rows(p, tp, array) && !p->page.failed;
}

static void table_draw(const struct pose *p, int ligne, const struct toile *t)
{
    const struct table_posee *tp = p->corps;
    int rows = tp ? tp->debuts[tp->nombre] : 0;
    if (!tp || ligne < tp->tete)
        page_draw(&p->page, ligne, t);
    else if (ligne < tp->tete + rows)
        table_draw_row(tp, ligne - tp->tete, t);
    else
        page_draw(&p->page, ligne - rows, t);
}

static void table_trame(const struct pose *p, int ligne, struct trame *out)
{
    const struct table_posee *tp = p->corps;
    int rows = tp ? tp->debuts[tp->nombre] : 0;
    if (!tp || ligne < p->entete) {
        out->suit = ligne > (p->bloc->titre != NULL);
        return;
    }
    if (ligne >= tp->tete && ligne < tp->tete + rows) {
        table_row_trame(tp, ligne - tp->tete, out);
        return;
    }
    out->genre = ligne < tp->tete ? GENRE_ENTETE : GENRE_TOTAL;
    out->suit = ligne != p->entete;
    table_zones(tp, out);
}

static int table_intertitre(const struct pose *p, int ligne)
{
    const struct table_posee *tp = p->corps;
    if (!tp || ligne < tp->tete || ligne >= tp->tete + tp->debuts[tp->nombre])
        return -1;
    int heading = table_heading(tp, ligne - tp->tete);
    return heading < 0 ? -1 : tp->tete + heading;
}

static void table_done(struct pose *p)
{
    struct table_posee *tp = p->corps;
    if (!tp)
        return;
    free(tp->rangs);
    free(tp->debuts);
    free(tp->groupes);
    free(tp);
}

static const char *const table_keys[] = {"chemin",   "vide",   "libelle_total", "hors_total",
                                         "colonnes", "groupe", "tri",           "detail",
                                         "choix",    NULL};

const struct bloc_ops bloc_table = {
    .nom = "table",
    .keys = table_keys,
    .load = table_load,
    .chemins = table_chemins,
    .layout = table_layout,
    .draw = table_draw,
    .intertitre = table_intertitre,
    .trame = table_trame,
    .done = table_done,
};
