/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dossier as files: which rubriques, which formats, which folder; then pages drawn, files written
 * aside, their digests inscribed in the server's journal, and all put in place with their proofs. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

#include <cdap/base/secret.h>
#include <cdap/base/text.h>
#include <cdap/export/export.h>
#include <cdap/journal/preuve.h>
#include <cdap/proto.h>
#include <cdap/screen/pages.h>

#include "dossier.h"

#define BARRE_COLS 40

enum etape { ETAPE_FORMULAIRE, ETAPE_ECRIT, ETAPE_INSCRIT };

struct exportation {
    struct view view;
    struct dossier *d;
    struct formulaire form;
    struct saisie dossier;
    struct champ_saisie *c_rubriques, *c_formats, *c_dossier;
    char seule[FEUILLE_TITRE]; /* « Cette rubrique : Famille » */
    enum etape etape;
    int travail; /* a descriptor always ready while files are written: one step per turn */
    struct liasse liasse;
    struct depot depot;
    size_t writer, feuille; /* the next to write */
    size_t faits, total;
    int lignes, colonnes; /* of the terminal */
};

/* ---- choices ------------------------------------------------------------------------------------ */

/* What the list offers: words to show, extensions between blanks. */
static const struct {
    const char *libelle, *extensions;
} formats[] = {
    {"Document PDF", " pdf "},
    {"Page HTML, pour lecteur d’écran aussi", " html "},
    {"PDF et HTML", " pdf html "},
    {"Texte", " txt "},
    {"Texte en couleurs, pour un terminal", " ansi "},
    {"Dessin SVG", " svg "},
    {"Images PNG, une par page", " png "},
    {"Tous les formats", " pdf html txt ansi svg png "},
};
#define FORMATS (sizeof formats / sizeof *formats)

static const char *format_ligne(void *ctx, size_t i)
{
    (void)ctx;
    return formats[i].libelle;
}

static const char *rubriques_ligne(void *ctx, size_t i)
{
    const struct exportation *x = ctx;
    return i == 0 ? "Toutes les rubriques" : x->seule;
}

static bool is_wanted(const struct exportation *x, const struct writer *w)
{
    char word[16];
    snprintf(word, sizeof word, " %s ", w->extension);
    return strstr(formats[x->c_formats->choisi].extensions, word) != NULL;
}

static const struct ecran *only(const struct exportation *x)
{
    return x->c_rubriques->choisi == 0 ? NULL : x->d->onglets[x->d->onglet];
}

/* ---- pages -------------------------------------------------------------------------------------- */

static void describe(const struct exportation *x, struct collecte *c, char profil[160])
{
    const struct poste *p = poste_of(&x->view);
    const struct json *root = json_get(x->d->racine, "consultation");
    const struct session_profil *s = poste_profil(p);
    *c = (struct collecte){
        .profil = profil,
        .agent = p->session.identifiant,
        .organisme = p->session.organisme,
        .recu = x->d->recu,
        .export = app_now(x->view.app),
        .serveur = p->serveur,
        .certificat = p->certificat && *p->certificat ? p->certificat : NULL,
        .term_lignes = x->lignes,
        .term_colonnes = x->colonnes,
        .theme = p->options ? p->options->theme : NULL,
    };
    snprintf(profil, 160, "%s %s", s ? s->code : json_string(json_get(root, "profil"), ""),
             s ? s->libelle : "");
    json_integer(json_get(root, "profil_version"), &c->profil_version);
    c->date = c->export;
    datetime_parse_iso(span_of(json_string(json_get(root, "date"), "")), &c->date);
}

static bool draw_pages(struct exportation *x, struct err *err)
{
    struct collecte c;
    char profil[160];
    struct pages_options o = {.seul = only(x)};
    describe(x, &c, profil);
    liasse_done(&x->liasse);
    if (!pages_draw(&x->liasse, poste_of(&x->view)->ecrans, x->d->dossier, &c, &o, err))
        return false;
    x->total = 0;
    for (size_t i = 0; writer_at(i); i++)
        if (is_wanted(x, writer_at(i)))
            x->total += writer_at(i)->par_feuille ? x->liasse.nombre : 1;
    if (x->total > DEPOT_FICHIERS)
        return err_set(err, ERR_TROP_GRAND,
                       "%zu pages, c’est trop d’images pour une copie ; prenez un autre format",
                       x->liasse.nombre);
    return true;
}

/* The receipt, the date, what is in it: neither name nor number, which a file name tells to all. */
static void put_stem(const struct exportation *x, const struct writer *w, struct buf *out)
{
    struct datetime t = x->liasse.date;
    const struct ecran *seul = only(x);
    buf_putf(out, "cdap-recu%lld-%04d%02d%02d-%02d%02d%02d-%s", (long long)x->d->recu, t.date.year,
             t.date.month, t.date.day, t.hour, t.minute, t.second,
             seul ? ecran_nom(seul) : "dossier");
    if (w->par_feuille)
        buf_putf(out, "-p%02zu", x->feuille + 1);
}

static bool write_one(struct exportation *x, const struct writer *w, struct err *err)
{
    struct buf data = {0}, stem = {0};
    struct liasse one = liasse_sheet(&x->liasse, x->feuille);
    put_stem(x, w, &stem);
    bool ok = w->write(w->par_feuille ? &one : &x->liasse, &data, err) &&
              depot_add(&x->depot, buf_text(&stem), w->extension, buf_span(&data), err);
    buf_free_secret(&data);
    buf_free(&stem);
    return ok;
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
    buf_putc(&call.body, '{');
    json_put_member_int(&call.body, "recu", x->d->recu);
    json_put_key(&call.body, "fichiers");
    buf_putc(&call.body, '[');
    for (size_t i = 0; i < x->depot.nombre; i++) {
        const struct depose *f = &x->depot.fichiers[i];
        struct buf hex = {0};
        hex_put(&hex, f->sha256, sizeof f->sha256);
        buf_puts(&call.body, i ? ",{" : "{");
        json_put_member(&call.body, "nom", f->nom);
        json_put_member(&call.body, "sha256", buf_text(&hex));
        buf_putc(&call.body, '}');
        buf_free(&hex);
    }
    buf_puts(&call.body, "]}");
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
    if (!is_wanted(x, w)) {
        x->writer++;
        return;
    }
    if (!write_one(x, w, &err)) {
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
    if (!draw_pages(x, err))
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

static bool has_digest(const struct entree *e, const unsigned char digest[HASH_BYTES])
{
    for (size_t i = 0; i < e->fichier_count; i++)
        if (memcmp(e->fichiers[i], digest, HASH_BYTES) == 0)
            return true;
    return false;
}

/* True for a proof whose entry is that of this export: every digest is there. Whether it is signed is
 * for those who hold the key. */
static bool proves(const struct exportation *x, struct span texte)
{
    struct preuve p = {0};
    struct entree_lue e = {0};
    bool ok = preuve_parse(texte, &p) && p.extra.len > 0 && entree_read(buf_span(&p.extra), &e) &&
              e.entree.acte == ACTE_EXPORT && e.entree.recu == (uint64_t)x->d->recu;
    for (size_t i = 0; ok && i < x->depot.nombre; i++)
        ok = has_digest(&e.entree, x->depot.fichiers[i].sha256);
    entree_lue_done(&e);
    preuve_done(&p);
    return ok;
}

static void answer(struct view *v, struct reply *r)
{
    struct exportation *x = (struct exportation *)v;
    struct json *root = json_parse(buf_span(&r->body), NULL);
    const char *preuve = json_string(json_get(root, "preuve"), "");
    struct err err = {0};
    bool ok = proves(x, span_of(preuve))
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
    struct champ_saisie *c = formulaire_add(&x->form, SAISIE_LISTE, libelle, NULL);
    c->ligne = ligne;
    c->ctx = x;
    c->count = count;
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
    x->c_formats = add_list(x, "Format", format_ligne, FORMATS);
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
