"""Where things stand in the control workbook: the names that both its builder and the buttons go by."""

from __future__ import annotations

from dataclasses import dataclass

from pmo_xl.core.base.text import Text, t

CONSOLE_FILE = "PMO_Console.xlsm"
MOST_FINDINGS = 2000
"""Findings that the list takes; the master holds them all."""


@dataclass(frozen=True, slots=True)
class Line:
    """A labelled cell of the console, known by its defined name."""

    name: str
    label: Text
    hint: Text | None = None
    date: bool = False


SETTINGS = (
    Line(
        "pmo_returns",
        t("Returns folder", "Dossier des retours"),
        t("Blank: the folder “returns” beside this workbook.", "Vide : le dossier « retours » à côté de ce classeur."),
    ),
    Line(
        "pmo_status_date",
        t("Status date", "Date d’arrêté"),
        t("Blank: that of pmo.toml, else the one most returns state.",
          "Vide : celle de pmo.toml, sinon celle qu’indiquent la plupart des retours."),
        date=True,
    ),
    Line(
        "pmo_language",
        t("Language", "Langue"),
        t("Of the master and of the messages. Blank: that of pmo.toml.",
          "Du classeur consolidé et des messages. Vide : celle de pmo.toml."),
    ),
    Line(
        "pmo_master",
        t("Master workbook", "Classeur consolidé"),
        t("Blank: out/master.xlsx beside this workbook.", "Vide : resultats/classeur_consolide.xlsx à côté de ce classeur."),
    ),
)  # fmt: skip

WORKSPACE = Line(
    "pmo_workspace",
    t("Workspace folder", "Dossier de l’espace de travail"),
    t("Blank: the folder of this workbook. In xlwings Lite: the mounted folder.",
      "Vide : le dossier de ce classeur. Dans xlwings Lite : le dossier monté."),
)  # fmt: skip
"""Not asked of a console that was made before it had this line."""

RUN = "pmo_run_"
LAST_RUN = (
    Line(f"{RUN}what", t("What", "Action")),
    Line(f"{RUN}when", t("When", "Quand"), date=True),
    Line(f"{RUN}result", t("Result", "Résultat")),
    Line(f"{RUN}returns", t("Returns", "Retours")),
    Line(f"{RUN}progress", t("Progress", "Avancement de la collecte")),
    Line(f"{RUN}findings", t("Findings", "Constats")),
    Line(f"{RUN}changed", t("Since the run before", "Depuis l’exécution précédente")),
    Line(f"{RUN}next", t("Next step", "Étape suivante")),
    Line(f"{RUN}master", t("Master workbook", "Classeur consolidé")),
    Line(f"{RUN}log", t("Log", "Journal")),
)

NOT_ASKED_FOR = {f"{RUN}{name}" for name in ("progress", "changed", "next")}
"""Lines that a console made before has not: it works without them."""
URGENT_START, MOST_URGENT = "pmo_urgent", 8
"""The first cell of the block of what is to be seen to first, and its rows; one more says how many are left."""
URGENT = t("To be seen to first", "À traiter en premier")

FINDINGS_START = "pmo_findings"
"""The first cell below the heads of the findings list."""

FINDING_COLUMNS = (
    ("severity", t("Severity", "Niveau"), 15.0),
    ("code", t("Rule", "Règle"), 9.0),
    ("project", t("Project", "Projet"), 10.0),
    ("file", t("File", "Fichier"), 26.0),
    ("cell", t("Cell", "Cellule"), 20.0),
    ("message", t("Finding", "Constat"), 52.0),
    ("found", t("Found", "Trouvé"), 18.0),
    ("fix", t("What to do", "Que faire"), 60.0),
)
"""Key, head and width of each column of the findings list."""

CONSOLE, FINDINGS, HELP = t("Console", "Pilotage"), t("Findings", "Anomalies"), t("Help", "Aide")
CONFIG_SHEET, ADDIN_CONFIG_SHEET = "xlwings.conf", "pmo_xl.conf"
"""Where the macros of a console and of an add-in find their settings; xlwings' own goes by such names too."""
MADE_BY, MADE_WITH = "PMO_XL VERSION", "XLWINGS VERSION"
"""What stands there for the doctor: which pmo_xl made the workbook, and with the macros of which xlwings."""
