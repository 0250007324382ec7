/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Entries, their trees and their checkpoints, written together. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cdap/base/date.h>
#include <cdap/base/log.h>

#include "registre.h"

#define LOT 10000 /* entries of an older base that get their tree in one transaction */

/* ---- the seal --------------------------------------------------------------------------------- */

bool registre_sceau(const char *donnees, struct sceau **sceau, struct err *err)
{
    char cle[FILE_PATH_MAX], ancienne[FILE_PATH_MAX];

    *sceau = NULL;
    if (!store_file(donnees, REGISTRE_CLE, cle, sizeof cle) ||
        !store_file(donnees, REGISTRE_CLE_ANCIENNE, ancienne, sizeof ancienne))
        return err_set(err, ERR_FICHIER, "le chemin de la base est trop long");
    if (access(cle, F_OK) != 0)
        return true;
    *sceau = sceau_open(cle, access(ancienne, F_OK) == 0 ? ancienne : NULL, err);
    return *sceau != NULL;
}

/* ---- reading ---------------------------------------------------------------------------------- */

/* Node (k, i) was completed by the last leaf below it, and lies k places after that leaf. */
static bool read_node(void *ctx, unsigned niveau, uint64_t rang, hachage out)
{
    const struct registre_annee *a = ctx;
    uint64_t feuille = ((rang + 1) << niveau) - 1;

    return feuille < a->taille && store_arbre_noeud(a->store, a->premier + feuille, niveau, out);
}

struct merkle_lecteur registre_lecteur(struct registre_annee *a)
{
    return (struct merkle_lecteur){read_node, a};
}

enum found registre_annee(struct store *s, int annee, struct registre_annee *out)
{
    struct annee_row rows[ANNEES_MAX];
    int64_t next = store_arbre_next(s);
    int count = store_annees(s, rows), i = count - 1;

    if (next < 0 || count < 0)
        return FOUND_FAILED;
    while (annee && i >= 0 && rows[i].annee != annee)
        i--;
    if (i < 0)
        return FOUND_NONE;
    *out = (struct registre_annee){.annee = rows[i].annee, .premier = rows[i].premier, .store = s};
    out->taille = (i + 1 < count ? rows[i + 1].premier : (uint64_t)next) - rows[i].premier;
    return FOUND_ROW;
}

bool registre_reload(struct registre *r)
{
    int64_t next = store_arbre_next(r->store);
    struct merkle_lecteur l = registre_lecteur(&r->annee);
    uint64_t signee = 0;
    enum found found = registre_annee(r->store, 0, &r->annee);

    if (next < 0 || found == FOUND_FAILED)
        return false;
    r->next = (uint64_t)next;
    r->signee = 0;
    buf_reset(&r->note);
    if (found == FOUND_NONE) {
        memset(&r->annee, 0, sizeof r->annee);
        memset(&r->arbre, 0, sizeof r->arbre);
        return true;
    }
    if (!merkle_load(&r->arbre, r->annee.taille, &l) ||
        store_point_last(r->store, r->annee.annee, UINT64_MAX, &signee, &r->note) == FOUND_FAILED)
        return false;
    r->signee = signee;
    return true;
}

uint64_t registre_next(const struct registre *r)
{
    return r->next;
}

/* ---- growing ---------------------------------------------------------------------------------- */

/* The year of an entry never goes back, whatever the clock does. A year that ends is signed whole. */
static bool enter_year(struct registre *r, int64_t temps)
{
    int annee = datetime_utc(temps).date.year;
    const struct annee_row row = {.annee = annee, .premier = r->next};

    if (r->annee.annee && annee <= r->annee.annee)
        return true;
    if (!registre_sign(r) || !store_annee_add(r->store, &row))
        return false;
    r->annee = (struct registre_annee){.annee = annee, .premier = r->next, .store = r->store};
    memset(&r->arbre, 0, sizeof r->arbre);
    r->signee = 0;
    return true;
}

/* The nodes that the entry completes. */
static bool add_leaf(struct registre *r, int64_t temps, struct span octets)
{
    hachage feuille, noeuds[MERKLE_NIVEAUX];
    unsigned n;

    if (!enter_year(r, temps))
        return false;
    merkle_leaf(octets, feuille);
    n = merkle_append(&r->arbre, feuille, noeuds);
    if (!store_arbre_add(r->store, r->next,
                         (struct span){(const char *)noeuds, (size_t)n * HASH_BYTES}))
        return false;
    r->next++;
    r->annee.taille++;
    return true;
}

bool registre_append(struct registre *r, struct entree *e, struct span detail, struct span *octets)
{
    unsigned char sel[SEL_BYTES];

    random_bytes(sel, sizeof sel);
    e->seq = r->next;
    entree_detail_hash(sel, detail, e->detail);
    buf_reset(&r->octets);
    entree_put(&r->octets, e);
    if (r->octets.failed ||
        !store_journal_append(r->store, e->seq, buf_span(&r->octets), sel, detail) ||
        !add_leaf(r, e->temps, buf_span(&r->octets)))
        return false;
    if (octets)
        *octets = buf_span(&r->octets);
    return true;
}

bool registre_sign(struct registre *r)
{
    struct point p = {.taille = r->arbre.taille};
    struct buf texte = {0};
    size_t count;
    bool done;

    if (!r->sceau || r->arbre.taille == 0 || r->signee == r->arbre.taille)
        return true;
    point_origine(p.origine, sceau_cles(r->sceau, &count)->nom, r->annee.annee);
    merkle_root(&r->arbre, p.racine);
    point_put(&texte, &p);
    buf_reset(&r->note);
    done = !texte.failed && sceau_sign(r->sceau, buf_span(&texte), &r->note) &&
           store_point_add(r->store, r->annee.annee, p.taille, buf_span(&r->note));
    buf_free(&texte);
    if (done)
        r->signee = p.taille;
    return done;
}

bool registre_prove(struct registre *r, uint64_t seq, struct span octets, struct buf *preuve,
                    uint64_t *index)
{
    struct merkle_lecteur l = registre_lecteur(&r->annee);
    hachage chemin[MERKLE_PREUVE_MAX];
    size_t longueur;

    if (seq < r->annee.premier || r->signee == 0)
        return false;
    *index = seq - r->annee.premier;
    if (!merkle_prove_inclusion(*index, r->signee, &l, chemin, &longueur))
        return false;
    preuve_put(preuve, octets, *index, (const hachage *)chemin, longueur, buf_span(&r->note));
    return !preuve->failed;
}

/* ---- opening ---------------------------------------------------------------------------------- */

static bool failed(struct registre *r, struct err *err)
{
    return err_set(err, ERR_BASE, "le journal ne peut pas être lu : %s", store_problem(r->store));
}

/* One transaction's worth of entries written before trees were. */
static bool catch_up_some(struct registre *r, uint64_t fin, struct err *err)
{
    struct entree_lue lue;
    struct buf octets = {0};
    bool ok = store_begin(r->store) || failed(r, err);

    while (ok && r->next < fin) {
        buf_reset(&octets);
        ok = store_journal_read(r->store, r->next, &octets, NULL) == FOUND_ROW || failed(r, err);
        if (!ok)
            break;
        ok = entree_read(buf_span(&octets), &lue) ||
             err_set(err, ERR_DONNEES, "l’entrée %llu du journal est illisible",
                     (unsigned long long)r->next);
        if (ok && !add_leaf(r, lue.entree.temps, buf_span(&octets)))
            ok = failed(r, err);
        entree_lue_done(&lue);
    }
    buf_free(&octets);
    if (ok && !store_commit(r->store))
        ok = failed(r, err);
    if (!ok)
        store_rollback(r->store);
    return ok;
}

static bool catch_up(struct registre *r, struct err *err)
{
    int64_t fin = store_journal_next(r->store);

    if (fin < 0 || !registre_reload(r))
        return failed(r, err);
    if ((uint64_t)fin < r->next)
        return err_set(err, ERR_DONNEES, "des entrées manquent à la fin du journal");
    if ((uint64_t)fin > r->next)
        log_event(LOG_INFO, "journal", "etat=arbre entrees=%llu",
                  (unsigned long long)fin - r->next);
    while (r->next < (uint64_t)fin) {
        uint64_t reste = (uint64_t)fin - r->next;

        if (!catch_up_some(r, r->next + (reste < LOT ? reste : LOT), err))
            return false;
    }
    return true;
}

struct registre *registre_open(struct store *s, const struct sceau *sceau, struct err *err)
{
    struct registre *r = calloc(1, sizeof *r);

    if (!r) {
        err_set(err, ERR_MEMOIRE, NULL);
        return NULL;
    }
    r->store = s;
    r->sceau = sceau;
    r->octets.max = ENTREE_MAX;
    if (catch_up(r, err) && registre_check(r, err))
        return r;
    registre_close(r);
    return NULL;
}

void registre_close(struct registre *r)
{
    if (!r)
        return;
    buf_free(&r->octets);
    buf_free(&r->note);
    free(r);
}
