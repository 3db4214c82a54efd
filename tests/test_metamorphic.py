"""Relations that hold whatever the figures are: what must not change does not, what must scale scales.

Over random portfolios with gaps, through the public door, every figure at 1e-9. No figure is known beforehand:
a wrong one that is wrong in the same way before and after passes here, and not the second implementation.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import portfolios
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from portfolios import Portfolio, Row, changed
from same import FROM_FINDINGS, same

import pmo_xl

STATUS = dt.date(2026, 3, 16)
SEEDS = (3,)
SIZE = 8
HEADER = 5
"""The row of the headers on a table's sheet."""
AMOUNTS = {
    "plan": ("cost_baseline",),
    "risks": ("cost_impact_in", "cost_impact_res"),
    "budget": ("bac0", "changes_approved", "transfers", "committed", "actual", "etc", "invoiced", "paid", "accruals"),
    "months": ("pv", "actual", "forecast"),
}  # fmt: skip
RESERVES = ("contingency_initial", "contingency_drawn", "management_reserve")

Figures = dict[str, dict[str, Any]]


def figures(
    folder: Path, out: Path, status: dt.date = STATUS, jobs: int | None = None, **more: Any
) -> Figures:
    """Every figure of every project, and of the portfolio under an empty name."""
    decided = portfolios.settings(status, **more)
    got = pmo_xl.consolidate([folder], out, settings=decided, jobs=jobs).to_dict()
    return {**got["projects"], "": got["portfolio"]}


def of(projects: Portfolio, folder: Path, written: str = "en", **more: Any) -> Figures:
    """The figures of a portfolio, written to a folder of its own."""
    return figures(portfolios.write(folder / "in", projects, written), folder / "master.xlsx", **more)


def unlike(
    before: Figures, after: Figures, skip: Collection[str] = (), turn: Callable[[str, Any], Any] | None = None
) -> list[str]:
    """A line for each figure that is not what it was, or what *turn* makes of it."""
    lines = [f"projects: {sorted(set(before) ^ set(after))}"] if set(before) != set(after) else []
    for name in sorted(set(before) & set(after)):
        for key in sorted(set(before[name]) - set(skip)):
            expected = turn(key, before[name][key]) if turn else before[name][key]
            if not same(after[name][key], expected):
                lines.append(f"{name or 'portfolio'} {key}: {after[name][key]} instead of {expected}")
    return lines


@pytest.fixture(scope="module", params=SEEDS)
def seed(request: pytest.FixtureRequest) -> int:
    """A portfolio."""
    return int(request.param)


@pytest.fixture(scope="module")
def projects(seed: int) -> Portfolio:
    """Its projects, as plain rows."""
    return portfolios.portfolio(seed, STATUS, SIZE)


@pytest.fixture(scope="module")
def before(projects: Portfolio, tmp_path_factory: pytest.TempPathFactory) -> Figures:
    """Its figures."""
    return of(projects, tmp_path_factory.mktemp("before"))


# ---- what must not change ------------------------------------------------------------------------------


def test_the_order_of_files_does_not_matter(projects: Portfolio, before: Figures, tmp_path: Path) -> None:
    """Files renamed, so that they come in another order, in one folder."""
    portfolios.write(tmp_path / "in", projects)
    for place, path in enumerate(sorted((tmp_path / "in").rglob("*.xlsx"), reverse=True)):
        path.rename(tmp_path / "in" / f"{place:02} return.xlsx")
    assert not unlike(before, figures(tmp_path / "in", tmp_path / "master.xlsx"))


def test_the_order_of_rows_does_not_matter(
    projects: Portfolio, before: Figures, seed: int, tmp_path: Path
) -> None:
    """Every table shuffled."""
    moved = changed(projects)
    for sent in moved.values():
        for rows in sent.tables.values():
            Random(seed).shuffle(rows or [])
    assert not unlike(before, of(moved, tmp_path))


def test_the_order_of_columns_and_sheets_does_not_matter(
    projects: Portfolio, before: Figures, seed: int, tmp_path: Path
) -> None:
    """Columns moved about and sheets in reverse, as people leave them."""
    portfolios.write(tmp_path / "in", projects)
    for path in (tmp_path / "in").rglob("*.xlsx"):
        book = openpyxl.load_workbook(path)
        for name in ("Plan", "Risks", "Budget", "Budget by month"):
            if name in book.sheetnames:
                _shuffle_columns(book[name], Random(seed))
        for sheet in list(book.worksheets):
            book.move_sheet(sheet, -len(book.worksheets))
        book.save(path)
    assert not unlike(before, figures(tmp_path / "in", tmp_path / "master.xlsx"))


def _shuffle_columns(sheet: Worksheet, rng: Random) -> None:
    """The columns of a table in another order, values and formats; it is no Excel table any more."""
    for name in list(sheet.tables):
        del sheet.tables[name]
    sheet.conditional_formatting = type(sheet.conditional_formatting)()
    sheet.data_validations.dataValidation.clear()
    places = list(range(1, sheet.max_column + 1))
    order = rng.sample(places, len(places))
    for row in range(HEADER, sheet.max_row + 1):
        cells = [(cell.value, cell.number_format) for cell in (sheet.cell(row, place) for place in order)]
        for place, (value, shown) in zip(places, cells, strict=True):
            sheet.cell(row, place).value = value
            sheet.cell(row, place).number_format = shown


def test_blank_rows_do_not_matter(projects: Portfolio, before: Figures, tmp_path: Path) -> None:
    """A blank row after every other one."""
    gapped = changed(projects)
    for sent in gapped.values():
        for table, rows in sent.tables.items():
            if rows:
                sent.tables[table] = [
                    each for n, row in enumerate(rows) for each in ([row] if n % 2 else [row, {}])
                ]
    assert not unlike(before, of(gapped, tmp_path), skip=FROM_FINDINGS)


@pytest.mark.parametrize("language", ["fr", "mixed"])
def test_the_language_does_not_matter(
    projects: Portfolio, before: Figures, language: str, tmp_path: Path
) -> None:
    """French returns, and English and French ones, into a French master."""
    assert not unlike(before, of(projects, tmp_path, language, language="fr"))


def test_the_name_of_a_currency_does_not_matter(projects: Portfolio, before: Figures, tmp_path: Path) -> None:
    """The reporting currency under another name, at rate 1."""
    renamed = changed(projects)
    for sent in renamed.values():
        if sent.record["currency"] == "EUR":
            sent.record["currency"] = "XTS"
    rates = {**portfolios.settings(STATUS).rates, "XTS": 1.0}
    assert not unlike(before, of(renamed, tmp_path, rates=rates))


def test_a_budget_line_split_in_two_is_the_same_budget(
    projects: Portfolio, before: Figures, tmp_path: Path
) -> None:
    """Each first line, and its months, as two halves."""
    split = changed(projects)
    for sent in split.values():
        for first in sent.rows("budget")[:1]:
            half = _halved(
                sent, "budget", first, line_id=f"{first['line_id']}b" if first["line_id"] else None
            )
            for month in [m for m in sent.rows("months") if m.get("line_id") == first["line_id"]]:
                _halved(sent, "months", month, line_id=half["line_id"])
    assert not unlike(before, of(split, tmp_path), skip=FROM_FINDINGS)


def test_a_task_split_in_two_is_the_same_work(projects: Portfolio, before: Figures, tmp_path: Path) -> None:
    """The first task of each plan as two halves over the same days: it counts twice, its value once."""
    split = changed(projects)
    for sent in split.values():
        for first in [row for row in sent.rows("plan") if row["type"] == "task"][:1]:
            _halved(sent, "plan", first, task_id=f"{first['task_id']}b" if first["task_id"] else None)
    counts = {
        "tasks",
        "tasks_done",
        "late_tasks",
        "judged_tasks",
        "late_share",
        "work_wd",
        "done_wd",
        "progress",
    }
    after = of(split, tmp_path)
    assert not unlike(before, after, skip=FROM_FINDINGS | counts)
    assert after[""]["tasks"] > before[""]["tasks"]


def _halved(sent: portfolios.Sent, table: str, row: Row, **names: Any) -> Row:
    """A row halved in place, and its other half added under other names."""
    for key in AMOUNTS[table]:
        if row.get(key) is not None:
            row[key] /= 2
    other = {**row, **names}
    sent.rows(table).append(other)
    return other


def test_the_number_of_processes_does_not_matter(
    projects: Portfolio, before: Figures, tmp_path: Path
) -> None:
    """Read by one process, and by three."""
    portfolios.write(tmp_path / "in", projects)
    for jobs in (1, 3):
        assert not unlike(before, figures(tmp_path / "in", tmp_path / f"{jobs}.xlsx", jobs=jobs))


def test_a_period_that_is_consolidated_again_is_the_same(
    projects: Portfolio, seed: int, tmp_path: Path
) -> None:
    """The month after, over the master of the month before; then once more over itself."""
    later = portfolios.portfolio(seed, dt.date(2026, 4, 30), SIZE)
    of(projects, tmp_path)
    portfolios.write(tmp_path / "april", later)
    once, again = (
        figures(tmp_path / "april", tmp_path / "master.xlsx", dt.date(2026, 4, 30)) for _ in range(2)
    )
    assert any(each["spent_1m"] is not None for each in once.values())
    assert not unlike(once, again)


# ---- what must scale -----------------------------------------------------------------------------------


def test_a_project_sent_twice_under_two_names_counts_twice(
    projects: Portfolio, before: Figures, tmp_path: Path
) -> None:
    """Sums double, ratios and extremes stay, each copy is the project itself."""
    twice = changed(projects)
    for name, sent in changed(projects).items():
        sent.record["project_id"] = f"{name}B"
        twice[f"{name}B"] = sent
    after = of(twice, tmp_path)
    across = {kpi["key"]: kpi["across"] for kpi in pmo_xl.kpis()}

    def doubled(key: str, value: Any) -> Any:
        return 2 * value if across[key] == "sum" and value is not None else value

    assert not unlike({"": before[""]}, {"": after[""]}, turn=doubled)
    for name in projects:
        assert not unlike({"x": before[name]}, {"x": after[name]})
        assert not unlike({"x": before[name]}, {"x": after[f"{name}B"]})


def test_amounts_times_a_thousand(projects: Portfolio, before: Figures, tmp_path: Path) -> None:
    """Every amount times 1,000: amounts follow, ratios, counts, months and lights stay."""
    scaled = changed(projects)
    for sent in scaled.values():
        for holder, keys in [
            (sent.record, RESERVES),
            *((row, AMOUNTS[t]) for t in AMOUNTS for row in sent.rows(t)),
        ]:
            for key in keys:
                if holder.get(key) is not None:
                    holder[key] *= 1000
    amounts = {kpi["key"] for kpi in pmo_xl.kpis() if kpi["unit"] == "amount"}

    def scale(key: str, value: Any) -> Any:
        return 1000 * value if key in amounts and value is not None else value

    assert not unlike(before, of(scaled, tmp_path), skip=FROM_FINDINGS, turn=scale)


def test_twenty_eight_years_later(projects: Portfolio, before: Figures, tmp_path: Path) -> None:
    """All dates moved by 28 years, after which the calendar is the same: dates follow, all else stays."""
    moved = changed(projects)
    for sent in moved.values():
        for holder in [sent.record, *(row for rows in sent.tables.values() for row in rows or [])]:
            holder.update({key: _later(day) for key, day in holder.items() if isinstance(day, dt.date)})
    dates = {kpi["key"] for kpi in pmo_xl.kpis() if kpi["unit"] == "date"}

    def later(key: str, value: Any) -> Any:
        return _later(dt.date.fromisoformat(value)).isoformat() if key in dates and value else value

    calendar = {"holidays": [_later(day) for day in portfolios.HOLIDAYS]}
    after = of(moved, tmp_path, status=_later(STATUS), calendar=calendar)
    assert not unlike(before, after, turn=later)


def _later(day: dt.date) -> dt.date:
    return day.replace(year=day.year + 28)
