/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who asks, and may he: judged from the base at every request, denied when unsure. */
#include <strings.h>

#include "route.h"

/* The token's hash → the session and its agent. A turn already begun may not see a session opened
 * since: one more look in a new one before refusing. */
static enum found session_find(struct echange *x)
{
    for (bool fresh = !x->poste->in_turn;; fresh = true) {
        struct store *s = poste_store(x->poste);
        enum found found =
            s ? store_session_find(s, x->session_hash, x->now, x->now - PROTO_IDLE_S, &x->session)
              : FOUND_FAILED;
        if (found != FOUND_NONE || fresh)
            return found;
        poste_turn_end(x->poste);
    }
}

bool session_check(struct echange *x)
{
    struct span header = http_header(x->rq, "Authorization"), token;
    const struct span scheme = SPAN_LIT("Bearer ");

    if (x->route->droit == DROIT_PUBLIC)
        return true;
    if (header.len <= scheme.len || strncasecmp(header.ptr, scheme.ptr, scheme.len) != 0)
        return refuse(x, ERR_SESSION, "sans_jeton");
    token = (struct span){header.ptr + scheme.len, header.len - scheme.len};
    if (!token_hash(token, x->session_hash))
        return refuse(x, ERR_SESSION, "jeton_malforme");
    switch (session_find(x)) {
    case FOUND_ROW:
        x->identifie = true;
        return true;
    case FOUND_NONE:
        return refuse(x, ERR_SESSION, "session_absente");
    default:
        return refuse_interne(x, "session");
    }
}

/* Roles that hold each right. An administrateur and an auditeur never read dossiers; a responsable
 * does so only under a profile of his own, as anyone. */
#define ROLE(r) (1u << (r))
static const unsigned roles[DROIT_COUNT] = {
    [DROIT_SESSION] =
        ROLE(ROLE_AGENT) | ROLE(ROLE_RESPONSABLE) | ROLE(ROLE_ADMINISTRATEUR) | ROLE(ROLE_AUDITEUR),
    [DROIT_DOSSIER] = ROLE(ROLE_AGENT) | ROLE(ROLE_RESPONSABLE),
    [DROIT_JOURNAL] = ROLE(ROLE_AUDITEUR),
};

bool role_may(enum role role, enum droit droit)
{
    return role != ROLE_NONE && (unsigned)droit < DROIT_COUNT && roles[droit] & ROLE(role);
}

bool habilitation_check(struct echange *x)
{
    if (x->route->droit == DROIT_PUBLIC)
        return true;
    if (x->identifie && role_may(x->session.agent.role, x->route->droit))
        return true;
    return refuse(x, ERR_NON_HABILITE, "role");
}

bool habilitation_profil(struct echange *x, struct span code)
{
    const struct profil *p = catalogue_profil(&x->serveur->catalogue, code);
    int jour = date_jour(datetime_paris(x->now).date);
    struct store *s = poste_store(x->poste);
    enum found found = FOUND_NONE;

    if (p && s)
        found =
            store_droit_find(s, x->session.agent_id, code, jour, x->cafs, CAFS_MAX, &x->caf_count);
    if (found == FOUND_FAILED || !s)
        return refuse_interne(x, "habilitation");
    if (found == FOUND_NONE || x->caf_count == 0)
        return refuse(x, ERR_NON_HABILITE, "profil");
    x->profil = p;
    return true;
}
