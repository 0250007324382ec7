/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shared by the test programs: runner, golden files, temporary folders. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cdap/base/file.h>

#include "suite.h"

int suite_main(const char *name, void (*add)(TCase *))
{
    Suite *suite = suite_create(name);
    TCase *tcase = tcase_create(name);
    tcase_set_timeout(tcase, 60);
    add(tcase);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner), run = srunner_ntests_run(runner);
    srunner_free(runner);
    return failed == 0 && run > 0 ? 0 : 1;
}

const char *build_dir(void)
{
    const char *dir = getenv("BUILD");
    return dir && *dir ? dir : "build";
}

static void show_difference(const char *name, const char *want, const char *got)
{
    int line = 1;
    while (*want && *want == *got) {
        line += *want == '\n';
        want++;
        got++;
    }
    while (line > 1 && want[-1] != '\n') {
        want--;
        got--;
    }
    ck_abort_msg("%s, ligne %d :\n  attendu « %.*s »\n  obtenu  « %.*s »", name, line,
                 (int)strcspn(want, "\n"), want, (int)strcspn(got, "\n"), got);
}

static void make_parents(const char *path)
{
    char copy[FILE_PATH_MAX];
    snprintf(copy, sizeof copy, "%s", path);
    for (char *slash = strchr(copy, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(copy, 0777);
        *slash = '/';
    }
}

void assert_golden(const char *name, const char *text)
{
    char path[FILE_PATH_MAX];
    snprintf(path, sizeof path, "tests/golden/%s", name);
    if (getenv("REGEN")) {
        make_parents(path);
        FILE *f = fopen(path, "w");
        ck_assert_ptr_nonnull(f);
        fputs(text, f);
        fclose(f);
        return;
    }
    struct buf want = {0};
    struct err err = {0};
    ck_assert_msg(file_read(path, 16u << 20, &want, &err), "%s", err.detail);
    if (strcmp(buf_text(&want), text) != 0)
        show_difference(name, buf_text(&want), text);
    buf_free(&want);
}

char *folder_make(void)
{
    const char *base = getenv("TMPDIR");
    char path[FILE_PATH_MAX];
    snprintf(path, sizeof path, "%s/cdap-test-XXXXXX", base && *base ? base : "/tmp");
    ck_assert_ptr_nonnull(mkdtemp(path));
    return strdup(path);
}

void folder_remove(char *path)
{
    struct err err = {0};
    if (path)
        ck_assert_msg(dir_remove(path, &err), "%s", err.detail);
    free(path);
}
