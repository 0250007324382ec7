/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dossiers: what opens one, then its tape. */
#include <string.h>

#include "run.h"

static bool take_noms(struct store *s, unsigned char noms[NOMS_MAX][NOM_CLE_SIZE])
{
    struct span bytes = take_bytes(s);

    if (bytes.len != NOMS_MAX * NOM_CLE_SIZE)
        return false;
    memcpy(noms, bytes.ptr, bytes.len);
    return true;
}

/* No row at the key nor after it: reads the first one, for the work of it. */
static enum found decoy(struct store *s, struct dossier_row *out)
{
    enum found found;

    run_open(s, ST_DOSSIER_FIRST);
    found = run_row(s);
    if (found == FOUND_ROW && !take_noms(s, out->noms))
        found = FOUND_FAILED;
    memset(out, 0, sizeof *out);
    return found == FOUND_FAILED ? FOUND_FAILED : FOUND_NONE;
}

enum found store_dossier_find(struct store *s, uint64_t cle, struct dossier_row *out)
{
    enum found found;

    run_open(s, ST_DOSSIER_FIND);
    put_int(s, (int64_t)cle);
    found = run_row(s);
    if (found == FOUND_NONE)
        return decoy(s, out);
    if (found == FOUND_ROW) {
        bool same = (uint64_t)take_int(s) == cle;

        out->oppose = take_int(s) != 0;
        if (!take_noms(s, out->noms))
            found = FOUND_FAILED;
        else if (!same)
            found = FOUND_NONE;
    }
    if (found != FOUND_ROW)
        memset(out, 0, sizeof *out);
    run_close(s);
    return found;
}

bool store_dossier_bande(struct store *s, uint64_t cle, struct span *bande)
{
    run_open(s, ST_DOSSIER_BANDE);
    put_int(s, (int64_t)cle);
    if (run_row(s) != FOUND_ROW)
        return false;
    *bande = take_bytes(s); /* left open: the next call closes it */
    return bande->len > 0;
}

bool store_dossier_put(struct store *s, const struct identite *id, struct span bande)
{
    run_open(s, ST_DOSSIER_PUT);
    put_int(s, (int64_t)id->cle);
    put_bytes(s, id->noms, sizeof id->noms);
    put_bytes(s, bande.ptr, bande.len);
    return run_done(s);
}

bool store_opposition_put(struct store *s, uint64_t cle, int depuis)
{
    run_open(s, ST_OPPOSITION_PUT);
    put_int(s, (int64_t)cle);
    put_int(s, depuis);
    return run_done(s);
}

int64_t store_dossier_count(struct store *s)
{
    int64_t count;

    run_open(s, ST_DOSSIER_COUNT);
    count = run_row(s) == FOUND_ROW ? take_int(s) : -1;
    run_close(s);
    return count;
}
