"""Rows of a plan or a budget that add up others are never counted a second time, and never unsaid."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from pmo_xl.core.base.finding import Severity
from pmo_xl.core.base.problem import SettingsError
from pmo_xl.pipeline.outcome import Outcome
from tests.filled import HEADER, cell_of, edited, good
from tests.foreign import (
    CASES,
    IDENTITY,
    column_sum,
    consolidated,
    mapping_of,
    needs_cases,
    proposed,
    told,
    total,
    validated,
    workbook,
    workspace,
)  # fmt: skip

DAY = dt.date
FIRST, MIDDLE, NEXT, LAST = DAY(2026, 4, 7), DAY(2026, 5, 29), DAY(2026, 6, 1), DAY(2026, 9, 11)
HEADS = ["ID", "Task", "Start", "Finish", "Cost", "Done"]
ROWS: list[list[Any]] = [
    [1, "Project", FIRST, LAST, 30_000, 0],
    [2, "Study", FIRST, MIDDLE, 10_000, 0],
    [3, "Build", NEXT, LAST, 20_000, 0],
    [4, "Handed over", LAST, LAST, 0, 0],
]
"""Summary, task, task, milestone: the summary costs what the tasks cost."""
COLUMNS = """
[known]
headers = ["ID", "Task"]
[columns]
ID = "task_id"
Task = "name"
Start = ["start_baseline", "start_forecast"]
Finish = ["finish_baseline", "finish_forecast"]
Cost = "cost_baseline"
Done = "pct_complete"
"""
TASKS = '[fill]\ntype = "task"\nowner = "A. Lead"\n'


def run(home: Path, more: dict[str, list[Any]], columns: str = "", fill: str = TASKS, heads: list[str] = HEADS, rows: list[list[Any]] = ROWS) -> Outcome:  # fmt: skip
    """What is said of a foreign plan with further columns, and its tables."""
    table = [
        [*heads, *more],
        *([*row, *(cells[at] for cells in more.values())] for at, row in enumerate(rows)),
    ]
    file = workbook(home / "P001.xlsx", table, "Plan")
    mapping = f'table = "plan"\n{IDENTITY}currency = "EUR"\n{COLUMNS}{columns}{fill}'
    return validated(workspace(home / "PMO", file, mapping))


def types(outcome: Outcome) -> dict[str, str]:
    """The type of each row."""
    plan = outcome.portfolio.tables["plan"]
    return dict(zip(plan["task_id"], plan["type"], strict=True))


def counted(outcome: Outcome) -> float:
    """The task budgets that are added."""
    plan = outcome.portfolio.tables["plan"]
    return float(plan.loc[plan["type"] != "summary", "cost_baseline"].astype(float).sum(skipna=False))


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("Summary", ["Yes", "No", "No", "No"]), ("Récapitulative", ["Oui", "Non", "Non", "Non"]),
        ("Summary", [True, False, False, False]), ("Summary", ["x", None, None, None]),
    ],
)  # fmt: skip
def test_a_column_that_says_which_rows_are_summaries(header: str, cells: list[Any], tmp_path: Path) -> None:
    """Yes and no in one column, the milestones in another: one type out of both."""
    milestones = ["No", "No", "No", "Yes"]
    columns = f'"{header}" = {{ field = "type", yes = "summary" }}\nMilestone = {{ field = "type", yes = "milestone" }}\n'
    outcome = run(tmp_path, {header: cells, "Milestone": milestones}, columns)
    assert types(outcome) == {"1": "summary", "2": "task", "3": "task", "4": "milestone"}
    assert counted(outcome) == 30_000
    assert told(outcome, "GEN-19") == []


def test_a_column_of_levels(tmp_path: Path) -> None:
    """A row that is followed by a deeper one is a summary."""
    outcome = run(
        tmp_path, {"Outline level": [1, 2, 2, 2]}, '"Outline level" = { field = "type", outline = true }\n'
    )
    assert types(outcome) == {"1": "summary", "2": "task", "3": "task", "4": "task"}


@pytest.mark.parametrize(
    ("more", "columns"),
    [
        ({"WBS": ["1", "1.1", "1.2", "1.3"]}, 'WBS = "wbs"\n'),
        ({"WBS": [1, 1.1, 1.2, 1.3]}, 'WBS = "wbs"\n'),
        ({}, ""),
    ],
)
def test_a_summary_that_no_column_tells(more: dict[str, list[Any]], columns: str, tmp_path: Path) -> None:
    """By its code, or because its cost is the sum and its dates are the span of the rows below: said, and not added."""
    outcome = run(tmp_path, more, columns)
    assert types(outcome)["1"] == "summary"
    assert counted(outcome) == 30_000
    [finding] = told(outcome, "GEN-19")
    assert (finding.place.cell, finding.severity) == ("A2", Severity.WARNING)
    assert "3–" in finding.message.to("fr")


def test_a_summary_by_the_indent_of_names(tmp_path: Path) -> None:
    """Names that begin with spaces lie beneath the one that does not."""
    rows = [[n, name, start, end, None, done] for n, name, start, end, _, done in ROWS]
    for row in rows[1:]:
        row[1] = f"   {row[1]}"
    assert types(run(tmp_path, {}, rows=rows))["1"] == "summary"


def test_summaries_within_summaries(tmp_path: Path) -> None:
    """The whole project over two phases over their tasks: each task counts once."""
    rows = [
        [1, "Project", FIRST, LAST, 60_000, 0], [2, "Phase A", FIRST, MIDDLE, 20_000, 0], [3, "a", FIRST, MIDDLE, 5_000, 0],
        [4, "b", FIRST, MIDDLE, 15_000, 0], [5, "Phase B", NEXT, LAST, 40_000, 0], [6, "c", NEXT, LAST, 10_000, 0],
        [7, "d", NEXT, LAST, 30_000, 0],
    ]  # fmt: skip
    outcome = run(tmp_path, {}, rows=rows)
    assert [key for key, kind in types(outcome).items() if kind == "summary"] == ["1", "2", "5"]
    assert counted(outcome) == 60_000


def test_tasks_that_happen_to_add_up_stay_tasks(tmp_path: Path) -> None:
    """The same cost as others together, at other dates, is no summary; nor is a task that costs as much as the next."""
    rows = [
        [1, "a", DAY(2026, 10, 5), DAY(2026, 10, 9), 30_000, 0], [2, "b", FIRST, MIDDLE, 10_000, 0], [3, "c", NEXT, LAST, 20_000, 0],
        [4, "d", NEXT, LAST, 20_000, 0],
    ]  # fmt: skip
    outcome = run(tmp_path, {}, rows=rows)
    assert set(types(outcome).values()) == {"task"}
    assert told(outcome, "GEN-19") == []


def test_adopt_proposes_the_columns_that_say_the_type(tmp_path: Path) -> None:
    """Neither put under ignored nor left to a value for all rows."""
    file = workbook(
        tmp_path / "plan.xlsx",
        [[*HEADS, "Récapitulative", "Jalon", "Niveau hiérarchique"], *([*row, *more] for row, more in zip(ROWS, [["Oui", "Non", 1], *[["Non", "Non", 2]] * 2, ["Non", "Oui", 2]], strict=True))],
    )  # fmt: skip
    words = mapping_of(file, "fr")
    assert '"Récapitulative" = {field = "type", yes = "summary"}' in words
    assert 'Jalon = {field = "type", yes = "milestone"}' in words
    assert '"Niveau hiérarchique" = {field = "type", outline = true}' in words
    assert '\ntype = "task"' in words


def test_the_value_offered_for_all_rows_warns_of_summaries(tmp_path: Path) -> None:
    """Without such a column a person is told what making a task of each row would do."""
    words = mapping_of(workbook(tmp_path / "plan.xlsx", [HEADS, *ROWS]), kind="plan")
    assert '# type = "task"' in words
    assert 'yes = "summary"' in words


@needs_cases
def test_an_export_of_project_software_in_french(tmp_path: Path) -> None:
    """Its own words: Récapitulative, Jalon, Lun 02/03/26, NC; one summary, two tasks, one milestone."""
    path = CASES / "field" / "08_msproject_fr_export.xlsx"
    assert len(proposed(path).rows.records) == 4
    words = mapping_of(path)
    words = words.replace("[project]", f'{IDENTITY}currency = "EUR"').replace(
        '# Nom = "name"', 'Nom = "name"'
    )
    words = words.replace('# "Noms ressources" =', '"Noms ressources" =')
    outcome = consolidated(workspace(tmp_path / "PMO", path, words))
    plan = outcome.portfolio.tables["plan"].set_index("task_id")
    assert dict(plan["type"].drop("1", errors="ignore")) == {"2": "task", "3": "task", "4": "milestone"}
    assert plan.loc["3", "start_forecast"].date() == DAY(2026, 3, 30)
    assert plan["finish_actual"].isna().to_dict()["3"]
    assert total(outcome, "ev") == pytest.approx(12_000)


# budgets ---------------------------------------------------------------------------------------------

LINES = ["Line", "Category", "CAPEX/OPEX", "Initial budget", "Actual cost", "Estimate to complete"]
BUDGET = """
[known]
headers = ["Line", "Initial budget"]
[columns]
Line = "line_id"
Category = "category"
"CAPEX/OPEX" = "capex_opex"
"Initial budget" = "bac0"
"Actual cost" = "actual"
"Estimate to complete" = "etc"
"""


@pytest.mark.parametrize(
    "rows",
    [
        [["A", 90, 30, 60], ["A-1", 40, 10, 30], ["A-2", 50, 20, 30], ["B", 7, 3, 4]],
        [["A-1", 40, 10, 30], ["A-2", 50, 20, 30], ["A", 90, 30, 60], ["B", 7, 3, 4]],
        [["1", 90, 30, 60], ["1.1", 40, 10, 30], ["1.2", 50, 20, 30], ["2", 7, 3, 4]],
    ],
)
def test_subtotals_of_a_foreign_budget(rows: list[list[Any]], tmp_path: Path) -> None:
    """A line that is the sum of those below it, or above it, is told and left out."""
    table = [[name, "Other", "OPEX", *amounts] for name, *amounts in rows]
    file = workbook(tmp_path / "P001.xlsx", [LINES, *table], "Budget")
    outcome = validated(
        workspace(tmp_path / "PMO", file, f'table = "budget"\n{IDENTITY}currency = "EUR"\n{BUDGET}')
    )
    assert column_sum(outcome, "bac0") == 97
    [finding] = told(outcome, "GEN-19")
    assert finding.place.row == next(at for at, row in enumerate(rows, 1) if row[1] == 90)


# our own templates -----------------------------------------------------------------------------------


def test_a_task_of_ours_with_tasks_beneath_it(tmp_path: Path) -> None:
    """Typed as a task, its budget the sum of those beneath it by the WBS: read as the summary that it is."""
    path = tmp_path / "P001.xlsx"
    path.write_bytes(good("plan"))

    def change(book: Any) -> None:
        for row in range(1, 4):
            cell_of(book, "plan", "wbs", row).value = f"1.{row}"
        cell_of(book, "plan", "cost_baseline").value = 160_000

    outcome = validated(workspace(tmp_path / "PMO", edited(path, change)))
    assert types(outcome)["10"] == "summary"
    assert counted(outcome) == 160_000
    [finding] = told(outcome, "GEN-19")
    assert finding.place.row == HEADER


@pytest.mark.parametrize(
    ("columns", "told_of"),
    [
        ('Summary = { field = "type", yes = "sumary" }\n', "Did you mean “summary”?"),
        ('Summary = { field = "name", outline = true }\n', "type"),
    ],
)
def test_a_wrong_way_to_say_the_type_is_told(columns: str, told_of: str, tmp_path: Path) -> None:
    """The key and the nearest right word."""
    with pytest.raises(SettingsError, match=r"columns\.Summary") as caught:
        run(tmp_path, {"Summary": ["Yes", "No", "No", "No"]}, columns.replace('"name"', '"comment"'))
    assert told_of in str(caught.value)
