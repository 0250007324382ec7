/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The formats there are. */
#include <string.h>

#include <cdap/export/export.h>

static const struct writer *const writers[] = {&writer_pdf, &writer_html, &writer_txt,
                                               &writer_svg, &writer_png,  &writer_ansi};

const struct writer *writer_at(size_t i)
{
    return i < sizeof writers / sizeof *writers ? writers[i] : NULL;
}

const struct writer *writer_find(const char *extension)
{
    for (size_t i = 0; i < sizeof writers / sizeof *writers; i++)
        if (strcmp(writers[i]->extension, extension) == 0)
            return writers[i];
    return NULL;
}
