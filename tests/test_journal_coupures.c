/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cuts in the middle of everything: no acknowledged entry is lost, no checkpoint that was told is
 * denied, the root made again from the entries is the root that was signed. A few dozen cuts here;
 * CDAP_ESSAI_LONG=1 makes a thousand of each kind. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cdap/journal/preuve.h>
#include <cdap/server/registre.h>

#include "serveur.h"

#define MIDI ((int64_t)1795179600)
#define FILS 8
#define SHA  "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

static int cuts(int usual)
{
    return getenv("CDAP_ESSAI_LONG") ? 1000 : usual;
}

static void seal(const char *donnees, struct note_cle *cle)
{
    char path[FILE_PATH_MAX];

    ck_assert(store_file(donnees, REGISTRE_CLE, path, sizeof path));
    ck_assert(sceau_create(path, SPAN_LIT("cdap.exemple.fr"), NOTE_ED25519, cle, NULL));
}

/* `cdapd journal verifier` finds all in order. */
static void verify_all(const char *donnees)
{
    char ligne[FILE_PATH_MAX + 100];

    snprintf(ligne, sizeof ligne, "%s/cdapd journal verifier --donnees %s >/dev/null", build_dir(),
             donnees);
    ck_assert_int_eq(system(ligne), 0);
}

/* ---- the register ----------------------------------------------------------------------------- */

/* What the writer tells once it is committed. */
struct dit {
    uint64_t next;
    hachage racine;
};

/* Appends groups of one to five entries, signs every other one, tells each, until killed. */
static void write_until_killed(const char *dir, int told)
{
    struct sceau *sceau;
    struct store *s = store_open(dir, STORE_WRITE, NULL);
    struct registre *r =
        s && registre_sceau(dir, &sceau, NULL) ? registre_open(s, sceau, NULL) : NULL;

    for (unsigned group = 0; r; group++) {
        struct dit dit;
        struct registre_annee a;
        struct merkle arbre;

        if (!store_begin(s))
            _exit(1);
        for (unsigned i = 0; i <= group % 5; i++) {
            struct entree e = {.acte = ACTE_CONSULTATION, .temps = MIDI};

            if (!registre_append(r, &e, SPAN_LIT("{}"), NULL))
                _exit(1);
        }
        if ((group % 2 && !registre_sign(r)) || !store_commit(s) ||
            registre_annee(s, 0, &a) != FOUND_ROW)
            _exit(1);
        struct merkle_lecteur l = registre_lecteur(&a);
        if (!merkle_load(&arbre, a.taille, &l))
            _exit(1);
        dit.next = registre_next(r);
        merkle_root(&arbre, dit.racine);
        if (write(told, &dit, sizeof dit) != sizeof dit)
            _exit(1);
    }
    _exit(1);
}

/* The journal holds all that was told, under the same root, and its register accepts it. */
static void check_told(const char *dir, const struct dit *dit)
{
    struct sceau *sceau;
    struct err err = {0};
    struct store *s = store_open(dir, STORE_WRITE, NULL);
    struct registre *r;
    struct registre_annee a;
    struct merkle arbre;
    hachage racine;

    ck_assert(s && registre_sceau(dir, &sceau, &err));
    r = registre_open(s, sceau, &err);
    ck_assert_msg(r != NULL, "%s", err.detail);
    ck_assert_uint_ge(registre_next(r), dit->next);
    ck_assert_int_eq(store_journal_next(s), (int64_t)registre_next(r));
    ck_assert_int_eq(registre_annee(s, 0, &a), FOUND_ROW);
    struct merkle_lecteur l = registre_lecteur(&a);
    ck_assert(merkle_load(&arbre, dit->next, &l));
    merkle_root(&arbre, racine);
    ck_assert_mem_eq(racine, dit->racine, HASH_BYTES);
    registre_close(r);
    sceau_close(sceau);
    store_close(s);
}

START_TEST(keep_every_told_root_through_kill_9)
{
    char *dir = folder_make();
    struct dit dit = {0};

    ck_assert(secret_init());
    ck_assert(store_create(dir, false, NULL));
    seal(dir, NULL);
    for (int round = 0; round < cuts(60); round++) {
        int told[2];
        pid_t pid;

        ck_assert_int_eq(pipe(told), 0);
        pid = fork();
        if (pid == 0)
            write_until_killed(dir, told[1]);
        close(told[1]);
        for (int group = 0; group <= round % 7; group++)
            ck_assert_int_eq(read(told[0], &dit, sizeof dit), sizeof dit);
        kill(pid, SIGKILL);
        waitpid(pid, NULL, 0);
        while (read(told[0], &dit, sizeof dit) == sizeof dit)
            ;
        close(told[0]);
        check_told(dir, &dit);
    }
    verify_all(dir);
    folder_remove(dir);
}
END_TEST

/* ---- the server ------------------------------------------------------------------------------- */

struct recolte {
    int64_t recus[4096];
    size_t count;
    struct buf preuve; /* the last one given */
};

static char *request(const char *chemin, const char *jeton, const char *corps)
{
    struct buf b = {0};

    buf_putf(&b,
             "POST %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n"
             "Content-Length: %zu\r\n\r\n%s",
             chemin, jeton, strlen(corps), corps);
    return b.data;
}

/* Takes the receipt, or the proof, of an answer. */
static void take(struct recolte *r, const struct buf *out, int status)
{
    const char *corps = strstr(buf_text(out), "\r\n\r\n");
    struct json *json = corps ? json_parse(span_of(corps + 4), NULL) : NULL;
    int64_t recu;

    ck_assert_ptr_nonnull(json);
    if (status == 201) {
        buf_reset(&r->preuve);
        buf_puts(&r->preuve, json_string(json_get(json, "preuve"), ""));
        ck_assert(json_integer(json_get(json, "index"), &recu));
    } else {
        ck_assert(json_integer(json_path(json, SPAN_LIT("consultation.recu")), &recu));
    }
    ck_assert_uint_lt(r->count, sizeof r->recus / sizeof *r->recus);
    r->recus[r->count++] = recu;
    json_free(json);
}

/* Half the connections consult, half export; the server is killed once `keep` answers came. */
static void work_until_killed(struct essai *e, const char *jeton, size_t keep, struct recolte *r)
{
    const struct famille_demo *f = une_famille(false);
    char *consulter = request("/v1/consultations", jeton, demande("131", f->numero, f->nom, "T2"));
    struct buf corps = {0}, out = {0};
    int fds[FILS], status;

    for (int i = 0; i < FILS; i++)
        fds[i] = fil_open(e);
    fil_send(fds[0], consulter);
    ck_assert_int_eq(fil_read(fds[0], &out), 200);
    take(r, &out, 200);
    buf_putf(&corps, "{\"recu\":%lld,\"fichiers\":[{\"nom\":\"a\",\"sha256\":\"" SHA "\"}]}",
             (long long)r->recus[r->count - 1]);
    char *exporter = request("/v1/preuves", jeton, corps.data);
    for (int i = 0; i < FILS; i++)
        fil_send(fds[i], i % 2 ? exporter : consulter);
    for (size_t i = 0; i < FILS; i++) {
        if (i == keep)
            kill(e->pid, SIGKILL);
        buf_reset(&out);
        status = fil_read(fds[i], &out);
        ck_assert(status == (i % 2 ? 201 : 200) || (status == 0 && i >= keep));
        if (status)
            take(r, &out, status);
    }
    kill(e->pid, SIGKILL);
    waitpid(e->pid, NULL, 0);
    e->pid = 0;
    for (int i = 0; i < FILS; i++)
        close(fds[i]);
    free(consulter);
    free(exporter);
    buf_free(&corps);
    buf_free(&out);
}

static void check_harvest(struct essai *e, const struct recolte *r, const struct note_cle *cle)
{
    unsigned char h[HASH_BYTES];
    struct verification v;
    struct buf ligne = {0};

    memset(h, 0xaa, sizeof h);
    for (size_t i = 0; i < r->count; i++) {
        buf_reset(&ligne);
        journal_put(e, r->recus[i], &ligne);
        ck_assert(strstr(ligne.data, "\"acte\":\"consultation\"") ||
                  strstr(ligne.data, "\"acte\":\"export\""));
        ck_assert_ptr_nonnull(strstr(ligne.data, "\"issue\":\"fait\""));
    }
    if (r->preuve.len) {
        ck_assert_int_eq(preuve_verify(buf_span(&r->preuve), cle, 1, h, &v), VERDICT_VALIDE);
        verification_done(&v);
    }
    buf_free(&ligne);
}

START_TEST(answer_nothing_that_a_kill_9_could_take_back)
{
    static struct recolte r;
    struct note_cle cle;
    struct essai e;
    char *jeton;

    memset(&r, 0, sizeof r);
    essai_init(&e);
    seal(e.donnees, &cle);
    essai_serve(&e, NULL);
    jeton = connexion(&e, "agent.t2");
    for (int round = 0; round < cuts(12); round++) {
        if (round)
            essai_serve(&e, NULL); /* it accepts what the last kill left */
        r.count = 0;
        buf_reset(&r.preuve);
        work_until_killed(&e, jeton, (size_t)round % (FILS + 1), &r);
        check_harvest(&e, &r, &cle);
    }
    verify_all(e.donnees);
    buf_free(&r.preuve);
    free(jeton);
    essai_close(&e);
}
END_TEST

/* ---- a full disk ------------------------------------------------------------------------------ */

START_TEST(survive_a_disk_that_fills_up_in_the_middle)
{
    const struct famille_demo *f = une_famille(false);
    static struct recolte r;
    struct rlimit before, full;
    struct essai e;
    struct stat st;
    struct reponse rep;
    struct note_cle cle;
    char path[FILE_PATH_MAX], *jeton;
    int refused = 0;

    memset(&r, 0, sizeof r);
    essai_init(&e);
    seal(e.donnees, &cle);
    essai_serve(&e, NULL);
    jeton = connexion(&e, "agent.t2");
    ck_assert(store_file(e.donnees, "journal.sqlite-wal", path, sizeof path));
    ck_assert_int_eq(prlimit(e.pid, RLIMIT_FSIZE, NULL, &before), 0);
    for (int filling = 0; filling < 5; filling++) {
        ck_assert_int_eq(stat(path, &st), 0);
        full = before;
        full.rlim_cur = (rlim_t)(st.st_size + 50000 + 1000 * filling);
        ck_assert_int_eq(prlimit(e.pid, RLIMIT_FSIZE, &full, NULL), 0);
        for (int i = 0; i < 100 && refused <= filling; i++) {
            int status = consulte(&e, jeton, NULL, f->numero, f->nom, "T2", &rep);

            ck_assert(status == 200 || status == 503);
            refused += status == 503;
            if (status == 200) {
                int64_t recu;

                ck_assert(json_integer(json_path(rep.json, SPAN_LIT("consultation.recu")), &recu));
                r.recus[r.count++] = recu;
            }
            reponse_free(&rep);
        }
        ck_assert_int_eq(refused, filling + 1);
        ck_assert_int_eq(prlimit(e.pid, RLIMIT_FSIZE, &before, NULL), 0);
        ck_assert_int_eq(consulte(&e, jeton, NULL, f->numero, f->nom, "T2", NULL), 200);
    }
    ck_assert_uint_gt(r.count, 5);
    check_harvest(&e, &r, &cle);
    essai_stop(&e, SIGTERM);
    verify_all(e.donnees);
    free(jeton);
    essai_close(&e);
}
END_TEST

static void add(TCase *t)
{
    if (getenv("CDAP_ESSAI_LONG"))
        tcase_set_timeout(t, 3600);
    tcase_add_test(t, keep_every_told_root_through_kill_9);
    tcase_add_test(t, answer_nothing_that_a_kill_9_could_take_back);
    tcase_add_test(t, survive_a_disk_that_fills_up_in_the_middle);
}

int main(void)
{
    return essai_main("coupures", add);
}
