/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opens the address that the server listens on, after refusing what policy forbids. */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ecoute.h"

#define PREFIXE_UNIX "unix:"
#define FILE_ATTENTE 512

static bool sockaddr_is_loopback(const struct sockaddr *a)
{
    if (a->sa_family == AF_INET)
        return ntohl(((const struct sockaddr_in *)(const void *)a)->sin_addr.s_addr) >> 24 == 127;
    if (a->sa_family == AF_INET6)
        return IN6_IS_ADDR_LOOPBACK(&((const struct sockaddr_in6 *)(const void *)a)->sin6_addr);
    return a->sa_family == AF_UNIX;
}

static bool parse_unix(struct ecoute *e, const char *path, struct err *err)
{
    size_t len = strlen(path);
    if (len == 0 || len >= sizeof e->adresse.un.sun_path)
        return err_set(err, ERR_USAGE, "le chemin d’une socket Unix a de 1 à %zu octets",
                       sizeof e->adresse.un.sun_path - 1);
    e->adresse.un.sun_family = AF_UNIX;
    memcpy(e->adresse.un.sun_path, path, len + 1);
    e->taille = sizeof e->adresse.un;
    e->locale = true;
    return true;
}

static bool parse_tcp(struct ecoute *e, const char *texte, struct err *err)
{
    const char *colon = strrchr(texte, ':');
    const struct addrinfo hints = {.ai_socktype = SOCK_STREAM,
                                   .ai_flags = AI_PASSIVE | AI_NUMERICSERV};
    struct addrinfo *found;
    char host[256];
    size_t len = colon ? (size_t)(colon - texte) : 0;
    int gai;

    if (len >= 2 && texte[0] == '[' && texte[len - 1] == ']') {
        texte++;
        len -= 2;
    }
    if (len == 0 || len >= sizeof host || colon[1] == '\0')
        return err_set(err, ERR_USAGE,
                       "« --ecoute » attend unix:CHEMIN ou HÔTE:PORT (IPv6 entre crochets)");
    memcpy(host, texte, len);
    host[len] = '\0';
    gai = getaddrinfo(host, colon + 1, &hints, &found);
    if (gai != 0)
        return err_set(err, ERR_USAGE, "adresse d’écoute « %s » : %s", host, gai_strerror(gai));
    memcpy(&e->adresse, found->ai_addr, found->ai_addrlen);
    e->taille = found->ai_addrlen;
    e->locale = sockaddr_is_loopback(found->ai_addr);
    freeaddrinfo(found);
    return true;
}

bool ecoute_parse(struct ecoute *e, const char *texte, struct err *err)
{
    memset(e, 0, sizeof *e);
    e->fd = -1;
    if (strncmp(texte, PREFIXE_UNIX, strlen(PREFIXE_UNIX)) == 0)
        return parse_unix(e, texte + strlen(PREFIXE_UNIX), err);
    return parse_tcp(e, texte, err);
}

bool ecoute_permise(const struct ecoute *e, bool tls, bool demo, struct err *err)
{
    if (tls && e->adresse.any.sa_family == AF_UNIX)
        return err_set(err, ERR_USAGE, "une socket Unix n’a pas de certificat");
    if (e->locale)
        return true;
    if (demo)
        return err_set(err, ERR_USAGE,
                       "une base de démonstration n’écoute que sur une socket Unix ou sur "
                       "l’adresse de bouclage");
    if (!tls)
        return err_set(err, ERR_USAGE,
                       "hors d’une socket Unix et de l’adresse de bouclage, « --cert » et "
                       "« --cle-tls » sont exigés");
    return true;
}

/* A socket left by a server that died is removed; anything else in its place is left alone. */
static bool unix_make_room(const struct sockaddr_un *un, struct err *err)
{
    struct stat st;
    int fd, answer;

    if (lstat(un->sun_path, &st) != 0)
        return errno == ENOENT ||
               err_set(err, ERR_FICHIER, "%s : %s", un->sun_path, strerror(errno));
    if (!S_ISSOCK(st.st_mode))
        return err_set(err, ERR_FICHIER, "%s existe et n’est pas une socket", un->sun_path);
    fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return err_set(err, ERR_FICHIER, "socket : %s", strerror(errno));
    answer = connect(fd, (const struct sockaddr *)(const void *)un, sizeof *un) == 0 ? 0 : errno;
    close(fd);
    if (answer != ECONNREFUSED)
        return err_set(err, ERR_FICHIER, "un serveur répond déjà sur %s", un->sun_path);
    return unlink(un->sun_path) == 0 ||
           err_set(err, ERR_FICHIER, "%s : %s", un->sun_path, strerror(errno));
}

static bool bind_listen(struct ecoute *e)
{
    const int on = 1;
    bool is_unix = e->adresse.any.sa_family == AF_UNIX;
    mode_t before = is_unix ? umask(0177) : 0;
    bool ok;

    if (!is_unix)
        setsockopt(e->fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    ok = bind(e->fd, &e->adresse.any, e->taille) == 0;
    if (is_unix)
        umask(before);
    return ok && listen(e->fd, FILE_ATTENTE) == 0;
}

bool ecoute_open(struct ecoute *e, struct err *err)
{
    if (e->adresse.any.sa_family == AF_UNIX && !unix_make_room(&e->adresse.un, err))
        return false;
    e->fd = socket(e->adresse.any.sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (e->fd < 0 || !bind_listen(e)) {
        err_set(err, ERR_FICHIER, "écoute impossible : %s", strerror(errno));
        if (e->fd >= 0)
            close(e->fd);
        e->fd = -1;
        return false;
    }
    e->taille = sizeof e->adresse;
    return getsockname(e->fd, &e->adresse.any, &e->taille) == 0 ||
           err_set(err, ERR_FICHIER, "écoute impossible : %s", strerror(errno));
}

bool ecoute_announce(const struct ecoute *e)
{
    char host[INET6_ADDRSTRLEN + 16], port[8];

    if (e->adresse.any.sa_family == AF_UNIX)
        printf("ecoute unix:%s\n", e->adresse.un.sun_path);
    else if (getnameinfo(&e->adresse.any, e->taille, host, sizeof host, port, sizeof port,
                         NI_NUMERICHOST | NI_NUMERICSERV) == 0)
        printf(strchr(host, ':') ? "ecoute [%s]:%s\n" : "ecoute %s:%s\n", host, port);
    return fflush(stdout) == 0;
}

void ecoute_close(struct ecoute *e)
{
    if (e->fd < 0)
        return;
    close(e->fd);
    e->fd = -1;
    if (e->adresse.any.sa_family == AF_UNIX)
        unlink(e->adresse.un.sun_path);
}
