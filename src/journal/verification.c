/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a proof and a file to one verdict: each step needs those before it. */
#include <string.h>

#include <cdap/journal/preuve.h>

static const struct {
    const char *mot, *phrase;
} verdicts[VERDICT_COUNT] = {
    [VERDICT_VALIDE] = {"valide", "le fichier est celui qui a été exporté"},
    [VERDICT_PREUVE_ILLISIBLE] = {"preuve_illisible",
                                  "la preuve est altérée : elle n’a plus la forme d’une preuve"},
    [VERDICT_SANS_ENTREE] = {"sans_entree",
                             "la preuve est incomplète : l’entrée du journal n’y est pas"},
    [VERDICT_CLE_INCONNUE] = {"cle_inconnue",
                              "clé inconnue : aucune des clés données n’a signé ce journal"},
    [VERDICT_SIGNATURE_FAUSSE] = {"signature_fausse",
                                  "la preuve est altérée : la signature du journal est fausse"},
    [VERDICT_HORS_ARBRE] = {"hors_arbre", "l’entrée n’est pas à cette place dans le journal signé"},
    [VERDICT_ENTREE_ILLISIBLE] = {"entree_illisible",
                                  "l’entrée est dans le journal, mais ce programme ne sait pas la "
                                  "lire"},
    [VERDICT_PAS_UN_EXPORT] = {"pas_un_export",
                               "l’entrée est dans le journal, mais n’est pas celle d’un export"},
    [VERDICT_FICHIER_ALTERE] = {"fichier_altere",
                                "le fichier est altéré, ou cette preuve est celle d’un autre"},
};

const char *verdict_word(enum verdict v)
{
    return (unsigned)v < VERDICT_COUNT ? verdicts[v].mot : "";
}

const char *verdict_text(enum verdict v)
{
    return (unsigned)v < VERDICT_COUNT ? verdicts[v].phrase : "";
}

static const enum verdict des_notes[] = {
    [NOTE_VALIDE] = VERDICT_VALIDE,
    [NOTE_ILLISIBLE] = VERDICT_PREUVE_ILLISIBLE,
    [NOTE_SIGNATURE_FAUSSE] = VERDICT_SIGNATURE_FAUSSE,
    [NOTE_CLE_INCONNUE] = VERDICT_CLE_INCONNUE,
};

static bool holds(const struct entree *e, const unsigned char *fichier)
{
    for (size_t i = 0; i < e->fichier_count; i++)
        if (memcmp(e->fichiers[i], fichier, HASH_BYTES) == 0)
            return true;
    return false;
}

static enum verdict entry_judge(struct span octets, const unsigned char *fichier,
                                struct verification *out)
{
    if (!entree_read(octets, &out->entree))
        return VERDICT_ENTREE_ILLISIBLE;
    if (!fichier)
        return VERDICT_VALIDE;
    if (out->entree.entree.acte != ACTE_EXPORT || out->entree.entree.issue != ISSUE_FAIT)
        return VERDICT_PAS_UN_EXPORT;
    return holds(&out->entree.entree, fichier) ? VERDICT_VALIDE : VERDICT_FICHIER_ALTERE;
}

static enum verdict judge(const struct preuve *p, const struct note_cle *cles, size_t count,
                          const unsigned char *fichier, struct verification *out)
{
    struct span octets = buf_span(&p->extra);
    enum note_verdict note;
    hachage feuille;

    if (octets.len == 0)
        return VERDICT_SANS_ENTREE;
    note = point_verify(p->note, cles, count, &out->point, out->vues);
    if (note != NOTE_VALIDE)
        return des_notes[note];
    merkle_leaf(octets, feuille);
    if (!merkle_check_inclusion(feuille, p->index, out->point.taille, (const hachage *)p->chemin,
                                p->longueur, out->point.racine))
        return VERDICT_HORS_ARBRE;
    return entry_judge(octets, fichier, out);
}

enum verdict preuve_verify(struct span texte, const struct note_cle *cles, size_t count,
                           const unsigned char *fichier, struct verification *out)
{
    struct preuve p;

    memset(out, 0, sizeof *out);
    out->verdict = VERDICT_PREUVE_ILLISIBLE;
    if (preuve_parse(texte, &p)) {
        out->index = p.index;
        out->verdict = judge(&p, cles, count, fichier, out);
    }
    preuve_done(&p);
    return out->verdict;
}

void verification_done(struct verification *v)
{
    entree_lue_done(&v->entree);
}
