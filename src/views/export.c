/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dossier as files: which rubriques, which formats, which folder; then pages drawn, files written
 * aside, their digests inscribed in the server's journal, and all put in place with their proofs. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <cdap/base/text.h>
#include <cdap/proto.h>

#include "copie.h"

#define BARRE_COLS 40

/* ---- choices ------------------------------------------------------------------------------------ */

static const char *format_ligne(void *ctx, size_t i)
{
    (void)ctx;
    return copie_format(i);
}

static const char *rubriques_ligne(void *ctx, size_t i)
{
    const struct exportation *x = ctx;
    return i == 0 ? "Toutes les rubriques" : x->seule;
}

/* ---- stages -------------------------------------------------------------------------------------- */

static void stop_work(struct exportation *x)
{
    if (x->travail < 0)
        return;
    app_watch(&x->view, -1, NULL);
    close(x->travail);
    x->travail = -1;
}

/* Back to the form, nothing left of what was begun. */
static void give_up(struct exportation *x)
{
    stop_work(x);
    depot_close(&x->depot);
    liasse_done(&x->liasse);
    x->etape = ETAPE_FORMULAIRE;
}

static void fail(struct exportation *x, const struct err *err)
{
    give_up(x);
    carte_open_err(x->view.app, err);
}

/* Asks the server to inscribe the digests: nothing is put in place before it has. */
static void inscribe(struct exportation *x)
{
    struct call call = {"POST", PROTO_PREUVES, "Inscription au journal", {0}};
    stop_work(x);
    liasse_done(&x->liasse);
    x->etape = ETAPE_INSCRIT;
    copie_put_demande(x, &call.body);
    app_call(&x->view, &call);
}

/* One file, then the screen and the keys have their turn. */
static void work(struct view *v)
{
    struct exportation *x = (struct exportation *)v;
    const struct writer *w = writer_at(x->writer);
    struct err err = {0};
    if (!w) {
        inscribe(x);
        return;
    }
    if (!copie_wants(x, w)) {
        x->writer++;
        return;
    }
    if (!copie_write(x, w, &err)) {
        fail(x, &err);
        return;
    }
    x->faits++;
    if (!w->par_feuille || ++x->feuille == x->liasse.nombre) {
        x->writer++;
        x->feuille = 0;
    }
}

static void expand_folder(const struct exportation *x, struct buf *out)
{
    struct span text = saisie_span(&x->dossier);
    const char *home = getenv("HOME");
    if (text.len > 0 && text.ptr[0] == '~' && (text.len == 1 || text.ptr[1] == '/') && home) {
        buf_puts(out, home);
        text.ptr++;
        text.len--;
    }
    buf_put(out, text.ptr, text.len);
}

static bool begin(struct exportation *x, struct err *err)
{
    struct buf folder = {0};
    expand_folder(x, &folder);
    bool ok = depot_open(&x->depot, buf_text(&folder), err);
    buf_free(&folder);
    if (!ok) {
        struct carte carte;
        carte_of_err(&carte, err);
        formulaire_erreur(&x->form, x->c_dossier, carte.pourquoi);
        return true; /* told beside the field */
    }
    if (!copie_draw(x, err))
        return false;
    x->travail = eventfd(1, EFD_CLOEXEC);
    if (x->travail < 0)
        return err_set(err, ERR_MEMOIRE, NULL);
    x->writer = x->feuille = x->faits = 0;
    x->etape = ETAPE_ECRIT;
    app_watch(&x->view, x->travail, work);
    return true;
}

static void submit(struct exportation *x)
{
    struct err err = {0};
    formulaire_sans_erreur(&x->form);
    if (!begin(x, &err))
        fail(x, &err);
    else if (x->etape == ETAPE_FORMULAIRE)
        give_up(x);
}

/* ---- the answer ---------------------------------------------------------------------------------- */

static void acknowledged(struct view *asker, size_t rang)
{
    (void)asker;
    (void)rang;
}

static void tell(struct exportation *x)
{
    static const char *const reponses[] = {"Continuer"};
    struct buf text = {0};
    size_t n = x->depot.nombre;
    text_clean(&text, span_of(x->depot.fichiers[0].nom), 64);
    if (n == 2)
        buf_puts(&text, " et un autre fichier");
    else if (n > 2)
        buf_putf(&text, " et %zu autres fichiers", n - 1);
    buf_puts(&text, n > 1 ? ", chacun avec sa preuve (.preuve), sont dans "
                          : ", avec sa preuve (.preuve), est dans ");
    text_clean(&text, span_of(x->depot.dossier), 100);
    buf_puts(&text, ".");
    question_open(&x->d->view, "Copie faite", buf_text(&text), reponses, 1, 0, acknowledged);
    buf_free(&text);
}

static void answer(struct view *v, struct reply *r)
{
    struct exportation *x = (struct exportation *)v;
    struct json *root = json_parse(buf_span(&r->body), NULL);
    const char *preuve = json_string(json_get(root, "preuve"), "");
    struct err err = {0};
    bool ok = copie_proves(x, span_of(preuve))
                  ? depot_commit(&x->depot, span_of(preuve), &err)
                  : err_set(&err, ERR_REPONSE, "ce n’est pas la preuve de cette copie");
    json_free(root);
    if (!ok) {
        fail(x, &err);
        return;
    }
    app_close(v);
    tell(x);
}

static void refused(struct view *v, struct reply *r)
{
    give_up((struct exportation *)v);
    poste_refused(v, r);
}

/* ---- the view ------------------------------------------------------------------------------------- */

static void draw_progress(const struct exportation *x, struct grid *g, struct rect zone,
                          struct cursor *cursor)
{
    char text[96];
    int done = x->total ? (int)(x->faits * BARRE_COLS / x->total) : 0;
    int row = zone.row + 1, col = zone.col + 2;
    if (x->etape == ETAPE_INSCRIT)
        snprintf(text, sizeof text, "Inscription de %zu fichier%s au journal du serveur",
                 x->depot.nombre, x->depot.nombre > 1 ? "s" : "");
    else
        snprintf(text, sizeof text, "Écriture des fichiers : %zu sur %zu", x->faits, x->total);
    grid_text_cut(g, zone, row, col, zone.cols - 4, STYLE_NORMAL, span_of(text));
    grid_fill(g, (struct rect){row + 2, col, 1, BARRE_COLS}, 0x2591, STYLE_CADRE);
    grid_fill(g, (struct rect){row + 2, col, 1, done}, 0x2588, STYLE_GRAPHE);
    snprintf(text, sizeof text, "%3d %%", done * 100 / BARRE_COLS);
    grid_text(g, zone, row + 2, col + BARRE_COLS + 1, STYLE_NORMAL, span_of(text));
    *cursor = (struct cursor){row + 2, col + BARRE_COLS + 1};
}

static void draw(struct view *v, struct grid *g, struct rect zone, struct cursor *cursor)
{
    struct exportation *x = (struct exportation *)v;
    struct rect rest = titre_draw(v, g, zone, "Exporter le dossier");
    x->lignes = g->rows;
    x->colonnes = g->cols;
    if (x->etape == ETAPE_INSCRIT && !app_in_flight(v->app))
        give_up(x); /* the user gave up the call */
    if (x->etape == ETAPE_FORMULAIRE)
        formulaire_draw(&x->form, g, rest, cursor);
    else
        draw_progress(x, g, rest, cursor);
}

static requetes_t accepts(const struct view *v)
{
    const struct exportation *x = (const struct exportation *)v;
    requetes_t all = REQ_BIT(REQ_RETOUR);
    return x->etape == ETAPE_FORMULAIRE ? all | formulaire_accepts(&x->form) : all;
}

static void request(struct view *v, const struct event *e)
{
    struct exportation *x = (struct exportation *)v;
    if (e->requete == REQ_RETOUR && x->etape == ETAPE_FORMULAIRE)
        app_close(v);
    else if (e->requete == REQ_RETOUR)
        give_up(x);
    else if (x->etape == ETAPE_FORMULAIRE && formulaire_request(&x->form, e))
        submit(x);
}

static void done(struct view *v)
{
    struct exportation *x = (struct exportation *)v;
    give_up(x);
    saisie_done(&x->dossier);
}

static const struct view_ops ops = {
    .nom = "export",
    .size = sizeof(struct exportation),
    .draw = draw,
    .accepts = accepts,
    .request = request,
    .answer = answer,
    .refused = refused,
    .close = done,
};

static struct champ_saisie *add_list(struct exportation *x, const char *libelle,
                                     const char *(*ligne)(void *, size_t), size_t count)
{
    struct champ_saisie *c = formulaire_add_liste(&x->form, libelle, NULL, ligne, x, count);
    c->espace = true;
    return c;
}

void export_open(struct dossier *d)
{
    char here[SAISIE_SIZE];
    struct exportation *x = (struct exportation *)app_push(d->view.app, &ops);
    struct err err = {0};
    if (!x)
        return;
    x->d = d;
    x->travail = -1;
    snprintf(x->seule, sizeof x->seule, "Cette rubrique : %.100s",
             ecran_titre(d->onglets[d->onglet]));
    x->c_rubriques = add_list(x, "Rubriques", rubriques_ligne, 2);
    x->c_formats = add_list(x, "Format", format_ligne, copie_format_count());
    x->c_dossier = formulaire_add(&x->form, SAISIE_TEXTE, "Dossier où écrire", NULL);
    x->c_dossier->saisie = &x->dossier;
    x->c_dossier->largeur = 46;
    x->c_dossier->espace = true;
    formulaire_add(&x->form, SAISIE_BOUTON, "Exporter", NULL);
    if (!saisie_init(&x->dossier, false)) {
        app_close(&x->view);
        err_set(&err, ERR_MEMOIRE, NULL);
        carte_open_err(d->view.app, &err);
        return;
    }
    saisie_set(&x->dossier, getcwd(here, sizeof here) ? here : "~");
}
