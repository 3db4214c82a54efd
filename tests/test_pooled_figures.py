"""A median over several projects is that of their rows together: in Python, by programme, and as a formula."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import openpyxl
import pandas as pd
import pytest
from copies import write_return
from office import compare, needs_office, poisoned, recalculated
from small import columns, end_of

from pmo_xl.core.base.problem import DefinitionError
from pmo_xl.core.base.text import t
from pmo_xl.core.definition.kpi import Aggregation, Kpi, Unit, check_kpis
from pmo_xl.core.definition.names import Heading, Names
from pmo_xl.core.expr.algebra import max_over_rows, median_over_rows, this
from pmo_xl.core.flow.overflow import Tables
from pmo_xl.core.formula.rollup import roll_up_formula
from pmo_xl.core.settings.settings import Settings
from pmo_xl.excel.master import project_ranges
from pmo_xl.excel.template.workbook import Filling
from pmo_xl.pipeline import Outcome, consolidate_to
from pmo_xl.steps.portfolio import batches

STATUS = end_of(3)
SETTINGS = Settings(status_date=STATUS, reporting_currency="EUR")
AGES: dict[str, tuple[str | None, list[int | None]]] = {
    "P1": ("R*", [1, 2, 3, 4, 200]), "P2": ("R*", [90, 100]), "P10": ("Run", [11, None, 30]), "P11": (">5", []),
    "P12": (">5", [None]), "007": (None, [40, 41, 70, 71]), "P14": ("007", [9]), "P13": ("Run", [0, 0, 500]),
}  # fmt: skip
"""By project its programme, and how many days ago its open actions were opened."""
KEY = "action_age_median"


def known(projects: Iterable[str]) -> list[int]:
    """The ages that are known of the open actions of some projects."""
    return [age for project in projects for age in AGES[project][1] if age is not None]


def middle(projects: Iterable[str]) -> float | None:
    """Their median, unknown where there is none."""
    ages = known(projects)
    return float(median(ages)) if ages else None


@dataclass(frozen=True)
class Made:
    """A master and what was measured for it."""

    path: Path
    outcome: Outcome


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """A portfolio of follow-ups with open actions of these ages, and closed ones that are older than all of them."""
    folder = tmp_path_factory.mktemp("pooled")
    (folder / "in").mkdir()
    for project, (programme, ages) in AGES.items():
        record = {"project_id": project, "project_name": project, "programme_id": programme, "status_date": STATUS,
                  "currency": "EUR", "project_manager": "Ann", "rag_declared": "green"}  # fmt: skip
        rows: list[dict[str, Any]] = [{"status": "open", "age": age} for age in ages]
        rows += [{"status": status, "age": 900, "done_on": STATUS} for status in ("done", "cancelled")]
        actions = [
            {"action_id": f"A-{n:03}", "action": "Settle it", "owner": "Ann", "due_date": STATUS,
             "opened_on": None if row["age"] is None else STATUS - dt.timedelta(row["age"]), "status": row["status"],
             "done_on": row.get("done_on")}
            for n, row in enumerate(rows, start=1)
        ]  # fmt: skip
        tables = {"status": columns([{"dimension": "overall", "rag": "green"}]), "actions": columns(actions)}
        write_return(folder / "in" / f"{project}.xlsx", "followup", Filling(record, tables), "en")
    return Made(folder / "m.xlsx", consolidate_to([folder / "in"], folder / "m.xlsx", settings=SETTINGS))


def test_the_median_of_a_portfolio_is_that_of_its_rows(made: Made) -> None:
    """Neither the median of the medians of the projects nor their mean."""
    told = made.outcome.to_dict()
    alone = {project: told["projects"][project][KEY] for project in AGES}
    assert alone == {project: middle([project]) for project in AGES}
    assert told["portfolio"][KEY] == middle(AGES)
    medians = [age for age in alone.values() if age is not None]
    assert told["portfolio"][KEY] not in {median(medians), sum(medians) / len(medians)}


def test_so_is_that_of_a_programme(made: Made) -> None:
    """Those without one are together; where no age is known, nothing is."""
    assert made.outcome.scorecard is not None
    rows = made.outcome.scorecard.programmes.to_dict("records")
    got = {row["programme_id"]: None if row[KEY] != row[KEY] else row[KEY] for row in rows}
    assert got == by_programme()


def test_portions_make_no_difference(made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A portfolio that is added up in batches pools the rows of all of them."""
    monkeypatch.setattr(batches, "FILES", 2)
    large = consolidate_to(
        [made.path.parent / "in"], tmp_path / "m.xlsx", settings=SETTINGS, tables=Tables.PARQUET
    )
    assert large.to_dict()["portfolio"][KEY] == middle(AGES)
    assert large.scorecard is not None
    assert made.outcome.scorecard is not None
    pd.testing.assert_series_equal(large.scorecard.programmes[KEY], made.outcome.scorecard.programmes[KEY])


def by_programme() -> dict[str | None, float | None]:
    """The median of each programme."""
    names = {programme for programme, _ in AGES.values()}
    return {name: middle(one for one, (under, _) in AGES.items() if under == name) for name in names}


@needs_office
def test_a_spreadsheet_finds_the_same(made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The formula of a programme, whose name may look like a pattern or a number; and all of a master that looks at slices."""
    monkeypatch.setattr(project_ranges, "MOST_SEARCHES", 0)
    sliced = consolidate_to([made.path.parent / "in"], tmp_path / "sliced.xlsx", settings=SETTINGS).master
    assert sliced is not None
    catalogue = made.outcome.catalogue
    kpis = catalogue.kpis
    figures = {key: Heading(kpi.label, True) for key, kpi in kpis.items()}
    tables = {**catalogue.headings, "kpis": {**catalogue.master.identity, **figures}}
    for table in catalogue.templates.tables:
        tables[table] = {"project_id": Heading(catalogue.master.project_key.label, False), **tables[table]}
    names = Names("en", tables, "kpis", "project_id", all_formulas=True)
    book = openpyxl.load_workbook(made.path)
    sheet = book.create_sheet("Proof")
    expected = {name: age for name, age in by_programme().items() if name is not None}
    for row, name in enumerate(expected, start=1):
        sheet.cell(row, 1).value, sheet.cell(row, 1).data_type = name, "s"
        sheet.cell(row, 2).value = roll_up_formula(kpis[KEY], kpis, names, ("programme_id", f"$A{row}"))
    sheet.cell(len(expected) + 1, 2).value = roll_up_formula(kpis[KEY], kpis, names)
    book.save(tmp_path / "proof.xlsx")
    spoiled = [tmp_path / "proof.xlsx", poisoned(sliced, tmp_path / "spoiled.xlsx")]
    fresh, again = recalculated(spoiled, tmp_path / "fresh")
    assert compare(sliced, again) == []
    cells = openpyxl.load_workbook(fresh, data_only=True)["Proof"]
    got = [cells.cell(row, 2).value or None for row in range(1, len(expected) + 2)]
    assert got == [*expected.values(), middle(AGES)]


def test_only_a_median_is_pooled_and_it_always_is() -> None:
    """Anything else stops where it is defined, rather than give a median of medians."""
    tables = {"actions": {"age_cd": Heading(t("Age", "Ancienneté"), True)}}

    def defined(expr: Any, across: Aggregation) -> None:
        check_kpis(
            [Kpi("age", t("Age", "Ancienneté"), expr, Unit.RATIO, across, t("Age.", "Ancienneté."))],
            {},
            tables,
        )

    defined(median_over_rows("actions", this.age_cd), Aggregation.POOL)
    for expr, across in (
        (median_over_rows("actions", this.age_cd), Aggregation.SUM),
        (median_over_rows("actions", this.age_cd) * 2, Aggregation.RECOMPUTE),
        (median_over_rows("actions", this.age_cd) * 2, Aggregation.POOL),
        (max_over_rows("actions", this.age_cd), Aggregation.POOL),
    ):
        with pytest.raises(DefinitionError, match="pooled"):
            defined(expr, across)
