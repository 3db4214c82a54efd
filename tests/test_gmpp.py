"""The UK Government Major Projects Portfolio of 2023, all the way: the master says what pandas adds up."""

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

SOURCE = Path(__file__).parents[2] / "shared" / "samples" / "pm" / "gmpp_uk_2023.csv"
EXAMPLE = Path(__file__).parents[1] / "examples" / "gmpp.py"

pytestmark = pytest.mark.skipif(not SOURCE.is_file(), reason="the GMPP CSV is not part of the repository")


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


@pytest.fixture(scope="module")
def made(example: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The whole portfolio, filled and consolidated once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(EXAMPLE.parent)  # the processes that write find the module by its name
        return example.make(SOURCE, tmp_path_factory.mktemp("gmpp"))


@pytest.fixture(scope="module")
def csv() -> pd.DataFrame:
    """The CSV read another way: numbers and dates where they are, nothing elsewhere."""
    frame = pd.read_csv(SOURCE, sep=";", encoding="cp1252")
    for column in ("total_baseline", "forecast_incl_NGC"):
        frame[column] = pd.to_numeric(frame[column], errors="coerce") * 1e6
    for column in ("start_date", "end_date"):
        frame[column] = pd.to_datetime(frame[column], format="%d.%m.%Y", errors="coerce")
    return frame


@pytest.fixture(scope="module")
def known(csv: pd.DataFrame) -> pd.DataFrame:
    """The projects with a baseline and a forecast."""
    return csv.dropna(subset=["total_baseline", "forecast_incl_NGC"])


def test_counts(made: Any, csv: pd.DataFrame, known: pd.DataFrame) -> None:
    """How many there are of each, and why some are not there."""
    dated = csv["start_date"].notna() & csv["end_date"].notna()
    assert (made.projects, made.budgets, made.plans) == (len(csv), len(known), dated.sum())
    assert (made.projects, made.budgets, made.plans) == (244, 217, 214)
    assert dict(made.without_figure) == {"exempt": 26, "early planning": 1}
    assert dict(made.without_dates) == {"exempt": 25, "early planning": 5}
    assert made.zero_baselines == (known["total_baseline"] == 0).sum() == 11
    either = dated | csv.index.isin(known.index)
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


def test_each_project(made: Any, known: pd.DataFrame, csv: pd.DataFrame) -> None:
    """The budget, the forecast and the dates of every project."""
    kpis = made.outcome.scorecard.kpis.set_index("project_id")
    budgets = known.set_index("project_number")
    assert kpis["bac"].dropna().to_dict() == pytest.approx(budgets["total_baseline"].to_dict(), rel=1e-9)
    assert kpis["eac"].dropna().to_dict() == pytest.approx(budgets["forecast_incl_NGC"].to_dict(), rel=1e-9)
    dated = csv.dropna(subset=["start_date", "end_date"]).set_index("project_number")
    dates = dated[["start_date", "end_date"]]
    # One project of the CSV ends before it starts.
    assert (
        made.backwards == list(dated.index[dated["end_date"] < dated["start_date"]]) == ["MOD_0137_2122-Q1"]
    )
    assert kpis["start_baseline"].dropna().to_dict() == dates.min(axis="columns").to_dict()
    assert kpis["finish_forecast"].dropna().to_dict() == dates.max(axis="columns").to_dict()


def test_declared_status(made: Any, csv: pd.DataFrame) -> None:
    """Of the two columns of one name, the first that holds a colour."""
    both = csv[["colour_rating", "colour_rating.1"]]
    colours = both.where(both.isin(["Red", "Amber", "Green"])).bfill(axis="columns").iloc[:, 0]
    said = dict(zip(csv["project_number"], colours.str.lower(), strict=True))
    declared = made.outcome.scorecard.kpis.set_index("project_id")["rag_declared"]
    assert declared.dropna().to_dict() == {key: said[key] for key in declared.index if said[key] == said[key]}
    assert made.unrated.total() == colours.isna().sum()


def test_findings(made: Any, csv: pd.DataFrame) -> None:
    """Days that are not worked, two cells for each milestone on a weekend; money to come after the last milestone."""
    dated = csv.dropna(subset=["start_date", "end_date"])
    weekends = sum(int((dated[key].dt.day_of_week >= 5).sum()) for key in ("start_date", "end_date"))
    ended = set(dated.loc[dated["end_date"].dt.date <= date(2023, 3, 31), "project_number"])
    findings = made.outcome.portfolio.findings
    later = [f.project for f in findings if f.code == "BUD-11"]
    far = [f.code for f in findings if f.code in ("BUD-27", "BUD-28")]
    told = [f.code for f in findings if f.code not in ("BUD-11", *far)]
    assert told == ["FLD-08"] * (2 * weekends)
    budgets = csv.dropna(subset=["total_baseline", "forecast_incl_NGC"])
    granted, landing = budgets["total_baseline"].astype(float), budgets["forecast_incl_NGC"].astype(float)
    assert far.count("BUD-27") == int(((granted == 0) & (landing > 0)).sum())
    assert far.count("BUD-28") == int((((landing - granted).abs() / granted)[granted > 0] > 0.2).sum()) >= 70
    assert later
    assert set(later) <= ended
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


def test_printed(example: ModuleType, made: Any) -> None:
    """What was left out, and how to read the rest, is printed."""
    lines = list(example.told(made))
    assert (
        "27 projects without a baseline and forecast figure, no budget: exempt 26, early planning 1, blank 0, other words 0"
        in lines
    )
    assert any(line.startswith("Estimate at completion = forecast") for line in lines)
