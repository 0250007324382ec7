/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of errors: wire word, HTTP status, and the three sentences shown to a person. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cdap/base/buf.h>
#include <cdap/base/err.h>
#include <cdap/base/file.h>
#include <cdap/base/text.h>

static const struct err_text texts[ERR_COUNT] = {
    [ERR_NONE] = {"aucune", 200, "Tout va bien.", "Aucune erreur.", "Rien à faire."},
    [ERR_REQUETE] = {"requete_malformee", 400, "La demande n’a pas été comprise.",
                     "Son contenu n’a pas la forme attendue.",
                     "Vérifiez la version du client ; elle doit être celle du serveur."},
    [ERR_IDENTIFIANTS] = {"identifiants", 401, "Connexion refusée.",
                          "L’identifiant ou le mot de passe ne convient pas.",
                          "Vérifiez les deux, puis réessayez ; en cas d’oubli, adressez-vous à "
                          "votre responsable des habilitations."},
    [ERR_SESSION] = {"session", 401, "Votre session n’est plus ouverte.",
                     "Elle a expiré, ou elle a été fermée.", "Connectez-vous de nouveau."},
    [ERR_NON_HABILITE] = {"non_habilite", 403, "Cet acte ne vous est pas ouvert.",
                          "Votre rôle ou votre habilitation ne le permet pas.",
                          "Adressez-vous à votre responsable des habilitations."},
    [ERR_OPPOSITION] = {"opposition", 403, "La famille s’oppose à la consultation de son dossier.",
                        "Son opposition est enregistrée à la Caf.",
                        "Demandez-lui les justificatifs."},
    [ERR_AUCUN_DOSSIER] = {"aucun_dossier", 404,
                           "Aucun dossier ne correspond à ce numéro et à ce nom.",
                           "Le numéro et le nom doivent être ceux d’un même dossier de la Caf.",
                           "Vérifiez le numéro allocataire et l’orthographe du nom avec la "
                           "famille."},
    [ERR_ROUTE] = {"inconnu", 404, "Cette adresse n’existe pas sur le serveur.",
                   "Le client demande ce que le serveur ne connaît pas.",
                   "Vérifiez que client et serveur sont de la même version."},
    [ERR_METHODE] = {"methode", 405, "Cette action n’existe pas à cette adresse.",
                     "La méthode demandée n’est pas permise ici.",
                     "Vérifiez que client et serveur sont de la même version."},
    [ERR_CONFLIT] = {"conflit", 409, "L’acte n’a pas pu être fait.", "L’état a changé entre-temps.",
                     "Relisez l’état actuel, puis recommencez."},
    [ERR_TROP_GRAND] = {"trop_grand", 413, "La demande est trop grande.",
                        "Elle dépasse la taille permise.", "Réduisez-la, puis recommencez."},
    [ERR_CHAMP] = {"champ", 422, "Un champ n’est pas valable.", "Sa valeur n’est pas acceptée.",
                   "Corrigez ce champ, puis validez de nouveau."},
    [ERR_TROP_SOUVENT] = {"trop_souvent", 429, "Trop de demandes en peu de temps.",
                          "Une limite protège les comptes et les familles.",
                          "Patientez avant de réessayer."},
    [ERR_INTERNE] = {"interne", 500, "Le serveur n’a pas pu répondre.",
                     "Une erreur interne est survenue ; rien n’a été transmis.",
                     "Réessayez ; si l’erreur revient, donnez la référence au support."},
    [ERR_OCCUPE] = {"indisponible", 503, "Le service est momentanément indisponible.",
                    "Le serveur est trop sollicité, s’arrête, ou ne peut pas tenir son journal.",
                    "Réessayez dans un instant ; ce que vous avez saisi est gardé."},
    [ERR_INJOIGNABLE] = {"injoignable", 0, "Le serveur ne répond pas.",
                         "La connexion n’a pas pu être établie, ou elle a été coupée.",
                         "Vérifiez le réseau, puis réessayez ; ce que vous avez saisi est gardé."},
    [ERR_DELAI] = {"delai", 0, "Le serveur n’a pas répondu à temps.",
                   "Le délai d’attente est dépassé.",
                   "Réessayez ; ce que vous avez saisi est gardé."},
    [ERR_CERTIFICAT] = {"certificat", 0, "Le certificat du serveur est refusé.",
                        "Son identité n’a pas pu être vérifiée ; rien ne lui a été envoyé.",
                        "N’insistez pas : prévenez votre administrateur."},
    [ERR_REPONSE] = {"reponse", 0, "La réponse du serveur n’a pas été comprise.",
                     "Elle est incomplète ou n’a pas la forme attendue.",
                     "Réessayez ; si l’erreur revient, vérifiez les versions du client et du "
                     "serveur."},
    [ERR_ANNULE] = {"annule", 0, "La demande a été abandonnée.", "Vous l’avez annulée.",
                    "Vous pouvez la relancer."},
    [ERR_USAGE] = {"usage", 0, "La ligne de commande n’est pas valable.",
                   "Une option ou un argument ne convient pas.", "Voyez l’aide : option --help."},
    [ERR_FICHIER] = {"fichier", 0, "Un fichier n’a pas pu être lu ou écrit.",
                     "Le système l’a refusé.", "Vérifiez le chemin, les droits et la place."},
    [ERR_DONNEES] = {"donnees", 0, "Des données ne sont pas valables.",
                     "Elles n’ont pas la forme attendue.", "Corrigez-les, puis recommencez."},
    [ERR_BASE] = {"base", 0, "La base de données refuse l’opération.",
                  "Elle est absente, occupée ou abîmée.",
                  "Vérifiez le dossier d’état (--donnees) et la place disponible."},
    [ERR_MEMOIRE] = {"memoire", 0, "La mémoire manque.", "Le système n’en donne plus.",
                     "Fermez d’autres programmes, puis recommencez."},
};

const struct err_text *err_text(enum err_code code)
{
    return &texts[(unsigned)code < ERR_COUNT ? code : ERR_INTERNE];
}

enum err_code err_from_wire(const char *code, size_t len)
{
    for (int i = 0; i < ERR_COUNT; i++)
        if (span_is((struct span){code, len}, texts[i].code))
            return (enum err_code)i;
    return ERR_REPONSE;
}

/* Drops the broken end of a character that the cut left behind. */
static void cut_clean(char *text, size_t size)
{
    size_t len = strlen(text);
    if (len + 1 < size)
        return;
    size_t start = len;
    while (start > 0 && ((unsigned char)text[start - 1] & 0xC0) == 0x80)
        start--;
    if (start == 0)
        return;
    unsigned char lead = (unsigned char)text[start - 1];
    size_t want = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
    if (len - (start - 1) < want)
        text[start - 1] = '\0';
}

static void err_fill(struct err *e, enum err_code code, const char *champ, const char *fmt,
                     va_list args)
{
    *e = (struct err){.code = code};
    if (champ) {
        snprintf(e->champ, sizeof e->champ, "%s", champ);
        cut_clean(e->champ, sizeof e->champ);
    }
    if (fmt) {
        vsnprintf(e->detail, sizeof e->detail, fmt, args);
        cut_clean(e->detail, sizeof e->detail);
    }
}

bool err_set(struct err *e, enum err_code code, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    if (e)
        err_fill(e, code, NULL, fmt, args);
    va_end(args);
    return false;
}

bool err_set_champ(struct err *e, enum err_code code, const char *champ, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    if (e)
        err_fill(e, code, champ, fmt, args);
    va_end(args);
    return false;
}

const char *err_pourquoi(const struct err *e)
{
    return e->detail[0] ? e->detail : err_text(e->code)->pourquoi;
}

void err_say(const char *fmt, ...)
{
    struct buf clean = {0};
    char line[FILE_PATH_MAX + 512];
    va_list args;
    va_start(args, fmt);
    vsnprintf(line, sizeof line, fmt, args);
    va_end(args);
    text_clean(&clean, span_of(line), 0);
    fprintf(stderr, "%s\n", buf_text(&clean));
    buf_free(&clean);
}

void err_print(const char *program, const struct err *e)
{
    const struct err_text *t = err_text(e->code);
    const char *champ = e->champ;
    err_say("%s : %s", program, t->quoi);
    err_say("  %s%s%s", champ, *champ ? " : " : "", err_pourquoi(e));
    err_say("  %s", t->que_faire);
}
