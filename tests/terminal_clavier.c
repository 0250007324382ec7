/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Typing, resizing, signalling: what a person does to a terminal. */
#include <ctype.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "terminal_prive.h"

void terminal_type(struct terminal *t, const char *text)
{
    ecran_drain(t);
    for (const char *p = text; *p; p++)
        t->typed += (*p & 0xC0) != 0x80;
    ecran_reply(text, strlen(text), t);
}

static const struct {
    const char *name;
    VTermKey key;
    VTermModifier mod;
} keys[] = {
    {"Entrée", VTERM_KEY_ENTER, 0},      {"Échap", VTERM_KEY_ESCAPE, 0},
    {"Tab", VTERM_KEY_TAB, 0},           {"Maj-Tab", VTERM_KEY_TAB, VTERM_MOD_SHIFT},
    {"Haut", VTERM_KEY_UP, 0},           {"Bas", VTERM_KEY_DOWN, 0},
    {"Gauche", VTERM_KEY_LEFT, 0},       {"Droite", VTERM_KEY_RIGHT, 0},
    {"Début", VTERM_KEY_HOME, 0},        {"Fin", VTERM_KEY_END, 0},
    {"PgHaut", VTERM_KEY_PAGEUP, 0},     {"PgBas", VTERM_KEY_PAGEDOWN, 0},
    {"Arrière", VTERM_KEY_BACKSPACE, 0}, {"Suppr", VTERM_KEY_DEL, 0},
};

void terminal_key(struct terminal *t, const char *name)
{
    ecran_drain(t);
    t->typed++;
    if (name[0] == 'F' && isdigit((unsigned char)name[1])) {
        vterm_keyboard_key(t->vt, (VTermKey)VTERM_KEY_FUNCTION(atoi(name + 1)), 0);
        return;
    }
    if (strcmp(name, "Ctrl-C") == 0 || strcmp(name, "Ctrl-Z") == 0) { /* signals: no key is read */
        t->typed--;
        t->frame_min = t->frame;
    }
    if (strncmp(name, "Ctrl-", 5) == 0) {
        vterm_keyboard_unichar(t->vt, (uint32_t)tolower((unsigned char)name[5]), VTERM_MOD_CTRL);
        return;
    }
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (strcmp(keys[i].name, name) == 0) {
            vterm_keyboard_key(t->vt, keys[i].key, keys[i].mod);
            return;
        }
    ck_assert_msg(strlen(name) == 1, "touche inconnue « %s »", name);
    ecran_reply(name, 1, t);
}

void terminal_resize(struct terminal *t, int rows, int cols)
{
    ecran_drain(t);
    t->frame_min = t->frame;
    t->rows = rows;
    t->cols = cols;
    t->shrunk |= rows < 2 || cols < (int)strlen(BEFORE);
    vterm_set_size(t->vt, rows, cols);
    struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols};
    ck_assert_int_eq(ioctl(t->slave, TIOCSWINSZ, &size), 0);
}

void terminal_signal(struct terminal *t, int signal)
{
    ecran_drain(t);
    if (!t->ended) /* then nobody bears that number any more, or another does */
        ck_assert_int_eq(kill(t->pid, signal), 0);
}

void terminal_hang_up(struct terminal *t)
{
    ecran_drain(t);
    close(t->master);
    close(t->slave);
    t->master = t->slave = -1;
}
