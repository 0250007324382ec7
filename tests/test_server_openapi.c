/* SPDX-License-Identifier: GPL-3.0-or-later */
/* man/cdapd.openapi.json is kept true: it names every route and no other, and what the server answers
 * has a status that it announces and the shape that it describes. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cdap/journal/sceau.h>
#include <cdap/server/registre.h>

#include "serveur.h"

#define CONTRAT "man/cdapd.openapi.json"
#define SHA     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

static struct json *contrat;

static struct json *read_json(const char *path)
{
    struct buf text = {0};
    struct err err = {0};

    ck_assert_msg(file_read(path, 1u << 20, &text, &err), "%s", err.detail);
    struct json *v = json_parse(buf_span(&text), &err);
    ck_assert_msg(v != NULL, "%s : %s", path, err.detail);
    buf_free(&text);
    return v;
}

/* ---- a value against a schema: the words that this file uses ------------------------------------ */

static const struct json *resolve(const struct json *schema)
{
    const char *ref = json_string(json_get(schema, "$ref"), NULL);
    if (!ref)
        return schema;
    const struct json *all = json_path(contrat, SPAN_LIT("components.schemas"));
    const struct json *found = json_get(all, strrchr(ref, '/') + 1);
    ck_assert_msg(found != NULL, "%s n’existe pas", ref);
    return found;
}

static bool is_type(const struct json *v, const char *type)
{
    int64_t n;
    if (strcmp(type, "null") == 0)
        return v && json_is_null(v);
    if (strcmp(type, "string") == 0)
        return json_is_string(v);
    if (strcmp(type, "integer") == 0)
        return json_integer(v, &n);
    if (strcmp(type, "boolean") == 0)
        return json_is_boolean(v);
    if (strcmp(type, "array") == 0)
        return json_is_array(v);
    ck_assert_str_eq(type, "object");
    return json_is_object(v);
}

static bool has_type(const struct json *v, const struct json *type)
{
    if (json_is_string(type))
        return is_type(v, json_string(type, ""));
    for (const struct json *t = json_first(type); t; t = json_sibling(t))
        if (is_type(v, json_string(t, "")))
            return true;
    return false;
}

static void check(const struct json *v, const struct json *schema, const char *where);

static void check_members(const struct json *v, const struct json *schema, const char *where)
{
    const struct json *properties = json_get(schema, "properties");
    bool closed = !json_boolean(json_get(schema, "additionalProperties"), true);

    for (const struct json *r = json_first(json_get(schema, "required")); r; r = json_sibling(r))
        ck_assert_msg(json_get(v, json_string(r, "")) != NULL, "%s.%s manque", where,
                      json_string(r, ""));
    for (const struct json *m = json_first(v); m; m = json_sibling(m)) {
        const struct json *known = json_get(properties, json_key(m));
        char inner[256];
        ck_assert_msg(known || !closed, "%s.%s n’est pas décrit", where, json_key(m));
        snprintf(inner, sizeof inner, "%.150s.%.80s", where, json_key(m));
        if (known)
            check(m, known, inner);
    }
}

static void check(const struct json *v, const struct json *schema, const char *where)
{
    schema = resolve(schema);
    ck_assert_msg(has_type(v, json_get(schema, "type")), "%s n’est pas du type décrit", where);
    const struct json *values = json_first(json_get(schema, "enum"));
    bool listed = !values;
    for (; values && !listed; values = json_sibling(values))
        listed = strcmp(json_string(values, ""), json_string(v, "?")) == 0;
    ck_assert_msg(listed, "%s n’est pas une des valeurs", where);
    if (json_is_object(v))
        check_members(v, schema, where);
    if (json_is_array(v) && json_get(schema, "items"))
        for (const struct json *i = json_first(v); i; i = json_sibling(i))
            check(i, json_get(schema, "items"), where);
}

/* ---- calls ---------------------------------------------------------------------------------- */

static const struct json *operation(const char *methode, const char *chemin)
{
    char path[128] = "", verb[16] = "";
    snprintf(path, sizeof path, "%.*s", (int)strcspn(chemin, "?"), chemin);
    for (size_t i = 0; methode[i] && i + 1 < sizeof verb; i++)
        verb[i] = (char)tolower((unsigned char)methode[i]);
    return json_get(json_get(json_get(contrat, "paths"), path), verb);
}

/* Calls, and holds status and body against the contract. */
static void call(struct essai *e, const char *methode, const char *chemin, const char *jeton,
                 const char *corps, int status, struct reponse *r)
{
    const struct json *op = operation(methode, chemin);
    char code[16];

    appel(e, methode, chemin, jeton, corps, NULL, r);
    ck_assert_msg(r->status == status, "%s %s: %d", methode, chemin, r->status);
    snprintf(code, sizeof code, "%d", r->status);
    const struct json *answer = json_get(json_get(op, "responses"), code);
    ck_assert_msg(answer != NULL, "%s %s: %s n’est pas annoncé", methode, chemin, code);
    const struct json *content = json_get(json_get(answer, "content"), "application/json");
    if (content)
        check(r->json, json_get(content, "schema"), chemin);
    else
        ck_assert_uint_eq(r->corps.len, 0);
}

static void call_only(struct essai *e, const char *methode, const char *chemin, const char *jeton,
                      const char *corps, int status)
{
    struct reponse r;
    call(e, methode, chemin, jeton, corps, status, &r);
    reponse_free(&r);
}

static void open_sealed(struct essai *e)
{
    char path[FILE_PATH_MAX];
    struct note_cle cle;

    contrat = read_json(CONTRAT);
    essai_init(e);
    ck_assert(store_file(e->donnees, REGISTRE_CLE, path, sizeof path));
    ck_assert(sceau_create(path, SPAN_LIT("cdap.exemple.fr"), NOTE_ED25519, &cle, NULL));
    essai_serve(e, NULL);
}

static void close_all(struct essai *e)
{
    essai_close(e);
    json_free(contrat);
}

START_TEST(name_every_route_and_no_other)
{
    static const char *const methods[] = {"GET", "POST", "PUT", "PATCH", "DELETE"};
    struct essai e;
    struct buf source = {0};
    size_t rows = 0, documented = 0;

    open_sealed(&e);
    ck_assert(file_read("src/server/route.c", 1u << 20, &source, NULL));
    for (const char *p = source.data; (p = strstr(p, "\n    ROUTE")); p++)
        rows++;
    buf_free(&source);
    for (const struct json *path = json_first(json_get(contrat, "paths")); path;
         path = json_sibling(path)) {
        documented += json_count(path);
        for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
            struct reponse r;
            appel(&e, methods[i], json_key(path), NULL, NULL, NULL, &r);
            ck_assert_msg((r.status == 405) == !operation(methods[i], json_key(path)), "%s %s: %d",
                          methods[i], json_key(path), r.status);
            ck_assert_int_ne(r.status, 404);
            reponse_free(&r);
        }
    }
    ck_assert_uint_eq(documented, rows);
    close_all(&e);
}
END_TEST

START_TEST(refuse_as_the_contract_says)
{
    struct essai e;
    char *agent, *auditeur;

    open_sealed(&e);
    call_only(&e, "POST", "/v1/sessions", NULL, "{", 400);
    call_only(&e, "POST", "/v1/sessions", NULL, "{\"identifiant\":\"a\"}", 422);
    call_only(&e, "POST", "/v1/sessions", NULL,
              "{\"identifiant\":\"a\",\"mot_de_passe\":\"un autre mot de passe\"}", 401);
    call_only(&e, "GET", "/v1/ecrans", NULL, NULL, 401);
    agent = connexion(&e, "agent.t2");
    auditeur = connexion(&e, "auditeur");
    call_only(&e, "POST", "/v1/consultations", agent, "[]", 400);
    call_only(&e, "POST", "/v1/consultations", agent, "{\"numero\":1}", 422);
    call_only(&e, "POST", "/v1/consultations", auditeur, "{}", 403);
    call_only(&e, "POST", "/v1/consultations", agent, demande(NULL, "9999999", "MARTIN", "T2"),
              404);
    call_only(&e, "POST", "/v1/revelations", agent,
              "{\"recu\":1,\"champ\":\"famille.allocataire.nir\"}", 409);
    call_only(&e, "POST", "/v1/preuves", agent,
              "{\"recu\":1,\"fichiers\":[{\"nom\":\"a\",\"sha256\":\"" SHA "\"}]}", 409);
    call_only(&e, "GET", "/v1/journal/checkpoint", agent, NULL, 403);
    call_only(&e, "GET", "/v1/journal/coherence?de=x&a=1", auditeur, NULL, 422);
    call_only(&e, "POST", "/v1/journal/recherches", agent, "{}", 403);
    free(agent);
    free(auditeur);
    close_all(&e);
}
END_TEST

START_TEST(answer_as_the_contract_says)
{
    const struct famille_demo *f = une_famille(false);
    struct essai e;
    struct reponse r;
    struct buf corps = {0};
    int64_t recu = -1;

    open_sealed(&e);
    call_only(&e, "GET", "/v1/sante", NULL, NULL, 200);
    call_only(&e, "POST", "/v1/sessions", NULL,
              "{\"identifiant\":\"agent.td\",\"mot_de_passe\":\"" ESSAI_MOT_DE_PASSE "\"}", 201);
    char *agent = connexion(&e, "agent.td"), *auditeur = connexion(&e, "auditeur");
    call_only(&e, "GET", "/v1/ecrans", agent, NULL, 200);
    call(&e, "POST", "/v1/consultations", agent, demande("131", f->numero, f->nom, "TD"), 200, &r);
    ck_assert(json_integer(json_path(r.json, SPAN_LIT("consultation.recu")), &recu));
    reponse_free(&r);
    buf_putf(&corps, "{\"recu\":%lld,\"champ\":\"famille.allocataire.nir\"}", (long long)recu);
    call_only(&e, "POST", "/v1/revelations", agent, buf_text(&corps), 200);
    buf_reset(&corps);
    buf_putf(&corps, "{\"recu\":%lld,\"fichiers\":[{\"nom\":\"a\",\"sha256\":\"" SHA "\"}]}",
             (long long)recu);
    call_only(&e, "POST", "/v1/preuves", agent, buf_text(&corps), 201);
    call_only(&e, "GET", "/v1/journal/checkpoint", auditeur, NULL, 200);
    call_only(&e, "GET", "/v1/journal/coherence?de=1&a=2", auditeur, NULL, 200);
    call_only(&e, "POST", "/v1/journal/recherches", auditeur, "{}", 200);
    call_only(&e, "DELETE", "/v1/sessions/courante", agent, NULL, 204);
    buf_free(&corps);
    free(agent);
    free(auditeur);
    close_all(&e);
}
END_TEST

static void add(TCase *t)
{
    tcase_add_test(t, name_every_route_and_no_other);
    tcase_add_test(t, refuse_as_the_contract_says);
    tcase_add_test(t, answer_as_the_contract_says);
}

int main(void)
{
    return essai_main("openapi", add);
}
