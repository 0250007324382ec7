/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See serveur.h. */
#include <curl/curl.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cdap/base/secret.h>
#include <cdap/source/source.h>

#include "serveur.h"

#define SIRET_CCAS  "13002526500013" /* published sample number */
#define SIRET_FSL   "35600000000048"
#define DEBUT       20260101
#define OPTIONS_MAX 24
#define CAF_JUMELLE 751
#define JOUR_TEXTE  SPAN_LIT(ESSAI_JOUR)

static char mot_de_passe[PASSWORD_HASH];

/* ---- base --------------------------------------------------------------------------------------- */

static int64_t add_organisme(struct store *s, const char *siret, const char *nom)
{
    struct organisme_row row = {0};
    struct err err = {0};

    snprintf(row.siret, sizeof row.siret, "%s", siret);
    snprintf(row.nom, sizeof row.nom, "%s", nom);
    ck_assert_msg(store_organisme_add(s, &row, &err), "%s", err.detail);
    return row.id;
}

static void add_convention(struct store *s, int64_t organisme, unsigned caf, const char *profil)
{
    const char *const profils[] = {profil, NULL};
    struct convention_row row = {.organisme_id = organisme, .caf = caf, .debut = DEBUT};
    struct err err = {0};

    snprintf(row.reference, sizeof row.reference, "C-%u-%s", caf, profil);
    ck_assert_msg(store_convention_add(s, &row, profils, &err), "%s", err.detail);
}

static void add_agent(struct store *s, int64_t organisme, const char *identifiant, enum role role,
                      const char *profil, bool actif)
{
    struct agent_row row = {.role = role, .actif = actif, .organisme.id = organisme};
    struct err err = {0};

    snprintf(row.identifiant, sizeof row.identifiant, "%s", identifiant);
    snprintf(row.nom, sizeof row.nom, "ESSAI");
    snprintf(row.prenom, sizeof row.prenom, "Ève");
    snprintf(row.mot_de_passe, sizeof row.mot_de_passe, "%s", mot_de_passe);
    ck_assert_msg(store_agent_add(s, &row, &err), "%s", err.detail);
    if (profil)
        ck_assert_msg(
            store_habilitation_add(s, row.id, profil, DEBUT, 0, "Base légale d’essai", &err), "%s",
            err.detail);
}

static void add_accounts(struct store *s)
{
    int64_t ccas = add_organisme(s, SIRET_CCAS, "CCAS d’essai");
    int64_t fsl = add_organisme(s, SIRET_FSL, "Service FSL d’essai");

    add_convention(s, ccas, 131, "T2");
    add_convention(s, fsl, 131, "TD");
    add_convention(s, fsl, CAF_JUMELLE, "TD");
    add_agent(s, ccas, "agent.t2", ROLE_AGENT, "T2", true);
    add_agent(s, fsl, "agent.td", ROLE_AGENT, "TD", true);
    add_agent(s, ccas, "responsable", ROLE_RESPONSABLE, "T2", true);
    add_agent(s, ccas, "responsable.seul", ROLE_RESPONSABLE, NULL, true);
    add_agent(s, ccas, "administrateur", ROLE_ADMINISTRATEUR, "T2", true);
    add_agent(s, ccas, "auditeur", ROLE_AUDITEUR, "T2", true);
    add_agent(s, ccas, "inactif", ROLE_AGENT, "T2", false);
}

/* The document again, as one of another Caf. */
static void twin(struct buf *doc, unsigned caf)
{
    char *at = strstr(doc->data, "\"caf\":\"");
    char digits[8];
    ck_assert(at != NULL);
    snprintf(digits, sizeof digits, "%03u", caf);
    memcpy(at + 7, digits, 3);
}

static void put_dossier(struct store *s, struct encodeur *encodeur, const struct buf *doc,
                        bool oppose)
{
    struct identite id;
    struct buf bande = {0};
    struct err err = {0};

    ck_assert_msg(bande_encode(encodeur, buf_span(doc), &bande, &id, &err), "%s %s", err.champ,
                  err.detail);
    ck_assert(store_dossier_put(s, &id, buf_span(&bande)));
    if (oppose)
        ck_assert(store_opposition_put(s, id.cle, DEBUT));
    buf_free(&bande);
}

static void add_dossiers(struct essai *e, struct store *s)
{
    struct encodeur *encodeur = encodeur_new(e->catalogue.dictionnaire);
    struct buf doc = {0};
    struct date jour;

    ck_assert(date_parse(JOUR_TEXTE, &jour));
    ck_assert(store_begin(s));
    for (size_t i = 0; i < familles_demo_count(); i++) {
        buf_reset(&doc);
        famille_demo_put(i, jour, &doc);
        put_dossier(s, encodeur, &doc, famille_demo_at(i)->oppose);
        twin(&doc, CAF_JUMELLE);
        put_dossier(s, encodeur, &doc, false);
    }
    ck_assert(store_commit(s));
    buf_free(&doc);
    encodeur_free(encodeur);
}

void essai_init(struct essai *e)
{
    struct err err = {0};
    struct store *s;

    memset(e, 0, sizeof *e);
    e->dossier = folder_make();
    ck_assert(path_join(e->donnees, e->dossier, "base"));
    ck_assert(path_join(e->prise, e->dossier, "prise"));
    ck_assert(path_join(e->dits, e->dossier, "dits"));
    ck_assert_msg(catalogue_load(&e->catalogue, "screens", "profiles", &err), "%s", err.detail);
    ck_assert_msg(store_create(e->donnees, true, &err), "%s", err.detail);
    s = store_open(e->donnees, STORE_WRITE, &err);
    ck_assert_msg(s != NULL, "%s", err.detail);
    add_accounts(s);
    add_dossiers(e, s);
    store_close(s);
}

/* ---- server ------------------------------------------------------------------------------------- */

static void run_server(struct essai *e, const char *const options[], int out)
{
    char program[FILE_PATH_MAX], ecoute[FILE_PATH_MAX + 8];
    const char *argv[OPTIONS_MAX] = {program,        "servir",   "--donnees", e->donnees,
                                     "--ecrans",     "screens",  "--profils", "profiles",
                                     "--aujourdhui", ESSAI_JOUR, "--ecoute",  ecoute};
    int n = 12, dits = open(e->dits, O_WRONLY | O_CREAT | O_APPEND, 0600);

    snprintf(program, sizeof program, "%s/cdapd", build_dir());
    snprintf(ecoute, sizeof ecoute, "unix:%s", e->prise);
    for (int i = 0; options && options[i] && n < OPTIONS_MAX - 1; i++)
        argv[n++] = options[i];
    dup2(out, STDOUT_FILENO);
    dup2(dits, STDERR_FILENO);
    execv(program, (char **)(uintptr_t)argv);
    _exit(127);
}

bool essai_try_serve(struct essai *e, const char *const options[])
{
    int out[2], status;
    char line[FILE_PATH_MAX + 16] = "";
    FILE *said;

    ck_assert_int_eq(pipe2(out, O_CLOEXEC), 0);
    e->pid = fork();
    ck_assert(e->pid >= 0);
    if (e->pid == 0)
        run_server(e, options, out[1]);
    close(out[1]);
    said = fdopen(out[0], "r");
    bool ok = fgets(line, sizeof line, said) && strncmp(line, "ecoute ", 7) == 0;
    fclose(said);
    line[strcspn(line, "\n")] = '\0';
    e->adresse[0] = '\0';
    if (ok && strncmp(line + 7, "unix:", 5) != 0)
        snprintf(e->adresse, sizeof e->adresse, "%.79s", line + 7);
    if (!ok) {
        waitpid(e->pid, &status, 0);
        e->pid = 0;
    }
    return ok;
}

void essai_serve(struct essai *e, const char *const options[])
{
    struct buf dits = {0};
    bool ok = essai_try_serve(e, options);

    if (!ok)
        essai_put_dits(e, &dits);
    ck_assert_msg(ok, "le serveur ne démarre pas : %s", buf_text(&dits));
    buf_free(&dits);
}

void essai_open(struct essai *e)
{
    essai_init(e);
    essai_serve(e, NULL);
}

int essai_stop(struct essai *e, int signal)
{
    int status = 0;

    kill(e->pid, signal);
    while (waitpid(e->pid, &status, 0) < 0 && errno == EINTR)
        continue;
    e->pid = 0;
    return status;
}

void essai_close(struct essai *e)
{
    if (e->pid) {
        int status = essai_stop(e, SIGTERM);
        struct buf dits = {0};
        essai_put_dits(e, &dits);
        ck_assert_msg(WIFEXITED(status) && WEXITSTATUS(status) == 0,
                      "le serveur finit mal (%d) : %s", status, buf_text(&dits));
        buf_free(&dits);
    }
    catalogue_free(&e->catalogue);
    folder_remove(e->dossier);
}

void essai_put_dits(const struct essai *e, struct buf *out)
{
    struct err err = {0};
    file_read(e->dits, 1 << 24, out, &err);
}

void essai_sql(struct essai *e, const char *fichier, const char *sql)
{
    char name[64], path[FILE_PATH_MAX];
    sqlite3 *db = NULL;

    snprintf(name, sizeof name, "base/%s.sqlite", fichier);
    ck_assert(path_join(path, e->donnees, name));
    ck_assert_int_eq(sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    sqlite3_busy_timeout(db, 5000);
    ck_assert_msg(sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK, "%s", sqlite3_errmsg(db));
    sqlite3_close(db);
}

/* ---- calls -------------------------------------------------------------------------------------- */

static size_t on_bytes(char *data, size_t size, size_t n, void *ctx)
{
    buf_put(ctx, data, size * n);
    return size * n;
}

void appel(struct essai *e, const char *methode, const char *chemin, const char *jeton,
           const char *corps, const char *entete, struct reponse *r)
{
    CURL *curl = curl_easy_init();
    struct curl_slist *headers = curl_slist_append(NULL, "Content-Type: application/json");
    char url[256], bearer[128];
    long status = 0;

    memset(r, 0, sizeof *r);
    snprintf(url, sizeof url, "http://%s%s", e->adresse[0] ? e->adresse : "cdapd", chemin);
    curl_easy_setopt(curl, CURLOPT_URL, url);
    if (!e->adresse[0])
        curl_easy_setopt(curl, CURLOPT_UNIX_SOCKET_PATH, e->prise);
    curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, methode);
    if (corps) {
        curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, (long)strlen(corps));
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, corps);
    }
    if (jeton) {
        snprintf(bearer, sizeof bearer, "Authorization: Bearer %s", jeton);
        headers = curl_slist_append(headers, bearer);
    }
    if (entete)
        headers = curl_slist_append(headers, entete);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, on_bytes);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &r->corps);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, on_bytes);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, &r->entetes);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, 40L);
    if (curl_easy_perform(curl) == CURLE_OK)
        curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    r->status = (int)status;
    if (r->corps.len)
        r->json = json_parse(buf_span(&r->corps), NULL);
    curl_slist_free_all(headers);
    curl_easy_cleanup(curl);
}

void reponse_free(struct reponse *r)
{
    json_free(r->json);
    buf_free(&r->corps);
    buf_free(&r->entetes);
    memset(r, 0, sizeof *r);
}

const char *reponse_erreur(const struct reponse *r)
{
    return r->json ? json_string(json_path(r->json, SPAN_LIT("erreur.code")), "") : "";
}

void reponse_put_entete(const struct reponse *r, const char *nom, struct buf *out)
{
    size_t len = strlen(nom);
    for (const char *line = buf_text(&r->entetes); *line; line += strcspn(line, "\n") + 1) {
        if (strncasecmp(line, nom, len) == 0 && line[len] == ':') {
            const char *value = line + len + 1 + strspn(line + len + 1, " ");
            buf_put(out, value, strcspn(value, "\r\n"));
            return;
        }
        if (!strchr(line, '\n'))
            return;
    }
}

char *connexion(struct essai *e, const char *identifiant)
{
    struct reponse r;
    char body[256];

    snprintf(body, sizeof body, "{\"identifiant\":\"%s\",\"mot_de_passe\":\"%s\"}", identifiant,
             ESSAI_MOT_DE_PASSE);
    appel(e, "POST", "/v1/sessions", NULL, body, NULL, &r);
    ck_assert_msg(r.status == 201, "connexion de %s : %d %s", identifiant, r.status,
                  buf_text(&r.corps));
    char *jeton = strdup(json_string(json_get(r.json, "jeton"), ""));
    reponse_free(&r);
    return jeton;
}

const char *demande(const char *caf, const char *numero, const char *nom, const char *profil)
{
    static char body[2048];
    struct buf b = {0};

    buf_putc(&b, '{');
    if (caf)
        json_put_member(&b, "caf", caf);
    if (numero)
        json_put_member(&b, "numero", numero);
    if (nom)
        json_put_member(&b, "nom", nom);
    if (profil)
        json_put_member(&b, "profil", profil);
    buf_puts(&b, ",\"motif\":{\"code\":\"autre\",\"texte\":\"motif-en-clair\"},"
                 "\"base\":{\"type\":\"non_opposition\"}}");
    snprintf(body, sizeof body, "%s", buf_text(&b));
    buf_free(&b);
    return body;
}

int consulte(struct essai *e, const char *jeton, const char *caf, const char *numero,
             const char *nom, const char *profil, struct reponse *r)
{
    struct reponse mine;
    int status;

    appel(e, "POST", "/v1/consultations", jeton, demande(caf, numero, nom, profil), NULL,
          r ? r : &mine);
    status = r ? r->status : mine.status;
    if (!r)
        reponse_free(&mine);
    return status;
}

const struct famille_demo *une_famille(bool opposee)
{
    for (size_t i = 0; i < familles_demo_count(); i++)
        if (famille_demo_at(i)->oppose == opposee)
            return famille_demo_at(i);
    ck_abort_msg("aucune famille de ce genre");
    return NULL;
}

/* ---- journal ------------------------------------------------------------------------------------ */

static struct store *open_reader(struct essai *e)
{
    struct err err = {0};
    struct store *s = store_open(e->donnees, STORE_READ, &err);
    ck_assert_msg(s != NULL, "%s", err.detail);
    return s;
}

int64_t journal_count(struct essai *e)
{
    struct store *s = open_reader(e);
    int64_t count = store_journal_next(s);
    store_close(s);
    ck_assert(count >= 0);
    return count;
}

void journal_put(struct essai *e, int64_t seq, struct buf *out)
{
    struct store *s = open_reader(e);
    struct buf detail = {0};

    ck_assert_int_eq(store_journal_read(s, (uint64_t)seq, out, &detail), FOUND_ROW);
    buf_putc(out, '\n');
    buf_put(out, detail.data, detail.len);
    buf_free(&detail);
    store_close(s);
}

/* ---- raw connection ----------------------------------------------------------------------------- */

int fil_open(const struct essai *e)
{
    struct sockaddr_un un = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

    ck_assert(fd >= 0 && strlen(e->prise) < sizeof un.sun_path);
    strcpy(un.sun_path, e->prise);
    ck_assert_int_eq(connect(fd, (struct sockaddr *)&un, sizeof un), 0);
    return fd;
}

void fil_send(int fd, const char *text)
{
    size_t len = strlen(text);
    ck_assert_int_eq(send(fd, text, len, MSG_NOSIGNAL), (ssize_t)len);
}

int fil_read(int fd, struct buf *out)
{
    for (;;) {
        const char *text = buf_text(out), *end = strstr(text, "\r\n\r\n");
        const char *length = strcasestr(text, "content-length:");
        if (end && (!length || length > end ||
                    out->len >= (size_t)(end - text) + 4 + strtoul(length + 15, NULL, 10)))
            return atoi(text + strcspn(text, " "));
        char *room = buf_reserve(out, 65536);
        ssize_t n = room ? read(fd, room, 65535) : -1;
        if (n <= 0)
            return 0;
        out->len += (size_t)n;
        out->data[out->len] = '\0';
    }
}

int essai_main(const char *name, void (*add)(TCase *))
{
    if (!secret_init() || !password_hash(SPAN_LIT(ESSAI_MOT_DE_PASSE), mot_de_passe))
        return 1;
    curl_global_init(CURL_GLOBAL_DEFAULT);
    int status = suite_main(name, add);
    curl_global_cleanup();
    return status;
}
