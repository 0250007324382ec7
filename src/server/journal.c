/* SPDX-License-Identifier: GPL-3.0-or-later */
/* POST /v1/journal/recherches: what an auditor may see of the journal, a page at a time, newest first.
 *
 * All filters come in the body: an account or a number of dossier in a URL would be kept by every relay
 * and history on the way. An auditor sees the acts of the agents of his own organisme and nobody
 * else's: acts that belong to no organisme (life of the server, refused logins of unknown accounts) are
 * for who keeps the server, with `cdapd journal`. Each page read is itself an entry. The contents of
 * dossiers are not in the journal, so that none can be shown. */
#include <string.h>

#include <cdap/base/text.h>
#include <cdap/model/recherche.h>

#include "journal_alertes.h"
#include "reponse.h"
#include "route.h"

#define PAGE       50
#define RETARD_MAX 20000 /* entries not findable yet that a search waits for: under a second */
#define RETARD_S   30

/* ---- filters ---------------------------------------------------------------------------------- */

static bool refuse_champ(struct echange *x, const char *champ, const char *pourquoi)
{
    x->cause = "champ";
    return err_set_champ(&x->err, ERR_CHAMP, champ, "%s : %s", champ, pourquoi);
}

/* What was looked for is told by the entry of this act. */
static void open_detail(struct echange *x, const struct demande_journal *d)
{
    const struct {
        const char *cle;
        struct span texte;
    } mots[] = {{"agent", d->agent}, {"organisme", d->organisme}, {"acte", d->acte},
                {"issue", d->issue}, {"debut", d->debut},         {"fin", d->fin},
                {"caf", d->caf},     {"numero", d->numero}};

    buf_puts(&x->detail, "{\"recherche\":{");
    for (size_t i = 0; i < sizeof mots / sizeof *mots; i++)
        if (mots[i].texte.len)
            reponse_put_clean(&x->detail, mots[i].cle, mots[i].texte);
    if (d->avant)
        json_put_member_int(&x->detail, "avant", d->avant);
    buf_putc(&x->detail, '}');
}

static bool is_word(struct span text, const char *(*word)(unsigned), unsigned count)
{
    for (unsigned i = 0; i < count; i++)
        if (span_is(text, word(i)))
            return true;
    return !text.len;
}

static const char *acte_at(unsigned i)
{
    return acte_word((enum acte)i);
}

static const char *issue_at(unsigned i)
{
    return issue_word((enum issue)i);
}

/* Midnight in Paris at the start of a day. */
static int64_t midnight(struct date jour)
{
    int64_t winter = date_to_unix(jour) - 3600;

    return datetime_paris(winter).offset_minutes == 60 ? winter : winter - 3600;
}

static bool read_day(struct echange *x, const char *champ, struct span text, int plus, int64_t *out)
{
    struct date jour;

    if (!text.len)
        return true;
    if (!date_parse(text, &jour) || !jour.day || jour.year < 1970)
        return refuse_champ(x, champ, "une date AAAA-MM-JJ est attendue");
    *out = midnight(date_add_days(jour, plus));
    return true;
}

static bool choose_caf(struct echange *x, struct span text, unsigned *caf)
{
    struct store *s = poste_store(x->poste);

    if (text.len)
        return caf_parse(text, caf, &x->err) || (x->cause = "champ", false);
    if (!s ||
        !store_organisme_cafs(s, x->session.agent.organisme.id, x->cafs, CAFS_MAX, &x->caf_count))
        return refuse_interne(x, "cafs");
    if (x->caf_count != 1)
        return refuse_champ(x, "caf",
                            "votre organisme a plusieurs Caf, ou aucune : dites laquelle");
    *caf = x->cafs[0];
    return true;
}

static bool read_dossier(struct echange *x, const struct demande_journal *d)
{
    uint32_t numero;
    unsigned caf;

    if (!d->numero.len)
        return !d->caf.len || refuse_champ(x, "numero", "un numéro est attendu avec la Caf");
    if (!choose_caf(x, d->caf, &caf))
        return false;
    if (!numero_parse(d->numero, &numero, &x->err))
        return x->cause = "champ", false;
    x->cle = dossier_cle(caf, numero);
    x->has_cle = true;
    return true;
}

static bool read_filtre(struct echange *x, struct journal_filtre *f)
{
    const struct demande_journal *d = &x->demande.journal;
    struct span sien = span_of(x->session.agent.organisme.siret);

    if (d->organisme.len && !span_eq(d->organisme, sien))
        return refuse(x, ERR_NON_HABILITE, "organisme_etranger");
    if (d->avant < 0)
        return refuse_champ(x, "avant", "un numéro d’entrée est attendu");
    if (!is_word(d->acte, acte_at, ACTE_COUNT))
        return refuse_champ(x, "acte", "cet acte n’existe pas");
    if (!is_word(d->issue, issue_at, ISSUE_COUNT))
        return refuse_champ(x, "issue", "« fait » ou « refuse » est attendu");
    *f = (struct journal_filtre){.organisme = sien,
                                 .agent = d->agent,
                                 .acte = d->acte,
                                 .issue = d->issue,
                                 .avant = (uint64_t)d->avant};
    return read_day(x, "debut", d->debut, 0, &f->debut) && read_day(x, "fin", d->fin, 1, &f->fin) &&
           read_dossier(x, d);
}

/* ---- the page --------------------------------------------------------------------------------- */

/* Rows are copied: judging their alerts asks the base again. */
struct page {
    struct {
        size_t octets, detail, fin; /* offsets in `texte` */
        uint64_t seq;
    } rangs[PAGE + 1]; /* one more tells that there is more */
    size_t count;
    struct buf texte;
};

static bool take(void *ctx, uint64_t seq, struct span octets, struct span detail)
{
    struct page *p = ctx;

    p->rangs[p->count].seq = seq;
    p->rangs[p->count].octets = p->texte.len;
    buf_put(&p->texte, octets.ptr, octets.len);
    p->rangs[p->count].detail = p->texte.len;
    if (detail.len)
        buf_put(&p->texte, detail.ptr, detail.len);
    p->rangs[p->count].fin = p->texte.len;
    return ++p->count < PAGE + 1 && !p->texte.failed;
}

static const char *motif_libelle(const struct echange *x, const struct entree *e)
{
    const struct profil *p = catalogue_profil(&x->serveur->catalogue, e->profil);
    const struct motif *m = p && e->motif.len ? profil_motif_find(p, e->motif) : NULL;

    return m ? m->libelle : NULL;
}

/* The bytes of the entry as they stand in the journal, its detail or null once erased, and what is said
 * of it. An index is made short: an entry of another dossier may come with it, and is passed. */
static bool put_rang(struct echange *x, const struct page *p, size_t i)
{
    const char *texte = p->texte.data;
    struct span octets = {texte + p->rangs[i].octets, p->rangs[i].detail - p->rangs[i].octets};
    struct span detail = {texte + p->rangs[i].detail, p->rangs[i].fin - p->rangs[i].detail};
    unsigned char ref[HASH_BYTES];
    struct entree_lue lue;
    bool ok = entree_read(octets, &lue) && lue.entree.seq == p->rangs[i].seq;

    if (x->has_cle)
        entree_dossier_ref(x->serveur->secret, x->cle, ref);
    if (ok && (!x->has_cle || memcmp(ref, lue.entree.dossier_ref, HASH_BYTES) == 0)) {
        if (x->corps.data[x->corps.len - 1] != '[')
            buf_putc(&x->corps, ',');
        buf_puts(&x->corps, "{\"entree\":");
        buf_put(&x->corps, octets.ptr, octets.len);
        json_put_key(&x->corps, "detail");
        buf_put(&x->corps, detail.len ? detail.ptr : "null", detail.len ? detail.len : 4);
        json_put_member(&x->corps, "motif_libelle", motif_libelle(x, &lue.entree));
        json_put_key(&x->corps, "alertes");
        ok = alertes_put(&x->corps, poste_store(x->poste), &lue.entree);
        buf_putc(&x->corps, '}');
    }
    entree_lue_done(&lue);
    return ok && !x->corps.failed;
}

/* `suite`: to be given as `avant` for the page that follows; null at the last one. */
static bool put_page(struct echange *x, const struct page *p)
{
    size_t count = p->count > PAGE ? PAGE : p->count;

    buf_puts(&x->corps, "{\"entrees\":[");
    for (size_t i = 0; i < count; i++)
        if (!put_rang(x, p, i))
            return refuse_interne(x, "entree");
    buf_puts(&x->corps, "],\"suite\":");
    if (p->count > PAGE)
        buf_put_int(&x->corps, (int64_t)p->rangs[PAGE - 1].seq);
    else
        buf_puts(&x->corps, "null");
    buf_putc(&x->corps, '}');
    return true;
}

/* All that is durable must be findable. After an old base was opened that takes a minute: the threads of
 * the reserve, which logins need too, do not wait that long; the writer goes on by itself. */
static bool await_reperes(struct echange *x)
{
    struct store *s = poste_store(x->poste);
    int64_t next = s ? store_journal_next(s) : -1, reperes = s ? store_repere_next(s) : -1;

    poste_turn_end(x->poste); /* the page is read in a turn begun after */
    if (next < 0 || reperes < 0)
        return refuse_interne(x, "reperes");
    if (next - reperes > RETARD_MAX) {
        x->cause = "reperes";
        x->err.retry_s = RETARD_S;
        return err_set(&x->err, ERR_OCCUPE, "le journal achève de se préparer à la recherche");
    }
    return writer_index(x->serveur->writer) || refuse_interne(x, "reperes");
}

bool journal_cherche(struct echange *x)
{
    unsigned char ref[HASH_BYTES];
    struct journal_filtre f;
    struct page page = {0};
    struct store *s;
    bool ok;

    open_detail(x, &x->demande.journal);
    if (!read_filtre(x, &f))
        return false;
    if (x->has_cle) {
        entree_dossier_ref(x->serveur->secret, x->cle, ref);
        f.dossier = store_dossier_abrege(ref);
    }
    if (!await_reperes(x))
        return false;
    s = poste_store(x->poste);
    ok = s && store_journal_cherche(s, &f, PAGE + 1, take, &page) && !page.texte.failed;
    ok = ok ? put_page(x, &page) : refuse_interne(x, "journal");
    buf_free_secret(&page.texte);
    return ok;
}
