/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an export makes: pages of the dossier, files written aside, and what is said of them to the
 * server. */
#include <stdio.h>
#include <string.h>

#include <cdap/base/secret.h>
#include <cdap/journal/preuve.h>
#include <cdap/screen/pages.h>

#include "copie.h"

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

size_t copie_format_count(void)
{
    return sizeof formats / sizeof *formats;
}

const char *copie_format(size_t i)
{
    return formats[i].libelle;
}

bool copie_wants(const struct exportation *x, const struct writer *w)
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

bool copie_draw(struct exportation *x, struct err *err)
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
        if (copie_wants(x, writer_at(i)))
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

bool copie_write(struct exportation *x, const struct writer *w, struct err *err)
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

/* ---- the inscription ------------------------------------------------------------------------------ */

void copie_put_demande(const struct exportation *x, struct buf *out)
{
    buf_putc(out, '{');
    json_put_member_int(out, "recu", x->d->recu);
    json_put_key(out, "fichiers");
    buf_putc(out, '[');
    for (size_t i = 0; i < x->depot.nombre; i++) {
        const struct depose *f = &x->depot.fichiers[i];
        struct buf hex = {0};
        hex_put(&hex, f->sha256, sizeof f->sha256);
        buf_puts(out, i ? ",{" : "{");
        json_put_member(out, "nom", f->nom);
        json_put_member(out, "sha256", buf_text(&hex));
        buf_putc(out, '}');
        buf_free(&hex);
    }
    buf_puts(out, "]}");
}

static bool has_digest(const struct entree *e, const unsigned char digest[HASH_BYTES])
{
    for (size_t i = 0; i < e->fichier_count; i++)
        if (memcmp(e->fichiers[i], digest, HASH_BYTES) == 0)
            return true;
    return false;
}

bool copie_proves(const struct exportation *x, struct span texte)
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
