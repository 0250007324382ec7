/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signed notes (C2SP signed-note v1.0.0): a text, an empty line, signature lines. A reader ignores the
 * lines of keys that he does not know, refuses a note where a key that he knows fails, and one where
 * none that he knows signed. */
#ifndef CDAP_JOURNAL_NOTE_H
#define CDAP_JOURNAL_NOTE_H

#include <cdap/base/secret.h>

#define NOTE_MAX            (1000 * 1000) /* bytes */
#define NOTE_SIGNATURES_MAX 100
#define NOTE_NOM_MAX        200 /* bytes of a key's name */
#define NOTE_CLES_MAX       16  /* keys that a reader may hold */
#define NOTE_VKEY_MAX       (NOTE_NOM_MAX + 64)

enum note_type {
    NOTE_ED25519 = 0x01,     /* signs the text */
    NOTE_COSIGNATURE = 0x04, /* a witness signs time and text (C2SP tlog-cosignature) */
};

/* What anybody may hold: the public half of a key, under its name. */
struct note_cle {
    char nom[NOTE_NOM_MAX + 1];
    enum note_type type;
    uint32_t id;
    unsigned char publique[32];
};

/* Neither empty nor holding a Unicode space, a control or « + ». */
bool note_nom_valid(struct span nom);
/* Computes the id: the first four bytes of SHA-256(name ‖ \n ‖ type ‖ key). False on a bad name. */
bool note_cle_init(struct note_cle *cle, struct span nom, enum note_type type,
                   const unsigned char publique[32]);
/* `name+hex8(id)+base64(type ‖ key)`, the only form that note_cle_put writes. */
bool note_cle_parse(struct span vkey, struct note_cle *out);
void note_cle_put(struct buf *out, const struct note_cle *cle);

/* What a reader learns of one of his keys. */
struct note_signature {
    bool valide;
    int64_t temps; /* of a cosignature, Unix seconds */
};

enum note_verdict {
    NOTE_VALIDE,
    NOTE_ILLISIBLE,        /* not a signed note */
    NOTE_SIGNATURE_FAUSSE, /* a known key did not sign this text */
    NOTE_CLE_INCONNUE      /* no known key signed */
};

/* `texte` (borrowed) is what was signed, its last newline included. `vues` holds `count` rows, or is
 * NULL. On any other verdict than NOTE_VALIDE nothing of the text may be trusted. */
enum note_verdict note_verify(struct span note, const struct note_cle *cles, size_t count,
                              struct span *texte, struct note_signature *vues);
/* True for a text that may be signed: UTF-8, no control but newlines, ended by one. */
bool note_text_valid(struct span texte);
/* One line: — name base64(id ‖ signature). */
void note_put_signature(struct buf *out, const struct note_cle *cle, const unsigned char *signature,
                        size_t len);
/* The bytes that a witness signs: header, time, text. */
void note_put_cosigned(struct buf *out, int64_t temps, struct span texte);

#endif
