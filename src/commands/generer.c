/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cdapd generer: any number of fictional dossiers on standard output, one line each. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cdap/commands/commands.h>
#include <cdap/source/source.h>

#include "commande.h"
#include "progression.h"

#define NUMERO_MAX 9999999u
#define ECRITURE   (1u << 20) /* bytes of one write */
#define PAS        256u       /* dossiers between two looks at the clock */

struct demande {
    uint64_t nombre, graine, caf, premier;
    bool nombre_donne;
    struct date aujourdhui;
};

static const char aide[] =
    "Usage : cdapd generer --nombre N [--graine S] [--caf CODE] [--premier-numero N]\n"
    "                      [--aujourdhui AAAA-MM-JJ]\n"
    "\n"
    "Écrit N dossiers fictifs et plausibles sur la sortie standard, un par ligne, en JSON.\n"
    "Les mêmes options donnent les mêmes octets.\n"
    "\n"
    "  --nombre N               combien de dossiers\n"
    "  --graine S               graine du tirage (1)\n"
    "  --caf CODE               code de la Caf, trois chiffres (131)\n"
    "  --premier-numero N       numéro du premier dossier (1), les autres se suivent\n"
    "  --aujourdhui AAAA-MM-JJ  date à laquelle rapporter les familles (celle du jour)\n";

/* ---- the command line ------------------------------------------------------------------------ */

enum option_id { OPT_NOMBRE, OPT_GRAINE, OPT_CAF, OPT_PREMIER, OPT_AUJOURDHUI };

static const struct option options[] = {
    {"nombre", required_argument, NULL, OPT_NOMBRE},
    {"graine", required_argument, NULL, OPT_GRAINE},
    {"caf", required_argument, NULL, OPT_CAF},
    {"premier-numero", required_argument, NULL, OPT_PREMIER},
    {"aujourdhui", required_argument, NULL, OPT_AUJOURDHUI},
    OPTION_AIDE,
    {NULL, 0, NULL, 0},
};

/* Digits only, at most `max`. */
static bool number_parse(const char *text, uint64_t max, uint64_t *out)
{
    uint64_t value = 0;
    size_t len = strlen(text);
    if (len == 0 || strspn(text, "0123456789") != len)
        return false;
    for (; *text; text++) {
        uint64_t digit = (uint64_t)(*text - '0');
        if (value > (max - digit) / 10)
            return false;
        value = value * 10 + digit;
    }
    *out = value;
    return true;
}

static bool take(void *demande, int option, const char *value, struct err *err)
{
    struct demande *d = demande;

    (void)err;
    switch ((enum option_id)option) {
    case OPT_NOMBRE:
        d->nombre_donne = true;
        return number_parse(value, NUMERO_MAX, &d->nombre);
    case OPT_GRAINE:
        return number_parse(value, UINT64_MAX, &d->graine);
    case OPT_CAF:
        return strlen(value) == 3 && number_parse(value, 999, &d->caf);
    case OPT_PREMIER:
        return number_parse(value, NUMERO_MAX, &d->premier) && d->premier > 0;
    case OPT_AUJOURDHUI:
        return date_parse(span_of(value), &d->aujourdhui) && d->aujourdhui.day != 0 &&
               d->aujourdhui.year >= 1950;
    }
    return false;
}

static bool check(void *demande, char **arguments, size_t count, struct err *err)
{
    const struct demande *d = demande;

    if (!commande_no_argument(arguments, count, err))
        return false;
    if (!d->nombre_donne)
        return err_set(err, ERR_USAGE, "donnez --nombre");
    return d->nombre <= NUMERO_MAX - d->premier + 1 ||
           err_set(err, ERR_USAGE, "les numéros de sept chiffres s’arrêtent à %u", NUMERO_MAX);
}

/* ---- writing --------------------------------------------------------------------------------- */

/* False when nothing more can be written; a reader who has left (EPIPE) is no error. */
static bool flush(struct buf *b, struct err *err)
{
    for (size_t done = 0; done < b->len;) {
        ssize_t n = write(STDOUT_FILENO, b->data + done, b->len - done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return errno == EPIPE
                       ? false
                       : err_set(err, ERR_FICHIER, "sortie standard : %s", strerror(errno));
        done += (size_t)n;
    }
    buf_reset(b);
    return true;
}

static bool generer(const struct demande *d, struct err *err)
{
    struct progression progression;
    struct buf b = {0};
    struct tirage t;
    bool open = true, hidden = isatty(STDOUT_FILENO); /* the dossiers themselves fill it */

    progression_init(&progression, "dossiers");
    tirage_init(&t, d->graine, (unsigned)d->caf, (uint32_t)d->premier, d->aujourdhui);
    for (uint64_t i = 1; open && i <= d->nombre; i++) {
        tirage_put(&t, &b);
        if (b.failed)
            open = err_set(err, ERR_MEMOIRE, NULL);
        else if (b.len >= ECRITURE || i == d->nombre)
            open = flush(&b, err);
        if (!hidden && i % PAS == 0)
            progression_show(&progression, i, d->nombre, i);
    }
    progression_clear(&progression);
    buf_free(&b);
    return err->code == ERR_NONE;
}

static bool run(void *demande, struct err *err)
{
    signal(SIGPIPE, SIG_IGN);
    return generer(demande, err);
}

int command_generer(int argc, char **argv)
{
    static const struct commande c = {"cdapd generer", aide, options, take, check, run};
    struct demande d = {.graine = 1, .caf = 131, .premier = 1};

    d.aujourdhui = datetime_paris(time(NULL)).date;
    return commande_main(&c, argc, argv, &d);
}
