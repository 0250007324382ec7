/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The private server of `cdap --demo`: a temporary folder, a child process, and nothing left of
 * either whatever ends us. */
#ifndef CDAP_CLIENT_DEMO_H
#define CDAP_CLIENT_DEMO_H

#include <cdap/base/err.h>

#define DEMO_MOT_DE_PASSE "consultation-de-demonstration"

struct demo;

/* Makes the folder and starts the child, which fills the base then serves it on a Unix socket.
 * `aujourdhui` (YYYY-MM-DD) pins its clock; may be NULL. NULL on error. */
struct demo *demo_start(const char *aujourdhui, struct err *err);
/* unix:PATH of the server, known at once. */
const char *demo_serveur(const struct demo *d);
/* Readable when the child said something; -1 once it serves. */
int demo_fd(const struct demo *d);

enum demo_state { DEMO_PREPARE, DEMO_SERT, DEMO_ECHEC };
/* Reads what the child said, without blocking. DEMO_ECHEC sets err. */
enum demo_state demo_step(struct demo *d, struct err *err);
/* The same, waiting for the end of the preparation. */
bool demo_wait(struct demo *d, struct err *err);
/* Stops the server and removes the folder. Accepts NULL. */
void demo_stop(struct demo *d);

#endif
