"""Each kind of block of a page: the room that it takes, and how it is written where the layout puts it."""

from __future__ import annotations

from collections.abc import Sequence

from pmo_xl.core.pages.blocks import (
    Beside,
    Block,
    ChangeRows,
    ChangeSummary,
    CollectionMatrix,
    CollectionSummary,
    CountedWords,
    Drawing,
    DriftChart,
    DueMilestones,
    EstimateRange,
    GridTable,
    ManagerRows,
    MilestoneList,
    MilestoneTrend,
    MovedMilestones,
    PortfolioRows,
    ProgrammeRows,
    ProjectChoice,
    ProjectRows,
    RankedList,
    RedProjects,
    RoadMap,
    SilentProjects,
    Stack,
    SummaryTiles,
    Tiles,
    TopThreats,
    Words,
)
from pmo_xl.excel.master.context import MasterContext
from pmo_xl.excel.overview.drift import draw_drift
from pmo_xl.excel.overview.due_milestones import due_milestones
from pmo_xl.excel.overview.lists import ShortList, list_box, write_list
from pmo_xl.excel.overview.portfolio_rows import portfolio_box, write_portfolio_rows
from pmo_xl.excel.overview.red_projects import red_projects
from pmo_xl.excel.overview.tiles import summary_tiles_box, write_summary_tiles
from pmo_xl.excel.overview.top_threats import top_threats
from pmo_xl.excel.page_layout.boxes import FIRST, USUAL, Box, Group, Layout, Node, Place
from pmo_xl.excel.page_layout.print_setup import pixels, row_pixels
from pmo_xl.excel.pages.changes.milestones import milestones_box, write_milestones
from pmo_xl.excel.pages.changes.projects import changes_box, write_changes
from pmo_xl.excel.pages.changes.summary import summary_box as changes_summary_box
from pmo_xl.excel.pages.changes.summary import write_summary as write_changes_summary
from pmo_xl.excel.pages.charts import chart_box, chart_of, insert_chart, is_empty, write_empty
from pmo_xl.excel.pages.chosen_project import choice_box, range_box, write_choice, write_range
from pmo_xl.excel.pages.collection.managers import (
    managers_box,
    summary_box,
    write_managers,
    write_summary,
)
from pmo_xl.excel.pages.collection.matrix import matrix_box, write_matrix
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
from pmo_xl.excel.timeline.milestone_list import (
    milestone_list_box,
    words_box,
    write_milestone_list,
    write_words,
)
from pmo_xl.excel.timeline.road_map import (
    Lane,
    RoadMapHead,
    road_map_boxes,
    write_lane,
    write_road_map_head,
)
from pmo_xl.excel.timeline.trend import draw_trend, trend_box, write_trend
from pmo_xl.excel.write.style import QUIET, lines_of
from pmo_xl.excel.write.worksheet import Page

WORDS_SIZE, WORDS_WIDTH = 10, 60.0
"""Points of the letters of a sentence, and the characters that it takes at least."""
WORDS_LINE = 13.5
DRIFT_WIDTH = 40.0
"""Characters of the narrowest chart of drifts."""


def nodes_of(master: MasterContext, blocks: Sequence[Block]) -> list[Node]:
    """The room of each block, those left out that have nothing to show."""
    below = any(isinstance(block, ProjectRows) for block in blocks)
    nodes: list[Node | None] = []
    for block in blocks:
        if isinstance(block, RoadMap):
            nodes += road_map_boxes(master, block)
        else:
            nodes.append(_node(master, block, below_projects=below))
    return [node for node in nodes if node is not None]


def _node(master: MasterContext, block: Block, *, below_projects: bool) -> Node | None:
    match block:
        case Beside() | Stack():
            return Group(nodes_of(master, block.blocks), isinstance(block, Stack), block.span)
        case Tiles():
            return tiles_box(master, block)
        case ProjectRows():
            return projects_box(master, block)
        case PortfolioRows():
            return portfolio_box(master, block)
        case ProgrammeRows():
            return programmes_box(master, block, below_projects=below_projects)
        case SilentProjects():
            return silent_box(master, block)
        case MilestoneList():
            return milestone_list_box(master, block)
        case MilestoneTrend():
            return trend_box(master, block)
        case CountedWords():
            return words_box(block)
        case RankedList():
            return ranking_box(master, block)
        case GridTable():
            return grid_box(master, block)
        case Drawing():
            return chart_box(master, block)
        case SummaryTiles():
            return summary_tiles_box(master, block)
        case DriftChart():
            return Box(block, [DRIFT_WIDTH], [USUAL] * block.lines, block.span, lead=False, fills=True)
        case RedProjects() | DueMilestones() | TopThreats():
            return list_box(master, block, _list(master, block))
        case ProjectChoice():
            return choice_box(block)
        case EstimateRange():
            return range_box(master, block)
        case ChangeSummary():
            return changes_summary_box(master, block)
        case ChangeRows():
            return changes_box(master, block)
        case MovedMilestones():
            return milestones_box(master, block)
        case CollectionSummary():
            return summary_box(master, block)
        case ManagerRows():
            return managers_box(master, block)
        case CollectionMatrix():
            return matrix_box(master, block)
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
        case PortfolioRows():
            write_portfolio_rows(master, page, place, block)
        case ProgrammeRows():
            write_programme_rows(master, page, place, block)
        case SilentProjects():
            write_silent(master, page, place)
        case MilestoneList():
            write_milestone_list(master, page, place, block)
        case MilestoneTrend():
            write_trend(master, page, place, block)
        case CountedWords():
            write_words(master, page, place, block)
        case RankedList():
            write_ranking(master, page, place, block)
        case GridTable():
            write_grid(master, page, place, grid_of(master, block.grid))
        case Drawing():
            if is_empty(master, block.chart):
                write_empty(master, page, place, block)
        case RoadMapHead():
            write_road_map_head(master, page, place, block)
        case Lane():
            write_lane(master, page, place, block)
        case SummaryTiles():
            write_summary_tiles(master, page, place)
        case RedProjects() | DueMilestones() | TopThreats():
            write_list(master, page, place, _list(master, block))
        case ProjectChoice():
            write_choice(master, page, place)
        case EstimateRange():
            write_range(master, page, place, block)
        case ChangeSummary():
            write_changes_summary(master, page, place)
        case ChangeRows():
            write_changes(master, page, place)
        case MovedMilestones():
            write_milestones(master, page, place)
        case CollectionSummary():
            write_summary(master, page, place)
        case ManagerRows():
            write_managers(master, page, place)
        case CollectionMatrix():
            write_matrix(master, page, place)
        case Words():
            style = master.formats.get(font_size=WORDS_SIZE, italic=True, font_color=QUIET, text_wrap=True)
            page.merge_range(place.row, place.col, place.row, place.last_col, master.say(block.text), style)


def _list(master: MasterContext, block: RedProjects | DueMilestones | TopThreats) -> ShortList:
    match block:
        case RedProjects():
            return red_projects(master, block)
        case DueMilestones():
            return due_milestones(master, block)
        case TopThreats():
            return top_threats(master, block)


def draw_charts(master: MasterContext, page: Page, layout: Layout) -> None:
    """Draw the charts of a page over the cells that the layout leaves to them."""
    for box, place in layout.places:
        if isinstance(box.block, MilestoneTrend):
            draw_trend(master, page, layout, place, box.block)
        if isinstance(box.block, DriftChart) or (
            isinstance(box.block, Drawing) and not is_empty(master, box.block.chart)
        ):
            widths = layout.widths[place.col - FIRST : place.last_col + 1 - FIRST]
            rows = range(place.row, place.last_row + 1)
            height = sum(row_pixels(layout.heights.get(row, USUAL)) for row in rows)
            width = sum(map(pixels, widths))
            if isinstance(box.block, DriftChart):
                draw_drift(master, page, place, width, height)
            else:
                insert_chart(master, page, chart_of(master, box.block.chart), place, width, height)
