/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The three schemas on SQLite and every step that made them. A step that was published is never
 * changed: a new one is added below it. */
#include "sqlite_schema.h"

const struct schema_file schema_files[SCHEMA_COUNT] = {
    [SCHEMA_ANNUAIRE] = {"annuaire", "annuaire.sqlite"},
    [SCHEMA_DOSSIERS] = {"dossiers", "dossiers.sqlite"},
    [SCHEMA_JOURNAL] = {"journal", "journal.sqlite"},
};

static const char annuaire_1[] =
    "CREATE TABLE annuaire.parametre (nom TEXT PRIMARY KEY, valeur TEXT NOT NULL)"
    " STRICT, WITHOUT ROWID;"
    "CREATE TABLE annuaire.organisme (id INTEGER PRIMARY KEY, siret TEXT NOT NULL UNIQUE,"
    " nom TEXT NOT NULL) STRICT;"
    "CREATE TABLE annuaire.agent (id INTEGER PRIMARY KEY,"
    " organisme_id INTEGER NOT NULL REFERENCES organisme (id),"
    " identifiant TEXT NOT NULL UNIQUE, nom TEXT NOT NULL, prenom TEXT NOT NULL,"
    " role TEXT NOT NULL CHECK (role IN ('agent', 'responsable', 'administrateur', 'auditeur')),"
    " actif INTEGER NOT NULL CHECK (actif IN (0, 1)), a_changer INTEGER NOT NULL,"
    " mot_de_passe TEXT NOT NULL, derniere_connexion INTEGER NOT NULL) STRICT;"
    "CREATE INDEX annuaire.agent_par_organisme ON agent (organisme_id);"
    "CREATE TABLE annuaire.convention (id INTEGER PRIMARY KEY,"
    " organisme_id INTEGER NOT NULL REFERENCES organisme (id),"
    " reference TEXT NOT NULL, caf INTEGER NOT NULL CHECK (caf BETWEEN 0 AND 999),"
    " debut INTEGER NOT NULL, fin INTEGER NOT NULL, UNIQUE (organisme_id, reference)) STRICT;"
    "CREATE TABLE annuaire.convention_profil ("
    " convention_id INTEGER NOT NULL REFERENCES convention (id),"
    " profil TEXT NOT NULL, PRIMARY KEY (convention_id, profil)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE annuaire.habilitation (id INTEGER PRIMARY KEY,"
    " agent_id INTEGER NOT NULL REFERENCES agent (id), profil TEXT NOT NULL,"
    " debut INTEGER NOT NULL, fin INTEGER NOT NULL, base_legale TEXT NOT NULL) STRICT;"
    "CREATE INDEX annuaire.habilitation_par_agent ON habilitation (agent_id, profil);"
    "CREATE TABLE annuaire.session (hash BLOB PRIMARY KEY CHECK (length(hash) = 32),"
    " agent_id INTEGER NOT NULL REFERENCES agent (id), creee INTEGER NOT NULL,"
    " vue INTEGER NOT NULL, expire INTEGER NOT NULL) STRICT, WITHOUT ROWID;"
    "CREATE INDEX annuaire.session_par_agent ON session (agent_id);";

/* The tape comes last: what is before it is read without it. */
static const char dossiers_1[] =
    "CREATE TABLE dossiers.dossier (cle INTEGER PRIMARY KEY,"
    " noms BLOB NOT NULL CHECK (length(noms) = 64), bande BLOB NOT NULL) STRICT;"
    "CREATE TABLE dossiers.opposition (cle INTEGER PRIMARY KEY, depuis INTEGER NOT NULL) STRICT;";

/* An entry follows the last one, and nothing takes it away or changes it; a detail may only be
 * erased. The order is checked before REPLACE could make room. */
static const char journal_1[] =
    "CREATE TABLE journal.entree (seq INTEGER PRIMARY KEY, octets BLOB NOT NULL"
    " CHECK (length(octets) BETWEEN 1 AND 65535)) STRICT;"
    "CREATE TABLE journal.detail (seq INTEGER PRIMARY KEY REFERENCES entree (seq),"
    " sel BLOB NOT NULL CHECK (length(sel) = 16), texte BLOB NOT NULL) STRICT;"
    "CREATE TRIGGER journal.entree_a_la_suite BEFORE INSERT ON entree"
    " WHEN NEW.seq IS NOT (SELECT coalesce(max(seq) + 1, 0) FROM entree)"
    " BEGIN SELECT RAISE(ABORT, 'une entree suit la derniere'); END;"
    "CREATE TRIGGER journal.entree_immuable BEFORE UPDATE ON entree"
    " BEGIN SELECT RAISE(ABORT, 'une entree ne change pas'); END;"
    "CREATE TRIGGER journal.entree_ineffacable BEFORE DELETE ON entree"
    " BEGIN SELECT RAISE(ABORT, 'une entree ne s''efface pas'); END;"
    "CREATE TRIGGER journal.detail_unique BEFORE INSERT ON detail"
    " WHEN EXISTS (SELECT 1 FROM detail WHERE seq = NEW.seq)"
    " BEGIN SELECT RAISE(ABORT, 'un detail ne se remplace pas'); END;"
    "CREATE TRIGGER journal.detail_immuable BEFORE UPDATE ON detail"
    " BEGIN SELECT RAISE(ABORT, 'un detail ne change pas'); END;";

/* One tree per year over the entries from `premier` on. A row of `arbre` holds the nodes that its
 * entry completes, the leaf first: each node is written once, beside the entry that made it certain.
 * A signed checkpoint is kept as it was told. */
static const char journal_2[] =
    "CREATE TABLE journal.annee (annee INTEGER PRIMARY KEY CHECK (annee BETWEEN 1970 AND 9999),"
    " premier INTEGER NOT NULL UNIQUE) STRICT;"
    "CREATE TABLE journal.arbre (seq INTEGER PRIMARY KEY, noeuds BLOB NOT NULL"
    " CHECK (length(noeuds) BETWEEN 32 AND 2048 AND length(noeuds) % 32 = 0)) STRICT;"
    "CREATE TABLE journal.point (annee INTEGER NOT NULL, taille INTEGER NOT NULL,"
    " note BLOB NOT NULL, PRIMARY KEY (annee, taille)) STRICT, WITHOUT ROWID;"
    "CREATE TRIGGER journal.annee_a_la_suite BEFORE INSERT ON annee"
    " WHEN EXISTS (SELECT 1 FROM annee WHERE annee >= NEW.annee OR premier >= NEW.premier)"
    " BEGIN SELECT RAISE(ABORT, 'une annee suit la derniere'); END;"
    "CREATE TRIGGER journal.annee_immuable BEFORE UPDATE ON annee"
    " BEGIN SELECT RAISE(ABORT, 'une annee ne change pas'); END;"
    "CREATE TRIGGER journal.annee_ineffacable BEFORE DELETE ON annee"
    " BEGIN SELECT RAISE(ABORT, 'une annee ne s''efface pas'); END;"
    "CREATE TRIGGER journal.arbre_a_la_suite BEFORE INSERT ON arbre"
    " WHEN NEW.seq IS NOT (SELECT coalesce(max(seq) + 1, 0) FROM arbre)"
    " BEGIN SELECT RAISE(ABORT, 'un noeud suit le dernier'); END;"
    "CREATE TRIGGER journal.arbre_immuable BEFORE UPDATE ON arbre"
    " BEGIN SELECT RAISE(ABORT, 'un noeud ne change pas'); END;"
    "CREATE TRIGGER journal.arbre_ineffacable BEFORE DELETE ON arbre"
    " BEGIN SELECT RAISE(ABORT, 'un noeud ne s''efface pas'); END;"
    "CREATE TRIGGER journal.point_immuable BEFORE UPDATE ON point"
    " BEGIN SELECT RAISE(ABORT, 'un point ne change pas'); END;"
    "CREATE TRIGGER journal.point_ineffacable BEFORE DELETE ON point"
    " BEGIN SELECT RAISE(ABORT, 'un point ne s''efface pas'); END;";

/* What entries are found by. Only a way to them: it is made from their bytes after they are durable, in
 * lots, because a random place in an index costs an append more than the append itself. It may be
 * emptied at any time, and is then made again. */
static const char journal_3[] =
    "CREATE TABLE journal.repere (seq INTEGER PRIMARY KEY, temps INTEGER NOT NULL,"
    " acte TEXT NOT NULL, issue TEXT NOT NULL, agent TEXT NOT NULL, organisme TEXT NOT NULL,"
    " dossier INTEGER NOT NULL) STRICT;"
    "CREATE INDEX journal.repere_par_organisme ON repere (organisme, seq, temps, acte, issue);"
    "CREATE INDEX journal.repere_par_agent ON repere (organisme, agent, seq, temps, acte, issue);"
    "CREATE INDEX journal.repere_par_dossier ON repere (dossier, seq) WHERE dossier <> 0;";

const struct migration migrations[] = {
    {SCHEMA_ANNUAIRE, 1, annuaire_1}, {SCHEMA_DOSSIERS, 1, dossiers_1},
    {SCHEMA_JOURNAL, 1, journal_1},   {SCHEMA_JOURNAL, 2, journal_2},
    {SCHEMA_JOURNAL, 3, journal_3},
};

const size_t migration_count = sizeof migrations / sizeof *migrations;

int schema_version(enum schema schema)
{
    int version = 0;

    for (size_t i = 0; i < migration_count; i++)
        if (migrations[i].schema == schema)
            version = migrations[i].version;
    return version;
}
