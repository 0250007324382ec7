/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What dates the rows of an array: how the dictionary says it, and where a row then stands. */
#include "encodeur.h"

/* ---- in the dictionary ----------------------------------------------------------------------- */

static struct noeud *child_by_key(const struct noeud *n, const char *key)
{
    for (unsigned i = 0; key && i < n->enfant_count; i++)
        if (strcmp(key, n->enfants[i]->champ.cle) == 0)
            return n->enfants[i];
    return NULL;
}

static bool dates_a_row(const struct noeud *n, enum datation datation, size_t count)
{
    if (!n || n->role != ROLE_AUCUN)
        return false;
    if (datation == DATATION_ANNEE && count == 1)
        return n->champ.type == CHAMP_ANNEE;
    return n->champ.type == CHAMP_DATE || n->champ.type == CHAMP_MOIS;
}

/* {"mois": ["date"]}, {"periode": ["debut","fin"]}, {"annee": ["annee"]} or
 * {"annee": ["debut","fin"]}. */
bool datation_read(struct noeud *n, const struct json *o, struct err *err)
{
    static const char *const words[] = {[DATATION_MOIS] = "mois",
                                        [DATATION_PERIODE] = "periode",
                                        [DATATION_ANNEE] = "annee",
                                        [DATATION_AUCUNE] = ""};
    struct champ *c = &n->champ;
    const struct json *dating = json_get(o, "datation");
    if (!dating)
        return !c->fenetre_exigee || champ_refuse(c, err, "fenêtre exigée sur un tableau non daté");
    const struct json *fields = json_first(dating);
    int kind = fields ? mot_index(json_key(fields), words, sizeof words / sizeof *words) : -1;
    size_t count = json_count(fields);
    bool fits = (kind == DATATION_MOIS && count == 1) || (kind == DATATION_PERIODE && count == 2) ||
                (kind == DATATION_ANNEE && (count == 1 || count == 2));
    if (c->type != CHAMP_TABLEAU || json_count(dating) != 1 || !json_is_array(fields) || !fits)
        return champ_refuse(c, err, "« datation » mal écrite");
    const struct json *first = json_first(fields);
    struct noeud *debut = child_by_key(n, json_string(first, NULL));
    struct noeud *fin = count == 2 ? child_by_key(n, json_string(json_sibling(first), NULL)) : NULL;
    if (!dates_a_row(debut, (enum datation)kind, count) ||
        (count == 2 && (!dates_a_row(fin, (enum datation)kind, count) || fin == debut)))
        return champ_refuse(c, err, "« datation » : ces champs ne peuvent pas dater une ligne");
    c->datation = (uint8_t)kind;
    debut->role = ROLE_DEBUT;
    c->debut = debut->champ.id;
    if (fin) {
        fin->role = ROLE_FIN;
        c->fin = fin->champ.id;
    }
    return true;
}

/* ---- in a dossier ---------------------------------------------------------------------------- */

/* Where a row stands in time (domaine.md §3). When unsure it is nowhere, and no window shows it:
 * month unknown; start of a period unknown; end before start. An end that is given without its
 * month is certain for the first month only. A period counted by year is of the year of its end, of
 * its start while it is open. */
void datation_place(const struct champ *c, const struct dates *t, struct rangee *r)
{
    mois_t year_of = t->fin == MOIS_OUVERT ? t->debut : t->fin;
    r->premier = JAMAIS_PREMIER;
    r->dernier = JAMAIS_DERNIER;
    switch ((enum datation)c->datation) {
    case DATATION_AUCUNE:
        break;
    case DATATION_MOIS:
        if (t->debut != MOIS_INCONNU)
            r->premier = r->dernier = t->debut;
        break;
    case DATATION_PERIODE:
        if (t->debut == MOIS_INCONNU || (t->fin != MOIS_INCONNU && t->fin < t->debut))
            break;
        r->premier = t->debut;
        r->dernier = t->fin == MOIS_INCONNU ? t->debut : t->fin;
        break;
    case DATATION_ANNEE:
        r->premier = year_of == MOIS_INCONNU ? -1 : mois_year(year_of);
        r->dernier = INT32_MAX; /* ranked once all rows are read */
        break;
    }
}

/* Two walks over the rows: which years there are, then the rank of each. */
void datation_rank(struct encodeur *e, size_t first)
{
    struct rangee r;
    int32_t low = INT32_MAX, high = -1;
    for (size_t at = first; at < e->index.len; at += RANGEE_SIZE + r.index) {
        memcpy(&r, e->index.data + at, sizeof r);
        if (r.premier < 0)
            continue;
        e->rangs[r.premier] = 1;
        low = r.premier < low ? r.premier : low;
        high = r.premier > high ? r.premier : high;
    }
    uint16_t rank = 0;
    for (int32_t year = high; year >= low && year >= 0; year--)
        if (e->rangs[year])
            e->rangs[year] = rank++;
    for (size_t at = first; at < e->index.len; at += RANGEE_SIZE + r.index) {
        memcpy(&r, e->index.data + at, sizeof r);
        if (r.premier >= 0)
            r.dernier = e->rangs[r.premier];
        memcpy(e->index.data + at, &r, sizeof r);
    }
    for (int32_t year = high; year >= low && year >= 0; year--)
        e->rangs[year] = 0;
}
