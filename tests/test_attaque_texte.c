/* SPDX-License-Identifier: GPL-3.0-or-later */
/* « cdap consulter » at a terminal, attacked: words that hide sequences, an interruption at the worst
 * moment. */
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>

#include "guichet.h"

static struct guichet g;

static void setup(void)
{
    guichet_init(&g);
}

static void teardown(void)
{
    guichet_close(&g);
}

/* Names that an administrateur could give, or a server invent. */
static void poison_annuaire(void)
{
    char path[FILE_PATH_MAX + 32];
    sqlite3 *db;

    snprintf(path, sizeof path, "%s/base/annuaire.sqlite", g.donnees);
    ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
    ck_assert_int_eq(sqlite3_exec(db,
                                  "UPDATE organisme SET nom = 'Villeneuve' || char(27)"
                                  " || ']0;PIRATE' || char(7) || char(27) || '[5 q'",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    sqlite3_close(db);
}

static struct terminal *start(void)
{
    const char *build = getenv("BUILD");
    char cdap[FILE_PATH_MAX], serveur[FILE_PATH_MAX + 16];

    snprintf(cdap, sizeof cdap, "%s/cdap", build ? build : "build");
    snprintf(serveur, sizeof serveur, "unix:%s%s", g.relais ? g.dossier : g.prise,
             g.relais ? "/relais" : "");
    return terminal_start(
        TERMINAL_BYTES, 132, 132,
        (const char *[]){cdap, "consulter", "--serveur", serveur, "--motif", "autre", NULL}, NULL);
}

static void reply_to(struct terminal *t, const char *question, const char *text)
{
    terminal_await(t, question);
    terminal_type(t, text);
    terminal_key(t, "Entrée");
}

START_TEST(show_no_sequence_hidden_in_a_name)
{
    poison_annuaire();
    guichet_serve(&g);
    struct terminal *t = start();
    reply_to(t, "Identifiant :", "agent.ccas");
    reply_to(t, "Mot de passe :", MOT_DE_PASSE);
    reply_to(t, "Numéro allocataire :", "1000001");
    reply_to(t, "Nom :", "martin");
    reply_to(t, "Précision :", "essai");
    reply_to(t, "Base d’information (code) :", "non_opposition");
    ck_assert_int_eq(terminal_await_end(t), 0);
    terminal_assert_shows(t, "PIRATE"); /* harmless words */
    terminal_assert_sane(t);
    terminal_free(t);
}
END_TEST

START_TEST(leave_no_session_open_when_the_screens_are_unreadable)
{
    guichet_serve(&g);
    guichet_interpose(&g);
    relais_rule(g.relais, "GET /v1/ecrans",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}");
    struct terminal *t = start();
    reply_to(t, "Identifiant :", "agent.ccas");
    reply_to(t, "Mot de passe :", MOT_DE_PASSE);
    ck_assert_int_eq(WEXITSTATUS(terminal_await_end(t)), 1);
    ck_assert_int_eq(relais_count(g.relais, "DELETE /v1/sessions/courante"), 1);
    terminal_free(t);
}
END_TEST

static const int ends[] = {SIGINT, SIGTERM};

START_TEST(give_the_echo_back_when_interrupted_at_the_password)
{
    guichet_serve(&g);
    struct terminal *t = start();
    reply_to(t, "Identifiant :", "agent.ccas");
    terminal_await(t, "Mot de passe :");
    terminal_signal(t, ends[_i]);
    ck_assert(WIFEXITED(terminal_await_end(t)));
    terminal_assert_restored(t);
    terminal_free(t);
}
END_TEST

static void add(TCase *tc)
{
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, show_no_sequence_hidden_in_a_name);
    tcase_add_test(tc, leave_no_session_open_when_the_screens_are_unreadable);
    tcase_add_loop_test(tc, give_the_echo_back_when_interrupted_at_the_password, 0,
                        sizeof ends / sizeof *ends);
}

int main(void)
{
    return guichet_main("attaque_texte", add);
}
