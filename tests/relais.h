/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A Unix socket between client and server: passes requests on, or answers in the server's place
 * what no honest server would. One request per connection. */
#ifndef TESTS_RELAIS_H
#define TESTS_RELAIS_H

struct relais;

/* Listens on the socket `path` and passes on to the socket `server`. Runs in a thread. */
struct relais *relais_start(const char *path, const char *server);
/* From now on requests that begin with `request` ("POST /v1/consultations") get `answer`, raw bytes
 * of HTTP, then the end of the connection; RELAIS_SILENCE keeps it open and says nothing. A NULL
 * `answer` passes them on again. One rule at a time. Both texts are borrowed. */
void relais_rule(struct relais *r, const char *request, const char *answer);
#define RELAIS_SILENCE "silence"
/* Requests seen so far that begin so. */
int relais_count(struct relais *r, const char *request);
void relais_stop(struct relais *r);

#endif
