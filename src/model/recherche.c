/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What finds a dossier: the number as people write it, and the name as they spell it
 * (domaine.md §2.1). */
#include <string.h>

#include <cdap/base/secret.h>
#include <cdap/base/text.h>
#include <cdap/model/recherche.h>

#define NUMERO_DIGITS 7
#define CNAF_DIGITS   15 /* 7 digits, then the suffix of Cnaf flows */
#define CNAF_SUFFIXE  "00000000"
#define CAF_DIGITS    3

/* Spaces of every kind that people and word processors put between digits. */
static bool is_space(uint32_t cp)
{
    return cp == ' ' || cp == '\t' || cp == 0xA0 || cp == 0x202F || cp == 0x2009;
}

/* Digits of `text` into `out`, spaces dropped; SIZE_MAX when there is anything else or too many. */
static size_t digits_only(struct span text, char *out, size_t max)
{
    size_t len = 0;
    for (const char *p = text.ptr, *end = p + text.len; p < end;) {
        uint32_t cp = text_decode(&p, end);
        if (is_space(cp))
            continue;
        if (cp < '0' || cp > '9' || len == max)
            return SIZE_MAX;
        out[len++] = (char)cp;
    }
    return len;
}

static uint32_t to_number(const char *digits, size_t len)
{
    uint32_t value = 0;
    for (size_t i = 0; i < len; i++)
        value = value * 10 + (uint32_t)(digits[i] - '0');
    return value;
}

bool numero_parse(struct span text, uint32_t *numero, struct err *err)
{
    char digits[CNAF_DIGITS];
    size_t len = digits_only(text, digits, sizeof digits);
    if (len == CNAF_DIGITS &&
        memcmp(digits + NUMERO_DIGITS, CNAF_SUFFIXE, CNAF_DIGITS - NUMERO_DIGITS) == 0)
        len = NUMERO_DIGITS;
    if (len == 0 || len > NUMERO_DIGITS)
        return err_set_champ(
            err, ERR_CHAMP, "numero",
            "un numéro allocataire a 1 à 7 chiffres (ou 15, finissant par " CNAF_SUFFIXE ")");
    *numero = to_number(digits, len);
    return true;
}

bool caf_parse(struct span text, unsigned *caf, struct err *err)
{
    char digits[CAF_DIGITS];
    if (text.len != CAF_DIGITS || digits_only(text, digits, sizeof digits) != CAF_DIGITS)
        return err_set_champ(err, ERR_CHAMP, "caf", "un code de Caf a 3 chiffres");
    *caf = to_number(digits, CAF_DIGITS);
    return true;
}

uint64_t dossier_cle(unsigned caf, uint32_t numero)
{
    return (uint64_t)caf * NUMEROS_PAR_CAF + numero;
}

bool nom_cle(struct span nom, unsigned char out[NOM_CLE_SIZE])
{
    char folded[TEXTE_MAX * 4];
    unsigned char hash[HASH_BYTES];
    size_t len = text_fold(nom, folded, sizeof folded);
    memset(out, 0, NOM_CLE_SIZE);
    if (len == 0)
        return false;
    hash_sha256((struct span){folded, len}, hash);
    memcpy(out, hash, NOM_CLE_SIZE);
    return true;
}

bool identite_has_nom(const unsigned char noms[NOMS_MAX][NOM_CLE_SIZE],
                      const unsigned char nom[NOM_CLE_SIZE])
{
    static const unsigned char aucun[NOM_CLE_SIZE];
    bool found = false;
    for (int i = 0; i < NOMS_MAX; i++)
        found |= bytes_equal(noms[i], nom, NOM_CLE_SIZE);
    return found & !bytes_equal(aucun, nom, NOM_CLE_SIZE);
}
