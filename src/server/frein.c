/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A fixed table of recent failures, keyed so that nobody can choose where he falls in it. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include <cdap/base/secret.h>

#include "frein.h"

#define CASES 4096
#define SONDE 8 /* places looked at for one key */

enum quoi { COMPTE = 'c', ADRESSE = 'a', COUPLE = 'p' };

struct echecs {
    unsigned char cle[16];
    unsigned nombre;
    int64_t dernier, jusque;
};

/* An account and an address it opened a session from stand apart, in a table that only a right
 * password writes: no flood of failures pushes them out. There, `dernier` is the last use. */
struct frein {
    pthread_mutex_t lock;
    unsigned char secret[HASH_BYTES];
    struct echecs cases[CASES], familiers[CASES];
};

struct frein *frein_new(void)
{
    struct frein *f = calloc(1, sizeof *f);
    if (!f)
        return NULL;
    pthread_mutex_init(&f->lock, NULL);
    random_bytes(f->secret, sizeof f->secret);
    return f;
}

void frein_free(struct frein *f)
{
    if (!f)
        return;
    pthread_mutex_destroy(&f->lock);
    free(f);
}

/* ---- keys --------------------------------------------------------------------------------------- */

static bool has_address(const char *adresse)
{
    return strcmp(adresse, "unix") != 0;
}

/* What one stranger holds: an IPv4 address, but a whole /64 of IPv6. Others stay as written. */
static struct span address_part(const char *adresse, unsigned char out[sizeof(struct in6_addr)])
{
    struct in6_addr six;

    if (inet_pton(AF_INET6, adresse, &six) != 1)
        return span_of(adresse);
    memcpy(out, &six, sizeof six);
    if (IN6_IS_ADDR_V4MAPPED(&six))
        return (struct span){(const char *)out + 12, 4};
    return (struct span){(const char *)out, 8};
}

static void make_key(const struct frein *f, enum quoi quoi, struct span identifiant,
                     const char *adresse, unsigned char cle[HASH_BYTES])
{
    unsigned char bytes[sizeof(struct in6_addr)], parts[2 * HASH_BYTES + 1] = {0};

    parts[0] = (unsigned char)quoi;
    if (quoi != ADRESSE)
        hash_keyed(f->secret, identifiant, parts + 1);
    if (quoi != COMPTE)
        hash_keyed(f->secret, address_part(adresse, bytes), parts + 1 + HASH_BYTES);
    hash_keyed(f->secret, (struct span){(const char *)parts, sizeof parts}, cle);
}

/* ---- tables ------------------------------------------------------------------------------------- */

static bool holds(const struct echecs *e, const unsigned char cle[HASH_BYTES])
{
    return memcmp(e->cle, cle, sizeof e->cle) == 0;
}

/* Its place, or the one to take over: the oldest of those it may stand in. */
static struct echecs *place(struct echecs table[CASES], const unsigned char cle[HASH_BYTES])
{
    size_t start = (cle[16] | (size_t)cle[17] << 8) % CASES;
    struct echecs *oldest = &table[start];

    for (size_t i = 0; i < SONDE; i++) {
        struct echecs *e = &table[(start + i) % CASES];
        if (holds(e, cle))
            return e;
        if (e->dernier < oldest->dernier)
            oldest = e;
    }
    return oldest;
}

/* The case of this key, NULL when there is none. */
static struct echecs *find(struct echecs table[CASES], const unsigned char cle[HASH_BYTES])
{
    struct echecs *e = place(table, cle);
    return holds(e, cle) ? e : NULL;
}

/* The case of this key, empty when there was none. */
static struct echecs *take(struct echecs table[CASES], const unsigned char cle[HASH_BYTES])
{
    struct echecs *e = place(table, cle);
    if (!holds(e, cle)) {
        memset(e, 0, sizeof *e);
        memcpy(e->cle, cle, sizeof e->cle);
    }
    return e;
}

static struct echecs *find_familier(struct frein *f, struct span identifiant, const char *adresse,
                                    int64_t now)
{
    unsigned char cle[HASH_BYTES];
    make_key(f, COUPLE, identifiant, adresse, cle);
    struct echecs *e = find(f->familiers, cle);
    return e && now - e->dernier <= FREIN_FAMILIER_S ? e : NULL;
}

static unsigned wait_of(const struct echecs *e, int64_t now)
{
    return e && e->jusque > now ? (unsigned)(e->jusque - now) : 0;
}

static void add_failure(struct echecs *e, unsigned ceiling, int64_t now)
{
    if (now - e->dernier > FREIN_OUBLI_S)
        e->nombre = 0;
    e->nombre++;
    e->dernier = now;
    if (e->nombre < FREIN_GRATUITS)
        return;
    /* from 2: the clock counts whole seconds, and a delay of one could be over at once */
    unsigned doublings = e->nombre - FREIN_GRATUITS;
    unsigned delay = doublings < 10 ? 2u << doublings : ceiling;
    e->jusque = now + (delay < ceiling ? delay : ceiling);
}

/* ---- the calls ---------------------------------------------------------------------------- */

unsigned frein_wait_adresse(struct frein *f, const char *adresse, int64_t now)
{
    unsigned char lieu[HASH_BYTES];
    unsigned wait;

    if (!has_address(adresse))
        return 0;
    make_key(f, ADRESSE, (struct span){0}, adresse, lieu);
    pthread_mutex_lock(&f->lock);
    wait = wait_of(find(f->cases, lieu), now);
    pthread_mutex_unlock(&f->lock);
    return wait;
}

unsigned frein_wait(struct frein *f, struct span identifiant, const char *adresse, int64_t now)
{
    unsigned char compte[HASH_BYTES];
    unsigned wait, lieu = frein_wait_adresse(f, adresse, now);

    make_key(f, COMPTE, identifiant, adresse, compte);
    pthread_mutex_lock(&f->lock);
    const struct echecs *familier = find_familier(f, identifiant, adresse, now);
    wait = wait_of(familier ? familier : find(f->cases, compte), now);
    pthread_mutex_unlock(&f->lock);
    return wait > lieu ? wait : lieu;
}

void frein_failed(struct frein *f, struct span identifiant, const char *adresse, int64_t now)
{
    unsigned char compte[HASH_BYTES], lieu[HASH_BYTES];

    make_key(f, COMPTE, identifiant, adresse, compte);
    make_key(f, ADRESSE, identifiant, adresse, lieu);
    pthread_mutex_lock(&f->lock);
    struct echecs *familier = find_familier(f, identifiant, adresse, now);
    add_failure(familier ? familier : take(f->cases, compte), FREIN_COMPTE_S, now);
    if (has_address(adresse))
        add_failure(take(f->cases, lieu), FREIN_ADRESSE_S, now);
    pthread_mutex_unlock(&f->lock);
}

void frein_succeeded(struct frein *f, struct span identifiant, const char *adresse, int64_t now)
{
    unsigned char compte[HASH_BYTES], couple[HASH_BYTES];

    make_key(f, COMPTE, identifiant, adresse, compte);
    make_key(f, COUPLE, identifiant, adresse, couple);
    pthread_mutex_lock(&f->lock);
    struct echecs *familier = find_familier(f, identifiant, adresse, now);
    struct echecs *others = familier ? NULL : find(f->cases, compte);
    if (others) /* from a familiar address, what others did to the account is not forgiven */
        memset(others, 0, sizeof *others);
    struct echecs *e = take(f->familiers, couple);
    e->nombre = 0;
    e->jusque = 0;
    e->dernier = now;
    pthread_mutex_unlock(&f->lock);
}
