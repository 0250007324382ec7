/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `cdap consulter`: what names a person is asked, never an argument; one line each on a pipe. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cdap/base/secret.h>
#include <cdap/client/run.h>
#include <cdap/model/recherche.h>

#include "invite.h"
#include "lineaire.h"

struct reponses {
    char identifiant[INVITE_SIZE], mot_de_passe[INVITE_SIZE], numero[INVITE_SIZE], nom[INVITE_SIZE],
        motif[INVITE_SIZE], texte[INVITE_SIZE], base[INVITE_SIZE], reference[INVITE_SIZE];
};

/* ---- asking --------------------------------------------------------------------------------------- */

/* Among choices given by an option or asked; -1 when it is none of them. */
static bool ask_code(const char *option, const char *question, char out[INVITE_SIZE])
{
    if (!option)
        return invite(question, out, false);
    snprintf(out, INVITE_SIZE, "%s", option);
    return true;
}

/* ---- choosing ------------------------------------------------------------------------------------- */

static const struct session_profil *choose_profil(const struct lineaire *l)
{
    const struct session *s = &l->session;
    const char *wanted = l->options->profil;
    struct err err = {0};
    struct buf codes = {0};
    if (s->profil_count == 1 && !wanted)
        return &s->profils[0];
    for (size_t i = 0; i < s->profil_count; i++) {
        if (wanted && strcmp(s->profils[i].code, wanted) == 0)
            return &s->profils[i];
        buf_putf(&codes, " %s", s->profils[i].code);
    }
    err_set(&err, ERR_USAGE, "choisissez le profil par --profil, parmi :%s",
            codes.len ? buf_text(&codes) : " aucun");
    buf_free(&codes);
    lineaire_refuse(&err);
    return NULL;
}

static void print_motifs(const struct session_profil *p)
{
    struct buf list = {0};
    for (size_t i = 0; i < p->motif_count; i++)
        buf_putf(&list, "  %-18s %s\n", p->motifs[i].code, p->motifs[i].libelle);
    lineaire_write(buf_span(&list), stderr);
    buf_free(&list);
}

static const struct session_motif *choose_motif(const struct lineaire *l,
                                                const struct session_profil *p, char *code)
{
    struct err err = {0};
    if (!l->options->motif && isatty(STDIN_FILENO))
        print_motifs(p);
    if (!ask_code(l->options->motif, "Motif (code)", code))
        return NULL;
    for (size_t i = 0; i < p->motif_count; i++)
        if (strcmp(p->motifs[i].code, code) == 0)
            return &p->motifs[i];
    struct buf codes = {0};
    for (size_t i = 0; i < p->motif_count; i++)
        buf_putf(&codes, " %s", p->motifs[i].code);
    err_set_champ(&err, ERR_CHAMP, "motif", "les motifs du profil %s sont :%s", p->code,
                  buf_text(&codes));
    buf_free(&codes);
    lineaire_refuse(&err);
    return NULL;
}

static bool choose_base(const struct lineaire *l, struct reponses *a, struct demande *d)
{
    struct err err = {0};
    if (!l->options->base && isatty(STDIN_FILENO))
        for (size_t i = 0; i < BASE_COUNT; i++)
            fprintf(stderr, "  %-18s %s\n", base_type(i), base_libelle(i));
    if (!ask_code(l->options->base, "Base d’information (code)", a->base))
        return false;
    while (d->base < BASE_COUNT && strcmp(base_type(d->base), a->base) != 0)
        d->base++;
    if (d->base == BASE_COUNT) {
        err_set_champ(&err, ERR_CHAMP, "base", "non_opposition ou document_signe est attendu");
        return lineaire_refuse(&err);
    }
    if (d->base == BASE_DOCUMENT_SIGNE && !invite("Référence du document", a->reference, false))
        return false;
    d->reference = span_of(a->reference);
    return true;
}

/* ---- the command ---------------------------------------------------------------------------------- */

static bool consult(struct lineaire *l, struct reponses *a)
{
    struct demande d = {0};
    struct err err = {0};
    const struct session_profil *p = choose_profil(l);
    if (!p || !invite("Numéro allocataire", a->numero, false) || !invite("Nom", a->nom, false))
        return false;
    if (!numero_parse(span_of(a->numero), &d.numero, &err))
        return lineaire_refuse(&err);
    const struct session_motif *motif = choose_motif(l, p, a->motif);
    if (!motif || (motif->texte_exige && !invite("Précision", a->texte, false)) ||
        !choose_base(l, a, &d))
        return false;
    d.nom = span_of(a->nom);
    d.profil = p->code;
    d.motif = motif->code;
    d.texte = span_of(a->texte);
    return lineaire_consult(l, p, &d, stdout) && fflush(stdout) == 0;
}

static bool run(struct lineaire *l, const struct options *o, struct reponses *a)
{
    if (!lineaire_open(l, o, o->api.serveur))
        return false;
    if (!invite("Identifiant", a->identifiant, false) ||
        !invite("Mot de passe", a->mot_de_passe, true))
        return false;
    if (!lineaire_login(l, span_of(a->identifiant), span_of(a->mot_de_passe)))
        return false;
    bool done = consult(l, a);
    lineaire_logout(l);
    return done;
}

int consulter(const struct options *o)
{
    struct lineaire l = {0};
    struct reponses *a = secret_alloc(sizeof *a);
    bool done = false;
    client_catch_signals(); /* the echo of the terminal comes back, the session is ended */
    if (a) {
        secret_wipe(a, sizeof *a);
        done = run(&l, o, a);
    }
    lineaire_close(&l);
    secret_free(a);
    return done ? 0 : 1;
}
