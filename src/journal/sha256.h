/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SHA-256 behind one function: all that the journal hashes goes through it. */
#ifndef JOURNAL_SHA256_H
#define JOURNAL_SHA256_H

#include <cdap/base/secret.h>

/* Hash of the parts one after the other. */
void sha256_parts(const struct span *parts, size_t count, unsigned char out[HASH_BYTES]);

#endif
