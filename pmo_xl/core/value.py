"""The computed reading of an expression: a pandas column, one value per row at hand.

Numbers are floats (``nan`` undefined), dates ``datetime64`` (``NaT``), conditions booleans
in which what is not known is False; list values are their keys.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandas.api.types import is_datetime64_any_dtype, is_numeric_dtype

from pmo_xl.core import calendar
from pmo_xl.core.nodes import (
    Aggregate,
    Call,
    Choice,
    Const,
    CountFilled,
    Expr,
    Extreme,
    Filled,
    Here,
    Not,
    Op,
    OrZero,
    Outer,
    Param,
    Ref,
    When,
    Worth,
    chain,
)
from pmo_xl.core.text import Text


@dataclass(slots=True)
class Scope:
    """The rows at hand and what an expression over them may read.

    ``frame`` holds the rows at hand, ``tables`` the rows that aggregates run over; ``project`` is the
    column that ties the two (None: all rows belong to the one row at hand); ``received`` names, by
    table, the column of ``frame`` that is 1 where that kind was received. ``language`` is that of
    computed texts, ``first_row`` the sheet row of the first row of ``frame``, ``rates`` the reporting
    currency per unit of each currency.
    """

    frame: pd.DataFrame
    params: Mapping[str, Any] = field(default_factory=dict)
    holidays: Sequence[dt.date] = ()
    tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    project: str | None = None
    received: Mapping[str, str] = field(default_factory=dict)
    language: str = "en"
    first_row: int = 1
    rates: Mapping[str, float] = field(default_factory=dict)
    _codes: dict[str, npt.NDArray[np.intp]] = field(default_factory=dict)
    _inside: dict[str, Scope] = field(default_factory=dict)
    _met: dict[str, npt.NDArray[np.bool_]] = field(default_factory=dict)
    _amounts: dict[tuple[str, str], npt.NDArray[np.float64]] = field(default_factory=dict)

    def inside(self, table: str) -> Scope:
        """The same values, seen from the rows of another table."""
        if table not in self._inside:
            rows = self.tables[table]
            self._inside[table] = Scope(rows, self.params, self.holidays, language=self.language)
        return self._inside[table]

    def codes(self, table: str) -> npt.NDArray[np.intp]:
        """For each row of *table*, the position in ``frame`` of the row it belongs to, or -1."""
        if table not in self._codes:
            rows = self.tables[table]
            if self.project is None:
                self._codes[table] = np.zeros(len(rows), dtype=np.intp)
            else:
                self._codes[table] = pd.Index(self.frame[self.project]).get_indexer(rows[self.project])
        return self._codes[table]


def value(expr: Expr, scope: Scope) -> pd.Series[Any]:
    """The expression over each row at hand, undefined where a column it needs is blank, or by a division by 0."""
    column = _value(expr, scope)
    strict = expr.strict()
    if strict:
        column = column.where(known(strict, scope))
    return column.where(~_divides_by_zero(expr, scope)) if _divides(expr) else column


def fails(condition: Expr, scope: Scope) -> pd.Series[bool]:
    """Where a condition is known not to hold: every column it needs is filled, and it is false."""
    judged = known(condition.strict(), scope)
    if _divides(condition):
        judged &= ~_divides_by_zero(condition, scope)
    for name in condition.params():
        judged &= _value(Param(name), scope).notna()
    return judged & ~_value(condition, scope).astype(bool)


def _divides(expr: Expr) -> bool:
    return any(isinstance(part, Op) and part.sign == "/" for part in expr._own_row())


def _divides_by_zero(expr: Expr, scope: Scope) -> pd.Series[bool]:
    """Where a division by 0 is met: of several cases only the one that holds is looked at."""
    wrong = pd.Series(False, index=scope.frame.index)
    match expr:
        case When(cases, otherwise):
            wrong = _divides_by_zero(otherwise, scope)
            for condition, then in reversed(cases):
                holds = _value(condition, scope).astype(bool)
                wrong = _divides_by_zero(then, scope).where(holds, wrong)
                wrong |= _divides_by_zero(condition, scope)
        case Op("and"):
            parts = chain("and", expr)
            for part in parts:
                wrong |= _divides_by_zero(part, scope)
            for part in parts:
                if isinstance(part, Filled):
                    wrong &= _value(part, scope)
        case Aggregate() | Worth():
            pass
        case _:
            for part in expr.parts():
                wrong |= _divides_by_zero(part, scope)
            if isinstance(expr, Op) and expr.sign == "/":
                # A blank cell is 0 to Excel.
                wrong |= _value(expr.right, scope).fillna(0.0) == 0
    return wrong


def known(keys: set[str], scope: Scope) -> pd.Series[bool]:
    """Where all these columns are filled."""
    filled = pd.Series(True, index=scope.frame.index)
    for key in keys:
        filled &= scope.frame[key].notna()
    return filled


def _constant(what: Any, scope: Scope) -> Any:
    match what:
        case Choice():
            return what.key
        case Text():
            return what.to(scope.language)
        case dt.date():
            return pd.Timestamp(what)
        case _:
            return what


def _spread(what: Any, scope: Scope) -> pd.Series[Any]:
    if isinstance(what, pd.Series):
        return what
    if what is None:
        return pd.Series(np.nan, index=scope.frame.index)
    return pd.Series(what, index=scope.frame.index)


def _value(expr: Expr, scope: Scope) -> pd.Series[Any]:
    match expr:
        case Const(what):
            return _spread(_constant(what, scope), scope)
        case Ref(key):
            return scope.frame[key]
        case Param(name):
            return _spread(_constant(scope.params[name], scope), scope)
        case Op("=" | "<>" as sign, left, right) if not any(_is_key(part) for part in (left, right)):
            return _operation(sign, folded(_value(left, scope)), folded(_value(right, scope)))
        case Op(sign, left, right):
            return _operation(sign, _value(left, scope), _value(right, scope))
        case Not(what):
            return ~_value(what, scope).astype(bool)
        case Filled(column):
            return _value(column, scope).notna()
        case CountFilled(columns):
            return scope.frame[[column.key for column in columns]].notna().sum(axis=1).astype(float)
        case OrZero(column):
            return _value(column, scope).fillna(0.0)
        case When(cases, otherwise):
            result = _value(otherwise, scope)
            for condition, then in reversed(cases):
                test = _value(condition, scope).astype(bool)
                result = _value(then, scope).astype(object).where(test, result.astype(object))
            return result.infer_objects()
        case Call(name, args):
            return _call(name, [_value(arg, scope) for arg in args], scope)
        case Aggregate():
            return _aggregate(expr, scope)
        case Here(_, what):
            return _spread(_constant(what, scope), scope)
        case Outer(key):
            return scope.frame[key]
        case Extreme(how, columns):
            several = scope.frame[[column.key for column in columns]].astype(float)
            return several.max(axis=1) if how == "max" else several.min(axis=1)
        case Worth():
            return _worth(expr, scope)
    raise TypeError(f"no computed reading for {expr!r}")


def _is_key(part: Expr) -> bool:
    return isinstance(part, Const) and isinstance(part.value, Choice)


def folded(column: pd.Series[Any]) -> pd.Series[Any]:
    """Texts as Excel compares them, whatever their case; anything else as it is."""
    if is_numeric_dtype(column) or is_datetime64_any_dtype(column):
        return column
    return column.astype(object).map(lambda what: what.casefold() if isinstance(what, str) else what)


def _operation(sign: str, a: pd.Series[Any], b: pd.Series[Any]) -> pd.Series[Any]:
    match sign:
        case "+":
            return a + b
        case "-":
            return a - b
        case "*":
            return a * b
        case "/":
            return a / b.where(b != 0)
        case "and":
            return a.astype(bool) & b.astype(bool)
        case "or":
            return a.astype(bool) | b.astype(bool)
    # An unknown date is a blank without a type of its own.
    if is_datetime64_any_dtype(a) and not is_datetime64_any_dtype(b):
        b = pd.to_datetime(b)
    elif is_datetime64_any_dtype(b) and not is_datetime64_any_dtype(a):
        a = pd.to_datetime(a)
    both = a.notna() & b.notna()
    match sign:
        case "<":
            return (a < b) & both
        case "<=":
            return (a <= b) & both
        case ">":
            return (a > b) & both
        case ">=":
            return (a >= b) & both
        case "=":
            return (a == b) & both
        case _:
            return (a != b) & both


def _call(name: str, args: list[pd.Series[Any]], scope: Scope) -> pd.Series[Any]:
    index = scope.frame.index
    match name:
        case "networkdays" | "workdays_between":
            first, second = (calendar.as_days(arg.to_numpy()) for arg in args)
            count = calendar.networkdays if name == "networkdays" else calendar.workdays_between
            return pd.Series(count(first, second, scope.holidays), index=index)
        case "days_between":
            first, second = (calendar.as_days(arg.to_numpy()) for arg in args)
            days = (second - first).astype(float)
            return pd.Series(np.where(np.isnat(first) | np.isnat(second), np.nan, days), index=index)
        case "months_between":
            first, second = (calendar.as_days(arg.to_numpy()) for arg in args)
            months = (second.astype("datetime64[M]") - first.astype("datetime64[M]")).astype(float)
            return pd.Series(np.where(np.isnat(first) | np.isnat(second), np.nan, months), index=index)
        case "greatest":
            return args[0].where(args[0] >= args[1], args[1])
        case "least":
            return args[0].where(args[0] <= args[1], args[1])
        case "begins":
            return pd.Series(
                [
                    isinstance(x, str) and x[: len(y)].casefold() == y.casefold()
                    for x, y in zip(args[0], args[1], strict=True)
                ],
                index=index,
                dtype=bool,
            )
        case "mentions":
            pieces = [piece.iloc[0].casefold() for piece in args[1:]] if len(index) else []
            return pd.Series(
                [isinstance(x, str) and any(p in x.casefold() for p in pieces) for x in args[0]],
                index=index,
                dtype=bool,
            )
        case "whole":
            return pd.Series(np.floor(args[0].to_numpy(dtype=float)), index=index)
        case "row_number":
            return pd.Series(np.arange(len(index), dtype=float) + scope.first_row, index=index)
    raise TypeError(f"no computed reading for the function {name}")


def _worth(expr: Worth, scope: Scope) -> pd.Series[Any]:
    rows = scope.tables[expr.table]
    kept = (expr.table, expr.what.key)
    if kept not in scope._amounts:
        rates = rows["currency"].map(scope.rates).to_numpy(dtype=float)
        scope._amounts[kept] = np.nan_to_num(rows[expr.what.key].to_numpy(dtype=float) * rates)
    amounts = scope._amounts[kept]
    if expr.where is not None:
        amounts = amounts[met(expr.where, scope.inside(expr.table))]
    return _spread(float(amounts.sum()), scope)


def met(where: Expr, rows: Scope) -> npt.NDArray[np.bool_]:
    """Where a condition is known to hold; each simple condition is computed once per table."""
    if isinstance(where, Op) and where.sign == "and":
        return met(where.left, rows) & met(where.right, rows)
    name = repr(where)
    if name not in rows._met:
        # A row of which the condition is unknown is left out, as SUMIFS and SUMPRODUCT leave it out.
        holds = _value(where, rows).astype(bool) & known(where.strict(), rows)
        rows._met[name] = holds.to_numpy(dtype=bool)
    return rows._met[name]


def _aggregate(expr: Aggregate, scope: Scope) -> pd.Series[Any]:
    if expr.where is not None and expr.outer():
        from pmo_xl.core.pairwise import pairwise  # it reads parts of the condition with this module

        return pairwise(expr, scope)
    codes, size = scope.codes(expr.table), len(scope.frame)
    mask = codes >= 0
    if expr.where is not None:
        mask = mask & met(expr.where, scope.inside(expr.table))
    if expr.what is None:
        counted = np.bincount(codes[mask], minlength=size).astype(float)
        flag = scope.received.get(expr.table)
        if flag:
            counted[scope.frame[flag].to_numpy() != 1] = np.nan
        return pd.Series(counted, index=scope.frame.index)
    column = _value(expr.what, scope.inside(expr.table))
    filled = column.notna().to_numpy()
    if expr.how == "sum":
        numbers = column.to_numpy(dtype=float)
        use = mask & filled
        sums = np.bincount(codes[use], weights=numbers[use], minlength=size)
        anything = np.bincount(codes[filled & (codes >= 0)], minlength=size) > 0
        return pd.Series(np.where(anything, sums, np.nan), index=scope.frame.index)
    use = mask & filled
    groups = column[use].groupby(codes[use])
    extreme = groups.max() if expr.how == "max" else groups.min()
    found = extreme.reindex(range(size))
    found.index = scope.frame.index
    return found
