"""The computed reading of an aggregate whose condition compares with the row it is for: ``this.day <= own.day``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from pmo_xl.core.nodes import Aggregate, Expr, Op, Outer, chain
from pmo_xl.core.value import Scope, folded, known, met, value

Array = npt.NDArray[Any]


def pairwise(expr: Aggregate, scope: Scope) -> pd.Series[Any]:
    """Sum, count, max or min over the rows of a project that stand in a relation to the row at hand.

    Raises TypeError for a condition that does not have the row at hand alone on the right of a comparison.
    """
    rows, home = scope.inside(expr.table), scope.frame
    assert expr.where is not None
    counts = np.ones(len(rows.frame), dtype=bool)
    relations: list[tuple[str, Array, Array]] = []
    for part in chain("and", expr.where):
        if not _of_row(part):
            counts &= met(part, rows)
            continue
        if not isinstance(part, Op) or part.sign not in _COMPARE or _of_row(part.left):
            raise TypeError("the row at hand stands right of a comparison: this.x <= own.y")
        counts &= known(part.left.strict(), rows).to_numpy(dtype=bool)
        left, right = value(part.left, rows), value(part.right, Scope(home, scope.params, scope.holidays))
        relations.append((part.sign, folded(left).to_numpy(), folded(right).to_numpy()))
    amounts = np.ones(len(rows.frame))
    if expr.what is not None:
        amounts = value(expr.what, rows).to_numpy(dtype=float)
    filled = ~np.isnan(amounts)
    counts &= filled
    result = np.full(len(home), np.nan)
    mine = _by_project(rows.frame, scope)
    for project, places in _by_project(home, scope).items():
        held = mine.get(project, np.array([], dtype=np.intp))
        if expr.how == "sum" and not filled[held].any():
            continue
        pairs = np.tile(counts[held], (len(places), 1))
        for sign, left_part, right_part in relations:
            pairs &= _COMPARE[sign](left_part[held][None, :], right_part[places][:, None]).astype(bool)
        result[places] = _over(expr.how, pairs, amounts[held])
    flag = scope.received.get(expr.table)
    if expr.how == "count" and flag:
        result[home[flag].to_numpy() != 1] = np.nan
    return pd.Series(result, index=home.index)


def _of_row(part: Expr) -> bool:
    return any(isinstance(inner, Outer) for inner in part.walk())


def _by_project(frame: pd.DataFrame, scope: Scope) -> Mapping[Any, npt.NDArray[np.intp]]:
    if scope.project is None:
        return {None: np.arange(len(frame))}
    return {project: np.asarray(places) for project, places in frame.groupby(scope.project).indices.items()}


def _over(how: str, pairs: npt.NDArray[np.bool_], amounts: Array) -> Array:
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


_COMPARE: Mapping[str, Any] = {
    "=": np.equal, "<": np.less, "<=": np.less_equal, ">": np.greater, ">=": np.greater_equal, "<>": np.not_equal,
}  # fmt: skip
