/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The four themes. « clair » and « sombre » keep the terminal's own background; « contraste » paints
 * its own; « monochrome » uses attributes alone. In all of them what matters is also said by an
 * attribute, a word or a place. */
#include <string.h>

#include <cdap/grid/theme.h>

enum {
    ROUGE = 1,
    VERT = 2,
    BLEU = 4,
    MAGENTA = 5,
    CYAN = 6,
    BLANC = 7,
    NOIR = 0,
    ROUGE_VIF = 9,
    VERT_VIF = 10,
    JAUNE_VIF = 11,
    BLEU_VIF = 12,
    MAGENTA_VIF = 13,
    CYAN_VIF = 14,
    BLANC_VIF = 15,
    SIEN = -1
};

#define GRAS     ATTR_BOLD
#define PALE     ATTR_DIM
#define SOULIGNE ATTR_UNDERLINE
#define INVERSE  ATTR_REVERSE

static const struct theme themes[] = {
    {"sombre",
     {
         [STYLE_NORMAL] = {SIEN, SIEN, 0},
         [STYLE_TITRE] = {CYAN_VIF, SIEN, GRAS},
         [STYLE_ENTETE] = {SIEN, SIEN, GRAS | SOULIGNE},
         [STYLE_LIBELLE] = {CYAN, SIEN, 0},
         [STYLE_DISCRET] = {SIEN, SIEN, PALE},
         [STYLE_TOTAL] = {SIEN, SIEN, GRAS},
         [STYLE_ALERTE] = {JAUNE_VIF, SIEN, GRAS},
         [STYLE_ERREUR] = {ROUGE_VIF, SIEN, GRAS},
         [STYLE_BARRE] = {SIEN, SIEN, INVERSE},
         [STYLE_TOUCHE] = {SIEN, SIEN, GRAS | INVERSE},
         [STYLE_ONGLET] = {SIEN, SIEN, 0},
         [STYLE_ONGLET_ACTIF] = {SIEN, SIEN, GRAS | INVERSE},
         [STYLE_SAISIE] = {SIEN, SIEN, SOULIGNE},
         [STYLE_FOCUS] = {SIEN, SIEN, INVERSE},
         [STYLE_TROUVE] = {JAUNE_VIF, SIEN, GRAS | SOULIGNE | INVERSE},
         [STYLE_MASQUE] = {MAGENTA_VIF, SIEN, 0},
         [STYLE_CADRE] = {SIEN, SIEN, PALE},
         [STYLE_GRAPHE] = {VERT_VIF, SIEN, 0},
     }},
    {"clair",
     {
         [STYLE_NORMAL] = {SIEN, SIEN, 0},
         [STYLE_TITRE] = {BLEU, SIEN, GRAS},
         [STYLE_ENTETE] = {SIEN, SIEN, GRAS | SOULIGNE},
         [STYLE_LIBELLE] = {BLEU, SIEN, 0},
         [STYLE_DISCRET] = {SIEN, SIEN, PALE},
         [STYLE_TOTAL] = {SIEN, SIEN, GRAS},
         [STYLE_ALERTE] = {ROUGE, SIEN, GRAS},
         [STYLE_ERREUR] = {ROUGE, SIEN, GRAS | SOULIGNE},
         [STYLE_BARRE] = {SIEN, SIEN, INVERSE},
         [STYLE_TOUCHE] = {SIEN, SIEN, GRAS | INVERSE},
         [STYLE_ONGLET] = {SIEN, SIEN, 0},
         [STYLE_ONGLET_ACTIF] = {SIEN, SIEN, GRAS | INVERSE},
         [STYLE_SAISIE] = {SIEN, SIEN, SOULIGNE},
         [STYLE_FOCUS] = {SIEN, SIEN, INVERSE},
         [STYLE_TROUVE] = {MAGENTA, SIEN, GRAS | SOULIGNE | INVERSE},
         [STYLE_MASQUE] = {MAGENTA, SIEN, 0},
         [STYLE_CADRE] = {SIEN, SIEN, PALE},
         [STYLE_GRAPHE] = {BLEU, SIEN, 0},
     }},
    {"contraste",
     {
         [STYLE_NORMAL] = {BLANC_VIF, NOIR, 0},
         [STYLE_TITRE] = {JAUNE_VIF, NOIR, GRAS},
         [STYLE_ENTETE] = {BLANC_VIF, NOIR, GRAS | SOULIGNE},
         [STYLE_LIBELLE] = {CYAN_VIF, NOIR, 0},
         [STYLE_DISCRET] = {BLANC_VIF, NOIR, 0},
         [STYLE_TOTAL] = {BLANC_VIF, NOIR, GRAS},
         [STYLE_ALERTE] = {NOIR, JAUNE_VIF, GRAS},
         [STYLE_ERREUR] = {BLANC_VIF, ROUGE, GRAS},
         [STYLE_BARRE] = {NOIR, BLANC_VIF, 0},
         [STYLE_TOUCHE] = {NOIR, BLANC_VIF, GRAS},
         [STYLE_ONGLET] = {BLANC_VIF, NOIR, 0},
         [STYLE_ONGLET_ACTIF] = {NOIR, JAUNE_VIF, GRAS},
         [STYLE_SAISIE] = {BLANC_VIF, NOIR, SOULIGNE},
         [STYLE_FOCUS] = {NOIR, BLANC_VIF, GRAS},
         [STYLE_TROUVE] = {NOIR, VERT_VIF, GRAS | SOULIGNE},
         [STYLE_MASQUE] = {MAGENTA_VIF, NOIR, 0},
         [STYLE_CADRE] = {BLANC_VIF, NOIR, 0},
         [STYLE_GRAPHE] = {VERT_VIF, NOIR, 0},
     }},
    {"monochrome",
     {
         [STYLE_NORMAL] = {SIEN, SIEN, 0},
         [STYLE_TITRE] = {SIEN, SIEN, GRAS},
         [STYLE_ENTETE] = {SIEN, SIEN, GRAS | SOULIGNE},
         [STYLE_LIBELLE] = {SIEN, SIEN, 0},
         [STYLE_DISCRET] = {SIEN, SIEN, PALE},
         [STYLE_TOTAL] = {SIEN, SIEN, GRAS},
         [STYLE_ALERTE] = {SIEN, SIEN, GRAS},
         [STYLE_ERREUR] = {SIEN, SIEN, GRAS | SOULIGNE},
         [STYLE_BARRE] = {SIEN, SIEN, INVERSE},
         [STYLE_TOUCHE] = {SIEN, SIEN, GRAS | INVERSE},
         [STYLE_ONGLET] = {SIEN, SIEN, 0},
         [STYLE_ONGLET_ACTIF] = {SIEN, SIEN, GRAS | INVERSE},
         [STYLE_SAISIE] = {SIEN, SIEN, SOULIGNE},
         [STYLE_FOCUS] = {SIEN, SIEN, INVERSE},
         [STYLE_TROUVE] = {SIEN, SIEN, GRAS | SOULIGNE | INVERSE},
         [STYLE_MASQUE] = {SIEN, SIEN, 0},
         [STYLE_CADRE] = {SIEN, SIEN, PALE},
         [STYLE_GRAPHE] = {SIEN, SIEN, 0},
     }},
};

const struct theme *theme_at(size_t i)
{
    return i < sizeof themes / sizeof *themes ? &themes[i] : NULL;
}

const struct theme *theme_find(const char *nom)
{
    for (size_t i = 0; nom && i < sizeof themes / sizeof *themes; i++)
        if (strcmp(themes[i].nom, nom) == 0)
            return &themes[i];
    return NULL;
}
