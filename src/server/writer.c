/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Durable before disclosed: takes all the writes that wait, commits them as one group, and only then
 * hands them back. While one group is being synced the next one gathers. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include <cdap/base/log.h>
#include <cdap/proto.h>

#include "journal_reperes.h"
#include "writer.h"

#define LOT 2000 /* entries made findable at once: what a group may have to wait for, 20 ms */

struct writer {
    struct store *store;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    struct ecriture *first, **last; /* waiting, oldest first */
    bool stopping;
    int64_t purge_at; /* 0 = nothing to purge */
    /* making entries findable: when nothing else waits, or at once when somebody does */
    bool a_reperer, attendue;
    pthread_cond_t reperee;
    uint64_t tours; /* times that all of them were */
    bool reperes_ok;
    /* the thread's own */
    struct registre *registre;
    bool lu; /* what the register holds is what the base holds */
    bool a_signer;
    struct purge conservation;
    int64_t purged; /* day of the last purge */
    bool failing;
};

/* ---- annuaire --------------------------------------------------------------------------------- */

static bool session_open(struct store *s, const struct ecriture *e)
{
    return store_session_add(s, e->session, e->agent_id, e->now, e->expire) &&
           store_agent_connected(s, e->agent_id, e->now);
}

static bool session_close(struct store *s, const struct ecriture *e)
{
    return store_session_remove(s, e->session);
}

/* A session that is not marked as seen ends sooner, no more: the answer does not depend on it. */
static bool session_seen(struct store *s, const struct ecriture *e)
{
    store_session_touch(s, e->session, e->now);
    return true;
}

static bool (*const changements[CHANGEMENT_COUNT])(struct store *, const struct ecriture *) = {
    [CHANGEMENT_OUVRIR] = session_open,
    [CHANGEMENT_FERMER] = session_close,
    [CHANGEMENT_VUE] = session_seen,
};

static void refuse_changes(struct ecriture *list)
{
    for (struct ecriture *e = list; e; e = e->next)
        if (e->changement != CHANGEMENT_AUCUN && e->changement != CHANGEMENT_VUE)
            e->ok = false;
}

/* Sessions first: a session without its entry was told to nobody, but an entry that says « open »
 * must not stand beside a session that is not. */
static void write_changes(struct writer *w, struct ecriture *list)
{
    bool any = false;
    for (struct ecriture *e = list; e; e = e->next)
        any = any || e->changement != CHANGEMENT_AUCUN;
    if (!any)
        return;
    if (!store_begin(w->store)) {
        refuse_changes(list);
        return;
    }
    for (struct ecriture *e = list; e; e = e->next)
        if (e->changement != CHANGEMENT_AUCUN)
            e->ok = changements[e->changement](w->store, e);
    if (!store_commit(w->store)) {
        store_rollback(w->store);
        refuse_changes(list);
    }
}

/* ---- journal ---------------------------------------------------------------------------------- */

static bool append(struct writer *w, struct ecriture *e)
{
    struct span octets;

    if (!registre_append(w->registre, &e->entree, e->detail, &octets))
        return false;
    if (e->enregistrement)
        buf_put(&e->enregistrement->octets, octets.ptr, octets.len);
    w->a_signer = w->a_signer || e->scellee || e->enregistrement;
    return true;
}

/* The checkpoint stands in the same transaction as the entries that it covers: none is ever told of a
 * journal that was not written. */
static bool append_all(struct writer *w, struct ecriture *list)
{
    if (!w->lu)
        w->lu = registre_reload(w->registre);
    if (!w->lu || !store_begin(w->store))
        return false;
    w->a_signer = false;
    for (struct ecriture *e = list; e; e = e->next)
        if (e->ok && e->journalisee && !append(w, e))
            return false;
    return (!w->a_signer || registre_sign(w->registre)) && store_commit(w->store) &&
           store_journal_stands(w->store);
}

/* An export without its proof is told as refused: its entry stands, no file does. */
static void prove_all(struct writer *w, struct ecriture *list)
{
    for (struct ecriture *e = list; e; e = e->next)
        if (e->ok && e->journalisee && e->enregistrement)
            e->ok = registre_prove(w->registre, e->entree.seq, buf_span(&e->enregistrement->octets),
                                   &e->enregistrement->preuve, &e->enregistrement->index);
}

static void sign_present(struct writer *w)
{
    if (!w->lu || !store_begin(w->store))
        return;
    if (registre_sign(w->registre) && store_commit(w->store))
        return;
    store_rollback(w->store);
    w->lu = false;
}

static void note_state(struct writer *w, bool ok)
{
    if (!ok && !w->failing)
        log_event(LOG_ERROR, "journal", "etat=refuse cause=\"%s\"", store_problem(w->store));
    if (ok && w->failing)
        log_event(LOG_INFO, "journal", "etat=repris");
    w->failing = !ok;
}

static void write_entries(struct writer *w, struct ecriture *list)
{
    bool any = false, ok;
    for (struct ecriture *e = list; e; e = e->next)
        any = any || (e->ok && e->journalisee);
    if (!any)
        return;
    ok = append_all(w, list);
    note_state(w, ok);
    if (ok) {
        prove_all(w, list);
        return;
    }
    store_rollback(w->store);
    w->lu = false;
    for (struct ecriture *e = list; e; e = e->next)
        if (e->journalisee)
            e->ok = false;
}

/* ---- thread ----------------------------------------------------------------------------------- */

static void write_group(struct writer *w, struct ecriture *list)
{
    for (struct ecriture *e = list; e; e = e->next)
        e->ok = true;
    write_changes(w, list);
    write_entries(w, list);
    for (struct ecriture *e = list, *next; e; e = next) {
        next = e->next; /* `done` gives it away */
        e->done(e);
    }
}

static void purge_details(struct writer *w, int64_t now)
{
    struct err err = {0};
    struct purge p = w->conservation;

    if (!w->lu || now / 86400 == w->purged)
        return;
    p.now = now;
    w->purged = now / 86400;
    w->lu = registre_purge(w->registre, &p, &err);
    if (!w->lu)
        log_event(LOG_ERROR, "purge", "etat=refus cause=\"%s\"", err_pourquoi(&err));
    else if (p.effaces)
        log_event(LOG_INFO, "purge", "entrees=%llu mois=%u", (unsigned long long)p.effaces, p.mois);
}

/* What waits, or NULL when the writer must end, or has but other work. */
static struct ecriture *take(struct writer *w, int64_t *purge_at, bool *reperer)
{
    struct ecriture *list;

    pthread_mutex_lock(&w->lock);
    while (!w->first && !w->stopping && !w->purge_at && !w->a_reperer && !w->attendue)
        pthread_cond_wait(&w->wake, &w->lock);
    list = w->first;
    *reperer = w->attendue || (w->a_reperer && !list && !w->stopping);
    w->first = NULL;
    w->last = &w->first;
    *purge_at = w->purge_at;
    w->purge_at = 0;
    pthread_mutex_unlock(&w->lock);
    return list;
}

/* One lot. No entry is appended meanwhile: what is missing at its end is all that is missing. */
static void index_some(struct writer *w)
{
    int64_t reste = reperes_catch_up(w->store, LOT);

    if (reste < 0)
        log_event(LOG_ERROR, "reperes", "etat=refuse cause=\"%s\"", store_problem(w->store));
    if (reste > 0)
        return;
    pthread_mutex_lock(&w->lock);
    w->a_reperer = false;
    w->attendue = false;
    w->reperes_ok = reste == 0;
    w->tours++;
    pthread_cond_broadcast(&w->reperee);
    pthread_mutex_unlock(&w->lock);
}

static void *writer_main(void *arg)
{
    struct writer *w = arg;
    int64_t purge_at;
    bool reperer;

    for (;;) {
        struct ecriture *list = take(w, &purge_at, &reperer);
        if (!list && !purge_at && !reperer)
            return NULL;
        write_group(w, list);
        if (purge_at) {
            store_session_purge(w->store, purge_at, purge_at - PROTO_IDLE_S);
            purge_details(w, purge_at);
            sign_present(w);
        }
        if (reperer)
            index_some(w);
    }
}

static void writer_free(struct writer *w)
{
    pthread_mutex_destroy(&w->lock);
    pthread_cond_destroy(&w->wake);
    pthread_cond_destroy(&w->reperee);
    registre_close(w->registre);
    store_close(w->store);
    free(w);
}

struct writer *writer_start(const char *donnees, const struct sceau *sceau,
                            const struct purge *conservation, struct err *err)
{
    struct writer *w = calloc(1, sizeof *w);

    if (!w) {
        err_set(err, ERR_MEMOIRE, NULL);
        return NULL;
    }
    w->last = &w->first;
    w->lu = true;
    w->conservation = *conservation;
    pthread_mutex_init(&w->lock, NULL);
    pthread_cond_init(&w->wake, NULL);
    pthread_cond_init(&w->reperee, NULL);
    w->a_reperer = true; /* a server that was killed left some */
    w->store = store_open(donnees, STORE_WRITE, err);
    w->registre = w->store ? registre_open(w->store, sceau, err) : NULL;
    if (w->registre && pthread_create(&w->thread, NULL, writer_main, w) == 0)
        return w;
    if (w->registre)
        err_set(err, ERR_MEMOIRE, NULL);
    writer_free(w);
    return NULL;
}

void writer_submit(struct writer *w, struct ecriture *list)
{
    struct ecriture *tail = list;

    if (!list)
        return;
    while (tail->next)
        tail = tail->next;
    pthread_mutex_lock(&w->lock);
    *w->last = list;
    w->last = &tail->next;
    pthread_cond_signal(&w->wake);
    pthread_mutex_unlock(&w->lock);
}

void writer_purge(struct writer *w, int64_t now)
{
    pthread_mutex_lock(&w->lock);
    w->purge_at = now;
    w->a_reperer = true;
    pthread_cond_signal(&w->wake);
    pthread_mutex_unlock(&w->lock);
}

bool writer_index(struct writer *w)
{
    uint64_t tour;
    bool ok;

    pthread_mutex_lock(&w->lock);
    tour = w->tours;
    w->attendue = true;
    pthread_cond_signal(&w->wake);
    while (w->tours == tour)
        pthread_cond_wait(&w->reperee, &w->lock);
    ok = w->reperes_ok;
    pthread_mutex_unlock(&w->lock);
    return ok;
}

/* A write that its thread waits for. */
struct attente {
    struct ecriture ecriture;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    bool over;
};

static void attente_over(struct ecriture *e)
{
    struct attente *a = (struct attente *)e; /* its first member */
    pthread_mutex_lock(&a->lock);
    a->over = true;
    pthread_cond_signal(&a->wake);
    pthread_mutex_unlock(&a->lock);
}

bool writer_write(struct writer *w, struct ecriture *e)
{
    struct attente a = {
        .ecriture = *e, .lock = PTHREAD_MUTEX_INITIALIZER, .wake = PTHREAD_COND_INITIALIZER};

    a.ecriture.next = NULL;
    a.ecriture.done = attente_over;
    writer_submit(w, &a.ecriture);
    pthread_mutex_lock(&a.lock);
    while (!a.over)
        pthread_cond_wait(&a.wake, &a.lock);
    pthread_mutex_unlock(&a.lock);
    pthread_mutex_destroy(&a.lock);
    pthread_cond_destroy(&a.wake);
    return a.ecriture.ok;
}

void writer_stop(struct writer *w)
{
    if (!w)
        return;
    pthread_mutex_lock(&w->lock);
    w->stopping = true;
    pthread_cond_signal(&w->wake);
    pthread_mutex_unlock(&w->lock);
    pthread_join(w->thread, NULL);
    writer_free(w);
}
