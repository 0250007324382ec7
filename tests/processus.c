/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads /proc, and waits on processes by descriptor. */
#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "processus.h"
#include "suite.h"
#include "terminal.h"

bool processus_argument_holds(pid_t pid, const char *text)
{
    char path[64], args[8192];
    snprintf(path, sizeof path, "/proc/%d/cmdline", (int)pid);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? 0 : read(fd, args, sizeof args);
    if (fd >= 0)
        close(fd);
    return n > 0 && memmem(args, (size_t)n, text, strlen(text)) != NULL;
}

int processus_find(const char *text, pid_t *out, int max)
{
    int count = 0;
    DIR *dir = opendir("/proc");
    ck_assert_ptr_nonnull(dir);
    for (struct dirent *e; (e = readdir(dir));) {
        pid_t pid = (pid_t)atoi(e->d_name);
        if (!isdigit((unsigned char)e->d_name[0]) || pid == getpid() ||
            !processus_argument_holds(pid, text))
            continue;
        if (count < max)
            out[count] = pid;
        count++;
    }
    closedir(dir);
    return count;
}

bool processus_await_end(pid_t pid)
{
    int fd = (int)syscall(SYS_pidfd_open, pid, 0);
    if (fd < 0)
        return true; /* gone already */
    struct pollfd end = {.fd = fd, .events = POLLIN};
    int ready = poll(&end, 1, TERMINAL_DEADLINE_S * 1000);
    close(fd);
    return ready == 1;
}

int folder_count(const char *path)
{
    int count = 0;
    DIR *dir = opendir(path);
    ck_assert_ptr_nonnull(dir);
    for (struct dirent *e; (e = readdir(dir));)
        count += strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0;
    closedir(dir);
    return count;
}
