/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A fixed table of recent failures, keyed so that nobody can choose where he falls in it. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include <cdap/base/secret.h>

#include "frein.h"

#define CASES 4096
#define SONDE 8 /* places looked at for one key */

enum quoi { COMPTE = 'c', ADRESSE = 'a' };

struct echecs {
    unsigned char cle[16];
    unsigned nombre;
    int64_t dernier, jusque;
};

struct frein {
    pthread_mutex_t lock;
    unsigned char secret[HASH_BYTES];
    struct echecs cases[CASES];
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

static void make_key(const struct frein *f, enum quoi quoi, struct span text,
                     unsigned char cle[HASH_BYTES])
{
    unsigned char both[HASH_BYTES];
    hash_keyed(f->secret, text, both);
    both[0] ^= (unsigned char)quoi;
    memcpy(cle, both, HASH_BYTES);
}

/* Its place, or the one to take over: a forgotten one, else the oldest. */
static struct echecs *place(struct frein *f, const unsigned char cle[HASH_BYTES])
{
    size_t start = (cle[16] | (size_t)cle[17] << 8) % CASES;
    struct echecs *oldest = &f->cases[start];

    for (size_t i = 0; i < SONDE; i++) {
        struct echecs *e = &f->cases[(start + i) % CASES];
        if (memcmp(e->cle, cle, sizeof e->cle) == 0)
            return e;
        if (e->dernier < oldest->dernier)
            oldest = e;
    }
    return oldest;
}

static unsigned wait_of(struct frein *f, enum quoi quoi, struct span text, int64_t now)
{
    unsigned char cle[HASH_BYTES];
    make_key(f, quoi, text, cle);
    const struct echecs *e = place(f, cle);
    if (memcmp(e->cle, cle, sizeof e->cle) != 0 || e->jusque <= now)
        return 0;
    return (unsigned)(e->jusque - now);
}

static void add_failure(struct frein *f, enum quoi quoi, struct span text, unsigned ceiling,
                        int64_t now)
{
    unsigned char cle[HASH_BYTES];
    make_key(f, quoi, text, cle);
    struct echecs *e = place(f, cle);

    if (memcmp(e->cle, cle, sizeof e->cle) != 0 || now - e->dernier > FREIN_OUBLI_S) {
        memset(e, 0, sizeof *e);
        memcpy(e->cle, cle, sizeof e->cle);
    }
    e->nombre++;
    e->dernier = now;
    if (e->nombre < FREIN_GRATUITS)
        return;
    unsigned doublings = e->nombre - FREIN_GRATUITS;
    unsigned delay = doublings < 10 ? 1u << doublings : ceiling;
    e->jusque = now + (delay < ceiling ? delay : ceiling);
}

static bool has_address(const char *adresse)
{
    return strcmp(adresse, "unix") != 0;
}

unsigned frein_wait(struct frein *f, struct span identifiant, const char *adresse, int64_t now)
{
    unsigned compte, adr;

    pthread_mutex_lock(&f->lock);
    compte = wait_of(f, COMPTE, identifiant, now);
    adr = has_address(adresse) ? wait_of(f, ADRESSE, span_of(adresse), now) : 0;
    pthread_mutex_unlock(&f->lock);
    return compte > adr ? compte : adr;
}

void frein_failed(struct frein *f, struct span identifiant, const char *adresse, int64_t now)
{
    pthread_mutex_lock(&f->lock);
    add_failure(f, COMPTE, identifiant, FREIN_COMPTE_S, now);
    if (has_address(adresse))
        add_failure(f, ADRESSE, span_of(adresse), FREIN_ADRESSE_S, now);
    pthread_mutex_unlock(&f->lock);
}

void frein_succeeded(struct frein *f, struct span identifiant)
{
    unsigned char cle[HASH_BYTES];

    make_key(f, COMPTE, identifiant, cle);
    pthread_mutex_lock(&f->lock);
    struct echecs *e = place(f, cle);
    if (memcmp(e->cle, cle, sizeof e->cle) == 0)
        memset(e, 0, sizeof *e);
    pthread_mutex_unlock(&f->lock);
}
