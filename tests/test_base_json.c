/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is JSON, and what is refused at the door. */
#include <string.h>

#include <cdap/base/json.h>

#include "suite.h"

static bool accepts(const char *text, size_t len)
{
    struct err err = {0};
    struct json *v = json_parse((struct span){text, len}, &err);
    ck_assert(v || err.code == ERR_DONNEES);
    json_free(v);
    return v != NULL;
}

START_TEST(refuse_what_is_not_strict_json)
{
    static const char *const bad[] = {
        "",
        " ",
        "{",
        "[1,]",
        "{\"a\":1,}",
        "{a:1}",
        "'a'",
        "01",
        "1.",
        ".5",
        "1e",
        "+1",
        "NaN",
        "nul",
        "\"\x1b[2J\"",
        "\"a\tb\"",
        "\"\\x41\"",
        "\"\\u0000\"",
        "\"\\ud800\"",
        "\"\\udc00\"",
        "\"abc",
        "1 2",
        "{} {}",
        "[1 2]",
        "{\"a\" 1}",
        "{\"a\":}",
        "[,1]",
        "\"\xc0\xaf\"",
        "\"\xed\xa0\x80\"",
        "\"\xf4\x90\x80\x80\"",
        "{\"a\":1,\"a\":2}",
        "9007199254740993000",
        "[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]",
        "\"\xff\"",
        "tru",
        "-",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        ck_assert_msg(!accepts(bad[i], strlen(bad[i])), "accepted: %s", bad[i]);
    ck_assert(!accepts("1\0 ", 3));
}
END_TEST

/* Small on the wire, enormous as a tree, or slow to compare. */
START_TEST(refuse_a_document_that_would_eat_memory_or_time)
{
    struct buf b = {0};
    struct err err = {0};

    buf_putc(&b, '[');
    for (int i = 0; i < JSON_EVENTS_MAX; i++)
        buf_puts(&b, "0,");
    buf_puts(&b, "0]");
    ck_assert_ptr_null(json_parse(buf_span(&b), &err));
    ck_assert_int_eq(err.code, ERR_DONNEES);
    buf_reset(&b);
    for (int i = 0; i < 300; i++)
        buf_putf(&b, "%s\"%d\":0", i ? "," : "{", i);
    buf_putc(&b, '}');
    ck_assert_ptr_null(json_parse(buf_span(&b), &err));
    buf_free(&b);
}
END_TEST

START_TEST(accept_every_form_of_value)
{
    static const char *const good[] = {
        "null",
        " true ",
        "-0",
        "1.5e-3",
        "[]",
        "{}",
        "[[],{}]",
        "{\"a\":{\"b\":[1,2,{\"c\":null}]}}",
        "\"\\u00e9\\ud83d\\ude00\\n\\/\"",
        "\"é😀\"",
        "[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]",
    };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        ck_assert_msg(accepts(good[i], strlen(good[i])), "refused: %s", good[i]);
}
END_TEST

START_TEST(read_events_in_order)
{
    const char *text = "{\"a\":[1,-2,3.5],\"b\\u0041\":\"x\\ty\",\"c\":{\"d\":[{}]},\"e\":true}";
    struct json_reader r = {0};
    json_reader_init(&r, span_of(text));
    ck_assert_int_eq(json_next(&r), JSON_OBJECT);
    ck_assert_int_eq(json_next(&r), JSON_KEY);
    ck_assert(span_is(r.value, "a"));
    ck_assert_int_eq(json_next(&r), JSON_ARRAY);
    ck_assert_int_eq(json_next(&r), JSON_INT);
    ck_assert_int_eq(json_next(&r), JSON_INT);
    ck_assert_int_eq(r.integer, -2);
    ck_assert_int_eq(json_next(&r), JSON_NUMBER);
    ck_assert_int_eq(json_next(&r), JSON_ARRAY_END);
    ck_assert_int_eq(json_next(&r), JSON_KEY);
    ck_assert(span_is(r.value, "bA"));
    ck_assert_int_eq(json_next(&r), JSON_STRING);
    ck_assert(span_is(r.value, "x\ty"));
    ck_assert_int_eq(json_next(&r), JSON_KEY);
    ck_assert(json_skip(&r));
    ck_assert_int_eq(json_next(&r), JSON_KEY);
    ck_assert(span_is(r.value, "e"));
    ck_assert(json_skip(&r));
    ck_assert_int_eq(json_next(&r), JSON_OBJECT_END);
    ck_assert_int_eq(json_next(&r), JSON_EOF);
    json_reader_done(&r);
}
END_TEST

START_TEST(skip_items_of_an_array_one_by_one)
{
    struct json_reader r = {0};
    json_reader_init(&r, span_of("[{\"a\":1},[2],3]"));
    ck_assert_int_eq(json_next(&r), JSON_ARRAY);
    ck_assert(json_skip(&r));
    ck_assert(json_skip(&r));
    ck_assert_int_eq(json_next(&r), JSON_INT);
    ck_assert_int_eq(r.integer, 3);
    json_reader_done(&r);
}
END_TEST

START_TEST(find_members_by_exact_name_and_path)
{
    struct json *v = json_parse(span_of("{\"A\":1,\"a\":{\"b\":{\"c\":\"é\"}},\"n\":null}"), NULL);
    int64_t n = 0;
    ck_assert(json_integer(json_get(v, "A"), &n) && n == 1);
    ck_assert(!json_integer(json_get(v, "a"), &n));
    ck_assert_str_eq(json_string(json_path(v, span_of("a.b.c")), ""), "é");
    ck_assert_ptr_null(json_path(v, span_of("a.x.c")));
    ck_assert(json_is_null(json_get(v, "n")) && json_get(v, "n") != NULL);
    struct err err = {0};
    ck_assert(!json_only_keys(v, (const char *const[]){"A", "a", NULL}, &err));
    ck_assert_str_eq(err.champ, "n");
    json_free(v);
}
END_TEST

START_TEST(write_text_that_reads_back)
{
    struct buf b = {0};
    buf_putc(&b, '{');
    json_put_member(&b, "a", "« \"x\\\" »\n\x1b");
    json_put_member(&b, "b", NULL);
    json_put_member_int(&b, "c", -42);
    json_put_member_bool(&b, "d", true);
    buf_putc(&b, '}');
    ck_assert_str_eq(buf_text(&b),
                     "{\"a\":\"« \\\"x\\\\\\\" »\\u000a\\u001b\",\"b\":null,\"c\":-42,\"d\":true}");
    struct json *v = json_parse(buf_span(&b), NULL);
    ck_assert_str_eq(json_string(json_get(v, "a"), ""), "« \"x\\\" »\n\x1b");
    json_free(v);
    buf_free(&b);
}
END_TEST

static void add(TCase *t)
{
    tcase_add_test(t, refuse_what_is_not_strict_json);
    tcase_add_test(t, refuse_a_document_that_would_eat_memory_or_time);
    tcase_add_test(t, accept_every_form_of_value);
    tcase_add_test(t, read_events_in_order);
    tcase_add_test(t, skip_items_of_an_array_one_by_one);
    tcase_add_test(t, find_members_by_exact_name_and_path);
    tcase_add_test(t, write_text_that_reads_back);
}

int main(void)
{
    return suite_main("base: json", add);
}
