"""Tables that continue beside the master, in Parquet: the same rows, the same KPIs, the same pages."""

from __future__ import annotations

import builtins
import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from on_page import page_of
from openpyxl import load_workbook
from openpyxl.utils.cell import coordinate_to_tuple, get_column_letter
from pyarrow import parquet as pq
from standard import TABLES
from typer.testing import CliRunner

from pmo_xl import parquet
from pmo_xl.catalog.pages.chosen_project import PAGES
from pmo_xl.core.base.problem import NothingToDo
from pmo_xl.core.definition.model import Table
from pmo_xl.core.flow import overflow
from pmo_xl.core.flow.overflow import Tables
from pmo_xl.doors.cli import app
from pmo_xl.excel.master import context as excel_master
from pmo_xl.excel.write.cells import shown
from pmo_xl.pipeline import Outcome, consolidate_to
from pmo_xl.steps.portfolio import batches
from tests.office import audit_errors, compare, needs_office, poisoned, recalculated
from tests.small import SETTINGS, end_of, five_currencies, line, months, task, write

LIMIT = 4
"""Rows that a sheet takes in these tests."""
FOLLOWS_A_CHOICE = {"Project sheet", "Project finance sheet"}
NEEDS_EVERY_LINE = {"Budget tracking", "Queries"}
LISTS_LINES = {"By fiscal year": "Lines whose forecast (EAC) moved most"}
"""The pages that end in lists of budget lines, and the heading from which on they do."""


def made(folder: Path, master: Path, tables: Tables = Tables.AUTO, **more: Any) -> Outcome:
    """The master of some returns."""
    settings = SETTINGS.model_copy(update={"status_date": more.pop("status_date", end_of(3))})
    return consolidate_to([folder], master, settings=settings, tables=tables, **more)


@pytest.fixture(scope="module")
def returns(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Seven projects in five currencies."""
    return five_currencies(tmp_path_factory.mktemp("returns"))


@pytest.fixture(scope="module")
def whole(returns: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Outcome, Path]:
    """The master in which everything fits."""
    master = tmp_path_factory.mktemp("whole") / "master.xlsx"
    return made(returns, master), master


@pytest.fixture(scope="module")
def only_kpis(returns: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Outcome, Path]:
    """The master without data sheets."""
    master = tmp_path_factory.mktemp("kpis") / "master.xlsx"
    return made(returns, master, Tables.PARQUET), master


@pytest.fixture(scope="module")
def cut(returns: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Outcome, Path]:
    """The master of which several tables do not fit."""
    master = tmp_path_factory.mktemp("cut") / "master.xlsx"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(overflow, "MOST_ROWS", LIMIT)
        return made(returns, master), master


def sheets(master: Path) -> Mapping[str, Mapping[str, Any]]:
    """Every cell that holds something, by sheet."""
    book = load_workbook(master, data_only=True)
    return {
        sheet.title: {
            cell.coordinate: cell.value for row in sheet for cell in row if cell.value not in {None, ""}
        }
        for sheet in book.worksheets
    }


def formulas(master: Path) -> list[str]:
    """Every formula of a workbook, those of calculated columns too."""
    book = load_workbook(master)
    cells = [
        cell.value for sheet in book.worksheets for row in sheet for cell in row
        if isinstance(cell.value, str) and cell.value.startswith("=")
    ]  # fmt: skip
    columns = [
        column.calculatedColumnFormula.attr_text
        for sheet in book.worksheets
        for table in sheet.tables.values()
        for column in table.tableColumns
        if column.calculatedColumnFormula is not None
    ]
    return cells + columns


def same_cells(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[str]:
    """The cells that differ; what is said about values above a sheet is no figure of it."""
    return [
        f"{cell}: {one.get(cell)!r} {other.get(cell)!r}"
        for cell in sorted(one.keys() | other.keys())
        if cell not in {"B2", "B3"} and _plain(one.get(cell)) != _plain(other.get(cell))
    ]


def _above_lists(page: str, cells: Mapping[str, Any]) -> Mapping[str, Any]:
    """The cells of a page above its lists of budget lines, if it has any."""
    if page not in LISTS_LINES:
        return cells
    (first,) = (_row(cell) for cell, what in cells.items() if str(what).startswith(LISTS_LINES[page]))
    return {cell: what for cell, what in cells.items() if _row(cell) < first}


def _row(cell: str) -> int:
    return coordinate_to_tuple(cell)[0]


def _plain(what: Any) -> Any:
    """A number without its last digits: a constant is written with fewer than the result of a formula."""
    return float(f"{what:.12g}") if isinstance(what, float) else what


# what the folder holds -------------------------------------------------------------------------------


def test_dates_are_dates_amounts_doubles_texts_strings_and_blanks_null(
    only_kpis: tuple[Outcome, Path],
) -> None:
    """In Parquet a date is a date, an amount a double, a text a string; a blank cell is null."""
    folder = parquet.folder_of(only_kpis[1])
    schema = pq.read_schema(folder / "budget_months" / "period=2026-03-31" / "budget_months.parquet")
    kinds = {name: str(schema.field(name).type) for name in schema.names}

    assert kinds == {
        "project_id": "string", "currency": "string", "line_id": "string", "period": "date32[day]",
        "pv": "double", "actual": "double", "forecast": "double", "committed": "double",
        "source_file": "string", "source_sheet": "string", "source_row": "int64",
    }  # fmt: skip

    table = pq.read_table(folder / "budget_months" / "period=2026-03-31" / "budget_months.parquet")

    assert table.column("actual").null_count == 9
    assert table.column("period")[0].as_py() == dt.date(2026, 1, 1)


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.key)
def test_a_table_holds_what_its_data_sheet_shows(
    table: type[Table], whole: tuple[Outcome, Path], only_kpis: tuple[Outcome, Path]
) -> None:
    """A table in Parquet holds the values that the data sheet of a smaller portfolio shows."""
    held = parquet.read(parquet.folder_of(only_kpis[1]), table.key)
    assert held is not None
    sheet = page_of(whole[1], f"Data - {table.heading.en}"[:31])
    heads, *rows = sheet.iter_rows(min_row=5, min_col=2, values_only=True)
    rows = [row for row in rows if row[0]]

    assert len(held) == len(rows)

    for key, column in table.columns.items():
        place = heads.index(column.label.en)
        for told, kept in zip((row[place] for row in rows), held[key], strict=True):
            seen = told.date() if isinstance(told, dt.datetime) else told
            is_blank = seen in {None, ""}

            assert pd.isna(kept) if is_blank else seen == pytest.approx(shown(column, kept, "en"))


def test_the_same_returns_give_the_same_bytes(
    returns: Path, only_kpis: tuple[Outcome, Path], tmp_path: Path
) -> None:
    """The same returns give the same bytes, whoever reads them: threads, processes, Dask, or the cache."""
    workspace = tmp_path / "workspace"
    (workspace / "returns").mkdir(parents=True)
    (workspace / "pmo.toml").write_text("", encoding="utf-8")
    for file in returns.iterdir():
        (workspace / "returns" / file.name).write_bytes(file.read_bytes())
    expected = contents(only_kpis[1])
    hows: tuple[Mapping[str, Any], ...] = (
        {"jobs": 1, "cache": False}, {"jobs": 2}, {"jobs": 1}, {"scheduler": "local:2", "cache": False},
    )  # fmt: skip
    for how in hows:
        master = workspace / "out" / "master.xlsx"
        made(workspace, master, Tables.PARQUET, **how)

        assert contents(master) == expected, how


def contents(master: Path) -> dict[str, bytes]:
    """Every file beside a master."""
    folder = parquet.folder_of(master)
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*.parquet")}


# periods ---------------------------------------------------------------------------------------------


def test_a_second_period_adds_and_a_period_run_again_replaces_itself_alone(tmp_path: Path) -> None:
    """The next month adds its rows to the history; a month that is run again replaces its own only."""
    master = tmp_path / "master.xlsx"
    for number in (3, 4):
        folder = tmp_path / f"month{number}"
        budget = [line(100.0 * number, 10.0, 5.0)]
        write(folder, "EUR-1", end_of(number), [task(500.0, 0.0)], budget, months(500.0, 0.0, 500.0))
        made(folder, master, Tables.PARQUET, status_date=end_of(number))
    before = contents(master)
    history = pd.read_parquet(parquet.folder_of(master) / "budget")

    assert dict(zip(history["period"].astype(str), history["bac0"], strict=True)) == {
        "2026-03-31": 300.0,
        "2026-04-30": 400.0,
    }

    write(tmp_path / "month3", "EUR-2", end_of(3), None, [line(7.0, 0.0, 7.0)], [])
    made(tmp_path / "month3", master, Tables.PARQUET, status_date=end_of(3))
    after = contents(master)

    assert {name for name in before if before[name] != after[name]} <= {
        name for name in before if "period=2026-03-31" in name
    }
    assert len(pd.read_parquet(parquet.folder_of(master) / "budget")) == 3


def test_a_period_that_fits_again_leaves_nothing_beside_the_workbook(returns: Path, tmp_path: Path) -> None:
    """A period whose tables fit again leaves nothing of it, and no empty folder, beside the workbook."""
    master = tmp_path / "master.xlsx"
    made(returns, master, Tables.PARQUET)
    made(returns, master)

    assert not parquet.folder_of(master).exists()


# the workbook ----------------------------------------------------------------------------------------


def test_kpis_are_those_of_the_whole_portfolio(
    whole: tuple[Outcome, Path], cut: tuple[Outcome, Path], only_kpis: tuple[Outcome, Path]
) -> None:
    """KPIs stand on all rows, wherever the rows are."""
    expected = whole[0].to_dict()
    for outcome, _ in (cut, only_kpis):
        told = outcome.to_dict()

        assert {key: told[key] for key in ("projects", "portfolio", "findings")} == {
            key: expected[key] for key in ("projects", "portfolio", "findings")
        }


@pytest.mark.parametrize("which", ["cut", "only_kpis"])
def test_pages_show_what_they_show_where_everything_fits(
    which: str, whole: tuple[Outcome, Path], request: pytest.FixtureRequest
) -> None:
    """Every page and the KPI sheet show the same figures as where everything fits."""
    _, master = request.getfixturevalue(which)
    expected, told = sheets(whole[1]), sheets(master)

    pages = (
        expected.keys()
        - NEEDS_EVERY_LINE
        - FOLLOWS_A_CHOICE
        - {
            "Contents",
            "Settings and trace",
            "KPI dictionary",
            "Findings",
            "Grouped findings",
            "Returns",
            "Rows by table",
            "Unreadable or blank cells",
        }
    )
    expected = {
        **expected,
        "Chart data": _without_choice(expected["Chart data"]),
        "Collection and reminders": _without_column(
            expected["Collection and reminders"], "Open finance queries"
        ),
    }
    for page in sorted(page for page in pages if not page.startswith("Data - ")):
        above = [_above_lists(page, cells[page]) for cells in (expected, told)]
        assert same_cells(*above) == [], page


def _without_choice(cells: Mapping[str, Any]) -> Mapping[str, Any]:
    """The data of charts without those of the page that follows a choice.

    The titles of its charts stand last in their column. Its figures stand in one piece, and what follows moves up.
    """
    titles = [cell for cell in cells if cell.startswith("K")]
    titles = sorted(titles, key=_row)[: -sum(len(page.charts) for page in PAGES)]
    below = [cell for cell in cells if not cell.startswith("K")]
    first, after = (
        next(_row(cell) for cell in below if cells[cell] == title)
        for title in ("Months of the chosen project", "What makes the gap to budget (+ over)")
    )
    return {cell: cells[cell] for cell in titles} | {
        _moved(cell, rows=first - after if _row(cell) >= after else 0): cells[cell]
        for cell in below
        if not first <= _row(cell) < after
    }


def _without_column(cells: Mapping[str, Any], heading: str) -> Mapping[str, Any]:
    """The cells of a page without the column of a heading; those beside it move to the left."""
    (column,) = {coordinate_to_tuple(cell)[1] for cell, what in cells.items() if what == heading}
    return {
        _moved(cell, columns=-int(coordinate_to_tuple(cell)[1] > column)): what
        for cell, what in cells.items()
        if coordinate_to_tuple(cell)[1] != column
    }


def _moved(cell: str, rows: int = 0, columns: int = 0) -> str:
    row, column = coordinate_to_tuple(cell)
    return f"{get_column_letter(column + columns)}{row + rows}"


@pytest.mark.parametrize("which", ["cut", "only_kpis"])
def test_contents_list_the_sheets_that_are_there_and_every_project(
    which: str, whole: tuple[Outcome, Path], request: pytest.FixtureRequest
) -> None:
    """Contents tell the same as where everything fits, but for the sheets that are not there."""
    _, master = request.getfixturevalue(which)
    (links, hidden, index), (told_links, told_hidden, told_index) = (
        _contents(sheets(path)["Contents"]) for path in (whole[1], master)
    )
    states = {sheet.title: sheet.sheet_state for sheet in load_workbook(master).worksheets}

    assert told_links == {
        column: [name for name in names if name in states] for column, names in links.items()
    }
    assert told_hidden == [name for name in hidden if name in states]
    assert sorted(told_hidden) == sorted(name for name, state in states.items() if state == "hidden")
    assert told_index == index
    assert len([what for what in index.values() if what in whole[0].to_dict()["projects"]]) == 2 * 7


def _contents(
    cells: Mapping[str, Any],
) -> tuple[Mapping[str, list[str]], list[str], Mapping[tuple[int, str], Any]]:
    """Links by column, names of hidden sheets, and the index of projects by row below its title."""
    behind, projects = (
        next(_row(cell) for cell, what in cells.items() if what == title)
        for title in ("Behind the figures", "Projects")
    )
    links = {
        column: [what for cell, what in cells.items() if cell.startswith(column) and 5 < _row(cell) < behind]
        for column in "BFJ"
    }
    hidden = cells[f"B{behind + 1}"].partition(": ")[2].split(" · ")
    index = {
        (_row(cell) - projects, cell.rstrip("0123456789")): what
        for cell, what in cells.items()
        if _row(cell) > projects
    }
    return links, hidden, index


def test_a_sheet_shows_whole_projects_and_says_where_the_rest_is(cut: tuple[Outcome, Path]) -> None:
    """A sheet shows as many whole projects as fit, and says how many rows of how many, and where all are."""
    outcome, master = cut
    frame = outcome.portfolio.tables["budget_months"]
    sizes = outcome.portfolio.beside.shown
    told = sheets(master)

    assert 0 <= sizes["plan"] <= LIMIT < len(outcome.portfolio.tables["plan"])
    assert sizes["budget_months"] == 0 < len(frame)  # not even the first project fits

    words = f"Rows {sizes['plan']} of {len(outcome.portfolio.tables['plan'])}: the first projects, whole."

    assert told["Data - Plan"]["B2"].startswith(words)
    assert "“master tables”" in told["Data - Plan"]["B2"]
    assert "master tables/plan" in told["Settings and trace"].values()
    assert "are values, computed on all rows" in told["KPI"]["B2"]


def test_no_formula_looks_at_a_table_that_is_not_all_there(
    cut: tuple[Outcome, Path], only_kpis: tuple[Outcome, Path]
) -> None:
    """No formula looks at a table of which the workbook does not hold every row; others stay live."""
    for outcome, master in (cut, only_kpis):
        live = formulas(master)
        looked_at = {
            key
            for key in outcome.portfolio.beside.without_references
            for formula in live
            if f"{key}[" in formula.replace(f"{key}[[#This Row]", "")
            and not formula.split(f"{key}[")[0].endswith("_")
        }

        assert looked_at == set()
        assert sum("kpis[" in formula for formula in live) > 200


def test_sheets_that_need_every_row_are_left_out(
    cut: tuple[Outcome, Path], only_kpis: tuple[Outcome, Path], whole: tuple[Outcome, Path]
) -> None:
    """The budget tracking, and the page that follows a choice, are left out where the rows are not all there."""
    left_out = NEEDS_EVERY_LINE | FOLLOWS_A_CHOICE
    kept = {"Data - History", "Data - Portfolio history"}
    data = {name for name in sheets(whole[1]) if name.startswith("Data - ")} - kept

    assert set(sheets(whole[1])) - set(sheets(cut[1])) == left_out
    assert set(sheets(whole[1])) - set(sheets(only_kpis[1])) == left_out | data


@needs_office
def test_formulas_compute_the_same_from_poisoned_caches(
    cut: tuple[Outcome, Path], only_kpis: tuple[Outcome, Path], tmp_path: Path
) -> None:
    """LibreOffice, which starts from wrong values, computes what was written."""
    masters = [cut[1], only_kpis[1]]
    names = [tmp_path / "cut.xlsx", tmp_path / "kpis.xlsx"]
    fresh = recalculated(
        [poisoned(master, name) for master, name in zip(masters, names, strict=True)], tmp_path / "fresh"
    )
    for master, again in zip(masters, fresh, strict=True):
        differences = compare(master, again)

        assert differences == []
        assert differences.formulas > 500


def test_the_workbooks_are_sound(cut: tuple[Outcome, Path], only_kpis: tuple[Outcome, Path]) -> None:
    """The validators find nothing wrong with the workbooks."""
    assert audit_errors([cut[1], only_kpis[1]]) == []


# what can go wrong -----------------------------------------------------------------------------------


def test_without_pyarrow_a_sentence_says_what_to_install(
    returns: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where pyarrow is missing and needed, a sentence says what to install, and nothing is written."""
    usual = builtins.__import__

    def without(name: str, *args: Any, **named: Any) -> Any:
        if name.split(".", maxsplit=1)[0] == "pyarrow":
            raise ImportError(name)
        return usual(name, *args, **named)

    monkeypatch.setattr(builtins, "__import__", without)
    monkeypatch.setattr(overflow, "MOST_ROWS", LIMIT)
    for tables in Tables:
        with pytest.raises(NothingToDo, match=r"pip install \"pmo_xl\[parquet\]\"") as problem:
            made(returns, tmp_path / "master.xlsx", tables)

        assert "pyarrow, qui n’est pas installé ici" in problem.value.text.to("fr")
        assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_leaves_the_master_as_it_was(returns: Path, tmp_path: Path) -> None:
    """Where the tables cannot be written, neither they nor the master change."""
    master = tmp_path / "master.xlsx"
    made(returns, master)
    before = master.read_bytes()
    parquet.folder_of(master).write_text("in the way", encoding="utf-8")
    with pytest.raises(NothingToDo, match="cannot be written"):
        made(returns, master, Tables.PARQUET)

    assert master.read_bytes() == before
    assert {file.name for file in tmp_path.iterdir()} == {
        "master.xlsx",
        "master.manifest.json",
        "master tables",
    }


# very large portfolios ---------------------------------------------------------------------------------


def test_portions_make_no_difference(
    returns: Path, only_kpis: tuple[Outcome, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many returns are added up at a time, the tables and the master are the same."""
    monkeypatch.setattr(batches, "FILES", 2)
    master = tmp_path / "master.xlsx"
    made(returns, master, Tables.PARQUET)

    assert sheets(master) == sheets(only_kpis[1])
    for table in TABLES:
        one, other = (parquet.read(parquet.folder_of(path), table) for path in (master, only_kpis[1]))

        pd.testing.assert_frame_equal(one, other)


def test_files_of_one_project_count_once_wherever_they_lie(tmp_path: Path) -> None:
    """A second file for a project is left out, and a missing kind said, though they lie in other portions."""
    folder, settings = tmp_path / "in", SETTINGS
    for name in ("A", "B"):
        write(folder / name, "EUR-1", end_of(3), [task(500.0, 0.0)], None, [])
        write(folder / name, f"EUR-{name}", end_of(3), None, [line(300.0, 10.0, 290.0)], [])
    told = [
        consolidate_to(
            [folder], tmp_path / f"{tables.value}.xlsx", settings=settings, tables=tables
        ).to_dict()
        for tables in Tables
    ]
    for run in told:
        run.pop("seconds"), run.pop("master")

    assert told[0] == told[1]
    assert [finding["code"] for finding in told[0]["findings"]].count("GEN-08") == 1


def test_what_silent_projects_said_before_stays_in_the_history(tmp_path: Path) -> None:
    """The history keeps what was said of a project that is silent today."""
    master = tmp_path / "master.xlsx"
    for number, names in ((3, ("EUR-1", "EUR-2")), (4, ("EUR-2",))):
        for name in names:
            budget = [line(100.0, 10.0, 5.0)]
            write(tmp_path / str(number), name, end_of(number), None, budget, months(100.0, 10.0, 5.0))
        outcome = made(tmp_path / str(number), master, Tables.PARQUET, status_date=end_of(number))
    history = outcome.portfolio.tables["history"]

    assert list(zip(history["project_id"], history["period"].dt.month, strict=True)) == [
        ("EUR-1", 3), ("EUR-2", 3), ("EUR-2", 4),
    ]  # fmt: skip


def test_a_history_that_no_sheet_takes_is_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What no sheet of the history can take is remembered from the folder, month after month."""
    monkeypatch.setattr(overflow, "MOST_ROWS", 1)
    master = tmp_path / "master.xlsx"
    for number in (3, 4, 5):
        for name in ("EUR-1", "EUR-2"):
            budget = [line(100.0 * number, 10.0, 5.0)]
            write(tmp_path / str(number), name, end_of(number), None, budget, [])
        outcome = made(tmp_path / str(number), master, status_date=end_of(number))
    history = outcome.portfolio.tables["history"]

    assert history["bac0"].tolist() == [300.0, 400.0, 500.0] * 2
    assert sheets(master)["Data - History"]["B2"].startswith("Rows 0 of 6")


def test_reviews_are_never_lost(returns: Path, tmp_path: Path) -> None:
    """A master that holds reviews is not replaced by one that has no sheet for them."""
    master = tmp_path / "master.xlsx"
    made(returns, master)
    book = load_workbook(master)
    sheet = book["Budget tracking"]
    keys = {cell.value: cell.column for row in sheet.iter_rows(max_row=12) for cell in row if cell.value}
    line_row = next(row for row in range(8, 40) if sheet.cell(row, keys["id"]).value == "L1")
    sheet.cell(line_row, keys["comment"], "Please explain")
    book.save(master)
    with pytest.raises(NothingToDo, match="holds reviews"):
        made(returns, master, Tables.PARQUET)


def test_pages_list_the_projects_that_need_attention_most(
    returns: Path, whole: tuple[Outcome, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of more projects than a page lists it says how many there are; totals and the KPI sheet hold all."""
    monkeypatch.setattr(excel_master, "MOST_LISTED", 3)
    master = tmp_path / "master.xlsx"
    made(returns, master, Tables.PARQUET)
    told, expected = sheets(master), sheets(whole[1])

    assert "Of 7 projects the 3 that need attention most are listed" in told["Portfolio"]["B2"]
    rows = [told["Portfolio"].get(f"B{row}") for row in range(5, 10)]
    assert (rows[0], rows[-1]) == ("(no programme)", "Portfolio")
    for at, name in ((5, rows[0]), (9, "Portfolio"), (10, "of projects")):
        (there,) = (
            _row(cell) for cell, what in expected["Portfolio"].items() if what == name and _row(cell) > 4
        )
        mine, whole_row = (
            {
                cell.rstrip("0123456789"): what
                for cell, what in cells["Portfolio"].items()
                if _row(cell) == row
            }
            for cells, row in ((told, at), (expected, there))
        )
        assert same_cells(whole_row, mine) == [], name
    assert same_cells(expected["KPI"], told["KPI"]) == []
    assert same_cells(expected["Dashboard"], told["Dashboard"]) == []


def test_the_terminal_says_where_the_tables_are(returns: Path, tmp_path: Path) -> None:
    """The command takes the switch, and says in the language of the user where the tables are."""
    master = tmp_path / "master.xlsx"
    words = ["consolidate", str(returns), "--out", str(master), "--tables", "parquet", "--lang", "fr"]
    said = CliRunner().invoke(app, words)

    assert "Tables à côté, en Parquet\u00a0: " in said.output
    assert (tmp_path / "master tables" / "kpis").is_dir()
    assert "ce ne sont pas des formules" in sheets(master)["Indicateurs"]["B2"]
