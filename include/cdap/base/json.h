/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Strict JSON (RFC 8259), three ways: a pull reader for import and for the hot path (no tree, no
 * allocation per value), a read-only tree for small configuration files and for the client, and a
 * writer over a buffer. All text enters through the pull reader, so one grammar rules. */
#ifndef CDAP_BASE_JSON_H
#define CDAP_BASE_JSON_H

#include <cdap/base/buf.h>
#include <cdap/base/err.h>

#define JSON_DEPTH_MAX 16

/* ---- pull reader ---------------------------------------------------------------------------- */

enum json_event {
    JSON_ERROR, /* reader.problem says why; every later call returns it again */
    JSON_EOF,   /* the one value ended, nothing but blanks after it */
    JSON_OBJECT,
    JSON_OBJECT_END,
    JSON_ARRAY,
    JSON_ARRAY_END,
    JSON_KEY,    /* reader.value */
    JSON_STRING, /* reader.value: decoded, valid UTF-8, may hold any code point but U+0000 */
    JSON_INT,    /* reader.integer: fits int64_t, written without fraction nor exponent */
    JSON_NUMBER, /* any other number; reader.value is its text */
    JSON_TRUE,
    JSON_FALSE,
    JSON_NULL
};

struct json_reader {
    const char *pos, *end, *start;
    struct span value; /* borrowed from the text, or from `scratch`, until the next call */
    int64_t integer;
    const char *problem; /* in French */
    struct buf scratch;
    unsigned depth;
    unsigned char state;
    unsigned char stack[JSON_DEPTH_MAX + 1];
};

/* Starts on `text`, which must outlive the reader. The reader may be reused by a new call; its
 * scratch memory is kept. Zero it before the first use. */
void json_reader_init(struct json_reader *r, struct span text);
void json_reader_done(struct json_reader *r);
enum json_event json_next(struct json_reader *r);
/* After a key or inside an array: passes over one whole value. False on error. */
bool json_skip(struct json_reader *r);

/* ---- tree ----------------------------------------------------------------------------------- */

struct json; /* read-only value */

#define JSON_EVENTS_MAX \
    2000000 /* keys, values and ends of containers of a document read as a tree */

/* NULL with `err` = ERR_DONNEES on bad grammar, invalid UTF-8, a duplicate key, U+0000, depth above
 * JSON_DEPTH_MAX, an integer beyond 2^53, more than JSON_EVENTS_MAX. Free the root with json_free. */
struct json *json_parse(struct span text, struct err *err);
void json_free(struct json *root); /* accepts NULL */

bool json_is_object(const struct json *v);
bool json_is_array(const struct json *v);
bool json_is_null(const struct json *v); /* also for NULL */
/* Member by exact name; NULL when missing or not an object. */
const struct json *json_get(const struct json *object, const char *key);
/* Member by dotted path, "allocataire.nom"; NULL when missing. */
const struct json *json_path(const struct json *object, struct span path);
/* Iteration over members or items: first child, next sibling, key of a member. */
const struct json *json_first(const struct json *container);
const struct json *json_sibling(const struct json *child);
const char *json_key(const struct json *member);
size_t json_count(const struct json *container);
/* Values; the fallback when absent or of another type. */
const char *json_string(const struct json *v, const char *fallback);
bool json_integer(const struct json *v, int64_t *out);
bool json_boolean(const struct json *v, bool fallback);
bool json_is_boolean(const struct json *v);
bool json_is_string(const struct json *v);
/* Refuses keys outside `allowed` (NULL-terminated list): err names the key. */
bool json_only_keys(const struct json *object, const char *const *allowed, struct err *err);

/* ---- writer --------------------------------------------------------------------------------- */

/* `"text"`, escaped; `text` must be valid UTF-8. */
void json_put_string(struct buf *b, struct span text);
/* `"key":` then the value; a comma first unless the last byte opens an object or an array. */
void json_put_key(struct buf *b, const char *key);
void json_put_member(struct buf *b, const char *key, const char *text); /* NULL text → null */
void json_put_member_int(struct buf *b, const char *key, int64_t value);
void json_put_member_bool(struct buf *b, const char *key, bool value);

#endif
