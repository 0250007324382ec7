/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The published test personas of API Particulier, where they lie beside the checkout: every answer
 * of status 200 about a family becomes a valid dossier, every other is told to hold none. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cdap/base/file.h>
#include <cdap/base/secret.h>
#include <cdap/source/source.h>

#include "source_kit.h"
#include "suite.h"

#define PERSONAS "../shared/api-particulier/personas"

struct compte {
    struct validation v;
    unsigned dossiers, refus;
};

static bool starts(const char *name, const char *prefix)
{
    return strncmp(name, prefix, strlen(prefix)) == 0;
}

static bool each(void *ctx, const char *name, const char *path, struct err *err)
{
    struct compte *c = ctx;
    struct buf text = {0}, out = {0};
    struct err refus = {0};
    ck_assert(file_read(path, 1 << 20, &text, err));
    bool done = quotient_familial_v3_put(buf_span(&text), 131, 2000000 + c->dossiers, &out, &refus);
    if (strstr(name, "_200") &&
        (starts(name, "quotient_familial") || starts(name, "participation_familiale_eaje"))) {
        ck_assert_msg(done, "%s: %s %s", name, refus.champ, refus.detail);
        assert_dossier(&c->v, buf_span(&out));
        c->dossiers++;
    } else {
        ck_assert_msg(!done && refus.code == ERR_AUCUN_DOSSIER, "%s", name);
        c->refus++;
    }
    buf_free(&text);
    buf_free(&out);
    return true;
}

START_TEST(published_answers_become_dossiers_and_published_errors_do_not)
{
    struct compte c = {0};
    struct err err = {0};
    validation_init(&c.v);
    ck_assert(dir_each(PERSONAS, ".json", each, &c, &err));
    ck_assert_uint_gt(c.dossiers, 0);
    ck_assert_uint_gt(c.refus, 0);
    validation_done(&c.v);
}
END_TEST

static void add(TCase *t)
{
    tcase_add_test(t, published_answers_become_dossiers_and_published_errors_do_not);
}

int main(void)
{
    if (access(PERSONAS, R_OK) != 0) {
        puts("SKIP: " PERSONAS " is not there");
        return 77;
    }
    return secret_init() ? suite_main("source_personas", add) : 1;
}
