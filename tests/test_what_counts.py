"""What counts: a row with an error of management counts in every figure; only what cannot be read is left out."""

from __future__ import annotations

import datetime as dt
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from small import Row, end_of, line, month, task, write
from small_risks import register, risk
from standard import TABLES, TEMPLATES

from pmo_xl import pipeline
from pmo_xl.catalog.kinds.project import Project
from pmo_xl.core.base.effect import Effect
from pmo_xl.core.base.text import Text
from pmo_xl.core.definition.column import Column
from pmo_xl.core.definition.model import choices_of
from pmo_xl.core.settings.settings import CalendarSettings, Settings
from pmo_xl.reference import rules
from pmo_xl.workspace.fresh import new_workspace

SHARED = Path(__file__).parents[2] / "shared" / "cases"
needs_cases = pytest.mark.skipif(not SHARED.is_dir(), reason="the handed cases are not here")


def run(folder: Path, tmp_path: Path) -> pipeline.Outcome:
    """The returns of a folder, consolidated."""
    return pipeline.consolidate_to([folder], tmp_path / "out.xlsx")


def figures(outcome: pipeline.Outcome) -> dict[str, Any]:
    """The KPIs of the only project."""
    (project,) = outcome.to_dict()["projects"].values()
    measures: dict[str, Any] = project
    return measures


def codes(outcome: pipeline.Outcome) -> list[str]:
    """What was found."""
    return [finding.code for finding in outcome.portfolio.findings]


HANDED = {
    "field/02a_late_task_not_reforecast.xlsx": (
        {"pv": 200_000, "ev": 120_000, "spi": 0.60, "late_tasks": 1, "tasks": 3}, ["PLN-03"],
    ),
    "field/02b_critical_risk_without_due_date.xlsx": (
        {"critical_risks": 1, "open_risks": 2, "exposure": 160_000}, ["RSK-07", "RSK-17"],
    ),
    "field/02c_negative_accrual_and_invoiced.xlsx": ({"bac": 200_000, "eac": 200_000}, ["FLD-05", "FLD-05"]),
    "field/04_forecast_in_closed_month.xlsx": ({"eac": 110_000, "etc": 60_000}, ["BUD-25"]),
    "field/01_wbs_without_summary_plan.xlsx": ({"tasks": 1}, []),
    "truth/a_cpi_two_populations": (
        {"ev": 150_000, "ac": 150_000, "cpi": 1.0, "eac_cpi": 200_000, "bac": 200_000}, ["PLN-03"],
    ),
    "truth/c_budget_zero": ({"bac": 0, "eac": 910_000}, ["BUD-27"]),
    "truth/task_without_budget": ({"ev": None, "spi": None, "cpi": None, "ac": 40_000}, ["PLN-33"]),
    "house/two_currencies": ({"ev": None, "cpi": None, "bac": 8_098_000, "tasks": 17}, ["XSH-21"]),
}  # fmt: skip


@needs_cases
@pytest.mark.parametrize("name", HANDED)
def test_the_handed_cases_have_their_right_figures(tmp_path: Path, name: str) -> None:
    """The figure of each case is the one worked out by hand, and what is wrong with it is found."""
    right, found = HANDED[name]
    outcome = run(SHARED / name, tmp_path)
    got = figures(outcome)

    assert {key: got[key] for key in right} == pytest.approx(right)
    assert codes(outcome) == found


@needs_cases
def test_a_task_in_a_wrong_link_counts(tmp_path: Path) -> None:
    """A predecessor in another plan, or written in a way nobody reads, loses the link and never its task."""
    outcome = run(SHARED / "field" / "07_predecessor_forms.xlsx", tmp_path)

    assert figures(outcome)["tasks"] == 15
    assert "PLN-10" in codes(outcome)


def written(folder: Path, plan: list[Row] | None = None, budget: list[Row] | None = None) -> Path:
    """A plan, a budget, or both, of one project."""
    write(folder, "P1", end_of(3), plan, budget, [])
    return folder


def test_a_credit_note_without_a_comment_counts(tmp_path: Path) -> None:
    """Its line keeps its budget, and its amount lowers the actual cost."""
    lines = [
        line(100_000.0, 50_000.0, 50_000.0),
        line(10_000.0, -5000.0, 15_000.0, line_id="L2", comment=None),
    ]
    outcome = run(written(tmp_path / "in", budget=lines), tmp_path)
    got = figures(outcome)

    assert (got["ac"], got["bac"]) == (45_000, 110_000)
    assert "BUD-10" in codes(outcome)


def test_an_expected_rebate_counts(tmp_path: Path) -> None:
    """An estimate to complete below 0 is an error of its cell, and is in the estimate at completion."""
    lines = [line(100_000.0, 50_000.0, 50_000.0), line(100_000.0, 50_000.0, -8000.0, line_id="L2")]
    outcome = run(written(tmp_path / "in", budget=lines), tmp_path)
    got = figures(outcome)

    assert (got["eac"], got["bac"]) == (142_000, 200_000)
    assert "FLD-05" in codes(outcome)


WEEKEND = {
    "start_baseline": date(2026, 3, 7), "finish_baseline": date(2026, 3, 8), "start_forecast": date(2026, 3, 7),
    "finish_forecast": date(2026, 3, 8), "start_actual": date(2026, 3, 7), "finish_actual": date(2026, 3, 8),
}  # fmt: skip


def test_work_on_days_off_counts(tmp_path: Path) -> None:
    """Work planned and done on a weekend is in planned and earned value, and in the number of tasks."""
    outcome = run(written(tmp_path / "in", [task(1000.0, 0.0, task_id="1"), task(500.0, 1.0, task_id="2", **WEEKEND)]), tmp_path)  # fmt: skip
    got = figures(outcome)

    assert (got["tasks"], got["ev"]) == (2, 500)
    assert got["pv"] == pytest.approx(500 + 1000 * 64 / 129)
    assert "PLN-08" in codes(outcome)


def test_a_risk_with_two_owners_counts(tmp_path: Path) -> None:
    """Who answers for it is not settled; that it may happen is."""
    critical = risk(
        owner="A. Lead / B. Other", probability_in=4, impact_in=5, prob_pct_in=0.6, cost_impact_in=100_000.0
    )
    register(tmp_path / "in", "P1", end_of(3), [critical])
    outcome = run(tmp_path / "in", tmp_path)
    got = figures(outcome)

    assert (got["open_risks"], got["critical_risks"], got["exposure"]) == (1, 1, 60_000)
    assert {"RSK-08", "RSK-07"} <= set(codes(outcome))


def test_a_milestone_of_five_days_counts(tmp_path: Path) -> None:
    """It is a milestone all the same."""
    days = {"start_forecast": date(2026, 5, 4), "finish_forecast": date(2026, 5, 8)}
    outcome = run(written(tmp_path / "in", [task(1.0, 0.0), task(None, 0.0, task_id="2", type="milestone", **days)]), tmp_path)  # fmt: skip

    assert figures(outcome)["milestones"] == 1
    assert "PLN-07" in codes(outcome)


def test_a_plan_without_progress_keeps_its_dates(tmp_path: Path) -> None:
    """% complete is asked for, and what it does not say is unknown; the dates stand."""
    outcome = run(written(tmp_path / "in", [task(1000.0, 0.0, pct_complete=None)]), tmp_path)
    got = figures(outcome)

    assert (got["finish_forecast"], got["ev"]) == ("2030-06-28", None)
    assert codes(outcome) == ["FLD-01"]


def damaged(folder: Path, sheet: str, **cells: Any) -> Path:
    """The only workbook of a folder with some cells typed over."""
    (path,) = folder.glob("*.xlsx")
    book = openpyxl.load_workbook(path)
    for place, what in cells.items():
        book[sheet][place] = what
    book.save(path)
    return folder


def test_an_unreadable_cell_is_blank_and_its_row_stays(tmp_path: Path) -> None:
    """A word in a share, a rating of 7, a word that is in no list: only the cell goes."""
    rows = [risk(risk_id=f"R-00{n}", prob_pct_in=0.5, cost_impact_in=1000.0) for n in (1, 2, 3)]
    register(tmp_path / "in", "P1", end_of(3), rows)
    damaged(tmp_path / "in", "Risks", F6=7, H7="often", D8="xyzzy")
    outcome = run(tmp_path / "in", tmp_path)
    frame = outcome.portfolio.tables["risks"]

    assert figures(outcome)["open_risks"] == 3
    assert frame["probability_in"].isna().tolist() == [True, False, False]
    assert frame["prob_pct_in"].isna().tolist() == [False, True, False]
    assert frame["category"].isna().tolist() == [False, False, True]
    (read,) = outcome.portfolio.returns[0].tables_read
    assert (read.read, read.left_out, read.kept) == (3, 0, 3)
    assert read.refused == {"category": 1, "prob_pct_in": 1, "probability_in": 1}


FOLLOW_UP = {table.key for table in TEMPLATES["followup"].tables}


def bare_follow_up(folder: Path, table: str, key: str) -> None:
    """The labels of the template and one row of its examples, without the cell of one column."""
    book = Workbook()
    project = book.active
    assert isinstance(project, Worksheet)
    project.title = Project.heading.en
    for column in Project.columns.values():
        project.append([column.label.en, {"project_id": "P1", "status_date": end_of(3)}.get(column.key)])
    sheet = book.create_sheet(TABLES[table].heading.en)
    sheet.append([column.label.en for column in TABLES[table].inputs()])
    sheet.append([None if column.key == key else typed(column) for column in TABLES[table].inputs()])
    folder.mkdir()
    book.save(folder / "followup.xlsx")


def typed(column: Column) -> Any:
    """The example of a column as a person types it; of a list its first value."""
    choices = choices_of(column)
    if choices is not None:
        return next(iter(choices)).label.en
    if column.example is None and column.kind.is_date:
        return end_of(3)
    return column.example.en if isinstance(column.example, Text) else column.example


def judge_row_left_out(folder: Path, table: str, key: str) -> None:
    """The one row was read, left out for want of that cell, and a finding says so."""
    outcome = pipeline.validate([folder])
    (read,) = (part for part in outcome.portfolio.returns[0].tables_read if part.table == table)

    assert (read.read, read.left_out, read.missing) == (1, 1, {key: 1})
    assert outcome.portfolio.tables[table].empty
    assert "FLD-01" in codes(outcome)


@pytest.mark.parametrize(
    ("table", "key"), [(key, needed) for key, table in TABLES.items() for needed in table.needs]
)
def test_a_row_goes_only_with_what_names_or_classifies_it(tmp_path: Path, table: str, key: str) -> None:
    """Without its name or its class a row cannot be counted; it is left out, said, and counted as such."""
    if table in FOLLOW_UP:
        bare_follow_up(tmp_path / "in", table, key)
        judge_row_left_out(tmp_path / "in", table, key)
        return
    rows: dict[str, Row] = {
        "plan": task(1000.0, 0.0), "risks": risk(), "budget": line(1000.0, 0.0, 1000.0),
        "budget_months": {"line_id": "L1", "period": month(5), "pv": 1000.0},
    }  # fmt: skip
    rows[table] = {**rows[table], key: None}
    if table == "risks":
        register(tmp_path / "in", "P1", end_of(3), [rows["risks"]])
    else:
        budget = [rows["budget"]] if table != "plan" else None
        write(
            tmp_path / "in",
            "P1",
            end_of(3),
            [rows["plan"]] if table == "plan" else None,
            budget,
            [rows["budget_months"]],
        )
    judge_row_left_out(tmp_path / "in", table, key)


def test_the_second_row_of_one_name_is_left_out(tmp_path: Path) -> None:
    """Both would count the same thing twice."""
    lines = [line(1000.0, 0.0, 1000.0), line(500.0, 0.0, 500.0)]
    outcome = run(written(tmp_path / "in", budget=lines), tmp_path)

    assert figures(outcome)["bac"] == 1000
    assert codes(outcome) == ["FLD-04"]


def test_the_second_row_of_one_name_counts_where_the_first_does_not(tmp_path: Path) -> None:
    """The first risk has no status and is left out: the second is all that is known of it; a third would be one too many."""
    rows = [risk(status=None), risk(prob_pct_in=0.5, cost_impact_in=100.0), risk(cost_impact_in=999.0)]
    register(tmp_path / "in", "P1", end_of(3), rows)
    outcome = run(tmp_path / "in", tmp_path)

    assert outcome.portfolio.tables["risks"]["cost_impact_in"].tolist() == [100.0]
    assert codes(outcome).count("FLD-04") == 2
    assert "FLD-01" in codes(outcome)


def test_a_rule_is_not_judged_on_a_cell_that_cannot_be_read(tmp_path: Path) -> None:
    """A due date that is a word is not a missing one; the other rules of the row are judged."""
    critical = risk(probability_in=5, impact_in=5, response_actions="Act", due_date=date(2026, 5, 1), owner="A / B", prob_pct_in=0.5, cost_impact_in=10.0)  # fmt: skip
    register(tmp_path / "in", "P1", end_of(3), [critical])
    column = list(TABLES["risks"].columns).index("due_date")
    cell = openpyxl.utils.get_column_letter(column + 2) + "6"
    damaged(tmp_path / "in", "Risks", **{cell: "soon"})

    assert sorted(codes(pipeline.validate([tmp_path / "in"]))) == ["FLD-02", "RSK-08"]


def test_an_owner_is_not_asked_of_summary_rows(tmp_path: Path) -> None:
    """Nor progress: both stand with what they roll up. Of a task both are asked."""
    summary = task(
        None,
        0.0,
        task_id="0",
        type="summary",
        owner=None,
        pct_complete=None,
        finish_forecast=date(2030, 6, 28),
    )
    sound = pipeline.validate([written(tmp_path / "a", [summary, task(10.0, 0.0)])])
    asked = pipeline.validate([written(tmp_path / "b", [summary, task(10.0, 0.0, owner=None)])])

    assert codes(sound) == []
    assert [(f.code, f.place.cell[-1:]) for f in asked.portfolio.findings] == [("FLD-01", "7")]


def test_an_opportunity_makes_nothing_critical(tmp_path: Path) -> None:
    """The larger the chance, the higher its score: counts and lights look at threats, as the exposure does."""
    top = {"probability_in": 5, "impact_in": 5, "prob_pct_in": 0.5, "cost_impact_in": 10.0}
    rows = [
        risk(
            risk_id="R-001",
            kind="opportunity",
            response_type="share",
            **top,
        ),
        risk(risk_id="R-002", title="Prices may fall", **top | {"response_type": "exploit"}),
        risk(risk_id="R-003", title="A key person leaves", kind="threat"),
        risk(risk_id="R-004", title="Nobody said which"),
    ]
    register(tmp_path / "in", "P1", end_of(3), rows)
    outcome = run(tmp_path / "in", tmp_path)
    got = figures(outcome)

    zones = ("critical_risks", "high_risks", "medium_risks", "low_risks", "open_opportunities", "open_risks")
    assert [got[key] for key in zones] == [0, 0, 2, 0, 2, 4]
    assert got["rag_risk"] == "green"
    severities = {(f.code, f.severity.key) for f in outcome.portfolio.findings if f.code == "RSK-07"}
    assert severities == {("RSK-07", "warning")}


def test_earned_value_stands_against_the_same_work(tmp_path: Path) -> None:
    """A row with an amount that is left out of the plan or the budget takes its part of one side only."""
    plan = [task(600.0, 0.5), task(400.0, 0.5, task_id="2")]
    budget = [line(600.0, 300.0, 300.0), line(400.0, 200.0, 200.0, line_id="L2")]
    heading = {**task(None, 0.5, task_id=None), "type": None}
    for name, rows, lines in (
        ("WHOLE", plan, budget),
        ("HEADING", [heading, *plan], budget),
        ("NOTYPE", [plan[0], plan[1] | {"type": None}], budget),
        ("TWICE", [plan[0], plan[1] | {"task_id": "1"}], budget),
        ("LINE", plan, [budget[0], budget[1] | {"line_id": "L1"}]),
    ):
        write(tmp_path / "in", name, end_of(3), rows, lines, [])
    got = run(tmp_path / "in", tmp_path).to_dict()["projects"]

    assert [got[name]["cpi"] for name in got] == [1 if name in ("WHOLE", "HEADING") else None for name in got]
    for name in ("NOTYPE", "TWICE", "LINE"):
        assert [got[name][key] for key in ("ev", "spi", "eac_cpi", "tcpi_bac")] == [None] * 4, name
    # The sums stay, and say of how many rows they are.
    assert (got["TWICE"]["ac"], got["LINE"]["ac"]) == (500, 300)
    assert (got["TWICE"]["left_out_plan"], got["LINE"]["left_out_budget"]) == (1, 1)


def test_a_milestone_is_met_or_overdue_by_one_date(tmp_path: Path) -> None:
    """Its actual finish says whether it was reached; 100 % without one is an error, and no milestone met."""
    common = {
        "type": "milestone",
        "finish_baseline": end_of(2),
        "start_forecast": end_of(2),
        "finish_forecast": end_of(2),
    }
    rows = [
        task(1.0, 0.0),
        task(None, 1.0, task_id="2", **common, finish_actual=None),
        task(None, 0.0, task_id="3", **common | {"finish_actual": end_of(2)}, start_actual=end_of(2)),
        task(None, 0.0, task_id="4", **common, pct_complete=None),
    ]
    outcome = run(written(tmp_path / "in", rows), tmp_path)
    got = figures(outcome)

    assert (got["milestones_due"], got["milestones_met"], got["overdue_milestones"]) == (3, 1, 2)
    assert codes(outcome).count("PLN-05") == 2


# how good the data are ------------------------------------------------------------------------------------


def test_data_quality_falls_with_rows_left_out(tmp_path: Path) -> None:
    """Of five rows out of six nothing is known: the score says so."""
    rows = [risk(risk_id=f"R-{n:03}", title=f"{n} {'abcdef'[n] * 9}", status="open" if n == 0 else None) for n in range(6)]  # fmt: skip
    register(tmp_path / "in", "P1", end_of(3), rows)
    got = figures(run(tmp_path / "in", tmp_path))

    assert (got["open_risks"], got["left_out_risks"]) == (1, 5)
    assert got["data_quality"] < 0.5


def test_data_quality_is_never_a_hundred_with_anything_wrong(tmp_path: Path) -> None:
    """One bad cell among thousands is not rounded away; without one the score is exactly 1."""
    lines = [line(1000.0, 0.0, 1000.0, line_id=f"L{n}", accruals=0.0) for n in range(400)]
    sound = run(written(tmp_path / "a", budget=lines), tmp_path)
    lines[7]["accruals"] = -1.0
    wrong = run(written(tmp_path / "b", budget=lines), tmp_path)

    assert figures(sound)["data_quality"] == 1
    assert figures(wrong)["data_quality"] == 0.999
    assert [r["data_quality"] for r in wrong.to_dict()["returns"]] == [0.999]


def registered(home: Path, *projects: tuple[str, str, str | None]) -> None:
    """A workspace whose register expects some projects: ID, name and programme of each."""
    new_workspace(home, language="en")
    book = openpyxl.load_workbook(home / "steering.xlsx")
    sheet = book.worksheets[0]
    (header,) = (cell.row for row in sheet.iter_rows() for cell in row if cell.value == "Project ID")
    (column,) = (cell.column for cell in sheet[header] if cell.value == "Project ID")
    for row, project in enumerate(projects, start=header + 1):
        for place, what in enumerate(project, start=column):
            sheet.cell(row, place, what)
    book.save(home / "steering.xlsx")


def faultless_register(folder: Path, name: str) -> None:
    """A risk register of which no rule says anything."""
    rows = [risk(response_actions="Weekly follow-up", due_date=date(2026, 6, 30))]
    register(folder, name, end_of(3), rows)


def test_data_quality_of_the_portfolio_counts_what_silent_projects_owe(tmp_path: Path) -> None:
    """Of three expected projects one returned everything, without fault: its own score is 100 %, that of the rest is not."""
    home = tmp_path / "w"
    registered(home, ("P1", "P1", "Digital"), ("P2", "P2", "digital"), ("P3", "P3", "Other"))
    written(home / "returns", [task(10.0, 0.0)], [line(10.0, 0.0, 10.0)])
    faultless_register(home / "returns", "P1")
    outcome = pipeline.consolidate_to([home], tmp_path / "m.xlsx")
    portfolio = outcome.to_dict()["portfolio"]
    assert outcome.scorecard is not None
    (programme,) = outcome.scorecard.programmes.to_dict("records")

    assert figures(outcome)["data_quality"] == 1
    assert (portfolio["contents_expected"], portfolio["contents_counted"]) == (9, 3)
    assert portfolio["errors"] == len(outcome.portfolio.findings) == 2
    assert portfolio["contents_expected"] == outcome.to_dict()["coverage"]["returns_expected"]
    assert portfolio["completeness"] == pytest.approx(1 / 3)
    assert portfolio["data_quality"] == pytest.approx(1 - 0.35 * (2 / 3) / 0.9)
    assert (programme["contents_expected"], programme["completeness"]) == (6, pytest.approx(1 / 2))


def test_data_quality_of_a_portfolio_that_lacks_one_return_is_no_hundred(tmp_path: Path) -> None:
    """However many returns came, one that is missing is not rounded away."""
    home = tmp_path / "w"
    names = [f"P{n}" for n in range(1, 41)]
    registered(home, *((name, name, None) for name in names))
    for name in names[:-1]:
        write(home / "returns", name, end_of(3), [task(10.0, 0.0)], [line(10.0, 0.0, 10.0)], [])
        faultless_register(home / "returns", name)
    portfolio = pipeline.consolidate_to([home], tmp_path / "m.xlsx").to_dict()["portfolio"]

    assert portfolio["contents_expected"] - portfolio["contents_counted"] == 3
    assert portfolio["data_quality"] < 0.999


def test_a_file_of_no_project_is_an_error_of_the_portfolio(tmp_path: Path) -> None:
    """What cannot be opened belongs to nobody: the project is perfect, the portfolio is not, and has as many errors as findings."""
    written(tmp_path / "in", [task(10.0, 0.0)], [line(10.0, 0.0, 10.0)])
    (tmp_path / "in" / "junk.xlsx").write_bytes(b"no workbook")
    outcome = run(tmp_path / "in", tmp_path)
    portfolio = outcome.to_dict()["portfolio"]

    assert (figures(outcome)["errors"], figures(outcome)["data_quality"]) == (0, 1)
    assert (portfolio["errors"], portfolio["data_quality"]) == (1, 0.999)


def test_a_rejected_return_of_a_project_nobody_expects_is_not_owed(tmp_path: Path) -> None:
    """It is told, and lies in no figure; the portfolio is as complete as the register asks."""
    home = tmp_path / "w"
    registered(home, ("P1", "P1", None))
    written(home / "returns", [task(10.0, 0.0)], [line(10.0, 0.0, 10.0)])
    faultless_register(home / "returns", "P1")
    register(home / "returns", "P9", end_of(3), [risk()])
    outcome = pipeline.consolidate_to([home], tmp_path / "m.xlsx")
    portfolio = outcome.to_dict()["portfolio"]

    assert [f.code for f in outcome.portfolio.findings] == ["PFL-03"]
    assert (portfolio["contents_expected"], portfolio["contents_counted"]) == (3, 3)


def test_data_quality_counts_what_is_owed(tmp_path: Path) -> None:
    """A perfect plan without the budget that is expected is no complete return."""
    home = tmp_path / "w"
    registered(home, ("P1", "P1", None))
    written(home / "returns", [task(10.0, 0.0)])
    outcome = pipeline.consolidate_to([home], tmp_path / "m.xlsx")
    got = figures(outcome)

    assert (got["contents_expected"], got["contents_counted"]) == (3, 1)
    assert got["completeness"] == pytest.approx(1 / 3)
    assert [f.message.to("fr") for f in outcome.portfolio.findings] == [
        "Retours manquants du projet P1\u00a0: registre des risques, budget."
    ]


def test_every_rule_says_whether_its_row_counts() -> None:
    """Each entry of the list of rules states it in both languages; a rule over rows never takes one."""
    words = {effect.value for effect in Effect}
    for entry in rules():
        if entry["severity"] == "not assessed":
            continue
        assert entry["effect"] in words, entry["code"]
        assert all(entry["counts"][language] for language in ("en", "fr"))
        if entry["sheet"] is not None:
            expected = "counts_in_error" if entry["severity"] == "error" else "counts_warned"
            assert entry["effect"] == expected, entry["code"]


def test_status_inside_a_month_leaves_its_forecast(tmp_path: Path) -> None:
    """On the 16th the month is still going on: what it will cost is forecast, and nothing is found."""
    months = [
        {"line_id": "L1", "period": month(3), "pv": 1000.0, "actual": 400.0, "forecast": 500.0},
        {"line_id": "L1", "period": month(4), "forecast": 100.0},
    ]
    write(tmp_path / "in", "P1", dt.date(2026, 3, 16), None, [line(1000.0, 400.0, 600.0)], months)
    write(tmp_path / "out", "P1", dt.date(2026, 3, 31), None, [line(1000.0, 400.0, 600.0)], months)

    assert codes(pipeline.validate([tmp_path / "in"])) == []
    assert codes(pipeline.validate([tmp_path / "out"])) == ["BUD-25"]


@pytest.mark.parametrize(
    ("status", "closed"),
    [
        (date(2026, 1, 29), False),  # a Thursday: Friday is still to come
        (date(2026, 1, 30), True),  # a Friday: the 31st is a Saturday
        (date(2026, 1, 31), True),
        (date(2026, 5, 28), False),
        (date(2026, 5, 29), True),  # a Friday before a weekend that ends the month
        (date(2026, 5, 30), True),
        (date(2026, 6, 29), False),  # the month ends on a Tuesday
        (date(2026, 6, 1), True),  # the month before is over
    ],
)
def test_a_month_is_closed_on_its_last_working_day(status: date, closed: bool, tmp_path: Path) -> None:
    """The month in which a forecast is left is that of the status date; of 1 June the one before."""
    period = status.replace(day=1) if status != date(2026, 6, 1) else date(2026, 5, 1)
    months = [{"line_id": "L1", "period": period, "forecast": 600.0}]
    write(tmp_path / "in", "P1", status, None, [line(600.0, 0.0, 600.0)], months)

    assert ("BUD-25" in codes(pipeline.validate([tmp_path / "in"]))) is closed


def test_a_holiday_that_ends_a_month_closes_it_the_day_before(tmp_path: Path) -> None:
    """30 June as a holiday of the PMO: the month is closed on the 29th, a Monday."""
    months = [{"line_id": "L1", "period": date(2026, 6, 1), "forecast": 600.0}]
    write(tmp_path / "in", "P1", date(2026, 6, 29), None, [line(600.0, 0.0, 600.0)], months)
    settings = Settings(calendar=CalendarSettings(holidays=(date(2026, 6, 30),)))

    assert "BUD-25" in codes(pipeline.validate([tmp_path / "in"], settings=settings))
