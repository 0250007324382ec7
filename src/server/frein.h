/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Slows down the guessing of passwords: after five failures a delay that grows, per account and per
 * address, up to a ceiling. Never a lock: a stranger cannot keep an agent out for ever, and what was
 * turned away does not make the delay longer. */
#ifndef CDAP_SERVER_FREIN_H
#define CDAP_SERVER_FREIN_H

#include <cdap/base/buf.h>

#define FREIN_GRATUITS  5   /* failures before the first delay */
#define FREIN_COMPTE_S  60  /* longest delay of an account */
#define FREIN_ADRESSE_S 300 /* longest delay of an address */
#define FREIN_OUBLI_S   900 /* without a failure that long, all is forgotten */

struct frein;

struct frein *frein_new(void);
void frein_free(struct frein *f); /* accepts NULL */
/* Seconds to wait before this attempt may be judged; 0 = now. From any thread. `adresse` "unix" has
 * no delay of its own: only one user of the machine can reach that socket. */
unsigned frein_wait(struct frein *f, struct span identifiant, const char *adresse, int64_t now);
void frein_failed(struct frein *f, struct span identifiant, const char *adresse, int64_t now);
void frein_succeeded(struct frein *f, struct span identifiant);

#endif
