/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The published API Particulier personas, imported by their files: each opens with its number and
 * with the name of each of its allocataires. Skipped where the public folder is not there. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cdap/base/file.h>
#include <cdap/base/json.h>
#include <cdap/model/recherche.h>
#include <cdap/store/store.h>

#include "guichet.h"
#include "store_kit.h"
#include "suite.h"

#define PERSONAS    "../shared/api-particulier/personas"
#define PREMIER     "7000001"
#define PREFIX      "quotient_familial__"
#define FICHIER_MAX 64

struct fichiers {
    char *chemins[FICHIER_MAX];
    size_t count;
};

static bool collect(void *ctx, const char *name, const char *path, struct err *err)
{
    struct fichiers *f = ctx;

    (void)err;
    if (strncmp(name, PREFIX, strlen(PREFIX)) != 0)
        return true;
    ck_assert_uint_lt(f->count, FICHIER_MAX);
    f->chemins[f->count++] = strdup(path);
    return true;
}

static struct json *read_json(const char *path)
{
    struct buf text = {0};
    struct json *root;

    ck_assert(file_read(path, 1u << 20, &text, NULL));
    root = json_parse(buf_span(&text), NULL);
    ck_assert_ptr_nonnull(root);
    buf_free(&text);
    return root;
}

static void assert_opens_with(struct store *s, uint64_t cle, const char *nom)
{
    unsigned char key[NOM_CLE_SIZE];
    struct dossier_row row;

    if (!nom)
        return;
    ck_assert_int_eq(store_dossier_find(s, cle, &row), FOUND_ROW);
    ck_assert(nom_cle(span_of(nom), key));
    ck_assert_msg(identite_has_nom(row.noms, key), "%llu %s", (unsigned long long)cle, nom);
}

/* True when the file holds a dossier: it then opens under this key. */
static bool assert_persona(struct store *s, const char *path, uint64_t cle)
{
    struct json *root = read_json(path);
    const struct json *people = json_path(root, SPAN_LIT("payload.data.allocataires"));
    int64_t status = 0;

    json_integer(json_get(root, "status"), &status);
    for (const struct json *p = json_first(people); status == 200 && p; p = json_sibling(p)) {
        assert_opens_with(s, cle, json_string(json_get(p, "nom_naissance"), NULL));
        assert_opens_with(s, cle, json_string(json_get(p, "nom_usage"), NULL));
    }
    json_free(root);
    return status == 200;
}

START_TEST(open_each_persona_by_its_number_and_names)
{
    char script[FILE_PATH_MAX * 2];
    struct fichiers f = {0};
    uint64_t cle = 1317000001;
    struct buf said = {0};
    struct kit kit;

    kit_init(&kit);
    ck_assert(dir_each(PERSONAS, ".json", collect, &f, NULL));
    snprintf(script, sizeof script,
             "LC_ALL=C; %s/cdapd importer --donnees %s --format quotient-familial-v3"
             " --premier-numero " PREMIER " " PERSONAS "/" PREFIX "*.json",
             build_dir(), kit.dir);
    ck_assert_int_eq(run_program("/bin/sh", (const char *[]){"-c", script, NULL}, &said, &said), 0);
    for (size_t i = 0; i < f.count; i++)
        cle += assert_persona(kit.store, f.chemins[i], cle);
    ck_assert_uint_gt(cle, 1317000001);
    ck_assert_int_eq(store_dossier_count(kit.store), (int64_t)(cle - 1317000001));
    for (size_t i = 0; i < f.count; i++)
        free(f.chemins[i]);
    buf_free(&said);
    kit_done(&kit);
}
END_TEST

static void add(TCase *t)
{
    tcase_add_test(t, open_each_persona_by_its_number_and_names);
}

int main(void)
{
    if (access(PERSONAS, R_OK) != 0) {
        puts(PERSONAS " : absent");
        return 77;
    }
    return secret_init() ? suite_main("importer_personas", add) : 1;
}
