/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Frequent surnames and first names, and places that are on no map: whatever is drawn from here
 * lives in a town that does not exist. */
#include "listes.h"

#define LISTE(nom, ...)                                    \
    static const char *const nom##_mots[] = {__VA_ARGS__}; \
    const struct liste nom = {nom##_mots, (uint32_t)(sizeof nom##_mots / sizeof *nom##_mots)}

LISTE(noms, "ADAM", "ALLARD", "ANDRÉ", "ARNAUD", "AUBERT", "BAILLY", "BARBIER", "BARRE", "BENALI",
      "BENOÎT", "BERGER", "BERNARD", "BERTRAND", "BESSON", "BLANC", "BONNET", "BOUCHER",
      "BOULANGER", "BOUVIER", "BRETON", "BRUN", "CARON", "CARPENTIER", "CHARLES", "CHEVALIER",
      "CLÉMENT", "COLIN", "CORDIER", "COSTA", "COUSIN", "DA SILVA", "DANIEL", "DAVID", "DE SOUSA",
      "DENIS", "DESCHAMPS", "DIALLO", "DIAS", "DUBOIS", "DUFOUR", "DUMAS", "DUMONT", "DUPONT",
      "DUPUY", "DURAND", "DUVAL", "ÉTIENNE", "FABRE", "FAURE", "FERNANDEZ", "FLEURY", "FONTAINE",
      "FOURNIER", "GAILLARD", "GARCIA", "GARNIER", "GAUTIER", "GÉRARD", "GIRARD", "GUÉRIN",
      "GUICHARD", "GUILLAUME", "HADDAD", "HAMON", "HENRY", "HUBERT", "HUET", "JACOB", "JACQUET",
      "KLEIN", "LACROIX", "LAMBERT", "LAMY", "LAURENT", "LE GALL", "LE ROUX", "LEBLANC", "LEBRUN",
      "LECLERC", "LEFÈVRE", "LEGRAND", "LEMOINE", "LEROY", "LÉVÊQUE", "LOPEZ", "LUCAS", "MAILLARD",
      "MALLET", "MARCHAND", "MARIE", "MARTEL", "MARTIN", "MARTINEZ", "MASSON", "MATHIEU", "MERCIER",
      "MEUNIER", "MEYER", "MICHEL", "MOREAU", "MOREL", "MOULIN", "NGUYEN", "NICOLAS", "NOËL",
      "OLIVIER", "PARIS", "PASQUIER", "PEREIRA", "PERRIN", "PETIT", "PHILIPPE", "PICARD", "PIERRE",
      "POIRIER", "PONS", "PRÉVOST", "RENARD", "RENAUD", "REY", "RICHARD", "RIVIÈRE", "ROBERT",
      "ROBIN", "ROGER", "ROLLAND", "ROUSSEAU", "ROUX", "ROY", "SANCHEZ", "SCHMITT", "SIMON",
      "TESSIER", "THOMAS", "TRAORÉ", "VASSEUR", "VIDAL", "VINCENT", "WEBER");

LISTE(prenoms_f, "Adèle", "Agathe", "Alice", "Aminata", "Anaïs", "Anne", "Aurélie", "Béatrice",
      "Camille", "Caroline", "Catherine", "Chloé", "Clara", "Claire", "Delphine", "Élise", "Élodie",
      "Émilie", "Emma", "Eva", "Fatima", "Florence", "Françoise", "Gabrielle", "Hélène", "Inès",
      "Isabelle", "Jeanne", "Julie", "Karima", "Laëtitia", "Laura", "Léa", "Lina", "Louise",
      "Lucie", "Maëlle", "Manon", "Margaux", "Marie", "Marion", "Mathilde", "Mélanie", "Nadia",
      "Nathalie", "Nora", "Océane", "Pauline", "Rachel", "Romane", "Sabrina", "Samira", "Sandrine",
      "Sarah", "Sophie", "Stéphanie", "Valérie", "Victoire", "Yasmine", "Zoé");

LISTE(prenoms_m, "Adam", "Adrien", "Alexandre", "Amine", "Antoine", "Arthur", "Aurélien",
      "Baptiste", "Benoît", "Bruno", "Cédric", "Christophe", "Clément", "Damien", "David", "Émile",
      "Éric", "Fabien", "Florian", "François", "Frédéric", "Gabriel", "Grégory", "Guillaume",
      "Hugo", "Ibrahim", "Jean-Luc", "Jérôme", "Joël", "Jules", "Karim", "Kévin", "Laurent", "Léo",
      "Loïc", "Louis", "Lucas", "Ludovic", "Malik", "Mathieu", "Mehdi", "Michaël", "Nathan",
      "Nicolas", "Noé", "Olivier", "Pascal", "Paul", "Philippe", "Quentin", "Raphaël", "Rémi",
      "Romain", "Samuel", "Sébastien", "Sofiane", "Théo", "Thomas", "Vincent", "Yanis");

LISTE(voies, "RUE DE L’EXEMPLE", "RUE DU MODÈLE", "AVENUE DE LA MAQUETTE", "RUE DU BROUILLON",
      "PLACE DE L’ÉBAUCHE", "RUE DES SPÉCIMENS", "IMPASSE DU DÉCOR", "BOULEVARD DU FAUX-SEMBLANT",
      "RUE DE L’ESQUISSE", "CHEMIN DU POINTILLÉ", "ALLÉE DES VARIANTES", "RUE DE LA GOMME",
      "COURS DE L’HYPOTHÈSE", "RUE DU CROQUIS", "SQUARE DES ÉPREUVES", "PASSAGE DE LA COPIE",
      "RUE DE LA RATURE", "QUAI DU PROTOTYPE", "RUE DU GABARIT", "AVENUE DES ESSAIS");

LISTE(complements, "APPARTEMENT 4", "APPARTEMENT 12", "APPARTEMENT 31", "BÂTIMENT A",
      "BÂTIMENT C ESCALIER 2", "RÉSIDENCE LES ÉCHANTILLONS", "RÉSIDENCE DES ESSAIS",
      "LOTISSEMENT LES MARGES", "TOUR DU FIGURANT", "LIEU-DIT LA FICTION");

LISTE(bailleurs, "VILLENEUVE HABITAT", "OFFICE DE L’HABITAT FICTIF", "LOGIS DE L’EXEMPLE",
      "SA HLM DES MODÈLES");

LISTE(pieces, "Déclaration de ressources", "Relevé d’identité bancaire", "Bail ou quittance",
      "Certificat de scolarité", "Changement de situation", "Jugement");

const struct commune communes[] = {
    {"13999", "VILLENEUVE"},      {"13998", "SAINT-ESSAI-LÈS-DUNES"}, {"13997", "LA FICTIVE"},
    {"13996", "BOURG-MODÈLE"},    {"13995", "L’EXEMPLE-SUR-MER"},     {"13994", "NULLEPART"},
    {"13993", "ROQUE-BROUILLON"}, {"13992", "LES ÉBAUCHES"},
};
const uint32_t communes_count = sizeof communes / sizeof *communes;
