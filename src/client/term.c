/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The terminal, and the only file that sees ncurses: paints the difference between a grid and the
 * screen, reads keys, and gives the terminal back whatever happens. */
#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

#include <curses.h>
#include <term.h>

#include "term.h"

#define ESCDELAY_MS 50 /* an arrow key split by the network is still an arrow key */
#define REPLACEMENT L'\xFFFD'

static struct {
    bool open, coloured, titled;
    const struct theme *theme;
    SCREEN *screen;
    struct grid shown; /* what the screen holds */
    bool known;        /* `shown` is true */
    struct termios saved;
    char undo[256]; /* bytes that give the terminal back */
    size_t undo_len;
    attr_t attrs[STYLE_COUNT];
} t;

/* ---- giving the terminal back ------------------------------------------------------------------ */

/* Appends a capability to the undo bytes, without its padding. */
static void undo_add(const char *capability)
{
    const char *s = tigetstr(capability);
    if (!s || s == (const char *)-1)
        return;
    while (*s && t.undo_len < sizeof t.undo) {
        if (s[0] == '$' && s[1] == '<' && strchr(s, '>'))
            s = strchr(s, '>') + 1;
        else
            t.undo[t.undo_len++] = *s++;
    }
}

static void write_all(const char *bytes, size_t len)
{
    while (len > 0) {
        ssize_t n = write(STDOUT_FILENO, bytes, len);
        if (n <= 0)
            return;
        bytes += n;
        len -= (size_t)n;
    }
}

void term_restore_now(void)
{
    if (!t.open)
        return;
    write_all(t.undo, t.undo_len);
    tcsetattr(STDIN_FILENO, TCSANOW, &t.saved);
}

static void crash(int signal)
{
    term_restore_now();
    raise(signal); /* SA_RESETHAND: the default action now, once we return */
}

/* Every signal that ends a program and that nobody else here catches. */
static void catch_crashes(void)
{
    static const int fatal[] = {SIGSEGV, SIGABRT, SIGBUS,  SIGFPE,  SIGILL,  SIGQUIT,
                                SIGSYS,  SIGTRAP, SIGUSR1, SIGUSR2, SIGALRM, SIGVTALRM,
                                SIGPROF, SIGXCPU, SIGXFSZ, SIGIO,   SIGPWR,  SIGSTKFLT};
    for (size_t i = 0; i < sizeof fatal / sizeof *fatal; i++) {
        struct sigaction a = {.sa_handler = crash, .sa_flags = (int)SA_RESETHAND};
        sigaction(fatal[i], &a, NULL);
    }
}

/* ---- taking it ---------------------------------------------------------------------------------- */

/* Wide characters need a UTF-8 locale; a bare machine has C.UTF-8 at least. */
static void use_utf8(void)
{
    setlocale(LC_CTYPE, "");
    if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
        setlocale(LC_CTYPE, "C.UTF-8");
}

static attr_t attrs_of(const struct look *look)
{
    attr_t a = A_NORMAL;
    if (look->attrs & ATTR_BOLD)
        a |= A_BOLD;
    if (look->attrs & ATTR_DIM)
        a |= A_DIM;
    if (look->attrs & ATTR_UNDERLINE)
        a |= A_UNDERLINE;
    if (look->attrs & ATTR_REVERSE)
        a |= A_REVERSE;
    return a;
}

/* A terminal of 8 colours shows the vivid ones as their plain sisters. */
static short colour_of(int8_t colour)
{
    return (short)(colour >= 8 && COLORS < 16 ? colour - 8 : colour);
}

static void use_theme(const struct theme *theme)
{
    const char *no_color = getenv("NO_COLOR");
    bool plain = no_color && *no_color;
    t.theme = plain ? theme_find("monochrome") : theme ? theme : theme_at(0);
    t.coloured = !plain && has_colors() && start_color() == OK && use_default_colors() == OK;
    for (int i = 0; i < STYLE_COUNT; i++) {
        const struct look *look = &t.theme->looks[i];
        t.attrs[i] = attrs_of(look);
        if (t.coloured)
            init_pair((short)(i + 1), colour_of(look->fg), colour_of(look->bg));
    }
}

/* What terminals send whatever TERM says of them. */
static void know_more_keys(void)
{
    static const struct {
        const char *sends;
        int key;
    } more[] = {{"\033[A", KEY_UP},      {"\033[B", KEY_DOWN},   {"\033[C", KEY_RIGHT},
                {"\033[D", KEY_LEFT},    {"\033OA", KEY_UP},     {"\033OB", KEY_DOWN},
                {"\033OC", KEY_RIGHT},   {"\033OD", KEY_LEFT},   {"\033[H", KEY_HOME},
                {"\033[F", KEY_END},     {"\033OH", KEY_HOME},   {"\033OF", KEY_END},
                {"\033[1~", KEY_HOME},   {"\033[4~", KEY_END},   {"\033[7~", KEY_HOME},
                {"\033[8~", KEY_END},    {"\033[Z", KEY_BTAB},   {"\033[11~", KEY_F(1)},
                {"\033[13~", KEY_F(3)},  {"\033[14~", KEY_F(4)}, {"\033[[A", KEY_F(1)},
                {"\033[21~", KEY_F(10)}, {"\033[24~", KEY_F(12)}};
    for (size_t i = 0; i < sizeof more / sizeof *more; i++)
        if (key_defined(more[i].sends) == 0)
            define_key(more[i].sends, more[i].key);
}

static void set_modes(void)
{
    struct termios now;
    cbreak();
    noecho();
    nonl();
    keypad(stdscr, TRUE);
    know_more_keys();
    nodelay(stdscr, TRUE);
    leaveok(stdscr, FALSE); /* the hardware cursor follows the focus */
    idlok(stdscr, TRUE);
    scrollok(stdscr, FALSE);
    set_escdelay(ESCDELAY_MS);
    curs_set(1);
    if (tcgetattr(STDIN_FILENO, &now) == 0) {
        now.c_iflag &= ~(tcflag_t)IXON; /* Ctrl-S must not look like a dead program */
        tcsetattr(STDIN_FILENO, TCSANOW, &now);
        def_prog_mode();
    }
}

/* Terminals known to take a title, and to keep the former one aside as they enter full screen. */
static bool takes_title(void)
{
    const char *term = getenv("TERM");
    return tigetflag("XT") > 0 || (term && strncmp(term, "xterm", 5) == 0);
}

/* Asked before newterm, which keeps memory when it fails. */
static bool is_known(void)
{
    int found;
    return setupterm(NULL, STDOUT_FILENO, &found) == OK && del_curterm(cur_term) == OK;
}

bool term_open(const struct theme *theme, bool titled, struct err *err)
{
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
        return err_set(err, ERR_USAGE, "le plein écran demande un terminal");
    use_utf8();
    tcgetattr(STDIN_FILENO, &t.saved);
    t.screen = is_known() ? newterm(NULL, stdout, stdin) : NULL;
    if (!t.screen)
        return err_set(err, ERR_USAGE, "le type de terminal (TERM) est inconnu de ce système");
    set_modes();
    use_theme(theme);
    t.titled = titled && takes_title();
    undo_add("sgr0");
    undo_add("clear");
    undo_add("rmkx");
    undo_add("cnorm");
    undo_add("rmcup");
    t.open = true;
    catch_crashes();
    if (t.titled)
        write_all("\033[?2004l\033]2;Cdap\007",
                  17); /* a paste is typing; a name without a person's */
    return true;
}

/* A terminal without a second screen would go on showing what stood here: nothing does. */
static void leave_empty(void)
{
    erase();
    refresh();
    endwin();
}

void term_close(void)
{
    if (!t.open)
        return;
    if (!isendwin())
        leave_empty();
    t.open = false;
    tcsetattr(STDIN_FILENO, TCSANOW, &t.saved);
    delscreen(t.screen);
    grid_done(&t.shown);
}

void term_leave(void)
{
    leave_empty();
}

void term_return(void)
{
    term_forget();
    refresh();
}

void term_title(const char *title)
{
    write_all("\033]2;", 4);
    write_all(title, strlen(title));
    write_all("\007", 1);
}

/* ---- painting ----------------------------------------------------------------------------------- */

void term_size(int *rows, int *cols)
{
    struct winsize size;
    *rows = LINES;
    *cols = COLS;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || !size.ws_row || !size.ws_col)
        return;
    if (size.ws_row == LINES && size.ws_col == COLS)
        return;
    resizeterm(size.ws_row, size.ws_col);
    *rows = LINES;
    *cols = COLS;
    term_forget();
}

void term_forget(void)
{
    t.known = false;
}

/* Room to remember a screen of this size; all is painted when it is new. */
static bool remember(const struct grid *g)
{
    if (t.shown.rows != g->rows || t.shown.cols != g->cols) {
        grid_done(&t.shown);
        if (!grid_init(&t.shown, g->rows, g->cols))
            return false;
        t.known = false;
    }
    if (!t.known)
        clearok(stdscr, TRUE);
    return true;
}

static bool same(const struct cell *a, const struct cell *b)
{
    return a->ch == b->ch && a->mark == b->mark && a->width == b->width && a->style == b->style;
}

static void paint_cell(int row, int col, const struct cell *c)
{
    wchar_t text[3] = {(wchar_t)c->ch, (wchar_t)c->mark, 0};
    cchar_t cell;
    if (wcwidth(text[0]) != c->width) { /* the C library would move what follows */
        text[0] = c->width == 1 ? REPLACEMENT : L'\x3000';
        text[1] = 0;
    }
    setcchar(&cell, text, t.attrs[c->style], t.coloured ? (short)(c->style + 1) : 0, NULL);
    mvadd_wchnstr(row, col, &cell, 1);
}

static void paint_row(const struct grid *g, int row)
{
    const struct cell *now = &g->cells[row * g->cols];
    struct cell *was = &t.shown.cells[row * g->cols];
    for (int col = 0; col < g->cols; col++) {
        if (now[col].width != 0 && (!t.known || !same(&now[col], &was[col])))
            paint_cell(row, col, &now[col]);
    }
    memcpy(was, now, (size_t)g->cols * sizeof *was);
}

void term_paint(const struct grid *g, struct cursor cursor)
{
    if (!remember(g))
        return;
    for (int row = 0; row < g->rows; row++)
        paint_row(g, row);
    t.known = true;
    move(cursor.row, cursor.col);
    refresh();
}

/* ---- keys --------------------------------------------------------------------------------------- */

static const struct {
    wint_t curses;
    touche_t touche;
} keys[] = {
    {KEY_BTAB, TOUCHE_MAJ_TAB},      {KEY_UP, TOUCHE_HAUT},         {KEY_DOWN, TOUCHE_BAS},
    {KEY_LEFT, TOUCHE_GAUCHE},       {KEY_RIGHT, TOUCHE_DROITE},    {KEY_HOME, TOUCHE_DEBUT},
    {KEY_END, TOUCHE_FIN},           {KEY_PPAGE, TOUCHE_PAGE_HAUT}, {KEY_NPAGE, TOUCHE_PAGE_BAS},
    {KEY_BACKSPACE, TOUCHE_ARRIERE}, {KEY_DC, TOUCHE_SUPPR},        {KEY_ENTER, TOUCHE_ENTREE},
    {KEY_A1, TOUCHE_DEBUT},          {KEY_A3, TOUCHE_PAGE_HAUT},    {KEY_C1, TOUCHE_FIN},
    {KEY_C3, TOUCHE_PAGE_BAS},       {KEY_FIND, TOUCHE_DEBUT},      {KEY_SELECT, TOUCHE_FIN},
};

static touche_t special(wint_t code)
{
    if (code >= KEY_F(1) && code <= KEY_F(24))
        return TOUCHE_F0 + (touche_t)(code - KEY_F0);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (keys[i].curses == code)
            return keys[i].touche;
    return TOUCHE_SPECIALES; /* a key, but none of ours */
}

/* After an escape that ncurses made nothing of: swallows the rest of an unknown sequence, so that it
 * is not taken for Esc and letters. */
static touche_t escape(void)
{
    wint_t next;
    int got = get_wch(&next);
    if (got == KEY_CODE_YES)
        ungetch((int)next);
    if (got != OK)
        return TOUCHE_ECHAP;
    if (next != '[' && next != 'O') {
        unget_wch((wchar_t)next);
        return TOUCHE_ECHAP;
    }
    while (get_wch(&next) == OK)
        if (next >= '@' && next <= '~')
            break;
    return TOUCHE_SPECIALES;
}

touche_t term_key(void)
{
    wint_t code;
    int got = get_wch(&code);
    if (got == KEY_CODE_YES)
        return special(code);
    if (got != OK)
        return TOUCHE_AUCUNE;
    switch (code) {
    case 0:
        return TOUCHE_SPECIALES;
    case '\r':
        return TOUCHE_ENTREE;
    case '\b':
    case 127:
        return TOUCHE_ARRIERE;
    case 27:
        return escape();
    default:
        return (touche_t)code;
    }
}
