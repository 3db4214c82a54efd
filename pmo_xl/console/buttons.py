"""What a PMO can click: each button once, and from it the macro, the ribbon entry and the button on the sheet."""

from __future__ import annotations

from dataclasses import dataclass

from pmo_xl.core.base.text import Text, t


@dataclass(frozen=True, slots=True)
class Button:
    """A thing to click; ``key`` is the function of ``pmo_xl.doors.addin`` that it calls."""

    key: str
    label: Text
    help: Text
    image: str
    """One of Office's own icons (an ``imageMso`` name)."""
    large: bool = False
    lists: bool = False
    """Whether its run reads the returns and lists what it found."""

    @property
    def macro(self) -> str:
        """Name of its macro: ``new_returns`` is called by ``PmoNewReturns``."""
        return "Pmo" + self.key.title().replace("_", "")


BUTTONS = (
    Button(
        "check",
        t("Check", "Contrôler"),
        t("Read the returns and list what is wrong, cell by cell. The returns and the master stay as they are.",
          "Lit les retours et liste les anomalies, cellule par cellule. Les retours et le classeur consolidé restent inchangés."),
        "AcceptInvitation",
        large=True,
        lists=True,
    ),
    Button(
        "consolidate",
        t("Consolidate", "Consolider"),
        t("Check the returns, add up all that is sound, write the master workbook and open it.",
          "Contrôle les retours, consolide tout ce qui est exploitable, écrit le classeur consolidé et l’ouvre."),
        "PivotTableInsert",
        large=True,
        lists=True,
    ),
    Button(
        "annotate",
        t("Marked copies", "Copies annotées"),
        t("Write a marked copy of each return that needs correcting, with a covering text for its project manager.",
          "Écrit une copie annotée de chaque retour à corriger, avec un message pour son chef de projet."),
        "ReviewNewComment",
        lists=True,
    ),
    Button(
        "new_returns",
        t("Next period", "Période suivante"),
        t("Prepare each project’s templates for the next period, its last rows carried forward.",
          "Prépare les modèles de chaque projet pour la période suivante, ses dernières lignes reprises."),
        "FileNew",
    ),
    Button(
        "open_master",
        t("Open master", "Ouvrir le consolidé"),
        t("Open the master workbook of the last consolidation.", "Ouvre le classeur consolidé de la dernière consolidation."),
        "FileOpen",
    ),
    Button(
        "open_one_pager",
        t("Open one-pager", "Ouvrir la synthèse"),
        t("Open the master at its page for the committee: the whole portfolio on one sheet.",
          "Ouvre le classeur consolidé sur la page destinée au comité : tout le portefeuille en une feuille."),
        "ZoomOnePage",
    ),
    Button(
        "committee_pack",
        t("Committee pack", "Dossier de comité"),
        t("Write the deck of the steering committee from the master: decisions first, every figure with its cell.",
          "Écrit le dossier du comité de pilotage à partir du classeur consolidé : décisions d’abord, chaque chiffre avec sa cellule."),
        "SlideNew",
    ),
    Button(
        "about",
        t("About", "À propos"),
        t("Versions, and where everything lies.", "Versions et emplacements."),
        "Help",
    ),
)  # fmt: skip
