/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Slows down the guessing of passwords: after five failures a delay that grows, per account and per
 * address, up to a ceiling; what was turned away does not make it longer. Never a lock: an address
 * from which the account has opened a session has its own delay for it, so that a stranger who keeps
 * failing from elsewhere keeps nobody out. */
#ifndef CDAP_SERVER_FREIN_H
#define CDAP_SERVER_FREIN_H

#include <cdap/base/buf.h>

#define FREIN_GRATUITS   5            /* failures before the first delay */
#define FREIN_COMPTE_S   60           /* longest delay of an account */
#define FREIN_ADRESSE_S  300          /* longest delay of an address */
#define FREIN_OUBLI_S    900          /* without a failure that long, all is forgotten */
#define FREIN_FAMILIER_S (30 * 86400) /* an address unused that long is a stranger's again */

struct frein;

struct frein *frein_new(void);
void frein_free(struct frein *f); /* accepts NULL */
/* Seconds to wait before this attempt may be judged; 0 = now. From any thread. `adresse` "unix" has
 * no delay of its own: only one user of the machine can reach that socket. */
unsigned frein_wait(struct frein *f, struct span identifiant, const char *adresse, int64_t now);
/* The part of it that depends on the address only: who must wait is turned away before he takes a
 * place in a queue. */
unsigned frein_wait_adresse(struct frein *f, const char *adresse, int64_t now);
void frein_failed(struct frein *f, struct span identifiant, const char *adresse, int64_t now);
void frein_succeeded(struct frein *f, struct span identifiant, const char *adresse, int64_t now);

#endif
