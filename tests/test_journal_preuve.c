/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Proofs and files changed by one byte are all refused, genuine ones are all accepted, and each
 * refusal says what is wrong. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cdap/base/file.h>

#include "atelier_kit.h"
#include "suite.h"

#define NOM       SPAN_LIT("cdap.exemple.fr")
#define MUTATIONS 12000
#define FICHIER   400 /* bytes of the file that is proved */

static uint64_t draw(struct atelier *a, uint64_t below)
{
    a->hasard = a->hasard * 6364136223846793005u + 1442695040888963407u;
    return (a->hasard >> 33) % below;
}

static enum verdict verify(struct atelier *a, struct span preuve, struct span fichier)
{
    struct verification v;
    hachage h;

    hash_sha256(fichier, h);
    preuve_verify(preuve, &a->cle, 1, h, &v);
    verification_done(&v);
    return v.verdict;
}

START_TEST(say_precisely_what_is_wrong)
{
    struct span fichier = SPAN_LIT("un fichier"), autre = SPAN_LIT("un autre");
    struct buf preuve = {0}, seconde = {0}, melange = {0};
    struct atelier a;
    struct note_cle inconnue;
    struct verification v;
    hachage h;
    char *at;

    atelier_open(&a);
    hash_sha256(fichier, h);
    atelier_prove(&a, fichier, ACTE_EXPORT, 5, 6, &preuve);
    ck_assert_int_eq(verify(&a, buf_span(&preuve), fichier), VERDICT_VALIDE);
    ck_assert_int_eq(verify(&a, buf_span(&preuve), autre), VERDICT_FICHIER_ALTERE);

    inconnue = a.cle;
    inconnue.id ^= 1;
    ck_assert_int_eq(preuve_verify(buf_span(&preuve), &inconnue, 1, h, &v), VERDICT_CLE_INCONNUE);
    ck_assert_int_eq(preuve_verify(buf_span(&preuve), NULL, 0, h, &v), VERDICT_CLE_INCONNUE);
    inconnue = a.cle;
    inconnue.publique[7] ^= 1;
    ck_assert_int_eq(preuve_verify(buf_span(&preuve), &inconnue, 1, h, &v),
                     VERDICT_SIGNATURE_FAUSSE);

    at = strstr(preuve.data, "index 5");
    at[6] = '4';
    ck_assert_int_eq(verify(&a, buf_span(&preuve), fichier), VERDICT_HORS_ARBRE);
    at[6] = '5';
    at = strstr(preuve.data, "/journal-2026");
    at[12] = '7';
    ck_assert_int_eq(verify(&a, buf_span(&preuve), fichier), VERDICT_SIGNATURE_FAUSSE);
    at[12] = '6';
    preuve.len--;
    ck_assert_int_eq(verify(&a, buf_span(&preuve), fichier), VERDICT_PREUVE_ILLISIBLE);
    preuve.len++;
    ck_assert_int_eq(verify(&a, (struct span){0}, fichier), VERDICT_PREUVE_ILLISIBLE);

    atelier_prove(&a, fichier, ACTE_CONSULTATION, 5, 6, &seconde);
    ck_assert_int_eq(verify(&a, buf_span(&seconde), fichier), VERDICT_PAS_UN_EXPORT);
    /* the path of one journal under the checkpoint of another */
    buf_put(&melange, preuve.data, (size_t)(strstr(preuve.data, "\n\n") - preuve.data));
    buf_puts(&melange, strstr(seconde.data, "\n\n"));
    ck_assert_int_eq(verify(&a, buf_span(&melange), fichier), VERDICT_HORS_ARBRE);
    /* without the entry */
    buf_reset(&melange);
    buf_put(&melange, preuve.data, (size_t)(strstr(preuve.data, "extra") - preuve.data));
    buf_puts(&melange, strstr(preuve.data, "index"));
    ck_assert_int_eq(verify(&a, buf_span(&melange), fichier), VERDICT_SANS_ENTREE);
    for (int i = 0; i < VERDICT_COUNT; i++)
        ck_assert(verdict_word((enum verdict)i)[0] && verdict_text((enum verdict)i)[0]);
    buf_free(&preuve);
    buf_free(&seconde);
    buf_free(&melange);
    atelier_close(&a);
}
END_TEST

START_TEST(tell_who_when_and_what)
{
    struct span fichier = SPAN_LIT("un fichier");
    struct buf preuve = {0};
    struct atelier a;
    struct verification v;
    hachage h;

    atelier_open(&a);
    hash_sha256(fichier, h);
    atelier_prove(&a, fichier, ACTE_EXPORT, 70, 3, &preuve);
    ck_assert_int_eq(preuve_verify(buf_span(&preuve), &a.cle, 1, h, &v), VERDICT_VALIDE);
    ck_assert_str_eq(v.point.origine, "cdap.exemple.fr/journal-2026");
    ck_assert_uint_eq(v.point.taille, 74);
    ck_assert_uint_eq(v.index, 70);
    ck_assert_str_eq(v.entree.acte, "export");
    ck_assert_int_eq(v.entree.entree.temps, 1795179789);
    ck_assert(span_is(v.entree.entree.agent, "agent.ccas"));
    ck_assert(span_is(v.entree.entree.organisme, "13002526500013"));
    ck_assert(span_is(v.entree.entree.profil, "T2"));
    ck_assert_uint_eq(v.entree.entree.recu, 1204);
    ck_assert_uint_eq(v.entree.entree.fichier_count, 1);
    ck_assert_mem_eq(v.entree.entree.fichiers[0], h, HASH_BYTES);
    verification_done(&v);
    buf_free(&preuve);
    atelier_close(&a);
}
END_TEST

/* One byte of the proof (entry, index, path, checkpoint, signature) or of the file, anywhere, to any
 * other value; and before each one the genuine pair. */
START_TEST(detect_every_change_of_one_byte)
{
    char fichier[FICHIER];
    struct buf preuve = {0};
    struct atelier a;
    unsigned missed = 0, alarms = 0;

    atelier_open(&a);
    a.hasard = 2026;
    for (int i = 0; i < MUTATIONS; i++) {
        struct span f = {fichier, sizeof fichier};
        size_t at;
        char *byte;

        if (i % 500 == 0) { /* another file, another tree */
            random_bytes(fichier, sizeof fichier);
            buf_reset(&preuve);
            atelier_prove(&a, f, ACTE_EXPORT, draw(&a, 300), draw(&a, 300), &preuve);
        }
        alarms += verify(&a, buf_span(&preuve), f) != VERDICT_VALIDE;
        at = draw(&a, preuve.len + sizeof fichier);
        byte = at < preuve.len ? &preuve.data[at] : &fichier[at - preuve.len];
        char before = *byte;
        *byte = (char)(before ^ (char)(1 + draw(&a, 255)));
        missed += verify(&a, buf_span(&preuve), f) == VERDICT_VALIDE;
        *byte = before;
    }
    ck_assert_uint_eq(missed, 0);
    ck_assert_uint_eq(alarms, 0);
    buf_free(&preuve);
    atelier_close(&a);
}
END_TEST

/* A checkpoint by itself, each byte of it to every other value. */
START_TEST(detect_every_change_of_a_checkpoint)
{
    struct buf note = {0};
    struct atelier a;
    struct point p;
    unsigned tried = 0;

    atelier_open(&a);
    atelier_fill(&a, 100);
    atelier_sign(&a, &note);
    ck_assert_int_eq(point_verify(buf_span(&note), &a.cle, 1, &p, NULL), NOTE_VALIDE);
    for (size_t i = 0; i < note.len; i++)
        for (int x = 1; x < 256; x += 3, tried++) {
            char before = note.data[i];

            note.data[i] = (char)(before ^ (char)x);
            ck_assert_msg(point_verify(buf_span(&note), &a.cle, 1, &p, NULL) != NOTE_VALIDE,
                          "byte %zu ^ %d", i, x);
            note.data[i] = before;
        }
    ck_assert_uint_ge(tried, 10000);
    buf_free(&note);
    atelier_close(&a);
}
END_TEST

START_TEST(survive_cut_and_doubled_proofs)
{
    struct buf preuve = {0}, deux = {0};
    struct atelier a;

    atelier_open(&a);
    atelier_prove(&a, SPAN_LIT("f"), ACTE_EXPORT, 20, 20, &preuve);
    for (size_t len = 0; len < preuve.len; len++) {
        char *exact = malloc(len + 1); /* a read past the end is seen */

        ck_assert_ptr_nonnull(exact);
        memcpy(exact, preuve.data, len);
        ck_assert_int_ne(verify(&a, (struct span){exact, len}, SPAN_LIT("f")), VERDICT_VALIDE);
        free(exact);
    }
    buf_put(&deux, preuve.data, preuve.len);
    buf_put(&deux, preuve.data, preuve.len);
    ck_assert_int_ne(verify(&a, buf_span(&deux), SPAN_LIT("f")), VERDICT_VALIDE);
    buf_free(&preuve);
    buf_free(&deux);
    atelier_close(&a);
}
END_TEST

static void add(TCase *t)
{
    tcase_add_test(t, say_precisely_what_is_wrong);
    tcase_add_test(t, survive_cut_and_doubled_proofs);
    tcase_add_test(t, detect_every_change_of_one_byte);
    tcase_add_test(t, detect_every_change_of_a_checkpoint);
    tcase_add_test(t, tell_who_when_and_what);
}

int main(void)
{
    return suite_main("journal_preuve", add);
}
