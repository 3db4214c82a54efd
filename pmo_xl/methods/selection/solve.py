"""The exact choice: maximise Σ value within every limit, by HiGHS; of several best sets the one of the lowest IDs.

    maximise Σ vᵢxᵢ, xᵢ ∈ {0, 1}, Σ useᵢxᵢ ≤ limit for each limit, xᵢ = 1 for what is forced, 0 for what is barred,
    xᵢ + xⱼ ≤ 1 for exclusive projects, xᵢ ≤ xⱼ where i requires j.

What the solver returns is rounded and held against the limits once more in plain numbers: a set that breaks one by more than
half a cent is cut off, and the search goes on.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

from pmo_xl.core.base.amounts import HALF_CENT
from pmo_xl.core.base.problem import NothingToDo
from pmo_xl.core.base.text import t
from pmo_xl.core.selection.problem import Problem, Solved
from pmo_xl.methods.selection.conflict import closure, smallest_conflict

SECONDS = 20.0
"""How long a search may take where nobody says otherwise."""
SCALE = 1e5
"""The largest coefficient of a row: beside it the solver's tolerances are small."""
CHUNK = 16
"""Projects whose places in a tie are settled at a time."""
CUTS = 200
"""Sets that may be cut off for breaking a limit by less than the solver sees."""
SAME_VALUE = 1e-9

Row = tuple[Mapping[str, float], float, float]
"""Coefficients by project, the least and the most that they may come to."""


def solve(problem: Problem, seconds: float = SECONDS, *, ties: bool = True) -> Solved:
    """The best set of projects, or the smallest conflict where there is none.

    After ``seconds`` the best that was found by then is returned with what a better one could be worth at most. Where ``ties``
    is set, of several sets of the same value the one is taken that has the lowest IDs. Raises NothingToDo without highspy.
    """
    conflict = smallest_conflict(problem)
    if conflict:
        return Solved(None, conflict=conflict)
    if not problem.options:
        return Solved(frozenset())
    end = time.monotonic() + seconds
    forced = [each.project_id for each in problem.options if each.forced]
    fallback = frozenset(closure(forced, problem.requires))
    search = _Search(problem)
    found = search.best(search.values, end=end)
    if found.chosen is None:
        return Solved(fallback, problem.value(fallback), found.bound, proven=False, tied=None)
    chosen, value = found.chosen, problem.value(found.chosen)
    if problem.value(fallback) > value:
        chosen, value = fallback, problem.value(fallback)
    if not found.proven:
        return Solved(chosen, value, max(found.bound, value), proven=False, tied=None)
    if not ties:
        return Solved(chosen, value, value, tied=None)
    chosen, tied = _lowest_ids(problem, search, chosen, value, end)
    return Solved(chosen, problem.value(chosen), value, tied=tied)


def _lowest_ids(
    problem: Problem, search: _Search, chosen: frozenset[str], value: float, end: float
) -> tuple[frozenset[str], bool | None]:
    """Of the sets of this value the one of the lowest IDs, and whether there are others; None where the time did not last.

    A project that is worth nothing is taken only where something needs it.
    """
    least = value - SAME_VALUE * max(1.0, abs(value))
    worth: Row = (search.values, least, _INFINITE)
    other: Row = (
        {key: -1.0 if key in chosen else 1.0 for key in search.keys},
        1.0 - len(chosen),
        _INFINITE,
    )
    another = search.best(search.values, rows=(worth, other), end=end)
    if another.chosen is None or problem.value(another.chosen) < least:
        return chosen, False if another.proven else None
    keys = sorted(search.keys)
    settled: dict[str, float] = {}
    for at in range(0, len(keys), CHUNK):
        some = keys[at : at + CHUNK]
        wanted = {
            key: 2.0 ** (len(some) - 1 - place) * (1.0 if search.values[key] > 0 else -1.0)
            for place, key in enumerate(some)
        }
        best = search.best(wanted, rows=(worth,), fixed=settled, end=end)
        if best.chosen is None or not best.proven or problem.value(best.chosen) < least:
            return chosen, None
        chosen = best.chosen
        settled |= {key: float(key in chosen) for key in some}
    return chosen, True


@dataclass(frozen=True, slots=True)
class _Found:
    chosen: frozenset[str] | None
    bound: float
    proven: bool


_INFINITE = float("inf")


class _Search:
    """A problem as rows and columns; each question builds the model anew, which is cheap beside its search."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.keys = [each.project_id for each in problem.options]
        self.values = {each.project_id: each.value or 0.0 for each in problem.options}
        self.bounds = {
            each.project_id: (1.0, 1.0) if each.forced else (0.0, 0.0) if each.barred else (0.0, 1.0)
            for each in problem.options
        }
        self.rows: list[Row] = [
            ({each.project_id: each.use[limit.key] for each in problem.options if each.use.get(limit.key)}, -_INFINITE, limit.amount + HALF_CENT)
            for limit in problem.limits
        ]  # fmt: skip
        self.rows += [({one: 1.0, other: 1.0}, -_INFINITE, 1.0) for one, other in problem.excludes]
        self.rows += [({one: 1.0, other: -1.0}, -_INFINITE, 0.0) for one, other in problem.requires]

    def best(
        self,
        wanted: Mapping[str, float],
        *,
        rows: Sequence[Row] = (),
        fixed: Mapping[str, float] | None = None,
        end: float,
    ) -> _Found:
        """The set for which the sum of what is wanted is largest; cut off again and again while it breaks a limit."""
        for _ in range(CUTS):
            left = end - time.monotonic()
            if left <= 0:
                return _Found(None, sum(v for v in wanted.values() if v > 0), proven=False)
            found = _run(self.keys, wanted, [*self.rows, *rows], self.bounds, fixed or {}, left)
            broken = self._broken(found.chosen) if found.chosen is not None else None
            if broken is None:
                return found
            # These projects together are too much for a limit: not all of them.
            self.rows.append((dict.fromkeys(broken, 1.0), -_INFINITE, len(broken) - 1.0))
        return _Found(None, _INFINITE, proven=False)

    def _broken(self, chosen: frozenset[str]) -> list[str] | None:
        for limit in self.problem.limits:
            if not limit.holds(self.problem.used(chosen, limit)):
                return [
                    each.project_id
                    for each in self.problem.options
                    if each.project_id in chosen and each.use.get(limit.key)
                ]
        return None


def _run(
    keys: Sequence[str],
    wanted: Mapping[str, float],
    rows: Iterable[Row],
    bounds: Mapping[str, tuple[float, float]],
    fixed: Mapping[str, float],
    seconds: float,
) -> _Found:
    import highspy
    import numpy as np

    model = _solver()
    model.clearModel()
    model.setOptionValue("time_limit", float(seconds))
    at = {key: place for place, key in enumerate(keys)}
    size = _scale(wanted.values())
    for key in keys:
        low, high = bounds[key] if key not in fixed else (fixed[key], fixed[key])
        model.addCol(wanted.get(key, 0.0) / size, low, high, 0, np.array([], dtype=np.int32), np.array([]))
        model.changeColIntegrality(at[key], highspy.HighsVarType.kInteger)
    for coefficients, least, most in rows:
        scale = _scale(coefficients.values())
        ends = [end / scale if abs(end) != _INFINITE else end for end in (least, most)]
        where = np.array([at[key] for key in coefficients], dtype=np.int32)
        what = np.array([each / scale for each in coefficients.values()])
        model.addRow(*ends, len(where), where, what)
    model.changeObjectiveSense(highspy.ObjSense.kMaximize)
    model.run()
    status, told = model.getModelStatus(), model.getInfo()
    if status == highspy.HighsModelStatus.kInfeasible:
        return _Found(None, -_INFINITE, proven=True)
    proven = status in (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kModelEmpty)
    columns = model.getSolution().col_value
    bound = told.mip_dual_bound * size
    if not proven and (len(columns) != len(keys) or abs(told.objective_function_value) == _INFINITE):
        return _Found(None, bound, proven=False)
    chosen = frozenset(key for key, x in zip(keys, columns, strict=True) if x > 0.5)
    return _Found(chosen, bound, proven)


def _scale(coefficients: Iterable[float]) -> float:
    return max((abs(each) for each in coefficients), default=0.0) / SCALE or 1.0


@cache
def _solver() -> Any:
    """The one solver of a process: it prints a line about itself when it is made, whatever its options say."""
    try:
        import highspy
    except ImportError:
        raise NothingToDo(NEEDS_HIGHS) from None
    with _silent():
        model = highspy.Highs()  # type: ignore[no-untyped-call]
    model.setOptionValue("output_flag", False)
    for name, what in (("mip_rel_gap", 0.0), ("mip_abs_gap", 0.0), ("threads", 1), ("random_seed", 0)):
        model.setOptionValue(name, what)
    return model


def solver_name() -> str:
    """Name and version of what searches."""
    return f"HiGHS {_solver().version()}"


@contextmanager
def _silent() -> Iterator[None]:
    """Standard output of the process, libraries in C included, to nowhere; where there is none, there is nothing to silence."""
    try:
        kept = os.dup(1)
    except OSError:
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)


NEEDS_HIGHS = t(
    "A selection needs highspy: pip install 'pmo_xl[portfolio]'. Everything else works without it.",
    "Un arbitrage demande highspy : pip install 'pmo_xl[portfolio]'. Tout le reste fonctionne sans.",
)
