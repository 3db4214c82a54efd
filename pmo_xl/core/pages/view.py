"""What the pages of the master show beside the KPIs: grids, charts, ranked lists. Plain definitions."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from pmo_xl.core.base.text import Text, t
from pmo_xl.core.definition.column import Column
from pmo_xl.core.definition.guidance import Term
from pmo_xl.core.definition.kpi import Kpi, Unit
from pmo_xl.core.definition.model import Sheet, Table
from pmo_xl.core.definition.names import Heading
from pmo_xl.core.expr.nodes import Expr
from pmo_xl.core.expr.row_headers import RowHeader
from pmo_xl.core.pages.blocks import (
    CHART_DATA,
    Beside,
    Block,
    Drawing,
    GridTable,
    MasterPage,
    ProjectGantt,
    ProjectList,
    RankedList,
)
from pmo_xl.core.pages.check_catalogue import check_catalogue
from pmo_xl.core.pages.grid_rows import GridRows

DATA = t("Data - {name}", "Données - {name}")
CONTENTS = t("Contents", "Sommaire")
KPI_SHEET = t("KPI", "Indicateurs")
STATUS_DATE = t("Status date", "Date d’arrêté")
SCHEDULE_QUALITY = t("Schedule quality", "Qualité du planning")
"""What the sheets are called that hold the tables, the contents, the KPIs of every project, and the tasks that break a rule of schedules.

Beside ``STATUS_DATE`` a master says its date.
"""


@dataclass(frozen=True, slots=True)
class Over:
    """How many of those that there are something stands on: told in its title where they are not all.

    ``words`` say it with the places ``n`` and ``of``; ``one`` where ``n`` is 1 or 0, if a language has other words then.
    """

    count: Expr
    of: Expr
    words: Text
    one: Text | None = None


@dataclass(frozen=True, slots=True)
class GridColumn:
    """One column of a grid; ``expr`` gets the head of the row, or the heads of many rows of one type.

    An expression that asks for the ``value`` of its head is made for each row by itself. ``for_chart``:
    undefined is ``NA()``; ``quiet``: only there for the chart, and shown in grey.
    """

    key: str
    label: Text
    unit: Unit
    expr: Callable[[RowHeader], Expr]
    for_chart: bool = False
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A small table of live formulas: rows that are known when the master is written, columns of expressions.

    A row's head is a text, a month, a number or a Choice. ``page`` is the page that it belongs to; ``CHART_DATA``
    when it only feeds charts. All its figures stand on what ``over`` counts.
    """

    key: str
    title: Text
    head: Text
    page: str
    rows: GridRows
    columns: Sequence[GridColumn]
    over: Over | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """One line or row of bars of a chart: a column of its grid. ``hidden`` bars carry those stacked on them.

    ``points`` colours each bar by itself.
    """

    column: str
    colour: str
    dashed: bool = False
    marker: bool = False
    line: bool = True
    hidden: bool = False
    labels: bool = False
    points: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """A native chart over a grid. ``kind`` is XlsxWriter's type; ``alt`` tells it to who cannot see it."""

    key: str
    title: Text
    page: str
    kind: str
    grid: str
    series: Sequence[Series]
    alt: Text
    unit: Text | None = None
    subtype: str | None = None
    from_zero: bool = True
    """Whether the axis of values begins at 0; else below the lowest bar that is shown, so that small steps are seen."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """The first rows of a table by an order: top risks, next milestones.

    ``order`` must differ from row to row and is blank for rows that do not count. ``size`` is how many are listed;
    None: all that there are. ``page`` is the page that it belongs to; ``CHART_DATA`` where only blocks of other pages
    read its order.
    """

    key: str
    title: Text
    page: str
    table: str
    order: Expr
    largest: bool
    size: int | None
    columns: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageDefinition:
    """A page with the grids, charts and ranked lists that belong to it: what one module declares."""

    page: MasterPage
    grids: Sequence[Grid] = ()
    charts: Sequence[Chart] = ()
    rankings: Sequence[Ranking] = ()


@dataclass(frozen=True, slots=True)
class MasterDefinition:
    """All that the master is made of, handed to whoever writes it; raises DefinitionError where an entry is wrong."""

    record: type[Sheet]
    tables: Mapping[str, type[Table]]
    run_tables: Mapping[str, type[Table]]
    derived: Mapping[str, type[Table]]
    kpis: Mapping[str, Kpi]
    identity: Mapping[str, Heading]
    identity_columns: Mapping[str, Column]
    received: Mapping[str, str]
    project_key: Column
    provenance: Mapping[str, Text]
    light_labels: Sequence[Text]
    pages: Sequence[MasterPage]
    grids: Sequence[Grid]
    charts: Sequence[Chart]
    rankings: Sequence[Ranking]
    glossary: Sequence[Term] = ()
    """Terms of which the master explains those that it uses."""

    def __post_init__(self) -> None:
        check_catalogue(self)

    def grids_without(self, pages: Collection[str]) -> Sequence[Grid]:
        """The grids, but for those of some pages, and those that only feed charts of these."""
        drawn: dict[str, set[str]] = {}
        for chart in self.charts:
            drawn.setdefault(chart.grid, set()).add(chart.page)
        return [
            grid
            for grid in self.grids
            if grid.page not in pages
            and not (grid.page == CHART_DATA and grid.key in drawn and drawn[grid.key] <= {*pages})
        ]

    def blocks_of(self, page: MasterPage) -> Sequence[Block]:
        """The blocks of a page: its own, then what belongs to it and none of them names."""
        named = [*page.parts()]
        lists = {
            block.ranking for block in named if isinstance(block, (RankedList, ProjectList, ProjectGantt))
        }
        tables = {block.grid for block in named if isinstance(block, GridTable)}
        drawn = {block.chart for block in named if isinstance(block, Drawing)}
        blocks = [*page.blocks]
        blocks += [RankedList(r.key) for r in self.rankings if r.page == page.key and r.key not in lists]
        charts = [chart for chart in self.charts if chart.page == page.key and chart.key not in drawn]
        for grid in self.grids:
            if grid.page == page.key and grid.key not in tables:
                mine = [Drawing(chart.key) for chart in charts if chart.grid == grid.key]
                charts = [chart for chart in charts if chart.grid != grid.key]
                blocks.append(Beside((GridTable(grid.key), *mine)))
        return [*blocks, *(Drawing(chart.key) for chart in charts)]
