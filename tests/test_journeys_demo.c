/* SPDX-License-Identifier: GPL-3.0-or-later */
/* « cdap --demo »: a whole product in one command that leaves nothing behind, with or without a
 * terminal, however it ends. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include "parcours.h"
#include "processus.h"

static const char *const demo_args[] = {"--demo", "--aujourdhui", AUJOURDHUI, NULL};
static char *lieu; /* the only temporary folder that the demo knows */

static void setup(void)
{
    setenv("TMPDIR", "/tmp", 1); /* the address of a Unix socket is short */
    lieu = folder_make();
    setenv("TMPDIR", lieu, 1);
}

static void teardown(void)
{
    folder_remove(lieu);
}

static void assert_nothing_left(void)
{
    ck_assert_int_eq(processus_find(lieu, NULL, 0), 0);
    ck_assert_int_eq(folder_count(lieu), 0);
}

static struct terminal *launch_demo(void)
{
    char path[FILE_PATH_MAX];
    snprintf(path, sizeof path, "%s/cdap", build_dir());
    const char *argv[] = {path, "--demo", "--aujourdhui", AUJOURDHUI, NULL};
    return terminal_start(TERMINAL_FRAMES, 24, 80, argv, NULL);
}

/* The demo on a terminal, past the making of its base; gives the pid of its server. */
static struct terminal *start_demo(pid_t *cdapd)
{
    struct terminal *t = launch_demo();
    terminal_await(t, MOT_DE_PASSE);
    ck_assert_int_eq(processus_find(lieu, cdapd, 1), 1);
    return t;
}

/* ---- without a terminal --------------------------------------------------------------------- */

START_TEST(print_every_tab_of_both_profiles_without_a_terminal)
{
    static const char *const titres[] = {"Dossier", "Famille",   "Quotient familial", "Ressources",
                                         "Droits",  "Paiements", "Logement",          "Créances",
                                         "Adresse", "Courrier"};
    struct buf out = {0}, err = {0};
    ck_assert_int_eq(run_program("cdap", demo_args, &out, &err), 0);
    for (size_t i = 0; i < sizeof titres / sizeof *titres; i++)
        ck_assert_msg(strstr(buf_text(&out), titres[i]) != NULL, "%s absent", titres[i]);
    ck_assert_ptr_nonnull(strstr(buf_text(&out), "T2"));
    ck_assert_ptr_nonnull(strstr(buf_text(&out), "TD"));
    ck_assert_str_eq(buf_text(&err), "cdap : préparation de la démonstration…\n");
    ck_assert_msg(!memchr(out.data, '\033', out.len), "une séquence dans du texte");
    assert_nothing_left();
    buf_free(&out);
    buf_free(&err);
}
END_TEST

/* Through the shell, since that is where it is piped: `$0` is the program. */
static const char *const pipes[] = {
    "\"$0\" --demo --aujourdhui " AUJOURDHUI " | head -n 1",       /* the reader goes away */
    "\"$0\" --demo --aujourdhui " AUJOURDHUI " > /dev/full; :",    /* nowhere to write */
    "\"$0\" --demo --aujourdhui " AUJOURDHUI " < /dev/null | cat", /* nothing to read */
};

START_TEST(leave_nothing_when_the_pipe_fails)
{
    char path[FILE_PATH_MAX];
    struct buf out = {0};
    snprintf(path, sizeof path, "%s/cdap", build_dir());
    ck_assert_int_eq(
        run_program("/bin/sh", (const char *[]){"-c", pipes[_i], path, NULL}, &out, NULL), 0);
    assert_nothing_left();
    buf_free(&out);
}
END_TEST

START_TEST(say_that_nothing_could_be_written)
{
    char path[FILE_PATH_MAX];
    struct buf err = {0};
    snprintf(path, sizeof path, "%s/cdap", build_dir());
    int status = run_program(
        "/bin/sh", (const char *[]){"-c", "\"$0\" --demo > /dev/full", path, NULL}, NULL, &err);
    ck_assert_int_eq(status, 1);
    ck_assert_ptr_nonnull(strchr(buf_text(&err), '\n'));
    assert_nothing_left();
    buf_free(&err);
}
END_TEST

/* ---- on a terminal -------------------------------------------------------------------------- */

static const int signals[] = {SIGTERM, SIGHUP, SIGSEGV, SIGKILL, SIGINT};

START_TEST(leave_nothing_when_ended_by_a_signal)
{
    pid_t cdapd;
    struct terminal *t = start_demo(&cdapd);
    terminal_signal(t, signals[_i]);
    terminal_await_end(t);
    ck_assert(processus_await_end(cdapd));
    assert_nothing_left();
    terminal_free(t);
}
END_TEST

/* The base is still being made: whatever runs for it ends by itself. */
START_TEST(leave_nothing_when_killed_during_the_preparation)
{
    prctl(PR_SET_CHILD_SUBREAPER, 1); /* what it leaves becomes ours, so that its end is awaited */
    struct terminal *t = launch_demo();
    terminal_await_pending(t, MOT_DE_PASSE);
    terminal_signal(t, SIGKILL);
    terminal_await_end(t);
    while (waitpid(-1, NULL, 0) > 0)
        continue;
    assert_nothing_left();
    terminal_free(t);
}
END_TEST

START_TEST(leave_nothing_after_a_visit)
{
    pid_t cdapd;
    struct terminal *t = start_demo(&cdapd);
    terminal_assert_golden(t, "demo-80x24.txt");
    parcours_connexion(t, "agent.ccas");
    parcours_ouvre(t, "1000001", "martin");
    parcours_quitte(t);
    assert_nothing_left();
    terminal_free(t);
}
END_TEST

START_TEST(leave_nothing_when_the_window_is_closed)
{
    pid_t cdapd;
    struct terminal *t = start_demo(&cdapd);
    terminal_hang_up(t);
    terminal_await_end(t);
    ck_assert(processus_await_end(cdapd));
    assert_nothing_left();
    terminal_free(t);
}
END_TEST

static void add(TCase *tc)
{
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, print_every_tab_of_both_profiles_without_a_terminal);
    tcase_add_loop_test(tc, leave_nothing_when_the_pipe_fails, 0,
                        (int)(sizeof pipes / sizeof *pipes));
    tcase_add_test(tc, say_that_nothing_could_be_written);
    tcase_add_loop_test(tc, leave_nothing_when_ended_by_a_signal, 0,
                        (int)(sizeof signals / sizeof *signals));
    tcase_add_test(tc, leave_nothing_when_killed_during_the_preparation);
    tcase_add_test(tc, leave_nothing_after_a_visit);
    tcase_add_test(tc, leave_nothing_when_the_window_is_closed);
}

int main(void)
{
    return suite_main("demo", add);
}
