/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cdapd importer: documents read, validated by several threads, written in transactions of a
 * thousand or two, or in a single one with --tout-ou-rien. */
#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cdap/base/text.h>
#include <cdap/commands/commands.h>
#include <cdap/model/recherche.h>
#include <cdap/store/store.h>

#include "champs.h"
#include "commande.h"
#include "lecture.h"
#include "progression.h"

#define TRANSACTION (32u << 20) /* bytes */

struct import {
    const char *donnees, *profils;
    const struct format *format;
    bool tout_ou_rien;
    struct lecture lecture;
    struct progression progression;

    struct store *store;
    struct buf numeros;                  /* given in the transaction, told once it is committed */
    bool writing;                        /* inside a transaction */
    uint64_t waiting, bytes;             /* written in it: dossiers, and their size */
    uint64_t importes, refuses, ignores; /* `importes` are committed */
};

static const char aide[] =
    "Usage : cdapd importer [OPTIONS] FICHIER…       (« - » : entrée standard)\n"
    "\n"
    "Fait entrer des dossiers dans la base. Un dossier déjà là est remplacé. Une ligne refusée "
    "est\n"
    "nommée sur la sortie d’erreur et le reste entre ; le statut de sortie est alors 1.\n"
    "\n"
    "  --donnees DOSSIER    dossier d’état (/var/lib/cdap)\n"
    "  --format FORMAT      dossier : un document JSON par ligne (par défaut) ;\n"
    "                       quotient-familial-v3 : une réponse d’API Particulier par fichier,\n"
    "                       celles sans dossier sont ignorées\n"
    "  --premier-numero N   numéro de la première réponse, les suivantes dans l’ordre (1)\n"
    "  --caf CODE           Caf des réponses (131)\n"
    "  --tout-ou-rien       n’importe rien si un seul document est refusé\n"
    "  --profils DOSSIER    dossier de champs.json\n";

static volatile sig_atomic_t stop;

static void on_signal(int number)
{
    (void)number;
    stop = 1;
}

/* The first one asks to stop, and interrupts a read; a second one ends the program. */
static void signals_take(void)
{
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = (int)SA_RESETHAND};

    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
}

/* ---- the command line ------------------------------------------------------------------------ */

enum option_id {
    OPT_DONNEES,
    OPT_FORMAT,
    OPT_PREMIER_NUMERO,
    OPT_CAF,
    OPT_TOUT_OU_RIEN,
    OPT_PROFILS
};

static const struct option options[] = {
    {"donnees", required_argument, NULL, OPT_DONNEES},
    {"format", required_argument, NULL, OPT_FORMAT},
    {"premier-numero", required_argument, NULL, OPT_PREMIER_NUMERO},
    {"caf", required_argument, NULL, OPT_CAF},
    {"tout-ou-rien", no_argument, NULL, OPT_TOUT_OU_RIEN},
    {"profils", required_argument, NULL, OPT_PROFILS},
    OPTION_AIDE,
    {NULL, 0, NULL, 0},
};

static bool option_take(void *demande, int option, const char *value, struct err *err)
{
    struct import *im = demande;

    (void)err;
    switch ((enum option_id)option) {
    case OPT_DONNEES:
        im->donnees = value;
        return *value != '\0';
    case OPT_FORMAT:
        im->format = format_find(value);
        return im->format != NULL;
    case OPT_PREMIER_NUMERO:
        return numero_parse(span_of(value), &im->lecture.numero, NULL);
    case OPT_CAF:
        return caf_parse(span_of(value), &im->lecture.caf, NULL);
    case OPT_TOUT_OU_RIEN:
        return im->tout_ou_rien = true;
    case OPT_PROFILS:
        im->profils = value;
        return true;
    }
    return false;
}

static bool files_take(void *demande, char **arguments, size_t count, struct err *err)
{
    struct import *im = demande;

    im->lecture.fichiers = arguments;
    im->lecture.count = count;
    return count > 0 || err_set(err, ERR_USAGE, "quel fichier ? (« - » pour l’entrée standard)");
}

/* ---- one document ---------------------------------------------------------------------------- */

/* `fichier:ligne: champ: raison` */
static void tell(struct import *im, const struct document *doc)
{
    const char *champ = doc->err.champ;
    char ligne[24] = "";

    if (doc->ligne > 0)
        snprintf(ligne, sizeof ligne, "%" PRIu64 ":", doc->ligne);
    progression_clear(&im->progression);
    err_say("%s:%s %s%s%s", doc->fichier, ligne, champ, *champ ? ": " : "",
            err_pourquoi(&doc->err));
}

static bool refused_by_base(struct import *im, struct err *err)
{
    return err_set(err, ERR_BASE, "le moteur répond « %s »", store_problem(im->store));
}

static bool commit(struct import *im, struct err *err)
{
    if (!im->writing)
        return true;
    im->writing = false;
    if (!store_commit(im->store)) {
        refused_by_base(im, err);
        store_rollback(im->store);
        return false;
    }
    fputs(buf_text(&im->numeros), stdout);
    buf_reset(&im->numeros);
    im->importes += im->waiting;
    im->waiting = im->bytes = 0;
    return true;
}

static void give_up(struct import *im)
{
    if (im->writing)
        store_rollback(im->store);
    im->writing = false;
    im->waiting = im->bytes = 0;
    buf_reset(&im->numeros);
}

/* « 0000001  fichier.json », told once it is committed. */
static void put_numero(struct import *im, const struct document *doc)
{
    buf_put_padded(&im->numeros, doc->id.cle % NUMEROS_PAR_CAF, 7);
    buf_puts(&im->numeros, "  ");
    text_clean(&im->numeros, span_of(doc->fichier), 0);
    buf_putc(&im->numeros, '\n');
}

static bool put(struct import *im, const struct batch *b, const struct document *doc,
                struct err *err)
{
    struct span bande = {b->bandes.data + doc->bande_at, doc->bande_len};

    if (!im->writing && !store_begin(im->store))
        return refused_by_base(im, err);
    im->writing = true;
    if (!store_dossier_put(im->store, &doc->id, bande))
        return refused_by_base(im, err);
    im->waiting++;
    im->bytes += bande.len;
    if (im->format->numbers)
        put_numero(im, doc);
    return im->tout_ou_rien || im->bytes < TRANSACTION || commit(im, err);
}

/* With --tout-ou-rien, a refusal ends the writing but not the checking: every fault is told. */
static bool take(struct import *im, const struct batch *b, const struct document *doc,
                 struct err *err)
{
    switch (doc->state) {
    case DOCUMENT_VALID:
        return (im->tout_ou_rien && im->refuses > 0) || put(im, b, doc, err);
    case DOCUMENT_IGNORED:
        im->ignores++;
        break;
    case DOCUMENT_NEW:
    case DOCUMENT_REFUSED:
        im->refuses++;
        if (im->tout_ou_rien)
            give_up(im);
        break;
    }
    tell(im, doc);
    return true;
}

/* ---- all of them ----------------------------------------------------------------------------- */

static bool batch_write(struct import *im, const struct batch *b, struct err *err)
{
    for (size_t i = 0; i < b->count; i++)
        if (!take(im, b, &b->documents[i], err))
            return false;
    progression_show(&im->progression, im->lecture.read, im->lecture.total,
                     im->importes + im->waiting);
    return true;
}

/* Reads ahead while a batch is free; writes the oldest one otherwise. */
static bool run(struct import *im, struct validation *v, struct err *err)
{
    bool more = true;

    while (!stop) {
        struct batch *b = more ? validation_empty(v) : NULL;

        if (b) {
            more = im->format->fill(&im->lecture, b);
            if (more)
                validation_submit(v);
            continue;
        }
        b = validation_oldest(v);
        if (!b)
            break;
        if (!batch_write(im, b, err))
            return false;
        validation_release(v);
    }
    if (stop && im->tout_ou_rien)
        give_up(im);
    return true;
}

static bool import(struct import *im, struct err *err)
{
    struct dictionnaire *d = champs_load(im->profils, err);
    struct validation *v = NULL;
    bool done;

    im->store = d ? store_open(im->donnees, STORE_WRITE, err) : NULL;
    if (im->store)
        v = validation_new(d, err);
    signals_take();
    lecture_init(&im->lecture);
    progression_init(&im->progression, "dossiers");
    done = v && run(im, v, err) && commit(im, err);
    if (!done)
        give_up(im);
    progression_clear(&im->progression);
    lecture_done(&im->lecture);
    buf_free(&im->numeros);
    validation_free(v);
    store_close(im->store);
    dictionnaire_free(d);
    return done;
}

/* French counts from two on in the plural. */
static void told(const char *before, uint64_t count, const char *word)
{
    fprintf(stderr, "%s%" PRIu64 " %s%s", before, count, word, count > 1 ? "s" : "");
}

static void summary(const struct import *im)
{
    told("", im->importes, "importé");
    told(", ", im->refuses, "refusé");
    if (im->ignores > 0)
        told(", ", im->ignores, "ignoré");
    fputs(stop ? " ; interrompu avant la fin\n" : "\n", stderr);
}

static bool import_told(void *demande, struct err *err)
{
    struct import *im = demande;
    bool done = import(im, err);

    summary(im);
    return done && im->refuses == 0 && !stop;
}

int command_importer(int argc, char **argv)
{
    static const struct commande c = {"cdapd importer", aide,       options,
                                      option_take,      files_take, import_told};
    struct import im = {
        .donnees = "/var/lib/cdap",
        .format = format_find("dossier"),
        .lecture = {.caf = 131, .numero = 1, .stop = &stop},
    };

    return commande_main(&c, argc, argv, &im);
}
