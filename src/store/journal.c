/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The journal: entries that are only ever added, details that may be erased. */
#include <string.h>

#include "run.h"

#define SEL_SIZE 16

int64_t store_journal_next(struct store *s)
{
    int64_t next;

    run_open(s, ST_JOURNAL_NEXT);
    next = run_row(s) == FOUND_ROW ? take_int(s) : -1;
    run_close(s);
    return next;
}

bool store_journal_append(struct store *s, uint64_t seq, struct span octets,
                          const unsigned char sel[16], struct span detail)
{
    run_open(s, ST_JOURNAL_ADD);
    put_int(s, (int64_t)seq);
    put_bytes(s, octets.ptr, octets.len);
    if (!run_done(s))
        return false;
    run_open(s, ST_JOURNAL_DETAIL_ADD);
    put_int(s, (int64_t)seq);
    put_bytes(s, sel, SEL_SIZE);
    put_bytes(s, detail.ptr, detail.len);
    return run_done(s);
}

bool store_journal_stands(struct store *s)
{
    return s->ops->journal_stands(s->engine);
}

static void append(struct store *s, struct buf *out)
{
    struct span bytes = take_bytes(s);

    if (out && bytes.len > 0)
        buf_put(out, bytes.ptr, bytes.len);
}

enum found store_journal_read(struct store *s, uint64_t seq, struct buf *octets, struct buf *detail)
{
    enum found found;

    run_open(s, ST_JOURNAL_READ);
    put_int(s, (int64_t)seq);
    found = run_row(s);
    if (found == FOUND_ROW) {
        append(s, octets);
        append(s, detail);
        if ((octets && octets->failed) || (detail && detail->failed))
            found = FOUND_FAILED;
    }
    run_close(s);
    return found;
}

bool store_journal_scan(struct store *s, uint64_t debut, uint64_t fin,
                        bool (*each)(void *ctx, const struct journal_row *row), void *ctx)
{
    enum found found = FOUND_NONE;
    bool going = true;

    run_open(s, ST_JOURNAL_SCAN);
    put_int(s, (int64_t)debut);
    put_int(s, (int64_t)fin);
    while (going && (found = run_row(s)) == FOUND_ROW) {
        struct journal_row row;

        row.seq = (uint64_t)take_int(s);
        row.octets = take_bytes(s);
        row.noeuds = take_bytes(s);
        row.sel = take_bytes(s);
        row.detail = take_bytes(s);
        going = each(ctx, &row);
    }
    run_close(s);
    return going && found == FOUND_NONE;
}

int64_t store_journal_detail_first(struct store *s, uint64_t debut)
{
    int64_t first;

    run_open(s, ST_DETAIL_FIRST);
    put_int(s, (int64_t)debut);
    first = run_row(s) == FOUND_ROW ? take_int(s) : -1;
    run_close(s);
    return first;
}

bool store_journal_purge(struct store *s, uint64_t debut, uint64_t fin)
{
    run_open(s, ST_JOURNAL_PURGE);
    put_int(s, (int64_t)debut);
    put_int(s, (int64_t)fin);
    return run_done(s);
}

/* ---- trees ------------------------------------------------------------------------------------ */

int store_annees(struct store *s, struct annee_row out[ANNEES_MAX])
{
    enum found found;
    int n = 0;

    run_open(s, ST_ANNEE_EACH);
    while ((found = run_row(s)) == FOUND_ROW && n < ANNEES_MAX) {
        out[n].annee = (int)take_int(s);
        out[n++].premier = (uint64_t)take_int(s);
    }
    run_close(s);
    return found == FOUND_NONE ? n : -1;
}

bool store_annee_add(struct store *s, const struct annee_row *annee)
{
    run_open(s, ST_ANNEE_ADD);
    put_int(s, annee->annee);
    put_int(s, (int64_t)annee->premier);
    return run_done(s);
}

int64_t store_arbre_next(struct store *s)
{
    int64_t next;

    run_open(s, ST_ARBRE_NEXT);
    next = run_row(s) == FOUND_ROW ? take_int(s) : -1;
    run_close(s);
    return next;
}

bool store_arbre_add(struct store *s, uint64_t seq, struct span noeuds)
{
    run_open(s, ST_ARBRE_ADD);
    put_int(s, (int64_t)seq);
    put_bytes(s, noeuds.ptr, noeuds.len);
    return run_done(s);
}

bool store_arbre_noeud(struct store *s, uint64_t seq, unsigned rang, unsigned char out[HASH_BYTES])
{
    struct span noeud = {0};

    run_open(s, ST_ARBRE_NOEUD);
    put_int(s, (int64_t)rang * HASH_BYTES + 1);
    put_int(s, (int64_t)seq);
    if (run_row(s) == FOUND_ROW)
        noeud = take_bytes(s);
    if (noeud.len == HASH_BYTES)
        memcpy(out, noeud.ptr, HASH_BYTES);
    run_close(s);
    return noeud.len == HASH_BYTES;
}

bool store_point_add(struct store *s, int annee, uint64_t taille, struct span note)
{
    run_open(s, ST_POINT_ADD);
    put_int(s, annee);
    put_int(s, (int64_t)taille);
    put_bytes(s, note.ptr, note.len);
    return run_done(s);
}

enum found store_point_last(struct store *s, int annee, uint64_t max, uint64_t *taille,
                            struct buf *note)
{
    enum found found;

    run_open(s, ST_POINT_LAST);
    put_int(s, annee);
    put_int(s, max > INT64_MAX ? INT64_MAX : (int64_t)max);
    found = run_row(s);
    if (found == FOUND_ROW) {
        *taille = (uint64_t)take_int(s);
        append(s, note);
        if (note && note->failed)
            found = FOUND_FAILED;
    }
    run_close(s);
    return found;
}
