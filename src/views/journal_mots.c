/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words of the journal: what its codes mean to who reads them. A code that is not here, from a later
 * server, is shown as it is. */
#include <string.h>

#include "journal.h"

struct mot {
    const char *code, *texte;
};

static const struct journal_acte actes[] = {
    {"connexion", "connexion", "Connexion", "s’est connecté", "n’a pas pu se connecter"},
    {"deconnexion", "déconnexion", "Déconnexion", "s’est déconnecté", "n’a pas pu se déconnecter"},
    {"consultation", "consultation", "Consultation d’un dossier", "a consulté un dossier",
     "s’est vu refuser un dossier"},
    {"revelation", "révélation", "Valeur masquée montrée", "a fait montrer une valeur masquée",
     "s’est vu refuser une valeur masquée"},
    {"export", "export", "Copie d’un dossier", "a copié un dossier dans des fichiers",
     "s’est vu refuser l’enregistrement d’une copie"},
    {"audit", "audit", "Lecture du journal", "a lu le journal",
     "s’est vu refuser la lecture du journal"},
    {"purge", "purge", "Effacement de détails", "a effacé des détails",
     "n’a pas pu effacer de détails"},
    {"demarrage", "démarrage", "Démarrage du serveur", "a démarré", "n’a pas démarré"},
    {"arret", "arrêt", "Arrêt du serveur", "s’est arrêté", "ne s’est pas arrêté"},
};
#define ACTES (sizeof actes / sizeof *actes)

static const struct mot issues[] = {{"fait", "fait"}, {"refuse", "refusé"}, {0}};

static const struct mot causes[] = {
    {"numero_inconnu", "aucun dossier ne porte ce numéro dans cette Caf"},
    {"nom_different", "le dossier existe, mais le nom donné n’est pas l’un des siens"},
    {"caf_hors_convention", "la convention de l’organisme n’ouvre pas cette Caf"},
    {"opposition", "la famille s’oppose à la consultation"},
    {"profil", "ce profil n’est pas, ou n’est plus, ouvert à l’agent"},
    {"role", "le rôle de l’agent ne permet pas cet acte"},
    {"organisme_etranger", "l’organisme cherché n’est pas celui de l’auditeur"},
    {"champ", "un champ de la demande ne convenait pas"},
    {"champ_hors_profil", "la valeur demandée est hors du profil"},
    {"sans_valeur", "ce champ n’a pas de valeur"},
    {"recu_inconnu", "le reçu donné n’est pas celui d’une consultation de la session"},
    {"requete_malformee", "la demande était illisible"},
    {"trop_grand", "la demande était trop longue"},
    {"mot_de_passe", "le mot de passe était faux"},
    {"compte_inconnu", "ce compte n’existe pas"},
    {"compte_inactif", "ce compte est fermé"},
    {"frein", "trop d’échecs récents : il fallait attendre"},
    {"reperes", "le journal n’était pas encore prêt pour la recherche"},
    {"journal", "l’acte n’a pas pu être écrit au journal"},
    {0}};

static const struct mot alertes[] = {
    {"volume", "plus de 30 consultations de cet agent en une heure"},
    {"horaires", "acte fait avant 7 h, après 20 h ou pendant le week-end"},
    {"refus", "au moins 5 refus pour cet agent en dix minutes"},
    {0}};

static const struct mot membres[] = {{"numero", "Numéro allocataire"},
                                     {"caf", "Caf"},
                                     {"profil_demande", "Profil demandé"},
                                     {"motif_texte", "Précision du motif"},
                                     {"base", "Base d’information"},
                                     {"reference", "Document signé"},
                                     {"adresse", "Adresse du poste"},
                                     {"champ", "Champ montré"},
                                     {"recu", "Reçu"},
                                     {"recherche", "Recherche"},
                                     {"agent", "Agent cherché"},
                                     {"organisme", "Organisme cherché"},
                                     {"acte", "Acte cherché"},
                                     {"issue", "Issue cherchée"},
                                     {"debut", "Depuis le"},
                                     {"fin", "Jusqu’au"},
                                     {"avant", "Avant l’entrée n°"},
                                     {"fichiers", "Fichiers"},
                                     {"nom", "Fichier"},
                                     {"sha256", "Empreinte SHA-256"},
                                     {"version", "Version"},
                                     {0}};

static const struct mot valeurs[] = {{"non_opposition", "non-opposition vérifiée par l’agent"},
                                     {"document_signe", "document signé de la famille"},
                                     {"unix", "la machine du serveur"},
                                     {0}};

static const char *find(const struct mot *mots, const char *code)
{
    for (; mots->code; mots++)
        if (strcmp(mots->code, code) == 0)
            return mots->texte;
    return code;
}

const struct journal_acte *journal_acte_at(size_t i)
{
    return i < ACTES ? &actes[i] : NULL;
}

struct journal_acte journal_acte_find(const char *mot)
{
    for (size_t i = 0; i < ACTES; i++)
        if (strcmp(actes[i].mot, mot) == 0)
            return actes[i];
    return (struct journal_acte){mot, mot, mot, mot, mot};
}

const char *journal_issue_libelle(const char *mot)
{
    return find(issues, mot);
}

const char *journal_cause(const char *mot)
{
    return find(causes, mot);
}

const char *journal_alerte(const char *mot)
{
    return find(alertes, mot);
}

const char *journal_membre(const char *cle)
{
    return find(membres, cle);
}

const char *journal_valeur(const char *texte)
{
    return find(valeurs, texte);
}
