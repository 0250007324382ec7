/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading, checking and writing signed notes. */
#include <sodium.h>
#include <string.h>

#include <cdap/base/text.h>
#include <cdap/journal/note.h>

#include "base64.h"

#define TIRET           "\xe2\x80\x94 " /* U+2014 and a space open each signature line */
#define LIGNE_MAX       8192            /* bytes of a signature line: the widest known has 3,300 */
#define ID_BYTES        4
#define SIGNATURE_BYTES crypto_sign_BYTES
#define TEMPS_BYTES     8

struct ligne {
    struct span nom;
    uint32_t id;
    unsigned char signature[LIGNE_MAX];
    size_t len;
};

bool note_text_valid(struct span texte)
{
    if (texte.len == 0 || texte.len > NOTE_MAX || texte.ptr[texte.len - 1] != '\n')
        return false;
    for (size_t i = 0; i < texte.len; i++)
        if ((unsigned char)texte.ptr[i] < 0x20 && texte.ptr[i] != '\n')
            return false;
    return text_is_utf8(texte.ptr, texte.len);
}

/* ---- shape ------------------------------------------------------------------------------------ */

/* The separator is the last empty line: a text may hold others. */
static bool note_split(struct span note, struct span *texte, struct span *lignes)
{
    if (!note_text_valid(note))
        return false;
    for (size_t i = note.len - 1; i-- > 0;) {
        if (note.ptr[i] != '\n' || note.ptr[i + 1] != '\n')
            continue;
        *texte = (struct span){note.ptr, i + 1};
        *lignes = (struct span){note.ptr + i + 2, note.len - i - 2};
        return lignes->len > 0;
    }
    return false;
}

static uint32_t read_u32(const unsigned char *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static bool line_parse(struct span s, struct ligne *out)
{
    const size_t tiret = sizeof TIRET - 1;
    const char *blanc;
    struct span b64;

    if (s.len > LIGNE_MAX || s.len <= tiret || memcmp(s.ptr, TIRET, tiret) != 0)
        return false;
    s = (struct span){s.ptr + tiret, s.len - tiret};
    blanc = memchr(s.ptr, ' ', s.len);
    if (!blanc)
        return false;
    out->nom = (struct span){s.ptr, (size_t)(blanc - s.ptr)};
    b64 = (struct span){blanc + 1, s.len - out->nom.len - 1};
    if (!note_nom_valid(out->nom) || !base64_read(b64, out->signature, LIGNE_MAX, &out->len) ||
        out->len <= ID_BYTES)
        return false;
    out->id = read_u32(out->signature);
    return true;
}

/* ---- signatures ------------------------------------------------------------------------------- */

static bool ed25519_check(const struct note_cle *cle, const unsigned char *signature,
                          struct span message)
{
    return crypto_sign_verify_detached(signature, (const unsigned char *)message.ptr, message.len,
                                       cle->publique) == 0;
}

void note_put_cosigned(struct buf *out, int64_t temps, struct span texte)
{
    buf_puts(out, "cosignature/v1\ntime ");
    buf_put_padded(out, (uint64_t)temps, 1);
    buf_putc(out, '\n');
    buf_put(out, texte.ptr, texte.len);
}

static bool cosignature_check(const struct note_cle *cle, const unsigned char *blob,
                              struct span texte, int64_t *temps)
{
    struct buf message = {0};
    uint64_t t = (uint64_t)read_u32(blob) << 32 | read_u32(blob + 4);
    bool valide;

    if (t > INT64_MAX)
        return false;
    *temps = (int64_t)t;
    note_put_cosigned(&message, *temps, texte);
    valide = !message.failed && ed25519_check(cle, blob + TEMPS_BYTES, buf_span(&message));
    buf_free(&message);
    return valide;
}

static bool line_check(const struct ligne *l, const struct note_cle *cle, struct span texte,
                       struct note_signature *vue)
{
    const unsigned char *blob = l->signature + ID_BYTES;
    size_t len = l->len - ID_BYTES;

    switch (cle->type) {
    case NOTE_ED25519:
        return len == SIGNATURE_BYTES && ed25519_check(cle, blob, texte);
    case NOTE_COSIGNATURE:
        return len == TEMPS_BYTES + SIGNATURE_BYTES &&
               cosignature_check(cle, blob, texte, &vue->temps);
    }
    return false;
}

static size_t find_key(const struct ligne *l, const struct note_cle *cles, size_t count)
{
    size_t i = 0;

    while (i < count && !(cles[i].id == l->id && span_is(l->nom, cles[i].nom)))
        i++;
    return i;
}

/* All lines are read, even after a good one: one false signature of a known key is one too many. */
static enum note_verdict lines_check(struct span lignes, struct span texte,
                                     const struct note_cle *cles, size_t count,
                                     struct note_signature *vues)
{
    struct ligne l;
    size_t bonnes = 0;

    for (size_t n = 0; lignes.len > 0; n++) {
        const char *fin = memchr(lignes.ptr, '\n', lignes.len);
        size_t len = (size_t)(fin - lignes.ptr), k;

        if (n == NOTE_SIGNATURES_MAX || !line_parse((struct span){lignes.ptr, len}, &l))
            return NOTE_ILLISIBLE;
        lignes = (struct span){fin + 1, lignes.len - len - 1};
        k = find_key(&l, cles, count);
        if (k == count)
            continue;
        if (!line_check(&l, &cles[k], texte, &vues[k]))
            return NOTE_SIGNATURE_FAUSSE;
        vues[k].valide = true;
        bonnes++;
    }
    return bonnes ? NOTE_VALIDE : NOTE_CLE_INCONNUE;
}

enum note_verdict note_verify(struct span note, const struct note_cle *cles, size_t count,
                              struct span *texte, struct note_signature *vues)
{
    struct note_signature ici[NOTE_CLES_MAX] = {0};
    struct span lignes;
    enum note_verdict verdict;

    if (count > NOTE_CLES_MAX || !note_split(note, texte, &lignes))
        return NOTE_ILLISIBLE;
    verdict = lines_check(lignes, *texte, cles, count, ici);
    if (vues && count)
        memcpy(vues, ici, count * sizeof *vues);
    return verdict;
}

void note_put_signature(struct buf *out, const struct note_cle *cle, const unsigned char *signature,
                        size_t len)
{
    const unsigned char id[ID_BYTES] = {(unsigned char)(cle->id >> 24),
                                        (unsigned char)(cle->id >> 16),
                                        (unsigned char)(cle->id >> 8), (unsigned char)cle->id};
    struct buf blob = {0};

    buf_put(&blob, id, sizeof id);
    buf_put(&blob, signature, len);
    buf_puts(out, TIRET);
    buf_puts(out, cle->nom);
    buf_putc(out, ' ');
    base64_put(out, blob.data, blob.len);
    buf_putc(out, '\n');
    out->failed = out->failed || blob.failed;
    buf_free(&blob);
}
