/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The seal of a bande, and the checks at the door of whoever reads one. */
#include "forme.h"

/* Two sums side by side: one register of the machines we know. */
typedef uint64_t paire __attribute__((vector_size(16)));

/* A running sum and the sum of the running sums (Fletcher): damage within one word always changes
 * the first, blocks that change places the second. It finds accidents, not forgers: whoever can
 * write in the base needs no forged length to read it. Some 16 bytes per cycle, so that a dossier
 * is checked whole at each consultation, before its first byte is copied. */
static void seal(const char *p, size_t len, uint64_t out[2])
{
    static const uint64_t odd[4] = {1, 0x9E3779B97F4A7C15u, 0xC2B2AE3D27D4EB4Fu,
                                    0x165667B19E3779F9u};
    paire low, high, sum0 = {1, 2}, sum1 = {3, 4}, sums0 = {0}, sums1 = {0};
    for (; len >= BLOC; p += BLOC, len -= BLOC) {
        memcpy(&low, p, sizeof low);
        memcpy(&high, p + sizeof low, sizeof high);
        sum0 += low;
        sum1 += high;
        sums0 += sum0;
        sums1 += sum1;
    }
    out[0] = sum0[0] * odd[0] + sum0[1] * odd[1] + sum1[0] * odd[2] + sum1[1] * odd[3];
    out[1] = sums0[0] * odd[0] + sums0[1] * odd[1] + sums1[0] * odd[2] + sums1[1] * odd[3];
}

void bande_seal(struct buf *b)
{
    static const char zeros[BLOC];
    uint64_t sceau[2];
    buf_put(b, zeros, (BLOC - b->len % BLOC) % BLOC);
    if (b->failed)
        return;
    seal(b->data, b->len, sceau);
    buf_put(b, sceau, sizeof sceau);
}

static bool known_dictionary(const struct dictionnaire *d, const struct tete *t)
{
    return t->version >= 1 && t->version <= d->version && t->empreinte == d->empreintes[t->version];
}

bool bande_open(const struct dictionnaire *d, struct span bytes, struct bande *out)
{
    struct tete t;
    uint64_t sceau[2];
    if (bytes.len < BLOC + SCEAU_SIZE || bytes.len > BANDE_MAX || bytes.len % BLOC != SCEAU_SIZE)
        return false;
    memcpy(&t, bytes.ptr, sizeof t);
    size_t len = bytes.len - SCEAU_SIZE;
    uint64_t parts = (uint64_t)BLOC + t.texte + t.index + t.clair;
    if (t.magie != BANDE_MAGIE || t.zero != 0 || t.texte < 2 || parts > len ||
        len - parts >= BLOC || !known_dictionary(d, &t))
        return false;
    seal(bytes.ptr, len, sceau);
    if (memcmp(sceau, bytes.ptr + len, sizeof sceau) != 0)
        return false;
    const char *texte = bytes.ptr + BLOC;
    const unsigned char *index = (const unsigned char *)texte + t.texte;
    out->document = (struct curseur){texte, texte + t.texte, index, index + t.index};
    out->clair = (struct span){texte + t.texte + t.index, t.clair};
    return true;
}

bool clair_next(struct span *clair, unsigned *id, struct span *value)
{
    if (clair->len < FEUILLE_SIZE)
        return false;
    const unsigned char *p = (const unsigned char *)clair->ptr;
    size_t len = load16(p + 2);
    if (len > clair->len - FEUILLE_SIZE)
        return false;
    *id = load16(p);
    *value = (struct span){clair->ptr + FEUILLE_SIZE, len};
    *clair = (struct span){value->ptr + len, clair->len - FEUILLE_SIZE - len};
    return true;
}
