"""Worksheet functions for anybody's own sheets (xlwings UDFs, Excel on Windows): KPIs without a macro.

Each argument may be one value or a range. As in Excel, a column and a row make a table, one value goes with all, and
where ranges are of different lengths the rest is #N/A. What is undefined (a division by zero, a blank) is blank; what
is not known (a project, a KPI, a file, a method) is #N/A, which IFNA catches; what cannot be read is #VALUE!.
The formulas are those of the KPI catalogue.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import xlwings as xw

from pmo_xl.catalog.catalogue import catalogue_of
from pmo_xl.catalog.pages.shared import LIGHT_LABELS
from pmo_xl.core.base.calendar import as_days, workdays_between
from pmo_xl.core.base.date_texts import day
from pmo_xl.core.base.problem import PmoXlError
from pmo_xl.core.base.text import languages
from pmo_xl.core.definition.kpi import LIGHTS, Unit
from pmo_xl.core.expr.value import EvalContext, value
from pmo_xl.core.version import __version__
from pmo_xl.workspace.lookup import figures, kpi_key

EAC_METHODS = {
    "": "eac_cpi",
    "rate": "eac_bac_rate",
    "2": "eac_bac_rate",
    "cpi": "eac_cpi",
    "3": "eac_cpi",
    "cpi_spi": "eac_cpi_spi",
    "5": "eac_cpi_spi",
}
"""The KPI behind each method of PMO_EAC."""

NOT_KNOWN, UNREADABLE = "#N/A", "#VALUE!"
_CODES = {NOT_KNOWN: -2146826246, UNREADABLE: -2146826273}
"""What Excel calls them among programs."""
_BEFORE_MARCH_1900 = 60
"""The serial number of 29 February 1900, which Excel counts and no calendar has."""

Grid = list[list[Any]]
"""Rows of cells, as a range is given and taken: always in two dimensions, or a column would come back as a row."""


@xw.func
@xw.arg("master", doc="Path of the master workbook")
@xw.arg("project", ndim=2, doc="Project ID, or a range of them")
@xw.arg("kpi", ndim=2, doc="Key or label of the KPI, or a range of them: cpi, SPI, Atterrissage …")
def PMO_KPI(master: str, project: Any, kpi: Any) -> Grid:  # noqa: N802 - the name of a worksheet function
    """A figure of the master for a project: ``=PMO_KPI(path, "P001", "cpi")``. Blank where undefined, #N/A where unknown."""
    try:
        known = figures(Path(master)) if isinstance(master, str) else {}
    except PmoXlError:
        known = {}
    # Excel's own look-ups do not tell capitals from small letters.
    named = {project_id.casefold(): row for project_id, row in known.items()}

    def one(of: Any, what: Any) -> Any:
        key, row = kpi_key(_words(what)), named.get(_words(of).casefold())
        if key is None or row is None:
            return _error(NOT_KNOWN)
        found = row[key]
        return (
            LIGHTS[int(found)]
            if catalogue_of().kpis[key].unit is Unit.LIGHT and isinstance(found, float)
            else found
        )

    return _each(one, project, kpi)


@xw.func
@xw.arg("ev", ndim=2, doc="Earned value")
@xw.arg("pv", ndim=2, doc="Planned value")
def PMO_SPI(ev: Any, pv: Any) -> Grid:  # noqa: N802
    """Schedule performance index: EV / PV."""
    return _computed(("ev", "pv"), lambda: "spi", ev, pv)


@xw.func
@xw.arg("bac", ndim=2, doc="Budget at completion")
@xw.arg("ev", ndim=2, doc="Earned value")
@xw.arg("ac", ndim=2, doc="Actual cost")
@xw.arg(
    "method", ndim=2,
    doc="cpi: BAC / CPI (as the past did); rate: AC + (BAC - EV); cpi_spi: AC + (BAC - EV) / (CPI x SPI), which needs PV",
)  # fmt: skip
@xw.arg("pv", ndim=2, doc="Planned value; for cpi_spi only")
def PMO_EAC(bac: Any, ev: Any, ac: Any, method: Any = "cpi", pv: Any = None) -> Grid:  # noqa: N802
    """Estimate at completion by a method: ``cpi`` (the usual one), ``rate`` or ``cpi_spi``."""

    def key_of(method: Any) -> str | None:
        return EAC_METHODS.get(_words(method).strip().casefold())

    return _computed(("bac", "ev", "ac", "pv"), key_of, bac, ev, ac, pv, method)


@xw.func
@xw.arg("value", ndim=2, doc="The KPI's value")
@xw.arg("amber", ndim=2, doc="The last value that is still green")
@xw.arg("red", ndim=2, doc="The last value that is still amber")
@xw.arg("language", ndim=2, doc="en or fr")
def PMO_RAG(value: Any, amber: Any, red: Any, language: Any = "en") -> Grid:  # noqa: N802
    """Traffic light of a value. Where amber lies above red (SPI: 0.95 and 0.90) higher is better, else lower."""

    def one(what: Any, first: Any, second: Any, said: Any) -> Any:
        spoken = _words(said).strip().casefold() or "en"
        if spoken not in languages():
            return _error(NOT_KNOWN)
        if not all(map(_is_number, (what, first, second))):
            return LIGHT_LABELS[0].to(spoken)
        way = 1 if first >= second else -1
        level = 1 if way * what >= way * first else 2 if way * what >= way * second else 3
        return LIGHT_LABELS[level].to(spoken)

    return _each(one, value, amber, red, language)


@xw.func
@xw.arg("baseline", ndim=2, doc="Baseline date")
@xw.arg("forecast", ndim=2, doc="Forecast or actual date")
def PMO_WORKDAYS_SLIP(baseline: Any, forecast: Any) -> Grid:  # noqa: N802
    """Working days (Monday to Friday) from baseline to forecast; positive is late, negative early."""

    def one(*typed: Any) -> Any:
        if any(what in (None, "") for what in typed):
            return None
        first, second = map(_day, typed)
        if first is None or second is None:
            return _error(UNREADABLE)
        return float(workdays_between(as_days(first), as_days(second))[0])

    return _each(one, baseline, forecast)


@xw.func
def PMO_VERSION() -> Grid:  # noqa: N802
    """Which pmo_xl answers the worksheet functions; where none does, what Excel says of it, in words."""
    return [[f"pmo_xl {__version__}"]]


def _day(what: Any) -> dt.date | None:
    """A date as a cell or another function gives it: TODAY() and DATE() hand over a serial number."""
    if isinstance(what, dt.datetime):
        return what.date()
    if isinstance(what, dt.date):
        return what
    try:
        if isinstance(what, str):
            read = day(what)
            return read if isinstance(read, dt.date) else None  # 03/04/2026 has two readings
        if _is_number(what) and what >= 1:
            return dt.date(1899, 12, 30 if what > _BEFORE_MARCH_1900 else 31) + dt.timedelta(days=int(what))
    except (ValueError, OverflowError):
        return None
    return None


def _computed(names: tuple[str, ...], key_of: Callable[..., str | None], *arguments: Any) -> Grid:
    """A KPI of the catalogue from the values it is made of; ``key_of`` is given what stands behind these."""

    def one(*cells: Any) -> Any:
        numbers, rest = cells[: len(names)], cells[len(names) :]
        key = key_of(*rest)
        if key is None:
            return _error(NOT_KNOWN)
        row = pd.DataFrame(
            {
                name: [float(held) if _is_number(held) else np.nan]
                for name, held in zip(names, numbers, strict=True)
            }
        )
        result = _measured(key, row).iloc[0]
        return None if pd.isna(result) else float(result)

    return _each(one, *arguments)


def _measured(key: str, row: pd.DataFrame) -> pd.Series[Any]:
    """A KPI over a row that holds what people gave, those that it reads worked out first: an estimate by the CPI."""
    for part in sorted(catalogue_of().kpis[key].expr.keys() - set(row)):
        row[part] = _measured(part, row).astype(float)
    return value(catalogue_of().kpis[key].expr, EvalContext(row))


def _is_number(what: Any) -> bool:
    return isinstance(what, int | float) and not isinstance(what, bool)


def _words(what: Any) -> str:
    """What a cell says; a code that Excel made a number of, as it is shown."""
    return "" if what is None else f"{what:.15g}" if _is_number(what) else str(what)


def _each(function: Callable[..., Any], *arguments: Any) -> Grid:
    """The function over ranges, cell by cell, in the shape that comes out of their shapes as in Excel."""
    grids = [_grid(argument) for argument in arguments]
    height, width = max(map(len, grids)), max(len(grid[0]) for grid in grids)
    return [[_one(function, grids, row, column) for column in range(width)] for row in range(height)]


def _one(function: Callable[..., Any], grids: list[Grid], row: int, column: int) -> Any:
    cells = []
    for grid in grids:
        at = (row if len(grid) > 1 else 0, column if len(grid[0]) > 1 else 0)
        if at[0] >= len(grid) or at[1] >= len(grid[0]):
            return _error(NOT_KNOWN)
        cells.append(grid[at[0]][at[1]])
    return function(*cells)


def _grid(argument: Any) -> Grid:
    """One value, a row or a range in two dimensions."""
    if not isinstance(argument, list | tuple):
        return [[argument]]
    if not argument or not isinstance(argument[0], list | tuple):
        return [list(argument) or [None]]
    return [list(row) for row in argument]


def _error(sign: str) -> Any:
    """An error of Excel, as it takes one from another program; its sign where that program cannot be there."""
    try:
        from pythoncom import VT_ERROR
        from win32com.client import VARIANT
    except ImportError:
        return sign
    return VARIANT(VT_ERROR, _CODES[sign])
