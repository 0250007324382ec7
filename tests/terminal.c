/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pseudo-terminal harness: a program's life, and waiting for what it shows. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <utmp.h>

#include "terminal_prive.h"

#define ENV_MAX 32

/* ---- starting ------------------------------------------------------------------------------- */

static void put_env(char *env[ENV_MAX], int *count, const char *name, const char *fallback)
{
    const char *value = getenv(name);
    if (!value)
        value = fallback;
    if (!value)
        return;
    ck_assert_int_lt(*count, ENV_MAX - 1);
    ck_assert_int_ge(asprintf(&env[(*count)++], "%s=%s", name, value), 0);
}

static void build_env(struct terminal *t, char *env[ENV_MAX], const char *const extra[])
{
    int count = 0;
    put_env(env, &count, "PATH", "/usr/bin:/bin");
    put_env(env, &count, "HOME", "/nonexistent");
    put_env(env, &count, "TMPDIR", NULL);
    put_env(env, &count, "ASAN_OPTIONS", NULL);
    put_env(env, &count, "UBSAN_OPTIONS", NULL);
    for (; extra && *extra; extra++) { /* before the rest: the first of a name rules */
        ck_assert_int_lt(count, ENV_MAX - 1);
        env[count++] = strdup(*extra);
    }
    const char *fixed[] = {"TERM=xterm-256color", "LC_ALL=C.UTF-8", "TZ=UTC",
                           t->mode == TERMINAL_FRAMES ? "CDAP_TEST_TITRE=1" : NULL, NULL};
    for (int i = 0; fixed[i]; i++) {
        ck_assert_int_lt(count, ENV_MAX - 1);
        env[count++] = strdup(fixed[i]);
    }
    env[count] = NULL;
}

static void run_child(int master, int slave, const char *const argv[], char *env[])
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    close(master);
    if (login_tty(slave) < 0)
        _exit(126);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    execvpe(argv[0], (char *const *)argv, env);
    _exit(127);
}

struct terminal *terminal_start(enum terminal_mode mode, int rows, int cols,
                                const char *const argv[], const char *const env[])
{
    struct terminal *t = calloc(1, sizeof *t);
    ck_assert_ptr_nonnull(t);
    *t = (struct terminal){.mode = mode, .rows = rows, .cols = cols};
    t->cursor_visible = true;
    ecran_open(t);
    struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols};
    ck_assert_int_eq(openpty(&t->master, &t->slave, NULL, NULL, &size), 0);
    fcntl(t->master, F_SETFD, FD_CLOEXEC);
    fcntl(t->slave, F_SETFD, FD_CLOEXEC);
    fcntl(t->master, F_SETFL, O_NONBLOCK);
    ck_assert_int_eq(tcgetattr(t->slave, &t->before), 0);
    char *full[ENV_MAX] = {0};
    build_env(t, full, env);
    t->pid = fork();
    ck_assert_int_ge(t->pid, 0);
    if (t->pid == 0)
        run_child(t->master, t->slave, argv, full);
    for (int i = 0; full[i]; i++)
        free(full[i]);
    t->pidfd = (int)syscall(SYS_pidfd_open, t->pid, 0);
    ck_assert_int_ge(t->pidfd, 0);
    return t;
}

static void reap(struct terminal *t)
{
    if (!t->ended)
        while (waitpid(t->pid, &t->status, 0) < 0 && errno == EINTR)
            ;
    t->ended = true;
}

void terminal_free(struct terminal *t)
{
    if (!t)
        return;
    if (!t->ended)
        kill(t->pid, SIGKILL);
    reap(t);
    if (t->master >= 0)
        close(t->master);
    if (t->slave >= 0)
        close(t->slave);
    close(t->pidfd);
    vterm_free(t->vt);
    buf_free(&t->raw);
    free(t);
}

pid_t terminal_pid(const struct terminal *t)
{
    return t->pid;
}

/* ---- waiting -------------------------------------------------------------------------------- */

static long now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Waits for bytes or for the end. False at the deadline. */
static bool wait_news(struct terminal *t, long deadline)
{
    long left = deadline - now_ms();
    if (left <= 0)
        return false;
    struct pollfd fds[] = {{.fd = t->master, .events = POLLIN}, {.fd = t->pidfd, .events = POLLIN}};
    poll(fds, 2, (int)left);
    while (ecran_read(t))
        continue;
    if (fds[1].revents)
        reap(t);
    return true;
}

static bool settled(const struct terminal *t)
{
    return t->mode == TERMINAL_BYTES || (t->frame > t->frame_min && t->taken >= t->typed);
}

struct wish {
    const char *text; /* NULL = nothing but a settled frame */
    bool present, pending;
};

static bool granted(const struct terminal *t, struct wish w)
{
    if (!w.pending && !settled(t))
        return false;
    return !w.text || terminal_shows(t, w.text) == w.present;
}

static void await(struct terminal *t, struct wish w)
{
    long deadline = now_ms() + TERMINAL_DEADLINE_S * 1000L;
    if (t->fed == t->raw.len && granted(t, w))
        return;
    for (;;) {
        while (ecran_feed(t))
            if (granted(t, w))
                return;
        if ((w.pending || t->mode == TERMINAL_BYTES) && granted(t, w))
            return;
        if (t->ended)
            ecran_fail(t, "le programme a fini avant de montrer", w.text ? w.text : "");
        if (!wait_news(t, deadline))
            ecran_fail(t, w.present ? "jamais vu" : "toujours là", w.text ? w.text : "");
    }
}

void terminal_await(struct terminal *t, const char *text)
{
    await(t, (struct wish){.text = text, .present = true});
}

void terminal_await_gone(struct terminal *t, const char *text)
{
    await(t, (struct wish){.text = text, .present = false});
}

void terminal_await_pending(struct terminal *t, const char *text)
{
    await(t, (struct wish){.text = text, .present = true, .pending = true});
}

void terminal_await_settled(struct terminal *t)
{
    await(t, (struct wish){.present = true});
}

/* Nothing tells that the line's queue is empty: it is looked at on each news, and often. */
void terminal_await_taken(struct terminal *t)
{
    int left = 1;
    long deadline = now_ms() + TERMINAL_DEADLINE_S * 1000L;
    while (!t->ended && ioctl(t->slave, FIONREAD, &left) == 0 && left > 0) {
        if (now_ms() > deadline)
            ecran_fail(t, "le programme", "ne lit plus");
        wait_news(t, now_ms() + 5);
    }
}

void terminal_press(struct terminal *t, const char *key, const char *text)
{
    terminal_key(t, key);
    terminal_await(t, text);
}

int terminal_await_end(struct terminal *t)
{
    long deadline = now_ms() + TERMINAL_DEADLINE_S * 1000L;
    while (!t->ended)
        if (!wait_news(t, deadline))
            ecran_fail(t, "le programme", "ne finit pas");
    ecran_drain(t);
    return t->status;
}
