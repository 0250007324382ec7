/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Loads the dictionary of the dossier and refuses any that does not hold together. */
#include <stdlib.h>
#include <string.h>

#include <cdap/base/secret.h>

#include "dictionnaire.h"

#define ELEMENTS_MAX 32

static const char *const types[] = {
    [CHAMP_OBJET] = "objet",     [CHAMP_TABLEAU] = "tableau", [CHAMP_TEXTES] = "textes",
    [CHAMP_MOTS] = "mots",       [CHAMP_CAF] = "caf",         [CHAMP_NUMERO] = "numero",
    [CHAMP_TEXTE] = "texte",     [CHAMP_CODE] = "code",       [CHAMP_MOT] = "mot",
    [CHAMP_DATE] = "date",       [CHAMP_MOIS] = "mois",       [CHAMP_ANNEE] = "annee",
    [CHAMP_MONTANT] = "montant", [CHAMP_ENTIER] = "entier",   [CHAMP_BOOLEEN] = "booleen"};

static const char *const masques[] = {[MASQUE_AUCUN] = "",
                                      [MASQUE_NIR] = "nir",
                                      [MASQUE_IBAN] = "iban",
                                      [MASQUE_BIC] = "bic",
                                      [MASQUE_TITULAIRE] = "titulaire"};

#define COUNT(table) (sizeof(table) / sizeof *(table))

bool champ_is_container(const struct champ *c)
{
    return c->type == CHAMP_OBJET || c->type == CHAMP_TABLEAU;
}

static bool is_in(unsigned type, unsigned a, unsigned b)
{
    return type == a || type == b;
}

int mot_index(const char *word, const char *const *words, size_t count)
{
    for (size_t i = 0; word && i < count; i++)
        if (strcmp(words[i], word) == 0)
            return (int)i;
    return -1;
}

bool champ_refuse(const struct champ *c, struct err *err, const char *why)
{
    return err_set_champ(err, ERR_DONNEES, c->chemin, "%s", why);
}

/* An optional boolean: absent = false, another type is an error. */
static bool read_flag(const struct json *o, const char *key, bool *out)
{
    const struct json *v = json_get(o, key);
    *out = json_boolean(v, false);
    return !v || json_is_boolean(v);
}

/* An optional integer within bounds: absent leaves `*out`. */
static bool read_bound(const struct json *o, const char *key, int64_t least, int64_t most,
                       int64_t *out)
{
    const struct json *v = json_get(o, key);
    return !v || (json_integer(v, out) && *out >= least && *out <= most);
}

/* ---- path and place in the tree ------------------------------------------------------------- */

static bool key_is_valid(const char *key, size_t len)
{
    if (len == 0 || len > CHAMP_CLE_MAX || key[0] < 'a' || key[0] > 'z')
        return false;
    for (size_t i = 0; i < len; i++)
        if (!(key[i] >= 'a' && key[i] <= 'z') && !(key[i] >= '0' && key[i] <= '9') && key[i] != '_')
            return false;
    return true;
}

/* Container of `n`, found among the fields already read: a container stands before its members. */
static struct noeud *find_parent(struct dictionnaire *d, const struct noeud *n, size_t parent_len)
{
    if (parent_len == 0)
        return &d->racine;
    for (struct noeud *p = d->noeuds; p < n; p++)
        if (champ_is_container(&p->champ) && strlen(p->champ.chemin) == parent_len &&
            memcmp(p->champ.chemin, n->champ.chemin, parent_len) == 0)
            return p;
    return NULL;
}

static bool adopt(struct noeud *parent, struct noeud *child)
{
    struct noeud **list =
        realloc(parent->enfants, (parent->enfant_count + 1) * sizeof *parent->enfants);
    if (!list)
        return false;
    parent->enfants = list;
    list[parent->enfant_count++] = child;
    return true;
}

/* `"cle":` and, behind it, the bare key. */
static bool set_key(struct noeud *n, const char *key, size_t len)
{
    char *prefix = calloc(2 * len + 5 + PREFIXE_BLOC, 1);
    if (!prefix)
        return false;
    prefix[0] = '"';
    memcpy(prefix + 1, key, len);
    memcpy(prefix + 1 + len, "\":", 2);
    memcpy(prefix + len + 4, key, len);
    n->prefixe = prefix;
    n->prefixe_len = (uint8_t)(len + 3);
    n->champ.cle = prefix + len + 4;
    return true;
}

static unsigned depth_of(const struct dictionnaire *d, const struct noeud *n)
{
    unsigned depth = 1;
    for (; n->champ.parent; n = d->par_id[n->champ.parent])
        depth++;
    return depth;
}

static bool read_path(struct dictionnaire *d, struct noeud *n, struct err *err)
{
    struct champ *c = &n->champ;
    const char *dot = strrchr(c->chemin, '.');
    const char *key = dot ? dot + 1 : c->chemin;
    size_t len = strlen(key);
    bool brackets = len > 2 && strcmp(key + len - 2, "[]") == 0;
    if (brackets)
        len -= 2;
    if (strlen(c->chemin) >= CHEMIN_MAX || !key_is_valid(key, len))
        return champ_refuse(c, err, "chemin mal écrit");
    if (brackets != (c->type == CHAMP_TABLEAU))
        return champ_refuse(c, err, "un chemin finit par [] si, et seulement si, c’est un tableau");
    if (champ_by_chemin(d, span_of(c->chemin)))
        return champ_refuse(c, err, "chemin en double");
    struct noeud *parent = find_parent(d, n, dot ? (size_t)(dot - c->chemin) : 0);
    if (!parent)
        return champ_refuse(c, err, "son contenant n’est pas déclaré avant lui");
    c->parent = parent->champ.id;
    if (parent->enfant_count == ENFANTS_MAX)
        return champ_refuse(c, err, "trop de champs dans son contenant");
    if (!adopt(parent, n) || !set_key(n, key, len))
        return err_set(err, ERR_MEMOIRE, NULL);
    if (depth_of(d, n) >= PROFONDEUR_MAX)
        return champ_refuse(c, err, "trop de niveaux imbriqués");
    return true;
}

/* ---- what a field says of itself ------------------------------------------------------------ */

static bool read_values(struct champ *c, const struct json *o, struct err *err)
{
    const struct json *list = json_get(o, "valeurs");
    bool closed = is_in(c->type, CHAMP_MOT, CHAMP_MOTS);
    if (closed != (list != NULL) || (list && (!json_is_array(list) || json_count(list) == 0)))
        return champ_refuse(c, err,
                            "« valeurs » : une liste de mots, pour un mot ou des mots seulement");
    if (!closed)
        return true;
    const char **words = calloc(json_count(list) + 1, sizeof *words);
    if (!words)
        return err_set(err, ERR_MEMOIRE, NULL);
    c->valeurs = words;
    size_t count = 0;
    for (const struct json *v = json_first(list); v; v = json_sibling(v)) {
        const char *word = json_string(v, "");
        if (word[0] == '\0' || strlen(word) > CHAMP_CLE_MAX || strpbrk(word, "\"\\ ") ||
            mot_index(word, c->valeurs, count) >= 0)
            return champ_refuse(c, err, "« valeurs » : mot vide, mal écrit ou en double");
        words[count++] = word;
    }
    return true;
}

static bool read_bounds(struct champ *c, const struct json *o, struct err *err)
{
    bool text = is_in(c->type, CHAMP_TEXTE, CHAMP_TEXTES);
    int64_t characters = text ? TEXTE_MAX : 0, elements = 0;
    if (!read_bound(o, "caracteres_max", 1, text ? TEXTE_MAX : 0, &characters) ||
        !read_bound(o, "elements_max", 1, c->type == CHAMP_TEXTES ? ELEMENTS_MAX : 0, &elements))
        return champ_refuse(c, err, "borne qui ne convient pas à ce type");
    if (c->type == CHAMP_TEXTES && elements == 0)
        return champ_refuse(c, err, "« elements_max » manque");
    c->caracteres_max = (uint16_t)characters;
    c->elements_max = (uint8_t)elements;
    return true;
}

/* A masked field or a name stands once in a dossier: neither is found inside an array. */
static bool in_array(const struct champ *c)
{
    return strstr(c->chemin, "[]") != NULL;
}

static bool read_marks(struct dictionnaire *d, struct noeud *n, const struct json *o,
                       struct err *err)
{
    struct champ *c = &n->champ;
    const struct json *mask = json_get(o, "masque");
    int masque = mask ? mot_index(json_string(mask, NULL), masques, COUNT(masques)) : 0;
    if (masque < 0 || (mask && masque == MASQUE_AUCUN))
        return champ_refuse(c, err, "« masque » inconnu");
    if (!read_flag(o, "cle_nom", &c->cle_nom) ||
        !read_flag(o, "fenetre_exigee", &c->fenetre_exigee))
        return champ_refuse(c, err, "vrai ou faux est attendu");
    if ((c->cle_nom || masque) && (c->type != CHAMP_TEXTE || in_array(c)))
        return champ_refuse(c, err,
                            "seul un texte hors d’un tableau peut être masqué ou être un nom");
    if ((c->cle_nom && d->nom_count == NOMS_MAX) || (masque && d->masque_count == MASQUES_MAX))
        return champ_refuse(c, err, "trop de noms ou de champs masqués");
    c->masque = (uint8_t)masque;
    n->nom = c->cle_nom ? (int8_t)d->nom_count++ : -1;
    n->masque = masque ? (int8_t)d->masque_count++ : -1;
    return true;
}

static bool read_champ(struct dictionnaire *d, struct noeud *n, const struct json *o,
                       struct err *err)
{
    static const char *const keys[] = {
        "id",           "chemin",         "type",     "libelle", "liste",
        "valeurs",      "masque",         "datation", "depuis",  "fenetre_exigee",
        "elements_max", "caracteres_max", "cle_nom",  NULL};
    struct champ *c = &n->champ;
    int64_t id = 0, depuis = 1;
    c->chemin = json_string(json_get(o, "chemin"), "");
    c->libelle = json_string(json_get(o, "libelle"), "");
    c->liste = json_string(json_get(o, "liste"), NULL);
    if (!json_only_keys(o, keys, err))
        return false;
    int type = mot_index(json_string(json_get(o, "type"), NULL), types, COUNT(types));
    if (type < 0)
        return champ_refuse(c, err, "« type » inconnu");
    c->type = (uint8_t)type;
    if (!json_integer(json_get(o, "id"), &id) || id < 1 || id >= CHAMPS_MAX || d->par_id[id])
        return champ_refuse(c, err, "« id » manque, est hors bornes ou sert déjà");
    if (!read_bound(o, "depuis", 1, d->version, &depuis))
        return champ_refuse(c, err, "« depuis » : une version du dictionnaire est attendue");
    if (c->libelle[0] == '\0')
        return champ_refuse(c, err, "« libelle » manque");
    bool listed = c->type == CHAMP_CODE || is_in(c->type, CHAMP_MOT, CHAMP_MOTS);
    if (listed != (c->liste != NULL) || (!c->liste && json_get(o, "liste")))
        return champ_refuse(c, err, "« liste » : pour un code ou un mot, et pour eux seuls");
    c->id = (uint16_t)id;
    c->depuis = (uint8_t)depuis;
    if (!read_path(d, n, err) || !read_values(c, o, err) || !read_bounds(c, o, err) ||
        !read_marks(d, n, o, err))
        return false;
    d->par_id[id] = n;
    return true;
}

/* ---- the whole ------------------------------------------------------------------------------ */

/* What a stored form relies on, for the fields that a version already had. A label may change, a
 * nomenclature may grow: neither is in it. */
static uint64_t fingerprint(const struct dictionnaire *d, unsigned version)
{
    struct buf text = {0};
    unsigned char hash[HASH_BYTES];
    uint64_t value = 0;
    for (size_t i = 0; i < d->count; i++) {
        const struct champ *c = &d->noeuds[i].champ;
        if (c->depuis <= version)
            buf_putf(&text, "%u %s %u %u %u %u %u\n", c->id, c->chemin, c->type, c->masque,
                     c->datation, c->debut, c->fin);
    }
    hash_sha256(buf_span(&text), hash);
    if (!text.failed)
        memcpy(&value, hash, sizeof value);
    buf_free(&text);
    return value;
}

static bool check_tree(struct dictionnaire *d, struct err *err)
{
    unsigned cafs = 0, numeros = 0;
    for (size_t i = 0; i < d->count; i++) {
        struct noeud *n = &d->noeuds[i];
        if (champ_is_container(&n->champ) && n->enfant_count == 0)
            return champ_refuse(&n->champ, err, "contenant vide");
        const struct noeud *parent = n->champ.parent ? d->par_id[n->champ.parent] : &d->racine;
        n->dernier = parent->enfants[parent->enfant_count - 1] == n;
        if (n->champ.depuis < parent->champ.depuis)
            return champ_refuse(&n->champ, err, "plus ancien que son contenant");
        if (is_in(n->champ.type, CHAMP_CAF, CHAMP_NUMERO) && n->champ.parent)
            return champ_refuse(&n->champ, err, "la Caf et le numéro sont à la racine");
        cafs += n->champ.type == CHAMP_CAF;
        numeros += n->champ.type == CHAMP_NUMERO;
    }
    if (cafs != 1 || numeros != 1 || d->nom_count == 0)
        return err_set(err, ERR_DONNEES, "une Caf, un numéro et un nom au moins sont nécessaires");
    return true;
}

static bool read_all(struct dictionnaire *d, struct err *err)
{
    static const char *const keys[] = {"version", "champs", NULL};
    const struct json *list = json_get(d->source, "champs");
    int64_t version;
    if (!json_is_object(d->source) || !json_only_keys(d->source, keys, err))
        return json_is_object(d->source) ? false : err_set(err, ERR_DONNEES, "objet attendu");
    if (!json_integer(json_get(d->source, "version"), &version) || version < 1 ||
        version > VERSIONS_MAX)
        return err_set_champ(err, ERR_DONNEES, "version", "un entier de 1 à 255 est attendu");
    if (!json_is_array(list) || json_count(list) == 0 || json_count(list) >= CHAMPS_MAX)
        return err_set_champ(err, ERR_DONNEES, "champs", "une liste de champs est attendue");
    d->version = (unsigned)version;
    d->noeuds = calloc(json_count(list), sizeof *d->noeuds);
    if (!d->noeuds)
        return err_set(err, ERR_MEMOIRE, NULL);
    for (const struct json *o = json_first(list); o; o = json_sibling(o), d->count++)
        if (!read_champ(d, &d->noeuds[d->count], o, err))
            return d->count++, false;
    size_t i = 0;
    for (const struct json *o = json_first(list); o; o = json_sibling(o), i++)
        if (!datation_read(&d->noeuds[i], o, err))
            return false;
    if (!check_tree(d, err))
        return false;
    for (unsigned v = 1; v <= d->version; v++)
        d->empreintes[v] = fingerprint(d, v);
    return true;
}

struct dictionnaire *dictionnaire_load(struct span json, struct err *err)
{
    struct dictionnaire *d = calloc(1, sizeof *d);
    if (!d) {
        err_set(err, ERR_MEMOIRE, NULL);
        return NULL;
    }
    d->source = json_parse(json, err);
    if (!d->source || !read_all(d, err)) {
        dictionnaire_free(d);
        return NULL;
    }
    return d;
}

void dictionnaire_free(struct dictionnaire *d)
{
    if (!d)
        return;
    for (size_t i = 0; i < d->count; i++) {
        free((char *)d->noeuds[i].prefixe);
        free(d->noeuds[i].enfants);
        free((void *)d->noeuds[i].champ.valeurs);
    }
    free(d->racine.enfants);
    free(d->noeuds);
    json_free(d->source);
    free(d);
}

const struct champ *champ_by_id(const struct dictionnaire *d, unsigned id)
{
    return id < CHAMPS_MAX && d->par_id[id] ? &d->par_id[id]->champ : NULL;
}

const struct champ *champ_by_chemin(const struct dictionnaire *d, struct span chemin)
{
    for (size_t i = 0; i < d->count; i++)
        if (span_is(chemin, d->noeuds[i].champ.chemin))
            return &d->noeuds[i].champ;
    return NULL;
}

size_t dictionnaire_count(const struct dictionnaire *d)
{
    return d->count;
}

const struct champ *dictionnaire_at(const struct dictionnaire *d, size_t index)
{
    return index < d->count ? &d->noeuds[index].champ : NULL;
}
