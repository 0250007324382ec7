/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Screens for tests: the real ones, or one written in the test; tabs drawn as text. */
#include <stdlib.h>
#include <string.h>

#include <cdap/model/bande.h>
#include <cdap/model/filtre.h>
#include <cdap/server/catalogue.h>

#include "ecrans_kit.h"
#include "suite.h"

const struct date jour_d_essai = {2026, 11, 20};

struct ecrans *ecrans_reels(void)
{
    struct catalogue c;
    struct err err = {0};
    ck_assert_msg(catalogue_load(&c, "screens", "profiles", &err), "%s", err.detail);
    struct ecrans *es = ecrans_load(buf_span(&c.ecrans), &err);
    ck_assert_msg(es != NULL, "%s : %s", err.champ, err.detail);
    catalogue_free(&c);
    return es;
}

void ecrans_put(struct buf *out)
{
    struct catalogue c;
    struct err err = {0};
    ck_assert_msg(catalogue_load(&c, "screens", "profiles", &err), "%s", err.detail);
    buf_put(out, c.ecrans.data, c.ecrans.len);
    catalogue_free(&c);
}

void reponse_put(const char *profil, struct span dossier, struct buf *out)
{
    static struct vue vue;
    struct catalogue c;
    struct err err = {0};
    struct identite id;
    struct buf bande = {0};
    ck_assert_msg(catalogue_load(&c, "screens", "profiles", &err), "%s", err.detail);
    struct encodeur *e = encodeur_new(c.dictionnaire);
    ck_assert_msg(bande_encode(e, dossier, &bande, &id, &err), "%s : %s", err.champ, err.detail);
    profil_vue(catalogue_profil(&c, span_of(profil)), jour_d_essai, &vue);
    ck_assert(filtre_run(&vue, buf_span(&bande), out));
    encodeur_free(e);
    catalogue_free(&c);
    buf_free(&bande);
}

struct json *reponse_de(const char *profil, struct span dossier)
{
    struct err err = {0};
    struct buf reponse = {0};
    reponse_put(profil, dossier, &reponse);
    struct json *json = json_parse(buf_span(&reponse), &err);
    ck_assert_msg(json != NULL, "%s", err.detail);
    buf_free(&reponse);
    return json;
}

struct ecrans *ecrans_essai(const char *blocs, struct err *err)
{
    struct buf body = {0};
    buf_putf(&body,
             "{\"version\":\"1\",\"ecrans\":[{\"nom\":\"essai\",\"titre\":\"Essai\","
             "\"rubriques\":[\"e\"],\"blocs\":[%s]}],"
             "\"nomenclatures\":{\"code\":{\"A\":\"premier\",\"B\":\"second\"}}}",
             blocs);
    struct ecrans *es = ecrans_load(buf_span(&body), err);
    buf_free(&body);
    return es;
}

struct json *json_de(const char *text)
{
    struct err err = {0};
    struct json *json = json_parse(span_of(text), &err);
    ck_assert_msg(json != NULL, "%s", err.detail);
    return json;
}

void planche_texte(const struct ecrans *es, const struct ecran *e, const struct json *dossier,
                   const struct planche_options *options, int largeur, struct buf *out)
{
    struct planche_options o = options ? *options : (struct planche_options){0};
    struct grid g;
    o.largeur = largeur;
    o.aujourdhui = jour_d_essai;
    struct planche *p = planche_new(es, e, dossier, &o);
    ck_assert_ptr_nonnull(p);
    ck_assert(grid_init(&g, planche_hauteur(p), largeur));
    planche_draw(p, &g, grid_rect(&g), 0, -1);
    grid_put_text(&g, out);
    grid_done(&g);
    planche_free(p);
}

char *essai_texte(const char *blocs, const char *dossier)
{
    struct err err = {0};
    struct buf out = {0};
    struct ecrans *es = ecrans_essai(blocs, &err);
    ck_assert_msg(es != NULL, "%s : %s", err.champ, err.detail);
    struct json *json = json_de(dossier);
    planche_texte(es, ecrans_at(es, 0), json, NULL, 60, &out);
    char *text = strdup(buf_text(&out));
    buf_free(&out);
    json_free(json);
    ecrans_free(es);
    return text;
}

const struct ecran *ecran_nomme(const struct ecrans *es, const char *nom)
{
    for (size_t i = 0; i < ecrans_count(es); i++)
        if (strcmp(ecran_nom(ecrans_at(es, i)), nom) == 0)
            return ecrans_at(es, i);
    ck_abort_msg("pas d’écran %s", nom);
    return NULL;
}
