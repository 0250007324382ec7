/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The body of a consultation. */
#include <cdap/base/json.h>
#include <cdap/proto.h>

#include "demande.h"

static const struct {
    const char *type, *libelle;
} bases[BASE_COUNT] = {
    [BASE_NON_OPPOSITION] = {"non_opposition", "J’ai vérifié la non-opposition de la famille"},
    [BASE_DOCUMENT_SIGNE] = {"document_signe", "Je détiens un document signé de la famille"},
};

const char *base_type(size_t base)
{
    return bases[base].type;
}

const char *base_libelle(size_t base)
{
    return bases[base].libelle;
}

static void put(struct buf *out, const char *key, struct span text)
{
    json_put_key(out, key);
    json_put_string(out, text);
}

void demande_call(const struct demande *d, struct call *call)
{
    *call = (struct call){"POST", PROTO_CONSULTATIONS, "Ouverture du dossier", {0}};
    struct buf *out = &call->body;
    buf_putc(out, '{');
    if (d->caf.len > 0)
        put(out, "caf", d->caf);
    json_put_key(out, "numero");
    buf_putc(out, '"');
    buf_put_padded(out, d->numero, 7);
    buf_putc(out, '"');
    put(out, "nom", d->nom);
    put(out, "profil", span_of(d->profil));
    json_put_key(out, "motif");
    buf_putc(out, '{');
    put(out, "code", span_of(d->motif));
    if (d->texte.len > 0)
        put(out, "texte", d->texte);
    buf_putc(out, '}');
    json_put_key(out, "base");
    buf_putc(out, '{');
    put(out, "type", span_of(base_type(d->base)));
    if (d->base == BASE_DOCUMENT_SIGNE)
        put(out, "reference", d->reference);
    buf_puts(out, "}}");
}
