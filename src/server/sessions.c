/* SPDX-License-Identifier: GPL-3.0-or-later */
/* POST /v1/sessions and DELETE /v1/sessions/courante: who is there, and for how long. */
#include <string.h>

#include <cdap/base/log.h>

#include "reponse.h"
#include "route.h"

/* One answer for a wrong password, an unknown account and an inactive one, and the same work: the
 * password is always hashed. */
static bool check_password(struct echange *x, const struct demande_session *d)
{
    struct agent_row *agent = &x->session.agent;
    struct store *s = poste_store(x->poste);
    enum found found = s ? store_agent_find(s, d->identifiant, agent) : FOUND_FAILED;
    bool usable = found == FOUND_ROW && agent->actif && agent->role != ROLE_NONE, ok;

    poste_turn_end(x->poste); /* the hash below takes a tenth of a second */
    if (found == FOUND_FAILED)
        return refuse_interne(x, "agent");
    ok = password_verify(usable ? agent->mot_de_passe : NULL, d->mot_de_passe);
    secret_wipe(agent->mot_de_passe, sizeof agent->mot_de_passe);
    secret_wipe(x->mots.data + (d->mot_de_passe.ptr - x->mots.data), d->mot_de_passe.len);
    x->identifie = found == FOUND_ROW;
    x->anonyme = true;
    if (ok && usable)
        return true;
    return refuse(x, ERR_IDENTIFIANTS,
                  found != FOUND_ROW ? "compte_inconnu"
                  : usable           ? "mot_de_passe"
                                     : "compte_inactif");
}

static void put_motifs(struct buf *out, const struct profil *p)
{
    json_put_key(out, "motifs");
    buf_putc(out, '[');
    for (size_t i = 0; i < profil_motif_count(p); i++) {
        const struct motif *m = profil_motif_at(p, i);
        buf_puts(out, i ? ",{" : "{");
        json_put_member(out, "code", m->code);
        json_put_member(out, "libelle", m->libelle);
        if (m->texte_exige)
            json_put_member_bool(out, "texte_exige", true);
        buf_putc(out, '}');
    }
    buf_putc(out, ']');
}

static void put_profil(void *ctx, const char *code)
{
    struct echange *x = ctx;
    const struct profil *p = catalogue_profil(&x->serveur->catalogue, span_of(code));
    struct buf *out = &x->corps;

    if (!p || out->failed)
        return;
    if (out->data[out->len - 1] != '[')
        buf_putc(out, ',');
    buf_putc(out, '{');
    json_put_member(out, "code", profil_code(p));
    json_put_member(out, "libelle", profil_libelle(p));
    put_motifs(out, p);
    buf_putc(out, '}');
}

static bool put_profils(struct echange *x)
{
    int jour = date_jour(datetime_paris(x->now).date);
    bool ok = true;

    json_put_key(&x->corps, "profils");
    buf_putc(&x->corps, '[');
    if (role_may(x->session.agent.role, DROIT_DOSSIER) && !x->corps.failed) {
        struct store *s = poste_store(x->poste);
        ok = s && store_agent_profils(s, x->session.agent.id, jour, put_profil, x);
    }
    buf_putc(&x->corps, ']');
    return ok || refuse_interne(x, "profils");
}

static void put_agent(struct buf *out, const struct agent_row *a)
{
    json_put_key(out, "agent");
    buf_putc(out, '{');
    json_put_member(out, "identifiant", a->identifiant);
    json_put_member(out, "nom", a->nom);
    json_put_member(out, "prenom", a->prenom);
    json_put_member(out, "role", role_word(a->role));
    buf_putc(out, '}');
    json_put_key(out, "organisme");
    buf_putc(out, '{');
    json_put_member(out, "siret", a->organisme.siret);
    json_put_member(out, "nom", a->organisme.nom);
    buf_putc(out, '}');
}

/* Where from, for the auditor; in the erasable part. */
static void open_detail(struct echange *x)
{
    buf_putc(&x->detail, '{');
    json_put_member(&x->detail, "adresse", x->rq->peer);
}

bool session_open(struct echange *x)
{
    const struct demande_session *d = &x->demande.session;
    struct frein *frein = x->serveur->frein;
    struct ecriture *e = &x->ecriture;
    unsigned wait = frein_wait(frein, d->identifiant, x->rq->peer, x->now);

    if (wait) {
        refuse(x, ERR_TROP_SOUVENT, "frein");
        x->err.retry_s = wait;
        return false;
    }
    open_detail(x);
    if (!check_password(x, d)) {
        if (x->err.code == ERR_IDENTIFIANTS)
            frein_failed(frein, d->identifiant, x->rq->peer, x->now);
        return false;
    }
    frein_succeeded(frein, d->identifiant, x->rq->peer, x->now);
    token_make(x->jeton, x->session_hash);
    e->changement = CHANGEMENT_OUVRIR;
    e->agent_id = x->session.agent.id;
    e->expire = x->now + PROTO_ABSOLUTE_S;
    memcpy(e->session, x->session_hash, HASH_BYTES);
    buf_putc(&x->corps, '{');
    put_agent(&x->corps, &x->session.agent);
    if (!put_profils(x))
        return false;
    reponse_put_time(&x->corps, "derniere_connexion", x->session.agent.derniere_connexion);
    json_put_member_bool(&x->corps, "mot_de_passe_a_changer",
                         x->session.agent.mot_de_passe_a_changer);
    x->status = 201;
    return true;
}

/* The token enters the answer only once the session stands. */
void session_complete(struct echange *x)
{
    json_put_member(&x->corps, "jeton", x->jeton);
    reponse_put_time(&x->corps, "expire", x->ecriture.expire);
    buf_putc(&x->corps, '}');
}

bool session_close(struct echange *x)
{
    x->ecriture.changement = CHANGEMENT_FERMER;
    memcpy(x->ecriture.session, x->session_hash, HASH_BYTES);
    recus_forget(x->serveur->recus, x->session_hash);
    x->status = 204;
    return true;
}
