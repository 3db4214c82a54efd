"""Arrays of the kinds that expressions know: floats, days, truth values, objects; what is unknown stays unknown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from pmo_xl.core.expr.context import Array

Mask = npt.NDArray[np.bool_]


def blanked(column: Array, undefined: Mask) -> Array:
    """An array with a blank of its kind where it is undefined."""
    blank: Any = {"f": np.nan, "M": np.datetime64("NaT")}.get(column.dtype.kind)
    if blank is None:
        column = column.astype(object)
    return np.where(undefined, blank, column)


def floats(column: Array) -> Array:
    """An array as floats."""
    return column if column.dtype.kind == "f" else column.astype(float)


def truths(column: Array) -> Mask:
    """An array as truth values."""
    return column if column.dtype.kind == "b" else column.astype(bool)


def where(test: Mask, then: Array, otherwise: Array) -> Array:
    """Of two arrays, which may be of two kinds: what is undefined takes the kind of the other."""
    kinds = then.dtype.kind, otherwise.dtype.kind
    if kinds[0] != kinds[1]:
        if "M" in kinds and "f" in kinds:
            then, otherwise = day(then), day(otherwise)
        elif kinds not in (("b", "f"), ("f", "b")):
            then, otherwise = then.astype(object), otherwise.astype(object)
    return np.where(test, then, otherwise)


def day(column: Array) -> Array:
    """What is no date is an unknown one."""
    return column if column.dtype.kind == "M" else np.full(column.shape, np.datetime64("NaT", "s"))


def compare(sign: str, a: Array, b: Array) -> Array:
    """A comparison that does not hold where either side is unknown."""
    if a.dtype.kind != b.dtype.kind and "M" in (a.dtype.kind, b.dtype.kind):
        a, b = day(a), day(b)
    if sign == "=" and a.dtype.kind == "O" and b.ndim > a.ndim == 1:
        return _equal_texts(a, b)
    result = np.asarray(COMPARE[sign](a, b)).astype(bool)
    if sign == "=" and b.size <= a.size and not np.any(pd.isna(b)):
        # What is unknown equals nothing that is known.
        return result
    if sign == "<>" or a.dtype.kind == "O" or b.dtype.kind == "O":
        result &= ~(np.asarray(pd.isna(a)) | np.asarray(pd.isna(b)))
    return result


def _equal_texts(a: Array, b: Array) -> Mask:
    """Texts against each of many others that stand across them: each is looked at once."""
    codes, known = pd.factorize(a)
    places = {text: place for place, text in enumerate(known)}
    equal: Mask = codes == np.array([places.get(text, -2) for text in b.ravel()]).reshape(b.shape)
    return equal


def _divided(a: Array, b: Array) -> Array:
    quotient: Array = a / np.where(b != 0, b, np.nan)
    return quotient


COMPARE: Mapping[str, Callable[[Array, Array], Array]] = {
    "=": np.equal, "<": np.less, "<=": np.less_equal, ">": np.greater, ">=": np.greater_equal, "<>": np.not_equal,
}  # fmt: skip
ARITHMETIC: Mapping[str, Callable[[Array, Array], Array]] = {
    "+": np.add, "-": np.subtract, "*": np.multiply, "/": _divided,
}  # fmt: skip
