/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GET /v1/ecrans: screens and nomenclatures, the same for all clients. */
#include "route.h"

bool ecrans_get(struct echange *x)
{
    x->etag = x->serveur->etag;
    if (span_is(http_header(x->rq, "If-None-Match"), x->etag))
        x->status = 304;
    else
        x->emprunt = buf_span(&x->serveur->catalogue.ecrans);
    return true;
}
