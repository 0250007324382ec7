/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The text of every statement, as both engines read it: parameters $1, $2 … each named first in that
 * order, names under their schema, no column taken by `*`. */
#include <stddef.h>

#include "statements.h"

/* A period holds a day when it began and has not ended; 0 = open. */
#define EN_VIGUEUR(t, jour) t ".debut <= " jour " AND (" t ".fin = 0 OR " t ".fin >= " jour ")"

#define AGENT_COLUMNS                                                                           \
    "a.id, a.identifiant, a.nom, a.prenom, a.role, a.actif, a.a_changer, a.derniere_connexion," \
    " o.id, o.siret, o.nom"

/* The rights of an agent come from his organisme's conventions: one place says how. */
#define DROITS                                                       \
    " FROM annuaire.habilitation h"                                  \
    " JOIN annuaire.agent a ON a.id = h.agent_id AND a.actif = 1"    \
    " JOIN annuaire.convention c ON c.organisme_id = a.organisme_id" \
    " JOIN annuaire.convention_profil p ON p.convention_id = c.id AND p.profil = h.profil"

/* A page of the journal, newest first; '' and 0 = any. Each form of it begins with what leads into its
 * index, and the rest is held against the columns that the index carries. */
#define JOURNAL_PAGE(par)                                                                 \
    "SELECT r.seq, e.octets, d.texte FROM journal.repere r"                               \
    " JOIN journal.entree e ON e.seq = r.seq LEFT JOIN journal.detail d ON d.seq = r.seq" \
    " WHERE r.organisme = $1 AND " par " AND r.seq < $3"                                  \
    " AND ($4 = '' OR r.acte = $4) AND ($5 = '' OR r.issue = $5)"                         \
    " AND r.temps >= $6 AND ($7 = 0 OR r.temps < $7) AND ($8 = '' OR r.agent = $8)"       \
    " ORDER BY r.seq DESC LIMIT $9"

const char *const statements[ST_COUNT] = {
    [ST_PARAMETRE_FIND] = "SELECT valeur FROM annuaire.parametre WHERE nom = $1",
    [ST_PARAMETRE_ADD] = "INSERT INTO annuaire.parametre (nom, valeur) VALUES ($1, $2)",

    [ST_ORGANISME_ADD] = "INSERT INTO annuaire.organisme (siret, nom) VALUES ($1, $2) RETURNING id",

    [ST_AGENT_ADD] =
        "INSERT INTO annuaire.agent (organisme_id, identifiant, nom, prenom, role, actif, "
        "a_changer,"
        " mot_de_passe, derniere_connexion) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
        " RETURNING id",
    [ST_AGENT_FIND] = "SELECT " AGENT_COLUMNS ", a.mot_de_passe FROM annuaire.agent a"
                      " JOIN annuaire.organisme o ON o.id = a.organisme_id"
                      " WHERE a.identifiant = $1",
    [ST_AGENT_CONNECTED] = "UPDATE annuaire.agent SET derniere_connexion = $1 WHERE id = $2",
    [ST_AGENT_PROFILS] =
        "SELECT DISTINCT h.profil" DROITS " WHERE h.agent_id = $1"
        " AND " EN_VIGUEUR("h", "$2") " AND " EN_VIGUEUR("c", "$2") " ORDER BY h.profil",

    [ST_CONVENTION_ADD] =
        "INSERT INTO annuaire.convention (organisme_id, reference, caf, debut, fin)"
        " VALUES ($1, $2, $3, $4, $5) RETURNING id",
    [ST_CONVENTION_PROFIL_ADD] =
        "INSERT INTO annuaire.convention_profil (convention_id, profil) VALUES ($1, $2)",
    [ST_HABILITATION_ADD] =
        "INSERT INTO annuaire.habilitation (agent_id, profil, debut, fin, base_legale)"
        " VALUES ($1, $2, $3, $4, $5)",
    [ST_DROIT_FIND] = "SELECT DISTINCT c.caf" DROITS " WHERE h.agent_id = $1 AND h.profil = $2"
                      " AND " EN_VIGUEUR("h", "$3") " AND " EN_VIGUEUR("c", "$3") " ORDER BY c.caf",

    [ST_SESSION_ADD] = "INSERT INTO annuaire.session (hash, agent_id, creee, vue, expire)"
                       " VALUES ($1, $2, $3, $3, $4)",
    [ST_SESSION_FIND] = "SELECT s.creee, s.vue, s.expire, " AGENT_COLUMNS " FROM annuaire.session s"
                        " JOIN annuaire.agent a ON a.id = s.agent_id AND a.actif = 1"
                        " JOIN annuaire.organisme o ON o.id = a.organisme_id"
                        " WHERE s.hash = $1 AND s.expire > $2 AND s.vue > $3",
    [ST_SESSION_TOUCH] = "UPDATE annuaire.session SET vue = $1 WHERE hash = $2",
    [ST_SESSION_REMOVE] = "DELETE FROM annuaire.session WHERE hash = $1",
    [ST_SESSION_PURGE] = "DELETE FROM annuaire.session WHERE expire <= $1 OR vue <= $2",

    /* The row at the key or the one that follows: an unknown number costs what a known one does. */
    [ST_DOSSIER_FIND] =
        "SELECT cle, EXISTS (SELECT 1 FROM dossiers.opposition WHERE cle = $1), noms"
        " FROM dossiers.dossier WHERE cle >= $1 ORDER BY cle LIMIT 1",
    [ST_DOSSIER_BANDE] = "SELECT bande FROM dossiers.dossier WHERE cle = $1",
    [ST_DOSSIER_FIRST] = "SELECT noms FROM dossiers.dossier ORDER BY cle LIMIT 1",
    [ST_DOSSIER_PUT] =
        "INSERT INTO dossiers.dossier (cle, noms, bande) VALUES ($1, $2, $3)"
        " ON CONFLICT (cle) DO UPDATE SET noms = excluded.noms, bande = excluded.bande",
    [ST_DOSSIER_COUNT] = "SELECT count(*) FROM dossiers.dossier",
    [ST_OPPOSITION_PUT] = "INSERT INTO dossiers.opposition (cle, depuis) VALUES ($1, $2)"
                          " ON CONFLICT (cle) DO NOTHING",

    [ST_JOURNAL_NEXT] = "SELECT coalesce(max(seq) + 1, 0) FROM journal.entree",
    [ST_JOURNAL_ADD] = "INSERT INTO journal.entree (seq, octets) VALUES ($1, $2)",
    [ST_JOURNAL_DETAIL_ADD] = "INSERT INTO journal.detail (seq, sel, texte) VALUES ($1, $2, $3)",
    [ST_JOURNAL_READ] = "SELECT e.octets, d.texte FROM journal.entree e"
                        " LEFT JOIN journal.detail d ON d.seq = e.seq WHERE e.seq = $1",
    [ST_JOURNAL_SCAN] =
        "SELECT e.seq, e.octets, a.noeuds, d.sel, d.texte FROM journal.entree e"
        " LEFT JOIN journal.arbre a ON a.seq = e.seq LEFT JOIN journal.detail d ON d.seq = e.seq"
        " WHERE e.seq >= $1 AND e.seq < $2 ORDER BY e.seq",
    [ST_JOURNAL_PURGE] = "DELETE FROM journal.detail WHERE seq >= $1 AND seq < $2",
    [ST_DETAIL_FIRST] = "SELECT min(seq) FROM journal.detail WHERE seq >= $1 HAVING min(seq) >= 0",
    [ST_ANNEE_ADD] = "INSERT INTO journal.annee (annee, premier) VALUES ($1, $2)",
    [ST_ANNEE_EACH] = "SELECT annee, premier FROM journal.annee ORDER BY annee",
    [ST_ARBRE_NEXT] = "SELECT coalesce(max(seq) + 1, 0) FROM journal.arbre",
    [ST_ARBRE_ADD] = "INSERT INTO journal.arbre (seq, noeuds) VALUES ($1, $2)",
    [ST_ARBRE_NOEUD] = "SELECT substr(noeuds, $1, 32) FROM journal.arbre WHERE seq = $2",
    [ST_POINT_ADD] = "INSERT INTO journal.point (annee, taille, note) VALUES ($1, $2, $3)"
                     " ON CONFLICT (annee, taille) DO NOTHING",
    [ST_POINT_LAST] = "SELECT taille, note FROM journal.point WHERE annee = $1 AND taille <= $2"
                      " ORDER BY taille DESC LIMIT 1",
    [ST_REPERE_NEXT] = "SELECT coalesce(max(seq) + 1, 0) FROM journal.repere",
    [ST_REPERE_ADD] =
        "INSERT INTO journal.repere (seq, temps, acte, issue, agent, organisme, dossier)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7)",
    [ST_JOURNAL_CHERCHE] = JOURNAL_PAGE("$2 IS NOT NULL"),
    [ST_JOURNAL_CHERCHE_AGENT] = JOURNAL_PAGE("r.agent = $2"),
    [ST_JOURNAL_CHERCHE_DOSSIER] = JOURNAL_PAGE("r.dossier = $2 AND r.dossier <> 0"),
    [ST_JOURNAL_RYTHME] = "SELECT temps, acte, issue FROM journal.repere"
                          " WHERE organisme = $1 AND agent = $2 AND seq <= $3 ORDER BY seq DESC",
    [ST_CONVENTION_CAFS] =
        "SELECT DISTINCT caf FROM annuaire.convention WHERE organisme_id = $1 ORDER BY caf",
};
