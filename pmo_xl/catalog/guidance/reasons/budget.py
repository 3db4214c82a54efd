"""Why the rules of a budget are there."""

from __future__ import annotations

from pmo_xl.core.base.text import t
from pmo_xl.core.definition.guidance import Reason

BUDGET = {
    "BUD-02": Reason(t(
        "A total that is typed and lines that say otherwise: two people will quote two budgets of one project.",
        "Un total saisi et des lignes qui disent autre chose : on citera deux budgets pour un même projet.")),
    "BUD-03": Reason(t(
        "Nothing is spent in a month that has not come: the actual cost to date, and the CPI with it, would be too high.",
        "Rien n’est dépensé dans un mois à venir : le réalisé à date serait surévalué, et l’IPC faussé.")),
    "BUD-04": Reason(t(
        "The S-curve comes from the months, the estimate at completion from the lines. Where they differ, two pages show two amounts.",
        "La courbe en S vient des mois, l’atterrissage des lignes. S’ils divergent, deux pages affichent deux montants.")),
    "BUD-06": Reason(t(
        "What was spent had been ordered. More spent than committed means that orders are missing, and so the money still to come due.",
        "Ce qui est dépensé a été commandé. Un réalisé supérieur à l’engagé signale des commandes oubliées, donc des sommes encore dues.")),
    "BUD-07": Reason(t(
        "Whoever commits more than the budget has spent money that nobody gave: it is the last moment at which it can be stopped.",
        "Engager plus que le budget, c’est disposer d’un argent que personne n’a accordé : c’est le dernier moment pour l’arrêter.")),
    "BUD-08": Reason(t(
        "An overrun with its reason can be decided on; one without can only be found out.",
        "Un dépassement motivé se décide ; un dépassement sans motif se découvre.")),
    "BUD-09": Reason(t(
        "An estimate to complete that is what is left of the budget says that all goes to plan until the money has run out.",
        "Un reste à faire égal au solde du budget affirme que tout va bien jusqu’au jour où le budget est épuisé.")),
    "BUD-10": Reason(t(
        "A negative cost is a credit note or a slip of the keyboard; the comment is what tells one from the other.",
        "Un coût négatif est un avoir ou une faute de frappe ; seul le commentaire permet de trancher.")),
    "BUD-11": Reason(t(
        "Plan and budget speak of the same work: none left costs nothing, some left costs something. One of the two was not updated.",
        "Planning et budget parlent du même travail : fini, il ne coûte plus ; inachevé, il coûte encore. L’un des deux n’est pas à jour.")),
    "BUD-12": Reason(t(
        "Work received and not accrued is a cost that the month does not show and the next one will.",
        "Un service fait non provisionné est un coût que le mois ne montre pas, et que le suivant révélera.")),
    "BUD-13": Reason(t(
        "An accrual that stays when its invoice comes counts the same cost twice.",
        "Une charge à payer qui subsiste à l’arrivée de la facture compte deux fois le même coût.")),
    "BUD-14": Reason(t(
        "A transfer takes from one line what it gives to another. A sum other than 0 is new money that nobody approved, or a half entry.",
        "Un virement prend à une ligne ce qu’il donne à une autre. Une somme non nulle est une rallonge non validée, ou une écriture incomplète.")),
    "BUD-15": Reason(t(
        "Training and travel create no asset: capitalised, they would be put right by the auditors, in next year’s result.",
        "Formation et déplacements ne créent pas d’actif : immobilisés, ils seront retraités par les commissaires aux comptes.")),
    "BUD-16": Reason(
        t("Amounts of several currencies cannot be added. Without a rate the project is missing from every total, and the total says so.",
          "Des montants en plusieurs devises ne s’additionnent pas. Sans cours, le projet manque dans tous les totaux, qui le signalent."),
        t("A budget in CHF, a portfolio in EUR, and no CHF under [rates] in pmo.toml.",
          "Un budget en CHF, un portefeuille en EUR, et pas de CHF sous [rates] dans pmo.toml."),
        t("The same, with CHF = 1.05 under [rates].", "Le même, avec CHF = 1.05 sous [rates].")),
    "BUD-17": Reason(t(
        "A reserve covers the risks that were identified. Drawing more than it holds takes the money from the work itself.",
        "Une provision couvre les risques identifiés. En consommer plus qu’elle ne contient ampute le travail lui-même.")),
    "BUD-18": Reason(t(
        "The management reserve belongs to whoever grants it. Inside the budget of the project it is spent without being asked for.",
        "La réserve de management appartient à celui qui l’accorde. Incluse dans le budget du projet, elle se dépense sans demande.")),
    "BUD-19": Reason(t(
        "Spent money does not come back by itself. A lower total is a correction, a credit note, or rows that are missing.",
        "L’argent dépensé ne revient pas de lui-même. Un cumul en baisse est une correction, un avoir, ou des lignes manquantes.")),
    "BUD-20": Reason(t(
        "A budget that moves without an approved change hides the overrun that it absorbs.",
        "Un budget qui bouge sans avenant masque le dépassement qu’il absorbe.")),
    "BUD-21": Reason(t(
        "Money that is put off to the last months is spread by nobody: the S-curve looks calm until it jumps.",
        "Des dépenses repoussées aux derniers mois n’ont pas été réparties : la courbe en S paraît calme jusqu’au saut final.")),
    "BUD-22": Reason(t(
        "Little spent looks like a saving. It is more often late work, or invoices that have not come in.",
        "Dépenser peu ressemble à une économie. C’est plus souvent du retard, ou des factures qui manquent.")),
    "BUD-23": Reason(t(
        "A line that the ledger does not know cannot be reconciled with it.",
        "Une ligne inconnue de la comptabilité ne peut en être rapprochée.")),
    "BUD-24": Reason(t(
        "Treasury and suppliers look at the next quarter. Blank months make a forecast of cash that is too low.",
        "La trésorerie regarde le prochain trimestre. Des mois vides sous-estiment les décaissements.")),
    "BUD-25": Reason(t(
        "A closed month has its actual cost. A forecast left in it counts the same work a second time.",
        "Un mois clos a son réalisé. Une prévision qui y reste compte le même travail une seconde fois.")),
    "BUD-26": Reason(t(
        "Planned value by month is only whole if every line has its months. With some missing it would be too low, and the SPI too kind.",
        "La valeur planifiée n’est complète que si chaque ligne a ses mois. Sinon elle est sous-estimée, et l’IPD trop flatteur.")),
    "BUD-27": Reason(t(
        "Without a budget there is nothing to compare with: neither an overrun nor a rate of spending can be shown.",
        "Sans budget, pas de point de comparaison : ni dépassement ni taux de consommation ne peut être affiché.")),
    "BUD-28": Reason(t(
        "The committee decides on money. An estimate far from the budget, on either side, is a decision that waits: more means, or means to give back.",
        "Le comité décide des moyens. Un atterrissage loin du budget, dans un sens ou l’autre, appelle une décision : une rallonge, ou une restitution.")),
    "BUD-30": Reason(t(
        "The three estimates give the expected cost and its range; out of order, the line is simulated with one value and its uncertainty is lost.",
        "Les trois estimations donnent le coût attendu et sa fourchette ; dans le désordre, la ligne est simulée avec une seule valeur et son incertitude disparaît.")),
}  # fmt: skip
