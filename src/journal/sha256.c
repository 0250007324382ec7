/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SHA-256 by libsodium. A faster one takes its place here, and nowhere else. */
#include <sodium.h>

#include "sha256.h"

void sha256_parts(const struct span *parts, size_t count, unsigned char out[HASH_BYTES])
{
    crypto_hash_sha256_state state;

    crypto_hash_sha256_init(&state);
    for (size_t i = 0; i < count; i++)
        if (parts[i].len)
            crypto_hash_sha256_update(&state, (const unsigned char *)parts[i].ptr, parts[i].len);
    crypto_hash_sha256_final(&state, out);
}
