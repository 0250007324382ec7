/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ours read by another implementation, theirs read by us, to the byte: Go's golang.org/x/mod/sumdb.
 * Skipped where Go or that module is not installed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cdap/base/file.h>
#include <cdap/journal/preuve.h>
#include <cdap/journal/sceau.h>

#include "arbre_kit.h"
#include "suite.h"

#define TAILLE    40
#define NOM       "cdap.exemple.fr"
#define PROGRAMME "build/go/journal"
#define GO                                                                            \
    "GO111MODULE=off GOPATH=/usr/share/gocode GOFLAGS=-mod=mod GOCACHE=$PWD/build/go" \
    " go build -o " PROGRAMME " tests/ailleurs/journal.go"

static char *dir;

static void put(const char *nom, struct buf *texte)
{
    char path[FILE_PATH_MAX];

    ck_assert(path_join(path, dir, nom) && file_write_new(path, buf_span(texte), 0600, NULL));
    buf_free(texte);
}

static void get(const char *nom, struct buf *out)
{
    char path[FILE_PATH_MAX];

    ck_assert(path_join(path, dir, nom) && file_read(path, 1000000, out, NULL));
}

/* The line that the other side writes too. */
static void put_line(struct buf *out, char genre, size_t m, size_t n, const hachage *h, size_t len)
{
    struct buf preuve = {0};

    buf_putf(out, "%c %zu %zu", genre, m, n);
    preuve_put(&preuve, (struct span){0}, 0, h, len, (struct span){0});
    for (char *l = strchr(strstr(preuve.data, "index"), '\n') + 1; *l != '\n';
         l = strchr(l, '\n') + 1)
        buf_putf(out, " %.44s", l);
    buf_putc(out, '\n');
    buf_free(&preuve);
}

static void put_preuves(struct arbre *a)
{
    struct merkle_lecteur l = arbre_lecteur(a);
    hachage h[MERKLE_PREUVE_MAX];
    struct buf out = {0};
    struct merkle f;
    size_t len;

    for (size_t n = 1; n <= TAILLE; n++) {
        ck_assert(merkle_load(&f, n, &l));
        merkle_root(&f, h[0]);
        put_line(&out, 'R', n, n, (const hachage *)h, 1);
        for (size_t m = 0; m < n; m++) {
            ck_assert(merkle_prove_inclusion(m, n, &l, h, &len));
            put_line(&out, 'I', m, n, (const hachage *)h, len);
            ck_assert(merkle_prove_consistency(m + 1, n, &l, h, &len));
            put_line(&out, 'C', m + 1, n, (const hachage *)h, len);
        }
    }
    put("preuves.c", &out);
}

static void put_notes(struct arbre *a, const struct sceau *sceau, const struct sceau *temoin)
{
    struct merkle_lecteur l = arbre_lecteur(a);
    struct point p = {.taille = TAILLE, .origine = NOM "/journal-2026"};
    struct buf texte = {0}, note = {0}, preuve = {0}, arbre = {0};
    hachage h[MERKLE_PREUVE_MAX];
    size_t len;

    merkle_root(&a->frontiere, p.racine);
    point_put(&texte, &p);
    ck_assert(sceau_sign(sceau, buf_span(&texte), &note));
    ck_assert(merkle_prove_inclusion(23, TAILLE, &l, h, &len));
    preuve_put(&preuve, SPAN_LIT("entrée 23"), 23, (const hachage *)h, len, buf_span(&note));
    put("preuve.c", &preuve);
    buf_put(&preuve, note.data, note.len);
    ck_assert(sceau_cosign(temoin, buf_span(&texte), 1795179789, &preuve));
    put("cosignee.c", &preuve);
    put("note.c", &note);
    strcpy(p.origine, "go.sum database tree");
    point_put(&arbre, &p);
    put("arbre.c", &arbre);
    buf_free(&texte);
}

static struct sceau *make_key(const char *fichier, const char *vkey, const char *nom,
                              enum note_type type)
{
    char path[FILE_PATH_MAX];
    struct note_cle cle;
    struct buf out = {0};
    struct sceau *s;

    ck_assert(path_join(path, dir, fichier) && sceau_create(path, span_of(nom), type, &cle, NULL));
    note_cle_put(&out, &cle);
    put(vkey, &out);
    s = sceau_open(path, NULL, NULL);
    ck_assert_ptr_nonnull(s);
    return s;
}

static void run_other_side(void)
{
    char command[FILE_PATH_MAX + 64];

    snprintf(command, sizeof command, PROGRAMME " %s", dir);
    ck_assert_int_eq(system(command), 0); /* it says what differs */
}

static struct note_cle key_of(const char *nom)
{
    struct buf vkey = {0};
    struct note_cle cle;

    get(nom, &vkey);
    ck_assert(note_cle_parse(buf_span(&vkey), &cle));
    buf_free(&vkey);
    return cle;
}

static void read_theirs(const struct arbre *a)
{
    struct note_cle cles[2] = {key_of("vkey.go"), key_of("vkey.c")}, privee;
    struct note_signature vues[2];
    struct buf note = {0}, texte = {0};
    char path[FILE_PATH_MAX];
    struct preuve p;
    struct point point;
    hachage feuille, racine;

    ck_assert(path_join(path, dir, "cle.go") && sceau_read_public(path, &privee, NULL));
    ck_assert_mem_eq(privee.publique, cles[0].publique, sizeof privee.publique);
    get("note.go", &note);
    ck_assert_int_eq(point_verify(buf_span(&note), cles, 2, &point, vues), NOTE_VALIDE);
    ck_assert(vues[0].valide && vues[1].valide);
    merkle_root(&a->frontiere, racine);
    ck_assert_mem_eq(point.racine, racine, HASH_BYTES);
    get("preuve.go", &texte);
    ck_assert(preuve_parse(buf_span(&texte), &p));
    merkle_leaf(buf_span(&p.extra), feuille);
    ck_assert(merkle_check_inclusion(feuille, p.index, point.taille, (const hachage *)p.chemin,
                                     p.longueur, point.racine));
    preuve_done(&p);
    buf_free(&note);
    buf_free(&texte);
}

START_TEST(agree_with_another_implementation_to_the_byte)
{
    struct arbre a = {0};
    struct sceau *sceau, *temoin;
    char entree[32];

    ck_assert(secret_init());
    dir = folder_make();
    for (int i = 0; i < TAILLE; i++) {
        snprintf(entree, sizeof entree, "entrée %d", i);
        arbre_add(&a, span_of(entree));
    }
    sceau = make_key("sceau.cle", "vkey.c", NOM, NOTE_ED25519);
    temoin = make_key("temoin.cle", "temoin.c", "temoin.exemple.fr", NOTE_COSIGNATURE);
    put_preuves(&a);
    put_notes(&a, sceau, temoin);
    run_other_side();
    read_theirs(&a);
    sceau_close(sceau);
    sceau_close(temoin);
    arbre_free(&a);
    folder_remove(dir);
}
END_TEST

static void add(TCase *t)
{
    tcase_add_test(t, agree_with_another_implementation_to_the_byte);
}

int main(void)
{
    if (system(
            "command -v go >/dev/null && test -d /usr/share/gocode/src/golang.org/x/mod/sumdb") !=
        0) {
        puts("golang-go et golang-golang-x-mod-dev ne sont pas installés");
        return 77;
    }
    if (system("mkdir -p build/go && " GO) != 0)
        return 1;
    return suite_main("journal_ailleurs", add);
}
