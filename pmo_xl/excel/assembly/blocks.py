"""Each kind of block of a page: the room that it takes, and how it is written where the layout puts it.

A further kind is one entry of ``WRITERS``, beside its definition in :mod:`pmo_xl.core.pages.blocks`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pmo_xl.core.pages import blocks, follow_up_blocks, list_blocks, overview_blocks
from pmo_xl.core.pages.blocks import Beside, Block, Drawing, Stack, Words
from pmo_xl.core.pages.overview_blocks import DriftChart
from pmo_xl.core.pages.schedule_blocks import MilestoneTrend, RoadMap
from pmo_xl.excel.follow_up import chosen_statuses, dependency_matrix, received, statuses, to_look_at
from pmo_xl.excel.follow_up.to_do import to_do_list
from pmo_xl.excel.master.context import MasterContext
from pmo_xl.excel.one_project import choice, gantt, lights, lists, words
from pmo_xl.excel.overview import drift, portfolio_rows
from pmo_xl.excel.overview import tiles as summary_tiles
from pmo_xl.excel.overview.due_milestones import due_milestones
from pmo_xl.excel.overview.lists import ShortList, list_box, write_list
from pmo_xl.excel.overview.red_projects import red_projects
from pmo_xl.excel.overview.top_threats import top_threats
from pmo_xl.excel.page_blocks import detail_list, heat_map, line_movers, sign_off
from pmo_xl.excel.page_layout.boxes import FIRST, USUAL, Box, Group, Layout, Node, Place
from pmo_xl.excel.page_layout.print_setup import pixels, row_pixels
from pmo_xl.excel.pages import (
    charts,
    estimate_range,
    grids,
    project_tables,
    rankings,
    silent_projects,
    tiles,
)
from pmo_xl.excel.pages.changes import milestones as moved_milestones
from pmo_xl.excel.pages.changes import projects as changed_projects
from pmo_xl.excel.pages.changes import summary as changes
from pmo_xl.excel.pages.collection import managers, matrix
from pmo_xl.excel.timeline import milestone_list, road_map
from pmo_xl.excel.timeline import trend as milestone_trend
from pmo_xl.excel.write.style import QUIET, lines_of
from pmo_xl.excel.write.worksheet import Page

WORDS_SIZE, WORDS_WIDTH = 10, 60.0
"""Points of the letters of a sentence, and the characters that it takes at least."""
WORDS_LINE = 12.75

ToBox = Callable[[MasterContext, Any], Node | None]
ToCells = Callable[[MasterContext, Page, Place, Any], None]


@dataclass(frozen=True, slots=True)
class BlockWriter:
    """The room that a kind of block takes, None where it has nothing to show; and how it is written there."""

    box: ToBox
    write: ToCells


def nodes_of(master: MasterContext, of_page: Sequence[Block]) -> list[Node]:
    """The room of each block, those left out that have nothing to show."""
    below = any(isinstance(block, blocks.ProjectRows) for block in of_page)
    nodes: list[Node | None] = []
    for block in of_page:
        if not master.concerns(block.of_kind):
            continue
        match block:
            case Beside() | Stack():
                nodes.append(Group(nodes_of(master, block.blocks), isinstance(block, Stack), block.span))
            case RoadMap():
                nodes += road_map.road_map_boxes(master, block)
            case blocks.ProgrammeRows():
                nodes.append(project_tables.programmes_box(master, block, below_projects=below))
            case _:
                nodes.append(WRITERS[type(block)].box(master, block))
    return [node for node in nodes if node is not None]


def write_block(master: MasterContext, page: Page, block: Block, place: Place) -> None:
    """Write a block where it stands; charts are drawn when all that they show stands: see :func:`draw_charts`."""
    WRITERS[type(block)].write(master, page, place, block)


def draw_charts(master: MasterContext, page: Page, layout: Layout) -> None:
    """Draw the charts of a page over the cells that the layout leaves to them."""
    for box, place in layout.places:
        rows = range(place.row, place.last_row + 1)
        height = sum(row_pixels(layout.heights.get(row, USUAL)) for row in rows)
        width = sum(map(pixels, layout.widths[place.col - FIRST : place.last_col + 1 - FIRST]))
        match box.block:
            case MilestoneTrend():
                milestone_trend.draw_trend(master, page, layout, place, box.block)
            case DriftChart():
                drift.draw_drift(master, page, place, width, height)
            case Drawing(chart=key) if not charts.is_empty(master, key):
                charts.insert_chart(master, page, charts.chart_of(master, key), place, width, height)


def _words_box(master: MasterContext, block: Words) -> Box:
    def heights(given: Sequence[float]) -> Sequence[float]:
        return [WORDS_LINE * lines_of(master.say(block.text), given[0], WORDS_SIZE) + 3]

    return Box(block, [WORDS_WIDTH], heights, block.span, lead=False, fills=True)


def _write_words(master: MasterContext, page: Page, place: Place, block: Words) -> None:
    style = master.formats.get(font_size=WORDS_SIZE, italic=True, font_color=QUIET, text_wrap=True)
    page.merge_range(place.row, place.col, place.row, place.last_col, master.say(block.text), style)


def _write_chart(master: MasterContext, page: Page, place: Place, block: Drawing) -> None:
    if charts.is_empty(master, block.chart):
        charts.write_empty(master, page, place, block)


def _listing(content: Callable[[MasterContext, Any], ShortList]) -> BlockWriter:
    """A block that is a short list."""
    return BlockWriter(
        lambda master, block: list_box(master, block, master.once(content, block)),
        lambda master, page, place, block: write_list(master, page, place, master.once(content, block)),
    )


def _listing_by(content: Callable[[MasterContext, Any], ShortList], write: ToCells) -> BlockWriter:
    """A short list that is written with more than its cells."""
    return BlockWriter(lambda master, block: list_box(master, block, master.once(content, block)), write)


def _alone(write: Callable[[MasterContext, Page, Place], None]) -> ToCells:
    """A block that says all by what it is."""
    return lambda master, page, place, _: write(master, page, place)


def _nowhere(*_: object) -> None:
    """A part of another block takes no room of its own, and what is only drawn writes no cell."""


WRITERS: Mapping[type[Block], BlockWriter] = {
    blocks.Tiles: BlockWriter(tiles.tiles_box, tiles.write_tiles),
    overview_blocks.SummaryTiles: BlockWriter(
        summary_tiles.summary_tiles_box, _alone(summary_tiles.write_summary_tiles)
    ),
    blocks.ProjectRows: BlockWriter(project_tables.projects_box, project_tables.write_project_rows),
    blocks.ProgrammeRows: BlockWriter(_nowhere, project_tables.write_programme_rows),
    overview_blocks.PortfolioRows: BlockWriter(
        portfolio_rows.portfolio_box, portfolio_rows.write_portfolio_rows
    ),
    blocks.SilentProjects: BlockWriter(silent_projects.silent_box, _alone(silent_projects.write_silent)),
    blocks.RankedList: BlockWriter(rankings.ranking_box, rankings.write_ranking),
    list_blocks.DetailList: BlockWriter(detail_list.detail_list_box, detail_list.write_detail_list),
    list_blocks.HeatMap: BlockWriter(lambda _, block: heat_map.heat_map_box(block), heat_map.write_heat_map),
    overview_blocks.LineMovers: BlockWriter(line_movers.movers_box, line_movers.write_movers),
    overview_blocks.SignOff: BlockWriter(sign_off.sign_off_box, _alone(sign_off.write_sign_off)),
    blocks.GridTable: BlockWriter(grids.grid_box, grids.write_grid_table),
    blocks.Drawing: BlockWriter(charts.chart_box, _write_chart),
    overview_blocks.DriftChart: BlockWriter(drift.drift_box, _nowhere),
    blocks.Words: BlockWriter(_words_box, _write_words),
    list_blocks.CountedWords: BlockWriter(
        lambda _, block: milestone_list.words_box(block), milestone_list.write_words
    ),
    overview_blocks.RedProjects: _listing(red_projects),
    overview_blocks.DueMilestones: _listing(due_milestones),
    overview_blocks.TopThreats: _listing(top_threats),
    list_blocks.MilestoneList: BlockWriter(
        milestone_list.milestone_list_box, milestone_list.write_milestone_list
    ),
    MilestoneTrend: BlockWriter(milestone_trend.trend_box, milestone_trend.write_trend),
    road_map.RoadMapHead: BlockWriter(_nowhere, road_map.write_road_map_head),
    road_map.Lane: BlockWriter(_nowhere, road_map.write_lane),
    overview_blocks.ChangeSummary: BlockWriter(changes.summary_box, _alone(changes.write_summary)),
    overview_blocks.ChangeRows: BlockWriter(
        changed_projects.changes_box, _alone(changed_projects.write_changes)
    ),
    overview_blocks.MovedMilestones: BlockWriter(
        moved_milestones.milestones_box, _alone(moved_milestones.write_milestones)
    ),
    overview_blocks.CollectionSummary: BlockWriter(managers.summary_box, _alone(managers.write_summary)),
    overview_blocks.ManagerRows: BlockWriter(managers.managers_box, _alone(managers.write_managers)),
    overview_blocks.CollectionMatrix: BlockWriter(matrix.matrix_box, _alone(matrix.write_matrix)),
    blocks.ProjectChoice: BlockWriter(lambda _, block: choice.choice_box(block), _alone(choice.write_choice)),
    blocks.ChosenProject: BlockWriter(lambda _, block: choice.chosen_box(block), _alone(choice.write_chosen)),
    blocks.ProjectLights: BlockWriter(lambda _, block: lights.lights_box(block), lights.write_lights),
    blocks.ProjectComment: BlockWriter(
        lambda _, block: words.comment_box(block), _alone(words.write_comment)
    ),
    blocks.ProjectList: BlockWriter(lambda _, block: lists.list_box(block), lists.write_list),
    blocks.ProjectGantt: BlockWriter(lambda _, block: gantt.gantt_box(block), gantt.write_gantt),
    blocks.ProjectToDo: BlockWriter(lambda _, block: words.to_do_box(block), _alone(words.write_to_do)),
    follow_up_blocks.ReceivedOf: BlockWriter(
        lambda _, block: received.received_box(block), received.write_received
    ),
    follow_up_blocks.ToDoByPerson: _listing(to_do_list),
    follow_up_blocks.FindingsOf: _listing(dependency_matrix.findings_of),
    follow_up_blocks.StatusRows: _listing_by(statuses.status_rows, statuses.write_status_rows),
    follow_up_blocks.StatusCourse: _listing_by(statuses.status_course, statuses.write_status_course),
    follow_up_blocks.ProjectsToLookAt: _listing_by(
        to_look_at.projects_to_look_at, to_look_at.write_to_look_at
    ),
    follow_up_blocks.DependencyMatrix: _listing_by(
        dependency_matrix.dependency_matrix, dependency_matrix.write_dependency_matrix
    ),
    follow_up_blocks.ProjectStatuses: BlockWriter(
        chosen_statuses.statuses_box, chosen_statuses.write_statuses
    ),
    blocks.EstimateRange: BlockWriter(estimate_range.range_box, estimate_range.write_range),
}
