"""Read a foreign workbook through mappings: the same located sheets that a return of ours gives.

Every value keeps its own sheet and cell, so that a finding names the place in the file that came.
"""

from __future__ import annotations

import datetime as dt
import fnmatch
import re
from collections.abc import Mapping as Dict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pmo_xl.adopt.find import SEARCHED_ROWS, Headers, headers_at, rows_of
from pmo_xl.adopt.mapping import Mapping, Reading, Source
from pmo_xl.adopt.values import as_words, date_in, is_number, number_in
from pmo_xl.catalog.templates.project import Project
from pmo_xl.core.column import Kind, Profile
from pmo_xl.core.finding import Finding, Place, Severity
from pmo_xl.core.flow import Located
from pmo_xl.core.raw import MARK, Cell, RawBook, RawSheet
from pmo_xl.core.text import Text, fold, t
from pmo_xl.steps.locate import is_findings


@dataclass(slots=True)
class Adopted:
    """What one project has in a foreign workbook: its located sheets, and what was found on the way."""

    parts: list[Located] = field(default_factory=list)
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
    columns = {key: at_name[fold(name)] for name, reading in readings.items() for key in reading.field}
    source = mapping.project.get("project_id")
    split = at_name.get(fold(source.column)) if source is not None and source.column else None
    names_row = next((columns[key] for key in mapping.sheet.identity if key in columns), None)
    looked_at = sorted({*columns.values(), *((split,) if split is not None else ())})
    rows = rows_of(raw, headers, looked_at, names_row)
    findings = _strangers(book, raw, headers, mapping, rows.records)
    findings += [_left_out(book, raw, at, looked_at) for at in rows.left_out]
    findings += [
        Finding("GEN-04", Severity.ERROR, Place(book.file, raw.name, headers.row), NO_COLUMN.fill(column=c.label),
                fix=GIVE_COLUMN.fill(file=mapping.file, key=c.key))
        for c in mapping.sheet.required(Profile.LIGHT)
        if c.key not in columns and c.key not in mapping.fill
    ]  # fmt: skip
    groups: dict[str, list[int]] = {}
    for at in rows.records:
        groups.setdefault("" if split is None else as_words(_shown(raw, at, split) or ""), []).append(at)
    if not groups:
        groups[""] = []
    for number, (name, records) in enumerate(groups.items()):
        adopted = projects.setdefault(name, Adopted(mapping=mapping.file))
        if not any(part.sheet is Project for part in adopted.parts):
            first = records[0] if records else len(raw.rows)
            adopted.parts.append(_record(book, raw, mapping, at_name, first))
        adopted.parts.append(_located(raw, headers, mapping, readings, columns, records))
        # What concerns the whole sheet is told once.
        adopted.findings += findings if number == 0 else [f for f in findings if f.code == "GEN-04"]


def _cell(raw: RawSheet, row: int, column: int) -> Cell:
    return raw.rows[row][column] if row < len(raw.rows) and column < len(raw.rows[row]) else None


def _shown(raw: RawSheet, row: int, column: int) -> Cell:
    """A cell as people see it: what is merged over several rows stands for each of them."""
    cell = _cell(raw, row, column)
    if cell is None:
        for top, left, bottom, right in raw.merged:
            if top < row <= bottom and left <= column <= right:
                return _cell(raw, top, left)
    return cell


def _located(
    raw: RawSheet, headers: Headers, mapping: Mapping, readings: Dict[str, Reading], columns: dict[str, int],
    rows: list[int],
) -> Located:  # fmt: skip
    table = mapping.sheet
    cells: dict[str, list[Any]] = {}
    errors: dict[tuple[int, str], str] = {}
    for reading in readings.values():
        for key in reading.field:
            words = {as_words(word): to for word, to in mapping.values.get(key, {}).items()}
            kind = table.columns[key].kind
            # An amount or a code that is merged over several rows would count, or name, more than one.
            once = kind.is_quantity or key in table.identity
            look = _cell if once or not raw.merged else _shown
            cells[key] = [_understood(look(raw, at, columns[key]), reading, kind, words) for at in rows]
            for position, at in enumerate(rows):
                if (at, columns[key]) in raw.errors:
                    errors[position, key] = raw.errors[at, columns[key]]
    for key, value in mapping.fill.items():
        if isinstance(value, str) and re.fullmatch(r"[^0]*0{2,}", value):
            cells[key] = [_with_number(value, number) for number in range(1, len(rows) + 1)]
        else:
            plain = float(value) if is_number(value) and isinstance(value, int) else value
            cells[key] = [plain] * len(rows)
    return Located(table, raw.name, columns, rows, cells, errors, header=headers.row)


def _understood(cell: Cell, reading: Reading, kind: Kind, words: Dict[str, str | int | float]) -> Any:
    """A foreign cell in our words; what is not certain stays as it came, for the checks to refuse."""
    if cell is None:
        return None
    if words and (to := words.get(as_words(cell))) is not None:
        return float(to) if is_number(to) else to
    if reading.id is not None and (met := re.findall(r"\d+", as_words(cell))):
        return _with_number(reading.id, int(met[-1]))
    if isinstance(cell, str):
        if reading.dates is not None:
            return date_in(cell, reading.dates) or cell
        if reading.numbers and kind.is_quantity and (number := number_in(cell)) is not None:
            return _times(number, reading.times)
    if reading.times != 1 and is_number(cell):
        assert isinstance(cell, (int, float))
        if kind is Kind.PERCENT and 0 < cell < 1:
            # 0.6 among whole percentages may be 60 % or 0.6 %: a text is refused, and the cell told.
            return f"{cell:g}"
        return _times(float(cell), reading.times)
    return cell


def _times(number: float, factor: float) -> float:
    # 57 hundredths are 0.57, not 0.5700000000000001.
    return round(number * factor, 10) if factor != 1 else number


def _with_number(pattern: str, number: int) -> str:
    return re.sub("0+", lambda zeros: f"{number:0{len(zeros[0])}d}", pattern, count=1)


# the project -----------------------------------------------------------------------------------------


def _record(book: RawBook, raw: RawSheet, mapping: Mapping, at_name: Dict[str, int], first: int) -> Located:
    """The project sheet that a foreign workbook has not: from cells, names and the mapping itself.

    It bears the name of the sheet in which the first of its cells stands.
    """
    home = raw
    cells: dict[str, list[Any]] = {}
    spots: dict[str, tuple[int, int]] = {}
    errors: dict[tuple[int, str], str] = {}
    for key, given in mapping.project.items():
        if given.value is not None:
            cells[key] = [given.value]
            continue
        value, where = _sourced(book, raw, given, at_name, first)
        kind = Project.columns[key].kind
        if isinstance(value, str):
            if kind.is_date:
                value = date_in(value, given.dates or "ymd") or value
            words = {as_words(word): to for word, to in mapping.values.get(key, {}).items()}
            value = words.get(as_words(value), value)
        cells[key] = [value]
        if where is not None:
            sheet, row, column = where
            if not spots:
                home = sheet
            if sheet is home:
                spots[key] = (row, column)
                if (row, column) in sheet.errors:
                    errors[0, key] = sheet.errors[row, column]
    return Located(Project, home.name, {}, [0], cells, errors, spots)


def _sourced(
    book: RawBook, raw: RawSheet, given: Source, at_name: Dict[str, int], first: int
) -> tuple[Any, tuple[RawSheet, int, int] | None]:
    if given.file is not None or given.sheet is not None:
        met = re.search(given.file or given.sheet or "", book.file if given.file is not None else raw.name)
        return (met[1] if met.re.groups else met[0]) if met is not None else None, None
    if given.column is not None:
        column = at_name.get(fold(given.column))
        return (
            (None, None)
            if column is None or first >= len(raw.rows)
            else (_shown(raw, first, column), (raw, first, column))
        )
    name, _, cell = (given.cell or "").rpartition("!")
    sheet = next((s for s in book.sheets if fold(s.name) == fold(name)), None) if name else raw
    if sheet is None:
        return None, None
    row, column = _spot(cell)
    value = _cell(sheet, row, column)
    if given.after is not None and isinstance(value, str):
        value = value.partition(given.after)[2].strip() or None
    return value, (sheet, row, column)


def _spot(cell: str) -> tuple[int, int]:
    letters = re.match("[A-Za-z]+", cell)
    assert letters is not None
    column = 0
    for letter in letters[0].upper():
        column = column * 26 + ord(letter) - 64
    return int(cell[letters.end() :]) - 1, column - 1


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
        if fold(name) not in known and any(_cell(raw, at, column) is not None for at in rows)
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


def _left_out(book: RawBook, raw: RawSheet, at: int, columns: Sequence[int]) -> Finding:
    column = next((c for c in columns if _cell(raw, at, c) is not None), columns[0])
    what = _cell(raw, at, column)
    shown = what.isoformat() if isinstance(what, dt.date) else what
    return Finding(
        "GEN-05", Severity.WARNING, Place(book.file, raw.name, at, column), NO_RECORD.fill(found=shown), found=shown,
        fix=t("Nothing to do, unless it was meant to be a row of the table.",
              "Rien à faire, sauf si elle devait être une ligne du tableau."),
    )  # fmt: skip


NO_COLUMN = t("No column is mapped to “{column}”.", "Aucune colonne ne correspond à « {column} ».")
GIVE_COLUMN = t(
    "Name its column under [columns] in {file}, or say what every row holds under [fill]: {key} = …",
    "Indiquez sa colonne sous [columns] dans {file}, ou la valeur de toutes les lignes sous [fill] : {key} = …",
)
IN_PROJECT = t(
    "Say it, or where it stands, under [project] in {file}.",
    "Indiquez-le, ou sa place, sous [project] dans {file}.",
)
IN_COLUMNS = t(
    "Name its column under [columns] in {file}, or say what every row holds under [fill].",
    "Indiquez sa colonne sous [columns] dans {file}, ou la valeur de toutes les lignes sous [fill].",
)
NOT_MAPPED = t(
    "Column “{header}” is not in {file}: it is not read.",
    "La colonne « {header} » n’est pas dans {file} : elle n’est pas lue.",
)
MAP_IT = t(
    "Name its field under [columns] of the mapping, or add it to ignored.",
    "Indiquez son champ sous [columns] de la correspondance, ou ajoutez-la à ignored.",
)
NOT_THERE = t(
    "Column “{header}” of {file} is not in the sheet.",
    "La colonne « {header} » de {file} est absente de la feuille.",
)
CHECK_HEADERS = t(
    "Put the header back, or correct the mapping.", "Rétablissez l’intitulé, ou corrigez la correspondance."
)
NO_RECORD = t(
    "“{found}” is a total or a note, not a row of the table: it is not read.",
    "« {found} » est un total ou une note, pas une ligne du tableau : elle n’est pas lue.",
)
