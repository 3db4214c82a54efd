"""The definitions in words: a template as a schema for programs, the rules and the KPIs as lists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pmo_xl.core.base.effect import Cost
from pmo_xl.core.base.text import Text, t
from pmo_xl.core.catalogue.check import Check
from pmo_xl.core.definition.column import Column, Profile
from pmo_xl.core.definition.kpi import Kpi, Threshold
from pmo_xl.core.definition.model import Sheet, Template, choices_of
from pmo_xl.core.definition.names import Names
from pmo_xl.core.definition.table_rule import NotAssessed, TableRule
from pmo_xl.core.formula.formula import formula

PACK = "pack"
"""What a workbook of several kinds is called."""


def schema(
    templates: Sequence[Template], record: type[Sheet], profile: Profile = Profile.STANDARD
) -> dict[str, Any]:
    """What another program must know to fill a blank workbook of these kinds; the project sheet stands first.

    ``profile`` decides which fields are required.
    """
    tables = [table for template in templates for table in template.tables]
    return {
        "schema": 1,
        "kind": templates[0].kind if len(templates) == 1 else PACK,
        "version": "+".join(dict.fromkeys(template.version for template in templates)),
        "sheets": [_sheet(sheet, profile) for sheet in (record, *tables)],
    }


def _sheet(sheet: type[Sheet], profile: Profile) -> dict[str, Any]:
    fields = [_field(column, profile) for column in sheet.columns.values()]
    about: dict[str, Any] = {"key": sheet.key, "layout": sheet.layout, "name": both(sheet.heading)}
    if sheet.layout == "record":
        return about | {"fields": fields}
    return about | {"table": sheet.key, "columns": fields}


def _field(column: Column, profile: Profile) -> dict[str, Any]:
    choices = choices_of(column)
    return {
        "key": column.key,
        "label": both(column.label),
        "type": column.kind.value,
        "unit": column.unit or None,
        "required": column.is_required(profile),
        "computed": column.computed,
        "choices": [{"key": member.key, **both(member.label)} for member in choices or ()],
        "min": column.low,
        "max": column.high,
    }


def rules(
    sheets: Mapping[str, type[Sheet]],
    checks: Iterable[Check],
    table_rules: Iterable[TableRule],
    not_assessed: Iterable[NotAssessed],
) -> list[dict[str, Any]]:
    """Every rule and check by code.

    ``sheet`` and ``column`` are None where it is not about one column, ``limit`` where it has no threshold,
    ``needs`` where it asks for nothing beyond the returns: else what is not collected, or the list of the PMO's that it needs. ``severity`` is also ``off`` (a PMO must ask for it) or ``not assessed``.
    ``effect`` says whether what it names counts, ``counts`` the same in words, with what is left out.
    """
    listed = [
        _rule(rule.code, rule.severity.key, sheet, rule.at, rule.says, rule.fix, cost=rule.cost)
        for sheet in sheets.values()
        for rule in sheet.rules
    ]
    listed += [
        _rule(c.code, c.severity.key if c.severity is not None else "off", sheets[c.table], c.at, c.says, c.fix, limit=c.limit or None, cost=c.cost, needs=None if c.needs is None else LIST.fill(list=c.needs.heading))
        for c in table_rules
    ]  # fmt: skip
    listed += [
        _rule(
            check.code, check.severity.key, None, None, check.says, check.fix, check.subject, cost=check.cost
        )
        for check in checks
    ]
    listed += [
        _rule(
            rule.code,
            "not assessed",
            None,
            None,
            rule.says,
            NEEDS.fill(needs=rule.needs),
            NOWHERE,
            needs=rule.needs,
        )
        for rule in not_assessed
    ]
    return sorted(listed, key=lambda entry: entry["code"])


def _rule(
    code: str, severity: str, sheet: type[Sheet] | None, column: str | None, says: Text, fix: Text,
    about: Text | None = None, limit: float | None = None, needs: Text | None = None, cost: Cost | None = None,
) -> dict[str, Any]:  # fmt: skip
    if sheet is not None and column is not None:
        about = t("{sheet} · {column}", "{sheet} · {column}").fill(
            sheet=sheet.heading, column=sheet.columns[column].label
        )
    return {
        "code": code,
        "severity": severity,
        "sheet": sheet.key if sheet is not None else None,
        "column": column,
        "about": both(about or NOWHERE),
        # What stands in a place is known when the rule is broken.
        "text": both(
            says.fill(**dict.fromkeys(set(re.findall(r"\{(\w+)\}", says.en)) - says.values.keys(), "…"))
        ),
        "fix": both(fix),
        "limit": limit,
        "effect": cost.effect.value if cost is not None else None,
        "counts": both(cost.label if cost is not None else NOWHERE),
        "needs": both(needs) if needs is not None else None,
    }


NOWHERE = t("–", "–")
LIST = t("the list “{list}” of the PMO", "la liste « {list} » du PMO")
NEEDS = t("It would need {needs}.", "Il y faudrait {needs}.")


def kpis(
    entries: Mapping[str, Kpi], names: Mapping[str, Names], limits: Mapping[str, Threshold]
) -> list[dict[str, Any]]:
    """Every KPI with its formula as Excel text. ``names`` are those of the master, by language.

    ``limits`` are the thresholds in force, by key; of a band ``green`` and ``amber`` hold the lower and the upper limit.
    """
    return [
        {
            "key": kpi.key,
            "label": both(kpi.label),
            "formula": {language: formula(kpi.expr, called) for language, called in names.items()},
            "unit": kpi.unit.value,
            "thresholds": _thresholds(limits.get(kpi.key)),
            "across": kpi.aggregation.value,
            "meaning": both(kpi.meaning),
        }
        for kpi in entries.values()
    ]


def _thresholds(limits: Threshold | None) -> dict[str, Any] | None:
    if limits is None:
        return None
    pairs: dict[str, Any] = {"green": limits.green, "amber": limits.amber}
    if limits.is_band:
        others = {"green": limits.green_other, "amber": limits.amber_other}
        pairs = {name: sorted((limit, others[name])) for name, limit in pairs.items()}
    return {**pairs, "rising": limits.rising}


def both(words: Text) -> dict[str, str]:
    """The words in the two languages of the contract."""
    return {"en": words.to("en"), "fr": words.to("fr")}
