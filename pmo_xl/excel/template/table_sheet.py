"""A sheet for typing rows: an Excel table with its headers, drop-downs, limits and calculated columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name

from pmo_xl.core.base.text import t
from pmo_xl.core.definition.column import Column, Kind
from pmo_xl.core.definition.model import ERROR_SIGN, Table, Template
from pmo_xl.core.definition.names import Names
from pmo_xl.core.definition.own_columns import (
    ROW_BESIDE_COLUMN,
    ROW_CHECK_COLUMN,
    ROW_COLUMNS,
    ROW_RULES_COLUMNS,
)
from pmo_xl.core.definition.wording import need_words
from pmo_xl.core.formula.formula import formula, write
from pmo_xl.core.formula.row_check import check_columns, fault_words
from pmo_xl.excel.template.answers import Answers
from pmo_xl.excel.template.draft import Draft
from pmo_xl.excel.write.cells import all_shown, plain, validation, write_cell
from pmo_xl.excel.write.form_sheet import FormColumn, FormSheet
from pmo_xl.excel.write.layout import A3, A4, LINE_HEIGHT
from pmo_xl.excel.write.style import (
    BAND,
    COMPUTED,
    COMPUTED_HEAD,
    LIGHT_AMBER,
    LINE,
    NAVY,
    OPTIONAL,
    QUIET,
    SCORE_FORMAT,
    TAB_COLOURS,
    WHITE,
    lines_of,
    room_of,
    width_of,
)

BAND_ROW, NEED_ROW, HEADER_ROW = 2, 3, 4
"""Zero-based rows above a table; title and purpose stand above them."""

FIRST_COLUMN = 1
"""Zero-based column of a table's first column; the narrow one before it holds the mark."""

GUARDED = 2000
"""Rows below the header that carry drop-downs and range checks."""

UNREADABLE = t(f"{ERROR_SIGN} A value cannot be read", f"{ERROR_SIGN} Une valeur est illisible")
"""What the check says where somebody pasted a text over a number, say."""

WRAPPED = 24
"""Width from which a text is wrapped."""

NARROW, WIDE = 130, 170
"""Characters up to which a table is printed upright, and beyond which on A3."""

FILTER_BUTTON = 10
"""Points kept free below a header's words for the filter's arrow, and as many above."""


@dataclass(frozen=True, slots=True)
class _Grid:
    """One table on its sheet: its columns from left to right, its rows from top to bottom."""

    draft: Draft
    sheet: FormSheet
    table: type[Table]
    columns: Sequence[Column]
    names: Names
    widths: Sequence[float]

    @property
    def first(self) -> int:
        return HEADER_ROW + 1

    @property
    def last_col(self) -> int:
        return FIRST_COLUMN + len(self.columns) - 1

    def places(self) -> list[tuple[int, Column]]:
        """Each column with its place on the sheet."""
        return list(enumerate(self.columns, start=FIRST_COLUMN))


def write_table(draft: Draft, sheet: FormSheet, template: Template, table: type[Table]) -> None:
    """Write one table of a template, with gaps for what it is filled with and for the empty rows below."""
    columns = [*table.columns.values(), *check_columns(table)]
    names = Names(draft.language, draft.names.tables, home=table.key, typed=True)
    widths = [width_of(column, draft.language) for column in columns[:-1]]
    grid = _Grid(draft, sheet, table, columns, names, [*widths, _check_width(draft, table)])
    draft.live_title(sheet, table.heading, template.purpose, grid.last_col)
    _write_headings(grid)
    _add_table(grid)
    draft.colour_signs(sheet, grid.first, grid.last_col, grid.first + GUARDED)
    _tint_missing(grid)
    _set_view(grid, TAB_COLOURS[template.order // 10 % len(TAB_COLOURS) - 1])


def _check_width(draft: Draft, table: type[Table]) -> float:
    """The width that shows the longest complaint of a rule, or of a cell in sight, whole."""
    rules = [room_of(f"{ERROR_SIGN} {draft.say(rule.says)}") + 1 for rule in (*table.rules, *table.live)]
    cells = [room_of(draft.say(fault_words(column))) + 1 for column in table.inputs() if column.in_sight]
    return max([ROW_CHECK_COLUMN.width or 0, *rules, *cells])


def _write_headings(grid: _Grid) -> None:
    """Above the headers: what the columns are about, and which must be filled; the widths too."""
    draft, sheet, band, folded = grid.draft, grid.sheet, None, False
    sheet.set_row(BAND_ROW, 16)
    sheet.set_row(NEED_ROW, 13)
    for (col, column), width in zip(grid.places(), grid.widths, strict=True):
        starts = column.band is not band
        band = column.band
        edge = {"left": 1, "left_color": OPTIONAL} if starts else {}
        words = draft.say(band) if starts and band is not None else None
        look = draft.style(bold=True, font_color=NAVY, bg_color=BAND, indent=1, **edge)
        write_cell(sheet, BAND_ROW, col, words, look)
        need = None
        if column not in ROW_COLUMNS:
            need = draft.say(need_words(column, draft.is_required(column)))
        look = draft.style(font_size=8, font_color=QUIET, bg_color=BAND, align="center", **edge)
        write_cell(sheet, NEED_ROW, col, need, look)
        # How the check is made lies one level deeper: who opens the folded columns does not see it.
        level = 2 if column in ROW_COLUMNS else 1
        outline = {"level": level, "hidden": True} if column.folded else {"collapsed": folded}
        outline |= {"hidden": True} if column.hidden else {}
        folded = column.folded
        # The format of the whole column reaches cells typed under the table: a code stays a text there.
        sheet.set_column(col, col, width, draft.formats.cell(column.kind), outline)


def _add_table(grid: _Grid) -> None:
    draft, table, most = grid.draft, grid.table, 1
    heads: list[dict[str, Any]] = []
    columns: list[FormColumn] = []
    for (col, column), width in zip(grid.places(), grid.widths, strict=True):
        words = draft.say(column.label)
        most = max(most, lines_of(words, width, bold=True))
        head: dict[str, Any] = {"header": words, "header_format": _head_style(draft, column)}
        live = _formula_of(grid, column)
        heads.append(head if live is None else {**head, "formula": live})
        columns.append(_body(grid, column, live))
        if live is None:
            rules = validation(column, draft.language, draft.lists, required=draft.is_required(column))
            grid.sheet.data_validation(grid.first, col, grid.first + GUARDED, col, rules)
    grid.sheet.set_row(HEADER_ROW, most * LINE_HEIGHT + 2 * FILTER_BUTTON)
    options = {"name": table.key, "columns": heads, "style": "Table Style Light 1", "banded_rows": False}
    grid.sheet.leave_table(
        HEADER_ROW, FIRST_COLUMN, options, columns,
        size=lambda answers: answers.size_of(table), heights=lambda answers: _heights(grid, answers),
    )  # fmt: skip


def _head_style(draft: Draft, column: Column) -> Format:
    back = NAVY if draft.is_required(column) else OPTIONAL
    if column.computed or column in ROW_COLUMNS:
        back = COMPUTED_HEAD
    return draft.style(
        bold=True, font_color=WHITE, bg_color=back, border=1, border_color=WHITE,
        text_wrap=True, align="center",
    )  # fmt: skip


def _formula_of(grid: _Grid, column: Column) -> str | None:
    if column in ROW_COLUMNS:
        check = grid.draft.checks[grid.table.key][column.key]
        part = write(check, replace(grid.names, sound=column in ROW_RULES_COLUMNS))
        if column is ROW_CHECK_COLUMN or column in ROW_RULES_COLUMNS:
            return f'=IFERROR({part},"{grid.draft.say(UNREADABLE)}")'
        return f'=IFERROR({part},"")' if column is ROW_BESIDE_COLUMN else f"={part}"
    return formula(column.formula, grid.names) if column.formula is not None else None


def _body(grid: _Grid, column: Column, live: str | None) -> FormColumn:
    """The cells of a column: what people fill in, or the formula *live* with what it comes to."""
    key, language = grid.table.key, grid.draft.language
    style = _body_style(grid.draft, column, is_live=live is not None)
    if live is None:
        return FormColumn(
            style, lambda answers: [*all_shown(column, answers.cells[key][column.key], language)]
        )
    shared = column in ROW_COLUMNS
    return FormColumn(
        style,
        lambda answers: answers.frames[key][column.key].tolist(),
        _by_address(grid, live) if shared else live,
        shared,
    )


def _by_address(grid: _Grid, live: str) -> str:
    """The formula of the first row with the cells of its row named by address, so that the rows below can share it."""
    letters = {grid.draft.say(column.label): xl_col_to_name(col) for col, column in grid.places()}
    own = re.compile(re.escape(grid.table.key) + r"\[\[#This Row\],\[([^\]]*)\]\]")
    return own.sub(lambda cell: f"${letters[cell[1]]}{grid.first + 1}", live)


def _body_style(draft: Draft, column: Column, *, is_live: bool) -> Format:
    look: dict[str, Any] = {"bottom": 4, "bottom_color": LINE, "right": 4, "right_color": LINE}
    if is_live:
        look |= {"bg_color": COMPUTED}
    if column.kind is Kind.INTEGER:
        look["align"] = "center"
    elif not column.kind.is_date:
        look |= {"align": "right" if column.number else "left", "indent": 1}
    if is_live and column.key.startswith("score_"):
        return draft.style(num_format=SCORE_FORMAT, **look)
    return draft.formats.cell(column.kind, text_wrap=_wraps(column), **look)


def _wraps(column: Column) -> bool:
    wide_text = column.kind is Kind.TEXT and (column.width or 0) >= WRAPPED
    return column not in ROW_COLUMNS and (wide_text or column.kind is Kind.CHOICE)


def _heights(grid: _Grid, answers: Answers) -> dict[int, float]:
    """Height for the filled rows whose texts are wrapped; Excel sees to those that are typed."""
    frame, most = answers.frames[grid.table.key].head(answers.rows_of(grid.table)), dict[int, int]()
    for column, width in zip(grid.columns, grid.widths, strict=True):
        if not column.in_sight or not _wraps(column):
            continue
        held = [*map(plain, frame[column.key])]
        for at, words in enumerate(all_shown(column, held, grid.draft.language)):
            most[at] = max(most.get(at, 1), lines_of(str(words or ""), width - 1))
    return {at: lines * LINE_HEIGHT + 2 for at, lines in most.items() if lines > 1}


def _tint_missing(grid: _Grid) -> None:
    """A required cell that is still empty in a row somebody began is tinted; the check column says it."""
    check = xl_col_to_name(grid.last_col)
    tint = grid.draft.book.add_format({"bg_color": LIGHT_AMBER})
    for col, column in grid.places():
        if column in ROW_COLUMNS or not grid.draft.is_required(column):
            continue
        cell, row = xl_col_to_name(col), grid.first + 1
        test = f'=AND({cell}{row}="",LEFT(${check}{row},1)="{ERROR_SIGN}")'
        rule = {"type": "formula", "criteria": test, "format": tint}
        grid.sheet.conditional_format(grid.first, col, grid.first + GUARDED, col, rule)


def _set_view(grid: _Grid, tab: str) -> None:
    """What stays in sight, and how the sheet prints: no print area, so that rows typed later print too."""
    grid.sheet.freeze_panes(grid.first, FIRST_COLUMN + _frozen(grid.table))
    grid.sheet.set_zoom(90)
    grid.sheet.set_tab_color(tab)
    grid.sheet.repeat_rows(BAND_ROW, HEADER_ROW)
    seen = sum(width for column, width in zip(grid.columns, grid.widths, strict=True) if column.in_sight)
    grid.draft.print_setup(grid.sheet, paper=A3 if seen > WIDE else A4)
    if seen <= NARROW:
        grid.sheet.set_portrait()


def _frozen(table: type[Table]) -> int:
    """How many columns stay in sight: those that name a row, and the first wide text if it is near."""
    columns = list(table.columns.values())
    through = max([list(table.columns).index(key) for key in table.identity], default=0)
    near = [place for place, column in enumerate(columns[:3]) if (column.width or 0) >= WRAPPED]
    return max([through, *near[:1]]) + 1
