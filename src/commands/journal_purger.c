/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cdapd journal purger: erases the details whose time has passed, while no server stands on the base. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include "journal.h"

static int lock(const char *donnees, struct err *err)
{
    int fd = open(donnees, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    if (fd < 0)
        err_set(err, ERR_FICHIER, "%s : %s", donnees, strerror(errno));
    else if (flock(fd, LOCK_EX | LOCK_NB) == 0)
        return fd;
    else
        err_set(err, ERR_CONFLIT, "le serveur tient %s : arrêtez-le d’abord", donnees);
    if (fd >= 0)
        close(fd);
    return -1;
}

static void show(void *ctx, uint64_t fait, uint64_t total)
{
    progression_show(ctx, fait, total, fait);
}

static void tell(const struct purge *p)
{
    struct buf jour = {0};

    date_put_fr(&jour, p->avant);
    if (p->effaces)
        printf("Les détails de %" PRIu64 " entrées antérieures au %s sont effacés ; la purge est "
               "inscrite au journal.\n",
               p->effaces, buf_text(&jour));
    else
        printf("Aucun détail n’est antérieur au %s : rien à effacer.\n", buf_text(&jour));
    buf_free(&jour);
}

static bool purge(const struct journal_demande *d, struct err *err)
{
    struct progression progression;
    struct purge p = {.mois = d->mois,
                      .justification = d->justification,
                      .now = d->aujourdhui.day ? date_to_unix(d->aujourdhui) : time(NULL),
                      .avance = show,
                      .ctx = &progression};
    struct sceau *sceau = NULL;
    struct store *s = store_open(d->donnees, STORE_WRITE, err);
    struct registre *r = NULL;
    bool ok = s && registre_sceau(d->donnees, &sceau, err);

    progression_init(&progression, "entrées");
    if (ok)
        r = registre_open(s, sceau, err);
    ok = r && registre_purge(r, &p, err);
    progression_clear(&progression);
    if (ok)
        tell(&p);
    registre_close(r);
    sceau_close(sceau);
    store_close(s);
    return ok;
}

bool journal_purger(const struct journal_demande *d, struct err *err)
{
    int verrou = lock(d->donnees, err);
    bool ok = verrou >= 0 && purge(d, err);

    if (verrou >= 0)
        close(verrou);
    return ok;
}
