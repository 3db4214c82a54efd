"""The KPIs, one entry each in the file of its subject; an entry may read those above it.

Variances are positive when favourable. Money is in the reporting currency, at the budget rate unless said.
"""

from __future__ import annotations

from pmo_xl.catalog.derived import DERIVED, History, Periods
from pmo_xl.catalog.kpis.cost import COST_KPIS
from pmo_xl.catalog.kpis.coverage import coverage_kpis
from pmo_xl.catalog.kpis.earned_value import EARNED_VALUE_KPIS
from pmo_xl.catalog.kpis.finance import FINANCE_KPIS
from pmo_xl.catalog.kpis.forecast import EAC_VARIANTS, FORECAST_KPIS
from pmo_xl.catalog.kpis.quality import QUALITY_KPIS
from pmo_xl.catalog.kpis.risks import RISK_KPIS
from pmo_xl.catalog.kpis.schedule import SCHEDULE_KPIS
from pmo_xl.catalog.kpis.status import STATUS_KPIS
from pmo_xl.catalog.ledgers import LEDGERS, data_headings, received
from pmo_xl.catalog.templates import KIND_OF, TABLES, TEMPLATES
from pmo_xl.catalog.templates.project import Project
from pmo_xl.core.column import Column
from pmo_xl.core.coverage import Cell, reads_of
from pmo_xl.core.kpi import Form, check_kpis
from pmo_xl.core.model import Sheet
from pmo_xl.core.names import Heading
from pmo_xl.core.text import t

__all__ = [
    "CELLS_READ", "EAC_VARIANTS", "IDENTITY", "IDENTITY_COLUMNS", "KPIS", "READS_OF_LIGHTS", "RECEIVED", "TABLE_HEADINGS",
]  # fmt: skip

RECEIVED = {table: received(kind) for table, kind in KIND_OF.items()}
"""For each data table, the identity column that is 1 where its kind was received."""

IDENTITY_COLUMNS: dict[str, Column] = {
    **{
        key: Project.columns[key]
        for key in ("project_id", "project_name", "programme_id", "currency", "rag_declared")
    },
    "pv_source": Periods.columns["source"],
}
"""Of what stands before the KPIs, that which some column defines."""

IDENTITY: dict[str, Heading] = {
    **{key: Heading(column.label, False) for key, column in IDENTITY_COLUMNS.items()},
    "rate": Heading(t("Budget rate", "Cours budget"), True),
    "rate_average": Heading(t("Average rate", "Cours moyen"), True),
    "rate_closing": Heading(t("Closing rate", "Cours de clôture"), True),
    **{
        received(kind): Heading(t("{kind} received", "{kind} reçu").fill(kind=template.title), True)
        for kind, template in TEMPLATES.items()
    },
}
"""What stands before the KPIs in each project's row; rates are reporting currency per unit of its own."""

_SHEETS: dict[str, type[Sheet]] = {**TABLES, **DERIVED, **LEDGERS, "projects": Project}
TABLE_HEADINGS = {key: data_headings(sheet.columns) for key, sheet in _SHEETS.items()}
TABLE_HEADINGS[History.key]["rate"] = IDENTITY["rate"]
"""How the columns are called of every table that a KPI may read; what is remembered has the rate of its own currency."""

_FIGURES = (
    *COST_KPIS, *SCHEDULE_KPIS, *EARNED_VALUE_KPIS, *FORECAST_KPIS, *RISK_KPIS, *FINANCE_KPIS, *QUALITY_KPIS, *STATUS_KPIS,
)  # fmt: skip
KPIS = check_kpis([*_FIGURES, *coverage_kpis(_FIGURES)], IDENTITY, TABLE_HEADINGS)
_READS = reads_of(KPIS, TABLES, DERIVED, {})
CELLS_READ: frozenset[Cell] = frozenset().union(*(reads.cells for reads in _READS.values()))
"""The cells that some KPI reads, by whichever way it is computed."""
READS_OF_LIGHTS = {key: _READS[key].cells for key, kpi in KPIS.items() if kpi.form is Form.LIGHT}
"""The cells that each light reads."""
