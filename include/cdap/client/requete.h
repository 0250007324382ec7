/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Requests: what a key asks for. Views receive requests and never see key codes; the one table of
 * keys.c feeds the dispatch, the key bar, the help and the man page. */
#ifndef CDAP_CLIENT_REQUETE_H
#define CDAP_CLIENT_REQUETE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cdap/base/buf.h>

enum requete {
    REQ_AUCUNE,
    /* everywhere */
    REQ_AIDE,
    REQ_VERROUILLER,
    REQ_QUITTER,
    REQ_ANNULER, /* the call in flight */
    REQ_RETOUR,
    REQ_VALIDER,
    /* moving */
    REQ_HAUT,
    REQ_BAS,
    REQ_GAUCHE,
    REQ_DROITE,
    REQ_DEBUT,
    REQ_FIN,
    REQ_PAGE_HAUT,
    REQ_PAGE_BAS,
    /* forms */
    REQ_CHAMP_SUIVANT,
    REQ_CHAMP_PRECEDENT,
    REQ_COCHER, /* a choice, a button */
    REQ_TEXTE,  /* event.cp is the character typed */
    REQ_EFFACER,
    REQ_SUPPRIMER,
    REQ_VIDER,
    /* dossier */
    REQ_RUBRIQUE, /* event.rang says which, from 0 */
    REQ_RUBRIQUE_SUIVANTE,
    REQ_RUBRIQUE_PRECEDENTE,
    REQ_CHERCHER,
    REQ_OCCURRENCE_SUIVANTE,
    REQ_OCCURRENCE_PRECEDENTE,
    REQ_NOUVEAU,
    REQ_REVELER,
    REQ_DISPOSITIF,
    /* journal */
    REQ_DETAIL,
    REQ_FILTRER,
    REQ_QUI, /* who consulted a dossier */
    REQ_POINT,
    REQ_ACTUALISER,
    REQ_EXPORTER,
    REQ_COUNT
};

/* A set of requests: what a view accepts at a moment. */
typedef uint64_t requetes_t;
#define REQ_BIT(r) ((requetes_t)1 << (r))
_Static_assert(REQ_COUNT <= 64, "requests must fit in a set");

/* What every form accepts, and what every list or text that scrolls accepts. */
#define REQ_SAISIE                                                                             \
    (REQ_BIT(REQ_TEXTE) | REQ_BIT(REQ_EFFACER) | REQ_BIT(REQ_SUPPRIMER) | REQ_BIT(REQ_VIDER) | \
     REQ_BIT(REQ_GAUCHE) | REQ_BIT(REQ_DROITE) | REQ_BIT(REQ_DEBUT) | REQ_BIT(REQ_FIN))
#define REQ_DEFILEMENT                                                              \
    (REQ_BIT(REQ_HAUT) | REQ_BIT(REQ_BAS) | REQ_BIT(REQ_DEBUT) | REQ_BIT(REQ_FIN) | \
     REQ_BIT(REQ_PAGE_HAUT) | REQ_BIT(REQ_PAGE_BAS))

/* A key: a code point, or one of these above the last code point. */
typedef uint32_t touche_t;
enum {
    TOUCHE_AUCUNE = 0,
    TOUCHE_TAB = '\t',
    TOUCHE_ENTREE = '\n',
    TOUCHE_ECHAP = 27,
    TOUCHE_CTRL_U = 21,
    TOUCHE_SPECIALES = 0x200000,
    TOUCHE_MAJ_TAB,
    TOUCHE_HAUT,
    TOUCHE_BAS,
    TOUCHE_GAUCHE,
    TOUCHE_DROITE,
    TOUCHE_DEBUT,
    TOUCHE_FIN,
    TOUCHE_PAGE_HAUT,
    TOUCHE_PAGE_BAS,
    TOUCHE_ARRIERE,
    TOUCHE_SUPPR,
    TOUCHE_F0 = 0x200100 /* TOUCHE_F0 + n is Fn */
};

struct event {
    enum requete requete;
    uint32_t cp; /* REQ_TEXTE: the character */
    int rang;    /* REQ_RUBRIQUE: which tab, from 0 */
};

/* A row of the table. */
struct raccourci {
    touche_t touche;
    enum requete requete;
    const char *nom;    /* the key as people call it; NULL: said by an earlier row */
    const char *barre;  /* its word in the key bar, NULL = not shown there */
    unsigned char rang; /* 1 leaves a narrow bar last */
    const char *aide;   /* one sentence for help and man page; NULL: said by an earlier row */
};

/* i-th row, NULL past the last. */
const struct raccourci *raccourci_at(size_t i);

/* What a key means to a view that accepts `accepts`: characters are text where text is accepted.
 * False, and REQ_AUCUNE, when it means nothing here. */
bool touche_event(touche_t touche, requetes_t accepts, struct event *out);

/* The key bar: words of the accepted keys, at most `cols` columns, as `each(nom, barre)` calls in
 * order. The rows that do not fit leave by rank, the last of a rank first. */
void barre_each(requetes_t accepts, int cols,
                void (*each)(void *ctx, const char *nom, const char *barre), void *ctx);

/* The key section of the man page cdap(1), from the table, in man(7). Appended. */
void touches_put_man(struct buf *out);

#endif
