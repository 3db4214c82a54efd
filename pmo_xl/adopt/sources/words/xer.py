"""What is said of a plan of Primavera P6."""

from __future__ import annotations

from pmo_xl.core.base.text import t

SEVERAL = t("The file holds {n} projects: {names}.", "Le fichier contient {n} projets : {names}.")
ASK = t(
    "Say which one is meant: pmo-xl adopt FILE --project CODE, once for each.",
    "Indiquez lequel : pmo-xl adopt FICHIER --project CODE, une fois par projet.",
)
NO_TASKS = t("No project of the file has activities.", "Aucun projet du fichier n’a d’activités.")
NO_VALUE = t("Line {line} holds what is no date or number.", "La ligne {line} contient ce qui n’est ni une date ni un nombre.")  # fmt: skip
TOO_LONG = t("The project has {n} activities, at most {most} (limit “rows”).", "Le projet compte {n} activités, au plus {most} (limite « rows »).")  # fmt: skip
FEWER = t("Export a part of it, or have the PMO raise the limit under [limits] in pmo.toml.", "Exportez-en une partie, ou faites relever la limite par le PMO sous [limits] dans pmo.toml.")  # fmt: skip
BASELINE_ABSENT = t(
    "The project names a baseline (project {number}) that is not in the file: baseline dates and budgets stay blank.",
    "Le projet désigne une référence (projet {number}) absente du fichier : dates et budgets de référence restent vides.",
)
WITH_BASELINE = t("Export the project together with its baseline.", "Exportez le projet avec sa référence.")
PLANNED_IS_BASELINE = t(
    "The project has no baseline of its own: its planned dates and costs are taken as baseline, as Primavera P6 does.",
    "Le projet n’a pas de référence propre : ses dates et coûts planifiés en tiennent lieu, comme dans Primavera P6.",
)
WHICH_CURRENCY = t(
    "The file lists several currencies ({names}), none of them for certain that of its amounts.",
    "Le fichier liste plusieurs devises ({names}), aucune n’est à coup sûr celle de ses montants.",
)
SAY_CURRENCY = t("Say it: --currency EUR.", "Indiquez-la : --currency EUR.")
EXTERNAL_LINK = t(
    "Link to an activity that is not in the project (line {line}): it is not taken.",
    "Lien avec une activité hors du projet (ligne {line}) : il n’est pas repris.",
)
DEPENDENCY = t("Enter it as a dependency in the follow-up of the project.", "Saisissez-la comme adhérence dans le suivi du projet.")  # fmt: skip
NO_TYPE = t("Link of an unknown type ({code}): it is not taken.", "Lien d’un type inconnu ({code}) : il n’est pas repris.")  # fmt: skip
NO_SHARE = t("Its % complete cannot be computed: nothing is planned of what it is measured by.", "Son % avancement n’est pas calculable : rien n’est prévu dans l’unité qui le mesure.")  # fmt: skip
GIVE_SHARE = t("Enter its % complete.", "Saisissez son % avancement.")
SECOND_CONSTRAINT = t("Its second constraint ({code}) is not taken.", "Sa seconde contrainte ({code}) n’est pas reprise.")  # fmt: skip
NO_CONSTRAINT = t("Its constraint ({code}) is not known here: it is not taken.", "Sa contrainte ({code}) est inconnue ici : elle n’est pas reprise.")  # fmt: skip
MANDATORY = t("A mandatory constraint ({code}) is taken as a must.", "Une contrainte obligatoire ({code}) est reprise comme impérative.")  # fmt: skip
NOTHING = t("Nothing to do, if the dates are right.", "Rien à faire, si les dates sont justes.")
SEVERAL_OWNERS = t(
    "Several people are assigned to {n} activities; the first is taken as owner ({tasks}).",
    "Plusieurs personnes sont affectées à {n} activités ; la première est reprise comme responsable ({tasks}).",
)
NUMBERED = t(
    "The places of the WBS are numbered; its own codes stand in the comments of the summary rows.",
    "Les niveaux de l’OTP sont numérotés ; ses propres codes sont en commentaire des récapitulatives.",
)
EMPTY_NODES = t("{n} nodes of the WBS hold no activity: they are not read.", "{n} nœuds de l’OTP sans activité : ils ne sont pas lus.")  # fmt: skip
LOST_PLACE = t("Its WBS goes round in a circle: it stands without a place.", "Son OTP tourne en rond : elle figure sans place.")  # fmt: skip
DEEP = t("The WBS at line {line} lies deeper than any plan goes.", "L’OTP de la ligne {line} est plus profond que dans aucun planning.")  # fmt: skip
CODE_PAGE = t(
    "The file is written in a code page that is neither UTF-8 nor Western Windows: letters of names may be wrong.",
    "Le fichier est écrit dans une page de codes qui n’est ni UTF-8 ni Windows occidental : des lettres de noms peuvent être fausses.",
)
