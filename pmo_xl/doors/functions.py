"""Worksheet functions for anybody's own sheets (xlwings UDFs, Excel on Windows): KPIs without a macro.

Each argument may be one value or a range; ranges of the same shape, or with one row or column, go together as
in Excel. What is undefined (a division by zero, a blank) is blank. The formulas are those of the KPI catalogue.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import xlwings as xw

from pmo_xl.catalog.kpis import KPIS
from pmo_xl.catalog.pages import LIGHT_LABELS
from pmo_xl.core.calendar import as_days, workdays_between
from pmo_xl.core.kpi import LIGHTS, Form
from pmo_xl.core.problem import PmoXlError
from pmo_xl.core.text import t
from pmo_xl.core.value import Scope, value
from pmo_xl.doors.messages import readers_language
from pmo_xl.workspace.lookup import figures, kpi_key

EAC_METHODS = {
    "rate": "eac_bac_rate",
    "2": "eac_bac_rate",
    "cpi": "eac_cpi",
    "3": "eac_cpi",
    "cpi_spi": "eac_cpi_spi",
    "5": "eac_cpi_spi",
}
"""The KPI behind each method of PMO_EAC."""


@xw.func
@xw.arg("master", doc="Path of the master workbook")
@xw.arg("project", doc="Project ID, or a range of them")
@xw.arg("kpi", doc="Key or label of the KPI, or a range of them: cpi, SPI, Atterrissage …")
def PMO_KPI(master: str, project: Any, kpi: Any) -> Any:  # noqa: N802 - the name of a worksheet function
    """A figure of the master for a project: ``=PMO_KPI(path, "P001", "cpi")``. Blank where undefined."""
    try:
        known = figures(Path(master))
    except PmoXlError as problem:
        return problem.text.to(readers_language())

    def one(of: Any, what: Any) -> Any:
        key = kpi_key(str(what))
        if key is None:
            return NO_KPI.fill(kpi=what).to(readers_language())
        if str(of) not in known:
            return NO_PROJECT.fill(project=of).to(readers_language())
        found = known[str(of)][key]
        return LIGHTS[int(found)] if KPIS[key].form is Form.LIGHT and isinstance(found, float) else found

    return _each(one, project, kpi)


@xw.func
@xw.arg("ev", doc="Earned value")
@xw.arg("pv", doc="Planned value")
def PMO_SPI(ev: Any, pv: Any) -> Any:  # noqa: N802
    """Schedule performance index: EV / PV."""
    return _computed("spi", ev=ev, pv=pv)


@xw.func
@xw.arg("bac", doc="Budget at completion")
@xw.arg("ev", doc="Earned value")
@xw.arg("ac", doc="Actual cost")
@xw.arg(
    "method",
    doc="cpi: BAC / CPI (as the past did); rate: AC + (BAC - EV); cpi_spi: AC + (BAC - EV) / (CPI x SPI), which needs PV",
)
@xw.arg("pv", doc="Planned value; for cpi_spi only")
def PMO_EAC(bac: Any, ev: Any, ac: Any, method: Any = "cpi", pv: Any = None) -> Any:  # noqa: N802
    """Estimate at completion by a method: ``cpi`` (the usual one), ``rate`` or ``cpi_spi``."""
    name = f"{method:g}" if isinstance(method, float) else str(method or "cpi").strip().lower()
    if name not in EAC_METHODS:
        return NO_METHOD.fill(method=method).to(readers_language())
    return _computed(EAC_METHODS[name], bac=bac, ev=ev, ac=ac, pv=pv)


@xw.func
@xw.arg("value", doc="The KPI's value")
@xw.arg("amber", doc="The last value that is still green")
@xw.arg("red", doc="The last value that is still amber")
@xw.arg("language", doc="en or fr")
def PMO_RAG(value: Any, amber: Any, red: Any, language: str = "en") -> Any:  # noqa: N802
    """Traffic light of a value. Where *amber* lies above *red* (SPI: 0.95 and 0.90) higher is better, else lower."""

    def one(what: Any, first: Any, second: Any) -> str:
        if not all(isinstance(x, int | float) and not isinstance(x, bool) for x in (what, first, second)):
            return LIGHT_LABELS[0].to(language)
        way = 1 if first >= second else -1
        level = 1 if way * what >= way * first else 2 if way * what >= way * second else 3
        return LIGHT_LABELS[level].to(language)

    return _each(one, value, amber, red)


@xw.func
@xw.arg("baseline", doc="Baseline date")
@xw.arg("forecast", doc="Forecast or actual date")
def PMO_WORKDAYS_SLIP(baseline: Any, forecast: Any) -> Any:  # noqa: N802
    """Working days (Monday to Friday) from baseline to forecast; positive is late, negative early."""

    def one(first: Any, second: Any) -> float | None:
        if first in (None, "") or second in (None, ""):
            return None
        return float(workdays_between(as_days(first), as_days(second))[0])

    return _each(one, baseline, forecast)


def _computed(key: str, **columns: Any) -> Any:
    """A KPI of the catalogue from the values it is made of."""

    def one(*numbers: Any) -> float | None:
        known = {name: _number(held) for name, held in zip(columns, numbers, strict=True)}
        result = value(KPIS[key].expr, Scope(pd.DataFrame({k: [v] for k, v in known.items()}))).iloc[0]
        return None if pd.isna(result) else float(result)

    return _each(one, *columns.values())


def _number(held: Any) -> float:
    return float(held) if isinstance(held, int | float) and not isinstance(held, bool) else np.nan


def _each(function: Callable[..., Any], *arguments: Any) -> Any:
    """The function over ranges, cell by cell, in the shape that comes out of their shapes."""
    flat = all(not isinstance(argument, list | tuple) for argument in arguments)
    if flat:
        return function(*arguments)
    grids = np.broadcast_arrays(*(_grid(argument) for argument in arguments))
    made = [
        [function(*cells) for cells in zip(*rows, strict=True)]
        for rows in zip(*(grid.tolist() for grid in grids), strict=True)
    ]
    if any(_depth(argument) == 2 for argument in arguments):
        return made
    return made[0]


def _grid(argument: Any) -> Any:
    """One value, a row or a range as an array of two dimensions."""
    rows = ([[argument]], [argument], argument)[_depth(argument)]
    grid = np.empty((len(rows), len(rows[0])), dtype=object)
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            grid[r, c] = cell
    return grid


def _depth(argument: Any) -> int:
    if not isinstance(argument, list | tuple):
        return 0
    return 2 if argument and isinstance(argument[0], list | tuple) else 1


NO_KPI = t(
    "There is no KPI “{kpi}”: see pmo-xl kpis.", "Il n’y a pas d’indicateur « {kpi} » : voir pmo-xl kpis."
)
NO_PROJECT = t("“{project}” is not in the master.", "« {project} » n’est pas dans le classeur consolidé.")
NO_METHOD = t("There is no method “{method}”: cpi, rate or cpi_spi.", "Il n’y a pas de méthode « {method} » : cpi, rate ou cpi_spi.")  # fmt: skip
