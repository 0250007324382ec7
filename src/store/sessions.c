/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sessions, known by the hash of their token only. */
#include "rows.h"

bool store_session_add(struct store *s, const unsigned char hash[HASH_BYTES], int64_t agent_id,
                       int64_t now, int64_t expire)
{
    run_open(s, ST_SESSION_ADD);
    put_bytes(s, hash, HASH_BYTES);
    put_int(s, agent_id);
    put_int(s, now);
    put_int(s, expire);
    return run_done(s);
}

enum found store_session_find(struct store *s, const unsigned char hash[HASH_BYTES], int64_t now,
                              int64_t idle_before, struct session_row *out)
{
    enum found found;

    run_open(s, ST_SESSION_FIND);
    put_bytes(s, hash, HASH_BYTES);
    put_int(s, now);
    put_int(s, idle_before);
    found = run_row(s);
    if (found == FOUND_ROW) {
        out->creee = take_int(s);
        out->vue = take_int(s);
        out->expire = take_int(s);
        take_agent(s, &out->agent);
        out->agent_id = out->agent.id;
    }
    run_close(s);
    return found;
}

bool store_session_touch(struct store *s, const unsigned char hash[HASH_BYTES], int64_t now)
{
    run_open(s, ST_SESSION_TOUCH);
    put_int(s, now);
    put_bytes(s, hash, HASH_BYTES);
    return run_done(s);
}

bool store_session_remove(struct store *s, const unsigned char hash[HASH_BYTES])
{
    run_open(s, ST_SESSION_REMOVE);
    put_bytes(s, hash, HASH_BYTES);
    return run_done(s);
}

bool store_session_purge(struct store *s, int64_t now, int64_t idle_before)
{
    run_open(s, ST_SESSION_PURGE);
    put_int(s, now);
    put_int(s, idle_before);
    return run_done(s);
}
