/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `cdap --demo` where there is no terminal: the whole product runs once, and prints what it shows. */
#include <stdio.h>

#include <cdap/client/demo.h>
#include <cdap/client/run.h>

#include "lineaire.h"

static const struct {
    const char *identifiant;
    uint32_t numero;
    const char *nom;
} visites[] = {
    {"agent.ccas", 1000001, "MARTIN"},
    {"agent.fsl", 1000001, "MARTIN"},
};

static bool visit(struct lineaire *l, size_t i)
{
    if (!lineaire_login(l, span_of(visites[i].identifiant), SPAN_LIT(DEMO_MOT_DE_PASSE)))
        return false;
    bool done = false;
    const struct session_profil *p = l->session.profils;
    if (l->session.profil_count > 0 && p->motif_count > 0)
        done = lineaire_consult(l, p,
                                &(struct demande){.numero = visites[i].numero,
                                                  .nom = span_of(visites[i].nom),
                                                  .profil = p->code,
                                                  .motif = p->motifs[0].code,
                                                  .base = BASE_NON_OPPOSITION},
                                stdout);
    lineaire_logout(l);
    return done;
}

static bool visit_all(const struct options *o, struct demo *demo)
{
    struct lineaire l = {0};
    bool ok = lineaire_open(&l, o, demo_serveur(demo));
    for (size_t i = 0; ok && i < sizeof visites / sizeof *visites; i++) {
        if (i > 0)
            puts("\n");
        ok = visit(&l, i);
    }
    lineaire_close(&l);
    return ok && fflush(stdout) == 0;
}

int demo_texte(const struct options *o)
{
    struct err err = {0};
    client_catch_signals();
    fputs("cdap : préparation de la démonstration…\n", stderr);
    struct demo *demo = demo_start(o->aujourdhui, &err);
    bool ok = demo && demo_wait(demo, &err);
    if (!ok && err.code != ERR_ANNULE)
        lineaire_refuse(&err);
    ok = ok && visit_all(o, demo);
    demo_stop(demo);
    return ok ? 0 : 1;
}
