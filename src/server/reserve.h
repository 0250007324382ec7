/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The few threads that do what is too slow for an event loop (Argon2id), with a short queue. */
#ifndef CDAP_SERVER_RESERVE_H
#define CDAP_SERVER_RESERVE_H

#include <stdbool.h>

#define RESERVE_THREADS 2 /* password hashes at once: 64 MiB each */
#define RESERVE_QUEUE   8 /* requests that wait */

struct echange;
struct reserve;
struct serveur;
struct err;

/* NULL with `err` on failure. Each exchange goes through the pipeline on one of its threads, then to
 * the writer or back to its loop. */
struct reserve *reserve_start(const struct serveur *serveur, struct err *err);
/* False when the queue is full: the exchange is not taken. */
bool reserve_submit(struct reserve *r, struct echange *x);
/* Finishes what was taken, then ends. Accepts NULL. */
void reserve_stop(struct reserve *r);

#endif
