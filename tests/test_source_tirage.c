/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Random households: the same seed gives the same bytes, and every one is a plausible dossier. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cdap/base/secret.h>
#include <cdap/source/source.h>

#include "source_kit.h"
#include "suite.h"

#define NOMBRE 2000

static const struct date aujourdhui = {2026, 11, 20};

static void draw(uint64_t graine, uint32_t premier, unsigned count, struct buf *out)
{
    struct tirage t;
    tirage_init(&t, graine, 131, premier, aujourdhui);
    while (count-- > 0)
        tirage_put(&t, out);
    ck_assert(!out->failed);
}

START_TEST(same_seed_gives_the_same_bytes_and_another_seed_others)
{
    struct buf a = {0}, b = {0}, c = {0};
    draw(42, 1, 200, &a);
    draw(42, 1, 200, &b);
    draw(43, 1, 200, &c);
    ck_assert(span_eq(buf_span(&a), buf_span(&b)));
    ck_assert(!span_eq(buf_span(&a), buf_span(&c)));
    buf_free(&a);
    buf_free(&b);
    buf_free(&c);
}
END_TEST

START_TEST(a_base_drawn_in_pieces_is_the_same_base)
{
    struct buf whole = {0}, pieces = {0};
    draw(7, 1, 100, &whole);
    draw(7, 1, 30, &pieces);
    draw(7, 31, 70, &pieces);
    ck_assert(span_eq(buf_span(&whole), buf_span(&pieces)));
    buf_free(&whole);
    buf_free(&pieces);
}
END_TEST

START_TEST(every_household_drawn_is_a_valid_dossier)
{
    struct validation v;
    struct buf b = {0};
    struct tirage t;
    validation_init(&v);
    tirage_init(&t, 20261120, 131, 1, aujourdhui);
    for (unsigned i = 0; i < NOMBRE; i++) {
        buf_reset(&b);
        tirage_put(&t, &b);
        ck_assert(b.data[b.len - 1] == '\n');
        assert_dossier(&v, buf_span(&b));
    }
    buf_free(&b);
    validation_done(&v);
}
END_TEST

static int year_at(const struct json *root, const char *path)
{
    return atoi(json_string(value_at(root, path), "0"));
}

START_TEST(figures_of_a_household_agree)
{
    struct buf b = {0};
    struct tirage t;
    struct err err = {0};
    size_t bytes = 0, busiest = 0;
    tirage_init(&t, 5, 131, 1, aujourdhui);
    for (unsigned i = 0; i < 500; i++) {
        buf_reset(&b);
        tirage_put(&t, &b);
        bytes += b.len;
        busiest = b.len > busiest ? b.len : busiest;
        struct json *root = json_parse(buf_span(&b), &err);
        ck_assert_msg(root, "%s", err.detail);
        assert_payments_add_up(root);
        for (const struct json *e = json_first(value_at(root, "famille.enfants")); e;
             e = json_sibling(e))
            ck_assert_int_ge(atoi(json_string(json_get(e, "date_naissance"), "")),
                             year_at(root, "famille.allocataire.date_naissance") + 14);
        json_free(root);
    }
    ck_assert_uint_gt(bytes / 500, 8000);
    ck_assert_uint_lt(bytes / 500, 20000);
    ck_assert_uint_lt(busiest, 60000);
    buf_free(&b);
}
END_TEST

/* Not a timed test: prints the rate when CDAP_BENCH=1 asks for it. */
START_TEST(rate_is_printed_on_request)
{
    const char *bench = getenv("CDAP_BENCH");
    if (!bench || strcmp(bench, "1") != 0)
        return;
    struct buf b = {0};
    struct tirage t;
    unsigned count = 100000;
    size_t bytes = 0;
    struct timespec debut, fin;
    tirage_init(&t, 1, 131, 1, aujourdhui);
    clock_gettime(CLOCK_MONOTONIC, &debut);
    for (unsigned i = 0; i < count; i++) {
        buf_reset(&b);
        tirage_put(&t, &b);
        bytes += b.len;
    }
    clock_gettime(CLOCK_MONOTONIC, &fin);
    double s = (double)(fin.tv_sec - debut.tv_sec) + (double)(fin.tv_nsec - debut.tv_nsec) / 1e9;
    printf("tirage: %.0f dossiers/s, %zu octets en moyenne\n", count / s, bytes / count);
    buf_free(&b);
}
END_TEST

static void add(TCase *t)
{
    tcase_add_test(t, same_seed_gives_the_same_bytes_and_another_seed_others);
    tcase_add_test(t, a_base_drawn_in_pieces_is_the_same_base);
    tcase_add_test(t, every_household_drawn_is_a_valid_dossier);
    tcase_add_test(t, figures_of_a_household_agree);
    tcase_add_test(t, rate_is_printed_on_request);
}

int main(void)
{
    return secret_init() ? suite_main("source_tirage", add) : 1;
}
