/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One reader for all bodies; the table says what each may hold. */
#include <stddef.h>
#include <string.h>

#include "corps.h"

#define PROFONDEUR_MAX 3
#define CHEMIN_CORPS   64 /* bytes of "a.b" */

struct lecture {
    struct echange *x;
    const struct corps_champ *champs;
    unsigned vus; /* bit i: champs[i] was read */
    char chemin[CHEMIN_CORPS];
};

static bool bad_grammar(struct lecture *l)
{
    const struct json_reader *r = &l->x->poste->reader;
    l->x->cause = "requete_malformee";
    return err_set(&l->x->err, ERR_REQUETE, "le corps n’est pas du JSON attendu%s%s",
                   r->problem ? " : " : "", r->problem ? r->problem : "");
}

static bool bad_field(struct lecture *l, const char *chemin, const char *pourquoi)
{
    l->x->cause = "champ";
    return err_set_champ(&l->x->err, ERR_CHAMP, chemin, "%s : %s", chemin, pourquoi);
}

/* Grows the path by a key; a key that does not fit is cut, and then unknown. Returns the length to
 * come back to. */
static size_t path_push(struct lecture *l, struct span key)
{
    size_t before = strlen(l->chemin), room = sizeof l->chemin - 1 - before, n = 0;

    if (before && room) {
        l->chemin[before] = '.';
        n = 1;
    }
    size_t take = key.len < room - n ? key.len : room - n;
    memcpy(l->chemin + before + n, key.ptr, take);
    l->chemin[before + n + take] = '\0';
    return before;
}

static int field_index(const struct lecture *l)
{
    for (int i = 0; l->champs[i].chemin; i++)
        if (strcmp(l->champs[i].chemin, l->chemin) == 0)
            return i;
    return -1;
}

/* Characters of a valid UTF-8 text. */
static size_t count_characters(struct span s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++)
        n += ((unsigned char)s.ptr[i] & 0xC0) != 0x80;
    return n;
}

/* `mots` was reserved for the whole body, so that earlier spans stay where they are. */
static bool take_text(struct lecture *l, const struct corps_champ *c)
{
    struct buf *mots = &l->x->mots;
    struct span value = l->x->poste->reader.value, *out;

    if (count_characters(value) > c->max)
        return bad_field(l, c->chemin, "texte trop long");
    if (value.len == 0 && c->exige)
        return bad_field(l, c->chemin, "une valeur est attendue");
    out = (struct span *)(void *)((char *)&l->x->demande + c->offset);
    size_t at = mots->len;
    buf_put(mots, value.ptr, value.len);
    if (mots->failed)
        return refuse_interne(l->x, "memoire");
    *out = (struct span){mots->data + at, value.len};
    return true;
}

static bool read_object(struct lecture *l, unsigned depth);

static bool read_value(struct lecture *l, const struct corps_champ *c, unsigned depth)
{
    struct json_reader *r = &l->x->poste->reader;

    switch (json_next(r)) {
    case JSON_ERROR:
        return bad_grammar(l);
    case JSON_OBJECT:
        return c->type == CORPS_OBJET ? read_object(l, depth + 1)
                                      : bad_field(l, c->chemin, "un objet n’est pas attendu");
    case JSON_STRING:
        return c->type == CORPS_TEXTE ? take_text(l, c)
                                      : bad_field(l, c->chemin, "un texte n’est pas attendu");
    case JSON_INT:
        if (c->type != CORPS_ENTIER)
            return bad_field(l, c->chemin, "un nombre n’est pas attendu");
        memcpy((char *)&l->x->demande + c->offset, &r->integer, sizeof r->integer);
        return true;
    case JSON_NULL:
        return !c->exige || bad_field(l, c->chemin, "une valeur est attendue");
    default:
        return bad_field(l, c->chemin, "type de valeur inattendu");
    }
}

static bool read_object(struct lecture *l, unsigned depth)
{
    struct json_reader *r = &l->x->poste->reader;

    for (;;) {
        enum json_event event = json_next(r);
        if (event == JSON_OBJECT_END)
            return true;
        if (event != JSON_KEY || depth > PROFONDEUR_MAX)
            return bad_grammar(l);
        size_t before = path_push(l, r->value);
        int i = memchr(r->value.ptr, '.', r->value.len) ? -1 : field_index(l);
        if (i < 0)
            return bad_field(l, l->chemin, "champ inconnu");
        if (l->vus & 1u << i)
            return bad_field(l, l->chemin, "champ en double");
        l->vus |= 1u << i;
        if (!read_value(l, &l->champs[i], depth))
            return false;
        l->chemin[before] = '\0';
    }
}

/* A member is asked for only where its object stands, or must stand. */
static bool check_missing(struct lecture *l)
{
    for (int i = 0; l->champs[i].chemin; i++)
        if (l->champs[i].exige && !(l->vus & 1u << i))
            return bad_field(l, l->champs[i].chemin, "champ manquant");
    return true;
}

bool corps_read(struct echange *x, const struct corps_champ *champs)
{
    struct lecture l = {.x = x, .champs = champs};
    struct json_reader *r = &x->poste->reader;

    memset(&x->demande, 0, sizeof x->demande);
    if (!buf_reserve(&x->mots, x->rq->body.len + 1))
        return refuse_interne(x, "memoire");
    json_reader_init(r, x->rq->body.len ? x->rq->body : SPAN_LIT(""));
    if (json_next(r) != JSON_OBJECT)
        return bad_grammar(&l);
    if (!read_object(&l, 1))
        return false;
    if (json_next(r) != JSON_EOF)
        return bad_grammar(&l);
    return check_missing(&l);
}

bool corps_vide(struct echange *x)
{
    (void)x;
    return true;
}

#define TEXTE(chemin, exige, max, type, membre)                        \
    {                                                                  \
        chemin, CORPS_TEXTE, exige, max, offsetof(struct type, membre) \
    }

bool corps_session(struct echange *x)
{
    static const struct corps_champ champs[] = {
        TEXTE("identifiant", true, IDENTIFIANT_MAX - 1, demande_session, identifiant),
        TEXTE("mot_de_passe", true, PASSWORD_MAX, demande_session, mot_de_passe),
        TEXTE("code_totp", false, 8, demande_session, code_totp),
        {0}};
    return corps_read(x, champs);
}

bool corps_consultation(struct echange *x)
{
    static const struct corps_champ champs[] = {
        TEXTE("caf", false, 3, demande_consultation, caf),
        TEXTE("numero", true, 32, demande_consultation, numero),
        TEXTE("nom", true, NOM_MAX, demande_consultation, nom),
        TEXTE("profil", true, PROFIL_MAX - 1, demande_consultation, profil),
        {"motif", CORPS_OBJET, true, 0, 0},
        TEXTE("motif.code", true, 40, demande_consultation, motif_code),
        TEXTE("motif.texte", false, 500, demande_consultation, motif_texte),
        {"base", CORPS_OBJET, true, 0, 0},
        TEXTE("base.type", true, 40, demande_consultation, base_type),
        TEXTE("base.reference", false, 100, demande_consultation, base_reference),
        {0}};
    return corps_read(x, champs);
}

bool corps_journal(struct echange *x)
{
    static const struct corps_champ champs[] = {
        {"avant", CORPS_ENTIER, false, 0, offsetof(struct demande_journal, avant)},
        TEXTE("agent", false, IDENTIFIANT_MAX - 1, demande_journal, agent),
        TEXTE("organisme", false, SIRET_SIZE - 1, demande_journal, organisme),
        TEXTE("acte", false, 20, demande_journal, acte),
        TEXTE("issue", false, 20, demande_journal, issue),
        TEXTE("debut", false, 10, demande_journal, debut),
        TEXTE("fin", false, 10, demande_journal, fin),
        TEXTE("caf", false, 3, demande_journal, caf),
        TEXTE("numero", false, 32, demande_journal, numero),
        {0}};
    return corps_read(x, champs);
}

bool corps_revelation(struct echange *x)
{
    static const struct corps_champ champs[] = {
        {"recu", CORPS_ENTIER, true, 0, offsetof(struct demande_revelation, recu)},
        TEXTE("champ", true, CHEMIN_MAX, demande_revelation, champ),
        {0}};
    return corps_read(x, champs);
}
