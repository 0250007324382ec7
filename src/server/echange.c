/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Life of an exchange and of a thread's desk. */
#include <stdlib.h>
#include <string.h>

#include <cdap/base/log.h>

#include "echange.h"

#define CORPS_GARDE (256 * 1024) /* bytes of answer memory kept between requests */

bool poste_open(struct poste *p, const struct serveur *serveur, struct err *err)
{
    memset(p, 0, sizeof *p);
    p->serveur = serveur;
    p->store = store_open(serveur->donnees, STORE_READ, err);
    return p->store != NULL;
}

void poste_close(struct poste *p)
{
    poste_turn_end(p);
    store_close(p->store);
    json_reader_done(&p->reader);
    for (size_t i = 0; i < PROFILS_MAX; i++)
        free(p->vues[i]);
    memset(p, 0, sizeof *p);
}

struct store *poste_store(struct poste *p)
{
    if (!p->in_turn)
        p->in_turn = store_turn_begin(p->store);
    return p->in_turn ? p->store : NULL;
}

void poste_turn_end(struct poste *p)
{
    if (p->in_turn)
        store_turn_end(p->store);
    p->in_turn = false;
}

static size_t profil_rank(const struct catalogue *c, const struct profil *profil)
{
    size_t i = 0;
    while (i < c->profil_count && c->profils[i] != profil)
        i++;
    return i;
}

const struct vue *poste_vue(struct poste *p, const struct profil *profil, int64_t now)
{
    const struct catalogue *c = &p->serveur->catalogue;
    struct date today = datetime_paris(now).date;
    size_t i = profil_rank(c, profil);

    if (i == c->profil_count)
        return NULL;
    if (memcmp(&today, &p->vues_jour, sizeof today) != 0) {
        for (size_t k = 0; k < PROFILS_MAX; k++) {
            free(p->vues[k]);
            p->vues[k] = NULL;
        }
        p->vues_jour = today;
    }
    if (!p->vues[i] && (p->vues[i] = malloc(sizeof *p->vues[i])) != NULL)
        profil_vue(profil, today, p->vues[i]);
    return p->vues[i];
}

/* What a request leaves in memory goes with it. */
static void clear(struct buf *b)
{
    if (b->cap > CORPS_GARDE)
        buf_free_secret(b);
    else if (b->len)
        secret_wipe(b->data, b->len);
    buf_reset(b);
}

void echange_reset(struct echange *x)
{
    struct buf mots, detail, corps;

    clear(&x->mots);
    clear(&x->detail);
    clear(&x->corps);
    buf_free(&x->hachages); /* an export is rare */
    buf_free(&x->enregistrement.octets);
    buf_free(&x->enregistrement.preuve);
    secret_wipe(x->jeton, sizeof x->jeton);
    mots = x->mots, detail = x->detail, corps = x->corps;
    memset(x, 0, sizeof *x);
    x->mots = mots, x->detail = detail, x->corps = corps;
}

void echange_free(struct echange *x)
{
    if (!x)
        return;
    buf_free_secret(&x->mots);
    buf_free_secret(&x->detail);
    buf_free_secret(&x->corps);
    buf_free(&x->hachages);
    buf_free(&x->enregistrement.octets);
    buf_free(&x->enregistrement.preuve);
    free(x);
}

bool refuse(struct echange *x, enum err_code code, const char *cause)
{
    err_set(&x->err, code, NULL);
    x->cause = cause;
    return false;
}

bool refuse_interne(struct echange *x, const char *ou)
{
    unsigned char random[6];
    struct buf hex = {0};

    random_bytes(random, sizeof random);
    hex_put(&hex, random, sizeof random);
    refuse(x, ERR_INTERNE, ou);
    memcpy(x->err.reference, buf_text(&hex), hex.len);
    buf_free(&hex);
    log_event(LOG_ERROR, "interne", "ou=%s reference=%s base=\"%s\"", ou, x->err.reference,
              x->poste ? store_problem(x->poste->store) : "");
    return false;
}
