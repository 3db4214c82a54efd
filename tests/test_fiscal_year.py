"""By fiscal year: the amounts of the months in the year in which they lie; lines that moved; lines signed off."""

from __future__ import annotations

import datetime as dt
import functools
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest
from office import compare, needs_office, poisoned, recalculated
from on_page import page_of, table_under
from openpyxl.worksheet.worksheet import Worksheet
from small import Row, line, task, write

from pmo_xl import pipeline
from pmo_xl.core.base.problem import SettingsError
from pmo_xl.core.settings.settings import CalendarSettings, Settings, read_plain_settings
from pmo_xl.excel.tracking.columns import KEY_ROW, TRACKING
from pmo_xl.workspace.fresh import settings_text

STATUS = dt.date(2026, 5, 13)
HOLIDAYS = (dt.date(2026, 5, 1),)
RATES = {"EUR": 1.0, "USD": 0.5}
PAGES = frozenset({
    "By fiscal year", "Budget", "Budget analysis", "Budget by month", "Data - Lines by fiscal year",
    "Par exercice", "Analyse du budget", "Budget par mois", "Données - Lignes par exercice",
})  # fmt: skip
Line = tuple[str, str, str]
"""Project, line, CAPEX or OPEX."""


def _month(year: int, number: int) -> dt.date:
    return dt.date(year + (number - 1) // 12, (number - 1) % 12 + 1, 1)


def _spread(at: int, first: int, count: int) -> dict[dt.date, tuple[float, float, float]]:
    """Planned, actual and forecast of a line by month, from a month of 2025 on; past months are spent, others forecast."""
    months = {}
    for n in range(count):
        month = _month(2025, first + n)
        planned, paid = 100.0 + 7 * n + at, 90.0 + 11 * n + at
        months[month] = (planned, paid, 0.0) if month <= STATUS else (planned, 0.0, paid)
    return months


MONTHS: dict[Line, dict[dt.date, tuple[float, float, float]]] = {
    ("P1", "L1", "capex"): _spread(1, 10, 24),
    ("P1", "L2", "opex"): _spread(40, 2, 18),
    ("P2", "L1", "opex"): _spread(200, 15, 30),
    ("P2", "L2", "capex"): _spread(3, 1, 12),
}
CURRENCY = {"P1": "EUR", "P2": "USD", "P3": "EUR"}
RESERVE = 500.0
"""A line of project P1 that is in no month."""


def _send(folder: Path, status: dt.date = STATUS, more: float = 0.0) -> None:
    """Two projects with months, and one without; ``more`` is what line L1 of project P1 costs beside."""
    for project in ("P1", "P2"):
        lines: list[Row] = []
        months: list[Row] = []
        for (owner, number, nature), spread in MONTHS.items():
            if owner != project:
                continue
            planned, actual, left = (sum(each[at] for each in spread.values()) for at in range(3))
            extra = more if (project, number) == ("P1", "L1") else 0.0
            lines.append(line(planned, actual, left + extra, line_id=number, description=f"Work {number}",
                              category="cloud", capex_opex=nature))  # fmt: skip
            months += [
                {"line_id": number, "period": month, "pv": pv, "actual": ac or None, "forecast": etc or None}
                for month, (pv, ac, etc) in spread.items()
            ]
        if project == "P1":
            lines.append(line(RESERVE, 0.0, RESERVE, line_id="L9", category="contingency"))
        write(folder, project, status, [task(1000.0, 0.5)], lines, months, currency=CURRENCY[project])
    write(folder, "P3", status, [task(100.0, 0.5)], [line(100.0, 10.0, 90.0)], [])


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int, str], Path]:
    """The first master, by the month in which the year begins and its language: each is made once."""
    folder = tmp_path_factory.mktemp("first")
    _send(folder / "in")

    @functools.cache
    def made(start: int, language: str) -> Path:
        out = folder / f"{language}{start}.xlsx"
        pipeline.consolidate_to([folder / "in"], out, language=language, settings=_settings(start))
        return out

    return made


def _settings(start: int) -> Settings:
    return Settings(
        status_date=STATUS, reporting_currency="EUR", rates={"USD": RATES["USD"]},
        calendar=CalendarSettings(holidays=HOLIDAYS, fiscal_year_start=start),
    )  # fmt: skip


def _page(path: Path, name: str = "By fiscal year") -> Worksheet:
    return page_of(path, name)


def _table(page: Worksheet, title: str) -> dict[Any, list[Any]]:
    """The figures of the table below a heading that begins so."""
    row = next(
        c.row
        for cells in page.iter_rows()
        for c in cells
        if isinstance(c.value, str) and c.value.startswith(title)
    )
    below = openpyxl.Workbook().active
    assert below is not None
    for at, cells in enumerate(page.iter_rows(min_row=row + 1, max_row=page.max_row), start=1):
        for cell in cells:
            if cell.value is not None:
                below.cell(at, cell.column, cell.value)
    for area in page.merged_cells.ranges:
        if area.min_row > row:
            below.merge_cells(start_row=area.min_row - row, end_row=area.max_row - row,
                              start_column=area.min_col, end_column=area.max_col)  # fmt: skip
    head = next(cell.value for cells in below.iter_rows() for cell in cells if cell.value is not None)
    return table_under(below, str(head))


# ---- the same, from the rows of the returns alone ---------------------------------------------------


def _years(start: int) -> list[int]:
    months = {month for spread in MONTHS.values() for month in spread}
    return sorted({month.year - (month.month < start) for month in months})


def _expected(year: int, start: int, nature: str | None) -> list[Any]:
    """Budget, actual, to complete, forecast, variance, budget to date, gap."""
    first, until = dt.date(year, start, 1), dt.date(year + 1, start, 1)
    holidays = np.array(HOLIDAYS, dtype="datetime64[D]")
    begins, ends = dt.date(STATUS.year, STATUS.month, 1), dt.date(STATUS.year, STATUS.month + 1, 1)
    passed = np.busday_count(begins, STATUS + dt.timedelta(days=1), holidays=holidays)
    elapsed = passed / np.busday_count(begins, ends, holidays=holidays)
    budget = actual = left = to_date = 0.0
    for (project, _, own), spread in MONTHS.items():
        if nature not in (None, own):
            continue
        for month, (pv, ac, etc) in spread.items():
            if first <= month < until:
                rate = RATES[CURRENCY[project]]
                budget, actual, left = budget + pv * rate, actual + ac * rate, left + etc * rate
                to_date += pv * rate * (1.0 if month < begins else elapsed if month == begins else 0.0)
    dated = [to_date, to_date - actual] if first <= STATUS else [None, None]
    figures = [budget, actual, left, actual + left, budget - actual - left, *dated]
    return [None if each is None else pytest.approx(each) for each in figures]


@pytest.mark.parametrize(("start", "language"), [(1, "fr"), (4, "en")])
def test_each_month_counts_in_its_fiscal_year(
    first: Callable[[int, str], Path], start: int, language: str
) -> None:
    """CAPEX and OPEX apart, to date as far as the month has passed; years are called as people call them."""
    page = _page(first(start, language), {"en": "By fiscal year", "fr": "Par exercice"}[language])
    word = {"en": "FY", "fr": "Exercice"}[language]
    titles = {
        None: {"en": "Budget by fiscal year", "fr": "Budget par exercice"},
        "capex": {"en": "CAPEX by fiscal year", "fr": "CAPEX par exercice"},
        "opex": {"en": "OPEX by fiscal year", "fr": "OPEX par exercice"},
    }

    for nature, title in titles.items():
        got = _table(page, title[language])
        for year in _years(start):
            named = f"{word} {year}" if start == 1 else f"{word} {year}/{(year + 1) % 100:02}"
            held = [*got[named], *[None] * 7][:7]
            assert held == _expected(year, start, nature), (named, nature)
        assert len(got) == len(_years(start))
    said = {"en": "2 of 3 projects", "fr": "2 projets sur 3"}[language]
    assert any(str(c.value).endswith(said) for cells in page.iter_rows() for c in cells)


def test_the_years_and_what_is_in_no_month_come_to_the_budget_lines(
    first: Callable[[int, str], Path],
) -> None:
    """A contingency reserve that no month holds is named, not lost."""
    got = _table(_page(first(4, "en")), "From the years to the budget lines")
    years = [
        [sum(spread[month][at] * RATES[CURRENCY[project]] for (project, _, _), spread in MONTHS.items() for month in spread)]
        for at in range(3)
    ]  # fmt: skip
    budget, actual, left = (each[0] for each in years)

    assert got["All years"] == pytest.approx([budget, actual, left, actual + left])
    assert got["In no month"] == pytest.approx([RESERVE, 0, RESERVE, RESERVE], abs=1e-6)
    assert got["Budget lines of these projects"] == pytest.approx(
        [budget + RESERVE, actual, left + RESERVE, actual + left + RESERVE]
    )


@needs_office
def test_the_page_is_live(first: Callable[[int, str], Path], tmp_path: Path) -> None:
    """LibreOffice, which starts from wrong values, comes to the same in the second month; in both languages."""
    _send(tmp_path / "in", dt.date(2026, 6, 10), 123.0)
    paths = []
    for language, start in (("en", 4), ("fr", 1)):
        paths.append(Path(shutil.copy(first(start, language), tmp_path)))
        june = _settings(start).model_copy(update={"status_date": dt.date(2026, 6, 10)})
        pipeline.consolidate_to([tmp_path / "in"], paths[-1], language=language, settings=june)
    fresh = recalculated([poisoned(path, tmp_path / f"p_{path.name}") for path in paths], tmp_path / "fresh")

    for path, again in zip(paths, fresh, strict=True):
        assert [told for told in compare(path, again) if told.split("!")[0] in PAGES] == []


# ---- the month in which a year begins ---------------------------------------------------------------


@pytest.mark.parametrize("month", [0, 13])
def test_a_month_that_does_not_exist_is_refused(tmp_path: Path, month: int) -> None:
    """In one sentence, with the file and the key."""
    path = tmp_path / "pmo.toml"
    path.write_text(f"[calendar]\nfiscal_year_start = {month}\n", encoding="utf-8")

    with pytest.raises(SettingsError) as refused:
        read_plain_settings(path)
    assert str(refused.value.text.to("en")) == (
        f"pmo.toml: “calendar.fiscal_year_start” cannot be {month}: a month is a number from 1 (January) to 12 (December)."
    )


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_new_workspace_explains_it(tmp_path: Path, language: str) -> None:
    """The line is there, behind a #, with its default; it counts once the # is gone."""
    words = settings_text(language)
    assert "# fiscal_year_start = 1\n" in words
    path = tmp_path / "pmo.toml"
    path.write_text(words.replace("# fiscal_year_start = 1", "fiscal_year_start = 4"), encoding="utf-8")

    assert read_plain_settings(path).calendar.fiscal_year_start == 4


# ---- what moved, what is signed off -----------------------------------------------------------------


def _movers(path: Path) -> tuple[str, list[list[Any]]]:
    """What is said above the list, and its rows."""
    page = _page(path)
    head = next(
        c for cells in page.iter_rows() for c in cells if str(c.value).startswith("Lines whose forecast")
    )
    said = str(page.cell(head.row + 1, head.column).value)
    rows = []
    for number in range(head.row + 3, page.max_row + 1):
        cells = [c.value for c in page[number] if c.value is not None]
        if len(cells) != 6:
            break
        rows.append(cells)
    return said, rows


def _consolidate(folder: Path, status: dt.date, more: float) -> Path:
    _send(folder / "in", status, more)
    settings = _settings(1).model_copy(update={"status_date": status})
    pipeline.consolidate_to([folder / "in"], folder / "m.xlsx", settings=settings)
    return folder / "m.xlsx"


def test_lines_that_moved_are_compared_with_the_month_before(
    first: Callable[[int, str], Path], tmp_path: Path
) -> None:
    """The first month has nothing to compare; a month that is consolidated again keeps to the one before."""
    before = sum(ac + etc for _, ac, etc in MONTHS["P1", "L1", "capex"].values())

    said, rows = _movers(Path(shutil.copy(first(1, "en"), tmp_path / "m.xlsx")))
    assert (said, rows) == ("First month: no master of an earlier month to compare with.", [])
    said, rows = _movers(_consolidate(tmp_path, STATUS, 50.0))
    assert rows == []
    for status, more, then in (
        (dt.date(2026, 6, 10), 80.0, 50.0), (dt.date(2026, 6, 30), 95.0, 50.0), (dt.date(2026, 7, 8), 20.0, 95.0),
    ):  # fmt: skip
        said, rows = _movers(_consolidate(tmp_path, status, more))
        assert rows == [
            [
                "P1",
                "L1",
                "Work L1",
                pytest.approx(before + then),
                pytest.approx(before + more),
                pytest.approx(more - then),
            ]
        ]
    assert said == "Against the master of 2026-06-30."
    said, rows = _movers(_consolidate(tmp_path, dt.date(2026, 8, 10), 20.0))
    assert (said, rows) == ("Against the master of 2026-07-08. No line moved.", [])


def test_how_much_is_signed_off(first: Callable[[int, str], Path], tmp_path: Path) -> None:
    """Lines by what their reviewer decided, of all lines, with what they will cost."""
    path = Path(shutil.copy(first(1, "en"), tmp_path / "m.xlsx"))
    book = openpyxl.load_workbook(path)
    sheet = book[TRACKING.en]
    at = {cell.value: cell.column for cell in sheet[KEY_ROW + 1] if cell.value}
    typed = {
        ("P1", "L1"): "● Accepted",
        ("P1", "L2"): "▲ Query",
        ("P2", "L1"): "● Accepted",
        ("P2", None): "◆ Rejected",
    }
    for row in range(KEY_ROW + 2, sheet.max_row + 1):
        key = (sheet.cell(row, at["project_id"]).value, sheet.cell(row, at["line_id"]).value)
        if key in typed:
            sheet.cell(row, at["status"]).value = typed[key]
    book.save(path)
    page = _page(_consolidate(tmp_path, STATUS, 0.0))
    got = _table(page, "Lines signed off")
    eac = {
        (project, number): sum(ac + etc for _, ac, etc in spread.values()) * RATES[CURRENCY[project]]
        for (project, number, _), spread in MONTHS.items()
    }
    every = sum(eac.values()) + RESERVE + 100

    assert any(c.value == "Lines signed off – 2 of 6" for cells in page.iter_rows() for c in cells)
    assert got["● Accepted"] == [2, pytest.approx(2 / 6), pytest.approx(eac["P1", "L1"] + eac["P2", "L1"]), 0]
    assert got["▲ Query"] == [1, pytest.approx(1 / 6), pytest.approx(eac["P1", "L2"]), 0]
    assert [each for each in got["◆ Rejected"] if each is not None] == [0, 0, 1]
    assert got["○ Not reviewed"] == [3, 0.5, pytest.approx(RESERVE + 100 + eac["P2", "L2"]), 2]
    assert got["All"] == [6, 1, pytest.approx(every), 3]
