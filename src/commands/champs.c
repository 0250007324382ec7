/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads the dictionary of the dossier from its file. */
#include <cdap/base/file.h>

#include "champs.h"

#define CHAMPS_SIZE_MAX (4u << 20)

struct dictionnaire *champs_load(const char *profils, struct err *err)
{
    char folder[FILE_PATH_MAX], path[FILE_PATH_MAX];
    struct dictionnaire *d = NULL;
    struct buf json = {0};

    if (!profils && !data_dir(folder, "profiles", err))
        return NULL;
    if (!path_join(path, profils ? profils : folder, "champs.json")) {
        err_set(err, ERR_FICHIER, "le chemin des profils est trop long");
        return NULL;
    }
    if (file_read(path, CHAMPS_SIZE_MAX, &json, err))
        d = dictionnaire_load(buf_span(&json), err);
    buf_free(&json);
    return d;
}
