"""What concerns several kinds of return: figures and rules over a plan and a budget together, the status, the quality.

Variances are positive when favourable. Money is in the reporting currency, at the budget rate unless said.
"""

from pmo_xl.catalog.portfolio.cross_sheet_rules import CROSS_SHEET_RULES
from pmo_xl.catalog.portfolio.earned_value import EARNED_VALUE_KPIS
from pmo_xl.catalog.portfolio.finance import FINANCE_KPIS
from pmo_xl.catalog.portfolio.forecast import FORECAST_KPIS
from pmo_xl.catalog.portfolio.history_rules import HISTORY_RULES
from pmo_xl.catalog.portfolio.quality import QUALITY_KPIS
from pmo_xl.catalog.portfolio.status import STATUS_KPIS
from pmo_xl.catalog.portfolio.status_rules import STATUS_RULES
from pmo_xl.catalog.portfolio.trend import TREND_KPIS

FIGURES = (
    (30, EARNED_VALUE_KPIS), (40, FORECAST_KPIS), (60, FINANCE_KPIS), (70, QUALITY_KPIS), (80, STATUS_KPIS), (90, TREND_KPIS),
)  # fmt: skip
"""Each group of figures with its order among those of the kinds: it may read what stands before it."""
TABLE_RULES = (*CROSS_SHEET_RULES, *STATUS_RULES, *HISTORY_RULES)
