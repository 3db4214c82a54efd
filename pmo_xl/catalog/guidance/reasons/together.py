"""Why the rules over several sheets and over several periods are there."""

from __future__ import annotations

from pmo_xl.core.base.text import t
from pmo_xl.core.definition.guidance import Reason

TOGETHER = {
    "XSH-01": Reason(t(
        "Earned value is counted on the budgets of the tasks, actual cost on the lines. On two different totals the CPI compares nothing.",
        "La valeur acquise se calcule sur le budget des tâches, le réalisé sur celui des lignes. Sur deux totaux différents, l’IPC ne compare rien.")),
    "XSH-02": Reason(t(
        "The date that the sponsor reads stands on the project sheet, the one that the team works by in the plan. They must be one.",
        "Le commanditaire lit la date de la feuille Projet, l’équipe travaille avec celle du planning. Ce doit être la même.")),
    "XSH-03": Reason(t(
        "Money is spent and nothing is achieved: progress is reported too late, or the bookings belong to another project.",
        "L’argent se dépense et rien n’avance : l’avancement est déclaré trop tard, ou les imputations concernent un autre projet.")),
    "XSH-04": Reason(t(
        "The cost of a work package can only be compared with its progress where both use the same code.",
        "Le coût d’un lot ne se compare à son avancement que si les deux portent le même code.")),
    "XSH-05": Reason(t(
        "People cost what their days cost. Where the two differ, either the budget or the demand is not the plan.",
        "La main-d’œuvre coûte ce que coûtent ses jours. En cas d’écart, le budget ou le plan de charge n’est pas celui du projet.")),
    "XSH-06": Reason(t(
        "Work that is left and nobody is asked for will not be done in time.",
        "Un travail restant pour lequel personne n’est demandé ne sera pas fait à temps.")),
    "XSH-07": Reason(t(
        "A change is approved with its money. Until it is in the budget, the project shows an overrun that was agreed, or hides one that was not.",
        "Un changement s’accepte avec son financement. Tant qu’il n’est pas au budget, le projet affiche un dépassement pourtant validé, ou en masque un autre.")),
    "XSH-08": Reason(t(
        "Days that were approved belong into the reference: without them the project is late by what it was allowed.",
        "Des jours acceptés doivent figurer dans la référence : sinon le projet est en retard de ce qu’on lui a accordé.")),
    "XSH-09": Reason(t(
        "A reference to what does not exist is followed by nobody: neither the reader nor the figures find what was meant.",
        "Une référence à ce qui n’existe pas ne mène nulle part : ni le lecteur ni les calculs ne trouvent ce qui était visé.")),
    "XSH-11": Reason(t(
        "A colour calls for help only with its reason and the way back: without a word the committee can but wait.",
        "Une couleur n’est une alerte utile qu’avec son motif et le plan de retour au vert : sans explication, le comité ne peut qu’attendre.")),
    "XSH-12": Reason(t(
        "A gate is there so that nothing goes on that is not ready. Passed with an item missing, it is a formality.",
        "Un jalon décisionnel existe pour ne pas poursuivre sans être prêt. Franchi avec un critère manquant, c’est une formalité.")),
    "XSH-13": Reason(t(
        "Of two dates of one milestone the later one is usually true, and the earlier one was promised.",
        "De deux dates d’un même jalon, la plus tardive est souvent la vraie, et la plus proche a été promise.")),
    "XSH-14": Reason(t(
        "Nothing is gained from what is not in use: the business case would be too good by these months.",
        "On ne gagne rien avec ce qui n’est pas en service : le dossier serait trop flatteur de ces mois-là.")),
    "XSH-15": Reason(t(
        "Late milestones, a green light and no issue: one of the three does not tell what is.",
        "Jalons en retard, météo verte et aucun problème : l’un des trois ne reflète pas la réalité.")),
    "XSH-16": Reason(t(
        "A critical issue endangers the objectives. Under a green light, those who could help do not learn of it.",
        "Un problème critique menace les objectifs. Sous une météo verte, ceux qui pourraient aider ne l’apprennent pas.")),
    "XSH-18": Reason(t(
        "Whoever has left does nothing any more: what stands under the name is nobody’s.",
        "Une personne partie ne fera plus rien : ce qui reste à son nom n’est à personne.")),
    "XSH-19": Reason(t(
        "Closing ends bookings and follow-up. Work or money that is still open would go on unseen.",
        "La clôture met fin aux imputations et au suivi. Un travail ou une dépense restés ouverts continueraient sans être vus.")),
    "XSH-20": Reason(t(
        "While a decision is missing, the work that waits for it slips day by day, and the cost of waiting runs.",
        "Tant que la décision manque, le travail qui l’attend glisse jour après jour, et le coût de l’attente court.")),
    "XSH-21": Reason(
        t("One project has one currency: of two, no amount can be added to any other.",
          "Un projet a une seule devise : avec deux, plus aucun montant ne s’additionne."),
        t("The plan of P012 says EUR, its budget USD.", "Le planning de P012 indique EUR, son budget USD."),
        t("Both say EUR, as the register does.", "Tous deux indiquent EUR, comme le référentiel.")),
    "XSH-22": Reason(
        t("Three workbooks of one project describe the same project. Where they differ, readers of different pages are told different things.",
          "Les classeurs d’un projet décrivent le même projet. S’ils divergent, les lecteurs de deux pages n’apprennent pas la même chose."),
        t("Status green in the plan, red in the budget.", "Météo verte dans le planning, rouge dans le budget."),
        t("The same status in both.", "La même météo dans les deux.")),
    "XSH-23": Reason(
        t("A closed project has no light and is in no count of lights. Where only one of the two says so, either a running project goes unseen, or a closed one is still chased.",
          "Un projet clos n’a pas de météo et n’entre dans aucun décompte. Si un seul des deux le dit clos, un projet en cours échappe au suivi, ou un projet clos est encore relancé."),
        t("The register says closed; on the project sheet the declared status is green.",
          "Le référentiel indique clos ; sur la feuille Projet, la météo déclarée est verte."),
        t("Both say closed; or the register says active.", "Les deux indiquent clos ; ou le référentiel indique en cours.")),
    "TIM-01": Reason(t(
        "A row that vanishes takes its history with it: cancel or close it instead, so that it can be told what became of it.",
        "Une ligne qui disparaît emporte son historique : abandonnez-la ou clôturez-la, pour que l’on sache ce qu’elle est devenue.")),
    "TIM-02": Reason(t(
        "What is closed and comes back was closed too early; how often that happens shows what closing is worth.",
        "Ce qui est clos puis revient a été clos trop tôt ; sa fréquence montre ce que vaut une clôture.")),
    "TIM-03": Reason(t(
        "An ID is the thread through the periods. Used again, it ties two subjects into one history.",
        "L’identifiant est le fil conducteur d’une période à l’autre. Réutilisé, il mêle deux sujets dans un même historique.")),
    "TIM-04": Reason(t(
        "The initial budget is the promise against which the project is judged in the end. If it may change, no project ever overruns.",
        "Le budget initial est l’engagement sur lequel le projet sera jugé. S’il peut changer, aucun projet ne dérive jamais.")),
    "TIM-05": Reason(t(
        "Value is earned once. Less than last month means that progress was reported too high then, or too low now.",
        "Une valeur acquise l’est une fois pour toutes. En baisse, l’avancement était surestimé hier, ou sous-estimé aujourd’hui.")),
    "TIM-06": Reason(t(
        "A project that spends and works has new figures every month. The same ones are those of last time, sent again.",
        "Un projet qui travaille et dépense a de nouveaux chiffres chaque mois. S’ils sont identiques, ce sont ceux de la fois précédente.")),
}  # fmt: skip
