/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The screen that libvterm keeps of a program, and what is strange in what the program sends. */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "terminal_prive.h"

#define PLAIN_TITLE "Cdap"  /* what the client says when no test listens: no name, no number */
#define FRAME_TITLE "cdap:" /* then frames:keys; see cdap/client/run.h */

/* ---- what libvterm tells -------------------------------------------------------------------- */

static void note_strange(struct terminal *t, const char *what, const char *value)
{
    if (!t->strange[0])
        snprintf(t->strange, sizeof t->strange, "%s « %.200s »", what, value);
}

/* A decimal number, moving on; false when there is none. */
static bool take_number(const char **text, long *out)
{
    char *end;
    if (!isdigit((unsigned char)**text))
        return false;
    *out = strtol(*text, &end, 10);
    *text = end;
    return true;
}

static void take_title(struct terminal *t, const char *title)
{
    long frame, taken;
    const char *p = title + strlen(FRAME_TITLE);
    snprintf(t->title, sizeof t->title, "%s", title);
    t->framed = true;
    if (t->mode == TERMINAL_BYTES && strcmp(title, PLAIN_TITLE) == 0)
        return;
    if (strncmp(title, FRAME_TITLE, strlen(FRAME_TITLE)) != 0 || !take_number(&p, &frame) ||
        *p++ != ':' || !take_number(&p, &taken) || *p) {
        note_strange(t, "titre", title);
        return;
    }
    t->frame = frame;
    t->taken = taken;
}

static int on_prop(VTermProp prop, VTermValue *val, void *user)
{
    struct terminal *t = user;
    switch (prop) {
    case VTERM_PROP_CURSORVISIBLE:
        t->cursor_visible = val->boolean;
        break;
    case VTERM_PROP_ALTSCREEN:
        t->alternate = val->boolean;
        break;
    case VTERM_PROP_TITLE:
        take_title(t, val->string);
        break;
    case VTERM_PROP_ICONNAME:
        note_strange(t, "nom d’icône", val->string);
        break;
    case VTERM_PROP_REVERSE:
        if (val->boolean)
            note_strange(t, "écran", "inversé");
        break;
    case VTERM_PROP_CURSORSHAPE:
        if (val->number != VTERM_PROP_CURSORSHAPE_BLOCK)
            note_strange(t, "forme du curseur", "changée");
        break;
    case VTERM_PROP_MOUSE:
        if (val->number != VTERM_PROP_MOUSE_NONE)
            note_strange(t, "souris", "demandée");
        break;
    default:
        break;
    }
    return 1;
}

static int on_bell(void *user)
{
    note_strange(user, "sonnerie", "BEL");
    return 1;
}

static int on_unknown_control(unsigned char control, void *user)
{
    char text[8];
    snprintf(text, sizeof text, "0x%02X", control);
    note_strange(user, "caractère de commande", text);
    return 1;
}

/* ncurses saves and restores the window's title and puts the cursor's own blink back. */
static int on_unknown_csi(const char *leader, const long args[], int count, const char *intermed,
                          char command, void *user)
{
    if (command == 't' && count >= 1 && (CSI_ARG(args[0]) == 22 || CSI_ARG(args[0]) == 23))
        return 1;
    char text[64];
    snprintf(text, sizeof text, "%s%ld%s%c (%d)", leader ? leader : "",
             count > 0 ? CSI_ARG(args[0]) : -1, intermed ? intermed : "", command, count);
    note_strange(user, "séquence CSI", text);
    return 1;
}

static int on_unknown_osc(const char *command, size_t len, void *user)
{
    char text[128];
    snprintf(text, sizeof text, "%.*s", (int)(len < 100 ? len : 100), command);
    note_strange(user, "séquence OSC", text);
    return 1;
}

static int on_unknown_dcs(const char *command, size_t len, void *user)
{
    char text[128];
    snprintf(text, sizeof text, "%.*s", (int)(len < 100 ? len : 100), command);
    note_strange(user, "séquence DCS", text);
    return 1;
}

static const VTermScreenCallbacks screen_calls = {.settermprop = on_prop, .bell = on_bell};
static const VTermParserCallbacks unknown_calls = {.control = on_unknown_control,
                                                   .csi = on_unknown_csi,
                                                   .osc = on_unknown_osc,
                                                   .dcs = on_unknown_dcs};

void ecran_reply(const char *bytes, size_t len, void *user)
{
    struct terminal *t = user;
    while (len > 0 && t->master >= 0) {
        ssize_t n = write(t->master, bytes, len);
        if (n < 0 && errno != EINTR)
            return;
        bytes += n > 0 ? n : 0;
        len -= n > 0 ? (size_t)n : 0;
    }
}

void ecran_open(struct terminal *t)
{
    t->vt = vterm_new(t->rows, t->cols);
    vterm_set_utf8(t->vt, 1);
    vterm_output_set_callback(t->vt, ecran_reply, t);
    t->screen = vterm_obtain_screen(t->vt);
    vterm_screen_enable_altscreen(t->screen, 1);
    vterm_screen_set_callbacks(t->screen, &screen_calls, t);
    vterm_screen_set_unrecognised_fallbacks(t->screen, &unknown_calls, t);
    vterm_screen_reset(t->screen, 1);
    vterm_input_write(t->vt, BEFORE "\r\n", strlen(BEFORE "\r\n"));
}

/* ---- what the program writes ---------------------------------------------------------------- */

bool ecran_read(struct terminal *t)
{
    char bytes[65536];
    ssize_t n = t->master >= 0 ? read(t->master, bytes, sizeof bytes) : 0;
    if (n > 0)
        buf_put(&t->raw, bytes, (size_t)n);
    return n > 0;
}

/* Bytes to feed next: up to an operating system command (a title), or one such command whole,
 * which libvterm 0.1 loses when it comes in two writes. 0 = its end has not been read yet. */
static size_t next_chunk(const char *bytes, size_t len, bool ended)
{
    if (len > 1 && bytes[0] == '\033' && bytes[1] == ']') {
        for (size_t i = 2; i < len; i++)
            if (bytes[i] == '\a' || (bytes[i] == '\\' && bytes[i - 1] == '\033'))
                return i + 1;
        return ended ? len : 0;
    }
    for (size_t i = 0; i < len; i++)
        if (bytes[i] == '\033' && (i + 1 == len || bytes[i + 1] == ']') && i > 0)
            return i;
    return len == 1 && bytes[0] == '\033' && !ended ? 0 : len;
}

bool ecran_feed(struct terminal *t)
{
    t->framed = false;
    while (t->fed < t->raw.len) {
        size_t n = next_chunk(t->raw.data + t->fed, t->raw.len - t->fed, t->ended);
        if (n == 0)
            return false;
        vterm_input_write(t->vt, t->raw.data + t->fed, n);
        t->fed += n;
        if (t->framed || t->mode == TERMINAL_BYTES)
            return true;
    }
    return false;
}

void ecran_drain(struct terminal *t)
{
    while (ecran_read(t))
        continue;
    while (ecran_feed(t))
        continue;
}
