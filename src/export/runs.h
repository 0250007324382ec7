/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of cells as runs of text: what outputs other than a terminal draw. */
#ifndef EXPORT_RUNS_H
#define EXPORT_RUNS_H

#include <cdap/grid/liasse.h>

/* Cells of one style that hold words, no more than one blank in a row inside. */
struct run {
    int col, cols;
    enum style style;
};

/* Next run at or after column `from` and before `end`; false when there is none. */
bool run_next(const struct grid *g, int row, int from, int end, struct run *out);
/* Its text, as it is. */
void run_put(const struct grid *g, int row, const struct run *r, struct buf *out);
/* The same where & < > and " are entities: for HTML, SVG and attributes. */
void run_put_xml(const struct grid *g, int row, const struct run *r, struct buf *out);
void xml_put(struct buf *out, struct span text);

/* First column at or after `from` whose style is another: where a ground changes. */
int style_end(const struct grid *g, int row, int from);

#endif
