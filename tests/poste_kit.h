/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The whole client without terminal nor network: a test presses keys, sees the calls that leave,
 * answers them, and reads the grid. */
#ifndef TESTS_POSTE_KIT_H
#define TESTS_POSTE_KIT_H

#include "../src/views/poste.h"

struct kit_poste {
    struct options options;
    struct poste poste;
    struct grid grid;
    struct cursor cursor;
    /* the call in flight */
    bool flying;
    char method[8], path[64];
    struct buf body;
    unsigned calls, cancels;
    char jeton[64]; /* the session's token, "" when there is none */
};

/* A client on a screen of that size, on the login view, 20/11/2026 at 14:03 in Paris. */
void poste_kit_open(struct kit_poste *k, int rows, int cols);
void poste_kit_close(struct kit_poste *k);

void kit_type(struct kit_poste *k, const char *text);
void kit_key(struct kit_poste *k, touche_t touche);
void kit_keys(struct kit_poste *k, touche_t touche, int times);
/* Answers the call in flight, which must be this one. */
void kit_answer(struct kit_poste *k, const char *path, const char *body);
void kit_refuse(struct kit_poste *k, const char *path, enum err_code code, const char *champ);
void kit_wait(struct kit_poste *k, int64_t ms); /* the clock moves */
void kit_resize(struct kit_poste *k, int rows, int cols);

/* Logs in with these profiles ("T2", "TD", "T2 TD"); the search is then on top. */
void kit_login(struct kit_poste *k, const char *profils);
/* From an empty search, opens a demo family as the current profile shows it. */
void kit_open_dossier(struct kit_poste *k, const char *numero);

/* What the screen shows now, a line of it, whether it shows a text, whose name is on top. */
const char *kit_screen(struct kit_poste *k);
bool kit_shows(struct kit_poste *k, const char *text);
const char *kit_top(const struct kit_poste *k);
void kit_golden(struct kit_poste *k, const char *name);

#endif
