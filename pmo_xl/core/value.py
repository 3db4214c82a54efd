"""The computed reading of an expression: one value per row at hand.

Numbers are floats (``nan`` undefined), dates ``datetime64`` (``NaT``), conditions booleans
in which what is not known is False; list values are their keys. Computed with arrays: a grid of a thousand
single cells costs no more than its arithmetic.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from pmo_xl.core import aggregate, calendar
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
from pmo_xl.core.scope import Array, Scope, folded
from pmo_xl.core.text import Text

__all__ = ["Scope", "array", "fails", "one", "value"]

Mask = npt.NDArray[np.bool_]


def value(expr: Expr, scope: Scope) -> pd.Series[Any]:
    """The expression over each row at hand, undefined where a column it needs is blank, or by a division by 0."""
    return pd.Series(array(expr, scope), index=scope.frame.index)


def one(expr: Expr, scope: Scope) -> Any:
    """The expression over the one row at hand, as Python has it: None where it is undefined."""
    what = array(expr, scope)[0]
    if isinstance(what, np.datetime64):
        return None if np.isnat(what) else what.astype("datetime64[D]").item()
    return None if pd.isna(what) else what.item() if isinstance(what, np.generic) else what


def array(expr: Expr, scope: Scope) -> Array:
    """As :func:`value`, as a bare array."""
    with np.errstate(divide="ignore", invalid="ignore"):
        result = _spread(evaluate(expr, scope), scope)
        undefined = ~scope.known(expr.strict())
        if _divides(expr):
            undefined |= _divides_by_zero(expr, scope)
    return _blanked(result, undefined) if undefined.any() else result


def fails(condition: Expr, scope: Scope) -> pd.Series[bool]:
    """Where a condition is known not to hold: every column it needs is filled, and it is false."""
    with np.errstate(divide="ignore", invalid="ignore"):
        judged = scope.known(condition.strict())
        if _divides(condition):
            judged &= ~_divides_by_zero(condition, scope)
        for name in condition.params():
            judged &= ~pd.isna(evaluate(Param(name), scope))
        judged &= ~_truth(evaluate(condition, scope))
    return pd.Series(judged, index=scope.frame.index)


def evaluate(expr: Expr, scope: Scope) -> Array:
    """The expression without what makes it undefined as a whole; a single value where it is the same on each row."""
    match expr:
        case Const(what):
            return _constant(what, scope)
        case Ref(key) | Outer(key):
            return scope.column(key)
        case Param(name):
            return _constant(scope.params[name], scope)
        case Op("and" | "or" as sign, left, right):
            a, b = _truth(evaluate(left, scope)), _truth(evaluate(right, scope))
            return a & b if sign == "and" else a | b
        case Op("=" | "<>" as sign, left, right) if not any(_is_key(part) for part in (left, right)):
            return _compare(sign, _folded(left, scope), _folded(right, scope))
        case Op(sign, left, right) if sign in _COMPARE:
            return _compare(sign, evaluate(left, scope), evaluate(right, scope))
        case Op(sign, left, right):
            number: Array = _ARITHMETIC[sign](_number(evaluate(left, scope)), _number(evaluate(right, scope)))
            return number
        case Not(what):
            return ~_truth(evaluate(what, scope))
        case Filled(Ref(key)):
            return scope.filled(key)
        case Filled(what):
            missing: Mask = np.asarray(pd.isna(evaluate(what, scope)))
            return ~missing
        case CountFilled(columns):
            many: Array = np.sum([scope.filled(column.key) for column in columns], axis=0, dtype=float)
            return many
        case OrZero(what):
            held = _number(evaluate(what, scope))
            return np.where(np.isnan(held), 0.0, held)
        case Extreme(how, columns):
            several = [_number(scope.column(column.key)) for column in columns]
            pick = np.fmax if how == "max" else np.fmin
            found: Array = pick.reduce(several)
            return found
        case When(cases, otherwise):
            result = evaluate(otherwise, scope)
            for condition, then in reversed(cases):
                result = _where(_truth(evaluate(condition, scope)), evaluate(then, scope), result)
            return result
        case Call(name, args):
            return _CALLS[name]([evaluate(arg, scope) for arg in args], scope)
        case Aggregate():
            return aggregate.over_rows(expr, scope)
        case Here(_, what):
            return _constant(what, scope)
        case Worth():
            return np.array(aggregate.worth(expr, scope))
    raise TypeError(f"no computed reading for {expr!r}")


# what makes the whole undefined ----------------------------------------------------------------------


def _divides(expr: Expr) -> bool:
    return any(isinstance(part, Op) and part.sign == "/" for part in expr._own_row())


def _divides_by_zero(expr: Expr, scope: Scope) -> Mask:
    """Where a division by 0 is met: of several cases only the one that holds is looked at."""
    wrong = np.zeros(scope.size, dtype=bool)
    match expr:
        case When(cases, otherwise):
            wrong = _divides_by_zero(otherwise, scope)
            for condition, then in reversed(cases):
                holds = _truth(evaluate(condition, scope))
                wrong = np.where(holds, _divides_by_zero(then, scope), wrong)
                wrong |= _divides_by_zero(condition, scope)
        case Op("and"):
            parts = chain("and", expr)
            for part in parts:
                wrong |= _divides_by_zero(part, scope)
            for part in parts:
                if isinstance(part, Filled):
                    wrong &= evaluate(part, scope)
        case Aggregate() | Worth():
            pass
        case _:
            for part in expr.parts():
                wrong |= _divides_by_zero(part, scope)
            if isinstance(expr, Op) and expr.sign == "/":
                # A blank cell is 0 to Excel.
                divisor = _number(evaluate(expr.right, scope))
                wrong |= np.isnan(divisor) | (divisor == 0)
    return wrong


# single values and whole columns ---------------------------------------------------------------------


def _constant(what: Any, scope: Scope) -> Array:
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


def _spread(what: Array, scope: Scope) -> Array:
    return np.full(scope.size, what) if what.ndim == 0 else what


def _blanked(column: Array, undefined: Mask) -> Array:
    blank: Any = {"f": np.nan, "M": np.datetime64("NaT")}.get(column.dtype.kind)
    if blank is None:
        column = column.astype(object)
    return np.where(undefined, blank, column)


def _number(column: Array) -> Array:
    return column if column.dtype.kind == "f" else column.astype(float)


def _truth(column: Array) -> Mask:
    return column if column.dtype.kind == "b" else column.astype(bool)


def _where(test: Mask, then: Array, otherwise: Array) -> Array:
    """Of two arrays, which may be of two kinds: what is undefined takes the kind of the other."""
    kinds = then.dtype.kind, otherwise.dtype.kind
    if kinds[0] != kinds[1]:
        if "M" in kinds and "f" in kinds:
            then, otherwise = _day(then), _day(otherwise)
        elif kinds not in (("b", "f"), ("f", "b")):
            then, otherwise = then.astype(object), otherwise.astype(object)
    return np.where(test, then, otherwise)


def _day(column: Array) -> Array:
    """What is no date is an unknown one."""
    return column if column.dtype.kind == "M" else np.full(column.shape, np.datetime64("NaT", "s"))


def _is_key(part: Expr) -> bool:
    return isinstance(part, Const) and isinstance(part.value, Choice)


def _folded(part: Expr, scope: Scope) -> Array:
    return scope.folded(part.key) if isinstance(part, Ref) else folded(evaluate(part, scope))


def _compare(sign: str, a: Array, b: Array) -> Array:
    """A comparison that does not hold where either side is unknown."""
    if a.dtype.kind != b.dtype.kind and "M" in (a.dtype.kind, b.dtype.kind):
        a, b = _day(a), _day(b)
    result = np.asarray(_COMPARE[sign](a, b)).astype(bool)
    if sign == "<>" or a.dtype.kind == "O" or b.dtype.kind == "O":
        result &= ~(np.asarray(pd.isna(a)) | np.asarray(pd.isna(b)))
    return result


def _divided(a: Array, b: Array) -> Array:
    quotient: Array = a / np.where(b != 0, b, np.nan)
    return quotient


_COMPARE: Mapping[str, Callable[[Array, Array], Array]] = {
    "=": np.equal, "<": np.less, "<=": np.less_equal, ">": np.greater, ">=": np.greater_equal, "<>": np.not_equal,
}  # fmt: skip
_ARITHMETIC: Mapping[str, Callable[[Array, Array], Array]] = {
    "+": np.add, "-": np.subtract, "*": np.multiply, "/": _divided,
}  # fmt: skip


# functions -------------------------------------------------------------------------------------------


def _days(args: list[Array], scope: Scope) -> list[Array]:
    return [calendar.as_days(_spread(_day(arg), scope)) for arg in args]


def _networkdays(args: list[Array], scope: Scope) -> Array:
    start, finish = _days(args, scope)
    return calendar.networkdays(start, finish, scope.holidays)


def _workdays_between(args: list[Array], scope: Scope) -> Array:
    first, second = _days(args, scope)
    return calendar.workdays_between(first, second, scope.holidays)


def _days_between(args: list[Array], scope: Scope) -> Array:
    first, second = _days(args, scope)
    return np.where(np.isnat(first) | np.isnat(second), np.nan, (second - first).astype(float))


def _months_between(args: list[Array], scope: Scope) -> Array:
    first, second = _days(args, scope)
    months = (second.astype("datetime64[M]") - first.astype("datetime64[M]")).astype(float)
    return np.where(np.isnat(first) | np.isnat(second), np.nan, months)


def _greatest(args: list[Array], _: Scope) -> Array:
    return _where(_compare(">=", *args), *args)


def _least(args: list[Array], _: Scope) -> Array:
    return _where(_compare("<=", *args), *args)


def _begins(args: list[Array], scope: Scope) -> Array:
    prefix = str(args[1].item()).casefold()
    words = (
        x[: len(prefix)].casefold() == prefix if isinstance(x, str) else False
        for x in _spread(args[0], scope)
    )
    return np.fromiter(words, bool, scope.size)


def _mentions(args: list[Array], scope: Scope) -> Array:
    pieces = [str(piece.item()).casefold() for piece in args[1:]]
    words = (isinstance(x, str) and any(p in x.casefold() for p in pieces) for x in _spread(args[0], scope))
    return np.fromiter(words, bool, scope.size)


_CALLS: Mapping[str, Callable[[list[Array], Scope], Array]] = {
    "networkdays": _networkdays,
    "workdays_between": _workdays_between,
    "days_between": _days_between,
    "months_between": _months_between,
    "greatest": _greatest,
    "least": _least,
    "begins": _begins,
    "mentions": _mentions,
    "whole": lambda args, _: np.floor(_number(args[0])),
    "row_number": lambda _, scope: np.arange(scope.size, dtype=float) + scope.first_row,
}
