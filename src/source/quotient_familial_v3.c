/* SPDX-License-Identifier: GPL-3.0-or-later */
/* API Particulier v3 → dossier: what `dss/quotient_familial` answers (and its neighbour
 * `participation_familiale_eaje`, which gives the resources instead of the quotient) written as a
 * dossier that profile T2 can open. Keys that are not known here are passed over: the answers grow. */
#include <string.h>

#include <cdap/base/json.h>
#include <cdap/base/text.h>
#include <cdap/source/source.h>

#define STATUS_OK    200
#define LIGNE_MAX    38 /* characters */
#define LIGNES_MAX   7
#define ALLOCATAIRES 2

/* ---- small writers ----------------------------------------------------------------------------- */

static void put_null(struct buf *b, const char *key)
{
    json_put_member(b, key, NULL);
}

static void put_open(struct buf *b, const char *key, char bracket)
{
    json_put_key(b, key);
    buf_putc(b, bracket);
}

static void put_comma(struct buf *b)
{
    if (b->len && b->data[b->len - 1] != '[')
        buf_putc(b, ',');
}

/* An empty text says nothing more than no text. */
static const char *text_of(const struct json *object, const char *key)
{
    const char *text = json_string(json_get(object, key), NULL);
    return text && *text ? text : NULL;
}

static const char *nom_of(const struct json *personne)
{
    const char *usage = text_of(personne, "nom_usage");
    return usage ? usage : text_of(personne, "nom_naissance");
}

/* ---- people ------------------------------------------------------------------------------------ */

static const char *civilite_of(const struct json *personne)
{
    const char *sexe = json_string(json_get(personne, "sexe"), "");
    return strcmp(sexe, "F") == 0 ? "MME" : strcmp(sexe, "M") == 0 ? "M" : NULL;
}

static void put_identite(struct buf *b, const char *key, const struct json *personne)
{
    if (!personne) {
        put_null(b, key);
        return;
    }
    put_open(b, key, '{');
    json_put_member(b, "civilite", civilite_of(personne));
    json_put_member(b, "nom", nom_of(personne));
    json_put_member(b, "prenom", text_of(personne, "prenoms"));
    buf_putc(b, '}');
}

/* Unknown parts are zeros in the answer as in the dossier: the text is kept as it came. */
static bool put_naissance(struct buf *b, const struct json *personne, struct err *err)
{
    const char *texte = text_of(personne, "date_naissance");
    struct date d;
    if (texte && !date_parse(span_of(texte), &d))
        return err_set_champ(err, ERR_DONNEES, "date_naissance",
                             "une date de naissance de la réponse n’existe pas au calendrier");
    json_put_member(b, "date_naissance", texte);
    return true;
}

static bool put_etat_civil(struct buf *b, const char *key, const struct json *personne,
                           struct err *err)
{
    if (!personne) {
        put_null(b, key);
        return true;
    }
    put_open(b, key, '{');
    if (!put_naissance(b, personne, err))
        return false;
    json_put_member(b, "nom_naissance",
                    text_of(personne, "nom_usage") ? text_of(personne, "nom_naissance") : NULL);
    buf_putc(b, '}');
    return true;
}

static bool put_enfants(struct buf *b, const struct json *enfants, struct err *err)
{
    put_open(b, "enfants", '[');
    for (const struct json *e = json_first(enfants); e; e = json_sibling(e)) {
        put_comma(b);
        buf_putc(b, '{');
        json_put_member(b, "nom", nom_of(e));
        json_put_member(b, "prenom", text_of(e, "prenoms"));
        if (!put_naissance(b, e, err))
            return false;
        buf_putc(b, '}');
    }
    buf_putc(b, ']');
    return true;
}

/* ---- address ----------------------------------------------------------------------------------- */

/* Bytes of the longest head of `text` that fits a line, cut after a word where it can be. */
static size_t line_length(const char *text, size_t len)
{
    const char *p = text, *end = text + len, *word = NULL;
    for (int i = 0; i < LIGNE_MAX && p < end; i++) {
        if (*p == ' ' && p > text)
            word = p;
        text_decode(&p, end);
    }
    if (p == end || *p == ' ' || !word)
        return (size_t)(p - text);
    return (size_t)(word - text);
}

/* Wraps one line of the answer. What does not fit within the seven lines is left out. */
static void put_ligne(struct buf *b, const char *text, int *lignes)
{
    size_t len = text ? strlen(text) : 0;
    while (len > 0 && *lignes < LIGNES_MAX) {
        size_t n = line_length(text, len);
        put_comma(b);
        json_put_string(b, (struct span){text, n});
        (*lignes)++;
        while (n < len && text[n] == ' ')
            n++;
        text += n;
        len -= n;
    }
}

/* « 75002 PARIS », « 75002 » or a foreign place without code. */
static void put_ville(struct buf *b, const char *ville)
{
    size_t code = ville ? strspn(ville, "0123456789AB") : 0;
    if (code != 5 || (ville[5] != ' ' && ville[5] != '\0')) {
        put_null(b, "code_postal");
        json_put_member(b, "commune", ville);
        return;
    }
    json_put_key(b, "code_postal");
    json_put_string(b, (struct span){ville, 5});
    const char *commune = ville + 5 + strspn(ville + 5, " ");
    json_put_member(b, "commune", *commune ? commune : NULL);
}

static void put_adresse(struct buf *b, const struct json *adresse)
{
    static const char *const cles[] = {"destinataire", "complement_information",
                                       "complement_information_geographique", "numero_libelle_voie",
                                       "lieu_dit"};
    int lignes = 0;
    put_open(b, "adresse", '{');
    put_open(b, "lignes", '[');
    for (size_t i = 0; i < sizeof cles / sizeof *cles; i++)
        put_ligne(b, text_of(adresse, cles[i]), &lignes);
    buf_putc(b, ']');
    put_ville(b, text_of(adresse, "code_postal_ville"));
    json_put_member(b, "pays", text_of(adresse, "pays"));
    buf_putc(b, '}');
}

/* ---- quotient and resources -------------------------------------------------------------------- */

/* `"key":"YYYY-MM` + `suffix`; false when the month of the answer is not one. */
static bool put_mois(struct buf *b, const char *key, const struct json *q, const char *annee,
                     const char *mois, const char *suffix, struct err *err)
{
    int64_t a, m;
    if (!json_integer(json_get(q, annee), &a) || !json_integer(json_get(q, mois), &m) || a < 1900 ||
        a > 2200 || m < 1 || m > 12)
        return err_set_champ(err, ERR_DONNEES, annee,
                             "« %s » et « %s » ne disent pas un mois du calendrier", annee, mois);
    json_put_key(b, key);
    buf_putc(b, '"');
    mois_put_iso(b, (mois_t)(a * 12 + m - 1));
    buf_puts(b, suffix);
    buf_putc(b, '"');
    return true;
}

/* Zero is a value; no value is null. */
static bool put_quotient(struct buf *b, const struct json *q, struct err *err)
{
    int64_t valeur;
    put_open(b, "quotient_familial", '[');
    if (json_is_null(q)) {
        buf_putc(b, ']');
        return true;
    }
    buf_putc(b, '{');
    if (!put_mois(b, "debut", q, "annee", "mois", "", err))
        return false;
    put_null(b, "fin");
    if (json_integer(json_get(q, "valeur"), &valeur))
        json_put_member_int(b, "valeur", valeur);
    else
        put_null(b, "valeur");
    put_null(b, "parts");
    if (json_is_null(json_get(q, "annee_calcul")))
        put_null(b, "date_calcul");
    else if (!put_mois(b, "date_calcul", q, "annee_calcul", "mois_calcul", "-00", err))
        return false;
    buf_puts(b, "}]");
    return true;
}

/* The list is there even when empty, as it is in a dossier of the Caf. */
static void put_ressources(struct buf *b, const struct json *base)
{
    int64_t valeur, annee;
    put_open(b, "ressources", '{');
    put_open(b, "retenues", '[');
    if (json_integer(json_get(base, "valeur"), &valeur) &&
        json_integer(json_get(base, "annee_calcul"), &annee)) {
        buf_putc(b, '{');
        json_put_member_int(b, "annee", annee);
        json_put_member_int(b, "montant_centimes", valeur * 100);
        buf_putc(b, '}');
    }
    buf_puts(b, "]}");
}

static const char *regime_of(const struct json *q)
{
    static const struct {
        const char *fournisseur, *regime;
    } regimes[] = {{"CNAF", "general"}, {"MSA", "msa"}};
    const char *fournisseur = json_string(json_get(q, "fournisseur"), "");
    for (size_t i = 0; i < sizeof regimes / sizeof *regimes; i++)
        if (strcmp(regimes[i].fournisseur, fournisseur) == 0)
            return regimes[i].regime;
    return NULL;
}

/* ---- the answer -------------------------------------------------------------------------------- */

/* The `data` of a recorded exchange, of a bare answer, or the object itself. */
static const struct json *data_of(const struct json *root, struct err *err)
{
    int64_t status;
    const struct json *body = json_get(root, "payload");
    if (json_integer(json_get(root, "status"), &status) && status != STATUS_OK) {
        err_set_champ(err, ERR_AUCUN_DOSSIER, "status", "la réponse porte le statut %d",
                      (int)status);
        return NULL;
    }
    if (!body)
        body = root;
    if (json_get(body, "errors")) {
        err_set_champ(err, ERR_AUCUN_DOSSIER, "errors", "la réponse est une erreur de l’API");
        return NULL;
    }
    const struct json *data = json_get(body, "data");
    return data ? data : body;
}

static bool put_data(struct buf *b, const struct json *data, unsigned caf, uint32_t numero,
                     struct err *err)
{
    const struct json *allocataires = json_get(data, "allocataires");
    const struct json *un = json_first(allocataires);
    const struct json *deux = un ? json_sibling(un) : NULL;
    const struct json *quotient = json_get(data, "quotient_familial");
    const struct json *calcul = json_get(data, "parametres_calcul_participation_familiale");
    int64_t enfants;
    if (!quotient && !calcul)
        return err_set_champ(err, ERR_AUCUN_DOSSIER, "data",
                             "c’est la réponse d’une autre API que « quotient_familial » ou "
                             "« participation_familiale_eaje »");
    if (!json_is_array(allocataires) || json_count(allocataires) > ALLOCATAIRES || !nom_of(un))
        return err_set_champ(err, ERR_DONNEES, "allocataires",
                             "il y faut un ou deux allocataires, dont le premier a un nom : c’est "
                             "le nom qui ouvre le dossier");
    buf_puts(b, "{\"caf\":\"");
    buf_put_padded(b, caf, 3);
    buf_puts(b, "\",\"numero\":\"");
    buf_put_padded(b, numero, 7);
    buf_putc(b, '"');
    put_identite(b, "allocataire", un);
    put_identite(b, "conjoint", deux);
    json_put_member(b, "responsable", "allocataire");
    put_open(b, "dossier", '{');
    json_put_member(b, "regime", regime_of(quotient));
    if (json_integer(json_get(calcul, "nombre_enfants_a_charge"), &enfants))
        json_put_member_int(b, "enfants_a_charge_pf", enfants);
    buf_putc(b, '}');
    put_open(b, "famille", '{');
    if (!put_etat_civil(b, "allocataire", un, err) || !put_etat_civil(b, "conjoint", deux, err) ||
        !put_enfants(b, json_get(data, "enfants"), err))
        return false;
    buf_putc(b, '}');
    if (!put_quotient(b, quotient, err))
        return false;
    put_ressources(b, json_get(calcul, "base_ressources_annuelles"));
    put_adresse(b, json_get(data, "adresse"));
    buf_putc(b, '}');
    return true;
}

bool quotient_familial_v3_put(struct span json, unsigned caf, uint32_t numero, struct buf *out,
                              struct err *err)
{
    size_t before = out->len;
    struct json *root = json_parse(json, err);
    if (!root)
        return false;
    const struct json *data = data_of(root, err);
    bool done = data && put_data(out, data, caf, numero, err);
    json_free(root);
    if (done && !out->failed)
        return true;
    out->len = before;
    return done ? err_set(err, ERR_MEMOIRE, NULL) : false;
}
