/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files of an export: all of them with their proof, or nothing at all. */
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cdap/base/secret.h>
#include <cdap/export/export.h>

#include "suite.h"

static char *folder;

static void setup(void)
{
    secret_init();
    folder = folder_make();
}

static void teardown(void)
{
    folder_remove(folder);
}

static int entries(void)
{
    int count = 0;
    DIR *d = opendir(folder);
    for (struct dirent *e; (e = readdir(d));)
        count += strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0;
    closedir(d);
    return count;
}

static void path_to(char out[FILE_PATH_MAX], const char *name)
{
    ck_assert(path_join(out, folder, name));
}

static void check_file(const char *name, const char *want)
{
    char path[FILE_PATH_MAX];
    struct buf text = {0};
    struct err err = {0};
    struct stat st;
    path_to(path, name);
    ck_assert_msg(file_read(path, 1 << 20, &text, &err), "%s", err.detail);
    ck_assert_str_eq(buf_text(&text), want);
    ck_assert_int_eq(stat(path, &st), 0);
    ck_assert_uint_eq(st.st_mode & 07777, 0600);
    ck_assert_uint_eq(st.st_nlink, 1);
    buf_free(&text);
}

static void put_file(const char *name, const char *text)
{
    char path[FILE_PATH_MAX];
    struct err err = {0};
    path_to(path, name);
    ck_assert_msg(file_write_new(path, span_of(text), 0644, &err), "%s", err.detail);
}

START_TEST(refuse_a_folder_that_is_not_there)
{
    struct depot d;
    struct err err = {0};
    ck_assert(!depot_open(&d, "/nulle/part", &err));
    ck_assert_int_eq(err.code, ERR_FICHIER);
    ck_assert_ptr_nonnull(strstr(err.detail, "n’existe pas"));
    depot_close(&d);
}
END_TEST

START_TEST(refuse_a_file_as_a_folder)
{
    struct depot d;
    struct err err = {0};
    char path[FILE_PATH_MAX];
    put_file("fichier", "x");
    path_to(path, "fichier");
    ck_assert(!depot_open(&d, path, &err));
    ck_assert_ptr_nonnull(strstr(err.detail, "pas un dossier"));
    depot_close(&d);
}
END_TEST

START_TEST(refuse_a_folder_that_cannot_be_written)
{
    struct depot d;
    struct err err = {0};
    if (geteuid() == 0)
        ck_assert_int_eq(seteuid(65534), 0); /* root may write anywhere */
    ck_assert(!depot_open(&d, "/", &err));
    ck_assert_int_eq(err.code, ERR_FICHIER);
    ck_assert_ptr_nonnull(strstr(err.detail, "droit d’écrire"));
    depot_close(&d);
    if (getuid() == 0)
        ck_assert_int_eq(seteuid(0), 0);
}
END_TEST

START_TEST(leave_nothing_when_the_disk_is_full)
{
    struct depot d;
    struct err err = {0};
    struct rlimit was, small;
    char big[8192];
    memset(big, 'x', sizeof big);
    ck_assert(depot_open(&d, folder, &err));
    ck_assert(depot_add(&d, "petit", "txt", SPAN_LIT("court"), &err));
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &was);
    small = was;
    small.rlim_cur = 4096;
    setrlimit(RLIMIT_FSIZE, &small);
    ck_assert(!depot_add(&d, "grand", "txt", (struct span){big, sizeof big}, &err));
    setrlimit(RLIMIT_FSIZE, &was);
    ck_assert_int_eq(err.code, ERR_FICHIER);
    depot_close(&d);
    ck_assert_int_eq(entries(), 0);
}
END_TEST

START_TEST(leave_nothing_when_killed)
{
    int fd = open(folder, O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600);
    if (fd < 0)
        return; /* this file system gives every file a name */
    close(fd);
    pid_t child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0) {
        struct depot d;
        struct err err = {0};
        if (depot_open(&d, folder, &err) && depot_add(&d, "copie", "txt", SPAN_LIT("court"), &err))
            raise(SIGKILL);
        _exit(1);
    }
    int status;
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert(WIFSIGNALED(status));
    ck_assert_int_eq(entries(), 0);
}
END_TEST

START_TEST(leave_nothing_when_given_up)
{
    struct depot d;
    struct err err = {0};
    ck_assert(depot_open(&d, folder, &err));
    ck_assert(depot_add(&d, "copie", "pdf", SPAN_LIT("un"), &err));
    ck_assert(depot_add(&d, "copie", "txt", SPAN_LIT("deux"), &err));
    depot_close(&d);
    ck_assert_int_eq(entries(), 0);
}
END_TEST

START_TEST(place_all_or_none_when_a_name_is_taken_meanwhile)
{
    struct depot d;
    struct err err = {0};
    ck_assert(depot_open(&d, folder, &err));
    ck_assert(depot_add(&d, "copie", "pdf", SPAN_LIT("un"), &err));
    ck_assert(depot_add(&d, "copie", "txt", SPAN_LIT("deux"), &err));
    char path[FILE_PATH_MAX];
    path_to(path, "copie.txt");
    ck_assert(file_write_new(path, SPAN_LIT("à un autre"), 0600, &err));
    ck_assert(!depot_commit(&d, SPAN_LIT("preuve"), &err));
    depot_close(&d);
    ck_assert_int_eq(entries(), 1);
    check_file("copie.txt", "à un autre");
}
END_TEST

START_TEST(never_overwrite)
{
    struct depot d;
    struct err err = {0};
    put_file("copie.pdf", "ancien");
    put_file("copie-2.pdf.preuve", "ancienne preuve");
    ck_assert(depot_open(&d, folder, &err));
    ck_assert(depot_add(&d, "copie", "pdf", SPAN_LIT("un"), &err));
    ck_assert(depot_add(&d, "copie", "pdf", SPAN_LIT("deux"), &err));
    ck_assert_str_eq(d.fichiers[0].nom, "copie-3.pdf");
    ck_assert_str_eq(d.fichiers[1].nom, "copie-4.pdf");
    ck_assert(depot_commit(&d, SPAN_LIT("preuve"), &err));
    depot_close(&d);
    check_file("copie-3.pdf", "un");
    check_file("copie-4.pdf", "deux");
    ck_assert_int_eq(entries(), 6);
}
END_TEST

START_TEST(place_each_file_with_its_proof)
{
    struct depot d;
    struct err err = {0};
    unsigned char want[HASH_BYTES];
    ck_assert(depot_open(&d, folder, &err));
    ck_assert(depot_add(&d, "copie", "pdf", SPAN_LIT("contenu"), &err));
    hash_sha256(SPAN_LIT("contenu"), want);
    ck_assert_mem_eq(d.fichiers[0].sha256, want, HASH_BYTES);
    char path[FILE_PATH_MAX];
    path_to(path, "copie.pdf");
    ck_assert_int_ne(access(path, F_OK), 0); /* not before its proof is known */
    ck_assert(depot_commit(&d, SPAN_LIT("c2sp.org/tlog-proof@v1\n"), &err));
    depot_close(&d);
    check_file("copie.pdf", "contenu");
    check_file("copie.pdf.preuve", "c2sp.org/tlog-proof@v1\n");
    ck_assert_int_eq(entries(), 2);
}
END_TEST

static void add(TCase *t)
{
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, refuse_a_folder_that_is_not_there);
    tcase_add_test(t, refuse_a_file_as_a_folder);
    tcase_add_test(t, refuse_a_folder_that_cannot_be_written);
    tcase_add_test(t, leave_nothing_when_the_disk_is_full);
    tcase_add_test(t, leave_nothing_when_given_up);
    tcase_add_test(t, leave_nothing_when_killed);
    tcase_add_test(t, place_all_or_none_when_a_name_is_taken_meanwhile);
    tcase_add_test(t, never_overwrite);
    tcase_add_test(t, place_each_file_with_its_proof);
}

int main(void)
{
    return suite_main("depot", add);
}
