/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Servers and clients of the journeys. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cdap/store/store.h>

#include "guichet.h"

#define ARGS_MAX 24

static char modele[FILE_PATH_MAX]; /* folder of the base that each test copies */

/* The base is made before any test runs, where Check's own assertions may not be used. */
static void must(bool ok, const char *what)
{
    if (ok)
        return;
    perror(what);
    exit(1);
}

/* ---- programs ------------------------------------------------------------------------------- */

static void program_path(char out[FILE_PATH_MAX], const char *program)
{
    if (strchr(program, '/'))
        snprintf(out, FILE_PATH_MAX, "%s", program);
    else
        snprintf(out, FILE_PATH_MAX, "%s/%s", build_dir(), program);
}

/* Starts it with stdout and stderr on these descriptors; it dies with the test. */
static pid_t start_program(const char *program, const char *const args[], int out, int err)
{
    char path[FILE_PATH_MAX];
    const char *argv[ARGS_MAX] = {path};
    program_path(path, program);
    for (int i = 0; args[i]; i++) {
        must(i < ARGS_MAX - 2, "trop d’arguments");
        argv[i + 1] = args[i];
    }
    pid_t pid = fork();
    if (pid != 0)
        return pid;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    dup2(open("/dev/null", O_RDONLY | O_CLOEXEC), STDIN_FILENO);
    dup2(out, STDOUT_FILENO);
    dup2(err, STDERR_FILENO);
    execv(path, (char *const *)argv);
    _exit(127);
}

static int wait_for(pid_t pid)
{
    int status;
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        ;
    return status;
}

static int temporary_file(void)
{
    FILE *f = tmpfile();
    must(f != NULL, "tmpfile");
    int fd = fcntl(fileno(f), F_DUPFD_CLOEXEC, 3);
    fclose(f);
    return fd;
}

static void take_file(int fd, struct buf *out)
{
    char bytes[16384];
    ssize_t n;
    lseek(fd, 0, SEEK_SET);
    while (out && (n = read(fd, bytes, sizeof bytes)) > 0)
        buf_put(out, bytes, (size_t)n);
    close(fd);
}

int run_program(const char *program, const char *const args[], struct buf *out, struct buf *err)
{
    int out_fd = temporary_file(), err_fd = temporary_file();
    int status = wait_for(start_program(program, args, out_fd, err_fd));
    take_file(out_fd, out);
    take_file(err_fd, err);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static void run_well(const char *program, const char *const args[])
{
    struct buf said = {0};
    int status = run_program(program, args, &said, &said);
    if (status != 0)
        fprintf(stderr, "%s %s : %d\n%s\n", program, args[0], status, buf_text(&said));
    buf_free(&said);
    must(status == 0, program);
}

/* ---- the base ------------------------------------------------------------------------------- */

static void make_modele(void)
{
    char donnees[FILE_PATH_MAX];
    const char *tmp = getenv("TMPDIR");
    snprintf(modele, sizeof modele, "%s/cdap-test-XXXXXX", tmp && *tmp ? tmp : "/tmp");
    must(mkdtemp(modele) != NULL, modele);
    path_join(donnees, modele, "base");
    run_well("cdapd", (const char *[]){"initialiser", "--demo", "--donnees", donnees,
                                       "--aujourdhui", AUJOURDHUI, NULL});
}

int guichet_main(const char *name, void (*add)(TCase *))
{
    struct err err = {0};
    make_modele();
    int status = suite_main(name, add);
    must(dir_remove(modele, &err), modele);
    return status;
}

void guichet_init(struct guichet *g)
{
    char base[FILE_PATH_MAX];
    *g = (struct guichet){.dossier = folder_make()};
    path_join(base, modele, "base");
    path_join(g->donnees, g->dossier, "base");
    path_join(g->prise, g->dossier, "prise");
    path_join(g->dits, g->dossier, "dits");
    run_well("/bin/cp", (const char *[]){"-a", base, g->donnees, NULL});
}

void guichet_import(struct guichet *g, const struct buf *ndjson)
{
    char path[FILE_PATH_MAX];
    struct err err = {0};
    path_join(path, g->dossier, "import.ndjson");
    unlink(path);
    ck_assert_msg(file_write_new(path, buf_span(ndjson), 0600, &err), "%s", err.detail);
    run_well("cdapd", (const char *[]){"importer", "--donnees", g->donnees, path, NULL});
}

static struct store *open_store(const struct guichet *g)
{
    struct err err = {0};
    struct store *s = store_open(g->donnees, STORE_WRITE, &err);
    ck_assert_msg(s != NULL, "%s", err.detail);
    return s;
}

void guichet_habilite(struct guichet *g, const char *identifiant, const char *profil)
{
    struct err err = {0};
    struct agent_row agent;
    const char *const profils[] = {profil, NULL};
    struct store *s = open_store(g);
    ck_assert_int_eq(store_agent_find(s, span_of(identifiant), &agent), FOUND_ROW);
    struct convention_row convention = {
        .organisme_id = agent.organisme.id, .reference = "seconde", .caf = 131, .debut = 20240101};
    ck_assert_msg(store_convention_add(s, &convention, profils, &err), "%s", err.detail);
    ck_assert_msg(store_habilitation_add(s, agent.id, profil, 20240101, 0, "essai", &err), "%s",
                  err.detail);
    store_close(s);
}

void guichet_end_sessions(struct guichet *g)
{
    struct store *s = open_store(g);
    ck_assert(store_session_purge(s, INT64_MAX, INT64_MAX));
    store_close(s);
}

/* ---- the server ----------------------------------------------------------------------------- */

/* The line `ecoute ADDRESS` that the server says once it listens. */
static bool read_ecoute(int fd, char adresse[FILE_PATH_MAX])
{
    char line[FILE_PATH_MAX] = "";
    size_t len = 0;
    struct pollfd news = {.fd = fd, .events = POLLIN};
    while (len < sizeof line - 1 && !strchr(line, '\n')) {
        if (poll(&news, 1, TERMINAL_DEADLINE_S * 1000) <= 0)
            return false;
        ssize_t n = read(fd, line + len, sizeof line - 1 - len);
        if (n <= 0)
            return false;
        len += (size_t)n;
        line[len] = '\0';
    }
    if (strncmp(line, "ecoute ", 7) != 0)
        return false;
    line[strcspn(line, "\n")] = '\0';
    snprintf(adresse, FILE_PATH_MAX, "%s", line + 7);
    return true;
}

void guichet_serve_at(struct guichet *g, const char *ecoute, const char *const options[])
{
    const char *args[ARGS_MAX] = {"servir", "--donnees",    g->donnees, "--ecoute",
                                  ecoute,   "--aujourdhui", AUJOURDHUI};
    for (int i = 0; options && options[i]; i++)
        args[7 + i] = options[i];
    int said[2], dits = open(g->dits, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    ck_assert_int_ge(dits, 0);
    ck_assert_int_eq(pipe2(said, O_CLOEXEC), 0);
    g->cdapd = start_program("cdapd", args, said[1], dits);
    close(said[1]);
    close(dits);
    bool listens = read_ecoute(said[0], g->adresse);
    close(said[0]);
    if (listens)
        return;
    struct buf text = {0};
    guichet_put_dits(g, &text);
    fprintf(stderr, "cdapd servir : %s\n", buf_text(&text));
    buf_free(&text);
    ck_abort_msg("le serveur n’écoute pas");
}

void guichet_serve(struct guichet *g)
{
    char ecoute[FILE_PATH_MAX + 8];
    snprintf(ecoute, sizeof ecoute, "unix:%s", g->prise);
    guichet_serve_at(g, ecoute, NULL);
}

void guichet_open(struct guichet *g)
{
    guichet_init(g);
    guichet_serve(g);
}

void guichet_interpose(struct guichet *g)
{
    char path[FILE_PATH_MAX];
    path_join(path, g->dossier, "relais");
    g->relais = relais_start(path, g->prise);
}

void guichet_freeze(struct guichet *g)
{
    int status;
    ck_assert_int_eq(kill(g->cdapd, SIGSTOP), 0);
    ck_assert_int_eq(waitpid(g->cdapd, &status, WUNTRACED), g->cdapd);
    ck_assert(WIFSTOPPED(status));
}

void guichet_thaw(struct guichet *g)
{
    ck_assert_int_eq(kill(g->cdapd, SIGCONT), 0);
}

int guichet_stop(struct guichet *g, int signal)
{
    ck_assert_int_gt(g->cdapd, 0);
    kill(g->cdapd, signal);
    kill(g->cdapd, SIGCONT);
    int status = wait_for(g->cdapd);
    g->cdapd = 0;
    return status;
}

void guichet_put_dits(const struct guichet *g, struct buf *out)
{
    struct err err = {0};
    ck_assert_msg(file_read(g->dits, 1u << 20, out, &err), "%s", err.detail);
}

void guichet_close(struct guichet *g)
{
    if (g->relais)
        relais_stop(g->relais);
    if (g->cdapd)
        guichet_stop(g, SIGTERM);
    folder_remove(g->dossier);
}

struct terminal *guichet_client(const struct guichet *g, int rows, int cols,
                                const char *const options[], const char *const env[])
{
    char path[FILE_PATH_MAX], serveur[FILE_PATH_MAX + 16];
    const char *argv[ARGS_MAX] = {path, "--serveur", serveur, "--aujourdhui", AUJOURDHUI};
    program_path(path, "cdap");
    bool https = g->adresse[0] && strncmp(g->adresse, "unix:", 5) != 0;
    if (g->relais)
        snprintf(serveur, sizeof serveur, "unix:%s/relais", g->dossier);
    else if (https)
        snprintf(serveur, sizeof serveur, "https://%s", g->adresse);
    else
        snprintf(serveur, sizeof serveur, "unix:%s", g->prise);
    for (int i = 0; options && options[i]; i++)
        argv[5 + i] = options[i];
    return terminal_start(TERMINAL_FRAMES, rows, cols, argv, env);
}
