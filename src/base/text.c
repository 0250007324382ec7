/* SPDX-License-Identifier: GPL-3.0-or-later */
/* UTF-8 by hand on the fast path, Unicode's tables through libunistring for the rest. */
#include <stdlib.h>
#include <string.h>

#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>
#include <uniwidth.h>

#include <cdap/base/text.h>

#define MARKS_MAX 2

/* Length of the sequence at `s`, 0 when it is broken. Decodes into *cp. */
static size_t sequence(const unsigned char *s, size_t len, uint32_t *cp)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    size_t want = s[0] < 0x80 ? 1 : s[0] >= 0xF0 ? 4 : s[0] >= 0xE0 ? 3 : s[0] >= 0xC0 ? 2 : 0;
    if (want == 0 || want > len || s[0] > 0xF4)
        return 0;
    uint32_t value = want == 1 ? s[0] : s[0] & (0xFFu >> (want + 1));
    for (size_t i = 1; i < want; i++) {
        if ((s[i] & 0xC0) != 0x80)
            return 0;
        value = value << 6 | (s[i] & 0x3F);
    }
    if (value < least[want] || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF))
        return 0;
    *cp = value;
    return want;
}

bool text_is_utf8(const char *s, size_t len)
{
    const unsigned char *p = (const unsigned char *)s, *end = p + len;
    while (p < end) {
        if (*p < 0x80) {
            p++;
            continue;
        }
        uint32_t cp;
        size_t step = sequence(p, (size_t)(end - p), &cp);
        if (step == 0)
            return false;
        p += step;
    }
    return true;
}

uint32_t text_decode(const char **p, const char *end)
{
    uint32_t cp = TEXT_REPLACEMENT;
    size_t step = sequence((const unsigned char *)*p, (size_t)(end - *p), &cp);
    *p += step ? step : 1;
    return cp;
}

size_t text_encode(uint32_t cp, char *out)
{
    if (cp < 0x80) {
        out[0] = (char)cp;
        return 1;
    }
    size_t len = cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
    for (size_t i = len - 1; i > 0; i--, cp >>= 6)
        out[i] = (char)(0x80 | (cp & 0x3F));
    out[0] = (char)((0xF00u >> len & 0xFF) | cp);
    return len;
}

static void put_cp(struct buf *b, uint32_t cp)
{
    char bytes[4];
    buf_put(b, bytes, text_encode(cp, bytes));
}

bool text_is_printable(uint32_t cp)
{
    if (cp < 0x7F)
        return cp >= 0x20;
    if (cp <= 0xFF)
        return cp >= 0xA0 && cp != 0xAD;
    if (cp > 0x10FFFF || uc_is_property_default_ignorable_code_point(cp))
        return false;
    /* controls, formats (bidi, zero-width, tags), surrogates, private use, unassigned, separators of
     * lines and paragraphs */
    return !uc_is_general_category_withtable(cp, UC_CATEGORY_MASK_C | UC_CATEGORY_MASK_Zl |
                                                     UC_CATEGORY_MASK_Zp);
}

int text_cp_width(uint32_t cp)
{
    if (cp < 0x300)
        return 1;
    int width = uc_width(cp, "UTF-8");
    return width < 0 ? 1 : width;
}

size_t text_width(struct span s)
{
    size_t width = 0;
    for (const char *p = s.ptr, *end = p + s.len; p < end;)
        width += (size_t)text_cp_width(text_decode(&p, end));
    return width;
}

/* Every code point that may not be shown becomes U+FFFD, a mark without a base too; marks past the
 * second on one base are left out. */
static void clean_points(struct buf *out, struct span s)
{
    bool based = false;
    unsigned marks = 0;
    for (const char *p = s.ptr, *end = p + s.len; p < end;) {
        uint32_t cp = text_decode(&p, end);
        bool mark = text_cp_width(cp) == 0;
        if (!text_is_printable(cp) || (mark && !based))
            cp = TEXT_REPLACEMENT;
        marks = mark && cp != TEXT_REPLACEMENT ? marks + 1 : 0;
        based = true;
        if (marks <= MARKS_MAX)
            put_cp(out, cp);
    }
}

static bool is_plain(struct span s, size_t max_columns)
{
    if (max_columns && s.len > max_columns)
        return false;
    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.ptr[i] < 0x20 || (unsigned char)s.ptr[i] > 0x7E)
            return false;
    return true;
}

/* Cuts what follows `start` to `max` columns, the last of them « … ». */
static void cut_columns(struct buf *b, size_t start, size_t max)
{
    struct span all = {b->data + start, b->len - start};
    if (text_width(all) <= max)
        return;
    const char *p = all.ptr, *end = p + all.len, *keep = p;
    for (size_t width = 0; p < end; keep = p) {
        width += (size_t)text_cp_width(text_decode(&p, end));
        if (width > max - 1)
            break;
    }
    b->len = (size_t)(keep - b->data);
    buf_puts(b, "…");
}

bool text_clean(struct buf *out, struct span s, size_t max_columns)
{
    size_t start = out->len;
    if (is_plain(s, max_columns)) {
        buf_put(out, s.ptr, s.len);
        return true;
    }
    struct buf shown = {0};
    clean_points(&shown, s);
    size_t len = 0;
    uint8_t *nfc =
        u8_normalize(UNINORM_NFC, (const uint8_t *)buf_text(&shown), shown.len, NULL, &len);
    if (!nfc || shown.failed)
        out->failed = true;
    else
        buf_put(out, nfc, len);
    free(nfc);
    buf_free(&shown);
    if (out->failed)
        return false;
    if (max_columns && out->len > start)
        cut_columns(out, start, max_columns);
    return span_eq(s, (struct span){out->data + start, out->len - start});
}

/* Calls `each` on every code point of `s` decomposed, marks dropped. False when memory is short. */
static bool each_bare(struct span s, void (*each)(void *ctx, uint32_t cp), void *ctx)
{
    uint8_t local[256];
    size_t len = sizeof local;
    uint8_t *nfd = u8_normalize(UNINORM_NFKD, (const uint8_t *)s.ptr, s.len, local, &len);
    if (!nfd)
        return s.len == 0;
    for (const char *p = (const char *)nfd, *end = p + len; p < end;) {
        uint32_t cp = text_decode(&p, end);
        if (!uc_is_general_category_withtable(cp, UC_CATEGORY_MASK_M))
            each(ctx, cp);
    }
    if (nfd != local)
        free(nfd);
    return true;
}

/* Letters that do not decompose, as the rule of the trade writes them. */
static const char *spelled_out(uint32_t cp)
{
    switch (cp) {
    case 0x152:
    case 0x153:
        return "OE";
    case 0xC6:
    case 0xE6:
        return "AE";
    case 0xDF:
    case 0x1E9E:
        return "SS";
    case 0xD8:
    case 0xF8:
        return "O";
    case 0x141:
    case 0x142:
        return "L";
    case 0x110:
    case 0x111:
    case 0xD0:
    case 0xF0:
        return "D";
    default:
        return NULL;
    }
}

static bool is_joiner(uint32_t cp)
{
    return cp == ' ' || cp == '-' || cp == '\'' || cp == '.' || cp == 0xB4 || cp == '`' ||
           cp == 0x2BC ||
           uc_is_general_category_withtable(cp, UC_CATEGORY_MASK_Zs | UC_CATEGORY_MASK_Pd |
                                                    UC_CATEGORY_MASK_Pi | UC_CATEGORY_MASK_Pf);
}

static void fold_point(void *ctx, uint32_t cp)
{
    struct buf *out = ctx;
    const char *spelled = spelled_out(cp);
    if (spelled)
        buf_puts(out, spelled);
    else if (!is_joiner(cp))
        put_cp(out, cp >= 'a' && cp <= 'z' ? cp - 32 : uc_toupper(cp));
}

size_t text_fold(struct span s, char *out, size_t size)
{
    struct buf folded = {0};
    bool ok = each_bare(s, fold_point, &folded) && !folded.failed && folded.len < size;
    size_t len = ok ? folded.len : 0;
    if (len)
        memcpy(out, folded.data, len);
    buf_free(&folded);
    return len;
}

static void search_point(void *ctx, uint32_t cp)
{
    struct buf *out = ctx;
    const char *spelled = spelled_out(cp);
    if (spelled)
        for (; *spelled; spelled++)
            buf_putc(out, (char)(*spelled | 0x20));
    else if (cp == 0x2019)
        buf_putc(out, '\'');
    else
        put_cp(out, uc_tolower(cp));
}

void text_search_key(struct buf *out, struct span s)
{
    if (!each_bare(s, search_point, out))
        out->failed = true;
}
