/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `cdap verifier`: copies checked with their proofs, offline; one French sentence per file, or JSON. */
#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cdap/base/file.h>
#include <cdap/base/text.h>
#include <cdap/journal/preuve.h>
#include <cdap/views/views.h>

#include "cles.h"
#include "memoire.h"

#define FICHIER_MAX ((size_t)1 << 30)
#define PREUVE      ".preuve"
#define BARRE       30

static const char usage_text[] =
    "Usage : cdap verifier FICHIER… --cle CLE [--json]\n"
    "\n"
    "Vérifie, sans réseau, que chaque fichier est bien celui dont le journal du serveur a gardé\n"
    "l’empreinte : sa preuve, FICHIER.preuve, se trouve à côté de lui.\n"
    "\n"
    "  --cle CLE   clé publique du journal (« cdapd cle montrer »), ou un fichier qui la contient "
    ";\n"
    "              peut être répétée\n"
    "  --json      le résultat pour un programme\n"
    "  --help\n"
    "\n"
    "État de fin : 0, tous les fichiers sont valides ; 1, un au moins ne l’est pas ; 2, mauvais "
    "emploi.\n";

/* What is found of a file, besides what its proof says. */
struct constat {
    const char *mot;  /* for programs */
    struct buf texte; /* for people, without full stop */
    bool valide;
};

struct controle {
    struct cles cles;
    bool json;
    struct memoire *memoire;
    size_t faits, valides;
    struct buf out; /* JSON */
};

static int misuse(const char *why)
{
    fprintf(stderr, "cdap verifier : %s.\n« cdap verifier --help » dit comment l’appeler.\n", why);
    return 2;
}

/* ---- one file ----------------------------------------------------------------------------------- */

static bool find(struct constat *k, const char *mot, const char *texte)
{
    k->mot = mot;
    buf_puts(&k->texte, texte);
    return false;
}

/* The file and its proof. */
static bool read_both(const char *nom, struct buf *fichier, struct buf *preuve, struct constat *k)
{
    char path[FILE_PATH_MAX];
    struct err err = {0};
    if (!file_read(nom, FICHIER_MAX, fichier, &err))
        return find(k, "fichier_illisible", "le fichier ne se lit pas");
    if ((size_t)snprintf(path, sizeof path, "%s%s", nom, PREUVE) >= sizeof path ||
        access(path, F_OK) != 0)
        return find(k, "sans_preuve",
                    "sa preuve n’est pas à côté de lui (même nom, suivi de .preuve)");
    if (!file_read(path, PREUVE_MAX, preuve, &err))
        return find(k, "preuve_illisible", "sa preuve ne se lit pas");
    return true;
}

static void put_part(struct buf *out, const char *intro, struct span text)
{
    if (text.len == 0)
        return;
    buf_puts(out, intro);
    text_clean(out, text, 120);
}

/* Who, when, under which profile, where in which journal. */
static void put_story(const struct verification *v, struct buf *out)
{
    const struct entree *e = &v->entree.entree;
    buf_puts(out, "copie inscrite au journal le ");
    instant_put_fr(out, e->temps);
    put_part(out, ", par l’agent ", e->agent);
    put_part(out, " de l’organisme ", e->organisme);
    put_part(out, ", profil ", e->profil);
    if (e->has_recu)
        buf_putf(out, ", reçu %llu", (unsigned long long)e->recu);
    buf_putf(out, " ; entrée %llu de ", (unsigned long long)v->index);
    text_clean(out, span_of(v->point.origine), 0);
}

static void judge(struct controle *c, const char *nom, struct constat *k, struct verification *v)
{
    struct buf fichier = {0}, preuve = {0};
    unsigned char digest[HASH_BYTES];
    if (read_both(nom, &fichier, &preuve, k)) {
        hash_sha256(buf_span(&fichier), digest);
        enum verdict verdict =
            preuve_verify(buf_span(&preuve), c->cles.cles, c->cles.count, digest, v);
        k->valide = verdict == VERDICT_VALIDE;
        k->mot = verdict_word(verdict);
        if (!k->valide)
            buf_puts(&k->texte, verdict_text(verdict));
        else
            put_story(v, &k->texte);
        if (k->valide && !memoire_agrees(c->memoire, &v->point)) {
            k->valide = false;
            buf_reset(&k->texte);
            find(k, "journal_contredit",
                 "ce journal a deux passés : son point de contrôle en contredit un autre, déjà vu");
        }
    }
    buf_free_secret(&fichier);
    buf_free(&preuve);
}

/* ---- telling ------------------------------------------------------------------------------------ */

static void put_json_span(struct buf *out, const char *key, struct span text)
{
    if (text.len == 0)
        return;
    json_put_key(out, key);
    json_put_string(out, text);
}

static void put_json(struct controle *c, const char *nom, const struct constat *k,
                     const struct verification *v)
{
    struct buf *out = &c->out, clean = {0};
    const struct entree *e = &v->entree.entree;
    text_clean(&clean, span_of(nom), 0);
    buf_puts(out, c->faits > 1 ? ",\n {" : "[\n {");
    put_json_span(out, "fichier", buf_span(&clean));
    json_put_member_bool(out, "valide", k->valide);
    json_put_member(out, "verdict", k->mot);
    json_put_member(out, "texte", buf_text(&k->texte));
    if (k->valide) {
        json_put_member_int(out, "temps", e->temps);
        put_json_span(out, "agent", e->agent);
        put_json_span(out, "organisme", e->organisme);
        put_json_span(out, "profil", e->profil);
        if (e->has_recu)
            json_put_member_int(out, "recu", (int64_t)e->recu);
        json_put_member(out, "journal", v->point.origine);
        json_put_member_int(out, "index", (int64_t)v->index);
        json_put_member_int(out, "taille", (int64_t)v->point.taille);
    }
    buf_putc(out, '}');
    buf_free(&clean);
}

static void print_text(const char *nom, const struct constat *k)
{
    struct buf line = {0};
    text_clean(&line, span_of(nom), 0);
    buf_puts(&line, k->valide ? " : valide — " : " : NON VALIDE — ");
    buf_put(&line, buf_text(&k->texte), k->texte.len);
    buf_puts(&line, ".\n");
    fputs(buf_text(&line), stdout);
    buf_free(&line);
}

/* On a terminal, while many files are checked. */
static void show_progress(size_t done, size_t total)
{
    char bar[3 * BARRE + 1] = "";
    if (total < 2 || !isatty(STDERR_FILENO))
        return;
    for (size_t i = 0; i < BARRE; i++)
        strcat(bar, i < done * BARRE / total ? "█" : "░");
    fprintf(stderr, done < total ? "\r%s %zu/%zu" : "\r\033[K", bar, done, total);
    fflush(stderr);
}

static void check(struct controle *c, const char *nom)
{
    struct constat k = {0};
    struct verification v = {0};
    judge(c, nom, &k, &v);
    c->faits++;
    c->valides += k.valide;
    if (c->json)
        put_json(c, nom, &k, &v);
    else
        print_text(nom, &k);
    verification_done(&v);
    buf_free(&k.texte);
}

static void print_summary(const struct controle *c)
{
    size_t bad = c->faits - c->valides;
    if (c->json)
        printf("%s\n]\n", buf_text(&c->out));
    else if (c->faits > 1)
        printf("%zu fichiers : %zu valide%s, %zu non valide%s.\n", c->faits, c->valides,
               c->valides > 1 ? "s" : "", bad, bad > 1 ? "s" : "");
}

/* ---- the command -------------------------------------------------------------------------------- */

/* A proof named beside its file (`*` names both) is not a file to check. */
static bool is_proof_of_another(const char *nom, char **noms, int count)
{
    size_t len = strlen(nom), tail = strlen(PREUVE);
    if (len <= tail || strcmp(nom + len - tail, PREUVE) != 0)
        return false;
    for (int i = 0; i < count; i++)
        if (strlen(noms[i]) == len - tail && strncmp(noms[i], nom, len - tail) == 0)
            return true;
    return false;
}

/* A memory that cannot be kept takes nothing from what was found now. */
static void keep_memory(struct controle *c)
{
    struct err err = {0};
    if (c->memoire && !memoire_keep(c->memoire, &err))
        err_say("cdap verifier : ce qui a été vu ne sera pas retenu (%s).", err_pourquoi(&err));
    memoire_close(c->memoire);
}

static int check_all(struct controle *c, char **noms, int count)
{
    c->memoire = memoire_open();
    for (int i = 0; i < count; i++) {
        if (!is_proof_of_another(noms[i], noms, count))
            check(c, noms[i]);
        show_progress((size_t)i + 1, (size_t)count);
    }
    keep_memory(c);
    print_summary(c);
    bool told = fflush(stdout) == 0 && !c->out.failed;
    buf_free(&c->out);
    return told && c->faits > 0 && c->valides == c->faits ? 0 : 1;
}

int verifier(int argc, char **argv)
{
    static const struct option options[] = {{"cle", required_argument, NULL, 'k'},
                                            {"json", no_argument, NULL, 'j'},
                                            {"help", no_argument, NULL, 'h'},
                                            {0}};
    struct controle c = {0};
    int option;
    opterr = 0;
    optind = 1;
    while ((option = getopt_long(argc, argv, "h", options, NULL)) != -1) {
        if (option == 'h')
            return fputs(usage_text, stdout) < 0;
        if (option == 'j')
            c.json = true;
        else if (option != 'k')
            return misuse("option inconnue, ou à laquelle sa valeur manque");
        else if (!cles_add(&c.cles, optarg))
            return misuse(
                "la clé donnée n’est pas une clé publique de journal (« cdapd cle montrer »)");
    }
    if (c.cles.count == 0)
        return misuse("la clé publique du journal n’est pas dite : --cle CLE");
    if (optind == argc)
        return misuse("aucun fichier à vérifier");
    return check_all(&c, argv + optind, argc - optind);
}
