"""Why each rule is there, by its code: what goes wrong in a portfolio where nobody asks for it."""

from __future__ import annotations

from collections.abc import Mapping

from pmo_xl.catalog.guidance.reasons.budget import BUDGET
from pmo_xl.catalog.guidance.reasons.fields import FIELDS
from pmo_xl.catalog.guidance.reasons.files import FILES
from pmo_xl.catalog.guidance.reasons.follow_up import FOLLOW_UP
from pmo_xl.catalog.guidance.reasons.plan import PLAN
from pmo_xl.catalog.guidance.reasons.risks import RISKS
from pmo_xl.catalog.guidance.reasons.selection import SELECTION
from pmo_xl.catalog.guidance.reasons.together import TOGETHER
from pmo_xl.core.definition.guidance import Reason

REASONS: Mapping[str, Reason] = {
    **FIELDS, **FILES, **PLAN, **RISKS, **BUDGET, **TOGETHER, **FOLLOW_UP, **SELECTION,
}  # fmt: skip
