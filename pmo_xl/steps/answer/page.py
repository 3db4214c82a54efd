"""What to say to a project manager about a return: the notes at its cells, the page of findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from pmo_xl.core.base.finding import Finding, Place, Severity
from pmo_xl.core.base.text import Text, counted, one_line, say, t
from pmo_xl.core.flow.answer import SHOWN, FindingsPage, Group, Mark, Point
from pmo_xl.core.flow.portfolio import Return
from pmo_xl.core.flow.raw import FINDINGS, mark_of

NOTE_LIMIT = 1000
"""Characters of a note: a longer one fills the screen."""
FOUND_LIMIT = 500
"""Characters of what was found that the page repeats."""

NAME = t("Findings", "Anomalies")
TITLE = t("Findings: {what}", "Anomalies : {what}")
HEADS = (
    t("Severity", "Niveau"),
    t("Finding", "Constat"),
    t("Where", "Où"),
    t("Found", "Trouvé"),
    t("Expected", "Attendu"),
    t("What to do", "Que faire"),
)
ERRORS = (t("{n} error", "{n} erreur"), t("{n} errors", "{n} erreurs"))
WARNINGS = (t("{n} warning", "{n} avertissement"), t("{n} warnings", "{n} avertissements"))
NOTES = (t("{n} note", "{n} information"), t("{n} notes", "{n} informations"))
AND = t("{one} and {other}", "{one} et {other}")
CORRECT = t(
    "Correct what is marked ◆, check what is marked ▲, save, and send the workbook again under the same name.",
    "Corrigez ce qui est marqué ◆, vérifiez ce qui est marqué ▲, enregistrez et renvoyez le classeur sous le même nom.",
)
CORRECT_ERRORS = t(
    "Correct what is marked ◆, save, and send the workbook again under the same name.",
    "Corrigez ce qui est marqué ◆, enregistrez et renvoyez le classeur sous le même nom.",
)
CHECK = t(
    "Check what is marked ▲: what is right may stay; otherwise correct it and send the workbook again under the same name.",
    "Vérifiez ce qui est marqué ▲ : ce qui est exact peut rester ; sinon corrigez et renvoyez le classeur sous le même nom.",
)
READ = t(
    "Read what is marked ○, answer what is asked, save, and send the workbook again under the same name.",
    "Lisez ce qui est marqué ○, répondez aux questions, enregistrez et renvoyez le classeur sous le même nom.",
)
UNMARKED = t(
    "Your file itself could not be marked; it is unchanged.",
    "Votre fichier lui-même n’a pas pu être annoté ; il est inchangé.",
)
MORE = t(
    "… and {n} more: click the + in the left margin to see them.",
    "… et {n} de plus : cliquez sur le + dans la marge de gauche pour les voir.",
)
MORE_HERE = t("… and {n} more: see the sheet “{name}”.", "… et {n} de plus : voir la feuille « {name} ».")
FOUND = t("Found: {what}", "Trouvé : {what}")
EXPECTED = t("Expected: {what}", "Attendu : {what}")
ROW = t("{sheet}, row {n}", "{sheet}, ligne {n}")
FOLDED = t(
    "(The column is folded: click the + above the columns.)",
    "(La colonne est repliée : cliquez sur le + au-dessus des colonnes.)",
)
WHOLE_FILE = t("the whole file", "le fichier entier")


@dataclass(frozen=True, slots=True)
class Wording:
    """Words of the catalogue that an answer needs: a title of each kind, what each check is about."""

    kinds: Mapping[str, Text]
    checks: Mapping[str, Text]


def page_of(returned: Return, language: str, wording: Wording, *, alone: bool = False) -> FindingsPage:
    """The page of findings; ``alone`` where the return itself carries no marks."""
    summary = f"{tally(returned.findings, language)}. {_request(returned.findings).to(language)}"
    return FindingsPage(
        NAME.to(language),
        mark_of(FINDINGS, "1", language),
        TITLE.fill(what=about(returned)).to(language),
        f"{summary} {UNMARKED.to(language)}" if alone else summary,
        tuple(head.to(language) for head in HEADS),
        tuple(groups_of(returned.findings, language, wording)),
        FOLDED.to(language),
    )


def tally(findings: Iterable[Finding], language: str) -> str:
    """How many findings of each severity there are, in words."""
    counts = Counter(finding.severity for finding in findings)
    words = {Severity.ERROR: ERRORS, Severity.WARNING: WARNINGS, Severity.INFO: NOTES}
    parts = [counted(counts[s], words[s]).to(language) for s in words if counts[s]]
    if len(parts) < 2:
        return "".join(parts)
    return AND.fill(one=", ".join(parts[:-1]), other=parts[-1]).to(language)


def _request(findings: Sequence[Finding]) -> Text:
    severities = {finding.severity for finding in findings}
    if severities == {Severity.INFO}:
        return READ
    if Severity.ERROR not in severities:
        return CHECK
    return CORRECT if Severity.WARNING in severities else CORRECT_ERRORS


def about(returned: Return) -> str:
    """Project and file of a return, as far as they are known."""
    name = PurePosixPath(returned.file).name
    return " – ".join(part for part in (returned.project_id, project_name(returned), name) if part)


def project_name(returned: Return) -> str:
    """How the project calls itself."""
    return recorded(returned, "project_name")


def recorded(returned: Return, key: str) -> str:
    """A field of the project sheet, as words."""
    held = returned.record.values.get(key, [None])[0] if returned.record is not None else None
    return " ".join(str(held).split()) if held is not None else ""


# ---- notes ------------------------------------------------------------------------------------------


def marks_of(findings: Iterable[Finding], language: str) -> Iterator[Mark]:
    """One mark per cell, whatever was found there; errors first."""
    cells: dict[Place, list[Finding]] = {}
    for finding in findings:
        if finding.place.cell:
            cells.setdefault(finding.place, []).append(finding)
    for place, found in cells.items():
        found.sort(key=lambda f: (-f.severity, f.code))
        yield Mark(place, found[0].severity, _note(found, language))


def _note(findings: Sequence[Finding], language: str) -> str:
    """All that was found at a cell, as far as a note can hold it."""
    note, left = "", len(findings)
    for finding in findings:
        block = "\n".join(_note_lines(finding, language))
        if note and len(note) + len(block) + 80 > NOTE_LIMIT:
            return f"{note}\n\n{MORE_HERE.fill(n=left, name=NAME).to(language)}"
        note, left = (f"{note}\n\n{block}" if note else block), left - 1
    return note


def _note_lines(finding: Finding, language: str) -> Iterator[str]:
    yield f"{finding.severity.sign} {finding.code} · {finding.severity.label.to(language)}"
    yield shortened(finding.message.to(language), 320)
    if finding.found is not None:
        yield FOUND.fill(what=shortened(one_line(say(finding.found, language)), 120)).to(language)
    if finding.expected is not None:
        yield EXPECTED.fill(what=shortened(finding.expected.to(language), 200)).to(language)
    if finding.fix is not None:
        yield f"→ {shortened(finding.fix.to(language), 240)}"


def shortened(words: str, limit: int) -> str:
    """Words that fit."""
    return words if len(words) <= limit else f"{words[: limit - 1].rstrip()}…"


# ---- the page of findings ---------------------------------------------------------------------------


def groups_of(findings: Iterable[Finding], language: str, wording: Wording) -> Iterator[Group]:
    """The findings rule by rule: what keeps the whole file out first, then errors, the most frequent first."""
    by_rule: dict[tuple[str, Severity], list[Finding]] = {}
    for finding in findings:
        by_rule.setdefault((finding.code, finding.severity), []).append(finding)

    def weight(item: tuple[tuple[str, Severity], list[Finding]]) -> tuple[int, bool, int, str]:
        (code, severity), found = item
        return -severity, not code.startswith(("GEN-0", "PFL-")), -len(found), code

    for (code, severity), found in sorted(by_rule.items(), key=weight):
        messages = list(dict.fromkeys(f.message.to(language) for f in found))
        words = messages[0]
        if len(messages) > 1:
            words = wording.checks[code].to(language) if code in wording.checks else " / ".join(messages[:3])
        heading = f"{severity.sign} {code} · {shortened(words.rstrip('.'), 300)} ({len(found)})"
        hidden = len(found) - SHOWN
        more = MORE.fill(n=hidden).to(language) if hidden > 0 else ""
        yield Group(severity, heading, tuple(_point(f, language) for f in found), more)


def _point(finding: Finding, language: str) -> Point:
    return Point(
        finding.place,
        _where(finding, language),
        finding.severity,
        f"{finding.severity.sign} {finding.severity.label.to(language)}",
        finding.message.to(language),
        shortened(say(finding.found, language), FOUND_LIMIT),
        finding.expected.to(language) if finding.expected is not None else "",
        finding.fix.to(language) if finding.fix is not None else "",
    )


def _where(finding: Finding, language: str) -> str:
    place = finding.place
    if place.named:
        return place.spot
    if place.cell:
        spot = place.spot
    elif place.sheet and place.row is not None:
        spot = ROW.fill(sheet=place.sheet, n=place.row + 1).to(language)
    else:
        spot = place.sheet or WHOLE_FILE.to(language)
    return f"{spot} · {finding.row_key}" if finding.row_key else spot
