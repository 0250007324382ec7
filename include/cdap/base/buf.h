/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A growing buffer of bytes whose failure is sticky: append freely, ask once at the end. */
#ifndef CDAP_BASE_BUF_H
#define CDAP_BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Borrowed bytes, not NUL-terminated. */
struct span {
    const char *ptr;
    size_t len;
};

/* `SPAN_LIT("x")`: a span over a literal. */
#define SPAN_LIT(s) ((struct span){(s), sizeof(s) - 1})
struct span span_of(const char *text);
bool span_eq(struct span a, struct span b);
bool span_is(struct span a, const char *text);

/* Zeroed = empty. `data` is always NUL-terminated beyond `len` once something was appended. */
struct buf {
    char *data;
    size_t len;
    size_t cap;
    bool failed; /* out of memory, or past `max`; stays until buf_reset */
    size_t max;  /* 0 = no limit */
};

/* Room for `extra` more bytes; NULL on failure (sticky). The caller adds to `len` what it wrote. */
char *buf_reserve(struct buf *b, size_t extra);
void buf_put(struct buf *b, const void *data, size_t len);
void buf_puts(struct buf *b, const char *text);
void buf_putc(struct buf *b, char c);
void buf_putf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void buf_put_int(struct buf *b, int64_t value);
/* Decimal, padded with zeros on the left to `width`. */
void buf_put_padded(struct buf *b, uint64_t value, unsigned width);
struct span buf_span(const struct buf *b);
/* The text, "" when empty; never NULL. */
const char *buf_text(const struct buf *b);
void buf_reset(struct buf *b);       /* empties, keeps the memory */
void buf_free(struct buf *b);        /* frees; `b` is then empty and usable */
void buf_free_secret(struct buf *b); /* wipes, then frees */

#endif
