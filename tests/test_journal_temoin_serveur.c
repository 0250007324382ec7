/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `cdap temoin` against the real server: the auditor logs in, and the journal that the server shows
 * must prolong what he saw. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cdap/journal/point.h>
#include <cdap/store/store.h>

#include "guichet.h"

/* Two servers on copies of one base, under one key: two futures of the same journal. */
static struct guichet g, autre;

static void setup(void)
{
    ck_assert(secret_init());
    guichet_open(&g);
    guichet_init(&autre);
    setenv("XDG_STATE_HOME", g.dossier, 1);
}

static void teardown(void)
{
    guichet_close(&g);
    guichet_close(&autre);
}

static struct note_cle key_of(const char *program, const char *const args[])
{
    struct buf out = {0};
    struct note_cle cle;
    ck_assert_int_eq(run_program(program, args, &out, NULL), 0);
    ck_assert(out.len && note_cle_parse((struct span){out.data, out.len - 1}, &cle));
    buf_free(&out);
    return cle;
}

static struct note_cle journal_key(void)
{
    return key_of("cdapd", (const char *[]){"cle", "montrer", "--donnees", g.donnees, NULL});
}

static struct note_cle witness_key(void)
{
    char path[FILE_PATH_MAX];
    ck_assert(path_join(path, g.dossier, "temoin.cle"));
    return key_of("cdap",
                  (const char *[]){"temoin", "cle", access(path, F_OK) == 0 ? "montrer" : "creer",
                                   path, access(path, F_OK) == 0 ? NULL : "--nom",
                                   "auditeur.exemple.fr", NULL});
}

/* Answers come on stdin, one per line; the note goes to `out`, what is said to `dits`. */
static int attest(const struct guichet *sur, const char *identifiant, struct buf *out,
                  struct buf *dits)
{
    struct note_cle cle = journal_key();
    struct buf script = {0}, vkey = {0};
    note_cle_put(&vkey, &cle);
    witness_key();
    buf_putf(&script,
             "printf '%%s\\n' '%s' '" MOT_DE_PASSE "' | %s/cdap temoin --serveur 'unix:%s' "
             "--cle '%s' --cle-temoin '%s/temoin.cle'",
             identifiant, build_dir(), sur->prise, buf_text(&vkey), g.dossier);
    buf_reset(out);
    buf_reset(dits);
    int status = run_program("/bin/sh", (const char *[]){"-c", buf_text(&script), NULL}, out, dits);
    buf_free(&script), buf_free(&vkey);
    return status;
}

static void memory(struct buf *out)
{
    char path[FILE_PATH_MAX];
    struct err err = {0};
    buf_reset(out);
    ck_assert(path_join(path, g.dossier, "cdap/points"));
    file_read(path, 1 << 20, out, &err);
}

/* The server signs its journal as it stops and starts. */
static void restart(struct guichet *sur)
{
    guichet_stop(sur, SIGTERM);
    guichet_serve(sur);
}

static struct point read_point(const struct buf *note)
{
    struct note_cle cles[2] = {journal_key(), witness_key()};
    struct note_signature vues[2];
    struct point p;
    ck_assert_int_eq(point_verify(buf_span(note), cles, 2, &p, vues), NOTE_VALIDE);
    ck_assert(vues[0].valide && vues[1].valide);
    return p;
}

static void assert_refused(const struct guichet *sur, const char *identifiant, const char *why)
{
    struct buf out = {0}, dits = {0}, before = {0}, after = {0};
    memory(&before);
    ck_assert_int_eq(attest(sur, identifiant, &out, &dits), 1);
    memory(&after);
    ck_assert_msg(strstr(buf_text(&dits), why) != NULL, "« %s » n’est pas dans :\n%s", why,
                  buf_text(&dits));
    ck_assert_str_eq(buf_text(&out), "");
    ck_assert_str_eq(buf_text(&before), buf_text(&after));
    buf_free(&out), buf_free(&dits), buf_free(&before), buf_free(&after);
}

/* ---- refusals ----------------------------------------------------------------------------------- */

START_TEST(refuse_who_is_not_an_auditor)
{
    assert_refused(&g, "agent.ccas", "Cet acte ne vous est pas ouvert");
    assert_refused(&g, "personne", "cdap :");
}
END_TEST

START_TEST(refuse_another_future_of_the_same_journal)
{
    struct buf out = {0}, dits = {0};
    restart(&g);
    ck_assert_msg(attest(&g, "auditeur", &out, &dits) == 0, "%s", buf_text(&dits));
    guichet_serve(&autre);
    assert_refused(&autre, "auditeur", "ce journal a rétréci");
    for (int i = 0; i < 3; i++)
        restart(&autre);
    assert_refused(&autre, "auditeur", "son passé a pu être réécrit");
    ck_assert_int_eq(attest(&g, "auditeur", &out, &dits), 0);
    buf_free(&out), buf_free(&dits);
}
END_TEST

/* ---- what is accepted --------------------------------------------------------------------------- */

START_TEST(witness_the_journal_of_a_server_that_lives_on)
{
    struct buf out = {0}, dits = {0};
    ck_assert_msg(attest(&g, "auditeur", &out, &dits) == 0, "%s", buf_text(&dits));
    ck_assert(strstr(dits.data, "c’est la première fois") != NULL);
    struct point avant = read_point(&out);
    restart(&g);
    ck_assert_msg(attest(&g, "auditeur", &out, &dits) == 0, "%s", buf_text(&dits));
    ck_assert(strstr(dits.data, "et prolonge, preuve faite") != NULL);
    struct point apres = read_point(&out);
    ck_assert_uint_gt(apres.taille, avant.taille);
    ck_assert_str_eq(apres.origine, avant.origine);
    buf_free(&out), buf_free(&dits);
}
END_TEST

static int count_acts(const char *acte)
{
    struct err err = {0};
    struct store *s = store_open(g.donnees, STORE_READ, &err);
    struct buf entree = {0}, detail = {0};
    int count = 0;
    ck_assert_msg(s != NULL, "%s", err.detail);
    for (int64_t seq = 0, end = store_journal_next(s); seq < end; seq++) {
        buf_reset(&entree);
        ck_assert_int_eq(store_journal_read(s, (uint64_t)seq, &entree, &detail), FOUND_ROW);
        count += strstr(buf_text(&entree), acte) != NULL;
    }
    store_close(s);
    buf_free(&entree), buf_free(&detail);
    return count;
}

START_TEST(leave_no_session_behind)
{
    struct buf out = {0}, dits = {0};
    ck_assert_int_eq(attest(&g, "auditeur", &out, &dits), 0);
    ck_assert_int_eq(attest(&g, "agent.ccas", &out, &dits), 1);
    guichet_stop(&g, SIGTERM);
    ck_assert_int_eq(count_acts("\"acte\":\"connexion\""), 2);
    ck_assert_int_eq(count_acts("\"acte\":\"deconnexion\""), 2);
    buf_free(&out), buf_free(&dits);
}
END_TEST

static void add(TCase *t)
{
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, refuse_who_is_not_an_auditor);
    tcase_add_test(t, refuse_another_future_of_the_same_journal);
    tcase_add_test(t, witness_the_journal_of_a_server_that_lives_on);
    tcase_add_test(t, leave_no_session_behind);
}

int main(void)
{
    return guichet_main("journal_temoin_serveur", add);
}
