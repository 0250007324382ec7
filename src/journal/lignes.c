/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See lignes.h. */
#include <string.h>

#include "base64.h"
#include "lignes.h"

bool line_take(struct span *texte, struct span *ligne)
{
    const char *fin = texte->len ? memchr(texte->ptr, '\n', texte->len) : NULL;

    if (!fin)
        return false;
    *ligne = (struct span){texte->ptr, (size_t)(fin - texte->ptr)};
    *texte = (struct span){fin + 1, texte->len - ligne->len - 1};
    return true;
}

bool decimal_read(struct span s, uint64_t *out)
{
    uint64_t n = 0;

    if (s.len == 0 || (s.ptr[0] == '0' && s.len > 1))
        return false;
    for (size_t i = 0; i < s.len; i++) {
        unsigned chiffre = (unsigned)(s.ptr[i] - '0');

        if (s.ptr[i] < '0' || chiffre > 9 || n > (UINT64_MAX - chiffre) / 10)
            return false;
        n = n * 10 + chiffre;
    }
    *out = n;
    return true;
}

bool hash_read(struct span b64, unsigned char out[HASH_BYTES])
{
    size_t len;

    return base64_read(b64, out, HASH_BYTES, &len) && len == HASH_BYTES;
}
