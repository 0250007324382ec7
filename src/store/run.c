/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Running one statement of the table on whichever engine stands below. */
#include <string.h>

#include <cdap/base/log.h>

#include "run.h"

void run_close(struct store *s)
{
    if (s->st == ST_COUNT)
        return;
    s->ops->reset(s->engine, s->st);
    s->st = ST_COUNT;
}

void run_open(struct store *s, enum statement st)
{
    run_close(s);
    s->st = st;
    s->bound = 0;
    s->column = 0;
}

void put_int(struct store *s, int64_t value)
{
    s->ops->bind_int(s->engine, s->st, s->bound++, value);
}

void put_text(struct store *s, struct span text)
{
    s->ops->bind_text(s->engine, s->st, s->bound++, text);
}

void put_bytes(struct store *s, const void *bytes, size_t len)
{
    s->ops->bind_bytes(s->engine, s->st, s->bound++, (struct span){bytes, len});
}

enum found run_row(struct store *s)
{
    s->column = 0;
    return s->ops->step(s->engine, s->st);
}

int64_t take_int(struct store *s)
{
    return s->ops->column_int(s->engine, s->st, s->column++);
}

struct span take_bytes(struct store *s)
{
    return s->ops->column_bytes(s->engine, s->st, s->column++);
}

void take_text(struct store *s, char *out, size_t size)
{
    struct span text = take_bytes(s);
    size_t len = text.len < size ? text.len : size - 1;

    if (len > 0)
        memcpy(out, text.ptr, len);
    out[len] = '\0';
}

bool run_done(struct store *s)
{
    enum found found = run_row(s);

    run_close(s);
    return found == FOUND_NONE;
}

bool run_id(struct store *s, int64_t *id, const char *champ, struct err *err)
{
    enum found found = run_row(s);
    bool conflict = found == FOUND_FAILED && s->ops->conflict(s->engine);

    if (found == FOUND_ROW) {
        *id = take_int(s);
        found = run_row(s); /* to its end: it is then that it commits */
    }
    run_close(s);
    if (conflict)
        return err_set_champ(err, ERR_CONFLIT, champ, NULL);
    return found == FOUND_NONE || run_failed(s, err);
}

bool run_failed(struct store *s, struct err *err)
{
    log_event(LOG_ERROR, "base", "moteur=%s cause=\"%s\"", s->ops->nom, s->ops->problem(s->engine));
    return err_set(err, ERR_BASE, NULL);
}
