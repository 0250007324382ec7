/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A table of sessions, each with a ring of its last receipts. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "recus.h"

#define CASES 1024 /* power of two */

struct tiroir { /* of one session */
    struct tiroir *next;
    unsigned char session[HASH_BYTES];
    int64_t now; /* last addition */
    size_t count;
    struct recu ring[RECUS_PAR_SESSION];
};

struct recus {
    pthread_mutex_t lock;
    struct tiroir *cases[CASES];
};

/* The key is a hash already: any of its bytes spread. */
static struct tiroir **place(struct recus *r, const unsigned char session[HASH_BYTES])
{
    struct tiroir **p = &r->cases[(session[0] | (unsigned)session[1] << 8) % CASES];
    while (*p && memcmp((*p)->session, session, HASH_BYTES) != 0)
        p = &(*p)->next;
    return p;
}

struct recus *recus_new(void)
{
    struct recus *r = calloc(1, sizeof *r);
    if (r)
        pthread_mutex_init(&r->lock, NULL);
    return r;
}

static void drop(struct tiroir **p)
{
    struct tiroir *t = *p;
    *p = t->next;
    free(t);
}

void recus_free(struct recus *r)
{
    if (!r)
        return;
    for (size_t i = 0; i < CASES; i++)
        while (r->cases[i])
            drop(&r->cases[i]);
    pthread_mutex_destroy(&r->lock);
    free(r);
}

bool recus_add(struct recus *r, const unsigned char session[HASH_BYTES], const struct recu *recu,
               int64_t now)
{
    struct tiroir **p;

    pthread_mutex_lock(&r->lock);
    p = place(r, session);
    if (!*p && (*p = calloc(1, sizeof **p)) != NULL)
        memcpy((*p)->session, session, HASH_BYTES);
    if (*p) {
        (*p)->now = now;
        (*p)->ring[(*p)->count++ % RECUS_PAR_SESSION] = *recu;
    }
    bool ok = *p != NULL;
    pthread_mutex_unlock(&r->lock);
    return ok;
}

bool recus_find(struct recus *r, const unsigned char session[HASH_BYTES], uint64_t numero,
                struct recu *out)
{
    bool found = false;
    const struct tiroir *t;

    pthread_mutex_lock(&r->lock);
    t = *place(r, session);
    for (size_t i = 0; t && !found && i < t->count && i < RECUS_PAR_SESSION; i++) {
        found = t->ring[i].numero == numero;
        if (found)
            *out = t->ring[i];
    }
    pthread_mutex_unlock(&r->lock);
    return found;
}

void recus_forget(struct recus *r, const unsigned char session[HASH_BYTES])
{
    struct tiroir **p;

    pthread_mutex_lock(&r->lock);
    p = place(r, session);
    if (*p)
        drop(p);
    pthread_mutex_unlock(&r->lock);
}

void recus_purge(struct recus *r, int64_t before)
{
    pthread_mutex_lock(&r->lock);
    for (size_t i = 0; i < CASES; i++)
        for (struct tiroir **p = &r->cases[i]; *p;)
            if ((*p)->now < before)
                drop(p);
            else
                p = &(*p)->next;
    pthread_mutex_unlock(&r->lock);
}
