/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Loads and lints, once, the data files that rule the server. */
#include <stdlib.h>
#include <string.h>

#include <cdap/base/file.h>
#include <cdap/base/secret.h>
#include <cdap/server/catalogue.h>

#define DATA_FILE_MAX (4u << 20) /* bytes of one data file */
#define DICTIONNAIRE  "champs.json"
#define SUFFIXE       ".json"

/* What a walk over one folder fills. */
struct chargement {
    struct catalogue *catalogue;
    struct buf liste; /* members or items gathered, without their brackets */
};

/* The error of a file names the file: the room that read its text did not know it. */
static bool in_file(const char *name, struct err *err)
{
    struct err inner;
    if (!err)
        return false;
    inner = *err;
    if (inner.code == ERR_FICHIER) /* already names its path */
        return false;
    if (inner.champ[0])
        return err_set_champ(err, inner.code, inner.champ, "%s, « %s » : %s", name, inner.champ,
                             err_pourquoi(&inner));
    return err_set(err, inner.code, "%s : %s", name, err_pourquoi(&inner));
}

/* Copies JSON without the blanks between its tokens; `text` was parsed before. */
static void put_compact(struct buf *out, struct span text)
{
    bool quoted = false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (!quoted && (c == ' ' || c == '\t' || c == '\n' || c == '\r'))
            continue;
        buf_putc(out, c);
        if (c == '"')
            quoted = !quoted;
        else if (c == '\\' && quoted && i + 1 < text.len)
            buf_putc(out, text.ptr[++i]);
    }
}

static bool load_profil(void *ctx, const char *name, const char *path, struct err *err)
{
    struct catalogue *c = ((struct chargement *)ctx)->catalogue;
    struct buf text = {0};
    struct profil *p;

    if (strcmp(name, DICTIONNAIRE) == 0)
        return true;
    if (c->profil_count == PROFILS_MAX)
        return err_set(err, ERR_DONNEES, "%s : plus de %d profils", name, PROFILS_MAX);
    if (!file_read(path, DATA_FILE_MAX, &text, err))
        return false;
    p = profil_load(c->dictionnaire, buf_span(&text), err);
    buf_free(&text);
    if (!p)
        return in_file(name, err);
    if (catalogue_profil(c, span_of(profil_code(p)))) {
        err_set(err, ERR_DONNEES, "%s : le profil %s existe déjà", name, profil_code(p));
        profil_free(p);
        return false;
    }
    c->profils[c->profil_count++] = p;
    return true;
}

/* Reads a file, parses it as an object and appends its compact text to `out`. */
static struct json *load_object(const char *name, const char *path, struct buf *out,
                                struct err *err)
{
    struct buf text = {0};
    struct json *root = NULL;

    if (!file_read(path, DATA_FILE_MAX, &text, err))
        return NULL;
    root = json_parse(buf_span(&text), err);
    if (root && !json_is_object(root)) {
        err_set(err, ERR_DONNEES, "un objet JSON est attendu");
        json_free(root);
        root = NULL;
    }
    if (root)
        put_compact(out, buf_span(&text));
    else
        in_file(name, err);
    buf_free(&text);
    return root;
}

static bool load_nomenclature(void *ctx, const char *name, const char *path, struct err *err)
{
    struct chargement *ch = ctx;
    char liste[64];
    size_t len = strlen(name) - strlen(SUFFIXE);
    struct json *codes;
    bool ok;

    if (len >= sizeof liste)
        return err_set(err, ERR_DONNEES, "%s : nom de liste trop long", name);
    memcpy(liste, name, len);
    liste[len] = '\0';
    json_put_key(&ch->liste, liste);
    codes = load_object(name, path, &ch->liste, err);
    if (!codes)
        return false;
    ok = nomenclatures_add(ch->catalogue->nomenclatures, liste, codes, err) || in_file(name, err);
    json_free(codes);
    return ok;
}

static bool load_ecran(void *ctx, const char *name, const char *path, struct err *err)
{
    struct chargement *ch = ctx;
    struct json *ecran;

    if (ch->liste.len > 1)
        buf_putc(&ch->liste, ',');
    ecran = load_object(name, path, &ch->liste, err);
    json_free(ecran);
    return ecran != NULL;
}

/* Every list that the dictionary names must exist: a code without labels is an orphan. */
static bool lint_listes(const struct catalogue *c, struct err *err)
{
    for (size_t i = 0; i < dictionnaire_count(c->dictionnaire); i++) {
        const struct champ *champ = dictionnaire_at(c->dictionnaire, i);
        if (champ->liste && !nomenclatures_has(c->nomenclatures, champ->liste))
            return err_set_champ(err, ERR_DONNEES, champ->chemin,
                                 "%s : la nomenclature « %s » de « %s » n’existe pas", DICTIONNAIRE,
                                 champ->liste, champ->chemin);
    }
    return true;
}

static bool load_dictionnaire(struct catalogue *c, const char *profils, struct err *err)
{
    char path[FILE_PATH_MAX];
    struct buf text = {0};

    if (!path_join(path, profils, DICTIONNAIRE))
        return err_set(err, ERR_FICHIER, "%s : chemin trop long", profils);
    if (!file_read(path, DATA_FILE_MAX, &text, err))
        return false;
    c->dictionnaire = dictionnaire_load(buf_span(&text), err);
    buf_free(&text);
    return c->dictionnaire || in_file(DICTIONNAIRE, err);
}

/* Version first: the first hex digits of the hash of all that follows. */
static bool put_body(struct catalogue *c, struct buf *ecrans, struct buf *listes, struct err *err)
{
    struct buf rest = {0}, hex = {0};
    unsigned char hash[HASH_BYTES];

    buf_puts(&rest, ",\"ecrans\":");
    buf_put(&rest, ecrans->data, ecrans->len);
    buf_puts(&rest, "],\"nomenclatures\":");
    buf_put(&rest, listes->data, listes->len);
    buf_puts(&rest, "}}");
    hash_sha256(buf_span(&rest), hash);
    hex_put(&hex, hash, 8);
    memcpy(c->version, buf_text(&hex), hex.len < sizeof c->version ? hex.len : 0);
    buf_puts(&c->ecrans, "{\"version\":\"");
    buf_puts(&c->ecrans, c->version);
    buf_putc(&c->ecrans, '"');
    buf_put(&c->ecrans, rest.data, rest.len);
    bool ok = !rest.failed && !hex.failed && !c->ecrans.failed;
    buf_free(&rest);
    buf_free(&hex);
    return ok || err_set(err, ERR_MEMOIRE, NULL);
}

static bool load_ecrans(struct catalogue *c, const char *folder, struct err *err)
{
    char listes_dir[FILE_PATH_MAX];
    struct chargement ecrans = {.catalogue = c}, listes = {.catalogue = c};
    bool ok;

    if (!path_join(listes_dir, folder, "nomenclatures"))
        return err_set(err, ERR_FICHIER, "%s : chemin trop long", folder);
    buf_putc(&ecrans.liste, '[');
    buf_putc(&listes.liste, '{');
    ok = dir_each(listes_dir, SUFFIXE, load_nomenclature, &listes, err) &&
         dir_each(folder, SUFFIXE, load_ecran, &ecrans, err) &&
         (ecrans.liste.len > 1 || err_set(err, ERR_DONNEES, "%s : aucun écran", folder)) &&
         lint_listes(c, err) && put_body(c, &ecrans.liste, &listes.liste, err);
    buf_free(&ecrans.liste);
    buf_free(&listes.liste);
    return ok;
}

bool catalogue_load(struct catalogue *c, const char *ecrans, const char *profils, struct err *err)
{
    char ecrans_dir[FILE_PATH_MAX], profils_dir[FILE_PATH_MAX];
    struct chargement ch = {.catalogue = c};

    memset(c, 0, sizeof *c);
    if (!ecrans && data_dir(ecrans_dir, "screens", err))
        ecrans = ecrans_dir;
    if (!profils && data_dir(profils_dir, "profiles", err))
        profils = profils_dir;
    if (!ecrans || !profils)
        return false;
    c->nomenclatures = nomenclatures_new();
    if (c->nomenclatures && load_dictionnaire(c, profils, err) &&
        dir_each(profils, SUFFIXE, load_profil, &ch, err) && load_ecrans(c, ecrans, err) &&
        (c->profil_count || err_set(err, ERR_DONNEES, "%s : aucun profil", profils)))
        return true;
    if (!c->nomenclatures)
        err_set(err, ERR_MEMOIRE, NULL);
    catalogue_free(c);
    return false;
}

void catalogue_free(struct catalogue *c)
{
    for (size_t i = 0; i < c->profil_count; i++)
        profil_free(c->profils[i]);
    dictionnaire_free(c->dictionnaire);
    nomenclatures_free(c->nomenclatures);
    buf_free(&c->ecrans);
    memset(c, 0, sizeof *c);
}

const struct profil *catalogue_profil(const struct catalogue *c, struct span code)
{
    for (size_t i = 0; i < c->profil_count; i++)
        if (span_is(code, profil_code(c->profils[i])))
            return c->profils[i];
    return NULL;
}
