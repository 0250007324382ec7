/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The canonical bytes of a journal entry, its commitment to the erasable part, its pseudonym. */
#include <sodium.h>

#include <cdap/base/date.h>
#include <cdap/base/json.h>
#include <cdap/journal/entree.h>

#define CLE_DIGITS 10 /* three of the Caf, seven of the number */

static const char *const actes[ACTE_COUNT] = {
    [ACTE_DEMARRAGE] = "demarrage",
    [ACTE_ARRET] = "arret",
    [ACTE_CONNEXION] = "connexion",
    [ACTE_DECONNEXION] = "deconnexion",
    [ACTE_CONSULTATION] = "consultation",
    [ACTE_REVELATION] = "revelation",
    [ACTE_EXPORT] = "export",
    [ACTE_AUDIT] = "audit",
    [ACTE_PURGE] = "purge",
};

static const char *const issues[ISSUE_COUNT] = {
    [ISSUE_FAIT] = "fait",
    [ISSUE_REFUSE] = "refuse",
};

const char *acte_word(enum acte a)
{
    return (unsigned)a < ACTE_COUNT ? actes[a] : "";
}

const char *issue_word(enum issue i)
{
    return (unsigned)i < ISSUE_COUNT ? issues[i] : "";
}

static void put_text(struct buf *out, const char *key, struct span value)
{
    if (value.len == 0)
        return;
    buf_puts(out, key);
    json_put_string(out, value);
}

static void put_hash(struct buf *out, const char *key, const unsigned char hash[HASH_BYTES])
{
    buf_puts(out, key);
    buf_putc(out, '"');
    hex_put(out, hash, HASH_BYTES);
    buf_putc(out, '"');
}

static void put_fichiers(struct buf *out, const struct entree *e)
{
    for (size_t i = 0; i < e->fichier_count; i++) {
        buf_puts(out, i ? ",\"" : ",\"fichiers\":[\"");
        hex_put(out, e->fichiers[i], HASH_BYTES);
        buf_putc(out, '"');
    }
    if (e->fichier_count)
        buf_putc(out, ']');
}

void entree_put(struct buf *out, const struct entree *e)
{
    buf_puts(out, "{\"seq\":");
    buf_put_padded(out, e->seq, 1);
    buf_puts(out, ",\"temps\":\"");
    datetime_put_iso(out, datetime_utc(e->temps));
    buf_puts(out, "\",\"acte\":\"");
    buf_puts(out, acte_word(e->acte));
    buf_puts(out, "\",\"issue\":\"");
    buf_puts(out, issue_word(e->issue));
    buf_putc(out, '"');
    put_text(out, ",\"agent\":", e->agent);
    put_text(out, ",\"role\":", e->role);
    put_text(out, ",\"organisme\":", e->organisme);
    put_text(out, ",\"profil\":", e->profil);
    put_text(out, ",\"motif\":", e->motif);
    if (e->has_dossier)
        put_hash(out, ",\"dossier\":", e->dossier_ref);
    if (e->has_recu) {
        buf_puts(out, ",\"recu\":");
        buf_put_padded(out, e->recu, 1);
    }
    put_fichiers(out, e);
    put_hash(out, ",\"detail\":", e->detail);
    buf_putc(out, '}');
}

void entree_detail_hash(const unsigned char sel[SEL_BYTES], struct span detail,
                        unsigned char out[HASH_BYTES])
{
    crypto_hash_sha256_state state;

    crypto_hash_sha256_init(&state);
    crypto_hash_sha256_update(&state, sel, SEL_BYTES);
    crypto_hash_sha256_update(&state, (const unsigned char *)detail.ptr, detail.len);
    crypto_hash_sha256_final(&state, out);
}

void entree_dossier_ref(const unsigned char secret[HASH_BYTES], uint64_t cle,
                        unsigned char out[HASH_BYTES])
{
    char digits[CLE_DIGITS];

    for (size_t i = CLE_DIGITS; i-- > 0; cle /= 10)
        digits[i] = (char)('0' + cle % 10);
    hash_keyed(secret, (struct span){digits, CLE_DIGITS}, out);
}
