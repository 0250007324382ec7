/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every format says the same words as the sheets, and nothing in a dossier can get out of its place. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <vterm.h>

#include <cdap/base/file.h>
#include <cdap/base/text.h>

#include "pages_kit.h"
#include "suite.h"

static const char hostile[] =
    "{\"e\":{\"a\":\"</text></svg><script>alert(1)</script>\","
    "\"b\":\"&lt;b&gt; \\\"guillemets\\\" ]]> <!-- --> endobj) Tj ET\","
    "\"c\":\"avant\\u001b[31mrouge\\u0007\\u009b2Japrès\","
    "\"d\":\"gauche\\u202eetiord\\u2066 nul\\u0001 saut\\nligne\\u2028fin\"}}";
static const char hostile_blocs[] =
    "{\"type\":\"fiche\",\"titre\":\"T\",\"champs\":["
    "{\"libelle\":\"A\",\"chemin\":\"e.a\"},{\"libelle\":\"B\",\"chemin\":\"e.b\"},"
    "{\"libelle\":\"C\",\"chemin\":\"e.c\"},{\"libelle\":\"D\",\"chemin\":\"e.d\"}]}";

/* ---- reading a format back ---------------------------------------------------------------------- */

/* Text of a mark-up: what is outside tags, entities told, from `start`; a tag parts words. */
static void put_markup_text(struct span markup, const char *start, bool tags_part, struct buf *out)
{
    static const struct {
        const char *entity;
        char c;
    } entities[] = {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}};
    const char *p = strstr(markup.ptr, start);
    ck_assert_ptr_nonnull(p);
    while (*p) {
        if (*p == '<') {
            p = strchr(p, '>');
            ck_assert_ptr_nonnull(p);
            p++;
            if (tags_part)
                buf_putc(out, ' ');
            continue;
        }
        ck_assert_int_ne(*p, '>');
        size_t k = 0;
        while (k < 4 && strncmp(p, entities[k].entity, strlen(entities[k].entity)) != 0)
            k++;
        ck_assert(*p != '&' || k < 4);
        buf_putc(out, k < 4 ? entities[k].c : *p);
        p += k < 4 ? strlen(entities[k].entity) : 1;
    }
}

/* ---- the same words ------------------------------------------------------------------------------ */

static void check_words(const char *profil, int rows, int cols)
{
    struct liasse l;
    pages_riches(&l, profil, rows, cols);
    struct buf want = {0}, file = {0}, text = {0}, got = {0};

    mots_de_liasse(&l, &want);
    ck_assert_uint_gt(want.len, 2000);
    ecrit(&writer_txt, &l, &file);
    mots_de(buf_span(&file), &got);
    assert_memes_mots(&want, &got);

    buf_reset(&file), buf_reset(&got);
    ecrit(&writer_svg, &l, &file);
    put_markup_text(buf_span(&file), "</style>", false, &text);
    mots_de(buf_span(&text), &got);
    assert_memes_mots(&want, &got);

    buf_reset(&file), buf_reset(&got), buf_reset(&text);
    ecrit(&writer_html, &l, &file);
    put_markup_text(buf_span(&file), "<body>", true, &text);
    mots_de(buf_span(&text), &got);
    assert_memes_mots_tries(&want, &got);
    buf_free(&want), buf_free(&file), buf_free(&text), buf_free(&got);
    liasse_done(&l);
}

START_TEST(same_words_in_txt_svg_and_html)
{
    check_words("T2", 0, 0);
    check_words("TD", 0, 0);
    check_words("TD", 24, 80);
    check_words("TD", 30, 40);
}
END_TEST

START_TEST(same_words_in_pdf)
{
    struct liasse l;
    pages_riches(&l, "TD", 0, 0);
    struct buf want = {0}, file = {0}, text = {0}, got = {0};
    mots_de_liasse(&l, &want);
    ecrit(&writer_pdf, &l, &file);
    ck_assert_int_eq(memcmp(file.data, "%PDF-", 5), 0);
    if (programme_present("pdftotext")) {
        put_pdf_text(&file, &text);
        mots_de(buf_span(&text), &got);
        assert_memes_mots_tries(&want, &got);
    }
    buf_free(&want), buf_free(&file), buf_free(&text), buf_free(&got);
    liasse_done(&l);
}
END_TEST

START_TEST(txt_holds_nothing_but_printable_characters)
{
    struct liasse l;
    struct buf file = {0};
    pages_essai(&l, hostile_blocs, hostile, 0, 0);
    ecrit(&writer_txt, &l, &file);
    const char *p = file.data, *end = p + file.len;
    ck_assert(text_is_utf8(file.data, file.len));
    while (p < end) {
        uint32_t cp = text_decode(&p, end);
        ck_assert_msg(cp == '\n' || text_is_printable(cp), "U+%04X", cp);
    }
    ck_assert_ptr_nonnull(strstr(file.data, "alert(1)"));
    buf_free(&file);
    liasse_done(&l);
}
END_TEST

/* ---- the same cells ------------------------------------------------------------------------------ */

static void check_colour(VTermScreen *screen, VTermColor colour, int8_t want)
{
    (void)screen;
    if (want < 0) {
        ck_assert(VTERM_COLOR_IS_DEFAULT_FG(&colour) || VTERM_COLOR_IS_DEFAULT_BG(&colour));
        return;
    }
    ck_assert(VTERM_COLOR_IS_INDEXED(&colour));
    ck_assert_int_eq(colour.indexed.idx, want);
}

static void check_cell(VTermScreen *screen, const struct grid *g, int row, int col,
                       const struct theme *theme)
{
    VTermScreenCell cell;
    const struct cell *want = &g->cells[row * g->cols + col];
    const struct look *look = &theme->looks[want->style];
    ck_assert(vterm_screen_get_cell(screen, (VTermPos){row, col}, &cell));
    bool nothing =
        want->ch == ' ' && look->bg < 0 && !(look->attrs & (ATTR_UNDERLINE | ATTR_REVERSE));
    if (want->width == 0)
        return;
    ck_assert_msg((cell.chars[0] ? cell.chars[0] : ' ') == want->ch, "(%d,%d) : U+%04X, U+%04X",
                  row, col, cell.chars[0], want->ch);
    ck_assert_uint_eq(cell.chars[0] ? cell.chars[1] : 0, want->mark);
    ck_assert_int_eq(cell.width, want->width);
    if (nothing)
        return;
    ck_assert_int_eq(cell.attrs.bold, (look->attrs & ATTR_BOLD) != 0);
    ck_assert_int_eq(cell.attrs.underline, (look->attrs & ATTR_UNDERLINE) != 0);
    ck_assert_int_eq(cell.attrs.reverse, (look->attrs & ATTR_REVERSE) != 0);
    check_colour(screen, cell.fg, look->fg);
    check_colour(screen, cell.bg, look->bg);
}

/* Writes a file on a terminal of its own size, as `cat` would, and reads every cell. */
static void check_replay(const struct feuille *f, struct span bytes, const struct theme *theme)
{
    VTerm *vt = vterm_new(f->g.rows + 1, f->g.cols);
    vterm_set_utf8(vt, 1);
    VTermScreen *screen = vterm_obtain_screen(vt);
    vterm_screen_reset(screen, 1);
    for (size_t i = 0; i < bytes.len; i++) {
        if (bytes.ptr[i] == '\n')
            vterm_input_write(vt, "\r", 1);
        vterm_input_write(vt, bytes.ptr + i, 1);
    }
    for (int row = 0; row < f->g.rows; row++)
        for (int col = 0; col < f->g.cols; col++)
            check_cell(screen, &f->g, row, col, theme);
    vterm_free(vt);
}

START_TEST(ansi_replayed_gives_the_same_cells)
{
    const struct theme *theme = theme_at((size_t)_i);
    struct liasse l;
    pages_riches(&l, "TD", 30, 80);
    l.theme = theme;
    for (size_t i = 0; i < l.nombre; i++) {
        struct liasse one = liasse_sheet(&l, i);
        struct buf file = {0};
        ecrit(&writer_ansi, &one, &file);
        check_replay(&l.feuilles[i], buf_span(&file), theme);
        buf_free(&file);
    }
    liasse_done(&l);
}
END_TEST

START_TEST(ansi_says_nothing_to_a_terminal_but_colours)
{
    struct liasse l;
    struct buf file = {0};
    pages_essai(&l, hostile_blocs, hostile, 0, 0);
    ecrit(&writer_ansi, &l, &file);
    for (const char *p = file.data; *p; p++) {
        ck_assert((unsigned char)*p >= ' ' || *p == '\n' || *p == '\033');
        if (*p != '\033')
            continue;
        ck_assert_int_eq(p[1], '[');
        p += 2 + strspn(p + 2, "0123456789;");
        ck_assert_int_eq(*p, 'm');
    }
    ck_assert_ptr_null(strstr(file.data, "\xc2\x9b"));
    buf_free(&file);
    liasse_done(&l);
}
END_TEST

/* ---- nothing gets out ------------------------------------------------------------------------------ */

START_TEST(markup_in_a_dossier_stays_text)
{
    static const struct writer *const writers[] = {&writer_html, &writer_svg};
    struct liasse l;
    pages_essai(&l, hostile_blocs, hostile, 0, 0);
    for (size_t i = 0; i < 2; i++) {
        struct buf file = {0}, text = {0};
        ecrit(writers[i], &l, &file);
        ck_assert_ptr_null(strstr(file.data, "<script"));
        ck_assert_ptr_null(strstr(file.data, "<!--"));
        ck_assert_ptr_null(strcasestr(file.data, "javascript"));
        ck_assert_ptr_null(strchr(file.data, '\033'));
        put_markup_text(buf_span(&file), "</style>", false, &text);
        ck_assert_ptr_nonnull(strstr(text.data, "</text></svg><script>alert(1)</script>"));
        ck_assert_ptr_nonnull(strstr(text.data, "&lt;b&gt;"));
        buf_free(&file), buf_free(&text);
    }
    liasse_done(&l);
}
END_TEST

START_TEST(pdf_text_stays_text)
{
    struct liasse l;
    struct buf file = {0}, text = {0};
    pages_essai(&l, hostile_blocs, hostile, 0, 0);
    ecrit(&writer_pdf, &l, &file);
    ck_assert_ptr_null(memmem(file.data, file.len, "/JavaScript", 11));
    ck_assert_ptr_null(memmem(file.data, file.len, "/Launch", 7));
    if (programme_present("pdftotext")) {
        put_pdf_text(&file, &text);
        ck_assert_ptr_nonnull(strstr(text.data, "endobj) Tj ET"));
    }
    buf_free(&file), buf_free(&text);
    liasse_done(&l);
}
END_TEST

/* Characters of other scripts, marks apart from their letter, and some that no font has. */
START_TEST(pdf_of_any_script_is_drawn)
{
    static const char *const names[] = {"Ωμέγα", "Привет", "ŁÓDŹ"};
    struct liasse l;
    struct buf file = {0}, text = {0};
    pages_essai(
        &l, hostile_blocs,
        "{\"e\":{\"a\":\"Ωμέγα Привет ŁÓDŹ\",\"b\":\"漢字 עברית\",\"c\":\"x\\u0327 q\\u0301\","
        "\"d\":\"\\ud83d\\udc69 \\u13a0 \\ua015\"}}",
        0, 0);
    ecrit(&writer_pdf, &l, &file);
    if (programme_present("pdftotext")) {
        put_pdf_text(&file, &text);
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
            ck_assert_msg(strstr(text.data, names[i]) != NULL, "%s", names[i]);
    }
    buf_free(&file), buf_free(&text);
    liasse_done(&l);
}
END_TEST

START_TEST(html_fetches_nothing)
{
    static const char *const words[] = {"http:",
                                        "src=",
                                        "href=",
                                        "url(",
                                        "@import",
                                        "<img",
                                        "<iframe",
                                        "<link",
                                        "on"
                                        "load"};
    struct liasse l;
    struct buf file = {0};
    pages_riches(&l, "TD", 0, 0);
    ecrit(&writer_html, &l, &file);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        ck_assert_msg(!strstr(file.data, words[i]), "%s", words[i]);
    ck_assert_ptr_nonnull(strstr(file.data, "<html lang=\"fr\">"));
    ck_assert_ptr_nonnull(strstr(file.data, "default-src 'none'"));
    buf_free(&file);
    liasse_done(&l);
}
END_TEST

START_TEST(html_reads_as_lists_and_tables)
{
    struct liasse l;
    struct buf file = {0};
    pages_riches(&l, "TD", 0, 0);
    ecrit(&writer_html, &l, &file);
    static const char *const parts[] = {
        "<h1><span><span class=\"s8\">Famille",
        "<dt><span class=\"s3\">Numéro allocataire</span></dt>\n<dd>0004217</dd>",
        "<th scope=\"col\"><span class=\"s2\">Né(e) le</span></th>",
        "<td>LEFÈVRE-MOÛTIER Tom</td><td>21/05/2014</td>",
        "<td class=\"n\">1\xc2\xa0"
        "433,70\xc2\xa0€</td>",
    };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        ck_assert_msg(strstr(file.data, parts[i]) != NULL, "%s", parts[i]);
    buf_free(&file);
    liasse_done(&l);
}
END_TEST

START_TEST(titles_name_nobody)
{
    struct liasse l;
    pages_riches(&l, "TD", 0, 0);
    ck_assert_str_eq(l.titre, "Cdap · reçu 1204 · 20/11/2026 14:03");
    const char *labels[] = {l.titre, l.sujet, l.auteur, l.logiciel};
    for (size_t i = 0; i < 4; i++) {
        ck_assert_ptr_null(strstr(labels[i], "LEF"));
        ck_assert_ptr_null(strstr(labels[i], "0004217"));
    }
    liasse_done(&l);
}
END_TEST

START_TEST(masked_values_stay_masked_everywhere)
{
    static const char iban[] = "FR•• •••• •••• •••• •••• •••• 185";
    struct liasse l;
    pages_riches(&l, "TD", 0, 0);
    for (size_t i = 0; writer_at(i); i++) {
        const struct writer *w = writer_at(i);
        struct buf file = {0}, text = {0};
        struct liasse one = liasse_sheet(&l, 0);
        ecrit(w, w->par_feuille ? &one : &l, &file);
        ck_assert_uint_gt(file.len, 1000);
        if (w == &writer_txt || w == &writer_ansi || w == &writer_html || w == &writer_svg)
            ck_assert_msg(strstr(file.data, iban) != NULL, "%s", w->extension);
        if (w == &writer_pdf && programme_present("pdftotext")) {
            put_pdf_text(&file, &text);
            ck_assert_ptr_nonnull(strstr(text.data, iban));
        }
        buf_free(&file), buf_free(&text);
    }
    liasse_done(&l);
}
END_TEST

START_TEST(png_is_an_image_of_the_sheet)
{
    struct liasse l;
    pages_riches(&l, "T2", 30, 80);
    struct liasse one = liasse_sheet(&l, 0);
    struct buf file = {0};
    ecrit(&writer_png, &one, &file);
    ck_assert_int_eq(memcmp(file.data, "\x89PNG\r\n\x1a\n", 8), 0);
    const unsigned char *size = (const unsigned char *)file.data + 16;
    int width = size[2] << 8 | size[3], height = size[6] << 8 | size[7];
    ck_assert_int_gt(width, 80 * 16);
    ck_assert_int_gt(height, 30 * 32);
    buf_free(&file);
    liasse_done(&l);
}
END_TEST

static void add(TCase *t)
{
    tcase_add_test(t, txt_holds_nothing_but_printable_characters);
    tcase_add_test(t, ansi_says_nothing_to_a_terminal_but_colours);
    tcase_add_test(t, markup_in_a_dossier_stays_text);
    tcase_add_test(t, pdf_text_stays_text);
    tcase_add_test(t, pdf_of_any_script_is_drawn);
    tcase_add_test(t, html_fetches_nothing);
    tcase_add_test(t, titles_name_nobody);
    tcase_add_test(t, masked_values_stay_masked_everywhere);
    tcase_add_test(t, same_words_in_txt_svg_and_html);
    tcase_add_test(t, same_words_in_pdf);
    tcase_add_loop_test(t, ansi_replayed_gives_the_same_cells, 0, 4);
    tcase_add_test(t, html_reads_as_lists_and_tables);
    tcase_add_test(t, png_is_an_image_of_the_sheet);
}

int main(void)
{
    return suite_main("formats", add);
}
