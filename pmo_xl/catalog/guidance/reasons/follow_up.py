"""Why the rules of the follow-up are there: status, actions, issues, decisions, changes, dependencies."""

from __future__ import annotations

from pmo_xl.core.base.text import t
from pmo_xl.core.definition.guidance import Reason

FOLLOW_UP = {
    "STA-01": Reason(t(
        "The same words as last month say that nobody has looked, or that nothing was done.",
        "Les mêmes mots que le mois dernier disent que personne n’a regardé, ou que rien n’a été fait.")),
    "STA-02": Reason(t(
        "The arrow says where the project goes, the colour where it is. When they contradict each other, neither is believed.",
        "La flèche dit où va le projet, la couleur où il en est. Si elles se contredisent, on ne croit plus ni l’une ni l’autre.")),
    "STA-03": Reason(t(
        "Amber and red call for help. A committee can help only where it reads why, what will be done, by whom and by when.",
        "L’orange et le rouge sont des appels à l’aide. Le comité ne peut aider que s’il lit pourquoi, quoi faire, qui et quand.")),
    "STA-04": Reason(t(
        "The day by which all was to be well has gone by: the plan did not work, and another is needed.",
        "La date à laquelle tout devait être rétabli est passée : le plan n’a pas suffi, il en faut un autre.")),
    "STA-05": Reason(t(
        "Two overall statuses of one project: each reader takes the one that suits him.",
        "Deux météos globales pour un projet : chacun retient celle qui l’arrange.")),
    "STA-06": Reason(t(
        "A slide holds five lines. What the deck has to cut was not ranked by its author.",
        "Une planche contient cinq lignes. Ce que le dossier doit couper n’a pas été hiérarchisé par son auteur.")),
    "STA-07": Reason(t(
        "An overall green over a red part tells the committee that the part does not matter.",
        "Un vert global au-dessus d’un axe rouge dit au comité que cet axe n’a pas d’importance.")),
    "ACT-01": Reason(t(
        "An action after its date protects from nothing. Overdue actions are the first thing a committee stops believing in.",
        "Une action échue ne protège plus de rien. Les actions en retard sont ce qu’un comité cesse d’abord de croire.")),
    "ACT-02": Reason(t(
        "Put off three times, an action is not late: it is not wanted, or not possible.",
        "Reportée trois fois, une action n’est pas en retard : elle n’est pas voulue, ou pas possible.")),
    "ACT-03": Reason(t(
        "The share of actions that were closed on time is counted from this date.",
        "Le taux d’actions soldées à temps se calcule sur cette date.")),
    "ACT-04": Reason(t(
        "An action of two people is done by neither: one answers for it, the other helps.",
        "Une action confiée à deux personnes n’est faite par aucune : l’une en répond, l’autre aide.")),
    "ACT-05": Reason(t(
        "“Supplier” is a subject. An action begins with a verb, so that everybody can see whether it was done.",
        "« Fournisseur » est un sujet. Une action commence par un verbe, pour que chacun voie si elle est faite.")),
    "ACT-06": Reason(t(
        "Either the subject is settled and its actions have no purpose, or the actions are done and the subject waits for nobody.",
        "Soit le sujet est réglé et ses actions n’ont plus d’objet, soit les actions sont faites et le sujet n’attend plus personne.")),
    "ACT-07": Reason(t(
        "What is blocked is freed by somebody higher up, who has to be asked.",
        "Ce qui est bloqué se débloque plus haut ; encore faut-il le demander.")),
    "ISS-01": Reason(t(
        "A serious issue that stays below for a month costs more each week than the meeting would.",
        "Un problème grave qui reste un mois sans remonter coûte chaque semaine plus cher que la réunion.")),
    "ISS-02": Reason(t(
        "How an issue was solved is what the next project needs to know.",
        "La façon dont un problème a été résolu est ce dont le projet suivant aura besoin.")),
    "ISS-03": Reason(t(
        "Without a date nobody knows when to ask again.",
        "Sans échéance, personne ne sait quand relancer.")),
    "ISS-04": Reason(t(
        "The age of issues is counted from these dates.",
        "L’ancienneté des problèmes se calcule sur ces dates.")),
    "ISS-05": Reason(t(
        "A project in trouble without any issue has trouble that nobody works on.",
        "Un projet en difficulté sans aucun problème ouvert a des difficultés que personne ne traite.")),
    "ISS-06": Reason(t(
        "An issue after its date has cost more than was expected of it: somebody has to look again.",
        "Un problème qui dépasse son échéance coûte plus que prévu : il faut le réexaminer.")),
    "ISS-07": Reason(t(
        "An issue of two people is settled by neither; one answers for it, the others have actions.",
        "Un problème confié à deux personnes n’est réglé par aucune ; l’une en répond, les autres ont des actions.")),
    "ISS-08": Reason(t(
        "All that was agreed is done, and the issue is still there: either it is over, or something else has to be done.",
        "Tout ce qui était convenu est fait, et le problème demeure : soit il est réglé, soit il faut autre chose.")),
    "DEC-01": Reason(t(
        "A decision counts once it can be quoted: by whom, when, and in which words. Else it is taken again at the next meeting.",
        "Une décision vaut quand on peut la citer : par qui, quand, en quels termes. Sinon elle se reprend à la séance suivante.")),
    "DEC-02": Reason(t(
        "A committee decides between proposals. Without one it can but ask for one, a month later.",
        "Un comité tranche entre des propositions. Sans préconisation, il ne peut qu’en demander une, un mois plus tard.")),
    "DEC-03": Reason(t(
        "A decision needed before its body meets comes too late, unless somebody decides outside the meeting.",
        "Une décision attendue avant la prochaine séance arrivera trop tard, sauf à la prendre hors séance.")),
    "CHG-01": Reason(t(
        "Scope, money and dates are moved by a decision. Without it the reference has changed and nobody knows why.",
        "Périmètre, coûts et délais se modifient par décision. Sans elle, la référence a changé et nul ne sait pourquoi.")),
    "CHG-02": Reason(t(
        "What a change costs in money and days is what is decided on. 0 is an answer, a blank is none.",
        "Ce que coûte un changement, en argent et en jours, est l’objet même de la décision. 0 est une réponse, le vide n’en est pas une.")),
    "CHG-03": Reason(t(
        "While a change waits, the team works on something that may no longer be wanted.",
        "Pendant qu’un changement attend, l’équipe travaille sur ce dont on ne voudra peut-être plus.")),
    "CHG-04": Reason(t(
        "A change that was made without being asked for is how scope creeps.",
        "Un changement réalisé sans accord, c’est ainsi que dérive un périmètre.")),
    "DEP-01": Reason(t(
        "What is promised after it is needed delays the project that waits, whatever that project does.",
        "Ce qui est promis après la date du besoin retarde le projet qui attend, quoi qu’il fasse.")),
    "DEP-02": Reason(t(
        "What the other project does not know of, it does not plan.",
        "Ce que l’autre projet ignore, il ne le planifie pas.")),
    "DEP-03": Reason(t(
        "A dependency on a project that is not there can be asked of nobody.",
        "Une adhérence envers un projet inconnu ne peut être demandée à personne.")),
    "DEP-04": Reason(t(
        "Projects that wait for one another in a circle all stand still; only somebody above them can cut it. A circle is one fault,"
        " told once with all its projects: the others are shown their own wait (DEP-08).",
        "Des projets qui s’attendent en boucle sont tous à l’arrêt ; seule l’instance au-dessus peut trancher. Une boucle ne compte"
        " qu’une fois, avec tous ses projets : chacun des autres voit sa propre attente (DEP-08).")),
    "DEP-05": Reason(t(
        "Each side plans by its own date, and the difference shows on the day of delivery.",
        "Chaque partie planifie sur sa propre date, et l’écart apparaît le jour de la livraison.")),
    "DEP-06": Reason(t(
        "A task that begins before what it needs has come will stop, or is done twice.",
        "Une tâche qui débute avant la livraison attendue s’arrêtera, ou sera faite deux fois.")),
    "DEP-07": Reason(t(
        "What is agreed is agreed on a day, on both sides: without the two dates nobody sees whether it comes in time.",
        "Une adhérence convenue l’est sur une date, des deux côtés : sans ces deux dates, nul ne voit si elle arrivera à temps.")),
    "DEP-08": Reason(t(
        "A circle can be cut at any of its projects: each manager has to see which of his waits is part of it.",
        "Une boucle peut être rompue par n’importe lequel de ses projets : chacun doit voir laquelle de ses attentes en fait partie.")),
    "ASM-01": Reason(t(
        "An assumption that nobody has checked in time is a risk that stands in no register.",
        "Une hypothèse non vérifiée à temps est un risque qui ne figure dans aucun registre.")),
    "XSH-10": Reason(t(
        "A status that is kinder than the figures makes the committee look elsewhere until it is too late to act.",
        "Une météo plus optimiste que les chiffres détourne le regard du comité jusqu’à ce qu’il soit trop tard.")),
}  # fmt: skip
