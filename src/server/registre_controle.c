/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is looked at before serving on a journal: the root of every year's last checkpoint, from the
 * stored nodes, and a few entries down to their bytes. A cost that does not grow with the journal;
 * `cdapd journal verifier` reads it all. */
#include <string.h>

#include "registre.h"

#define DERNIERES 64 /* last entries looked at */
#define AU_HASARD 64 /* and as many anywhere */

static bool contradiction(struct err *err, int annee, const char *quoi)
{
    return err_set(err, ERR_DONNEES, "le journal de %d contredit son point de contrôle : %s", annee,
                   quoi);
}

/* ---- checkpoints ------------------------------------------------------------------------------ */

/* A past year may have been signed by a key that is gone: its root still counts. */
static bool check_signature(const struct registre *r, int annee, struct span note,
                            struct point *point, struct err *err)
{
    const struct note_cle *cles;
    struct span texte;
    size_t count;

    if (!r->sceau)
        return err_set(err, ERR_FICHIER,
                       "le journal de %d porte des points de contrôle signés, mais la clé du sceau "
                       "(%s) manque",
                       annee, REGISTRE_CLE);
    cles = sceau_cles(r->sceau, &count);
    switch (point_verify(note, cles, count, point, NULL)) {
    case NOTE_VALIDE:
        return point_annee(point->origine, cles[0].nom) == annee ||
               contradiction(err, annee, "il est celui d’un autre journal");
    case NOTE_CLE_INCONNUE:
        if (annee == r->annee.annee)
            return contradiction(err, annee, "aucune clé de ce serveur ne l’a signé");
        (void)note_verify(note, NULL, 0, &texte, NULL); /* for its text */
        return point_parse(texte, point) || contradiction(err, annee, "il est illisible");
    case NOTE_SIGNATURE_FAUSSE:
        return contradiction(err, annee, "sa signature est fausse");
    case NOTE_ILLISIBLE:
        break;
    }
    return contradiction(err, annee, "il est illisible");
}

static bool check_root(struct registre_annee *a, const struct point *point, struct err *err)
{
    struct merkle_lecteur l = registre_lecteur(a);
    struct merkle arbre;
    hachage racine;

    if (point->taille > a->taille)
        return contradiction(err, a->annee, "des entrées signées manquent");
    if (!merkle_load(&arbre, point->taille, &l))
        return contradiction(err, a->annee, "des nœuds de l’arbre manquent");
    merkle_root(&arbre, racine);
    return memcmp(racine, point->racine, HASH_BYTES) == 0 ||
           contradiction(err, a->annee, "la racine recalculée n’est pas celle qui est signée");
}

static bool check_year(const struct registre *r, int annee, struct err *err)
{
    struct registre_annee a;
    struct point point;
    struct buf note = {0};
    uint64_t taille;
    enum found found = registre_annee(r->store, annee, &a);
    bool ok = true;

    if (found == FOUND_ROW)
        found = store_point_last(r->store, annee, UINT64_MAX, &taille, &note);
    if (found == FOUND_FAILED)
        ok = err_set(err, ERR_BASE, "le journal de %d ne peut pas être lu", annee);
    else if (found == FOUND_ROW)
        ok = check_signature(r, annee, buf_span(&note), &point, err) && check_root(&a, &point, err);
    buf_free(&note);
    return ok;
}

/* ---- entries ---------------------------------------------------------------------------------- */

static bool check_entry(struct registre *r, uint64_t index, const hachage racine, struct err *err)
{
    struct merkle_lecteur l = registre_lecteur(&r->annee);
    hachage chemin[MERKLE_PREUVE_MAX], feuille;
    struct buf octets = {0};
    size_t longueur;
    bool ok = store_journal_read(r->store, r->annee.premier + index, &octets, NULL) == FOUND_ROW;

    merkle_leaf(buf_span(&octets), feuille);
    buf_free(&octets);
    ok = ok && merkle_prove_inclusion(index, r->annee.taille, &l, chemin, &longueur) &&
         merkle_check_inclusion(feuille, index, r->annee.taille, (const hachage *)chemin, longueur,
                                racine);
    return ok || err_set(err, ERR_DONNEES, "l’entrée %llu du journal n’est plus celle de son arbre",
                         (unsigned long long)(r->annee.premier + index));
}

static bool check_entries(struct registre *r, struct err *err)
{
    uint64_t taille = r->annee.taille;
    hachage racine;

    merkle_root(&r->arbre, racine);
    for (uint64_t i = 0; i < DERNIERES && i < taille; i++)
        if (!check_entry(r, taille - 1 - i, racine, err))
            return false;
    for (unsigned i = 0; i < AU_HASARD && taille > DERNIERES; i++) {
        uint64_t rang;

        random_bytes(&rang, sizeof rang);
        if (!check_entry(r, rang % taille, racine, err))
            return false;
    }
    return true;
}

bool registre_check(struct registre *r, struct err *err)
{
    struct annee_row rows[ANNEES_MAX];
    int count = store_annees(r->store, rows);

    if (count < 0)
        return err_set(err, ERR_BASE, "le journal ne peut pas être lu");
    for (int i = 0; i < count; i++)
        if (!check_year(r, rows[i].annee, err))
            return false;
    return check_entries(r, err);
}
