/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two threads and a short ring: password hashes cost a tenth of a second and 64 MiB each. */
#include <pthread.h>
#include <stdlib.h>

#include "boucle.h"
#include "reserve.h"
#include "route.h"

struct reserve {
    const struct serveur *serveur;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    struct echange *queue[RESERVE_QUEUE];
    size_t head, count;
    bool stopping;
    size_t threads; /* started */
    pthread_t thread[RESERVE_THREADS];
    struct poste poste[RESERVE_THREADS];
    size_t next_poste;
};

static struct echange *take(struct reserve *r)
{
    struct echange *x = NULL;

    pthread_mutex_lock(&r->lock);
    while (!r->count && !r->stopping)
        pthread_cond_wait(&r->wake, &r->lock);
    if (r->count) {
        x = r->queue[r->head];
        r->head = (r->head + 1) % RESERVE_QUEUE;
        r->count--;
    }
    pthread_mutex_unlock(&r->lock);
    return x;
}

static void run(struct echange *x, struct poste *poste)
{
    x->poste = poste;
    route_run(x);
    poste_turn_end(poste);
    x->poste = NULL;
    if (x->a_ecrire)
        writer_submit(x->serveur->writer, &x->ecriture);
    else
        boucle_return(x);
}

static void *reserve_main(void *arg)
{
    struct reserve *r = arg;
    struct poste *poste;

    pthread_mutex_lock(&r->lock);
    poste = &r->poste[r->next_poste++];
    pthread_mutex_unlock(&r->lock);
    for (struct echange *x; (x = take(r)) != NULL;)
        run(x, poste);
    return NULL;
}

struct reserve *reserve_start(const struct serveur *serveur, struct err *err)
{
    struct reserve *r = calloc(1, sizeof *r);

    if (!r) {
        err_set(err, ERR_MEMOIRE, NULL);
        return NULL;
    }
    r->serveur = serveur;
    pthread_mutex_init(&r->lock, NULL);
    pthread_cond_init(&r->wake, NULL);
    for (size_t i = 0; i < RESERVE_THREADS; i++)
        if (!poste_open(&r->poste[i], serveur, err))
            goto failed;
    for (; r->threads < RESERVE_THREADS; r->threads++)
        if (pthread_create(&r->thread[r->threads], NULL, reserve_main, r) != 0) {
            err_set(err, ERR_MEMOIRE, "le système ne donne plus de fil d’exécution");
            goto failed;
        }
    return r;
failed:
    reserve_stop(r);
    return NULL;
}

bool reserve_submit(struct reserve *r, struct echange *x)
{
    bool room;

    pthread_mutex_lock(&r->lock);
    room = r->count < RESERVE_QUEUE;
    if (room) {
        r->queue[(r->head + r->count++) % RESERVE_QUEUE] = x;
        pthread_cond_signal(&r->wake);
    }
    pthread_mutex_unlock(&r->lock);
    return room;
}

void reserve_stop(struct reserve *r)
{
    if (!r)
        return;
    pthread_mutex_lock(&r->lock);
    r->stopping = true;
    pthread_cond_broadcast(&r->wake);
    pthread_mutex_unlock(&r->lock);
    for (size_t i = 0; i < r->threads; i++)
        pthread_join(r->thread[i], NULL);
    for (size_t i = 0; i < RESERVE_THREADS; i++)
        poste_close(&r->poste[i]);
    pthread_mutex_destroy(&r->lock);
    pthread_cond_destroy(&r->wake);
    free(r);
}
