/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Texts that try to leave their cells, and a dossier far too long. */
#include <string.h>

#include "hostile.h"

#define DIX(s)  s s s s s s s s s s
#define CENT(s) DIX(DIX(s))

const struct hostile hostiles[] = {
    {"2000001", "titre, effacement et couleurs",
     "\\u001b]0;PIRATE\\u0007\\u001b[2J\\u001b[H\\u001b[41mROUGE\\u001b[5 q\\u001b[?1000h"},
    {"2000002", "commandes C1, sonnerie, retours",
     "a\\u009b31mb\\u009d0;PIRATE\\u009cc\\u0007d\\re\\nf\\tg\\bh\\u000ei\\u0085j"},
    {"2000003", "sens d’écriture et invisibles",
     "\\u202eESREVNI\\u202c \\u2066isole\\u2069 \\u200bvide\\u200d \\ufeff \\udb40\\udc41 \\u2028"},
    {"2000004", "larges, composés, drapeaux",
     "漢字かな交じり文 한국어 e\\u0301\\u0301\\u0301\\u0301\\u0301 \\ud83d\\udc69\\u200d"
     "\\ud83d\\udc67 \\ud83c\\uddeb\\ud83c\\uddf7 Ａ"},
    {"2000005", "quatre cents caractères", CENT("É") CENT("l") CENT("ö") CENT("ï")},
    {"2000006", "quatre cents caractères larges", CENT("漢") CENT("字") CENT("漢") CENT("字")},
    {"2000007", "cadres et guillemets", "│ 9 999,00 € │ ] } \\\" \\\\ %s %n ${x} && <b> ▌1▐"},
    {"2000008", "que des signes combinants", "\\u0301\\u0301\\u0301\\u20e3\\u20e3\\u0489"},
};
const int hostile_count = (int)(sizeof hostiles / sizeof *hostiles);

/* Characters of a short field: as many whole ones of the JSON text as fit. */
static void put_short(struct buf *out, const char *json, int characters)
{
    while (*json && characters-- > 0) {
        size_t len = 1;
        if (json[0] == '\\')
            len = json[1] == 'u' ? 6 : 2;
        while (json[0] != '\\' && (json[len] & 0xC0) == 0x80)
            len++;
        /* half of a pair would be an error of grammar */
        if (len == 6 && strncmp(json, "\\ud", 3) == 0 && strchr("89ab", json[3]))
            len = 12;
        buf_put(out, json, len);
        json += len;
    }
}

/* `%` stands for the text, `#` for its first 38 characters, `@` for its first 10, `!` for the
 * number. */
static void put_form(struct buf *out, const char *form, const char *numero, const char *json)
{
    for (; *form; form++)
        switch (*form) {
        case '%':
            buf_puts(out, json);
            break;
        case '#':
            put_short(out, json, 38);
            break;
        case '@':
            put_short(out, json, 10);
            break;
        case '!':
            buf_puts(out, numero);
            break;
        case '\'':
            buf_putc(out, '"');
            break;
        default:
            buf_putc(out, *form);
        }
}

static const char form[] =
    "{'caf':'131','numero':'!','mise_a_jour':'2026-11-03',"
    "'allocataire':{'civilite':'MME','nom':'" HOSTILE_NOM "','prenom':'%'},"
    "'conjoint':{'civilite':'M','nom':'%','prenom':'%'},'responsable':'allocataire',"
    "'dossier':{'regime':'general','situation':'AFF','enfants_a_charge_pf':1,"
    "'cdaph':[{'personne':'%','avis':'%','debut':'2025-01-01'}],"
    "'banque':{'titulaire':'%','iban':'FR7630006000011234567890189','bic':'AGRIFRPP'},"
    "'mesures':[{'nature':'CUS','debut':'2025-01-01','titulaire':'%'}]},"
    "'famille':{'allocataire':{'date_naissance':'1987-06-00','nom_naissance':'%','activite':'SAL'},"
    "'conjoint':{'nom_naissance':'%'},"
    "'enfants':[{'nom':'%','prenom':'%','date_naissance':'2018-02-03','charge':['pf']}],"
    "'autres':[{'nom':'%','prenom':'%'}]},"
    "'quotient_familial':[{'debut':'2026-11','valeur':812,'parts':25,'date_calcul':'2026-11-03'}],"
    "'ressources':{'retenues':[{'annee':2024,'montant_centimes':1200000}]},"
    "'droits':[{'mois':'2026-10','nature':'AF','montant_centimes':15300}],"
    "'paiements':[{'type':'mensuel','etat':'traite','date':'2026-11-05','montant_centimes':15300,"
    "'periode_debut':'2026-10','periode_fin':'2026-10','destinataire':'%'}],"
    "'logement':{'occupation':'LOC','precedents':[{'adresse':['#','#'],'debut':'2024-01-01',"
    "'fin':'2026-01-01'}]},"
    "'creances':[{'code':'INK','destinataire':'%','montant_initial_centimes':10000,"
    "'solde_centimes':5000,'etat':'en_cours','debut':'2026-01'}],"
    "'adresse':{'lignes':['#','#','#'],'code_postal':'@','commune':'%','pays':'%'},"
    "'courrier':[{'type':'%','recu':'2026-11-02','etat':'a_traiter'}]}\n";

void hostile_put(const struct hostile *h, struct buf *out)
{
    put_form(out, form, h->numero, h->json);
}

void hostile_put_droits(const char *numero, int rows, struct buf *out)
{
    static const char *const natures[] = {"AF", "CF", "RSA", "PPA", "APL", "ALF"};
    buf_putf(out,
             "{\"caf\":\"131\",\"numero\":\"%s\",\"mise_a_jour\":\"2026-11-03\","
             "\"allocataire\":{\"civilite\":\"MME\",\"nom\":\"" HOSTILE_NOM
             "\",\"prenom\":\"Longue\"},\"responsable\":\"allocataire\","
             "\"dossier\":{\"regime\":\"general\",\"situation\":\"AFF\"},\"droits\":[",
             numero);
    for (int i = 0; i < rows; i++) {
        int month = 2026 * 12 + 10 - i % 24; /* November 2026, then back */
        buf_putf(out,
                 "%s{\"mois\":\"%04d-%02d\",\"nature\":\"%s\",\"montant_centimes\":%d,"
                 "\"suspendu\":false}",
                 i ? "," : "", month / 12, month % 12 + 1, natures[i / 24 % 6], (i + 1) * 100);
    }
    buf_puts(out, "]}\n");
}
