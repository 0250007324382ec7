/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Journeys of the auditor, on a real server: what agents did, page after page, and to which dossier. */
#include <signal.h>

#include <cdap/journal/entree.h>
#include <cdap/store/store.h>

#include "parcours.h"

#define SIRET "00000001800010" /* of the demo's CCAS */
#define MIDI  1795176000       /* 20/11/2026 12:00 UTC */

static struct guichet g;

static void setup(void)
{
    guichet_init(&g);
}

static void teardown(void)
{
    guichet_close(&g);
}

static struct terminal *auditeur(int rows, int cols)
{
    struct terminal *t = guichet_client(&g, rows, cols, NULL, NULL);

    parcours_identifie(t, "auditeur", MOT_DE_PASSE);
    terminal_await(t, "Point signé lu le");
    return t;
}

/* An agent looks for two families, and finds one. */
static void agent_works(void)
{
    struct terminal *t = parcours_client(&g, 24, 80, "agent.ccas");

    parcours_demande(t, "1000001", "durant");
    terminal_await(t, AUCUN_DOSSIER);
    terminal_free(t);
    t = parcours_dossier(&g, 24, 80, "agent.ccas", "1000001", "martin");
    terminal_free(t);
    t = parcours_dossier(&g, 24, 80, "agent.fsl", "1000001", "martin");
    terminal_free(t);
}

/* Consultations of a past day, one a minute. */
static void write_past(size_t count)
{
    struct err err = {0};
    struct store *s = store_open(g.donnees, STORE_WRITE, &err);
    const unsigned char sel[SEL_BYTES] = {0};

    ck_assert_msg(s != NULL, "%s", err.detail);
    int64_t next = store_journal_next(s);
    ck_assert(store_begin(s));
    for (size_t i = 0; i < count; i++) {
        struct entree e = {.seq = (uint64_t)next + i,
                           .temps = MIDI - 2 * 86400 + 60 * (int64_t)i,
                           .acte = ACTE_CONSULTATION,
                           .agent = SPAN_LIT("agent.ccas"),
                           .role = SPAN_LIT("agent"),
                           .organisme = SPAN_LIT(SIRET),
                           .profil = SPAN_LIT("T2"),
                           .motif = SPAN_LIT("cantine")};
        struct buf octets = {0};

        entree_detail_hash(sel, SPAN_LIT("{}"), e.detail);
        entree_put(&octets, &e);
        ck_assert(store_journal_append(s, e.seq, buf_span(&octets), sel, SPAN_LIT("{}")));
        buf_free(&octets);
    }
    ck_assert(store_commit(s));
    store_close(s);
}

/* ---- refusals ------------------------------------------------------------------------------------ */

START_TEST(refuse_a_date_that_is_not_beside_it)
{
    guichet_serve(&g);
    struct terminal *t = auditeur(24, 80);
    terminal_press(t, "f", "Filtrer le journal");
    terminal_key(t, "Tab");
    terminal_key(t, "Tab");
    terminal_type(t, "hier\r\r\r\r\r");
    terminal_await(t, "Une date JJ/MM/AAAA est attendue.");
    terminal_assert_shows(t, "[hier");
    terminal_press(t, "Échap", "tous les actes de l’organisme");
    terminal_free(t);
}
END_TEST

START_TEST(never_show_what_another_organisme_did)
{
    guichet_serve(&g);
    agent_works();
    struct terminal *t = auditeur(24, 80);
    terminal_assert_shows(t, "agent.ccas");
    terminal_assert_hides(t, "agent.fsl");
    terminal_press(t, "d", "Qui a consulté ce dossier");
    terminal_type(t, "1000001\r");
    terminal_await(t, "Qui a consulté le dossier 1000001");
    terminal_assert_hides(t, "agent.fsl");
    terminal_free(t);
}
END_TEST

START_TEST(a_lost_server_loses_nothing_that_was_read)
{
    guichet_serve(&g);
    agent_works();
    struct terminal *t = auditeur(24, 80);
    guichet_stop(&g, SIGTERM);
    terminal_press(t, "F5", "Le serveur ne répond pas.");
    terminal_press(t, "Échap", "Entrée 1 sur");
    terminal_assert_shows(t, "agent.ccas");
    terminal_free(t);
}
END_TEST

/* ---- reading ------------------------------------------------------------------------------------- */

START_TEST(read_what_agents_did)
{
    guichet_serve(&g);
    agent_works();
    struct terminal *t = auditeur(24, 80);
    terminal_assert_golden(t, "journal-80x24.txt");
    terminal_key(t, "Bas");
    terminal_key(t, "Bas");
    terminal_press(t, "Bas", "Entrée 4 sur");
    terminal_press(t, "Entrée", "s’est vu refuser un dossier");
    terminal_assert_shows(t, "le nom donné n’est pas l’un");
    terminal_assert_shows(t, "Aucun dossier ne correspond à ce numéro et à ce nom.");
    terminal_assert_hides(t, "durant");
    terminal_press(t, "Échap", "Entrée 4 sur");
    terminal_press(t, "F1", "Aide : les touches");
    terminal_assert_golden(t, "journal-aide-80x24.txt");
    terminal_press(t, "Échap", "Entrée 4 sur");
    parcours_quitte(t);
    terminal_free(t);
}
END_TEST

START_TEST(tell_who_consulted_a_dossier)
{
    guichet_serve(&g);
    agent_works();
    struct terminal *t = auditeur(24, 80);
    terminal_press(t, "d", "Qui a consulté ce dossier");
    terminal_type(t, "1000001\r");
    terminal_await(t, "Qui a consulté le dossier 1000001");
    terminal_assert_golden(t, "journal-dossier-80x24.txt");
    terminal_press(t, "Échap", "tous les actes de l’organisme");
    terminal_free(t);
}
END_TEST

START_TEST(scroll_through_pages)
{
    write_past(120);
    guichet_serve(&g);
    struct terminal *t = auditeur(24, 80);
    terminal_press(t, "Fin", "Entrée 50 sur 50 lues");
    terminal_press(t, "Bas", "Entrée 51 sur 100 lues");
    terminal_press(t, "Fin", "Entrée 100 sur 100 lues");
    terminal_press(t, "PgBas", "Entrée 101 sur 121, la dernière comprise");
    terminal_press(t, "Fin", "Entrée 121 sur 121");
    terminal_press(t, "Début", "Entrée 1 sur 121");
    terminal_press(t, "Bas", "volume"); /* sixty an hour */
    terminal_free(t);
}
END_TEST

START_TEST(show_the_signed_checkpoint)
{
    guichet_serve(&g);
    struct terminal *t = auditeur(24, 80);
    terminal_press(t, "p", "Point de contrôle du journal");
    terminal_assert_shows(t, "/journal-2026");
    terminal_assert_shows(t, "— ");
    terminal_press(t, "Échap", "tous les actes de l’organisme");
    terminal_free(t);
}
END_TEST

START_TEST(give_the_journal_back_after_the_lock)
{
    guichet_serve(&g);
    struct terminal *t = auditeur(24, 80);
    terminal_press(t, "F12", "Écran verrouillé");
    terminal_type(t, MOT_DE_PASSE "\r");
    terminal_await(t, "tous les actes de l’organisme");
    terminal_press(t, "F5", "Entrée 1 sur 4"); /* connexion, audit, déconnexion, connexion */
    terminal_free(t);
}
END_TEST

static void add(TCase *tc)
{
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, refuse_a_date_that_is_not_beside_it);
    tcase_add_test(tc, never_show_what_another_organisme_did);
    tcase_add_test(tc, a_lost_server_loses_nothing_that_was_read);
    tcase_add_test(tc, read_what_agents_did);
    tcase_add_test(tc, tell_who_consulted_a_dossier);
    tcase_add_test(tc, scroll_through_pages);
    tcase_add_test(tc, show_the_signed_checkpoint);
    tcase_add_test(tc, give_the_journal_back_after_the_lock);
}

int main(void)
{
    return guichet_main("parcours_journal", add);
}
