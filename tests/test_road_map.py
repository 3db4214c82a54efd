"""The road map: each cell is what a plain count of the days of its project gives, with bars of every kind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import office
import openpyxl
import pandas as pd
import pytest
from on_page import page_of
from openpyxl.utils.datetime import from_excel
from openpyxl.worksheet.worksheet import Worksheet
from plans import milestone, span
from small import Row, write

from pmo_xl import pipeline, workspace
from pmo_xl.excel.master import project_ranges
from pmo_xl.excel.timeline.months import FEWEST, MOST, columns_for

STATUS = dt.date(2026, 3, 31)
DAY = dt.timedelta(days=1)
pytestmark = pytest.mark.filterwarnings("ignore:.* extension is not supported:UserWarning")
"""What another sheet holds and openpyxl does not know: small curves in cells."""


PLANS: Mapping[str, tuple[str, Sequence[Row]]] = {
    "P-LATE": ("Alpha", [
        span("1", ("2025-09-01", "2026-02-27"), ("2025-09-08", "2026-03-31"), 1.0),
        span("2", ("2026-01-05", "2026-06-30"), ("2026-02-02", "2026-10-16"), 0.25),
        milestone("3", "2025-12-01", "2025-12-15", "1", met=True),
        milestone("4", "2026-06-30", "2026-10-16", "2"),
        milestone("5", "2026-10-01", "2026-10-02", "1"),
    ]),
    "P-LONG": ("Alpha", [span("1", ("2022-01-03", "2029-12-31"), ("2022-01-03", "2029-12-31"), 0.5),
                         milestone("2", "2027-03-01", "2027-03-01")]),
    "P-MOVED": ("Beta", [span("1", ("2025-10-01", "2026-01-30"), ("2026-05-04", "2026-09-30"), 0.0)]),
    "P-BLANK": ("Beta", [span("1", ("2026-01-05", "2026-05-29"), ("2026-01-05", "2026-07-31"), None)]),
    "P-DONE": ("Beta", [span("1", ("2025-08-04", "2025-11-28"), ("2025-08-04", "2025-12-19"), 1.0)]),
    "P-EARLY": ("Beta", [span("1", ("2026-04-06", "2026-08-31"), ("2026-02-02", "2026-06-30"), 0.3)]),
}  # fmt: skip
"""Programme and plan: late, longer than what is shown, wholly moved, with unknown progress, finished late, begun early."""


class Page(NamedTuple):
    """The road map of a master, as it is shown and as it was measured."""

    sheet: Worksheet
    outcome: pipeline.Outcome
    letters: Mapping[str, str]
    path: Path


LETTERS = {
    "en": {"done": "D", "remaining": "R", "slip": "S", "baseline": "B", "unknown": "?"},
    "fr": {"done": "A", "remaining": "R", "slip": "G", "baseline": "P", "unknown": "?"},
}


@pytest.fixture(scope="module", params=["crafted", "demo", "half"])
def page(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Page:
    """Six plans of every kind, a demonstration of twelve projects, and one in French of which half is missing."""
    folder = tmp_path_factory.mktemp(request.param)
    language = "fr" if request.param == "half" else "en"
    home = folder / "PMO"
    if request.param == "crafted":
        for name, (programme, rows) in PLANS.items():
            write(home, name, STATUS, list(rows), None, [], programme_id=programme)
        write(
            home,
            "P-NONE",
            STATUS,
            None,
            [{"line_id": "L1", "category": "other", "bac0": 10.0}],
            [],
            programme_id="Beta",
        )
    else:
        workspace.demo(home, projects=12, seed=3, language=language)
    if request.param == "half":
        for number in range(1, 4):
            for file in (home / "retours" / f"P{number:03d}").iterdir():
                file.unlink()
        for number in range(4, 7):
            (home / "retours" / f"P{number:03d}" / "planning.xlsx").unlink()
    path = folder / "master.xlsx"
    outcome = pipeline.consolidate_to([home], path, status_date=STATUS, language=language)
    return Page(
        page_of(path, "Feuille de route" if language == "fr" else "Road map"),
        outcome,
        LETTERS[language],
        path,
    )


def months_of(sheet: Worksheet) -> tuple[int, list[tuple[int, dt.date, dt.date]]]:
    """The row of the months, and of each its column, its first day and the day after it."""
    for row in sheet.iter_rows():
        days = [(cell.column, cell.value.date()) for cell in row if isinstance(cell.value, dt.datetime)]
        if len(days) > FEWEST:
            last = sheet.cell(row[0].row, days[-1][0] + 1).value
            ends = [*(day for _, day in days[1:]), from_excel(last).date()]
            return row[0].row, [(col, day, end) for (col, day), end in zip(days, ends, strict=True)]
    raise AssertionError("no months")


def rows_of(sheet: Worksheet, names: Sequence[str]) -> dict[str, int]:
    """The row of each project."""
    found = {sheet.cell(row, 2).value: row for row in range(1, sheet.max_row + 1)}
    return {name: found[name] for name in names}


def plan_of(outcome: pipeline.Outcome, project: str) -> list[dict[str, Any]]:
    """The rows of the plan of a project, blanks as None."""
    frame = outcome.portfolio.tables["plan"]
    rows = frame[frame["project_id"] == project].to_dict("records")
    return [{key: (None if pd.isna(what) else what) for key, what in row.items()} for row in rows]


def days(rows: Sequence[Mapping[str, Any]], key: str) -> list[dt.date]:
    """The days that a column holds."""
    return [
        row[key].date() if isinstance(row[key], dt.datetime) else row[key]
        for row in rows
        if row[key] is not None
    ]


def expected(page: Page, project: str, begin: dt.date, end: dt.date) -> str:
    """What a cell shows, day by day from the rows of the plan."""
    rows, letters = plan_of(page.outcome, project), page.letters
    starts = days(rows, "start_forecast") or days(rows, "start_baseline")
    planned, due, finishes = (
        days(rows, "start_baseline"),
        days(rows, "finish_baseline"),
        days(rows, "finish_current"),
    )
    month = [begin + DAY * n for n in range((end - begin).days)]
    bar = [day for day in month if starts and finishes and min(starts) <= day <= max(finishes)]
    ghost = [day for day in month if planned and due and min(planned) <= day <= max(due)]
    letter = letters["baseline"] if ghost else ""
    if bar:
        length = (max(finishes) - min(starts)).days
        work = [row for row in rows if row["type"] not in ("summary", "milestone")]
        if any(row["pct_complete"] is None or row["duration_wd"] is None for row in work):
            letter = letters["unknown"]
        else:
            share = sum(row["duration_wd"] * row["pct_complete"] for row in work) / sum(
                row["duration_wd"] for row in work
            )
            last = int(share * length + 0.5) if share else -1
            middle = ((bar[0] - min(starts)).days + (bar[-1] - min(starts)).days) / 2
            slips = bool(due) and begin > max(due)
            letter = letters["done"] if middle <= last else letters["slip"] if slips else letters["remaining"]
    here = [
        row for row in rows if row["type"] == "milestone" and begin <= days([row], "finish_current")[0] < end
    ]
    sign = "" if not here else "◆" if any(row["milestone_level"] == "1" for row in here) else "◇"
    return letter + sign


def ids_of(page: Page) -> list[str]:
    """The projects that have figures."""
    assert page.outcome.scorecard is not None
    return list(page.outcome.scorecard.kpis["project_id"])


def test_each_cell_is_what_a_plain_count_gives(page: Page) -> None:
    """Letters and milestones of every project and month; of those without a plan, and the silent, nothing."""
    ids = ids_of(page)
    _, months = months_of(page.sheet)
    wrong = [
        (project, begin, shown, right)
        for project, row in rows_of(page.sheet, ids).items() for col, begin, end in months
        if (shown := page.sheet.cell(row, col).value or "") != (right := expected(page, project, begin, end))
    ]  # fmt: skip
    assert wrong == []
    seen = {
        str(page.sheet.cell(row, col).value or "")[:1]
        for row in rows_of(page.sheet, ids).values()
        for col, _, _ in months
    }
    assert set(page.letters.values()) <= seen or page.path.parent.name.startswith(("demo", "half"))


def test_finish_and_slip_are_those_of_the_plan_and_silent_projects_have_dashes(page: Page) -> None:
    """Forecast finish and slip by project; a dash where there is none, and said how many sent nothing."""
    assert page.outcome.scorecard is not None
    head, _ = months_of(page.sheet)
    holidays = set(page.outcome.settings.calendar.holidays)
    for record in page.outcome.scorecard.kpis.to_dict("records"):
        project = record["project_id"]
        row = rows_of(page.sheet, [project])[project]
        finish, slip = page.sheet.cell(row, 5).value, page.sheet.cell(row, 6).value
        rows = plan_of(page.outcome, project)
        if not rows:
            assert (finish, slip) == ("–", "–")
            continue
        last, due = max(days(rows, "finish_current")), max(days(rows, "finish_baseline"))
        assert finish.date() == last
        early, late = sorted((last, due))
        worked = [
            day
            for n in range((late - early).days)
            if (day := early + DAY * (n + 1)).weekday() < 5 and day not in holidays
        ]
        assert abs(slip) == len(worked), project
        assert slip >= 0 or last < due
    silent = page.outcome.scorecard.coverage.silent
    for project in silent:
        row = rows_of(page.sheet, [project["project_id"]])[project["project_id"]]
        assert [page.sheet.cell(row, col).value for col in (5, 6)] == ["–", "–"]
    told = str(page.sheet.cell(head - 2, 2).value or "")
    without = [project for project in ids_of(page) if not plan_of(page.outcome, project)]
    dashed = len(silent) + len(without)
    assert (f"{dashed} proje" in told) == bool(dashed)
    assert (f"dont {len(silent)} sans retour" in told) == bool(silent)


def test_programmes_count_their_lights_and_stand_in_order(page: Page) -> None:
    """Every project below its programme, by forecast finish; the signs add up to all of them."""
    assert page.outcome.scorecard is not None
    kpis = page.outcome.scorecard.kpis
    programmes = dict(zip(kpis["project_id"], kpis["programme_id"], strict=True))
    programmes |= {one["project_id"]: one["programme_id"] for one in page.outcome.scorecard.coverage.silent}
    light = dict(zip(kpis["project_id"], kpis["rag"], strict=True))
    head, _ = months_of(page.sheet)
    lane, seen, finishes = "", [], []
    for row in range(head + 1, page.sheet.max_row + 1):
        first = page.sheet.cell(row, 2).value
        if first in programmes:
            assert programmes[first] == lane
            seen.append(first)
            finish = page.sheet.cell(row, 5).value
            finishes.append(finish.date() if isinstance(finish, dt.datetime) else dt.date.max)
            assert finishes == sorted(finishes)
        elif first is not None:
            lane, finishes = first, []
            mine = [light.get(project) for project, programme in programmes.items() if programme == lane]
            counts = [sum(held == level for held in mine) for level in (3, 2, 1)]
            closed = sum(held == 4 for held in mine)
            rest = len(mine) - sum(counts) - closed
            told = "   ".join(f"{sign} {n}" for sign, n in zip("◆▲●○", [*counts, rest], strict=True))
            assert page.sheet.cell(row, 4).value == told + (f"   ■ {closed}" if closed else "")
    assert sorted(seen) == sorted(programmes)


def test_bars_beyond_the_months_are_marked_and_counted(page: Page) -> None:
    """A sign on either side of the months, and a sentence with their number."""
    assert page.outcome.scorecard is not None
    head, months = months_of(page.sheet)
    (first, begin, _), (last, _, end) = months[0], months[-1]
    beyond = 0
    ids = ids_of(page)
    for project, row in rows_of(page.sheet, ids).items():
        rows = plan_of(page.outcome, project)
        before = bool(rows) and min(days(rows, "start_forecast")) < begin
        after = bool(rows) and max(days(rows, "finish_current")) >= end
        assert (page.sheet.cell(row, first - 1).value or "") == ("◄" if before else "")
        assert (page.sheet.cell(row, last + 1).value or "") == ("►" if after else "")
        beyond += before or after
    told = str(page.sheet.cell(head - 2, 2).value or "")
    assert (f"{beyond} ba" in told) == bool(beyond)
    assert len(months) <= MOST
    assert any(begin <= STATUS < end for _, begin, end in months)


def test_nothing_visible_is_an_error_and_what_is_hidden_stays_off_the_paper(page: Page) -> None:
    """No error in any cell; the cells that formulas look at are in hidden columns beyond the print area."""
    area = page.sheet.print_area.split("!")[1].replace("$", "")
    _, _, last_col, _ = openpyxl.utils.range_boundaries(area)
    hidden = {
        col for dimension in page.sheet.column_dimensions.values() if dimension.hidden
        for col in range(dimension.min, dimension.max + 1)
    }  # fmt: skip
    for row in page.sheet.iter_rows():
        for cell in row:
            assert not str(cell.value or "").startswith("#"), cell.coordinate
            if cell.value is not None and cell.column > last_col:
                assert cell.column in hidden
    assert page.sheet.page_setup.orientation == "landscape"


@pytest.mark.parametrize(
    ("first", "last", "columns", "halves"),
    [
        ("2026-03-10", "2026-03-20", 2 * FEWEST, True),
        ("2026-01-01", "2026-12-31", 24, True),
        ("2026-01-01", "2027-01-01", 13, False),
        ("2024-04-01", "2027-03-31", 36, False),
        ("2015-01-01", "2035-01-01", MOST, False),
        ("2015-01-01", "2016-01-01", MOST, False),
        ("2030-01-01", "2035-01-01", MOST, False),
    ],
)
def test_the_months_follow_the_bars_up_to_three_years(
    first: str, last: str, columns: int, *, halves: bool
) -> None:
    """Half-months for a short span, 36 months at most, that of the status date always among them."""
    shown = columns_for(dt.date.fromisoformat(first), dt.date.fromisoformat(last), STATUS)

    assert (len(shown.begins), shown.halves) == (columns, halves)
    assert list(shown.begins) == sorted(set(shown.begins))
    assert shown.begins[0] <= STATUS < shown.end
    assert shown.status_column(STATUS) == [*shown.begins, shown.end].index(dt.date(2026, 4, 1))
    assert columns_for(STATUS, STATUS, None).status_column(dt.date(2020, 1, 1)) is None


@office.needs_office
@pytest.mark.parametrize("searches", [pytest.param(project_ranges.MOST_SEARCHES, marks=pytest.mark.slow), 0])
def test_another_program_computes_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, searches: int
) -> None:
    """LibreOffice, from wrong cached values: plans of every kind, searched, and looked at in slices as large ones are."""
    monkeypatch.setattr(project_ranges, "MOST_SEARCHES", searches)
    for name, (programme, rows) in PLANS.items():
        write(tmp_path / "PMO", name, STATUS, list(rows), None, [], programme_id=programme)
    master = tmp_path / "master.xlsx"
    pipeline.consolidate_to([tmp_path / "PMO"], master, status_date=STATUS, language="fr")
    (fresh,) = office.recalculated([office.poisoned(master, tmp_path / "poisoned.xlsx")], tmp_path / "lo")

    assert office.compare(master, fresh) == []
