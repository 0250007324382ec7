/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cdapd cle: makes the key that seals the journal, shows its public half, passes it on. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cdap/commands/commands.h>
#include <cdap/server/registre.h>

#include "commande.h"

struct demande;
struct chemins;

struct action {
    const char *nom;
    bool (*fait)(const struct demande *d, const struct chemins *c, struct err *err);
};

struct demande {
    const char *donnees, *nom;
    bool relais, precedente;
    const struct action *action;
};

struct chemins {
    char cle[FILE_PATH_MAX], ancienne[FILE_PATH_MAX], nouvelle[FILE_PATH_MAX];
};

static const char aide[] =
    "Usage : cdapd cle creer [--donnees DOSSIER] --nom NOM\n"
    "        cdapd cle creer [--donnees DOSSIER] --relais\n"
    "        cdapd cle montrer [--donnees DOSSIER] [--precedente]\n"
    "        cdapd cle retirer [--donnees DOSSIER]\n"
    "\n"
    "La clé du sceau signe les points de contrôle du journal. Sa moitié publique, que « montrer »\n"
    "écrit seule sur une ligne, est à remettre à qui vérifiera des preuves.\n"
    "\n"
    "  creer      crée la clé ; rien n’est jamais remplacé\n"
    "  montrer    écrit la clé publique, sous la forme attendue par « cdap verifier --cle »\n"
    "  retirer    à la fin d’un relais, retire la clé précédente\n"
    "\n"
    "  --donnees DOSSIER   dossier d’état (/var/lib/cdap)\n"
    "  --nom NOM           nom sous lequel le serveur signe, par exemple cdap.villeneuve.fr ; il\n"
    "                      ouvre le nom de chacun de ses journaux et ne change plus\n"
    "  --relais            crée une clé nouvelle, du même nom ; l’ancienne signe à côté d’elle\n"
    "                      jusqu’à « cdapd cle retirer »\n"
    "  --precedente        montre la clé qui passe le relais\n"
    "\n"
    "Le serveur prend les clés à son démarrage. Voir aussi cdapd(8).\n";

enum { OPT_DONNEES = 256, OPT_NOM, OPT_RELAIS, OPT_PRECEDENTE };

static const struct option options[] = {
    {"donnees", required_argument, NULL, OPT_DONNEES},
    {"nom", required_argument, NULL, OPT_NOM},
    {"relais", no_argument, NULL, OPT_RELAIS},
    {"precedente", no_argument, NULL, OPT_PRECEDENTE},
    OPTION_AIDE,
    {0},
};

static bool take(void *demande, int option, const char *value, struct err *err)
{
    struct demande *d = demande;

    (void)err;
    switch (option) {
    case OPT_DONNEES:
        d->donnees = value;
        return *value != '\0';
    case OPT_NOM:
        d->nom = value;
        return *value != '\0';
    case OPT_RELAIS:
        return d->relais = true;
    case OPT_PRECEDENTE:
        return d->precedente = true;
    }
    return false;
}

static bool chemins_find(const struct demande *d, struct chemins *c, struct err *err)
{
    if (!store_exists(d->donnees))
        return err_set(err, ERR_FICHIER, "%s : aucune base (« cdapd initialiser » en crée une)",
                       d->donnees);
    return (store_file(d->donnees, REGISTRE_CLE, c->cle, sizeof c->cle) &&
            store_file(d->donnees, REGISTRE_CLE_ANCIENNE, c->ancienne, sizeof c->ancienne) &&
            store_file(d->donnees, REGISTRE_CLE ".nouvelle", c->nouvelle, sizeof c->nouvelle)) ||
           err_set(err, ERR_FICHIER, "le chemin de la base est trop long");
}

static void show(const struct note_cle *cle)
{
    struct buf vkey = {0};

    note_cle_put(&vkey, cle);
    puts(buf_text(&vkey));
    buf_free(&vkey);
}

/* ---- actions ---------------------------------------------------------------------------------- */

/* At no moment is there no key: the old one has its second name before the new one takes the first. */
static bool relay(const struct chemins *c, struct note_cle *cle, struct err *err)
{
    struct note_cle ancienne;

    if (access(c->ancienne, F_OK) == 0)
        return err_set(err, ERR_CONFLIT,
                       "un relais est en cours : « cdapd cle retirer » le termine");
    if (!sceau_read_public(c->cle, &ancienne, err))
        return false;
    unlink(c->nouvelle); /* left by a relay that was cut */
    if (!sceau_create(c->nouvelle, span_of(ancienne.nom), NOTE_ED25519, cle, err))
        return false;
    if (link(c->cle, c->ancienne) == 0 && rename(c->nouvelle, c->cle) == 0)
        return true;
    err_set(err, ERR_FICHIER, "%s : %s", c->ancienne, strerror(errno));
    unlink(c->nouvelle);
    return false;
}

static bool create(const struct demande *d, const struct chemins *c, struct err *err)
{
    struct note_cle cle;

    if (d->relais == (d->nom != NULL))
        return err_set(err, ERR_USAGE, "donnez --nom, ou bien --relais");
    if (!d->relais && access(c->cle, F_OK) == 0)
        return err_set(err, ERR_CONFLIT, "%s : la clé est là (« --relais » en prépare une autre)",
                       c->cle);
    if (d->relais ? !relay(c, &cle, err)
                  : !sceau_create(c->cle, span_of(d->nom), NOTE_ED25519, &cle, err))
        return false;
    show(&cle);
    fputs("Clé créée. Elle servira au prochain démarrage du serveur.\n", stderr);
    return true;
}

static bool show_key(const struct demande *d, const struct chemins *c, struct err *err)
{
    struct note_cle cle;

    if (!sceau_read_public(d->precedente ? c->ancienne : c->cle, &cle, err))
        return false;
    show(&cle);
    return true;
}

/* The last checkpoint must stand under the new key alone before the old one goes. */
static bool signed_alone(const struct demande *d, const struct note_cle *cle, struct err *err)
{
    struct store *s = store_open(d->donnees, STORE_READ, err);
    struct registre_annee a;
    struct point point;
    struct buf note = {0};
    uint64_t taille;
    enum found found;
    bool ok;

    if (!s)
        return false;
    found = registre_annee(s, 0, &a);
    if (found == FOUND_ROW)
        found = store_point_last(s, a.annee, UINT64_MAX, &taille, &note);
    ok = found == FOUND_NONE ||
         (found == FOUND_ROW && point_verify(buf_span(&note), cle, 1, &point, NULL) == NOTE_VALIDE);
    buf_free(&note);
    store_close(s);
    return ok || err_set(err, ERR_CONFLIT,
                         "la nouvelle clé n’a pas encore signé le journal : démarrez d’abord le "
                         "serveur avec elle");
}

static bool retire(const struct demande *d, const struct chemins *c, struct err *err)
{
    struct note_cle cle;

    if (access(c->ancienne, F_OK) != 0)
        return err_set(err, ERR_CONFLIT, "aucun relais n’est en cours");
    if (!sceau_read_public(c->cle, &cle, err) || !signed_alone(d, &cle, err))
        return false;
    return unlink(c->ancienne) == 0 ||
           err_set(err, ERR_FICHIER, "%s : %s", c->ancienne, strerror(errno));
}

/* ---- command line ----------------------------------------------------------------------------- */

static const struct action actions[] = {
    {"creer", create},
    {"montrer", show_key},
    {"retirer", retire},
};

static bool check(void *demande, char **arguments, size_t count, struct err *err)
{
    struct demande *d = demande;

    for (size_t i = 0; count == 1 && i < sizeof actions / sizeof *actions; i++)
        if (strcmp(arguments[0], actions[i].nom) == 0)
            d->action = &actions[i];
    return d->action ||
           err_set(err, ERR_USAGE, "« creer », « montrer » ou « retirer » est attendu");
}

static bool run(void *demande, struct err *err)
{
    const struct demande *d = demande;
    struct chemins c;

    return chemins_find(d, &c, err) && d->action->fait(d, &c, err);
}

int command_cle(int argc, char **argv)
{
    static const struct commande c = {"cdapd cle", aide, options, take, check, run};
    struct demande d = {.donnees = "/var/lib/cdap"};

    return commande_main(&c, argc, argv, &d);
}
