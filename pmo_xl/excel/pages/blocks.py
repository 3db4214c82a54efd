"""Each kind of block of a page: the room that it takes, and how it is written where the layout puts it."""

from __future__ import annotations

from collections.abc import Sequence

from pmo_xl.core.pages.blocks import (
    Beside,
    Block,
    DetailList,
    Drawing,
    EstimateRange,
    GridTable,
    HeatMap,
    LineMovers,
    ProgrammeRows,
    ProjectChoice,
    ProjectRows,
    RankedList,
    SignOff,
    SilentProjects,
    Stack,
    Tiles,
    Words,
)
from pmo_xl.excel.master.context import MasterContext
from pmo_xl.excel.page_blocks.detail_list import detail_list_box, write_detail_list
from pmo_xl.excel.page_blocks.heat_map import heat_map_box, write_heat_map
from pmo_xl.excel.page_blocks.line_movers import movers_box, write_movers
from pmo_xl.excel.page_blocks.sign_off import sign_off_box, write_sign_off
from pmo_xl.excel.page_layout.boxes import FIRST, USUAL, Box, Group, Layout, Node, Place
from pmo_xl.excel.page_layout.print_setup import pixels, row_pixels
from pmo_xl.excel.pages.charts import chart_box, chart_of, insert_chart
from pmo_xl.excel.pages.chosen_project import choice_box, range_box, write_choice, write_range
from pmo_xl.excel.pages.grids import grid_box, grid_of, write_grid
from pmo_xl.excel.pages.project_tables import (
    programmes_box,
    projects_box,
    write_programme_rows,
    write_project_rows,
)
from pmo_xl.excel.pages.rankings import ranking_box, write_ranking
from pmo_xl.excel.pages.silent_projects import silent_box, write_silent
from pmo_xl.excel.pages.tiles import tiles_box, write_tiles
from pmo_xl.excel.write.style import QUIET, lines_of
from pmo_xl.excel.write.worksheet import Page

WORDS_SIZE, WORDS_WIDTH = 8, 60.0
"""Points of the letters of a sentence, and the characters that it takes at least."""
WORDS_LINE = 12.0


def nodes_of(master: MasterContext, blocks: Sequence[Block]) -> list[Node]:
    """The room of each block, those left out that have nothing to show."""
    below = any(isinstance(block, ProjectRows) for block in blocks)
    nodes = (_node(master, block, below_projects=below) for block in blocks)
    return [node for node in nodes if node is not None]


def _node(master: MasterContext, block: Block, *, below_projects: bool) -> Node | None:
    match block:
        case Beside() | Stack():
            return Group(nodes_of(master, block.blocks), isinstance(block, Stack), block.span)
        case Tiles():
            return tiles_box(master, block)
        case ProjectRows():
            return projects_box(master, block)
        case ProgrammeRows():
            return programmes_box(master, block, below_projects=below_projects)
        case SilentProjects():
            return silent_box(master, block)
        case HeatMap():
            return heat_map_box(block)
        case DetailList():
            return detail_list_box(master, block)
        case LineMovers():
            return movers_box(master, block)
        case SignOff():
            return sign_off_box(master, block)
        case RankedList():
            return ranking_box(master, block)
        case GridTable():
            return grid_box(master, block)
        case Drawing():
            return chart_box(master, block)
        case ProjectChoice():
            return choice_box(block)
        case EstimateRange():
            return range_box(master, block)
        case Words():
            return _words_box(master, block)
    raise TypeError(f"no way to write {block!r}")


def _words_box(master: MasterContext, block: Words) -> Box:
    def heights(given: Sequence[float]) -> Sequence[float]:
        return [WORDS_LINE * lines_of(master.say(block.text), given[0], WORDS_SIZE) + 3]

    return Box(block, [WORDS_WIDTH], heights, block.span, lead=False, fills=True)


def write_block(master: MasterContext, page: Page, block: Block, place: Place) -> None:
    """Write a block where it stands; charts are drawn when all that they show stands: see :func:`draw_charts`."""
    match block:
        case Tiles():
            write_tiles(master, page, place, block)
        case ProjectRows():
            write_project_rows(master, page, place, block)
        case ProgrammeRows():
            write_programme_rows(master, page, place, block)
        case SilentProjects():
            write_silent(master, page, place)
        case HeatMap():
            write_heat_map(master, page, place, block)
        case DetailList():
            write_detail_list(master, page, place, block)
        case LineMovers():
            write_movers(master, page, place, block)
        case SignOff():
            write_sign_off(master, page, place)
        case RankedList():
            write_ranking(master, page, place, block)
        case GridTable():
            write_grid(master, page, place, grid_of(master, block.grid))
        case ProjectChoice():
            write_choice(master, page, place)
        case EstimateRange():
            write_range(master, page, place, block)
        case Words():
            style = master.formats.get(font_size=WORDS_SIZE, italic=True, font_color=QUIET, text_wrap=True)
            page.merge_range(place.row, place.col, place.row, place.last_col, master.say(block.text), style)


def draw_charts(master: MasterContext, page: Page, layout: Layout) -> None:
    """Draw the charts of a page over the cells that the layout leaves to them."""
    for box, place in layout.places:
        if isinstance(box.block, Drawing):
            widths = layout.widths[place.col - FIRST : place.last_col + 1 - FIRST]
            rows = range(place.row, place.last_row + 1)
            height = sum(row_pixels(layout.heights.get(row, USUAL)) for row in rows)
            chart = chart_of(master, box.block.chart)
            insert_chart(master, page, chart, place, sum(map(pixels, widths)), height)
