/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading an entry's bytes back, so that a person is told what they say. */
#include <stdlib.h>
#include <string.h>

#include <cdap/base/date.h>
#include <cdap/journal/entree.h>

static bool hex_read(const char *text, unsigned char out[HASH_BYTES])
{
    static const char digits[] = "0123456789abcdef";

    if (strlen(text) != (size_t)2 * HASH_BYTES)
        return false;
    for (size_t i = 0; i < HASH_BYTES; i++) {
        const char *high = strchr(digits, text[2 * i]), *low = strchr(digits, text[2 * i + 1]);

        if (!high || !low)
            return false;
        out[i] = (unsigned char)((high - digits) << 4 | (low - digits));
    }
    return true;
}

/* 2026-11-20T13:03:09Z */
static bool temps_read(const char *text, int64_t *out)
{
    struct date jour;
    unsigned part[3];

    if (strlen(text) != 20 || text[10] != 'T' || text[13] != ':' || text[16] != ':' ||
        text[19] != 'Z' || !date_parse((struct span){text, 10}, &jour) || !jour.day)
        return false;
    for (size_t i = 0; i < 3; i++) {
        const char *p = text + 11 + 3 * i;

        if (p[0] < '0' || p[0] > '9' || p[1] < '0' || p[1] > '9')
            return false;
        part[i] = (unsigned)((p[0] - '0') * 10 + (p[1] - '0'));
    }
    *out = date_to_unix(jour) + part[0] * 3600 + part[1] * 60 + part[2];
    return part[0] < 24 && part[1] < 60 && part[2] < 60;
}

static const char *word(const struct json *o, const char *key)
{
    return json_string(json_get(o, key), "");
}

static bool number(const struct json *o, const char *key, uint64_t *out)
{
    int64_t value;

    if (!json_integer(json_get(o, key), &value) || value < 0)
        return false;
    *out = (uint64_t)value;
    return true;
}

static bool fichiers_read(const struct json *list, struct entree_lue *out)
{
    size_t n = 0;

    if (!list)
        return true;
    if (!json_is_array(list) || json_count(list) == 0 || json_count(list) > ENTREE_FICHIERS_MAX)
        return false;
    out->hashes = calloc(json_count(list), sizeof *out->hashes);
    if (!out->hashes)
        return false;
    for (const struct json *v = json_first(list); v; v = json_sibling(v))
        if (!hex_read(json_string(v, ""), out->hashes[n++]))
            return false;
    out->entree.fichiers = (const unsigned char(*)[HASH_BYTES])out->hashes;
    out->entree.fichier_count = n;
    return true;
}

static bool words_read(const struct json *o, struct entree_lue *out)
{
    struct entree *e = &out->entree;

    out->acte = word(o, "acte");
    for (e->acte = 0; e->acte < ACTE_COUNT && strcmp(acte_word(e->acte), out->acte) != 0;)
        e->acte++;
    for (e->issue = 0; e->issue < ISSUE_COUNT && strcmp(issue_word(e->issue), word(o, "issue"));)
        e->issue++;
    e->agent = span_of(word(o, "agent"));
    e->role = span_of(word(o, "role"));
    e->organisme = span_of(word(o, "organisme"));
    e->profil = span_of(word(o, "profil"));
    e->motif = span_of(word(o, "motif"));
    return out->acte[0] && e->issue < ISSUE_COUNT;
}

bool entree_read(struct span octets, struct entree_lue *out)
{
    struct entree *e = &out->entree;
    const char *dossier;

    memset(out, 0, sizeof *out);
    if (octets.len > ENTREE_MAX || !(out->json = json_parse(octets, NULL)) ||
        !json_is_object(out->json))
        return false;
    dossier = word(out->json, "dossier");
    e->has_dossier = dossier[0] != '\0';
    e->has_recu = number(out->json, "recu", &e->recu);
    return words_read(out->json, out) && number(out->json, "seq", &e->seq) &&
           temps_read(word(out->json, "temps"), &e->temps) &&
           (!e->has_dossier || hex_read(dossier, e->dossier_ref)) &&
           hex_read(word(out->json, "detail"), e->detail) &&
           fichiers_read(json_get(out->json, "fichiers"), out);
}

void entree_lue_done(struct entree_lue *e)
{
    json_free(e->json);
    free(e->hashes);
    memset(e, 0, sizeof *e);
}
