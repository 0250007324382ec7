/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plain text: printable characters and \n, nothing else. `cat` is safe. */
#include <cdap/export/export.h>

static bool write_txt(const struct liasse *l, struct buf *out, struct err *err)
{
    for (size_t i = 0; i < l->nombre; i++) {
        if (i)
            buf_putc(out, '\n');
        grid_put_text(&l->feuilles[i].g, out);
    }
    return !out->failed || err_set(err, ERR_MEMOIRE, NULL);
}

const struct writer writer_txt = {
    .extension = "txt",
    .mime = "text/plain; charset=utf-8",
    .name = "Texte",
    .write = write_txt,
};
