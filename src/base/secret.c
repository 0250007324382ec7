/* SPDX-License-Identifier: GPL-3.0-or-later */
/* libsodium behind the project's own words. */
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include <sodium.h>

#include <cdap/base/secret.h>

#define ARGON_OPS    3u
#define ARGON_MEMORY ((size_t)64 * 1024 * 1024)

_Static_assert(PASSWORD_HASH >= crypto_pwhash_STRBYTES, "room for an encoded hash");
_Static_assert(HASH_BYTES == crypto_hash_sha256_BYTES, "SHA-256");
_Static_assert(HASH_BYTES == crypto_generichash_KEYBYTES, "BLAKE2b key");

bool secret_init(void)
{
    return sodium_init() >= 0;
}

void random_bytes(void *out, size_t len)
{
    randombytes_buf(out, len);
}

void secret_wipe(void *p, size_t len)
{
    sodium_memzero(p, len);
}

void *secret_alloc(size_t len)
{
    return sodium_malloc(len);
}

void secret_free(void *p)
{
    sodium_free(p);
}

void secret_no_dump(void)
{
    struct rlimit none = {0, 0};
    setrlimit(RLIMIT_CORE, &none);
    prctl(PR_SET_DUMPABLE, 0);
}

void hash_sha256(struct span data, unsigned char out[HASH_BYTES])
{
    crypto_hash_sha256(out, (const unsigned char *)data.ptr, data.len);
}

bool hash_pem(struct span pem, unsigned char out[HASH_BYTES])
{
    static const char rule[] = "-----";
    struct buf der = {0};
    const char *end = pem.ptr + pem.len, *from = NULL;
    const char *begin = pem.len ? memmem(pem.ptr, pem.len, "-----BEGIN ", 11) : NULL;
    if (begin)
        from = memmem(begin + 11, (size_t)(end - begin) - 11, rule, sizeof rule - 1);
    from = from ? from + sizeof rule - 1 : end;
    const char *to = memmem(from, (size_t)(end - from), rule, sizeof rule - 1);
    char *bytes = to && to > from ? buf_reserve(&der, (size_t)(to - from)) : NULL;
    bool ok = bytes && sodium_base642bin((unsigned char *)bytes, (size_t)(to - from), from,
                                         (size_t)(to - from), "\r\n", &der.len, NULL,
                                         sodium_base64_VARIANT_ORIGINAL) == 0;
    if (ok)
        hash_sha256(buf_span(&der), out);
    buf_free(&der);
    return ok;
}

void hash_keyed(const unsigned char key[HASH_BYTES], struct span data,
                unsigned char out[HASH_BYTES])
{
    crypto_generichash(out, HASH_BYTES, (const unsigned char *)data.ptr, data.len, key, HASH_BYTES);
}

bool bytes_equal(const void *a, const void *b, size_t len)
{
    return sodium_memcmp(a, b, len) == 0;
}

void hex_put(struct buf *b, const unsigned char *data, size_t len)
{
    char *to = buf_reserve(b, len * 2);
    if (!to)
        return;
    sodium_bin2hex(to, len * 2 + 1, data, len);
    b->len += len * 2;
}

static void token_store_hash(const char *text, unsigned char hash[HASH_BYTES])
{
    hash_sha256((struct span){text, TOKEN_TEXT - 1}, hash);
}

void token_make(char text[TOKEN_TEXT], unsigned char hash[HASH_BYTES])
{
    unsigned char bytes[TOKEN_BYTES];
    randombytes_buf(bytes, sizeof bytes);
    sodium_bin2base64(text, TOKEN_TEXT, bytes, sizeof bytes,
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    sodium_memzero(bytes, sizeof bytes);
    token_store_hash(text, hash);
}

bool token_hash(struct span text, unsigned char hash[HASH_BYTES])
{
    if (text.len != TOKEN_TEXT - 1)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        bool known = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                     c == '-' || c == '_';
        if (!known)
            return false;
    }
    token_store_hash(text.ptr, hash);
    return true;
}

bool password_hash(struct span password, char out[PASSWORD_HASH])
{
    memset(out, 0, PASSWORD_HASH);
    return crypto_pwhash_str(out, password.ptr, password.len, ARGON_OPS, ARGON_MEMORY) == 0;
}

/* A well-formed hash of no password that anybody knows, with the same cost. */
static const char dummy_hash[] = "$argon2id$v=19$m=65536,t=3,p=1$AAAAAAAAAAAAAAAAAAAAAA$"
                                 "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

bool password_verify(const char *stored, struct span password)
{
    bool same =
        crypto_pwhash_str_verify(stored ? stored : dummy_hash, password.ptr, password.len) == 0;
    return stored && same;
}
