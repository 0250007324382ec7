/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The whole client without terminal nor network. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cdap/base/secret.h>
#include <cdap/base/text.h>
#include <cdap/proto.h>
#include <cdap/source/source.h>

#include "ecrans_kit.h"
#include "poste_kit.h"
#include "suite.h"

#define MIDI      1795179780 /* 20/11/2026 14:03 in Paris */
#define JETON     "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
#define MOT_PASSE "un mot de passe assez long"

static struct buf shown;

/* ---- the network ------------------------------------------------------------------------------ */

static bool start(void *ctx, struct call *call, struct err *err)
{
    struct kit_poste *k = ctx;
    (void)err;
    ck_assert(!call->body.failed);
    snprintf(k->method, sizeof k->method, "%s", call->method);
    snprintf(k->path, sizeof k->path, "%s", call->path);
    buf_free_secret(&k->body);
    k->body = call->body;
    k->flying = true;
    k->calls++;
    return true;
}

static void cancel(void *ctx)
{
    struct kit_poste *k = ctx;
    k->flying = false;
    k->cancels++;
}

static void token(void *ctx, struct span jeton)
{
    struct kit_poste *k = ctx;
    snprintf(k->jeton, sizeof k->jeton, "%.*s", (int)jeton.len, jeton.len ? jeton.ptr : "");
}

static void give(struct kit_poste *k, const char *path, struct reply *r)
{
    ck_assert_msg(k->flying, "rien n’est demandé");
    ck_assert_str_eq(k->path, path);
    k->flying = false;
    app_answer(k->poste.app, r);
}

void kit_answer(struct kit_poste *k, const char *path, const char *body)
{
    struct reply r = {.status = 200};
    buf_puts(&r.body, body);
    give(k, path, &r);
}

void kit_refuse(struct kit_poste *k, const char *path, enum err_code code, const char *champ)
{
    struct reply r = {.status = 400};
    const struct err_text *t = err_text(code);
    if (t->http == 0) {
        err_set(&r.err, code, NULL);
        carte_of_err(&r.carte, &r.err);
        give(k, path, &r);
        return;
    }
    buf_puts(&r.body, "{\"erreur\":{");
    json_put_member(&r.body, "code", t->code);
    json_put_member(&r.body, "quoi", t->quoi);
    json_put_member(&r.body, "pourquoi", t->pourquoi);
    json_put_member(&r.body, "que_faire", t->que_faire);
    json_put_member(&r.body, "reference", "A1B2C3");
    if (champ)
        json_put_member(&r.body, "champ", champ);
    buf_puts(&r.body, "}}");
    ck_assert(carte_of_answer(&r.carte, &r.err, buf_span(&r.body)));
    give(k, path, &r);
}

/* ---- life ---------------------------------------------------------------------------------------- */

void poste_kit_open(struct kit_poste *k, int rows, int cols)
{
    struct transport transport = {k, start, cancel, token};
    *k = (struct kit_poste){0};
    k->poste.options = &k->options;
    k->poste.serveur = "https://cdap.essai";
    ck_assert(secret_init());
    ck_assert(grid_init(&k->grid, rows, cols));
    ck_assert_ptr_nonnull(poste_app(&k->poste, &transport));
    app_clock(k->poste.app, MIDI, 0);
}

void poste_kit_close(struct kit_poste *k)
{
    poste_done(&k->poste);
    grid_done(&k->grid);
    buf_free_secret(&k->body);
    buf_free(&shown);
}

/* ---- keys ---------------------------------------------------------------------------------------- */

void kit_key(struct kit_poste *k, touche_t touche)
{
    app_draw(k->poste.app, &k->grid, &k->cursor); /* as the loop does between two keys */
    app_key(k->poste.app, touche);
}

void kit_keys(struct kit_poste *k, touche_t touche, int times)
{
    while (times-- > 0)
        kit_key(k, touche);
}

void kit_type(struct kit_poste *k, const char *text)
{
    for (const char *p = text, *end = text + strlen(text); p < end;)
        kit_key(k, text_decode(&p, end));
}

void kit_wait(struct kit_poste *k, int64_t ms)
{
    static int64_t mono;
    mono += ms;
    app_clock(k->poste.app, MIDI + mono / 1000, mono);
}

void kit_resize(struct kit_poste *k, int rows, int cols)
{
    ck_assert(grid_resize(&k->grid, rows, cols));
}

/* ---- screen -------------------------------------------------------------------------------------- */

const char *kit_screen(struct kit_poste *k)
{
    app_draw(k->poste.app, &k->grid, &k->cursor);
    buf_reset(&shown);
    grid_put_text(&k->grid, &shown);
    return buf_text(&shown);
}

bool kit_shows(struct kit_poste *k, const char *text)
{
    return strstr(kit_screen(k), text) != NULL;
}

const char *kit_top(const struct kit_poste *k)
{
    const struct view *v = app_top(k->poste.app);
    return v ? v->ops->nom : "";
}

void kit_golden(struct kit_poste *k, const char *name)
{
    char path[128];
    struct buf text = {0};
    snprintf(path, sizeof path, "vues/%s.txt", name);
    buf_puts(&text, kit_screen(k));
    buf_putf(&text, "curseur : ligne %d, colonne %d\n", k->cursor.row + 1, k->cursor.col + 1);
    assert_golden(path, buf_text(&text));
    buf_free(&text);
}

/* ---- journeys ------------------------------------------------------------------------------------ */

static void put_profil(struct buf *out, const char *code)
{
    bool t2 = strcmp(code, "T2") == 0;
    buf_putf(out,
             "{\"code\":\"%s\",\"libelle\":\"%s\",\"motifs\":["
             "{\"code\":\"aide\",\"libelle\":\"Demande d’aide\"},"
             "{\"code\":\"autre\",\"libelle\":\"Autre motif\",\"texte_exige\":true}]}",
             code, t2 ? "Action sociale" : "Fonds de solidarité");
}

void kit_login(struct kit_poste *k, const char *profils)
{
    struct buf body = {0}, ecrans = {0};
    bool two = strcmp(profils, "T2 TD") == 0;
    buf_puts(&body, "{\"jeton\":\"" JETON "\",\"expire\":\"2026-11-21T00:03:00+01:00\","
                    "\"agent\":{\"identifiant\":\"agent.essai\",\"nom\":\"ESSAI\",\"prenom\":\"A\","
                    "\"role\":\"agent\"},\"organisme\":{\"siret\":\"20000000000000\","
                    "\"nom\":\"CCAS de Villeneuve\"},"
                    "\"derniere_connexion\":\"2026-11-19T09:12:00+01:00\",\"profils\":[");
    put_profil(&body, two ? "T2" : profils);
    if (two) {
        buf_putc(&body, ',');
        put_profil(&body, "TD");
    }
    buf_puts(&body, "]}");
    kit_type(k, "agent.essai");
    kit_key(k, TOUCHE_ENTREE);
    kit_type(k, MOT_PASSE);
    kit_keys(k, TOUCHE_ENTREE, 2);
    kit_answer(k, PROTO_SESSIONS, buf_text(&body));
    if (k->flying && strcmp(k->path, PROTO_ECRANS) == 0) {
        ecrans_put(&ecrans);
        kit_answer(k, PROTO_ECRANS, buf_text(&ecrans));
    }
    buf_free(&body);
    buf_free(&ecrans);
}

static const char *put_famille(const char *numero, struct buf *out)
{
    for (size_t i = 0; i < familles_demo_count(); i++) {
        const struct famille_demo *f = famille_demo_at(i);
        if (strcmp(f->numero, numero) != 0)
            continue;
        famille_demo_put(i, jour_d_essai, out);
        return f->nom;
    }
    ck_abort_msg("pas de famille %s", numero);
    return NULL;
}

void kit_open_dossier(struct kit_poste *k, const char *numero)
{
    struct buf famille = {0}, body = {0};
    const char *nom = put_famille(numero, &famille);
    const char *profil = poste_profil(&k->poste)->code;
    buf_puts(&body, "{\"dossier\":");
    reponse_put(profil, buf_span(&famille), &body);
    buf_putf(&body,
             ",\"consultation\":{\"recu\":1204,\"date\":\"2026-11-20T14:03:09+01:00\","
             "\"profil\":\"%s\",\"profil_version\":1,\"caf\":\"131\",\"numero\":\"%s\"}}",
             profil, numero);
    kit_type(k, numero);
    kit_key(k, TOUCHE_ENTREE);
    kit_type(k, nom);
    kit_keys(k, TOUCHE_ENTREE, 5); /* nom, motif, précision, base, bouton */
    kit_answer(k, PROTO_CONSULTATIONS, buf_text(&body));
    buf_free(&famille);
    buf_free(&body);
}
