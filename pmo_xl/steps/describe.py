"""The definitions in words: a template as a schema for programs, the rules and the KPIs as lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pmo_xl.core.check import Check
from pmo_xl.core.column import Column, Profile
from pmo_xl.core.formula import Names, formula
from pmo_xl.core.kpi import Kpi
from pmo_xl.core.model import Sheet, Template, choices_of
from pmo_xl.core.text import Text

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


def rules(sheets: Iterable[type[Sheet]], checks: Iterable[Check]) -> list[dict[str, Any]]:
    """Every rule and check by code. ``sheet`` and ``column`` are None where it is not about one column."""
    listed: list[dict[str, Any]] = [
        {
            "code": rule.code,
            "severity": rule.severity.key,
            "sheet": sheet.key,
            "column": rule.at,
            "about": {
                language: f"{sheet.heading.to(language)} · {sheet.columns[rule.at].label.to(language)}"
                for language in ("en", "fr")
            },
            "text": both(rule.says),
            "fix": both(rule.fix),
        }
        for sheet in sheets
        for rule in sheet.rules
    ]
    listed += [
        {
            "code": check.code,
            "severity": check.severity.key,
            "sheet": None,
            "column": None,
            "about": both(check.subject),
            "text": both(check.says),
            "fix": both(check.fix),
        }
        for check in checks
    ]
    return sorted(listed, key=lambda entry: entry["code"])


def kpis(
    entries: Mapping[str, Kpi], names: Mapping[str, Names], limits: Mapping[str, float]
) -> list[dict[str, Any]]:
    """Every KPI with its formula as Excel text. ``names`` are those of the master, by language.

    ``limits`` are the thresholds in force, by parameter name (``cpi_green``).
    """
    return [
        {
            "key": kpi.key,
            "label": both(kpi.label),
            "formula": {language: formula(kpi.expr, called) for language, called in names.items()},
            "unit": kpi.form.value,
            "thresholds": {
                "green": limits[f"{kpi.key}_green"],
                "amber": limits[f"{kpi.key}_amber"],
                "rising": kpi.threshold is None or kpi.threshold.rising,
            }
            if f"{kpi.key}_green" in limits
            else None,
            "across": kpi.across.value,
            "meaning": both(kpi.meaning),
        }
        for kpi in entries.values()
    ]


def both(words: Text) -> dict[str, str]:
    """The words in the two languages of the contract."""
    return {"en": words.to("en"), "fr": words.to("fr")}
