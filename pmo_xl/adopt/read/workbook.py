"""Read a foreign workbook through mappings: the same located sheets that a return of ours gives.

Every value keeps its own sheet and cell, so that a finding names the place in the file that came.
"""

from __future__ import annotations

import datetime as dt
import fnmatch
from collections.abc import Mapping as Dict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pmo_xl.adopt.match.mapping import Mapping
from pmo_xl.adopt.match.tables import BETWEEN, SEARCHED_ROWS, Headers, headers_at, rows_of
from pmo_xl.adopt.match.values import as_words
from pmo_xl.adopt.read.currency import Lines, converted
from pmo_xl.adopt.read.messages import (
    BELOW,
    CHECK_HEADERS,
    GIVE_COLUMN,
    IN_COLUMNS,
    IN_PROJECT,
    MAP_IT,
    NO_COLUMN,
    NO_RECORD,
    NOT_MAPPED,
    NOT_THERE,
    NOTHING_TO_DO,
)
from pmo_xl.adopt.read.record import cell_at, record_of, shown_at
from pmo_xl.adopt.read.summaries import find_summaries, without_subtotals
from pmo_xl.adopt.read.table import located
from pmo_xl.core.base.finding import Finding, Place, Severity
from pmo_xl.core.base.text import Text, fold
from pmo_xl.core.definition.column import Profile
from pmo_xl.core.flow.portfolio import LocatedSheet
from pmo_xl.core.flow.raw import MARK, RawBook, RawSheet
from pmo_xl.steps.sheets.marks import is_findings
from pmo_xl.steps.text.money import currency_in, names_currencies
from pmo_xl.steps.text.scales import SHARE_OF


@dataclass(slots=True)
class Adopted:
    """What one project has in a foreign workbook: its located sheets, and what was found on the way."""

    parts: list[LocatedSheet] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    mapping: str = ""

    def explained(self, findings: Sequence[Finding]) -> list[Finding]:
        """The findings of a return, those about a field without a cell with what to do in the mapping."""
        return [
            replace(finding, fix=self._remedy(finding))
            if finding.code in ("FLD-01", "GEN-06", "GEN-07") and finding.place.column is None
            else finding
            for finding in findings
        ]

    def _remedy(self, finding: Finding) -> Text:
        return (IN_PROJECT if finding.place.row == 0 else IN_COLUMNS).fill(file=self.mapping)


def read_through(book: RawBook, mappings: Sequence[Mapping]) -> list[Adopted]:
    """What the mappings read in a workbook, one entry per project; empty where none applies.

    A workbook that bears a mark of ours is never read through a mapping.
    """
    if not mappings or book.unreadable is not None or any(map(is_marked, book.sheets)):
        return []
    projects: dict[str, Adopted] = {}
    seen: set[str] = set()
    for mapping in mappings:
        met = None if mapping.table in seen else _known(book, mapping)
        if met is None:
            continue
        seen.add(mapping.table)
        _read(book, *met, mapping, projects)
    return list(projects.values())


def is_marked(raw: RawSheet) -> bool:
    """Whether a sheet bears a mark of ours; the page of findings in a marked copy of a foreign workbook does not count."""
    marked = any(
        isinstance(cell, str) and cell.startswith(f"{MARK} ") for row in raw.rows[:5] for cell in row[:6]
    )
    return marked and not is_findings(raw)


def stands_in_columns(raw: RawSheet) -> bool:
    """Whether the names of fields stand down the first column of a sheet, a record in each column beside it."""
    first = [row[0] for row in raw.rows if row and row[0] is not None]
    names = {fold(cell) for cell in first if isinstance(cell, str)}
    beside = max((len(row) for row in raw.rows), default=0)
    return len(names) >= 15 and len(names) >= 0.8 * len(first) and beside >= 2 and len(first) >= 3 * beside


def _known(book: RawBook, mapping: Mapping) -> tuple[RawSheet, Headers] | None:
    """The sheet and the headers by which a mapping knows the workbook."""
    wanted = {fold(name) for name in mapping.known.headers}
    row = mapping.known.header_row
    for raw in book.sheets:
        if is_findings(raw) or not fnmatch.fnmatchcase(fold(raw.name), fold(mapping.known.sheet)):
            continue
        for at in range(min(len(raw.rows), max(SEARCHED_ROWS, row or 0))):
            if row is not None and at != row - 1:
                continue
            readings = [h for h in headers_at(raw, at) if wanted <= {fold(name) for name in h.words.values()}]
            if readings:
                named = {fold(name) for name in mapping.columns}
                return raw, max(readings, key=lambda h: len(named & {fold(n) for n in h.words.values()}))
    return None


def _read(
    book: RawBook, raw: RawSheet, headers: Headers, mapping: Mapping, projects: dict[str, Adopted]
) -> None:
    at_name = {fold(name): column for column, name in headers.words.items()}
    readings = {name: reading for name, reading in mapping.columns.items() if fold(name) in at_name}
    readings = {fold(name): reading for name, reading in readings.items()}
    columns = {key: at_name[name] for name, reading in readings.items() for key in reading.field}
    source = mapping.project.get("project_id")
    split = at_name.get(fold(source.column)) if source is not None and source.column else None
    names_row = next((columns[key] for key in mapping.sheet.identity if key in columns), None)
    looked_at = sorted({*columns.values(), *((split,) if split is not None else ())})
    rows = rows_of(raw, headers, looked_at, names_row)
    findings = _strangers(book, raw, headers, mapping, rows.records)
    findings += [_left_out(book, raw, at, looked_at) for at in rows.left_out]
    if rows.notes:
        findings.append(_below(book, raw, rows.notes, looked_at))
    findings += [
        Finding("GEN-04", Severity.ERROR, Place(book.file, raw.name, headers.row), NO_COLUMN.fill(column=c.label),
                fix=GIVE_COLUMN.fill(file=mapping.file, key=c.key))
        for c in mapping.sheet.required(Profile.LIGHT)
        if c.key not in columns and c.key not in mapping.fill and SHARE_OF.get(c.key) not in columns
    ]  # fmt: skip
    groups: dict[str, list[int]] = {}
    for at in rows.records:
        groups.setdefault("" if split is None else as_words(shown_at(raw, at, split) or ""), []).append(at)
    if not groups:
        groups[""] = []
    for number, (name, records) in enumerate(groups.items()):
        adopted = projects.setdefault(name, Adopted(mapping=mapping.file))
        lines = _lines(raw, mapping, at_name, headers, records)
        record = next((part for part in adopted.parts if part.sheet is mapping.templates.record), None)
        if record is None:
            first = records[0] if records else len(raw.rows)
            record = record_of(book, raw, mapping, at_name, first)
            if lines is not None:
                _in_one_currency(record, lines, mapping, records)
            adopted.parts.append(record)
        currency = _currency_of(record)
        currencies = (
            [currency] * len(records) if lines is None else [code or currency for code in lines.codes]
        )
        part = located(raw, headers, mapping, readings, at_name, records, currencies)
        part.currencies = None if mapping.one_currency else _beside(raw, mapping, headers, records)
        if lines is not None and not mapping.one_currency:
            adopted.findings += converted(part, book.file, lines, currency, mapping)
        adopted.findings += find_summaries(part, mapping, book.file)
        adopted.findings += without_subtotals(part, book.file)
        adopted.parts.append(part)
        # What concerns the whole sheet is told once.
        adopted.findings += findings if number == 0 else [f for f in findings if f.code == "GEN-04"]


# currencies ------------------------------------------------------------------------------------------


def _lines(
    raw: RawSheet, mapping: Mapping, at_name: Dict[str, int], headers: Headers, records: Sequence[int]
) -> Lines | None:
    """In which currency each row is, where the mapping names the column that says it."""
    source = mapping.project.get("currency")
    column = at_name.get(fold(source.column)) if source is not None and source.column else None
    if column is None:
        return None
    cells = [shown_at(raw, at, column) for at in records]
    return Lines.read(column, headers.words[column], cells, mapping.values.get("currency", {}))


def _in_one_currency(record: LocatedSheet, lines: Lines, mapping: Mapping, records: Sequence[int]) -> None:
    """The currency of the project of these lines, at the cell of the first line that is in it."""
    stated = mapping.project["currency"].project
    currency = stated or lines.main(mapping.rates)
    if currency is None:
        return
    record.cells["currency"] = [currency]
    if currency in lines.codes and "currency" in record.spots:
        record.spots["currency"] = (records[lines.codes.index(currency)], lines.column)


def _currency_of(record: LocatedSheet) -> str | None:
    stated = record.cells.get("currency", [None])[0]
    return currency_in(stated)


def _beside(
    raw: RawSheet, mapping: Mapping, headers: Headers, records: Sequence[int]
) -> tuple[int, str, list[Any]] | None:
    """A column of currencies that the mapping does not read: what it says is not passed over, even if it is ignored."""
    source = mapping.project.get("currency")
    read = {fold(name) for name in mapping.columns} | {
        fold(source.column or "") if source is not None else ""
    }
    for column, header in headers.words.items():
        if fold(header) not in read:
            cells = [shown_at(raw, at, column) for at in records]
            if names_currencies(header.rpartition(BETWEEN)[2], cells):
                return column, header, cells
    return None


# what is told ----------------------------------------------------------------------------------------


def _strangers(
    book: RawBook, raw: RawSheet, headers: Headers, mapping: Mapping, rows: Sequence[int]
) -> list[Finding]:
    """Columns that nobody mapped or ignored, and columns of the mapping that are not there."""
    source = mapping.project.get("project_id")
    known = {fold(name) for name in (*mapping.columns, *mapping.ignored)}
    known |= {fold(s.column) for s in mapping.project.values() if s.column}
    found = [
        Finding("GEN-05", Severity.WARNING, Place(book.file, raw.name, headers.row, column),
                NOT_MAPPED.fill(header=name, file=mapping.file), found=name, fix=MAP_IT)
        for column, name in headers.words.items()
        if fold(name) not in known and any(cell_at(raw, at, column) is not None for at in rows)
    ]  # fmt: skip
    there = {fold(name) for name in headers.words.values()}
    absent = [name for name in mapping.columns if fold(name) not in there]
    if source is not None and source.column and fold(source.column) not in there:
        absent.append(source.column)
    found += [
        Finding("GEN-05", Severity.WARNING, Place(book.file, raw.name, headers.row),
                NOT_THERE.fill(header=name, file=mapping.file), fix=CHECK_HEADERS)
        for name in absent
    ]  # fmt: skip
    return found


def _below(book: RawBook, raw: RawSheet, notes: Sequence[int], columns: Sequence[int]) -> Finding:
    column = next((c for c in columns if cell_at(raw, notes[0], c) is not None), columns[0])
    return Finding(
        "GEN-05", Severity.WARNING, Place(book.file, raw.name, notes[0], column),
        BELOW.fill(n=len(notes), first=notes[0] + 1, last=notes[-1] + 1), found=cell_at(raw, notes[0], column), fix=NOTHING_TO_DO,
    )  # fmt: skip


def _left_out(book: RawBook, raw: RawSheet, at: int, columns: Sequence[int]) -> Finding:
    column = next((c for c in columns if cell_at(raw, at, c) is not None), columns[0])
    what = cell_at(raw, at, column)
    shown = what.isoformat() if isinstance(what, dt.date) else what
    return Finding(
        "GEN-05", Severity.WARNING, Place(book.file, raw.name, at, column), NO_RECORD.fill(found=shown), found=shown,
        fix=NOTHING_TO_DO,
    )  # fmt: skip
