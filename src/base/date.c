/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calendar arithmetic, partial dates, French and ISO forms, the legal time of Paris. */
#include <string.h>

#include <cdap/base/date.h>

static const char *const month_names[] = {"janvier",   "février", "mars",     "avril",
                                          "mai",       "juin",    "juillet",  "août",
                                          "septembre", "octobre", "novembre", "décembre"};

static bool digits(const char *s, size_t len, unsigned *out)
{
    unsigned value = 0;
    for (size_t i = 0; i < len; i++) {
        if (s[i] < '0' || s[i] > '9')
            return false;
        value = value * 10 + (unsigned)(s[i] - '0');
    }
    *out = value;
    return true;
}

static unsigned month_length(unsigned year, unsigned month)
{
    static const unsigned char lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return lengths[month - 1] + (month == 2 && leap ? 1u : 0u);
}

bool date_parse(struct span s, struct date *out)
{
    unsigned year, month, day;
    if (s.len != 10 || s.ptr[4] != '-' || s.ptr[7] != '-' || !digits(s.ptr, 4, &year) ||
        !digits(s.ptr + 5, 2, &month) || !digits(s.ptr + 8, 2, &day))
        return false;
    if (month > 12 || (month && !year) || (day && !month))
        return false;
    if (day && day > month_length(year, month))
        return false;
    *out = (struct date){(uint16_t)year, (uint8_t)month, (uint8_t)day};
    return true;
}

bool mois_parse(struct span s, mois_t *out)
{
    unsigned year, month;
    if (s.len != 7 || s.ptr[4] != '-' || !digits(s.ptr, 4, &year) || !digits(s.ptr + 5, 2, &month))
        return false;
    if (year == 0 || month == 0 || month > 12)
        return false;
    *out = (mois_t)(year * 12 + month - 1);
    return true;
}

mois_t mois_of(struct date d)
{
    return d.year && d.month ? (mois_t)(d.year * 12 + d.month - 1) : MOIS_INCONNU;
}

int mois_year(mois_t m)
{
    return m / 12;
}

int mois_month(mois_t m)
{
    return m % 12 + 1;
}

void date_put_iso(struct buf *b, struct date d)
{
    buf_put_padded(b, d.year, 4);
    buf_putc(b, '-');
    buf_put_padded(b, d.month, 2);
    buf_putc(b, '-');
    buf_put_padded(b, d.day, 2);
}

void mois_put_iso(struct buf *b, mois_t m)
{
    buf_put_padded(b, (uint64_t)mois_year(m), 4);
    buf_putc(b, '-');
    buf_put_padded(b, (uint64_t)mois_month(m), 2);
}

void date_put_fr(struct buf *b, struct date d)
{
    if (!d.year) {
        buf_puts(b, "inconnue");
        return;
    }
    if (d.day) {
        buf_put_padded(b, d.day, 2);
        buf_putc(b, '/');
    }
    if (d.month) {
        buf_put_padded(b, d.month, 2);
        buf_putc(b, '/');
    }
    buf_put_padded(b, d.year, 4);
}

void mois_put_fr(struct buf *b, mois_t m)
{
    if (m < 0 || m == MOIS_OUVERT) {
        buf_puts(b, "inconnu");
        return;
    }
    buf_puts(b, month_names[mois_month(m) - 1]);
    buf_putc(b, ' ');
    buf_put_int(b, mois_year(m));
}

/* Days since 1970-01-01 of a date of the Gregorian calendar, counting years from March so that the
 * leap day comes last. */
static int64_t days_of(struct date d)
{
    int64_t year = d.month <= 2 ? d.year - 1 : d.year;
    int64_t era = (year >= 0 ? year : year - 399) / 400;
    int64_t year_of_era = year - era * 400;
    int64_t month_from_march = (d.month + 9) % 12;
    int64_t day_of_year = (153 * month_from_march + 2) / 5 + d.day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

static struct date date_of_days(int64_t days)
{
    days += 719468;
    int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    int64_t day_of_era = days - era * 146097;
    int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t month_from_march = (5 * day_of_year + 2) / 153;
    int64_t month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
    return (struct date){
        .year = (uint16_t)(year_of_era + era * 400 + (month <= 2)),
        .month = (uint8_t)month,
        .day = (uint8_t)(day_of_year - (153 * month_from_march + 2) / 5 + 1),
    };
}

int date_jour(struct date d)
{
    return d.year * 10000 + d.month * 100 + d.day;
}

struct date date_add_days(struct date d, int count)
{
    return date_of_days(days_of(d) + count);
}

int64_t date_to_unix(struct date d)
{
    return days_of(d) * 86400;
}

static struct datetime datetime_at(int64_t unix_s, int offset_minutes)
{
    int64_t local = unix_s + offset_minutes * 60;
    int64_t days = (local >= 0 ? local : local - 86399) / 86400;
    int64_t rest = local - days * 86400;
    return (struct datetime){
        .date = date_of_days(days),
        .hour = (uint8_t)(rest / 3600),
        .minute = (uint8_t)(rest / 60 % 60),
        .second = (uint8_t)(rest % 60),
        .offset_minutes = offset_minutes,
    };
}

struct datetime datetime_utc(int64_t unix_s)
{
    return datetime_at(unix_s, 0);
}

/* 01:00 UTC on the last Sunday of a month of 31 days; day 0 of 1970 was a Thursday. */
static int64_t last_sunday_1h(uint16_t year, uint8_t month)
{
    int64_t last = days_of((struct date){year, month, 31});
    int64_t weekday = (last + 4) % 7; /* 0 = Sunday */
    return (last - weekday) * 86400 + 3600;
}

struct datetime datetime_paris(int64_t unix_s)
{
    uint16_t year = datetime_utc(unix_s).date.year;
    bool summer = unix_s >= last_sunday_1h(year, 3) && unix_s < last_sunday_1h(year, 10);
    return datetime_at(unix_s, summer ? 120 : 60);
}

void datetime_put_fr(struct buf *b, struct datetime t)
{
    date_put_fr(b, t.date);
    buf_putc(b, ' ');
    buf_put_padded(b, t.hour, 2);
    buf_putc(b, ':');
    buf_put_padded(b, t.minute, 2);
}

void datetime_put_iso(struct buf *b, struct datetime t)
{
    date_put_iso(b, t.date);
    buf_putc(b, 'T');
    buf_put_padded(b, t.hour, 2);
    buf_putc(b, ':');
    buf_put_padded(b, t.minute, 2);
    buf_putc(b, ':');
    buf_put_padded(b, t.second, 2);
    if (t.offset_minutes == 0) {
        buf_putc(b, 'Z');
        return;
    }
    int away = t.offset_minutes < 0 ? -t.offset_minutes : t.offset_minutes;
    buf_putc(b, t.offset_minutes < 0 ? '-' : '+');
    buf_put_padded(b, (uint64_t)away / 60, 2);
    buf_putc(b, ':');
    buf_put_padded(b, (uint64_t)away % 60, 2);
}

/* `0` stands for a digit; True when the text has the shape and holds nothing more. */
static bool has_shape(struct span s, const char *shape)
{
    if (s.len != strlen(shape))
        return false;
    for (size_t i = 0; i < s.len; i++)
        if (shape[i] == '0' ? s.ptr[i] < '0' || s.ptr[i] > '9' : s.ptr[i] != shape[i])
            return false;
    return true;
}

static int two_digits(const char *s)
{
    return (s[0] - '0') * 10 + (s[1] - '0');
}

bool datetime_parse_iso(struct span s, int64_t *unix_s)
{
    struct date d;
    bool utc = has_shape(s, "0000-00-00T00:00:00Z");
    bool east = has_shape(s, "0000-00-00T00:00:00+00:00");
    if (!utc && !east && !has_shape(s, "0000-00-00T00:00:00-00:00"))
        return false;
    int hour = two_digits(s.ptr + 11), minute = two_digits(s.ptr + 14);
    int second = two_digits(s.ptr + 17), offset = 0;
    if (!date_parse((struct span){s.ptr, 10}, &d) || d.day == 0 || hour > 23 || minute > 59 ||
        second > 60)
        return false;
    if (!utc)
        offset = (two_digits(s.ptr + 20) * 60 + two_digits(s.ptr + 23)) * (east ? 60 : -60);
    *unix_s = date_to_unix(d) + hour * 3600 + minute * 60 + second - offset;
    return true;
}

static void put_clock(struct buf *out, struct datetime t)
{
    buf_put_padded(out, t.hour, 2);
    buf_putc(out, ':');
    buf_put_padded(out, t.minute, 2);
    buf_putc(out, ':');
    buf_put_padded(out, t.second, 2);
}

void instant_put_fr(struct buf *out, int64_t unix_s)
{
    struct datetime paris = datetime_paris(unix_s), utc = datetime_utc(unix_s);
    date_put_fr(out, paris.date);
    buf_puts(out, " à ");
    put_clock(out, paris);
    buf_puts(out, ", heure de Paris (");
    if (utc.date.day != paris.date.day) {
        date_put_fr(out, utc.date);
        buf_putc(out, ' ');
    }
    put_clock(out, utc);
    buf_puts(out, " UTC)");
}
