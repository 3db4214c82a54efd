"""The PMO's own workbook: its tables, of no project each; a further one is a module here and an entry of ``STEERING``."""

from __future__ import annotations

from collections.abc import Mapping

from pmo_xl.catalog.steering import (
    bodies,
    lessons,
    meetings,
    people,
    policies,
    projects,
    raci,
    references,
    roles,
)
from pmo_xl.catalog.steering.namesakes import NAMESAKES
from pmo_xl.catalog.steering.selection import SELECTION
from pmo_xl.catalog.steering.selection.rules import SELECTION_RULES
from pmo_xl.core.definition.model import Table

STEERING = (
    projects.TEMPLATE,
    people.TEMPLATE,
    roles.TEMPLATE,
    bodies.TEMPLATE,
    meetings.TEMPLATE,
    raci.TEMPLATE,
    policies.TEMPLATE,
    *SELECTION,
    references.TEMPLATE,
    lessons.TEMPLATE,
)
"""In the order of the sheets, the register first. Each has a version of its own: the marks of the sheets tell it."""
STEERING_TABLES: Mapping[str, type[Table]] = {
    table.key: table for template in STEERING for table in template.tables
}
STEERING_VERSIONS: Mapping[str, str] = {
    table.key: template.version for template in STEERING for table in template.tables
}
STEERING_RULES = (*NAMESAKES, raci.ACCOUNTABLE, policies.TWICE, lessons.LEARNT, *SELECTION_RULES)
"""The rules over these tables that no column brings by itself."""
