/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Breaking clean text into lines of a given width. */
#include <string.h>

#include <cdap/base/text.h>

#include "wrap.h"

/* A text of `len` bytes never takes more than `len` columns. */
static bool fits(struct span text, int width)
{
    return text.len <= (size_t)width && !memchr(text.ptr, '\n', text.len);
}

static struct span take(struct span *rest, const char *end, const char *next)
{
    struct span line = {rest->ptr, (size_t)(end - rest->ptr)};
    rest->len -= (size_t)(next - rest->ptr);
    rest->ptr = next;
    return line;
}

struct span wrap_next(struct span *rest, int width)
{
    const char *stop = rest->ptr + rest->len, *p = rest->ptr, *blank = NULL;
    if (rest->len == 0 || fits(*rest, width))
        return take(rest, stop, stop);
    for (int col = 0; p < stop;) {
        const char *here = p;
        if (*p == '\n')
            return take(rest, p, p + 1);
        uint32_t cp = text_decode(&p, stop);
        col += text_cp_width(cp);
        if (col > width && cp == ' ')
            return take(rest, here, p);
        if (col > width)
            return blank ? take(rest, blank, blank + 1) : take(rest, here, here);
        if (cp == ' ' && here > rest->ptr)
            blank = here;
    }
    return take(rest, stop, stop);
}

int wrap_count(struct span text, int width)
{
    int count = 1;
    for (wrap_next(&text, width); text.len; wrap_next(&text, width))
        count++;
    return count;
}

struct span wrap_line(struct span text, int width, int n)
{
    struct span line = wrap_next(&text, width);
    while (n-- > 0)
        line = wrap_next(&text, width);
    return line;
}

int wrap_width(struct span text)
{
    size_t widest = 0;
    while (text.len) {
        const char *end = memchr(text.ptr, '\n', text.len);
        struct span line = {text.ptr, end ? (size_t)(end - text.ptr) : text.len};
        size_t width = text_width(line);
        widest = width > widest ? width : widest;
        text.ptr += line.len + (end != NULL);
        text.len -= line.len + (end != NULL);
    }
    return (int)widest;
}
