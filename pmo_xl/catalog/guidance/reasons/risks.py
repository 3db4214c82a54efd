"""Why the rules of a risk register are there."""

from __future__ import annotations

from pmo_xl.core.base.text import t
from pmo_xl.core.definition.guidance import Reason

RISKS = {
    "RSK-01": Reason(t(
        "Cause, event and effect are three questions. The same answer to two of them leaves one unasked, often the one that can be acted on.",
        "Cause, événement et conséquence sont trois questions. La même réponse à deux d’entre elles en laisse une sans réponse, souvent celle sur laquelle on peut agir.")),
    "RSK-04": Reason(t(
        "A risk that leaves the register without date and reason teaches nothing, and nobody can tell it from one that was forgotten.",
        "Un risque qui sort du registre sans date ni motif n’apprend rien, et ne se distingue pas d’un risque oublié.")),
    "RSK-05": Reason(t(
        "The age of risks and the pace at which they are closed are counted from these dates.",
        "L’ancienneté des risques et le rythme de clôture se calculent sur ces dates.")),
    "RSK-06": Reason(t(
        "A response whose day has gone by protects from nothing any more, while the residual score still counts on it.",
        "Une réponse dont l’échéance est passée ne protège plus de rien, alors que la criticité résiduelle compte encore sur elle.")),
    "RSK-07": Reason(t(
        "A grave risk without an action is a wish. The action and its date are what a committee can follow.",
        "Un risque majeur sans action est un vœu pieux. L’action et son échéance sont ce qu’un comité peut suivre.")),
    "RSK-08": Reason(t(
        "Where two people answer, each thinks that the other does. One owner; the others have actions.",
        "Quand deux personnes répondent du risque, chacune compte sur l’autre. Un seul porteur ; les autres ont des actions.")),
    "RSK-09": Reason(t(
        "Exploiting a threat or avoiding an opportunity is the reverse of what is meant: the kind or the response is wrong.",
        "Exploiter une menace ou éviter une opportunité est l’inverse du but : la nature ou la réponse est fausse.")),
    "RSK-10": Reason(t(
        "What is left after a response cannot be worse than what there was before: one of the ratings was not revised.",
        "Ce qui reste après la réponse ne peut être pire qu’avant : l’une des cotations n’a pas été revue.")),
    "RSK-11": Reason(t(
        "Accepting a high risk is a decision of those who bear it, not of the project manager alone.",
        "Accepter un risque élevé relève de ceux qui en supporteront les effets, pas du seul chef de projet.")),
    "RSK-12": Reason(t(
        "A high risk without figures weighs nothing in the exposure: the reserve is judged sufficient without it.",
        "Un risque élevé sans chiffrage ne pèse rien dans l’exposition : la provision est jugée suffisante sans lui.")),
    "RSK-13": Reason(t(
        "A rating of 2 with a probability of 80 % says two things of one risk; the list goes by one, the exposure by the other.",
        "Une cotation de 2 avec une probabilité de 80 % dit deux choses d’un même risque ; la liste suit l’une, l’exposition l’autre.")),
    "RSK-14": Reason(t(
        "What is certain is an issue or a cost: in the register it would be answered by hoping.",
        "Ce qui est certain est un problème ou un coût : au registre des risques, on y répondrait par l’espoir.")),
    "RSK-15": Reason(t(
        "A register nobody touches describes the project of two months ago.",
        "Un registre auquel personne ne touche décrit le projet d’il y a deux mois.")),
    "RSK-16": Reason(t(
        "A risk that has occurred has to be dealt with. Without an issue nobody is asked to.",
        "Un risque survenu doit être traité. Sans problème ouvert, personne n’en est chargé.")),
    "RSK-17": Reason(t(
        "The same risk twice counts its expected cost twice and splits the work on it.",
        "Le même risque en double compte deux fois son coût attendu et disperse son traitement.")),
    "RSK-18": Reason(t(
        "A risk whose time has gone by has either occurred or is over.",
        "Un risque dont l’échéance est passée est soit survenu, soit éteint.")),
    "RSK-19": Reason(t(
        "Ratings are there to rank. All alike they rank nothing, and the committee reads whatever stands first.",
        "Les cotations servent à hiérarchiser. Toutes égales, elles ne trient rien, et le comité lit ce qui vient en premier.")),
    "RSK-20": Reason(t(
        "A register with threats alone was filled with fear alone: what could come cheaper or sooner is looked for by nobody.",
        "Un registre sans opportunité ne cherche que ce qui peut mal tourner : personne ne cherche ce qui pourrait coûter moins ou finir plus tôt.")),
    "RSK-21": Reason(t(
        "A response that costs more than it saves makes the project dearer than the risk would.",
        "Une réponse plus coûteuse que son gain renchérit le projet davantage que le risque lui-même.")),
    "RSK-22": Reason(t(
        "The reserve is there for these threats. Where they are expected to cost more, the overrun is already in the figures.",
        "La provision est faite pour ces menaces. Si leur coût attendu la dépasse, le dépassement est déjà dans les chiffres.")),
    "RSK-23": Reason(t(
        "A risk to finished work is over. Left open it takes reserve and attention from those that are not.",
        "Un risque sur un travail fini n’a plus d’objet. Laissé ouvert, il mobilise provision et attention au détriment des autres.")),
    "RSK-24": Reason(t(
        "Threats and opportunities are added with opposite signs: one taken for the other falsifies the exposure twice.",
        "Menaces et opportunités s’ajoutent avec des signes opposés : une confusion fausse deux fois l’exposition.")),
}  # fmt: skip
