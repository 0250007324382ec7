/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the commands of cdapd have in common: options, --help, how an error ends them. */
#ifndef COMMANDS_COMMANDE_H
#define COMMANDS_COMMANDE_H

#include <getopt.h>

#include <cdap/base/err.h>

#define OPTION_AIDE                                 \
    {                                               \
        "help", no_argument, NULL, COMMANDE_AIDE_ID \
    }
#define COMMANDE_AIDE_ID 'h'

/* `demande` is the command's own struct, already at its defaults. */
struct commande {
    const char *nom;              /* "cdapd importer" */
    const char *aide;             /* what --help prints */
    const struct option *options; /* long ones, OPTION_AIDE among them, ended by zeros */
    /* Takes one option. False: the value does not suit; `err` untouched says just that. */
    bool (*take)(void *demande, int option, const char *value, struct err *err);
    /* Once all are read: the arguments, and misuse that only the whole shows. NULL = no argument
     * is expected, and nothing else can be wrong. */
    bool (*check)(void *demande, char **arguments, size_t count, struct err *err);
    /* False with `err` = refused and told here; false without = refused and already told. */
    bool (*run)(void *demande, struct err *err);
};

/* Runs it all; the exit status: 0 done, 1 refused, 2 misuse. argv[0] is the command's word. */
int commande_main(const struct commande *c, int argc, char **argv, void *demande);

/* For a command that takes no argument, from its own `check`. */
bool commande_no_argument(char **arguments, size_t count, struct err *err);

#endif
