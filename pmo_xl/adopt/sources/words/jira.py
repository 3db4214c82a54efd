"""What is said of an export of Jira."""

from __future__ import annotations

from pmo_xl.core.base.text import t

NO_JIRA = t(
    "The file has not the columns of an export of Jira.", "Le fichier n’a pas les colonnes d’un export Jira."
)
EXPORT_ALL = t("Export the issues again as CSV (all fields).", "Exportez à nouveau les tickets en CSV (tous les champs).")  # fmt: skip
NO_ISSUES = t("The file holds no issue.", "Le fichier ne contient aucun ticket.")
NO_CATEGORY = t(
    "The column Status Category is missing: what a company calls its states says nothing for certain.",
    "La colonne Catégorie de statut manque : les noms d’état propres à une entreprise ne disent rien de sûr.",
)
ADD_CATEGORY = t("Export all fields, Status Category among them.", "Exportez tous les champs, dont la catégorie de statut.")  # fmt: skip
SEVERAL = t("The file holds issues of {n} projects: {names}.", "Le fichier contient les tickets de {n} projets : {names}.")  # fmt: skip
ASK = t(
    "Say which one is meant: pmo-xl adopt FILE --project CODE, once for each.",
    "Indiquez lequel : pmo-xl adopt FICHIER --project CODE, une fois par projet.",
)
TOO_LONG = t("The project has {n} issues, at most {most} (limit “rows”).", "Le projet compte {n} tickets, au plus {most} (limite « rows »).")  # fmt: skip
FEWER = t("Export those that are open.", "Exportez ceux qui sont ouverts.")
UNDATED = t(
    "{n} epics have no start or no due date: they are not in the plan ({keys}).",
    "{n} epics n’ont pas de début ou pas d’échéance : ils ne sont pas au planning ({keys}).",
)
GIVE_DATES = t("Give them both dates in Jira, where they belong to the plan.", "Donnez-leur les deux dates dans Jira, s’ils relèvent du planning.")  # fmt: skip
SEVERITY_OF = t(
    "Bugs and incidents are read as issues; their severity is their priority in Jira, from Highest = 5 to Lowest = 1.",
    "Bugs et incidents sont lus comme problèmes ; leur gravité est leur priorité dans Jira, de Highest = 5 à Lowest = 1.",
)
NOT_READ = t("{n} columns are not read: {columns}.", "{n} colonnes ne sont pas lues : {columns}.")
NO_STATE = t(
    "Status Category “{category}” is none of To Do, In Progress, Done: its status is unknown.",
    "La catégorie de statut « {category} » n’est ni À faire, ni En cours, ni Terminé : son statut est inconnu.",
)
NO_DAY = t("“{what}” is not a day for certain: it is unknown.", "« {what} » n’est pas à coup sûr un jour : il est inconnu.")  # fmt: skip
WRITE_DAY = t("Export it with the month in words (09/Jan/26) or as 2026-01-09.", "Exportez-le avec le mois en lettres (09/janv./26) ou sous la forme 2026-01-09.")  # fmt: skip
