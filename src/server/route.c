/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page to read first: which requests there are, which right each one needs, and the one way from
 * a request to its answer. Each step returns false to refuse; nothing after a refusal runs but the
 * journal and the reply.
 *
 * The session and the right come before the body: a stranger's bytes never reach the parser. */
#include <string.h>

#include "corps.h"
#include "reponse.h"
#include "route.h"

#define VUE_S 60 /* a session is marked as seen at most that often */

static const char *const des_points[] = {"annee", NULL};
static const char *const des_coherences[] = {"annee", "de", "a", NULL};

static const struct route routes[] = {
    ROUTE("POST", PROTO_SESSIONS, DROIT_PUBLIC, corps_session, ACTE_CONNEXION, session_open,
          session_complete, EN_RESERVE),
    ROUTE("DELETE", PROTO_SESSION_COURANTE, DROIT_SESSION, corps_vide, ACTE_DECONNEXION,
          session_close, NULL, SUR_BOUCLE),
    ROUTE("GET", PROTO_ECRANS, DROIT_SESSION, corps_vide, SANS_ACTE, ecrans_get, NULL, SUR_BOUCLE),
    ROUTE("POST", PROTO_CONSULTATIONS, DROIT_DOSSIER, corps_consultation, ACTE_CONSULTATION,
          consultation_open, consultation_complete, SUR_BOUCLE),
    ROUTE("POST", PROTO_REVELATIONS, DROIT_DOSSIER, corps_revelation, ACTE_REVELATION,
          revelation_open, revelation_complete, SUR_BOUCLE),
    ROUTE("POST", PROTO_PREUVES, DROIT_DOSSIER, corps_preuve, ACTE_EXPORT, preuve_open,
          preuve_complete, SUR_BOUCLE),
    ROUTE_ARGUMENTS("GET", PROTO_JOURNAL_POINT, DROIT_JOURNAL, corps_vide, SANS_ACTE, point_get,
                    NULL, SUR_BOUCLE, des_points),
    ROUTE_ARGUMENTS("GET", PROTO_JOURNAL_COHERENCE, DROIT_JOURNAL, corps_vide, SANS_ACTE,
                    coherence_get, NULL, SUR_BOUCLE, des_coherences),
    ROUTE("POST", PROTO_JOURNAL_RECHERCHES, DROIT_JOURNAL, corps_journal, ACTE_AUDIT,
          journal_cherche, NULL, EN_RESERVE),
    ROUTE("GET", PROTO_SANTE, DROIT_PUBLIC, corps_vide, SANS_ACTE, sante_get, NULL, SUR_BOUCLE),
};
#define ROUTES (sizeof routes / sizeof *routes)

static bool match(struct echange *x);
static bool corps(struct echange *x);
static bool traite(struct echange *x);
static bool filtre(struct echange *x);
static void journal(struct echange *x, bool accepte);

/* The pipeline. The reply follows in route_reply, after the commit. */
void route_run(struct echange *x)
{
    bool accepte = match(x)                 /* method and path → a row of the table */
                   && session_check(x)      /* the token → an agent, as the base knows him now */
                   && habilitation_check(x) /* his role → the right that the row asks for */
                   && corps(x)              /* the body → checked fields */
                   && traite(x)             /* the handler: the base → what was asked for */
                   && filtre(x);            /* the profile → the bytes that may leave */
    journal(x, accepte);                    /* the entry → the writer, durable before the reply */
}

static bool match(struct echange *x)
{
    bool known = false;

    for (size_t i = 0; i < ROUTES && !x->route; i++) {
        if (strcmp(routes[i].chemin, x->rq->path) != 0)
            continue;
        known = true;
        if (strcmp(routes[i].methode, x->rq->method) == 0)
            x->route = &routes[i];
    }
    if (!x->route)
        return refuse(x, known ? ERR_METHODE : ERR_ROUTE, "route");
    if (!x->rq->arguments ||
        (x->route->arguments && http_arguments_only(x->rq, x->route->arguments)))
        return true;
    x->route = NULL; /* refused as a path that is not one */
    return refuse(x, ERR_ROUTE, "arguments");
}

static bool corps(struct echange *x)
{
    if (x->rq->too_large)
        return refuse(x, ERR_TROP_GRAND, "trop_grand");
    return x->route->valide(x);
}

static bool traite(struct echange *x)
{
    x->status = 200;
    return x->route->traite(x);
}

/* Nothing of a dossier enters an answer but here. */
static bool filtre(struct echange *x)
{
    const struct vue *vue;
    struct buf clair = {0};
    bool ok;

    if (x->filtrage == FILTRE_RIEN)
        return !x->corps.failed || refuse_interne(x, "memoire");
    vue = x->profil ? poste_vue(x->poste, x->profil, x->now) : NULL;
    if (!vue)
        return refuse_interne(x, "vue");
    if (x->filtrage == FILTRE_DOSSIER) {
        ok = filtre_run(vue, x->bande, &x->corps);
    } else {
        ok = filtre_reveal(x->serveur->catalogue.dictionnaire, vue, x->bande, x->champ, &clair);
        json_put_string(&x->corps, buf_span(&clair));
        buf_free_secret(&clair);
    }
    x->bande = (struct span){0};
    if (!ok && x->filtrage == FILTRE_CHAMP) { /* the profile was judged before: nothing is there */
        x->cause = "sans_valeur";
        return err_set_champ(&x->err, ERR_CHAMP, "champ", "ce champ n’a pas de valeur à révéler");
    }
    return (ok && !x->corps.failed) || refuse_interne(x, "filtre");
}

/* What the erasable part says of every act: its members so far, and the true cause of a refusal. */
static void put_detail(struct echange *x, bool accepte)
{
    if (!x->detail.len)
        buf_putc(&x->detail, '{');
    if (!accepte) {
        json_put_member(&x->detail, "erreur", err_text(x->err.code)->code);
        json_put_member(&x->detail, "cause", x->cause);
    }
    buf_putc(&x->detail, '}');
}

/* The entry: identifiers, codes and a pseudonym; what it says more is erasable. */
static void put_entry(struct echange *x, bool accepte)
{
    const struct agent_row *agent = &x->session.agent;
    struct entree *e = &x->ecriture.entree;

    *e = (struct entree){.temps = x->now,
                         .acte = x->route->acte,
                         .issue = accepte ? ISSUE_FAIT : ISSUE_REFUSE,
                         .has_dossier = x->has_cle};
    if (x->identifie) {
        e->agent = span_of(agent->identifiant);
        e->role = span_of(role_word(agent->role));
        e->organisme = span_of(agent->organisme.siret);
    }
    if (x->profil)
        e->profil = span_of(profil_code(x->profil));
    if (x->motif)
        e->motif = span_of(x->motif);
    if (x->has_cle)
        entree_dossier_ref(x->serveur->secret, x->cle, e->dossier_ref);
    if (accepte && x->enregistre) {
        e->has_recu = true;
        e->recu = x->recu.numero;
        e->fichiers = (const unsigned char(*)[HASH_BYTES])(const void *)x->hachages.data;
        e->fichier_count = x->hachages.len / HASH_BYTES;
        x->ecriture.enregistrement = &x->enregistrement;
    }
    put_detail(x, accepte);
    x->ecriture.detail = buf_span(&x->detail);
}

static void journal(struct echange *x, bool accepte)
{
    struct ecriture *e = &x->ecriture;

    e->now = x->now;
    if (x->route && x->route->acte != SANS_ACTE && (x->identifie || x->anonyme)) {
        put_entry(x, accepte);
        e->journalisee = !x->detail.failed;
        if (x->detail.failed) /* no trace: no answer, no session */
            accepte = refuse_interne(x, "memoire");
    }
    if (!accepte)
        e->changement = CHANGEMENT_AUCUN;
    if (x->identifie && x->route->droit != DROIT_PUBLIC && e->changement == CHANGEMENT_AUCUN &&
        x->now - x->session.vue >= VUE_S) {
        memcpy(e->session, x->session_hash, HASH_BYTES);
        e->changement = CHANGEMENT_VUE;
    }
    x->a_ecrire = e->journalisee || e->changement != CHANGEMENT_AUCUN;
}

/* ---- reply ------------------------------------------------------------------------------------ */

/* Methods that a path knows, for the answer 405. */
static const char *allowed(const char *path)
{
    for (size_t i = 0; i < ROUTES; i++)
        if (strcmp(routes[i].chemin, path) == 0)
            return routes[i].methode;
    return NULL;
}

void route_reply(struct echange *x, struct http_answer *answer)
{
    if (x->a_ecrire && !x->ecriture.ok) { /* no trace, no data */
        refuse(x, ERR_OCCUPE, "journal");
        x->err.retry_s = 5;
    }
    if (x->err.code == ERR_NONE && x->route->complete)
        x->route->complete(x);
    if (x->err.code == ERR_NONE && x->corps.failed)
        refuse_interne(x, "memoire");
    if (x->err.code != ERR_NONE) {
        buf_reset(&x->corps);
        reponse_put_error(&x->corps, &x->err);
        x->status = err_text(x->err.code)->http;
        x->etag = NULL;
        x->emprunt = (struct span){0};
    }
    *answer = (struct http_answer){.status = x->status,
                                   .body = x->emprunt.len ? x->emprunt : buf_span(&x->corps),
                                   .etag = x->etag,
                                   .retry_s = x->err.retry_s,
                                   .close = x->ferme};
    if (x->status == 405)
        answer->allow = allowed(x->rq->path);
}

void route_refuse(struct echange *x, enum err_code code, unsigned retry_s,
                  struct http_answer *answer)
{
    refuse(x, code, NULL);
    x->err.retry_s = retry_s;
    x->a_ecrire = false;
    route_reply(x, answer);
}

bool route_is_slow(const struct http_request *rq)
{
    for (size_t i = 0; i < ROUTES; i++)
        if (routes[i].lieu == EN_RESERVE && strcmp(routes[i].chemin, rq->path) == 0 &&
            strcmp(routes[i].methode, rq->method) == 0)
            return true;
    return false;
}
