/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Loads a profile and refuses any that says too much, too little or something unknown. */
#include <stdlib.h>
#include <string.h>

#include "profil_interne.h"

#define MOIS_MAX   240
#define ANNEES_MAX 9

/* A word that goes over the wire: lower case, digits and underscores. */
static bool is_word(const char *s)
{
    size_t len = strlen(s);
    return len > 0 && len <= CHAMP_CLE_MAX &&
           strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_") == len;
}

static bool is_code(const char *s)
{
    size_t len = strlen(s);
    return len > 0 && len <= PROFIL_CODE_MAX &&
           strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == len;
}

/* ---- motifs --------------------------------------------------------------------------------- */

static bool read_motif(struct profil *p, const struct json *o, struct err *err)
{
    static const char *const keys[] = {"code", "libelle", "texte_exige", NULL};
    struct motif m = {.code = json_string(json_get(o, "code"), ""),
                      .libelle = json_string(json_get(o, "libelle"), ""),
                      .texte_exige = json_boolean(json_get(o, "texte_exige"), false)};
    if (!json_is_object(o))
        return err_set_champ(err, ERR_DONNEES, "motifs", "un objet est attendu pour chaque motif");
    if (!json_only_keys(o, keys, err))
        return false;
    if (!is_word(m.code) || m.libelle[0] == '\0' || !json_is_boolean(json_get(o, "texte_exige")))
        return err_set_champ(err, ERR_DONNEES, "motifs",
                             "« code », « libelle » et « texte_exige » sont attendus");
    if (profil_motif_find(p, span_of(m.code)))
        return err_set_champ(err, ERR_DONNEES, "motifs", "motif « %s » en double", m.code);
    p->motifs[p->motif_count++] = m;
    return true;
}

static bool read_motifs(struct profil *p, struct err *err)
{
    const struct json *list = json_get(p->source, "motifs");
    if (!json_is_array(list) || json_count(list) == 0 || json_count(list) > MOTIFS_MAX)
        return err_set_champ(err, ERR_DONNEES, "motifs", "une liste de motifs est attendue");
    for (const struct json *o = json_first(list); o; o = json_sibling(o))
        if (!read_motif(p, o, err))
            return false;
    return true;
}

/* ---- fields --------------------------------------------------------------------------------- */

static bool read_champ(struct profil *p, const struct json *v, struct err *err)
{
    const char *chemin = json_string(v, "");
    const struct champ *c = champ_by_chemin(p->d, span_of(chemin));
    if (!c)
        return err_set_champ(err, ERR_DONNEES, chemin[0] ? chemin : "champs",
                             "ce chemin n’est pas dans le dictionnaire");
    if (champ_is_container(c))
        return err_set_champ(err, ERR_DONNEES, chemin,
                             "c’est un contenant : nommez un à un les champs qu’il laisse voir");
    if (p->garde[c->id] != GARDE_RIEN)
        return err_set_champ(err, ERR_DONNEES, chemin, "chemin en double");
    p->garde[c->id] = GARDE_TOUT;
    return true;
}

static bool read_champs(struct profil *p, struct err *err)
{
    const struct json *list = json_get(p->source, "champs");
    if (!json_is_array(list) || json_count(list) == 0)
        return err_set_champ(err, ERR_DONNEES, "champs", "une liste de chemins est attendue");
    for (const struct json *v = json_first(list); v; v = json_sibling(v))
        if (!read_champ(p, v, err))
            return false;
    return true;
}

/* ---- windows -------------------------------------------------------------------------------- */

/* "N-2" → 2. */
static bool read_years_back(const struct json *v, int64_t *n)
{
    const char *text = json_string(v, "");
    if (strlen(text) != 3 || strncmp(text, "N-", 2) != 0 || text[2] < '0' || text[2] > '9')
        return false;
    *n = text[2] - '0';
    return true;
}

static bool read_fenetre(const struct json *v, struct fenetre *out)
{
    const struct json *first = json_first(v);
    const char *kind = first ? json_key(first) : "";
    int64_t n = 0;
    if (!json_is_object(v) || json_count(v) != 1)
        return false;
    if (strcmp(kind, "mois") == 0 && json_integer(first, &n) && n >= 1 && n <= MOIS_MAX)
        out->coupe = COUPE_MOIS;
    else if (strcmp(kind, "annee") == 0 && read_years_back(first, &n))
        out->coupe = COUPE_ANNEE;
    else if (strcmp(kind, "dernieres_annees") == 0 && json_integer(first, &n) && n >= 1 &&
             n <= ANNEES_MAX)
        out->coupe = COUPE_RANG;
    else
        return false;
    out->n = (uint8_t)n;
    return true;
}

static bool suits(const struct champ *c, enum coupe coupe)
{
    if (c->datation == DATATION_ANNEE)
        return coupe == COUPE_ANNEE || coupe == COUPE_RANG;
    return coupe == COUPE_MOIS && c->datation != DATATION_AUCUNE;
}

/* A window is named by the path of its array, without the brackets. */
static const struct champ *find_array(const struct dictionnaire *d, const char *name)
{
    char chemin[CHEMIN_MAX + 2];
    size_t len = strlen(name);
    if (len >= CHEMIN_MAX)
        return NULL;
    memcpy(chemin, name, len);
    memcpy(chemin + len, "[]", 3);
    return champ_by_chemin(d, span_of(chemin));
}

static bool read_fenetres(struct profil *p, struct err *err)
{
    const struct json *all = json_get(p->source, "fenetres");
    if (!json_is_object(all))
        return err_set_champ(err, ERR_DONNEES, "fenetres", "un objet est attendu");
    for (const struct json *v = json_first(all); v; v = json_sibling(v)) {
        const struct champ *c = find_array(p->d, json_key(v));
        if (!c)
            return err_set_champ(err, ERR_DONNEES, json_key(v),
                                 "fenêtre sur un tableau qui n’est pas dans le dictionnaire");
        struct fenetre *f = &p->fenetres[c->id];
        if (!read_fenetre(v, f))
            return err_set_champ(err, ERR_DONNEES, json_key(v),
                                 "fenêtre mal écrite : {\"mois\": 24}, {\"annee\": \"N-2\"} ou "
                                 "{\"dernieres_annees\": 3}");
        if (!suits(c, (enum coupe)f->coupe))
            return err_set_champ(err, ERR_DONNEES, json_key(v),
                                 "cette fenêtre ne convient pas à ce qui date ses lignes");
    }
    return true;
}

/* ---- the whole ------------------------------------------------------------------------------ */

/* What the leaves imply of their containers, from the deepest up. */
static void imply_containers(struct profil *p, const struct noeud *n)
{
    bool any = false, all = true;
    for (unsigned i = 0; i < n->enfant_count; i++) {
        const struct noeud *child = n->enfants[i];
        unsigned id = child->champ.id;
        if (child->enfants)
            imply_containers(p, child);
        any |= p->garde[id] != GARDE_RIEN;
        all &= p->garde[id] == GARDE_TOUT && p->fenetres[id].coupe == COUPE_AUCUNE;
    }
    p->garde[n->champ.id] = all ? GARDE_TOUT : any ? GARDE_PARTIE : GARDE_RIEN;
}

static bool check_fenetres(const struct profil *p, struct err *err)
{
    for (size_t i = 0; i < p->d->count; i++) {
        const struct champ *c = &p->d->noeuds[i].champ;
        bool kept = p->garde[c->id] != GARDE_RIEN;
        bool cut = p->fenetres[c->id].coupe != COUPE_AUCUNE;
        if (cut && !kept)
            return err_set_champ(err, ERR_DONNEES, c->chemin,
                                 "fenêtre sur un tableau que le profil ne laisse pas voir");
        if (kept && c->fenetre_exigee && !cut)
            return err_set_champ(err, ERR_DONNEES, c->chemin,
                                 "ce tableau doit être borné dans le temps par une fenêtre");
    }
    return true;
}

static bool read_head(struct profil *p, struct err *err)
{
    static const char *const keys[] = {"code",   "libelle",  "version", "motifs",
                                       "champs", "fenetres", NULL};
    int64_t version;
    if (!json_is_object(p->source))
        return err_set(err, ERR_DONNEES, "un objet JSON est attendu");
    if (!json_only_keys(p->source, keys, err))
        return false;
    p->code = json_string(json_get(p->source, "code"), "");
    p->libelle = json_string(json_get(p->source, "libelle"), "");
    if (!is_code(p->code))
        return err_set_champ(err, ERR_DONNEES, "code", "1 à 8 capitales ou chiffres sont attendus");
    if (p->libelle[0] == '\0')
        return err_set_champ(err, ERR_DONNEES, "libelle", "un libellé est attendu");
    if (!json_integer(json_get(p->source, "version"), &version) || version < 1 ||
        version > INT32_MAX)
        return err_set_champ(err, ERR_DONNEES, "version", "un entier à partir de 1 est attendu");
    p->version = (int)version;
    return true;
}

struct profil *profil_load(const struct dictionnaire *d, struct span json, struct err *err)
{
    struct profil *p = calloc(1, sizeof *p);
    if (!p) {
        err_set(err, ERR_MEMOIRE, NULL);
        return NULL;
    }
    p->d = d;
    p->source = json_parse(json, err);
    bool ok = p->source && read_head(p, err) && read_motifs(p, err) && read_champs(p, err) &&
              read_fenetres(p, err);
    if (ok) {
        imply_containers(p, &d->racine);
        ok = check_fenetres(p, err);
    }
    if (ok)
        return p;
    profil_free(p);
    return NULL;
}

void profil_free(struct profil *p)
{
    if (p)
        json_free(p->source);
    free(p);
}

const char *profil_code(const struct profil *p)
{
    return p->code;
}

const char *profil_libelle(const struct profil *p)
{
    return p->libelle;
}

int profil_version(const struct profil *p)
{
    return p->version;
}

size_t profil_motif_count(const struct profil *p)
{
    return p->motif_count;
}

const struct motif *profil_motif_at(const struct profil *p, size_t i)
{
    return i < p->motif_count ? &p->motifs[i] : NULL;
}

const struct motif *profil_motif_find(const struct profil *p, struct span code)
{
    for (size_t i = 0; i < p->motif_count; i++)
        if (span_is(code, p->motifs[i].code))
            return &p->motifs[i];
    return NULL;
}

bool profil_keeps(const struct profil *p, unsigned champ_id)
{
    return champ_id < CHAMPS_MAX && p->garde[champ_id] != GARDE_RIEN;
}

/* ---- at a date ------------------------------------------------------------------------------ */

static struct vue_champ at_date(const struct fenetre *f, uint8_t garde, struct date today)
{
    struct vue_champ v = {.garde = garde, .coupe = f->coupe};
    switch ((enum coupe)f->coupe) {
    case COUPE_AUCUNE:
        break;
    case COUPE_MOIS:
        v.dernier = mois_of(today);
        v.premier = v.dernier - f->n + 1;
        break;
    case COUPE_ANNEE:
        v.premier = v.dernier = today.year - f->n;
        break;
    case COUPE_RANG:
        v.dernier = f->n;
        break;
    }
    return v;
}

void profil_vue(const struct profil *p, struct date today, struct vue *out)
{
    memset(out, 0, sizeof *out);
    out->dictionnaire = p->d;
    for (size_t i = 0; i < p->d->count; i++) {
        unsigned id = p->d->noeuds[i].champ.id;
        out->champs[id] = at_date(&p->fenetres[id], p->garde[id], today);
    }
}
