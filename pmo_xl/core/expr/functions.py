"""The functions that expressions call, over arrays."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from pmo_xl.core.base import calendar
from pmo_xl.core.expr.arrays import compare, day, floats, where
from pmo_xl.core.expr.context import Array, EvalContext


def spread(what: Array, scope: EvalContext) -> Array:
    """A single value on each row at hand; an array as it is."""
    return np.full(scope.size, what) if what.ndim == 0 else what


def _days(args: list[Array], scope: EvalContext) -> list[Array]:
    return [calendar.as_days(spread(day(arg), scope)) for arg in args]


def _networkdays(args: list[Array], scope: EvalContext) -> Array:
    start, finish = _days(args, scope)
    return calendar.networkdays(start, finish, scope.holidays)


def _workdays_between(args: list[Array], scope: EvalContext) -> Array:
    first, second = _days(args, scope)
    return calendar.workdays_between(first, second, scope.holidays)


def _days_between(args: list[Array], scope: EvalContext) -> Array:
    first, second = _days(args, scope)
    return np.where(np.isnat(first) | np.isnat(second), np.nan, (second - first).astype(float))


def _months_between(args: list[Array], scope: EvalContext) -> Array:
    first, second = _days(args, scope)
    months = (second.astype("datetime64[M]") - first.astype("datetime64[M]")).astype(float)
    return np.where(np.isnat(first) | np.isnat(second), np.nan, months)


def _greatest(args: list[Array], _: EvalContext) -> Array:
    return where(compare(">=", *args), *args)


def _least(args: list[Array], _: EvalContext) -> Array:
    return where(compare("<=", *args), *args)


def _begins(args: list[Array], scope: EvalContext) -> Array:
    prefix = str(args[1].item()).casefold()
    words = (
        x[: len(prefix)].casefold() == prefix if isinstance(x, str) else False for x in spread(args[0], scope)
    )
    return np.fromiter(words, bool, scope.size)


def _mentions(args: list[Array], scope: EvalContext) -> Array:
    pieces = [str(piece.item()).casefold() for piece in args[1:]]
    words = (isinstance(x, str) and any(p in x.casefold() for p in pieces) for x in spread(args[0], scope))
    return np.fromiter(words, bool, scope.size)


def _rounded(args: list[Array], _: EvalContext) -> Array:
    # Away from 0 at a half, as Excel rounds.
    number, size = floats(args[0]), 10.0 ** float(args[1])
    result: Array = np.sign(number) * np.floor(np.abs(number) * size + 0.5) / size
    return result


def _month_end(args: list[Array], _: EvalContext) -> Array:
    month = day(args[0]).astype("datetime64[M]") + 1
    return (month.astype("datetime64[D]") - 1).astype("datetime64[s]")


CALLS: Mapping[str, Callable[[list[Array], EvalContext], Array]] = {
    "networkdays": _networkdays,
    "workdays_between": _workdays_between,
    "days_between": _days_between,
    "months_between": _months_between,
    "max_of": _greatest,
    "min_of": _least,
    "starts_with": _begins,
    "contains_any": _mentions,
    "floor": lambda args, _: np.floor(floats(args[0])),
    "rounded": _rounded,
    "month_end": _month_end,
    "row_number": lambda _, scope: np.arange(scope.size, dtype=float) + scope.first_row,
}
