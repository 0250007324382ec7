/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signals as flags that the one wait sees: handlers only note and write one byte into a pipe. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <unistd.h>

#include <cdap/client/run.h>

#include "signals.h"

static const struct {
    int signal;
    unsigned flag;
} caught[] = {
    {SIGTERM, SIGNALE_FIN},     {SIGHUP, SIGNALE_FIN},      {SIGINT, SIGNALE_INTERROMPT},
    {SIGWINCH, SIGNALE_TAILLE}, {SIGTSTP, SIGNALE_SUSPEND}, {SIGCONT, SIGNALE_REPREND},
};
#define CAUGHT (sizeof caught / sizeof *caught)

static volatile sig_atomic_t flags;
static int ends[2] = {-1, -1};
static void (*last_words)(void);

static void note(int signal)
{
    int saved = errno;
    unsigned flag = 0;
    for (size_t i = 0; i < CAUGHT; i++)
        if (caught[i].signal == signal)
            flag = caught[i].flag;
    if (flag == SIGNALE_FIN && ((unsigned)flags & SIGNALE_FIN)) {
        if (last_words)
            last_words();
        _exit(1);
    }
    flags = (sig_atomic_t)((unsigned)flags | flag);
    ssize_t ignored = write(ends[1], "", 1); /* full: a byte is there already */
    (void)ignored;
    errno = saved;
}

static void handle(int signal, void (*handler)(int))
{
    struct sigaction a = {.sa_handler = handler, .sa_flags = SA_RESTART};
    sigfillset(&a.sa_mask); /* flags is not atomic: one handler at a time */
    sigaction(signal, &a, NULL);
}

bool signals_open(void (*words)(void))
{
    if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0)
        return false;
    last_words = words;
    flags = 0;
    for (size_t i = 0; i < CAUGHT; i++)
        handle(caught[i].signal, note);
    handle(SIGPIPE, SIG_IGN);
    return true;
}

int signals_fd(void)
{
    return ends[0];
}

unsigned signals_take(void)
{
    char drain[64];
    sigset_t all, before;
    while (read(ends[0], drain, sizeof drain) > 0)
        ;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, &before);
    unsigned taken = (unsigned)flags;
    flags = 0;
    sigprocmask(SIG_SETMASK, &before, NULL);
    return taken;
}

void signals_stop_self(void)
{
    handle(SIGTSTP, SIG_DFL);
    raise(SIGTSTP);
    handle(SIGTSTP, note);
}

/* ---- commands without a screen ---------------------------------------------------------------- */

static bool interrupted;

bool client_catch_signals(void)
{
    return signals_open(NULL);
}

bool client_interrupted(void)
{
    if (ends[0] >= 0 && (signals_take() & (SIGNALE_FIN | SIGNALE_INTERROMPT)))
        interrupted = true;
    return interrupted;
}

bool client_await_input(void)
{
    struct pollfd fds[] = {{.fd = STDIN_FILENO, .events = POLLIN},
                           {.fd = ends[0], .events = POLLIN}};
    while (!client_interrupted())
        if (poll(fds, 2, -1) > 0 && fds[0].revents)
            return true;
    return false;
}
