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
from filled import HEADER, cell_of, sheet_of
from office import needs_office, recalculated
from test_cases import CASE_LIST, identity, pack

from pmo_xl.catalog.controls import CONTROLS
from pmo_xl.catalog.rules import CHECKS
from pmo_xl.catalog.templates import SHEETS, TABLES, TEMPLATES
from pmo_xl.catalog.templates.project import Project
from pmo_xl.core.column import Column
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
    cells: Mapping[tuple[str, int, str], Any] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    said: dict[str, list[str]] = field(default_factory=dict)
    verdict: str = ""

    def worst(self, table: str, row: int) -> Severity | None:
        """The gravest finding of a row."""
        names = SHEETS[table].heading.in_all()
        found = [f.severity for f in self.findings if f.place.sheet in names and f.place.row == HEADER + row]
        return max(found, default=None)

    def cells_of(self, table: str, row: int) -> list[tuple[str, Any]]:
        """What was pasted into a row."""
        return [(key, what) for (of, at, key), what in self.cells.items() if (of, at) == (table, row)]


def base(change: Mapping[str, Any] = {}) -> tuple[dict[str, Any], Rows]:
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
    if not cells:
        return Pasted(path, rows)
    book = openpyxl.load_workbook(path)
    for (table, row, key), what in cells.items():
        cell_of(book, table, key, row).value = what
    book.save(path)
    return Pasted(path, rows, cells)


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

AFTERNOON = dt.datetime(2026, 2, 3, 15, 30)  # noqa: DTZ001 - Excel's dates have no time zone
VALUES: tuple[Any, ...] = (
    None, " ", "abc", "-", "TBD", "\xa0à définir ", "néant", "?", "*", "soon", "12/01/26", "2026-01-30", "31/12/2026",
    "03/04/2026", "1.234", "1234", "12,5", "55 %", "45.000", "-3", "R-4", "R-1234", "r-123", "R-12A", " R-123 ", "1.2.1",
    "1..2", "1.", "eur", "Closed", "Clos", "clos ", "Tâche", "TACHE", "recap", "Phase", "yes", "x", "Prest.",
    "Jalon", "Milestone", "Effort  continu", "n" * 81, "n" * 600, "=1/0", "#N/A", "#REF!",
    -5, 0, 0.5, 1, 1.5, 3.7, 5, 6, 26, 55, 101, 7.5, 1234567, 46000, 99999,
    dt.date(2026, 2, 3), dt.date(1999, 1, 1), dt.date(2101, 1, 1), AFTERNOON,
)  # fmt: skip
ERRORS = ("=1/0", "#N/A", "#REF!")
EACH = 7
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


LIVE = {rule.says.to(language) for table in TABLES.values() for rule in table.live for language in LANGUAGES}
"""What is said of rows beside others: validate waits with it until every cell of these can be read."""


@pytest.mark.parametrize("table", TABLES)
def test_an_error_of_any_cell_is_shown_and_a_sound_row_is_complete(anything: Pasted, table: str) -> None:
    """Whatever is pasted into one cell: what validate refuses is marked ◆, a row without a finding is complete."""
    unseen, false = [], []
    for row, said in enumerate(anything.said[table]):
        worst, pasted = anything.worst(table, row), anything.cells_of(table, row)
        if worst is Severity.ERROR and not said.startswith(WRONG):
            unseen.append((pasted, said))
        if worst is None and not said.startswith(FINE) and said.removeprefix(f"{WRONG} ") not in LIVE:
            false.append((pasted, said))

    assert unseen == []
    assert false == []
    assert anything.verdict.startswith(WRONG)


# ---- every rule -------------------------------------------------------------------------------------

Case = dict[str, Any]


def row_of(case: Case) -> tuple[str, str] | None:
    """Table and key of the one row that a case changes, where it changes no other and a rule of that row finds it."""
    rows = {
        tuple(address.rsplit(".", 1)[0].split(".", 1))
        for kind in ("change", "passes")
        for address in case[kind]
    }
    (table, key), *others = sorted(rows)
    codes = {rule.code for rule in SHEETS[table].rules} if table in TABLES else set()
    return (table, key) if not others and case["rule"] in codes and "history" not in table else None


ROW_CASES = [case for case in CASE_LIST if row_of(case)]
ERRORS_BEYOND_A_ROW = {(each.code, each.table) for each in CONTROLS if each.severity is Severity.ERROR} | {
    (each.code, "plan") for each in CHECKS if each.severity is Severity.ERROR and each.code.startswith("PLN")
}
BY_NO_FORMULA = {("PLN-12", "plan")}
"""What no formula of a workbook sees; docs/templates.md says so."""
WHOLE_CASES = [
    case
    for case in CASE_LIST
    if not row_of(case) and (case["rule"], case["cell"].split(".")[0]) in ERRORS_BEYOND_A_ROW - BY_NO_FORMULA
]


def changed_rows(kind: str) -> tuple[Rows, list[tuple[Case, str, int]]]:
    """The sound pack, and below its rows one for each case; with the table and the place of that row."""
    _, rows = base()
    places = []
    for number, case in enumerate(ROW_CASES):
        table, key = row_of(case) or ("", "")
        row = next((one for one in base(case[kind])[1][table] if matches(table, one, key)), None)
        assert row is not None
        rows[table].append(copied(table, row, number) | ({} if table != "budget_months" else months_of(row)))
        places.append((case, table, len(rows[table]) - 1))
    return rows, places


def matches(table: str, row: Mapping[str, Any], key: str) -> bool:
    """Whether it is the row of that key."""
    return all(row[column] == what for column, what in identity(table, key).items())


def months_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """The same month and amount, on another line."""
    return {"period": row["period"], "actual": row.get("actual"), "line_id": "L3"}


@pytest.fixture(scope="module", params=LANGUAGES)
def by_row(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Pasted]:
    """A pack with a broken row for each case, and one with the row beside it that passes."""
    folder = tmp_path_factory.mktemp("rows")
    packs = {}
    for kind in ("change", "passes"):
        packs[kind] = written(folder / f"{kind}.xlsx", request.param, base()[0], changed_rows(kind)[0], {})
    computed([*packs.values()], folder / "fresh")
    return packs


def test_the_row_check_says_of_each_case_what_validate_says(by_row: dict[str, Pasted]) -> None:
    """A row that breaks a rule is marked as grave as the rule is, and its neighbour that passes is complete."""
    for kind, pasted in by_row.items():
        for case, table, row in changed_rows(kind)[1]:
            said, worst = pasted.said[table][row], pasted.worst(table, row)
            if kind == "change":
                assert worst is not None, case
                assert said.startswith(WRONG if worst is Severity.ERROR else (DOUBTFUL, WRONG)), (case, said)
            else:
                assert worst is not None or said.startswith(FINE) or said[2:] in LIVE, (case, said)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Case, Pasted, Pasted]]:
    """For each case beyond a row, the pack that is broken and the one that passes; the two languages by turns."""
    folder = tmp_path_factory.mktemp("whole")
    pairs = []
    for number, case in enumerate(WHOLE_CASES):
        one, other = (
            written(folder / f"{number}{kind}.xlsx", LANGUAGES[number % 2], *base(case[kind]), {})
            for kind in ("change", "passes")
        )
        pairs.append((case, one, other))
    computed([one for _, *both in pairs for one in both], folder / "fresh")
    return pairs


def test_no_workbook_with_an_error_may_be_sent(whole: list[tuple[Case, Pasted, Pasted]]) -> None:
    """Where validate finds an error over several rows or sheets the verdict is ◆, and beside it it is not."""
    unseen = [
        (case["rule"], case["cell"], one.verdict)
        for case, one, _ in whole
        if any(f.severity is Severity.ERROR for f in one.findings) and not one.verdict.startswith(WRONG)
    ]
    false = [
        (case["rule"], case["cell"], other.verdict, other.said)
        for case, _, other in whole
        if not other.findings and other.verdict.startswith(WRONG)
    ]

    assert unseen == []
    assert false == []
