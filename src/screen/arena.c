/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chunks in a list: small pieces share one, a large piece has its own. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"

#define CHUNK_SIZE (16 * 1024)

struct arena_chunk {
    struct arena_chunk *previous;
    size_t used, size;
    max_align_t data[];
};

void *arena_alloc(struct arena *a, size_t count, size_t size)
{
    const size_t align = sizeof(max_align_t);
    if (size && count > (SIZE_MAX / 2) / size)
        return NULL;
    size_t need = (count * size + align - 1) / align * align;
    if (need == 0)
        need = align;
    if (!a->last || a->last->size - a->last->used < need) {
        size_t room = need > CHUNK_SIZE ? need : CHUNK_SIZE;
        struct arena_chunk *chunk = calloc(1, sizeof *chunk + room);
        if (!chunk)
            return NULL;
        chunk->previous = a->last;
        chunk->size = room;
        a->last = chunk;
    }
    void *p = (char *)a->last->data + a->last->used;
    a->last->used += need;
    return p;
}

char *arena_copy(struct arena *a, const char *text, size_t len)
{
    char *copy = arena_alloc(a, len + 1, 1);
    if (copy)
        memcpy(copy, text, len);
    return copy;
}

void arena_done(struct arena *a)
{
    while (a->last) {
        struct arena_chunk *previous = a->last->previous;
        free(a->last);
        a->last = previous;
    }
}
