/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Base 64 of RFC 4648 §4, padded, in its one canonical form. */
#ifndef JOURNAL_BASE64_H
#define JOURNAL_BASE64_H

#include <cdap/base/buf.h>

void base64_put(struct buf *out, const void *bytes, size_t len);
/* False when the text is not canonical or gives more than `max` bytes. */
bool base64_read(struct span text, unsigned char *out, size_t max, size_t *len);

#endif
