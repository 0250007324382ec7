/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Alerts are judged from the whole journal, never from the page being shown: the same entry bears the
 * same alerts whatever the filter. */
#include <cdap/base/date.h>

#include "journal_alertes.h"

#define VOLUME_MAX  30 /* consultations of an agent within VOLUME_S */
#define VOLUME_S    3600
#define REFUS_MAX   5 /* refusals of an agent within REFUS_S */
#define REFUS_S     600
#define HEURE_DEBUT 7
#define HEURE_FIN   20

/* Over `max` of these since `duree` seconds before the entry, itself included. */
static bool passes(struct store *s, const struct entree *e, const struct journal_filtre *f,
                   int64_t duree, int max, bool *ok)
{
    int n = store_journal_rythme(s, f, e->seq, e->temps - duree, max + 1);

    *ok = *ok && n >= 0;
    return n > max;
}

static bool is_volume(struct store *s, const struct entree *e, bool *ok)
{
    const struct journal_filtre f = {.organisme = e->organisme,
                                     .agent = e->agent,
                                     .acte = span_of(acte_word(ACTE_CONSULTATION))};

    return e->acte == ACTE_CONSULTATION && passes(s, e, &f, VOLUME_S, VOLUME_MAX, ok);
}

static bool is_refus(struct store *s, const struct entree *e, bool *ok)
{
    const struct journal_filtre f = {
        .organisme = e->organisme, .agent = e->agent, .issue = span_of(issue_word(ISSUE_REFUSE))};

    return e->issue == ISSUE_REFUSE && passes(s, e, &f, REFUS_S, REFUS_MAX - 1, ok);
}

/* Acts on dossiers only: a login at night shows nothing yet. 1 January 1970 was a Thursday. */
static bool is_horaires(struct store *s, const struct entree *e, bool *ok)
{
    struct datetime t = datetime_paris(e->temps);
    int64_t jour = (date_to_unix(t.date) / 86400 + 4) % 7; /* 0 = Sunday */

    (void)s;
    (void)ok;
    if (e->acte != ACTE_CONSULTATION && e->acte != ACTE_REVELATION && e->acte != ACTE_EXPORT)
        return false;
    return t.hour < HEURE_DEBUT || t.hour >= HEURE_FIN || jour == 0 || jour == 6;
}

static const struct {
    const char *mot;
    bool (*juge)(struct store *s, const struct entree *e, bool *ok);
} alertes[] = {{"volume", is_volume}, {"horaires", is_horaires}, {"refus", is_refus}};

bool alertes_put(struct buf *out, struct store *s, const struct entree *e)
{
    bool ok = true, first = true;

    buf_putc(out, '[');
    for (size_t i = 0; i < sizeof alertes / sizeof *alertes; i++) {
        if (!alertes[i].juge(s, e, &ok))
            continue;
        if (!first)
            buf_putc(out, ',');
        json_put_string(out, span_of(alertes[i].mot));
        first = false;
    }
    buf_putc(out, ']');
    return ok;
}
