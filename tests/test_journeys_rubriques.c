/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every tab of both profiles, whole screens, at the smallest size and at a common large one. */
#include <stdio.h>

#include "parcours.h"

static struct guichet g;

static void setup(void)
{
    guichet_open(&g);
}

static void teardown(void)
{
    guichet_close(&g);
}

static void put_page(const struct terminal *t, const char *title, struct buf *out)
{
    buf_putf(out, "════ %s\n", title);
    terminal_put_text(t, out);
}

/* The same but for the mark of the focus, which is first of its line. */
static bool same_page(const struct buf *a, const struct buf *b)
{
    if (a->len != b->len)
        return false;
    for (size_t i = 0; i < a->len; i++)
        if (a->data[i] != b->data[i] && a->data[i] != '>' && b->data[i] != '>')
            return false;
    return true;
}

/* Each tab from its top, then its end when that shows something else. */
static void put_tabs(struct terminal *t, int tabs, struct buf *out)
{
    for (int i = 1; i <= tabs; i++) {
        char key[2] = {(char)('0' + i), '\0'}, mark[16], title[32];
        struct buf top = {0}, end = {0};
        snprintf(mark, sizeof mark, "▌%d ", i);
        snprintf(title, sizeof title, "rubrique %d", i);
        terminal_press(t, key, mark);
        put_page(t, title, out);
        terminal_press(t, "Début", mark);
        terminal_put_text(t, &top);
        terminal_press(t, "Fin", mark);
        terminal_put_text(t, &end);
        if (!same_page(&top, &end)) {
            snprintf(title, sizeof title, "rubrique %d, fin", i);
            put_page(t, title, out);
        }
        buf_free(&top);
        buf_free(&end);
    }
}

static const struct {
    const char *name, *identifiant, *numero, *nom;
    int rows, cols, tabs;
} visits[] = {
    {"t2-80x24.txt", "agent.ccas", "1000001", "martin", 24, 80, 5},
    {"t2-132x43.txt", "agent.ccas", "1000001", "martin", 43, 132, 5},
    {"t2-aeeh-80x24.txt", "agent.ccas", "1000002", "benali", 24, 80, 5},
    {"t2-absentes-80x24.txt", "agent.ccas", "1000020", "legrand", 24, 80, 5},
    {"t2-vide-80x24.txt", "agent.ccas", "1000026", "vidal", 24, 80, 5},
    {"td-80x24.txt", "agent.fsl", "1000027", "giraud", 24, 80, 9},
    {"td-132x43.txt", "agent.fsl", "1000027", "giraud", 43, 132, 9},
    {"td-trou-132x43.txt", "agent.fsl", "1000028", "bourgeois", 43, 132, 9},
    {"td-suspendu-80x24.txt", "agent.fsl", "1000011", "ferreira", 24, 80, 9},
    {"td-tutelle-80x24.txt", "agent.fsl", "1000017", "morel", 24, 80, 9},
    {"td-vide-80x24.txt", "agent.fsl", "1000026", "vidal", 24, 80, 9},
};

START_TEST(show_every_tab_as_before)
{
    char name[64];
    struct buf pages = {0};
    struct terminal *t =
        parcours_dossier(&g, visits[_i].rows, visits[_i].cols, visits[_i].identifiant,
                         visits[_i].numero, visits[_i].nom);
    put_tabs(t, visits[_i].tabs, &pages);
    snprintf(name, sizeof name, "parcours/%s", visits[_i].name);
    assert_golden(name, buf_text(&pages));
    terminal_assert_sane(t);
    parcours_quitte(t);
    terminal_free(t);
    buf_free(&pages);
}
END_TEST

/* Tabs follow the answer: what TD has and T2 has not. */
START_TEST(show_no_tab_outside_the_profile)
{
    static const char *const absent[] = {"Droits",   "Paiements",          "Logement",
                                         "Créances", "Courrier",           "NIR",
                                         "IBAN",     "situation familiale"};
    struct terminal *t = parcours_dossier(&g, 43, 132, "agent.ccas", "1000027", "giraud");
    for (int i = 1; i <= 9; i++) {
        char key[2] = {(char)('0' + i), '\0'};
        terminal_key(t, key);
        terminal_await_settled(t);
        for (size_t j = 0; j < sizeof absent / sizeof *absent; j++)
            terminal_assert_hides(t, absent[j]);
    }
    terminal_free(t);
}
END_TEST

static const struct {
    const char *numero, *nom, *banniere;
} banners[] = {
    {"1000010", "garnier", "radié"},
    {"1000011", "ferreira", "suspendu"},
    {"1000012", "kovacs", "Affiliation"},
    {"1000013", "perrin", "Décès"},
};

START_TEST(warn_on_every_tab)
{
    struct terminal *t =
        parcours_dossier(&g, 24, 80, "agent.fsl", banners[_i].numero, banners[_i].nom);
    for (int i = 1; i <= 9; i++) {
        char key[2] = {(char)('0' + i), '\0'}, mark[16];
        snprintf(mark, sizeof mark, "▌%d ", i);
        terminal_press(t, key, mark);
        int row = terminal_find_row(t, banners[_i].banniere);
        ck_assert_msg(row >= 4 && row <= 5, "rubrique %d : « %s »", i, terminal_row(t, 4));
    }
    terminal_free(t);
}
END_TEST

static void add(TCase *tc)
{
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_loop_test(tc, show_every_tab_as_before, 0, (int)(sizeof visits / sizeof *visits));
    tcase_add_test(tc, show_no_tab_outside_the_profile);
    tcase_add_loop_test(tc, warn_on_every_tab, 0, (int)(sizeof banners / sizeof *banners));
}

int main(void)
{
    return guichet_main("rubriques", add);
}
