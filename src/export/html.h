/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The two halves of the HTML writer: words (html.c) and tables (html_table.c). */
#ifndef EXPORT_HTML_H
#define EXPORT_HTML_H

#include <cdap/grid/liasse.h>

int html_put_cells(const struct grid *g, int row, int from, int end, struct buf *out);
/* A table, from its header (or from a row, on a sheet where it goes on) to its last line; returns
 * the row after it. */
int html_put_table(const struct feuille *f, int row, struct buf *out);

#endif
