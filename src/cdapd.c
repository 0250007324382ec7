/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cdapd: the server and its tools, one command each. */
#include <stdio.h>
#include <string.h>

#include <cdap/base/secret.h>
#include <cdap/commands/commands.h>
#include <cdap/proto.h>

static const struct command {
    const char *nom;
    int (*run)(int argc, char **argv);
    const char *resume;
} commands[] = {
    {"initialiser", command_initialiser, "crée une base vide, ou la base de démonstration"},
    {"servir", command_servir, "répond aux clients"},
    {"importer", command_importer, "fait entrer des dossiers dans la base"},
    {"generer", command_generer, "écrit des dossiers fictifs"},
    {"cle", command_cle, "crée, montre et relaie la clé qui scelle le journal"},
    {"journal", command_journal, "vérifie, archive et purge le journal"},
    {"controler", command_controler, "vérifie profils et écrans, imprime leur matrice"},
};

static int usage(FILE *out, int status)
{
    fputs("Usage : cdapd COMMANDE [OPTIONS]\n\n", out);
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        fprintf(out, "  %-12s %s\n", commands[i].nom, commands[i].resume);
    fputs("\n« cdapd COMMANDE --help » décrit chacune ; voir aussi cdapd(8).\n", out);
    return status;
}

int main(int argc, char **argv)
{
    secret_no_dump();
    if (!secret_init()) {
        fputs("cdapd : le système ne donne pas de nombres aléatoires ; rien n’est démarré.\n",
              stderr);
        return 1;
    }
    if (argc < 2)
        return usage(stderr, 2);
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)
        return usage(stdout, 0);
    if (strcmp(argv[1], "--version") == 0)
        return puts("cdapd " CDAP_VERSION) < 0;
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (strcmp(argv[1], commands[i].nom) == 0)
            return commands[i].run(argc - 1, argv + 1);
    fprintf(stderr, "cdapd : commande inconnue « %s ».\n", argv[1]);
    return usage(stderr, 2);
}
