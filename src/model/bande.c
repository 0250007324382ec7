/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Encodes a document: one pass over its JSON, no tree. Members are written as they come and put back
 * in canonical order only when they came in another. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cdap/base/text.h>
#include <cdap/model/recherche.h>

#include "encodeur.h"

enum etat { ABSENT, COMBLE, LU };

/* ---- refusals ------------------------------------------------------------------------------- */

static void put_place(const struct encodeur *e, struct buf *path)
{
    for (unsigned i = 0; i < e->hauteur; i++) {
        if (path->len)
            buf_putc(path, '.');
        buf_puts(path, e->pile[i].noeud->champ.cle);
        if (e->pile[i].ligne >= 0)
            buf_putf(path, "[%d]", e->pile[i].ligne);
    }
}

bool encode_refuse(struct encodeur *e, const char *fmt, ...)
{
    char why[sizeof((struct err *)0)->detail];
    struct buf path = {0};
    va_list args;
    va_start(args, fmt);
    vsnprintf(why, sizeof why, fmt, args);
    va_end(args);
    put_place(e, &path);
    err_set_champ(e->err, ERR_DONNEES, buf_text(&path), "%s", why);
    buf_free(&path);
    return false;
}

/* The key is foreign text: made safe to show, and short. */
static bool refuse_key(struct encodeur *e, struct span key, const char *why)
{
    struct buf path = {0};
    put_place(e, &path);
    if (path.len)
        buf_putc(&path, '.');
    text_clean(&path, key, CHAMP_CLE_MAX);
    err_set_champ(e->err, ERR_DONNEES, buf_text(&path), "%s", why);
    buf_free(&path);
    return false;
}

static bool refuse_event(struct encodeur *e, enum json_event event, const char *expected)
{
    return encode_refuse(e, "%s", event == JSON_ERROR ? e->lecteur.problem : expected);
}

/* ---- members in canonical order ------------------------------------------------------------- */

static void container_begin(struct encodeur *e, const struct noeud *n, char bracket)
{
    static const char entry[CONTENANT_SIZE];
    buf_put(&e->index, entry, sizeof entry);
    buf_put(&e->texte, n->prefixe, n->prefixe_len);
    buf_putc(&e->texte, bracket);
}

static void container_end(struct encodeur *e, const struct noeud *n, char bracket, size_t texte,
                          size_t index)
{
    unsigned genre = n->champ.type == CHAMP_TABLEAU ? GENRE_TABLEAU : GENRE_OBJET;
    buf_put(&e->texte, (char[]){bracket, ','}, n->dernier ? 1 : 2);
    if (e->index.failed || e->texte.failed)
        return;
    uint16_t head[2] = {(uint16_t)(n->champ.id | genre << 12), (uint16_t)(n->prefixe_len + 1)};
    uint32_t lengths[2] = {(uint32_t)(e->texte.len - texte),
                           (uint32_t)(e->index.len - index - CONTENANT_SIZE)};
    memcpy(e->index.data + index, head, sizeof head);
    memcpy(e->index.data + index + sizeof head, lengths, sizeof lengths);
}

static bool holds_rows(const struct noeud *n)
{
    for (unsigned i = 0; i < n->enfant_count; i++)
        if (n->enfants[i]->champ.type == CHAMP_TABLEAU)
            return n->champ.type == CHAMP_OBJET;
    return false;
}

/* A member that the document does not give: an empty array, or null. An object that holds arrays is
 * written with its members empty: a bare null would not say which of them the profile may see, and
 * « none known » would be shown of what it may not. */
static bool put_absent(struct encodeur *e, const struct noeud *n)
{
    bool array = n->champ.type == CHAMP_TABLEAU;
    if (!array && !holds_rows(n))
        return feuille_put(e, n, "null", 4);
    size_t texte = e->texte.len, index = e->index.len;
    container_begin(e, n, array ? '[' : '{');
    for (unsigned i = 0; !array && i < n->enfant_count; i++)
        if (!put_absent(e, n->enfants[i]))
            return false;
    container_end(e, n, array ? ']' : '}', texte, index);
    return true;
}

static void segment_begin(struct encodeur *e, struct segment *s, enum etat etat)
{
    s->texte = (uint32_t)e->texte.len;
    s->index = (uint32_t)e->index.len;
    s->etat = (uint8_t)etat;
}

static void segment_end(struct encodeur *e, struct segment *s)
{
    s->texte_len = (uint32_t)e->texte.len - s->texte;
    s->index_len = (uint32_t)e->index.len - s->index;
}

/* Fills members `from` to `to` (not included) as absent. */
static bool fill_absent(struct encodeur *e, const struct noeud *n, struct segment *segments,
                        unsigned from, unsigned to)
{
    for (; from < to; from++) {
        segment_begin(e, &segments[from], COMBLE);
        if (!put_absent(e, n->enfants[from]))
            return false;
        segment_end(e, &segments[from]);
    }
    return true;
}

/* Writes the members again in canonical order; what stood for one that came later is dropped. */
static bool put_in_order(struct encodeur *e, const struct segment *segments, unsigned count,
                         size_t texte, size_t index)
{
    buf_reset(&e->ordre_texte);
    buf_reset(&e->ordre_index);
    if (e->texte.failed || e->index.failed)
        return encode_refuse(e, "mémoire insuffisante");
    for (unsigned i = 0; i < count; i++) {
        buf_put(&e->ordre_texte, e->texte.data + segments[i].texte, segments[i].texte_len);
        buf_put(&e->ordre_index, e->index.data + segments[i].index, segments[i].index_len);
    }
    if (e->ordre_texte.failed || e->ordre_index.failed)
        return encode_refuse(e, "mémoire insuffisante");
    e->texte.len = texte;
    e->index.len = index;
    buf_put(&e->texte, e->ordre_texte.data, e->ordre_texte.len);
    buf_put(&e->index, e->ordre_index.data, e->ordre_index.len);
    return true;
}

/* Rank of the member of that key, looked for first at `hint`; enfant_count when unknown. */
static unsigned find_member(const struct noeud *n, struct span key, unsigned hint)
{
    for (unsigned tried = 0, i = hint; tried < n->enfant_count; tried++, i++) {
        if (i >= n->enfant_count)
            i = 0;
        const struct noeud *child = n->enfants[i];
        if (child->prefixe_len == key.len + 3 && memcmp(child->prefixe + 1, key.ptr, key.len) == 0)
            return i;
    }
    return n->enfant_count;
}

static bool encode_value(struct encodeur *e, const struct noeud *n);

/* Reads members up to the closing brace. `segments` has one place per member. */
static bool read_members(struct encodeur *e, const struct noeud *n, struct segment *segments)
{
    size_t texte = e->texte.len, index = e->index.len;
    unsigned next = 0;
    bool shuffled = false;
    enum json_event event;
    while ((event = json_next(&e->lecteur)) == JSON_KEY) {
        unsigned i = find_member(n, e->lecteur.value, next);
        if (i == n->enfant_count)
            return refuse_key(e, e->lecteur.value, "clé inconnue");
        if (i < next && segments[i].etat == LU)
            return refuse_key(e, e->lecteur.value, "clé en double");
        if (i < next)
            shuffled = true;
        else if (!fill_absent(e, n, segments, next, i))
            return false;
        segment_begin(e, &segments[i], LU);
        if (!encode_value(e, n->enfants[i]))
            return false;
        segment_end(e, &segments[i]);
        next = i < next ? next : i + 1;
    }
    if (event != JSON_OBJECT_END)
        return refuse_event(e, event, "clé attendue");
    if (!fill_absent(e, n, segments, next, n->enfant_count))
        return false;
    return !shuffled || put_in_order(e, segments, n->enfant_count, texte, index);
}

/* Each container on the way down takes its places from one pool: together they are fields of the
 * dictionary, each at most once. */
static bool encode_members(struct encodeur *e, const struct noeud *n)
{
    struct segment *segments = e->segments + e->segment_count;
    e->segment_count += n->enfant_count;
    bool ok = read_members(e, n, segments);
    e->segment_count -= n->enfant_count;
    return ok;
}

/* ---- rows ----------------------------------------------------------------------------------- */

/* One row; its opening brace has been read. */
static bool encode_row(struct encodeur *e, const struct noeud *n)
{
    static const struct rangee none;
    struct dates dates = {MOIS_INCONNU, MOIS_OUVERT}, *outer = e->dates;
    size_t texte = e->texte.len, index = e->index.len;
    buf_put(&e->index, &none, sizeof none);
    buf_putc(&e->texte, '{');
    e->dates = &dates;
    bool ok = encode_members(e, n);
    e->dates = outer;
    if (!ok)
        return false;
    buf_putc(&e->texte, '}');
    if (e->texte.failed || e->index.failed)
        return encode_refuse(e, "mémoire insuffisante");
    struct rangee r = {.texte = (uint32_t)(e->texte.len - texte),
                       .index = (uint32_t)(e->index.len - index - RANGEE_SIZE)};
    datation_place(&n->champ, &dates, &r);
    memcpy(e->index.data + index, &r, sizeof r);
    return true;
}

/* The comma that separates two rows belongs to the first. */
static void lengthen_row(struct encodeur *e, size_t index)
{
    struct rangee r;
    buf_putc(&e->texte, ',');
    memcpy(&r, e->index.data + index, sizeof r);
    r.texte++;
    memcpy(e->index.data + index, &r, sizeof r);
}

static bool encode_rows(struct encodeur *e, const struct noeud *n)
{
    struct etape *here = &e->pile[e->hauteur - 1];
    size_t first = e->index.len, previous = 0;
    enum json_event event;
    for (here->ligne = 0; (event = json_next(&e->lecteur)) == JSON_OBJECT; here->ligne++) {
        if (here->ligne)
            lengthen_row(e, previous);
        previous = e->index.len;
        if (!encode_row(e, n))
            return false;
    }
    if (event != JSON_ARRAY_END)
        return refuse_event(e, event, "un objet est attendu");
    here->ligne = -1;
    if (n->champ.datation == DATATION_ANNEE)
        datation_rank(e, first);
    return true;
}

/* ---- values --------------------------------------------------------------------------------- */

static bool encode_container(struct encodeur *e, const struct noeud *n, enum json_event event)
{
    bool array = n->champ.type == CHAMP_TABLEAU;
    size_t texte = e->texte.len, index = e->index.len;
    if (event == JSON_NULL)
        return put_absent(e, n);
    if (event != (array ? JSON_ARRAY : JSON_OBJECT))
        return encode_refuse(e, array ? "un tableau est attendu" : "un objet est attendu");
    container_begin(e, n, array ? '[' : '{');
    if (array ? !encode_rows(e, n) : !encode_members(e, n))
        return false;
    container_end(e, n, array ? ']' : '}', texte, index);
    return true;
}

static bool encode_value(struct encodeur *e, const struct noeud *n)
{
    e->pile[e->hauteur++] = (struct etape){n, -1};
    enum json_event event = json_next(&e->lecteur);
    bool ok;
    if (event == JSON_ERROR)
        ok = encode_refuse(e, "%s", e->lecteur.problem);
    else if (n->enfants)
        ok = encode_container(e, n, event);
    else
        ok = valeur_encode(e, n, event);
    e->hauteur--;
    return ok;
}

/* ---- the document --------------------------------------------------------------------------- */

static void start(struct encodeur *e, struct span json, struct identite *id, struct err *err)
{
    buf_reset(&e->texte);
    buf_reset(&e->index);
    buf_reset(&e->clairs);
    memset(e->clair, 0, sizeof e->clair);
    memset(id, 0, sizeof *id);
    e->id = id;
    e->err = err;
    e->dates = NULL;
    e->hauteur = 0;
    e->segment_count = 0;
    e->caf = e->numero = -1;
    json_reader_init(&e->lecteur, json);
}

static bool read_document(struct encodeur *e)
{
    enum json_event event = json_next(&e->lecteur);
    if (event != JSON_OBJECT)
        return refuse_event(e, event, "le document n’est pas un objet");
    buf_putc(&e->texte, '{');
    if (!encode_members(e, &e->d->racine))
        return false;
    buf_putc(&e->texte, '}');
    event = json_next(&e->lecteur);
    return event == JSON_EOF || refuse_event(e, event, "texte après la fin du document");
}

/* What no dossier can do without: a number and a name that open it. */
static bool check_identity(struct encodeur *e)
{
    static const unsigned char none[sizeof e->id->noms];
    if (e->caf < 0)
        return err_set_champ(e->err, ERR_DONNEES, "caf", "le code de la Caf manque");
    if (e->numero < 0)
        return err_set_champ(e->err, ERR_DONNEES, "numero", "le numéro allocataire manque");
    if (memcmp(e->id->noms, none, sizeof none) == 0)
        return err_set_champ(e->err, ERR_DONNEES, "allocataire.nom",
                             "aucun nom n’ouvre ce dossier");
    e->id->cle = dossier_cle((unsigned)e->caf, (uint32_t)e->numero);
    return true;
}

static void put_clear_values(struct encodeur *e, struct buf *out)
{
    for (size_t i = 0; i < e->d->count; i++) {
        const struct noeud *n = &e->d->noeuds[i];
        if (n->masque < 0 || !e->clair[n->masque].present)
            continue;
        struct clair value = e->clair[n->masque];
        uint16_t head[2] = {n->champ.id, (uint16_t)value.len};
        buf_put(out, head, sizeof head);
        buf_put(out, buf_text(&e->clairs) + value.at, value.len);
    }
}

static bool assemble(struct encodeur *e, struct buf *bande)
{
    struct tete t = {.magie = BANDE_MAGIE,
                     .version = e->d->version,
                     .empreinte = e->d->empreintes[e->d->version],
                     .texte = (uint32_t)e->texte.len,
                     .index = (uint32_t)e->index.len};
    buf_reset(bande);
    if (e->texte.len + e->index.len > BANDE_MAX / 2)
        return encode_refuse(e, "document trop grand");
    buf_put(bande, &t, sizeof t);
    buf_put(bande, e->texte.data, e->texte.len);
    buf_put(bande, e->index.data, e->index.len);
    size_t clair = bande->len;
    put_clear_values(e, bande);
    if (!bande->failed) {
        t.clair = (uint32_t)(bande->len - clair);
        memcpy(bande->data, &t, sizeof t);
    }
    bande_seal(bande);
    return !bande->failed || err_set(e->err, ERR_MEMOIRE, NULL);
}

bool bande_encode(struct encodeur *e, struct span json, struct buf *bande, struct identite *id,
                  struct err *err)
{
    start(e, json, id, err);
    if (json.len > BANDE_MAX / 2)
        return encode_refuse(e, "document trop grand");
    if (!read_document(e) || !check_identity(e))
        return false;
    if (e->texte.failed || e->index.failed)
        return err_set(err, ERR_MEMOIRE, NULL);
    return assemble(e, bande);
}

struct encodeur *encodeur_new(const struct dictionnaire *d)
{
    struct encodeur *e = calloc(1, sizeof *e);
    if (e)
        e->d = d;
    return e;
}

void encodeur_free(struct encodeur *e)
{
    if (!e)
        return;
    json_reader_done(&e->lecteur);
    buf_free(&e->texte);
    buf_free(&e->index);
    buf_free(&e->ordre_texte);
    buf_free(&e->ordre_index);
    buf_free_secret(&e->valeur);
    buf_free(&e->ecrit);
    buf_free_secret(&e->clairs);
    free(e);
}
