"""The catalogue, built from the kinds of return and from what concerns several of them, and checked as a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import chain

from pmo_xl.catalog.derived import DERIVED, REMEMBERED, Periods
from pmo_xl.catalog.guidance.glossary import GLOSSARY
from pmo_xl.catalog.kinds import kinds
from pmo_xl.catalog.memory import (
    MEMORY,
    PUBLISHED,
    History,
    MilestoneHistory,
    PortfolioHistory,
    RiskHistory,
    RowHistory,
)
from pmo_xl.catalog.pages import pages
from pmo_xl.catalog.pages.shared import LIGHT_LABELS
from pmo_xl.catalog.portfolio import FIGURES, TABLE_RULES
from pmo_xl.catalog.portfolio.coverage import coverage_kpis
from pmo_xl.catalog.portfolio.not_assessed import NOT_ASSESSED
from pmo_xl.catalog.portfolio.row_rules import row_rules
from pmo_xl.catalog.rules.checks import CHECKS
from pmo_xl.catalog.rules.codes import check_rule_codes
from pmo_xl.catalog.run_tables import PROJECT_KEY, PROVENANCE, data_headings, run_tables
from pmo_xl.catalog.steering import STEERING_RULES, STEERING_TABLES
from pmo_xl.catalog.steering.rules import list_rules
from pmo_xl.catalog.templates import templates_of
from pmo_xl.core.base.text import t
from pmo_xl.core.catalogue.catalogue import Catalogue
from pmo_xl.core.catalogue.coverage import reads_of
from pmo_xl.core.catalogue.list_values import refuse_lacking_values
from pmo_xl.core.catalogue.return_kind import ReturnKind
from pmo_xl.core.definition.column import Column
from pmo_xl.core.definition.kpi import Kpi, Threshold, Unit, check_kpis, with_limits
from pmo_xl.core.definition.model import Sheet, Table, Template
from pmo_xl.core.definition.names import Heading
from pmo_xl.core.definition.table_rule import check_table_rules
from pmo_xl.core.flow.expected import ENDED, received_key
from pmo_xl.core.pages.grid_rows import ListValues
from pmo_xl.core.pages.view import Grid, MasterDefinition
from pmo_xl.core.settings.own_templates import NOTHING_OF_ITS_OWN, OwnTemplates


@cache
def catalogue_of(
    own: OwnTemplates = NOTHING_OF_ITS_OWN,
    more_kinds: tuple[str, ...] = (),
    limits: tuple[tuple[str, Threshold], ...] = (),
) -> Catalogue:
    """Every definition in force with a PMO's ``own`` templates, and the kinds of further modules by their dotted names.

    ``limits`` are those of KPIs, by key, that have some on both sides, or none by definition.

    Raises DefinitionError, one sentence with the nearest right word, for a definition that cannot be right.
    """
    found, templates = kinds(more_kinds), templates_of(own, more_kinds)
    figures = with_limits(_figures(found), dict(limits))
    lights = [kpi for kpi in figures if kpi.unit is Unit.LIGHT]
    titles = {kind: template.title for kind, template in templates.by_kind.items()}
    run = run_tables(templates.tables, lights, titles)
    record = templates.record
    identity_columns: dict[str, Column] = {
        **{key: record.columns[key] for key in ("project_id", "project_name", "programme_id", "project_manager", "currency", "rag_declared")},
        "pv_source": Periods.columns["source"],
    }  # fmt: skip
    identity = _identity(identity_columns, templates.all)
    sheets: dict[str, type[Sheet]] = {**templates.tables, **DERIVED, **run, "projects": record}
    headings = {key: data_headings(sheet.columns) for key, sheet in sheets.items()}
    # What is remembered has the rate of its own currency.
    for table in MEMORY:
        headings[table]["rate"] = identity["rate"]
    if own != NOTHING_OF_ITS_OWN:
        refuse_lacking_values(templates.sheets, figures)
    kpis = check_kpis([*figures, *coverage_kpis(figures, templates.tables)], identity, headings)
    rules = (
        *TABLE_RULES, *chain.from_iterable(kind.table_rules for kind in found), *row_rules(templates),
        *list_rules(templates.sheets, STEERING_TABLES),
    )  # fmt: skip
    own_rules = (*list_rules(STEERING_TABLES, STEERING_TABLES), *STEERING_RULES)
    check_table_rules(own_rules, STEERING_TABLES)
    check_rule_codes({**templates.sheets, **STEERING_TABLES}, (*rules, *own_rules))
    check_table_rules(rules, templates.sheets, kpis)
    pages_ = [*pages(), *chain.from_iterable(kind.pages for kind in found)]
    pages_.sort(key=lambda each: each.page.order)
    reads = reads_of(kpis, templates.tables, DERIVED, {})
    return Catalogue(
        kinds=found,
        templates=templates,
        checks=CHECKS,
        table_rules=rules,
        steering=STEERING_TABLES,
        steering_rules=own_rules,
        not_assessed=NOT_ASSESSED,
        master=MasterDefinition(
            record=record,
            tables=templates.tables,
            run_tables=run,
            derived=DERIVED,
            kpis=kpis,
            identity=identity,
            identity_columns=identity_columns,
            received={table: received_key(kind) for table, kind in templates.kind_of.items()},
            project_key=PROJECT_KEY,
            provenance=PROVENANCE,
            light_labels=LIGHT_LABELS,
            pages=[each.page for each in pages_],
            grids=[_of_lists(grid, templates.tables) for each in pages_ for grid in each.grids],
            charts=[chart for each in pages_ for chart in each.charts],
            rankings=[ranking for each in pages_ for ranking in each.rankings],
            glossary=GLOSSARY,
        ),
        headings=headings,
        cells_read=frozenset().union(*(each.cells for each in reads.values())),
        reads_of_lights={light.key: reads[light.key].cells for light in lights},
        history=History,
        milestone_history=MilestoneHistory,
        risk_history=RiskHistory,
        row_history=RowHistory,
        portfolio_history=PortfolioHistory,
        remembered=REMEMBERED,
        published=PUBLISHED,
        made_by=(catalogue_of, (own, more_kinds, limits)),
    )


def _of_lists(grid: Grid, tables: Mapping[str, type[Table]]) -> Grid:
    """A grid over the values of a list, with those of the templates in force."""
    return replace(grid, rows=grid.rows.of(tables)) if isinstance(grid.rows, ListValues) else grid


def _figures(found: Sequence[ReturnKind]) -> tuple[Kpi, ...]:
    """The figures of the kinds and those of several kinds, in the order that they say: an entry may read those above it."""
    groups = [*FIGURES, *((kind.figures_order, kind.kpis) for kind in found)]
    return tuple(chain.from_iterable(kpis for _, kpis in sorted(groups, key=lambda group: group[0])))


def _identity(columns: dict[str, Column], templates: Sequence[Template]) -> dict[str, Heading]:
    """What stands before the KPIs in each project's row; rates are reporting currency per unit of its own."""
    return {
        **{key: Heading(column.label, False) for key, column in columns.items()},
        "rate": Heading(t("Budget rate", "Cours budget"), True),
        "rate_average": Heading(t("Average rate", "Cours moyen"), True),
        "rate_closing": Heading(t("Closing rate", "Cours de clôture"), True),
        **{
            received_key(each.kind): Heading(t("{kind} received", "{kind} reçu").fill(kind=each.title), True)
            for each in templates
        },
        ENDED: Heading(t("Over in the register", "Terminé au référentiel"), True),
    }
