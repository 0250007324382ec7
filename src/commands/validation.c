/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ring of batches and the threads that validate them. */
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "validation.h"

#define BATCHES     8
#define THREADS_MAX 4 /* beyond, the one thread that writes is the limit */

/* Batches stand in a ring: [oldest, next) are in flight, [taken, next) not yet taken by a thread. */
struct validation {
    pthread_mutex_t lock;
    pthread_cond_t submitted, validated;
    struct batch batches[BATCHES];
    bool done[BATCHES];
    size_t oldest, taken, next; /* they only grow; modulo BATCHES in the arrays */
    bool stop;
    size_t thread_count;
    struct worker {
        pthread_t thread;
        struct validation *owner;
        struct encodeur *encodeur;
        struct buf bande;
    } workers[THREADS_MAX];
};

struct document *batch_add(struct batch *b, const char *fichier, uint64_t ligne)
{
    struct document *doc = &b->documents[b->count++];

    *doc = (struct document){.fichier = fichier, .ligne = ligne, .at = b->textes.len};
    return doc;
}

/* ---- the threads ----------------------------------------------------------------------------- */

static void validate(struct worker *w, struct batch *b, struct document *doc)
{
    struct span json = {b->textes.data + doc->at, doc->len};

    doc->state = DOCUMENT_REFUSED;
    if (!bande_encode(w->encodeur, json, &w->bande, &doc->id, &doc->err))
        return;
    doc->bande_at = b->bandes.len;
    doc->bande_len = w->bande.len;
    buf_put(&b->bandes, w->bande.data, w->bande.len);
    if (b->bandes.failed)
        err_set(&doc->err, ERR_MEMOIRE, NULL);
    else
        doc->state = DOCUMENT_VALID;
}

static void *work(void *arg)
{
    struct worker *w = arg;
    struct validation *v = w->owner;

    pthread_mutex_lock(&v->lock);
    for (;;) {
        size_t mine;

        while (v->taken == v->next && !v->stop)
            pthread_cond_wait(&v->submitted, &v->lock);
        if (v->taken == v->next)
            break;
        mine = v->taken++ % BATCHES;
        pthread_mutex_unlock(&v->lock);
        for (size_t i = 0; i < v->batches[mine].count; i++)
            if (v->batches[mine].documents[i].state == DOCUMENT_NEW)
                validate(w, &v->batches[mine], &v->batches[mine].documents[i]);
        pthread_mutex_lock(&v->lock);
        v->done[mine] = true;
        pthread_cond_signal(&v->validated);
    }
    pthread_mutex_unlock(&v->lock);
    return NULL;
}

/* Signals are the owner's: its read must be the one that they interrupt. */
static bool thread_start(struct validation *v, const struct dictionnaire *d)
{
    struct worker *w = &v->workers[v->thread_count];
    sigset_t all, before;
    bool started;

    w->owner = v;
    w->encodeur = encodeur_new(d);
    if (!w->encodeur)
        return false;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    started = pthread_create(&w->thread, NULL, work, w) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (!started)
        encodeur_free(w->encodeur);
    v->thread_count += started;
    return started;
}

struct validation *validation_new(const struct dictionnaire *d, struct err *err)
{
    struct validation *v = calloc(1, sizeof *v);
    long cores = sysconf(_SC_NPROCESSORS_ONLN);

    if (!v) {
        err_set(err, ERR_MEMOIRE, NULL);
        return NULL;
    }
    pthread_mutex_init(&v->lock, NULL);
    pthread_cond_init(&v->submitted, NULL);
    pthread_cond_init(&v->validated, NULL);
    while (v->thread_count < THREADS_MAX && (long)v->thread_count < (cores > 1 ? cores : 1))
        if (!thread_start(v, d))
            break;
    if (v->thread_count > 0)
        return v;
    err_set(err, ERR_MEMOIRE, NULL);
    validation_free(v);
    return NULL;
}

void validation_free(struct validation *v)
{
    if (!v)
        return;
    pthread_mutex_lock(&v->lock);
    v->stop = true;
    pthread_cond_broadcast(&v->submitted);
    pthread_mutex_unlock(&v->lock);
    for (size_t i = 0; i < v->thread_count; i++) {
        pthread_join(v->workers[i].thread, NULL);
        encodeur_free(v->workers[i].encodeur);
        buf_free(&v->workers[i].bande);
    }
    for (size_t i = 0; i < BATCHES; i++) {
        buf_free(&v->batches[i].textes);
        buf_free(&v->batches[i].bandes);
    }
    pthread_cond_destroy(&v->submitted);
    pthread_cond_destroy(&v->validated);
    pthread_mutex_destroy(&v->lock);
    free(v);
}

/* ---- the owner ------------------------------------------------------------------------------- */

struct batch *validation_empty(struct validation *v)
{
    struct batch *b = &v->batches[v->next % BATCHES];

    if (v->next - v->oldest == BATCHES)
        return NULL;
    b->count = 0;
    buf_reset(&b->textes);
    buf_reset(&b->bandes);
    return b;
}

void validation_submit(struct validation *v)
{
    pthread_mutex_lock(&v->lock);
    v->done[v->next % BATCHES] = false;
    v->next++;
    pthread_cond_signal(&v->submitted);
    pthread_mutex_unlock(&v->lock);
}

struct batch *validation_oldest(struct validation *v)
{
    size_t oldest = v->oldest % BATCHES;

    if (v->oldest == v->next)
        return NULL;
    pthread_mutex_lock(&v->lock);
    while (!v->done[oldest])
        pthread_cond_wait(&v->validated, &v->lock);
    pthread_mutex_unlock(&v->lock);
    return &v->batches[oldest];
}

void validation_release(struct validation *v)
{
    v->oldest++;
}
