/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The life of the server: a table of stages, each with its undo. */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cdap/base/file.h>
#include <cdap/base/json.h>
#include <cdap/base/log.h>
#include <cdap/proto.h>
#include <cdap/server/server.h>

#include "boucle.h"
#include "ecoute.h"

#define BOUCLES_MAX  64
#define PEM_MAX      (256 * 1024)
#define FICHIERS_MAX 65536
#define PURGE_S      60 /* between two sweeps of ended sessions */

struct service {
    const struct server_config *config;
    struct serveur serveur;
    struct ecoute ecoute;
    bool demo;
    int verrou; /* the state folder, locked */
    struct buf cert, cle;
    struct boucle *boucles[BOUCLES_MAX];
    unsigned boucle_count;
    sigset_t arrets, avant;
};

/* ---- data files, base --------------------------------------------------------------------------- */

static bool open_catalogue(struct service *s, struct err *err)
{
    struct serveur *v = &s->serveur;

    if (!catalogue_load(&v->catalogue, s->config->ecrans, s->config->profils, err))
        return false;
    v->etag[0] = '"';
    memcpy(v->etag + 1, v->catalogue.version, strlen(v->catalogue.version));
    v->etag[strlen(v->etag)] = '"';
    return true;
}

static void close_catalogue(struct service *s)
{
    catalogue_free(&s->serveur.catalogue);
}

static bool open_base(struct service *s, struct err *err)
{
    /* for writing: a base of an older version takes its steps here, before anything reads it */
    struct store *store = store_open(s->config->donnees, STORE_WRITE, err);
    bool ok;

    if (!store)
        return false;
    s->serveur.donnees = s->config->donnees;
    s->demo = store_is_demo(store);
    ok = store_secret(store, s->serveur.secret, err);
    store_close(store);
    if (ok && s->config->ephemere && !s->demo)
        return err_set(err, ERR_USAGE, "« --ephemere » n’efface que des bases de démonstration");
    return ok;
}

static void close_base(struct service *s)
{
    secret_wipe(s->serveur.secret, sizeof s->serveur.secret);
}

/* Whoever may write in it may put another base in the place of ours (a sticky folder forbids it). */
static bool open_to_all(int folder)
{
    struct stat st;
    return fstat(folder, &st) != 0 || (st.st_mode & (S_IWOTH | S_ISVTX)) == S_IWOTH;
}

/* One server at a time on a state folder: two would contend for the next place in the journal. */
static bool lock_base(struct service *s, struct err *err)
{
    const char *donnees = s->config->donnees;

    s->verrou = open(donnees, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (s->verrou < 0)
        return err_set(err, ERR_FICHIER, "%s : %s (« cdapd initialiser » crée une base)", donnees,
                       strerror(errno));
    if (open_to_all(s->verrou))
        err_set(err, ERR_FICHIER, "%s est ouvert en écriture à tous ; retirez-leur ce droit",
                donnees);
    else if (flock(s->verrou, LOCK_EX | LOCK_NB) != 0)
        err_set(err, ERR_BASE, "un autre serveur tient %s", donnees);
    else
        return true;
    close(s->verrou);
    return false;
}

/* Only who holds the folder erases it. */
static void unlock_base(struct service *s)
{
    struct err err = {0};

    if (s->config->ephemere && s->demo && !dir_remove(s->config->donnees, &err))
        log_event(LOG_WARN, "ephemere", "etat=reste cause=\"%s\"", err_pourquoi(&err));
    close(s->verrou);
}

static bool open_memories(struct service *s, struct err *err)
{
    s->serveur.recus = recus_new();
    s->serveur.frein = frein_new();
    horloge_init(&s->serveur.horloge, s->config->aujourdhui);
    return (s->serveur.recus && s->serveur.frein) || err_set(err, ERR_MEMOIRE, NULL);
}

static void close_memories(struct service *s)
{
    recus_free(s->serveur.recus);
    frein_free(s->serveur.frein);
}

/* ---- address ------------------------------------------------------------------------------------ */

static bool check_address(struct service *s, struct err *err)
{
    const struct server_config *c = s->config;

    if (!c->cert != !c->cle_tls)
        return err_set(err, ERR_USAGE, "« --cert » et « --cle-tls » vont ensemble");
    return ecoute_parse(&s->ecoute, c->ecoute, err) &&
           ecoute_permise(&s->ecoute, c->cert != NULL, s->demo, err);
}

static bool read_tls(struct service *s, struct err *err)
{
    const struct server_config *c = s->config;
    struct stat st;

    if (!c->cert)
        return true;
    if (stat(c->cle_tls, &st) == 0 && st.st_mode & S_IRWXO)
        return err_set(err, ERR_FICHIER,
                       "%s : cette clé est ouverte à tous ; retirez-leur ce droit", c->cle_tls);
    return file_read(c->cert, PEM_MAX, &s->cert, err) &&
           file_read(c->cle_tls, PEM_MAX, &s->cle, err);
}

static void forget_tls(struct service *s)
{
    buf_free(&s->cert);
    buf_free_secret(&s->cle);
}

static bool open_socket(struct service *s, struct err *err)
{
    return ecoute_open(&s->ecoute, err);
}

static void close_socket(struct service *s)
{
    ecoute_close(&s->ecoute);
}

/* ---- signals ------------------------------------------------------------------------------------ */

/* Each connection is a file; the usual soft limit is lower than what the loops accept. */
static bool raise_limits(struct service *s, struct err *err)
{
    struct rlimit files;

    (void)s, (void)err;
    if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
        files.rlim_cur = files.rlim_max < FICHIERS_MAX ? files.rlim_max : FICHIERS_MAX;
        setrlimit(RLIMIT_NOFILE, &files); /* refused: fewer connections, no more */
    }
    return true;
}

/* Blocked before any thread starts, so that only the main one waits for them. */
static bool block_signals(struct service *s, struct err *err)
{
    pid_t parent = getppid();

    (void)err;
    sigemptyset(&s->arrets);
    sigaddset(&s->arrets, SIGTERM);
    sigaddset(&s->arrets, SIGINT);
    sigaddset(&s->arrets, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &s->arrets, &s->avant);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN); /* a file at its limit is a refused write, told as such */
    if (!s->config->ephemere)
        return true;
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != parent)
        raise(SIGTERM); /* taken once all that must be undone can be */
    return true;
}

static void restore_signals(struct service *s)
{
    const struct timespec now = {0};
    while (sigtimedwait(&s->arrets, NULL, &now) > 0)
        continue; /* a second request to stop must not strike once unblocked */
    pthread_sigmask(SIG_SETMASK, &s->avant, NULL);
}

/* ---- threads ------------------------------------------------------------------------------------ */

static bool open_sceau(struct service *s, struct err *err)
{
    if (!registre_sceau(s->config->donnees, &s->serveur.sceau, err))
        return false;
    if (!s->serveur.sceau)
        log_event(LOG_WARN, "sceau", "etat=absent suite=\"cdapd cle creer\"");
    return true;
}

static void close_sceau(struct service *s)
{
    sceau_close(s->serveur.sceau);
}

static bool start_writer(struct service *s, struct err *err)
{
    const struct server_config *c = s->config;
    const struct purge conservation = {.mois = c->conservation, .justification = c->justification};

    if (!purge_check(c->conservation, c->justification, err))
        return false;
    s->serveur.writer = writer_start(c->donnees, s->serveur.sceau, &conservation, err);
    return s->serveur.writer != NULL;
}

static void stop_writer(struct service *s)
{
    writer_stop(s->serveur.writer);
}

static bool write_life(struct service *s, enum acte acte)
{
    struct ecriture e = {.journalisee = true,
                         .scellee = true,
                         .entree = {.acte = acte, .temps = horloge_now(&s->serveur.horloge)},
                         .detail = SPAN_LIT("{\"version\":\"" CDAP_VERSION "\"}")};
    return writer_write(s->serveur.writer, &e);
}

static bool open_journal(struct service *s, struct err *err)
{
    if (!write_life(s, ACTE_DEMARRAGE))
        return err_set(err, ERR_BASE,
                       "le journal ne peut pas être écrit ; rien n’est servi sans lui");
    writer_purge(s->serveur.writer, horloge_now(&s->serveur.horloge));
    return true;
}

static void close_journal(struct service *s)
{
    if (!write_life(s, ACTE_ARRET))
        log_event(LOG_ERROR, "arret", "journal=refuse");
}

static bool start_reserve(struct service *s, struct err *err)
{
    s->serveur.reserve = reserve_start(&s->serveur, err);
    return s->serveur.reserve != NULL;
}

static void stop_reserve(struct service *s)
{
    reserve_stop(s->serveur.reserve);
}

static void stop_loops(struct service *s)
{
    s->serveur.arret = true;
    ecoute_close(&s->ecoute); /* who comes now is told at once that nobody is here */
    for (unsigned i = 0; i < s->boucle_count; i++)
        boucle_wake(s->boucles[i]);
    for (unsigned i = 0; i < s->boucle_count; i++)
        boucle_join(s->boucles[i]);
    s->boucle_count = 0;
}

static bool start_loops(struct service *s, struct err *err)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    unsigned wanted = s->config->boucles ? s->config->boucles : cores > 0 ? (unsigned)cores : 1;
    const struct http_tls tls = {s->config->cert ? buf_text(&s->cert) : NULL,
                                 s->config->cert ? buf_text(&s->cle) : NULL};

    while (s->boucle_count < wanted && s->boucle_count < BOUCLES_MAX) {
        int fd = fcntl(s->ecoute.fd, F_DUPFD_CLOEXEC, 0);
        struct boucle *b = fd < 0 ? NULL : boucle_start(&s->serveur, fd, &tls, err);
        if (fd < 0)
            err_set(err, ERR_FICHIER, "trop de fichiers ouverts");
        if (!b) {
            stop_loops(s);
            return false;
        }
        s->boucles[s->boucle_count++] = b;
    }
    forget_tls(s);
    return true;
}

static bool announce(struct service *s, struct err *err)
{
    log_event(LOG_INFO, "demarrage", "version=%s boucles=%u demo=%d tls=%d", CDAP_VERSION,
              s->boucle_count, s->demo, s->config->cert != NULL);
    return ecoute_announce(&s->ecoute) ||
           err_set(err, ERR_FICHIER, "la sortie standard est fermée");
}

/* ---- stages ------------------------------------------------------------------------------------- */

static const struct etape {
    bool (*fait)(struct service *s, struct err *err);
    void (*defait)(struct service *s); /* NULL = nothing to undo */
} etapes[] = {
    {raise_limits, NULL},
    {block_signals, restore_signals},
    {lock_base, unlock_base},
    {open_base, close_base},
    {check_address, NULL},
    {open_catalogue, close_catalogue},
    {open_memories, close_memories},
    {read_tls, forget_tls},
    {open_sceau, close_sceau},
    {start_writer, stop_writer},
    {open_socket, close_socket},
    {open_journal, close_journal},
    {start_reserve, stop_reserve},
    {start_loops, stop_loops},
    {announce, NULL},
};
#define ETAPES (sizeof etapes / sizeof *etapes)

static void wait_for_stop(struct service *s)
{
    const struct timespec period = {.tv_sec = PURGE_S};

    while (sigtimedwait(&s->arrets, NULL, &period) < 0) {
        int64_t now = horloge_now(&s->serveur.horloge);
        writer_purge(s->serveur.writer, now);
        recus_purge(s->serveur.recus, now - PROTO_ABSOLUTE_S);
    }
}

bool server_run(const struct server_config *config, struct err *err)
{
    struct service *s = calloc(1, sizeof *s);
    size_t done = 0;
    bool ok;

    if (!s)
        return err_set(err, ERR_MEMOIRE, NULL);
    s->config = config;
    s->ecoute.fd = -1;
    while (done < ETAPES && etapes[done].fait(s, err))
        done++;
    ok = done == ETAPES;
    if (ok)
        wait_for_stop(s);
    while (done-- > 0)
        if (etapes[done].defait)
            etapes[done].defait(s);
    if (ok)
        log_event(LOG_INFO, "arret", "etat=propre");
    free(s);
    return ok;
}
