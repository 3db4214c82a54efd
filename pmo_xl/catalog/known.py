"""Sums that are never 0 for what is unknown, and never a part for the whole.

``over`` and ``converted_over`` add the rows that have the figure, and are undefined where none has it; ``whole`` and
``converted_whole`` are undefined too where one of the rows lacks it.
"""

from __future__ import annotations

from functools import reduce
from operator import and_

from pmo_xl.core.base.text import t
from pmo_xl.core.expr.algebra import at, count, filled, this, total, when
from pmo_xl.core.expr.nodes import Expr, Ref
from pmo_xl.core.expr.table_nodes import ConvertedSum
from pmo_xl.core.pages.view import Over

PROJECTS = (
    t("{n} of {of} projects", "{n} projets sur {of}"),
    t("{n} of {of} projects", "{n} projet sur {of}"),
)
LINES = (
    t("{n} of {of} budget lines", "{n} lignes budgétaires sur {of}"),
    t("{n} of {of} budget lines", "{n} ligne budgétaire sur {of}"),
)
OPEN_THREATS = (
    t("{n} of {of} open threats", "{n} menaces ouvertes sur {of}"),
    t("{n} of {of} open threats", "{n} menace ouverte sur {of}"),
)
"""What titles say of several, and of one or none."""


def over(table: str, column: Ref, where: Expr | None = None) -> Expr:
    """The sum over the rows that meet a condition and have the figure; undefined where there is none."""
    known = _and(where, filled(column))
    return when((count(table, known) > 0, total(table, column, known)))


def whole(table: str, column: Ref, where: Expr, each: Expr | None = None) -> Expr:
    """The sum over the rows that meet a condition; undefined where there is none, or one of them lacks the figure.

    ``each`` says which of the rows must have it, where not all have to.
    """
    return when((_all(table, where, filled(column), each), total(table, column, where & filled(column))))


def converted_over(table: str, column: Ref, where: Expr) -> Expr:
    """As :func:`over`, in the reporting currency."""
    known = where & filled(column) & filled(this.rate)
    return when((count(table, known) > 0, ConvertedSum(table, column, known)))


def converted_whole(table: str, column: Ref, where: Expr, each: Expr | None = None) -> Expr:
    """As :func:`whole`, in the reporting currency."""
    known = have(column, this.rate)
    return when((_all(table, where, known, each), ConvertedSum(table, column, where & known)))


def have(*columns: Ref) -> Expr:
    """Whether a row has all these figures."""
    return reduce(and_, map(filled, columns))


def projects_over(where: Expr) -> Over:
    """Of how many of the projects that are expected a condition on their figures holds."""
    return Over(count("kpis", where), at.projects_expected, *PROJECTS)


def _all(table: str, where: Expr, known: Expr, each: Expr | None) -> Expr:
    must = _and(where, each)
    return (count(table, where & known) > 0) & (count(table, must) == count(table, must & known))


def _and(*conditions: Expr | None) -> Expr:
    return reduce(and_, (condition for condition in conditions if condition is not None))
