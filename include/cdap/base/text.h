/* SPDX-License-Identifier: GPL-3.0-or-later */
/* UTF-8 text and the one function that makes foreign text safe to show. */
#ifndef CDAP_BASE_TEXT_H
#define CDAP_BASE_TEXT_H

#include <cdap/base/buf.h>

#define TEXT_REPLACEMENT 0xFFFDu /* U+FFFD */

/* True when the bytes are valid UTF-8 (no overlong form, surrogate, or value above U+10FFFF). */
bool text_is_utf8(const char *s, size_t len);

/* Next code point at *p (< end), advancing *p; U+FFFD for each broken byte. */
uint32_t text_decode(const char **p, const char *end);

/* UTF-8 of a code point into `out` (4 bytes at least); returns its length. */
size_t text_encode(uint32_t cp, char *out);

/* True for a code point that may reach a screen or a file: no control, no bidi override or isolate,
 * no zero-width or tag character, no line or paragraph separator, no private use, no unassigned. */
bool text_is_printable(uint32_t cp);

/* Columns of a code point on a terminal: 0 (combining), 1 or 2. Independent of the locale. */
int text_cp_width(uint32_t cp);

/* Columns of a text. */
size_t text_width(struct span s);

/* The border. Appends `s` in NFC, every code point that is not printable replaced by U+FFFD, and so is
 * a combining mark without a base; not more than two marks after a base; cut to `max_columns` columns
 * (0 = no limit; the last column kept is then « … »). The result is always valid UTF-8 and holds no
 * control character. Returns true when the text came through unchanged. */
bool text_clean(struct buf *out, struct span s, size_t max_columns);

/* Upper-case ASCII skeleton for name comparison (domain rule: upper case, diacritics folded, œ→OE,
 * æ→AE, ß→SS, hyphens, apostrophes and spaces ignored). Other letters keep their own upper case in
 * UTF-8. Returns the length written, or 0 when `out` is too small or nothing is left. */
size_t text_fold(struct span s, char *out, size_t size);

/* Lower case without diacritics, spaces kept: what « / Chercher » compares. Appends to `out`. */
void text_search_key(struct buf *out, struct span s);

#endif
