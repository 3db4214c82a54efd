"""The UK Government Major Projects Portfolio of three years, all the way: the master says what pandas adds up."""

from __future__ import annotations

import importlib.util
import sys
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import openpyxl
import pandas as pd
import pytest

SAMPLES = Path(__file__).parents[2] / "shared" / "samples" / "pm"
EXAMPLE = Path(__file__).parents[1] / "examples" / "gmpp.py"
YEARS = (2018, 2021, 2023)

pytestmark = pytest.mark.skipif(
    not (SAMPLES / "gmpp_uk_2023.csv").is_file(), reason="the GMPP CSVs are not part of the repository"
)


@pytest.fixture(scope="module")
def example() -> ModuleType:
    """The example as a module."""
    spec = importlib.util.spec_from_file_location("gmpp", EXAMPLE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["gmpp"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(
    scope="module", params=[YEARS[0], *(pytest.param(each, marks=pytest.mark.slow) for each in YEARS[1:])]
)
def year(request: pytest.FixtureRequest) -> int:
    """The year in whose March the figures were taken."""
    found: int = request.param
    return found


@pytest.fixture(scope="module")
def made(year: int, example: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The whole portfolio, filled and consolidated once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(EXAMPLE.parent)  # the processes that write find the module by its name
        return example.make(SAMPLES / f"gmpp_uk_{year}.csv", tmp_path_factory.mktemp("gmpp"))


@pytest.fixture(scope="module")
def csv(year: int) -> pd.DataFrame:
    """The CSV read another way: numbers and dates where they are, nothing elsewhere; columns of one name in all years."""
    names = {"yearly_budget": "total_baseline", "yearly_forecast": "forecast_incl_NGC"}
    delimiter = "," if year == 2018 else ";"
    frame = pd.read_csv(SAMPLES / f"gmpp_uk_{year}.csv", sep=delimiter, encoding="cp1252").rename(
        columns=names
    )
    if "project_number" not in frame:
        frame["project_number"] = [f"GMPP-{year}-{place:03d}" for place in range(1, len(frame) + 1)]
    for column in ("total_baseline", "forecast_incl_NGC"):
        plain = frame[column].astype(str).str.replace("[£,]", "", regex=True)
        frame[column] = pd.to_numeric(plain, errors="coerce") * 1e6
    written = {2018: "%d.%m.%y", 2021: "%Y-%m-%d", 2023: "%d.%m.%Y"}[year]
    for column in ("start_date", "end_date"):
        frame[column] = pd.to_datetime(frame[column], format=written, errors="coerce")
    return frame


@pytest.fixture(scope="module")
def known(csv: pd.DataFrame) -> pd.DataFrame:
    """The projects with a baseline and a forecast."""
    return csv.dropna(subset=["total_baseline", "forecast_incl_NGC"])


COUNTS = {2018: (133, 124, 131, 3, 3), 2021: (184, 173, 181, 3, 9), 2023: (244, 217, 237, 23, 11)}
"""Rows, budgets, plans, plans with one of two dates, baselines of 0."""
REASONS = {
    2018: ({"exempt": 9}, {"exempt": 2}, {"exempt": 2, "other words": 1}),
    2021: ({"exempt": 8, "early planning": 2, "other words": 1}, {"exempt": 1, "early planning": 1, "other words": 1}, {"exempt": 3}),
    2023: ({"exempt": 26, "early planning": 1}, {"exempt": 5, "early planning": 2}, {"exempt": 20, "early planning": 3}),
}  # fmt: skip
"""Why there is no budget, no plan, no second date."""


def test_counts(year: int, made: Any, csv: pd.DataFrame, known: pd.DataFrame) -> None:
    """How many there are of each, and why some are not there; each row of the CSV is accounted for."""
    dates = csv[["start_date", "end_date"]].notna().sum(axis="columns")
    counted = (made.projects, made.budgets, made.plans, made.one_date.total(), made.zero_baselines)
    zeros = int((known["total_baseline"] == 0).sum())
    assert counted == (len(csv), len(known), (dates > 0).sum(), (dates == 1).sum(), zeros)
    assert counted == COUNTS[year]
    assert (dict(made.without_figure), dict(made.without_dates), dict(made.one_date)) == REASONS[year]
    assert made.plans + made.without_dates.total() == made.budgets + made.without_figure.total() == len(csv)
    # A baseline without its forecast, or the other way round, would be a figure thrown away.
    assert csv["total_baseline"].notna().equals(csv["forecast_incl_NGC"].notna())
    either = (dates > 0) | csv.index.isin(known.index)
    assert list(made.outcome.scorecard.kpis["project_id"]) == sorted(csv["project_number"][either])
    assert made.nothing == (~either).sum()


def test_portfolio(made: Any, known: pd.DataFrame) -> None:
    """The totals of the portfolio."""
    sums = made.outcome.scorecard.portfolio
    assert sums["bac0"] == sums["bac"] == pytest.approx(known["total_baseline"].sum(), rel=1e-9)
    assert sums["eac"] == pytest.approx(known["forecast_incl_NGC"].sum(), rel=1e-9)


def test_departments(made: Any, csv: pd.DataFrame, known: pd.DataFrame) -> None:
    """The totals of each department, which is a programme here."""
    programmes = made.outcome.scorecard.programmes.set_index("programme_id")
    sums = known.groupby("department")[["total_baseline", "forecast_incl_NGC"]].sum()
    assert set(sums.index) <= set(programmes.index) <= set(csv["department"])
    assert programmes["bac"].dropna().to_dict() == pytest.approx(sums["total_baseline"].to_dict(), rel=1e-9)
    assert programmes["eac"].dropna().to_dict() == pytest.approx(
        sums["forecast_incl_NGC"].to_dict(), rel=1e-9
    )


def test_each_project(year: int, made: Any, known: pd.DataFrame, csv: pd.DataFrame) -> None:
    """The budget, the forecast and the dates of every project."""
    kpis = made.outcome.scorecard.kpis.set_index("project_id")
    budgets = known.set_index("project_number")
    assert kpis["bac"].dropna().to_dict() == pytest.approx(budgets["total_baseline"].to_dict(), rel=1e-9)
    assert kpis["eac"].dropna().to_dict() == pytest.approx(budgets["forecast_incl_NGC"].to_dict(), rel=1e-9)
    dates = csv.set_index("project_number")[["start_date", "end_date"]].dropna(how="all")
    # One project of 2023 ends before it starts.
    backwards = list(dates.index[dates["end_date"] < dates["start_date"]])
    assert made.backwards == backwards == (["MOD_0137_2122-Q1"] if year == 2023 else [])
    assert kpis["start_baseline"].dropna().to_dict() == dates.min(axis="columns").to_dict()
    assert kpis["finish_forecast"].dropna().to_dict() == dates.max(axis="columns").to_dict()


def colours_of(csv: pd.DataFrame) -> pd.Series:
    """The rating of each row: that of the first column in which a colour stands."""
    both = csv[[name for name in csv if name.startswith("colour_rating")]].apply(
        lambda column: column.str.lower()
    )
    colours = both.where(both.isin(["red", "amber", "green", "amber/red", "amber/green"]))
    return colours.bfill(axis="columns").iloc[:, 0]


def test_declared_status(made: Any, csv: pd.DataFrame) -> None:
    """The first column that holds a colour; of the five of former years, those between two are amber."""
    colours = colours_of(csv)
    between = colours.isin(["amber/red", "amber/green"])
    assert made.between_colours == between.sum()
    said = dict(zip(csv["project_number"], colours.mask(between, "amber"), strict=True))
    declared = made.outcome.scorecard.kpis.set_index("project_id")["rag_declared"]
    assert declared.dropna().to_dict() == {key: said[key] for key in declared.index if said[key] == said[key]}
    assert made.unrated.total() == colours.isna().sum()


def test_findings(year: int, made: Any, csv: pd.DataFrame, known: pd.DataFrame) -> None:
    """Days that are not worked or long ago; money to come after the last milestone; forecasts far from their budget."""
    days = pd.concat([csv["start_date"], csv["end_date"]]).dropna()
    weekends = int((days.dt.day_of_week >= 5).sum())
    ended = csv.loc[
        csv[["start_date", "end_date"]].max(axis="columns").dt.date <= date(year, 3, 31), "project_number"
    ]
    findings = made.outcome.portfolio.findings
    later = [f.project for f in findings if f.code == "BUD-11"]
    far = [f.code for f in findings if f.code in ("BUD-27", "BUD-28")]
    budgets = csv.dropna(subset=["total_baseline", "forecast_incl_NGC"])
    granted, landing = budgets["total_baseline"].astype(float), budgets["forecast_incl_NGC"].astype(float)
    assert far.count("BUD-27") == int(((granted == 0) & (landing > 0)).sum())
    assert far.count("BUD-28") == int((((landing - granted).abs() / granted)[granted > 0] > 0.2).sum())
    assert later
    assert set(later) <= set(ended)
    better = {f.project for f in findings if f.code == "XSH-10"}
    assert better <= set(
        csv.loc[colours_of(csv).isin(["green", "amber", "amber/red", "amber/green"]), "project_number"]
    )
    assert {f.code for f in findings} <= {"BUD-11", "BUD-27", "BUD-28", "FLD-07", "FLD-08", "XSH-10"}
    assert len({f.place for f in findings if f.code == "FLD-08"}) == 2 * weekends
    old = {f.place.file for f in findings if f.code == "FLD-07"}
    assert len(old) == csv[["start_date", "end_date"]].min(axis="columns").lt("2000-01-01").sum()
    assert made.outcome.exit_code == 0


def test_master(made: Any, known: pd.DataFrame) -> None:
    """The sums stand in the workbook as well, as the values of its formulas."""
    book = openpyxl.load_workbook(made.outcome.master, read_only=True, data_only=True)
    numbers = [
        cell
        for sheet in book
        for row in sheet.iter_rows(values_only=True)
        for cell in row
        if isinstance(cell, int | float)
    ]
    book.close()
    for column in ("total_baseline", "forecast_incl_NGC"):
        assert any(n == pytest.approx(known[column].sum(), rel=1e-9) for n in numbers)


def test_printed(year: int, example: ModuleType, made: Any) -> None:
    """What was read, what was left out and how to read the rest is printed."""
    lines = list(example.told(made))
    rows, budgets, plans, one_date, zeros = COUNTS[year]
    assert lines[0].startswith(f"{rows} rows read")
    assert f"{plans} plans, {budgets} budgets ({zeros} with a stated baseline of 0)" in lines
    assert any(
        line.startswith(f"{rows - budgets} projects without a baseline and forecast figure") for line in lines
    )
    assert any(line.startswith(f"{one_date} projects with one of the two dates") for line in lines)
    assert any("no project numbers" in line for line in lines) == (year == 2018)
    assert any(line.startswith("Estimate at completion = forecast") for line in lines)
