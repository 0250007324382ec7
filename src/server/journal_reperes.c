/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads entries back to note what they are found by. */
#include <cdap/journal/entree.h>

#include "journal_reperes.h"

/* Bytes that are no entry are found by nobody: their number passes all the same. */
static bool add(struct store *s, uint64_t seq, struct span octets)
{
    struct repere_row row = {.seq = seq};
    struct entree_lue lue;
    bool ok;

    if (entree_read(octets, &lue)) {
        row.temps = lue.entree.temps;
        row.acte = span_of(lue.acte);
        row.issue = span_of(issue_word(lue.entree.issue));
        row.agent = lue.entree.agent;
        row.organisme = lue.entree.organisme;
        row.dossier = lue.entree.has_dossier ? store_dossier_abrege(lue.entree.dossier_ref) : 0;
    }
    ok = store_repere_add(s, &row);
    entree_lue_done(&lue);
    return ok;
}

static bool add_some(struct store *s, uint64_t seq, uint64_t fin)
{
    struct buf octets = {0};
    bool ok = true;

    while (ok && seq < fin) {
        buf_reset(&octets);
        ok = store_journal_read(s, seq, &octets, NULL) == FOUND_ROW &&
             add(s, seq, buf_span(&octets));
        seq++;
    }
    buf_free(&octets);
    return ok;
}

int64_t reperes_catch_up(struct store *s, unsigned lot)
{
    int64_t next = store_repere_next(s), fin = store_journal_next(s), stop;

    if (next < 0 || fin < 0)
        return -1;
    if (next >= fin)
        return 0;
    stop = fin - next > lot ? next + lot : fin;
    if (!store_begin(s))
        return -1;
    if (add_some(s, (uint64_t)next, (uint64_t)stop) && store_commit(s))
        return fin - stop;
    store_rollback(s);
    return -1;
}
