/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cdapd journal exporter: one year as an archive that others know (C2SP tlog-tiles): `checkpoint`,
 * `tile/<level>/<n>`, `tile/entries/<n>`, partial ones under `.p/<width>`. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "journal.h"

#define LARGEUR 256 /* hashes of a full tile */
#define NIVEAUX 8   /* of the tree between two levels of tiles */
#define ETAGES  8   /* 256^8 entries */

struct archive {
    const char *sortie;
    uint64_t premier, taille;
    struct merkle arbre;
    struct buf etages[ETAGES], entrees;
    struct progression progression;
    struct err *err;
};

/* ---- files ------------------------------------------------------------------------------------ */

/* Makes the folders above a path, from the end of `base` on. */
static bool folders_make(char *path, size_t base, struct err *err)
{
    for (char *p = path + base + 1; (p = strchr(p, '/')); p++) {
        *p = '\0';
        bool made = mkdir(path, 0700) == 0 || errno == EEXIST;
        if (!made)
            err_set(err, ERR_FICHIER, "%s : %s", path, strerror(errno));
        *p = '/';
        if (!made)
            return false;
    }
    return true;
}

/* 1234067 → x001/x234/067 */
static void put_index(struct buf *out, uint64_t n)
{
    uint64_t unite = 1;

    while (n / unite >= 1000)
        unite *= 1000;
    for (; unite; unite /= 1000) {
        if (unite > 1)
            buf_putc(out, 'x');
        buf_put_padded(out, n / unite % 1000, 3);
        if (unite > 1)
            buf_putc(out, '/');
    }
}

static bool tile_write(struct archive *a, const char *etage, uint64_t n, unsigned largeur,
                       struct buf *tuile)
{
    struct buf path = {0};
    bool ok;

    buf_putf(&path, "%s/tile/%s/", a->sortie, etage);
    put_index(&path, n);
    if (largeur < LARGEUR)
        buf_putf(&path, ".p/%u", largeur);
    ok = (!path.failed && !tuile->failed) || err_set(a->err, ERR_MEMOIRE, NULL);
    ok = ok && folders_make(path.data, strlen(a->sortie), a->err) &&
         file_write_new(path.data, buf_span(tuile), 0600, a->err);
    buf_free(&path);
    buf_reset(tuile);
    return ok;
}

static bool level_write(struct archive *a, unsigned etage, unsigned largeur)
{
    char nom[4];
    uint64_t n = a->arbre.taille >> (NIVEAUX * etage); /* hashes of that level so far */

    snprintf(nom, sizeof nom, "%u", etage);
    return tile_write(a, nom, (n - largeur) / LARGEUR, largeur, &a->etages[etage]);
}

/* ---- entries ---------------------------------------------------------------------------------- */

static bool hash_add(struct archive *a, unsigned etage, const hachage h)
{
    buf_put(&a->etages[etage], h, HASH_BYTES);
    return a->etages[etage].len < (size_t)LARGEUR * HASH_BYTES || level_write(a, etage, LARGEUR);
}

static bool entry_add(struct archive *a, struct span octets)
{
    buf_putc(&a->entrees, (char)(octets.len >> 8));
    buf_putc(&a->entrees, (char)octets.len);
    buf_put(&a->entrees, octets.ptr, octets.len);
    return a->arbre.taille % LARGEUR != 0 ||
           tile_write(a, "entries", a->arbre.taille / LARGEUR - 1, LARGEUR, &a->entrees);
}

static bool row_add(void *ctx, const struct journal_row *row)
{
    struct archive *a = ctx;
    hachage feuille, noeuds[MERKLE_NIVEAUX];
    unsigned n;

    merkle_leaf(row->octets, feuille);
    n = merkle_append(&a->arbre, feuille, noeuds);
    for (unsigned etage = 0; NIVEAUX * etage < n && etage < ETAGES; etage++)
        if (!hash_add(a, etage, noeuds[NIVEAUX * etage]))
            return false;
    if (a->arbre.taille % 4096 == 0)
        progression_show(&a->progression, a->arbre.taille, a->taille, a->arbre.taille);
    return entry_add(a, row->octets);
}

static bool partials_write(struct archive *a)
{
    unsigned reste = (unsigned)(a->taille % LARGEUR);

    for (unsigned etage = 0; etage < ETAGES; etage++) {
        unsigned largeur = (unsigned)(a->taille >> (NIVEAUX * etage)) % LARGEUR;

        if (largeur && !level_write(a, etage, largeur))
            return false;
    }
    return reste == 0 || tile_write(a, "entries", a->taille / LARGEUR, reste, &a->entrees);
}

/* The checkpoint comes last: an archive that has one is whole. */
static bool finish(struct archive *a, const struct point *point, struct span note)
{
    char path[FILE_PATH_MAX];
    hachage racine;

    merkle_root(&a->arbre, racine);
    if (a->arbre.taille != point->taille || memcmp(racine, point->racine, HASH_BYTES) != 0)
        return err_set(a->err, ERR_DONNEES,
                       "les entrées ne sont pas celles du point de contrôle (voyez « cdapd journal "
                       "verifier »)");
    if (!partials_write(a))
        return false;
    if (!path_join(path, a->sortie, "checkpoint"))
        return err_set(a->err, ERR_FICHIER, "%s : chemin trop long", a->sortie);
    return file_write_new(path, note, 0600, a->err);
}

static bool archive_write(struct archive *a, struct store *s, const struct point *point,
                          struct span note)
{
    bool ok = true;

    if (mkdir(a->sortie, 0700) != 0)
        return err_set(a->err, ERR_FICHIER, "%s : %s", a->sortie, strerror(errno));
    progression_init(&a->progression, "entrées");
    if (!store_journal_scan(s, a->premier, a->premier + a->taille, row_add, a))
        ok = a->err->code != ERR_NONE
                 ? false
                 : err_set(a->err, ERR_BASE, "le journal ne peut pas être lu : %s",
                           store_problem(s));
    ok = ok && finish(a, point, note);
    progression_clear(&a->progression);
    if (!ok)
        dir_remove(a->sortie, NULL); /* it was made above: nothing else is in it */
    for (unsigned i = 0; i < ETAGES; i++)
        buf_free(&a->etages[i]);
    buf_free(&a->entrees);
    return ok;
}

bool journal_exporter(const struct journal_demande *d, struct err *err)
{
    struct store *s = store_open(d->donnees, STORE_READ, err);
    struct archive a = {.sortie = d->sortie, .err = err};
    struct registre_annee annee;
    struct point point;
    struct buf note = {0};
    bool ok = s && journal_point_read(s, d->annee, &annee, &note, &point, err);

    if (ok) {
        a.premier = annee.premier;
        a.taille = point.taille;
        ok = archive_write(&a, s, &point, buf_span(&note));
    }
    if (ok)
        printf("Journal de %d : %" PRIu64 " entrées dans %s.\n", annee.annee, point.taille,
               d->sortie);
    buf_free(&note);
    store_close(s);
    return ok;
}
