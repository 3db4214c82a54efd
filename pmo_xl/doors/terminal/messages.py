"""What the terminal says, and how it sets a run out for a reader."""

from __future__ import annotations

import locale
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from pmo_xl.core.base.finding import Finding, Severity
from pmo_xl.core.base.text import Text, counted, same, say, t
from pmo_xl.core.definition.model import ERROR_SIGN, OK_SIGN, WARNING_SIGN
from pmo_xl.core.flow import grouping

if TYPE_CHECKING:
    from pathlib import Path

    from pmo_xl.core.flow.account import Account
    from pmo_xl.workspace.issue import Prepared
    from pmo_xl.workspace.watch import Arriving, Failed, Made

MADE = t("Workspace ready: {folder}", "Espace de travail prêt : {folder}")
RESTORED = t(
    "The master kept on {kept} is back: {file}. The one that was there is kept: pmo-xl restore --list",
    "Le classeur consolidé gardé le {kept} est remis en place\u00a0: {file}. Celui qui y était est gardé\u00a0: pmo-xl restore --list",
)
VERIFIED = t(
    "● {file} is what its returns give, to the last cell",
    "● {file} est ce que donnent ses retours, à la cellule près",
)
NOTHING_AGAINST = t(
    "● Nothing speaks against {file}; it was not compared cell by cell",
    "● Rien ne contredit {file}\u00a0; il n’a pas été comparé cellule par cellule",
)
NEXT = t(
    "Fill steering.xlsx, put the returns into returns/, then open PMO_Console.xlsm, or: pmo-xl consolidate {folder}",
    "Complétez pilotage.xlsx, déposez les retours dans retours/, puis ouvrez PMO_Console.xlsm, ou : pmo-xl consolidate {folder}",
)
DEMO = t("Demo portfolio: {folder}", "Portefeuille de démonstration : {folder}")
LESSON = t("The lesson is ready; begin with {exercise}", "La leçon est prête ; commencez par {exercise}")
MASTER = t("Master workbook: {file}", "Classeur consolidé : {file}")
UNCHANGED = t(
    "Nothing has changed since the master workbook was made: {file} (make it anew all the same: --no-cache)",
    "Rien n’a changé depuis la création du classeur consolidé : {file} (pour le refaire malgré tout : --no-cache)",
)
BESIDE = t("Tables beside it, in Parquet: {folder}", "Tables à côté, en Parquet : {folder}")
NO_FINDING = t("● Nothing to report.", "● Rien à signaler.")
INTERRUPTED = t("Stopped.", "Interrompu.")
PORTFOLIO = t("The portfolio", "Le portefeuille")
READING = t("Reading the returns", "Lecture des retours")
WRITTEN = t("written", "écrit")
KEPT = t("kept as it was", "laissé tel quel")
MOVED = t(
    "The status date of the workspace is now {day}, no longer {before}: status_date in pmo.toml.",
    "La date d’arrêté de l’espace de travail est désormais le {day}, et non plus le {before} : status_date dans pmo.toml.",
)
SET = t(
    "The status date of the workspace is now {day}: status_date in pmo.toml.",
    "La date d’arrêté de l’espace de travail est désormais le {day} : status_date dans pmo.toml.",
)
FOUND = t("found: {found}", "trouvé : {found}")
TIMES = t("{n} times: {first} …", "{n} fois : {first} …")
TIMES_ALONE = t("{n} times", "{n} fois")
IN_SUM = t("total found: {sum}", "total trouvé : {sum}")
"""The rules whose cells hold amounts."""
EXPECTED = t("expected: {expected}", "attendu : {expected}")
STATUS_DATE = t("Status date: {day}", "Date d’arrêté : {day}")
NO_DATE = t("Status date: none could be read", "Date d’arrêté : aucune n’a pu être lue")
DETAILS = t(
    "● Details of what pmo_xl could not check (no cell contents): {log}",
    "● Détail de ce que pmo_xl n’a pas pu contrôler (sans le contenu des cellules) : {log}",
)
CANNOT = t("{file}: {why}.", "{file} : {why}.")

ONE_OUT = t(
    "Say where the master goes with --out MASTER.xlsx: {path} is no workspace.",
    "Indiquez où écrire le classeur consolidé avec --out MASTER.xlsx : {path} n’est pas un espace de travail.",
)
NOT_XLSX = t("{file} must end with .xlsx.", "{file} doit se terminer par .xlsx.")
IS_A_RETURN = t(
    "{file} is one of the returns, and returns are never written into. Choose another place with --out.",
    "{file} est l’un des retours, et un retour n’est jamais modifié. Choisissez un autre emplacement avec --out.",
)
NO_LANGUAGE = t(
    "There is no language “{code}”. Choose among: {codes}.",
    "Il n’y a pas de langue « {code} ». Choisissez parmi : {codes}.",
)
NO_WORKSPACE = t(
    "{path} is no workspace. Name the folder that holds pmo.toml.",
    "{path} n’est pas un espace de travail. Indiquez le dossier qui contient pmo.toml.",
)
WRONG_SUFFIX = t("{file} must end with {suffix}.", "{file} doit se terminer par {suffix}.")
IS_THERE = t(
    "{file} is there. Choose another name, or replace it with --force.",
    "{file} existe déjà. Choisissez un autre nom, ou remplacez-le avec --force.",
)
NO_CONSOLE = t(
    "{file} is not there. Make it with: pmo-xl console --out PMO_Console.xlsm, in the workspace.",
    "{file} est absent. Créez-le avec : pmo-xl console --out PMO_Console.xlsm, dans l’espace de travail.",
)
RENEWED = t(
    "LibreOffice had saved the console without its buttons: it was made anew with your settings. What was saved: {kept}",
    "LibreOffice avait enregistré la console sans ses boutons : elle a été refaite avec vos réglages. Ce qui était enregistré : {kept}",
)
WATCHING = t(
    "Watching {path}. Stop with Ctrl-C.",
    "Surveillance de {path}. Ctrl-C pour arrêter.",
)
WATCHED = t("No longer watching.", "Surveillance terminée.")
ARRIVING = t("Still being copied: {files}", "Copie en cours : {files}")
HELD = t(
    "Open elsewhere, read again once closed: {files}",
    "Ouvert ailleurs, relu dès sa fermeture : {files}",
)
BAD_DATE = t("The date “{found}” cannot be read: {why}.", "La date « {found} » est illisible : {why}.")

RETURNS = (t("{n} return", "{n} retour"), t("{n} returns", "{n} retours"))
ERRORS = (t("{n} error", "{n} erreur"), t("{n} errors", "{n} erreurs"))
WARNINGS = (t("{n} warning", "{n} avertissement"), t("{n} warnings", "{n} avertissements"))
NOTES = (t("{n} note", "{n} information"), t("{n} notes", "{n} informations"))
PROJECTS = (t("{n} project", "{n} projet"), t("{n} projects", "{n} projets"))
COPIES = (t("{n} marked copy: {folder}", "{n} copie annotée : {folder}"),
          t("{n} marked copies: {folder}", "{n} copies annotées : {folder}"))  # fmt: skip
REMINDERS = (t("{n} reminder: {folder}", "{n} relance : {folder}"),
             t("{n} reminders: {folder}", "{n} relances : {folder}"))  # fmt: skip
LISTS = (t("{n} list as of {day}: {folder}", "{n} liste au {day} : {folder}"),
         t("{n} lists as of {day}: {folder}", "{n} listes au {day} : {folder}"))  # fmt: skip
STAR = (t("{n} period, {tables} tables, {rows} rows: {folder}", "{n} période, {tables} tables, {rows} lignes : {folder}"),
        t("{n} periods, {tables} tables, {rows} rows: {folder}", "{n} périodes, {tables} tables, {rows} lignes : {folder}"))  # fmt: skip
CONFORMANCE = t("Conformance {share}%; failed: {n}", "Conformité : {share} % ; non conformes : {n}")
NOTHING_JUDGED = t("No rule could be judged", "Aucune règle n’a pu être jugée")
NOT_CLOSED = t(
    "{id} is not closed: settle what is marked ◆, or close it with --anyway",
    "{id} n’est pas clôturé : réglez ce qui est marqué ◆, ou clôturez avec --anyway",
)
CLOSED_PROJECT = t(
    "{id} is archived; lessons added to the PMO’s workbook: {n}",
    "{id} est archivé ; retours d’expérience ajoutés au classeur du PMO : {n}",
)
NOT_PLACED = t(
    "There is no workbook of the PMO; lessons that stay in the archived follow-up alone: {n}",
    "Il n’y a pas de classeur du PMO ; retours d’expérience restés dans le seul suivi archivé : {n}",
)
ARCHIVE_HOLDS = t(
    "The archive is as it was written: {folder}", "L’archive est telle qu’elle a été écrite : {folder}"
)
OF_NOBODY = (t("{n} open row names nobody: it is on no list.", "{n} ligne ouverte n’a pas de responsable : elle ne figure sur aucune liste."),
             t("{n} open rows name nobody: they are on no list.", "{n} lignes ouvertes n’ont pas de responsable : elles ne figurent sur aucune liste."))  # fmt: skip
OUTDATED = t("Of an earlier run, no longer needed: {files}", "D’une exécution précédente, désormais sans objet : {files}")  # fmt: skip
MISSING = (t("{n} project still owes a return", "{n} projet n’a pas transmis tous ses retours"),
           t("{n} projects still owe a return", "{n} projets n’ont pas transmis tous leurs retours"))  # fmt: skip
STATES = {
    "accepted": (t("{n} accepted", "{n} accepté"), t("{n} accepted", "{n} acceptés")),
    "partial": (t("{n} partly accepted", "{n} partiellement accepté"), t("{n} partly accepted", "{n} partiellement acceptés")),
    "rejected": (t("{n} rejected", "{n} rejeté"), t("{n} rejected", "{n} rejetés")),
}  # fmt: skip
PLACES_MISSING = t(
    "{file} has no place {names}: these slides stand below the title of its plainest layout.",
    "{file} n’a pas d’emplacement {names} : ces planches se placent sous le titre de sa disposition la plus simple.",
)


def readers_language() -> str:
    """The language this computer is set to, where no workspace says one: French, else English."""
    # As gettext looks for it; Windows has none of these, and Python may know the language by another name there.
    named = next(
        (os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), None
    )
    return "fr" if (named or locale.getlocale()[0] or "").lower().startswith("fr") else "en"


def tally(findings: Iterable[Finding]) -> list[Text]:
    """How many findings of each severity there are."""
    counts = Counter(finding.severity for finding in findings)
    words = {Severity.ERROR: ERRORS, Severity.WARNING: WARNINGS, Severity.INFO: NOTES}
    return [counted(counts[severity], words[severity]) for severity in words if counts[severity]]


def by_file(findings: Iterable[Finding], language: str) -> Iterator[str]:
    """Findings under the file they were made in: place, message, what to do; one rule on many lines is told once."""
    for file, inside in grouping.by_file(findings).items():
        yield f"{file or PORTFOLIO.to(language)} ({listed(tally(inside), language)})"
        for group in grouping.alike(inside):
            yield from _folded(group, language) if len(group) > 1 else _lines(group[0], language)
        yield ""


FIRST = 3
"""Findings that are named of those that are told together."""


def _folded(group: Sequence[Finding], language: str) -> Iterator[str]:
    first = group[0]
    spots = [spot for f in group[:FIRST] if (spot := _spot(f))]
    where = (TIMES if spots else TIMES_ALONE).fill(n=len(group), first=spots).to(language)
    yield "  " + "  ".join((first.severity.sign, first.code, where, grouping.said_of(group).to(language)))
    amount = grouping.sum_found(group)
    if amount is not None:
        yield "       " + IN_SUM.fill(sum=amount).to(language)
    if first.fix is not None:
        yield "     → " + first.fix.to(language)


def _spot(finding: Finding) -> str:
    """Sheet and cell with the name of the row, as far as there are any."""
    row = "" if finding.place.named else finding.row_key
    return " · ".join(part for part in (finding.place.spot, row) if part)


def _lines(finding: Finding, language: str) -> Iterator[str]:
    where = _spot(finding)
    message = finding.message.to(language)
    yield "  " + "  ".join(part for part in (finding.severity.sign, finding.code, where, message) if part)
    told = []
    if finding.found is not None and say(finding.found, language) not in message:
        told.append(FOUND.fill(found=finding.found))
    if finding.expected is not None:
        told.append(EXPECTED.fill(expected=finding.expected))
    if told:
        yield "       " + " · ".join(words.to(language) for words in told)
    if finding.fix is not None:
        yield "     → " + finding.fix.to(language)


def summary(account: Account) -> Iterator[str]:
    """A run in a few lines: what came, what was found, where the master is."""
    day, language = account.status_date, account.language
    yield (STATUS_DATE.fill(day=day) if day else NO_DATE).to(language)
    yield came(account)
    if account.projects is not None:
        yield counted(account.projects, PROJECTS).to(language)
    if account.missing:
        yield f"{WARNING_SIGN} " + counted(account.missing, MISSING).to(language)
    yield found(account)
    if account.master is not None:
        words = UNCHANGED if account.unchanged else MASTER
        yield f"{OK_SIGN} " + words.fill(file=same(str(account.master))).to(language)
    if account.tables is not None:
        yield f"{OK_SIGN} " + BESIDE.fill(folder=same(str(account.tables))).to(language)


def moved(prepared: Prepared) -> Text | None:
    """That the workspace stands at another date now; None where it does not."""
    if not prepared.moved:
        return None
    words = SET if prepared.before is None else MOVED
    return words.fill(day=prepared.status_date, before=prepared.before)


def watched(event: Made | Failed | Arriving, language: str) -> str:
    """One line for what a watched folder came to: the time, the counts, where the master is."""
    from pmo_xl.workspace.watch import Arriving, Failed

    match event:
        case Failed():
            said = [f"{ERROR_SIGN} {event.why.to(language)}"]
        case Arriving():
            said = [ARRIVING.fill(files=_names(event.files)).to(language)]
        case _:
            said = list(summary(event.outcome.account))[1:]
            if event.held:
                said.append(
                    f"{WARNING_SIGN} " + HELD.fill(files=_names(event.held)).to(event.outcome.language)
                )
    return f"{event.at:%H:%M:%S}  " + " · ".join(said)


def _names(files: Iterable[Path]) -> list[str]:
    return [f"{file.parent.name}/{file.name}" for file in files]


def came(account: Account) -> str:
    """How many returns came, and how many of them were accepted."""
    states, language = account.states, account.language
    each = [counted(states[state], words) for state, words in STATES.items() if states.get(state)]
    return f"{counted(sum(states.values()), RETURNS).to(language)}{colon(language)} {listed(each, language)}"


def found(account: Account) -> str:
    """How many findings there are, behind the sign of the worst."""
    each, language = tally(account.findings), account.language
    sign = ERROR_SIGN if account.exit_code else WARNING_SIGN
    return f"{sign} {listed(each, language)}" if each else NO_FINDING.to(language)


def listed(parts: Iterable[Text], language: str) -> str:
    """Several words, separated by commas."""
    return ", ".join(words.to(language) for words in parts)


def colon(language: str) -> str:
    """The colon of the language: French puts a no-break space before it."""
    return "\u00a0:" if language == "fr" else ":"


RULE_HEADS = (t("Rule", "Règle"), t("Severity", "Niveau"), t("About", "Objet"), t("Finding", "Constat"), t("Effect", "Effet"), t("What to do", "Que faire"))  # fmt: skip
KPI_HEADS = (t("Key", "Clé"), t("KPI", "Indicateur"), t("Unit", "Unité"), t("Thresholds", "Seuils"), t("Across projects", "Cumul"), t("Meaning", "Signification"))  # fmt: skip


def limits(thresholds: dict[str, Any] | None, language: str) -> str:
    """The thresholds of a KPI in short: green from 0.95, amber from 0.9."""
    if thresholds is None:
        return ""
    green, amber = thresholds["green"], thresholds["amber"]
    if isinstance(green, list):
        (low, high), (lowest, highest) = green, amber
        words = t(
            "green {low} to {high}, amber {lowest} to {highest}",
            "vert de {low} à {high}, orange de {lowest} à {highest}",
        )
        return words.fill(low=low, high=high, lowest=lowest, highest=highest).to(language)
    sign = "≥" if thresholds["rising"] else "≤"
    words = t("green {sign} {green}, amber {sign} {amber}", "vert {sign} {green}, orange {sign} {amber}")
    return words.fill(sign=sign, green=green, amber=amber).to(language)
