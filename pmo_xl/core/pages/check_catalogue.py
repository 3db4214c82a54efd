"""The catalogue held against itself: whatever an entry names must exist. A wrong name stops at import, in one sentence."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pmo_xl.core.base.problem import DefinitionError, refuse_unknown
from pmo_xl.core.base.text import Text, fold
from pmo_xl.core.definition.kpi import Unit, reason_key
from pmo_xl.core.expr.nodes import Expr
from pmo_xl.core.expr.row_headers import RowHeader, RowHeaders, SeveralRowHeadersError
from pmo_xl.core.expr.table_nodes import Aggregate, ConvertedSum
from pmo_xl.core.pages.blocks import (
    CHART_DATA,
    Beside,
    Block,
    Drawing,
    EstimateRange,
    GridTable,
    MasterPage,
    ProgrammeRows,
    ProjectGantt,
    ProjectLights,
    ProjectList,
    ProjectRows,
    RankedList,
    Stack,
    Tiles,
)
from pmo_xl.core.pages.grid_rows import Found
from pmo_xl.core.pages.list_blocks import DetailList, HeatMap, MilestoneList
from pmo_xl.core.pages.overview_blocks import PortfolioRows
from pmo_xl.core.pages.schedule_blocks import RoadMap

if TYPE_CHECKING:
    from pmo_xl.core.pages.view import Chart, Grid, GridColumn, MasterDefinition, Ranking

LONGEST_NAME = 31
"""Characters of the name of a sheet, at most."""
FORBIDDEN = re.compile(r"[\[\]:*?/\\]|^'|'$")
"""What Excel takes in no name of a sheet."""
OF_EVERY_TABLE = frozenset({"project_id", "currency", "rate"})
"""Columns that every data sheet has beside those of its table."""


def check_catalogue(catalogue: MasterDefinition) -> None:
    """Stop on the first entry that cannot be right; raises DefinitionError, which names it and the nearest right word."""
    columns = _columns(catalogue)
    pages = [page.key for page in catalogue.pages]
    _check_pages(catalogue.pages, [ledger.heading for ledger in catalogue.run_tables.values()])
    for kind, entries in (
        ("Grid", catalogue.grids),
        ("Chart", catalogue.charts),
        ("Ranking", catalogue.rankings),
    ):
        _no_doubles([(f"{kind} {entry.key}", entry.key) for entry in entries], "there are two of that key")
    for grid in catalogue.grids:
        refuse_unknown(f"Grid {grid.key}", "page", grid.page, [*pages, CHART_DATA])
        _check_grid(grid, columns)
    for chart in catalogue.charts:
        refuse_unknown(f"Chart {chart.key}", "page", chart.page, pages)
        _check_chart(chart, {grid.key: grid for grid in catalogue.grids})
    for ranking in catalogue.rankings:
        refuse_unknown(f"Ranking {ranking.key}", "page", ranking.page, [*pages, CHART_DATA])
        _check_ranking(ranking, columns)
    for page in catalogue.pages:
        _check_blocks(catalogue, page, columns)
        _check_titles(catalogue, page)


def _columns(catalogue: MasterDefinition) -> Mapping[str, Collection[str]]:
    """The columns of every table that a page may look at, by its key."""
    lights = (key for key, kpi in catalogue.kpis.items() if kpi.unit is Unit.LIGHT)
    kpis = {*catalogue.identity, *catalogue.kpis, *map(reason_key, lights)}
    tables: dict[str, Collection[str]] = {"kpis": kpis, "projects": catalogue.record.columns}
    for key, table in catalogue.tables.items():
        tables[key] = {*table.columns, *OF_EVERY_TABLE, *catalogue.provenance}
    for key, ledger in catalogue.run_tables.items():
        tables[key] = ledger.columns
    for key, derived in catalogue.derived.items():
        # A row of a derived table may be picked by a figure of its project.
        tables[key] = {*derived.columns, *OF_EVERY_TABLE, *kpis}
    return tables


# ---- words --------------------------------------------------------------------------------------------


def _no_doubles(named: Iterable[tuple[str, object]], problem: str) -> None:
    """Each of these once: where an entry is, and what must be its own."""
    seen: set[object] = set()
    for where, own in named:
        if own in seen:
            raise DefinitionError(where, problem)
        seen.add(own)


def _each_once(where: str, what: str, keys: Sequence[str]) -> None:
    for key in keys:
        if keys.count(key) > 1:
            raise DefinitionError(where, f"its {what} {key!r} stands there twice")


def _no_two_labels(where: str, what: str, labels: Sequence[Text]) -> None:
    """No two of these read the same in a language."""
    for language in range(max((len(label.in_all()) for label in labels), default=0)):
        seen: set[str] = set()
        for label in labels:
            words = label.in_all()[min(language, len(label.in_all()) - 1)]
            if fold(words) in seen:
                raise DefinitionError(where, f"there are two {what} {words!r}")
            seen.add(fold(words))


# ---- pages --------------------------------------------------------------------------------------------


def _check_pages(pages: Sequence[MasterPage], others: Sequence[Text]) -> None:
    """Their keys and the names of their sheets; ``others`` are the names of further sheets."""
    _no_doubles([(f"Page {page.key}", page.key) for page in pages], "there are two of that key")
    for page in pages:
        for words in page.title.in_all():
            if len(words) > LONGEST_NAME:
                raise DefinitionError(
                    f"Page {page.key}",
                    f"its name {words!r} has {len(words)} characters, a sheet's at most {LONGEST_NAME}",
                )
            if not words or (found := FORBIDDEN.search(words)):
                problem = f"{found[0]!r}, which no name of a sheet may hold" if words and found else "nothing"
                raise DefinitionError(f"Page {page.key}", f"its name {words!r} holds {problem}")
    _no_two_labels("Pages", "sheets of the name", [*others, *(page.title for page in pages)])
    covers = [page.key for page in pages if page.cover]
    if len(covers) != 1:
        raise DefinitionError("Pages", f"one of them is the cover, not {len(covers)}")


def _check_blocks(
    catalogue: MasterDefinition, page: MasterPage, columns: Mapping[str, Collection[str]]
) -> None:
    where = f"Page {page.key}"
    blocks = [*page.parts()]
    tables = [block for block in blocks if isinstance(block, (PortfolioRows, ProjectRows))]
    if len(tables) > 1 or any(block not in page.blocks for block in tables):
        raise DefinitionError(where, "its rows of projects stand once, in no other block")
    for block in blocks:
        if block.span is not None and not 1 <= block.span <= page.columns:
            raise DefinitionError(where, f"a span of {block.span} is not one of 1 to {page.columns} columns")
        _check_block(catalogue, where, block, columns)
        if isinstance(block, ProgrammeRows):
            for table in tables:
                for key in block.columns:
                    refuse_unknown(where, "column by programme", key, table.columns)
        if isinstance(block, EstimateRange):
            refuse_unknown(
                where, "range of the grid", block.grid, [b.grid for b in blocks if isinstance(b, GridTable)]
            )
    for kind, keys in (
        ("ranking", [block.ranking for block in blocks if isinstance(block, RankedList)]),
        ("grid", [block.grid for block in blocks if isinstance(block, GridTable)]),
        ("chart", [block.chart for block in blocks if isinstance(block, Drawing)]),
    ):
        _each_once(where, kind, keys)


def _check_block(
    catalogue: MasterDefinition, where: str, block: Block, columns: Mapping[str, Collection[str]]
) -> None:
    for expr in block.expressions():
        _check_reads(where, expr, columns)
    match block:
        case Tiles(keys=keys):
            for key in keys:
                refuse_unknown(where, "tile", key, catalogue.kpis)
            _each_once(where, "tile", keys)
        case ProjectRows(columns=keys) | ProgrammeRows(columns=keys):
            for key in keys:
                refuse_unknown(where, "column", key, columns["kpis"])
            _each_once(where, "column", keys)
            if not keys or keys[0] != catalogue.project_key.key:
                raise DefinitionError(where, f"its rows begin with {catalogue.project_key.key!r}")
        case PortfolioRows(columns=keys, signs=signs):
            for key in keys:
                refuse_unknown(where, "column", key, columns["kpis"])
            for key in signs:
                refuse_unknown(where, "sign", key, keys)
            _each_once(where, "column", keys)
            if not keys or keys[0] != catalogue.project_key.key:
                raise DefinitionError(where, f"its rows begin with {catalogue.project_key.key!r}")
        case RoadMap():
            for key in block.figures():
                refuse_unknown(where, "column", key, columns["kpis"])
            _each_once(where, "column", block.columns)
        case ProjectList(ranking=key, columns=told):
            rankings = {ranking.key: ranking for ranking in catalogue.rankings}
            refuse_unknown(where, "ranking", key, rankings)
            for column, *_ in told:
                refuse_unknown(where, f"column of the ranking {key}", column, columns[rankings[key].table])
        case ProjectGantt(ranking=key):
            refuse_unknown(where, "ranking", key, [ranking.key for ranking in catalogue.rankings])
        case ProjectLights(lights=lights):
            for key, _, table in lights:
                refuse_unknown(where, "light", key, catalogue.kpis)
                if table is not None:
                    refuse_unknown(where, "table of the light", table, catalogue.received)
        case RankedList(ranking=key, columns=shown):
            rankings = {ranking.key: ranking for ranking in catalogue.rankings}
            refuse_unknown(where, "ranking", key, rankings)
            read = set(shown or ()).union(*(part.keys() for part in _parts_of(block)))
            for column in sorted(read):
                refuse_unknown(where, f"column of the ranking {key}", column, columns[rankings[key].table])
            if isinstance(block, MilestoneList):
                refuse_unknown(where, "name of the project", block.of, columns["kpis"])
        case HeatMap(ranking=key, probability=probability, impact=impact, ids=ids):
            rankings = {ranking.key: ranking for ranking in catalogue.rankings}
            refuse_unknown(where, "ranking", key, rankings)
            for column in (probability, impact, *ids):
                refuse_unknown(where, f"column of the ranking {key}", column, columns[rankings[key].table])
        case GridTable(grid=key) | EstimateRange(grid=key):
            refuse_unknown(where, "grid", key, [grid.key for grid in catalogue.grids])
        case Drawing(chart=key):
            refuse_unknown(where, "chart", key, [chart.key for chart in catalogue.charts])
        case Beside(blocks=inside) | Stack(blocks=inside):
            if not inside:
                raise DefinitionError(where, "one of its blocks holds nothing")


def _parts_of(block: Block) -> Iterator[Expr]:
    """What the columns of a detailed list are computed of."""
    if isinstance(block, DetailList):
        for detail in block.details:
            yield from detail.parts


def _check_titles(catalogue: MasterDefinition, page: MasterPage) -> None:
    """No two lists, grids or charts of one page have the same title: a reader could not tell them apart."""
    blocks = [*page.parts()]
    named = {
        "lists": [(r.title, any(isinstance(b, RankedList) and b.ranking == r.key for b in blocks) or r.page == page.key)
                  for r in catalogue.rankings],
        "grids": [(g.title, any(isinstance(b, GridTable) and b.grid == g.key for b in blocks) or g.page == page.key)
                  for g in catalogue.grids],
        "charts": [(c.title, any(isinstance(b, Drawing) and b.chart == c.key for b in blocks) or c.page == page.key)
                   for c in catalogue.charts],
    }  # fmt: skip
    for what, entries in named.items():
        _no_two_labels(f"Page {page.key}", f"{what} called", [title for title, here in entries if here])


# ---- grids, charts, rankings --------------------------------------------------------------------------


def _check_grid(grid: Grid, columns: Mapping[str, Collection[str]]) -> None:
    where = f"Grid {grid.key}"
    if isinstance(grid.rows, Found):
        refuse_unknown(where, "table of rows", grid.rows.table, columns)
        refuse_unknown(
            where, f"column of rows in {grid.rows.table}", grid.rows.column.key, columns[grid.rows.table]
        )
    _each_once(where, "column", [column.key for column in grid.columns])
    _no_two_labels(where, "columns called", [grid.head, *(column.label for column in grid.columns)])
    for column in grid.columns:
        for expr in _for_each_head(column, grid.rows.samples()):
            _check_reads(f"{where}, column {column.key}", expr, columns)
    if grid.over is not None:
        for expr in (grid.over.count, grid.over.of):
            _check_reads(where, expr, columns)


def _for_each_head(column: GridColumn, heads: Sequence[Any]) -> Iterator[Expr]:
    """The expressions of a column: one for all heads, or one for each where it asks for their values."""
    try:
        yield column.expr(RowHeader("", RowHeaders(heads)))
    except SeveralRowHeadersError:
        yield from (column.expr(RowHeader("", head)) for head in heads)


def _check_reads(where: str, expr: Expr, columns: Mapping[str, Collection[str]]) -> None:
    """What sums over the rows of a table read."""
    for part in expr.walk():
        match part:
            case Aggregate(_, table):
                reads: Collection[str] = part.reads()
            case ConvertedSum(table, what, condition):
                reads = {what.key, *(condition.keys() if condition is not None else ())}
            case _:
                continue
        refuse_unknown(where, "table", table, columns)
        for key in sorted(reads):
            refuse_unknown(where, f"column of {table}", key, columns[table])


def _check_chart(chart: Chart, grids: Mapping[str, Any]) -> None:
    where = f"Chart {chart.key}"
    refuse_unknown(where, "grid", chart.grid, grids)
    if not chart.series:
        raise DefinitionError(where, "it has no series")
    for series in chart.series:
        refuse_unknown(where, "series", series.column, [column.key for column in grids[chart.grid].columns])
    _each_once(where, "series", [series.column for series in chart.series])


def _check_ranking(ranking: Ranking, columns: Mapping[str, Collection[str]]) -> None:
    where = f"Ranking {ranking.key}"
    refuse_unknown(where, "table", ranking.table, columns)
    for key in ranking.columns:
        refuse_unknown(where, "column", key, columns[ranking.table])
    _each_once(where, "column", ranking.columns)
    for key in sorted(ranking.order.keys()):
        refuse_unknown(where, "column of its order", key, columns[ranking.table])
