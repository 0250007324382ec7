/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers of a wrong shape: each node of a rich answer in turn is missing, null or of another type.
 * Every tab is still laid out and drawn, with nothing but printable characters. */
#include <string.h>

#include <cdap/base/file.h>
#include <cdap/base/text.h>

#include "ecrans_kit.h"
#include "suite.h"

static const char *const substitutes[] = {
    NULL, /* the member or item is left out */
    "null", "true", "-9007199254740991", "\"\\u001b[2J\\u202e\"", "[]", "{}", "[[{}],null,\"x\"]",
};
#define SUBSTITUTES (sizeof substitutes / sizeof *substitutes)

/* Writes a tree again, the `target`-th node in depth-first order being replaced. */
struct copy {
    struct buf out;
    size_t seen, target;
    const char *substitute;
};

static void copy_node(struct copy *c, const struct json *v);

static void copy_children(struct copy *c, const struct json *v, bool object)
{
    const char *comma = "";
    buf_putc(&c->out, object ? '{' : '[');
    for (const struct json *child = json_first(v); child; child = json_sibling(child)) {
        bool dropped = c->seen == c->target && !c->substitute;
        if (dropped) {
            c->seen++;
            continue;
        }
        buf_puts(&c->out, comma);
        comma = ",";
        if (object) {
            json_put_string(&c->out, span_of(json_key(child)));
            buf_putc(&c->out, ':');
        }
        copy_node(c, child);
    }
    buf_putc(&c->out, object ? '}' : ']');
}

static void copy_node(struct copy *c, const struct json *v)
{
    int64_t n;
    if (c->seen++ == c->target)
        buf_puts(&c->out, c->substitute ? c->substitute : "null");
    else if (json_is_object(v) || json_is_array(v))
        copy_children(c, v, json_is_object(v));
    else if (json_is_string(v))
        json_put_string(&c->out, span_of(json_string(v, "")));
    else if (json_integer(v, &n))
        buf_put_int(&c->out, n);
    else
        buf_puts(&c->out, json_is_null(v) ? "null" : json_boolean(v, false) ? "true" : "false");
}

static void check_printable(const struct buf *text)
{
    uint32_t fault = 0; /* one assertion for all: each costs far more than a look */
    for (const char *p = buf_text(text), *end = p + text->len; p < end;) {
        uint32_t cp = text_decode(&p, end);
        if (cp != '\n' && !text_is_printable(cp))
            fault = cp;
    }
    ck_assert_msg(fault == 0, "U+%04X", (unsigned)fault);
}

static void draw_all(const struct ecrans *es, const struct json *dossier, int largeur)
{
    struct buf text = {0};
    ecrans_put_identite(dossier, &text);
    ecrans_put_mise_a_jour(dossier, &text);
    ecrans_put_banniere(es, dossier, &text);
    for (size_t i = 0; i < ecrans_count(es); i++)
        if (ecran_present(ecrans_at(es, i), dossier))
            planche_texte(es, ecrans_at(es, i), dossier, NULL, largeur, &text);
    check_printable(&text);
    buf_free(&text);
}

/* Draws the answer with node `target` replaced; false past the last node. */
static bool draw_with(const struct ecrans *es, const struct json *answer, size_t target,
                      const char *substitute)
{
    struct copy c = {.target = target, .substitute = substitute};
    struct err err = {0};
    copy_node(&c, answer);
    struct json *dossier = json_parse(buf_span(&c.out), &err);
    ck_assert_msg(dossier != NULL, "%s", err.detail);
    draw_all(es, dossier, target % 2 ? 80 : 43);
    json_free(dossier);
    buf_free(&c.out);
    return c.seen > target;
}

static void draw_deformed(const char *profil)
{
    struct buf text = {0};
    struct err err = {0};
    struct ecrans *es = ecrans_reels();
    ck_assert(file_read("tests/donnees/dossier_riche.json", 1u << 20, &text, &err));
    struct json *answer = reponse_de(profil, buf_span(&text));
    size_t target = 0;
    while (draw_with(es, answer, target, substitutes[target % SUBSTITUTES]))
        target++;
    ck_assert_uint_gt(target, 50);
    json_free(answer);
    ecrans_free(es);
    buf_free(&text);
}

START_TEST(a_deformed_t2_answer_is_still_drawn)
{
    draw_deformed("T2");
}
END_TEST

START_TEST(a_deformed_td_answer_is_still_drawn)
{
    draw_deformed("TD");
}
END_TEST

/* The label of a field outside the answer is nowhere. */
START_TEST(each_missing_rubrique_leaves_no_label)
{
    static const char *const traces[][2] = {
        {"\"numero\"", "Numéro allocataire"},
        {"\"regime\"", "Régime"},
        {"\"aeeh\"", "AEEH"},
        {"\"parts\"", "Parts"},
        {"\"date_calcul\"", "alculé"},
        {"\"pays\"", "Pays"},
    };
    struct buf text = {0};
    struct err err = {0};
    struct ecrans *es = ecrans_reels();
    ck_assert(file_read("tests/donnees/dossier_riche.json", 1u << 20, &text, &err));
    struct json *whole = reponse_de("T2", buf_span(&text));
    for (size_t i = 0; i < sizeof traces / sizeof *traces; i++) {
        struct copy c = {.target = SIZE_MAX};
        struct buf out = {0};
        copy_node(&c, whole);
        for (char *at; (at = strstr(c.out.data, traces[i][0]));)
            at[1] = '_'; /* the key is another one, which no screen draws */
        struct json *answer = json_parse(buf_span(&c.out), &err);
        ck_assert_ptr_nonnull(answer);
        for (size_t k = 0; k < ecrans_count(es); k++)
            if (ecran_present(ecrans_at(es, k), answer))
                planche_texte(es, ecrans_at(es, k), answer, NULL, 80, &out);
        ck_assert_msg(strstr(buf_text(&out), traces[i][1]) == NULL, "%s", traces[i][1]);
        json_free(answer);
        buf_free(&out);
        buf_free(&c.out);
    }
    json_free(whole);
    ecrans_free(es);
    buf_free(&text);
}
END_TEST

static void add(TCase *t)
{
    tcase_add_test(t, a_deformed_t2_answer_is_still_drawn);
    tcase_add_test(t, a_deformed_td_answer_is_still_drawn);
    tcase_add_test(t, each_missing_rubrique_leaves_no_label);
}

int main(void)
{
    return suite_main("réponses déformées", add);
}
