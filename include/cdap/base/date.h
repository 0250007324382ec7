/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dates that may be partly unknown, months as numbers, and the legal time of Paris.
 * No clock here: `now` is always an argument. */
#ifndef CDAP_BASE_DATE_H
#define CDAP_BASE_DATE_H

#include <cdap/base/buf.h>

/* A part at 0 is unknown: real files hold 1987-06-00 and 0000-00-00. */
struct date {
    uint16_t year;
    uint8_t month;
    uint8_t day;
};

/* A month counted from year 0: year * 12 + (month - 1). */
typedef int32_t mois_t;
#define MOIS_INCONNU ((mois_t)-1)
#define MOIS_OUVERT  ((mois_t)INT32_MAX) /* end of a period still open */

struct datetime {
    struct date date;
    uint8_t hour, minute, second;
    int offset_minutes; /* east of UTC */
};

/* `YYYY-MM-DD`, unknown parts `00` (a known day needs a known month, a known month a known year).
 * False when it is not a date of the calendar. */
bool date_parse(struct span s, struct date *out);
/* `YYYY-MM`, both known. */
bool mois_parse(struct span s, mois_t *out);
/* Month of a date; MOIS_INCONNU when its year or month is unknown. */
mois_t mois_of(struct date d);
int mois_year(mois_t m);
int mois_month(mois_t m); /* 1..12 */

void date_put_iso(struct buf *b, struct date d); /* 2026-11-03 */
void mois_put_iso(struct buf *b, mois_t m);      /* 2026-11 */
/* French: 03/11/2026, 06/1987, 1987, « inconnue ». */
void date_put_fr(struct buf *b, struct date d);
/* French: « novembre 2026 ». */
void mois_put_fr(struct buf *b, mois_t m);

/* YYYYMMDD as an integer: how the base writes days, and keeps their order. */
int date_jour(struct date d);
struct date date_add_days(struct date d, int days); /* complete dates only */
int64_t date_to_unix(struct date d);                /* midnight UTC, complete dates only */

/* Unix seconds to civil time. Paris follows directive 2000/84/CE: summer time from the last Sunday
 * of March to the last of October, 01:00 UTC; computed here, because a minimal system has no tz
 * database. */
struct datetime datetime_utc(int64_t unix_s);
struct datetime datetime_paris(int64_t unix_s);
void datetime_put_fr(struct buf *b, struct datetime t);  /* 20/11/2026 14:03 */
void datetime_put_iso(struct buf *b, struct datetime t); /* 2026-11-20T14:03:09+01:00, or Z */
/* The ISO form read back, to Unix seconds; false when it is not such a time. */
bool datetime_parse_iso(struct span s, int64_t *unix_s);
/* French, nothing left to guess: « 20/11/2026 à 14:03:09, heure de Paris (13:03:09 UTC) ». */
void instant_put_fr(struct buf *b, int64_t unix_s);

#endif
