"""How partial a figure is stands beside it: in the JSON, on the Dashboard, below totals, in titles of lists and charts."""

from __future__ import annotations

import json
import random
import re
import shutil
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from office import compare, needs_office, poisoned, recalculated
from on_page import cell_with, opened, page_of
from openpyxl.worksheet.worksheet import Worksheet
from small import end_of, line, month, task, write
from small_risks import register, risk
from standard import MASTER, TABLES

from pmo_xl import pipeline, workspace
from pmo_xl.core.settings.settings import Settings
from pmo_xl.pipeline import Outcome

BAND = {
    "en": "4 of 6 projects, 9 of 18 returns: partial figures",
    "fr": "4 projets sur 6, 9 retours sur 18\u00a0: chiffres partiels",
}
LEFT = {"P001": (), "P002": (), "P003": ("plan", "risks"), "P004": ("plan", "risks", "budget"),
        "P005": ("risks",), "P006": ("plan", "risks", "budget")}  # fmt: skip
"""What of a portfolio of six projects was collected."""


@pytest.fixture(scope="module")
def half(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace of six projects whose register expects 18 returns, of which half came."""
    folder = tmp_path_factory.mktemp("half") / "PMO"
    workspace.demo(folder, projects=6, seed=4)
    for project, kinds in LEFT.items():
        for path in (folder / "returns" / project).glob("*.xlsx"):
            if path.stem not in kinds:
                path.unlink()
        if not kinds:
            shutil.rmtree(folder / "returns" / project)
    return folder


@pytest.fixture(scope="module")
def made(half: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Outcome]:
    """Its masters in both languages."""
    out = tmp_path_factory.mktemp("made")
    return {
        language: pipeline.consolidate_to([half], out / f"{language}.xlsx", language=language)
        for language in BAND
    }


def _book(outcome: Outcome) -> openpyxl.Workbook:
    assert outcome.master is not None
    return openpyxl.load_workbook(outcome.master, data_only=True)


def _page(outcome: Outcome, title: str) -> Worksheet:
    assert outcome.master is not None
    return page_of(outcome.master, title)


BOARD = {"en": "Dashboard", "fr": "Tableau de bord"}
PARTIAL = "B4"
"""Where the dashboard says what is missing: below the sentence that sums up."""
OF_KPI = {
    "spi": {"en": "Schedule (SPI)", "fr": "Délais (IPD)"},
    "bac": {"en": "Current budget", "fr": "Budget révisé"},
    "eac": {"en": "Forecast at completion", "fr": "Atterrissage"},
    "exposure": {"en": "Threat exposure", "fr": "Exposition aux menaces"},
}
"""Words on the tiles that show a KPI."""
COVER, LEFT_OUT, UNKNOWN = 5, 6, 7
"""What a tile stands on, in rows below its words: projects, rows left out, cells that are unknown."""


def _on_tile(board: Worksheet, words: str, line: int) -> Any:
    """What a tile says in a line."""
    label = cell_with(board, words)
    return board.cell(label.row + line, label.column).value


def _heads(sheet: Worksheet, row: int) -> dict[str, int]:
    """The columns of a row of heads."""
    return {str(cell.value): cell.column for cell in sheet[row] if cell.value is not None}


def _texts(sheet: Worksheet) -> list[str]:
    return [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]


def test_the_json_says_of_how_many_projects_each_figure_is(made: dict[str, Outcome]) -> None:
    """Projects and returns expected and counted, and for each KPI the projects that have it, with their budget."""
    result = made["en"].to_dict()
    coverage, projects = result["coverage"], result["projects"]

    counts = {key: coverage[key] for key in ("projects_expected", "projects", "returns_expected", "returns")}
    assert counts == {"projects_expected": 6, "projects": 4, "returns_expected": 18, "returns": 9}
    assert list(coverage["kpis"]) == list(result["portfolio"])
    for key in ("bac", "ev", "eac_bottom_up", "exposure"):
        known = [project for project, held in projects.items() if held[key] is not None]
        told = coverage["kpis"][key]
        assert (told["projects"], told["of"]) == (len(known), 6), key
        budgets = [projects[project]["bac"] for project in known]
        whole = None not in budgets and budgets
        assert told["bac"] == (pytest.approx(sum(budgets)) if whole else None), key
    both = [p for p in projects.values() if p["ev"] is not None and p["ac"] is not None]
    assert coverage["kpis"]["cpi"]["projects"] == len(both)
    assert result["portfolio"]["cpi"] == pytest.approx(
        sum(p["ev"] for p in both) / sum(p["ac"] for p in both)
    )
    assert json.loads(json.dumps(coverage)) == coverage


def test_lights_say_which_inputs_are_unknown(made: dict[str, Outcome]) -> None:
    """Of a project without a budget the cost light knows nothing; what it looks at is named."""
    result = made["en"].to_dict()
    budgetless = next(p for p, held in result["projects"].items() if held["bac"] is None)
    lights = result["coverage"]["by_project"][budgetless]["lights"]

    assert set(lights["rag_cost"]["unknown"]) == {"cpi", "vac_pct"}
    assert set(lights["rag"]["known"]) | set(lights["rag"]["unknown"]) == {
        part for key in ("rag_schedule", "rag_cost", "rag_risk") for names in lights[key].values() for part in names
    }  # fmt: skip


@pytest.mark.parametrize("language", BAND)
def test_the_dashboard_says_in_words_that_it_is_partial(made: dict[str, Outcome], language: str) -> None:
    """Under the title stands what is missing; each tile says of how many projects it is."""
    board = _page(made[language], BOARD[language])
    coverage = made[language].to_dict()["coverage"]
    words = {"en": "{n} of {of} projects", "fr": "{n} projets sur {of}"}[language]

    assert board[PARTIAL].value == BAND[language]
    for key, tile in OF_KPI.items():
        said = words.format(n=coverage["kpis"][key]["projects"], of=6)
        assert _on_tile(board, tile[language], COVER) == said, key
    for label in {"en": ("Projects", "Returns"), "fr": ("Projets", "Collecte")}[language]:
        assert _on_tile(board, label, COVER) == words.format(n=coverage["projects"], of=6), label


def test_totals_programmes_and_curves_say_of_how_many(made: dict[str, Outcome]) -> None:
    """Below the total of each page, in the column of the figure, and in the title of each chart over some projects only."""
    book, result = _book(made["en"]), made["en"].to_dict()
    kpis = result["coverage"]["kpis"]
    for page, keys in {
        "Portfolio": ("progress", "slip_wd", "vac_pct"),
        "Schedule": ("spi", "milestone_hit_rate"),
        "Budget": ("bac", "ac", "eac", "vac"),
        "Earned value": ("pv", "ev", "ac", "spi", "cpi", "pct_complete"),
        "Forecasts": ("bac", "eac_low"),
        "Eight estimates": ("eac_cpi",),
        "Risks by project": ("critical_risks", "exposure"),
    }.items():
        sheet = book[page]
        row = next(cell.row for cell in sheet["B"] if cell.value == "of projects")
        assert sheet.cell(row - 1, 2).value == "Portfolio"
        heads = _heads(sheet, 4)
        told = {key: sheet.cell(row, heads[MASTER.kpis[key].label.en]).value for key in keys}
        assert told == {key: f"{kpis[key]['projects']}/6" for key in keys}, page
    titles = [cell.value for cell in book["Chart data"]["K"] if cell.value]
    n = kpis["in_curve"]["projects"]
    curve = result["portfolio"]["in_curve"]
    assert n == 4
    assert any(title.startswith("S-curve") and title.endswith(f"{curve} of 6 projects") for title in titles)


def test_silent_projects_are_listed_with_what_they_owe(
    made: dict[str, Outcome], half: Path, tmp_path: Path
) -> None:
    """A project of which nothing came stands on the Portfolio page; once it was known, with its last figures."""
    words = _texts(_page(made["en"], "Portfolio"))
    assert "Projects with no return that counts (2): last known figures" in words
    assert words.count("Plan, Risk register, Budget") == 2

    folder = tmp_path / "PMO"
    shutil.copytree(half, folder)
    first = pipeline.consolidate_to([folder], folder / "m.xlsx", language="en").to_dict()
    shutil.rmtree(folder / "returns" / "P003")
    later = pipeline.consolidate_to([folder], folder / "m.xlsx", language="en", status_date=date(2026, 3, 31))
    sheet = _page(later, "Portfolio")
    silent = next(
        cell.row
        for cell in sheet["B"]
        if str(cell.value).startswith("Projects with no return that counts (3)")
    )
    row = next(cell.row for cell in sheet["B"] if cell.value == "P003" and cell.row > silent)
    heads = _heads(sheet, silent + 1)
    assert sheet.cell(row, heads["Last known"]).value.date() == date(2026, 3, 1)
    assert first["projects"]["P003"]["bac"] is None
    assert sheet.cell(row, heads["BAC"]).value is None


def test_figures_stand_below_their_heads_where_a_list_makes_the_page_wider(made: dict[str, Outcome]) -> None:
    """Names run on over the columns that the list of silent projects needs; what follows them moves with its head."""
    sheet, projects = _page(made["en"], "Portfolio"), made["en"].to_dict()["projects"]
    heads = _heads(sheet, 4)
    managers = made["en"].portfolio.projects.set_index("project_id")["project_manager"]

    assert heads["Project manager"] - heads["Project name"] > 1
    for project, held in projects.items():
        row = next(cell.row for cell in sheet["B"] if cell.value == project)
        shown = {head: sheet.cell(row, column).value for head, column in heads.items()}
        assert shown["Project manager"] == managers[project]
        assert (shown["Progress"], shown["Slip (wd)"], shown["VAC %"]) == pytest.approx(
            tuple(held[key] for key in ("progress", "slip_wd", "vac_pct"))
        )
        assert {
            sheet.cell(row, column).value
            for column in range(heads["Project name"] + 1, heads["Project manager"])
        } == {None}


def test_rows_left_out_stand_beside_the_figures_that_read_them(tmp_path: Path) -> None:
    """A line whose name an earlier one has is left out: said at the budget's figures, at its light, and nowhere else."""
    lines = [line(100.0, 40.0, 70.0), line(900.0, 10.0, 5.0)]
    write(tmp_path / "in", "P1", end_of(3), [task(100.0, 0.5)], lines, [])
    outcome = pipeline.consolidate_to([tmp_path / "in"], tmp_path / "m.xlsx", cache=False)
    result = outcome.to_dict()
    kpis = result["coverage"]["kpis"]

    assert (kpis["bac"]["rows_left_out"], kpis["bac"]["rows"]) == (1, 2)
    assert (kpis["cpi"]["rows_left_out"], kpis["cpi"]["rows"]) == (1, 3)
    assert (kpis["ev"]["rows_left_out"], kpis["ev"]["rows"]) == (0, 1)
    assert result["coverage"]["by_project"]["P1"]["rows"]["budget"] == {"rows_left_out": 1, "rows": 2}
    book = _book(outcome)
    board = book["Dashboard"]
    assert board[PARTIAL].value == "1 of 1 projects, 2 of 2 returns, 1 of 3 rows left out: partial figures"
    assert _on_tile(board, "Current budget", LEFT_OUT) == "1 of 2 rows left out"
    assert _on_tile(board, "Threat exposure", LEFT_OUT) is None
    french = pipeline.consolidate_to([tmp_path / "in"], tmp_path / "fr.xlsx", cache=False, language="fr")
    said = _page(french, "Tableau de bord")
    assert said["B2"].value == "Date d’arrêté 31/03/2026   ·   1 projet   ·   EUR"
    assert said[PARTIAL].value.startswith("1 projet sur 1, 2 retours sur 2, 1 ligne sur 3 écartée")
    assert _on_tile(said, "Budget révisé", LEFT_OUT) == "1 ligne sur 2 écartée"
    portfolio = book["Portfolio"]
    row = cell_with(portfolio, "P1").row
    assert portfolio.cell(row, _heads(portfolio, 4)["Cost status"]).value.endswith(" *")


CELLS = {
    "en": ("1 of 1 projects, 3 of 3 returns, 4 cells unreadable or blank: partial figures",
           "1 cell unreadable or blank", "Budget: Approved changes"),
    "fr": ("1 projet sur 1, 3 retours sur 3, 4 cellules illisibles ou vides : chiffres partiels",
           "1 cellule illisible ou vide", "Budget : Avenants validés"),
}  # fmt: skip
"""What is said of a change in dollars, a cost impact that could be two numbers, a due date in words, and an impact that nobody rated."""


def _unreadable(folder: Path, language: str) -> Path:
    """Three returns, sound but for these four cells, and one that no figure reads."""
    write(
        folder,
        "P1",
        end_of(3),
        [task(100.0, 0.5)],
        [line(100.0, 40.0, 60.0, changes_approved=20.0)],
        [],
        language,
    )
    rows = [risk(risk_id="R-001", prob_pct_in=0.5, cost_impact_in=10.0, due_date=end_of(6)),
            risk(risk_id="R-002", title="Another one", prob_pct_in=0.5, cost_impact_in=9.0, impact_in=None)]  # fmt: skip
    register(folder, "P1", end_of(3), rows, language)
    columns = {
        "budget": ("budget", {"changes_approved": "200 USD"}),
        "risks": ("risks", {"cost_impact_in": "900.000", "due_date": "soon", "date_raised": "soon"}),
    }
    for kind, (table, cells) in columns.items():
        book = openpyxl.load_workbook(folder / f"P1-{kind}.xlsx")
        sheet = book[TABLES[table].heading.to(language)]
        for key, what in cells.items():
            label = TABLES[table].columns[key].label.to(language)
            head = next(c for row in sheet.iter_rows(max_row=12) for c in row if c.value == label)
            sheet.cell(head.row + 1, head.column, what)
        book.save(folder / f"P1-{kind}.xlsx")
    return folder


@pytest.fixture(scope="module")
def spoiled(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Outcome]:
    """The masters of these returns in both languages."""
    folder = tmp_path_factory.mktemp("spoiled")
    return {
        language: pipeline.consolidate_to(
            [_unreadable(folder / language, language)], folder / f"{language}.xlsx", language=language, cache=False
        )
        for language in CELLS
    }  # fmt: skip


def test_cells_that_cannot_be_read_are_counted_beside_the_figures_that_read_them(
    spoiled: dict[str, Outcome],
) -> None:
    """A refused change is missing from the BAC, a refused impact from the exposure, a blank one from the scores; no other figure."""
    result = spoiled["en"].to_dict()
    told = {key: held["cells_unknown"] for key, held in result["coverage"]["kpis"].items()}

    assert (result["portfolio"]["bac"], result["portfolio"]["exposure"]) == (100.0, 4.5)
    assert (told["bac"], told["vac"], told["exposure"], told["critical_risks"]) == (1, 1, 1, 1)
    assert (told["exposure_pct"], told["overdue_risks"]) == (2, 1)
    assert (told["ac"], told["ev"], told["cpi"], told["open_risks"]) == (0, 0, 0, 0)
    assert result["coverage"]["by_project"]["P1"]["cells_unknown"] == {
        "budget.changes_approved": 1, "risks.cost_impact_in": 1, "risks.due_date": 1, "risks.impact_in": 1,
    }  # fmt: skip
    assert {key: result["projects"]["P1"][f"{key}_partial"] for key in ("rag_schedule", "rag_cost", "rag_risk")} == {
        "rag_schedule": 0, "rag_cost": 1, "rag_risk": 1,
    }  # fmt: skip


@pytest.mark.parametrize("language", CELLS)
def test_pages_say_how_many_cells_are_unreadable_or_blank(spoiled: dict[str, Outcome], language: str) -> None:
    """In the band, below the tiles, as a mark of the light, and by column on the sheet Coverage."""
    book = _book(spoiled[language])
    band, one, column = CELLS[language]
    board = book[BOARD[language]]

    assert board[PARTIAL].value == band
    tiles = {key: _on_tile(board, tile[language], UNKNOWN) for key, tile in OF_KPI.items()}
    assert tiles == {"spi": None, "bac": one, "eac": None, "exposure": one}
    coverage = book[{"en": "Coverage", "fr": "Couverture"}[language]]
    assert column in _texts(coverage)
    heading = {"en": "Cells unreadable or blank", "fr": "Cellules illisibles ou vides"}[language]
    counts = cell_with(coverage, heading)
    told = {str(coverage.cell(row, 2).value): coverage.cell(row, counts.column).value
            for row in range(counts.row + 1, coverage.max_row + 1)}  # fmt: skip
    cells = {"pct_complete": 1, "spi": 0, "cpi": 0, "bac": 1, "eac": 0, "vac": 1,
             "exposure": 1, "critical_risks": 1, "milestone_hit_rate": 0}  # fmt: skip
    assert {key: told[MASTER.kpis[key].label.to(language)] for key in cells} == cells
    portfolio = book[{"en": "Portfolio", "fr": "Portefeuille"}[language]]
    row, heads = cell_with(portfolio, "P1").row, _heads(portfolio, 4)
    lights = [
        portfolio.cell(row, heads[MASTER.kpis[key].label.to(language)]).value
        for key in ("rag", "rag_schedule", "rag_cost", "rag_risk")
    ]
    assert [words.endswith(" *") for words in lights] == [True, False, True, True]


@needs_office
def test_another_program_counts_the_same_cells(spoiled: dict[str, Outcome], tmp_path: Path) -> None:
    """Cells beside a figure, marks and the band are live."""
    paths = [outcome.master for outcome in spoiled.values() if outcome.master]
    worse = [poisoned(path, tmp_path / path.name) for path in paths]
    for path, again in zip(paths, recalculated(worse, tmp_path / "fresh"), strict=True):
        assert list(compare(path, again)) == []


def test_a_cell_of_a_row_that_is_left_out_is_not_counted_again(tmp_path: Path) -> None:
    """The row is said to be left out; what it lacks is not said beside it."""
    rows = [risk(risk_id="R-001"), risk(risk_id="R-002", title="Another one", status=None, impact_in=None)]
    register(tmp_path / "in", "P1", end_of(3), rows)
    told = pipeline.consolidate_to([tmp_path / "in"], tmp_path / "m.xlsx", cache=False).to_dict()["coverage"]

    assert (
        told["kpis"]["critical_risks"]["rows_left_out"],
        told["kpis"]["critical_risks"]["cells_unknown"],
    ) == (1, 0)
    assert told["by_project"]["P1"]["cells_unknown"] == {}


def test_a_portfolio_that_is_whole_is_said_to_be_nothing_else(tmp_path: Path) -> None:
    """Where everything expected came, there is no band, and no title says of how many."""
    workspace.demo(tmp_path / "PMO", projects=3, seed=2, language="en")
    outcome = pipeline.consolidate_to([tmp_path / "PMO"], tmp_path / "m.xlsx", language="en")
    book = _book(outcome)

    assert book["Dashboard"][PARTIAL].value is None
    assert not [
        title
        for title in (cell.value for cell in book["Chart data"]["K"])
        if title and "projects" in title.split("–")[-1] and "of" in title.split("–")[-1]
    ]


@needs_office
def test_another_program_counts_the_same(made: dict[str, Outcome], tmp_path: Path) -> None:
    """Every count beside a figure is live: LibreOffice finds what Python found."""
    paths = [outcome.master for outcome in made.values() if outcome.master]
    spoiled = [poisoned(path, tmp_path / path.name) for path in paths]
    for path, again in zip(paths, recalculated(spoiled, tmp_path / "fresh"), strict=True):
        assert list(compare(path, again)) == []


# ---- lists ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> openpyxl.Workbook:
    """Fourteen projects over budget, the worst the last; one with a forecast on no budget; risks of both kinds."""
    folder = tmp_path_factory.mktemp("lists")
    for n in range(1, 15):
        write(
            folder / "in",
            f"P{n}",
            end_of(3),
            [task(1000.0, 0.5)],
            [line(1000.0, 500.0, 700.0 + 1000 * n)],
            [],
        )
    write(folder / "in", "Z1", end_of(3), None, [line(0.0, 0.0, 123456.0)], [])
    rows = [
        risk(risk_id="R-001", title="Dear", probability_in=4, impact_in=4, prob_pct_in=0.5, cost_impact_in=1e6),
        risk(risk_id="R-002", title="Cheap", prob_pct_in=0.5, cost_impact_in=1000.0),
        risk(risk_id="R-003", title="Gain", prob_pct_in=0.5, cost_impact_in=9e6, kind="opportunity",
             response_type="enhance", probability_in=5, impact_in=5),
        risk(risk_id="R-004", title="Used", response_type="exploit", probability_in=5, impact_in=4),
    ]  # fmt: skip
    register(folder / "in", "P1", end_of(3), rows)
    settings = Settings(status_date=end_of(3), reporting_currency="EUR")
    return _book(pipeline.consolidate_to([folder / "in"], folder / "m.xlsx", settings=settings))


def _below(sheet: Worksheet, title: str, head: str, size: int) -> list[Any]:
    """What a column of a list holds, below its title and heads."""
    start = next(cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith(title))
    column = next(
        cell.column for cell in sheet[start.row + 1] if cell.value == head and cell.column >= start.column
    )
    return [sheet.cell(start.row + 2 + at, column).value for at in range(size)]


def test_the_attention_list_ranks_by_money_and_says_of_how_many(lists: openpyxl.Workbook) -> None:
    """The largest overrun comes first, whatever its name; a forecast on a budget of 0 is on the list, with its reason.

    All are on the page of the portfolio; their order is beside their KPIs.
    """
    board, title = lists["Dashboard"], "Red projects, or without a budget, and why"
    expected = ["Z1", *(f"P{n}" for n in range(14, 0, -1))]

    assert f"{title} – 12 of 15" in _texts(board)
    assert _below(board, title, "ID", 12) == expected[:12]
    reasons = _below(board, title, "Why", 12)
    assert reasons[0] == "forecast without a budget"
    assert all("over budget" in reason for reason in reasons[1:])
    assert {*expected} <= {*_texts(lists["Portfolio"])}
    kpis = lists["KPI"]
    heads = _heads(kpis, 5)
    ranks = {row[heads["Project ID"] - 1]: row[heads["Order: Attention list"] - 1]
             for row in kpis.iter_rows(min_row=6, values_only=True) if row[heads["Project ID"] - 1]}  # fmt: skip
    assert sorted(ranks, key=lambda project: -ranks[project]) == expected


def test_threats_and_opportunities_have_lists_of_their_own(lists: openpyxl.Workbook) -> None:
    """An opportunity is on no list of threats, whether it says so or is answered as one."""
    risks, board = lists["Risks"], lists["Dashboard"]

    assert {*_below(risks, "Top open threats – 2 of 2", "Threat", 4)} == {"Dear", "Cheap", None}
    assert [*_below(risks, "Top open opportunities – 2 of 2", "Opportunity", 2)] == ["Gain", "Used"]
    assert [*_below(board, "Gravest open threats – 2", "Threat", 3)] == ["Dear", "Cheap", None]
    assert not {"Gain", "Used"} & set(_texts(board))


def test_milestones_say_how_many_there_are(tmp_path: Path) -> None:
    """Of 14 milestones that are due within 30 days the dashboard lists six, their own page all, and both say so."""
    days = [date(2026, 4, n) for n in range(1, 15)]
    plan = [task(100.0, 0.5)] + [
        task(None, 0.0, task_id=f"M{n}", type="milestone", start_baseline=day, finish_baseline=day,
             start_forecast=day, finish_forecast=day, pct_complete=0.0, start_actual=None)
        for n, day in enumerate(days)
    ]  # fmt: skip
    write(tmp_path / "in", "P1", end_of(3), plan, None, [])
    book = _book(pipeline.consolidate_to([tmp_path / "in"], tmp_path / "m.xlsx", cache=False))

    board, title = book["Dashboard"], "Due within 30 days – 6 of 14"
    listed = [day.date() if day else None for day in _below(board, title, "Date", 7)]
    assert listed == [*days[:6], None]
    assert {"Due in 31–60 days – 0", "Due in 61–90 days – 0"} <= set(_texts(board))
    title = "Milestones overdue or due in 90 days – 14 of 14"
    assert [day.date() for day in _below(book["Milestones"], title, "Forecast", 14)] == days


def test_declared_and_computed_status_stand_side_by_side(tmp_path: Path) -> None:
    """Each project shows both on the page of the portfolio; those that are declared better are counted on top."""
    for n, declared in enumerate(("green", "green", "red", None), start=1):
        write(tmp_path / "in", f"P{n}", end_of(3), [task(1000.0, 0.5)], [line(1000.0, 500.0, 5000.0)], [],
              rag_declared=declared)  # fmt: skip
    outcome = pipeline.consolidate_to([tmp_path / "in"], tmp_path / "m.xlsx", cache=False)
    book = _book(outcome)
    portfolio = book["Portfolio"]
    heads = _heads(portfolio, 4)
    rows = [cell_with(portfolio, f"P{n}").row for n in range(1, 5)]
    said, computed = (
        [portfolio.cell(row, heads[head]).value for row in rows] for head in ("Declared status", "Computed status")
    )  # fmt: skip

    assert said == ["● Green", "● Green", "◆ Red", None]
    assert [words[:5] for words in computed] == ["◆ Red"] * 4
    assert outcome.to_dict()["portfolio"]["declared_better"] == 2
    assert _on_tile(book["Dashboard"], "Projects", 2) == "declared better than computed: 2"


# ---- digits ---------------------------------------------------------------------------------------


LOOKED_AT = {"SPI": "Schedule", "Schedule (SPI)": "Dashboard", "Data quality": "Data quality"}
"""The page on which a figure is looked at, by the words above it."""


@cache
def _looks() -> dict[str, list[tuple[str, str]]]:
    """For SPI and data quality, the tests and number formats of their cells, the first that holds counting."""
    folder = Path(__import__("tempfile").mkdtemp(prefix="pmo_xl_digits_"))
    write(
        folder / "in",
        "P1",
        end_of(3),
        [task(100.0, 0.5)],
        [line(100.0, 40.0, 70.0)],
        [{"line_id": "L1", "period": month(1), "pv": 100.0}],
    )
    outcome = pipeline.consolidate_to([folder / "in"], folder / "m.xlsx", cache=False)
    assert outcome.master is not None
    book, found = opened(outcome.master, *LOOKED_AT.values(), values=False), {}
    for head, page in LOOKED_AT.items():
        sheet = book[page]
        above = next(
            cell for row in sheet.iter_rows(min_row=4, max_row=5) for cell in row if cell.value == head
        )
        cell = sheet.cell(above.row + 1, above.column)
        place, usual = cell.coordinate, cell.number_format
        rules = sorted(
            (rule.priority, rule.formula[0], rule.dxf.numFmt.formatCode if rule.dxf.numFmt else usual)
            for area in sheet.conditional_formatting
            if place in area.sqref
            for rule in area.rules
        )
        found[head] = [(test.replace(place, "value"), form) for _, test, form in rules]
    shutil.rmtree(folder)
    return found


def _shown(head: str, value: float, limits: dict[str, float]) -> str:
    """A number as its cell shows it: the format of the first rule that holds."""
    words = {
        "ISNUMBER": lambda _: True,
        "AND": lambda *parts: all(parts),
        "ROUND": round,
        "ABS": abs,
        "TRUE": True,
    }
    for test, form in _looks()[head]:
        if eval(test, {}, {**words, **limits, "value": value}):
            return _formatted(form, value)
    raise AssertionError(test)


def _formatted(form: str, value: float) -> str:
    sections = form.split(";")
    for section in sections:
        condition = re.match(r"\[>=([\d.]+)\]", section)
        if condition is None or value >= float(condition[1]):
            break
    section = re.sub(r"^\[.*?\]", "", section)
    if len(sections) and not form.startswith("["):
        section = sections[0]
    said = "".join(re.findall(r'"([^"]*)"', section))
    digits = re.sub(r'"[^"]*"', "", section)
    if not digits:
        return said
    places = len(digits.partition(".")[2].rstrip("%"))
    return f"{said}{value:.{places}%}" if "%" in digits else f"{said}{value:.{places}f}"


def _near(limits: Iterator[float], rng: random.Random) -> Iterator[float]:
    for limit in limits:
        for size in (1e-2, 5e-3, 1e-3, 5e-4, 1e-4, 1e-6):
            for _ in range(40):
                yield limit + rng.uniform(-size, size)


@pytest.mark.parametrize(
    ("head", "key", "limits"),
    [
        ("SPI", "spi", (0.95, 0.90)),
        ("Schedule (SPI)", "spi", (0.95, 0.90)),
        ("Data quality", "data_quality", (0.98, 0.90)),
    ],
)
def test_a_ratio_below_its_limit_never_reads_as_if_it_met_it(
    head: str, key: str, limits: tuple[float, float]
) -> None:
    """What is shown, read as a number, is on the side of each limit on which the figure is, or says that it is below."""
    named = {f"pmo_{key}_green": limits[0], f"pmo_{key}_amber": limits[1]}
    for value in _near(iter(limits), random.Random(3)):
        words = _shown(head, value, named)
        number = float(re.sub(r"[^\d.]", "", words)) / (100 if "%" in words else 1)
        for limit in limits:
            if round(value, 9) < limit:
                assert number < limit or "<" in words, (value, words)
            else:
                assert number >= limit, (value, words)


@pytest.mark.parametrize("value", [0.9994, 0.9996, 0.99999, 1 - 1e-9])
def test_quality_is_not_rounded_up_to_100_percent(value: float) -> None:
    """One cell of ten thousand is enough for 99.9 %."""
    limits = {"pmo_data_quality_green": 0.98, "pmo_data_quality_amber": 0.9}

    assert _shown("Data quality", value, limits) == "99.9%"
    assert _shown("Data quality", 1.0, limits) == "100.0%"
