/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The grid lets nothing but whole printable characters in, and nothing out of the clip. */
#include <string.h>

#include <cdap/base/text.h>
#include <cdap/grid/grid.h>
#include <cdap/grid/theme.h>

#include "suite.h"

static struct grid g;

static void setup(void)
{
    ck_assert(grid_init(&g, 4, 12));
}

static void teardown(void)
{
    grid_done(&g);
}

static void expect_row(int row, const char *want)
{
    struct buf got = {0};
    grid_put_row(&g, row, &got);
    ck_assert_str_eq(buf_text(&got), want);
    buf_free(&got);
}

START_TEST(refuse_escape_bidi_and_tags)
{
    grid_text(&g, grid_rect(&g), 0, 0, STYLE_NORMAL, span_of("a\x1b[31m\xe2\x80\xae\xc2\x9b\n"));
    expect_row(0, "a\uFFFD[31m\uFFFD\uFFFD\uFFFD");
    grid_text(&g, grid_rect(&g), 1, 0, STYLE_NORMAL, span_of("\xff\xc3(\U000e0041\u200b"));
    for (int row = 0; row < 2; row++)
        for (int col = 0; col < g.cols; col++)
            ck_assert(text_is_printable(grid_cell(&g, row, col)->ch));
}
END_TEST

START_TEST(refuse_a_fill_with_a_control_character)
{
    grid_fill(&g, (struct rect){0, 0, 1, 2}, 0x1b, STYLE_NORMAL);
    expect_row(0, "\uFFFD\uFFFD");
    ck_assert_ptr_null(grid_cell(&g, 4, 0));
    ck_assert_ptr_null(grid_cell(&g, 0, -1));
}
END_TEST

START_TEST(refuse_sizes_that_cannot_be)
{
    struct grid bad;
    ck_assert(!grid_init(&bad, -1, 10));
    ck_assert(!grid_init(&bad, 10, 2000000));
    ck_assert_ptr_null(bad.cells);
}
END_TEST

START_TEST(never_draw_outside_the_clip)
{
    struct rect clip = {1, 3, 2, 4};
    const char *text = "abcdefghijklmnop";
    for (int row = -2; row < 7; row++)
        for (int col = -20; col < 20; col++) {
            grid_text(&g, clip, row, col, STYLE_ALERTE, span_of(text));
            grid_text_cut(&g, clip, row, col, 9, STYLE_ALERTE, span_of(text));
            grid_text_right(&g, clip, row, col, STYLE_ALERTE, span_of(text));
            grid_text(&g, clip, row, col, STYLE_ALERTE, span_of("漢字漢字"));
        }
    for (int row = 0; row < g.rows; row++)
        for (int col = 0; col < g.cols; col++) {
            bool inside = row >= 1 && row < 3 && col >= 3 && col < 7;
            if (!inside)
                ck_assert_uint_eq(grid_cell(&g, row, col)->style, STYLE_NORMAL);
        }
}
END_TEST

START_TEST(a_wide_character_is_whole_or_a_blank)
{
    ck_assert_int_eq(grid_text(&g, (struct rect){0, 0, 1, 3}, 0, 0, STYLE_NORMAL, span_of("漢字")),
                     4);
    expect_row(0, "漢");
    ck_assert_uint_eq(grid_cell(&g, 0, 1)->width, 0);
    grid_text(&g, grid_rect(&g), 0, 1, STYLE_NORMAL, span_of("x"));
    expect_row(0, " x");
    grid_text(&g, grid_rect(&g), 0, -1, STYLE_NORMAL, span_of("漢z"));
    expect_row(0, " z");
}
END_TEST

START_TEST(marks_stay_with_their_base)
{
    ck_assert_int_eq(grid_text(&g, grid_rect(&g), 0, 0, STYLE_NORMAL, span_of("e\u0301x\u0308")),
                     2);
    expect_row(0, "e\u0301x\u0308");
    grid_text(&g, grid_rect(&g), 1, 0, STYLE_NORMAL, span_of("\u0301a"));
    expect_row(1, "a");
    grid_text(&g, (struct rect){2, 0, 1, 2}, 2, 0, STYLE_NORMAL, span_of("abe\u0301"));
    expect_row(2, "ab");
}
END_TEST

START_TEST(what_is_cut_says_so)
{
    grid_text_cut(&g, grid_rect(&g), 0, 0, 6, STYLE_NORMAL, span_of("Villeneuve"));
    expect_row(0, "Ville…");
    grid_text_right(&g, grid_rect(&g), 1, 5, STYLE_NORMAL, span_of("1 234 567"));
    expect_row(1, "… 567");
    grid_text_right(&g, grid_rect(&g), 2, 12, STYLE_NORMAL, span_of("12,00"));
    expect_row(2, "       12,00");
}
END_TEST

START_TEST(a_box_holds_its_title)
{
    grid_box(&g, (struct rect){0, 0, 3, 12}, STYLE_CADRE, span_of("Aide du dossier"));
    expect_row(0, "┌─ Aide … ─┐");
    expect_row(1, "│          │");
    expect_row(2, "└──────────┘");
}
END_TEST

START_TEST(a_copy_is_clipped_and_keeps_wide_characters_whole)
{
    struct grid small;
    ck_assert(grid_init(&small, 1, 4));
    grid_text(&small, grid_rect(&small), 0, 0, STYLE_TITRE, span_of("a漢b"));
    grid_blit(&g, 0, 1, &small, grid_rect(&small));
    expect_row(0, " a漢b");
    grid_blit(&g, 1, 0, &small, (struct rect){0, 0, 1, 2});
    expect_row(1, "a");
    grid_blit(&g, 2, 10, &small, grid_rect(&small));
    expect_row(2, "          a");
    grid_done(&small);
}
END_TEST

START_TEST(monochrome_uses_attributes_alone_and_no_look_is_lost)
{
    const struct theme *mono = theme_find("monochrome");
    ck_assert_ptr_nonnull(mono);
    for (int s = 0; s < STYLE_COUNT; s++) {
        ck_assert_int_eq(mono->looks[s].fg, -1);
        ck_assert_int_eq(mono->looks[s].bg, -1);
    }
    ck_assert(mono->looks[STYLE_FOCUS].attrs & ATTR_REVERSE);
    ck_assert(mono->looks[STYLE_ONGLET_ACTIF].attrs & ATTR_REVERSE);
    ck_assert(mono->looks[STYLE_ALERTE].attrs & ATTR_BOLD);
    ck_assert_ptr_null(theme_find("arc-en-ciel"));
    ck_assert_ptr_null(theme_find(NULL));
    ck_assert_ptr_null(theme_at(4));
}
END_TEST

START_TEST(light_and_dark_keep_the_terminal_s_background)
{
    static const char *const noms[] = {"clair", "sombre"};
    for (size_t i = 0; i < 2; i++)
        for (int s = 0; s < STYLE_COUNT; s++)
            ck_assert_int_eq(theme_find(noms[i])->looks[s].bg, -1);
}
END_TEST

static void add(TCase *t)
{
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, refuse_escape_bidi_and_tags);
    tcase_add_test(t, refuse_a_fill_with_a_control_character);
    tcase_add_test(t, refuse_sizes_that_cannot_be);
    tcase_add_test(t, never_draw_outside_the_clip);
    tcase_add_test(t, a_wide_character_is_whole_or_a_blank);
    tcase_add_test(t, marks_stay_with_their_base);
    tcase_add_test(t, what_is_cut_says_so);
    tcase_add_test(t, a_box_holds_its_title);
    tcase_add_test(t, a_copy_is_clipped_and_keeps_wide_characters_whole);
    tcase_add_test(t, monochrome_uses_attributes_alone_and_no_look_is_lost);
    tcase_add_test(t, light_and_dark_keep_the_terminal_s_background);
}

int main(void)
{
    return suite_main("grid", add);
}
