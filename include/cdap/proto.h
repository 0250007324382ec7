/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The wire contract that client and server share: paths, limits, durations. */
#ifndef CDAP_PROTO_H
#define CDAP_PROTO_H

#define CDAP_VERSION "0.1.0"

#define PROTO_SESSIONS         "/v1/sessions"
#define PROTO_SESSION_COURANTE "/v1/sessions/courante"
#define PROTO_ECRANS           "/v1/ecrans"
#define PROTO_CONSULTATIONS    "/v1/consultations"
#define PROTO_REVELATIONS      "/v1/revelations"
#define PROTO_PREUVES          "/v1/preuves"
#define PROTO_SANTE            "/v1/sante"

/* For the role auditeur. Arguments: a year's journal (annee, the present one by default); sizes (de, a).
 * A search has none but a body: a number of dossier or a name of account in a URL would end up in logs
 * and histories. */
#define PROTO_JOURNAL_POINT      "/v1/journal/checkpoint"
#define PROTO_JOURNAL_COHERENCE  "/v1/journal/coherence"
#define PROTO_JOURNAL_RECHERCHES "/v1/journal/recherches"

/* A session's token travels as `Authorization: Bearer <jeton>`. Times are ISO 8601 with the offset of
 * Paris. An error of a field names it: erreur.champ, as a path ("motif.texte"). A motif that demands a
 * free text says so: "texte_exige":true. */

#define PROTO_BODY_MAX (64 * 1024) /* bytes of a request */
/* Bytes of an answer that a client reads: twice the largest document that can be imported. */
#define PROTO_ANSWER_MAX (8 * 1024 * 1024)

#define PROTO_IDLE_S     (15 * 60)   /* a session unused that long ends; a client locks */
#define PROTO_ABSOLUTE_S (10 * 3600) /* a session ends whatever its use */

#endif
