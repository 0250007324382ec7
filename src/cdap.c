/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cdap: the client. Options, then the program they ask for. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cdap/base/date.h>
#include <cdap/base/secret.h>
#include <cdap/client/requete.h>
#include <cdap/proto.h>
#include <cdap/views/views.h>

#define DELAI_MAX_S 300

static const char usage_text[] =
    "Usage : cdap [OPTIONS]             plein écran\n"
    "        cdap consulter [OPTIONS]   un dossier, en texte\n"
    "        cdap verifier FICHIER… --cle CLE   des copies et leurs preuves, sans réseau\n"
    "        cdap temoin --cle CLE --cle-temoin FICHIER [OPTIONS]   atteste l’état du journal\n"
    "        cdap temoin cle creer FICHIER --nom NOM   crée la clé d’un témoin\n"
    "\n"
    "  --serveur ADRESSE     https://HÔTE[:PORT] ou unix:CHEMIN (ou la variable CDAP_SERVEUR)\n"
    "  --demo                démonstration : un serveur privé et des familles fictives\n"
    "  --theme NOM           sombre, clair, contraste, monochrome\n"
    "  --ca-fichier FICHIER  autorités de certification, en PEM\n"
    "  --cle-epinglee CLE    n’accepte que cette clé du serveur : sha256//BASE64\n"
    "  --delai SECONDES      attente d’une réponse du serveur (30)\n"
    "  --verrou SECONDES     délai avant que l’écran se verrouille (900)\n"
    "  --aujourdhui JOUR     AAAA-MM-JJ, pour les essais\n"
    "  --profil CODE         profil de consultation (cdap consulter)\n"
    "  --motif CODE          motif (cdap consulter)\n"
    "  --base TYPE           non_opposition ou document_signe (cdap consulter)\n"
    "  --cle CLE             clé publique du journal, ou un fichier qui la contient\n"
    "                        (cdap verifier, cdap temoin)\n"
    "  --cle-temoin FICHIER  la clé du témoin (cdap temoin)\n"
    "  --sortie FICHIER      où écrire le point de contrôle attesté (cdap temoin)\n"
    "  --point FICHIER       un point de contrôle reçu autrement que du serveur (cdap temoin)\n"
    "  --coherence FICHIER   sa preuve de cohérence (cdap temoin)\n"
    "  --json                le résultat pour un programme (cdap verifier)\n"
    "  --touches             imprime la table des touches, pour la page de manuel\n"
    "  --help, --version\n"
    "\n"
    "« cdap consulter » demande identifiant, mot de passe, numéro, nom, puis ce que les options\n"
    "n’ont pas dit ; sans terminal, il les lit dans cet ordre, une réponse par ligne.\n"
    "« cdap temoin » demande identifiant et mot de passe d’un auditeur, de même.\n"
    "« cdap --demo » sans terminal ouvre une famille sous T2 puis sous TD et l’imprime.\n"
    "Voir aussi cdap(1).\n";

enum {
    OPT_SERVEUR = 256,
    OPT_DEMO,
    OPT_THEME,
    OPT_CA,
    OPT_EPINGLE,
    OPT_DELAI,
    OPT_VERROU,
    OPT_AUJOURDHUI,
    OPT_PROFIL,
    OPT_MOTIF,
    OPT_BASE,
    OPT_CLE,
    OPT_CLE_TEMOIN,
    OPT_SORTIE,
    OPT_POINT,
    OPT_COHERENCE,
    OPT_TOUCHES,
    OPT_VERSION
};

static const struct option long_options[] = {
    {"serveur", required_argument, NULL, OPT_SERVEUR},
    {"demo", no_argument, NULL, OPT_DEMO},
    {"theme", required_argument, NULL, OPT_THEME},
    {"ca-fichier", required_argument, NULL, OPT_CA},
    {"cle-epinglee", required_argument, NULL, OPT_EPINGLE},
    {"delai", required_argument, NULL, OPT_DELAI},
    {"verrou", required_argument, NULL, OPT_VERROU},
    {"aujourdhui", required_argument, NULL, OPT_AUJOURDHUI},
    {"profil", required_argument, NULL, OPT_PROFIL},
    {"motif", required_argument, NULL, OPT_MOTIF},
    {"base", required_argument, NULL, OPT_BASE},
    {"cle", required_argument, NULL, OPT_CLE},
    {"cle-temoin", required_argument, NULL, OPT_CLE_TEMOIN},
    {"sortie", required_argument, NULL, OPT_SORTIE},
    {"point", required_argument, NULL, OPT_POINT},
    {"coherence", required_argument, NULL, OPT_COHERENCE},
    {"touches", no_argument, NULL, OPT_TOUCHES},
    {"help", no_argument, NULL, 'h'},
    {"version", no_argument, NULL, OPT_VERSION},
    {0},
};

static int misuse(const char *why)
{
    fprintf(stderr, "cdap : %s.\n« cdap --help » dit comment l’appeler.\n", why);
    return 2;
}

static int print_touches(void)
{
    struct buf out = {0};
    touches_put_man(&out);
    bool ok = fputs(buf_text(&out), stdout) >= 0 && fflush(stdout) == 0;
    buf_free(&out);
    return ok ? 0 : 1;
}

static bool set_day(struct options *o, const char *text)
{
    struct date day;
    if (!date_parse(span_of(text), &day) || day.day == 0)
        return false;
    o->aujourdhui = text;
    o->maintenant = date_to_unix(day) + 12 * 3600;
    return true;
}

/* From 1 to `max`; false otherwise. */
static bool set_seconds(int *out, const char *text, int max)
{
    char *end;
    long n = strtol(text, &end, 10);
    if (*end || n < 1 || n > max)
        return false;
    *out = (int)n;
    return true;
}

static bool set_delay(struct options *o, const char *text)
{
    int seconds;
    if (!set_seconds(&seconds, text, DELAI_MAX_S))
        return false;
    o->api.total_ms = seconds * 1000L;
    return true;
}

static bool set_lock(struct options *o, const char *text)
{
    return set_seconds(&o->verrou_s, text, PROTO_IDLE_S);
}

static bool set_theme(struct options *o, const char *value)
{
    o->theme = theme_find(value);
    return o->theme != NULL;
}

static bool set_ca(struct options *o, const char *value)
{
    o->api.ca_fichier = value;
    return access(value, R_OK) == 0;
}

static bool set_pin(struct options *o, const char *value)
{
    o->api.cle_epinglee = value;
    return strncmp(value, "sha256//", 8) == 0;
}

static bool add_key(struct temoin_options *t, const char *value)
{
    if (t->cle_count == TEMOIN_CLES_MAX)
        return false;
    t->cles[t->cle_count++] = value;
    return true;
}

/* One option; what is wrong with it, NULL when nothing is. */
static const char *take_option(struct options *o, int option, const char *value)
{
    switch (option) {
    case OPT_SERVEUR:
        return o->api.serveur = value, NULL;
    case OPT_DEMO:
        return o->demo = true, NULL;
    case OPT_THEME:
        return set_theme(o, value) ? NULL
                                   : "thème inconnu : sombre, clair, contraste ou monochrome";
    case OPT_CA:
        return set_ca(o, value) ? NULL : "le fichier d’autorités n’est pas lisible";
    case OPT_EPINGLE:
        return set_pin(o, value) ? NULL : "la clé épinglée s’écrit sha256//BASE64";
    case OPT_DELAI:
        return set_delay(o, value) ? NULL : "--delai attend de 1 à 300 secondes";
    case OPT_VERROU:
        return set_lock(o, value) ? NULL : "--verrou attend de 1 à 900 secondes";
    case OPT_AUJOURDHUI:
        return set_day(o, value) ? NULL : "--aujourdhui attend un jour, AAAA-MM-JJ";
    case OPT_PROFIL:
        return o->profil = value, NULL;
    case OPT_MOTIF:
        return o->motif = value, NULL;
    case OPT_BASE:
        return o->base = value, NULL;
    case OPT_CLE:
        return add_key(&o->temoin, value) ? NULL : "trop de clés de journal";
    case OPT_CLE_TEMOIN:
        return o->temoin.cle = value, NULL;
    case OPT_SORTIE:
        return o->temoin.sortie = value, NULL;
    case OPT_POINT:
        return o->temoin.point = value, NULL;
    case OPT_COHERENCE:
        return o->temoin.coherence = value, NULL;
    default:
        return "option inconnue, ou à laquelle sa valeur manque";
    }
}

/* What the first word asks for instead of the full screen; none works on the demonstration. */
static const struct commande {
    const char *mot;
    int (*run)(const struct options *o);
    const char *sans_demo;
} commandes[] = {
    {"consulter", consulter, "« consulter » demande un serveur : --serveur ADRESSE"},
    {"temoin", temoin, "« temoin » demande un serveur : --serveur ADRESSE"},
};

static const struct commande *find_command(const char *mot)
{
    for (size_t i = 0; mot && i < sizeof commandes / sizeof *commandes; i++)
        if (strcmp(mot, commandes[i].mot) == 0)
            return &commandes[i];
    return NULL;
}

static bool is_for_witness(const struct temoin_options *t)
{
    return t->cle_count || t->cle || t->sortie || t->point || t->coherence;
}

static int start(const struct options *o, const struct commande *command)
{
    bool terminal = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
    if (o->demo && o->api.serveur)
        return misuse("--demo apporte son propre serveur : --serveur est de trop");
    if (is_for_witness(&o->temoin) && !(command && command->run == temoin))
        return misuse("une option de « temoin » est donnée sans lui");
    if (o->temoin.point && o->api.serveur)
        return misuse("--point tient lieu de serveur : --serveur est de trop");
    if (!o->demo && !o->temoin.point && !o->api.serveur)
        return misuse("le serveur n’est pas dit : --serveur ADRESSE, ou --demo pour essayer");
    if (command)
        return o->demo ? misuse(command->sans_demo) : command->run(o);
    if (o->demo && !terminal)
        return demo_texte(o);
    return terminal ? plein_ecran(o) : misuse("le plein écran demande un terminal");
}

int main(int argc, char **argv)
{
    struct options o = {.verrou_s = PROTO_IDLE_S, .api.serveur = getenv("CDAP_SERVEUR")};
    const struct commande *command = find_command(argv[1]);
    const char *serveur = o.api.serveur, *wrong;
    int option;
    secret_no_dump();
    if (!secret_init())
        return misuse("le système ne donne pas de nombres aléatoires");
    if (argc > 1 && strcmp(argv[1], "verifier") == 0)
        return verifier(argc - 1, argv + 1);
    if (argc > 2 && strcmp(argv[1], "temoin") == 0 && strcmp(argv[2], "cle") == 0)
        return temoin_cle(argc - 2, argv + 2);
    opterr = 0;
    optind = command ? 2 : 1;
    while ((option = getopt_long(argc, argv, "h", long_options, NULL)) != -1) {
        if (option == 'h')
            return fputs(usage_text, stdout) < 0;
        if (option == OPT_VERSION)
            return puts("cdap " CDAP_VERSION) < 0;
        if (option == OPT_TOUCHES)
            return print_touches();
        if ((wrong = take_option(&o, option, optarg)))
            return misuse(wrong);
    }
    if (optind < argc)
        return misuse("argument en trop");
    if ((o.demo || o.temoin.point) && o.api.serveur == serveur)
        o.api.serveur = NULL; /* the environment's is not for these */
    return start(&o, command);
}
