/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one table of keys: what each asks for, how it is called, what the help says of it. */
#include <cdap/base/text.h>
#include <cdap/client/requete.h>

#define F(n) (TOUCHE_F0 + (n))

/* The order is that of the key bar and of the help. */
static const struct raccourci table[] = {
    {F(1), REQ_AIDE, "F1", "Aide", 2, "Montre les touches, d’abord celles qui servent ici."},
    {'?', REQ_AIDE, "?", NULL, 0, "La même aide, hors de la saisie d’un texte."},
    {TOUCHE_ENTREE, REQ_VALIDER, "Entrée", "Valider", 2,
     "Valide le formulaire, ou le choix qui a le curseur."},
    {TOUCHE_TAB, REQ_CHAMP_SUIVANT, "Tab", "Suivant", 3, "Passe au champ suivant."},
    {TOUCHE_MAJ_TAB, REQ_CHAMP_PRECEDENT, "Maj-Tab", NULL, 0, "Revient au champ précédent."},
    {TOUCHE_TAB, REQ_RUBRIQUE_SUIVANTE, "Tab", "Rubrique", 3, "Ouvre la rubrique suivante."},
    {TOUCHE_MAJ_TAB, REQ_RUBRIQUE_PRECEDENTE, "Maj-Tab", NULL, 0,
     "Revient à la rubrique précédente."},
    {TOUCHE_DROITE, REQ_RUBRIQUE_SUIVANTE, "→", NULL, 0, "Ouvre la rubrique suivante."},
    {TOUCHE_GAUCHE, REQ_RUBRIQUE_PRECEDENTE, "←", NULL, 0, "Revient à la rubrique précédente."},
    {'1', REQ_RUBRIQUE, "1 à 9, 0", NULL, 0,
     "Ouvre la rubrique qui porte ce chiffre (0 pour la dixième)."},
    {'2', REQ_RUBRIQUE, NULL, NULL, 0, NULL},
    {'3', REQ_RUBRIQUE, NULL, NULL, 0, NULL},
    {'4', REQ_RUBRIQUE, NULL, NULL, 0, NULL},
    {'5', REQ_RUBRIQUE, NULL, NULL, 0, NULL},
    {'6', REQ_RUBRIQUE, NULL, NULL, 0, NULL},
    {'7', REQ_RUBRIQUE, NULL, NULL, 0, NULL},
    {'8', REQ_RUBRIQUE, NULL, NULL, 0, NULL},
    {'9', REQ_RUBRIQUE, NULL, NULL, 0, NULL},
    {'0', REQ_RUBRIQUE, NULL, NULL, 0, NULL},
    {'r', REQ_REVELER, "r", "Révéler", 2,
     "Montre en clair la valeur masquée de la ligne ; le journal garde trace de cet acte."},
    {'c', REQ_DISPOSITIF, "c", "Dispositif", 2,
     "Choisit le dispositif dont les ressources trimestrielles sont montrées."},
    {'e', REQ_EXPORTER, "e", "Exporter", 5,
     "Fait une copie du dossier en fichiers, chacun avec sa preuve."},
    {'/', REQ_CHERCHER, "/", "Chercher", 3, "Cherche un texte dans tout le dossier."},
    {TOUCHE_ENTREE, REQ_DETAIL, "Entrée", "Détail", 2,
     "Montre tout ce que dit l’entrée du journal."},
    {'f', REQ_FILTRER, "f", "Filtrer", 2,
     "Choisit ce que montre le journal : agent, acte, issue, période, dossier."},
    {'/', REQ_FILTRER, "/", NULL, 0, NULL},
    {'d', REQ_QUI, "d", "Dossier", 3, "Dit qui a consulté un dossier, d’après son numéro."},
    {'p', REQ_POINT, "p", "Point", 4, "Montre le point de contrôle signé du journal."},
    {F(5), REQ_ACTUALISER, "F5", "Actualiser", 5,
     "Relit le journal depuis l’entrée la plus récente."},
    {F(3), REQ_OCCURRENCE_SUIVANTE, "F3", "Occurrence", 4, "Va à l’occurrence suivante."},
    {TOUCHE_ENTREE, REQ_OCCURRENCE_SUIVANTE, "Entrée", NULL, 0,
     "Va à l’occurrence suivante, après une recherche."},
    {F(4), REQ_OCCURRENCE_PRECEDENTE, "F4", NULL, 0, "Revient à l’occurrence précédente."},
    {'n', REQ_NOUVEAU, "n", "Nouveau", 4, "Ferme le dossier et en cherche un autre."},
    {TOUCHE_HAUT, REQ_HAUT, "↑", NULL, 0, "Remonte d’une ligne, d’un choix ou d’un champ."},
    {TOUCHE_BAS, REQ_BAS, "↓", NULL, 0, "Descend d’une ligne, d’un choix ou d’un champ."},
    {TOUCHE_PAGE_HAUT, REQ_PAGE_HAUT, "Page préc.", NULL, 0, "Remonte d’une page."},
    {TOUCHE_PAGE_BAS, REQ_PAGE_BAS, "Page suiv.", NULL, 0, "Descend d’une page."},
    {TOUCHE_DEBUT, REQ_DEBUT, "Début", NULL, 0, "Va au début du texte, de la liste ou du champ."},
    {TOUCHE_FIN, REQ_FIN, "Fin", NULL, 0, "Va à la fin du texte, de la liste ou du champ."},
    {TOUCHE_GAUCHE, REQ_GAUCHE, "←", NULL, 0,
     "Recule d’un caractère, ou prend le choix précédent."},
    {TOUCHE_DROITE, REQ_DROITE, "→", NULL, 0, "Avance d’un caractère, ou prend le choix suivant."},
    {' ', REQ_COCHER, "Espace", NULL, 0, "Prend le choix, ou presse le bouton, qui a le curseur."},
    {TOUCHE_ARRIERE, REQ_EFFACER, "Retour arrière", NULL, 0, "Efface le caractère qui précède."},
    {TOUCHE_SUPPR, REQ_SUPPRIMER, "Suppr", NULL, 0, "Efface le caractère sous le curseur."},
    {TOUCHE_CTRL_U, REQ_VIDER, "Ctrl-U", NULL, 0, "Vide le champ."},
    {TOUCHE_ECHAP, REQ_ANNULER, "Échap", "Annuler", 1,
     "Abandonne la demande en cours ; rien de ce qui a été saisi n’est perdu."},
    {TOUCHE_ECHAP, REQ_RETOUR, "Échap", "Retour", 6, "Revient en arrière, ou renonce."},
    {F(12), REQ_VERROUILLER, "F12", "Verrouiller", 4,
     "Cache l’écran aussitôt ; le mot de passe le rend."},
    {F(10), REQ_QUITTER, "F10", "Quitter", 1, "Quitte le programme, après confirmation."},
};
#define ROWS (sizeof table / sizeof *table)

const struct raccourci *raccourci_at(size_t i)
{
    return i < ROWS ? &table[i] : NULL;
}

bool touche_event(touche_t touche, requetes_t accepts, struct event *out)
{
    *out = (struct event){.requete = REQ_AUCUNE};
    if ((accepts & REQ_BIT(REQ_TEXTE)) && touche >= ' ' && touche < TOUCHE_SPECIALES) {
        if (!text_is_printable(touche))
            return false;
        *out = (struct event){.requete = REQ_TEXTE, .cp = touche};
        return true;
    }
    for (size_t i = 0; i < ROWS; i++) {
        if (table[i].touche != touche || !(accepts & REQ_BIT(table[i].requete)))
            continue;
        out->requete = table[i].requete;
        if (out->requete == REQ_RUBRIQUE)
            out->rang = touche == '0' ? 9 : (int)(touche - '1');
        return true;
    }
    return false;
}

/* ---- the key bar ------------------------------------------------------------------------------ */

static int item_cols(const struct raccourci *r)
{
    return (int)(text_width(span_of(r->nom)) + text_width(span_of(r->barre))) + 3;
}

/* Rows shown, as a set of indices; one of the lowest ranks leaves at a time. */
static void fit(bool *shown, int total, int cols)
{
    while (total > cols) {
        size_t worst = ROWS;
        for (size_t i = 0; i < ROWS; i++)
            if (shown[i] && (worst == ROWS || table[i].rang >= table[worst].rang))
                worst = i;
        if (worst == ROWS)
            return;
        shown[worst] = false;
        total -= item_cols(&table[worst]);
    }
}

void barre_each(requetes_t accepts, int cols,
                void (*each)(void *ctx, const char *nom, const char *barre), void *ctx)
{
    bool shown[ROWS] = {false};
    requetes_t seen = 0;
    int total = 0;
    for (size_t i = 0; i < ROWS; i++) {
        requetes_t bit = REQ_BIT(table[i].requete);
        if (!table[i].barre || !(accepts & bit) || (seen & bit))
            continue;
        seen |= bit;
        shown[i] = true;
        total += item_cols(&table[i]);
    }
    fit(shown, total, cols);
    for (size_t i = 0; i < ROWS; i++)
        if (shown[i])
            each(ctx, table[i].nom, table[i].barre);
}

/* ---- the man page ------------------------------------------------------------------------------ */

/* A leading dot or apostrophe would be read as a command of man(7); a backslash as an escape. */
static void man_text(struct buf *out, const char *text)
{
    if (*text == '.' || *text == '\'')
        buf_puts(out, "\\&");
    for (; *text; text++) {
        if (*text == '\\')
            buf_puts(out, "\\e");
        else
            buf_putc(out, *text);
    }
}

void touches_put_man(struct buf *out)
{
    for (size_t i = 0; i < ROWS; i++) {
        if (!table[i].nom || !table[i].aide)
            continue;
        buf_puts(out, ".TP\n.B ");
        man_text(out, table[i].nom);
        buf_putc(out, '\n');
        man_text(out, table[i].aide);
        buf_putc(out, '\n');
    }
}
