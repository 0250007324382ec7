/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The property on which all trust rests: over thousands of dossiers full of canaries, an answer
 * holds what the profile permits within its windows, all of it, and nothing else. The oracle works
 * on JSON trees and on the words of the profile file; it shares no code with the filter. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cdap/base/json.h>
#include <cdap/base/secret.h>
#include <cdap/model/bande.h>
#include <cdap/model/filtre.h>

#include "dossier_gen.h"
#include "suite.h"

#define DOSSIERS 10000
/* Like ck_assert_msg, which writes to a file at each success: too slow for millions of them. */
#define EXPECT(cond, ...)              \
    do {                               \
        if (!(cond))                   \
            ck_abort_msg(__VA_ARGS__); \
    } while (0)

#define MOIS_TEXTE 24 /* room for YYYY-MM, and for what the compiler fears */

struct oracle {
    const struct dictionnaire *d;
    struct json *profil; /* the file itself */
    struct date today;
    const struct json *windows;
    bool visible[CHAMPS_MAX]; /* what the list of paths says of each field */
    unsigned char permitted[CANARIS_MAX];
};

/* ---- what the profile file says ------------------------------------------------------------- */

static bool listed(const struct oracle *o, const char *chemin)
{
    const struct json *list = json_get(o->profil, "champs");
    for (const struct json *v = json_first(list); v; v = json_sibling(v))
        if (strcmp(json_string(v, ""), chemin) == 0)
            return true;
    return false;
}

/* Some path of the list is `chemin` or lies below it. */
static bool permitted(const struct oracle *o, const char *chemin)
{
    const struct json *list = json_get(o->profil, "champs");
    size_t len = strlen(chemin);
    for (const struct json *v = json_first(list); v; v = json_sibling(v))
        if (strncmp(json_string(v, ""), chemin, len) == 0 && json_string(v, "")[len] == '.')
            return true;
    return listed(o, chemin);
}

/* ---- windows, on texts ---------------------------------------------------------------------- */

/* "YYYY-MM" of a date or month; "" when there is none, or when it is not known. */
static void month_text(const struct json *v, char out[MOIS_TEXTE])
{
    const char *text = json_string(v, "");
    snprintf(out, MOIS_TEXTE, "%.7s", text);
    if (strncmp(out, "0000", 4) == 0 || strcmp(out + (out[0] ? 4 : 0), "-00") == 0)
        out[0] = '\0';
}

static void months_before(struct date today, int back, char out[MOIS_TEXTE])
{
    int year = today.year, month = today.month;
    for (; back > 0; back--)
        if (--month == 0) {
            month = 12;
            year--;
        }
    snprintf(out, MOIS_TEXTE, "%04d-%02d", year, month);
}

static int row_year(const struct json *row, const struct champ *array, const struct oracle *o)
{
    const struct json *debut = json_get(row, champ_by_id(o->d, array->debut)->cle);
    const struct json *fin = array->fin ? json_get(row, champ_by_id(o->d, array->fin)->cle) : NULL;
    int64_t year;
    char month[MOIS_TEXTE];
    if (json_integer(debut, &year))
        return (int)year;
    month_text(json_is_null(fin) ? debut : fin, month);
    return month[0] ? atoi(month) : -1;
}

static bool among_highest(const struct json *rows, int year, int64_t n, const struct champ *array,
                          const struct oracle *o)
{
    int higher = 0;
    for (int y = year + 1; y < 2400 && year >= 0; y++) {
        bool present = false;
        for (const struct json *r = json_first(rows); r && !present; r = json_sibling(r))
            present = row_year(r, array, o) == y;
        higher += present;
    }
    return year >= 0 && higher < n;
}

static bool in_months(const struct json *row, int64_t n, const struct champ *array,
                      const struct oracle *o)
{
    char from[MOIS_TEXTE], to[MOIS_TEXTE], debut[MOIS_TEXTE], fin[MOIS_TEXTE];
    const struct json *end = array->fin ? json_get(row, champ_by_id(o->d, array->fin)->cle) : NULL;
    months_before(o->today, (int)n - 1, from);
    months_before(o->today, 0, to);
    month_text(json_get(row, champ_by_id(o->d, array->debut)->cle), debut);
    month_text(end, fin);
    if (debut[0] == '\0' || strcmp(debut, to) > 0)
        return false;
    if (array->datation == DATATION_MOIS)
        return strcmp(debut, from) >= 0;
    if (json_is_null(end))
        return true;
    if (fin[0] == '\0')
        return strcmp(debut, from) >= 0;
    return strcmp(fin, debut) >= 0 && strcmp(fin, from) >= 0;
}

static bool row_expected(const struct json *rows, const struct json *row, const struct champ *array,
                         const struct oracle *o)
{
    char name[CHEMIN_MAX];
    int64_t n;
    snprintf(name, sizeof name, "%.*s", (int)strlen(array->chemin) - 2, array->chemin);
    const struct json *window = json_get(o->windows, name);
    if (!window)
        return true;
    if (json_integer(json_get(window, "mois"), &n))
        return in_months(row, n, array, o);
    if (json_integer(json_get(window, "dernieres_annees"), &n))
        return among_highest(rows, row_year(row, array, o), n, array, o);
    const char *back = json_string(json_get(window, "annee"), NULL);
    EXPECT(back != NULL, "a window of another kind");
    return row_year(row, array, o) == o->today.year - atoi(back + 2);
}

/* ---- the answer against the document -------------------------------------------------------- */

static void note_canari(struct oracle *o, const struct json *v)
{
    int64_t n;
    char text[64];
    if (json_integer(v, &n))
        snprintf(text, sizeof text, " %lld ", (long long)n);
    else
        snprintf(text, sizeof text, " %s ", json_string(v, ""));
    canaris_mark(span_of(text), o->permitted);
}

static void check_leaf(struct oracle *o, const struct champ *c, const struct json *doc,
                       const struct json *answer)
{
    int64_t want, got;
    EXPECT(answer != NULL, "%s is missing", c->chemin);
    if (json_is_null(doc)) {
        EXPECT(json_is_null(answer), "%s is not null", c->chemin);
    } else if (c->masque != MASQUE_AUCUN) {
        EXPECT(strstr(json_string(answer, ""), "•") &&
                   strcmp(json_string(answer, ""), json_string(doc, "")) != 0,
               "%s is not masked", c->chemin);
    } else if (json_is_array(doc)) {
        EXPECT(json_count(doc) == json_count(answer), "%s: other lines", c->chemin);
        const struct json *a = json_first(answer);
        for (const struct json *v = json_first(doc); v; v = json_sibling(v), a = json_sibling(a)) {
            EXPECT(strcmp(json_string(v, "?"), json_string(a, "!")) == 0, "%s", c->chemin);
            note_canari(o, v);
        }
    } else if (json_is_boolean(doc)) {
        EXPECT(json_is_boolean(answer) && json_boolean(doc, false) == json_boolean(answer, true),
               "%s", c->chemin);
    } else if (json_integer(doc, &want)) {
        EXPECT(json_integer(answer, &got) && want == got, "%s", c->chemin);
        note_canari(o, doc);
    } else {
        EXPECT(strcmp(json_string(doc, "?"), json_string(answer, "!")) == 0, "%s", c->chemin);
        note_canari(o, doc);
    }
}

static void check_members(struct oracle *o, unsigned parent, const struct json *doc,
                          const struct json *answer);

static void check_rows(struct oracle *o, const struct champ *c, const struct json *doc,
                       const struct json *answer)
{
    EXPECT(json_is_array(answer), "%s is no array", c->chemin);
    const struct json *a = json_first(answer);
    for (const struct json *row = json_first(doc); row; row = json_sibling(row)) {
        if (!row_expected(doc, row, c, o))
            continue;
        EXPECT(a != NULL, "%s: a row of the window is missing", c->chemin);
        check_members(o, c->id, row, a);
        a = json_sibling(a);
    }
    EXPECT(a == NULL, "%s: a row outside the window", c->chemin);
}

/* An object that holds arrays is never a bare null: which of them may be seen must be told. */
static bool holds_arrays(const struct oracle *o, const struct champ *object)
{
    for (size_t i = 0; i < dictionnaire_count(o->d); i++) {
        const struct champ *c = dictionnaire_at(o->d, i);
        if (c->parent == object->id && c->type == CHAMP_TABLEAU)
            return true;
    }
    return false;
}

static void check_members(struct oracle *o, unsigned parent, const struct json *doc,
                          const struct json *answer)
{
    size_t keys = 0;
    EXPECT(json_is_object(answer), "not an object");
    for (size_t i = 0; i < dictionnaire_count(o->d); i++) {
        const struct champ *c = dictionnaire_at(o->d, i);
        if (c->parent != parent)
            continue;
        const struct json *in = json_get(doc, c->cle), *out = json_get(answer, c->cle);
        if (!o->visible[c->id]) {
            EXPECT(out == NULL, "%s should not be there", c->chemin);
            continue;
        }
        keys++;
        if (c->type == CHAMP_TABLEAU)
            check_rows(o, c, in, out);
        else if (c->type != CHAMP_OBJET)
            check_leaf(o, c, in, out);
        else if (json_is_null(in) && !holds_arrays(o, c))
            EXPECT(out && json_is_null(out), "%s is not null", c->chemin);
        else
            check_members(o, c->id, in, out);
    }
    EXPECT(json_count(answer) == keys, "%zu keys, %zu expected", json_count(answer), keys);
}

static void check_answer(struct oracle *o, const struct json *doc, struct span raw)
{
    static unsigned char seen[CANARIS_MAX];
    struct err err = {0};
    struct json *answer = json_parse(raw, &err);
    EXPECT(answer != NULL, "not JSON: %s", err.detail);
    memset(o->permitted, 0, sizeof o->permitted);
    check_members(o, 0, doc, answer);
    memset(seen, 0, sizeof seen);
    canaris_mark(raw, seen);
    for (unsigned n = 0; n < CANARIS_MAX; n++)
        EXPECT(seen[n] == o->permitted[n], "canary %u: %s", n,
               seen[n] ? "forbidden and present" : "permitted and absent");
    json_free(answer);
}

static void run_property(const char *file, uint64_t seed)
{
    static struct oracle o;
    static struct vue vue;
    struct dictionnaire *d = dictionnaire_de_test();
    struct profil *p = profil_de_test(d, file);
    struct buf text = profil_text(file), json = {0}, bande = {0}, out = {0};
    struct dossier_gen g = {.d = d, .etat = seed, .rangees_max = 4};
    struct encodeur *e = encodeur_new(d);
    struct identite id;
    struct err err = {0};
    o.d = d;
    o.profil = json_parse(buf_span(&text), &err);
    o.windows = json_get(o.profil, "fenetres");
    for (size_t i = 0; i < dictionnaire_count(d); i++)
        o.visible[dictionnaire_at(d, i)->id] = permitted(&o, dictionnaire_at(d, i)->chemin);
    for (int i = 0; i < DOSSIERS; i++) {
        g.aujourdhui = (struct date){(uint16_t)(2010 + gen_below(&g, 40)),
                                     (uint8_t)(1 + gen_below(&g, 12)), 15};
        g.melange = gen_below(&g, 3) == 0;
        buf_reset(&json);
        buf_reset(&out);
        gen_dossier(&g, &json);
        EXPECT(bande_encode(e, buf_span(&json), &bande, &id, &err), "%s: %s\n%s", err.champ,
               err.detail, buf_text(&json));
        o.today = g.aujourdhui;
        profil_vue(p, o.today, &vue);
        EXPECT(filtre_run(&vue, buf_span(&bande), &out), "not filtered");
        struct json *doc = json_parse(buf_span(&json), &err);
        check_answer(&o, doc, buf_span(&out));
        json_free(doc);
    }
    json_free(o.profil);
    encodeur_free(e);
    profil_free(p);
    dictionnaire_free(d);
    buf_free(&text);
    buf_free(&json);
    buf_free(&bande);
    buf_free(&out);
}

START_TEST(t2_answers_hold_exactly_what_it_permits)
{
    run_property("T2.json", 2);
}
END_TEST

START_TEST(td_answers_hold_exactly_what_it_permits)
{
    run_property("TD.json", 13);
}
END_TEST

/* A canary that the scan would not recognise would make the property say nothing. */
START_TEST(the_scan_finds_every_canary_of_a_document)
{
    static unsigned char seen[CANARIS_MAX];
    struct dictionnaire *d = dictionnaire_de_test();
    struct buf json = {0};
    struct dossier_gen g = {
        .d = d, .etat = 7, .rangees_max = 3, .complet = true, .aujourdhui = {2026, 11, 20}};
    gen_dossier(&g, &json);
    canaris_mark(buf_span(&json), seen);
    ck_assert_uint_gt(g.canari, 100);
    for (unsigned n = 1; n <= g.canari; n++)
        ck_assert_msg(seen[n], "canary %u", n);
    buf_free(&json);
    dictionnaire_free(d);
}
END_TEST

/* ---- timing, on demand: CDAP_BENCH=1 -------------------------------------------------------- */

static double now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

START_TEST(print_timing_when_asked)
{
    static struct vue vue;
    static const char *const files[] = {"T2.json", "TD.json"};
    const int turns = 20000;
    if (!getenv("CDAP_BENCH"))
        return;
    struct dictionnaire *d = dictionnaire_de_test();
    struct buf json = {0}, bande = {0}, out = {0};
    struct dossier_gen g = {
        .d = d, .etat = 7, .rangees_max = 15, .complet = true, .aujourdhui = {2026, 11, 20}};
    struct encodeur *e = encodeur_new(d);
    struct identite id;
    struct err err = {0};
    gen_dossier(&g, &json);
    double start = now_us();
    for (int i = 0; i < turns / 10; i++)
        EXPECT(bande_encode(e, buf_span(&json), &bande, &id, &err), "%s", err.detail);
    printf("encode   %7.2f us  (%zu bytes of JSON, %zu stored)\n",
           (now_us() - start) / (turns / 10), json.len, bande.len);
    for (size_t k = 0; k < 2; k++) {
        struct profil *p = profil_de_test(d, files[k]);
        profil_vue(p, g.aujourdhui, &vue);
        start = now_us();
        for (int i = 0; i < turns; i++) {
            buf_reset(&out);
            EXPECT(filtre_run(&vue, buf_span(&bande), &out), "not filtered");
        }
        printf("filtre   %7.2f us  (%s, answer of %zu bytes)\n", (now_us() - start) / turns,
               profil_code(p), out.len);
        profil_free(p);
    }
    start = now_us();
    for (int i = 0; i < turns / 100; i++)
        json_free(json_parse(buf_span(&json), &err));
    printf("a tree   %7.2f us  (json_parse alone)\n", (now_us() - start) / (turns / 100));
    encodeur_free(e);
    dictionnaire_free(d);
    buf_free(&json);
    buf_free(&bande);
    buf_free(&out);
}
END_TEST

static void add(TCase *t)
{
    tcase_add_test(t, the_scan_finds_every_canary_of_a_document);
    tcase_add_test(t, t2_answers_hold_exactly_what_it_permits);
    tcase_add_test(t, td_answers_hold_exactly_what_it_permits);
    tcase_add_test(t, print_timing_when_asked);
}

int main(void)
{
    return secret_init() ? suite_main("model_canari", add) : 1;
}
