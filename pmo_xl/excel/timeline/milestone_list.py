"""The list of milestones: the rows that a ranking puts first, what follows from each, and how fast its date moves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from xlsxwriter.utility import xl_col_to_name

from pmo_xl.core.base.text import t
from pmo_xl.core.definition.column import Column
from pmo_xl.core.definition.names import Names, Where
from pmo_xl.core.expr.value import EvalContext, each
from pmo_xl.core.formula.formula import formula
from pmo_xl.core.pages.list_blocks import CountedWords, MilestoneList
from pmo_xl.core.pages.view import Ranking
from pmo_xl.excel.master.context import MOST_LISTED, MasterContext
from pmo_xl.excel.master.records import rank_key
from pmo_xl.excel.page_layout.boxes import USUAL, Box, Place
from pmo_xl.excel.timeline.slopes import Slopes, slope_formulas
from pmo_xl.excel.write.bulk import ROW
from pmo_xl.excel.write.cells import merge, plain, shown, write_formula
from pmo_xl.excel.write.style import DARK_AMBER, DARK_RED, LIGHT_AMBER, LIGHT_RED, NAVY, number_format
from pmo_xl.excel.write.worksheet import Page

HELPERS = 60
"""The first of the hidden sheet columns that formulas of a page with milestones look at."""
FEWEST = 5
"""Rows of the list where there are fewer: room for what an edit adds."""
TITLE_HEIGHT, HEAD_HEIGHT, WORDS_HEIGHT = 20.0, 30.0, 22.0
"""Points of the heading above the list, of the head of its columns, of a sentence in large type."""
ID, NAME, DATE, NUMBER, TREND = 9.0, 31.0, 11.5, 9.5, 11.5
"""Characters of these columns."""
EASE = 0.9
"""How wide a text is, by the width of its column in the template."""
N_OF, NONE, TREND_HEAD = t(" of ", " sur "), t(" – none", " – aucun"), t("Trend (d/d)", "Tendance (j/j)")
STEADY, SLIPPING = 0.2, 0.5
"""Days of slip per day up to which a milestone is stable, and up to which it slips; beyond it runs away."""


@dataclass(frozen=True, slots=True)
class CellNames(Names):
    """Names for a formula over the cells of its own row, wherever these stand."""

    cells: Mapping[str, str] = field(default_factory=dict)

    def column(self, key: str, table: str | None = None) -> str:
        """The cell of a column of this row; else as elsewhere."""
        if table is None and self.where is Where.ROW:
            return self.cells[key]
        return Names.column(self, key, table)


def words_box(block: CountedWords) -> Box:
    """The room of a sentence in large type."""
    return Box(block, [60.0], [WORDS_HEIGHT], block.span, lead=False, fills=True)


def write_words(master: MasterContext, page: Page, place: Place, block: CountedWords) -> None:
    """A sentence whose numbers stand, live, in hidden cells of its row."""
    parts, told = [], []
    names, quiet = master.names_for_grid(for_chart=False), master.formats.get()
    for at, (expr, one, many) in enumerate(block.parts):
        (n,) = master.computed(expr, 1)
        count = int(n or 0)
        write_formula(page, place.row, HELPERS + at, formula(expr, names), count, quiet)
        cell = f"${xl_col_to_name(HELPERS + at)}${place.row + 1}"
        single, several = (
            '"' + master.say(words).replace("{n}", f'"&{cell}&"') + '"' for words in (one, many)
        )
        parts.append(f"IF({cell}<2,{single},{several})")
        told.append(master.say(many if count > 1 else one).replace("{n}", str(count)))
    style = master.formats.get(bold=True, font_size=14, font_color=NAVY)
    write_formula(page, place.row, place.col, "=" + '&", "&'.join(parts), ", ".join(told), style)
    page.set_column(HELPERS, HELPERS + len(block.parts) - 1, None, None, {"hidden": True})


def milestone_list_box(master: MasterContext, block: MilestoneList) -> Box:
    """The room of a row per milestone."""
    ranking = _ranking(master, block)
    columns = block.columns or ranking.columns
    own = [_width(master, ranking.table, key) for key in columns]
    widths = [own[0], NAME, *own[1:], *(column.width for column in block.more), TREND]
    heights = [TITLE_HEIGHT, HEAD_HEIGHT, *[USUAL] * _size(master, ranking)]
    return Box(block, widths, heights, block.span, longest=1 + own.index(max(own)))


def write_milestone_list(master: MasterContext, page: Page, place: Place, block: MilestoneList) -> None:
    """The milestones in the order of the ranking; a hidden cell of each row finds its row of the plan."""
    ranking = _ranking(master, block)
    columns, table, order = block.columns or ranking.columns, ranking.table, rank_key(ranking)
    frame, size, row = master.frames[table], _size(master, ranking), place.row
    ranks = master.column(table, order)
    best = frame[frame[order].notna()].sort_values(order, ascending=not ranking.largest).head(size)
    _write_title(master, page, place, ranking, size)
    row += 1
    headings = master.names.tables[table]
    head, *rest = place.spans
    named, spans = rest[0], [head, *rest[1:]]
    labels = [block.heads.get(key, headings[key].label) for key in columns]
    labels += [
        *(column.label for column in block.more),
        TREND_HEAD,
        master.names.tables["kpis"][block.of].label,
    ]
    for label, span in zip(labels, [*spans, named], strict=True):
        merge(page, row, span, master.head_style())
        page.write_string(row, span[0], master.say(label), master.head_style())
    slopes = Slopes(HELPERS, block.history in master.sliced)
    first = row + 1
    cells = {key: f"${xl_col_to_name(span[0])}{ROW}" for key, span in zip(columns, spans, strict=False)}
    names = CellNames(master.language, master.names.tables, table, all_formulas=True, cells=cells)
    scope = EvalContext(best, master.params, master.holidays, language=master.language)
    live = {column.key: formula(column.expr, names) for column in block.more}
    told = {column.key: each(column.expr, scope) for column in block.more}
    pick, here = "LARGE" if ranking.largest else "SMALL", slopes.cell("place")
    positions = {index: at for at, index in enumerate(frame.index, start=1)}
    held, quiet = best.to_dict("records"), master.formats.get()
    projects = {one["project_id"]: one[block.of] for one in master.kpi_records}
    measured = slopes.measure(master, block, best)
    hidden = slope_formulas(master, block, table, slopes, cells[master.catalogue.project_key.key])
    for k in range(1, size + 1):
        row, known = row + 1, k <= len(best)
        found = f'=IFERROR(MATCH({pick}({ranks},{k}),{ranks},0),"")'
        place_of = positions[best.index[k - 1]] if known else None
        write_formula(page, row, slopes.columns["place"], found, place_of, quiet)
        record = held[k - 1] if known else {}
        for key, span in zip(columns, spans, strict=False):
            inner = f"INDEX({master.column(table, key)},{here})"
            text = f'=IF({here}="","",IF({inner}="","",{inner}))'
            column = _column(master, table, key)
            what = plain(record.get(key))
            what = shown(column, what, master.language) if column is not None else what
            _write(page, row, span, text, what, _style(master, column))
        at = f"MATCH({cells[master.catalogue.project_key.key]},{master.column('kpis', 'project_id')},0)"
        text = f'=IF({here}="","",IFERROR(INDEX({master.column("kpis", block.of)},{at})&"",""))'
        _write(page, row, named, text, projects.get(record.get("project_id")), master.cell_style(shrink=True))
        for more, span in zip(block.more, spans[len(columns) :], strict=False):
            text = f'=IF({here}="","",{live[more.key].removeprefix("=")})'
            _write(
                page, row, span, text, told[more.key][k - 1] if known else None, master.cell_style(indent=1)
            )
        figures = measured[k - 1] if known else {}
        for key, text in hidden.items():
            write_formula(
                page, row, slopes.columns[key], text.replace(ROW, str(row + 1)), figures.get(key), quiet
            )
        style = master.cell_style(num_format="0.00;-0.00;0.00", align="center")
        _write(page, row, spans[-1], slopes.formula(), figures.get("slope"), style)
    for key, span in zip([*columns, *(column.key for column in block.more)], spans, strict=False):
        if key not in columns:
            master.sign_colours(page, first, span[0], row, span[0])
    _colour_trend(master, page, first, spans[-1][0], row)
    page.set_column(HELPERS, slopes.last, None, None, {"hidden": True})


def _write(page: Page, row: int, span: tuple[int, int], live: str, what: Any, style: Any) -> None:
    merge(page, row, span, style)
    write_formula(page, row, span[0], live.replace(ROW, str(row + 1)), what, style)


def _write_title(master: MasterContext, page: Page, place: Place, ranking: Ranking, size: int) -> None:
    order = rank_key(ranking)
    ranks, there = master.column(ranking.table, order), int(master.frames[ranking.table][order].notna().sum())
    master.section(page, place.row, place.col, ranking.title, place.last_col - place.col + 1)
    title, n_of, none = master.say(ranking.title), master.say(N_OF), master.say(NONE)
    live = (
        f'="{title}"&IF(COUNT({ranks})=0,"{none}"," – "&MIN({size},COUNT({ranks}))&"{n_of}"&COUNT({ranks}))'
    )
    told = f"{title} – {min(size, there)}{n_of}{there}" if there else f"{title}{none}"
    write_formula(page, place.row, place.col, live, told, master.section_style())


def _colour_trend(master: MasterContext, page: Page, row: int, col: int, last: int) -> None:
    cell = f"{xl_col_to_name(col)}{row + 1}"
    for limit, sign, back, ink in (
        (SLIPPING, "◆ ", LIGHT_RED, DARK_RED), (STEADY, "▲ ", LIGHT_AMBER, DARK_AMBER),
    ):  # fmt: skip
        style = master.shade(bg_color=back, font_color=ink, num_format=f'"{sign}"0.00')
        rule = {"type": "formula", "criteria": f"=AND(ISNUMBER({cell}),{cell}>{limit})", "stop_if_true": True}
        page.conditional_format(row, col, last, col, {**rule, "format": style})


def _ranking(master: MasterContext, block: MilestoneList) -> Ranking:
    return next(ranking for ranking in master.catalogue.rankings if ranking.key == block.ranking)


def _size(master: MasterContext, ranking: Ranking) -> int:
    there = int(master.frames[ranking.table][rank_key(ranking)].notna().sum())
    return max(FEWEST, min(there, MOST_LISTED))


def _column(master: MasterContext, table: str, key: str) -> Column | None:
    return master.catalogue.tables[table].columns.get(key)


def _width(master: MasterContext, table: str, key: str) -> float:
    column = _column(master, table, key)
    if column is None:
        return ID
    if column.kind.is_date:
        return DATE
    return NUMBER if column.number or not column.width else EASE * column.width


def _style(master: MasterContext, column: Column | None) -> Any:
    if column is None:
        return master.cell_style(bold=True)
    if column.number:
        return master.cell_style(num_format=number_format(column.kind, master.language), align="center")
    return master.cell_style(indent=1)
