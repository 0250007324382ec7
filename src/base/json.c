/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pull reader: RFC 8259 to the letter, plus valid UTF-8, bounded depth and no U+0000. */
#include <string.h>

#include <cdap/base/json.h>
#include <cdap/base/text.h>

/* What may come next. */
enum state { VALUE, FIRST_KEY, NEXT_KEY, FIRST_ITEM, NEXT_ITEM, END, BROKEN };

void json_reader_init(struct json_reader *r, struct span text)
{
    r->start = r->pos = text.ptr;
    r->end = text.ptr + text.len;
    r->problem = NULL;
    r->depth = 0;
    r->state = VALUE;
    buf_reset(&r->scratch);
}

void json_reader_done(struct json_reader *r)
{
    buf_free(&r->scratch);
}

static enum json_event broken(struct json_reader *r, const char *problem)
{
    r->problem = problem;
    r->state = BROKEN;
    return JSON_ERROR;
}

static void skip_blanks(struct json_reader *r)
{
    while (r->pos < r->end &&
           (*r->pos == ' ' || *r->pos == '\n' || *r->pos == '\t' || *r->pos == '\r'))
        r->pos++;
}

/* After a whole value: what its container expects. */
static void value_done(struct json_reader *r)
{
    r->state = r->depth == 0 ? END : r->stack[r->depth] == '{' ? NEXT_KEY : NEXT_ITEM;
}

static bool hex4(const char *p, const char *end, uint32_t *out)
{
    if (end - p < 4)
        return false;
    uint32_t value = 0;
    for (int i = 0; i < 4; i++) {
        char c = p[i];
        uint32_t digit = c >= '0' && c <= '9'   ? (uint32_t)(c - '0')
                         : c >= 'a' && c <= 'f' ? (uint32_t)(c - 'a' + 10)
                         : c >= 'A' && c <= 'F' ? (uint32_t)(c - 'A' + 10)
                                                : 16;
        if (digit == 16)
            return false;
        value = value << 4 | digit;
    }
    *out = value;
    return true;
}

/* `\uXXXX`, a pair of surrogates where it takes one. r->pos is after the `u`. */
static bool unicode_escape(struct json_reader *r)
{
    uint32_t cp, low;
    if (!hex4(r->pos, r->end, &cp) || cp == 0 || (cp >= 0xDC00 && cp <= 0xDFFF))
        return false;
    r->pos += 4;
    if (cp >= 0xD800 && cp <= 0xDBFF) {
        if (r->end - r->pos < 6 || r->pos[0] != '\\' || r->pos[1] != 'u' ||
            !hex4(r->pos + 2, r->end, &low) || low < 0xDC00 || low > 0xDFFF)
            return false;
        r->pos += 6;
        cp = 0x10000 + ((cp - 0xD800) << 10) + (low - 0xDC00);
    }
    char bytes[4];
    buf_put(&r->scratch, bytes, text_encode(cp, bytes));
    return true;
}

static bool escape(struct json_reader *r)
{
    static const char from[] = "\"\\/bfnrt";
    static const char to[] = "\"\\/\b\f\n\r\t";
    if (r->pos == r->end)
        return false;
    char c = *r->pos++;
    if (c == 'u')
        return unicode_escape(r);
    const char *at = c ? strchr(from, c) : NULL;
    if (at)
        buf_putc(&r->scratch, to[at - from]);
    return at != NULL;
}

/* r->pos is after the opening quote. A text without escape is borrowed, not copied. */
static bool read_string(struct json_reader *r)
{
    const char *run = r->pos;
    bool ascii = true, copied = false;
    buf_reset(&r->scratch);
    for (;;) {
        while (r->pos < r->end && *r->pos != '"' && *r->pos != '\\' &&
               (unsigned char)*r->pos >= 0x20) {
            ascii &= (unsigned char)*r->pos < 0x80;
            r->pos++;
        }
        if (r->pos == r->end || (unsigned char)*r->pos < 0x20)
            return broken(r, r->pos == r->end ? "texte sans guillemet fermant"
                                              : "caractère de contrôle dans un texte"),
                   false;
        struct span piece = {run, (size_t)(r->pos - run)};
        if (!ascii && !text_is_utf8(piece.ptr, piece.len))
            return broken(r, "texte qui n’est pas en UTF-8"), false;
        if (*r->pos == '"') {
            r->pos++;
            if (copied)
                buf_put(&r->scratch, piece.ptr, piece.len);
            r->value = copied ? buf_span(&r->scratch) : piece;
            return !r->scratch.failed || (broken(r, "mémoire insuffisante"), false);
        }
        copied = true;
        buf_put(&r->scratch, piece.ptr, piece.len);
        r->pos++;
        if (!escape(r))
            return broken(r, "échappement \\ incorrect dans un texte"), false;
        run = r->pos;
        ascii = true;
    }
}

static size_t digit_run(struct json_reader *r)
{
    const char *from = r->pos;
    while (r->pos < r->end && *r->pos >= '0' && *r->pos <= '9')
        r->pos++;
    return (size_t)(r->pos - from);
}

/* Fraction and exponent; false when begun and not finished. `*found` tells whether there was one. */
static bool number_tail(struct json_reader *r, bool *found)
{
    *found = false;
    if (r->pos < r->end && *r->pos == '.') {
        *found = true;
        r->pos++;
        if (digit_run(r) == 0)
            return false;
    }
    if (r->pos < r->end && (*r->pos == 'e' || *r->pos == 'E')) {
        *found = true;
        r->pos++;
        if (r->pos < r->end && (*r->pos == '+' || *r->pos == '-'))
            r->pos++;
        if (digit_run(r) == 0)
            return false;
    }
    return true;
}

static enum json_event read_number(struct json_reader *r)
{
    const char *from = r->pos;
    bool negative = *r->pos == '-';
    r->pos += negative;
    const char *digits = r->pos;
    size_t count = digit_run(r);
    bool tail;
    if (count == 0 || (count > 1 && digits[0] == '0') || !number_tail(r, &tail))
        return broken(r, "nombre mal écrit");
    r->value = (struct span){from, (size_t)(r->pos - from)};
    if (tail || count > 18)
        return JSON_NUMBER;
    int64_t value = 0;
    for (size_t i = 0; i < count; i++)
        value = value * 10 + (digits[i] - '0');
    r->integer = negative ? -value : value;
    return JSON_INT;
}

static enum json_event read_word(struct json_reader *r)
{
    static const struct {
        const char *word;
        size_t len;
        enum json_event event;
    } words[] = {{"true", 4, JSON_TRUE}, {"false", 5, JSON_FALSE}, {"null", 4, JSON_NULL}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if ((size_t)(r->end - r->pos) >= words[i].len &&
            memcmp(r->pos, words[i].word, words[i].len) == 0) {
            r->pos += words[i].len;
            return words[i].event;
        }
    }
    return broken(r, "valeur inattendue");
}

static enum json_event open_container(struct json_reader *r, char kind)
{
    if (r->depth == JSON_DEPTH_MAX)
        return broken(r, "trop de niveaux imbriqués");
    r->pos++;
    r->stack[++r->depth] = (unsigned char)kind;
    r->state = kind == '{' ? FIRST_KEY : FIRST_ITEM;
    return kind == '{' ? JSON_OBJECT : JSON_ARRAY;
}

static enum json_event close_container(struct json_reader *r, enum json_event event)
{
    r->pos++;
    r->depth--;
    value_done(r);
    return event;
}

static enum json_event read_value(struct json_reader *r)
{
    if (r->pos == r->end)
        return broken(r, "fin inattendue");
    enum json_event event;
    switch (*r->pos) {
    case '{':
    case '[':
        return open_container(r, *r->pos);
    case '"':
        r->pos++;
        if (!read_string(r))
            return JSON_ERROR;
        event = JSON_STRING;
        break;
    case '-':
    case '0':
    case '1':
    case '2':
    case '3':
    case '4':
    case '5':
    case '6':
    case '7':
    case '8':
    case '9':
        event = read_number(r);
        break;
    default:
        event = read_word(r);
    }
    if (event != JSON_ERROR)
        value_done(r);
    return event;
}

static enum json_event read_key(struct json_reader *r)
{
    if (r->pos == r->end || *r->pos != '"')
        return broken(r, "clé attendue");
    r->pos++;
    if (!read_string(r))
        return JSON_ERROR;
    skip_blanks(r);
    if (r->pos == r->end || *r->pos != ':')
        return broken(r, "« : » attendu après une clé");
    r->pos++;
    r->state = VALUE;
    return JSON_KEY;
}

/* Inside a container after an element: a comma, or the end. */
static enum json_event after_element(struct json_reader *r)
{
    bool object = r->state == NEXT_KEY;
    if (r->pos == r->end)
        return broken(r, "fin inattendue");
    if (*r->pos == (object ? '}' : ']'))
        return close_container(r, object ? JSON_OBJECT_END : JSON_ARRAY_END);
    if (*r->pos != ',')
        return broken(r, "« , » attendue entre deux éléments");
    r->pos++;
    skip_blanks(r);
    return object ? read_key(r) : read_value(r);
}

enum json_event json_next(struct json_reader *r)
{
    skip_blanks(r);
    switch ((enum state)r->state) {
    case VALUE:
        return read_value(r);
    case FIRST_KEY:
        if (r->pos < r->end && *r->pos == '}')
            return close_container(r, JSON_OBJECT_END);
        return read_key(r);
    case FIRST_ITEM:
        if (r->pos < r->end && *r->pos == ']')
            return close_container(r, JSON_ARRAY_END);
        return read_value(r);
    case NEXT_KEY:
    case NEXT_ITEM:
        return after_element(r);
    case END:
        return r->pos == r->end ? JSON_EOF : broken(r, "texte après la fin de la valeur");
    case BROKEN:
        break;
    }
    return JSON_ERROR;
}

bool json_skip(struct json_reader *r)
{
    unsigned depth = r->depth;
    do {
        enum json_event event = json_next(r);
        if (event == JSON_ERROR || event == JSON_EOF)
            return false;
    } while (r->depth > depth || r->state == VALUE);
    return true;
}

/* ---- writer --------------------------------------------------------------------------------- */

static void put_escaped(struct buf *b, unsigned char c)
{
    static const char hex[] = "0123456789abcdef";
    if (c == '"' || c == '\\') {
        buf_put(b, (char[]){'\\', (char)c}, 2);
    } else {
        buf_puts(b, "\\u00");
        buf_put(b, (char[]){hex[c >> 4], hex[c & 15]}, 2);
    }
}

void json_put_string(struct buf *b, struct span text)
{
    buf_putc(b, '"');
    size_t run = 0;
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        if (c >= 0x20 && c != '"' && c != '\\' && c != 0x7F)
            continue;
        buf_put(b, text.ptr + run, i - run);
        put_escaped(b, c);
        run = i + 1;
    }
    if (text.len > run)
        buf_put(b, text.ptr + run, text.len - run);
    buf_putc(b, '"');
}

void json_put_key(struct buf *b, const char *key)
{
    if (b->len && b->data[b->len - 1] != '{' && b->data[b->len - 1] != '[')
        buf_putc(b, ',');
    json_put_string(b, span_of(key));
    buf_putc(b, ':');
}

void json_put_member(struct buf *b, const char *key, const char *text)
{
    json_put_key(b, key);
    if (text)
        json_put_string(b, span_of(text));
    else
        buf_puts(b, "null");
}

void json_put_member_int(struct buf *b, const char *key, int64_t value)
{
    json_put_key(b, key);
    buf_put_int(b, value);
}

void json_put_member_bool(struct buf *b, const char *key, bool value)
{
    json_put_key(b, key);
    buf_puts(b, value ? "true" : "false");
}
