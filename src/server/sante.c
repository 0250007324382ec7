/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GET /v1/sante: alive, and of which version; for a supervisor, without a session. */
#include "route.h"

bool sante_get(struct echange *x)
{
    buf_putc(&x->corps, '{');
    json_put_member(&x->corps, "etat", "ok");
    json_put_member(&x->corps, "version", CDAP_VERSION);
    buf_putc(&x->corps, '}');
    return true;
}
