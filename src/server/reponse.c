/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Errors and times as the wire shows them. */
#include <cdap/base/date.h>
#include <cdap/base/json.h>
#include <cdap/base/text.h>

#include "reponse.h"

void reponse_put_clean(struct buf *out, const char *key, struct span text)
{
    struct buf clean = {0};
    text_clean(&clean, text, 0);
    json_put_key(out, key);
    json_put_string(out, buf_span(&clean));
    out->failed = out->failed || clean.failed;
    buf_free_secret(&clean);
}

void reponse_put_error(struct buf *out, const struct err *e)
{
    const struct err_text *t = err_text(e->code);

    buf_puts(out, "{\"erreur\":{");
    json_put_member(out, "code", t->code);
    json_put_member(out, "quoi", t->quoi);
    reponse_put_clean(out, "pourquoi", span_of(err_pourquoi(e)));
    json_put_member(out, "que_faire", t->que_faire);
    json_put_member(out, "reference", e->reference[0] ? e->reference : NULL);
    if (e->champ[0])
        reponse_put_clean(out, "champ", span_of(e->champ));
    if (e->retry_s)
        json_put_member_int(out, "reessayer_dans", e->retry_s);
    buf_puts(out, "}}");
}

void reponse_put_time(struct buf *out, const char *key, int64_t unix_s)
{
    json_put_key(out, key);
    if (unix_s == 0) {
        buf_puts(out, "null");
        return;
    }
    buf_putc(out, '"');
    datetime_put_iso(out, datetime_paris(unix_s));
    buf_putc(out, '"');
}
