/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `cdap temoin cle`: makes the key with which an auditor signs as a witness, shows its public half. */
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include <cdap/journal/sceau.h>
#include <cdap/views/views.h>

#include "lineaire.h"

static const char usage_text[] =
    "Usage : cdap temoin cle creer FICHIER --nom NOM\n"
    "        cdap temoin cle montrer FICHIER\n"
    "\n"
    "La clé de témoin atteste ce que l’auditeur a vu du journal ; elle n’appartient qu’à lui et "
    "ne\n"
    "quitte pas son poste. Sa moitié publique, seule sur une ligne, est à remettre à qui "
    "vérifiera.\n"
    "\n"
    "  --nom NOM   nom sous lequel le témoin signe, par exemple auditeur.villeneuve.fr\n"
    "  --help\n";

static int misuse(const char *why)
{
    fprintf(stderr, "cdap temoin cle : %s.\n« cdap temoin cle --help » dit comment l’appeler.\n",
            why);
    return 2;
}

static bool show(const struct note_cle *cle)
{
    struct buf vkey = {0};
    note_cle_put(&vkey, cle);
    bool shown = !vkey.failed && puts(buf_text(&vkey)) >= 0 && fflush(stdout) == 0;
    buf_free(&vkey);
    return shown;
}

static int run(const char *fichier, const char *nom)
{
    struct note_cle cle;
    struct err err = {0};
    bool ok = nom ? sceau_create(fichier, span_of(nom), NOTE_COSIGNATURE, &cle, &err)
                  : sceau_read_public(fichier, &cle, &err);
    if (!ok)
        lineaire_refuse(&err);
    return ok && show(&cle) ? 0 : 1;
}

int temoin_cle(int argc, char **argv)
{
    static const struct option options[] = {
        {"nom", required_argument, NULL, 'n'}, {"help", no_argument, NULL, 'h'}, {0}};
    const char *nom = NULL;
    int option;
    opterr = 0;
    optind = 1;
    while ((option = getopt_long(argc, argv, "h", options, NULL)) != -1) {
        if (option == 'h')
            return fputs(usage_text, stdout) < 0;
        if (option != 'n')
            return misuse("option inconnue, ou à laquelle sa valeur manque");
        nom = optarg;
    }
    const char *action = optind < argc ? argv[optind] : "";
    bool creer = strcmp(action, "creer") == 0;
    if (!creer && strcmp(action, "montrer") != 0)
        return misuse("« creer » ou « montrer » est attendu");
    if (argc - optind != 2)
        return misuse("un fichier de clé, et un seul, est attendu");
    if (creer != (nom != NULL))
        return misuse(creer ? "le nom du témoin n’est pas dit : --nom NOM"
                            : "--nom ne sert qu’à créer une clé");
    return run(argv[optind + 1], nom);
}
