/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From « eleven months ago » to a date, and the small JSON values that every section needs. */
#include "page.h"

struct date moment_date(struct moment m, struct date aujourdhui)
{
    if (m.quoi == MOMENT_FIXE)
        return (struct date){(uint16_t)m.annee, (uint8_t)m.mois, m.jour};
    if (m.quoi != MOMENT_RELATIF)
        return (struct date){0, 0, 0};
    mois_t mois = mois_of(aujourdhui) - m.mois;
    uint8_t jour = m.jour;
    if (m.mois == 0 && jour > aujourdhui.day)
        jour = aujourdhui.day;
    return (struct date){(uint16_t)mois_year(mois), (uint8_t)mois_month(mois), jour};
}

void put_null(struct buf *b, const char *key)
{
    json_put_key(b, key);
    PUT(b, "null");
}

void put_date(const struct page *p, const char *key, struct moment m)
{
    if (m.quoi == MOMENT_AUCUN) {
        put_null(p->out, key);
        return;
    }
    json_put_key(p->out, key);
    buf_putc(p->out, '"');
    date_put_iso(p->out, moment_date(m, p->jour));
    buf_putc(p->out, '"');
}

void put_mois(const struct page *p, const char *key, int ago)
{
    if (ago < 0) {
        put_null(p->out, key);
        return;
    }
    json_put_key(p->out, key);
    buf_putc(p->out, '"');
    mois_put_iso(p->out, p->mois - ago);
    buf_putc(p->out, '"');
}

void put_tri(const struct page *p, const char *key, uint8_t tri)
{
    if (tri == INCONNU)
        put_null(p->out, key);
    else
        json_put_member_bool(p->out, key, tri == OUI);
}
