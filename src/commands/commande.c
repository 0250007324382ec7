/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The way from a command line to an exit status, the same for every command. */
#include <stdio.h>

#include "commande.h"

/* False with `err`, or without when the help was asked for. */
static bool options_read(const struct commande *c, int argc, char **argv, void *demande,
                         struct err *err)
{
    int option;

    optind = 1;
    opterr = 0;
    while ((option = getopt_long(argc, argv, ":", c->options, NULL)) != -1) {
        if (option == COMMANDE_AIDE_ID)
            return false;
        if (option == '?' || option == ':')
            return err_set(err, ERR_USAGE, "option inconnue ou sans valeur : %s", argv[optind - 1]);
        if (c->take(demande, option, optarg, err))
            continue;
        if (err->code == ERR_NONE)
            err_set(err, ERR_USAGE, "la valeur « %s » ne convient pas", optarg);
        return false;
    }
    char **arguments = argv + optind;
    size_t count = (size_t)(argc - optind);
    return c->check ? c->check(demande, arguments, count, err)
                    : commande_no_argument(arguments, count, err);
}

bool commande_no_argument(char **arguments, size_t count, struct err *err)
{
    return count == 0 || err_set(err, ERR_USAGE, "argument en trop : %s", arguments[0]);
}

int commande_main(const struct commande *c, int argc, char **argv, void *demande)
{
    struct err err = {0};

    if (!options_read(c, argc, argv, demande, &err)) {
        if (err.code == ERR_NONE)
            return fputs(c->aide, stdout) < 0;
    } else if (c->run(demande, &err)) {
        return 0;
    }
    if (err.code != ERR_NONE)
        err_print(c->nom, &err);
    return err.code == ERR_USAGE ? 2 : 1;
}
