"""Unknown is never 0, and partly known is not known: each input in turn is taken away, and no figure becomes 0.

Every amount of the whole project has cents, and every share is odd: a cell that holds such a number, and 0 once an
input is missing, takes what is unknown for nothing. Counts are whole numbers, and may fall.
"""

from __future__ import annotations

import functools
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from copies import write_return
from office import compare, needs_office, poisoned, recalculated
from on_page import page_of, table_under
from openpyxl.utils import get_column_letter, range_boundaries
from python_calamine import CalamineWorkbook
from small import Row, columns, line, month
from small_risks import risk

from pmo_xl import pipeline
from pmo_xl.core.settings.settings import Settings
from pmo_xl.excel.template.workbook import Filling

STATUS = date(2026, 3, 31)
SETTINGS = Settings(status_date=STATUS, reporting_currency="EUR")
PAGES = (
    "Dashboard", "Portfolio", "Schedule", "Budget", "Earned value", "Forecasts", "Currencies", "Risks", "Data quality",
    "Project sheet", "Project finance sheet", "Coverage", "Chart data", "KPI",
)  # fmt: skip
"""The pages whose cells stay in their places whatever a project lacks; of charts, those of one chart and thing."""
Tables = dict[str, list[Row]]

RECORD: Row = {
    "status_date": STATUS, "currency": "EUR", "project_manager": "A", "rag_declared": "green",
    "contingency_initial": 900.17, "contingency_drawn": 300.29, "management_reserve": 70.31,
}  # fmt: skip


def _task(number: str, budget: float, done: float, **more: Any) -> Row:
    return {
        "task_id": number, "name": "Work", "type": "task", "owner": "A",
        "start_baseline": date(2026, 1, 5), "finish_baseline": date(2026, 6, 30),
        "start_forecast": date(2026, 1, 5), "finish_forecast": date(2026, 7, 14), "start_actual": date(2026, 1, 5),
        "pct_complete": done, "cost_baseline": budget, **more,
    }  # fmt: skip


def _months(number: str, share: float) -> list[Row]:
    return [
        {"line_id": number, "period": month(n), "pv": 700.13 * share, "committed": 111.19 * share,
         "actual": 501.11 * share if n <= 3 else None, "forecast": 801.17 * share if n > 3 else None}
        for n in range(1, 7)
    ]  # fmt: skip


def whole() -> Tables:
    """What a project returns that knows everything."""
    spent, rest, budget = 3 * 501.11, 3 * 801.17, 6 * 700.13
    more = {
        "invoiced": 301.37,
        "paid": 201.41,
        "accruals": 51.43,
        "changes_approved": 10.47,
        "transfers": 0.0,
    }
    return {
        "plan": [
            _task("1", 1400.53, 1.0, finish_actual=date(2026, 2, 27), finish_forecast=date(2026, 2, 27)),
            _task("2", 1800.59, 0.47),
            _task("3", 1000.61, 0.13),
        ],
        "risks": [
            risk(risk_id=f"R-00{n}", prob_pct_in=0.31, cost_impact_in=500.0 + n / 7, kind=kind,
                 response_type=answer, due_date=date(2026, 5, 29))
            for n, (kind, answer) in enumerate((("threat", "reduce"), ("threat", "avoid"), ("opportunity", "enhance")), 1)
        ],
        "budget": [
            line(budget * share, spent * share, rest * share, line_id=number, category=category, capex_opex=kind,
                 committed=900.23 * share, cost_centre="CC1", **{key: what * share for key, what in more.items()})
            for number, share, category, kind in (
                ("L1", 0.6, "hardware", "capex"), ("L2", 0.3, "licences", "opex"), ("L3", 0.1, "hardware", "opex"),
            )
        ],
        "budget_months": [row for number, share in (("L1", 0.6), ("L2", 0.3), ("L3", 0.1)) for row in _months(number, share)],
    }  # fmt: skip


KINDS = {"plan": ("plan",), "risks": ("risks",), "budget": ("budget", "budget_months")}
INPUTS = {
    "plan": ("cost_baseline", "pct_complete", "finish_baseline"),
    "risks": ("prob_pct_in", "impact_in"),
    "budget": ("bac0", "committed", "actual", "etc", "invoiced", "paid", "accruals"),
    "budget_months": ("pv", "actual", "forecast"),
    "project": ("contingency_drawn", "management_reserve"),
}
"""Figures rest on these; each is taken away in all rows, that of a budget in one too."""


def _blank(table: str, key: str, rows: slice) -> Callable[[Tables, Row], None]:
    def change(tables: Tables, record: Row) -> None:
        if table == "project":
            record[key] = None
            return
        for row in tables[table][rows]:
            row[key] = None

    return change


def _gone(*tables: str) -> Callable[[Tables, Row], None]:
    def change(held: Tables, _: Row) -> None:
        for table in tables:
            held[table] = []

    return change


def _in_yen(_: Tables, record: Row) -> None:
    record["currency"] = "JPY"


GAPS: dict[str, Callable[[Tables, Row], None]] = {
    **{f"{table}.{key}": _blank(table, key, slice(None)) for table, keys in INPUTS.items() for key in keys},
    **{f"one budget.{key}": _blank("budget", key, slice(1, 2)) for key in INPUTS["budget"]},
    "no rate": _in_yen,
    "no months": _gone("budget_months"),
    **{f"no {kind}": _gone(*tables) for kind, tables in KINDS.items()},
}  # fmt: skip


def _returned(folder: Path, project: str, tables: Tables, record: Row) -> None:
    """The returns of a project, a workbook for each kind that it has rows of."""
    for kind, keys in KINDS.items():
        if any(tables[key] for key in keys):
            rows = {key: columns(tables[key]) for key in keys}
            identity = {
                "project_id": project,
                "project_name": project,
                "programme_id": f"Programme {project}",
            }
            write_return(folder / f"{project}-{kind}.xlsx", kind, Filling({**record, **identity}, rows))


@functools.cache
def _home() -> Path:
    """Where the masters of this run are, by gap; another project knows everything, so that months stay the same."""
    home = Path(tempfile.mkdtemp(prefix="pmo_xl_gaps_"))
    (home / "B").mkdir()
    _returned(home / "B", "B2", whole(), RECORD)
    return home


@functools.cache
def master_of(gap: str) -> Path:
    """The master of two projects, of which the first, which is chosen, lacks something."""
    home, out = _home(), _home() / f"{re.sub(r'[^a-z0-9]+', '_', gap)}.xlsx"
    folder = home / out.stem
    folder.mkdir()
    tables, record = whole(), dict(RECORD)
    if gap in GAPS:
        GAPS[gap](tables, record)
    _returned(folder, "A1", tables, record)
    pipeline.consolidate_to([folder, home / "B"], out, settings=SETTINGS, cache=False)
    return out


@pytest.fixture(scope="module", autouse=True)
def _tidy() -> Iterator[None]:
    yield
    shutil.rmtree(_home())


@functools.cache
def _cells(gap: str) -> dict[tuple[str, str], Any]:
    book = CalamineWorkbook.from_path(str(master_of(gap)))
    found: dict[tuple[str, str], Any] = {}
    for name in PAGES:
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        names = _of_charts(rows) if name == "Chart data" else [str(n) for n in range(1, len(rows) + 1)]
        for row, cells in zip(names, rows, strict=True):
            held = {(name, f"{get_column_letter(col)}{row}"): what for col, what in enumerate(cells, start=1) if what != ""}  # fmt: skip
            assert not held.keys() & found.keys()
            found |= held
    return found


def _of_charts(rows: list[list[Any]]) -> list[str]:
    """What tells the rows of charts apart: a chart of the projects that have a figure moves those below it.

    The title of the chart, without what it says of projects that it leaves out, and what the row is of.
    """
    names, title = [], ""
    for number, cells in enumerate(rows, start=1):
        if len(cells) < 2 or cells[1] == "":
            title = ""
            names.append(f"{number}")
            continue
        begins, title = not title, title or str(cells[1]).split(" – ")[0]
        names.append(f" {title}" if begins else f" {title}: {cells[1]}")
    return names


def _is_odd(what: Any) -> bool:
    """Whether a number is an amount or a share of the whole project: no count, no date."""
    return isinstance(what, float) and not what.is_integer()


@pytest.mark.parametrize("gap", GAPS)
def test_what_is_unknown_is_nowhere_0(gap: str) -> None:
    """A cell that holds an amount or a share of a project that knows everything holds no 0 of one that does not."""
    full, less = _cells("nothing"), _cells(gap)

    assert sum(map(_is_odd, full.values())) > 500
    zero = [place for place, what in full.items() if _is_odd(what) and less.get(place) == 0]
    assert zero == []


STATEMENT = re.compile(r"[B-Y](?:[12]?\d|5[89]|6\d|7[0-4])$")
"""The rows of the finance page with the statement, and those with the categories, CAPEX and OPEX."""


@pytest.mark.parametrize("gap", [gap for gap in GAPS if gap.startswith("one budget.")])
def test_what_is_partly_known_is_no_smaller_sum(gap: str) -> None:
    """Where one line of three lacks an amount, the project's figures are what they were, or blank."""
    full, less = _cells("nothing"), _cells(gap)
    page = {
        place: what for place, what in full.items() if place[0] == "Project finance sheet" and _is_odd(what)
    }
    changed = {place[1]: (what, less.get(place)) for place, what in page.items()
               if less.get(place) not in (what, None, "") and STATEMENT.match(place[1])}  # fmt: skip

    assert any(STATEMENT.match(place[1]) and less.get(place) in (None, "") for place in page)
    assert changed == {}


@pytest.mark.parametrize("gap", ["no budget", "budget_months.actual"])
def test_no_error_is_read_by_people(gap: str) -> None:
    """#N/A stands only where a chart leaves a gap, in cells whose text is not seen."""
    book = openpyxl.load_workbook(master_of(gap), data_only=True)
    seen = []
    for sheet in book:
        hidden = [
            range_boundaries(str(area))
            for rules in sheet.conditional_formatting
            for rule in rules.rules
            if any("ISNA" in formula for formula in rule.formula)
            for area in rules.sqref.ranges
        ]
        for cell in (cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("#")):
            unseen = any(a <= cell.column <= c and b <= cell.row <= d for a, b, c, d in hidden)
            seen += (
                [f"{sheet.title}!{cell.coordinate} {cell.value}"]
                if not unseen or cell.value != "#N/A"
                else []
            )
    assert seen == []


@needs_office
def test_another_program_finds_the_same_gaps(tmp_path: Path) -> None:
    """LibreOffice computes every master of a project that lacks something as Python did."""
    gaps = ("budget_months.actual", "no plan", "no rate")
    made = [master_of(gap) for gap in gaps]
    spoiled = [poisoned(path, tmp_path / path.name) for path in made]

    for path, again in zip(made, recalculated(spoiled, tmp_path / "fresh"), strict=True):
        assert list(compare(path, again)) == [], path.stem


CASE = Path(__file__).parents[2] / "shared" / "cases" / "pages" / "one_project_zero"


@pytest.mark.skipif(not CASE.is_dir(), reason="the handed case (shared/cases) is not here")
def test_a_project_that_has_not_begun_has_no_estimate_of_0(tmp_path: Path) -> None:
    """Without an earned value there is no estimate by an index: the cell is blank, whatever other projects have."""
    pipeline.consolidate_to([CASE], tmp_path / "m.xlsx", cache=False)
    page = page_of(tmp_path / "m.xlsx", "Project finance sheet")
    rows = table_under(page, "Estimate")

    assert rows["EAC 3 by CPI"] == [None, None, None]
    assert rows["EAC 8 by CPI × SPI(t)"] == [None, None, None]
    assert rows["EAC 1 bottom-up"][0] is not None
