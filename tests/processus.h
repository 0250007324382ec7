/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the system shows of running programs: their command lines, and when they end. */
#ifndef TESTS_PROCESSUS_H
#define TESTS_PROCESSUS_H

#include <stdbool.h>
#include <sys/types.h>

/* Processes, this one excepted, whose command line holds the text; returns how many, the first
 * `max` of them in `out`. Zombies have no command line and are not found. */
int processus_find(const char *text, pid_t *out, int max);
/* Some argument of that process holds the text. False when the process is gone. */
bool processus_argument_holds(pid_t pid, const char *text);
/* Waits for a process that may not be ours; false at the deadline of terminal.h. */
bool processus_await_end(pid_t pid);
/* Names left in a folder, hidden ones too. */
int folder_count(const char *path);

#endif
