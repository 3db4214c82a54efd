"""Which tables and columns the pages of a master look at: all that a large portfolio keeps in memory."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Mapping, Set

from pmo_xl.core.definition.kpi import Aggregation, Kpi, pooled
from pmo_xl.core.expr.nodes import Expr
from pmo_xl.core.expr.row_headers import RowHeader
from pmo_xl.core.expr.table_nodes import Aggregate, ConvertedSum
from pmo_xl.core.pages.grid_rows import Found
from pmo_xl.core.pages.list_blocks import DetailList, HeatMap, MilestoneList
from pmo_xl.core.pages.view import MasterDefinition


def columns_read(catalogue: MasterDefinition, without: Collection[str] = ()) -> Mapping[str, list[str]]:
    """The columns by table, in order; of every page but those of ``without``."""
    read: dict[str, set[str]] = {key: {"project_id"} for key in (*catalogue.tables, *catalogue.derived)}
    for grid in catalogue.grids_without(without):
        if isinstance(grid.rows, Found) and grid.rows.table in read:
            read[grid.rows.table].add(grid.rows.column.key)
    for ranking in catalogue.rankings:
        if ranking.table in read:
            read[ranking.table] |= {*ranking.columns, *ranking.order.keys()}
    over_rows = [(expr.table, expr.reads()) for expr in pooled(catalogue.kpis).values()]
    for table, columns in (
        *over_rows,
        *_aggregated(expressions_of(catalogue, without), read),
        *_listed(catalogue),
    ):
        if table in read:
            read[table] |= columns
    return {table: sorted(columns) for table, columns in read.items()}


def _listed(catalogue: MasterDefinition) -> Iterable[tuple[str, Set[str]]]:
    """What heat maps, detailed lists and lists of milestones show of the rows of a ranking, table by table."""
    tables = {ranking.key: ranking.table for ranking in catalogue.rankings}
    for block in (block for page in catalogue.pages for block in page.parts()):
        match block:
            case HeatMap(ranking=key, probability=probability, impact=impact, ids=ids):
                yield tables[key], {probability, impact, *ids}
            case MilestoneList(ranking=key, id=name):
                yield tables[key], {name}
            case DetailList(ranking=key, details=details):
                parts = (part for detail in details for part in detail.parts)
                yield tables[key], set().union(*(part.keys() for part in parts))


def converted(shown: Iterable[Expr]) -> frozenset[str]:
    """The tables of which some page that shows this gives amounts in the reporting currency."""
    every = (part for expr in shown for part in expr.walk())
    return frozenset(part.table for part in every if isinstance(part, ConvertedSum))


def figures_of_rows(shown: Iterable[Expr], catalogue: MasterDefinition) -> Mapping[str, list[str]]:
    """By derived table the figures of a row’s project that some page that shows this picks its rows by, in order."""
    read: dict[str, set[str]] = {}
    for table, columns in _aggregated(shown, catalogue.derived):
        read.setdefault(table, set()).update(columns)
    return {
        table: sorted((columns - catalogue.derived[table].columns.keys()) & catalogue.kpis.keys())
        for table, columns in read.items()
    }


def expressions_of(catalogue: MasterDefinition, without: Collection[str] = ()) -> Iterable[Expr]:
    """What the grids show, cell by cell, and what blocks read by themselves, but for those of the pages *without*."""
    for page in catalogue.pages:
        if page.key not in without:
            yield from (expr for block in page.parts() for expr in block.expressions())
    for grid in catalogue.grids_without(without):
        for head in grid.rows.samples():
            for column in grid.columns:
                yield column.expr(RowHeader("", head))
        if grid.over is not None:
            yield from (grid.over.count, grid.over.of)


def _aggregated(expressions: Iterable[Expr], tables: Container[str]) -> Iterable[tuple[str, Set[str]]]:
    """What figures over the rows of these tables read, table by table."""
    for expr in expressions:
        for part in expr.walk():
            match part:
                case Aggregate(_, table) if table in tables:
                    yield table, part.reads()
                case ConvertedSum(table, what, where) if table in tables:
                    yield table, {what.key, "currency", *(where.keys() if where is not None else ())}


def sums_of_rows(kpis: Mapping[str, Kpi], table: str) -> dict[str, str]:
    """The KPI that is the sum of a column over all rows of a table, by column: it says whether that sum is known."""
    return {
        part.what.key: key
        for key, kpi in kpis.items()
        for part in kpi.expr.walk()
        if isinstance(part, Aggregate) and part.table == table and part.how == "sum" and part.where is None
        and part.what is not None and kpi.aggregation is Aggregation.SUM and kpi.expr.keys() <= {"rate"}
    }  # fmt: skip
