"""What is said of a plan of Microsoft Project."""

from __future__ import annotations

from pmo_xl.core.base.text import t

NO_DAY = t("The file says that a day has no minutes (MinutesPerDay).", "Le fichier indique qu’un jour n’a aucune minute (MinutesPerDay).")  # fmt: skip
NO_STATUS_DATE = t("The status date of the file is no date.", "La date d’état du fichier n’est pas une date.")
NO_VALUE = t("Task {task} holds what is no date or number.", "La tâche {task} contient ce qui n’est ni une date ni un nombre.")  # fmt: skip
TOO_LONG = t("The plan has more than {most} tasks (limit “rows”).", "Le planning compte plus de {most} tâches (limite « rows »).")  # fmt: skip
FEWER = t(
    "Send a plan of fewer tasks; if all are needed, the PMO can raise the limit under [limits] in pmo.toml.",
    "Envoyez un planning de moins de tâches ; si toutes sont nécessaires, le PMO peut relever la limite sous [limits] dans pmo.toml.",
)
INACTIVE = t("Inactive task “{name}”: it is not read.", "Tâche inactive « {name} » : elle n’est pas lue.")
INACTIVE_FIX = t("Nothing to do, unless it is work after all: make it active again.", "Rien à faire, sauf s’il s’agit de travail : réactivez-la.")  # fmt: skip
EXTERNAL_TASK = t("“{name}” is a task of another project: it is not read.", "« {name} » est une tâche d’un autre projet : elle n’est pas lue.")  # fmt: skip
INSERTED = t(
    "Inserted project “{name}”: only this line of it is in the file.",
    "Projet inséré « {name} » : le fichier n’en contient que cette ligne.",
)
INSERTED_FIX = t(
    "Send the inserted project as a plan of its own.", "Envoyez le projet inséré comme un planning à part."
)
DEPENDENCY = t(
    "Enter it as a dependency in the follow-up of the project.",
    "Saisissez-la comme adhérence dans le suivi du projet.",
)
EXTERNAL_LINK = t(
    "Link to a task of another project ({name}): it is not taken.",
    "Lien avec une tâche d’un autre projet ({name}) : il n’est pas repris.",
)
INACTIVE_LINK = t("Link to the inactive task {id}: it is not taken.", "Lien avec la tâche inactive {id} : il n’est pas repris.")  # fmt: skip
LOOSE_LINK = t("Link to the task with UID {uid}, which is not in the file: it is not taken.", "Lien avec la tâche d’UID {uid}, absente du fichier : il n’est pas repris.")  # fmt: skip
MEND_LINK = t("Link it to a task that is in the plan, or remove the link.", "Liez-la à une tâche du planning, ou supprimez le lien.")  # fmt: skip
SHARE = t("{share} %", "{share} %")
SHARE_KEPT = t(
    "The lag of a link is a percentage, {lag} of the duration of its predecessor: it moves with every change of that.",
    "Le décalage d’un lien est un pourcentage, {lag} de la durée de son prédécesseur : il bouge à chaque changement de celle-ci.",
)
ELAPSED_SHARE = t(
    "The lag of a link is {lag} of an elapsed duration, which cannot be told in days: the link is taken without it.",
    "Le décalage d’un lien est {lag} d’une durée écoulée, sans valeur en jours : le lien est repris sans lui.",
)
GIVE_DAYS = t("Give the lag in days.", "Donnez le décalage en jours.")
SEVERAL_OWNERS = t(
    "Several people are assigned to {n} tasks; the first is taken as owner ({tasks}).",
    "Plusieurs personnes sont affectées à {n} tâches ; la première est reprise comme responsable ({tasks}).",
)
DURATION_SHARE = t(
    "% complete is that of Microsoft Project: the share of the duration, not of the work achieved.",
    "Le % avancement est celui de Microsoft Project : la part de la durée, et non du travail accompli.",
)
OTHER_BASELINES = t(
    "Baseline {number} is not in the file; it holds {others}. Baseline dates and budgets stay blank.",
    "La planification de référence {number} est absente du fichier ; il contient : {others}. Dates et budgets de référence restent vides.",
)
NO_BASELINE = t(
    "The file holds no baseline. Baseline dates and budgets stay blank.",
    "Le fichier ne contient aucune planification de référence. Dates et budgets de référence restent vides.",
)
CHOOSE = t("Say which one counts: --baseline N.", "Indiquez laquelle compte : --baseline N.")
SET_BASELINE = t("Set the baseline in Microsoft Project, and export again.", "Enregistrez la planification de référence dans Microsoft Project, puis exportez à nouveau.")  # fmt: skip
CODES = t(
    "{n} WBS codes are not numbers joined by dots ({codes}): the outline numbers stand for them, the codes in the comments.",
    "{n} codes OTP ne sont pas des nombres séparés par des points ({codes}) : les numéros hiérarchiques les remplacent, les codes sont en commentaire.",
)
WEEKEND = t(
    "The calendar of the project (“{name}”) works at weekends; durations and slips here count Monday to Friday.",
    "Le calendrier du projet (« {name} ») travaille le week-end ; durées et glissements comptent ici du lundi au vendredi.",
)
MONDAY_TO_FRIDAY = t(
    "Read durations and slips in that light: the dates themselves are those of the plan.",
    "Lisez durées et glissements en conséquence : les dates, elles, sont celles du planning.",
)
EXCEPTIONS = t(
    "The calendar of the project (“{name}”) has {n} exceptions, which are not read: days off are those under [calendar] in pmo.toml.",
    "Le calendrier du projet (« {name} ») a {n} exceptions, qui ne sont pas lues : les jours chômés sont ceux de [calendar] dans pmo.toml.",
)
