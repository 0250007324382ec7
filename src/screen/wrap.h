/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Breaking clean text into lines of a given width: at blanks, or anywhere when there is none. */
#ifndef SCREEN_WRAP_H
#define SCREEN_WRAP_H

#include <cdap/base/buf.h>

/* Takes the next line off `rest`; a newline in the text ends a line. `width` ≥ 2. */
struct span wrap_next(struct span *rest, int width);
/* Lines needed, 1 for an empty text. */
int wrap_count(struct span text, int width);
/* The n-th line (from 0); empty past the last. */
struct span wrap_line(struct span text, int width, int n);
/* Columns of the widest of the lines that newlines make. */
int wrap_width(struct span text);

#endif
