/* SPDX-License-Identifier: GPL-3.0-or-later */
/* However the client ends, the terminal is given back as it was; whatever the theme, nothing is said
 * by colour alone; and nothing of a dossier is told outside of the screen. */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

#include "parcours.h"
#include "processus.h"

static struct guichet g;

static void setup(void)
{
    guichet_open(&g);
}

static void teardown(void)
{
    guichet_close(&g);
}

static struct terminal *open_td(void)
{
    return parcours_dossier(&g, 24, 80, "agent.fsl", "1000027", "giraud");
}

/* ---- ends ----------------------------------------------------------------------------------- */

static const struct {
    int signal;
    bool clean; /* ends by itself, with an exit status */
} ends[] = {
    {SIGTERM, true},  {SIGHUP, true},   {SIGSEGV, false}, {SIGABRT, false},
    {SIGBUS, false},  {SIGFPE, false},  {SIGILL, false},  {SIGQUIT, false},
    {SIGUSR1, false}, {SIGALRM, false}, {SIGXCPU, false},
};

START_TEST(give_the_terminal_back_on_a_signal)
{
    struct terminal *t = open_td();
    terminal_signal(t, ends[_i].signal);
    int status = terminal_await_end(t);
    if (ends[_i].clean)
        ck_assert_msg(WIFEXITED(status), "signal %d : %x", ends[_i].signal, status);
    else
        ck_assert_msg(WIFSIGNALED(status) && WTERMSIG(status) == ends[_i].signal, "signal %d : %x",
                      ends[_i].signal, status);
    terminal_assert_restored(t);
    terminal_free(t);
}
END_TEST

START_TEST(end_when_the_window_is_closed)
{
    struct terminal *t = open_td();
    pid_t pid = terminal_pid(t);
    terminal_hang_up(t);
    ck_assert(processus_await_end(pid));
    terminal_await_end(t);
    terminal_free(t);
}
END_TEST

/* Two requests to end: the second does not wait for the farewell of a frozen server. */
START_TEST(end_at_once_on_a_second_request)
{
    struct terminal *t = open_td();
    guichet_freeze(&g);
    terminal_signal(t, SIGTERM);
    terminal_signal(t, SIGTERM);
    terminal_await_end(t);
    terminal_assert_restored(t);
    guichet_thaw(&g);
    terminal_free(t);
}
END_TEST

/* As a shell sees it: stopped by Ctrl-Z the line is the shell's own again, « fg » brings all back. */
START_TEST(stop_and_come_back_in_a_shell)
{
    static const char script[] =
        "\"$0\" --serveur \"$1\" --aujourdhui " AUJOURDHUI
        "; stty -a | grep -q ' echo ' && printf SUSPENDU; read -r x; fg >/dev/null; printf FINI";
    char path[FILE_PATH_MAX], serveur[FILE_PATH_MAX + 8];
    snprintf(path, sizeof path, "%s/cdap", build_dir());
    snprintf(serveur, sizeof serveur, "unix:%s", g.prise);
    const char *argv[] = {"sh", "-mc", script, path, serveur, NULL};
    struct terminal *t = terminal_start(TERMINAL_FRAMES, 24, 80, argv, NULL);
    parcours_connexion(t, "agent.fsl");
    parcours_ouvre(t, "1000027", "giraud");
    terminal_key(t, "Ctrl-Z");
    terminal_await_pending(t, "SUSPENDU");
    terminal_assert_hides(t, "GIRAUD");
    ck_assert(!terminal_in_alternate(t));
    terminal_type(t, "\n");
    terminal_await_pending(t, "▌1 Dossier▐");
    terminal_key(t, "2");
    terminal_await_pending(t, "▌2 Famille▐");
    terminal_key(t, "F10");
    terminal_await_pending(t, "[ Quitter ]");
    terminal_key(t, "F10");
    terminal_await_pending(t, "FINI");
    terminal_await_end(t);
    terminal_free(t);
}
END_TEST

/* The session does not outlive its window. */
START_TEST(end_the_session_when_terminated)
{
    guichet_interpose(&g);
    struct terminal *t = open_td();
    terminal_signal(t, SIGTERM);
    terminal_await_end(t);
    ck_assert_int_eq(relais_count(g.relais, "DELETE /v1/sessions/courante"), 1);
    terminal_free(t);
}
END_TEST

static const char *const refused[][3] = {
    {"--theme", "fluo", NULL},
    {"--verrou", "0", NULL},
    {"--inconnue", NULL, NULL},
};

START_TEST(refuse_options_before_touching_the_terminal)
{
    struct terminal *t = guichet_client(&g, 24, 80, refused[_i], NULL);
    int status = terminal_await_end(t);
    ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 2);
    ck_assert(!memchr(terminal_bytes(t).ptr, '\033', terminal_bytes(t).len));
    terminal_assert_restored(t);
    terminal_free(t);
}
END_TEST

START_TEST(refuse_an_unknown_terminal_in_words)
{
    const char *const env[] = {"TERM=inconnu", NULL};
    struct terminal *t = guichet_client(&g, 24, 80, NULL, env);
    int status = terminal_await_end(t);
    ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 2);
    terminal_assert_shows(t, "TERM");
    terminal_assert_restored(t);
    terminal_free(t);
}
END_TEST

static const int leaves[] = {SIGTERM, SIGABRT};

START_TEST(leave_no_dossier_on_a_terminal_without_a_second_screen)
{
    const char *const env[] = {"TERM=linux", NULL};
    struct terminal *t = guichet_client(&g, 24, 80, NULL, env);
    parcours_connexion(t, "agent.fsl");
    parcours_ouvre(t, "1000027", "giraud");
    terminal_assert_shows(t, "GIRAUD");
    terminal_signal(t, leaves[_i]);
    terminal_await_end(t);
    terminal_assert_hides(t, "GIRAUD");
    terminal_free(t);
}
END_TEST

/* ---- what is typed ---------------------------------------------------------------------------- */

#define BYTES_TYPED 3000

/* Bytes that no keyboard makes, half sequences, broken UTF-8; not those that the line itself takes
 * as signals or flow control. */
static void put_noise(unsigned seed, char out[BYTES_TYPED + 1])
{
    static const char *const pieces[] = {"\033[", "\033O", "\033[200~",    "\033[<0;1;1M",
                                         "\xC3",  "\xFF",  "\xE2\x80\xAE", "\t",
                                         "\r",    "é"};
    size_t len = 0;
    while (len + 16 < BYTES_TYPED) {
        seed = seed * 1103515245u + 12345u;
        unsigned draw = seed >> 16;
        if (draw % 3 == 0) {
            const char *piece = pieces[draw / 3 % (sizeof pieces / sizeof *pieces)];
            memcpy(out + len, piece, strlen(piece));
            len += strlen(piece);
        } else {
            char c = (char)(draw / 3 % 255 + 1);
            out[len++] = strchr("\003\021\023\032\034", c) ? ' ' : c;
        }
    }
    out[len] = '\0';
}

START_TEST(stay_sane_whatever_is_typed)
{
    char noise[BYTES_TYPED + 1];
    struct terminal *t = _i % 2 ? open_td() : parcours_client(&g, 24, 80, "agent.ccas");
    put_noise((unsigned)_i, noise);
    terminal_type(t, noise);
    terminal_await_taken(t);
    terminal_signal(t, SIGTERM);
    int status = terminal_await_end(t);
    ck_assert_msg(WIFEXITED(status), "bruit %d : état de fin %x", _i, status);
    terminal_assert_sane(t);
    terminal_assert_restored(t);
    terminal_free(t);
}
END_TEST

/* ---- looks ---------------------------------------------------------------------------------- */

static const struct {
    const char *const options[3], *const env[2];
    bool colour;
} looks[] = {
    {{"--theme", "sombre", NULL}, {NULL}, true},
    {{"--theme", "clair", NULL}, {NULL}, true},
    {{"--theme", "contraste", NULL}, {NULL}, true},
    {{"--theme", "monochrome", NULL}, {NULL}, false},
    {{"--theme", "sombre", NULL}, {"NO_COLOR=1", NULL}, false},
    {{NULL}, {"TERM=xterm-mono", NULL}, false},
};

/* The words and marks are the same under every look; only attributes differ. */
START_TEST(say_the_same_under_every_look)
{
    struct buf text = {0}, plain = {0};
    struct terminal *t = open_td();
    terminal_press(t, "6", "▌6 Logement▐");
    terminal_put_text(t, &plain);
    parcours_quitte(t);
    terminal_free(t);
    t = guichet_client(&g, 24, 80, looks[_i].options, looks[_i].env);
    parcours_connexion(t, "agent.fsl");
    parcours_ouvre(t, "1000027", "giraud");
    terminal_press(t, "6", "▌6 Logement▐");
    terminal_put_text(t, &text);
    char *recu = strstr(text.data, "reçu ");
    recu[strlen("reçu ")] = strstr(plain.data, "reçu ")[strlen("reçu ")];
    ck_assert_str_eq(buf_text(&text), buf_text(&plain));
    ck_assert_int_eq(terminal_has_colour(t), looks[_i].colour);
    ck_assert(terminal_has_attribute(t));
    terminal_free(t);
    buf_free(&text);
    buf_free(&plain);
}
END_TEST

/* ---- telling nobody ------------------------------------------------------------------------- */

/* What the family of the visit has in its dossier, and what was typed to find it. */
static const char *const personal[] = {"GIRAUD",  "giraud",    "1000027",
                                       "Valérie", "MARGES",    "284081300050107",
                                       "738",     "ALBERTINI", MOT_DE_PASSE};

static void assert_silent(const char *where, struct span text)
{
    for (size_t i = 0; i < sizeof personal / sizeof *personal; i++)
        ck_assert_msg(!memmem(text.ptr, text.len, personal[i], strlen(personal[i])), "%s : « %s »",
                      where, personal[i]);
}

START_TEST(tell_nothing_of_a_dossier_but_on_the_screen)
{
    struct buf dits = {0};
    struct terminal *t = parcours_client(&g, 24, 80, "agent.fsl");
    parcours_demande(t, "1000027", "mauvais");
    terminal_await(t, AUCUN_DOSSIER);
    terminal_press(t, "Entrée", "mauvais");
    terminal_press(t, "n", "mauvais"); /* on the button, a letter is nothing */
    for (int i = 0; i < 4; i++)
        terminal_key(t, "Haut");
    terminal_free(t);
    t = open_td();
    for (int i = 1; i <= 9; i++) {
        char key[2] = {(char)('0' + i), '\0'};
        terminal_key(t, key);
        terminal_await_settled(t);
        assert_silent("titre", span_of(terminal_title(t)));
    }
    terminal_press(t, "2", "▌2 Famille▐");
    terminal_press(t, "/", "> Chercher dans le dossier : [");
    terminal_type(t, "NIR\r");
    terminal_press(t, "r", "> [ Laisser masqué ]");
    terminal_press(t, "Haut", "> [ Montrer en clair ]");
    terminal_key(t, "Entrée");
    terminal_await_gone(t, "••• ••• ••");
    for (size_t i = 0; i < sizeof personal / sizeof *personal; i++) {
        ck_assert(!processus_argument_holds(terminal_pid(t), personal[i]));
        ck_assert(!processus_argument_holds(g.cdapd, personal[i]));
    }
    parcours_quitte(t);
    terminal_free(t);
    ck_assert_int_eq(guichet_stop(&g, SIGTERM), 0);
    guichet_put_dits(&g, &dits);
    ck_assert_uint_gt(dits.len, 0);
    assert_silent("journal du serveur", buf_span(&dits));
    buf_free(&dits);
}
END_TEST

#define COUNT(a) ((int)(sizeof(a) / sizeof *(a)))

static void add(TCase *tc)
{
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_loop_test(tc, give_the_terminal_back_on_a_signal, 0, COUNT(ends));
    tcase_add_test(tc, end_when_the_window_is_closed);
    tcase_add_test(tc, end_at_once_on_a_second_request);
    tcase_add_test(tc, stop_and_come_back_in_a_shell);
    tcase_add_test(tc, end_the_session_when_terminated);
    tcase_add_loop_test(tc, refuse_options_before_touching_the_terminal, 0, COUNT(refused));
    tcase_add_test(tc, refuse_an_unknown_terminal_in_words);
    tcase_add_loop_test(tc, leave_no_dossier_on_a_terminal_without_a_second_screen, 0,
                        sizeof leaves / sizeof *leaves);
    tcase_add_loop_test(tc, stay_sane_whatever_is_typed, 0, 8);
    tcase_add_loop_test(tc, say_the_same_under_every_look, 0, COUNT(looks));
    tcase_add_test(tc, tell_nothing_of_a_dossier_but_on_the_screen);
}

int main(void)
{
    return guichet_main("fin", add);
}
