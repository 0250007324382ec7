/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The journal for its auditor: the last checkpoint, and what binds it to an earlier one. What its entries
 * say is searched in journal.c. */
#include <stdio.h>
#include <string.h>

#include <cdap/journal/preuve.h>
#include <cdap/server/registre.h>

#include "reponse.h"
#include "route.h"

static bool bad_argument(struct echange *x, const char *nom)
{
    x->cause = "argument";
    return err_set_champ(&x->err, ERR_CHAMP, nom, "%s : la valeur ne convient pas", nom);
}

/* A whole number; `absent` when it is not there. */
static bool number(struct echange *x, const char *nom, uint64_t absent, uint64_t *out)
{
    struct span s = http_argument(x->rq, nom);
    uint64_t n = 0;

    *out = absent;
    if (s.len == 0)
        return true;
    if (s.len > 15)
        return bad_argument(x, nom);
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] < '0' || s.ptr[i] > '9')
            return bad_argument(x, nom);
        n = n * 10 + (uint64_t)(s.ptr[i] - '0');
    }
    *out = n;
    return true;
}

static bool find_year(struct echange *x, struct registre_annee *a)
{
    struct store *s = poste_store(x->poste);
    uint64_t annee;

    if (!number(x, "annee", 0, &annee))
        return false;
    if (annee > 9999)
        return bad_argument(x, "annee");
    switch (s ? registre_annee(s, (int)annee, a) : FOUND_FAILED) {
    case FOUND_ROW:
        return true;
    case FOUND_NONE:
        return bad_argument(x, "annee");
    default:
        return refuse_interne(x, "journal");
    }
}

bool point_get(struct echange *x)
{
    struct registre_annee a;
    struct buf note = {0};
    uint64_t taille;
    enum found found;

    if (!find_year(x, &a))
        return false;
    found = store_point_last(a.store, a.annee, UINT64_MAX, &taille, &note);
    if (found == FOUND_ROW) {
        buf_putc(&x->corps, '{');
        json_put_member_int(&x->corps, "annee", a.annee);
        json_put_member_int(&x->corps, "taille", (int64_t)taille);
        json_put_key(&x->corps, "point");
        json_put_string(&x->corps, buf_span(&note));
        buf_putc(&x->corps, '}');
    }
    buf_free(&note);
    if (found == FOUND_NONE)
        return err_set(&x->err, ERR_OCCUPE, "ce serveur n’a pas encore signé son journal");
    return found == FOUND_ROW || refuse_interne(x, "journal");
}

/* As the lines of a proof file write them. */
static void put_hashes(struct buf *out, const hachage *h, size_t count)
{
    struct buf lignes = {0};

    preuve_put_hashes(&lignes, h, count);
    for (size_t i = 0; i < count && !lignes.failed; i++) {
        if (i)
            buf_putc(out, ',');
        json_put_string(out, (struct span){lignes.data + i * PREUVE_LIGNE, PREUVE_LIGNE - 1});
    }
    out->failed = out->failed || lignes.failed;
    buf_free(&lignes);
}

bool coherence_get(struct echange *x)
{
    hachage preuve[MERKLE_PREUVE_MAX];
    struct registre_annee a;
    struct merkle_lecteur l;
    uint64_t de, jusqu;
    size_t count;

    if (!find_year(x, &a) || !number(x, "de", 0, &de) || !number(x, "a", a.taille, &jusqu))
        return false;
    if (jusqu > a.taille)
        return bad_argument(x, "a");
    if (de == 0 || de > jusqu)
        return bad_argument(x, "de");
    l = registre_lecteur(&a);
    if (!merkle_prove_consistency(de, jusqu, &l, preuve, &count))
        return refuse_interne(x, "arbre");
    buf_putc(&x->corps, '{');
    json_put_member_int(&x->corps, "annee", a.annee);
    json_put_member_int(&x->corps, "de", (int64_t)de);
    json_put_member_int(&x->corps, "a", (int64_t)jusqu);
    json_put_key(&x->corps, "preuve");
    buf_putc(&x->corps, '[');
    put_hashes(&x->corps, (const hachage *)preuve, count);
    buf_puts(&x->corps, "]}");
    return true;
}
