/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which addresses are accepted: what cannot be overheard, or does not leave the machine. */
#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/un.h>

#include "adresse.h"

static bool starts(const char *s, const char *prefix)
{
    return strncasecmp(s, prefix, strlen(prefix)) == 0;
}

/* Host name and port only: no user, path, query or stray byte. */
static bool authority_is_plain(const char *s)
{
    size_t len = strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:[]");
    return len > 0 && s[len] == '\0';
}

static bool is_loopback(const char *authority)
{
    char host[256];
    struct in_addr v4;
    if (starts(authority, "[::1]"))
        return authority[5] == '\0' || authority[5] == ':';
    size_t len = strcspn(authority, ":");
    if (len >= sizeof host)
        return false;
    memcpy(host, authority, len);
    host[len] = '\0';
    if (strcasecmp(host, "localhost") == 0)
        return true;
    return inet_pton(AF_INET, host, &v4) == 1 && (ntohl(v4.s_addr) >> 24) == 127;
}

static bool parse_unix(struct adresse *a, const char *path, struct err *err)
{
    if (!*path || strlen(path) >= sizeof((struct sockaddr_un *)NULL)->sun_path)
        return err_set(err, ERR_USAGE, "le chemin de la socket est vide ou trop long");
    snprintf(a->socket, sizeof a->socket, "%s", path);
    snprintf(a->base, sizeof a->base, "http://localhost");
    return true;
}

bool adresse_parse(struct adresse *a, const char *texte, struct err *err)
{
    *a = (struct adresse){0};
    if (strlen(texte) >= sizeof a->texte)
        return err_set(err, ERR_USAGE, "l’adresse du serveur est trop longue");
    snprintf(a->texte, sizeof a->texte, "%s", texte);
    size_t len = strlen(a->texte);
    if (starts(texte, "unix:"))
        return parse_unix(a, texte + 5, err);
    if (len > 0 && a->texte[len - 1] == '/')
        a->texte[len - 1] = '\0';
    memcpy(a->base, a->texte, sizeof a->base);
    a->https = starts(a->base, "https://");
    if (!a->https && !starts(a->base, "http://"))
        return err_set(err, ERR_USAGE,
                       "l’adresse du serveur commence par https:// ou par unix: (« %.60s »)",
                       texte);
    const char *authority = a->base + (a->https ? 8 : 7);
    if (!authority_is_plain(authority))
        return err_set(err, ERR_USAGE, "l’adresse du serveur ne tient qu’en un nom et un port");
    if (!a->https && !is_loopback(authority))
        return err_set(err, ERR_USAGE,
                       "http:// n’est accepté que vers cette machine : ailleurs, il faut https://");
    return true;
}
