"""Eight questions that a master answers in ten seconds each: the cell that answers, against plain Python over the returns."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from six_periods import six_periods
from tiny import tiny_portfolio

from pmo_xl.pipeline import Outcome, consolidate_to
from pmo_xl.workspace import demo

STATUS = dt.date(2026, 3, 31)
MOST_RED = 12
"""Red projects that the dashboard lists at most."""
MOST_DUE = 6
LIGHTS = {"green": 1, "amber": 2, "red": 3}


@dataclass(frozen=True)
class Case:
    """A master with what it was made from."""

    book: openpyxl.Workbook
    outcome: Outcome

    def sheet(self, name: str) -> Worksheet:
        found = self.book[name]
        assert isinstance(found, Worksheet)
        return found

    @property
    def dashboard(self) -> Worksheet:
        return self.sheet("Dashboard")

    @property
    def kpis(self) -> dict[str, dict[str, Any]]:
        projects: dict[str, dict[str, Any]] = self.outcome.to_dict()["projects"]
        return projects


CASES: dict[str, dict[str, Any] | None] = {
    "one project": {"projects": 1},
    "12 projects": {"projects": 12},
    "30 projects": {"projects": 30},
    "half missing": {"projects": 12, "missing": True},
    "sixth period": None,
}
MANY, MOST = "300 projects", 300
"""Very small ones: what is asked of the pages does not depend on how many rows a project has."""

LONG = ("30 projects", MANY)


@pytest.fixture(
    scope="module",
    params=[pytest.param(each, marks=pytest.mark.slow) if each in LONG else each for each in (*CASES, MANY)],
)
def case(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Case:
    """A master of each portfolio."""
    if request.param == MANY:
        many = tmp_path_factory.mktemp("many")
        outcome = consolidate_to(
            [tiny_portfolio(many / "returns", MOST)], many / "m.xlsx", language="en", cache=False
        )
        return Case(openpyxl.load_workbook(many / "m.xlsx", data_only=True), outcome)
    home = tmp_path_factory.mktemp("asked") / "pmo"
    wanted = CASES[request.param]
    if wanted is None:
        shutil.copytree(six_periods(tmp_path_factory)[0], home)
        return mastered(home)
    return made(home, **wanted)


def made(home: Path, projects: int, *, missing: bool = False) -> Case:
    """A portfolio of the demonstration and its master; ``missing``: a third of the projects sent nothing, a third no budget."""
    demo(home, projects, 1, "en")
    if missing:
        for project in sorted((home / "returns").iterdir())[: projects // 3]:
            shutil.rmtree(project)
        for project in sorted((home / "returns").iterdir())[: projects // 3]:
            (project / "budget.xlsx").unlink()
    return mastered(home)


def mastered(home: Path) -> Case:
    """The master of a workspace."""
    master = home / "out" / "master.xlsx"
    outcome = consolidate_to([home], master, language="en", cache=False)
    return Case(openpyxl.load_workbook(master, data_only=True), outcome)


def texts(sheet: Worksheet) -> list[str]:
    """All texts of a sheet."""
    return [cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]


def listed(sheet: Worksheet, title: str) -> tuple[str, list[dict[str, Any]]]:
    """The whole title of a list that begins with these words, and its rows by the heads of its columns."""
    (cell,) = [c for row in sheet.iter_rows() for c in row if str(c.value or "").startswith(title)]
    heads: dict[int, str] = {}
    # The list ends where another one begins beside it: at a head that it already has.
    for column in range(cell.column, sheet.max_column + 1):
        words = sheet.cell(cell.row + 1, column).value
        if words in heads.values():
            break
        if words:
            heads[column] = words
    rows = []
    for row in range(cell.row + 2, sheet.max_row + 1):
        if sheet.cell(row, cell.column).value in (None, ""):
            break
        rows.append({words: sheet.cell(row, column).value for column, words in heads.items()})
    return str(cell.value), rows


def counted(title: str) -> tuple[int, int]:
    """What a title says: “– 6 of 10” or “– 4”."""
    numbers = [int(n) for n in re.findall(r"\d+", title.rpartition("–")[2])]
    return (numbers[0], numbers[-1]) if numbers else (0, 0)


def reds(case: Case) -> list[str]:
    """The projects that are red."""
    return [project for project, kpis in case.kpis.items() if kpis["rag"] == "red"]


def headline(case: Case) -> str:
    """The sentence on top of the dashboard."""
    return str(case.dashboard["B3"].value)


def test_how_many_are_red(case: Case) -> None:
    """In the sentence on top, and in the first tile."""
    n, of = len(reds(case)), case.outcome.scorecard.coverage.projects_expected  # type: ignore[union-attr]
    lights = Counter(kpis["rag"] for kpis in case.kpis.values())
    closed = lights["closed"]
    said = f"No project of {of - closed} is red" if n == 0 else f"{n} of {of - closed} projects"
    assert headline(case).startswith(said)
    assert (f", {closed} more closed" in headline(case)) == (closed > 0)
    tile = next(words for words in texts(case.dashboard) if re.match(r"◆\xa0\d+", words))
    assert [int(n) for n in re.findall(r"\d+", tile)][:3] == [
        lights[light] for light in ("red", "amber", "green")
    ]


def test_why_each_is_red_and_what_its_manager_says(case: Case) -> None:
    """All of them, with a reason, and the words of their managers."""
    title, rows = listed(case.dashboard, "Red projects and why")
    expected = reds(case)
    assert counted(title)[1] == len(expected)
    assert {row["ID"] for row in rows} <= set(expected) or not expected
    if not expected:
        assert "No project is red." in texts(case.dashboard)
        return
    assert len(rows) == min(len(expected), MOST_RED)
    projects = case.outcome.portfolio.projects.set_index("project_id")
    for row in rows:
        assert row["Why"], row
        said = projects.loc[row["ID"], "comment"]
        assert (row["What the project manager says"] or "").rstrip("…") in (said or "")
        assert row["Project manager"] == (projects.loc[row["ID"], "project_manager"] or "")
        assert bool(row["What the project manager says"]) == bool(said)


def test_what_is_spent_against_the_budget(case: Case) -> None:
    """In the sentence on top: amount, gap, share."""
    totals = case.outcome.to_dict()["portfolio"]
    eac, vac, share = totals["eac"], totals["vac"], totals["vac_pct"]
    if None in (eac, vac, share):
        assert "Forecast at completion" not in headline(case)
        return
    assert f"Forecast at completion {money(eac)}" in headline(case)
    side = "over" if vac < 0 else "under"
    assert f"{money(abs(vac))} ({abs(share) * 100:.1f}%) {side} budget" in headline(case)


def money(amount: float) -> str:
    """An amount in millions or thousands of euros."""
    return f"€{amount / 1e6:.1f}M" if amount >= 999_500 else f"€{amount / 1e3:.0f}k"


def due(case: Case) -> list[tuple[int, str, dt.date]]:
    """Open milestones of the next 90 days from the rows of the plans: days ahead, project, date."""
    plan = case.outcome.portfolio.tables["plan"]
    found = []
    for row in plan.to_dict("records"):
        open_ = pd.isna(row["finish_actual"])
        day = first_known(row["finish_actual"], row["finish_forecast"], row["finish_baseline"])
        if row["type"] == "milestone" and open_ and day is not None:
            ahead = (day - STATUS).days
            if 0 <= ahead <= 90 and row["pct_complete"] != 1:
                found.append((ahead, row["project_id"], day))
    return found


def first_known(*days: Any) -> dt.date | None:
    """The first of these days that is known."""
    for day in days:
        if not pd.isna(day):
            return dt.date(day.year, day.month, day.day)
    return None


@pytest.mark.parametrize(("first", "last"), [(0, 30), (31, 60), (61, 90)])
def test_what_is_due(case: Case, first: int, last: int) -> None:
    """In three columns, each with its number, the first of them by date."""
    said = f"Due in {first}–{last} days" if first else f"Due within {last} days"
    title, rows = listed(case.dashboard, said)
    expected = [(project, day) for ahead, project, day in due(case) if first <= ahead <= last]
    assert counted(title)[1] == len(expected)
    rows = [row for row in rows if row["ID"]]
    assert len(rows) == min(len(expected), MOST_DUE)
    assert Counter((row["ID"], day_of(row["Date"])) for row in rows) <= Counter(expected)
    days = [day_of(row["Date"]) for row in rows]
    assert days == sorted(day for _, day in expected)[: len(days)]


def day_of(cell: Any) -> dt.date:
    """A date, whether its cell says that it is one or not."""
    if isinstance(cell, dt.datetime):
        return cell.date()
    return dt.date(1899, 12, 30) + dt.timedelta(days=int(cell))


def test_what_could_go_wrong_and_what_is_done_about_it(case: Case) -> None:
    """Five threats by score, with response and owner; no opportunity."""
    title, rows = listed(case.dashboard, "Gravest open threats")
    risks = case.outcome.portfolio.tables["risks"].to_dict("records")
    opportunity = {"exploit", "enhance", "share_gain"}
    open_ = [row for row in risks if row["is_open"] == 1]
    threats = [row for row in open_ if row["is_threat"] == 1]
    assert counted(title)[1] == len(threats)
    assert len([row for row in rows if row["ID"]]) == min(5, len(threats))
    for row in rows:
        (held,) = [r for r in threats if r["project_id"] == row["ID"] and r["title"] == row["Threat"]][:1]
        assert held["response_type"] not in opportunity
        assert row["Owner"] == held["owner"]
        assert (row["Response"] or "").rstrip("…") in (held["response_actions"] or "")
    scores = [row["Score"] for row in rows]
    assert scores == sorted((r["score_current"] for r in threats), reverse=True)[: len(scores)]


def test_who_has_not_sent_what(case: Case) -> None:
    """How many returns came of how many; who owes one stands on the page of the collection."""
    coverage = case.outcome.scorecard.coverage  # type: ignore[union-attr]
    assert f"{coverage.returns} / {coverage.returns_expected}" in texts(case.dashboard)
    missing = coverage.returns_expected - coverage.returns
    assert (f"{missing} return" in headline(case)) == (missing > 0)
    collection = case.sheet("Collection and reminders")
    marks = Counter(words for words in texts(collection) if words.startswith("◆ Missing"))
    assert sum(marks.values()) >= missing
    owing = {row["project_id"] for row in case.outcome.portfolio.missing}
    if owing:
        assert owing <= set(texts(collection))
        assert str(case.dashboard["B4"].value).endswith("partial figures")


def test_which_project_got_worse(case: Case) -> None:
    """An arrow by project, and a page of their own for what moved; in the first month a sentence."""
    before = {p: (kpis["rag_before"], LIGHTS.get(kpis["rag"])) for p, kpis in case.kpis.items()}
    known = {p: (then, now) for p, (then, now) in before.items() if then and now}
    changed = case.sheet("What changed")
    if not known:
        assert any("nothing to compare" in words for words in texts(changed))
        return
    arrows = arrows_by_project(case.sheet("Portfolio"))
    for project, (then, now) in known.items():
        expected = "↗ better" if now < then else "↘ worse" if now > then else "→ same"
        assert arrows[project] == expected
    assert any(project in texts(changed) for project in known)


def arrows_by_project(sheet: Worksheet) -> dict[str, str]:
    """The trend of each project on the page of the portfolio."""
    (head,) = [cell for row in sheet.iter_rows() for cell in row if cell.value == "Trend"]
    return {
        str(sheet.cell(row, 2).value): str(sheet.cell(row, head.column).value)
        for row in range(head.row + 1, sheet.max_row + 1)
        if sheet.cell(row, head.column).value
    }


def test_who_must_do_what_by_when(case: Case) -> None:
    """Every project manager has a row with the next action; who owes a return is told so."""
    words = texts(case.sheet("Collection and reminders"))
    register = {
        known.get("project_manager") for known in (case.outcome.portfolio.expected.projects or {}).values()
    }
    assert {name for name in register if name} <= set(words)


def test_a_project_on_one_page(case: Case) -> None:
    """The project sheet names the project that is chosen, its manager, its lights and its dates."""
    sheet = next(
        case.sheet(name) for name in ("Project sheet", "One project") if name in case.book.sheetnames
    )
    words = texts(sheet)
    chosen = next(iter(case.kpis))
    assert chosen in words
    names = case.outcome.portfolio.projects.set_index("project_id")["project_name"]
    assert any(names[chosen] in each for each in words)


def test_no_error_value_is_seen(case: Case) -> None:
    """No sheet that people see shows an error; cells that a chart reads may hold #N/A, coloured out of sight."""
    seen: Sequence[str] = ("#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!")
    for sheet in case.book.worksheets:
        if sheet.sheet_state == "visible":
            assert not [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.value in seen], (
                sheet.title
            )


def test_the_contents_name_every_project(case: Case) -> None:
    """Those that sent nothing too, and no link leads to a sheet that is hidden."""
    contents = case.sheet("Contents")
    silent = {row["project_id"] for row in case.outcome.scorecard.coverage.silent}  # type: ignore[union-attr]
    assert {*case.kpis, *silent} <= set(texts(contents))
    assert texts(contents).count("◆ No return") == len(silent)
    led_to = {
        cell.hyperlink.location.split("!")[0].strip("'")
        for row in contents.iter_rows()
        for cell in row
        if cell.hyperlink
    }
    assert led_to
    assert {name for name in led_to if case.sheet(name).sheet_state != "visible"} == set()


def test_whose_status_is_better_than_the_figures(case: Case) -> None:
    """Each such project with both statuses and the figures that speak against it, the widest gap first; no list where none is."""
    gaps = {
        project: kpis["divergence"] for project, kpis in case.kpis.items() if (kpis["divergence"] or 0) > 0
    }
    title = "Declared better than computed"
    if not gaps:
        assert not [words for words in texts(case.sheet("Portfolio")) if words.startswith(title)]
        return
    said, rows = listed(case.sheet("Portfolio"), title)
    steps = [row["Gap: declared − computed"] for row in rows]
    assert counted(said) == (len(rows), len(gaps))
    assert steps == sorted(gaps.values(), reverse=True)[: len(rows)]
    told = {f.project: f for f in case.outcome.portfolio.findings if f.code == "XSH-10"}
    assert {*told} == {*gaps}
    for row in rows:
        found = told[row["Project ID"]]
        assert row["Computed status (reason)"] in found.message.to("en")
        assert found.severity.key == ("warning" if gaps[row["Project ID"]] == 2 else "info")
