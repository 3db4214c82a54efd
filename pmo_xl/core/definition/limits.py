"""Figures held against their limits: the side on which one is beyond them, the colour that it has by itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pmo_xl.core.definition.kpi import AMBER, GREEN, LIGHT_DECIMALS, RED, Side, Threshold
from pmo_xl.core.definition.names import parameter


def side_beyond(
    key: str, threshold: Threshold, value: float, level: int, params: Mapping[str, Any]
) -> Side | None:
    """The side on which a figure has at least this colour (``AMBER`` or ``RED``); None where it is within its limits."""
    return next(
        (side for side in threshold.sides if side.is_beyond(value, params[side.limit_name(key, level)])), None
    )


def level_of(key: str, threshold: Threshold, value: float, params: Mapping[str, Any]) -> int:
    """The number of the light that a figure has by itself."""
    colours = (each for each in (RED, AMBER) if side_beyond(key, threshold, value, each, params))
    return next(colours, GREEN)


def within_formula(key: str, threshold: Threshold, cell: str, level: int) -> str:
    """Whether the figure of a cell is better than a colour (``AMBER`` or ``RED``), as a formula without the equals sign."""
    tests = [
        f"{compared(cell)}{side.within}{parameter(side.limit_name(key, level))}" for side in threshold.sides
    ]
    return tests[0] if len(tests) == 1 else f"AND({','.join(tests)})"


def level_formula(key: str, threshold: Threshold, cell: str) -> str:
    """What :func:`level_of` says, of the figure of a cell."""
    green, amber = (within_formula(key, threshold, cell, level) for level in (AMBER, RED))
    return f"IF({green},1,IF({amber},2,3))"


def compared(cell: str) -> str:
    """The cell of a figure as formulas compare it with its limits: exactly on a limit is within it."""
    return f"ROUND({cell},{LIGHT_DECIMALS})"
