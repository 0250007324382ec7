/* SPDX-License-Identifier: GPL-3.0-or-later */
/* POST /v1/revelations: one masked field in clear, for a consultation of this very session. */
#include <cdap/model/recherche.h>

#include "reponse.h"
#include "route.h"

static void open_detail(struct echange *x, const struct demande_revelation *d)
{
    buf_putc(&x->detail, '{');
    json_put_member_int(&x->detail, "recu", d->recu);
    reponse_put_clean(&x->detail, "champ", d->champ);
}

/* A receipt of another session, or forgotten, is as one that never was. */
static bool find_recu(struct echange *x, int64_t numero)
{
    if (numero >= 0 && recus_find(x->serveur->recus, x->session_hash, (uint64_t)numero, &x->recu)) {
        x->cle = x->recu.cle;
        x->has_cle = true;
        x->motif = x->recu.motif;
        return true;
    }
    x->cause = "recu_inconnu";
    return err_set(&x->err, ERR_CONFLIT,
                   "ce reçu n’est pas celui d’une consultation de votre session : rouvrez le "
                   "dossier");
}

/* The right is judged again, as for a new consultation. */
static bool check_droit(struct echange *x)
{
    if (!habilitation_profil(x, span_of(profil_code(x->recu.profil))))
        return false;
    for (size_t i = 0; i < x->caf_count; i++)
        if (x->cafs[i] == x->cle / NUMEROS_PAR_CAF)
            return true;
    return refuse(x, ERR_NON_HABILITE, "caf_hors_convention");
}

static bool check_champ(struct echange *x, struct span chemin)
{
    const struct champ *c = champ_by_chemin(x->serveur->catalogue.dictionnaire, chemin);

    if (!c || c->masque == MASQUE_AUCUN) {
        x->cause = "champ";
        return err_set_champ(&x->err, ERR_CHAMP, "champ", "ce champ n’est pas un champ masqué");
    }
    if (!profil_keeps(x->profil, c->id))
        return refuse(x, ERR_NON_HABILITE, "champ_hors_profil");
    x->champ = chemin;
    return true;
}

bool recu_check(struct echange *x, int64_t numero)
{
    return find_recu(x, numero) && check_droit(x);
}

static bool find_dossier(struct echange *x)
{
    struct store *s = poste_store(x->poste);
    struct dossier_row row;

    switch (s ? store_dossier_find(s, x->cle, &row) : FOUND_FAILED) {
    case FOUND_NONE:
        return refuse(x, ERR_AUCUN_DOSSIER, "numero_inconnu");
    case FOUND_ROW:
        if (row.oppose)
            return refuse(x, ERR_OPPOSITION, "opposition");
        return store_dossier_bande(s, x->cle, &x->bande) || refuse_interne(x, "bande");
    default:
        return refuse_interne(x, "dossier");
    }
}

bool revelation_open(struct echange *x)
{
    const struct demande_revelation *d = &x->demande.revelation;

    open_detail(x, d);
    if (!recu_check(x, d->recu) || !check_champ(x, d->champ) || !find_dossier(x))
        return false;
    buf_puts(&x->corps, "{\"valeur\":");
    x->filtrage = FILTRE_CHAMP;
    return true;
}

void revelation_complete(struct echange *x)
{
    buf_putc(&x->corps, '}');
}
