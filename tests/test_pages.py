"""Pages as lists of blocks: however much or little a page shows, it fits, and nothing is cut."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from office import needs_pictures, printed
from on_page import cell_with, page_of, table_under
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet
from small import Row, end_of, line, task, write
from standard import MASTER

from pmo_xl import pipeline, workspace
from pmo_xl.core.base.problem import DefinitionError
from pmo_xl.core.base.text import t
from pmo_xl.core.definition.kpi import Unit
from pmo_xl.core.expr.algebra import count, this
from pmo_xl.core.pages.blocks import (
    Block,
    Drawing,
    GridTable,
    MasterPage,
    ProgrammeRows,
    ProjectRows,
    RankedList,
    Stack,
    Tiles,
    Words,
)
from pmo_xl.core.pages.grid_rows import distinct
from pmo_xl.core.pages.view import Chart, Grid, GridColumn, MasterDefinition, Series
from pmo_xl.excel.page_layout.boxes import FIRST, GAP, Box, Group, Layout, Node
from pmo_xl.excel.page_layout.layout import lay_out
from pmo_xl.excel.render_master import render

NARROW = ("project_id", "project_name", "open_risks", "exposure")


def _with_page(blocks: Sequence[Block]) -> MasterDefinition:
    """The catalogue with one more page, and a list, a grid and a chart that belong to it."""
    risks = next(ranking for ranking in MASTER.rankings if ranking.key == "top_risks")
    page = MasterPage(
        "owners", t("Owners", "Porteurs"), t("Who answers for what.", "Qui répond de quoi."), 150, blocks
    )
    grid = Grid(
        "owners", t("Open risks by owner", "Risques ouverts par porteur"), t("Person", "Personne"), "owners",
        distinct("risks", this.owner),
        (GridColumn("open", t("Open", "Ouverts"), Unit.COUNT, lambda owner: count("risks", (this.owner == owner) & (this.is_open == 1))),),
    )  # fmt: skip
    chart = Chart("owners", t("Open risks by owner", "Risques ouverts par porteur"), "owners", "bar", "owners",
                  (Series("open", "#0072B2"),), t("Open risks of each owner.", "Risques ouverts de chaque porteur."))  # fmt: skip
    return replace(
        MASTER,
        pages=(*MASTER.pages, page),
        rankings=(*MASTER.rankings, replace(risks, key="owners", title=t("Risks to discuss", "Risques à discuter"), page="owners")),
        grids=(*MASTER.grids, grid),
        charts=(*MASTER.charts, chart),
    )  # fmt: skip


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> pipeline.Outcome:
    """A portfolio of six projects, measured once."""
    folder = tmp_path_factory.mktemp("pages")
    workspace.demo(folder / "PMO", projects=6, seed=5, language="en")
    return pipeline.consolidate_to([folder / "PMO"], folder / "master.xlsx", language="en")


PAGES: dict[str, Sequence[Block]] = {
    "two figures": (ProjectRows(NARROW), ProgrammeRows(NARROW)),
    "no projects": (),
    "programmes alone": (ProgrammeRows(NARROW),),
    "tiles and words": (Tiles(("exposure", "open_risks")), Words(t("Only what is open counts.", "Seul ce qui est ouvert compte."))),
    "stacked": (
        Tiles(("exposure", "open_risks", "bac"), span=18),
        Stack((RankedList("owners", 4), Drawing("owners")), span=12), GridTable("owners", span=5),
    ),
    "twenty figures": (ProjectRows(("project_id", "project_name", *list(MASTER.kpis)[:20])),),
}  # fmt: skip


@pytest.fixture(scope="module")
def masters(outcome: pipeline.Outcome, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A master with each of these pages."""
    folder = tmp_path_factory.mktemp("masters")
    made = {name: folder / f"{name}.xlsx" for name in PAGES}
    assert outcome.scorecard is not None
    for name, path in made.items():
        catalogue = _with_page(PAGES[name])
        render(path, catalogue, outcome.portfolio, outcome.scorecard, outcome.settings, "en", "test")
    return made


def _owners(path: Path, *, values: bool = False) -> Worksheet:
    return page_of(path, "Owners", values=values)


@pytest.mark.parametrize("name", PAGES)
def test_nothing_of_a_page_is_cut(masters: dict[str, Path], name: str) -> None:
    """With two figures or twenty: all lies in the print area, charts too, and no break of a page runs through a chart."""
    sheet = _owners(masters[name])
    _, _, last_col, last_row = range_boundaries(sheet.print_area.split("!")[1].replace("$", ""))
    filled = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]

    assert sheet._charts
    assert max(cell.column for cell in filled) <= last_col
    assert max(cell.row for cell in filled) <= last_row
    for chart in sheet._charts:
        first, last = chart.anchor._from, chart.anchor.to
        assert last.col < last_col
        assert last.row < last_row
        assert not [at for at in sheet.row_breaks.brk if first.row < at.id < last.row]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_room_for_its_figures(masters: dict[str, Path], name: str) -> None:
    """Each number stands in cells that are wide enough to show it whole."""
    sheet = _owners(masters[name])
    values = _owners(masters[name], values=True)
    ends = {(area.min_row, area.min_col): area.max_col for area in sheet.merged_cells.ranges}
    widths = _widths(sheet)
    large = 16
    squeezed = [
        cell.coordinate
        for row in values.iter_rows() for cell in row
        if isinstance(cell.value, (int, float)) and cell.number_format != ";;;" and cell.font.size < large
        and len(f"{cell.value:,.0f}") > sum(widths[at] for at in range(cell.column, ends.get((cell.row, cell.column), cell.column) + 1))
    ]  # fmt: skip

    assert squeezed == []


def _widths(sheet: Worksheet) -> dict[int, float]:
    return {
        column: dimension.width
        for dimension in sheet.column_dimensions.values()
        for column in range(dimension.min, dimension.max + 1)
    }


def test_a_narrow_page_fills_its_paper(masters: dict[str, Path]) -> None:
    """Names take the room that figures leave: the list below has all its columns, and no column stands empty beside the table."""
    sheet = _owners(masters["two figures"])
    _, _, last_col, _ = range_boundaries(sheet.print_area.split("!")[1].replace("$", ""))
    table = range_boundaries(sheet.auto_filter.ref)
    hidden = {button.colId for button in sheet.auto_filter.filterColumn if button.hiddenButton}

    assert table[2] == last_col
    assert sum(list(_widths(sheet).values())[1:last_col]) >= 100
    # The project's name runs on over cells that are not merged, so that the table can be sorted.
    assert len(hidden) == last_col - FIRST - len(NARROW)
    assert not [area for area in sheet.merged_cells.ranges if table[1] < area.min_row <= table[3]]


def test_what_belongs_to_a_page_stands_on_it(outcome: pipeline.Outcome, masters: dict[str, Path]) -> None:
    """A list, a grid and its chart that no block names follow the blocks; those that one names stand where it is."""
    sheet, values = _owners(masters["two figures"]), _owners(masters["stacked"], values=True)
    owners = outcome.portfolio.tables["risks"]["owner"].dropna()

    assert cell_with(sheet, "Open risks by owner").row > cell_with(sheet, "By programme").row
    assert list(table_under(values, "Person")) == sorted({*owners})
    assert len(values._charts) == 1


def test_pages_stand_in_their_order(masters: dict[str, Path]) -> None:
    """A page says its place by a number, wherever it is declared."""
    names = openpyxl.load_workbook(masters["no projects"]).sheetnames

    assert names[:4] == ["Contents", "Dashboard", "What changed", "Portfolio"]
    at = names.index("Owners")
    assert names[at - 1 : at + 3] == ["Collection and reminders", "Owners", "Schedule", "Budget"]
    assert names.index("Project sheet") > names.index("Coverage")


def test_the_dashboard_is_one_sheet_of_a4(masters: dict[str, Path]) -> None:
    """It is printed on one page, whatever the number of projects: upright where it is higher than wide."""
    sheet = page_of(masters["no projects"], "Dashboard", values=False)
    _, _, last_col, last_row = range_boundaries(sheet.print_area.split("!")[1].replace("$", ""))
    wide = sum(7 * _widths(sheet)[at] for at in range(2, last_col + 1)) / 96
    high = sum(sheet.row_dimensions[at].height or 15.0 for at in range(1, last_row + 1)) / 72

    assert sheet.page_setup.paperSize == 9
    assert sheet.page_setup.orientation == ("portrait" if high > wide else "landscape"), (wide, high)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    # One page high and wide is what a file says by saying nothing.
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (None, None)


# ---- the layout by itself ---------------------------------------------------------------------------


def _box(widths: Sequence[float], rows: int = 1, **more: Any) -> Box:
    return Box(Block(), widths, [15.0] * rows, **more)


def _rows(layout: Layout) -> list[int]:
    return [place.row for _, place in layout.places]


def _laid(*nodes: Node) -> Layout:
    return lay_out("Page new", nodes, 18, 3)


def test_blocks_follow_one_another_as_words_do() -> None:
    """What fits beside stands beside, a column between; what does not begins a new band, an empty row between."""
    layout = _laid(_box([20.0, 10.0]), _box([60.0], 4, lead=False), _box([120.0]))

    assert [place.spans for _, place in layout.places] == [[(1, 2), (3, 3)], [(4, 9)], [(1, 12)]]
    assert _rows(layout) == [3, 3, 8]
    assert layout.bands == [(3, 6), (8, 8)]
    assert layout.heights[7] == GAP


def test_what_is_stacked_stands_in_one_part_of_the_page() -> None:
    """Blocks below one another have the width of the widest; what is beside begins at the same row."""
    stack = Group([_box([10.0], 2), _box([30.0], 3)], down=True)
    layout = _laid(stack, _box([10.0], 9))

    assert [place.spans for _, place in layout.places] == [[(1, 3)], [(1, 3)], [(5, 5)]]
    assert _rows(layout) == [3, 6, 3]
    assert layout.bands == [(3, 11)]


def test_a_span_is_shared_by_the_columns_of_a_block() -> None:
    """What a span leaves is shared out from the first column on; tiles are of one width."""
    layout = _laid(_box([10.0, 10.0, 10.0], span=7), _box([10.0] * 3, span=9, even=True, lead=False))

    assert [place.spans for _, place in layout.places] == [
        [(1, 3), (4, 5), (6, 7)], [(8, 10), (11, 13), (14, 16)],
    ]  # fmt: skip


def test_a_page_grows_until_all_fits() -> None:
    """A list that needs more than its span makes the columns of its page wider; what can never fit is refused."""
    layout = _laid(_box([10.0, 20.0], span=2))

    assert layout.widths[0] >= 19.0
    with pytest.raises(DefinitionError, match="Page new: its blocks do not fit into their spans"):
        _laid(_box([10.0] * 3, span=2))


@needs_pictures
def test_a_page_of_two_figures_prints_without_a_sign_that_room_is_missing(
    masters: dict[str, Path], tmp_path: Path
) -> None:
    """As LibreOffice prints it, no figure is ###, and the page with its list and chart takes few sheets."""
    pages = printed(masters["two figures"], tmp_path)
    mine = [words for words in pages if words.startswith("Owners")]

    assert 1 <= len(mine) <= 4
    assert not [words for words in mine if "##" in words]


@pytest.mark.parametrize(
    ("plan", "language", "title"),
    [
        (None, "en", "Open tasks with the largest slip – nothing was received"),
        (None, "fr", "Tâches en cours les plus en retard – aucun retour reçu"),
        ([task(1000.0, 1.0)], "en", "Open tasks with the largest slip – none"),
        ([task(1000.0, 0.5)], "en", "Open tasks with the largest slip – 1 of 1"),
    ],
)
def test_an_empty_list_says_whether_nothing_is_late_or_nothing_came(
    plan: list[Row] | None, language: str, title: str, tmp_path: Path
) -> None:
    """Blank rows alone would leave it to the reader."""
    budget = None if plan is not None else [line(1000.0, 0.0, 1000.0)]
    write(tmp_path / "in", "P1", end_of(3), plan, budget, [], language)
    pipeline.consolidate_to([tmp_path / "in"], tmp_path / "m.xlsx", language=language, cache=False)
    page = openpyxl.load_workbook(tmp_path / "m.xlsx", data_only=True)[
        "Schedule" if language == "en" else "Planning"
    ]
    assert cell_with(page, title)
