"""The catalogue as the code has it: schemas for programs, rules and KPIs for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pmo_xl.catalog.catalogue import catalogue_of
from pmo_xl.core.base.problem import NothingToDo
from pmo_xl.core.base.text import t
from pmo_xl.core.catalogue.catalogue import Catalogue
from pmo_xl.core.definition.column import Profile
from pmo_xl.core.definition.names import Heading, Names
from pmo_xl.steps.answer import describe

if TYPE_CHECKING:
    from pmo_xl.core.settings.settings import Settings

KPI_TABLE, PROJECT_KEY = "kpis", "project_id"


def kinds(catalogue: Catalogue | None = None) -> tuple[str, ...]:
    """What a schema can be had for."""
    return (*(catalogue or catalogue_of()).templates.by_kind, describe.PACK)


def schema(kind: str, profile: str = "standard", catalogue: Catalogue | None = None) -> dict[str, Any]:
    """The schema of one kind of workbook, or of the ``pack`` of all; raises NothingToDo for another word.

    Here and below, ``catalogue`` holds the definitions in force; by default the standard ones.
    """
    templates = (catalogue or catalogue_of()).templates
    if kind not in kinds(catalogue):
        raise NothingToDo(
            t("There is no template “{kind}”. Choose among: {kinds}.", "Il n’y a pas de modèle « {kind} ». Choisissez parmi : {kinds}.")
            .fill(kind=kind, kinds=kinds(catalogue))
        )  # fmt: skip
    chosen = list(templates.all) if kind == describe.PACK else [templates.by_kind[kind]]
    return describe.schema(chosen, templates.record, Profile[profile.upper()])


def rules(catalogue: Catalogue | None = None) -> list[dict[str, Any]]:
    """Every rule and check: code, severity, sheet, column, text, remedy, limit, and what it would need."""
    chosen = catalogue or catalogue_of()
    sheets = {**chosen.templates.sheets, **chosen.steering}
    return describe.rules(
        sheets, chosen.checks, (*chosen.table_rules, *chosen.steering_rules), chosen.not_assessed
    )


def kpis(settings: Settings | None = None, catalogue: Catalogue | None = None) -> list[dict[str, Any]]:
    """Every KPI: key, label, formula, unit, thresholds (those of the settings), way of adding up, meaning."""
    catalogue = catalogue or catalogue_of()
    limits = {
        key: limit
        for key, kpi in catalogue.kpis.items()
        if (limit := settings.threshold(kpi) if settings is not None else kpi.threshold) is not None
    }
    names = {language: names_of_master(language, catalogue) for language in ("en", "fr")}
    return describe.kpis(catalogue.kpis, names, limits)


def names_of_master(language: str, catalogue: Catalogue) -> Names:
    """How tables and columns are called in the formulas of the master's KPI sheet."""
    master = catalogue.master
    own = {**master.identity, **{key: Heading(kpi.label, True) for key, kpi in catalogue.kpis.items()}}
    tables = {**catalogue.headings, KPI_TABLE: own}
    return Names(language, tables, KPI_TABLE, PROJECT_KEY, master.received, all_formulas=True)
