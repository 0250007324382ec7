/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Steps shared by the journeys. */
#include <sys/wait.h>

#include "parcours.h"

void parcours_identifie(struct terminal *t, const char *identifiant, const char *mot_de_passe)
{
    terminal_await(t, "Identifiant");
    terminal_type(t, identifiant);
    terminal_type(t, "\r");
    terminal_type(t, mot_de_passe);
    terminal_type(t, "\r");
}

void parcours_connexion(struct terminal *t, const char *identifiant)
{
    parcours_identifie(t, identifiant, MOT_DE_PASSE);
    terminal_await(t, "Consulter un dossier");
}

void parcours_demande(struct terminal *t, const char *numero, const char *nom)
{
    terminal_await(t, "Numéro allocataire");
    terminal_type(t, numero);
    terminal_type(t, "\r");
    terminal_type(t, nom);
    terminal_type(t, "\r\r\r\r"); /* motif, précision, base */
}

void parcours_ouvre(struct terminal *t, const char *numero, const char *nom)
{
    parcours_demande(t, numero, nom);
    terminal_await(t, "reçu");
    terminal_assert_shows(t, "▌1 Dossier▐");
}

struct terminal *parcours_client(const struct guichet *g, int rows, int cols,
                                 const char *identifiant)
{
    struct terminal *t = guichet_client(g, rows, cols, NULL, NULL);
    parcours_connexion(t, identifiant);
    return t;
}

struct terminal *parcours_dossier(const struct guichet *g, int rows, int cols,
                                  const char *identifiant, const char *numero, const char *nom)
{
    struct terminal *t = parcours_client(g, rows, cols, identifiant);
    parcours_ouvre(t, numero, nom);
    return t;
}

void parcours_quitte(struct terminal *t)
{
    terminal_press(t, "F10", "[ Quitter ]");
    terminal_key(t, "F10");
    int status = terminal_await_end(t);
    ck_assert_msg(WIFEXITED(status) && WEXITSTATUS(status) == 0, "état de fin %x", status);
    terminal_assert_sane(t);
    terminal_assert_restored(t);
}
