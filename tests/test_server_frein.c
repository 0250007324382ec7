/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Guessing is slowed down, whoever guesses; and nobody's guessing keeps the owner out. */
#include <stdio.h>

#include "../src/server/frein.h"
#include "suite.h"

#include <cdap/base/secret.h>

#define COMPTE SPAN_LIT("agent.ccas")
#define BUREAU "192.0.2.10"

static struct frein *f;
static int64_t now = 1000000;

static void setup(void)
{
    ck_assert(secret_init());
    f = frein_new();
    ck_assert_ptr_nonnull(f);
}

static void teardown(void)
{
    frein_free(f);
}

static void fail_times(int times, const char *adresse)
{
    for (int i = 0; i < times; i++)
        frein_failed(f, COMPTE, adresse, now);
}

START_TEST(slow_an_account_down_from_wherever_it_is_tried)
{
    fail_times(4, "198.51.100.1");
    ck_assert_uint_eq(frein_wait(f, COMPTE, BUREAU, now), 0);
    fail_times(1, "198.51.100.2");
    ck_assert_uint_eq(frein_wait(f, COMPTE, BUREAU, now), 2);
    fail_times(20, "198.51.100.3");
    ck_assert_uint_eq(frein_wait(f, COMPTE, BUREAU, now), FREIN_COMPTE_S);
    ck_assert_uint_eq(frein_wait(f, SPAN_LIT("agent.fsl"), BUREAU, now), 0);
    ck_assert_uint_eq(frein_wait(f, COMPTE, BUREAU, now + FREIN_COMPTE_S), 0);
}
END_TEST

START_TEST(slow_an_address_down_whatever_it_tries)
{
    for (int i = 0; i < 30; i++) {
        char compte[24];
        snprintf(compte, sizeof compte, "agent.%d", i);
        frein_failed(f, span_of(compte), "198.51.100.1", now);
    }
    ck_assert_uint_eq(frein_wait(f, COMPTE, "198.51.100.1", now), FREIN_ADRESSE_S);
    ck_assert_uint_eq(frein_wait(f, COMPTE, "198.51.100.2", now), 0);
    ck_assert_uint_eq(frein_wait_adresse(f, "198.51.100.1", now), FREIN_ADRESSE_S);
    ck_assert_uint_eq(frein_wait_adresse(f, "198.51.100.2", now), 0);
    ck_assert_uint_eq(frein_wait_adresse(f, "unix", now), 0);
}
END_TEST

START_TEST(take_a_whole_ipv6_network_for_one_stranger)
{
    for (int i = 0; i < 30; i++) {
        char adresse[48];
        snprintf(adresse, sizeof adresse, "2001:db8:0:1::%x", i + 1);
        frein_failed(f, SPAN_LIT("autre"), adresse, now);
    }
    ck_assert_uint_eq(frein_wait(f, COMPTE, "2001:db8:0:1:abcd::1", now), FREIN_ADRESSE_S);
    ck_assert_uint_eq(frein_wait(f, COMPTE, "2001:db8:0:2::1", now), 0);
    /* IPv4 on an IPv6 socket: one address each, and the same as on its own */
    for (int i = 0; i < 30; i++)
        frein_failed(f, SPAN_LIT("autre"), "::ffff:198.51.100.1", now);
    ck_assert_uint_eq(frein_wait(f, COMPTE, "::ffff:198.51.100.2", now), 0);
    ck_assert_uint_eq(frein_wait(f, COMPTE, "::ffff:198.51.100.1", now), FREIN_ADRESSE_S);
}
END_TEST

START_TEST(keep_nobody_out_by_failing_from_elsewhere)
{
    frein_succeeded(f, COMPTE, BUREAU, now);
    for (int i = 0; i < 20000; i++) { /* and many others, to push the memory of it out */
        char compte[24], adresse[48];
        snprintf(compte, sizeof compte, "agent.%d", i);
        snprintf(adresse, sizeof adresse, "198.51.%d.%d", i / 250, i % 250);
        frein_failed(f, i % 2 ? COMPTE : span_of(compte), adresse, now + i / 20);
    }
    now += 1000;
    fail_times(1, "203.0.113.1");
    ck_assert_uint_gt(frein_wait(f, COMPTE, "203.0.113.2", now), 0);
    ck_assert_uint_eq(frein_wait(f, COMPTE, BUREAU, now), 0);
    frein_succeeded(f, COMPTE, BUREAU, now);
    ck_assert_uint_gt(frein_wait(f, COMPTE, "203.0.113.2", now), 0); /* nothing is forgiven */
}
END_TEST

START_TEST(slow_a_familiar_address_down_too)
{
    frein_succeeded(f, COMPTE, "unix", now);
    fail_times(4, "unix");
    ck_assert_uint_eq(frein_wait(f, COMPTE, "unix", now), 0);
    fail_times(20, "unix");
    ck_assert_uint_eq(frein_wait(f, COMPTE, "unix", now), FREIN_COMPTE_S);
    frein_succeeded(f, COMPTE, "unix", now);
    ck_assert_uint_eq(frein_wait(f, COMPTE, "unix", now), 0);
    fail_times(5, "198.51.100.1");
    ck_assert_uint_eq(frein_wait(f, COMPTE, "unix", now + FREIN_FAMILIER_S + 1), 0);
    now += FREIN_FAMILIER_S + 1;
    fail_times(5, "198.51.100.1");
    ck_assert_uint_gt(frein_wait(f, COMPTE, "unix", now), 0); /* a stranger's again */
}
END_TEST

static void add(TCase *tc)
{
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, slow_an_account_down_from_wherever_it_is_tried);
    tcase_add_test(tc, slow_an_address_down_whatever_it_tries);
    tcase_add_test(tc, take_a_whole_ipv6_network_for_one_stranger);
    tcase_add_test(tc, keep_nobody_out_by_failing_from_elsewhere);
    tcase_add_test(tc, slow_a_familiar_address_down_too);
}

int main(void)
{
    return suite_main("server: frein", add);
}
