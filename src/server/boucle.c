/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Per turn: take back what was written, serve all that is ready inside one read transaction, hand
 * what must be written to the writer as one list. */
#include <poll.h>
#include <pthread.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "boucle.h"
#include "route.h"

#define LIBRES_MAX 256  /* exchanges kept for the next requests */
#define VEILLE_MS  1000 /* between two looks at the deadlines */

struct boucle {
    const struct serveur *serveur;
    struct http *http;
    struct poste poste;
    pthread_t thread;
    int reveil; /* eventfd: something came back */
    pthread_mutex_t lock;
    struct echange *rentres; /* came back, under `lock` */
    struct echange *libres;
    size_t libre_count, tenus; /* held: with the writer or the reserve */
    struct ecriture *sortants, **dernier;
    int64_t veille, fin; /* on http_now()'s clock; fin 0 = not stopping */
};

/* ---- exchanges -------------------------------------------------------------------------------- */

static void *on_begin(void *ctx, struct http_request *rq)
{
    struct boucle *b = ctx;
    struct echange *x = b->libres;

    if (x) {
        b->libres = x->next;
        b->libre_count--;
        x->next = NULL;
    } else if ((x = calloc(1, sizeof *x)) == NULL) {
        return NULL;
    }
    x->boucle = b;
    x->serveur = b->serveur;
    x->rq = rq;
    x->tard = x->ferme = b->serveur->arret;
    return x;
}

static void on_end(void *ctx, struct http_request *rq)
{
    struct boucle *b = ctx;
    struct echange *x = rq->exchange;

    if (b->libre_count == LIBRES_MAX) {
        echange_free(x);
        return;
    }
    echange_reset(x);
    x->next = b->libres;
    b->libres = x;
    b->libre_count++;
}

static void on_written(struct ecriture *e)
{
    boucle_return((struct echange *)(void *)((char *)e - offsetof(struct echange, ecriture)));
}

static void hold_for_writer(struct boucle *b, struct echange *x)
{
    x->ecriture.next = NULL;
    *b->dernier = &x->ecriture;
    b->dernier = &x->ecriture.next;
    b->tenus++;
}

/* False, and `answer` filled, when there is no room for it. An address that failed too often takes no
 * place at all: the queue is short, and others wait for theirs. */
static bool hold_for_reserve(struct boucle *b, struct echange *x, struct http_answer *answer)
{
    unsigned wait = frein_wait_adresse(b->serveur->frein, x->rq->peer, x->now);

    if (wait)
        route_refuse(x, ERR_TROP_SOUVENT, wait, answer);
    else if (!reserve_submit(b->serveur->reserve, x))
        route_refuse(x, ERR_OCCUPE, 2, answer);
    else {
        b->tenus++;
        return true;
    }
    return false;
}

static bool on_serve(void *ctx, struct http_request *rq, struct http_answer *answer)
{
    struct boucle *b = ctx;
    struct echange *x = rq->exchange;

    x->now = horloge_now(&b->serveur->horloge);
    x->poste = &b->poste;
    x->ecriture.done = on_written;
    if (x->tard) {
        route_refuse(x, ERR_OCCUPE, 10, answer);
        return true;
    }
    if (route_is_slow(rq) && !rq->too_large)
        return !hold_for_reserve(b, x, answer);
    route_run(x);
    if (x->a_ecrire) {
        hold_for_writer(b, x);
        return false;
    }
    route_reply(x, answer);
    return true;
}

static void on_resumed(void *ctx, struct http_request *rq, struct http_answer *answer)
{
    struct boucle *b = ctx;
    struct echange *x = rq->exchange;

    x->poste = &b->poste;
    x->ferme = x->ferme || b->serveur->arret;
    route_reply(x, answer);
}

/* ---- the turn --------------------------------------------------------------------------------- */

void boucle_wake(struct boucle *b)
{
    const uint64_t one = 1;
    if (write(b->reveil, &one, sizeof one) < 0)
        return; /* the counter is full: it is awake */
}

void boucle_return(struct echange *x)
{
    struct boucle *b = x->boucle;
    bool first;

    pthread_mutex_lock(&b->lock);
    first = !b->rentres;
    x->next = b->rentres;
    b->rentres = x;
    pthread_mutex_unlock(&b->lock);
    if (first) /* one wake-up for a whole group */
        boucle_wake(b);
}

static void take_back(struct boucle *b)
{
    struct echange *list, *next;

    pthread_mutex_lock(&b->lock);
    list = b->rentres;
    b->rentres = NULL;
    pthread_mutex_unlock(&b->lock);
    for (; list; list = next) {
        next = list->next;
        list->next = NULL;
        b->tenus--;
        http_resume(list->rq);
    }
}

static void hand_over(struct boucle *b)
{
    if (!b->sortants)
        return;
    writer_submit(b->serveur->writer, b->sortants);
    b->sortants = NULL;
    b->dernier = &b->sortants;
}

static void wait_ready(struct boucle *b)
{
    struct pollfd fds[] = {{.fd = http_fd(b->http), .events = POLLIN},
                           {.fd = b->reveil, .events = POLLIN}};
    int ms = http_timeout(b->http);
    uint64_t count;

    poll(fds, 2, ms < 0 || ms > VEILLE_MS ? VEILLE_MS : ms);
    if (fds[1].revents & POLLIN && read(b->reveil, &count, sizeof count) < 0)
        return; /* nothing to count: as good as woken */
}

/* False once stopped: nothing in flight, or its time is over and nothing is held. */
static bool goes_on(struct boucle *b)
{
    int64_t now = http_now();

    if (now - b->veille >= VEILLE_MS) {
        b->veille = now;
        http_watch(b->http, now);
    }
    if (!b->serveur->arret)
        return true;
    if (!b->fin) {
        b->fin = now + ARRET_MS;
        http_stop_accepting(b->http);
    }
    return http_pending(b->http) > 0 && (now < b->fin || b->tenus > 0);
}

static void *boucle_main(void *arg)
{
    struct boucle *b = arg;

    while (goes_on(b)) {
        wait_ready(b);
        take_back(b);
        http_turn(b->http);
        poste_turn_end(&b->poste);
        hand_over(b);
    }
    return NULL;
}

/* ---- life ------------------------------------------------------------------------------------- */

static void boucle_free(struct boucle *b)
{
    http_close(b->http);
    poste_close(&b->poste);
    if (b->reveil >= 0)
        close(b->reveil);
    while (b->libres) {
        struct echange *x = b->libres;
        b->libres = x->next;
        echange_free(x);
    }
    pthread_mutex_destroy(&b->lock);
    free(b);
}

struct boucle *boucle_start(const struct serveur *serveur, int listen_fd,
                            const struct http_tls *tls, struct err *err)
{
    struct boucle *b = calloc(1, sizeof *b);
    const struct http_owner owner = {b, on_begin, on_serve, on_resumed, on_end};

    if (!b) {
        close(listen_fd);
        err_set(err, ERR_MEMOIRE, NULL);
        return NULL;
    }
    b->serveur = serveur;
    b->dernier = &b->sortants;
    pthread_mutex_init(&b->lock, NULL);
    b->reveil = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    b->http = http_open(listen_fd, tls, &owner, err);
    if (b->http && poste_open(&b->poste, serveur, err)) {
        if (b->reveil >= 0 && pthread_create(&b->thread, NULL, boucle_main, b) == 0)
            return b;
        err_set(err, ERR_MEMOIRE, "le système ne donne plus de fil d’exécution");
    }
    boucle_free(b);
    return NULL;
}

void boucle_join(struct boucle *b)
{
    if (!b)
        return;
    pthread_join(b->thread, NULL);
    boucle_free(b);
}
