"""Why the rules of a selection are there, each with an example in words."""

from __future__ import annotations

from pmo_xl.core.base.text import t
from pmo_xl.core.definition.guidance import Reason

SELECTION = {
    "SCO-01": Reason(
        t("A project that lacks a score cannot be ranked, and a score off the scale outweighs every other.",
          "Un projet auquel manque une note ne peut être classé, et une note hors échelle l’emporte sur toutes les autres."),
        t("P007 scored on value and risk, not on urgency, which weighs 20 %.", "P007 noté en valeur et en risque, pas en urgence, qui pèse 20 %."),
        t("A row for each weighed criterion, each from 1 to 5.", "Une ligne par critère pondéré, chacune de 1 à 5.")),
    "SCO-02": Reason(
        t("A number that nobody can explain is changed until the favourite comes first.",
          "Une note que personne ne sait expliquer se corrige jusqu’à ce que le favori soit premier."),
        t("Score 5, Why blank.", "Note 5, justification vide."),
        t("Score 5: all customers of the region use it.", "Note 5 : tous les clients de la région s’en servent.")),
    "SCO-03": Reason(
        t("Weights are shares of one decision: where they make 110 %, nobody agreed to what is computed.",
          "Les poids sont les parts d’une décision : s’ils font 110 %, personne n’a validé ce qui est calculé."),
        t("Weights 50 %, 30 % and 30 %.", "Poids 50 %, 30 % et 30 %."),
        t("Weights 45 %, 30 % and 25 %.", "Poids 45 %, 30 % et 25 %.")),
    "SCO-04": Reason(
        t("A scale that ends where it begins tells no project from another.", "Une échelle qui finit où elle commence ne distingue aucun projet."),
        t("Lowest 5, highest 1.", "Minimum 5, maximum 1."),
        t("Lowest 1, highest 5; that less is better is said by the direction.", "Minimum 1, maximum 5 ; c’est le sens qui dit que moins vaut mieux.")),
    "SCO-05": Reason(
        t("Spend is held against the weight of objectives: weights that do not make a whole hide where money goes.",
          "La dépense est rapprochée du poids des objectifs : des poids qui ne font pas un tout masquent où va l’argent."),
        t("Three objectives of 40 % each.", "Trois objectifs à 40 % chacun."),
        t("40 %, 40 % and 20 %.", "40 %, 40 % et 20 %.")),
    "SCO-06": Reason(
        t("Scores that are all the same were often filled in, not thought about: they compare nothing.",
          "Des notes toutes égales ont souvent été remplies sans réfléchir : elles ne comparent rien."),
        t("Value 3, urgency 3, risk 3.", "Valeur 3, urgence 3, risque 3."),
        t("Value 4, urgency 2, risk 3.", "Valeur 4, urgence 2, risque 3.")),
    "PRT-01": Reason(
        t("A scenario that breaks a rule of the portfolio is argued over in the meeting in place of the choice itself.",
          "Un scénario qui viole une règle du portefeuille fait débattre de la règle, et non du choix."),
        t("P010 is mandatory, and the scenario leaves it out.", "P010 est obligatoire, et le scénario l’écarte."),
        t("P010 in, or left to be weighed.", "P010 retenu, ou laissé à arbitrer.")),
    "PRT-02": Reason(
        t("What is imposed and does not fit is overspent from the first day.", "Ce qui est imposé sans tenir dans le cadre est en dépassement dès le premier jour."),
        t("P001 and P005 in, 480,000 in 2027, under a budget of 300,000.", "P001 et P005 retenus, 480 000 en 2027, pour un budget de 300 000."),
        t("P005 moved by twelve months.", "P005 décalé de douze mois.")),
    "PRT-03": Reason(
        t("A bond to a project that nobody knows binds nothing; projects that wait for one another never start.",
          "Un lien vers un projet inconnu ne lie rien ; des projets qui s’attendent ne démarrent jamais."),
        t("P003 excludes P099, which the register does not have.", "P003 exclut P099, que le référentiel n’a pas."),
        t("P003 excludes P009.", "P003 exclut P009.")),
    "PRT-04": Reason(
        t("A project without a cost would be free, and always chosen; without a value, never.",
          "Un projet sans coût serait gratuit, et toujours retenu ; sans valeur, jamais."),
        t("P011 has no budget return and no row in the project needs.", "P011 n’a ni retour de budget, ni ligne dans les besoins des projets."),
        t("P011, 2027: CAPEX 120,000, OPEX 30,000.", "P011, 2027 : CAPEX 120 000, OPEX 30 000.")),
    "PRT-05": Reason(
        t("Two budgets for one year: the meeting would decide under one, finance would hold to the other.",
          "Deux budgets pour une année : la séance trancherait selon l’un, la finance s’en tiendrait à l’autre."),
        t("S1, 2027: budget 1,500,000 in one row, 1,800,000 in another.", "S1, 2027 : budget 1 500 000 sur une ligne, 1 800 000 sur une autre."),
        t("S1, 2027 once; the row of developers without a budget.", "S1, 2027 une fois ; la ligne des développeurs sans budget.")),
    "PRT-06": Reason(
        t("Without a frame every project fits: nothing is decided.", "Sans cadre, tout projet tient : rien n’est arbitré."),
        t("Scenario S4 with three projects, and no row S4 in the frame.", "Le scénario S4 avec trois projets, et aucune ligne S4 dans le cadre."),
        t("S4, 2027: budget 1,200,000.", "S4, 2027 : budget 1 200 000.")),
}  # fmt: skip
