/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checkpoints, as text and as signed notes. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cdap/journal/point.h>

#include "base64.h"
#include "lignes.h"

#define JOURNAL "/journal-"

void point_origine(char out[ORIGINE_MAX + 1], const char *nom, int annee)
{
    snprintf(out, ORIGINE_MAX + 1, "%.*s" JOURNAL "%04d", NOTE_NOM_MAX, nom, annee % 10000);
}

int point_annee(const char *origine, const char *nom)
{
    size_t len = strlen(nom);
    const char *chiffres = origine + len + sizeof JOURNAL - 1;

    if (strncmp(origine, nom, len) != 0 ||
        strncmp(origine + len, JOURNAL, sizeof JOURNAL - 1) != 0 || strlen(chiffres) != 4 ||
        strspn(chiffres, "0123456789") != 4)
        return 0;
    return atoi(chiffres);
}

void point_put(struct buf *out, const struct point *p)
{
    buf_puts(out, p->origine);
    buf_putc(out, '\n');
    buf_put_padded(out, p->taille, 1);
    buf_putc(out, '\n');
    base64_put(out, p->racine, HASH_BYTES);
    buf_putc(out, '\n');
}

bool point_parse(struct span texte, struct point *out)
{
    struct span ligne;

    memset(out, 0, sizeof *out);
    if (!line_take(&texte, &ligne) || ligne.len == 0 || ligne.len > ORIGINE_MAX ||
        memchr(ligne.ptr, '\0', ligne.len))
        return false;
    memcpy(out->origine, ligne.ptr, ligne.len);
    if (!line_take(&texte, &ligne) || !decimal_read(ligne, &out->taille) ||
        out->taille > MERKLE_TAILLE_MAX)
        return false;
    if (!line_take(&texte, &ligne) || !hash_read(ligne, out->racine))
        return false;
    while (texte.len > 0)
        if (!line_take(&texte, &ligne) || ligne.len == 0)
            return false;
    return true;
}

enum note_verdict point_verify(struct span note, const struct note_cle *cles, size_t count,
                               struct point *out, struct note_signature *vues)
{
    struct note_signature ici[NOTE_CLES_MAX] = {0};
    struct span texte;
    enum note_verdict verdict = note_verify(note, cles, count, &texte, ici);

    memset(out, 0, sizeof *out);
    if (vues && count && count <= NOTE_CLES_MAX)
        memcpy(vues, ici, count * sizeof *vues);
    if (verdict != NOTE_VALIDE)
        return verdict;
    if (!point_parse(texte, out))
        return NOTE_ILLISIBLE;
    for (size_t i = 0; i < count; i++)
        if (ici[i].valide && cles[i].type == NOTE_ED25519 && point_annee(out->origine, cles[i].nom))
            return NOTE_VALIDE;
    return NOTE_CLE_INCONNUE;
}
