"""The computed reading of what is said of cells as somebody typed them, over raw cells where there are any."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from pmo_xl.core.base.pattern import LONGEST
from pmo_xl.core.base.text import Text
from pmo_xl.core.expr.arrays import Mask
from pmo_xl.core.expr.context import Array, EvalContext
from pmo_xl.core.expr.nodes import Expr, Param, Ref
from pmo_xl.core.expr.typed_cells import (
    FIRST_DAY,
    LAST_DAY,
    LINK_TYPES,
    MOST_LINKS,
    WIDE,
    Among,
    CellsFilled,
    Codes,
    HoldsCode,
    HoldsDay,
    HoldsNumber,
    HoldsText,
    HoldsWord,
    Judged,
    LinksKnown,
    NumbersIn,
    Repeats,
    SaysNothing,
    Sentence,
    SumUnder,
    Typed,
    blank_words,
    words_for,
)

Evaluate = Callable[[Expr, EvalContext], Array]


def typed(expr: Typed, scope: EvalContext, evaluate: Evaluate) -> Array:
    """The value of a node over each row at hand."""
    match expr:
        case HoldsNumber(cell, low, high, whole):
            return _each(cell, scope, lambda what: _is_number(what, low, high, whole=whole))
        case HoldsDay(cell):
            return _each(cell, scope, _is_day)
        case HoldsText(cell, longest):
            return _each(cell, scope, lambda what: _is_text(what, longest))
        case HoldsCode(cell, pattern):
            form = re.compile(pattern, re.ASCII)
            return _each(cell, scope, lambda what: _is_code(what, form))
        case HoldsWord(cell, choices, None):
            words = {word for each in choices for word in words_for(each)} | {*blank_words(False)}
            return _each(cell, scope, lambda what: _words(what).casefold() in words)
        case HoldsWord(cell, _, member):
            assert member is not None
            of_member = set(words_for(member))
            return _each(cell, scope, lambda what: _words(what).casefold() in of_member)
        case SaysNothing(cell, free):
            blanks = set(blank_words(free))
            return _each(cell, scope, lambda what: _words(what).casefold() in blanks)
        case CellsFilled(cells):
            many: Array = np.sum([~pd.isna(_cells(cell, scope)) for cell in cells], axis=0, dtype=float)
            return many
        case Codes(begun, conditions, _):
            return _codes(evaluate(begun, scope), [(n, evaluate(part, scope)) for n, part in conditions])
        case Sentence(codes, _, sentences):
            rows = zip(*(scope.column(each.key) for each in codes), strict=True)
            return np.array([_sentence(row, sentences, scope.language) for row in rows], dtype=object)
        case Repeats(cells, months):
            return _repeats([(_cells(cell, scope), cell.key in months) for cell in cells])
        case LinksKnown(cell, own):
            return _links_known(_cells(cell, scope), _cells(own, scope))
        case Among(cell, table, key, joint):
            return _among(_cells(cell, scope), scope.inside(table).column(key), joint)
        case SumUnder(cell, table, key, what):
            other = scope.inside(table)
            sums: dict[str, float] = {}
            for name, amount in zip(other.column(key), other.column(what).astype(float), strict=True):
                if not np.isnan(amount):
                    sums[_name(name)] = sums.get(_name(name), 0.0) + amount
            return np.array([sums.get(_name(name), 0.0) for name in _cells(cell, scope)], dtype=float)
        case Judged(what):
            return evaluate(what, scope)
        case NumbersIn(table, what):
            return np.array(float(scope.inside(table).filled(what).sum()))
    raise TypeError(f"no computed reading for {expr!r}")


def _cells(cell: Ref | Param, scope: EvalContext) -> Array:
    """The raw cells of a column; what was read of them where nobody kept these; a field of the record on each row."""
    if isinstance(cell, Param):
        field = np.empty(scope.size, dtype=object)
        field[:] = [scope.params.get(cell.name)] * scope.size
        return field
    held = scope.cells.get(cell.key)
    return held if held is not None else scope.column(cell.key)


def _each(cell: Ref | Param, scope: EvalContext, test: Callable[[Any], bool]) -> Mask:
    held = _cells(cell, scope)
    if held.dtype.kind in "fM":
        held = held.astype("datetime64[D]").astype(object) if held.dtype.kind == "M" else held.astype(object)
    answers: dict[Any, bool] = {}
    result = np.empty(len(held), dtype=bool)
    for at, what in enumerate(held):
        # True is 1 to a dictionary.
        known = (type(what), what)
        if known not in answers:
            answers[known] = test(None if pd.isna(what) else what)
        result[at] = answers[known]
    return result


def _is_number(what: Any, low: float | None, high: float | None, *, whole: bool) -> bool:
    if isinstance(what, dt.date):
        what = float((what - dt.date(1899, 12, 30)).days)
    if isinstance(what, bool) or not isinstance(what, (int, float)):
        return False
    return (low is None or what >= low) and (high is None or what <= high) and not (whole and what % 1)


def _is_day(what: Any) -> bool:
    if isinstance(what, dt.datetime):
        what = what.date()
    return isinstance(what, dt.date) and FIRST_DAY <= what <= LAST_DAY


def _is_text(what: Any, longest: int | None) -> bool:
    if isinstance(what, bool):
        return False
    return what is None or longest is None or len(str(what)) <= longest


def _is_code(what: Any, form: re.Pattern[str]) -> bool:
    words = _words(what)
    if isinstance(what, float) and what % 1:
        return False
    return len(words) <= LONGEST and form.fullmatch(words) is not None


def _words(what: Any) -> str:
    """A cell as Excel joins it to a text, trimmed."""
    if what is None or what is pd.NaT:
        return ""
    if isinstance(what, bool):
        return "TRUE" if what else "FALSE"
    if isinstance(what, (int, float)):
        return "" if math.isnan(what) else f"{what:.15g}"
    return " ".join(str(what).replace("\xa0", " ").split())


def _codes(begun: Array, conditions: Sequence[tuple[int, Array]]) -> Array:
    result = np.full(len(begun), "", dtype=object)
    for code, holds in conditions:
        wrong = ~np.broadcast_to(holds, begun.shape).astype(bool) & (begun > 0)
        if wrong.any():
            result[wrong] += f"{code:03}"
    result[result == ""] = None
    return result


def _sentence(row: tuple[Any, ...], sentences: Sequence[Text], language: str) -> str | None:
    codes = "".join(code for code in row if isinstance(code, str))
    if not codes:
        return None
    more = len(codes) // 3 - 1
    return sentences[int(codes[:3]) - 1].to(language) + (f" (+{more})" if more else "")


def _repeats(columns: Sequence[tuple[Array, bool]]) -> Mask:
    rows = zip(*([_name(what, is_month) for what in held] for held, is_month in columns), strict=True)
    seen: set[tuple[str, ...]] = set()
    result = np.zeros(len(columns[0][0]), dtype=bool)
    for at, name in enumerate(rows):
        result[at] = name in seen
        seen.add(name)
    return result


def _name(what: Any, is_month: bool = False) -> str:
    if is_month:
        return str(what)[:7] if not pd.isna(what) else ""
    return _words(what).casefold().zfill(WIDE)[-WIDE:]


def _links_known(cells: Array, column: Array) -> Mask:
    names = [_words(what).casefold() for what in column]
    result = np.ones(len(cells), dtype=bool)
    for at, what in enumerate(cells):
        words = _words(what).casefold()
        others = [name for row, name in enumerate(names) if name and name != names[at]]
        links = [link.strip() for link in words.replace(",", ";" if ";" not in words else ",").split(";")]
        result[at] = all(
            any(link.startswith(name) and _ends(link[len(name) :].strip()) for name in others)
            for link in links[:MOST_LINKS]
            if link
        )
    return result


def _ends(behind: str) -> bool:
    """Whether a name may end before what stands behind it."""
    return not behind or behind[0] in "+-−" or behind[:2].upper() in LINK_TYPES


def _among(cells: Array, column: Array, joint: str) -> Mask:
    if not joint:
        known = {_name(what) for what in column}
        return np.array([_name(what) in known for what in cells], dtype=bool)
    known = {_words(what).casefold() for what in column}
    known |= {name[:at] for name in known for at, sign in enumerate(name) if sign == joint}
    return np.array([_words(what).casefold() in known for what in cells], dtype=bool)
