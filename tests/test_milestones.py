"""The page of milestones: list, counts, hit rate and trend are what a plain count of the plans and of the history gives."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import numpy as np
import office
import openpyxl
import pandas as pd
import pytest
from on_page import cell_with, page_of, table_under
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet
from plans import milestone, span
from small import Row, write
from standard import MASTER

from pmo_xl import pipeline, workspace
from pmo_xl.core.base.text import t
from pmo_xl.core.definition.kpi import Unit
from pmo_xl.core.expr.algebra import count, this
from pmo_xl.core.flow.portfolio import Portfolio
from pmo_xl.core.pages.blocks import Drawing, MasterPage
from pmo_xl.core.pages.grid_rows import distinct
from pmo_xl.core.pages.view import Chart, Grid, GridColumn, Series
from pmo_xl.excel.master import project_ranges
from pmo_xl.excel.render_master import render

PERIODS = 6
pytestmark = pytest.mark.filterwarnings("ignore:.* extension is not supported:UserWarning")
"""What another sheet holds and openpyxl does not know: small curves in cells."""
WORDS = {
    "en": {"sheet": "Milestones", "list": "Project ID", "due": "Forecast in", "month": "Month",
           "state": {"overdue": "◆ overdue", "later": "▲ later", "on time": "● on time"}},
    "fr": {"sheet": "Jalons", "list": "Code projet", "due": "Prévu sous", "month": "Mois",
           "state": {"overdue": "◆ en retard", "later": "▲ décalé", "on time": "● dans les délais"}},
}  # fmt: skip


class Made(NamedTuple):
    """A master with a past, its words, the milestones of its plans and what was reported of them."""

    path: Path
    sheet: Worksheet
    words: Mapping[str, Any]
    plan: Sequence[Mapping[str, Any]]
    history: Sequence[Mapping[str, Any]]
    status: dt.date


def past_of(frame: pd.DataFrame, seed: int) -> pd.DataFrame:
    """Five reports before the last: forecasts move towards those of today, what is reached was reached on its day."""
    rng, frames = Random(seed), [frame]
    last = frame["status_date"].iloc[0]
    for back in range(1, PERIODS):
        day = (last - pd.DateOffset(months=back)) + pd.offsets.MonthEnd(0)
        then = frame.copy()
        then["status_date"], then["period"] = day, day.replace(day=1)
        moved = [
            now if done == 1 and now <= day else now - pd.Timedelta(days=back * rng.randint(0, 12))
            for now, done in zip(frame["finish_current"], frame["done"], strict=True)
        ]
        then["finish_current"] = moved
        then["done"] = [float(done == 1 and now <= day) for now, done in zip(frame["finish_current"], frame["done"], strict=True)]  # fmt: skip
        frames.append(then)
    whole = pd.concat(frames).sort_values(["project_id", "period"], ignore_index=True, kind="stable")
    return whole.astype(dict.fromkeys(("status_date", "period", "finish_current"), "datetime64[s]"))


STATUS = dt.date(2026, 3, 31)
MET, OPEN = True, False
MILESTONES: Sequence[tuple[str, str, str | None, bool]] = (
    ("2025-03-31", "2025-03-31", None, MET), ("2025-04-01", "2025-04-01", None, MET),
    ("2025-11-10", "2025-11-10", "1", MET), ("2025-11-28", "2025-11-26", "2", MET), ("2026-01-12", "2026-01-20", "1", MET),
    ("2026-02-27", "2026-02-27", None, MET), ("2026-03-16", "2026-03-25", "3", MET),
    ("2026-03-31", "2026-04-10", "1", OPEN), ("2026-02-02", "2026-09-01", "2", OPEN), ("2026-03-02", "2026-05-05", None, OPEN),
    ("2026-04-20", "2026-04-20", "1", OPEN), ("2026-04-30", "2026-04-30", None, OPEN), ("2026-05-01", "2026-05-01", None, OPEN),
    ("2026-05-30", "2026-05-30", None, OPEN), ("2026-05-31", "2026-05-31", None, OPEN), ("2026-05-04", "2026-06-29", "1", OPEN),
    ("2026-06-29", "2026-06-22", None, OPEN), ("2026-06-01", "2026-06-30", "1", OPEN), ("2026-12-01", "2026-12-01", "1", OPEN),
)  # fmt: skip
"""Baseline, forecast or actual date, level: on each side of 30, 60 and 90 days, overdue, met early, on time and late."""


def plan_from(first: int, step: int) -> list[Row]:
    """A task, and every ``step``-th of these milestones from the ``first`` on."""
    rows = [span("1", ("2025-03-03", "2026-12-31"), ("2025-03-03", "2026-12-31"), 0.5)]
    return rows + [
        milestone(str(number + 2), baseline, day, level, met=met)
        for number, (baseline, day, level, met) in enumerate(MILESTONES[first::step])
    ]


def master_with_past(folder: Path, language: str) -> tuple[Path, Portfolio]:
    """Four projects with milestones of every kind, with six reports behind them."""
    for number, (first, step) in enumerate(((0, 1), (7, 1), (1, 3), (0, 2)), start=1):
        write(folder / "PMO", f"P{number:03d}", STATUS, plan_from(first, step), None, [], language)
    outcome = pipeline.consolidate_to(
        [folder / "PMO"], folder / "first.xlsx", status_date=STATUS, language=language
    )
    assert outcome.scorecard is not None
    history = past_of(outcome.portfolio.tables["milestone_history"], 4)
    portfolio = outcome.portfolio.with_tables({"milestone_history": history})
    path = folder / "master.xlsx"
    render(path, MASTER, portfolio, outcome.scorecard, outcome.settings, language, "test")
    return path, portfolio


@pytest.fixture(scope="module", params=["en", "fr"])
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """That master, and what stands behind it."""
    language = request.param
    path, portfolio = master_with_past(tmp_path_factory.mktemp(language), language)
    plan, history = portfolio.tables["plan"], portfolio.tables["milestone_history"]
    rows = [{str(k): None if pd.isna(v) else v for k, v in row.items()}
            for row in plan[plan["type"] == "milestone"].to_dict("records")]  # fmt: skip
    words = WORDS[language]
    sheet = page_of(path, str(words["sheet"]))
    told = [{str(k): v for k, v in row.items()} for row in history.to_dict("records")]
    return Made(path, sheet, words, rows, told, STATUS)


def ahead(made: Made, row: Mapping[str, Any]) -> int:
    """Days from the status date to the forecast."""
    days: int = (row["finish_current"].date() - made.status).days
    return days


def is_open(row: Mapping[str, Any]) -> bool:
    """Whether a milestone is not reached."""
    return row["finish_actual"] is None


def is_overdue(made: Made, row: Mapping[str, Any]) -> bool:
    """Whether the baseline of an open milestone has passed."""
    return is_open(row) and row["finish_baseline"].date() <= made.status


def weekdays(first: dt.date, last: dt.date) -> int:
    """Days from Monday to Friday by which the last lies after the first."""
    low, high = sorted((first, last))
    days = sum((low + dt.timedelta(days=n)).weekday() < 5 for n in range(1, (high - low).days + 1))
    return days if last >= first else -days


def listed(made: Made) -> list[list[Any]]:
    """The rows of the list, merged cells left out."""
    head = [cell for row in made.sheet.iter_rows() for cell in row if cell.value == made.words["list"]][-1]
    heads = [cell for cell in made.sheet[head.row] if cell.value is not None][:10]
    found = []
    for row in range(head.row + 1, made.sheet.max_row + 1):
        values = [made.sheet.cell(row, cell.column).value for cell in heads]
        # The legend stands below the list.
        if not values[0] or not values[2]:
            break
        found.append(values)
    return found


def test_every_milestone_that_is_overdue_or_due_in_90_days_is_listed_once(made: Made) -> None:
    """Overdue first, then by forecast; project, milestone, owner, dates, slip, horizon and state."""
    right = [row for row in made.plan if is_overdue(made, row) or (is_open(row) and ahead(made, row) <= 90)]
    right.sort(key=lambda row: (not is_overdue(made, row), row["finish_current"]))
    rows = listed(made)
    assert len(rows) == len(right) > 20
    assert [is_overdue(made, row) for row in right] == [
        made.words["state"]["overdue"] == row[8] for row in rows
    ]
    assert sorted((row[0], row[2], row[3]) for row in rows) == sorted((row["project_id"], row["name"], row["owner"]) for row in right)  # fmt: skip
    of = {(row["project_id"], row["name"]): row for row in right}
    assert [row[5].date() for row in rows] == [row["finish_current"].date() for row in right]
    for project, _, name, _, baseline, forecast, slip, horizon, state, _ in rows:
        row = of[project, name]
        days = ahead(made, row)
        assert (baseline, forecast) == (row["finish_baseline"], row["finish_current"])
        assert slip == weekdays(baseline.date(), forecast.date())
        place = ((days > 30) + (days > 60) + (days > 90)) if days >= 0 else 4
        assert horizon.split()[0] == ("0–30", "31–60", "61–90", ">", horizon)[place].split()[0]
        key = "overdue" if is_overdue(made, row) else "later" if slip > 0 else "on time"
        assert state == made.words["state"][key]


def test_the_sentence_and_the_horizons_count_the_same_milestones(made: Made) -> None:
    """Those of 90 days, those later than baseline, those overdue; by 30, 60 and 90 days."""
    coming = [row for row in made.plan if is_open(row) and 0 <= ahead(made, row) <= 90]
    later = [
        row for row in coming if weekdays(row["finish_baseline"].date(), row["finish_current"].date()) > 0
    ]
    overdue = [row for row in made.plan if is_overdue(made, row)]
    numbers = [len(coming), len(later), len(overdue)]
    told = next(
        cell.value
        for row in made.sheet.iter_rows(min_row=3, max_row=8)
        for cell in row
        if cell.font.sz == 14 and cell.value
    )
    assert [int(part.split()[0]) for part in told.split(", ")] == numbers
    rows = list(table_under(made.sheet, made.words["due"]).values())
    for (low, high), shown in zip(((-9999, -1), (0, 30), (31, 60), (61, 90)), rows, strict=True):
        mine = [row for row in made.plan if is_open(row) and low <= ahead(made, row) <= high]
        late = [
            row for row in mine if weekdays(row["finish_baseline"].date(), row["finish_current"].date()) > 0
        ]
        major = [row for row in mine if row["milestone_level"] == "1"]
        past = [row for row in mine if is_overdue(made, row)]
        assert shown == [len(mine), len(late), len(past), len(major)]


def test_the_hit_rate_by_month_is_that_of_the_plans(made: Made) -> None:
    """Twelve months up to that of the status date: due by baseline, met on time, their share."""
    months = table_under(made.sheet, made.words["month"])
    assert len(months) == 12
    assert max(months).date() == made.status.replace(day=1)
    for month, (due, met, rate) in months.items():
        mine = [
            row for row in made.plan
            if (row["finish_baseline"].year, row["finish_baseline"].month) == (month.year, month.month)
            and row["finish_baseline"].date() <= made.status
        ]  # fmt: skip
        kept = [row for row in mine if not is_open(row) and row["finish_actual"] <= row["finish_baseline"]]
        assert (due, met) == (len(mine), len(kept))
        assert rate == (pytest.approx(len(kept) / len(mine)) if mine else None) or (not mine and not rate)


def test_the_trend_of_each_milestone_is_the_slope_of_its_reports(made: Made) -> None:
    """Days per day by least squares over its six reports."""
    rows = listed(made)
    for row in rows:
        mine = [
            one for one in made.history
            if (one["project_id"], one["name"]) == (row[0], row[2])
        ]  # fmt: skip
        x = [one["status_date"].toordinal() for one in mine]
        y = [one["finish_current"].toordinal() for one in mine]
        assert len(x) == PERIODS
        assert row[9] == pytest.approx(np.polyfit(np.array(x) - min(x), np.array(y) - min(y), 1)[0], abs=1e-9)
    assert any(abs(row[9]) > 0.1 for row in rows)


def test_the_trend_chart_shows_the_biggest_movers_up_to_the_line(made: Made) -> None:
    """At most eight, each point a report and its forecast; what is reached ends on the line of 45°; ranges are full."""
    chart = made.sheet._charts[0]
    series = [*chart.series]
    assert 2 <= len(series) <= 9
    groups: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for one in made.history:
        groups.setdefault((one["project_id"], one["name"]), []).append(one)
    movers = {}
    for key, rows in groups.items():
        ordered = sorted(rows, key=lambda one: one["status_date"])
        until = [*itertools.takewhile(lambda one: one["done"] != 1, ordered)]
        movers[key] = ordered[: len(until) + 1]
    moves = {key: max(o["finish_current"] for o in rows) - min(o["finish_current"] for o in rows)
             for key, rows in movers.items() if len(rows) > 1}  # fmt: skip
    shown = set()
    for one in series[:-1]:
        xs, ys = (_cells(made.sheet, ref) for ref in (one.xVal.numRef.f, one.yVal.numRef.f))
        (label,) = _cells(made.sheet, one.tx.strRef.f)
        project, name = label.split(" · ")
        rows = movers[project, name]
        assert len(xs) == len(ys) == len(rows)
        assert [y.date() for y in ys] == [row["finish_current"].date() for row in rows]
        assert [x.date() for x in xs[:-1]] == [row["status_date"].date() for row in rows[:-1]]
        reached = rows[-1]["done"] == 1
        assert xs[-1] == (ys[-1] if reached else rows[-1]["status_date"])
        shown.add((project, name))
    first = {
        project: sorted((moves[key] for key in moves if key[0] == project), reverse=True)[:2]
        for project, _ in moves
    }
    best = sorted(itertools.chain(*first.values()), reverse=True)[:8]
    assert sorted((moves[key] for key in shown), reverse=True) == best
    xs, ys = (_cells(made.sheet, ref) for ref in (series[-1].xVal.numRef.f, series[-1].yVal.numRef.f))
    assert xs == ys
    assert len(xs) == 2


def test_charts_look_at_ranges_that_are_full(made: Made) -> None:
    """The columns by month: as many cells as there are months, none blank."""
    chart = next(chart for chart in made.sheet._charts if chart.tagname == "barChart")
    for one in chart.series:
        assert len(_cells(made.sheet, one.val.numRef.f)) == 12
        assert None not in _cells(made.sheet, one.val.numRef.f)


def _cells(sheet: Worksheet, reference: str) -> list[Any]:
    low, top, high, last = range_boundaries(reference.split("!")[1].replace("$", ""))
    return [sheet.cell(row, col).value for row in range(top, last + 1) for col in range(low, high + 1)]


@office.needs_office
@pytest.mark.parametrize("searches", [pytest.param(project_ranges.MOST_SEARCHES, marks=pytest.mark.slow), 0])
def test_another_program_computes_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, searches: int
) -> None:
    """LibreOffice, from wrong cached values: rows searched, and looked at in slices as those of large portfolios are."""
    monkeypatch.setattr(project_ranges, "MOST_SEARCHES", searches)
    master = master_with_past(tmp_path, "en")[0]
    (fresh,) = office.recalculated([office.poisoned(master, tmp_path / "poisoned.xlsx")], tmp_path / "lo")

    assert office.compare(master, fresh) == []


def test_one_report_has_a_sentence_for_its_trend_and_a_chart_without_rows_too(tmp_path: Path) -> None:
    """No empty chart: what will be drawn, and from when on."""
    workspace.demo(tmp_path / "PMO", projects=1, seed=1, language="en")
    outcome = pipeline.consolidate_to([tmp_path / "PMO"], tmp_path / "first.xlsx", language="en")
    assert outcome.scorecard is not None
    grid = Grid("none", t("Nobody", "Personne"), t("Person", "Personne"), "nobody", distinct("risks", this.owner),
                (GridColumn("n", t("n", "n"), Unit.COUNT, lambda head: count("risks", this.owner == head)),))  # fmt: skip
    chart = Chart("none", t("Risks of nobody", "Risques de personne"), "nobody", "bar", "none", (Series("n", "#0072B2"),), t("Nothing.", "Rien."))  # fmt: skip
    page = MasterPage("nobody", t("Nobody", "Personne"), t("Nothing.", "Rien."), 130, (Drawing("none"),))
    catalogue = replace(
        MASTER, pages=(*MASTER.pages, page), grids=(*MASTER.grids, grid), charts=(*MASTER.charts, chart)
    )
    risks = outcome.portfolio.tables["risks"].head(0)
    path = tmp_path / "master.xlsx"
    render(path, catalogue, outcome.portfolio.with_tables({"risks": risks}), outcome.scorecard, outcome.settings, "en", "test")  # fmt: skip
    book = openpyxl.load_workbook(path, data_only=True)

    assert book["Nobody"]._charts == []
    cell = cell_with(book["Nobody"], "Risks of nobody")
    assert str(book["Nobody"].cell(cell.row + 1, cell.column).value).startswith("No chart")
    sheet = book["Milestones"]
    assert len(sheet._charts) == 1
    cell = cell_with(sheet, "Milestone trend: forecast at each report")
    assert (
        sheet.cell(cell.row + 1, cell.column).value
        == "Trend from the second report on: the master remembers 1 so far."
    )
