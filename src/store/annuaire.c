/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who may see what: organisms, agents, conventions, habilitations. */
#include <string.h>

#include "rows.h"

static const char *const roles[] = {
    [ROLE_NONE] = "",
    [ROLE_AGENT] = "agent",
    [ROLE_RESPONSABLE] = "responsable",
    [ROLE_ADMINISTRATEUR] = "administrateur",
    [ROLE_AUDITEUR] = "auditeur",
};

#define ROLE_COUNT (sizeof roles / sizeof *roles)

const char *role_word(enum role r)
{
    return (size_t)r < ROLE_COUNT ? roles[r] : roles[ROLE_NONE];
}

enum role role_of_word(const char *word)
{
    for (size_t i = ROLE_NONE + 1; i < ROLE_COUNT; i++)
        if (strcmp(word, roles[i]) == 0)
            return (enum role)i;
    return ROLE_NONE;
}

/* ---- what may enter -------------------------------------------------------------------------- */

bool siret_valid(const char *siret)
{
    unsigned luhn = 0, sum = 0;

    for (size_t i = 0; i < SIRET_SIZE - 1; i++) {
        unsigned digit = (unsigned)(unsigned char)siret[i] - '0';
        unsigned twice = digit * 2;

        if (digit > 9)
            return false;
        sum += digit;
        luhn += i % 2 ? digit : twice > 9 ? twice - 9 : twice;
    }
    if (siret[SIRET_SIZE - 1] != '\0' || sum == 0)
        return false;
    return luhn % 10 == 0 || (strncmp(siret, "356000000", 9) == 0 && sum % 5 == 0);
}

static bool identifiant_valid(const char *s)
{
    size_t len = strlen(s);

    return len > 0 && strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789.-_@") == len;
}

/* « T2 »: an upper-case letter, then letters and digits. */
static bool profil_valid(const char *s)
{
    size_t len = strlen(s);

    return len > 0 && len < PROFIL_MAX && s[0] >= 'A' && s[0] <= 'Z' &&
           strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == len;
}

static bool periode_valid(int debut, int fin)
{
    return debut >= 19000101 && debut <= 99991231 &&
           (fin == 0 || (fin >= debut && fin <= 99991231));
}

/* ---- additions ------------------------------------------------------------------------------- */

bool store_organisme_add(struct store *s, struct organisme_row *row, struct err *err)
{
    if (!siret_valid(row->siret))
        return err_set_champ(err, ERR_CHAMP, "siret", "14 chiffres et leur clé sont attendus");
    if (row->nom[0] == '\0')
        return err_set_champ(err, ERR_CHAMP, "nom", "le nom de l’organisme manque");
    run_open(s, ST_ORGANISME_ADD);
    put_text(s, span_of(row->siret));
    put_text(s, span_of(row->nom));
    return run_id(s, &row->id, "siret", err);
}

bool store_agent_add(struct store *s, struct agent_row *row, struct err *err)
{
    if (!identifiant_valid(row->identifiant))
        return err_set_champ(err, ERR_CHAMP, "identifiant",
                             "minuscules sans accent, chiffres et « . - _ @ » seulement");
    if (row->role == ROLE_NONE)
        return err_set_champ(err, ERR_CHAMP, "role", "le rôle manque");
    if (row->mot_de_passe[0] == '\0')
        return err_set_champ(err, ERR_CHAMP, "mot_de_passe", "le mot de passe manque");
    run_open(s, ST_AGENT_ADD);
    put_int(s, row->organisme.id);
    put_text(s, span_of(row->identifiant));
    put_text(s, span_of(row->nom));
    put_text(s, span_of(row->prenom));
    put_text(s, span_of(role_word(row->role)));
    put_int(s, row->actif);
    put_int(s, row->mot_de_passe_a_changer);
    put_text(s, span_of(row->mot_de_passe));
    put_int(s, row->derniere_connexion);
    return run_id(s, &row->id, "identifiant", err);
}

bool store_convention_add(struct store *s, struct convention_row *row, const char *const *profils,
                          struct err *err)
{
    if (row->caf > 999)
        return err_set_champ(err, ERR_CHAMP, "caf", "trois chiffres sont attendus");
    if (!periode_valid(row->debut, row->fin))
        return err_set_champ(err, ERR_CHAMP, "debut", "la période n’est pas valide");
    for (size_t i = 0; profils[i]; i++)
        if (!profil_valid(profils[i]))
            return err_set_champ(err, ERR_CHAMP, "profil", "« %s » n’est pas un profil",
                                 profils[i]);
    run_open(s, ST_CONVENTION_ADD);
    put_int(s, row->organisme_id);
    put_text(s, span_of(row->reference));
    put_int(s, row->caf);
    put_int(s, row->debut);
    put_int(s, row->fin);
    if (!run_id(s, &row->id, "reference", err))
        return false;
    for (; *profils; profils++) {
        run_open(s, ST_CONVENTION_PROFIL_ADD);
        put_int(s, row->id);
        put_text(s, span_of(*profils));
        if (!run_done(s))
            return run_failed(s, err);
    }
    return true;
}

bool store_habilitation_add(struct store *s, int64_t agent_id, const char *profil, int debut,
                            int fin, const char *base_legale, struct err *err)
{
    if (!profil_valid(profil))
        return err_set_champ(err, ERR_CHAMP, "profil", "« %s » n’est pas un profil", profil);
    if (!periode_valid(debut, fin))
        return err_set_champ(err, ERR_CHAMP, "debut", "la période n’est pas valide");
    run_open(s, ST_HABILITATION_ADD);
    put_int(s, agent_id);
    put_text(s, span_of(profil));
    put_int(s, debut);
    put_int(s, fin);
    put_text(s, span_of(base_legale));
    return run_done(s) || run_failed(s, err);
}

/* ---- look-ups -------------------------------------------------------------------------------- */

void take_agent(struct store *s, struct agent_row *out)
{
    char role[16];

    out->id = take_int(s);
    take_text(s, out->identifiant, sizeof out->identifiant);
    take_text(s, out->nom, sizeof out->nom);
    take_text(s, out->prenom, sizeof out->prenom);
    take_text(s, role, sizeof role);
    out->role = role_of_word(role);
    out->actif = take_int(s) == 1;
    out->mot_de_passe_a_changer = take_int(s) != 0;
    out->derniere_connexion = take_int(s);
    out->organisme.id = take_int(s);
    take_text(s, out->organisme.siret, sizeof out->organisme.siret);
    take_text(s, out->organisme.nom, sizeof out->organisme.nom);
    out->mot_de_passe[0] = '\0';
}

enum found store_agent_find(struct store *s, struct span identifiant, struct agent_row *out)
{
    enum found found;

    run_open(s, ST_AGENT_FIND);
    put_text(s, identifiant);
    found = run_row(s);
    if (found == FOUND_ROW) {
        take_agent(s, out);
        take_text(s, out->mot_de_passe, sizeof out->mot_de_passe);
    }
    run_close(s);
    return found;
}

bool store_agent_connected(struct store *s, int64_t agent_id, int64_t now)
{
    run_open(s, ST_AGENT_CONNECTED);
    put_int(s, now);
    put_int(s, agent_id);
    return run_done(s);
}

bool store_agent_profils(struct store *s, int64_t agent_id, int jour,
                         void (*each)(void *ctx, const char *profil), void *ctx)
{
    enum found found;

    run_open(s, ST_AGENT_PROFILS);
    put_int(s, agent_id);
    put_int(s, jour);
    while ((found = run_row(s)) == FOUND_ROW) {
        char profil[PROFIL_MAX];

        take_text(s, profil, sizeof profil);
        each(ctx, profil);
    }
    run_close(s);
    return found == FOUND_NONE;
}

enum found store_droit_find(struct store *s, int64_t agent_id, struct span profil, int jour,
                            unsigned *cafs, size_t max, size_t *count)
{
    enum found found;
    size_t n = 0;

    run_open(s, ST_DROIT_FIND);
    put_int(s, agent_id);
    put_text(s, profil);
    put_int(s, jour);
    while ((found = run_row(s)) == FOUND_ROW && n < max)
        cafs[n++] = (unsigned)take_int(s);
    run_close(s);
    *count = found == FOUND_FAILED ? 0 : n;
    if (found == FOUND_FAILED)
        return FOUND_FAILED;
    return n > 0 ? FOUND_ROW : FOUND_NONE;
}
