"""Figures in large type: label, value and light of a KPI of the whole portfolio, or of the chosen project."""

from __future__ import annotations

from xlsxwriter.utility import xl_rowcol_to_cell

from pmo_xl.core.definition.kpi import Unit
from pmo_xl.core.definition.limits import level_formula, level_of
from pmo_xl.core.pages.blocks import Tiles
from pmo_xl.excel.master.context import MasterContext
from pmo_xl.excel.master.data import total_cell
from pmo_xl.excel.one_project.chosen import cell_of, found
from pmo_xl.excel.page_layout.boxes import Box, Place, Span
from pmo_xl.excel.pages.counted import (
    CELLS_UNKNOWN,
    PROJECTS_COVERED,
    ROWS_LEFT_OUT,
    counted,
    counted_formula,
)
from pmo_xl.excel.write.cells import merge, plain, write_formula
from pmo_xl.excel.write.style import BAND, NAVY, QUIET, room_of
from pmo_xl.excel.write.worksheet import Page

WIDTH = 16.0
"""Characters of a narrow tile."""
HEIGHTS, CHOSEN_HEIGHTS = (15.0, 28.0, 15.0, 13.0, 13.0, 13.0), (26.0, 28.0)
"""Points of the rows of a tile: label, value, light and what it stands on; of the chosen project: label and value."""
CHOSEN_SIZE = 16


def tiles_box(master: MasterContext, block: Tiles) -> Box:
    """The room that tiles take: a figure of one project in full, one of the portfolio in millions."""
    width = max(WIDTH, room_of("0" * 12, CHOSEN_SIZE, bold=True)) if block.chosen else WIDTH
    heights = CHOSEN_HEIGHTS if block.chosen else HEIGHTS
    return Box(block, [width] * len(block.keys), heights, block.span, lead=False, even=True, fills=True)


def write_tiles(master: MasterContext, page: Page, place: Place, block: Tiles) -> None:
    """The tiles side by side."""
    write = _chosen_tile if block.chosen else _tile
    for key, span in zip(block.keys, place.spans, strict=True):
        write(master, page, place.row, span, key)


def _tile(master: MasterContext, page: Page, row: int, span: Span, key: str) -> None:
    """A figure of the whole portfolio: label, value, light."""
    col = span[0]
    kpi = master.catalogue.kpis[key]
    what = master.scorecard.portfolio[key]
    edge = {"bg_color": BAND, "align": "center"}
    label = master.formats.get(font_size=10, font_color=QUIET, **edge)
    merge(page, row, span, label)
    page.write_string(row, col, master.say(kpi.label), label)
    style = {
        Unit.AMOUNT: '[>=1000000]#,##0.0,,"M";[<=-1000000]-#,##0.0,,"M";#,##0',
        Unit.RATIO: "0.00",
        Unit.PERCENT: "0%",
    }.get(kpi.unit, "0")
    big = master.formats.get(font_size=18, bold=True, font_color=NAVY, num_format=style, **edge)
    merge(page, row + 1, span, big)
    cell = total_cell(master, key)
    write_formula(page, row + 1, col, f'=IF({cell}="","",{cell})', what, big)
    if kpi.unit in (Unit.RATIO, Unit.PERCENT):
        master.near_limits(page, key, row + 1, col)
    _tile_light(master, page, row + 2, span, key)
    _tile_cover(master, page, row + 3, span, key)


def _tile_cover(master: MasterContext, page: Page, row: int, span: Span, key: str) -> None:
    """Below a figure: of how many projects it is, how many rows were left out of it, and its unknown cells, if any."""
    covered, cover = master.covered[key], master.coverage.kpis[key]
    small = master.formats.get(font_size=10, font_color=QUIET, align="center", bg_color=BAND)
    lines = (
        (f"={counted_formula(master, PROJECTS_COVERED, covered.projects, covered.of)}",
         counted(master, PROJECTS_COVERED, cover.projects, cover.of), f"{covered.projects}<{covered.of}"),
        (f"={counted_formula(master, ROWS_LEFT_OUT, covered.left_out, covered.read)}",
         counted(master, ROWS_LEFT_OUT, cover.rows.left_out, cover.rows.read), f"{covered.left_out}>0"),
        (f'=IF({covered.unknown}=0,"",{counted_formula(master, CELLS_UNKNOWN, covered.unknown)})',
         counted(master, CELLS_UNKNOWN, cover.rows.unknown) if cover.rows.unknown else "", f"{covered.unknown}>0"),
    )  # fmt: skip
    for at, (live, words, test) in enumerate(lines, start=row):
        merge(page, at, span, small)
        write_formula(page, at, span[0], live, words, small)
        master.mark_partial(page, at, span[0], test, span[1])


def _tile_light(master: MasterContext, page: Page, row: int, span: Span, key: str) -> None:
    kpi, col = master.catalogue.kpis[key], span[0]
    style = master.formats.get(font_size=10, align="center", bg_color=BAND, right=1, right_color="#FFFFFF")
    merge(page, row, span, style)
    if kpi.threshold is None:
        page.write_blank(row, col, None, style)
        return
    cell = xl_rowcol_to_cell(row - 1, col)
    live = master.light_formula(f'IF({cell}="",0,{level_formula(key, kpi.threshold, cell)})')
    what = plain(master.scorecard.portfolio[key])
    level = 0 if what is None else level_of(key, kpi.threshold, what, master.params)
    write_formula(page, row, col, f"={live}", master.light_words(level), style)
    master.sign_colours(page, row, col, row, span[1])


def _chosen_tile(master: MasterContext, page: Page, row: int, span: Span, key: str) -> None:
    """A figure of the chosen project: label and value."""
    kpi, col = master.catalogue.kpis[key], span[0]
    edge = {"bg_color": BAND, "align": "center", "right": 1, "right_color": "#FFFFFF"}
    label = master.formats.get(font_size=10, font_color=QUIET, text_wrap=True, **edge)
    merge(page, row, span, label)
    page.write_string(row, col, master.say(kpi.label), label)
    style = {Unit.AMOUNT: "#,##0;-#,##0;0", Unit.PERCENT: "0.0%"}.get(kpi.unit, "0.00")
    big = master.formats.get(font_size=16, bold=True, font_color=NAVY, num_format=style, **edge)
    merge(page, row + 1, span, big)
    write_formula(
        page, row + 1, col, f'=IFERROR({cell_of(master, "kpis", key)},"")', found(master, "kpis", key), big
    )
    master.threshold_colours(page, key, row + 1, col, row + 1)
