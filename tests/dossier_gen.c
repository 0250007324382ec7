/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Draws dossiers full of canaries. Everything in them is made up. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <check.h>

#include <cdap/base/file.h>
#include <cdap/base/json.h>

#include "dossier_gen.h"

/* How each kind of value carries its number. */
#define CANARI_MONTANT INT64_C(7000000000) /* ten digits, the first a 7 */
#define CANARI_ENTIER  5100000             /* seven digits, the first a 5 */
#define CANARI_ANNEE   3000                /* years that no real date has */
#define JOURS          28
#define MOIS           12

unsigned gen_below(struct dossier_gen *g, unsigned n)
{
    g->etat = g->etat * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (unsigned)((g->etat >> 33) % n);
}

static unsigned next_canari(struct dossier_gen *g)
{
    if (g->canari + 1 >= CANARIS_MAX)
        ck_abort_msg("too many canaries for one dossier");
    return ++g->canari;
}

/* Dates carry their number in three parts, months in two (fewer: arrays are short). */
static void put_canari_date(struct dossier_gen *g, bool month, struct buf *out)
{
    unsigned n = next_canari(g);
    if (month)
        buf_putf(out, "\"%04u-%02u\"", CANARI_ANNEE + n / MOIS, 1 + n % MOIS);
    else
        buf_putf(out, "\"%04u-%02u-%02u\"", CANARI_ANNEE + n / (MOIS * JOURS), 1 + n / JOURS % MOIS,
                 1 + n % JOURS);
}

static mois_t around_today(struct dossier_gen *g)
{
    return mois_of(g->aujourdhui) - 48 + (mois_t)gen_below(g, 60);
}

/* A date that places its row: near today, sometimes partly unknown. */
static void put_dating(struct dossier_gen *g, const struct champ *c, struct buf *out)
{
    mois_t m = around_today(g);
    unsigned odd = g->complet ? 9 : gen_below(g, 12);
    if (c->type == CHAMP_ANNEE) {
        buf_putf(out, "%d", mois_year(m));
    } else if (c->type == CHAMP_MOIS) {
        buf_putf(out, "\"%04d-%02d\"", mois_year(m), mois_month(m));
    } else if (odd == 0) {
        buf_puts(out, "\"0000-00-00\"");
    } else if (odd == 1) {
        buf_putf(out, "\"%04d-00-00\"", mois_year(m));
    } else {
        unsigned day = odd == 2 ? 0 : 1 + gen_below(g, JOURS);
        buf_putf(out, "\"%04d-%02d-%02u\"", mois_year(m), mois_month(m), day);
    }
}

static void put_words(struct dossier_gen *g, const struct champ *c, struct buf *out)
{
    bool any = false;
    buf_putc(out, '[');
    for (const char *const *word = c->valeurs; *word; word++) {
        if (gen_below(g, 2))
            continue;
        buf_putf(out, any ? ",\"%s\"" : "\"%s\"", *word);
        any = true;
    }
    buf_putc(out, ']');
}

static void put_lines(struct dossier_gen *g, const struct champ *c, struct buf *out)
{
    unsigned count = gen_below(g, c->elements_max + 1u);
    buf_putc(out, '[');
    for (unsigned i = 0; i < count; i++)
        buf_putf(out, i ? ",\"K%05uK\"" : "\"K%05uK\"", next_canari(g));
    buf_putc(out, ']');
}

static bool dates_its_row(const struct dossier_gen *g, const struct champ *c)
{
    const struct champ *parent = champ_by_id(g->d, c->parent);
    return parent && (parent->debut == c->id || parent->fin == c->id);
}

static void put_leaf(struct dossier_gen *g, const struct champ *c, struct buf *out)
{
    unsigned count = 0;
    bool null = !g->complet && gen_below(g, 8) == 0;
    if (c->type == CHAMP_CAF || c->type == CHAMP_NUMERO) {
        buf_putf(out, c->type == CHAMP_CAF ? "\"%03u\"" : "\"1%06u\"",
                 gen_below(g, c->type == CHAMP_CAF ? 1000 : 1000000));
    } else if (null && !c->cle_nom) {
        buf_puts(out, "null");
    } else if (dates_its_row(g, c)) {
        put_dating(g, c, out);
    } else {
        switch ((enum champ_type)c->type) {
        case CHAMP_TEXTES:
            put_lines(g, c, out);
            break;
        case CHAMP_MOTS:
            put_words(g, c, out);
            break;
        case CHAMP_TEXTE:
        case CHAMP_CODE:
            buf_putf(out, "\"K%05uK\"", next_canari(g));
            break;
        case CHAMP_MOT:
            while (c->valeurs[count])
                count++;
            buf_putf(out, "\"%s\"", c->valeurs[gen_below(g, count)]);
            break;
        case CHAMP_DATE:
        case CHAMP_MOIS:
            put_canari_date(g, c->type == CHAMP_MOIS, out);
            break;
        case CHAMP_MONTANT:
            buf_put_int(out, CANARI_MONTANT + next_canari(g));
            break;
        case CHAMP_ENTIER:
            buf_put_int(out, CANARI_ENTIER + next_canari(g));
            break;
        default:
            buf_puts(out, gen_below(g, 2) ? "true" : "false");
        }
    }
}

static void put_members(struct dossier_gen *g, unsigned parent, struct buf *out);

static void put_value(struct dossier_gen *g, const struct champ *c, struct buf *out)
{
    bool null = !g->complet && !c->cle_nom && gen_below(g, 10) == 0;
    if (!champ_is_container(c)) {
        put_leaf(g, c, out);
    } else if (c->type == CHAMP_OBJET) {
        /* the allocataire stays: a name must open the dossier */
        if (null && strcmp(c->chemin, "allocataire") != 0)
            buf_puts(out, "null");
        else
            put_members(g, c->id, out);
    } else {
        unsigned rows = g->complet ? g->rangees_max : gen_below(g, g->rangees_max + 1);
        buf_putc(out, '[');
        for (unsigned i = 0; i < rows; i++) {
            if (i)
                buf_putc(out, ',');
            put_members(g, c->id, out);
        }
        buf_putc(out, ']');
    }
}

static void put_members(struct dossier_gen *g, unsigned parent, struct buf *out)
{
    const struct champ *members[64];
    unsigned count = 0;
    for (size_t i = 0; i < dictionnaire_count(g->d); i++)
        if (dictionnaire_at(g->d, i)->parent == parent)
            members[count++] = dictionnaire_at(g->d, i);
    for (unsigned i = count; g->melange && i > 1; i--) {
        unsigned j = gen_below(g, i);
        const struct champ *moved = members[i - 1];
        members[i - 1] = members[j];
        members[j] = moved;
    }
    bool any = false;
    buf_putc(out, '{');
    for (unsigned i = 0; i < count; i++) {
        const struct champ *c = members[i];
        bool needed = !c->parent || c->cle_nom || g->complet;
        if (!needed && gen_below(g, 12) == 0)
            continue;
        buf_putf(out, any ? ",\"%s\":" : "\"%s\":", c->cle);
        put_value(g, c, out);
        any = true;
    }
    buf_putc(out, '}');
}

void gen_dossier(struct dossier_gen *g, struct buf *out)
{
    g->canari = 0;
    put_members(g, 0, out);
}

/* ---- finding them again --------------------------------------------------------------------- */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static void mark(unsigned char *seen, int64_t n)
{
    if (n > 0 && n < CANARIS_MAX)
        seen[n] = 1;
}

/* A run of digits and hyphens: a number, a month or a date. */
static void mark_run(const char *p, size_t len, unsigned char *seen)
{
    unsigned year, month, day;
    char run[16] = {0};
    if (len >= sizeof run)
        return;
    memcpy(run, p, len);
    if (len == 10 && sscanf(run, "%4u-%2u-%2u", &year, &month, &day) == 3 && year >= CANARI_ANNEE)
        mark(seen, (year - CANARI_ANNEE) * (MOIS * JOURS) + (month - 1) * JOURS + day - 1);
    else if (len == 7 && sscanf(run, "%4u-%2u", &year, &month) == 2 && run[4] == '-')
        mark(seen, year >= CANARI_ANNEE ? (year - CANARI_ANNEE) * MOIS + month - 1 : 0);
    else if (len == 10 && !strchr(run, '-'))
        mark(seen, strtoll(run, NULL, 10) - CANARI_MONTANT);
    else if (len == 7)
        mark(seen, strtoll(run, NULL, 10) - CANARI_ENTIER);
    else if (len == 5 && p[-1] == 'K' && p[len] == 'K')
        mark(seen, strtoll(run, NULL, 10));
}

void canaris_mark(struct span raw, unsigned char seen[CANARIS_MAX])
{
    for (size_t i = 1; i + 1 < raw.len; i++) {
        size_t from = i;
        while (i + 1 < raw.len && (is_digit(raw.ptr[i]) || (i > from && raw.ptr[i] == '-')))
            i++;
        if (i > from)
            mark_run(raw.ptr + from, i - from, seen);
    }
}

/* ---- data files ----------------------------------------------------------------------------- */

struct buf profil_text(const char *name)
{
    char path[FILE_PATH_MAX];
    struct buf text = {0};
    struct err err = {0};
    ck_assert(path_join(path, "profiles", name));
    ck_assert_msg(file_read(path, 1u << 20, &text, &err), "%s: %s", path, err.detail);
    return text;
}

struct dictionnaire *dictionnaire_de_test(void)
{
    struct buf text = profil_text("champs.json");
    struct err err = {0};
    struct dictionnaire *d = dictionnaire_load(buf_span(&text), &err);
    ck_assert_msg(d != NULL, "%s: %s", err.champ, err.detail);
    buf_free(&text);
    return d;
}

struct profil *profil_de_test(const struct dictionnaire *d, const char *name)
{
    struct buf text = profil_text(name);
    struct err err = {0};
    struct profil *p = profil_load(d, buf_span(&text), &err);
    ck_assert_msg(p != NULL, "%s: %s", err.champ, err.detail);
    buf_free(&text);
    return p;
}
