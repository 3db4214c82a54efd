"""The command that simulates: from what people typed to the workbook, and what it says of what it could not draw."""

from __future__ import annotations

import datetime as dt
import math
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from commands import command
from office import compare, needs_office, open_xml_errors, poisoned, recalculated, typed
from openpyxl.worksheet.worksheet import Worksheet
from small import line, write
from small_risks import register, risk

from pmo_xl.catalog.steering import STEERING
from pmo_xl.excel.template.steering_workbook import write_steering
from pmo_xl.methods.working_days import WorkingDays

STATUS = dt.date(2026, 3, 31)
DAYS = WorkingDays()
BEGIN = DAYS.ends([STATUS])[0]
SHEETS = {
    "en": ["Uncertainty", "Curve and drivers", "Estimates", "Assumptions", "data"],
    "fr": ["Incertitude", "Courbe et facteurs", "Estimations", "Hypothèses", "data"],
}

Row = dict[str, Any]


def work(name: str, days: float, after: str | None = None, **more: Any) -> Row:
    """A task of so many working days from the status date on that has not begun."""
    start, finish = DAYS.day(BEGIN), DAYS.finish_date(BEGIN + days)
    return {
        "task_id": name, "name": f"Work {name}", "type": "task", "owner": "A", "start_baseline": start, "finish_baseline": finish,
        "start_forecast": start, "finish_forecast": finish, "pct_complete": 0.0, "predecessors": after, "cost_baseline": 100.0,
        **more,
    }  # fmt: skip


def three(low: float | None, high: float | None, likely: float | None = None) -> Row:
    """The estimates of a task."""
    return {"dur_opt": low, "dur_ml": likely, "dur_pess": high}


def space(home: Path, words: str = "", language: str = "en") -> Path:
    """A workspace with settings alone; its returns."""
    returns = home / ("returns" if language == "en" else "retours")
    returns.mkdir(parents=True)
    (home / "pmo.toml").write_text(f'language = "{language}"\n{words}', encoding="utf-8")
    return returns


def simulated(home: Path, *words: object) -> openpyxl.Workbook:
    """The workbook that a run writes; it ends with 0."""
    run = command("simulate", home, *words)
    assert run.returncode == 0, run.stdout + run.stderr
    return openpyxl.load_workbook(run.stdout.strip().splitlines()[-1], data_only=True)


def rows_of(sheet: Worksheet, head: str) -> list[dict[str, Any]]:
    """The rows of the table whose first header is *head*, by their headers."""
    found = next(
        cell for row in sheet.iter_rows(max_col=2) for cell in row if cell.value == head and cell.font.bold
    )
    heads = [cell.value for cell in sheet[found.row] if cell.value]
    rows: list[dict[str, Any]] = []
    for row in sheet.iter_rows(min_row=found.row + 1, min_col=2, values_only=True):
        if row[0] is None:
            break
        rows.append(dict(zip(heads, row, strict=False)))
    return rows


def summary(book: openpyxl.Workbook) -> dict[str, dict[str, Any]]:
    """What the first sheet says of each project and of the portfolio."""
    return {row["Project"]: row for row in rows_of(book["Uncertainty"], "Project")}


def left_out(book: openpyxl.Workbook) -> list[tuple[str, str, str]]:
    """What was not simulated: ID, cell and why."""
    sheet = book["Assumptions"]
    if not any(cell.value == "Project" for row in sheet.iter_rows(max_col=2) for cell in row):
        return []
    return [(row["ID"] or row["Project"], row["Cell"] or "", row["Why"]) for row in rows_of(sheet, "Project")]


def curve(book: openpyxl.Workbook, scope: int, what: int) -> dict[int, float]:
    """Percentiles of a scope: 0 finish, 1 working days from the status date, 2 cost."""
    sheet = book["data"]
    return {
        round(100 * sheet.cell(row, 1).value): sheet.cell(row, 7 + 3 * scope + what).value
        for row in range(3, 54)
    }


# vectors through the door --------------------------------------------------------------------------------


def test_two_tasks_in_series_and_five_lines_have_the_published_figures(tmp_path: Path) -> None:
    """MCS-03 (P50 9.26, P80 10.85, P90 11.69) from a typed plan, MC-04 (mean 47) from a typed budget."""
    returns = space(tmp_path, '[simulation]\ndistribution = "triangular"\nwithin = 0\n')
    write(returns, "P001", STATUS, [work("1", 4, **three(2, 8)), work("2", 4, "1", **three(2, 8))], [
        line(100, 0, m, line_id=f"L{n}", etc_opt=a, etc_pess=b)
        for n, (a, m, b) in enumerate([(5, 10, 20), (3, 5, 10), (8, 12, 18), (4, 6, 12), (6, 8, 14)])
    ], [])  # fmt: skip
    book = simulated(tmp_path, "--runs", 200_000)
    took = curve(book, 1, 1)
    for share, published in ((50, 9.26), (80, 10.85), (90, 11.69)):
        assert took[share] == pytest.approx(published, abs=0.02)
    row = summary(book)["P001"]
    assert row["Finish P80"] == dt.datetime.combine(DAYS.finish_date(BEGIN + 10.85), dt.time())
    assert row["Likely cost, without reserve"] == 41
    sheet = book["Uncertainty"]
    told = {
        cell.value: sheet.cell(cell.row, 7).value
        for (cell,) in sheet.iter_rows(min_col=2, max_col=2)
        if cell.value
    }
    assert told["Expected cost of the portfolio, from the means of the estimates"] == pytest.approx(47)
    assert told["Mean cost of the runs"] == pytest.approx(47, abs=0.05)
    assert left_out(book) == []


def test_risks_of_the_register_have_their_published_expected_value(tmp_path: Path) -> None:
    """RISK-01: 33,500 on top of the budget, a tenth of which is a reserve; delays end the project later."""
    returns = space(tmp_path)
    write(returns, "P001", STATUS, [work("1", 10)], [
        line(100_000, 0, 100_000), line(20_000, 0, 20_000, line_id="L2", category="contingency"),
    ], [], contingency_initial=25_000.0, contingency_drawn=5_000.0)  # fmt: skip
    pairs = [(0.8, 10_000), (0.3, 30_000), (0.5, 8_000), (0.1, 40_000), (0.3, 20_000), (0.25, 10_000)]
    register(returns, "P001", STATUS, [
        *(risk(risk_id=f"R-{n:03}", prob_pct_in=p, cost_impact_in=c) for n, (p, c) in enumerate(pairs, 1)),
        risk(risk_id="R-007", prob_pct_in=0.5, cost_impact_in=1.0, status="closed", date_closed=STATUS, closure_reason="treated"),
        risk(risk_id="R-008", cost_impact_in=1.0), risk(risk_id="R-009", prob_pct_in=0.5),
    ])  # fmt: skip
    book = simulated(tmp_path)
    row = summary(book)["P001"]
    assert (row["Likely cost, without reserve"], row["Budget, with reserve"], row["Reserve left"]) == (
        100_000,
        120_000,
        20_000,
    )
    sheet = book["Uncertainty"]
    told = {
        cell.value: sheet.cell(cell.row, 7).value
        for (cell,) in sheet.iter_rows(min_col=2, max_col=2)
        if cell.value
    }
    assert told["Expected cost of the portfolio, from the means of the estimates"] == pytest.approx(133_500)
    assert told["Mean cost of the runs"] == pytest.approx(133_500, abs=1500)
    agrees = [value for words, value in told.items() if words.startswith("Do the two agree")]
    assert agrees == ["● yes"]
    assert row["Left − needed"] == pytest.approx(20_000 - (row["Cost P80"] - 100_000))
    assert [(name, cell) for name, cell, _ in left_out(book)] == [
        ("P001", ""),
        ("R-008", "Risks!H13"),
        ("R-009", "Risks!I14"),
    ]


# what is fixed, what is running --------------------------------------------------------------------------


def test_what_is_done_stands_and_of_what_runs_only_the_rest_is_drawn(tmp_path: Path) -> None:
    """A finished task has no range any more; a running one of 40 days with 20 left, 30 to 80 in all, has 15 to 40 left."""
    first = DAYS.day(BEGIN - 20)
    begun = {"start_baseline": first, "start_forecast": first, "start_actual": first}
    done = {
        **begun,
        "finish_actual": STATUS,
        "finish_forecast": STATUS,
        "finish_baseline": STATUS,
        "pct_complete": 1.0,
    }
    returns = space(tmp_path)
    write(returns, "P001", STATUS, [
        work("1", 1, **{**done, **three(1, 400)}), work("2", 20, "1SS", **{**begun, "pct_complete": 0.5, **three(30, 80, 40)}),
    ], None, [])  # fmt: skip
    write(returns, "P002", STATUS, [work("1", 1, **done), work("2", 1, "1SS", **done)], None, [])
    book = simulated(tmp_path)
    (estimate,) = rows_of(book["Estimates"], "Project")
    assert (estimate["ID"], estimate["Optimistic"], estimate["Most likely"], estimate["Pessimistic"]) == (
        "2",
        15,
        20,
        40,
    )
    took = curve(book, 1, 1)
    assert took[0] >= 15 and took[100] <= 40  # noqa: PT018 - the two ends of a range
    over = summary(book)["P002"]
    assert over["Finish P50"] == over["Finish P80"] == dt.datetime.combine(STATUS, dt.time())
    assert curve(book, 2, 1)[80] == 0


def test_a_plan_without_ranges_ends_when_its_critical_path_does(tmp_path: Path) -> None:
    """In every draw, and a risk with a linked task lengthens that task, once along its chain."""
    returns = space(tmp_path)
    plan = [work("1", 5), work("2", 7, "1FS+2d"), work("3", 3, "1"), work("4", 1, "2;3")]
    write(returns, "P001", STATUS, plan, None, [])
    write(returns, "P002", STATUS, plan, None, [])
    register(returns, "P002", STATUS, [risk(prob_pct_in=1.0, schedule_impact_wd_in=4.0, task_ids="2;4;3")])
    book = simulated(tmp_path)
    rows = summary(book)
    for name, days in (("P001", 15), ("P002", 19)):
        finish = dt.datetime.combine(DAYS.finish_date(BEGIN + days), dt.time())
        assert rows[name]["Finish P50"] == rows[name]["Finish P80"] == finish
        assert rows[name]["Forecast finish"] == dt.datetime.combine(DAYS.finish_date(BEGIN + 15), dt.time())
    assert rows["P001"]["Chance to finish by the forecast"] == 1
    assert rows["P002"]["Chance to finish by the forecast"] == 0
    assert rows["Portfolio"]["Finish P80"] == rows["P002"]["Finish P80"]


def test_closed_projects_of_its_class_stand_in_for_ranges(tmp_path: Path) -> None:
    """Three overruns of a domain, drawn on what is left; a class of two is not used, and that is said."""
    returns = space(tmp_path)
    for name, domain in (("P001", "Applications"), ("P002", "Buildings"), ("P003", "Elsewhere")):
        write(
            returns,
            name,
            STATUS,
            [work("1", 50), work("2", 50, "1")],
            [line(300, 100, 200)],
            [],
            domain=domain,
        )
    closed = [("A", "applications", 10, 11, 100, 120), ("B", "Applications", 20, 30, 100, 140), ("C", "Applications", 4, 4, 50, 50),
              ("D", "Buildings", 1, 2, 1, 2), ("E", "Buildings", 1, 2, 1, 2)]  # fmt: skip
    keys = (
        "project_id",
        "class_name",
        "first_wd",
        "final_wd",
        "first_bac",
        "final_cost",
    )
    write_steering(tmp_path / "steering.xlsx", STEERING, {
        "register": {"project_id": ["P001", "P002", "P003"], "project_name": ["A", "B", "C"]},
        "references": {key: list(column) for key, column in zip(keys, zip(*closed, strict=True), strict=True)},
    })  # fmt: skip
    book = simulated(tmp_path)
    took, cost = curve(book, 1, 1), curve(book, 1, 2)
    assert (took[0], took[50], took[100]) == (
        pytest.approx(100, abs=0.5),
        pytest.approx(110, abs=0.6),
        pytest.approx(150, abs=1),
    )
    assert (cost[0], cost[50], cost[100]) == (
        pytest.approx(300, abs=1),
        pytest.approx(340, abs=1),
        pytest.approx(380, abs=1),
    )
    assert curve(book, 2, 1)[80] == curve(book, 3, 1)[80] == 100
    assert [name for name, _, why in left_out(book) if "Buildings" in why] == ["P002"]


# bad input -----------------------------------------------------------------------------------------------


def test_estimates_out_of_order_are_found_at_their_cell_and_taken_as_likely(tmp_path: Path) -> None:
    """Tasks and lines: the finding names the cell and what to do, the likely value is simulated, and it is counted."""
    returns = space(tmp_path)
    write(returns, "P001", STATUS, [
        work("1", 10, **three(12, 20)), work("2", 10, "1", **three(5, 8)), work("3", 10, "2", **three(5, 8, 9)),
        work("4", 10, "3", **three(5, None)),
    ], [line(100, 0, 100, etc_opt=120.0, etc_pess=150.0), line(50, 0, 50, line_id="L2", etc_pess=40.0, etc_opt=10.0)], [])  # fmt: skip
    found = command("validate", tmp_path)
    for code, cell in (
        ("PLN-30", "AC6"),
        ("PLN-30", "AE7"),
        ("PLN-30", "AD8"),
        ("BUD-30", "Z6"),
        ("BUD-30", "AA7"),
    ):
        assert any(code in said and f"!{cell}" in said for said in found.stdout.splitlines()), (
            code,
            cell,
            found.stdout,
        )
    assert "ascending order" in found.stdout or "either side" in found.stdout
    book = simulated(tmp_path)
    row = summary(book)["P001"]
    assert (
        row["Finish P80"]
        == row["Forecast finish"]
        == dt.datetime.combine(DAYS.finish_date(BEGIN + 40), dt.time())
    )
    assert row["Cost P50"] == row["Cost P80"] == 150
    assert [(name, cell) for name, cell, _ in left_out(book)] == [
        ("1", "Plan!AC6"), ("2", "Plan!AE7"), ("3", "Plan!AE8"), ("4", "Plan!AE9"), ("L1", "Budget!Z6"), ("L2", "Budget!AA7"),
    ]  # fmt: skip


def test_a_circle_leaves_a_project_without_a_finish_and_the_others_with_theirs(tmp_path: Path) -> None:
    """The circle is named, its costs are simulated, tasks without dates and unlinked plans are told."""
    returns = space(tmp_path)
    budget = [line(100, 0, 100, etc_opt=80.0, etc_pess=150.0)]
    write(returns, "P001", STATUS, [work("1", 5, "3"), work("2", 5, "1"), work("3", 5, "2")], budget, [])
    write(returns, "P002", STATUS, [work("1", 5), work("2", 5)], budget, [])
    blank = dict.fromkeys(("start_forecast", "finish_forecast", "start_baseline", "finish_baseline"))
    write(returns, "P003", STATUS, [work("1", 5), work("2", 5, "1", **blank), work("3", 5, "2")], None, [])
    book = simulated(tmp_path)
    rows = summary(book)
    assert rows["P001"]["Finish P80"] is None is rows["P002"]["Finish P80"]
    assert rows["P001"]["Cost P80"] > rows["P001"]["Cost P50"] > 100
    told = left_out(book)
    assert any(name == "P001" and "1 → 2 → 3 → 1" in why for name, _, why in told)
    assert any(name == "P002" and "no link" in why for name, _, why in told)
    assert rows["P003"]["Finish P80"] == dt.datetime.combine(DAYS.finish_date(BEGIN + 10), dt.time())
    assert any((name, why) == ("2", "An open task without dates.") for name, _, why in told)
    assert rows["P003"]["Cost P80"] is None


def test_what_cannot_be_asked_is_said_in_a_sentence(tmp_path: Path) -> None:
    """A project that is none, too few draws, a workspace without returns, neither plan nor budget."""
    returns = space(tmp_path / "a")
    assert command("simulate", tmp_path / "a").returncode == 2
    write(returns, "P001", STATUS, [work("1", 5), work("2", 5)], None, [])
    for words, said in (
        (("--project", "p002"), "did you mean P001"), (("--runs", 3), "between 100 and 200000"), (("--seed", -1), "0 or more"),
        ((), "nothing to simulate"),
    ):  # fmt: skip
        run = command("simulate", tmp_path / "a", *words)
        assert run.returncode == 2
        assert said in run.stderr + run.stdout
        assert "Traceback" not in run.stderr
    space(tmp_path / "b", '[simulation]\ndistribution = "normal"\n')
    run = command("simulate", tmp_path / "b")
    assert run.returncode == 2 and "simulation.distribution" in run.stderr  # noqa: PT018 - one refusal


# the workbook --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=["en", "fr"])
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """The simulation of a demo of eight projects, and its language."""
    language: str = request.param
    home = tmp_path_factory.mktemp("simulate") / language
    assert command("demo", home, "--projects", 8, "--lang", language).returncode == 0
    run = command("simulate", home)
    assert run.returncode == 0, run.stderr
    return language, Path(run.stdout.strip().splitlines()[-1])


def test_the_workbook_has_its_sheets_and_says_how_it_was_made(made: tuple[str, Path]) -> None:
    """Runs, seed, distribution and standard error are said; the data of the charts are hidden."""
    language, path = made
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == SHEETS[language]
    assert book["data"].sheet_state == "hidden"
    words = " ".join(
        str(cell.value) for row in book[SHEETS[language][3]].iter_rows() for cell in row if cell.value
    )
    assert "PERT" in words and "pmo_xl" in words and "±" in words  # noqa: PT018 - one text
    assert not [error for error in open_xml_errors([path]) if error]
    assert len(book[SHEETS[language][1]]._charts) == 4


def test_the_same_seed_gives_the_same_bytes_and_one_project_the_same_figures(made: tuple[str, Path], tmp_path: Path) -> None:  # fmt: skip
    """Whether it is simulated alone or among others."""
    _, path = made
    home = path.parents[1]
    again = command("simulate", home, "--out", tmp_path / "again.xlsx")
    assert again.returncode == 0
    assert (tmp_path / "again.xlsx").read_bytes() == path.read_bytes()
    other = command("simulate", home, "--out", tmp_path / "other.xlsx", "--seed", 2)
    assert other.returncode == 0 and (tmp_path / "other.xlsx").read_bytes() != path.read_bytes()  # noqa: PT018 - one run
    command("simulate", home, "--out", tmp_path / "one.xlsx", "--project", "p003", "--lang", "en")
    command("simulate", home, "--out", tmp_path / "all.xlsx", "--lang", "en")
    alone, among = (
        summary(openpyxl.load_workbook(tmp_path / name, data_only=True)) for name in ("one.xlsx", "all.xlsx")
    )
    assert set(alone) == {"Portfolio", "P003"}
    assert alone["P003"] == among["P003"]


@needs_office
def test_its_live_cells_recalculate_to_what_they_say(made: tuple[str, Path], tmp_path: Path) -> None:
    """All formulas, poisoned, by LibreOffice; and the same after another project is chosen."""
    language, path = made
    sheet = SHEETS[language][1]
    data = openpyxl.load_workbook(path, data_only=True)["data"]
    label = next(
        str(cell.value)
        for (cell,) in data.iter_rows(min_row=57, max_col=1)
        if str(cell.value).startswith("P003")
    )
    spoiled = [poisoned(path, tmp_path / "p.xlsx")]
    other = typed_text(path, tmp_path / "t.xlsx", sheet, label)
    spoiled.append(poisoned(other, tmp_path / "p-other.xlsx"))
    fresh, chosen = recalculated(spoiled, tmp_path / "fresh")
    differences = compare(path, fresh)
    assert differences == []
    assert differences.formulas > 150
    book = openpyxl.load_workbook(chosen, data_only=True)
    at = [str(cell.value) for cell in book["data"][1]].index(label) + 1
    for row in (3, 28, 43, 53):
        for chosen_col, col in ((2, at), (3, at + 1), (4, at + 2)):
            assert book["data"].cell(row, chosen_col).value == book["data"].cell(row, col).value
    curve_sheet = book[sheet]
    drivers = [curve_sheet.cell(row, 2).value for row in range(27, 37)]
    assert any(drivers)
    assert not any(str(cell.value).startswith("#") for row in curve_sheet.iter_rows() for cell in row)


def typed_text(path: Path, out: Path, sheet: str, label: str) -> Path:
    """The workbook with another project chosen."""
    return typed(path, out, {(sheet, "C3"): label})


def test_the_sums_of_the_portfolio_are_those_of_its_projects(made: tuple[str, Path]) -> None:
    """Base costs add up; the P80 of the whole is less than theirs added up, and no less than the P50."""
    language, path = made
    if language != "en":
        return
    rows = summary(openpyxl.load_workbook(path, data_only=True))
    whole = rows.pop("Portfolio")
    for key in ("Likely cost, without reserve", "Budget, with reserve"):
        assert whole[key] == pytest.approx(math.fsum(row[key] for row in rows.values()))
    assert whole["Cost P50"] < whole["Cost P80"] < math.fsum(row["Cost P80"] for row in rows.values())
    assert whole["Finish P80"] >= max(row["Finish P80"] for row in rows.values() if row["Finish P80"])
