"""What the settings say about rules, held against the rules there are."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from pmo_xl.catalog.controls import CONTROLS, NOT_ASSESSED
from pmo_xl.catalog.rules import CHECKS
from pmo_xl.catalog.templates import SHEETS
from pmo_xl.core.codes import check_codes
from pmo_xl.core.control import Weights
from pmo_xl.core.finding import Severity
from pmo_xl.core.problem import SettingsError
from pmo_xl.core.settings import Settings
from pmo_xl.core.text import Text, t

SHARED = frozenset({"PLN-01", "BUD-07", "XSH-09"})
"""Codes that say the same of several tables, or of a row and of all rows."""

check_codes(
    (
        *((sheet.key, [rule.code for rule in sheet.rules]) for sheet in SHEETS.values()),
        *((f"a control of {table}", [c.code for c in CONTROLS if c.table == table]) for table in SHEETS),
        ("a check", [check.code for check in CHECKS]),
        ("a rule that is not assessed", [rule.code for rule in NOT_ASSESSED]),
    ),
    SHARED,
)

ROW_RULES = frozenset(rule.code for sheet in SHEETS.values() for rule in sheet.rules)
LIMITED = frozenset(control.code for control in CONTROLS if control.limit)
WEIGHABLE = (
    ROW_RULES
    | {control.code for control in CONTROLS}
    | {c.code for c in CHECKS if c.severity is not Severity.ERROR}
)
"""Codes whose severity a PMO may choose. What cannot be read or counted twice is an error whatever anybody decides."""
KNOWN = WEIGHABLE | {check.code for check in CHECKS}


def weights_of(settings: Settings) -> Weights:
    """The weights that the settings give; raises SettingsError for a rule that is not there or cannot be changed so."""
    for code, chosen in settings.rules.items():
        if code not in KNOWN:
            raise SettingsError(_unknown(code))
        if code not in WEIGHABLE and (chosen.severity not in (None, "error") or chosen.beta):
            raise SettingsError(
                t("pmo.toml: {code} is always an error: what it finds cannot be read or added up.",
                  "pmo.toml : {code} est toujours une erreur : ce qu’elle relève ne peut être ni lu ni additionné.").fill(code=code)
            )  # fmt: skip
        if chosen.limit is not None and code not in LIMITED:
            raise SettingsError(
                t("pmo.toml: {code} has no limit. Rules with one: {codes}.", "pmo.toml : {code} n’a pas de seuil. Règles qui en ont un : {codes}.")
                .fill(code=code, codes=sorted(LIMITED))
            )  # fmt: skip
    return Weights(
        {code: None if c.severity == "off" else Severity[c.severity.upper()] for code, c in settings.rules.items() if c.severity},
        {code: c.limit for code, c in settings.rules.items() if c.limit is not None},
        frozenset(code for code, c in settings.rules.items() if c.beta),
    )  # fmt: skip


def _unknown(code: str) -> Text:
    near: Iterable[str] = difflib.get_close_matches(code.upper(), sorted(KNOWN), 1)
    hint = next(iter(near), "PLN-01")
    return t("pmo.toml: there is no rule “{code}”. Did you mean “{near}”? “pmo-xl rules” lists them.",
             "pmo.toml : il n’y a pas de règle « {code} ». Vouliez-vous dire « {near} » ? « pmo-xl rules » les liste.").fill(code=code, near=hint)  # fmt: skip
