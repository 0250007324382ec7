/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The end of retention: details go, entries stay, and the purge is seen. */
#include <cdap/base/json.h>

#include "registre.h"

#define LOT 10000 /* details of one transaction */

bool purge_check(unsigned mois, const char *justification, struct err *err)
{
    if (mois < PURGE_MOIS_MIN || mois > PURGE_MOIS_MAX)
        return err_set_champ(err, ERR_CHAMP, "mois", "la durée va de %d à %d mois", PURGE_MOIS_MIN,
                             PURGE_MOIS_MAX);
    if (mois > PURGE_MOIS_USUEL && (!justification || !*justification))
        return err_set_champ(err, ERR_CHAMP, "justification",
                             "au-delà de %d mois, une justification est enregistrée",
                             PURGE_MOIS_USUEL);
    return true;
}

/* The same day that many months ago, or the last one of its month. */
static struct date months_before(struct date d, unsigned mois)
{
    mois_t m = mois_of(d) - (mois_t)mois;
    struct date out = {.year = (uint16_t)mois_year(m), .month = (uint8_t)mois_month(m), .day = 1};
    struct date next = out;

    for (unsigned jour = 1; jour < d.day; jour++) {
        next = date_add_days(out, 1);
        if (next.month != out.month)
            break;
        out = next;
    }
    return out;
}

static bool failed(const struct registre *r, struct err *err)
{
    return err_set(err, ERR_BASE, "le journal ne peut pas être écrit : %s",
                   store_problem(r->store));
}

static bool temps_of(struct registre *r, uint64_t seq, int64_t *temps)
{
    struct buf octets = {0};
    struct entree_lue lue = {0};
    bool ok = store_journal_read(r->store, seq, &octets, NULL) == FOUND_ROW &&
              entree_read(buf_span(&octets), &lue);

    *temps = lue.entree.temps;
    entree_lue_done(&lue);
    buf_free(&octets);
    return ok;
}

/* The first entry at `limite` or later, by halves: times grow with numbers, or nearly so. */
static bool find_end(struct registre *r, int64_t limite, uint64_t *fin, struct err *err)
{
    uint64_t bas = 0, haut = r->next;

    while (bas < haut) {
        uint64_t milieu = bas + (haut - bas) / 2;
        int64_t temps;

        if (!temps_of(r, milieu, &temps))
            return err_set(err, ERR_DONNEES, "l’entrée %llu du journal est illisible",
                           (unsigned long long)milieu);
        if (temps < limite)
            bas = milieu + 1;
        else
            haut = milieu;
    }
    *fin = bas;
    return true;
}

static bool write_entry(struct registre *r, const struct purge *p, uint64_t debut, uint64_t fin)
{
    struct entree e = {.acte = ACTE_PURGE, .temps = p->now};
    struct buf detail = {0};
    bool ok;

    buf_puts(&detail, "{\"avant\":\"");
    date_put_iso(&detail, p->avant);
    buf_putc(&detail, '"');
    json_put_member_int(&detail, "mois", p->mois);
    json_put_member_int(&detail, "de", (int64_t)debut);
    json_put_member_int(&detail, "a", (int64_t)fin - 1);
    if (p->justification)
        json_put_member(&detail, "justification", p->justification);
    buf_putc(&detail, '}');
    ok = !detail.failed && registre_append(r, &e, buf_span(&detail), NULL);
    buf_free(&detail);
    return ok;
}

static bool purge_some(struct registre *r, const struct purge *p, uint64_t debut, uint64_t fin,
                       uint64_t tout, bool first)
{
    if (store_begin(r->store) && (!first || write_entry(r, p, debut, tout)) &&
        store_journal_purge(r->store, debut, fin) && (!first || registre_sign(r)) &&
        store_commit(r->store))
        return true;
    store_rollback(r->store);
    registre_reload(r);
    return false;
}

bool registre_purge(struct registre *r, struct purge *p, struct err *err)
{
    uint64_t fin = 0, debut;
    int64_t first;

    p->effaces = 0;
    p->avant = months_before(datetime_utc(p->now).date, p->mois);
    if (!purge_check(p->mois, p->justification, err) ||
        !find_end(r, date_to_unix(p->avant), &fin, err))
        return false;
    first = store_journal_detail_first(r->store, 0);
    if (first < 0 || (uint64_t)first >= fin)
        return true;
    debut = (uint64_t)first;
    for (uint64_t a = debut, b; a < fin; a = b) {
        b = fin - a < LOT ? fin : a + LOT;
        if (!purge_some(r, p, a, b, fin, a == debut))
            return failed(r, err);
        p->effaces = b - debut;
        if (p->avance)
            p->avance(p->ctx, p->effaces, fin - debut);
    }
    return true;
}
