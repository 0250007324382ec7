/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cdapd initialiser: a whole base or none, a password that nobody saw, the demonstration as said. */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cdap/base/file.h>
#include <cdap/model/recherche.h>
#include <cdap/source/source.h>
#include <cdap/store/store.h>

#include "guichet.h"
#include "processus.h"
#include "suite.h"

#define JOUR      20261120
#define LONG_MOT  "un mot de passe assez long"
#define MOT_COUNT 8

static int initialiser(const char *donnees, const char *const options[], struct buf *said)
{
    const char *args[16] = {"initialiser", "--donnees", donnees};

    for (size_t i = 0; options[i]; i++)
        args[3 + i] = options[i];
    return run_program("cdapd", args, said, said);
}

/* Creates the empty base with this password on descriptor 0. */
static int with_password(const char *donnees, const char *siret, const char *mot, struct buf *said)
{
    char script[FILE_PATH_MAX * 2];

    snprintf(script, sizeof script,
             "printf '%s\\n' | %s/cdapd initialiser --donnees %s --organisme 'CCAS d’essai'"
             " --siret %s --identifiant premier --mot-de-passe-fd 0",
             mot, build_dir(), donnees, siret);
    return run_program("/bin/sh", (const char *[]){"-c", script, NULL}, said, said);
}

START_TEST(refuse_misuse_and_make_nothing)
{
    static const char *const bad[][4] = {
        {NULL},
        {"--inconnue", NULL},
        {"--demo", "reste", NULL},
        {"--demo", "--siret", "13002526500013", NULL},
        {"--demo", "--aujourdhui", "2026-02-30", NULL},
        {"--demo", "--aujourdhui", "2026-02-00", NULL},
        {"--organisme", "X", NULL},
        {"--demo", "--mot-de-passe-fd", "x", NULL},
        {"--mot-de-passe", LONG_MOT, NULL},
        {"--demo", "--aujourdhui", NULL},
    };
    char *dir = folder_make(), donnees[FILE_PATH_MAX];

    path_join(donnees, dir, "etat");
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct buf said = {0};

        ck_assert_int_eq(initialiser(donnees, bad[i], &said), 2);
        ck_assert_uint_gt(said.len, 0);
        ck_assert_int_ne(access(donnees, F_OK), 0);
        buf_free(&said);
    }
    folder_remove(dir);
}
END_TEST

START_TEST(refuse_a_password_that_is_guessed)
{
    static const char *const bad[MOT_COUNT] = {
        "",
        "trop court",
        "quinze lettres.",
        "aaaaaaaaaaaaaaaaaaaa",
        "MotDePasseMotDePasse",
        "\\377\\376 pas de l’UTF-8 du tout",
        "1234567890123456",
        "ce mot de passe est vraiment bien trop long pour qui que ce soit car il compte"
        " plus de cent vingt-huit caractères à taper sans faute",
    };
    char *dir = folder_make();

    for (size_t i = 0; i < MOT_COUNT; i++) {
        struct buf said = {0};

        ck_assert_msg(with_password(dir, "13002526500013", bad[i], &said) == 1, "%s", bad[i]);
        ck_assert_ptr_nonnull(strstr(buf_text(&said), "mot_de_passe"));
        ck_assert_int_eq(folder_count(dir), 0);
        buf_free(&said);
    }
    folder_remove(dir);
}
END_TEST

START_TEST(refuse_a_false_siret)
{
    char *dir = folder_make();
    struct buf said = {0};

    ck_assert_int_eq(with_password(dir, "13002526500014", LONG_MOT, &said), 1);
    ck_assert_ptr_nonnull(strstr(buf_text(&said), "siret"));
    ck_assert_int_eq(folder_count(dir), 0);
    buf_free(&said);
    folder_remove(dir);
}
END_TEST

START_TEST(refuse_an_existing_base)
{
    char *dir = folder_make();
    unsigned char before[HASH_BYTES], after[HASH_BYTES];
    struct buf said = {0};
    struct store *s;

    ck_assert_int_eq(with_password(dir, "13002526500013", LONG_MOT, &said), 0);
    s = store_open(dir, STORE_READ, NULL);
    ck_assert(store_secret(s, before, NULL));
    ck_assert_int_eq(initialiser(dir, (const char *[]){"--demo", NULL}, &said), 1);
    ck_assert_ptr_nonnull(strstr(buf_text(&said), "s’y trouve déjà"));
    ck_assert(store_secret(s, after, NULL));
    ck_assert(bytes_equal(before, after, sizeof before));
    ck_assert(!store_is_demo(s));
    ck_assert_int_eq(folder_count(dir), 1);
    store_close(s);
    buf_free(&said);
    folder_remove(dir);
}
END_TEST

START_TEST(leave_nothing_of_a_base_that_failed)
{
    char *dir = folder_make(), donnees[FILE_PATH_MAX];
    const char *const options[] = {"--demo", "--profils", dir, NULL};
    struct buf said = {0};

    path_join(donnees, dir, "etat");
    ck_assert_int_eq(initialiser(donnees, options, &said), 1);
    ck_assert_ptr_nonnull(strstr(buf_text(&said), "champs.json"));
    ck_assert_int_eq(folder_count(dir), 0);
    ck_assert_int_eq(initialiser("/dev/null/etat", (const char *[]){"--demo", NULL}, &said), 1);
    buf_free(&said);
    folder_remove(dir);
}
END_TEST

static pid_t start_demo(const char *donnees)
{
    char program[FILE_PATH_MAX];
    pid_t pid;

    path_join(program, build_dir(), "cdapd");
    pid = fork();
    if (pid == 0) {
        execl(program, "cdapd", "initialiser", "--demo", "--donnees", donnees, (char *)NULL);
        _exit(127);
    }
    return pid;
}

/* Killed later and later, until it is done before. */
START_TEST(make_a_whole_base_or_none_when_killed)
{
    char *dir = folder_make();
    bool whole = false;

    for (int round = 0; !whole; round++) {
        char donnees[FILE_PATH_MAX], name[16];
        int status;
        pid_t pid;

        ck_assert_int_lt(round, 1000);
        snprintf(name, sizeof name, "etat%d", round);
        path_join(donnees, dir, name);
        pid = start_demo(donnees);
        for (int polls = 0; polls < round * round * 20; polls++)
            if (access(donnees, F_OK) == 0 && waitpid(pid, &status, WNOHANG) != 0)
                break;
        kill(pid, SIGKILL);
        waitpid(pid, &status, 0);
        whole = store_exists(donnees);
        if (whole) {
            struct store *s = store_open(donnees, STORE_READ, NULL);

            ck_assert_ptr_nonnull(s);
            ck_assert_int_eq(store_dossier_count(s), (int64_t)familles_demo_count());
            store_close(s);
        }
    }
    folder_remove(dir);
}
END_TEST

START_TEST(make_an_empty_base_with_its_first_administrateur)
{
    char *dir = folder_make();
    struct agent_row agent;
    struct buf said = {0};
    struct store *s;

    ck_assert_int_eq(with_password(dir, "13002526500013", LONG_MOT, &said), 0);
    ck_assert_ptr_null(strstr(buf_text(&said), LONG_MOT));
    s = store_open(dir, STORE_READ, NULL);
    ck_assert_ptr_nonnull(s);
    ck_assert(!store_is_demo(s));
    ck_assert_int_eq(store_dossier_count(s), 0);
    ck_assert_int_eq(store_journal_next(s), 0);
    ck_assert_int_eq(store_agent_find(s, SPAN_LIT("premier"), &agent), FOUND_ROW);
    ck_assert_int_eq(agent.role, ROLE_ADMINISTRATEUR);
    ck_assert(agent.actif);
    ck_assert_str_eq(agent.organisme.nom, "CCAS d’essai");
    ck_assert(password_verify(agent.mot_de_passe, SPAN_LIT(LONG_MOT)));
    store_close(s);
    buf_free(&said);
    folder_remove(dir);
}
END_TEST

static void join(void *ctx, const char *profil)
{
    strcat(ctx, profil);
    strcat(ctx, " ");
}

static void assert_compte(struct store *s, const char *identifiant, enum role role,
                          const char *profils, const char *organisme)
{
    struct agent_row agent;
    char got[64] = "";

    ck_assert_int_eq(store_agent_find(s, span_of(identifiant), &agent), FOUND_ROW);
    ck_assert_int_eq(agent.role, role);
    ck_assert_str_eq(agent.organisme.nom, organisme);
    ck_assert(siret_valid(agent.organisme.siret));
    ck_assert(store_agent_profils(s, agent.id, JOUR, join, got));
    ck_assert_str_eq(got, profils);
}

static void assert_famille(struct store *s, size_t i)
{
    const struct famille_demo *f = famille_demo_at(i);
    unsigned char nom[NOM_CLE_SIZE];
    struct dossier_row row;
    uint32_t numero;
    struct span bande;
    uint64_t cle;

    ck_assert(numero_parse(span_of(f->numero), &numero, NULL));
    cle = dossier_cle(f->caf, numero);
    ck_assert_int_eq(store_dossier_find(s, cle, &row), FOUND_ROW);
    ck_assert(nom_cle(span_of(f->nom), nom));
    ck_assert_msg(identite_has_nom(row.noms, nom), "%s", f->nom);
    ck_assert_int_eq(row.oppose, f->oppose);
    ck_assert(store_dossier_bande(s, cle, &bande));
}

START_TEST(make_the_demonstration_base)
{
    static const char ccas[] = "CCAS de Villeneuve", fsl[] = "Service FSL de Villeneuve";
    const char *const options[] = {"--demo", "--aujourdhui", AUJOURDHUI, NULL};
    char *dir = folder_make();
    struct agent_row agent;
    struct buf said = {0};
    struct store *s;
    unsigned caf;
    size_t count;

    ck_assert_int_eq(initialiser(dir, options, &said), 0);
    s = store_open(dir, STORE_READ, NULL);
    ck_assert(store_is_demo(s));
    assert_compte(s, "agent.ccas", ROLE_AGENT, "T2 ", ccas);
    assert_compte(s, "agent.fsl", ROLE_AGENT, "TD ", fsl);
    assert_compte(s, "responsable", ROLE_RESPONSABLE, "", ccas);
    assert_compte(s, "administrateur", ROLE_ADMINISTRATEUR, "", ccas);
    assert_compte(s, "auditeur", ROLE_AUDITEUR, "", ccas);
    ck_assert_int_eq(store_agent_find(s, SPAN_LIT("agent.fsl"), &agent), FOUND_ROW);
    ck_assert(password_verify(agent.mot_de_passe, SPAN_LIT(MOT_DE_PASSE)));
    ck_assert_int_eq(store_droit_find(s, agent.id, SPAN_LIT("TD"), JOUR, &caf, 1, &count),
                     FOUND_ROW);
    ck_assert_uint_eq(caf, 131);
    ck_assert_uint_ge(familles_demo_count(), 16);
    ck_assert_int_eq(store_dossier_count(s), (int64_t)familles_demo_count());
    for (size_t i = 0; i < familles_demo_count(); i++)
        assert_famille(s, i);
    store_close(s);
    buf_free(&said);
    folder_remove(dir);
}
END_TEST

static void add(TCase *t)
{
    tcase_add_test(t, refuse_misuse_and_make_nothing);
    tcase_add_test(t, refuse_a_password_that_is_guessed);
    tcase_add_test(t, refuse_a_false_siret);
    tcase_add_test(t, refuse_an_existing_base);
    tcase_add_test(t, leave_nothing_of_a_base_that_failed);
    tcase_add_test(t, make_a_whole_base_or_none_when_killed);
    tcase_add_test(t, make_an_empty_base_with_its_first_administrateur);
    tcase_add_test(t, make_the_demonstration_base);
}

int main(void)
{
    return secret_init() ? suite_main("initialiser", add) : 1;
}
