/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pieces of answers that several handlers write. */
#ifndef CDAP_SERVER_REPONSE_H
#define CDAP_SERVER_REPONSE_H

#include <cdap/base/buf.h>
#include <cdap/base/err.h>

/* {"erreur":{…}}, whatever the error; foreign text in it is cleaned. */
void reponse_put_error(struct buf *out, const struct err *e);
/* Member holding foreign text, cleaned. */
void reponse_put_clean(struct buf *out, const char *key, struct span text);
/* Member holding a time in Paris, `2026-11-20T14:03:09+01:00`; null when `unix_s` is 0. */
void reponse_put_time(struct buf *out, const char *key, int64_t unix_s);

#endif
