/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cdapd servir: reads its options and serves until asked to stop. */
#include <stdio.h>
#include <stdlib.h>

#include <cdap/commands/commands.h>
#include <cdap/server/registre.h>
#include <cdap/server/server.h>

#include "commande.h"

static const char aide[] =
    "Usage : cdapd servir [OPTIONS]\n\n"
    "Répond aux clients jusqu’à SIGTERM ou SIGINT, puis termine ce qui est en cours. Une fois à\n"
    "l’écoute, écrit son adresse sur la sortie standard : « ecoute unix:… » ou « ecoute HÔTE:PORT "
    "».\n\n"
    "  --donnees DOSSIER       dossier d’état (/var/lib/cdap), fait par « cdapd initialiser »\n"
    "  --ecoute ADRESSE        unix:CHEMIN ou HÔTE:PORT ; port 0 : un port libre\n"
    "                          (sans cette option : 127.0.0.1:8443)\n"
    "  --cert FICHIER          certificat (PEM), exigé hors d’une socket Unix et du bouclage\n"
    "  --cle-tls FICHIER       sa clé privée (PEM), fermée aux autres\n"
    "  --ecrans DOSSIER        écrans et nomenclatures\n"
    "  --profils DOSSIER       dictionnaire et profils\n"
    "  --aujourdhui AAAA-MM-JJ fixe la date, pour les essais\n"
    "  --ephemere              base de démonstration : s’arrête avec le programme qui l’a lancé, "
    "et\n"
    "                          efface alors le dossier d’état\n"
    "  --conservation MOIS     durée de garde des détails du journal, de 6 à 36 mois (12) ; ceux\n"
    "                          qui la dépassent sont effacés chaque jour, et la purge inscrite\n"
    "  --justification TEXTE   exigée au-delà de 12 mois, inscrite avec chaque purge\n"
    "  --boucles N             boucles d’événements (sans cette option : une par cœur)\n"
    "  --help                  cette aide\n\n"
    "Voir aussi cdapd(8).\n";

enum {
    OPT_DONNEES = 256,
    OPT_ECOUTE,
    OPT_CERT,
    OPT_CLE,
    OPT_ECRANS,
    OPT_PROFILS,
    OPT_JOUR,
    OPT_EPHEMERE,
    OPT_BOUCLES,
    OPT_CONSERVATION,
    OPT_JUSTIFICATION
};

static const struct option options[] = {
    {"donnees", required_argument, NULL, OPT_DONNEES},
    {"ecoute", required_argument, NULL, OPT_ECOUTE},
    {"cert", required_argument, NULL, OPT_CERT},
    {"cle-tls", required_argument, NULL, OPT_CLE},
    {"ecrans", required_argument, NULL, OPT_ECRANS},
    {"profils", required_argument, NULL, OPT_PROFILS},
    {"aujourdhui", required_argument, NULL, OPT_JOUR},
    {"ephemere", no_argument, NULL, OPT_EPHEMERE},
    {"boucles", required_argument, NULL, OPT_BOUCLES},
    {"conservation", required_argument, NULL, OPT_CONSERVATION},
    {"justification", required_argument, NULL, OPT_JUSTIFICATION},
    OPTION_AIDE,
    {0},
};

static bool read_day(const char *text, struct date *out, struct err *err)
{
    if (date_parse(span_of(text), out) && out->year && out->month && out->day)
        return true;
    return err_set(err, ERR_USAGE, "« --aujourdhui » attend une date AAAA-MM-JJ");
}

static bool read_count(const char *option, const char *text, long least, long most, unsigned *out,
                       struct err *err)
{
    char *end;
    long n = strtol(text, &end, 10);

    if (end == text || *end || n < least || n > most)
        return err_set(err, ERR_USAGE, "« %s » attend un nombre de %ld à %ld", option, least, most);
    *out = (unsigned)n;
    return true;
}

static bool take(void *demande, int option, const char *value, struct err *err)
{
    struct server_config *c = demande;

    switch (option) {
    case OPT_DONNEES:
        c->donnees = value;
        return true;
    case OPT_ECOUTE:
        c->ecoute = value;
        return true;
    case OPT_CERT:
        c->cert = value;
        return true;
    case OPT_CLE:
        c->cle_tls = value;
        return true;
    case OPT_ECRANS:
        c->ecrans = value;
        return true;
    case OPT_PROFILS:
        c->profils = value;
        return true;
    case OPT_JOUR:
        return read_day(value, &c->aujourdhui, err);
    case OPT_EPHEMERE:
        return c->ephemere = true;
    case OPT_BOUCLES:
        return read_count("--boucles", value, 1, 64, &c->boucles, err);
    case OPT_CONSERVATION:
        return read_count("--conservation", value, PURGE_MOIS_MIN, PURGE_MOIS_MAX, &c->conservation,
                          err);
    case OPT_JUSTIFICATION:
        c->justification = value;
        return true;
    }
    return false;
}

static bool run(void *demande, struct err *err)
{
    return server_run(demande, err);
}

int command_servir(int argc, char **argv)
{
    static const struct commande c = {"cdapd servir", aide, options, take, NULL, run};
    struct server_config config = {
        .donnees = "/var/lib/cdap", .ecoute = "127.0.0.1:8443", .conservation = PURGE_MOIS_USUEL};

    return commande_main(&c, argc, argv, &config);
}
