"""The postures of a PMO: how much each rule weighs where it supports, controls or directs; what the settings say goes first."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from pmo_xl.core.base.finding import Severity

Weigh = Callable[[str, Severity], Severity]
"""What a rule weighs, given its code and what it weighs by itself."""

TOUCHES_TOTALS = re.compile(r"(BUD|CHG|XSH|PFL|FLD|GEN)-\d+")
"""Rules whose warnings are about sums, links between sheets, what cannot be read: these stay warnings."""
DIRECTED = frozenset({"XSH-10", "GAT-04", "FLD-12", "CHG-04"})
"""Warnings that a PMO which directs takes for errors: status and figures apart, gates, strangers, changes not decided."""


def _supportive(code: str, usual: Severity) -> Severity:
    return Severity.INFO if usual is Severity.WARNING and not TOUCHES_TOTALS.fullmatch(code) else usual


def _directive(code: str, usual: Severity) -> Severity:
    return Severity.ERROR if usual is Severity.WARNING and code in DIRECTED else usual


WEIGHTS: Mapping[str, Weigh] = {
    "supportive": _supportive,
    "controlling": lambda _, usual: usual,
    "directive": _directive,
}


def weights_of(posture: str | None, usual: Mapping[str, Severity]) -> dict[str, Severity]:
    """The rules that weigh another than usual in a posture, by code."""
    if posture is None:
        return {}
    weigh = WEIGHTS[posture]
    return {
        code: severity for code, weight in usual.items() if (severity := weigh(code, weight)) is not weight
    }
