/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ed25519 keys in files and in guarded memory; all that signs is here. */
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cdap/base/file.h>
#include <cdap/journal/sceau.h>

#include "base64.h"

#define PREFIXE     "PRIVATE+KEY+"
#define FICHIER_MAX 512 /* bytes of a key file */

struct secret_cle {
    unsigned char privee[crypto_sign_SECRETKEYBYTES];
    unsigned char graine[1 + crypto_sign_SEEDBYTES]; /* type ‖ seed, as the file writes it */
    char ligne[FICHIER_MAX];
};

struct sceau {
    size_t count;
    struct note_cle cles[SCEAU_CLES_MAX];
    struct secret_cle *secrets[SCEAU_CLES_MAX];
};

/* ---- creation --------------------------------------------------------------------------------- */

static void put_file(struct buf *out, const struct note_cle *cle,
                     const unsigned char graine[1 + crypto_sign_SEEDBYTES])
{
    buf_putf(out, PREFIXE "%s+%08x+", cle->nom, cle->id);
    base64_put(out, graine, 1 + crypto_sign_SEEDBYTES);
    buf_putc(out, '\n');
}

bool sceau_create(const char *chemin, struct span nom, enum note_type type,
                  struct note_cle *publique, struct err *err)
{
    struct secret_cle *s = secret_alloc(sizeof *s);
    unsigned char pub[crypto_sign_PUBLICKEYBYTES];
    struct buf ligne = {0};
    struct note_cle cle;
    bool done = false;

    if (!s)
        return err_set(err, ERR_MEMOIRE, NULL);
    buf_reserve(&ligne, FICHIER_MAX); /* never moved, so that one wipe takes it all */
    s->graine[0] = (unsigned char)type;
    randombytes_buf(s->graine + 1, crypto_sign_SEEDBYTES);
    crypto_sign_seed_keypair(pub, s->privee, s->graine + 1);
    if (!note_cle_init(&cle, nom, type, pub)) {
        err_set_champ(err, ERR_CHAMP, "nom",
                      "un nom de clé n’est ni vide ni long, sans blanc ni « + »");
    } else {
        put_file(&ligne, &cle, s->graine);
        done = !ligne.failed ? file_write_new(chemin, buf_span(&ligne), 0600, err)
                             : err_set(err, ERR_MEMOIRE, NULL);
    }
    buf_free_secret(&ligne);
    secret_free(s);
    if (done && publique)
        *publique = cle;
    return done;
}

/* ---- reading ---------------------------------------------------------------------------------- */

static bool not_a_key(struct err *err, const char *chemin)
{
    return err_set(err, ERR_DONNEES, "%s : ce n’est pas un fichier de clé", chemin);
}

static bool line_read(int fd, const char *chemin, struct secret_cle *s, struct span *ligne,
                      struct err *err)
{
    struct stat st;
    ssize_t len;

    if (fstat(fd, &st) != 0)
        return err_set(err, ERR_FICHIER, "%s : %s", chemin, strerror(errno));
    if (!S_ISREG(st.st_mode))
        return not_a_key(err, chemin);
    if (st.st_mode & 077)
        return err_set(err, ERR_FICHIER, "%s : d’autres peuvent lire cette clé (chmod 600)",
                       chemin);
    len = read(fd, s->ligne, sizeof s->ligne);
    if (len < 0)
        return err_set(err, ERR_FICHIER, "%s : %s", chemin, strerror(errno));
    if (len < 2 || (size_t)len == sizeof s->ligne || s->ligne[len - 1] != '\n')
        return not_a_key(err, chemin);
    *ligne = (struct span){s->ligne, (size_t)len - 1};
    return true;
}

/* The id of the line is that of the public key: it shows that the seed is whole. */
static bool line_parse(struct span ligne, struct secret_cle *s, struct note_cle *cle)
{
    const size_t prefixe = sizeof PREFIXE - 1;
    unsigned char pub[crypto_sign_PUBLICKEYBYTES];
    const char *plus;
    struct span nom, b64;
    char id[9] = "";
    size_t len;

    if (ligne.len <= prefixe || memcmp(ligne.ptr, PREFIXE, prefixe) != 0)
        return false;
    ligne = (struct span){ligne.ptr + prefixe, ligne.len - prefixe};
    plus = memchr(ligne.ptr, '+', ligne.len);
    if (!plus || ligne.len < (size_t)(plus - ligne.ptr) + 10 || plus[9] != '+')
        return false;
    nom = (struct span){ligne.ptr, (size_t)(plus - ligne.ptr)};
    memcpy(id, plus + 1, 8);
    b64 = (struct span){plus + 10, ligne.len - nom.len - 10};
    if (!base64_read(b64, s->graine, sizeof s->graine, &len) || len != sizeof s->graine ||
        (s->graine[0] != NOTE_ED25519 && s->graine[0] != NOTE_COSIGNATURE))
        return false;
    crypto_sign_seed_keypair(pub, s->privee, s->graine + 1);
    return note_cle_init(cle, nom, (enum note_type)s->graine[0], pub) &&
           strtoul(id, NULL, 16) == cle->id;
}

static struct secret_cle *secret_read(const char *chemin, struct note_cle *cle, struct err *err)
{
    struct secret_cle *s = secret_alloc(sizeof *s);
    struct span ligne = {0};
    bool done;
    int fd;

    if (!s) {
        err_set(err, ERR_MEMOIRE, NULL);
        return NULL;
    }
    fd = open(chemin, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    done = fd >= 0 ? line_read(fd, chemin, s, &ligne, err)
                   : err_set(err, ERR_FICHIER, "%s : %s", chemin, strerror(errno));
    if (fd >= 0)
        close(fd);
    if (done && (line_parse(ligne, s, cle) || not_a_key(err, chemin)))
        return s;
    secret_free(s);
    return NULL;
}

bool sceau_read_public(const char *chemin, struct note_cle *out, struct err *err)
{
    struct secret_cle *s = secret_read(chemin, out, err);

    secret_free(s);
    return s != NULL;
}

static bool add_key(struct sceau *s, const char *chemin, struct err *err)
{
    struct secret_cle *secret = secret_read(chemin, &s->cles[s->count], err);

    if (!secret)
        return false;
    s->secrets[s->count++] = secret;
    return true;
}

struct sceau *sceau_open(const char *chemin, const char *ancien, struct err *err)
{
    struct sceau *s = calloc(1, sizeof *s);

    if (!s) {
        err_set(err, ERR_MEMOIRE, NULL);
        return NULL;
    }
    if (add_key(s, chemin, err) && (!ancien || add_key(s, ancien, err)))
        return s;
    sceau_close(s);
    return NULL;
}

void sceau_close(struct sceau *s)
{
    if (!s)
        return;
    for (size_t i = 0; i < s->count; i++)
        secret_free(s->secrets[i]);
    free(s);
}

const struct note_cle *sceau_cles(const struct sceau *s, size_t *count)
{
    *count = s->count;
    return s->cles;
}

/* ---- signing ---------------------------------------------------------------------------------- */

bool sceau_sign(const struct sceau *s, struct span texte, struct buf *note)
{
    unsigned char signature[crypto_sign_BYTES];

    if (!note_text_valid(texte))
        return false;
    buf_put(note, texte.ptr, texte.len);
    buf_putc(note, '\n');
    for (size_t i = 0; i < s->count; i++) {
        if (s->cles[i].type != NOTE_ED25519)
            return false;
        crypto_sign_detached(signature, NULL, (const unsigned char *)texte.ptr, texte.len,
                             s->secrets[i]->privee);
        note_put_signature(note, &s->cles[i], signature, sizeof signature);
    }
    return !note->failed;
}

bool sceau_cosign(const struct sceau *s, struct span texte, int64_t temps, struct buf *note)
{
    unsigned char blob[8 + crypto_sign_BYTES];
    struct buf message = {0};

    if (s->cles[0].type != NOTE_COSIGNATURE || temps < 0 || !note_text_valid(texte))
        return false;
    for (unsigned i = 0; i < 8; i++)
        blob[i] = (unsigned char)((uint64_t)temps >> (56 - 8 * i));
    note_put_cosigned(&message, temps, texte);
    if (!message.failed) {
        crypto_sign_detached(blob + 8, NULL, (const unsigned char *)message.data, message.len,
                             s->secrets[0]->privee);
        note_put_signature(note, &s->cles[0], blob, sizeof blob);
    }
    note->failed = note->failed || message.failed;
    buf_free(&message);
    return !note->failed;
}
