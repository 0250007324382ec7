/* SPDX-License-Identifier: GPL-3.0-or-later */
/* POST /v1/preuves: what was exported from a consultation of this very session, and the proof of it.
 * The hash of each file stands in the entry; its name, which may say too much, in the erasable part. */
#include <string.h>

#include <cdap/base/text.h>

#include "corps.h"
#include "route.h"

#define FICHIER_NOM_MAX 255 /* bytes */

static bool bad_field(struct echange *x, const char *chemin, const char *pourquoi)
{
    x->cause = "champ";
    return err_set_champ(&x->err, ERR_CHAMP, chemin, "%s : %s", chemin, pourquoi);
}

/* ---- body ------------------------------------------------------------------------------------- */

static bool put_hash(struct buf *out, const char *hex)
{
    static const char digits[] = "0123456789abcdef";

    if (strlen(hex) != (size_t)2 * HASH_BYTES || strspn(hex, digits) != (size_t)2 * HASH_BYTES)
        return false;
    for (size_t i = 0; i < HASH_BYTES; i++)
        buf_putc(out, (char)((strchr(digits, hex[2 * i]) - digits) << 4 |
                             (strchr(digits, hex[2 * i + 1]) - digits)));
    return true;
}

static bool fichier_read(struct echange *x, const struct json *f)
{
    static const char *const keys[] = {"nom", "sha256", NULL};
    const char *nom = json_string(json_get(f, "nom"), "");
    const char *sha = json_string(json_get(f, "sha256"), "");
    struct buf clean = {0};

    if (!json_is_object(f) || !json_only_keys(f, keys, NULL))
        return bad_field(x, "fichiers", "« nom » et « sha256 » sont attendus");
    if (!*nom || strlen(nom) > FICHIER_NOM_MAX)
        return bad_field(x, "fichiers.nom", "un nom de fichier est attendu");
    if (!put_hash(&x->hachages, sha))
        return bad_field(x, "fichiers.sha256", "64 chiffres hexadécimaux sont attendus");
    text_clean(&clean, span_of(nom), 0);
    buf_puts(&x->mots, x->mots.len ? ",{" : "{");
    json_put_key(&x->mots, "nom");
    json_put_string(&x->mots, buf_span(&clean));
    json_put_member(&x->mots, "sha256", sha);
    buf_putc(&x->mots, '}');
    buf_free(&clean);
    return true;
}

static bool members_read(struct echange *x, const struct json *root)
{
    static const char *const keys[] = {"recu", "fichiers", NULL};
    const struct json *list = json_get(root, "fichiers");
    struct demande_preuve *d = &x->demande.preuve;
    struct err err = {0};

    if (!json_only_keys(root, keys, &err))
        return bad_field(x, err.champ, "champ inconnu");
    if (!json_integer(json_get(root, "recu"), &d->recu))
        return bad_field(x, "recu", "un nombre est attendu");
    if (!json_is_array(list) || json_count(list) == 0 || json_count(list) > ENTREE_FICHIERS_MAX)
        return bad_field(x, "fichiers", "de 1 à 256 fichiers sont attendus");
    for (const struct json *f = json_first(list); f; f = json_sibling(f))
        if (!fichier_read(x, f))
            return false;
    if (x->mots.failed || x->hachages.failed)
        return refuse_interne(x, "memoire");
    d->fichiers = buf_span(&x->mots);
    return true;
}

bool corps_preuve(struct echange *x)
{
    struct json *root = json_parse(x->rq->body.len ? x->rq->body : SPAN_LIT(""), NULL);
    bool ok;

    memset(&x->demande, 0, sizeof x->demande);
    if (!root || !json_is_object(root)) {
        json_free(root);
        x->cause = "requete_malformee";
        return err_set(&x->err, ERR_REQUETE, "le corps n’est pas du JSON attendu");
    }
    ok = members_read(x, root);
    json_free(root);
    return ok;
}

/* ---- handler ---------------------------------------------------------------------------------- */

bool preuve_open(struct echange *x)
{
    const struct demande_preuve *d = &x->demande.preuve;

    buf_putc(&x->detail, '{');
    json_put_member_int(&x->detail, "recu", d->recu);
    json_put_key(&x->detail, "fichiers");
    buf_putc(&x->detail, '[');
    buf_put(&x->detail, d->fichiers.ptr, d->fichiers.len);
    buf_putc(&x->detail, ']');
    if (!recu_check(x, d->recu))
        return false;
    if (!x->serveur->sceau) {
        x->cause = "sans_sceau";
        return err_set(&x->err, ERR_OCCUPE, "ce serveur n’a pas de clé pour sceller son journal");
    }
    x->enregistre = true;
    x->status = 201;
    return true;
}

void preuve_complete(struct echange *x)
{
    const struct enregistrement *e = &x->enregistrement;

    buf_putc(&x->corps, '{');
    json_put_member_int(&x->corps, "index", (int64_t)e->index);
    json_put_key(&x->corps, "entree");
    json_put_string(&x->corps, buf_span(&e->octets));
    json_put_key(&x->corps, "preuve");
    json_put_string(&x->corps, buf_span(&e->preuve));
    buf_putc(&x->corps, '}');
}
