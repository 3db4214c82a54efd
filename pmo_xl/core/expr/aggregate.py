"""The computed reading of sums, counts and extremes over the rows of another table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from pmo_xl.core.expr.arrays import COMPARE, Mask
from pmo_xl.core.expr.context import Array, EvalContext, folded
from pmo_xl.core.expr.nodes import Expr, Op, chain
from pmo_xl.core.expr.row_headers import RowHeader, RowHeaders
from pmo_xl.core.expr.table_nodes import Aggregate, ConvertedSum, Outer

MOST_PAIRS = 2_000_000
"""Heads times rows that are compared at a time."""
MOST_KEPT = 128
"""Conditions whose rows are remembered at a time: the months of a grid come one after the other."""

Evaluate = Callable[[Expr, EvalContext], Array]
"""The computed reading of any expression (that of :mod:`pmo_xl.core.expr.value`): a condition is an expression too."""


def over_rows(expr: Aggregate, scope: EvalContext, evaluate: Evaluate, array: Evaluate) -> Array:
    """One figure for each row at hand, over the rows of the other table that belong to it.

    ``evaluate`` computes a condition on these rows; ``array`` one side of a comparison, blank where it is undefined.
    """
    if expr.where is not None and expr.outer():
        return _pairwise(expr, scope, evaluate, array)
    if scope.project is None:
        return _over_all(expr, scope, evaluate)
    codes, size = scope.codes(expr.table), scope.size
    counts = codes >= 0
    if expr.where is not None:
        counts = counts & met(expr.where, scope.inside(expr.table), evaluate)
    if expr.what is None:
        counted = np.bincount(codes[counts], minlength=size).astype(float)
        flag = scope.received.get(expr.table)
        if flag:
            counted[scope.column(flag) != 1] = np.nan
        return counted
    column = scope.inside(expr.table).column(expr.what.key)
    filled = scope.inside(expr.table).filled(expr.what.key)
    use = counts & filled
    if expr.how == "sum":
        sums = np.bincount(codes[use], weights=column[use].astype(float), minlength=size)
        known = np.bincount(codes[filled & (codes >= 0)], minlength=size) > 0
        if expr.complete:
            lacking = _lacking(expr, scope.inside(expr.table), evaluate) & (codes >= 0)
            known &= np.bincount(codes[lacking], minlength=size) == 0
        return np.where(known, sums, np.nan)
    return _picked(expr.how, column[use], codes[use], size)


def _lacking(expr: Aggregate, rows: EvalContext, evaluate: Evaluate) -> Mask:
    """The rows that keep a complete sum from being known."""
    assert expr.what is not None
    blank: Mask = ~rows.filled(expr.what.key)
    if expr.each is not None:
        return blank & met(expr.each, rows, evaluate)
    if expr.where is None:
        return blank
    return (blank & met(expr.where, rows, evaluate)) | ~rows.known(expr.where.strict())


def _over_all(expr: Aggregate, scope: EvalContext, evaluate: Evaluate) -> Array:
    """As :func:`over_rows` where all rows of the other table belong to each row at hand.

    Raises TypeError for a complete sum, which is one over the rows of a project.
    """
    if expr.complete:
        raise TypeError("a complete sum is one over the rows of a project")
    rows = scope.inside(expr.table)
    masks = _masks(expr.where, rows, evaluate)
    if expr.what is None:
        counted = np.array([float(mask.sum()) for mask in masks])
        flag = scope.received.get(expr.table)
        return _single(counted) if not flag else np.where(scope.column(flag) == 1, counted, np.nan)
    column, filled = rows.column(expr.what.key), rows.filled(expr.what.key)
    figures = []
    for mask in masks:
        use = mask & filled
        same = np.zeros(int(use.sum()), dtype=np.intp)
        if expr.how == "sum":
            # Added one after the other, as over the rows of a project.
            figures.append(np.bincount(same, weights=column[use].astype(float), minlength=1))
        else:
            figures.append(_picked(expr.how, column[use], same, 1))
    found = np.concatenate(figures)
    return _single(np.where(filled.any(), found, np.nan) if expr.how == "sum" else found)


def converted_sum(expr: ConvertedSum, scope: EvalContext, evaluate: Evaluate) -> Array:
    """A sum over all rows of a table in the reporting currency."""
    amounts = scope.converted(expr.table, expr.what.key)
    masks = _masks(expr.where, scope.inside(expr.table), evaluate)
    return _single(np.array([amounts[mask].sum() for mask in masks]))


def _single(figures: Array) -> Array:
    """One figure is the same on each row at hand."""
    return figures.reshape(()) if len(figures) == 1 else figures


def _masks(where: Expr | None, rows: EvalContext, evaluate: Evaluate) -> Iterator[Mask]:
    """Where a condition is known to hold: once, or for each of the heads that it compares with."""
    always, of_head, size = np.ones((1, rows.size), dtype=bool), [], 1
    for part in chain("and", where) if where is not None else ():
        sizes = [len(heads) for heads in _heads(part)]
        if sizes:
            of_head.append(part)
            size = max(sizes)
        else:
            always = always & met(part, rows, evaluate)
    step = max(1, MOST_PAIRS // max(1, rows.size))
    for start in range(0, size, step):
        some = replace(rows, heads=slice(start, start + step))
        masks = always
        for part in of_head:
            masks = masks & _holds(part, some, evaluate)
        yield from masks


def _heads(part: Expr) -> Iterator[RowHeaders]:
    return (
        inner.held
        for inner in part.walk()
        if isinstance(inner, RowHeader) and isinstance(inner.held, RowHeaders)
    )


def met(where: Expr, rows: EvalContext, evaluate: Evaluate) -> Mask:
    """Where a condition is known to hold; each simple condition is computed once per table."""
    if isinstance(where, Op) and where.sign == "and":
        return met(where.left, rows, evaluate) & met(where.right, rows, evaluate)
    name = repr(where)
    if name not in rows.met:
        if len(rows.met) > MOST_KEPT:
            rows.met.clear()
        rows.met[name] = _holds(where, rows, evaluate)
    return rows.met[name]


def _holds(where: Expr, rows: EvalContext, evaluate: Evaluate) -> Mask:
    if isinstance(where, Op) and where.sign == "or":
        # What one side is known to be settles it, whatever the other lacks.
        return _holds(where.left, rows, evaluate) | _holds(where.right, rows, evaluate)
    # A row of which the condition is unknown is left out, as SUMIFS and SUMPRODUCT leave it out.
    holds: Mask = np.asarray(evaluate(where, rows)).astype(bool) & rows.known(where.strict())
    return holds


def _picked(how: str, column: Array, codes: npt.NDArray[np.intp], size: int) -> Array:
    """The largest, the smallest or the median of the numbers that bear each code from 0; undefined where none does."""
    if how == "median":
        middles = pd.Series(column.astype(float)).groupby(codes).median()
        return middles.reindex(range(size)).to_numpy()
    if column.dtype.kind == "O":
        column = column.astype(float)
    blank: Any = np.datetime64("NaT", "s") if column.dtype.kind == "M" else np.nan
    found = np.full(size, blank, dtype=column.dtype)
    # fmax and fmin take a number before an unknown, dates too.
    (np.fmax if how == "max" else np.fmin).at(found, codes, column)
    return found


def _pairwise(expr: Aggregate, scope: EvalContext, evaluate: Evaluate, array: Evaluate) -> Array:
    """Where the condition compares with the row at hand: rows of one project against each other.

    Raises TypeError for a condition that does not have the row at hand alone on the right of a comparison, and for a median.
    """
    if expr.how == "median":
        raise TypeError("a median is one over the rows of a project")
    rows = scope.inside(expr.table)
    assert expr.where is not None
    counts = np.ones(rows.size, dtype=bool)
    relations: list[tuple[str, Array, Array]] = []
    for part in chain("and", expr.where):
        if not _of_row(part):
            counts &= met(part, rows, evaluate)
            continue
        if not isinstance(part, Op) or part.sign not in COMPARE or _of_row(part.left):
            raise TypeError("the row at hand stands right of a comparison: this.x <= own.y")
        counts &= rows.known(part.left.strict())
        left = folded(array(part.left, rows))
        right = folded(array(part.right, EvalContext(scope.frame, scope.params, scope.holidays)))
        relations.append((part.sign, left, right))
    amounts = np.ones(rows.size) if expr.what is None else rows.column(expr.what.key)
    gives_date = amounts.dtype.kind == "M"
    # A day is a number while the largest is sought.
    amounts = _seconds(amounts) if gives_date else amounts.astype(float)
    filled = ~np.isnan(amounts)
    counts &= filled
    result = np.full(scope.size, np.nan)
    mine = _by_project(rows.frame, scope)
    for project, places in _by_project(scope.frame, scope).items():
        held = mine.get(project, np.array([], dtype=np.intp))
        if expr.how == "sum" and not filled[held].any():
            continue
        pairs = np.tile(counts[held], (len(places), 1))
        for sign, left_part, right_part in relations:
            pairs &= COMPARE[sign](left_part[held][None, :], right_part[places][:, None]).astype(bool)
        result[places] = _over(expr.how, pairs, amounts[held])
    flag = scope.received.get(expr.table)
    if expr.how == "count" and flag:
        result[scope.column(flag) != 1] = np.nan
    return _moments(result) if gives_date else result


def _seconds(moments: Array) -> Array:
    """Moments as numbers, a blank one as ``nan``."""
    plain: Array = np.asarray(moments).astype("datetime64[s]")
    return np.where(np.isnat(plain), np.nan, plain.astype(np.int64).astype(float))


def _moments(seconds: Array) -> Array:
    """Such numbers as moments again."""
    whole: Array = np.where(np.isnan(seconds), 0.0, seconds).astype(np.int64).astype("datetime64[s]")
    return np.where(np.isnan(seconds), np.datetime64("NaT", "s"), whole)


def _of_row(part: Expr) -> bool:
    return any(isinstance(inner, Outer) for inner in part.walk())


def _by_project(frame: pd.DataFrame, scope: EvalContext) -> Mapping[Any, npt.NDArray[np.intp]]:
    if scope.project is None:
        return {None: np.arange(len(frame))}
    return {project: np.asarray(places) for project, places in frame.groupby(scope.project).indices.items()}


def _over(how: str, pairs: Mask, amounts: Array) -> Array:
    """One figure for each row of *pairs*; ``nan`` for the extreme of nothing."""
    if how in ("sum", "count"):
        sums: Array = (pairs * np.where(np.isnan(amounts), 0.0, amounts)).sum(axis=1)
        return sums
    if not len(amounts):
        return np.full(len(pairs), np.nan)
    away = -np.inf if how == "max" else np.inf
    several = np.where(pairs, amounts, away)
    found = several.max(axis=1) if how == "max" else several.min(axis=1)
    return np.where(np.isinf(found), np.nan, found)
