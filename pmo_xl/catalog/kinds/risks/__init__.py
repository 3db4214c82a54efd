"""The risk register: threats and opportunities, and who acts."""

from pmo_xl.catalog.kinds.risks import by_project
from pmo_xl.catalog.kinds.risks.kpis import KPIS
from pmo_xl.catalog.kinds.risks.page import PAGE
from pmo_xl.catalog.kinds.risks.table_rules import TABLE_RULES
from pmo_xl.catalog.kinds.risks.template import TEMPLATE
from pmo_xl.core.catalogue.return_kind import ReturnKind

KIND = ReturnKind(
    template=TEMPLATE, table_rules=TABLE_RULES, kpis=KPIS, pages=(PAGE, by_project.PAGE), figures_order=50
)
