"""Detailed lists: the first rows of a table in an order, of how many, with whole sentences in rows as high as these."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name

from pmo_xl.core.base.text import t
from pmo_xl.core.definition.column import Column, Kind
from pmo_xl.core.definition.names import Names, Where
from pmo_xl.core.expr.nodes import Expr, Ref
from pmo_xl.core.expr.value import EvalContext, each
from pmo_xl.core.formula.formula import formula
from pmo_xl.core.pages.list_blocks import Detail, DetailList
from pmo_xl.core.pages.view import Ranking
from pmo_xl.excel.master.context import MasterContext
from pmo_xl.excel.master.records import rank_key
from pmo_xl.excel.page_layout.boxes import Box, Place, row_of
from pmo_xl.excel.write.cells import merge, plain, shown, write_formula
from pmo_xl.excel.write.style import SCORE_FORMAT, lines_of, number_format
from pmo_xl.excel.write.worksheet import Page

NUMBER_WIDTH = 4.5
"""Characters of the number of a row."""
TITLE_HEIGHT, HEAD_LINE = 20.0, 15.0
"""Points of the heading, of a line of the head, and of a line of a row."""
ROOMIER = 1.06
"""A wrapped text takes less room than its words one by one, by so much."""
FEWEST, MOST_LINES = 3, 5
"""Rows of a list at least, room for what an edit adds; lines of a row at most."""
NUMBER, N_OF, NONE = t("No.", "N°"), t(" of ", " sur "), t(" – none", " – aucun élément")
NOT_RECEIVED = t(" – nothing was received", " – aucun retour reçu")


@dataclass(frozen=True, slots=True)
class RowAt(Names):
    """Names of the columns of a table, each for the one row whose ``place`` a formula gives."""

    place: str = ""

    def column(self, key: str, table: str | None = None) -> str:
        """The cell of a column in that row."""
        whole = Names.column(self, key, table or self.home)
        return whole if table is not None or self.where is Where.COLUMN else f"INDEX({whole},{self.place})"


def detail_list_box(master: MasterContext, block: DetailList) -> Box:
    """The room of a list: each row as high as its longest text, wrapped into the width that it is given."""
    ranking = _ranking(master, block)
    texts = _texts(master, block)
    labels = [NUMBER, *(detail.label for detail in block.details)]

    def heights(given: Sequence[float]) -> Sequence[float]:
        head = max(
            lines_of(master.say(label), width, bold=True) for label, width in zip(labels, given, strict=True)
        )
        rows = []
        for at in range(_size(master, ranking, block)):
            held = texts[at] if at < len(texts) else []
            wanted = [lines_of(words, ROOMIER * width) for words, width in zip(held, given[1:], strict=False)]
            rows.append(row_of(min(MOST_LINES, max(wanted, default=1))))
        return [TITLE_HEIGHT, HEAD_LINE * head + 2, *rows]

    widths = [NUMBER_WIDTH, *(_width(master, ranking, detail) for detail in block.details)]
    return Box(block, widths, heights, block.span, longest=widths.index(max(widths)))


def write_detail_list(master: MasterContext, page: Page, place: Place, block: DetailList) -> None:
    """The list where the layout put it; the number that begins a row says which of the ranking it is."""
    ranking = _ranking(master, block)
    order, size = rank_key(ranking), _size(master, ranking, block)
    ranks, there = master.column(ranking.table, order), int(master.frames[ranking.table][order].notna().sum())
    row, col = place.row, place.col
    master.section(page, row, col, ranking.title, place.last_col - col + 1)
    title, n_of = master.say(ranking.title), master.say(N_OF)
    nothing, none = nothing_listed(master, ranking)
    alone, sentence = _sentence(master, ranking, block)
    live = (
        f'="{title}"&IF(COUNT({ranks})=0,{nothing}," – "&MIN({size},COUNT({ranks}))&"{n_of}"&COUNT({ranks}))'
    )
    told = f"{title} – {min(size, there)}{n_of}{there}" if there else f"{title}{none}"
    write_formula(page, row, col, live, told, master.section_style())
    row += 1
    head = master.head_style()
    for span, label in zip(place.spans, (NUMBER, *(detail.label for detail in block.details)), strict=True):
        merge(page, row, span, head)
        page.write_string(row, span[0], master.say(label), head)
    pick = "LARGE" if ranking.largest else "SMALL"
    values = _values(master, ranking, block)
    styles = [_style(master, ranking, detail) for detail in block.details]
    number = master.cell_style(align="center", valign="top")
    for k in range(size):
        row += 1
        write_formula(
            page, row, col, f'=IF(COUNT({ranks})>{k},{k + 1},"")', k + 1 if k < there else None, number
        )
        at = f"MATCH({pick}({ranks},${xl_col_to_name(col)}{row + 1}),{ranks},0)"
        for place_of, (detail, span) in enumerate(zip(block.details, place.spans[1:], strict=True)):
            merge(page, row, span, styles[place_of])
            live = _live(master, ranking, detail, at)
            live = f'IFERROR({live},"")'
            what = values[place_of][k] if k < there else None
            if k == 0 and place_of == _widest(block):
                live, what = f"IF(COUNT({ranks})=0,{alone},{live})", what if there else sentence
            write_formula(page, row, span[0], f"={live}", what, styles[place_of])


def _ranking(master: MasterContext, block: DetailList) -> Ranking:
    return next(ranking for ranking in master.catalogue.rankings if ranking.key == block.ranking)


def nothing_listed(master: MasterContext, ranking: Ranking) -> tuple[str, str]:
    """What the title says of an empty list, formula and value: no row where returns came, else that none did."""
    none, not_received = master.say(NONE), master.say(NOT_RECEIVED)
    flag = master.catalogue.received.get(ranking.table)
    if flag is None:
        return f'"{none}"', none
    came = bool(master.frames["kpis"][flag].sum())
    live = f'IF(SUM({master.column("kpis", flag)})=0,"{not_received}","{none}")'
    return live, none if came else not_received


def _sentence(master: MasterContext, ranking: Ranking, block: DetailList) -> tuple[str, str | None]:
    """What the first row of an empty list says, formula and value; nothing where no return came: then nobody knows."""
    said = master.say(block.nothing)
    flag = master.catalogue.received.get(ranking.table)
    if flag is None:
        return f'"{said}"', said
    came = bool(master.frames["kpis"][flag].sum())
    return f'IF(SUM({master.column("kpis", flag)})=0,"","{said}")', said if came else None


def _widest(block: DetailList) -> int:
    """The place of the detail that has most room for a sentence."""
    widths = [detail.width for detail in block.details]
    return widths.index(max(widths))


def _size(master: MasterContext, ranking: Ranking, block: DetailList) -> int:
    """How many rows a list has: no more than there are, but for a few that an edit may fill."""
    there = int(master.frames[ranking.table][rank_key(ranking)].notna().sum())
    most = block.size or ranking.size or there
    return max(FEWEST, min(most, there))


def _column(master: MasterContext, ranking: Ranking, part: Expr) -> Column | None:
    """The column of a table that a part shows as it is."""
    if not isinstance(part, Ref):
        return None
    tables = {**master.catalogue.tables, **master.catalogue.derived}
    return tables[ranking.table].columns.get(part.key) if ranking.table in tables else None


def _width(master: MasterContext, ranking: Ranking, detail: Detail) -> float:
    column = _column(master, ranking, detail.parts[0])
    is_amount = column is not None and column.kind is Kind.AMOUNT
    return max(detail.width, master.amount_width) if is_amount else detail.width


def _style(master: MasterContext, ranking: Ranking, detail: Detail) -> Format:
    top: dict[str, Any] = {"valign": "top"}
    if detail.unit is not None:
        return master.cell_style(detail.unit, **top)
    column = _column(master, ranking, detail.parts[0]) if len(detail.parts) == 1 else None
    if column is None or not column.number:
        return master.cell_style(text_wrap=True, **top)
    if column.key.startswith("score_"):
        return master.cell_style(num_format=SCORE_FORMAT, align="center", **top)
    align = "right" if column.kind is Kind.AMOUNT else "center"
    return master.cell_style(num_format=number_format(column.kind, master.language), align=align, **top)


def _live(master: MasterContext, ranking: Ranking, detail: Detail, at: str) -> str:
    """The formula of a cell, without the equals sign."""
    project = master.catalogue.project_key.key
    names = RowAt(master.language, master.names.tables, ranking.table, project, place=at)
    # What a cell of the table lacks is an empty text in these, never 0.
    parts = [formula(part, names).removeprefix("=") for part in detail.parts]
    text, joint = parts[0], master.say(detail.joint)
    for before, part in enumerate(parts[1:], start=1):
        text += f'&IF(OR({"&".join(parts[:before])}="",{part}=""),"","{joint}")&{part}'
    return text


def _values(master: MasterContext, ranking: Ranking, block: DetailList) -> list[list[Any]]:
    """What each detail comes to in the rows of the list, in their order."""
    frame, order = master.frames[ranking.table], rank_key(ranking)
    best = frame[frame[order].notna()].sort_values(order, ascending=not ranking.largest)
    best = best.head(_size(master, ranking, block)).reset_index(drop=True)
    scope = EvalContext(
        best, master.params, master.holidays, master.frames, master.catalogue.project_key.key,
        language=master.language,
    )  # fmt: skip
    return [_told(master, ranking, detail, scope) for detail in block.details]


def _told(master: MasterContext, ranking: Ranking, detail: Detail, scope: EvalContext) -> list[Any]:
    parts = []
    for part in detail.parts:
        column = _column(master, ranking, part)
        held = [plain(what) for what in each(part, scope)]
        parts.append([shown(column, what, master.language) for what in held] if column is not None else held)
    if len(parts) == 1:
        return parts[0]
    return [
        master.say(detail.joint).join(_words(what) for what in row if what is not None)
        for row in zip(*parts, strict=True)
    ]


def _words(what: Any) -> str:
    """A value as Excel joins it to a text."""
    return str(int(what)) if isinstance(what, float) and what.is_integer() else str(what)


def _texts(master: MasterContext, block: DetailList) -> list[list[str]]:
    """The texts of each row, for the room that they take; figures take one line."""
    values = _values(master, _ranking(master, block), block)
    return [["" if not isinstance(what, str) else what for what in row] for row in zip(*values, strict=True)]
