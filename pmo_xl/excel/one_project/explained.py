"""A light in full: each figure beyond the limit of its colour, with that limit; of a green one, and of a project that is closed, the figures it looks at."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pmo_xl.core.base.text import Text, t
from pmo_xl.core.definition import limits
from pmo_xl.core.definition.kpi import AMBER, CLOSED, RED, Kpi, Side, Unit, judged_by
from pmo_xl.core.definition.limits import compared
from pmo_xl.core.definition.names import parameter
from pmo_xl.core.definition.reasons import (
    AND,
    FAR,
    concern_of,
    limit_told,
    percent_sign,
    plainly,
    side_of,
    told,
)
from pmo_xl.excel.master.reasons import by_side, limit_formula, plainly_formula, told_formula
from pmo_xl.excel.write.cells import plain

BEYOND: Mapping[tuple[int, bool], Text] = {
    (AMBER, True): t(" (amber above {limit})", " (orange au-delà de {limit})"),
    (AMBER, False): t(" (amber below {limit})", " (orange sous {limit})"),
    (RED, True): t(" (red above {limit})", " (rouge au-delà de {limit})"),
    (RED, False): t(" (red below {limit})", " (rouge sous {limit})"),
}
"""By colour, and whether the figure is above its limit as it is told."""
_LIMIT = "{limit}"


def figures_of(key: str, kpis: Mapping[str, Kpi]) -> Sequence[str]:
    """The figures with limits behind a light; a figure with limits stands for itself."""
    return judged_by(key, kpis) if kpis[key].unit is Unit.LIGHT else [key]


def level_formula(key: str, kpis: Mapping[str, Kpi], cell: Callable[[str], str]) -> str:
    """The number of a light (0-4), or of the light that a figure with limits would have."""
    kpi = kpis[key]
    if kpi.unit is Unit.LIGHT or kpi.threshold is None:
        return cell(key)
    return f"IF(ISNUMBER({cell(key)}),{limits.level_formula(key, kpi.threshold, cell(key))},0)"


def level_of(key: str, kpis: Mapping[str, Kpi], row: Mapping[str, Any], params: Mapping[str, Any]) -> int:
    """What :func:`level_formula` comes to; 0 without a row."""
    kpi, value = kpis[key], plain(row.get(key))
    if value is None:
        return 0
    if kpi.unit is Unit.LIGHT or kpi.threshold is None:
        return int(value)
    return limits.level_of(key, kpi.threshold, value, params)


def explained_formula(
    key: str, kpis: Mapping[str, Kpi], level: str, cell: Callable[[str], str], language: str
) -> str:
    """The figures behind a light as a formula without the equals sign; ``level`` is the cell of its number."""
    figures = [kpis[each] for each in figures_of(key, kpis)]
    known = "&".join(_known_part(kpi, cell(kpi.key), language) for kpi in figures)
    beyond = "&".join(_beyond_part(kpi, level, cell(kpi.key), language) for kpi in figures)
    return f"MID(IF(OR({level}<{AMBER},{level}={CLOSED}),{known},{beyond}),{len(AND) + 1},999)"


def explained(
    key: str, kpis: Mapping[str, Kpi], row: Mapping[str, Any], params: Mapping[str, Any], language: str
) -> str:
    """What :func:`explained_formula` comes to."""
    level = level_of(key, kpis, row, params)
    figures = [kpis[each] for each in figures_of(key, kpis)]
    known = [(kpi, value) for kpi in figures if (value := plain(row.get(kpi.key))) is not None]
    if level < AMBER or level == CLOSED:
        return AND.join(plainly(kpi, value, FAR, language) for kpi, value in known)
    sides = [(kpi, value, side_of(kpi, value, level, params)) for kpi, value in known]
    return AND.join(
        _told(kpi, value, side, params[side.limit_name(kpi.key, level)], level, language)
        for kpi, value, side in sides
        if side is not None
    )


def _told(kpi: Kpi, value: float, side: Side, limit: float, level: int, language: str) -> str:
    words = (
        plainly(kpi, value, abs(value - limit), language)
        if side.suffix
        else told(kpi, value, limit, side, language)
    )
    sign = -1 if _is_opposite(kpi, side) else 1
    bound = limit_told(kpi, limit, language, sign) + percent_sign(kpi, language)
    return words + BEYOND[level, _is_above(kpi, side)].to(language).replace(_LIMIT, bound)


def _known_part(kpi: Kpi, value: str, language: str) -> str:
    return f'IF(ISNUMBER({value}),"{AND}"&{plainly_formula(kpi, value, f"{FAR:g}", language)},"")'


def _beyond_part(kpi: Kpi, level: str, value: str, language: str) -> str:
    def said(side: Side, otherwise: str) -> str:
        bounds = [parameter(side.limit_name(kpi.key, each)) for each in (AMBER, RED)]
        limit = f"IF({level}={RED},{bounds[1]},{bounds[0]})"
        words = (
            plainly_formula(kpi, value, f"ABS({value}-{limit})", language)
            if side.suffix
            else told_formula(kpi, value, limit, side, language)
        )
        ends = [_limit_formula(kpi, side, bounds[each - AMBER], each, language) for each in (AMBER, RED)]
        return (
            f'IF({compared(value)}{side.beyond}{limit},"{AND}"&{words}'
            f"&IF({level}={RED},{ends[1]},{ends[0]}),{otherwise})"
        )

    return f'IF(ISNUMBER({value}),{by_side(kpi, said)},"")'


def _is_opposite(kpi: Kpi, side: Side) -> bool:
    """Whether a figure beyond its limits on this side is told with the other sign."""
    return concern_of(kpi).opposite and not side.suffix


def _is_above(kpi: Kpi, side: Side) -> bool:
    """Whether it lies above its limit, as it is told."""
    return (side.beyond == ">") is not _is_opposite(kpi, side)


def _limit_formula(kpi: Kpi, side: Side, limit: str, level: int, language: str) -> str:
    before, after = BEYOND[level, _is_above(kpi, side)].to(language).split(_LIMIT)
    shown = limit_formula(kpi, limit, language, "-" if _is_opposite(kpi, side) else "")
    return f'"{before}"&{shown}&"{percent_sign(kpi, language)}{after}"'
