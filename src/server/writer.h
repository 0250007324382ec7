/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The journal writer: one thread that owns the writing connection and commits in groups. */
#ifndef CDAP_SERVER_WRITER_H
#define CDAP_SERVER_WRITER_H

#include <cdap/server/registre.h>

#include "ecriture.h"

struct writer;

/* Opens the base for writing, holds its journal against its checkpoints, and starts the thread.
 * `sceau` is borrowed, NULL = nothing is signed; `conservation` says how long details are kept, and is
 * copied. NULL with `err` on failure. */
struct writer *writer_start(const char *donnees, const struct sceau *sceau,
                            const struct purge *conservation, struct err *err);
/* Hands over a list linked by `next`, from any thread; `done` is called for each one. */
void writer_submit(struct writer *w, struct ecriture *list);
/* Hands over one and waits for its outcome. For start and stop, never on an event loop. */
bool writer_write(struct writer *w, struct ecriture *e);
/* From time to time: forgets ended sessions, with this clock, signs the journal as it stands, and once a
 * day erases the details whose time has passed. */
void writer_purge(struct writer *w, int64_t now);
/* Waits until whatever was durable when it was called can be found by store_journal_cherche, in a read
 * transaction begun after. Never on an event loop. */
bool writer_index(struct writer *w);
/* Writes all that was submitted, then ends. Accepts NULL. */
void writer_stop(struct writer *w);

#endif
