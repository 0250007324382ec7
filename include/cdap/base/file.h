/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whole files and folders of the file system, with errors that name the path. */
#ifndef CDAP_BASE_FILE_H
#define CDAP_BASE_FILE_H

#include <cdap/base/buf.h>
#include <cdap/base/err.h>

#define FILE_PATH_MAX 4096

/* Appends the whole file to `out`; refuses more than `max` bytes. */
bool file_read(const char *path, size_t max, struct buf *out, struct err *err);
/* Writes all of `data`, whatever the signals; false with errno. */
bool fd_write(int fd, struct span data);
/* Creates with `mode`, refuses an existing file; complete and synced, or not there at all. */
bool file_write_new(const char *path, struct span data, unsigned mode, struct err *err);
/* `a/b` into `out` (FILE_PATH_MAX); false when too long. */
bool path_join(char out[FILE_PATH_MAX], const char *folder, const char *name);
/* Sorted names ending in `suffix` in a folder, called one by one; stops when `each` returns false. */
bool dir_each(const char *folder, const char *suffix,
              bool (*each)(void *ctx, const char *name, const char *path, struct err *err),
              void *ctx, struct err *err);
/* Removes a folder and all below it; never follows a link. */
bool dir_remove(const char *folder, struct err *err);
/* Folder of data files named `name` ("screens", "profiles"): beside the built program
 * (../screens), else in ../share/cdap/screens of the running executable. */
bool data_dir(char out[FILE_PATH_MAX], const char *name, struct err *err);

#endif
