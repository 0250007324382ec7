/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A new password: asked without echo, checked, hashed, wiped. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include <cdap/base/text.h>

#include "mot_de_passe.h"

#define LINE_SIZE \
    (PASSWORD_MAX * 4 + 2) /* bytes of the longest, and what shows that it is too long */
#define CTRL_C 3
#define CTRL_D 4

/* Long enough, and the first ones that anybody would try. */
static const char *const communs[] = {
    "motdepassemotdepasse", "passwordpassword",     "1234567890123456", "azertyuiopqsdfgh",
    "qwertyuiopasdfgh",     "administrateur123456", "bonjourbonjour12", "cdapcdapcdapcdap",
};

static bool same_ignoring_case(struct span a, const char *b)
{
    return a.len == strlen(b) && strncasecmp(a.ptr, b, a.len) == 0;
}

static bool one_character_only(struct span s)
{
    for (size_t i = 1; i < s.len; i++)
        if (s.ptr[i] != s.ptr[0])
            return false;
    return true;
}

static bool check(struct span mot, const char *identifiant, struct err *err)
{
    size_t count = 0;

    if (!text_is_utf8(mot.ptr, mot.len))
        return err_set_champ(err, ERR_CHAMP, "mot_de_passe", "il n’est pas en UTF-8");
    for (const char *p = mot.ptr; p < mot.ptr + mot.len; count++)
        text_decode(&p, mot.ptr + mot.len);
    if (count < PASSWORD_MIN || count > PASSWORD_MAX)
        return err_set_champ(err, ERR_CHAMP, "mot_de_passe",
                             "de %d à %d caractères sont attendus, il en a %zu", PASSWORD_MIN,
                             PASSWORD_MAX, count);
    for (size_t i = 0; i < sizeof communs / sizeof *communs; i++)
        if (same_ignoring_case(mot, communs[i]))
            return err_set_champ(err, ERR_CHAMP, "mot_de_passe", "il est trop répandu");
    if (one_character_only(mot) || same_ignoring_case(mot, identifiant))
        return err_set_champ(err, ERR_CHAMP, "mot_de_passe", "il se devine trop facilement");
    return true;
}

/* One line, without its end. */
static bool read_line(int fd, char line[LINE_SIZE], size_t *len, struct err *err)
{
    *len = 0;
    while (*len < LINE_SIZE) {
        char c;
        ssize_t got = read(fd, &c, 1);

        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return err_set(err, ERR_FICHIER, "mot de passe : %s", strerror(errno));
        if (got == 0 || c == '\n' || c == '\r')
            return true;
        if (c == CTRL_C || c == CTRL_D) /* the terminal hands them over as they are */
            return err_set(err, ERR_ANNULE, NULL);
        line[(*len)++] = c;
    }
    return err_set_champ(err, ERR_CHAMP, "mot_de_passe", "il est trop long");
}

static bool ask(int tty, const char *prompt, char line[LINE_SIZE], size_t *len, struct err *err)
{
    struct termios before, silent;
    bool done;

    if (tcgetattr(tty, &before) != 0)
        return err_set(err, ERR_FICHIER, "terminal : %s", strerror(errno));
    silent = before;
    silent.c_lflag &= ~(tcflag_t)(ECHO | ISIG);
    dprintf(tty, "%s", prompt);
    tcsetattr(tty, TCSAFLUSH, &silent);
    done = read_line(tty, line, len, err);
    tcsetattr(tty, TCSAFLUSH, &before);
    dprintf(tty, "\n");
    return done;
}

static bool ask_twice(char line[LINE_SIZE], size_t *len, struct err *err)
{
    char again[LINE_SIZE];
    size_t again_len = 0;
    bool done;
    int tty = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);

    if (tty < 0)
        return err_set(err, ERR_USAGE,
                       "sans terminal, le mot de passe se donne par --mot-de-passe-fd");
    done = ask(tty, "Mot de passe (16 caractères au moins) : ", line, len, err) &&
           ask(tty, "Encore une fois : ", again, &again_len, err);
    close(tty);
    if (done && (again_len != *len || memcmp(line, again, *len) != 0))
        done = err_set_champ(err, ERR_CHAMP, "mot_de_passe", "les deux saisies diffèrent");
    secret_wipe(again, sizeof again);
    return done;
}

bool mot_de_passe_new(int fd, const char *identifiant, char hash[PASSWORD_HASH], struct err *err)
{
    char line[LINE_SIZE];
    size_t len = 0;
    bool done =
        fd == MOT_DE_PASSE_TERMINAL ? ask_twice(line, &len, err) : read_line(fd, line, &len, err);

    done = done && check((struct span){line, len}, identifiant, err);
    if (done && !password_hash((struct span){line, len}, hash))
        done = err_set(err, ERR_MEMOIRE, NULL);
    secret_wipe(line, sizeof line);
    return done;
}
