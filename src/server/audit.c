/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The journal for its auditor: the last checkpoint, what binds it to an earlier one, and the entries,
 * newest first. Nothing personal is asked for in a path: a dossier goes by its pseudonym. */
#include <stdio.h>
#include <string.h>

#include <cdap/journal/preuve.h>
#include <cdap/server/registre.h>

#include "reponse.h"
#include "route.h"

#define LUES_MAX    2000 /* entries looked at for one answer */
#define NOMBRE_MAX  200  /* entries of one answer */
#define NOMBRE      50
#define VALEUR_MAX  80
#define FILTRES_MAX 6

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

/* ---- entries ---------------------------------------------------------------------------------- */

/* The bytes of an entry are canonical: a member with its value is there as these very bytes, and
 * nowhere else, since a quote inside a value is escaped. */
struct filtres {
    char mots[FILTRES_MAX][VALEUR_MAX + 16];
    size_t count;
    char depuis[11], jusqua[11]; /* days, "" = no bound */
};

static bool take_word(struct echange *x, const char *nom, struct filtres *f)
{
    static const char lettres[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-@";
    struct span s = http_argument(x->rq, nom);

    if (s.len == 0)
        return true;
    if (s.len > VALEUR_MAX || strspn(s.ptr, lettres) != s.len)
        return bad_argument(x, nom);
    snprintf(f->mots[f->count++], sizeof f->mots[0], "\"%s\":\"%s\"", nom, s.ptr);
    return true;
}

static bool take_day(struct echange *x, const char *nom, char out[11])
{
    struct span s = http_argument(x->rq, nom);
    struct date jour;

    out[0] = '\0';
    if (s.len == 0)
        return true;
    if (!date_parse(s, &jour) || !jour.day)
        return bad_argument(x, nom);
    memcpy(out, s.ptr, 10);
    out[10] = '\0';
    return true;
}

static bool filtres_read(struct echange *x, struct filtres *f)
{
    static const char *const mots[FILTRES_MAX] = {"acte",      "issue",  "agent",
                                                  "organisme", "profil", "dossier"};

    f->count = 0;
    for (size_t i = 0; i < FILTRES_MAX; i++)
        if (!take_word(x, mots[i], f))
            return false;
    return take_day(x, "depuis", f->depuis) && take_day(x, "jusqua", f->jusqua);
}

static bool keeps(const struct filtres *f, struct span octets)
{
    static const char temps[] = "\"temps\":\"";
    const char *jour = memmem(octets.ptr, octets.len, temps, sizeof temps - 1);

    for (size_t i = 0; i < f->count; i++)
        if (!memmem(octets.ptr, octets.len, f->mots[i], strlen(f->mots[i])))
            return false;
    if (!jour)
        return false;
    jour += sizeof temps - 1;
    return (!f->depuis[0] || strncmp(jour, f->depuis, 10) >= 0) &&
           (!f->jusqua[0] || strncmp(jour, f->jusqua, 10) <= 0);
}

static void put_entry(struct echange *x, struct span octets, struct span detail, bool first)
{
    buf_puts(&x->corps, first ? "{\"entree\":" : ",{\"entree\":");
    buf_put(&x->corps, octets.ptr, octets.len);
    buf_puts(&x->corps, ",\"detail\":");
    if (detail.len)
        buf_put(&x->corps, detail.ptr, detail.len);
    else
        buf_puts(&x->corps, "null");
    buf_putc(&x->corps, '}');
}

/* What was asked for stands in the entry that this reading makes. */
static void put_detail(struct echange *x, const struct filtres *f)
{
    buf_puts(&x->detail, "{\"filtres\":[");
    for (size_t i = 0; i < f->count; i++) {
        if (i)
            buf_putc(&x->detail, ',');
        json_put_string(&x->detail, span_of(f->mots[i]));
    }
    buf_putc(&x->detail, ']');
    if (f->depuis[0])
        json_put_member(&x->detail, "depuis", f->depuis);
    if (f->jusqua[0])
        json_put_member(&x->detail, "jusqua", f->jusqua);
}

/* `suite`: give it back as `avant` to go on, null at the beginning of the journal. */
bool entrees_get(struct echange *x)
{
    struct store *s = poste_store(x->poste);
    int64_t next = s ? store_journal_next(s) : -1;
    struct buf octets = {0}, detail = {0};
    struct filtres f;
    uint64_t avant, nombre, vues = 0, lues = 0;
    bool ok = true;

    if (next < 0)
        return refuse_interne(x, "journal");
    if (!filtres_read(x, &f) || !number(x, "avant", (uint64_t)next, &avant) ||
        !number(x, "nombre", NOMBRE, &nombre))
        return false;
    put_detail(x, &f);
    if (nombre == 0 || nombre > NOMBRE_MAX)
        return bad_argument(x, "nombre");
    if (avant > (uint64_t)next)
        avant = (uint64_t)next;
    buf_puts(&x->corps, "{\"entrees\":[");
    for (; ok && avant > 0 && vues < nombre && lues < LUES_MAX; lues++) {
        buf_reset(&octets);
        buf_reset(&detail);
        ok = store_journal_read(s, --avant, &octets, &detail) == FOUND_ROW;
        if (ok && keeps(&f, buf_span(&octets)))
            put_entry(x, buf_span(&octets), buf_span(&detail), vues++ == 0);
    }
    buf_free(&octets);
    buf_free(&detail);
    buf_puts(&x->corps, "],\"suite\":");
    if (avant > 0)
        buf_put_int(&x->corps, (int64_t)avant);
    else
        buf_puts(&x->corps, "null");
    buf_putc(&x->corps, '}');
    return ok || refuse_interne(x, "journal");
}
