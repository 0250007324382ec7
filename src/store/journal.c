/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The journal: entries that are only ever added, details that may be erased. */
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
