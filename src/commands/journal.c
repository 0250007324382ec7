/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cdapd journal: its last checkpoint, its whole verification, its archive, its purge. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cdap/commands/commands.h>

#include "commande.h"
#include "journal.h"

static const char aide[] =
    "Usage : cdapd journal point    [--donnees DOSSIER] [--annee AAAA]\n"
    "        cdapd journal verifier [--donnees DOSSIER] [--annee AAAA] [--cle CLÉ]…\n"
    "        cdapd journal exporter [--donnees DOSSIER] [--annee AAAA] SORTIE\n"
    "        cdapd journal purger   [--donnees DOSSIER] [--mois N] [--justification TEXTE]\n"
    "\n"
    "  point      écrit le dernier point de contrôle signé, à remettre hors du serveur\n"
    "  verifier   relit tout : entrées, arbres, détails, points de contrôle et signatures\n"
    "  exporter   écrit le journal d’une année dans un dossier neuf, en archive tlog-tiles\n"
    "  purger     efface les détails des entrées plus anciennes que N mois ; les entrées, les\n"
    "             arbres et les preuves restent, et la purge est elle-même inscrite\n"
    "\n"
    "  --donnees DOSSIER       dossier d’état (/var/lib/cdap)\n"
    "  --annee AAAA            un seul journal ; sans elle, le dernier (verifier : tous)\n"
    "  --cle CLÉ               clé publique de confiance, telle que « cdapd cle montrer » l’écrit "
    ";\n"
    "                          sans elle, celles de la base\n"
    "  --mois N                durée de conservation des détails, de 6 à 36 mois (12)\n"
    "  --justification TEXTE   exigée au-delà de 12 mois, inscrite avec la purge\n"
    "  --aujourdhui AAAA-MM-JJ fixe la date, pour les essais\n"
    "\n"
    "Un serveur en marche purge lui-même son journal chaque jour ; « purger » est pour une base "
    "que\n"
    "personne ne sert. Voir aussi cdapd(8).\n";

enum { OPT_DONNEES = 256, OPT_ANNEE, OPT_CLE, OPT_MOIS, OPT_JUSTIFICATION, OPT_JOUR };

static const struct option options[] = {
    {"donnees", required_argument, NULL, OPT_DONNEES},
    {"annee", required_argument, NULL, OPT_ANNEE},
    {"cle", required_argument, NULL, OPT_CLE},
    {"mois", required_argument, NULL, OPT_MOIS},
    {"justification", required_argument, NULL, OPT_JUSTIFICATION},
    {"aujourdhui", required_argument, NULL, OPT_JOUR},
    OPTION_AIDE,
    {0},
};

static bool take_number(const char *text, long least, long most, long *out)
{
    char *end;

    *out = strtol(text, &end, 10);
    return *text >= '0' && *text <= '9' && !*end && *out >= least && *out <= most;
}

static bool take(void *demande, int option, const char *value, struct err *err)
{
    struct journal_demande *d = demande;
    long n;

    switch (option) {
    case OPT_DONNEES:
        d->donnees = value;
        return *value != '\0';
    case OPT_ANNEE:
        d->annee = take_number(value, 1970, 9999, &n) ? (int)n : 0;
        return d->annee != 0;
    case OPT_CLE:
        return d->cle_count < NOTE_CLES_MAX &&
               (note_cle_parse(span_of(value), &d->cles[d->cle_count++]) ||
                err_set(err, ERR_USAGE, "« %s » n’est pas une clé publique", value));
    case OPT_MOIS:
        d->mois = take_number(value, 0, 1000, &n) ? (unsigned)n : 0;
        return d->mois != 0;
    case OPT_JUSTIFICATION:
        d->justification = value;
        return *value != '\0';
    case OPT_JOUR:
        return date_parse(span_of(value), &d->aujourdhui) && d->aujourdhui.day;
    }
    return false;
}

/* ---- shared ----------------------------------------------------------------------------------- */

bool journal_point_read(struct store *s, int annee, struct registre_annee *a, struct buf *note,
                        struct point *point, struct err *err)
{
    uint64_t taille;
    struct span texte;
    enum found found = registre_annee(s, annee, a);

    if (found == FOUND_ROW)
        found = store_point_last(s, a->annee, UINT64_MAX, &taille, note);
    if (found == FOUND_FAILED)
        return err_set(err, ERR_BASE, "le journal ne peut pas être lu : %s", store_problem(s));
    if (found == FOUND_NONE)
        return err_set(err, ERR_DONNEES, "aucun point de contrôle n’a été signé%s",
                       annee ? " cette année-là" : "");
    if (note_verify(buf_span(note), NULL, 0, &texte, NULL) == NOTE_CLE_INCONNUE &&
        point_parse(texte, point))
        return true;
    return err_set(err, ERR_DONNEES, "le point de contrôle est illisible");
}

bool journal_cles(const struct journal_demande *d, struct note_cle cles[NOTE_CLES_MAX],
                  size_t *count, struct err *err)
{
    static const char *const fichiers[] = {REGISTRE_CLE, REGISTRE_CLE_ANCIENNE};
    char chemin[FILE_PATH_MAX];

    *count = d->cle_count;
    memcpy(cles, d->cles, d->cle_count * sizeof *cles);
    for (size_t i = 0; !d->cle_count && i < sizeof fichiers / sizeof *fichiers; i++) {
        if (!store_file(d->donnees, fichiers[i], chemin, sizeof chemin))
            return err_set(err, ERR_FICHIER, "le chemin de la base est trop long");
        if (access(chemin, F_OK) == 0 && !sceau_read_public(chemin, &cles[(*count)++], err))
            return false;
    }
    return true;
}

static bool show_point(const struct journal_demande *d, struct err *err)
{
    struct store *s = store_open(d->donnees, STORE_READ, err);
    struct registre_annee a;
    struct point point;
    struct buf note = {0};
    bool ok = s && journal_point_read(s, d->annee, &a, &note, &point, err);

    if (ok)
        ok = fputs(buf_text(&note), stdout) >= 0;
    buf_free(&note);
    store_close(s);
    return ok;
}

/* ---- command line ----------------------------------------------------------------------------- */

static const struct journal_action actions[] = {
    {"point", show_point},
    {"verifier", journal_verifier},
    {"exporter", journal_exporter},
    {"purger", journal_purger},
};

static bool check(void *demande, char **arguments, size_t count, struct err *err)
{
    struct journal_demande *d = demande;
    bool exporter;

    for (size_t i = 0; count > 0 && i < sizeof actions / sizeof *actions; i++)
        if (strcmp(arguments[0], actions[i].nom) == 0)
            d->action = &actions[i];
    if (!d->action)
        return err_set(err, ERR_USAGE,
                       "« point », « verifier », « exporter » ou « purger » est attendu");
    exporter = d->action->fait == journal_exporter;
    if (exporter && count == 2)
        d->sortie = arguments[1];
    if (exporter && !d->sortie)
        return err_set(err, ERR_USAGE, "le dossier de sortie est attendu");
    return count == (exporter ? 2u : 1u) ||
           err_set(err, ERR_USAGE, "argument en trop : %s", arguments[count - 1]);
}

static bool run(void *demande, struct err *err)
{
    const struct journal_demande *d = demande;

    return d->action->fait(d, err);
}

int command_journal(int argc, char **argv)
{
    static const struct commande c = {"cdapd journal", aide, options, take, check, run};
    struct journal_demande d = {.donnees = "/var/lib/cdap", .mois = PURGE_MOIS_USUEL};

    return commande_main(&c, argc, argv, &d);
}
