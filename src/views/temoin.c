/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `cdap temoin`: the auditor as a witness. He signs, with the time, a checkpoint whose signature is the
 * journal's and that prolongs the last one he saw; anything else he refuses, and then nothing is signed,
 * written or remembered. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cdap/base/date.h>
#include <cdap/base/file.h>
#include <cdap/base/secret.h>
#include <cdap/base/text.h>
#include <cdap/client/run.h>
#include <cdap/journal/preuve.h>
#include <cdap/journal/sceau.h>
#include <cdap/proto.h>

#include "cles.h"
#include "invite.h"
#include "lineaire.h"
#include "memoire.h"

#define COHERENCE_MAX (64 * 1024) /* bytes of a consistency proof: 128 hashes take 6,000 */
#define MODE_SORTIE   0644        /* made to be published: it names nobody */

struct attestation {
    const struct temoin_options *options;
    struct lineaire l; /* no api without network */
    struct sceau *sceau;
    struct cles cles;  /* the journal's, and last the witness's own */
    struct buf note;   /* the checkpoint as it came, then with our line */
    struct span texte; /* what it signs; borrowed from the note as long as that does not grow */
    struct point point, vu; /* of the note; the last one remembered of the same journal */
    bool has_vu;
};

/* ---- refusing ----------------------------------------------------------------------------------- */

static int misuse(const char *why)
{
    fprintf(stderr, "cdap temoin : %s.\n« cdap --help » dit comment l’appeler.\n", why);
    return 2;
}

static bool refuse(const char *why)
{
    err_say("cdap temoin : REFUSÉ — %s.", why);
    err_say("       Rien n’a été signé, ni écrit, ni retenu.");
    return false;
}

/* What was signed against itself is shown: that note is all the proof there will be. */
static bool denounce(const struct attestation *a, const char *why)
{
    refuse(why);
    err_say("       Déjà vu : %s, %" PRIu64 " entrées. Le point refusé, à garder comme preuve :",
            a->vu.origine, a->vu.taille);
    fputc('\n', stderr);
    lineaire_write(buf_span(&a->note), stderr);
    return false;
}

/* ---- the checkpoint ----------------------------------------------------------------------------- */

static bool refuse_answer(const char *why)
{
    struct err err = {0};
    err_set(&err, ERR_REPONSE, "%s", why);
    return lineaire_refuse(&err);
}

/* A GET whose answer is appended. */
static bool fetch(struct attestation *a, const char *chemin, struct buf *out)
{
    struct call c = {"GET", chemin, "", {0}};
    struct reply r;
    if (!lineaire_call(&a->l, &c, &r))
        return false;
    buf_put(out, r.body.data, r.body.len);
    reply_done(&r);
    return true;
}

static bool fetch_point(struct attestation *a)
{
    struct buf body = {0};
    if (!fetch(a, PROTO_JOURNAL_POINT, &body))
        return false;
    struct json *root = json_parse(buf_span(&body), NULL);
    buf_puts(&a->note, json_string(json_get(root, "point"), ""));
    json_free(root);
    buf_free(&body);
    return a->note.len > 0 || refuse_answer("elle ne porte pas de point de contrôle");
}

static bool read_point(struct attestation *a)
{
    struct err err = {0};
    if (a->l.api)
        return fetch_point(a);
    return file_read(a->options->point, NOTE_MAX, &a->note, &err) || lineaire_refuse(&err);
}

/* Ours is among the keys, so that a line of ours that is false is seen, and a true one not doubled. */
static bool check_note(struct attestation *a)
{
    static const char *const why[] = {
        [NOTE_ILLISIBLE] = "ce n’est pas un point de contrôle signé",
        [NOTE_SIGNATURE_FAUSSE] = "la signature du point de contrôle est fausse",
        [NOTE_CLE_INCONNUE] = "aucune des clés de journal données n’a signé ce point de contrôle",
    };
    struct note_signature vues[NOTE_CLES_MAX] = {0};
    enum note_verdict verdict =
        point_verify(buf_span(&a->note), a->cles.cles, a->cles.count, &a->point, vues);
    if (verdict != NOTE_VALIDE)
        return refuse(why[verdict]);
    return !vues[a->cles.count - 1].valide ||
           refuse("ce point de contrôle porte déjà la signature de ce témoin");
}

/* ---- what binds it to the last one -------------------------------------------------------------- */

static bool read_coherence(struct attestation *a, struct buf *out)
{
    struct buf chemin = {0};
    struct err err = {0};
    const char *annee = strrchr(a->point.origine, '-') + 1; /* point_verify saw `/journal-YYYY` */
    if (!a->l.api)
        return file_read(a->options->coherence, COHERENCE_MAX, out, &err) || lineaire_refuse(&err);
    buf_putf(&chemin, PROTO_JOURNAL_COHERENCE "?annee=%s&de=%" PRIu64 "&a=%" PRIu64, annee,
             a->vu.taille, a->point.taille);
    bool fetched = fetch(a, buf_text(&chemin), out);
    buf_free(&chemin);
    return fetched;
}

/* The hashes of a server's answer; false when it is not one. */
static bool parse_coherence(struct span body, hachage preuve[MERKLE_PREUVE_MAX], size_t *count)
{
    struct json *root = json_parse(body, NULL);
    const struct json *list = json_get(root, "preuve");
    bool ok = json_is_array(list) && json_count(list) <= MERKLE_PREUVE_MAX;
    *count = 0;
    for (const struct json *h = ok ? json_first(list) : NULL; ok && h; h = json_sibling(h))
        ok = preuve_read_hash(span_of(json_string(h, "")), preuve[(*count)++]);
    json_free(root);
    return ok;
}

static bool check_growth(struct attestation *a)
{
    hachage preuve[MERKLE_PREUVE_MAX];
    struct buf body = {0};
    size_t count;
    char why[256];
    if (!a->l.api && !a->options->coherence) {
        snprintf(why, sizeof why,
                 "il faut la preuve de cohérence de %" PRIu64 " à %" PRIu64
                 " entrées : --coherence FICHIER",
                 a->vu.taille, a->point.taille);
        return refuse(why);
    }
    bool read = read_coherence(a, &body);
    bool proved = read && parse_coherence(buf_span(&body), preuve, &count) &&
                  merkle_check_consistency(a->vu.taille, a->vu.racine, a->point.taille,
                                           a->point.racine, (const hachage *)preuve, count);
    buf_free(&body);
    if (!read || proved)
        return proved;
    snprintf(why, sizeof why,
             "rien ne prouve que ce journal de %" PRIu64 " entrées prolonge celui de %" PRIu64
             " déjà vu : son passé a pu être réécrit",
             a->point.taille, a->vu.taille);
    return denounce(a, why);
}

static bool check_past(struct attestation *a, const struct memoire *m)
{
    a->has_vu = memoire_last(m, a->point.origine, &a->vu);
    if (!a->has_vu)
        return true;
    if (a->point.taille < a->vu.taille)
        return denounce(a, "ce journal a rétréci : des entrées déjà vues n’y sont plus");
    if (a->point.taille == a->vu.taille)
        return memcmp(a->point.racine, a->vu.racine, sizeof a->vu.racine) == 0 ||
               denounce(a, "ce journal a deux passés : à la même taille, ce n’est plus le même");
    return a->vu.taille == 0 || check_growth(a); /* anything follows an empty journal */
}

/* ---- signing ------------------------------------------------------------------------------------ */

/* Appends our line, then reads the whole as anybody would. */
static bool cosign(struct attestation *a, int64_t temps)
{
    struct err err = {0};
    struct point p;
    struct note_signature vues[NOTE_CLES_MAX] = {0};
    struct buf texte = {0}; /* a copy: the note moves as it grows */
    struct span t;
    note_verify(buf_span(&a->note), a->cles.cles, a->cles.count, &t, NULL);
    buf_put(&texte, t.ptr, t.len);
    bool done = sceau_cosign(a->sceau, buf_span(&texte), temps, &a->note);
    buf_free(&texte);
    if (!done)
        return err_set(&err, ERR_MEMOIRE, NULL) || lineaire_refuse(&err);
    return (point_verify(buf_span(&a->note), a->cles.cles, a->cles.count, &p, vues) ==
                NOTE_VALIDE &&
            vues[a->cles.count - 1].valide) ||
           refuse("ce point de contrôle porte trop de signatures pour une de plus");
}

/* A terminal gets only what is safe to show; a file or a pipe, the bytes. */
static bool write_note(const struct attestation *a)
{
    struct span note = buf_span(&a->note);
    struct err err = {0};
    if (a->options->sortie)
        return file_write_new(a->options->sortie, note, MODE_SORTIE, &err) || lineaire_refuse(&err);
    bool ok = isatty(STDOUT_FILENO)
                  ? lineaire_write(note, stdout)
                  : fwrite(note.ptr, 1, note.len, stdout) == note.len && fflush(stdout) == 0;
    if (!ok)
        err_set(&err, ERR_FICHIER, "sortie standard : %s", strerror(errno));
    return ok || lineaire_refuse(&err);
}

/* On stderr when stdout has the note. */
static void tell(const struct attestation *a, int64_t temps)
{
    struct buf s = {0};
    const char *entrees = a->point.taille > 1 ? "entrées" : "entrée";
    buf_puts(&s, "Attesté le ");
    instant_put_fr(&s, temps);
    buf_puts(&s, " : le journal ");
    text_clean(&s, span_of(a->point.origine), 0);
    buf_putf(&s, " a %" PRIu64 " %s", a->point.taille, entrees);
    if (!a->has_vu)
        buf_puts(&s, " ; c’est la première fois que ce témoin le voit.\n");
    else if (a->point.taille == a->vu.taille)
        buf_puts(&s, ", celles déjà vues et aucune autre.\n");
    else
        buf_putf(&s, " et prolonge, preuve faite, celui de %" PRIu64 " déjà vu.\n", a->vu.taille);
    fputs(buf_text(&s), a->options->sortie ? stdout : stderr);
    buf_free(&s);
}

/* Remembers before it lets the signature out: what a witness signed, he must never contradict. */
static bool sign(struct attestation *a, struct memoire *m)
{
    struct err err = {0};
    int64_t temps = time(NULL);
    if (!check_past(a, m))
        return false;
    if (!memoire_agrees(m, &a->point))
        return denounce(a, "ce journal contredit un point de contrôle déjà vu");
    if (!cosign(a, temps))
        return false;
    if (!memoire_keep(m, &err))
        return lineaire_refuse(&err);
    if (!write_note(a))
        return false;
    tell(a, temps);
    return true;
}

static bool attest(struct attestation *a)
{
    struct err err = {0};
    if (!read_point(a) || !check_note(a))
        return false;
    struct memoire *m = memoire_open_sure(&err);
    if (!m)
        return lineaire_refuse(&err);
    bool done = sign(a, m);
    memoire_close(m);
    return done;
}

/* ---- the command -------------------------------------------------------------------------------- */

struct reponses {
    char identifiant[INVITE_SIZE], mot_de_passe[INVITE_SIZE];
};

static bool login(struct lineaire *l)
{
    struct reponses *r = secret_alloc(sizeof *r);
    bool done = false;
    if (r) {
        secret_wipe(r, sizeof *r);
        done = invite("Identifiant", r->identifiant, false) &&
               invite("Mot de passe", r->mot_de_passe, true) &&
               lineaire_session(l, span_of(r->identifiant), span_of(r->mot_de_passe));
    }
    secret_free(r);
    return done;
}

static bool attest_online(struct attestation *a, const struct options *o)
{
    struct lineaire *l = &a->l;
    bool done = false;
    client_catch_signals(); /* the echo of the terminal comes back, the session is ended */
    if (lineaire_open(l, o, o->api.serveur) && login(l)) {
        done = attest(a);
        lineaire_logout(l);
    }
    lineaire_close(l);
    return done;
}

/* What can be refused before a password is asked. */
static bool prepare(struct attestation *a)
{
    const char *fichier = a->options->cle, *sortie = a->options->sortie;
    struct err err = {0};
    size_t count;
    a->sceau = sceau_open(fichier, NULL, &err);
    if (!a->sceau)
        return lineaire_refuse(&err);
    const struct note_cle *mienne = sceau_cles(a->sceau, &count);
    if (mienne->type != NOTE_COSIGNATURE) {
        err_set(&err, ERR_DONNEES,
                "%s : ce n’est pas une clé de témoin (« cdap temoin cle creer »)", fichier);
        return lineaire_refuse(&err);
    }
    a->cles.cles[a->cles.count++] = *mienne;
    if (!sortie || access(sortie, F_OK) != 0)
        return true;
    err_set(&err, ERR_FICHIER, "%s : ce fichier est déjà là", sortie);
    return lineaire_refuse(&err);
}

int temoin(const struct options *o)
{
    struct attestation a = {.options = &o->temoin};
    if (o->temoin.cle_count == 0)
        return misuse("la clé publique du journal n’est pas dite : --cle CLE");
    for (size_t i = 0; i < o->temoin.cle_count; i++)
        if (a.cles.count == NOTE_CLES_MAX - 1 || !cles_add(&a.cles, o->temoin.cles[i]))
            return misuse(
                "la clé donnée n’est pas une clé publique de journal (« cdapd cle montrer »)");
    if (!o->temoin.cle)
        return misuse("la clé du témoin n’est pas dite : --cle-temoin FICHIER");
    if (o->temoin.coherence && !o->temoin.point)
        return misuse("--coherence ne sert qu’avec --point");
    bool done = prepare(&a) && (o->temoin.point ? attest(&a) : attest_online(&a, o));
    sceau_close(a.sceau);
    buf_free(&a.note);
    return done ? 0 : 1;
}
