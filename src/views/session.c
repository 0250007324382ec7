/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is logged in: the answer to a login, read once. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cdap/base/secret.h>
#include <cdap/proto.h>

#include "session.h"

void session_call(struct call *call, struct span identifiant, struct span mot_de_passe)
{
    *call = (struct call){"POST", PROTO_SESSIONS, "Connexion", {0}};
    buf_puts(&call->body, "{\"identifiant\":");
    json_put_string(&call->body, identifiant);
    buf_puts(&call->body, ",\"mot_de_passe\":");
    json_put_string(&call->body, mot_de_passe);
    buf_puts(&call->body, "}");
}

void moment_fr(char out[20], const char *iso)
{
    static const char shape[] = "0000-00-00T00:00";
    struct buf text = {0};
    struct date date;
    out[0] = '\0';
    for (size_t i = 0; i < sizeof shape - 1; i++)
        if (shape[i] == '0' ? iso[i] < '0' || iso[i] > '9' : iso[i] != shape[i])
            return; /* also where the text ends */
    if (!date_parse((struct span){iso, 10}, &date))
        return;
    date_put_fr(&text, date);
    snprintf(out, 20, "%.10s %.5s", buf_text(&text), iso + 11);
    buf_free(&text);
}

/* Gives the token to the transport and wipes it where it stood, before anything copies the body. */
static bool take_token(const struct transport *transport, struct buf *body)
{
    struct json_reader r = {0};
    enum json_event event;
    bool taken = false;
    json_reader_init(&r, buf_span(body));
    while ((event = json_next(&r)) != JSON_EOF && event != JSON_ERROR) {
        if (event != JSON_KEY || r.depth != 1 || !span_is(r.value, "jeton"))
            continue;
        if (json_next(&r) != JSON_STRING || r.value.len == 0)
            break;
        bool inside = r.value.ptr >= body->data && r.value.ptr < body->data + body->len;
        transport->token(transport->ctx, r.value);
        if (inside)
            memset(body->data + (r.value.ptr - body->data), '*', r.value.len);
        taken = true;
    }
    secret_wipe(r.scratch.data, r.scratch.data ? r.scratch.cap : 0);
    json_reader_done(&r);
    return taken;
}

static bool read_profil(struct session_profil *p, const struct json *v)
{
    const struct json *motifs = json_get(v, "motifs"), *m;
    p->code = json_string(json_get(v, "code"), "");
    p->libelle = json_string(json_get(v, "libelle"), "");
    p->motifs = calloc(json_count(motifs) + 1, sizeof *p->motifs);
    if (!p->motifs)
        return false;
    for (m = json_first(motifs); m; m = json_sibling(m))
        p->motifs[p->motif_count++] = (struct session_motif){
            json_string(json_get(m, "code"), ""), json_string(json_get(m, "libelle"), ""),
            json_boolean(json_get(m, "texte_exige"), false)};
    return p->code[0] != '\0';
}

static bool read_profils(struct session *s)
{
    const struct json *profils = json_get(s->racine, "profils"), *v;
    s->profils = calloc(json_count(profils) + 1, sizeof *s->profils);
    if (!s->profils)
        return false;
    for (v = json_first(profils); v; v = json_sibling(v))
        if (!read_profil(&s->profils[s->profil_count++], v))
            return false;
    return true;
}

bool session_read(struct session *s, const struct transport *transport, struct buf *body,
                  struct err *err)
{
    *s = (struct session){0};
    if (!take_token(transport, body))
        return err_set(err, ERR_REPONSE, "la réponse à la connexion ne porte pas de jeton");
    s->racine = json_parse(buf_span(body), NULL);
    s->identifiant = json_string(json_path(s->racine, SPAN_LIT("agent.identifiant")), "");
    s->role = json_string(json_path(s->racine, SPAN_LIT("agent.role")), "");
    s->organisme = json_string(json_path(s->racine, SPAN_LIT("organisme.nom")), "");
    moment_fr(s->derniere_connexion, json_string(json_get(s->racine, "derniere_connexion"), ""));
    if (s->identifiant[0] && read_profils(s))
        return true;
    session_done(s);
    transport->token(transport->ctx, (struct span){0});
    return err_set(err, ERR_REPONSE, "la réponse à la connexion est incomplète");
}

bool session_is_auditeur(const struct session *s)
{
    return s->role && strcmp(s->role, "auditeur") == 0;
}

void session_done(struct session *s)
{
    for (size_t i = 0; i < s->profil_count; i++)
        free(s->profils[i].motifs);
    free(s->profils);
    json_free(s->racine);
    *s = (struct session){0};
}
