/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of benefits: one row, one rule of payment. */
#include "prestations.h"

static const struct prestation_regle regles[PRESTATION_COUNT] = {
    [PRESTATION_FIN] = {.code = ""},
    [AF] = {.code = "AF", .compte_qf = true},
    [CF] = {.code = "CF", .compte_qf = true},
    [ASF] = {.code = "ASF", .compte_qf = true},
    [AEEH] = {.code = "AEEH"},
    [AJPP] = {.code = "AJPP", .compte_qf = true},
    [ARS] =
        {.code = "ARS", .versement = VERSEMENT_EXCEPTIONNEL, .jour = 18, .mois = 8, .seuil = true},
    [PN] = {.code = "PN", .versement = VERSEMENT_EXCEPTIONNEL, .jour = 12},
    [AB] = {.code = "AB", .compte_qf = true},
    [PREPARE] = {.code = "PREPARE", .compte_qf = true},
    [CMG] = {.code = "CMG"},
    [AAH] = {.code = "AAH", .compte_qf = true},
    [MVA] = {.code = "MVA", .compte_qf = true},
    [RSA] = {.code = "RSA", .compte_qf = true},
    [PPA] = {.code = "PPA", .compte_qf = true},
    [APL] = {.code = "APL", .seuil = true, .compte_qf = true},
    [ALF] = {.code = "ALF", .seuil = true, .compte_qf = true},
    [ALS] = {.code = "ALS", .seuil = true, .compte_qf = true},
    [PD] = {.code = "PD", .versement = VERSEMENT_EXCEPTIONNEL, .jour = 12},
    [PEN] = {.code = "PEN", .versement = VERSEMENT_EXCEPTIONNEL, .jour = 15, .mois = 12},
};

const struct prestation_regle *prestation_regle(enum prestation p)
{
    return &regles[p < PRESTATION_COUNT ? p : PRESTATION_FIN];
}
