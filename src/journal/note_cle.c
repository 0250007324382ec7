/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Public keys of notes: their names, their ids, their one-line form. */
#include <stdio.h>
#include <string.h>

#include <cdap/base/text.h>
#include <cdap/journal/note.h>

#include "base64.h"
#include "sha256.h"

#define ID_DIGITS 8

static bool is_space(uint32_t cp)
{
    return cp == 0x85 || cp == 0xA0 || cp == 0x1680 || (cp >= 0x2000 && cp <= 0x200A) ||
           cp == 0x2028 || cp == 0x2029 || cp == 0x202F || cp == 0x205F || cp == 0x3000;
}

bool note_nom_valid(struct span nom)
{
    const char *p = nom.ptr, *end = nom.ptr + nom.len;

    if (nom.len == 0 || nom.len > NOTE_NOM_MAX || !text_is_utf8(nom.ptr, nom.len))
        return false;
    while (p < end) {
        uint32_t cp = text_decode(&p, end);

        if (cp <= 0x20 || cp == 0x7F || cp == '+' || is_space(cp))
            return false;
    }
    return true;
}

static uint32_t key_id(struct span nom, enum note_type type, const unsigned char publique[32])
{
    const char octet = (char)type;
    const struct span parts[] = {nom, SPAN_LIT("\n"), {&octet, 1}, {(const char *)publique, 32}};
    unsigned char h[HASH_BYTES];

    sha256_parts(parts, sizeof parts / sizeof *parts, h);
    return (uint32_t)h[0] << 24 | (uint32_t)h[1] << 16 | (uint32_t)h[2] << 8 | h[3];
}

bool note_cle_init(struct note_cle *cle, struct span nom, enum note_type type,
                   const unsigned char publique[32])
{
    memset(cle, 0, sizeof *cle);
    if (!note_nom_valid(nom))
        return false;
    memcpy(cle->nom, nom.ptr, nom.len);
    cle->type = type;
    cle->id = key_id(nom, type, publique);
    memcpy(cle->publique, publique, sizeof cle->publique);
    return true;
}

void note_cle_put(struct buf *out, const struct note_cle *cle)
{
    unsigned char octets[33];

    octets[0] = (unsigned char)cle->type;
    memcpy(octets + 1, cle->publique, sizeof cle->publique);
    buf_putf(out, "%s+%08x+", cle->nom, cle->id);
    base64_put(out, octets, sizeof octets);
}

/* Written again, what was read must come out the same: one key has one form. */
bool note_cle_parse(struct span vkey, struct note_cle *out)
{
    const char *plus =
        vkey.len && vkey.len <= NOTE_VKEY_MAX ? memchr(vkey.ptr, '+', vkey.len) : NULL;
    unsigned char octets[33];
    struct span nom, b64;
    struct buf again = {0};
    size_t len;
    bool same;

    if (!plus)
        return false;
    nom = (struct span){vkey.ptr, (size_t)(plus - vkey.ptr)};
    if (vkey.len < nom.len + ID_DIGITS + 2 || plus[ID_DIGITS + 1] != '+')
        return false;
    b64 = (struct span){plus + ID_DIGITS + 2, vkey.len - nom.len - ID_DIGITS - 2};
    if (!base64_read(b64, octets, sizeof octets, &len) || len != sizeof octets ||
        (octets[0] != NOTE_ED25519 && octets[0] != NOTE_COSIGNATURE) ||
        !note_cle_init(out, nom, (enum note_type)octets[0], octets + 1))
        return false;
    note_cle_put(&again, out);
    same = !again.failed && span_eq(buf_span(&again), vkey);
    buf_free(&again);
    return same;
}
