"""The rules of a follow-up beyond one row: within it, against plan, risks and budget, and between projects."""

from pmo_xl.catalog.kinds.followup.rules.dependencies import DEPENDENCY_RULES
from pmo_xl.catalog.kinds.followup.rules.links import LINK_RULES
from pmo_xl.catalog.kinds.followup.rules.meetings import MEETING_RULES
from pmo_xl.catalog.kinds.followup.rules.money import CHANGE_RULES
from pmo_xl.catalog.kinds.followup.rules.registers import REGISTER_RULES
from pmo_xl.catalog.kinds.followup.rules.status import STATUS_RULES

TABLE_RULES = (*STATUS_RULES, *REGISTER_RULES, *LINK_RULES, *CHANGE_RULES, *DEPENDENCY_RULES, *MEETING_RULES)
