"""Planted faults: as many as asked, spread, each with its one finding."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections import Counter

import pytest
from demo import broken_rules, cents, rows, wrong_cells
from standard import CONTROLS, KIND_OF

from pmo_xl.core.base.finding import Severity
from pmo_xl.demo.faults import Fault, plant
from pmo_xl.demo.mistakes import MISTAKES
from pmo_xl.demo.portfolio import DemoProject, demo_portfolio

SEEDS = (1, 2, 3, 4, 5)
STATUS_DATE = dt.date(2026, 3, 31)
Planted = tuple[list[DemoProject], list[Fault]]


@pytest.fixture(scope="module", params=SEEDS)
def planted(request: pytest.FixtureRequest) -> Planted:
    """Those portfolios with 120 faults."""
    made = plant(demo_portfolio(30, request.param, "mixed", STATUS_DATE), 120, request.param, KIND_OF)
    return made.projects, made.faults


def test_faults_are_as_many_spread_and_one_a_row(planted: Planted) -> None:
    """Every kind is there and every project has its share."""
    _, faults = planted
    assert len(faults) == 120
    assert len({(fault.project, fault.table, fault.row) for fault in faults}) == 120
    assert set(Counter(fault.kind for fault in faults)) == {mistake.kind for mistake in MISTAKES}
    by_project = Counter(fault.project for fault in faults)
    assert len(by_project) == 30
    assert max(by_project.values()) <= 12


def test_each_fault_leads_to_its_finding_and_no_other(planted: Planted) -> None:
    """No fault hides another, and none brings a second finding with it."""
    projects, faults = planted
    cells = list(wrong_cells(projects))
    broken = {(project, table, at) for project, _, table, at, _ in cells}
    judged = [rule for rule in broken_rules(projects) if (rule[0], rule[2], rule[3]) not in broken]
    # What a list of the PMO says of a name is judged with its workbook, by test_workspace.py.
    listed = {(rule.code, rule.table, rule.at) for rule in CONTROLS if rule.needs is not None}
    # A declared status is held against figures, which take a run: see the faults of a workspace.
    expected = [
        (fault.project, fault.code, fault.table, fault.row, fault.column)
        for fault in faults
        if (fault.code, fault.table, fault.column) not in listed and fault.code != "XSH-10"
    ]
    # A percentage typed as a whole number is put right to what stood there, of which no rule complains.
    assert sorted(cells + judged) == sorted(expected)


def test_a_fault_says_what_stands_in_the_cell(planted: Planted) -> None:
    """The list of faults and the data are one truth."""
    projects, faults = planted
    by_id = {project.project_id: project for project in projects}
    for fault in faults:
        project = by_id[fault.project]
        if fault.table == "project":
            assert project.record[fault.column] == fault.value
            continue
        stands = project.rows[fault.table][fault.column][fault.row]
        assert project.raw.get((fault.table, fault.row, fault.column), stands) == fault.value
        if (fault.table, fault.row, fault.column) in project.raw:
            assert stands is None
    words = [fault for fault in faults if fault.code == "FLD-02"]
    assert sum(len(project.raw) for project in projects) == len(words)


def test_totals_and_links_survive_the_faults(planted: Planted) -> None:
    """Months still add up, and no link points at a task that is gone."""
    for project in planted[0]:
        lines = [line for line in rows(project, "budget") if line.get("transfers") is not None]
        months = rows(project, "budget_months")
        for line in lines:
            own = [month for month in months if month["line_id"] == line["line_id"]]
            assert cents(month["actual"] or 0 for month in own) == cents([line["actual"]])
            assert cents(month["forecast"] or 0 for month in own) == cents([line["etc"]])
        ids = set(project.rows["plan"]["task_id"])
        cells = [words for words in project.rows["plan"]["predecessors"] if words]
        links = [link for words in cells for link in words.split("; ")]
        assert {re.sub(r"\D.*", "", link) for link in links} <= ids


def test_planting_leaves_the_projects_alone_and_is_reproducible() -> None:
    """The faultless portfolio stays faultless."""
    portfolio = demo_portfolio(6, 2)
    once, again = plant(portfolio, 25, 9, KIND_OF), plant(portfolio, 25, 9, KIND_OF)
    assert once == again
    assert once[1] != plant(portfolio, 25, 10, KIND_OF)[1]
    assert portfolio == demo_portfolio(6, 2)


def test_more_faults_than_rows_stop_where_the_rows_end() -> None:
    """Asking too much gives what there is room for."""
    faults = plant(demo_portfolio(1, 1), 5000, 1, KIND_OF).faults
    assert 50 < len(faults) < 500
    assert len({(fault.table, fault.row) for fault in faults}) == len(faults)


def test_faults_can_be_written_as_json(planted: Planted) -> None:
    """Dates become text, severities their key."""
    for fault in planted[1]:
        written = fault.to_dict()
        assert json.loads(json.dumps(written)) == written
        assert written["severity"] == ("warning" if fault.severity is Severity.WARNING else "error")
        assert [*written][:5] == ["kind", "code", "severity", "project", "file"]
        assert [*written][5:] == ["table", "row", "column", "value"]
