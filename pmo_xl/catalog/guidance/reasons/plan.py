"""Why the rules of a plan are there."""

from __future__ import annotations

from pmo_xl.core.base.text import t
from pmo_xl.core.definition.guidance import Reason

PLAN = {
    "PLN-01": Reason(t(
        "Duration, float and earned value all follow from these dates: a finish before its start makes each of them wrong.",
        "Durée, marges et valeur acquise découlent de ces dates : une fin antérieure au début les fausse toutes.")),
    "PLN-02": Reason(t(
        "An actual date is a fact. One in the future makes work count as done that nobody has done yet.",
        "Une date réelle est un fait. Dans le futur, elle fait passer pour accompli un travail qui ne l’est pas encore.")),
    "PLN-03": Reason(t(
        "A forecast that has gone by tells nothing: the delay is there, but neither its length nor its effect on what follows is known.",
        "Une prévision déjà passée n’apprend rien : le retard existe, mais ni son ampleur ni son effet sur la suite ne sont connus.")),
    "PLN-04": Reason(t(
        "Without the day it began, the real duration is unknown, and the next estimates have nothing to learn from.",
        "Sans date de début, la durée réelle reste inconnue, et les estimations suivantes n’ont aucun retour d’expérience.")),
    "PLN-05": Reason(t(
        "Either the work is accepted and finished, or something is left of it. Work that is done “but for a little” hides the hardest part.",
        "Soit le travail est accepté et terminé, soit il en reste. Un travail « presque fini » cache souvent le plus difficile.")),
    "PLN-06": Reason(t(
        "Value is earned from the day a task begins. Progress without a beginning cannot be set against the plan.",
        "La valeur s’acquiert dès le début de la tâche. Un avancement sans début ne peut être comparé au planning.")),
    "PLN-07": Reason(t(
        "A milestone is a moment on which a committee can rely. One with a duration or half reached is a task in disguise.",
        "Un jalon est un instant sur lequel un comité peut compter. Avec une durée ou à moitié atteint, c’est une tâche déguisée.")),
    "PLN-08": Reason(t(
        "A task between two days off has no time to be done in: it holds up what follows without ever showing.",
        "Une tâche placée entre deux jours chômés n’a aucun temps pour se faire : elle décale la suite sans jamais se voir.")),
    "PLN-10": Reason(t(
        "A link to nowhere holds nothing back: the plan shows the task free to start while it waits for something.",
        "Un lien vers une tâche absente ne retient rien : le planning montre une tâche prête à démarrer alors qu’elle attend.")),
    "PLN-11": Reason(t(
        "A task that waits for itself never starts; no critical path can be computed through it.",
        "Une tâche qui s’attend elle-même ne démarre jamais ; aucun chemin critique ne peut passer par elle.")),
    "PLN-12": Reason(t(
        "Tasks that wait for one another in a circle have no first one. The critical path and the floats of the project are unknown.",
        "Des tâches qui s’attendent en boucle n’ont pas de première. Le chemin critique et les marges du projet sont inconnus.")),
    "PLN-13": Reason(t(
        "The same link twice is harmless to the dates, but it often stands where another link was meant.",
        "Un lien en double ne change pas les dates, mais il occupe souvent la place d’un autre lien que l’on voulait saisir.")),
    "PLN-14": Reason(t(
        "A summary row is no work: a link to it holds nothing back, and the logic of the plan has a hole there.",
        "Une tâche récapitulative n’est pas un travail : un lien vers elle ne retient rien, et la logique du planning a un trou.")),
    "PLN-15": Reason(t(
        "A link that nobody can read is not followed. The critical path then runs past a constraint that is real.",
        "Un lien illisible n’est pas suivi. Le chemin critique ignore alors une contrainte bien réelle.")),
    "PLN-16": Reason(t(
        "The dates say one thing, the links another: whoever moves one task will not see which others have to move with it.",
        "Les dates et les liens se contredisent : en déplaçant une tâche, on ne voit pas celles qui doivent bouger avec elle.")),
    "PLN-17": Reason(t(
        "Work began on something that was not ready, or the link is wrong. The first is a risk of rework, the second misleads the plan.",
        "Le travail a commencé sur une base inachevée, ou le lien est faux. Dans le premier cas, risque de reprise ; dans le second, planning trompeur.")),
    "PLN-18": Reason(t(
        "Management reads the summary rows. One that does not finish with its last task shows a finish that the work will not keep.",
        "La direction lit les tâches récapitulatives. Si l’une ne finit pas avec sa dernière tâche, elle affiche une fin que le travail ne tiendra pas.")),
    "PLN-19": Reason(t(
        "A summary whose progress is typed can say 80 % while the tasks inside it say 50 %.",
        "Un récapitulatif dont l’avancement est saisi peut afficher 80 % quand ses tâches en sont à 50 %.")),
    "PLN-20": Reason(t(
        "The reference of the project is what was agreed with its sponsor. A task planned beyond it was never agreed.",
        "La référence du projet est ce qui a été convenu avec le commanditaire. Une tâche prévue au-delà n’a jamais été convenue.")),
    "PLN-21": Reason(t(
        "A code without its parent falls out of the tree: its budget and its progress are in no work package.",
        "Un code sans parent sort de l’arborescence : son budget et son avancement ne sont dans aucun lot.")),
    "PLN-22": Reason(t(
        "A team cannot be asked where a task stands; a person can.",
        "On ne demande pas à une équipe où en est une tâche ; on le demande à une personne.")),
    "PLN-23": Reason(t(
        "Remaining work that is always workload minus spent was computed, not estimated: an overrun shows only when the money has gone.",
        "Un reste à faire toujours égal à la charge moins le consommé a été calculé, pas estimé : le dépassement n’apparaît qu’une fois la charge épuisée.")),
    "PLN-24": Reason(t(
        "Work that is booked without any progress is either reported too late or lost.",
        "Du travail imputé sans avancement est soit déclaré trop tard, soit perdu.")),
    "PLN-25": Reason(t(
        "Work that is done stays done. Less progress than last time means that last time, or this one, is wrong.",
        "Le travail accompli le reste. Un avancement en baisse signifie que l’un des deux états est faux.")),
    "PLN-26": Reason(t(
        "The last tenth that never ends is the best known sign of a task whose end nobody has looked at.",
        "Le dernier dixième qui ne finit jamais est le signe le plus connu d’une tâche dont personne n’a examiné la fin.")),
    "PLN-27": Reason(t(
        "Between two milestones a project can only be believed. Without one in sight, a slip is seen months too late.",
        "Entre deux jalons, on ne peut que croire le projet sur parole. Sans jalon proche, un glissement se voit des mois trop tard.")),
    "PLN-28": Reason(t(
        "A date that moves without a word teaches the committee that dates mean little.",
        "Une date qui bouge sans explication apprend au comité que les dates n’engagent pas.")),
    "PLN-29": Reason(t(
        "A reference that moves with the forecast hides every slip: all projects are then on time.",
        "Une référence qui suit la prévision masque tout glissement : tous les projets sont alors à l’heure.")),
    "PLN-30": Reason(t(
        "The three estimates give the expected duration and its range; out of order, they give a figure that means nothing.",
        "Les trois estimations donnent la durée attendue et sa fourchette ; dans le désordre, elles donnent un chiffre sans signification.")),
    "PLN-31": Reason(t(
        "Support work earns its value as time goes by, whatever is delivered. Much of it lifts the SPI of a project that is late.",
        "L’effort continu acquiert sa valeur au fil du temps, quoi qu’on livre. En excès, il relève l’IPD d’un projet en retard.")),
    "PLN-32": Reason(t(
        "Two people who count progress by two methods give two earned values for the same work.",
        "Deux personnes qui comptent l’avancement selon deux méthodes donnent deux valeurs acquises pour le même travail.")),
    "PLN-33": Reason(t(
        "Earned value is progress times budget: with a budget missing, the value earned is unknown, and so are SPI and CPI.",
        "La valeur acquise est l’avancement multiplié par le budget : s’il en manque un, elle est inconnue, et donc l’IPD et l’IPC aussi.")),
}  # fmt: skip
