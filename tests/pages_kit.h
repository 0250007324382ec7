/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pages for tests: a dossier of the project drawn as it would be exported, and words compared. */
#ifndef TESTS_PAGES_KIT_H
#define TESTS_PAGES_KIT_H

#include <cdap/export/export.h>
#include <cdap/screen/pages.h>

/* How the data of every export test was collected: 20/11/2026, 14:03:09 in Paris. */
extern const struct collecte collecte_d_essai;

/* Pages of `rows` × `cols` (0: A4) of what `profil` leaves of the rich dossier of the tests. */
void pages_riches(struct liasse *out, const char *profil, int rows, int cols);
/* The same of a dossier's JSON text, every key of which the tests' own screen « essai » may draw. */
void pages_essai(struct liasse *out, const char *blocs, const char *dossier, int rows, int cols);

/* The file of a writer; fails the test when it refuses. */
void ecrit(const struct writer *w, const struct liasse *l, struct buf *out);

/* The words of a text, one per line, in order: what stands between blanks (no-break ones too);
 * pieces of lines and charts drawn with characters are no words. */
void mots_de(struct span text, struct buf *out);
/* The words of all the sheets. */
void mots_de_liasse(const struct liasse *l, struct buf *out);
/* Fails and shows the first word that differs. */
void assert_memes_mots(const struct buf *want, const struct buf *got);
/* The same, whatever their order. */
void assert_memes_mots_tries(struct buf *want, struct buf *got);

/* True when a program of that name is in PATH. */
bool programme_present(const char *nom);
/* The text of a PDF, as pdftotext finds it; only where programme_present says that it is there. */
void put_pdf_text(const struct buf *pdf, struct buf *out);

#endif
