/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A counter where journeys happen: a real server on a private demo base, its date pinned, and
 * clients under pseudo-terminals. Each test has its own; the base is made once per program. */
#ifndef TESTS_GUICHET_H
#define TESTS_GUICHET_H

#include <sys/types.h>

#include <cdap/base/buf.h>
#include <cdap/base/file.h>

#include "relais.h"
#include "suite.h"
#include "terminal.h"

#define AUJOURDHUI   "2026-11-20"
#define MOT_DE_PASSE "consultation-de-demonstration"

struct guichet {
    char *dossier; /* private folder: base, socket, what the server says */
    char donnees[FILE_PATH_MAX], prise[FILE_PATH_MAX], dits[FILE_PATH_MAX];
    char adresse[FILE_PATH_MAX]; /* where the server says it listens */
    pid_t cdapd;                 /* 0 = stopped */
    struct relais *relais;
};

/* Runs the tests of a program between the making of the base and its removal. */
int guichet_main(const char *name, void (*add)(TCase *));

/* A fresh copy of the demo base, no server yet. */
void guichet_init(struct guichet *g);
/* Imports NDJSON into it; the output of the command is checked to be that of a success. */
void guichet_import(struct guichet *g, const struct buf *ndjson);
/* Gives an agent one profile more, under a second convention of his organisme. */
void guichet_habilite(struct guichet *g, const char *identifiant, const char *profil);
/* Ends every session, as time would. */
void guichet_end_sessions(struct guichet *g);
/* Starts the server and waits until it listens. */
void guichet_serve(struct guichet *g);
/* The same at that address, with more options (NULL-terminated, may be NULL); clients then speak
 * https unless it is a Unix socket. */
void guichet_serve_at(struct guichet *g, const char *ecoute, const char *const options[]);
/* Init and serve. */
void guichet_open(struct guichet *g);
/* Puts a relay between the clients started from now on and the server. */
void guichet_interpose(struct guichet *g);
/* Freezes and thaws the server: the slowest of all answers. */
void guichet_freeze(struct guichet *g);
void guichet_thaw(struct guichet *g);
/* Ends the server with that signal and waits for it. Its wait status. */
int guichet_stop(struct guichet *g, int signal);
/* All that the server wrote on stderr. */
void guichet_put_dits(const struct guichet *g, struct buf *out);
/* Stops what runs, removes the folder. */
void guichet_close(struct guichet *g);

/* A client of this server; `env` and `options` are NULL-terminated, may be NULL. */
struct terminal *guichet_client(const struct guichet *g, int rows, int cols,
                                const char *const options[], const char *const env[]);

/* Runs a program of the build ("cdap", "cdapd") to its end; stdout and stderr are appended to `out`
 * and `err` (may be NULL: not kept). Its exit status, or 128 + its signal. */
int run_program(const char *program, const char *const args[], struct buf *out, struct buf *err);

#endif
