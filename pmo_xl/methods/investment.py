"""What an investment is worth: net present value, rates of return, payback.

Flows are one per period from today (t0) on, outlays negative, in one currency; rates are 0-1 per period.
Roots are found by pyxirr.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import accumulate, pairwise

import pyxirr


def npv(rate: float, flows: Sequence[float]) -> float:
    """Net present value, the flow of today not discounted: Excel's ``=CF0+NPV(rate, CF1:CFn)``. Raises ValueError for no flow."""
    return _known(pyxirr.npv(rate, list(flows)), flows)


def npv_from_first_period(rate: float, flows: Sequence[float]) -> float:
    """Net present value as Excel's ``=NPV(rate, flows)`` has it: the first flow lies a period ahead."""
    return _known(pyxirr.npv(rate, list(flows), start_from_zero=False), flows)


def irr(flows: Sequence[float]) -> float | None:
    """Internal rate of return per period; None where there is none. See :func:`sign_changes` before using it."""
    return pyxirr.irr(list(flows), silent=True)


def xirr(days: Sequence[dt.date], flows: Sequence[float]) -> float | None:
    """Internal rate of return per year of flows on given days (actual/365); None where there is none."""
    return pyxirr.xirr(list(days), list(flows), silent=True)


def mirr(flows: Sequence[float], finance_rate: float, reinvest_rate: float) -> float | None:
    """Modified rate of return: outlays financed at one rate, returns reinvested at another."""
    return pyxirr.mirr(list(flows), finance_rate, reinvest_rate, silent=True)


def sign_changes(flows: Sequence[float]) -> int:
    """How often the flows turn from outlay to return or back: with more than one, several rates of return may exist."""
    moved = [flow for flow in flows if flow]
    return sum((before < 0) != (after < 0) for before, after in pairwise(moved))


def payback(flows: Sequence[float]) -> float | None:
    """Periods until the sum of the flows first reaches 0, a fraction within the last; None where it never does."""
    sums = list(accumulate(flows))
    for at, (before, after) in enumerate(pairwise(sums), start=1):
        if before < 0 <= after:
            return at - 1 + -before / (after - before)
    return 0.0 if sums and sums[0] >= 0 else None


def discounted_payback(rate: float, flows: Sequence[float]) -> float | None:
    """The payback of the flows discounted to today."""
    return payback([flow / (1 + rate) ** at for at, flow in enumerate(flows)])


def _known(worth: float | None, flows: Sequence[float]) -> float:
    if worth is None or not flows:
        raise ValueError("a net present value needs at least one flow and a rate other than -1")
    return worth
