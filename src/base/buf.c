/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The growing buffer: doubling, sticky failure, always NUL-terminated. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include <cdap/base/buf.h>

struct span span_of(const char *text)
{
    return (struct span){text, strlen(text)};
}

bool span_eq(struct span a, struct span b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

bool span_is(struct span a, const char *text)
{
    return span_eq(a, span_of(text));
}

static bool buf_grow(struct buf *b, size_t need)
{
    size_t cap = b->cap ? b->cap : 64;
    while (cap < need)
        cap = cap > SIZE_MAX / 2 ? need : cap * 2;
    char *data = realloc(b->data, cap);
    if (!data)
        return false;
    b->data = data;
    b->cap = cap;
    return true;
}

char *buf_reserve(struct buf *b, size_t extra)
{
    if (b->failed)
        return NULL;
    bool fits = extra < SIZE_MAX - b->len - 1 && (b->max == 0 || extra <= b->max - b->len);
    if (!fits || (b->cap < b->len + extra + 1 && !buf_grow(b, b->len + extra + 1))) {
        b->failed = true;
        return NULL;
    }
    return b->data + b->len;
}

void buf_put(struct buf *b, const void *data, size_t len)
{
    char *to = buf_reserve(b, len);
    if (!to)
        return;
    if (len)
        memcpy(to, data, len);
    b->len += len;
    b->data[b->len] = '\0';
}

void buf_puts(struct buf *b, const char *text)
{
    buf_put(b, text, strlen(text));
}

void buf_putc(struct buf *b, char c)
{
    buf_put(b, &c, 1);
}

void buf_putf(struct buf *b, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    int len = vsnprintf(NULL, 0, fmt, args);
    va_end(args);
    char *to = len < 0 ? NULL : buf_reserve(b, (size_t)len);
    if (!to) {
        b->failed = true;
        return;
    }
    va_start(args, fmt);
    vsnprintf(to, (size_t)len + 1, fmt, args);
    va_end(args);
    b->len += (size_t)len;
}

void buf_put_padded(struct buf *b, uint64_t value, unsigned width)
{
    char digits[32];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + value % 10);
        value /= 10;
    } while (value);
    while (sizeof digits - at < width && at > 0)
        digits[--at] = '0';
    buf_put(b, digits + at, sizeof digits - at);
}

void buf_put_int(struct buf *b, int64_t value)
{
    if (value < 0)
        buf_putc(b, '-');
    buf_put_padded(b, value < 0 ? 0 - (uint64_t)value : (uint64_t)value, 1);
}

struct span buf_span(const struct buf *b)
{
    return (struct span){b->data ? b->data : "", b->len};
}

const char *buf_text(const struct buf *b)
{
    return b->len ? b->data : "";
}

void buf_reset(struct buf *b)
{
    b->len = 0;
    b->failed = false;
    if (b->data)
        b->data[0] = '\0';
}

void buf_free(struct buf *b)
{
    free(b->data);
    *b = (struct buf){.max = b->max};
}

void buf_free_secret(struct buf *b)
{
    if (b->data)
        sodium_memzero(b->data, b->cap);
    buf_free(b);
}
