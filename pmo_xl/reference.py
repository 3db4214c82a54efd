"""The catalogue as the code has it: schemas for programs, rules and KPIs for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pmo_xl.catalog.controls import CONTROLS, NOT_ASSESSED
from pmo_xl.catalog.kpis import IDENTITY, KPIS, RECEIVED, TABLE_HEADINGS
from pmo_xl.catalog.rules import CHECKS
from pmo_xl.catalog.templates import SHEETS, TEMPLATES
from pmo_xl.catalog.templates.project import Project
from pmo_xl.core.column import Profile
from pmo_xl.core.names import Heading, Names
from pmo_xl.core.problem import NothingToDo
from pmo_xl.core.text import t
from pmo_xl.steps import describe

if TYPE_CHECKING:
    from pmo_xl.core.settings import Settings

KPI_TABLE, PROJECT_KEY = "kpis", "project_id"


def kinds() -> tuple[str, ...]:
    """What a schema can be had for."""
    return (*TEMPLATES, describe.PACK)


def schema(kind: str, profile: str = "standard") -> dict[str, Any]:
    """The schema of one kind of workbook, or of the ``pack`` of all; raises NothingToDo for another word."""
    if kind not in kinds():
        raise NothingToDo(
            t("There is no template “{kind}”. Choose among: {kinds}.", "Il n’y a pas de modèle « {kind} ». Choisissez parmi : {kinds}.")
            .fill(kind=kind, kinds=kinds())
        )  # fmt: skip
    chosen = list(TEMPLATES.values()) if kind == describe.PACK else [TEMPLATES[kind]]
    return describe.schema(chosen, Project, Profile[profile.upper()])


def rules() -> list[dict[str, Any]]:
    """Every rule and check: code, severity, sheet, column, text, remedy, limit, and what it would need."""
    return describe.rules(SHEETS, CHECKS, CONTROLS, NOT_ASSESSED)


def kpis(settings: Settings | None = None) -> list[dict[str, Any]]:
    """Every KPI: key, label, formula, unit, thresholds (those of the settings), way of adding up, meaning."""
    chosen = settings.thresholds if settings is not None else {}
    limits: dict[str, float] = {}
    for key, kpi in KPIS.items():
        limit = chosen.get(key) or kpi.threshold
        if limit is not None:
            limits |= {f"{key}_green": limit.green, f"{key}_amber": limit.amber}
    return describe.kpis(KPIS, {language: names_of_master(language) for language in ("en", "fr")}, limits)


def names_of_master(language: str) -> Names:
    """How tables and columns are called in the formulas of the master's KPI sheet."""
    tables = dict(TABLE_HEADINGS)
    tables[KPI_TABLE] = IDENTITY | {key: Heading(kpi.label, True) for key, kpi in KPIS.items()}
    return Names(language, tables, KPI_TABLE, PROJECT_KEY, RECEIVED, all_formulas=True)
