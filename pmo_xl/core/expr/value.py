"""The computed reading of an expression: one value per row at hand.

Numbers are floats (``nan`` undefined), dates ``datetime64`` (``NaT``), conditions booleans
in which what is not known is False; list values are their keys. Computed with arrays: a grid of a thousand
single cells costs no more than its arithmetic.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd

from pmo_xl.core.base.text import Text
from pmo_xl.core.expr import aggregate
from pmo_xl.core.expr.arrays import ARITHMETIC, COMPARE, Mask, blanked, compare, floats, truths, where
from pmo_xl.core.expr.choice import Choice
from pmo_xl.core.expr.context import Array, EvalContext, folded
from pmo_xl.core.expr.functions import CALLS, spread
from pmo_xl.core.expr.nodes import (
    Call,
    Const,
    CountFilled,
    Expr,
    Extreme,
    Filled,
    Not,
    Op,
    OrZero,
    Param,
    Ref,
    When,
    chain,
)
from pmo_xl.core.expr.row_headers import RowHeader, RowHeaders
from pmo_xl.core.expr.table_nodes import Aggregate, ConvertedSum, Outer
from pmo_xl.core.expr.typed_cells import Typed
from pmo_xl.core.expr.typed_value import typed

__all__ = ["EvalContext", "array", "each", "fails", "one", "value"]


def value(expr: Expr, scope: EvalContext) -> pd.Series[Any]:
    """The expression over each row at hand, undefined where a column it needs is blank, or by a division by 0."""
    return pd.Series(array(expr, scope), index=scope.frame.index)


def one(expr: Expr, scope: EvalContext) -> Any:
    """The expression over the one row at hand, as Python has it: None where it is undefined."""
    return each(expr, scope)[0]


def each(expr: Expr, scope: EvalContext) -> list[Any]:
    """The expression over each row at hand, as Python has it: None where it is undefined."""
    results = array(expr, scope)
    if results.dtype.kind == "M":
        results = results.astype("datetime64[D]")
    return [None if pd.isna(what) else what for what in results.tolist()]


def array(expr: Expr, scope: EvalContext) -> Array:
    """As :func:`value`, as a bare array."""
    with np.errstate(divide="ignore", invalid="ignore"):
        result = spread(evaluate(expr, scope), scope)
        undefined = ~scope.known(expr.strict())
        if _divides(expr):
            undefined |= _divides_by_zero(expr, scope)
    return blanked(result, undefined) if undefined.any() else result


def fails(condition: Expr, scope: EvalContext) -> pd.Series[bool]:
    """Where a condition is known not to hold: every column it needs is filled, and it is false."""
    with np.errstate(divide="ignore", invalid="ignore"):
        judged = scope.known(condition.strict())
        if _divides(condition):
            judged &= ~_divides_by_zero(condition, scope)
        for name in condition.params():
            judged &= ~pd.isna(evaluate(Param(name), scope))
        judged &= ~truths(evaluate(condition, scope))
    return pd.Series(judged, index=scope.frame.index)


def evaluate(expr: Expr, scope: EvalContext) -> Array:
    """The expression without what makes it undefined as a whole; a single value where it is the same on each row."""
    match expr:
        case Const(what):
            return _constant(what, scope)
        case Ref(key) | Outer(key):
            return scope.column(key)
        case Param(name):
            return _constant(scope.params[name], scope)
        case Op("and" | "or" as sign, left, right):
            a, b = truths(evaluate(left, scope)), truths(evaluate(right, scope))
            return a & b if sign == "and" else a | b
        case Op("=" | "<>" as sign, left, right) if not any(_is_key(part) for part in (left, right)):
            return compare(sign, _folded(left, scope), _folded(right, scope))
        case Op(sign, left, right) if sign in COMPARE:
            return compare(sign, evaluate(left, scope), evaluate(right, scope))
        case Op(sign, left, right):
            number: Array = ARITHMETIC[sign](floats(evaluate(left, scope)), floats(evaluate(right, scope)))
            return number
        case Not(what):
            return ~truths(evaluate(what, scope))
        case Filled(Ref(key)):
            return scope.filled(key)
        case Filled(what):
            missing: Mask = np.asarray(pd.isna(evaluate(what, scope)))
            return ~missing
        case CountFilled(columns):
            many: Array = np.sum([scope.filled(column.key) for column in columns], axis=0, dtype=float)
            return many
        case OrZero(what):
            held = floats(evaluate(what, scope))
            return np.where(np.isnan(held), 0.0, held)
        case Extreme(how, columns):
            several = [floats(scope.column(column.key)) for column in columns]
            pick = np.fmax if how == "max" else np.fmin
            found: Array = pick.reduce(several)
            return found
        case When(cases, otherwise):
            result = evaluate(otherwise, scope)
            for condition, then in reversed(cases):
                result = where(truths(evaluate(condition, scope)), evaluate(then, scope), result)
            return result
        case Call(name, args):
            return CALLS[name]([evaluate(arg, scope) for arg in args], scope)
        case Aggregate():
            return aggregate.over_rows(expr, scope, evaluate, array)
        case RowHeader(_, RowHeaders() as heads):
            return _heads(heads, scope)
        case RowHeader(_, what):
            return _constant(what, scope)
        case ConvertedSum():
            return aggregate.converted_sum(expr, scope, evaluate)
        case Typed():
            return typed(expr, scope, evaluate)
    raise TypeError(f"no computed reading for {expr!r}")


# what makes the whole undefined ----------------------------------------------------------------------


def _divides(expr: Expr) -> bool:
    return any(isinstance(part, Op) and part.sign == "/" for part in expr.own_row())


def _divides_by_zero(expr: Expr, scope: EvalContext) -> Mask:
    """Where a division by 0 is met: of several cases only the one that holds is looked at."""
    wrong = np.zeros(scope.size, dtype=bool)
    match expr:
        case When(cases, otherwise):
            wrong = _divides_by_zero(otherwise, scope)
            for condition, then in reversed(cases):
                holds = truths(evaluate(condition, scope))
                wrong = np.where(holds, _divides_by_zero(then, scope), wrong)
                wrong |= _divides_by_zero(condition, scope)
        case Op("and"):
            parts = chain("and", expr)
            for part in parts:
                wrong |= _divides_by_zero(part, scope)
            for part in parts:
                if isinstance(part, Filled):
                    wrong &= evaluate(part, scope)
        case Aggregate() | ConvertedSum():
            pass
        case _:
            for part in expr.parts():
                wrong |= _divides_by_zero(part, scope)
            if isinstance(expr, Op) and expr.sign == "/":
                # A blank cell is 0 to Excel.
                divisor = floats(evaluate(expr.right, scope))
                wrong |= np.isnan(divisor) | (divisor == 0)
    return wrong


# single values and whole columns ---------------------------------------------------------------------


def _constant(what: Any, scope: EvalContext) -> Array:
    match what:
        case None:
            return np.array(np.nan)
        case pd.Series():
            return what.to_numpy()
        case Choice():
            return np.array(what.key, dtype=object)
        case Text():
            return np.array(what.to(scope.language), dtype=object)
        case dt.date():
            return np.array(np.datetime64(what, "s"))
        case bool() | np.bool_():
            return np.array(what)
        case int() | float():
            return np.array(float(what))
    return np.array(what, dtype=object)


def _heads(heads: RowHeaders, scope: EvalContext) -> Array:
    """The heads of the rows at hand; inside a condition on another table they stand across its rows."""
    if scope.heads is None:
        return np.stack([_constant(what, scope) for what in heads])
    return np.stack([_constant(what, scope) for what in heads[scope.heads]])[:, np.newaxis]


def _is_key(part: Expr) -> bool:
    return isinstance(part, Const) and isinstance(part.value, Choice)


def _folded(part: Expr, scope: EvalContext) -> Array:
    return scope.folded(part.key) if isinstance(part, Ref) else folded(evaluate(part, scope))
