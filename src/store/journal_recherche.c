/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looking back into the journal: what entries are found by, pages of them, and how often an agent did
 * something. */
#include <string.h>

#include "run.h"

int64_t store_repere_next(struct store *s)
{
    int64_t next;

    run_open(s, ST_REPERE_NEXT);
    next = run_row(s) == FOUND_ROW ? take_int(s) : -1;
    run_close(s);
    return next;
}

int64_t store_dossier_abrege(const unsigned char dossier_ref[HASH_BYTES])
{
    int64_t abrege;

    memcpy(&abrege, dossier_ref, sizeof abrege);
    return abrege ? abrege : 1;
}

bool store_repere_add(struct store *s, const struct repere_row *row)
{
    run_open(s, ST_REPERE_ADD);
    put_int(s, (int64_t)row->seq);
    put_int(s, row->temps);
    put_text(s, row->acte);
    put_text(s, row->issue);
    put_text(s, row->agent);
    put_text(s, row->organisme);
    put_int(s, row->dossier);
    return run_done(s);
}

static enum statement page_of(const struct journal_filtre *f)
{
    return f->dossier     ? ST_JOURNAL_CHERCHE_DOSSIER
           : f->agent.len ? ST_JOURNAL_CHERCHE_AGENT
                          : ST_JOURNAL_CHERCHE;
}

bool store_journal_cherche(struct store *s, const struct journal_filtre *f, unsigned max,
                           bool (*each)(void *ctx, uint64_t seq, struct span octets,
                                        struct span detail),
                           void *ctx)
{
    enum found found = FOUND_NONE;
    bool going = true;

    run_open(s, page_of(f));
    put_text(s, f->organisme);
    if (f->dossier)
        put_int(s, f->dossier);
    else
        put_text(s, f->agent);
    put_int(s, f->avant && f->avant <= INT64_MAX ? (int64_t)f->avant : INT64_MAX);
    put_text(s, f->acte);
    put_text(s, f->issue);
    put_int(s, f->debut);
    put_int(s, f->fin);
    put_text(s, f->agent);
    put_int(s, max);
    while (going && (found = run_row(s)) == FOUND_ROW) {
        uint64_t seq = (uint64_t)take_int(s);
        struct span octets = take_bytes(s);

        going = each(ctx, seq, octets, take_bytes(s));
    }
    run_close(s);
    return found != FOUND_FAILED;
}

static bool is(struct span text, struct span wanted)
{
    return !wanted.len || span_eq(text, wanted);
}

int store_journal_rythme(struct store *s, const struct journal_filtre *f, uint64_t seq,
                         int64_t depuis, int max)
{
    enum found found = FOUND_NONE;
    int n = 0;

    run_open(s, ST_JOURNAL_RYTHME);
    put_text(s, f->organisme);
    put_text(s, f->agent);
    put_int(s, (int64_t)seq);
    while (n < max && (found = run_row(s)) == FOUND_ROW && take_int(s) >= depuis) {
        struct span acte = take_bytes(s);

        n += is(acte, f->acte) && is(take_bytes(s), f->issue);
    }
    run_close(s);
    return found == FOUND_FAILED ? -1 : n;
}

bool store_organisme_cafs(struct store *s, int64_t organisme_id, unsigned *cafs, size_t max,
                          size_t *count)
{
    enum found found;

    *count = 0;
    run_open(s, ST_CONVENTION_CAFS);
    put_int(s, organisme_id);
    while ((found = run_row(s)) == FOUND_ROW && *count < max)
        cafs[(*count)++] = (unsigned)take_int(s);
    run_close(s);
    return found != FOUND_FAILED;
}
