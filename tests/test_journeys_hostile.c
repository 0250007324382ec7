/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dossiers made to hurt: their texts stay in their cells, and every row of the longest is reached. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hostile.h"
#include "parcours.h"

#define DROITS       10000
#define DROITS_DIXIT "2000100"

static struct guichet g;

static void setup(void)
{
    struct buf import = {0};
    guichet_init(&g);
    for (int i = 0; i < hostile_count; i++)
        hostile_put(&hostiles[i], &import);
    hostile_put_droits(DROITS_DIXIT, DROITS, &import);
    guichet_import(&g, &import);
    guichet_serve(&g);
    buf_free(&import);
}

static void teardown(void)
{
    guichet_close(&g);
}

/* The frame of the page stays where it is: first lines, tabs, key bar. */
static void assert_page_in_place(const struct terminal *t, const char *cas, int tab)
{
    char mark[16];
    snprintf(mark, sizeof mark, "▌%d ", tab);
    ck_assert_msg(strncmp(terminal_row(t, 0), " Cdap · ", strlen(" Cdap · ")) == 0, "%s : « %s »",
                  cas, terminal_row(t, 0));
    ck_assert_msg(strstr(terminal_row(t, 1), HOSTILE_NOM) != NULL, "%s : « %s »", cas,
                  terminal_row(t, 1));
    ck_assert_msg(terminal_find_row(t, mark) >= 2, "%s : rubrique %d", cas, tab);
    int last = terminal_find_row(t, " F1 Aide");
    ck_assert_msg(last > 0 && terminal_row(t, last)[0] == ' ', "%s : « %s »", cas,
                  terminal_row(t, last));
    terminal_assert_sane(t);
}

/* Every page of every tab. */
static void walk(struct terminal *t, const char *cas, int tabs)
{
    for (int tab = 1; tab <= tabs; tab++) {
        char key[2] = {(char)('0' + tab), '\0'};
        terminal_key(t, key);
        terminal_await_settled(t);
        assert_page_in_place(t, cas, tab);
        for (int page = 0; page < 4; page++) {
            terminal_key(t, "PgBas");
            terminal_await_settled(t);
            assert_page_in_place(t, cas, tab);
        }
        terminal_assert_hides(t, "PIRATE\a");
    }
}

static const struct {
    const char *identifiant;
    int rows, cols, tabs;
} readers[] = {{"agent.ccas", 24, 80, 5}, {"agent.fsl", 24, 80, 9}, {"agent.fsl", 43, 132, 9}};

START_TEST(keep_hostile_texts_in_their_cells)
{
    for (size_t r = 0; r < sizeof readers / sizeof *readers; r++) {
        struct terminal *t =
            parcours_dossier(&g, readers[r].rows, readers[r].cols, readers[r].identifiant,
                             hostiles[_i].numero, HOSTILE_NOM);
        walk(t, hostiles[_i].cas, readers[r].tabs);
        terminal_press(t, "1", "▌1 Dossier▐");
        terminal_key(t, "Échap");
        terminal_await(t, "Consulter un dossier");
        parcours_quitte(t);
        terminal_free(t);
    }
}
END_TEST

/* What was neutralised is shown as such: nothing vanishes without a trace. */
START_TEST(show_where_something_was_taken_out)
{
    struct terminal *t = parcours_dossier(&g, 24, 132, "agent.ccas", "2000001", HOSTILE_NOM);
    terminal_assert_shows(t, "HOSTILE \xEF\xBF\xBD]0;PIRATE\xEF\xBF\xBD");
    terminal_free(t);
    t = parcours_dossier(&g, 24, 132, "agent.ccas", "2000003", HOSTILE_NOM);
    terminal_assert_shows(t, "HOSTILE \xEF\xBF\xBD"
                             "ESREVNI");
    terminal_free(t);
}
END_TEST

START_TEST(search_and_resize_among_hostile_texts)
{
    struct terminal *t =
        parcours_dossier(&g, 24, 80, "agent.fsl", hostiles[_i].numero, HOSTILE_NOM);
    terminal_press(t, "2", "▌2 Famille▐");
    terminal_press(t, "/", "> Chercher dans le dossier : [");
    terminal_type(t, "e漢\r");
    terminal_await_settled(t);
    for (int cols = 81; cols <= 100; cols++) { /* wide characters fall on every edge */
        terminal_resize(t, 24, cols);
        terminal_await_settled(t);
        assert_page_in_place(t, hostiles[_i].cas, 2);
    }
    terminal_free(t);
}
END_TEST

/* ---- the longest ---------------------------------------------------------------------------- */

/* Marks the amounts that the screen shows on lines of droits: « 12 345,00 € » is row 12345. */
static void mark_amounts(const struct terminal *t, int rows, bool *seen)
{
    for (int row = 0; row < rows; row++) {
        const char *line = terminal_row(t, row), *open = strchr(line, '('), *p;
        const char *euro = strstr(line, ",00");
        if (!open || !euro || euro < open || !(p = strchr(open, ')')))
            continue;
        long amount = 0;
        for (p++; p < euro; p++)
            if (*p >= '0' && *p <= '9')
                amount = amount * 10 + (*p - '0');
        if (amount >= 1 && amount <= DROITS)
            seen[amount - 1] = true;
    }
}

START_TEST(reach_every_row_of_ten_thousand)
{
    static bool seen[DROITS];
    int left = 0, pages = 0;
    struct terminal *t = parcours_dossier(&g, 200, 90, "agent.fsl", DROITS_DIXIT, HOSTILE_NOM);
    terminal_press(t, "4", "▌4 Droits▐");
    struct buf before = {0}, now = {0};
    do {
        mark_amounts(t, 200, seen);
        buf_reset(&before);
        terminal_put_text(t, &before);
        terminal_key(t, "PgBas");
        terminal_await_settled(t);
        buf_reset(&now);
        terminal_put_text(t, &now);
        ck_assert_int_lt(pages++, 100);
    } while (strcmp(before.data, now.data) != 0);
    for (int i = 0; i < DROITS; i++)
        left += !seen[i];
    ck_assert_msg(left == 0, "%d lignes jamais vues en %d pages", left, pages);
    buf_free(&before);
    buf_free(&now);
    terminal_free(t);
}
END_TEST

START_TEST(move_at_once_in_ten_thousand_rows)
{
    struct terminal *t = parcours_dossier(&g, 24, 80, "agent.fsl", DROITS_DIXIT, HOSTILE_NOM);
    terminal_press(t, "4", "▌4 Droits▐");
    terminal_press(t, "Fin", "Décembre 2024");
    terminal_press(t, "Début", "Novembre 2026");
    terminal_press(t, "/", "> Chercher dans le dossier : [");
    terminal_type(t, "9 999,00\r"); /* an ordinary space finds the narrow one */
    terminal_await(t, "999,00");
    ck_assert_int_eq(terminal_row(t, terminal_find_row(t, "999,00"))[0], '>');
    terminal_resize(t, 43, 132);
    terminal_await(t, "999,00"); /* the place is kept */
    parcours_quitte(t);
    terminal_free(t);
}
END_TEST

static void add(TCase *tc)
{
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_loop_test(tc, keep_hostile_texts_in_their_cells, 0, hostile_count);
    tcase_add_test(tc, show_where_something_was_taken_out);
    tcase_add_loop_test(tc, search_and_resize_among_hostile_texts, 0, hostile_count);
    tcase_add_test(tc, reach_every_row_of_ten_thousand);
    tcase_add_test(tc, move_at_once_in_ten_thousand_rows);
}

int main(void)
{
    return guichet_main("hostile", add);
}
