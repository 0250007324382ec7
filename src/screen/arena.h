/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Memory given back all at once: what a screen or a laid-out tab holds lives and dies with it. */
#ifndef SCREEN_ARENA_H
#define SCREEN_ARENA_H

#include <stddef.h>

struct arena {
    struct arena_chunk *last;
};

/* Zeroed memory for `count` items; NULL when memory is short. Freed by arena_done. */
void *arena_alloc(struct arena *a, size_t count, size_t size);
/* A NUL-terminated copy of `len` bytes. */
char *arena_copy(struct arena *a, const char *text, size_t len);
void arena_done(struct arena *a);

#endif
