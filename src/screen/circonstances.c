/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sheet of circumstances: what an auditor needs to know of a copy, years later. */
#include <stdlib.h>
#include <string.h>

#include <cdap/base/text.h>
#include <cdap/proto.h>

#include "bloc.h"
#include "pages.h"

#define LIBELLES   28 /* columns of the labels, where there is room */
#define LIGNES_MAX 200

/* ---- lines -------------------------------------------------------------------------------------- */

struct plume {
    struct fiche_libre *f;
    int ligne, colonnes, libelles;
};

static struct trame *trame_at(struct plume *p, int ligne)
{
    static struct trame beyond; /* the text is far shorter than that */
    return ligne < LIGNES_MAX ? &p->f->trames[ligne] : &beyond;
}

static void put_titre(struct plume *p, const char *titre)
{
    int width = (int)text_width(span_of(titre));
    p->ligne += p->ligne > 0;
    trame_at(p, p->ligne)->genre = GENRE_TITRE;
    page_put(&p->f->page, p->ligne, MARGE, STYLE_TITRE, span_of(titre));
    page_put_rule(&p->f->page, p->ligne++, MARGE + width + 1, p->colonnes - MARGE - width - 2);
}

static void put_champ(struct plume *p, const char *libelle, const char *valeur)
{
    int value = MARGE + p->libelles + 2, width = p->colonnes - value - 1;
    if (!valeur || !*valeur)
        return;
    struct buf clean = {0};
    text_clean(&clean, span_of(valeur), 0);
    int high = page_put_wrapped(&p->f->page, p->ligne, MARGE, p->libelles, STYLE_LIBELLE,
                                span_of(libelle));
    int lines =
        page_put_wrapped(&p->f->page, p->ligne, value, width, STYLE_NORMAL, buf_span(&clean));
    buf_free(&clean);
    high = lines > high ? lines : high;
    for (int i = 0; i < high; i++)
        *trame_at(p, p->ligne + i) = (struct trame){
            .genre = GENRE_CHAMPS,
            .zones = 2,
            .suit = i > 0,
            .ouvre = i == 0,
            .zone = {{MARGE, (int16_t)p->libelles}, {(int16_t)value, (int16_t)width}},
        };
    p->ligne += high;
}

static void put_texte(struct plume *p, enum style style, const char *texte)
{
    int lines = page_put_wrapped(&p->f->page, p->ligne, MARGE, p->colonnes - MARGE - 1, style,
                                 span_of(texte));
    for (int i = 0; i < lines; i++)
        *trame_at(p, p->ligne + i) = (struct trame){.genre = GENRE_TEXTE, .suit = i > 0};
    p->ligne += lines;
}

/* ---- words -------------------------------------------------------------------------------------- */

static void put_collecte(struct plume *p, const struct collecte *c, const char *rubriques)
{
    struct buf tmp = {0};
    put_titre(p, "Ce qui a été recueilli");
    instant_put_fr(&tmp, c->date);
    put_champ(p, "Recueilli le", buf_text(&tmp));
    buf_reset(&tmp);
    buf_put_int(&tmp, c->recu);
    put_champ(p, "Reçu de la consultation", buf_text(&tmp));
    put_champ(p, "Rubriques", rubriques);
    buf_reset(&tmp);
    buf_puts(&tmp, c->profil ? c->profil : "");
    if (c->profil_version > 0)
        buf_putf(&tmp, ", version %lld", (long long)c->profil_version);
    put_champ(p, "Profil", buf_text(&tmp));
    put_champ(p, "Agent", c->agent);
    put_champ(p, "Organisme", c->organisme);
    put_champ(p, "Valeurs masquées",
              "Les NIR et les coordonnées bancaires restent masqués (•) dans toute copie.");
    buf_free(&tmp);
}

static void put_machines(struct plume *p, const struct collecte *c, const struct pages_options *o)
{
    struct buf tmp = {0};
    put_titre(p, "Par quels moyens");
    put_champ(p, "Programme", "cdap " CDAP_VERSION);
    put_champ(p, "Serveur", c->serveur);
    put_champ(p, "Certificat (SHA-256)",
              c->certificat ? c->certificat : "aucun : liaison locale, sans réseau");
    if (c->term_lignes > 0) {
        buf_putf(&tmp, "%d colonnes, %d lignes", c->term_colonnes, c->term_lignes);
        put_champ(p, "Terminal", buf_text(&tmp));
        buf_reset(&tmp);
    }
    buf_putf(&tmp, "%d colonnes, %d lignes ; chaque rubrique y est entière", o->colonnes,
             o->lignes);
    put_champ(p, "Pages", buf_text(&tmp));
    put_champ(p, "Horloge",
              "La date de recueil est celle du serveur, prise à l’ouverture du dossier.");
    buf_reset(&tmp);
    instant_put_fr(&tmp, c->export);
    put_champ(p, "Copie faite le", buf_text(&tmp));
    buf_free(&tmp);
}

static void put_verification(struct plume *p)
{
    put_titre(p, "Comment vérifier cette copie");
    put_texte(p, STYLE_NORMAL,
              "À côté du fichier se trouve sa preuve : même nom, suivi de « .preuve ». Elle "
              "établit que l’empreinte SHA-256 du fichier a été inscrite au journal du serveur, "
              "à quelle date, par quel agent et sous quel profil. Un fichier changé d’un seul "
              "octet n’a plus de preuve.");
    put_champ(p, "Vérifier", "cdap verifier FICHIER --cle CLE");
    put_texte(p, STYLE_NORMAL,
              "CLE est la clé publique du serveur, que son responsable donne. La vérification "
              "se fait sans réseau ; la page de manuel cdap-preuve(5) la décrit aussi avec "
              "sha256sum et openssl.");
}

bool circonstances_lay(struct fiche_libre *f, const struct collecte *c,
                       const struct pages_options *o, const char *rubriques)
{
    struct plume p = {f, 0, o->colonnes, o->colonnes >= 72 ? LIBELLES : o->colonnes / 3};
    *f = (struct fiche_libre){.trames = calloc(LIGNES_MAX, sizeof *f->trames)};
    if (!f->trames)
        return false;
    put_collecte(&p, c, rubriques);
    put_machines(&p, c, o);
    put_verification(&p);
    page_sort(&f->page);
    return !f->page.failed && f->page.lignes <= LIGNES_MAX;
}

void circonstances_done(struct fiche_libre *f)
{
    page_done(&f->page);
    free(f->trames);
}
