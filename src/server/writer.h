/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The journal writer: one thread that owns the writing connection and commits in groups. */
#ifndef CDAP_SERVER_WRITER_H
#define CDAP_SERVER_WRITER_H

#include "ecriture.h"

struct writer;

/* Opens the base for writing and starts the thread. NULL with `err` on failure. */
struct writer *writer_start(const char *donnees, struct err *err);
/* Hands over a list linked by `next`, from any thread; `done` is called for each one. */
void writer_submit(struct writer *w, struct ecriture *list);
/* Hands over one and waits for its outcome. For start and stop, never on an event loop. */
bool writer_write(struct writer *w, struct ecriture *e);
/* Forgets ended sessions from time to time, with this clock. */
void writer_purge(struct writer *w, int64_t now);
/* Writes all that was submitted, then ends. Accepts NULL. */
void writer_stop(struct writer *w);

#endif
