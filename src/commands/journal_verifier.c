/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cdapd journal verifier: every entry down to its bytes, every node, every detail that still stands,
 * every checkpoint and its signature. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "journal.h"

#define FIN_ENTREE ",\"detail\":\"" /* then 64 digits and "} */

struct controle {
    const struct note_cle *cles;
    size_t cle_count;
    bool exigeant; /* its last checkpoint must be signed by one of these keys */
    int annee;
    uint64_t premier, taille;
    struct merkle arbre;
    struct repere { /* of the signed checkpoints, largest first */
        uint64_t taille;
        hachage racine;
    } * points;
    size_t point_count, restants, inconnus;
    uint64_t details, effaces;
    struct progression progression;
    struct buf hex; /* kept from one entry to the next */
    struct err *err;
};

static bool fault(struct controle *c, uint64_t seq, const char *quoi)
{
    return err_set(c->err, ERR_DONNEES, "journal de %d, entrée %" PRIu64 " : %s", c->annee, seq,
                   quoi);
}

/* ---- checkpoints ------------------------------------------------------------------------------ */

static bool point_fault(struct controle *c, uint64_t taille, const char *quoi)
{
    return err_set(c->err, ERR_DONNEES,
                   "journal de %d, point de contrôle à %" PRIu64 " entrées : %s", c->annee, taille,
                   quoi);
}

/* Of this very journal, under the name of a known key. */
static bool is_ours(const struct controle *c, const struct point *p)
{
    for (size_t i = 0; i < c->cle_count; i++)
        if (point_annee(p->origine, c->cles[i].nom) == c->annee)
            return true;
    return false;
}

static bool point_check(struct controle *c, uint64_t taille, struct span note, struct point *p)
{
    struct span texte;

    switch (point_verify(note, c->cles, c->cle_count, p, NULL)) {
    case NOTE_VALIDE:
        if (is_ours(c, p))
            break;
        return point_fault(c, taille, "il est celui d’un autre journal");
    case NOTE_SIGNATURE_FAUSSE:
        return point_fault(c, taille, "sa signature est fausse");
    case NOTE_CLE_INCONNUE:
        if (c->exigeant && c->point_count == 0)
            return point_fault(c, taille, "aucune des clés connues ne l’a signé");
        c->inconnus++;
        if (note_verify(note, NULL, 0, &texte, NULL) == NOTE_CLE_INCONNUE && point_parse(texte, p))
            break;
        return point_fault(c, taille, "il est illisible");
    default:
        return point_fault(c, taille, "il est illisible");
    }
    return p->taille == taille || point_fault(c, taille, "il est rangé sous une autre taille");
}

static bool point_keep(struct controle *c, const struct point *p)
{
    if ((c->point_count & (c->point_count - 1)) == 0) { /* doubles at each power of two */
        size_t cap = c->point_count ? 2 * c->point_count : 1;
        void *more = realloc(c->points, cap * sizeof *c->points);

        if (!more)
            return err_set(c->err, ERR_MEMOIRE, NULL);
        c->points = more;
    }
    c->points[c->point_count].taille = p->taille;
    memcpy(c->points[c->point_count++].racine, p->racine, HASH_BYTES);
    return true;
}

static bool points_read(struct controle *c, struct store *s)
{
    uint64_t max = UINT64_MAX, taille;
    struct buf note = {0};
    struct point p;
    enum found found;
    bool ok = true;

    while (ok && (found = store_point_last(s, c->annee, max, &taille, &note)) == FOUND_ROW) {
        ok = point_check(c, taille, buf_span(&note), &p) && point_keep(c, &p);
        if (ok && taille > c->taille)
            ok = point_fault(c, taille, "des entrées signées manquent");
        buf_reset(&note);
        if (taille == 0)
            break;
        max = taille - 1;
    }
    buf_free(&note);
    if (ok && found == FOUND_FAILED)
        return err_set(c->err, ERR_BASE, "%s", store_problem(s));
    c->restants = c->point_count;
    return ok;
}

/* The root at a size that was signed. */
static bool root_check(struct controle *c)
{
    hachage racine;

    if (c->restants == 0 || c->points[c->restants - 1].taille != c->arbre.taille)
        return true;
    merkle_root(&c->arbre, racine);
    if (memcmp(racine, c->points[--c->restants].racine, HASH_BYTES) == 0)
        return true;
    return point_fault(c, c->arbre.taille, "la racine recalculée n’est pas celle qui est signée");
}

/* ---- entries ---------------------------------------------------------------------------------- */

/* The last member of the canonical bytes commits to the erasable part. */
static bool detail_check(struct controle *c, const struct journal_row *row)
{
    const size_t fin = sizeof FIN_ENTREE - 1, hex = (size_t)2 * HASH_BYTES;
    const char *at = row->octets.ptr + row->octets.len - hex - 2;
    unsigned char h[HASH_BYTES];

    if (row->octets.len < fin + hex + 2 || memcmp(at - fin, FIN_ENTREE, fin) != 0 ||
        row->sel.len != SEL_BYTES)
        return false;
    entree_detail_hash((const unsigned char *)row->sel.ptr, row->detail, h);
    buf_reset(&c->hex);
    hex_put(&c->hex, h, HASH_BYTES);
    return span_eq(buf_span(&c->hex), (struct span){at, hex});
}

static bool seq_check(const struct journal_row *row)
{
    char debut[32];
    int len = snprintf(debut, sizeof debut, "{\"seq\":%" PRIu64 ",", row->seq);

    return row->octets.len > (size_t)len && memcmp(row->octets.ptr, debut, (size_t)len) == 0;
}

static bool entry_check(void *ctx, const struct journal_row *row)
{
    struct controle *c = ctx;
    hachage feuille, noeuds[MERKLE_NIVEAUX];
    unsigned n;

    if (row->seq != c->premier + c->arbre.taille)
        return fault(c, row->seq, "des entrées manquent avant elle");
    if (!seq_check(row))
        return fault(c, row->seq, "elle ne porte pas son numéro");
    merkle_leaf(row->octets, feuille);
    n = merkle_append(&c->arbre, feuille, noeuds);
    if (row->noeuds.len != (size_t)n * HASH_BYTES ||
        memcmp(row->noeuds.ptr, noeuds, row->noeuds.len) != 0)
        return fault(c, row->seq, "elle n’est plus celle de son arbre");
    if (row->sel.len == 0)
        c->effaces++;
    else if (detail_check(c, row))
        c->details++;
    else
        return fault(c, row->seq, "son détail n’est pas celui qu’elle annonce");
    if (c->arbre.taille % 4096 == 0)
        progression_show(&c->progression, c->arbre.taille, c->taille, c->arbre.taille);
    return root_check(c);
}

/* A past year may have been sealed by keys that are gone; not the present one, nor any when the reader
 * says which keys he trusts. */
static bool year_check(struct store *s, int annee, bool exigeant, const struct note_cle *cles,
                       size_t count, struct err *err)
{
    struct registre_annee a = {0};
    struct controle c = {
        .cles = cles, .cle_count = count, .exigeant = exigeant, .annee = annee, .err = err};
    bool ok = registre_annee(s, annee, &a) == FOUND_ROW;

    c.premier = a.premier;
    c.taille = a.taille;
    progression_init(&c.progression, "entrées");
    ok = ok && points_read(&c, s) &&
         store_journal_scan(s, a.premier, a.premier + a.taille, entry_check, &c);
    progression_clear(&c.progression);
    if (ok && c.arbre.taille != a.taille)
        ok = fault(&c, a.premier + c.arbre.taille, "elle manque");
    if (ok) {
        printf("Journal de %d : %" PRIu64 " entrées, %zu points de contrôle, %" PRIu64
               " détails, %" PRIu64 " effacés. Tout concorde.\n",
               annee, a.taille, c.point_count, c.details, c.effaces);
        if (c.inconnus)
            printf("  %zu points de contrôle ne sont signés par aucune clé connue ici.\n",
                   c.inconnus);
    } else if (err->code == ERR_NONE) {
        err_set(err, ERR_BASE, "le journal ne peut pas être lu : %s", store_problem(s));
    }
    buf_free(&c.hex);
    free(c.points);
    return ok;
}

bool journal_verifier(const struct journal_demande *d, struct err *err)
{
    struct note_cle cles[NOTE_CLES_MAX];
    struct annee_row annees[ANNEES_MAX];
    struct store *s = store_open(d->donnees, STORE_READ, err);
    size_t cle_count;
    int count = s ? store_annees(s, annees) : -1, vues = 0;
    bool ok = s && journal_cles(d, cles, &cle_count, err);

    for (int i = 0; ok && i < count; i++)
        if (!d->annee || annees[i].annee == d->annee) {
            ok = year_check(s, annees[i].annee, d->cle_count || i == count - 1, cles, cle_count,
                            err);
            vues++;
        }
    if (ok && (count < 0 || (d->annee && !vues)))
        ok = err_set(err, ERR_DONNEES, "il n’y a pas de journal à vérifier");
    if (ok && !vues)
        puts("Le journal est vide.");
    store_close(s);
    return ok;
}
