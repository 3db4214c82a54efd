"""The budget: lines and months, granted, committed, spent and still to be spent."""

from pmo_xl.catalog.kinds.budget import analysis
from pmo_xl.catalog.kinds.budget.kpis import KPIS
from pmo_xl.catalog.kinds.budget.page import PAGE
from pmo_xl.catalog.kinds.budget.table_rules import TABLE_RULES
from pmo_xl.catalog.kinds.budget.template import TEMPLATE
from pmo_xl.core.catalogue.return_kind import ReturnKind

KIND = ReturnKind(
    template=TEMPLATE,
    table_rules=TABLE_RULES,
    kpis=KPIS,
    pages=(PAGE, analysis.PAGE),
    figures_order=10,
)
