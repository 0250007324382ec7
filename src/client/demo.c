/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The private server of `cdap --demo`. One child leads: it fills the base, then becomes the server.
 * It dies when we do, even killed, and takes the folder with it. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cdap/base/file.h>
#include <cdap/base/secret.h>
#include <cdap/client/demo.h>
#include <cdap/client/run.h>

#include "signals.h"

#define STOP_MS 3000 /* for the server to finish what is in flight */

struct demo {
    char programme[PATH_MAX]; /* cdapd */
    char dossier[80];
    char serveur[96];
    char trace[96]; /* what the child says on stderr */
    pid_t pid;
    int fd;
    char line[160]; /* of its stdout, so far */
    size_t len;
};

/* ---- the child ------------------------------------------------------------------------------------ */

static volatile sig_atomic_t ended;

static void note_end(int signal)
{
    (void)signal;
    ended = 1;
}

/* From here on we die with the client, whatever kills it, and it is we who clean up. In a group of
 * our own: a Ctrl-C at its terminal is not for us. */
static bool follow(pid_t parent)
{
    struct sigaction a = {.sa_handler = note_end};
    sigaction(SIGTERM, &a, NULL);
    return setsid() >= 0 && prctl(PR_SET_PDEATHSIG, SIGTERM) == 0 && getppid() == parent;
}

static bool redirect(const struct demo *d, int out)
{
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    int trace = open(d->trace, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    return null >= 0 && trace >= 0 && dup2(null, STDIN_FILENO) >= 0 &&
           dup2(out, STDOUT_FILENO) >= 0 && dup2(trace, STDERR_FILENO) >= 0;
}

/* Runs `cdapd initialiser` to its end; its own stdout is of no use. */
static bool fill_base(const struct demo *d, const char *aujourdhui)
{
    const char *argv[] = {d->programme, "initialiser", "--demo",
                          "--donnees",  d->dossier,    aujourdhui ? "--aujourdhui" : NULL,
                          aujourdhui,   NULL};
    int status = -1;
    pid_t self = getpid(), pid = fork();
    if (pid == 0) {
        dup2(STDERR_FILENO, STDOUT_FILENO);
        if (prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && getppid() == self)
            execv(d->programme, (char *const *)(uintptr_t)argv);
        _exit(127);
    }
    while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
        if (ended)
            kill(pid, SIGKILL);
    return pid > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0 && !ended;
}

/* The server waits for SIGTERM by itself: one that comes while it is being loaded stays pending. */
static void become_server(const struct demo *d, const char *aujourdhui)
{
    const char *argv[] = {
        d->programme, "servir",   "--donnees",  d->dossier,
        "--ecoute",   d->serveur, "--ephemere", aujourdhui ? "--aujourdhui" : NULL,
        aujourdhui,   NULL};
    sigset_t term;
    sigemptyset(&term);
    sigaddset(&term, SIGTERM);
    sigprocmask(SIG_BLOCK, &term, NULL);
    if (!ended)
        execv(d->programme, (char *const *)(uintptr_t)argv);
}

static _Noreturn void lead(const struct demo *d, pid_t parent, int out, const char *aujourdhui)
{
    if (follow(parent) && mkdir(d->dossier, 0700) == 0 && redirect(d, out) &&
        fill_base(d, aujourdhui))
        become_server(d, aujourdhui);
    if (getppid() != parent) /* nobody is left to read why, nor to clean up */
        dir_remove(d->dossier, NULL);
    _exit(1);
}

/* ---- starting ------------------------------------------------------------------------------------- */

/* cdapd stands beside us, or in ../sbin once installed. */
static bool find_server(struct demo *d, struct err *err)
{
    static const char *const places[] = {"cdapd", "../sbin/cdapd"};
    char exe[PATH_MAX - 32];
    ssize_t len = readlink("/proc/self/exe", exe, sizeof exe - 1);
    if (len < 0)
        return err_set(err, ERR_FICHIER, "/proc/self/exe : %s", strerror(errno));
    exe[len] = '\0';
    char *slash = strrchr(exe, '/');
    if (slash)
        slash[0] = '\0';
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        snprintf(d->programme, sizeof d->programme, "%s/%s", exe, places[i]);
        if (access(d->programme, X_OK) == 0)
            return true;
    }
    return err_set(err, ERR_FICHIER, "le serveur cdapd est introuvable près de %s", exe);
}

/* Short enough for the address of a Unix socket. The child makes it, once it is sure to remove it. */
static void name_folder(struct demo *d)
{
    unsigned char alea[8];
    struct buf hex = {0};
    const char *tmp = getenv("TMPDIR");
    if (!tmp || *tmp != '/' || strlen(tmp) > 40)
        tmp = "/tmp";
    random_bytes(alea, sizeof alea);
    hex_put(&hex, alea, sizeof alea);
    snprintf(d->dossier, sizeof d->dossier, "%s/cdap-demo-%s", tmp, buf_text(&hex));
    snprintf(d->serveur, sizeof d->serveur, "unix:%s/s", d->dossier);
    snprintf(d->trace, sizeof d->trace, "%s/trace", d->dossier);
    buf_free(&hex);
}

static bool start_child(struct demo *d, const char *aujourdhui, struct err *err)
{
    int ends[2];
    pid_t parent = getpid();
    if (pipe2(ends, O_CLOEXEC) != 0)
        return err_set(err, ERR_FICHIER, "%s", strerror(errno));
    d->pid = fork();
    if (d->pid == 0)
        lead(d, parent, ends[1], aujourdhui);
    close(ends[1]);
    d->fd = ends[0];
    fcntl(d->fd, F_SETFL, O_NONBLOCK);
    return d->pid > 0 || err_set(err, ERR_FICHIER, "%s", strerror(errno));
}

struct demo *demo_start(const char *aujourdhui, struct err *err)
{
    struct demo *d = calloc(1, sizeof *d);
    if (!d) {
        err_set(err, ERR_MEMOIRE, NULL);
        return NULL;
    }
    d->fd = -1;
    name_folder(d);
    if (find_server(d, err) && start_child(d, aujourdhui, err))
        return d;
    demo_stop(d);
    return NULL;
}

const char *demo_serveur(const struct demo *d)
{
    return d->serveur;
}

int demo_fd(const struct demo *d)
{
    return d->fd;
}

/* ---- until it serves ------------------------------------------------------------------------------ */

/* The last line that the child wrote on stderr says why. */
static enum demo_state failed(struct demo *d, struct err *err)
{
    struct buf trace = {0};
    file_read(d->trace, 65536, &trace, NULL);
    while (trace.len > 0 && trace.data[trace.len - 1] == '\n')
        trace.data[--trace.len] = '\0';
    const char *last = strrchr(buf_text(&trace), '\n');
    last = last ? last + 1 : buf_text(&trace);
    err_set(err, ERR_INJOIGNABLE, "le serveur de démonstration ne démarre pas%s%.180s",
            *last ? " : " : "", last);
    buf_free(&trace);
    close(d->fd);
    d->fd = -1;
    return DEMO_ECHEC;
}

enum demo_state demo_step(struct demo *d, struct err *err)
{
    while (d->fd >= 0) {
        ssize_t n = read(d->fd, d->line + d->len, sizeof d->line - 1 - d->len);
        if (n < 0 && (errno == EAGAIN || errno == EINTR))
            return DEMO_PREPARE;
        if (n <= 0)
            return failed(d, err);
        d->len += (size_t)n;
        d->line[d->len] = '\0';
        if (!strchr(d->line, '\n'))
            continue;
        if (strncmp(d->line, "ecoute ", 7) != 0)
            return failed(d, err);
        close(d->fd);
        d->fd = -1;
    }
    return DEMO_SERT;
}

bool demo_wait(struct demo *d, struct err *err)
{
    for (;;) {
        struct pollfd fds[] = {{.fd = d->fd, .events = POLLIN},
                               {.fd = signals_fd(), .events = POLLIN}};
        poll(fds, 2, -1);
        if (client_interrupted())
            return err_set(err, ERR_ANNULE, NULL);
        enum demo_state state = demo_step(d, err);
        if (state != DEMO_PREPARE)
            return state == DEMO_SERT;
    }
}

/* ---- the end -------------------------------------------------------------------------------------- */

static void end_child(pid_t pid)
{
    const struct timespec pause = {.tv_nsec = 5 * 1000 * 1000};
    kill(pid, SIGTERM);
    kill(pid, SIGCONT); /* stopped, it would not hear */
    for (int waited = 0; waited < STOP_MS; waited += 5) {
        if (waitpid(pid, NULL, WNOHANG) != 0)
            return;
        nanosleep(&pause, NULL);
    }
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
}

void demo_stop(struct demo *d)
{
    if (!d)
        return;
    if (d->fd >= 0)
        close(d->fd);
    if (d->pid > 0)
        end_child(d->pid);
    dir_remove(d->dossier, NULL);
    free(d);
}
