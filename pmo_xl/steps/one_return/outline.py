"""Rows that add up other rows: parents by code, by level, or because their amounts are the sum of the rows below.

Counted like any other row they would be counted twice.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from pmo_xl.core.base.amounts import HALF_CENT

LEAST = 2
"""Rows that a sum must be of, where nothing else says that it is one."""
LONGEST = 500
"""Rows below, that may belong to one sum."""

Numbers = Sequence[Any]


def parents_by_code(codes: Sequence[Any]) -> dict[int, list[int]]:
    """The rows whose code begins that of others (1.2 of 1.2.1), each with the positions of these."""
    named = [_code(code) for code in codes]
    first: dict[str, int] = {}
    for at, code in enumerate(named):
        if code:
            first.setdefault(code, at)
    found: dict[int, list[int]] = {}
    for at, code in enumerate(named):
        above = code.rpartition(".")[0]
        while above:
            if above in first and first[above] != at:
                found.setdefault(first[above], []).append(at)
            above = above.rpartition(".")[0]
    return found


def _code(what: Any) -> str:
    if isinstance(what, float):
        what = f"{what:.15g}"
    return (
        str(what).strip().rstrip(".") if isinstance(what, (str, int)) and not isinstance(what, bool) else ""
    )


def parents_by_level(levels: Sequence[Any]) -> dict[int, list[int]]:
    """The rows that are followed by deeper ones, each with the positions of these."""
    deep = [_level(level) for level in levels]
    found: dict[int, list[int]] = {}
    for at, level in enumerate(deep):
        if level is None:
            continue
        for below in range(at + 1, len(deep)):
            other = deep[below]
            if other is None or other <= level:
                break
            found.setdefault(at, []).append(below)
    return found


def _level(what: Any) -> int | None:
    if isinstance(what, str) and what.strip().isdigit():
        what = int(what)
    return int(what) if isinstance(what, (int, float)) and not isinstance(what, bool) else None


def indents(names: Sequence[Any]) -> list[int | None]:
    """How far each name is indented by spaces."""
    return [
        len(name) - len(name.lstrip()) if isinstance(name, str) and name.strip() else None for name in names
    ]


def sums(
    amounts: Sequence[Numbers], spans: Sequence[tuple[Sequence[Any], Sequence[Any]]] = ()
) -> dict[int, list[int]]:
    """The rows each of whose amounts is the sum of the rows right below, each with the positions of these.

    ``amounts`` are columns; of a row they must not all be 0. Where ``spans`` of dates (starts, finishes) are given, one of
    them must be that of the same rows too. Rows that were found to be sums count for what they are the sum of.
    """
    rows = [*zip(*([_number(what) for what in column] for column in amounts), strict=True)]
    size, something = len(rows), [any(row) for row in rows]
    blanks = [tuple([number is None for number in row]) for row in rows]
    found: dict[int, list[int]] = {}
    for at in range(size - 1, -1, -1):
        if not something[at]:
            continue
        own = rows[at]
        total = [0.0] * len(own)
        inside: list[int] = []
        for below in range(at + 1, min(size, at + 1 + LONGEST)):
            if below in found:
                continue
            row = rows[below]
            if something[below] and blanks[below] != blanks[at]:
                break
            total = [so_far + (more or 0.0) for so_far, more in zip(total, row, strict=True)]
            inside.append(below)
            over, differs = _beyond(own, total)
            if not differs:
                if sum(something[each] for each in inside) >= LEAST and _spans(at, inside, spans):
                    found[at] = inside
                    break
            elif over and not _negative(row):
                break
    return found


def _beyond(own: Sequence[float | None], total: Sequence[float]) -> tuple[bool, bool]:
    """Whether a total is above an amount that is not negative, and whether it differs from any."""
    differs = False
    for here, so_far in zip(own, total, strict=True):
        if here is None or abs(here - so_far) < HALF_CENT:
            continue
        differs = True
        if here >= 0 and so_far > here + HALF_CENT:
            return True, True
    return False, differs


def _negative(row: Sequence[float | None]) -> bool:
    return any(number is not None and number < 0 for number in row)


def _spans(at: int, inside: Sequence[int], spans: Sequence[tuple[Sequence[Any], Sequence[Any]]]) -> bool:
    """Whether the dates of a row are those from the first start to the last finish of others."""
    if not spans:
        return True
    for starts, finishes in spans:
        first = [day for each in inside if (day := starts[each]) is not None]
        last = [day for each in inside if (day := finishes[each]) is not None]
        days = (*first, *last, starts[at], finishes[at])
        whole = first and last and all(isinstance(day, dt.date) for day in days)
        if whole and (min(first), max(last)) == (starts[at], finishes[at]):
            return True
    return False


def _number(what: Any) -> float | None:
    return float(what) if isinstance(what, (int, float)) and not isinstance(what, bool) else None


def inside_rows(rows: Sequence[int], found: Mapping[int, Sequence[int]], at: int) -> str:
    """The sheet rows that a row adds up, from the first to the last."""
    inside = [rows[each] + 1 for each in found[at]]
    return f"{min(inside)}–{max(inside)}"
