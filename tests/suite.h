/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The few lines that every test program shares. */
#ifndef TESTS_SUITE_H
#define TESTS_SUITE_H

#include <check.h>

/* Runs the tests that `add` puts in the case; the exit status of the program. Each test has its own
 * process, so that one crash names one test, and 60 s. */
int suite_main(const char *name, void (*add)(TCase *));

/* Folder of the build under test (environment BUILD, "build" by default). */
const char *build_dir(void);

/* The text equals the golden file tests/golden/NAME; with REGEN=1 in the environment the file is
 * rewritten instead. On a difference the first unequal line is shown and the test fails. */
void assert_golden(const char *name, const char *text);

/* A new private folder under $TMPDIR (free the name); folder_remove takes it away. */
char *folder_make(void);
void folder_remove(char *path);

#endif
