/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An event loop: one thread, its connections, its desk. It never waits for a disk or a hash: those
 * requests are held, and come back. */
#ifndef CDAP_SERVER_BOUCLE_H
#define CDAP_SERVER_BOUCLE_H

#include "echange.h"

#define ARRET_MS 5000 /* for what is in flight when the server is asked to stop */

struct boucle;

/* Takes `listen_fd` over. NULL with `err` on failure. */
struct boucle *boucle_start(const struct serveur *serveur, int listen_fd,
                            const struct http_tls *tls, struct err *err);
/* Gives an exchange back to its loop, from any thread: its answer may leave. */
void boucle_return(struct echange *x);
/* Wakes it to see that `serveur->arret` is set. */
void boucle_wake(struct boucle *b);
/* Waits for its end, once woken for that. Accepts NULL. */
void boucle_join(struct boucle *b);

#endif
