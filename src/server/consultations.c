/* SPDX-License-Identifier: GPL-3.0-or-later */
/* POST /v1/consultations: one dossier, found by its number and a name, under one profile. */
#include <string.h>

#include <cdap/model/recherche.h>

#include "reponse.h"
#include "route.h"

#define BASE_NON_OPPOSITION "non_opposition"
#define BASE_DOCUMENT       "document_signe"

static bool refuse_champ(struct echange *x, const char *champ, const char *pourquoi)
{
    x->cause = "champ";
    return err_set_champ(&x->err, ERR_CHAMP, champ, "%s", pourquoi);
}

/* What a person typed goes into the erasable part cleaned, whatever becomes of the request. */
static void put_detail(struct echange *x, const char *cle, struct span texte)
{
    if (texte.len)
        reponse_put_clean(&x->detail, cle, texte);
}

static void open_detail(struct echange *x, const struct demande_consultation *d)
{
    buf_putc(&x->detail, '{');
    put_detail(x, "profil_demande", d->profil);
    put_detail(x, "caf", d->caf);
    put_detail(x, "numero", d->numero);
    put_detail(x, "motif_texte", d->motif_texte);
    put_detail(x, "base", d->base_type);
    put_detail(x, "reference", d->base_reference);
}

static bool check_motif(struct echange *x, const struct demande_consultation *d)
{
    const struct motif *m = profil_motif_find(x->profil, d->motif_code);

    if (!m)
        return refuse_champ(x, "motif.code", "ce motif n’est pas de ceux du profil");
    if (m->texte_exige && !d->motif_texte.len)
        return refuse_champ(x, "motif.texte", "ce motif demande une précision");
    x->motif = m->code;
    return true;
}

static bool check_base(struct echange *x, const struct demande_consultation *d)
{
    if (span_is(d->base_type, BASE_NON_OPPOSITION))
        return true;
    if (!span_is(d->base_type, BASE_DOCUMENT))
        return refuse_champ(x, "base.type", "« non_opposition » ou « document_signe » est attendu");
    return d->base_reference.len ||
           refuse_champ(x, "base.reference", "la référence du document signé est attendue");
}

static bool choose_caf(struct echange *x, const struct demande_consultation *d, unsigned *caf)
{
    if (d->caf.len)
        return caf_parse(d->caf, caf, &x->err) || (x->cause = "champ", false);
    if (x->caf_count != 1)
        return refuse_champ(x, "caf", "votre convention ouvre plusieurs Caf : dites laquelle");
    *caf = x->cafs[0];
    return true;
}

static bool caf_in_convention(const struct echange *x, unsigned caf)
{
    for (size_t i = 0; i < x->caf_count; i++)
        if (x->cafs[i] == caf)
            return true;
    return false;
}

/* One answer, and the same work, for every cause: the look-up is done even for a Caf outside the
 * convention, a name is compared even with no dossier (an unknown number comes back with names that
 * nothing matches), and only the journal learns which it was. */
static bool find(struct echange *x, unsigned caf, const unsigned char nom[NOM_CLE_SIZE])
{
    struct store *s = poste_store(x->poste);
    struct dossier_row row = {0};
    enum found found = s ? store_dossier_find(s, x->cle, &row) : FOUND_FAILED;
    bool nom_connu = identite_has_nom(row.noms, nom), ouverte = caf_in_convention(x, caf);

    if (found == FOUND_FAILED)
        return refuse_interne(x, "dossier");
    if (!ouverte)
        return refuse(x, ERR_AUCUN_DOSSIER, "caf_hors_convention");
    if (found == FOUND_NONE)
        return refuse(x, ERR_AUCUN_DOSSIER, "numero_inconnu");
    if (!nom_connu)
        return refuse(x, ERR_AUCUN_DOSSIER, "nom_different");
    if (row.oppose)
        return refuse(x, ERR_OPPOSITION, "opposition");
    return store_dossier_bande(s, x->cle, &x->bande) || refuse_interne(x, "bande");
}

bool consultation_open(struct echange *x)
{
    const struct demande_consultation *d = &x->demande.consultation;
    unsigned char nom[NOM_CLE_SIZE];
    uint32_t numero;
    unsigned caf;

    open_detail(x, d);
    if (!habilitation_profil(x, d->profil) || !check_motif(x, d) || !check_base(x, d) ||
        !choose_caf(x, d, &caf))
        return false;
    if (!numero_parse(d->numero, &numero, &x->err))
        return x->cause = "champ", false;
    if (!nom_cle(d->nom, nom))
        return refuse_champ(x, "nom", "un nom est attendu, avec au moins une lettre");
    x->cle = dossier_cle(caf, numero);
    x->has_cle = true;
    if (!find(x, caf, nom))
        return false;
    buf_puts(&x->corps, "{\"dossier\":");
    x->filtrage = FILTRE_DOSSIER;
    return true;
}

static void put_padded(struct buf *out, const char *cle, uint64_t value, unsigned width)
{
    json_put_key(out, cle);
    buf_putc(out, '"');
    buf_put_padded(out, value, width);
    buf_putc(out, '"');
}

/* The receipt is the number of the entry, known only now. */
void consultation_complete(struct echange *x)
{
    const struct recu recu = {
        .numero = x->ecriture.entree.seq, .cle = x->cle, .profil = x->profil, .motif = x->motif};

    recus_add(x->serveur->recus, x->session_hash, &recu, x->now);
    buf_puts(&x->corps, ",\"consultation\":{");
    json_put_member_int(&x->corps, "recu", (int64_t)recu.numero);
    reponse_put_time(&x->corps, "date", x->now);
    json_put_member(&x->corps, "profil", profil_code(x->profil));
    json_put_member_int(&x->corps, "profil_version", profil_version(x->profil));
    put_padded(&x->corps, "caf", x->cle / NUMEROS_PAR_CAF, 3);
    put_padded(&x->corps, "numero", x->cle % NUMEROS_PAR_CAF, 7);
    buf_puts(&x->corps, "}}");
}
