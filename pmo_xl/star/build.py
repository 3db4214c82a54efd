"""The star of one or more measured periods: dimensions, facts, what relates them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pmo_xl.core.base.text import t
from pmo_xl.pipeline import Outcome
from pmo_xl.star.definition import FACTS, LOOKED_UP, SCALES
from pmo_xl.star.dimensions import choices, days, lists, naming, persons
from pmo_xl.star.facts import facts, rowed, rules_table
from pmo_xl.star.feed import feed
from pmo_xl.star.kpis import kpi_dimension, kpi_facts, kpi_totals
from pmo_xl.star.projects import Versions
from pmo_xl.star.shape import Star, StarTable


def star_of(outcomes: Sequence[Outcome], *, people: bool) -> Star:
    """The star of measured runs in the order of their status dates; names of people only where ``people`` is set."""
    last = outcomes[-1]
    versions = Versions(outcomes, people=people)
    fields = versions.fields()
    made = [
        StarTable(
            "dim_project", t("Projects", "Projets"),
            t("A version of a project: what describes it, from a status date on.", "Une version d’un projet : ce qui le décrit, depuis une date d’arrêté."),
            fields, rowed(fields, [*versions.rows()]),
        ),
        kpi_dimension(last), rules_table(last), *choices(last), *lists(last, people=people),
        kpi_facts(outcomes, versions), kpi_totals(outcomes), *facts(outcomes, versions, people=people),
    ]  # fmt: skip
    names = naming(last, FACTS) if people else {}
    if people:
        made.append(persons(last, made, names))
    made.append(days(outcomes, made))
    tables = {table.key: table for table in sorted(made, key=lambda table: table.key)}
    notes = [*NOTES, PEOPLE if people else NO_PEOPLE]
    return Star(tables | feed(tables), [*_relations(tables, names)], notes)


def _relations(
    tables: Mapping[str, StarTable], names: Mapping[str, Sequence[str]]
) -> Iterator[tuple[str, str]]:
    """From each column of facts that holds the key of a dimension to that key."""
    scales = {
        f"{FACTS[facts_of]}.{column}": f"{dim}.{column}"
        for dim, (table, column) in SCALES.items()
        for facts_of in (
            table,
            *(key for key, (other, _, taken) in LOOKED_UP.items() if other == table and column in taken),
        )
    }
    for key, table in tables.items():
        if not key.startswith("fact_"):
            continue
        for column in (each.key for each in table.fields):
            if column == "project_key":
                yield f"{key}.{column}", "dim_project.project_key"
            elif column == "status_date":
                yield f"{key}.{column}", "dim_date.date"
            elif column == "kpi":
                yield f"{key}.{column}", "dim_kpi.kpi"
            elif key == "fact_finding" and column == "code":
                yield f"{key}.{column}", "dim_rule.code"
            elif f"{key}.{column}" in scales:
                yield f"{key}.{column}", scales[f"{key}.{column}"]
            elif column in names.get(key, ()):
                yield f"{key}.{column}", "dim_person.person"


NOTES = (
    t("Amounts whose key ends in _reporting are in the reporting currency, at the budget rate, as the master adds them up; blank where no rate is known.",
      "Les montants dont la clé se termine par _reporting sont en devise de consolidation, au cours budgétaire, comme le classeur consolidé les additionne ; vides sans cours connu."),
    t("A blank is unknown, never 0.", "Un vide signifie inconnu, jamais 0."),
    t("fact_kpi has “measured” for what was computed again from the returns of that period, and “history” for what an earlier master noted.",
      "Dans fact_kpi, « measured » désigne ce qui a été recalculé depuis les retours de la période, « history » ce qu’un classeur consolidé précédent a noté."),
    t("The views in project_online bear the names of the reporting feed of Project Online where the meaning is the same, with the keys of the returns; Assignments and time-phased tables are not offered: nobody collects them.",
      "Les vues de project_online portent les noms du flux de Project Online à sens égal, avec les clés des retours ; Assignments et les tables chronologiques ne sont pas proposées : elles ne sont pas collectées."),
    t("Days outside 1990 to 2100 are in no row of dim_date.", "Les jours hors de 1990 à 2100 n’ont pas de ligne dans dim_date."),
)  # fmt: skip
PEOPLE = t(
    "Names of people are in it: handle it as such.",
    "Des noms de personnes y figurent : à traiter comme tels.",
)
NO_PEOPLE = t(
    "Columns that name people are left out, and the words of findings, which may quote them; texts that people typed may still name somebody.",
    "Les colonnes qui nomment des personnes sont omises, ainsi que le texte des anomalies, qui peut les citer ; les textes libres peuvent encore en nommer.",
)
