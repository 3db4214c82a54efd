"""What the settings say about rules, held against the rules there are."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from pmo_xl.catalog.rules.postures import weights_of
from pmo_xl.core.base.finding import Severity
from pmo_xl.core.base.problem import SettingsError
from pmo_xl.core.base.text import Text, t
from pmo_xl.core.catalogue.catalogue import Catalogue
from pmo_xl.core.definition.table_rule import RuleOverrides
from pmo_xl.core.settings.settings import Settings


@dataclass(frozen=True, slots=True)
class _Codes:
    """The rule codes there are, by what a PMO may decide about them."""

    known: frozenset[str]
    weighable: frozenset[str]
    """Codes whose severity a PMO may choose. What cannot be read or counted twice is an error whatever anybody decides."""
    limited: frozenset[str]
    usual: tuple[tuple[str, Severity], ...] = ()
    """What each of the weighable codes weighs by itself: the most of those that bear it."""


@cache
def _codes_of(catalogue: Catalogue) -> _Codes:
    checks = {check.code for check in catalogue.checks}
    sheets = (*catalogue.templates.sheets.values(), *catalogue.steering.values())
    weighable = frozenset(
        {rule.code for sheet in sheets for rule in sheet.rules}
        | {rule.code for rule in (*catalogue.table_rules, *catalogue.steering_rules)}
    ) - {check.code for check in catalogue.checks}
    weighable |= {check.code for check in catalogue.checks if check.severity is not Severity.ERROR}
    weights: dict[str, Severity] = {}
    borne: list[tuple[str, Severity | None]] = [
        *((rule.code, rule.severity) for sheet in sheets for rule in sheet.rules),
        *((rule.code, rule.severity) for rule in (*catalogue.table_rules, *catalogue.steering_rules)),
        *((check.code, check.severity) for check in catalogue.checks),
    ]
    for code, severity in borne:
        if code in weighable and severity is not None:
            weights[code] = max(severity, weights.get(code, severity))
    limited = frozenset(r.code for r in catalogue.table_rules if r.limit)
    return _Codes(weighable | checks, weighable, limited, tuple(weights.items()))


def overrides_of(settings: Settings, catalogue: Catalogue) -> RuleOverrides:
    """The weights that the settings give; raises SettingsError for a rule that is not there or cannot be changed so."""
    codes = _codes_of(catalogue)
    for code, chosen in settings.rules.items():
        if code not in codes.known:
            raise SettingsError(_unknown(code, codes.known))
        if code not in codes.weighable and (chosen.severity not in (None, "error") or chosen.beta):
            raise SettingsError(
                t("pmo.toml: {code} is always an error: what it finds cannot be read or added up.",
                  "pmo.toml : {code} est toujours une erreur : ce qu’elle relève ne peut être ni lu ni additionné.").fill(code=code)
            )  # fmt: skip
        if chosen.limit is not None and code not in codes.limited:
            raise SettingsError(
                t("pmo.toml: {code} has no limit. Rules with one: {codes}.", "pmo.toml : {code} n’a pas de seuil. Règles qui en ont un : {codes}.")
                .fill(code=code, codes=sorted(codes.limited))
            )  # fmt: skip
    posture: dict[str, Severity | None] = {**weights_of(settings.posture, dict(codes.usual))}
    return RuleOverrides(
        posture | {code: None if c.severity == "off" else Severity[c.severity.upper()] for code, c in settings.rules.items() if c.severity},
        {code: c.limit for code, c in settings.rules.items() if c.limit is not None},
        frozenset(code for code, c in settings.rules.items() if c.beta),
    )  # fmt: skip


def _unknown(code: str, known: Iterable[str]) -> Text:
    near: Iterable[str] = difflib.get_close_matches(code.upper(), sorted(known), 1)
    hint = next(iter(near), "PLN-01")
    return t("pmo.toml: there is no rule “{code}”. Did you mean “{near}”? “pmo-xl rules” lists them.",
             "pmo.toml : il n’y a pas de règle « {code} ». Vouliez-vous dire « {near} » ? « pmo-xl rules » les liste.").fill(code=code, near=hint)  # fmt: skip
