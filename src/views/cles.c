/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See cles.h. */
#include <string.h>

#include <cdap/base/file.h>

#include "cles.h"

static struct span first_line(const struct buf *b)
{
    struct span s = buf_span(b);
    s.len = s.len ? strcspn(s.ptr, "\r\n") : 0;
    return s;
}

bool cles_add(struct cles *c, const char *text)
{
    struct buf file = {0};
    struct err err = {0};
    if (c->count == NOTE_CLES_MAX)
        return false;
    struct note_cle *cle = &c->cles[c->count];
    bool ok = note_cle_parse(span_of(text), cle) || (file_read(text, NOTE_VKEY_MAX, &file, &err) &&
                                                     note_cle_parse(first_line(&file), cle));
    c->count += ok;
    buf_free(&file);
    return ok;
}
