/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading the screen of a program: rows as text, cells, cursor; and judging how it was left. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cdap/base/file.h>

#include "terminal_prive.h"

/* ---- rows as text --------------------------------------------------------------------------- */

static void put_utf8(struct buf *out, uint32_t cp)
{
    if (cp < 0x80)
        buf_putc(out, (char)cp);
    else if (cp < 0x800)
        buf_putf(out, "%c%c", (char)(0xC0 | cp >> 6), (char)(0x80 | (cp & 63)));
    else if (cp < 0x10000)
        buf_putf(out, "%c%c%c", (char)(0xE0 | cp >> 12), (char)(0x80 | (cp >> 6 & 63)),
                 (char)(0x80 | (cp & 63)));
    else
        buf_putf(out, "%c%c%c%c", (char)(0xF0 | cp >> 18), (char)(0x80 | (cp >> 12 & 63)),
                 (char)(0x80 | (cp >> 6 & 63)), (char)(0x80 | (cp & 63)));
}

static void put_row(const struct terminal *t, int row, struct buf *out)
{
    size_t end = out->len; /* after the last cell that is not blank */
    for (int col = 0; col < t->cols; col++) {
        VTermScreenCell cell;
        vterm_screen_get_cell(t->screen, (VTermPos){row, col}, &cell);
        if (cell.chars[0] == (uint32_t)-1)
            continue; /* right half of a wide character */
        bool blank = cell.chars[0] == 0 || cell.chars[0] == ' ';
        if (blank)
            buf_putc(out, ' ');
        for (int i = 0; !blank && i < VTERM_MAX_CHARS_PER_CELL && cell.chars[i]; i++)
            put_utf8(out, cell.chars[i]);
        if (!blank)
            end = out->len;
    }
    out->len = end;
    if (out->data)
        out->data[end] = '\0';
}

void terminal_put_text(const struct terminal *t, struct buf *out)
{
    for (int row = 0; row < t->rows; row++) {
        put_row(t, row, out);
        buf_putc(out, '\n');
    }
}

const char *terminal_row(const struct terminal *t, int row)
{
    static struct buf line;
    buf_reset(&line);
    put_row(t, row, &line);
    return buf_text(&line);
}

int terminal_find_row(const struct terminal *t, const char *text)
{
    for (int row = 0; row < t->rows; row++)
        if (strstr(terminal_row(t, row), text))
            return row;
    return -1;
}

bool terminal_shows(const struct terminal *t, const char *text)
{
    return terminal_find_row(t, text) >= 0;
}

/* The runner keeps stderr; Check's own message stays short. */
void ecran_fail(const struct terminal *t, const char *what, const char *text)
{
    fprintf(stderr, "\n%s « %s » ; image %ld, %d×%d, titre « %s »%s :\n", what, text, t->frame,
            t->cols, t->rows, t->title, t->ended ? ", programme terminé" : "");
    for (int row = 0; row < t->rows; row++)
        fprintf(stderr, "%3d|%s\n", row, terminal_row(t, row));
    fflush(stderr);
    ck_abort_msg("%s « %.200s »", what, text);
}

/* ---- reading -------------------------------------------------------------------------------- */

void terminal_assert_shows(const struct terminal *t, const char *text)
{
    if (!terminal_shows(t, text))
        ecran_fail(t, "absent", text);
}

void terminal_assert_hides(const struct terminal *t, const char *text)
{
    if (terminal_shows(t, text))
        ecran_fail(t, "de trop", text);
}

void terminal_cursor(const struct terminal *t, int *row, int *col)
{
    VTermPos pos;
    vterm_state_get_cursorpos(vterm_obtain_state(t->vt), &pos);
    *row = pos.row;
    *col = pos.col;
}

bool terminal_cursor_visible(const struct terminal *t)
{
    return t->cursor_visible;
}

bool terminal_in_alternate(const struct terminal *t)
{
    return t->alternate;
}

const char *terminal_title(const struct terminal *t)
{
    return t->title;
}

static bool any_cell(const struct terminal *t, bool (*is)(const VTermScreenCell *))
{
    for (int row = 0; row < t->rows; row++)
        for (int col = 0; col < t->cols; col++) {
            VTermScreenCell cell;
            vterm_screen_get_cell(t->screen, (VTermPos){row, col}, &cell);
            if (is(&cell))
                return true;
        }
    return false;
}

static bool is_coloured(const VTermScreenCell *cell)
{
    return !VTERM_COLOR_IS_DEFAULT_FG(&cell->fg) || !VTERM_COLOR_IS_DEFAULT_BG(&cell->bg);
}

static bool is_marked(const VTermScreenCell *cell)
{
    return cell->attrs.bold || cell->attrs.underline || cell->attrs.reverse;
}

bool terminal_has_colour(const struct terminal *t)
{
    return any_cell(t, is_coloured);
}

bool terminal_has_attribute(const struct terminal *t)
{
    return any_cell(t, is_marked);
}

static int index_of(const VTermColor *c)
{
    if (VTERM_COLOR_IS_DEFAULT_FG(c) || VTERM_COLOR_IS_DEFAULT_BG(c))
        return -1;
    return VTERM_COLOR_IS_INDEXED(c) ? c->indexed.idx : -2;
}

void terminal_put_look(const struct terminal *t, int row, struct buf *out)
{
    size_t end = out->len;
    for (int col = 0; col < t->cols; col++) {
        VTermScreenCell cell;
        vterm_screen_get_cell(t->screen, (VTermPos){row, col}, &cell);
        bool blank = !cell.chars[0] || cell.chars[0] == ' ';
        bool shows =
            !blank || cell.attrs.underline || cell.attrs.reverse || index_of(&cell.bg) != -1;
        buf_putf(out, "%x,%x", blank ? ' ' : cell.chars[0], cell.chars[0] ? cell.chars[1] : 0);
        if (shows)
            buf_putf(out, ":%d%d%d:%d:%d", cell.attrs.bold, cell.attrs.underline != 0,
                     cell.attrs.reverse, index_of(&cell.fg), index_of(&cell.bg));
        buf_putc(out, ' ');
        end = shows ? out->len : end;
    }
    out->len = end;
    if (out->data)
        out->data[end] = '\0';
}

struct span terminal_bytes(const struct terminal *t)
{
    return buf_span(&t->raw);
}

void terminal_assert_golden(const struct terminal *t, const char *name)
{
    char file[256], path[512];
    snprintf(file, sizeof file, "parcours/%s", name);
    snprintf(path, sizeof path, "tests/golden/%s", file);
    struct buf got = {0}, want = {0};
    struct err err = {0};
    terminal_put_text(t, &got);
    bool same = file_read(path, 1u << 20, &want, &err) && strcmp(want.data, got.data) == 0;
    if (!same && !getenv("REGEN"))
        fprintf(stderr, "\n%s, écran obtenu :\n%s", file, got.data);
    fflush(stderr);
    assert_golden(file, got.data);
    buf_free(&want);
    buf_free(&got);
}

/* ---- trust ---------------------------------------------------------------------------------- */

const char *terminal_strangeness(const struct terminal *t)
{
    return t->strange[0] ? t->strange : NULL;
}

static bool same_settings(const struct termios *a, const struct termios *b)
{
    return a->c_iflag == b->c_iflag && a->c_oflag == b->c_oflag && a->c_cflag == b->c_cflag &&
           a->c_lflag == b->c_lflag && memcmp(a->c_cc, b->c_cc, sizeof a->c_cc) == 0;
}

/* The attributes that the next character would have. */
static const char *pen_untidiness(const struct terminal *t)
{
    static const VTermAttr flags[] = {VTERM_ATTR_BOLD, VTERM_ATTR_UNDERLINE, VTERM_ATTR_REVERSE};
    VTermState *state = vterm_obtain_state(t->vt);
    VTermValue value;
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++) {
        memset(&value, 0, sizeof value);
        vterm_state_get_penattr(state, flags[i], &value);
        if (value.number != 0)
            return "un attribut";
    }
    vterm_state_get_penattr(state, VTERM_ATTR_FOREGROUND, &value);
    if (!VTERM_COLOR_IS_DEFAULT_FG(&value.color))
        return "la couleur du texte";
    vterm_state_get_penattr(state, VTERM_ATTR_BACKGROUND, &value);
    return VTERM_COLOR_IS_DEFAULT_BG(&value.color) ? NULL : "la couleur du fond";
}

const char *terminal_untidiness(const struct terminal *t)
{
    struct termios now;
    if (!t->ended)
        return "un programme qui tourne";
    if (tcgetattr(t->slave, &now) != 0 || !same_settings(&now, &t->before))
        return "des réglages de la ligne";
    if (t->alternate)
        return "l’écran secondaire";
    if (!t->cursor_visible)
        return "le curseur caché";
    if (!t->shrunk && strcmp(terminal_row(t, 0), BEFORE) != 0)
        return "un écran qui n’est plus celui d’avant";
    return pen_untidiness(t);
}

void terminal_assert_sane(const struct terminal *t)
{
    if (terminal_strangeness(t))
        ecran_fail(t, "le terminal a reçu", terminal_strangeness(t));
}

void terminal_assert_restored(const struct terminal *t)
{
    if (terminal_untidiness(t))
        ecran_fail(t, "le programme a laissé", terminal_untidiness(t));
}
