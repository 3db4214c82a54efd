"""A light in full: each figure beyond the limit of its colour, with that limit; of a green one the figures it looks at."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pmo_xl.core.base.text import Text, t
from pmo_xl.core.definition.kpi import LIGHT_DECIMALS, Kpi, Unit, compared, judged_by
from pmo_xl.core.definition.names import parameter
from pmo_xl.excel.master.reasons import (
    AMBER,
    AND,
    RED,
    concern_of,
    is_beyond,
    limit_name,
    number,
    number_formula,
    told,
    told_formula,
)
from pmo_xl.excel.write.cells import plain

FAR = 1.0
"""A distance at which a figure is told with its usual digits."""
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
    """The number of a light (0-3), or of the light that a figure with limits would have."""
    kpi = kpis[key]
    if kpi.unit is Unit.LIGHT or kpi.threshold is None:
        return cell(key)
    value, better = compared(cell(key)), ">=" if kpi.threshold.rising else "<="
    limits = (parameter(limit_name(key, level)) for level in (AMBER, RED))
    green, amber = (f"{value}{better}{limit}" for limit in limits)
    return f"IF(ISNUMBER({cell(key)}),IF({green},1,IF({amber},2,3)),0)"


def level_of(key: str, kpis: Mapping[str, Kpi], row: Mapping[str, Any], params: Mapping[str, Any]) -> int:
    """What :func:`level_formula` comes to; 0 without a row."""
    kpi, value = kpis[key], plain(row.get(key))
    if value is None:
        return 0
    if kpi.unit is Unit.LIGHT:
        return int(value)
    if not is_beyond(kpi, value, params[limit_name(key, AMBER)]):
        return 1
    return RED if is_beyond(kpi, value, params[limit_name(key, RED)]) else AMBER


def explained_formula(
    key: str, kpis: Mapping[str, Kpi], level: str, cell: Callable[[str], str], language: str
) -> str:
    """The figures behind a light as a formula without the equals sign; ``level`` is the cell of its number."""
    figures = [kpis[each] for each in figures_of(key, kpis)]
    known = "&".join(_known_part(kpi, cell(kpi.key), language) for kpi in figures)
    beyond = "&".join(_beyond_part(kpi, level, cell(kpi.key), language) for kpi in figures)
    return f"MID(IF({level}<{AMBER},{known},{beyond}),{len(AND) + 1},999)"


def explained(
    key: str, kpis: Mapping[str, Kpi], row: Mapping[str, Any], params: Mapping[str, Any], language: str
) -> str:
    """What :func:`explained_formula` comes to."""
    level = level_of(key, kpis, row, params)
    figures = [kpis[each] for each in figures_of(key, kpis)]
    known = [(kpi, value) for kpi in figures if (value := plain(row.get(kpi.key))) is not None]
    if level < AMBER:
        return AND.join(_plain(kpi, number(kpi, value, FAR, language), language) for kpi, value in known)
    limits = {kpi.key: params[limit_name(kpi.key, level)] for kpi in figures}
    return AND.join(
        told(kpi, value, limits[kpi.key], language) + _limit_told(kpi, limits[kpi.key], level, language)
        for kpi, value in known
        if is_beyond(kpi, value, limits[kpi.key])
    )


def _plain(kpi: Kpi, value: str, language: str) -> str:
    return f"{kpi.label.to(language)} {value}{_sign(kpi, language)}"


def _sign(kpi: Kpi, language: str) -> str:
    """What follows the number of a percentage."""
    percent = kpi.unit in (Unit.PERCENT, Unit.SHARE)
    return ("\u00a0%" if language == "fr" else "%") if percent else ""


def _known_part(kpi: Kpi, value: str, language: str) -> str:
    shown = number_formula(kpi, value, f"{FAR:g}", language)
    sign = f'&"{_sign(kpi, language)}"' if _sign(kpi, language) else ""
    return f'IF(ISNUMBER({value}),"{AND}{kpi.label.to(language)} "&{shown}{sign},"")'


def _beyond_part(kpi: Kpi, level: str, value: str, language: str) -> str:
    limits = [parameter(limit_name(kpi.key, each)) for each in (AMBER, RED)]
    limit = f"IF({level}={RED},{limits[1]},{limits[0]})"
    assert kpi.threshold is not None
    worse = "<" if kpi.threshold.rising else ">"
    words = told_formula(kpi, value, limit, language)
    ends = [_limit_formula(kpi, limits[each - AMBER], each, language) for each in (AMBER, RED)]
    return (
        f'IF(ISNUMBER({value}),IF({compared(value)}{worse}{limit},"{AND}"&{words}'
        f'&IF({level}={RED},{ends[1]},{ends[0]}),""),"")'
    )


def _is_above(kpi: Kpi) -> bool:
    assert kpi.threshold is not None
    return kpi.threshold.rising is concern_of(kpi).opposite


def _limit_told(kpi: Kpi, limit: float, level: int, language: str) -> str:
    sign = -1 if concern_of(kpi).opposite else 1
    # A limit with more digits than usual is told with one more, as a figure near its limit is.
    exact = abs(round(limit, LIGHT_DECIMALS) - _rounded(kpi, limit))
    words = number(kpi, sign * limit, 0.004 if exact else FAR, language) + _sign(kpi, language)
    return BEYOND[level, _is_above(kpi)].to(language).replace(_LIMIT, words)


def _limit_formula(kpi: Kpi, limit: str, level: int, language: str) -> str:
    signed = f"-{limit}" if concern_of(kpi).opposite else limit
    digits = _digits(kpi)
    distance = f"IF(ROUND({limit},{LIGHT_DECIMALS})=ROUND({limit},{digits}),{FAR:g},0.004)"
    before, after = BEYOND[level, _is_above(kpi)].to(language).split(_LIMIT)
    return f'"{before}"&{number_formula(kpi, signed, distance, language)}&"{_sign(kpi, language)}{after}"'


def _digits(kpi: Kpi) -> int:
    """The decimals with which a limit is told, of the number as it is."""
    return {Unit.SHARE: 3, Unit.COUNT: 0, Unit.DAYS: 0}.get(kpi.unit, 2)


def _rounded(kpi: Kpi, limit: float) -> float:
    return round(limit, _digits(kpi))
