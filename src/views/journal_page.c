/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pages of the journal: how one is asked for, and what it brings. */
#include <stdlib.h>
#include <string.h>

#include <cdap/proto.h>

#include "journal.h"

static void put(struct buf *out, const char *key, const char *text)
{
    if (text && text[0])
        json_put_member(out, key, text);
}

void journal_call(const struct journal_recherche *r, int64_t avant, struct call *call)
{
    struct buf *out = &call->body;

    *call = (struct call){"POST", PROTO_JOURNAL_RECHERCHES, "Lecture du journal", {0}};
    buf_putc(out, '{');
    put(out, "agent", r->agent);
    put(out, "acte", r->acte);
    put(out, "issue", r->issue);
    put(out, "debut", r->debut);
    put(out, "fin", r->fin);
    put(out, "caf", r->caf);
    put(out, "numero", r->numero);
    if (avant > 0)
        json_put_member_int(out, "avant", avant);
    buf_putc(out, '}');
}

/* Two digits of a clock. */
static bool digits(const char *p, unsigned max, unsigned *out)
{
    if (p[0] < '0' || p[0] > '9' || p[1] < '0' || p[1] > '9')
        return false;
    *out = (unsigned)((p[0] - '0') * 10 + p[1] - '0');
    return *out <= max;
}

bool journal_moment(const char *temps, struct datetime *out)
{
    struct date jour;
    unsigned h, m, s;

    if (strlen(temps) != 20 || !date_parse((struct span){temps, 10}, &jour) || !jour.day ||
        !digits(temps + 11, 23, &h) || !digits(temps + 14, 59, &m) || !digits(temps + 17, 59, &s))
        return false;
    *out = datetime_paris(date_to_unix(jour) + (int64_t)h * 3600 + m * 60 + s);
    return true;
}

void journal_forget(struct journal *j)
{
    for (size_t i = 0; i < j->page_count; i++)
        json_free(j->pages[i]);
    free(j->rangs);
    j->rangs = NULL;
    j->page_count = j->count = 0;
    j->suite = -1;
}

/* Rows after those of `rangs`; false when one is not an entry, or comes out of its place. */
static bool read_rangs(const struct json *list, struct journal_rang *rangs, size_t count)
{
    size_t n = count;

    for (const struct json *v = json_first(list); v; v = json_sibling(v), n++) {
        const struct json *detail = json_get(v, "detail");

        rangs[n] = (struct journal_rang){.entree = json_get(v, "entree"), .rang = v};
        rangs[n].detail = json_is_object(detail) ? detail : NULL;
        if (!json_integer(json_get(rangs[n].entree, "seq"), &rangs[n].seq) || rangs[n].seq < 0 ||
            (n > 0 && rangs[n].seq >= rangs[n - 1].seq))
            return false;
    }
    return true;
}

bool journal_take(struct journal *j, bool debut, struct span body, struct err *err)
{
    struct json *page = json_parse(body, NULL);
    const struct json *list = json_get(page, "entrees");
    size_t before = debut ? 0 : j->count, added = json_count(list);
    struct journal_rang *rangs = calloc(before + added + 1, sizeof *rangs);

    if (rangs && before)
        memcpy(rangs, j->rangs, before * sizeof *rangs);
    if (!rangs || !json_is_array(list) || !read_rangs(list, rangs, before) ||
        (!debut && j->page_count == PAGES_MAX)) {
        free(rangs);
        json_free(page);
        return err_set(err, ERR_REPONSE, "la page du journal reçue n’est pas lisible");
    }
    if (debut)
        journal_forget(j);
    free(j->rangs);
    j->rangs = rangs;
    j->count = before + added;
    j->pages[j->page_count++] = page;
    if (!json_integer(json_get(page, "suite"), &j->suite))
        j->suite = -1;
    j->lu = true;
    return true;
}
