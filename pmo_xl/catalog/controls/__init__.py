"""The rules beyond one row, a file for each family; a new one is one entry of its file."""

from pmo_xl.catalog.controls.budget import BUDGET
from pmo_xl.catalog.controls.history import HISTORY_CONTROLS
from pmo_xl.catalog.controls.missing import NOT_ASSESSED
from pmo_xl.catalog.controls.plan import PLAN
from pmo_xl.catalog.controls.project import PROJECT
from pmo_xl.catalog.controls.risks import RISKS

CONTROLS = (*PROJECT, *PLAN, *RISKS, *BUDGET, *HISTORY_CONTROLS)

__all__ = ["CONTROLS", "NOT_ASSESSED"]
