/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See invite.h. */
#include <stdio.h>
#include <termios.h>
#include <unistd.h>

#include <cdap/base/text.h>
#include <cdap/client/run.h>

#include "invite.h"
#include "lineaire.h"

/* One line of stdin, byte by byte: what follows it stays there. */
static bool read_line(char out[INVITE_SIZE])
{
    size_t len = 0;
    char c;
    while (client_await_input() && read(STDIN_FILENO, &c, 1) == 1 && c != '\n') {
        if (len + 1 >= INVITE_SIZE)
            return false;
        out[len++] = c;
    }
    if (len > 0 && out[len - 1] == '\r')
        len--;
    out[len] = '\0';
    return len > 0 && text_is_utf8(out, len);
}

bool invite(const char *question, char out[INVITE_SIZE], bool hidden)
{
    struct termios was, now;
    bool tty = isatty(STDIN_FILENO) && tcgetattr(STDIN_FILENO, &was) == 0;
    if (tty) {
        fprintf(stderr, "%s : ", question);
        now = was;
        now.c_lflag &= ~(tcflag_t)(hidden ? ECHO : 0);
        tcsetattr(STDIN_FILENO, TCSANOW, &now);
    }
    bool read = read_line(out);
    if (tty) {
        tcsetattr(STDIN_FILENO, TCSANOW, &was);
        if (hidden)
            fputc('\n', stderr);
    }
    if (client_interrupted())
        return false;
    struct err err = {0};
    if (!read)
        err_set(&err, ERR_USAGE, "une réponse est attendue : %s", question);
    return read || lineaire_refuse(&err);
}
