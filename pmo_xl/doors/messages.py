"""What the terminal says, and how it sets a run out for a reader."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from pmo_xl.core.finding import Finding, Severity
from pmo_xl.core.model import ERROR_SIGN, OK_SIGN, WARNING_SIGN
from pmo_xl.core.text import Text, same, say, t

if TYPE_CHECKING:
    from pmo_xl.pipeline import Outcome

SIGNS = {Severity.ERROR: ERROR_SIGN, Severity.WARNING: WARNING_SIGN, Severity.INFO: "○"}

MADE = t("Workspace ready: {folder}", "Espace de travail prêt : {folder}")
NEXT = t(
    "Fill projects.xlsx, put the returns into returns/, then: pmo-xl consolidate {folder}",
    "Complétez projects.xlsx, déposez les retours dans returns/, puis : pmo-xl consolidate {folder}",
)
DEMO = t("Demo portfolio: {folder}", "Portefeuille de démonstration : {folder}")
MASTER = t("Master workbook: {file}", "Classeur consolidé : {file}")
NO_FINDING = t("● Nothing to report.", "● Rien à signaler.")
INTERRUPTED = t("Stopped.", "Interrompu.")
READING = t("Reading the returns", "Lecture des retours")
WRITTEN = t("written", "écrit")
KEPT = t("kept as it was", "laissé tel quel")
FOUND = t("found: {found}", "trouvé : {found}")
EXPECTED = t("expected: {expected}", "attendu : {expected}")
STATUS_DATE = t("Status date: {day}", "Date d’arrêté : {day}")
NO_DATE = t("Status date: none could be read", "Date d’arrêté : aucune n’a pu être lue")
CANNOT = t("{file}: {why}.", "{file} : {why}.")

ONE_OUT = t(
    "Say where the master goes with --out MASTER.xlsx: {path} is no workspace.",
    "Indiquez où écrire le classeur consolidé avec --out MASTER.xlsx : {path} n’est pas un espace de travail.",
)
NOT_XLSX = t("{file} must end with .xlsx.", "{file} doit se terminer par .xlsx.")
IS_A_RETURN = t(
    "{file} is one of the returns, and returns are never written into. Choose another place with --out.",
    "{file} est l’un des retours, et un retour n’est jamais modifié. Choisissez un autre emplacement avec --out.",
)
NO_LANGUAGE = t(
    "There is no language “{code}”. Choose among: {codes}.",
    "Il n’y a pas de langue « {code} ». Choisissez parmi : {codes}.",
)
BAD_DATE = t(
    "“{found}” is no date. Write it as 2026-03-31.",
    "« {found} » n’est pas une date. Écrivez-la ainsi : 2026-03-31.",
)

RETURNS = (t("{n} return", "{n} retour"), t("{n} returns", "{n} retours"))
ERRORS = (t("{n} error", "{n} erreur"), t("{n} errors", "{n} erreurs"))
WARNINGS = (t("{n} warning", "{n} avertissement"), t("{n} warnings", "{n} avertissements"))
NOTES = (t("{n} note", "{n} information"), t("{n} notes", "{n} informations"))
PROJECTS = (t("{n} project", "{n} projet"), t("{n} projects", "{n} projets"))
MISSING = (t("{n} project still owes a return", "{n} projet n’a pas tout rendu"),
           t("{n} projects still owe a return", "{n} projets n’ont pas tout rendu"))  # fmt: skip
STATES = {
    "accepted": (t("{n} accepted", "{n} accepté"), t("{n} accepted", "{n} acceptés")),
    "partial": (t("{n} partly accepted", "{n} partiellement accepté"), t("{n} partly accepted", "{n} partiellement acceptés")),
    "rejected": (t("{n} rejected", "{n} rejeté"), t("{n} rejected", "{n} rejetés")),
}  # fmt: skip


def counted(n: int, words: tuple[Text, Text]) -> Text:
    """A number with its noun in the singular or plural; French takes the singular for 0."""
    one, many = words
    return Text(one.en if n == 1 else many.en, one.fr if n < 2 else many.fr, {"n": n})


def tally(findings: Iterable[Finding]) -> list[Text]:
    """How many findings of each severity there are."""
    counts = Counter(finding.severity for finding in findings)
    words = {Severity.ERROR: ERRORS, Severity.WARNING: WARNINGS, Severity.INFO: NOTES}
    return [counted(counts[severity], words[severity]) for severity in words if counts[severity]]


def by_file(findings: Iterable[Finding], language: str) -> Iterator[str]:
    """Findings under the file they were made in: place, message, what to do."""
    files: dict[str, list[Finding]] = {}
    for finding in findings:
        files.setdefault(finding.place.file, []).append(finding)
    for file, inside in files.items():
        yield f"{file} ({listed(tally(inside), language)})"
        for finding in inside:
            yield from _lines(finding, language)
        yield ""


def _lines(finding: Finding, language: str) -> Iterator[str]:
    place = finding.place
    spot = f"{place.sheet}!{place.cell}" if place.cell else place.sheet
    where = " · ".join(part for part in (spot, finding.row_key) if part)
    message = finding.message.to(language)
    yield "  " + "  ".join(part for part in (SIGNS[finding.severity], finding.code, where, message) if part)
    told = []
    if finding.found is not None and say(finding.found, language) not in message:
        told.append(FOUND.fill(found=finding.found))
    if finding.expected is not None:
        told.append(EXPECTED.fill(expected=finding.expected))
    if told:
        yield "       " + " · ".join(words.to(language) for words in told)
    if finding.fix is not None:
        yield "     → " + finding.fix.to(language)


def summary(outcome: Outcome) -> Iterator[str]:
    """A run in a few lines: what came, what was found, where the master is."""
    portfolio, language = outcome.portfolio, outcome.language
    day = portfolio.status_date
    yield (STATUS_DATE.fill(day=day) if day else NO_DATE).to(language)
    states = Counter(returned.state.value for returned in portfolio.returns)
    each = [counted(states[state], words) for state, words in STATES.items() if states[state]]
    came = counted(len(portfolio.returns), RETURNS).to(language)
    yield f"{came}{colon(language)} {listed(each, language)}"
    if outcome.scorecard is not None:
        yield counted(len(portfolio.projects), PROJECTS).to(language)
    if portfolio.missing:
        yield f"{WARNING_SIGN} " + counted(len(portfolio.missing), MISSING).to(language)
    found = tally(portfolio.findings)
    sign = ERROR_SIGN if outcome.exit_code else WARNING_SIGN
    yield f"{sign} {listed(found, language)}" if found else NO_FINDING.to(language)
    if outcome.master is not None:
        yield f"{OK_SIGN} " + MASTER.fill(file=same(str(outcome.master))).to(language)


def listed(parts: Iterable[Text], language: str) -> str:
    """Several words, separated by commas."""
    return ", ".join(words.to(language) for words in parts)


def colon(language: str) -> str:
    """The colon of the language: French puts a no-break space before it."""
    return "\u00a0:" if language == "fr" else ":"


RULE_HEADS = (t("Rule", "Règle"), t("Severity", "Gravité"), t("About", "Objet"), t("Finding", "Constat"), t("What to do", "Que faire"))  # fmt: skip
KPI_HEADS = (t("Key", "Clé"), t("KPI", "Indicateur"), t("Unit", "Unité"), t("Thresholds", "Seuils"), t("Across projects", "Cumul"), t("Meaning", "Signification"))  # fmt: skip


def limits(thresholds: dict[str, Any] | None, language: str) -> str:
    """The thresholds of a KPI in short: green from 0.95, amber from 0.9."""
    if thresholds is None:
        return ""
    sign = "≥" if thresholds["rising"] else "≤"
    words = t("green {sign} {green}, amber {sign} {amber}", "vert {sign} {green}, orange {sign} {amber}")
    return words.fill(sign=sign, green=thresholds["green"], amber=thresholds["amber"]).to(language)
