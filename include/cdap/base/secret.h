/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hashes, random bytes, passwords and encodings: a thin face over libsodium. */
#ifndef CDAP_BASE_SECRET_H
#define CDAP_BASE_SECRET_H

#include <cdap/base/buf.h>
#include <cdap/base/err.h>

#define HASH_BYTES    32
#define TOKEN_BYTES   32
#define TOKEN_TEXT    44  /* 43 characters of base64url and a NUL */
#define PASSWORD_HASH 128 /* encoded Argon2id string, NUL included */
#define PASSWORD_MIN  16  /* characters (Cnil 2022-100, case 2) */
#define PASSWORD_MAX  128

/* Once, before anything below. False: no entropy, give up. */
bool secret_init(void);

void random_bytes(void *out, size_t len);
void secret_wipe(void *p, size_t len);
/* Guarded memory, locked and wiped on free; NULL on failure. */
void *secret_alloc(size_t len);
void secret_free(void *p);
/* No core file, no ptrace by others: for both mains, as their first stage. */
void secret_no_dump(void);

void hash_sha256(struct span data, unsigned char out[HASH_BYTES]);
/* BLAKE2b-256 under a 32-byte key: pseudonyms. */
void hash_keyed(const unsigned char key[HASH_BYTES], struct span data,
                unsigned char out[HASH_BYTES]);
/* SHA-256 of what a PEM block holds (RFC 7468), the first of the text; false when there is none. */
bool hash_pem(struct span pem, unsigned char out[HASH_BYTES]);
bool bytes_equal(const void *a, const void *b, size_t len); /* constant time */

void hex_put(struct buf *b, const unsigned char *data, size_t len);

/* A new opaque token and the hash under which it is stored. */
void token_make(char text[TOKEN_TEXT], unsigned char hash[HASH_BYTES]);
/* Hash of a token received; false when its shape is wrong. */
bool token_hash(struct span text, unsigned char hash[HASH_BYTES]);

/* Argon2id, 64 MiB, t = 3: about a tenth of a second of one core; never on an event loop. */
bool password_hash(struct span password, char out[PASSWORD_HASH]);
/* `stored` NULL: does the same work on a dummy and returns false (unknown account). */
bool password_verify(const char *stored, struct span password);

#endif
