/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who may see what ends on its day: an agent, a session, an habilitation, a convention. */
#include <string.h>

#include "store_kit.h"
#include "suite.h"

#define JOUR    20261120
#define HIER    20261119
#define DEMAIN  20261121
#define NOW     1795000000
#define EXPIRE  (NOW + 3600)
#define NO_IDLE (NOW - 900)

static const unsigned char token[HASH_BYTES] = {7, 7, 7};

static enum found droit(struct kit *kit, int64_t agent, const char *profil)
{
    unsigned cafs[4];
    size_t count = 99;
    enum found found = store_droit_find(kit->store, agent, span_of(profil), JOUR, cafs, 4, &count);

    ck_assert_uint_eq(count, found == FOUND_ROW ? 1 : 0);
    if (found == FOUND_ROW)
        ck_assert_uint_eq(cafs[0], 131);
    return found;
}

static void join(void *ctx, const char *profil)
{
    strcat(ctx, profil);
    strcat(ctx, " ");
}

static void assert_profils(struct kit *kit, int64_t agent, const char *want)
{
    char got[64] = "";

    ck_assert(store_agent_profils(kit->store, agent, JOUR, join, got));
    ck_assert_str_eq(got, want);
}

START_TEST(refuse_without_habilitation)
{
    struct kit kit;
    int64_t agent;

    kit_init(&kit);
    agent = kit_agent(&kit, "agent");
    ck_assert_int_eq(droit(&kit, agent, "T2"), FOUND_NONE);
    ck_assert_int_eq(droit(&kit, agent + 1, "T2"), FOUND_NONE);
    ck_assert_int_eq(droit(&kit, agent, ""), FOUND_NONE);
    assert_profils(&kit, agent, "");
    kit_done(&kit);
}
END_TEST

START_TEST(refuse_an_habilitation_outside_its_days)
{
    struct kit kit;
    struct err err = {0};
    int64_t agent;

    kit_init(&kit);
    agent = kit_agent(&kit, "agent");
    ck_assert(store_habilitation_add(kit.store, agent, "T2", 20260101, HIER, "décision", &err));
    ck_assert(store_habilitation_add(kit.store, agent, "TD", DEMAIN, 0, "décision", &err));
    ck_assert_int_eq(droit(&kit, agent, "T2"), FOUND_NONE);
    ck_assert_int_eq(droit(&kit, agent, "TD"), FOUND_NONE);
    assert_profils(&kit, agent, "");
    kit_done(&kit);
}
END_TEST

START_TEST(refuse_a_profile_that_no_convention_in_force_opens)
{
    static const char *const td[] = {"TD", NULL}, *const t2[] = {"T2", NULL};
    struct organisme_row organisme = {.siret = KIT_SIRET, .nom = "Organisme d’essai"};
    struct agent_row agent = {
        .identifiant = "agent", .role = ROLE_AGENT, .actif = true, .mot_de_passe = "$x"};
    struct convention_row ended = {.reference = "A", .caf = 131, .debut = 20250101, .fin = HIER},
                          coming = {.reference = "B", .caf = 131, .debut = DEMAIN},
                          other = {.reference = "C", .caf = 131, .debut = 20260101};
    struct kit kit;
    struct err err = {0};

    kit_init(&kit);
    ck_assert(store_organisme_add(kit.store, &organisme, &err));
    agent.organisme.id = ended.organisme_id = coming.organisme_id = other.organisme_id =
        organisme.id;
    ck_assert(store_agent_add(kit.store, &agent, &err));
    ck_assert(store_habilitation_add(kit.store, agent.id, "TD", 20260101, 0, "décision", &err));
    ck_assert_int_eq(droit(&kit, agent.id, "TD"), FOUND_NONE);
    ck_assert(store_convention_add(kit.store, &ended, td, &err));
    ck_assert(store_convention_add(kit.store, &coming, td, &err));
    ck_assert(store_convention_add(kit.store, &other, t2, &err));
    ck_assert_int_eq(droit(&kit, agent.id, "TD"), FOUND_NONE);
    ck_assert_int_eq(droit(&kit, agent.id, "T2"), FOUND_NONE);
    assert_profils(&kit, agent.id, "");
    kit_done(&kit);
}
END_TEST

START_TEST(refuse_the_convention_of_another_organism)
{
    static const char *const profils[] = {"TD", NULL};
    struct organisme_row other = {.siret = "35600000000048", .nom = "Autre organisme"};
    struct convention_row convention = {.reference = "C-2", .caf = 751, .debut = 20260101};
    unsigned cafs[4];
    size_t count;
    struct kit kit;
    struct err err = {0};
    int64_t agent;

    kit_init(&kit);
    agent = kit_agent(&kit, "agent");
    ck_assert(store_organisme_add(kit.store, &other, &err));
    convention.organisme_id = other.id;
    ck_assert(store_convention_add(kit.store, &convention, profils, &err));
    ck_assert(store_habilitation_add(kit.store, agent, "TD", 20260101, 0, "décision", &err));
    ck_assert_int_eq(store_droit_find(kit.store, agent, SPAN_LIT("TD"), JOUR, cafs, 4, &count),
                     FOUND_ROW);
    ck_assert_uint_eq(count, 1);
    ck_assert_uint_eq(cafs[0], 131);
    kit_done(&kit);
}
END_TEST

START_TEST(refuse_an_inactive_agent_everywhere)
{
    struct organisme_row organisme = {.siret = KIT_SIRET, .nom = "Organisme d’essai"};
    struct agent_row agent = {.identifiant = "parti", .role = ROLE_AGENT, .mot_de_passe = "$x"};
    static const char *const profils[] = {"T2", NULL};
    struct convention_row convention = {.reference = "C-1", .caf = 131, .debut = 20260101};
    struct session_row session;
    struct kit kit;
    struct err err = {0};

    kit_init(&kit);
    ck_assert(store_organisme_add(kit.store, &organisme, &err));
    agent.organisme.id = convention.organisme_id = organisme.id;
    ck_assert(store_agent_add(kit.store, &agent, &err));
    ck_assert(store_convention_add(kit.store, &convention, profils, &err));
    ck_assert(store_habilitation_add(kit.store, agent.id, "T2", 20260101, 0, "décision", &err));
    ck_assert(store_session_add(kit.store, token, agent.id, NOW, EXPIRE));
    ck_assert_int_eq(droit(&kit, agent.id, "T2"), FOUND_NONE);
    assert_profils(&kit, agent.id, "");
    ck_assert_int_eq(store_session_find(kit.store, token, NOW, NO_IDLE, &session), FOUND_NONE);
    ck_assert_int_eq(store_agent_find(kit.store, SPAN_LIT("parti"), &agent), FOUND_ROW);
    ck_assert(!agent.actif);
    kit_done(&kit);
}
END_TEST

START_TEST(refuse_a_session_that_ended)
{
    struct session_row session;
    unsigned char other[HASH_BYTES] = {8};
    struct kit kit;
    int64_t agent;

    kit_init(&kit);
    agent = kit_agent(&kit, "agent");
    ck_assert(store_session_add(kit.store, token, agent, NOW, EXPIRE));
    ck_assert_int_eq(store_session_find(kit.store, other, NOW, NO_IDLE, &session), FOUND_NONE);
    ck_assert_int_eq(store_session_find(kit.store, token, EXPIRE, NO_IDLE, &session), FOUND_NONE);
    ck_assert_int_eq(store_session_find(kit.store, token, EXPIRE + 86400, NO_IDLE, &session),
                     FOUND_NONE);
    ck_assert_int_eq(store_session_find(kit.store, token, NOW + 900, NOW, &session), FOUND_NONE);
    ck_assert(store_session_remove(kit.store, token));
    ck_assert_int_eq(store_session_find(kit.store, token, NOW, NO_IDLE, &session), FOUND_NONE);
    kit_done(&kit);
}
END_TEST

START_TEST(refuse_rows_that_are_not_what_they_should)
{
    static const char *const sirets[] = {"",
                                         "13002526500014",
                                         "1300252650001",
                                         "130025265000130",
                                         "00000000000000",
                                         "1300252650001x",
                                         "35600000000049"};
    static const char *const identifiants[] = {"", "Agent", "agent ccas", "été", "a;b", "a\nb"};
    static const char *const bad[] = {"t2", NULL}, *const good[] = {"T2", NULL};
    struct kit kit;
    struct err err = {0};
    int64_t id;

    kit_init(&kit);
    id = kit_agent(&kit, "agent");
    for (size_t i = 0; i < sizeof sirets / sizeof *sirets; i++) {
        struct organisme_row row = {.nom = "X"};

        memcpy(row.siret, sirets[i], strnlen(sirets[i], SIRET_SIZE));
        ck_assert_msg(!store_organisme_add(kit.store, &row, &err), "%s", sirets[i]);
        ck_assert_int_eq(err.code, ERR_CHAMP);
        ck_assert_str_eq(err.champ, "siret");
    }
    for (size_t i = 0; i < sizeof identifiants / sizeof *identifiants; i++) {
        struct agent_row row = {.role = ROLE_AGENT, .mot_de_passe = "$x", .organisme.id = 1};

        strcpy(row.identifiant, identifiants[i]);
        ck_assert_msg(!store_agent_add(kit.store, &row, &err), "%s", identifiants[i]);
        ck_assert_str_eq(err.champ, "identifiant");
    }
    struct convention_row c = {.organisme_id = 1, .reference = "Z", .caf = 131, .debut = 20260101};
    ck_assert(!store_convention_add(kit.store, &c, bad, &err));
    c.caf = 1000;
    ck_assert(!store_convention_add(kit.store, &c, good, &err));
    c.caf = 131;
    c.fin = 20251231;
    ck_assert(!store_convention_add(kit.store, &c, good, &err));
    ck_assert(!store_habilitation_add(kit.store, id, "t2", 20260101, 0, "", &err));
    ck_assert(!store_habilitation_add(kit.store, id, "T2", 0, 0, "", &err));
    ck_assert(!store_habilitation_add(kit.store, id + 9, "T2", 20260101, 0, "", &err));
    ck_assert_int_eq(err.code, ERR_BASE);
    kit_done(&kit);
}
END_TEST

START_TEST(refuse_what_is_already_there)
{
    struct organisme_row organisme = {.siret = KIT_SIRET, .nom = "Le même"};
    struct agent_row agent = {
        .identifiant = "agent", .role = ROLE_AGENT, .mot_de_passe = "$x", .organisme.id = 1};
    struct kit kit;
    struct err err = {0};

    kit_init(&kit);
    kit_agent(&kit, "agent");
    ck_assert(!store_organisme_add(kit.store, &organisme, &err));
    ck_assert_int_eq(err.code, ERR_CONFLIT);
    ck_assert_str_eq(err.champ, "siret");
    ck_assert(!store_agent_add(kit.store, &agent, &err));
    ck_assert_int_eq(err.code, ERR_CONFLIT);
    ck_assert_str_eq(err.champ, "identifiant");
    kit_done(&kit);
}
END_TEST

START_TEST(accept_from_the_first_day_to_the_last)
{
    struct kit kit;
    struct err err = {0};
    int64_t agent;

    kit_init(&kit);
    agent = kit_agent(&kit, "agent");
    ck_assert(store_habilitation_add(kit.store, agent, "TD", JOUR, JOUR, "décision", &err));
    ck_assert(store_habilitation_add(kit.store, agent, "T2", JOUR, 0, "décision", &err));
    ck_assert_int_eq(droit(&kit, agent, "TD"), FOUND_ROW);
    ck_assert_int_eq(droit(&kit, agent, "T2"), FOUND_ROW);
    ck_assert_int_eq(droit(&kit, agent, "T"), FOUND_NONE);
    assert_profils(&kit, agent, "T2 TD ");
    kit_done(&kit);
}
END_TEST

START_TEST(give_several_cafs_and_never_more_than_asked)
{
    static const char *const profils[] = {"T2", NULL};
    struct convention_row convention = {.reference = "C-2", .caf = 751, .debut = 20260101};
    unsigned cafs[2] = {0};
    size_t count;
    struct kit kit;
    struct err err = {0};
    int64_t agent;

    kit_init(&kit);
    agent = kit_agent(&kit, "agent");
    convention.organisme_id = 1;
    ck_assert(store_convention_add(kit.store, &convention, profils, &err));
    ck_assert(store_habilitation_add(kit.store, agent, "T2", 20260101, 0, "décision", &err));
    ck_assert_int_eq(store_droit_find(kit.store, agent, SPAN_LIT("T2"), JOUR, cafs, 2, &count),
                     FOUND_ROW);
    ck_assert_uint_eq(count, 2);
    ck_assert_uint_eq(cafs[0], 131);
    ck_assert_uint_eq(cafs[1], 751);
    ck_assert_int_eq(store_droit_find(kit.store, agent, SPAN_LIT("T2"), JOUR, cafs, 1, &count),
                     FOUND_ROW);
    ck_assert_uint_eq(count, 1);
    kit_done(&kit);
}
END_TEST

START_TEST(find_a_session_and_its_agent)
{
    struct session_row session;
    struct kit kit;
    int64_t agent;

    kit_init(&kit);
    agent = kit_agent(&kit, "agent");
    ck_assert(store_session_add(kit.store, token, agent, NOW, EXPIRE));
    ck_assert(!store_session_add(kit.store, token, agent, NOW, EXPIRE));
    ck_assert(store_session_touch(kit.store, token, NOW + 60));
    ck_assert_int_eq(store_session_find(kit.store, token, EXPIRE - 1, NO_IDLE, &session),
                     FOUND_ROW);
    ck_assert_int_eq(session.agent_id, agent);
    ck_assert_int_eq(session.creee, NOW);
    ck_assert_int_eq(session.vue, NOW + 60);
    ck_assert_int_eq(session.expire, EXPIRE);
    ck_assert_str_eq(session.agent.identifiant, "agent");
    ck_assert_str_eq(session.agent.prenom, "Ève");
    ck_assert_int_eq(session.agent.role, ROLE_AGENT);
    ck_assert_str_eq(session.agent.mot_de_passe, "");
    ck_assert_str_eq(session.agent.organisme.siret, KIT_SIRET);
    ck_assert(store_session_purge(kit.store, NOW, NOW - 900));
    ck_assert_int_eq(store_session_find(kit.store, token, NOW, NO_IDLE, &session), FOUND_ROW);
    ck_assert(store_session_purge(kit.store, NOW + 960, NOW + 60));
    ck_assert_int_eq(store_session_find(kit.store, token, NOW, NO_IDLE, &session), FOUND_NONE);
    kit_done(&kit);
}
END_TEST

START_TEST(find_an_agent_by_his_exact_identifier)
{
    struct agent_row row;
    struct kit kit;
    int64_t id;

    kit_init(&kit);
    id = kit_agent(&kit, "agent.ccas");
    ck_assert_int_eq(store_agent_find(kit.store, SPAN_LIT("agent"), &row), FOUND_NONE);
    ck_assert_int_eq(store_agent_find(kit.store, SPAN_LIT("AGENT.CCAS"), &row), FOUND_NONE);
    ck_assert_int_eq(store_agent_find(kit.store, SPAN_LIT("agent.cca_"), &row), FOUND_NONE);
    ck_assert_int_eq(store_agent_find(kit.store, SPAN_LIT(""), &row), FOUND_NONE);
    ck_assert(store_agent_connected(kit.store, id, NOW));
    ck_assert_int_eq(store_agent_find(kit.store, SPAN_LIT("agent.ccas"), &row), FOUND_ROW);
    ck_assert_int_eq(row.id, id);
    ck_assert_str_eq(row.mot_de_passe, "$x");
    ck_assert_int_eq(row.derniere_connexion, NOW);
    ck_assert(row.actif);
    kit_done(&kit);
}
END_TEST

START_TEST(know_every_role_by_its_word)
{
    for (enum role r = ROLE_AGENT; r <= ROLE_AUDITEUR; r++)
        ck_assert_int_eq(role_of_word(role_word(r)), r);
    ck_assert_int_eq(role_of_word(""), ROLE_NONE);
    ck_assert_int_eq(role_of_word("Agent"), ROLE_NONE);
    ck_assert_str_eq(role_word((enum role)77), "");
    ck_assert(siret_valid(KIT_SIRET));
    ck_assert(siret_valid("35600000000048"));
    ck_assert(siret_valid("35600000049837"));
}
END_TEST

static void add(TCase *t)
{
    tcase_add_test(t, refuse_without_habilitation);
    tcase_add_test(t, refuse_an_habilitation_outside_its_days);
    tcase_add_test(t, refuse_a_profile_that_no_convention_in_force_opens);
    tcase_add_test(t, refuse_the_convention_of_another_organism);
    tcase_add_test(t, refuse_an_inactive_agent_everywhere);
    tcase_add_test(t, refuse_a_session_that_ended);
    tcase_add_test(t, refuse_rows_that_are_not_what_they_should);
    tcase_add_test(t, refuse_what_is_already_there);
    tcase_add_test(t, accept_from_the_first_day_to_the_last);
    tcase_add_test(t, give_several_cafs_and_never_more_than_asked);
    tcase_add_test(t, find_a_session_and_its_agent);
    tcase_add_test(t, find_an_agent_by_his_exact_identifier);
    tcase_add_test(t, know_every_role_by_its_word);
}

int main(void)
{
    return suite_main("store_annuaire", add);
}
