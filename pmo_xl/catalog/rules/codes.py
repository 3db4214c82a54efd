"""That one rule code says one thing, wherever the rules stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pmo_xl.catalog.portfolio.not_assessed import NOT_ASSESSED
from pmo_xl.catalog.rules.checks import CHECKS
from pmo_xl.core.catalogue.check import check_codes
from pmo_xl.core.definition.model import Sheet
from pmo_xl.core.definition.table_rule import TableRule

SHARED = frozenset(
    {"PLN-01", "BUD-07", "XSH-09", "XSH-18", "FLD-03", "FLD-12", "FLD-13", "TIM-01", "TIM-02", "TIM-03"}
)
"""Codes that say the same of several tables, or of a row and of all rows."""


def check_rule_codes(sheets: Mapping[str, type[Sheet]], table_rules: Sequence[TableRule]) -> None:
    """Stop on a code that says two things."""
    check_codes(
        (
            *((sheet.key, [rule.code for rule in sheet.rules]) for sheet in sheets.values()),
            *((f"a rule over the rows of {key}", [r.code for r in table_rules if r.table == key]) for key in sheets),
            ("a check", [check.code for check in CHECKS]),
            ("a rule that is not assessed", [rule.code for rule in NOT_ASSESSED]),
        ),
        SHARED,
    )  # fmt: skip
