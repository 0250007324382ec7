/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Proof files, written and read. */
#include <string.h>

#include <cdap/journal/preuve.h>

#include "base64.h"
#include "lignes.h"

#define ENTETE "c2sp.org/tlog-proof@v1"

void preuve_put_hashes(struct buf *out, const hachage *chemin, size_t longueur)
{
    for (size_t i = 0; i < longueur; i++) {
        base64_put(out, chemin[i], HASH_BYTES);
        buf_putc(out, '\n');
    }
}

bool preuve_read_hash(struct span ligne, hachage out)
{
    return hash_read(ligne, out);
}

void preuve_put(struct buf *out, struct span extra, uint64_t index, const hachage *chemin,
                size_t longueur, struct span note)
{
    buf_puts(out, ENTETE "\n");
    if (extra.len) {
        buf_puts(out, "extra ");
        base64_put(out, extra.ptr, extra.len);
        buf_putc(out, '\n');
    }
    buf_puts(out, "index ");
    buf_put_padded(out, index, 1);
    buf_putc(out, '\n');
    preuve_put_hashes(out, chemin, longueur);
    buf_putc(out, '\n');
    buf_put(out, note.ptr, note.len);
}

/* The rest of a line after its keyword. */
static bool after(struct span ligne, const char *mot, struct span *reste)
{
    size_t len = strlen(mot);

    if (ligne.len <= len || memcmp(ligne.ptr, mot, len) != 0)
        return false;
    *reste = (struct span){ligne.ptr + len, ligne.len - len};
    return true;
}

static bool extra_parse(struct span b64, struct buf *out)
{
    char *to = buf_reserve(out, b64.len);
    size_t len;

    if (!to || !base64_read(b64, (unsigned char *)to, b64.len, &len))
        return false;
    out->len = len;
    out->data[len] = '\0';
    return true;
}

bool preuve_parse(struct span texte, struct preuve *out)
{
    struct span ligne, reste;

    memset(out, 0, sizeof *out);
    if (texte.len > PREUVE_MAX || !line_take(&texte, &ligne) || !span_is(ligne, ENTETE) ||
        !line_take(&texte, &ligne))
        return false;
    if (after(ligne, "extra ", &reste) &&
        (!extra_parse(reste, &out->extra) || !line_take(&texte, &ligne)))
        return false;
    if (!after(ligne, "index ", &reste) || !decimal_read(reste, &out->index))
        return false;
    while (line_take(&texte, &ligne) && ligne.len > 0)
        if (out->longueur == MERKLE_PREUVE_MAX || !hash_read(ligne, out->chemin[out->longueur++]))
            return false;
    out->note = texte;
    return ligne.len == 0 && texte.len > 0;
}

void preuve_done(struct preuve *p)
{
    buf_free(&p->extra);
    memset(p, 0, sizeof *p);
}
