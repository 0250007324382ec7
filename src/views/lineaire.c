/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A consultation as plain text: the same drawing as the full screen, whole, on lines. */
#include <errno.h>
#include <string.h>
#include <time.h>

#include <cdap/base/secret.h>
#include <cdap/base/text.h>
#include <cdap/proto.h>

#include "lineaire.h"

#define LARGEUR 100 /* columns of the text */
#define TRANCHE 512 /* lines drawn at a time: a table of 10,000 rows needs no grid of 10,000 */

/* ---- errors --------------------------------------------------------------------------------------- */

static bool print_carte(const struct carte *c)
{
    fprintf(stderr, "cdap : %s\n       %s\n       %s\n", c->quoi, c->pourquoi, c->que_faire);
    if (c->reference[0])
        fprintf(stderr, "       Référence : %s\n", c->reference);
    return false;
}

bool lineaire_refuse(const struct err *err)
{
    struct carte c;
    carte_of_err(&c, err);
    return print_carte(&c);
}

bool lineaire_call(struct lineaire *l, struct call *c, struct reply *r)
{
    if (api_call_wait(l->api, c, r))
        return true;
    if (r->err.code != ERR_ANNULE)
        print_carte(&r->carte);
    reply_done(r);
    return false;
}

/* ---- a session ------------------------------------------------------------------------------------ */

bool lineaire_open(struct lineaire *l, const struct options *o, const char *serveur)
{
    struct err err = {0};
    struct api_options api = o->api;
    api.serveur = serveur;
    *l = (struct lineaire){.options = o, .api = api_new(&api, &err)};
    return l->api || lineaire_refuse(&err);
}

static bool read_ecrans(struct lineaire *l)
{
    struct call c = {"GET", PROTO_ECRANS, "", {0}};
    struct reply r;
    struct err err = {0};
    if (l->ecrans)
        return true;
    if (!lineaire_call(l, &c, &r))
        return false;
    l->ecrans = ecrans_load(buf_span(&r.body), &err);
    reply_done(&r);
    return l->ecrans || lineaire_refuse(&err);
}

bool lineaire_session(struct lineaire *l, struct span identifiant, struct span mot_de_passe)
{
    struct transport transport = api_transport(l->api);
    struct call c;
    struct reply r;
    struct err err = {0};
    session_call(&c, identifiant, mot_de_passe);
    if (!lineaire_call(l, &c, &r))
        return false;
    bool read = session_read(&l->session, &transport, &r.body, &err);
    reply_done(&r);
    return read || lineaire_refuse(&err);
}

bool lineaire_login(struct lineaire *l, struct span identifiant, struct span mot_de_passe)
{
    if (!lineaire_session(l, identifiant, mot_de_passe))
        return false;
    if (read_ecrans(l))
        return true;
    lineaire_logout(l); /* no screens, no use for a session: it does not stay open behind us */
    return false;
}

void lineaire_logout(struct lineaire *l)
{
    struct transport transport = api_transport(l->api);
    transport.token(transport.ctx, (struct span){0});
    api_flush(l->api, 1500);
    session_done(&l->session);
}

void lineaire_close(struct lineaire *l)
{
    ecrans_free(l->ecrans);
    api_free(l->api);
    *l = (struct lineaire){0};
}

/* ---- a dossier ------------------------------------------------------------------------------------ */

static struct date today(const struct lineaire *l)
{
    int64_t now = l->options->maintenant ? l->options->maintenant : time(NULL);
    return datetime_paris(now).date;
}

/* Slices of a tab; a slice that starts inside a table repeats its frozen header, which is passed. */
static bool put_planche(const struct planche *p, struct buf *out)
{
    struct grid g;
    int total = planche_hauteur(p);
    for (int from = 0; from < total; from += TRANCHE) {
        int figees = planche_figees(p, from);
        int rows = (total - from < TRANCHE ? total - from : TRANCHE) + figees;
        if (!grid_init(&g, rows, LARGEUR))
            return false;
        planche_draw(p, &g, grid_rect(&g), from, -1);
        for (int row = figees; row < rows; row++) {
            grid_put_row(&g, row, out);
            buf_putc(out, '\n');
        }
        grid_done(&g);
    }
    return true;
}

static void put_onglet(const struct lineaire *l, const struct ecran *e, const struct json *dossier,
                       const char *choix, const char *libelle, struct buf *out)
{
    struct planche_options o = {.largeur = LARGEUR, .aujourdhui = today(l), .choix = choix};
    struct planche *p = planche_new(l->ecrans, e, dossier, &o);
    buf_putf(out, "\n== %s%s%s ==\n\n", ecran_titre(e), libelle ? " · " : "",
             libelle ? libelle : "");
    if (!p || !put_planche(p, out))
        out->failed = true;
    planche_free(p);
}

/* A tab whose variants coexist is printed once per variant. */
static void put_onglets(const struct lineaire *l, const struct ecran *e, const struct json *dossier,
                        struct buf *out)
{
    struct planche_options o = {.largeur = LARGEUR, .aujourdhui = today(l)};
    struct planche *first = planche_new(l->ecrans, e, dossier, &o);
    size_t count = first ? planche_choix_count(first) : 0;
    if (count < 2)
        put_onglet(l, e, dossier, NULL, NULL, out);
    for (size_t i = 0; count >= 2 && i < count; i++)
        put_onglet(l, e, dossier, planche_choix_code(first, i), planche_choix_libelle(first, i),
                   out);
    planche_free(first);
}

static void put_top(const struct lineaire *l, const struct session_profil *p,
                    const struct json *root, const struct json *dossier, struct buf *out)
{
    int64_t recu = 0;
    char moment[20];
    json_integer(json_path(root, SPAN_LIT("consultation.recu")), &recu);
    moment_fr(moment, json_string(json_path(root, SPAN_LIT("consultation.date")), ""));
    buf_putf(out, "Cdap · %s · %s · %s %s · %s · reçu %lld\n", l->session.organisme,
             l->session.identifiant, p->code, p->libelle, moment, (long long)recu);
    ecrans_put_identite(dossier, out);
    buf_puts(out, " · ");
    ecrans_put_mise_a_jour(dossier, out);
    buf_putc(out, '\n');
    size_t before = out->len;
    ecrans_put_banniere(l->ecrans, dossier, out);
    if (out->len > before)
        buf_putc(out, '\n');
}

bool lineaire_write(struct span text, FILE *out)
{
    struct buf clean = {0};
    const char *p = text.ptr, *end = p + text.len;
    while (p < end) {
        const char *stop = memchr(p, '\n', (size_t)(end - p));
        text_clean(&clean, (struct span){p, (size_t)((stop ? stop : end) - p)}, 0);
        buf_puts(&clean, stop ? "\n" : "");
        p = stop ? stop + 1 : end;
    }
    bool ok = !clean.failed && fwrite(buf_text(&clean), 1, clean.len, out) == clean.len &&
              fflush(out) == 0;
    buf_free_secret(&clean);
    return ok;
}

static bool print(const struct lineaire *l, const struct session_profil *p, struct span body,
                  FILE *out)
{
    struct err err = {0};
    struct buf text = {0};
    struct json *root = json_parse(body, NULL);
    const struct json *dossier = json_get(root, "dossier");
    if (!json_is_object(dossier)) {
        json_free(root);
        err_set(&err, ERR_REPONSE, "le dossier reçu n’est pas lisible");
        return lineaire_refuse(&err);
    }
    put_top(l, p, root, dossier, &text);
    for (size_t i = 0; i < ecrans_count(l->ecrans); i++)
        if (ecran_present(ecrans_at(l->ecrans, i), dossier))
            put_onglets(l, ecrans_at(l->ecrans, i), dossier, &text);
    json_free(root);
    bool ok = !text.failed || err_set(&err, ERR_MEMOIRE, NULL);
    if (ok && !lineaire_write(buf_span(&text), out))
        ok = err_set(&err, ERR_FICHIER, "sortie standard : %s", strerror(errno));
    buf_free_secret(&text);
    return ok || lineaire_refuse(&err);
}

bool lineaire_consult(struct lineaire *l, const struct session_profil *p, const struct demande *d,
                      FILE *out)
{
    struct call c;
    struct reply r;
    demande_call(d, &c);
    if (!lineaire_call(l, &c, &r))
        return false;
    bool done = print(l, p, buf_span(&r.body), out);
    reply_done(&r);
    return done;
}
