"""The tables by project and by programme: their figures read from the KPI sheet, and of how many projects each sum is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from pmo_xl.core.base.text import t
from pmo_xl.core.catalogue.coverage import parts_of
from pmo_xl.core.definition.kpi import Unit
from pmo_xl.core.formula.rollup import known_in, roll_up_formula
from pmo_xl.core.pages.blocks import ProgrammeRows, ProjectRows
from pmo_xl.excel.master.context import MasterContext
from pmo_xl.excel.master.data import ALL, kpi_form, total_cell
from pmo_xl.excel.page_layout.boxes import FIRST, USUAL, Box, Place, Span
from pmo_xl.excel.write.bulk import ROW, Cells
from pmo_xl.excel.write.cells import merge, plain, shown, write_formula
from pmo_xl.excel.write.style import DARK_RED, lines_of, room_of
from pmo_xl.excel.write.worksheet import Page

BY_PROGRAMME = t("By programme", "Par programme")
OVER = t("of projects", "sur projets")
OVER_HEIGHT, SECTION_HEIGHT = USUAL, 20.0
"""Points of the lines that say of how many projects a sum is, and of a heading."""
FEWEST_HEAD_LINES, HEAD_MARGIN, NARROW = 2, 2.0, 9.5
"""Lines of a head at least, the points around them, and characters of a column of short figures."""
NAME = "project_name"


def projects_box(master: MasterContext, block: ProjectRows) -> Box:
    """The room of a row per project, a total and a line below it: the columns of the page are its own."""
    widths = _widths(master, block.columns)
    heights = [
        head_height(master, block.columns, widths),
        *[USUAL] * len(master.listed()),
        USUAL,
        OVER_HEIGHT,
    ]
    names = block.columns.index(NAME) if NAME in block.columns else 0
    return Box(block, widths, heights, block.span, keys=block.columns, names=names)


def programmes_box(master: MasterContext, block: ProgrammeRows, *, below_projects: bool) -> Box:
    """The room of two rows per programme, in the columns of the table by project where there is one above."""
    lines = [USUAL, OVER_HEIGHT] * len(master.programme_records)
    keys = block.columns if below_projects else ()
    shown_keys = block.columns if below_projects else [block.columns[0], *_summed(master, block.columns)]
    widths = _widths(master, shown_keys)
    heights = [SECTION_HEIGHT, head_height(master, shown_keys, widths), *lines]
    return Box(block, widths, heights, block.span, keys=keys)


def _widths(master: MasterContext, columns: Sequence[str]) -> list[float]:
    fixed = {"project_id": 10.0, NAME: 30.0, "programme_id": 16.0, "currency": NARROW, "rate": 11.0}
    usual = {Unit.AMOUNT: max(12.0, master.amount_width), Unit.DATE: 11.5, Unit.LIGHT: 12.0, None: 14.0}
    least = {key: fixed.get(key, usual.get(kpi_form(master, key), NARROW)) for key in columns}
    # No word of a head is broken.
    words = {key: max(room_of(word, bold=True) for word in label_of(master, key).split()) for key in columns}
    return [max(width, words[key]) for key, width in least.items()]


def head_height(master: MasterContext, columns: Sequence[str], widths: Sequence[float]) -> float:
    """Points of a head whose labels are wrapped."""
    lines = max(
        lines_of(label_of(master, key), width, bold=True) for key, width in zip(columns, widths, strict=True)
    )
    return USUAL * max(lines, FEWEST_HEAD_LINES) + HEAD_MARGIN


def label_of(master: MasterContext, key: str) -> str:
    """What the column of the KPI sheet is called."""
    return master.say(master.names.tables["kpis"][key].label)


def _summed(master: MasterContext, columns: Sequence[str]) -> list[str]:
    """Those of the columns that add up over projects, in order."""
    forms = {key: kpi_form(master, key) for key in columns}
    return [key for key, form in forms.items() if form is not None and form is not Unit.LIGHT]


# by project ----------------------------------------------------------------------------------------


def write_project_rows(master: MasterContext, page: Page, place: Place, block: ProjectRows) -> None:
    """A row per project, each figure read from the KPI sheet; then the portfolio's own row."""
    frame, spans = master.listed(), dict(zip(block.columns, place.spans, strict=True))
    for key, span in spans.items():
        merge(page, place.row, span, master.head_style())
        page.write_string(place.row, span[0], label_of(master, key), master.head_style())
    first = place.row + 1
    cells: list[Cells] = []
    for key, (col, end) in spans.items():
        cells.append(project_cells(master, key, frame[key], alone=col == end))
        # Cells that are merged cannot be sorted: a name runs on over the empty cells beside it.
        cells += [Cells([None] * len(frame), master.cell_style())] * (end - col)
    page.write_columns(first, FIRST, cells)
    row = first + len(frame)
    for key, (col, end) in spans.items():
        for at in range(first, row):
            for beside in range(col + 1, end + 1):
                page.write_blank(at, beside, None, master.cell_style())
        write_row_colours(master, page, key, first, col, row - 1)
    if len(frame):
        page.autofilter(place.row, place.col, row - 1, place.last_col)
        page.hide_buttons([at for span in place.spans for at in range(span[0] + 1, span[1] + 1)])
    write_total_row(master, page, row, spans)
    write_over_row(master, page, row + 1, spans)


def write_total_row(master: MasterContext, page: Page, row: int, spans: Mapping[str, Span]) -> None:
    """The figures of the whole portfolio."""
    summed = _summed(master, list(spans))
    for at, (key, (col, end)) in enumerate(spans.items()):
        if key in summed:
            live, style = (
                f'=IF({total_cell(master, key)}="","",{total_cell(master, key)})',
                kpi_form(master, key),
            )
            write_formula(page, row, col, live, master.scorecard.portfolio[key], master.total_style(style))
        else:
            page.write_string(row, col, "" if at else master.say(ALL), master.total_style())
        for beside in range(col + 1, end + 1):
            page.write_blank(row, beside, None, master.total_style())


def write_over_row(master: MasterContext, page: Page, row: int, spans: Mapping[str, Span]) -> None:
    """Below the portfolio's own row: of how many of the projects expected each of its figures is."""
    style = master.over_style()
    page.write_string(row, FIRST, master.say(OVER), master.over_style("left"))
    for key in _summed(master, list(spans)[1:]):
        covered, cover = master.covered[key], master.coverage.kpis[key]
        live = f'={covered.projects}&"/"&{covered.of}'
        write_formula(page, row, spans[key][0], live, f"{cover.projects}/{cover.of}", style)
        master.mark_partial(page, row, spans[key][0], f"{covered.projects}<{covered.of}")


def project_cells(master: MasterContext, key: str, values: pd.Series[Any], *, alone: bool = False) -> Cells:
    """One figure of every project that is listed, read from the KPI sheet by the ID that begins the row; a name that has one column ``alone`` takes smaller letters rather than lose its end."""
    if key == "project_id":
        return Cells(values.tolist(), master.cell_style(bold=True))
    form = kpi_form(master, key)
    here = f"MATCH(${xl_col_to_name(FIRST)}{ROW},{master.column('kpis', 'project_id')},0)"
    inner = f"INDEX({master.column('kpis', key)},{here})"
    if form is Unit.LIGHT:
        partial = f"{key}_partial"
        held = master.frames["kpis"][partial].reindex(values.index)
        words = [master.light_told(what, mark) for what, mark in zip(values, held, strict=True)]
        live = master.light_cell(inner, f"INDEX({master.column('kpis', partial)},{here})")
        return Cells(words, master.cell_style(form), f"={live}")
    if form is None and not master.names.tables["kpis"][key].number:
        column = master.catalogue.identity_columns.get(key)
        told = values if column is None else [shown(column, what, master.language) for what in values]
        style = master.cell_style(shrink=True) if alone and key == NAME else master.cell_style(form)
        return Cells([plain(what) for what in told], style, f'={inner}&""')
    style = master.cell_style(form) if form else master.cell_style(num_format="0.####", align="center")
    return Cells(values, style, f"={inner}")


def write_row_colours(master: MasterContext, page: Page, key: str, row: int, col: int, last: int) -> None:
    """The colours of a column of figures by project: signs of a light, limits of a KPI."""
    if kpi_form(master, key) is Unit.LIGHT or key == "rag_declared":
        master.sign_colours(page, row, col, max(row, last), col)
    else:
        master.threshold_colours(page, key, row, col, last)


# by programme --------------------------------------------------------------------------------------


def write_programme_rows(master: MasterContext, page: Page, place: Place, block: ProgrammeRows) -> None:
    """A row per programme: the same KPIs over its projects, by each KPI's own way of adding up."""
    row, col = place.row, place.col
    master.section(page, row, col, BY_PROGRAMME, place.last_col - col + 1)
    below_projects = len(place.spans) == len(block.columns)
    summed = _summed(master, block.columns[1:])
    keys = block.columns if below_projects else [block.columns[0], *summed]
    spans = {key: span for key, span in zip(keys, place.spans, strict=True) if key in summed}
    # Names run on to the first figure.
    names = (col, min((span[0] for span in spans.values()), default=place.last_col + 1) - 1)
    row += 1
    merge(page, row, names, master.head_style())
    label = master.say(master.names.tables["kpis"]["programme_id"].label)
    page.write_string(row, col, label, master.head_style())
    for key, span in spans.items():
        merge(page, row, span, master.head_style())
        page.write_string(row, span[0], label_of(master, key), master.head_style())
    first, kpis, bold = row + 1, master.catalogue.kpis, master.cell_style(bold=True)
    for record in master.programme_records:
        row += 1
        cell = f"${xl_rowcol_to_cell(row, col)}"
        merge(page, row, names, bold)
        page.write_string(row, col, record["programme_id"], bold)
        for key, span in spans.items():
            live = roll_up_formula(kpis[key], kpis, master.kpi_names, ("programme_id", cell))
            style = master.cell_style(kpi_form(master, key))
            merge(page, row, span, style)
            write_formula(page, row, span[0], live, record[key], style)
        row += 1
        _over_programme(master, page, row, col, spans, record["programme_id"], cell)
    for key, span in spans.items():
        master.threshold_colours(page, key, first, span[0], row)


def _over_programme(
    master: MasterContext, page: Page, row: int, col: int, spans: Mapping[str, Span], name: str, cell: str
) -> None:  # fmt: skip
    """Below a programme: of how many of its projects a figure is that is not of all; blank where it is."""
    coverage = master.coverage
    programme = name if name in coverage.programmes else None
    size, covers = coverage.programme_sizes[programme], coverage.programmes[programme]
    page.write_string(row, col, master.say(OVER), master.over_style("left"))
    mine = f"({master.column('kpis', 'programme_id')}={cell})"
    for key, span in spans.items():
        known = "*".join(
            known_in(master.column("kpis", part)) for part in parts_of(master.catalogue.kpis[key])
        )
        n, style = f"SUMPRODUCT({mine}*{known})", master.over_style(font_color=DARK_RED)
        told = covers[key].projects
        live = f'=IF({n}={size},"",{n}&"/{size}")'
        merge(page, row, span, style)
        write_formula(page, row, span[0], live, "" if told == size else f"{told}/{size}", style)
