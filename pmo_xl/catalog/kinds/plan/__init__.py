"""The plan: tasks and milestones, and how far they are."""

from pmo_xl.catalog.kinds.plan.kpis import KPIS
from pmo_xl.catalog.kinds.plan.page import PAGE
from pmo_xl.catalog.kinds.plan.table_rules import TABLE_RULES
from pmo_xl.catalog.kinds.plan.template import TEMPLATE
from pmo_xl.core.catalogue.return_kind import ReturnKind

KIND = ReturnKind(template=TEMPLATE, table_rules=TABLE_RULES, kpis=KPIS, pages=(PAGE,), figures_order=20)
