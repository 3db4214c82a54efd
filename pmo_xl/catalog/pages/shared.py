"""What several pages say alike: the lights, colours, rows by project, amounts by programme and by month."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pmo_xl.catalog.known import whole
from pmo_xl.core.base.text import t
from pmo_xl.core.expr.algebra import count, max_of, min_of, this, when
from pmo_xl.core.expr.algebra import floor as whole_number
from pmo_xl.core.expr.nodes import Expr, Ref
from pmo_xl.core.expr.row_headers import RowHeader
from pmo_xl.core.expr.table_nodes import ConvertedSum
from pmo_xl.core.pages.blocks import Block, ProgrammeRows, ProjectRows, Words
from pmo_xl.core.pages.view import Series

LIGHT_LABELS = (
    t("○ No data", "○ Sans donnée"),
    t("● Green", "● Vert"),
    t("▲ Amber", "▲ Orange"),
    t("◆ Red", "◆ Rouge"),
    t("■ Closed", "■ Clos"),
)


# Colours keep one meaning: planned blue, earned green, spent vermillion.
PLANNED, EARNED, SPENT, FORECAST_COLOUR = "#0072B2", "#009E73", "#D55E00", "#F0B48C"
GREY, GREEN, AMBER, RED = "#999999", "#009E73", "#E69F00", "#D55E00"
BRIDGE_SERIES = (
    Series("base", GREY, hidden=True),
    Series("total", PLANNED, labels=True),
    Series("rise", SPENT, labels=True),
    Series("fall", EARNED, labels=True),
)
"""Costs that rise are vermillion, those that fall green; the base below them is not seen."""

REST_ON_SCREEN = t("What follows is on screen only: it is not printed.",
                   "La suite se consulte à l’écran seulement : elle n’est pas imprimée.")  # fmt: skip
CHART_LINES = 14
"""The height of a chart below a row per project: with thirty of them on one sheet of paper."""

IN_CURVE, IN_MONTHS = this.in_curve == 1, this.in_months == 1
"""The charts by month add up over the projects of which all their series are known, each series over the same."""


def by_project(*columns: str, then: Sequence[Block] = (), last: Sequence[Block] = ()) -> Sequence[Block]:
    """The blocks that a page about projects begins with: a row per project, then the same figures by programme.

    What comes ``then`` is printed below the projects; the programmes, and what comes ``last``, are for the screen.
    """
    programmes = ProgrammeRows(columns)
    return (ProjectRows(columns), *((*then, rest_on_screen(), programmes, *last) if then else (programmes,)))


def rest_on_screen(span: int | None = None) -> Words:
    """Where the paper of a page ends: what follows is looked at, sorted and filtered on the screen."""
    return Words(REST_ON_SCREEN, ends_paper=True, span=span)


def of_programme(key: str, known: Expr) -> Callable[[RowHeader], Expr]:
    """A figure of a programme: the sum over its projects of which all that is ``known`` is."""
    return lambda programme: whole("kpis", Ref(key), (this.programme_id == programme) & known)


def of_month(key: str) -> Callable[[RowHeader], Expr]:
    """An amount of a month, over the projects whose amounts by month add up."""
    return lambda month: monthly(key, IN_MONTHS & (this.period == month), IN_MONTHS)


def monthly(key: str, where: Expr, known: Expr) -> Expr:
    """An amount by month over the projects of a chart: in a month without amounts it is 0, without projects undefined."""
    return when((count("periods", known) > 0, ConvertedSum("periods", Ref(key), where)))


def to_date(*keys: str, known: Expr, month: RowHeader) -> Expr:
    """Amounts up to a month, added up."""
    parts = [monthly(key, known & (this.period <= month), known) for key in keys]
    return sum(parts[1:], start=parts[0])


def thousands(amount: Expr, most: float) -> Expr:
    """An amount in thousands, from 0 to *most*: what an order is made of."""
    return min_of(max_of(whole_number(amount / 1000), 0), most)
