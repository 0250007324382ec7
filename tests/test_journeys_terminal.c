/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The terminal harness itself, on small shell programs: it must see what a careless program does,
 * or the journeys would prove nothing. */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "suite.h"
#include "terminal.h"

static struct terminal *run_shell(enum terminal_mode mode, const char *script)
{
    const char *argv[] = {"sh", "-c", script, NULL};
    return terminal_start(mode, 10, 40, argv, NULL);
}

static struct terminal *run_to_end(const char *script)
{
    struct terminal *t = run_shell(TERMINAL_BYTES, script);
    terminal_await_end(t);
    return t;
}

/* ---- what must be noticed ------------------------------------------------------------------- */

static const char *const strange_programs[] = {
    "printf '\\033]0;un titre\\007'",
    "printf '\\033]2;cdap:12:3 MARTIN\\007'",
    "printf '\\007'",
    "printf '\\033[5 q'",
    "printf '\\033[?1000h'",
    "printf '\\033[?5h'",
    "printf '\\033]52;c;QUJD\\007'",
    "printf '\\033P+q544e\\033\\\\'",
    "printf '\\033[>4;1m'",
};

START_TEST(notice_what_no_drawing_sends)
{
    struct terminal *t = run_to_end(strange_programs[_i]);
    ck_assert_msg(terminal_strangeness(t) != NULL, "%s", strange_programs[_i]);
    terminal_free(t);
}
END_TEST

static const char *const untidy_programs[] = {
    "stty raw -echo",     "printf '\\033[?1049h'", "printf '\\033[?25l'",      "printf '\\033[1m'",
    "printf '\\033[31m'", "printf '\\033[44m'",    "printf '\\033[2J\\033[H'", "printf '\\033[7m'",
};

START_TEST(notice_a_terminal_left_untidy)
{
    struct terminal *t = run_to_end(untidy_programs[_i]);
    ck_assert_msg(terminal_untidiness(t) != NULL, "%s", untidy_programs[_i]);
    terminal_free(t);
}
END_TEST

/* ---- what must pass ------------------------------------------------------------------------- */

START_TEST(accept_a_tidy_program)
{
    struct terminal *t = run_to_end("printf '\\033[?1049h\\033[31mrouge\\033[m\\033[?1049l'");
    ck_assert(WIFEXITED(terminal_await_end(t)));
    terminal_assert_sane(t);
    terminal_assert_restored(t);
    terminal_free(t);
}
END_TEST

START_TEST(read_rows_wide_and_combining)
{
    struct terminal *t = run_to_end("printf '\\033[3;2HÉté 漢字 e\\314\\201.'");
    ck_assert_str_eq(terminal_row(t, 2), " Été 漢字 e\xcc\x81.");
    ck_assert_int_eq(terminal_find_row(t, "漢字"), 2);
    int row, col;
    terminal_cursor(t, &row, &col);
    ck_assert_int_eq(row, 2);
    ck_assert_int_eq(col, 12);
    terminal_free(t);
}
END_TEST

START_TEST(type_text_and_keys)
{
    struct terminal *t = run_shell(
        TERMINAL_BYTES, "stty -echo; printf pret; read -r a; printf '\\033[H<%s>' \"$a\"");
    terminal_await(t, "pret");
    terminal_type(t, "Élodie\n");
    terminal_await(t, "<Élodie>");
    ck_assert_int_eq(WEXITSTATUS(terminal_await_end(t)), 0);
    terminal_free(t);
}
END_TEST

START_TEST(resize_reaches_the_program)
{
    struct terminal *t = run_shell(TERMINAL_BYTES, "trap 'stty size; exit 3' WINCH; printf pret; "
                                                   "while :; do read -r a; done");
    terminal_await(t, "pret");
    terminal_resize(t, 12, 60);
    terminal_await(t, "12 60");
    ck_assert_int_eq(WEXITSTATUS(terminal_await_end(t)), 3);
    terminal_free(t);
}
END_TEST

/* The second frame shows its text before its title: only then is it settled. */
START_TEST(wait_for_settled_frames)
{
    struct terminal *t =
        run_shell(TERMINAL_FRAMES, "stty -echo; printf 'un\\033]2;cdap:1:0\\007'; read -r a; "
                                   "printf 'deux'; read -r a; printf '\\033]2;cdap:2:2\\007'; "
                                   "read -r a");
    terminal_await(t, "un");
    terminal_type(t, "\n");
    terminal_await_pending(t, "deux");
    ck_assert_str_eq(terminal_title(t), "cdap:1:0");
    terminal_type(t, "\n");
    terminal_await(t, "deux");
    ck_assert_str_eq(terminal_title(t), "cdap:2:2");
    terminal_assert_sane(t);
    terminal_free(t);
}
END_TEST

START_TEST(tell_which_signal_ended_it)
{
    struct terminal *t = run_shell(TERMINAL_BYTES, "printf pret; read -r a");
    terminal_await(t, "pret");
    terminal_signal(t, SIGTERM);
    int status = terminal_await_end(t);
    ck_assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM);
    terminal_assert_restored(t);
    terminal_free(t);
}
END_TEST

START_TEST(hang_up_ends_the_program)
{
    struct terminal *t = run_shell(TERMINAL_BYTES, "printf pret; read -r a; sleep 1000");
    terminal_await(t, "pret");
    terminal_hang_up(t);
    int status = terminal_await_end(t);
    ck_assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGHUP);
    terminal_free(t);
}
END_TEST

#define COUNT(a) ((int)(sizeof(a) / sizeof *(a)))

static void add(TCase *tc)
{
    tcase_add_loop_test(tc, notice_what_no_drawing_sends, 0, COUNT(strange_programs));
    tcase_add_loop_test(tc, notice_a_terminal_left_untidy, 0, COUNT(untidy_programs));
    tcase_add_test(tc, accept_a_tidy_program);
    tcase_add_test(tc, read_rows_wide_and_combining);
    tcase_add_test(tc, type_text_and_keys);
    tcase_add_test(tc, resize_reaches_the_program);
    tcase_add_test(tc, wait_for_settled_frames);
    tcase_add_test(tc, tell_which_signal_ended_it);
    tcase_add_test(tc, hang_up_ends_the_program);
}

int main(void)
{
    return suite_main("terminal", add);
}
