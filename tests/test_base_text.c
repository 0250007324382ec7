/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text that may be shown, names that compare, dates that may be partly unknown. */
#include <stdio.h>
#include <string.h>

#include <cdap/base/date.h>
#include <cdap/base/err.h>
#include <cdap/base/secret.h>
#include <cdap/base/text.h>

#include "suite.h"

static void assert_clean(const char *in, size_t columns, const char *want)
{
    struct buf b = {0};
    bool same = text_clean(&b, span_of(in), columns);
    ck_assert_str_eq(buf_text(&b), want);
    ck_assert_int_eq(same, strcmp(in, want) == 0);
    buf_free(&b);
}

START_TEST(replace_whatever_could_command_a_terminal)
{
    assert_clean("a\x1b[2Jb", 0, "a\uFFFD[2Jb");
    assert_clean("a\r\n\tb", 0, "a\uFFFD\uFFFD\uFFFDb");
    assert_clean("\xc2\x9b"
                 "31m",
                 0, "\uFFFD31m");                          /* C1 */
    assert_clean("x\u202Ey\u2066z", 0, "x\uFFFDy\uFFFDz"); /* bidi */
    assert_clean("a\u200Bb\U000E0041c", 0, "a\uFFFDb\uFFFDc");
    assert_clean("l\u2028p\u2029", 0, "l\uFFFDp\uFFFD");
    assert_clean("bad \xff\xc3", 0, "bad \uFFFD\uFFFD");
    assert_clean("\uE000", 0, "\uFFFD");
    assert_clean("\u0301\u0302", 0, "\uFFFD\u0302"); /* marks alone are something, not nothing */
    assert_clean("\x7f", 0, "\uFFFD");
}
END_TEST

START_TEST(keep_french_text_and_compose_it)
{
    assert_clean("D’ARTAGNAN-LÉVÊQUE", 0, "D’ARTAGNAN-LÉVÊQUE");
    assert_clean("E\u0301", 0, "É");
    assert_clean("a\u0300\u0301\u0302\u0303", 0, "à\u0301");
    assert_clean("1\u00A0234,56\u00A0€", 0, "1\u00A0234,56\u00A0€");
}
END_TEST

START_TEST(cut_to_columns_on_a_character)
{
    assert_clean("abcdef", 4, "abc…");
    assert_clean("éééé", 4, "éééé");
    assert_clean("日本語", 4, "日…");
    assert_clean("日本語", 6, "日本語");
}
END_TEST

START_TEST(fold_names_as_the_trade_does)
{
    static const char *const pairs[][2] = {
        {"Lévêque", "LEVEQUE"},
        {"D’Artagnan", "DARTAGNAN"},
        {"d'artagnan", "DARTAGNAN"},
        {"Le  Guével", "LEGUEVEL"},
        {"Jean-Pierre", "JEANPIERRE"},
        {"Œuvrard", "OEUVRARD"},
        {"Læticia", "LAETICIA"},
        {"Groß", "GROSS"},
        {"ŸMER\u00A0de la Tour", "YMERDELATOUR"},
        {"Çelik", "CELIK"},
        {"E\u0301LODIE", "ELODIE"},
        {"Łukasz", "LUKASZ"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        char out[64];
        size_t len = text_fold(span_of(pairs[i][0]), out, sizeof out);
        ck_assert_msg(span_is((struct span){out, len}, pairs[i][1]), "%s", pairs[i][0]);
    }
    char out[64];
    ck_assert_uint_eq(text_fold(span_of(" -’ "), out, sizeof out), 0);
    ck_assert_uint_eq(text_fold(span_of("abcdef"), out, 4), 0);
}
END_TEST

START_TEST(refuse_impossible_dates_and_keep_partial_ones)
{
    struct date d;
    static const char *const bad[] = {"2026-02-29", "2026-13-01", "2026-00-12",
                                      "0000-05-00", "2026-1-01",  "2026/01/01",
                                      "2026-04-31", "20260101",   ""};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        ck_assert_msg(!date_parse(span_of(bad[i]), &d), "%s", bad[i]);
    static const char *const good[][2] = {{"2024-02-29", "29/02/2024"},
                                          {"1987-06-00", "06/1987"},
                                          {"1987-00-00", "1987"},
                                          {"0000-00-00", "inconnue"}};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        struct buf b = {0};
        ck_assert(date_parse(span_of(good[i][0]), &d));
        date_put_fr(&b, d);
        ck_assert_str_eq(buf_text(&b), good[i][1]);
        buf_reset(&b);
        date_put_iso(&b, d);
        ck_assert_str_eq(buf_text(&b), good[i][0]);
        buf_free(&b);
    }
    ck_assert_int_eq(mois_of((struct date){1987, 0, 0}), MOIS_INCONNU);
}
END_TEST

static void assert_paris(int64_t unix_s, const char *want)
{
    struct buf b = {0};
    datetime_put_iso(&b, datetime_paris(unix_s));
    ck_assert_str_eq(buf_text(&b), want);
    buf_free(&b);
}

START_TEST(tell_the_legal_time_of_paris)
{
    assert_paris(1774745999, "2026-03-29T01:59:59+01:00");
    assert_paris(1774746000, "2026-03-29T03:00:00+02:00");
    assert_paris(1792889999, "2026-10-25T02:59:59+02:00");
    assert_paris(1792890000, "2026-10-25T02:00:00+01:00");
    assert_paris(1798757999, "2026-12-31T23:59:59+01:00");
    for (int days = -40000; days < 40000; days += 13) {
        struct date d = date_add_days((struct date){2000, 3, 1}, days);
        struct date back = datetime_utc(date_to_unix(d)).date;
        ck_assert(d.year == back.year && d.month == back.month && d.day == back.day);
    }
}
END_TEST

START_TEST(cut_an_error_between_two_characters)
{
    struct err err = {0};
    char accents[512];
    for (size_t i = 0; i + 2 < sizeof accents; i += 2)
        memcpy(accents + i, "é", 3);
    ck_assert(!err_set(&err, ERR_FICHIER, "x%s", accents));
    ck_assert(text_is_utf8(err.detail, strlen(err.detail)));
    ck_assert_uint_ge(strlen(err.detail), 250);
}
END_TEST

START_TEST(give_every_error_a_word_and_three_sentences)
{
    for (int i = 0; i < ERR_COUNT; i++) {
        const struct err_text *t = err_text((enum err_code)i);
        ck_assert_ptr_nonnull(t->code);
        ck_assert(t->quoi && t->pourquoi && t->que_faire);
        ck_assert_int_eq(err_from_wire(t->code, strlen(t->code)), i);
    }
    ck_assert_int_eq(err_from_wire("?", 1), ERR_REPONSE);
}
END_TEST

START_TEST(know_a_password_and_no_other)
{
    char stored[PASSWORD_HASH];
    ck_assert(secret_init());
    ck_assert(password_hash(span_of("un mot de passe long"), stored));
    ck_assert(!password_verify(stored, span_of("un mot de passe lonG")));
    ck_assert(!password_verify(NULL, span_of("un mot de passe long")));
    ck_assert(password_verify(stored, span_of("un mot de passe long")));
}
END_TEST

START_TEST(refuse_tokens_of_another_shape)
{
    char text[TOKEN_TEXT];
    unsigned char made[HASH_BYTES], read[HASH_BYTES];
    ck_assert(secret_init());
    token_make(text, made);
    ck_assert(!token_hash(span_of("court"), read));
    ck_assert(token_hash(span_of(text), read) && bytes_equal(made, read, HASH_BYTES));
    text[3] = '+';
    ck_assert(!token_hash(span_of(text), read));
}
END_TEST

static void add(TCase *t)
{
    tcase_add_test(t, replace_whatever_could_command_a_terminal);
    tcase_add_test(t, keep_french_text_and_compose_it);
    tcase_add_test(t, cut_to_columns_on_a_character);
    tcase_add_test(t, fold_names_as_the_trade_does);
    tcase_add_test(t, refuse_impossible_dates_and_keep_partial_ones);
    tcase_add_test(t, tell_the_legal_time_of_paris);
    tcase_add_test(t, cut_an_error_between_two_characters);
    tcase_add_test(t, give_every_error_a_word_and_three_sentences);
    tcase_add_test(t, know_a_password_and_no_other);
    tcase_add_test(t, refuse_tokens_of_another_shape);
}

int main(void)
{
    return suite_main("base: text, dates, errors, secrets", add);
}
