"""What the buttons say of their work, beside the words that commands say too."""

from __future__ import annotations

from pmo_xl.core.base.text import t

ONE_PAGERS = tuple(
    words for page in (t("Committee", "Comité"), t("Dashboard", "Tableau de bord")) for words in page.in_all()
)
"""Sheets of a master that say all on one page, the first choice first; a portfolio without follow-up has the second alone."""

STARTING = t("pmo_xl: {what} …", "pmo_xl : {what} …")
DONE = t("● Done.", "● Terminé.")
UNCHANGED = t(
    "● Nothing has changed since the master was made.",
    "● Rien n’a changé depuis la création du classeur consolidé.",
)
DONE_WITH_ERRORS = t(
    "▲ Done. Rows in error were left out: see the findings.",
    "▲ Terminé. Les lignes en erreur ont été écartées : voir les anomalies.",
)
CHECKED_WITH_ERRORS = t(
    "▲ Done. There are rows in error: see the findings. A consolidation would leave them out.",
    "▲ Terminé. Des lignes sont en erreur : voir les anomalies. Une consolidation les écarterait.",
)
NOT_SHOWN = t(
    "{file} is written, and could not be opened: {why}",
    "{file} est écrit, mais n’a pas pu être ouvert : {why}",
)
OPEN = t(
    "{file} is open. Save what you typed into it, close it, then click again.",
    "{file} est ouvert. Enregistrez vos saisies, fermez-le, puis cliquez à nouveau.",
)
NO_MASTER = t(
    "{file} is not there yet. Click Consolidate to make it.",
    "{file} n’existe pas encore. Cliquez sur Consolider pour le créer.",
)
PREPARED = (
    t("{n} workbook written", "{n} classeur écrit"),
    t("{n} workbooks written", "{n} classeurs écrits"),
)
KEPT = (t("{n} kept as it was", "{n} laissé tel quel"), t("{n} kept as they were", "{n} laissés tels quels"))
ABOUT = t("pmo_xl {version}\n\nPython: {python}\nWorkspace: {home}\nLog: {log}",
          "pmo_xl {version}\n\nPython : {python}\nEspace de travail : {home}\nJournal : {log}")  # fmt: skip
