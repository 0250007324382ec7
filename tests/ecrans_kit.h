/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Screens for tests: the real ones, or one written in the test; tabs drawn as text. */
#ifndef TESTS_ECRANS_KIT_H
#define TESTS_ECRANS_KIT_H

#include <cdap/screen/ecran.h>

/* 20/11/2026, the day of every screen test. */
extern const struct date jour_d_essai;

/* The screens of the project, as a server serves them. */
struct ecrans *ecrans_reels(void);
void ecrans_put(struct buf *out); /* the body they are served in; appended */
/* What a profile leaves of a whole dossier (JSON text): read, or appended as text. */
struct json *reponse_de(const char *profil, struct span dossier);
void reponse_put(const char *profil, struct span dossier, struct buf *out);
/* One screen « essai », present when "e" is in the dossier, with these blocks (JSON items) and the
 * list {"code":{"A":"premier","B":"second"}}. NULL with `err` when it is refused. */
struct ecrans *ecrans_essai(const char *blocs, struct err *err);
struct json *json_de(const char *text);

/* The whole tab as text, each line ended by \n. `options` NULL: nothing but the width. */
void planche_texte(const struct ecrans *es, const struct ecran *e, const struct json *dossier,
                   const struct planche_options *options, int largeur, struct buf *out);
/* The tab « essai » of these blocks and this dossier, on 60 columns; free the result. */
char *essai_texte(const char *blocs, const char *dossier);

const struct ecran *ecran_nomme(const struct ecrans *es, const char *nom);

#endif
