/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The application's insides, shared by the stack and the frame drawn around the views. */
#ifndef CDAP_SRC_CLIENT_APP_H
#define CDAP_SRC_CLIENT_APP_H

#include <cdap/client/view.h>

struct app {
    struct transport transport;
    const struct app_ops *ops;
    void *context;

    struct view *top;
    struct view *closed; /* closed during this event; freed at its end */

    struct view *caller; /* who waits for the call in flight; NULL = none is */
    const char *libelle;
    int64_t call_ms;

    struct view *watcher;
    void (*ready)(struct view *v);
    int watched;

    int64_t now, mono_ms;
    struct rect zone; /* of the views, at the last drawing */
    bool trop_petit;  /* the terminal, at the last drawing */
    char message[256];
    bool quit;
};

#endif
