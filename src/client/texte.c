/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A paragraph wrapped on words. */
#include <string.h>

#include <cdap/base/text.h>
#include <cdap/client/widgets.h>

/* Bytes of the longest start of `s` that fits `width`, cut after a word when it can be. */
static size_t line_end(struct span s, int width)
{
    const char *p = s.ptr, *end = s.ptr + s.len;
    size_t word = 0;
    int cols = 0;
    while (p < end) {
        const char *before = p;
        uint32_t cp = text_decode(&p, end);
        cols += text_cp_width(cp);
        if (cp == ' ' && cols <= width + 1)
            word = (size_t)(before - s.ptr);
        if (cols > width) {
            if (word)
                return word;
            return before == s.ptr ? (size_t)(p - s.ptr) : (size_t)(before - s.ptr);
        }
    }
    return s.len;
}

int texte_draw(struct grid *g, struct rect clip, int row, int col, int width, int rows,
               enum style style, struct span texte)
{
    int used = 0;
    while (texte.len > 0 && used < rows) {
        bool last = used + 1 == rows; /* takes all that is left, cut */
        size_t len = last ? texte.len : line_end(texte, width);
        if (g)
            grid_text_cut(g, clip, row + used, col, width, style, (struct span){texte.ptr, len});
        while (len < texte.len && texte.ptr[len] == ' ')
            len++;
        texte.ptr += len;
        texte.len -= len;
        used++;
    }
    return used;
}
