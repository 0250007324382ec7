/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signed notes, checkpoints, keys: one made elsewhere, then what must be refused. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cdap/base/file.h>
#include <cdap/journal/point.h>
#include <cdap/journal/sceau.h>

#include "suite.h"

#define NOM SPAN_LIT("cdap.exemple.fr")

/* A key and a note made by Go's golang.org/x/mod/sumdb/note. */
#define VKEY_NOM "exemple.fr/essai"
#define VKEY_B64 "AVE7RPbUjRA3RdJDwkN1/aQjoIze/3UrbAcs3nlFbl1L"
static const char vkey_ailleurs[] = VKEY_NOM "+475183ae+" VKEY_B64;
static const char note_ailleurs[] = "Une note d’essai,\n\nsur deux lignes et une vide.\n\n"
                                    "\xe2\x80\x94 exemple.fr/essai "
                                    "R1GDroZnKEXY8x+9DWtCpx0WEzIZYpKsOug2Iene0nJt08EzP1/"
                                    "esiGc7TBsjeh+37hJmmBGHPjVwPqJOkjnptRoPg8=\n";

struct atelier {
    char *dir;
    char cle[FILE_PATH_MAX], ancienne[FILE_PATH_MAX], temoin[FILE_PATH_MAX];
};

static void atelier_open(struct atelier *a)
{
    struct err err = {0};

    ck_assert(secret_init());
    a->dir = folder_make();
    ck_assert(path_join(a->cle, a->dir, "sceau.cle") &&
              path_join(a->ancienne, a->dir, "ancienne.cle") &&
              path_join(a->temoin, a->dir, "temoin.cle"));
    ck_assert_msg(sceau_create(a->cle, NOM, NOTE_ED25519, NULL, &err), "%s", err.detail);
    ck_assert(sceau_create(a->ancienne, NOM, NOTE_ED25519, NULL, &err));
    ck_assert(sceau_create(a->temoin, SPAN_LIT("temoin.exemple.fr"), NOTE_COSIGNATURE, NULL, &err));
}

static struct note_cle publique(const char *chemin)
{
    struct note_cle cle;

    ck_assert(sceau_read_public(chemin, &cle, NULL));
    return cle;
}

/* A signed checkpoint of 3 entries. */
static void signed_point(const struct sceau *s, struct buf *note)
{
    struct point p = {.taille = 3};
    struct buf texte = {0};

    point_origine(p.origine, "cdap.exemple.fr", 2026);
    merkle_leaf(SPAN_LIT("racine"), p.racine);
    point_put(&texte, &p);
    ck_assert(sceau_sign(s, buf_span(&texte), note));
    buf_free(&texte);
}

START_TEST(accept_a_note_made_elsewhere)
{
    struct note_cle cle;
    struct note_signature vue;
    struct span texte;
    struct buf again = {0};

    ck_assert(note_cle_parse(span_of(vkey_ailleurs), &cle));
    ck_assert_str_eq(cle.nom, VKEY_NOM);
    ck_assert_uint_eq(cle.id, 0x475183ae);
    note_cle_put(&again, &cle);
    ck_assert_str_eq(buf_text(&again), vkey_ailleurs);
    ck_assert_int_eq(note_verify(span_of(note_ailleurs), &cle, 1, &texte, &vue), NOTE_VALIDE);
    ck_assert(vue.valide);
    ck_assert_uint_eq(texte.len, (size_t)(strstr(note_ailleurs, "\n\n\xe2") + 1 - note_ailleurs));
    buf_free(&again);
}
END_TEST

START_TEST(refuse_keys_that_are_not_of_the_one_form)
{
    static const char *const bad[] = {
        "",
        VKEY_NOM,
        VKEY_NOM "+475183ae",
        VKEY_NOM "+475183ae+",
        VKEY_NOM "+475183AE+" VKEY_B64,
        VKEY_NOM "+475183af+" VKEY_B64,
        "exemple.fr/essaj+475183ae+" VKEY_B64,
        VKEY_NOM "+475183ae+AlE7RPbUjRA3RdJDwkN1/aQjoIze/3UrbAcs3nlFbl1L",
        VKEY_NOM "+475183ae+AVE7RPbUjRA3RdJDwkN1/aQjoIze/3UrbAcs3nlFbl1",
        VKEY_NOM "+475183ae+" VKEY_B64 "\n",
        "exemple fr/essai+475183ae+" VKEY_B64,
        "+475183ae+" VKEY_B64,
    };
    struct note_cle cle;

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        ck_assert_msg(!note_cle_parse(span_of(bad[i]), &cle), "%s", bad[i]);
    ck_assert(!note_nom_valid(SPAN_LIT("a\xc2\xa0z")));     /* no-break space */
    ck_assert(!note_nom_valid(SPAN_LIT("a\xe2\x80\x83z"))); /* em space */
    ck_assert(!note_nom_valid(SPAN_LIT("a\xffz")));
    ck_assert(note_nom_valid(SPAN_LIT("déjà.fr/journal")));
}
END_TEST

START_TEST(refuse_what_is_not_a_signed_note)
{
    static const char *const bad[] = {
        "",
        "\n",
        "texte\n",
        "texte\n\n",
        "texte\n\n\n",
        "texte\n\xe2\x80\x94 nom AAAAAAAA\n",
        "texte\n\n- nom AAAAAAAA\n",
        "texte\n\n\xe2\x80\x94nom AAAAAAAA\n",
        "texte\n\n\xe2\x80\x94 nom\n",
        "texte\n\n\xe2\x80\x94 nom \n",
        "texte\n\n\xe2\x80\x94 nom AAAA\n",
        "texte\n\n\xe2\x80\x94 nom AAAAAA==\n",
        "texte\n\n\xe2\x80\x94 nom AAAAAAB=\n", /* bits that say nothing are not zero */
        "texte\n\n\xe2\x80\x94 nom AAAAAAA\n",
        "texte\n\n\xe2\x80\x94 n+m AAAAAAAA\n",
        "texte\n\n\xe2\x80\x94 nom AAAAAAAA",
        "te\txte\n\n\xe2\x80\x94 nom AAAAAAAA\n",
        "te\xffxte\n\n\xe2\x80\x94 nom AAAAAAAA\n",
        "texte\n\n\xe2\x80\x94 nom AAAAAAAA\nsuite\n",
    };
    struct note_cle cle;
    struct span texte;

    ck_assert(note_cle_parse(span_of(vkey_ailleurs), &cle));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        ck_assert_msg(note_verify(span_of(bad[i]), &cle, 1, &texte, NULL) == NOTE_ILLISIBLE,
                      "%zu: %s", i, bad[i]);
    ck_assert_int_eq(
        note_verify(SPAN_LIT("texte\n\n\xe2\x80\x94 nom AAAAAAAA\n"), &cle, 1, &texte, NULL),
        NOTE_CLE_INCONNUE);
}
END_TEST

START_TEST(cap_the_number_of_signature_lines)
{
    struct note_cle cle;
    struct span texte;
    struct buf note = {0};

    ck_assert(note_cle_parse(span_of(vkey_ailleurs), &cle));
    buf_puts(&note, note_ailleurs);
    for (int i = 1; i < NOTE_SIGNATURES_MAX; i++)
        buf_puts(&note, "\xe2\x80\x94 nom AAAAAAAA\n");
    ck_assert_int_eq(note_verify(buf_span(&note), &cle, 1, &texte, NULL), NOTE_VALIDE);
    buf_puts(&note, "\xe2\x80\x94 nom AAAAAAAA\n");
    ck_assert_int_eq(note_verify(buf_span(&note), &cle, 1, &texte, NULL), NOTE_ILLISIBLE);
    buf_free(&note);
}
END_TEST

START_TEST(split_at_the_last_empty_line)
{
    struct atelier a;
    struct sceau *s;
    struct note_cle cle;
    struct span texte;
    struct buf note = {0};

    atelier_open(&a);
    cle = publique(a.cle);
    s = sceau_open(a.cle, NULL, NULL);
    ck_assert(sceau_sign(s, SPAN_LIT("un\n\ndeux\n\n\n"), &note));
    ck_assert_int_eq(note_verify(buf_span(&note), &cle, 1, &texte, NULL), NOTE_VALIDE);
    ck_assert(span_is(texte, "un\n\ndeux\n\n\n"));
    ck_assert(!sceau_sign(s, SPAN_LIT("sans fin de ligne"), &note));
    ck_assert(!sceau_sign(s, SPAN_LIT("\x1b[31m\n"), &note));
    sceau_close(s);
    buf_free(&note);
    folder_remove(a.dir);
}
END_TEST

START_TEST(sign_with_both_keys_while_they_change_hands)
{
    struct atelier a;
    struct sceau *s;
    struct note_cle cles[2];
    struct note_signature vues[2];
    struct point p;
    struct buf note = {0};

    atelier_open(&a);
    cles[0] = publique(a.cle);
    cles[1] = publique(a.ancienne);
    ck_assert_uint_ne(cles[0].id, cles[1].id);
    s = sceau_open(a.cle, a.ancienne, NULL);
    signed_point(s, &note);
    ck_assert_int_eq(point_verify(buf_span(&note), cles, 2, &p, vues), NOTE_VALIDE);
    ck_assert(vues[0].valide && vues[1].valide);
    ck_assert_int_eq(point_verify(buf_span(&note), cles, 1, &p, NULL), NOTE_VALIDE);
    ck_assert_int_eq(point_verify(buf_span(&note), cles + 1, 1, &p, NULL), NOTE_VALIDE);
    /* one false signature of a known key is one too many, though the other is good */
    note.data[note.len - 20] = note.data[note.len - 20] == 'A' ? 'B' : 'A';
    ck_assert_int_eq(point_verify(buf_span(&note), cles, 2, &p, NULL), NOTE_SIGNATURE_FAUSSE);
    ck_assert_int_eq(point_verify(buf_span(&note), cles, 1, &p, NULL), NOTE_VALIDE);
    sceau_close(s);
    buf_free(&note);
    folder_remove(a.dir);
}
END_TEST

START_TEST(hear_a_witness_but_not_him_alone)
{
    struct atelier a;
    struct sceau *s, *temoin;
    struct note_cle cles[2];
    struct note_signature vues[2];
    struct span texte;
    struct point p;
    struct buf note = {0};

    atelier_open(&a);
    cles[0] = publique(a.cle);
    cles[1] = publique(a.temoin);
    s = sceau_open(a.cle, NULL, NULL);
    temoin = sceau_open(a.temoin, NULL, NULL);
    signed_point(s, &note);
    ck_assert_int_eq(note_verify(buf_span(&note), cles, 1, &texte, NULL), NOTE_VALIDE);
    ck_assert(sceau_cosign(temoin, texte, 1795179789, &note));
    ck_assert(!sceau_cosign(s, SPAN_LIT("texte\n"), 1795179789, &note));
    ck_assert(!sceau_sign(temoin, SPAN_LIT("texte\n"), &(struct buf){.max = 1}));
    ck_assert_int_eq(point_verify(buf_span(&note), cles, 2, &p, vues), NOTE_VALIDE);
    ck_assert(vues[0].valide && vues[1].valide);
    ck_assert_int_eq(vues[1].temps, 1795179789);
    ck_assert_int_eq(point_verify(buf_span(&note), cles + 1, 1, &p, NULL), NOTE_CLE_INCONNUE);
    sceau_close(s);
    sceau_close(temoin);
    buf_free(&note);
    folder_remove(a.dir);
}
END_TEST

START_TEST(refuse_the_checkpoint_of_another_journal)
{
    struct atelier a;
    struct sceau *s;
    struct note_cle cle;
    struct point p = {.taille = 1};
    struct buf texte = {0}, note = {0};

    atelier_open(&a);
    cle = publique(a.cle);
    s = sceau_open(a.cle, NULL, NULL);
    point_origine(p.origine, "cdap.ailleurs.fr", 2026);
    point_put(&texte, &p);
    ck_assert(sceau_sign(s, buf_span(&texte), &note));
    ck_assert_int_eq(point_verify(buf_span(&note), &cle, 1, &p, NULL), NOTE_CLE_INCONNUE);
    ck_assert_int_eq(point_annee("cdap.exemple.fr/journal-2026", "cdap.exemple.fr"), 2026);
    ck_assert_int_eq(point_annee("cdap.exemple.fr/journal-20266", "cdap.exemple.fr"), 0);
    ck_assert_int_eq(point_annee("cdap.exemple.fr/journal-26", "cdap.exemple.fr"), 0);
    ck_assert_int_eq(point_annee("cdap.exemple.f", "cdap.exemple.fr"), 0);
    sceau_close(s);
    buf_free(&texte);
    buf_free(&note);
    folder_remove(a.dir);
}
END_TEST

START_TEST(refuse_malformed_checkpoints)
{
#define RACINE "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="
    static const char *const bad[] = {
        "",
        "origine\n",
        "origine\n3\n",
        "\n3\n" RACINE "\n",
        "origine\n03\n" RACINE "\n",
        "origine\n+3\n" RACINE "\n",
        "origine\n-3\n" RACINE "\n",
        "origine\n\n" RACINE "\n",
        "origine\n18446744073709551616\n" RACINE "\n",
        "origine\n9223372036854775808\n" RACINE "\n",
        "origine\n3\n" RACINE,
        "origine\n3\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n",
        "origine\n3\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I\n",
        "origine\n3\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxqw==\n",
        "origine\n3\n" RACINE "\n\n",
    };
    struct point p;

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        ck_assert_msg(!point_parse(span_of(bad[i]), &p), "%zu: %s", i, bad[i]);
    ck_assert(point_parse(SPAN_LIT("origine\n0\n" RACINE "\nune extension\n"), &p));
    ck_assert(point_parse(SPAN_LIT("origine\n9223372036854775807\n" RACINE "\n"), &p));
    ck_assert_str_eq(p.origine, "origine");
    ck_assert_uint_eq(p.taille, INT64_MAX);
}
END_TEST

START_TEST(refuse_a_key_file_that_others_may_read)
{
    static const mode_t bad[] = {0640, 0604, 0610, 0620, 0660, 0666};
    struct atelier a;
    struct err err = {0};
    struct stat st;

    atelier_open(&a);
    ck_assert_int_eq(stat(a.cle, &st), 0);
    ck_assert_uint_eq(st.st_mode & 0777, 0600);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        ck_assert_int_eq(chmod(a.cle, bad[i]), 0);
        err = (struct err){0};
        ck_assert_ptr_null(sceau_open(a.cle, NULL, &err));
        ck_assert(strstr(err.detail, "d’autres peuvent lire") != NULL);
    }
    ck_assert_int_eq(chmod(a.cle, 0600), 0);
    err = (struct err){0};
    ck_assert(!sceau_create(a.cle, NOM, NOTE_ED25519, NULL, &err)); /* never replaced */
    ck_assert_int_eq(err.code, ERR_FICHIER);
    ck_assert(unlink(a.temoin) == 0 && symlink(a.cle, a.temoin) == 0);
    ck_assert_ptr_null(sceau_open(a.temoin, NULL, NULL));
    folder_remove(a.dir);
}
END_TEST

START_TEST(refuse_a_damaged_key_file)
{
    struct atelier a;
    struct buf file = {0};
    struct note_cle cle;

    atelier_open(&a);
    ck_assert(file_read(a.cle, 1000, &file, NULL));
    for (size_t i = 0; i < file.len; i++) {
        char before = file.data[i];

        file.data[i] = (char)(before ^ 1);
        unlink(a.cle);
        ck_assert(file_write_new(a.cle, buf_span(&file), 0600, NULL));
        ck_assert_msg(!sceau_read_public(a.cle, &cle, NULL), "byte %zu", i);
        file.data[i] = before;
    }
    buf_free(&file);
    folder_remove(a.dir);
}
END_TEST

static void add(TCase *t)
{
    tcase_add_test(t, refuse_keys_that_are_not_of_the_one_form);
    tcase_add_test(t, refuse_what_is_not_a_signed_note);
    tcase_add_test(t, refuse_malformed_checkpoints);
    tcase_add_test(t, refuse_the_checkpoint_of_another_journal);
    tcase_add_test(t, refuse_a_key_file_that_others_may_read);
    tcase_add_test(t, refuse_a_damaged_key_file);
    tcase_add_test(t, cap_the_number_of_signature_lines);
    tcase_add_test(t, accept_a_note_made_elsewhere);
    tcase_add_test(t, split_at_the_last_empty_line);
    tcase_add_test(t, sign_with_both_keys_while_they_change_hands);
    tcase_add_test(t, hear_a_witness_but_not_him_alone);
}

int main(void)
{
    return suite_main("journal_note", add);
}
