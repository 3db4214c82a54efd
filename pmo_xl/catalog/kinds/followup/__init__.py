"""The follow-up: where a project stands in words, and what it has to do, to settle, to change and to deliver."""

from pmo_xl.catalog.kinds.followup.kpis import KPIS
from pmo_xl.catalog.kinds.followup.rules import TABLE_RULES
from pmo_xl.catalog.kinds.followup.template import TEMPLATE
from pmo_xl.core.catalogue.return_kind import ReturnKind

KIND = ReturnKind(template=TEMPLATE, table_rules=TABLE_RULES, kpis=KPIS, figures_order=52)
