/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cdapd controler: do the data files hold together, and who sees what? */
#include <stdio.h>
#include <string.h>

#include <cdap/commands/commands.h>
#include <cdap/screen/ecran.h>
#include <cdap/server/catalogue.h>

#include "commande.h"

static const char aide[] =
    "Usage : cdapd controler [--ecrans DIR] [--profils DIR]\n"
    "\n"
    "Vérifie le dictionnaire, les profils, les écrans et les nomenclatures, et les uns par\n"
    "rapport aux autres, puis imprime la matrice profil × champ : qui voit quoi, et sur quelle\n"
    "durée. Ne touche à aucune base.\n"
    "\n"
    "  --ecrans DIR    dossier des écrans (celui qui accompagne le programme)\n"
    "  --profils DIR   dossier des profils et de leur dictionnaire (de même)\n";

struct demande {
    const char *ecrans, *profils;
};

struct controle {
    const struct catalogue *c;
    struct json *corps;   /* of the screens, parsed */
    struct buf dessines;  /* paths that the screens draw, one per line */
    struct buf reproches; /* one line each */
    unsigned count;
};

static void reproach(struct controle *k, const char *chemin, const char *why)
{
    buf_putf(&k->reproches, "%s : %s\n", chemin, why);
    k->count++;
}

/* ---- what is drawn --------------------------------------------------------------------------- */

/* Calls `each` on every line of a text. */
static void each_line(struct controle *k, const struct buf *text,
                      void (*each)(struct controle *k, struct span line))
{
    const char *p = buf_text(text), *end;
    for (; (end = strchr(p, '\n')); p = end + 1)
        each(k, (struct span){p, (size_t)(end - p)});
}

static void check_drawn(struct controle *k, struct span chemin)
{
    char name[CHEMIN_MAX];
    if (champ_by_chemin(k->c->dictionnaire, chemin))
        return;
    snprintf(name, sizeof name, "%.*s", (int)chemin.len, chemin.ptr);
    reproach(k, name, "un écran le dessine, mais il n’est pas dans le dictionnaire");
}

static bool is_drawn(const struct controle *k, const char *chemin)
{
    size_t len = strlen(chemin);
    const char *text = buf_text(&k->dessines);
    for (const char *p = text; (p = strstr(p, chemin)); p += len)
        if ((p == text || p[-1] == '\n') && p[len] == '\n')
            return true;
    return false;
}

static bool is_kept(const struct controle *k, unsigned id)
{
    for (size_t i = 0; i < k->c->profil_count; i++)
        if (profil_keeps(k->c->profils[i], id))
            return true;
    return false;
}

/* A field that some profile sees and no screen shows is an access without a use. */
static void check_undrawn(struct controle *k, const struct champ *c)
{
    if (!champ_is_container(c) && is_kept(k, c->id) && !is_drawn(k, c->chemin))
        reproach(k, c->chemin, "un profil le laisse voir, mais aucun écran ne le dessine");
}

/* ---- words and their labels ------------------------------------------------------------------ */

static void check_labels(struct controle *k, const struct champ *c)
{
    char why[160];
    if (c->liste && !nomenclatures_has(k->c->nomenclatures, c->liste))
        reproach(k, c->chemin, "sa nomenclature n’existe pas");
    for (const char *const *mot = c->valeurs; mot && *mot; mot++) {
        if (nomenclature_label(k->c->nomenclatures, c->liste, *mot))
            continue;
        snprintf(why, sizeof why, "la nomenclature « %s » n’a pas de libellé pour « %s »", c->liste,
                 *mot);
        reproach(k, c->chemin, why);
    }
}

/* A list that no field uses is an orphan. */
static void check_listes(struct controle *k)
{
    const struct dictionnaire *d = k->c->dictionnaire;
    const struct json *listes = json_get(k->corps, "nomenclatures");
    for (const struct json *v = json_first(listes); v; v = json_sibling(v)) {
        bool used = false;
        for (size_t i = 0; i < dictionnaire_count(d) && !used; i++) {
            const char *liste = dictionnaire_at(d, i)->liste;
            used = liste && strcmp(liste, json_key(v)) == 0;
        }
        if (!used)
            reproach(k, json_key(v), "cette nomenclature ne sert à aucun champ");
    }
}

/* ---- the whole ------------------------------------------------------------------------------- */

static bool check_all(struct controle *k, struct err *err)
{
    const struct dictionnaire *d = k->c->dictionnaire;
    struct ecrans *ecrans = ecrans_load(buf_span(&k->c->ecrans), err);
    if (!ecrans)
        return false;
    ecrans_put_chemins(ecrans, &k->dessines);
    ecrans_free(ecrans);
    k->corps = json_parse(buf_span(&k->c->ecrans), err);
    if (!k->corps)
        return false;
    each_line(k, &k->dessines, check_drawn);
    for (size_t i = 0; i < dictionnaire_count(d); i++) {
        check_labels(k, dictionnaire_at(d, i));
        check_undrawn(k, dictionnaire_at(d, i));
    }
    check_listes(k);
    if (k->dessines.failed || k->reproches.failed)
        return err_set(err, ERR_MEMOIRE, NULL);
    if (k->count == 0)
        return true;
    fputs(buf_text(&k->reproches), stderr);
    return err_set(err, ERR_DONNEES, k->count > 1 ? "%u défauts" : "%u défaut", k->count);
}

static bool print_matrix(const struct catalogue *c, const struct json *ecrans, struct err *err)
{
    struct buf text = {0};
    profil_matrix(c->dictionnaire, (const struct profil *const *)c->profils, c->profil_count,
                  &text);
    buf_putf(&text, "\n%zu champs, %zu profils, %zu écrans : conformes.\n",
             dictionnaire_count(c->dictionnaire), c->profil_count, json_count(ecrans));
    bool ok = !text.failed && fputs(buf_text(&text), stdout) >= 0 && fflush(stdout) == 0;
    buf_free(&text);
    return ok || err_set(err, ERR_FICHIER, "la sortie ne peut pas être écrite");
}

static bool run(void *demande, struct err *err)
{
    const struct demande *d = demande;
    struct catalogue c;
    struct controle k = {.c = &c};
    if (!catalogue_load(&c, d->ecrans, d->profils, err))
        return false;
    bool ok = check_all(&k, err) && print_matrix(&c, json_get(k.corps, "ecrans"), err);
    json_free(k.corps);
    buf_free(&k.dessines);
    buf_free(&k.reproches);
    catalogue_free(&c);
    return ok;
}

static const struct option options[] = {
    {"ecrans", required_argument, NULL, 'e'},
    {"profils", required_argument, NULL, 'p'},
    OPTION_AIDE,
    {0},
};

static bool take(void *demande, int option, const char *value, struct err *err)
{
    struct demande *d = demande;
    (void)err;
    switch (option) {
    case 'e':
        d->ecrans = value;
        return true;
    case 'p':
        d->profils = value;
        return true;
    }
    return false;
}

int command_controler(int argc, char **argv)
{
    static const struct commande c = {"cdapd controler", aide, options, take, NULL, run};
    struct demande d = {0};
    return commande_main(&c, argc, argv, &d);
}
