"""A demo portfolio holds what it promises: coherent, believable, reproducible."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from typing import Any

import pytest
from demo import broken_rules, cents, current_budget, indices, parts, rows, wrong_cells

from pmo_xl.demo.portfolio import DemoProject, demo_portfolio
from pmo_xl.demo.risks import PERCENTS, exposure
from pmo_xl.demo.weekdays import months_after, split, workday

SEEDS = (1, 2, 3, 4, 5)
STATUS_DATE = dt.date(2026, 3, 31)
BANDS = {1: (0, 0.01), 2: (0.01, 0.05), 3: (0.05, 0.1), 4: (0.1, 0.2), 5: (0.2, 1)}


@pytest.fixture(scope="module", params=SEEDS)
def projects(request: pytest.FixtureRequest) -> list[DemoProject]:
    """A portfolio of thirty, for each of five seeds."""
    return demo_portfolio(30, request.param, "mixed", STATUS_DATE)


# every cell and every row ---------------------------------------------------------------------------


def test_every_column_is_one_of_the_templates(projects: list[DemoProject]) -> None:
    """Data for columns that do not exist would be lost in silence."""
    for project in projects:
        for sheet, columns in parts(project):
            assert set(columns) <= {column.key for column in sheet.inputs()}
            assert len({len(values) for values in columns.values()}) == 1


def test_no_cell_is_missing_or_wrong(projects: list[DemoProject]) -> None:
    """All that the standard profile requires is filled, within the limits of its column, under unique names."""
    assert list(wrong_cells(projects)) == []


def test_no_row_rule_speaks(projects: list[DemoProject]) -> None:
    """A faultless demo gives no finding, not even a warning."""
    assert list(broken_rules(projects)) == []


@pytest.mark.parametrize("day", [dt.date(2024, 2, 29), dt.date(2025, 8, 17), dt.date(2026, 12, 31)])
def test_any_status_date_will_do(day: dt.date) -> None:
    """A leap day, a Sunday, the last day of a year."""
    portfolio = demo_portfolio(20, 3, "fr", day)
    assert list(broken_rules(portfolio)) == []
    assert list(wrong_cells(portfolio)) == []


# totals ----------------------------------------------------------------------------------------------


def test_months_add_up_to_their_line(projects: list[DemoProject]) -> None:
    """To the cent, each measure by itself."""
    for project in projects:
        months = rows(project, "budget_months")
        for line in rows(project, "budget"):
            own = [month for month in months if month["line_id"] == line["line_id"]]
            assert cents(month["pv"] for month in own) == cents([current_budget(line)])
            assert cents(month["actual"] or 0 for month in own) == cents([line["actual"]])
            assert cents(month["forecast"] or 0 for month in own) == cents([line["etc"]])
            assert cents(month["committed"] or 0 for month in own) == cents([line["committed"]])
        assert {month["line_id"] for month in months} == {line["line_id"] for line in rows(project, "budget")}


def test_tasks_cost_the_current_budget(projects: list[DemoProject]) -> None:
    """What the plan earns and what the budget grants are one sum; transfers cancel out."""
    for project in projects:
        lines = rows(project, "budget")
        costs = [row["cost_baseline"] for row in rows(project, "plan") if row["type"] != "summary"]
        assert cents(costs) == cents(map(current_budget, lines))
        assert all(row["cost_baseline"] is None for row in rows(project, "plan") if row["type"] == "summary")
        assert cents(line["transfers"] for line in lines) == 0


def test_actual_in_the_past_and_forecast_ahead(projects: list[DemoProject]) -> None:
    """A month is either spent or forecast."""
    for project in projects:
        for month in rows(project, "budget_months"):
            assert (month["actual"] is None) == (month["period"] > STATUS_DATE)
            assert (month["forecast"] is None) == (month["period"] <= STATUS_DATE)


def test_purchases_are_committed_within_their_budget(projects: list[DemoProject]) -> None:
    """Order before invoice, order within budget; what lands above it is explained."""
    for project in projects:
        for line in rows(project, "budget"):
            if line["category"] != "labour_internal":
                assert line["actual"] <= line["committed"] <= current_budget(line)
            if line["actual"] + line["etc"] > current_budget(line):
                assert line["comment"]


def test_contingency_is_one_line_that_covers_the_risks(projects: list[DemoProject]) -> None:
    """The project sheet and the budget agree on the reserve, and it covers the residual risks."""
    for project in projects:
        (line,) = (line for line in rows(project, "budget") if line["category"] == "contingency")
        assert line["bac0"] == project.record["contingency_initial"]
        assert -line["transfers"] == project.record["contingency_drawn"]
        assert exposure(rows(project, "risks")) <= current_budget(line)


# dates and links -------------------------------------------------------------------------------------


def test_dates_are_working_days_and_summaries_span_their_rows(projects: list[DemoProject]) -> None:
    """No date falls on a weekend; the project sheet takes its dates from the plan."""
    for project in projects:
        plan = rows(project, "plan")
        for row in plan:
            days = [what for what in row.values() if isinstance(what, dt.date)]
            assert all(day.weekday() < 5 for day in days)
            inside = [child for child in plan if child["wbs"].startswith(f"{row['wbs']}.")]
            if inside:
                assert row["type"] == "summary"
                assert row["start_forecast"] == min(child["start_forecast"] for child in inside)
                assert row["finish_forecast"] == max(child["finish_forecast"] for child in inside)
                assert row["finish_baseline"] == max(child["finish_baseline"] for child in inside)
        assert project.record["start_baseline"] == min(row["start_baseline"] for row in plan)
        assert project.record["finish_baseline"] == max(row["finish_baseline"] for row in plan)
        assert project.record["finish_forecast"] == max(row["finish_forecast"] for row in plan)


def test_links_name_tasks_and_are_kept(projects: list[DemoProject]) -> None:
    """Each predecessor exists, in the words of the return's language, and no date contradicts it."""
    words = {"FS": "FS", "SS": "SS", "FD": "FS", "DD": "SS", "": "FS"}
    for project in projects:
        plan = {row["task_id"]: row for row in rows(project, "plan")}
        types = set()
        for row in plan.values():
            for link in (row["predecessors"] or "").split("; "):
                if not link:
                    continue
                met = re.fullmatch(r"(\d+)(FS|SS|FD|DD)?(?:\+(\d+)[dj])?", link)
                assert met
                types.add(met[2] or "")
                before, kind, lag = plan[met[1]], words[met[2] or ""], int(met[3] or 0)
                assert before["type"] != "summary"
                for of in ("baseline", "forecast"):
                    start = before[f"{'finish' if kind == 'FS' else 'start'}_{of}"]
                    ready = workday(start, lag + (kind == "FS" and row["type"] != "milestone"))
                    assert row[f"start_{of}"] >= ready
        assert not types & ({"FS", "SS"} if project.language == "fr" else {"FD", "DD"})


def test_each_phase_ends_with_a_milestone(projects: list[DemoProject]) -> None:
    """Six phases of two to five tasks."""
    for project in projects:
        plan = rows(project, "plan")
        for at in range(1, 7):
            phase = [row["type"] for row in plan if row["wbs"].startswith(f"1.{at}.")]
            assert phase[-1] == "milestone"
            assert 2 <= phase.count("task") <= 5
            assert len(phase) == phase.count("task") + 1


# risks -----------------------------------------------------------------------------------------------


def test_ratings_percentages_and_costs_say_the_same(projects: list[DemoProject]) -> None:
    """A level, its percentage and its cost belong to one band of the scales."""
    for project in projects:
        bac = sum(map(current_budget, rows(project, "budget")))
        risks = rows(project, "risks")
        assert 4 <= len(risks) <= 12
        assert len({row["title"] for row in risks}) == len(risks)
        for row in risks:
            for when in ("in", "res"):
                assert round(100 * row[f"prob_pct_{when}"]) in PERCENTS[row[f"probability_{when}"]]
                low, high = BANDS[row[f"impact_{when}"]]
                assert low <= row[f"cost_impact_{when}"] / bac < high
            assert min(len(row[key]) for key in ("cause", "event", "effect", "response_actions")) >= 10
            if row["status"] in ("open", "escalated"):
                assert row["due_date"] >= STATUS_DATE
            if row["status"] == "closed":
                assert row["date_raised"] <= row["date_closed"] <= STATUS_DATE
                assert row["closure_reason"]


# believable ------------------------------------------------------------------------------------------


def test_indices_are_believable_and_differ(projects: list[DemoProject]) -> None:
    """Some projects are in trouble, none beyond belief."""
    spi, cpi = [], []
    for project in projects:
        pv, ev, ac, bac = indices(project)
        if pv:
            spi.append(ev / pv)
            cpi.append(ev / ac)
        else:
            assert ev == ac == 0
        assert 72_800 <= bac <= 11_880_000
    assert min(spi) >= 0.75
    assert max(spi) <= 1.11
    assert min(cpi) >= 0.8
    assert max(cpi) <= 1.15
    assert min(spi) < 0.9
    assert max(spi) > 1
    assert min(cpi) < 0.92
    assert max(cpi) > 1


def test_a_portfolio_is_varied(projects: list[DemoProject]) -> None:
    """Every status, both languages, several currencies, few large projects among many small ones."""
    declared = Counter(project.record["rag_declared"] for project in projects)
    assert set(declared) == {"green", "amber", "red", "grey", "blue"}
    assert declared["green"] >= 2
    assert 4 <= len({project.programme for project in projects}) <= 6
    assert Counter(project.language for project in projects) == {"en": 15, "fr": 15}
    currencies = Counter(project.currency for project in projects)
    assert len(currencies) >= 3
    assert currencies.most_common(1)[0][0] == "EUR"
    budgets = sorted(indices(project)[3] for project in projects)
    assert budgets[-1] > 10 * budgets[len(budgets) // 3]
    statuses = Counter(row["status"] for project in projects for row in rows(project, "risks"))
    assert set(statuses) == {"open", "closed", "occurred", "escalated"}
    assert len({project.record["project_name"] for project in projects}) == 30
    assert len({project.manager for project in projects}) == 30
    assert [project.project_id for project in projects] == [f"P{at:03}" for at in range(1, 31)]


def test_register_and_record_agree(projects: list[DemoProject]) -> None:
    """What the register says of a project is what its return says."""
    for project in projects:
        record = project.record
        assert project.project_id == record["project_id"]
        assert project.programme == record["programme_id"]
        assert project.sponsor == record["sponsor"]
        assert project.manager == record["project_manager"]
        assert project.currency == record["currency"]
        assert (record["finish_actual"] is not None) == (record["rag_declared"] == "blue")
        assert project.raw == {}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_language_is_kept(language: Any) -> None:
    """A portfolio in one language has no word of the other."""
    portfolio = demo_portfolio(12, 8, language)
    assert {project.language for project in portfolio} == {language}
    words = " ".join(name for project in portfolio for name in project.rows["plan"]["name"])
    assert ("Jalon" in words) == (language == "fr")
    assert ("Acceptance" in words) == (language == "en")


# reproducible ----------------------------------------------------------------------------------------


def test_same_seed_same_data() -> None:
    """The seed alone decides."""
    assert demo_portfolio(8, 7, "mixed") == demo_portfolio(8, 7, "mixed")
    assert demo_portfolio(8, 7, "mixed") != demo_portfolio(8, 8, "mixed")


@pytest.mark.parametrize("count", [0, 1, 3, 100])
def test_any_number_of_projects(count: int) -> None:
    """Also more projects than there are names: a name used again says so."""
    portfolio = demo_portfolio(count, 1)
    assert len({project.project_id for project in portfolio}) == count
    assert len({(project.language, project.record["project_name"]) for project in portfolio}) == count


def test_amounts_split_to_the_unit() -> None:
    """Nothing is lost or gained by rounding."""
    assert split(100, [1, 1, 1]) == [34, 33, 33]
    assert split(1050, [1, 2], 100) == [300, 750]
    assert sum(split(999_999, [0.1, 0.7, 3.3, 0.0001])) == 999_999
    assert split(0, [1, 2]) == [0, 0]
    assert months_after(dt.date(2026, 11, 1), 3) == dt.date(2027, 2, 1)
