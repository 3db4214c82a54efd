"""The workbook's own Check and ``validate`` agree: what one calls an error the other shows, and sound rows are complete.

Cells are pasted, which goes past drop-downs and limits, and LibreOffice computes what the Check says of them.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from filled import HEADER, cell_of, column_of, sheet_of
from office import needs_office, recalculated
from test_cases import CASE_LIST, identity, pack

from pmo_xl.catalog.templates import SHEETS, TABLES, TEMPLATES
from pmo_xl.catalog.templates.project import Project
from pmo_xl.core.column import Column, Kind
from pmo_xl.core.finding import Finding, Severity
from pmo_xl.core.model import ROW_CHECK_COLUMN
from pmo_xl.excel.make import Filling, make_workbook
from pmo_xl.pipeline import validate

pytestmark = needs_office

LANGUAGES = ("en", "fr")
WRONG, DOUBTFUL, FINE = "◆", "▲", "●"
Rows = dict[str, list[dict[str, Any]]]


@dataclass
class Pasted:
    """A pack with cells pasted into it, what validate finds, and what its own Check says once it is computed."""

    path: Path
    rows: Rows
    findings: list[Finding] = field(default_factory=list)
    said: dict[str, list[str]] = field(default_factory=dict)
    verdict: str = ""

    def worst(self, table: str, row: int) -> Severity | None:
        """The gravest finding of a row."""
        names = SHEETS[table].heading.in_all()
        found = [f.severity for f in self.findings if f.place.sheet in names and f.place.row == HEADER + row]
        return max(found, default=None)


def base(change: Mapping[str, Any] = {}) -> tuple[dict[str, Any], Rows]:  # noqa: B006 - never changed
    """The sound pack of the rule cases, with some cells changed."""
    record, tables = pack(change)
    rows = {
        table: [{**identity(table, key), **row} for key, row in tables[table].items()] for table in TABLES
    }
    return {"project_id": "P001", **record}, rows


def written(path: Path, language: str, record: Mapping[str, Any], rows: Rows, cells: Mapping[tuple[str, int, str], Any]) -> Pasted:  # fmt: skip
    """A pack of these rows, into which somebody pasted cells: by table, row and column."""
    columns = {
        table: {column.key: [row.get(column.key) for row in held] for column in TABLES[table].inputs()}
        for table, held in rows.items()
    }
    filling = Filling({key: what for key, what in record.items() if what is not None}, columns)
    make_workbook(path, list(TEMPLATES.values()), Project, language=language, filling=filling, room=1)
    book = openpyxl.load_workbook(path)
    for (table, row, key), what in cells.items():
        cell_of(book, table, key, row).value = what
    book.save(path)
    return Pasted(path, rows)


def computed(packs: Sequence[Pasted], out: Path) -> None:
    """What validate finds in each, and what the Check says after LibreOffice computed it."""
    for one, fresh in zip(packs, recalculated([one.path for one in packs], out), strict=True):
        one.findings = validate([one.path]).portfolio.findings
        book = openpyxl.load_workbook(fresh, data_only=True)
        for table, held in one.rows.items():
            sheet = sheet_of(book, table)
            check = next(c.column for c in sheet[HEADER] if c.value in ROW_CHECK_COLUMN.label.in_all())
            one.said[table] = [str(sheet.cell(HEADER + 1 + row, check).value) for row in range(len(held))]
        verdict = next(book[name]["B4"].value for name in ("Check", "Contrôle") if name in book.sheetnames)
        one.verdict = str(verdict)


# ---- any value in any cell --------------------------------------------------------------------------

VALUES: tuple[Any, ...] = (
    None, " ", "abc", "-", "TBD", "\xa0à définir ", "néant", "?", "*", "soon", "12/01/26", "2026-01-30", "31/12/2026",
    "03/04/2026", "1.234", "1234", "12,5", "55 %", "45.000", "-3", "R-4", "R-1234", "r-123", "R-12A", " R-123 ", "1.2.1",
    "1..2", "1.", "eur", "Closed", "Clos", "clos ", "Tâche", "TACHE", "recap", "Phase", "yes", "x", "Prest.",
    "Jalon", "Milestone", "Effort  continu", "n" * 81, "n" * 600, "=1/0", "#N/A", "#REF!",
    -5, 0, 0.5, 1, 1.5, 3.7, 5, 6, 26, 55, 101, 7.5, 1234567, 46000, 99999,
    dt.date(2026, 2, 3), dt.date(1999, 1, 1), dt.date(2101, 1, 1), dt.datetime(2026, 2, 3, 15, 30),
)  # fmt: skip
ERRORS = ("=1/0", "#N/A", "#REF!")
EACH = 12
"""Values that each column is given."""


def is_told_by_its_look_alone(column: Column, what: Any) -> bool:
    """Whether only the number format says what a cell holds: a formula sees a number, and nothing else."""
    if isinstance(what, dt.date):
        return not column.kind.is_date
    return column.kind.is_date and isinstance(what, (int, float))


def pastes(table: str, language: str) -> Iterator[tuple[str, Any]]:
    """A value for a cell of a row of its own, column after column."""
    chosen = random.Random(f"{table} {language}")
    for column in TABLES[table].inputs():
        for what in chosen.sample(VALUES, EACH):
            if column.key in TABLES[table].identity and what in ERRORS:
                continue  # what other rows are compared with; see below
            if not is_told_by_its_look_alone(column, what):
                yield column.key, what


MODEL = {"plan": 2, "risks": 1, "budget": 2, "budget_months": 0}
"""The row of the sound pack, by table, of which each pasted row is a copy."""
FIRST_DAY = dt.date(2026, 1, 1)


def copied(table: str, row: Mapping[str, Any], number: int) -> dict[str, Any]:
    """A row with a name of its own."""
    if table == "budget_months":
        return {**row, "period": dt.date(2001 + number // 12, number % 12 + 1, 1), "pv": 0, "actual": 0}
    names = {"plan": str(1000 + number), "risks": f"R-{1000 + number}", "budget": f"X{1000 + number}"}
    alone = {"plan": {"predecessors": None, "wbs": None}, "budget": {"transfers": None}}
    return {**row, **alone.get(table, {}), next(iter(TABLES[table].identity)): names[table]}


@pytest.fixture(scope="module", params=LANGUAGES)
def anything(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Pasted:
    """One pack with a row for each value and column."""
    folder = tmp_path_factory.mktemp("anything")
    record, rows = base()
    cells: dict[tuple[str, int, str], Any] = {}
    for table in TABLES:
        model, many = rows[table][MODEL[table]], len(rows[table])
        for number, (key, what) in enumerate(pastes(table, request.param)):
            rows[table].append(copied(table, model, number))
            cells[table, many + number, key] = what
    one = written(folder / "anything.xlsx", request.param, record, rows, cells)
    computed([one], folder / "fresh")
    return one


@pytest.mark.parametrize("table", TABLES)
def test_an_error_of_any_cell_is_shown_and_a_sound_row_is_complete(anything: Pasted, table: str) -> None:
    """Whatever is pasted into one cell: what validate refuses is marked ◆, a row without a finding is complete."""
    pasted = list(anything.said[table])
    book = openpyxl.load_workbook(anything.path)
    sheet = sheet_of(book, table)
    unseen, false = [], []
    for row, said in enumerate(pasted):
        worst = anything.worst(table, row)
        if worst is Severity.ERROR and not said.startswith(WRONG):
            unseen.append((row, said))
        if worst is None and not said.startswith(FINE):
            false.append((row, said))
    shown = lambda found: [  # noqa: E731 - read once, below
        (said, [(f.code, f.message.to("en")) for f in anything.findings
                if f.place.sheet == sheet.title and f.place.row == HEADER + row],
         [c.value for c in sheet[HEADER + 1 + row]][1:20])
        for row, said in found
    ]  # fmt: skip

    assert shown(unseen) == []
    assert shown(false) == []
