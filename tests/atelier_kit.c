/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A small journal in memory, and proofs from it. */
#include <string.h>

#include <cdap/base/file.h>

#include "atelier_kit.h"
#include "suite.h"

#define NOM SPAN_LIT("cdap.exemple.fr")

void atelier_open(struct atelier *a)
{
    char path[FILE_PATH_MAX];

    memset(a, 0, sizeof *a);
    ck_assert(secret_init());
    a->dir = folder_make();
    ck_assert(path_join(path, a->dir, "sceau.cle"));
    ck_assert(sceau_create(path, NOM, NOTE_ED25519, &a->cle, NULL));
    a->sceau = sceau_open(path, NULL, NULL);
    ck_assert_ptr_nonnull(a->sceau);
}

void atelier_close(struct atelier *a)
{
    sceau_close(a->sceau);
    arbre_free(&a->arbre);
    folder_remove(a->dir);
}

/* The entry of an export of one file. */
static void put_entree(struct atelier *a, struct span fichier, enum acte acte, struct buf *out)
{
    hachage h;
    struct entree e = {.seq = a->arbre.count,
                       .temps = 1795179789,
                       .acte = acte,
                       .agent = SPAN_LIT("agent.ccas"),
                       .role = SPAN_LIT("agent"),
                       .organisme = SPAN_LIT("13002526500013"),
                       .profil = SPAN_LIT("T2"),
                       .has_dossier = true,
                       .has_recu = true,
                       .recu = 1204,
                       .fichiers = (const unsigned char(*)[HASH_BYTES]) & h,
                       .fichier_count = fichier.len ? 1 : 0};

    hash_sha256(fichier, h);
    entree_put(out, &e);
}

void atelier_fill(struct atelier *a, size_t n)
{
    struct buf entree = {0};

    for (size_t i = 0; i < n; i++) {
        buf_reset(&entree);
        put_entree(a, (struct span){0}, ACTE_CONSULTATION, &entree);
        arbre_add(&a->arbre, buf_span(&entree));
    }
    buf_free(&entree);
}

void atelier_sign(struct atelier *a, struct buf *note)
{
    struct point p = {.taille = a->arbre.count};
    struct buf texte = {0};

    point_origine(p.origine, "cdap.exemple.fr", 2026);
    merkle_root(&a->arbre.frontiere, p.racine);
    point_put(&texte, &p);
    ck_assert(sceau_sign(a->sceau, buf_span(&texte), note));
    buf_free(&texte);
}

void atelier_prove(struct atelier *a, struct span fichier, enum acte acte, size_t avant,
                   size_t apres, struct buf *preuve)
{
    struct merkle_lecteur l = arbre_lecteur(&a->arbre);
    hachage chemin[MERKLE_PREUVE_MAX];
    struct buf entree = {0}, note = {0};
    size_t len, rang;

    arbre_free(&a->arbre);
    atelier_fill(a, avant);
    rang = a->arbre.count;
    put_entree(a, fichier, acte, &entree);
    arbre_add(&a->arbre, buf_span(&entree));
    atelier_fill(a, apres);
    atelier_sign(a, &note);
    ck_assert(merkle_prove_inclusion(rang, a->arbre.count, &l, chemin, &len));
    preuve_put(preuve, buf_span(&entree), rang, (const hachage *)chemin, len, buf_span(&note));
    buf_free(&entree);
    buf_free(&note);
}
