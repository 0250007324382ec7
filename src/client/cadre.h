/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The frame around the views: what the loop needs to know of it. */
#ifndef CDAP_SRC_CLIENT_CADRE_H
#define CDAP_SRC_CLIENT_CADRE_H

#include <cdap/client/view.h>

/* The least terminal. */
#define ECRAN_COLS 80
#define ECRAN_ROWS 24

/* A spinner turns: paint again soon. */
bool cadre_spins(const struct app *app);

#endif
