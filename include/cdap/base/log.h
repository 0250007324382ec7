/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One line per event on stderr, `key=value`. Never a name, a number of dossier, a token, a body. */
#ifndef CDAP_BASE_LOG_H
#define CDAP_BASE_LOG_H

#include <cdap/base/err.h>

enum log_level { LOG_INFO, LOG_WARN, LOG_ERROR };

/* `log_event(LOG_INFO, "arret", "requetes=%u", n)` → `2026-11-20T13:03:09Z info arret requetes=12` */
void log_event(enum log_level level, const char *event, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

#endif
