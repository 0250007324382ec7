/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows that several operations read alike. */
#ifndef STORE_ROWS_H
#define STORE_ROWS_H

#include "run.h"

/* The columns of AGENT_COLUMNS, from the present one; the password's hash comes out empty. */
void take_agent(struct store *s, struct agent_row *out);

#endif
