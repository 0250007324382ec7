/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cdapd initialiser: a new base, empty or of demonstration, made aside and put in place in one step. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cdap/base/file.h>
#include <cdap/commands/commands.h>
#include <cdap/server/registre.h>

#include "commande.h"
#include "demo.h"
#include "mot_de_passe.h"

#define NOM_DEMO "demonstration.cdap.example" /* under which a demonstration signs */

struct demande {
    const char *donnees, *profils;
    const char *organisme, *siret, *identifiant;
    int mot_de_passe_fd;
    bool demo;
    struct date aujourdhui;
};

static const char aide[] =
    "Usage : cdapd initialiser [--donnees DOSSIER] --organisme NOM --siret SIRET\n"
    "                          --identifiant IDENTIFIANT [--mot-de-passe-fd N]\n"
    "        cdapd initialiser [--donnees DOSSIER] --demo [--aujourdhui AAAA-MM-JJ]\n"
    "\n"
    "Crée une base vide avec son premier administrateur, ou la base de démonstration.\n"
    "Une base déjà là n’est jamais touchée.\n"
    "\n"
    "  --donnees DOSSIER        dossier d’état (/var/lib/cdap)\n"
    "  --organisme NOM          organisme du premier administrateur\n"
    "  --siret SIRET            ses 14 chiffres\n"
    "  --identifiant NOM        identifiant de connexion de l’administrateur\n"
    "  --mot-de-passe-fd N      lit son mot de passe sur le descripteur N, non au terminal\n"
    "  --demo                   familles, organismes et comptes fictifs ; une telle base ne\n"
    "                           répond que sur la machine même\n"
    "  --aujourdhui AAAA-MM-JJ  date à laquelle rapporter les familles fictives\n"
    "  --profils DOSSIER        dossier de champs.json\n";

/* ---- the command line ------------------------------------------------------------------------ */

enum option_id {
    OPT_DONNEES,
    OPT_DEMO,
    OPT_AUJOURDHUI,
    OPT_ORGANISME,
    OPT_SIRET,
    OPT_IDENTIFIANT,
    OPT_MOT_DE_PASSE_FD,
    OPT_PROFILS
};

static const struct option options[] = {
    {"donnees", required_argument, NULL, OPT_DONNEES},
    {"demo", no_argument, NULL, OPT_DEMO},
    {"aujourdhui", required_argument, NULL, OPT_AUJOURDHUI},
    {"organisme", required_argument, NULL, OPT_ORGANISME},
    {"siret", required_argument, NULL, OPT_SIRET},
    {"identifiant", required_argument, NULL, OPT_IDENTIFIANT},
    {"mot-de-passe-fd", required_argument, NULL, OPT_MOT_DE_PASSE_FD},
    {"profils", required_argument, NULL, OPT_PROFILS},
    OPTION_AIDE,
    {NULL, 0, NULL, 0},
};

static bool fd_parse(const char *text, int *fd)
{
    char *end;
    long value = strtol(text, &end, 10);

    *fd = (int)value;
    return *text >= '0' && *text <= '9' && *end == '\0' && value <= 65535;
}

static bool take(void *demande, int option, const char *value, struct err *err)
{
    struct demande *d = demande;

    (void)err;
    switch ((enum option_id)option) {
    case OPT_DONNEES:
        d->donnees = value;
        return *value != '\0';
    case OPT_DEMO:
        return d->demo = true;
    case OPT_AUJOURDHUI:
        return date_parse(span_of(value), &d->aujourdhui) && d->aujourdhui.day != 0;
    case OPT_ORGANISME:
        d->organisme = value;
        return true;
    case OPT_SIRET:
        d->siret = value;
        return true;
    case OPT_IDENTIFIANT:
        d->identifiant = value;
        return true;
    case OPT_MOT_DE_PASSE_FD:
        return fd_parse(value, &d->mot_de_passe_fd);
    case OPT_PROFILS:
        d->profils = value;
        return true;
    }
    return false;
}

static bool check(void *demande, char **arguments, size_t count, struct err *err)
{
    const struct demande *d = demande;

    if (!commande_no_argument(arguments, count, err))
        return false;
    return d->demo != (d->organisme || d->siret || d->identifiant) ||
           err_set(err, ERR_USAGE, "donnez --demo, ou bien --organisme, --siret et --identifiant");
}

/* ---- the first administrateur ---------------------------------------------------------------- */

static bool text_set(char *out, size_t size, const char *champ, const char *text, struct err *err)
{
    if (!text || !*text)
        return err_set_champ(err, ERR_USAGE, champ, "l’option manque ou est vide");
    if (strlen(text) >= size)
        return err_set_champ(err, ERR_CHAMP, champ, "%zu octets au plus", size - 1);
    strcpy(out, text);
    return true;
}

static bool administrateur_read(const struct demande *d, struct agent_row *agent, struct err *err)
{
    *agent = (struct agent_row){.role = ROLE_ADMINISTRATEUR, .actif = true};
    if (!text_set(agent->organisme.nom, ORGANISME_MAX, "organisme", d->organisme, err) ||
        !text_set(agent->organisme.siret, SIRET_SIZE, "siret", d->siret, err) ||
        !text_set(agent->identifiant, IDENTIFIANT_MAX, "identifiant", d->identifiant, err))
        return false;
    if (!siret_valid(agent->organisme.siret)) /* before a password is asked for */
        return err_set_champ(err, ERR_CHAMP, "siret", "14 chiffres et leur clé sont attendus");
    strcpy(agent->nom, agent->identifiant);
    return mot_de_passe_new(d->mot_de_passe_fd, agent->identifiant, agent->mot_de_passe, err);
}

static bool administrateur_put(struct store *s, struct agent_row *agent, struct err *err)
{
    if (!store_begin(s))
        return err_set(err, ERR_BASE, "le moteur répond « %s »", store_problem(s));
    if (!store_organisme_add(s, &agent->organisme, err) || !store_agent_add(s, agent, err))
        return false;
    return store_commit(s) || err_set(err, ERR_BASE, "le moteur répond « %s »", store_problem(s));
}

/* ---- the base -------------------------------------------------------------------------------- */

/* A demonstration proves what it shows as a real base does, under a key of its own. */
static bool seal(const char *ebauche, struct err *err)
{
    char cle[FILE_PATH_MAX];

    return store_file(ebauche, REGISTRE_CLE, cle, sizeof cle)
               ? sceau_create(cle, span_of(NOM_DEMO), NOTE_ED25519, NULL, err)
               : err_set(err, ERR_FICHIER, "le chemin de la base est trop long");
}

static bool fill(const char *ebauche, const struct demande *d, struct agent_row *agent,
                 struct err *err)
{
    struct store *s;
    bool done;

    if (!store_create(ebauche, d->demo, err) || (d->demo && !seal(ebauche, err)))
        return false;
    s = store_open(ebauche, STORE_WRITE, err);
    if (!s)
        return false;
    done =
        d->demo ? demo_fill(s, d->profils, d->aujourdhui, err) : administrateur_put(s, agent, err);
    store_close(s);
    return done;
}

static bool create(const struct demande *d, struct agent_row *agent, struct err *err)
{
    char ebauche[FILE_PATH_MAX];
    bool made = mkdir(d->donnees, 0700) == 0, done = false;

    if (!made && errno != EEXIST)
        return err_set(err, ERR_FICHIER, "%s : %s", d->donnees, strerror(errno));
    if (!path_join(ebauche, d->donnees, ".ebauche-XXXXXX"))
        err_set(err, ERR_FICHIER, "le chemin de la base est trop long");
    else if (!mkdtemp(ebauche))
        err_set(err, ERR_FICHIER, "%s : %s", d->donnees, strerror(errno));
    else {
        done = fill(ebauche, d, agent, err) && store_publish(ebauche, d->donnees, err);
        dir_remove(ebauche, NULL);
    }
    if (made && !done)
        rmdir(d->donnees);
    return done;
}

static bool initialiser(const struct demande *d, struct err *err)
{
    struct agent_row agent = {0};
    bool done;

    if (store_exists(d->donnees))
        return err_set(err, ERR_CONFLIT, "%s : une base s’y trouve déjà, elle n’est pas touchée",
                       d->donnees);
    done = (d->demo || administrateur_read(d, &agent, err)) && create(d, &agent, err);
    secret_wipe(agent.mot_de_passe, sizeof agent.mot_de_passe);
    return done;
}

static bool run(void *demande, struct err *err)
{
    const struct demande *d = demande;

    if (!initialiser(d, err))
        return false;
    printf("Base%s créée dans %s.\n", d->demo ? " de démonstration" : "", d->donnees);
    if (!d->demo)
        puts("« cdapd cle creer » crée la clé qui scellera son journal.");
    return true;
}

int command_initialiser(int argc, char **argv)
{
    static const struct commande c = {"cdapd initialiser", aide, options, take, check, run};
    struct demande d = {.donnees = "/var/lib/cdap", .mot_de_passe_fd = MOT_DE_PASSE_TERMINAL};

    d.aujourdhui = datetime_paris(time(NULL)).date;
    return commande_main(&c, argc, argv, &d);
}
