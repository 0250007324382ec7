/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See base64.h. */
#include <sodium.h>

#include "base64.h"

void base64_put(struct buf *out, const void *bytes, size_t len)
{
    size_t size = sodium_base64_ENCODED_LEN(len, sodium_base64_VARIANT_ORIGINAL);
    char *to = buf_reserve(out, size);

    if (!to)
        return;
    sodium_bin2base64(to, size, bytes, len, sodium_base64_VARIANT_ORIGINAL);
    out->len += size - 1; /* its NUL stays beyond the end */
}

/* libsodium asks for the padding and for zeros in the bits that say nothing, but takes some bytes
 * above 0x7F for « / ». */
static bool is_ascii(struct span text)
{
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.ptr[i] > 0x7F)
            return false;
    return true;
}

bool base64_read(struct span text, unsigned char *out, size_t max, size_t *len)
{
    return text.len > 0 && text.len % 4 == 0 && is_ascii(text) &&
           sodium_base642bin(out, max, text.ptr, text.len, NULL, len, NULL,
                             sodium_base64_VARIANT_ORIGINAL) == 0;
}
