/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pseudo-terminal harness: libvterm fed with what a program writes, one frame at a time. */
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>
#include <utmp.h>
#include <vterm.h>

#include <cdap/base/file.h>

#include "suite.h"
#include "terminal.h"

#define BEFORE      "avant le programme $"
#define ENV_MAX     32
#define PLAIN_TITLE "Cdap"  /* what the client says when no test listens: no name, no number */
#define FRAME_TITLE "cdap:" /* then frames:keys; see cdap/client/run.h */

struct terminal {
    enum terminal_mode mode;
    int master, slave, pidfd; /* -1 = closed; the slave stays open to read the line settings */
    pid_t pid;
    bool ended;
    int status;
    struct termios before;
    VTerm *vt;
    VTermScreen *screen;
    int rows, cols;
    bool shrunk;    /* once narrower than what the screen held before: that is lost */
    struct buf raw; /* every byte, for ever */
    size_t fed;     /* how many of them libvterm has seen */
    long frame;     /* counter of the last settled frame, 0 = none yet */
    long frame_min; /* a wait wants a later one */
    long taken;     /* keys that the program had read by then */
    long typed;     /* keys sent */
    bool framed;    /* what was just fed ended a title */
    bool cursor_visible, alternate;
    char title[256];
    char strange[256]; /* first thing that our drawing never sends */
};

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

/* libvterm answers the program's questions and turns keys into bytes through here. */
static void on_output(const char *bytes, size_t len, void *user)
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

/* ---- starting ------------------------------------------------------------------------------- */

static void put_env(char *env[ENV_MAX], int *count, const char *name, const char *fallback)
{
    const char *value = getenv(name);
    if (!value)
        value = fallback;
    if (!value)
        return;
    ck_assert_int_lt(*count, ENV_MAX - 1);
    ck_assert_int_ge(asprintf(&env[(*count)++], "%s=%s", name, value), 0);
}

static void build_env(struct terminal *t, char *env[ENV_MAX], const char *const extra[])
{
    int count = 0;
    put_env(env, &count, "PATH", "/usr/bin:/bin");
    put_env(env, &count, "HOME", "/nonexistent");
    put_env(env, &count, "TMPDIR", NULL);
    put_env(env, &count, "ASAN_OPTIONS", NULL);
    put_env(env, &count, "UBSAN_OPTIONS", NULL);
    for (; extra && *extra; extra++) { /* before the rest: the first of a name rules */
        ck_assert_int_lt(count, ENV_MAX - 1);
        env[count++] = strdup(*extra);
    }
    const char *fixed[] = {"TERM=xterm-256color", "LC_ALL=C.UTF-8", "TZ=UTC",
                           t->mode == TERMINAL_FRAMES ? "CDAP_TEST_TITRE=1" : NULL, NULL};
    for (int i = 0; fixed[i]; i++) {
        ck_assert_int_lt(count, ENV_MAX - 1);
        env[count++] = strdup(fixed[i]);
    }
    env[count] = NULL;
}

static void run_child(int master, int slave, const char *const argv[], char *env[])
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    close(master);
    if (login_tty(slave) < 0)
        _exit(126);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    execvpe(argv[0], (char *const *)argv, env);
    _exit(127);
}

static void start_screen(struct terminal *t)
{
    t->vt = vterm_new(t->rows, t->cols);
    vterm_set_utf8(t->vt, 1);
    vterm_output_set_callback(t->vt, on_output, t);
    t->screen = vterm_obtain_screen(t->vt);
    vterm_screen_enable_altscreen(t->screen, 1);
    vterm_screen_set_callbacks(t->screen, &screen_calls, t);
    vterm_screen_set_unrecognised_fallbacks(t->screen, &unknown_calls, t);
    vterm_screen_reset(t->screen, 1);
    vterm_input_write(t->vt, BEFORE "\r\n", strlen(BEFORE "\r\n"));
}

struct terminal *terminal_start(enum terminal_mode mode, int rows, int cols,
                                const char *const argv[], const char *const env[])
{
    struct terminal *t = calloc(1, sizeof *t);
    ck_assert_ptr_nonnull(t);
    *t = (struct terminal){.mode = mode, .rows = rows, .cols = cols};
    t->cursor_visible = true;
    start_screen(t);
    struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols};
    ck_assert_int_eq(openpty(&t->master, &t->slave, NULL, NULL, &size), 0);
    fcntl(t->master, F_SETFD, FD_CLOEXEC);
    fcntl(t->slave, F_SETFD, FD_CLOEXEC);
    fcntl(t->master, F_SETFL, O_NONBLOCK);
    ck_assert_int_eq(tcgetattr(t->slave, &t->before), 0);
    char *full[ENV_MAX] = {0};
    build_env(t, full, env);
    t->pid = fork();
    ck_assert_int_ge(t->pid, 0);
    if (t->pid == 0)
        run_child(t->master, t->slave, argv, full);
    for (int i = 0; full[i]; i++)
        free(full[i]);
    t->pidfd = (int)syscall(SYS_pidfd_open, t->pid, 0);
    ck_assert_int_ge(t->pidfd, 0);
    return t;
}

static void reap(struct terminal *t)
{
    if (!t->ended)
        while (waitpid(t->pid, &t->status, 0) < 0 && errno == EINTR)
            ;
    t->ended = true;
}

void terminal_free(struct terminal *t)
{
    if (!t)
        return;
    if (!t->ended)
        kill(t->pid, SIGKILL);
    reap(t);
    if (t->master >= 0)
        close(t->master);
    if (t->slave >= 0)
        close(t->slave);
    close(t->pidfd);
    vterm_free(t->vt);
    buf_free(&t->raw);
    free(t);
}

pid_t terminal_pid(const struct terminal *t)
{
    return t->pid;
}

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

/* The whole screen goes to stderr, where the runner keeps it; Check's own message stays short. */
static void fail_with_screen(const struct terminal *t, const char *what, const char *text)
{
    fprintf(stderr, "\n%s « %s » ; image %ld, %d×%d, titre « %s »%s :\n", what, text, t->frame,
            t->cols, t->rows, t->title, t->ended ? ", programme terminé" : "");
    for (int row = 0; row < t->rows; row++)
        fprintf(stderr, "%3d|%s\n", row, terminal_row(t, row));
    fflush(stderr);
    ck_abort_msg("%s « %.200s »", what, text);
}

/* ---- waiting -------------------------------------------------------------------------------- */

static long now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000 + now.tv_nsec / 1000000;
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

/* Feeds what is already read, up to the end of a frame. True when there is something to look at. */
static bool feed(struct terminal *t)
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

/* False when there is nothing more to read now. */
static bool read_some(struct terminal *t)
{
    char bytes[65536];
    ssize_t n = t->master >= 0 ? read(t->master, bytes, sizeof bytes) : 0;
    if (n > 0)
        buf_put(&t->raw, bytes, (size_t)n);
    return n > 0;
}

/* Waits for bytes or for the end. False at the deadline. */
static bool wait_news(struct terminal *t, long deadline)
{
    long left = deadline - now_ms();
    if (left <= 0)
        return false;
    struct pollfd fds[] = {{.fd = t->master, .events = POLLIN}, {.fd = t->pidfd, .events = POLLIN}};
    poll(fds, 2, (int)left);
    while (read_some(t))
        ;
    if (fds[1].revents)
        reap(t);
    return true;
}

static bool settled(const struct terminal *t)
{
    return t->mode == TERMINAL_BYTES || (t->frame > t->frame_min && t->taken >= t->typed);
}

struct wish {
    const char *text; /* NULL = nothing but a settled frame */
    bool present, pending;
};

static bool granted(const struct terminal *t, struct wish w)
{
    if (!w.pending && !settled(t))
        return false;
    return !w.text || terminal_shows(t, w.text) == w.present;
}

static void await(struct terminal *t, struct wish w)
{
    long deadline = now_ms() + TERMINAL_DEADLINE_S * 1000L;
    if (t->fed == t->raw.len && granted(t, w))
        return;
    for (;;) {
        while (feed(t))
            if (granted(t, w))
                return;
        if ((w.pending || t->mode == TERMINAL_BYTES) && granted(t, w))
            return;
        if (t->ended)
            fail_with_screen(t, "le programme a fini avant de montrer", w.text ? w.text : "");
        if (!wait_news(t, deadline))
            fail_with_screen(t, w.present ? "jamais vu" : "toujours là", w.text ? w.text : "");
    }
}

void terminal_await(struct terminal *t, const char *text)
{
    await(t, (struct wish){.text = text, .present = true});
}

void terminal_await_gone(struct terminal *t, const char *text)
{
    await(t, (struct wish){.text = text, .present = false});
}

void terminal_await_pending(struct terminal *t, const char *text)
{
    await(t, (struct wish){.text = text, .present = true, .pending = true});
}

void terminal_await_settled(struct terminal *t)
{
    await(t, (struct wish){.present = true});
}

void terminal_press(struct terminal *t, const char *key, const char *text)
{
    terminal_key(t, key);
    terminal_await(t, text);
}

int terminal_await_end(struct terminal *t)
{
    long deadline = now_ms() + TERMINAL_DEADLINE_S * 1000L;
    while (!t->ended)
        if (!wait_news(t, deadline))
            fail_with_screen(t, "le programme", "ne finit pas");
    while (read_some(t))
        ;
    while (feed(t))
        ;
    return t->status;
}

/* ---- typing --------------------------------------------------------------------------------- */

/* What came before the key belongs to frames before it. */
static void before_input(struct terminal *t)
{
    while (read_some(t))
        ;
    while (feed(t))
        ;
}

void terminal_type(struct terminal *t, const char *text)
{
    before_input(t);
    for (const char *p = text; *p; p++)
        t->typed += (*p & 0xC0) != 0x80;
    on_output(text, strlen(text), t);
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
    before_input(t);
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
    on_output(name, 1, t);
}

void terminal_resize(struct terminal *t, int rows, int cols)
{
    before_input(t);
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
    before_input(t);
    ck_assert_int_eq(kill(t->pid, signal), 0);
}

void terminal_hang_up(struct terminal *t)
{
    before_input(t);
    close(t->master);
    close(t->slave);
    t->master = t->slave = -1;
}

/* ---- reading -------------------------------------------------------------------------------- */

void terminal_assert_shows(const struct terminal *t, const char *text)
{
    if (!terminal_shows(t, text))
        fail_with_screen(t, "absent", text);
}

void terminal_assert_hides(const struct terminal *t, const char *text)
{
    if (terminal_shows(t, text))
        fail_with_screen(t, "de trop", text);
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
        fail_with_screen(t, "le terminal a reçu", terminal_strangeness(t));
}

void terminal_assert_restored(const struct terminal *t)
{
    if (terminal_untidiness(t))
        fail_with_screen(t, "le programme a laissé", terminal_untidiness(t));
}
