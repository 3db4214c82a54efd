"""Find our sheets in a workbook: by their mark, and by their labels in any language.

Columns may be moved, hidden or added, sheets renamed, title rows put above: what counts is the words of
the headers. What is required and cannot be found is a finding, never a guess.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from pmo_xl.core.column import Profile
from pmo_xl.core.finding import Finding, Place, Severity
from pmo_xl.core.flow import Located
from pmo_xl.core.model import ROW_CHECK_COLUMN, Sheet
from pmo_xl.core.raw import CONSOLE, FINDINGS, MARK, MASTER, RawBook, RawSheet
from pmo_xl.core.text import Text, fold, t
from pmo_xl.core.wording import need_words

SEARCHED_ROWS = 60
"""How far down a header row is looked for."""


_LABELS: dict[type[Sheet], Mapping[str, str]] = {}


def labels_of(sheet: type[Sheet]) -> Mapping[str, str]:
    """Folded label in any language → field key."""
    if sheet not in _LABELS:
        _LABELS[sheet] = {
            fold(words): column.key for column in sheet.columns.values() for words in column.label.in_all()
        }
    return _LABELS[sheet]


@cache
def _own_labels() -> frozenset[str]:
    return frozenset(fold(words) for words in ROW_CHECK_COLUMN.label.in_all())


def locate(
    book: RawBook, sheets: Mapping[str, type[Sheet]], versions: Mapping[str, str]
) -> tuple[list[Located], list[Finding]]:
    """The sheets of ours in a workbook, and what stands in the way of reading them.

    ``versions`` gives the current template version of each sheet key.
    """
    found: list[Located] = []
    findings: list[Finding] = []
    raws = [raw for raw in book.sheets if not is_findings(raw)]
    marks = {raw.name: _mark(raw) for raw in raws}
    by_mark = {mark[0] for mark in marks.values() if mark is not None}
    unmarked = [sheet for key, sheet in sheets.items() if key not in by_mark]
    for raw in raws:
        mark = marks[raw.name]
        if mark is not None and mark[0] not in sheets:
            findings.append(_error("GEN-02", book, raw, UNKNOWN_KIND.fill(kind=mark[0]), USE_CURRENT))
            continue
        if mark is not None and mark[1] != versions[mark[0]]:
            findings.append(_other_version(book, raw, mark[1], versions[mark[0]]))
            if findings[-1].severity is Severity.ERROR:
                continue
        candidates = [sheets[mark[0]]] if mark is not None else unmarked
        part = _best(raw, candidates, marked=mark is not None)
        if part is None:
            if mark is not None:
                findings.append(
                    _error(
                        "GEN-04", book, raw, NO_HEADERS.fill(sheet=sheets[mark[0]].heading), RESTORE_HEADERS
                    )
                )
            continue
        part.language = mark[2] if mark is not None else ""
        twin = next((other for other in found if other.sheet is part.sheet), None)
        if twin is not None:
            message = TWICE.fill(sheet=part.sheet.heading, other=twin.name)
            findings.append(_error("GEN-04", book, raw, message, KEEP_ONE))
            continue
        found.append(part)
        findings += _headers(book, raw, part)
    return found, findings


def is_master(book: RawBook) -> bool:
    """Whether the workbook is a master of ours, made from returns and no return itself."""
    return _kind(book) == MASTER


def is_ours(book: RawBook) -> bool:
    """Whether the workbook is the PMO's own, a master or the console: no return, whatever folder it lies in."""
    return _kind(book) in (MASTER, CONSOLE)


def language_of(book: RawBook) -> str | None:
    """The language of a workbook of the PMO's own, as its first sheet's mark says."""
    mark = _mark(book.sheets[0]) if book.sheets else None
    return mark[2] if mark else None


def _kind(book: RawBook) -> str | None:
    mark = _mark(book.sheets[0]) if book.sheets else None
    return mark[0] if mark else None


def is_findings(raw: RawSheet) -> bool:
    """Whether the sheet is the page of findings that an annotated copy was given."""
    mark = _mark(raw)
    return mark is not None and mark[0] == FINDINGS


def _mark(raw: RawSheet) -> tuple[str, str, str] | None:
    """Sheet key, version and language of the mark, if the sheet has one."""
    for row in raw.rows[:5]:
        for cell in row[:6]:
            if isinstance(cell, str) and cell.startswith(f"{MARK} "):
                parts = cell.split()
                if len(parts) == 4:
                    return parts[1], parts[2], parts[3]
    return None


def _best(raw: RawSheet, candidates: Sequence[type[Sheet]], marked: bool) -> Located | None:
    """The sheet whose labels are met most; without a mark, all that every profile requires must be there."""
    best: tuple[int, Located] | None = None
    for sheet in candidates:
        part = _record(raw, sheet) if sheet.layout == "record" else _table(raw, sheet)
        if part is None:
            continue
        needed = {column.key for column in sheet.required(Profile.LIGHT)}
        met = needed & set(part.columns)
        if not marked and (met != needed or _is_guide(part)):
            continue
        score = len(part.columns)
        if best is None or score > best[0]:
            best = (score, part)
    return best[1] if best else None


def _is_guide(part: Located) -> bool:
    """Whether it is the Guide, where each label stands beside the need of its column, not beside a value."""
    column = part.sheet.required(Profile.LIGHT)[0]
    needs = {fold(words) for words in need_words(column, required=True).in_all()}
    beside = part.cells[column.key][0] if part.spots else None
    return isinstance(beside, str) and fold(beside) in needs


def _table(raw: RawSheet, sheet: type[Sheet]) -> Located | None:
    labels = labels_of(sheet)
    header = -1
    columns: dict[str, int] = {}
    for at, row in enumerate(raw.rows[:SEARCHED_ROWS]):
        here: dict[str, int] = {}
        for col, cell in enumerate(row):
            if isinstance(cell, str):
                key = labels.get(fold(cell))
                if key is not None:
                    here.setdefault(key, col)
        if len(here) > len(columns):
            header, columns = at, here
    if len(columns) < 2:
        return None
    inputs = [column.key for column in sheet.inputs() if column.key in columns]
    below = raw.rows[header + 1 :]
    places = [columns[key] for key in inputs]
    marked_rows = {row for row, col in raw.errors if col in places}
    rows = [
        at
        for at, row in enumerate(below, start=header + 1)
        if any(col < len(row) and row[col] is not None for col in places) or at in marked_rows
    ]
    cells = {
        key: [raw.rows[at][columns[key]] if columns[key] < len(raw.rows[at]) else None for at in rows]
        for key in inputs
    }
    errors = {
        (position, key): raw.errors[at, columns[key]]
        for position, at in enumerate(rows)
        for key in inputs
        if (at, columns[key]) in raw.errors
    } if raw.errors else {}  # fmt: skip
    return Located(sheet, raw.name, columns, rows, cells, errors, header=header)


def _record(raw: RawSheet, sheet: type[Sheet]) -> Located | None:
    labels = labels_of(sheet)
    spots: dict[str, tuple[int, int]] = {}
    for at, row in enumerate(raw.rows):
        for col, cell in enumerate(row):
            if isinstance(cell, str):
                key = labels.get(fold(cell))
                if key is not None and key not in spots:
                    spots[key] = (at, col + 1)
                    break
    if len(spots) < 2:
        return None
    cells: dict[str, list[Any]] = {}
    errors: dict[tuple[int, str], str] = {}
    for column in sheet.inputs():
        if column.key in spots:
            at, col = spots[column.key]
            row = raw.rows[at]
            cells[column.key] = [row[col] if col < len(row) else None]
            if (at, col) in raw.errors:
                errors[0, column.key] = raw.errors[at, col]
    columns = {key: col for key, (_, col) in spots.items()}
    return Located(sheet, raw.name, columns, [0], cells, errors, spots)


def _headers(book: RawBook, raw: RawSheet, part: Located) -> list[Finding]:
    """Required headers that are not there, and headers that are not ours."""
    findings: list[Finding] = []
    findings += [
        _error("GEN-04", book, raw, NO_HEADER.fill(column=column.label), RESTORE_HEADERS)
        for column in part.sheet.required(Profile.LIGHT)
        if column.key not in part.columns
    ]
    if part.sheet.layout == "record":
        return findings
    ours = set(part.columns.values())
    for col, cell in enumerate(raw.rows[part.header]):
        if cell is None or col in ours or (isinstance(cell, str) and fold(cell) in _own_labels()):
            continue
        if any(col < len(raw.rows[at]) and raw.rows[at][col] is not None for at in part.rows):
            findings.append(
                Finding(
                    "GEN-05", Severity.WARNING, Place(book.file, raw.name, part.header, col),
                    t("Column “{header}” is not part of the template: it is not read.",
                      "La colonne « {header} » ne fait pas partie du modèle : elle n’est pas lue.").fill(header=cell),
                    found=cell,
                    fix=t("Nothing to do, unless it was meant to be one of the template’s columns.",
                          "Rien à faire, sauf si elle devait être une colonne du modèle."),
                )
            )  # fmt: skip
    return findings


def _error(code: str, book: RawBook, raw: RawSheet, message: Text, fix: Text) -> Finding:
    return Finding(code, Severity.ERROR, Place(book.file, raw.name), message, fix=fix)


def _other_version(book: RawBook, raw: RawSheet, found: str, current: str) -> Finding:
    older = found.isdigit() and current.isdigit() and int(found) < int(current)
    return Finding(
        "GEN-03" if older else "GEN-02",
        Severity.WARNING if older else Severity.ERROR,
        Place(book.file, raw.name),
        t("The template has version {found}; the current one is {current}.",
          "Le modèle est en version {found} ; la version courante est {current}.").fill(found=found, current=current),
        found=found,
        expected=t("version {current}", "version {current}").fill(current=current),
        fix=USE_CURRENT,
    )  # fmt: skip


UNKNOWN_KIND = t(
    "“{kind}” is not a kind of sheet that is known here.", "« {kind} » n’est pas un type de feuille connu."
)
USE_CURRENT = t("Copy the rows into the current template.", "Recopiez les lignes dans le modèle courant.")
NO_HEADERS = t(
    "The headers of the sheet “{sheet}” cannot be found.",
    "Les intitulés de la feuille « {sheet} » sont introuvables.",
)
NO_HEADER = t("The column “{column}” cannot be found.", "La colonne « {column} » est introuvable.")
RESTORE_HEADERS = t(
    "Put the header back as it stands in the template, in English or in French.",
    "Rétablissez l’intitulé du modèle, en français ou en anglais.",
)
TWICE = t(
    "A second sheet “{sheet}”; the first is “{other}”.",
    "Une seconde feuille « {sheet} » ; la première est « {other} ».",
)
KEEP_ONE = t("Keep one of the two.", "Gardez l’une des deux.")
