"""Why the rules of single cells are there."""

from __future__ import annotations

from pmo_xl.core.base.text import t
from pmo_xl.core.definition.guidance import Reason

FIELDS = {
    "FLD-01": Reason(t(
        "What is required is what the figures are made of. A blank is unknown, never 0, and every total it belongs to is partly known.",
        "Ce qui est obligatoire sert au calcul des indicateurs. Une cellule vide est inconnue, jamais 0, et chaque total concerné n’est connu qu’en partie.")),
    "FLD-02": Reason(t(
        "A text cannot be added, and a date that can be read in two ways is wrong every second time. Nothing is guessed.",
        "Un texte ne s’additionne pas, et une date à double lecture est fausse une fois sur deux. Rien n’est deviné.")),
    "FLD-03": Reason(t(
        "Lists let projects be counted and compared. A word of one’s own falls into no group.",
        "Les listes permettent de compter et de comparer les projets. Un mot hors liste n’entre dans aucun groupe.")),
    "FLD-04": Reason(t(
        "Rows are linked and followed from month to month by their IDs. Two rows of one name are one row to every formula.",
        "Les lignes sont liées et suivies d’un mois à l’autre par leur identifiant. Deux lignes de même nom n’en font qu’une pour les formules.")),
    "FLD-05": Reason(t(
        "A value beyond its limits is nearly always a slip of the keyboard, and one of them is enough to spoil a total.",
        "Une valeur hors limites est presque toujours une faute de frappe, et une seule suffit à fausser un total.")),
    "FLD-06": Reason(t(
        "Excel keeps 55 % as 0.55. A plain 55 is read as 55 %, but 1 may be 1 % or all of it.",
        "Excel enregistre 55 % sous la forme 0,55. Un simple 55 est lu 55 %, mais 1 peut vouloir dire 1 % ou la totalité.")),
    "FLD-07": Reason(t(
        "One wrong year stretches the plan by decades: every time axis follows it.",
        "Une année erronée étire le planning de plusieurs décennies : toutes les échelles de temps la suivent.")),
    "FLD-08": Reason(t(
        "Working days are what durations and slips are counted in. A date on a day off was typed without the calendar.",
        "Durées et glissements se comptent en jours ouvrés. Une date sur un jour chômé a été saisie sans le calendrier.")),
    "FLD-10": Reason(t(
        "To Excel “P001” and “P001 ” are two names: look-ups fail, though the eye sees no difference.",
        "Pour Excel, « P001 » et « P001 » suivi d’une espace sont deux noms : les recherches échouent sans que l’œil voie la différence.")),
    "FLD-11": Reason(t(
        "The register is read by people who were not there when it was written.",
        "Le registre est lu par des personnes qui n’étaient pas là quand il a été rédigé.")),
    "FLD-12": Reason(t(
        "An action can only be asked of somebody who can be reached. A name nobody knows is most often a misspelt one.",
        "On ne relance qu’une personne joignable. Un nom inconnu est le plus souvent un nom mal orthographié.")),
    "FLD-13": Reason(t(
        "What stands under the name of somebody who has left is done by nobody until it is handed over.",
        "Ce qui reste au nom d’une personne partie n’est fait par personne tant que ce n’est pas réaffecté.")),
    "FLD-14": Reason(t(
        "Rates are found by the code of the currency; “euros” has none.",
        "Les cours se retrouvent par le code de la devise ; « euros » n’en est pas un.")),
    "FLD-15": Reason(t(
        "One project typed in thousands weighs a thousand times too little in the portfolio, and the total looks plausible.",
        "Un projet saisi en milliers pèse mille fois trop peu dans le portefeuille, et le total paraît plausible.")),
    "FLD-16": Reason(
        t("An amount in another currency cannot be added to those of its project.",
          "Un montant dans une autre devise ne s’ajoute pas à ceux du projet."),
        t("One line in USD in the budget of a project in EUR.", "Une ligne en USD dans le budget d’un projet en EUR."),
        t("The line converted to EUR.", "La ligne convertie en EUR.")),
}  # fmt: skip
