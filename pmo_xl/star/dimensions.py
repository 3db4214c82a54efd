"""The dimensions beside projects and figures: days, people, lists of the PMO, closed lists in both languages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from pmo_xl.core.base.text import t
from pmo_xl.core.definition.column import Column, Kind
from pmo_xl.core.definition.model import Sheet, choices_of
from pmo_xl.core.definition.people import People
from pmo_xl.core.pages.grid_rows import fiscal_year
from pmo_xl.pipeline import Outcome
from pmo_xl.star.definition import FACTS, LISTS, MAY_NAME_PEOPLE, SCALES
from pmo_xl.star.facts import rowed
from pmo_xl.star.shape import Field, StarTable, field_of

FIRST_YEAR, LAST_YEAR = 1990, 2100
"""Days beyond are in no calendar of projects: whoever typed them meant another."""

DAY_FIELDS = (
    Field("date", t("Date", "Date"), Kind.DATE), Field("year", t("Year", "Année"), Kind.INTEGER),
    Field("quarter", t("Quarter", "Trimestre"), Kind.INTEGER), Field("month", t("Month", "Mois"), Kind.INTEGER),
    Field("month_start", t("First of the month", "Premier du mois"), Kind.DATE),
    Field("fiscal_year_start", t("First of the fiscal year", "Premier de l’exercice"), Kind.DATE),
    Field("fiscal_year_en", t("Fiscal year (EN)", "Exercice (EN)")), Field("fiscal_year_fr", t("Fiscal year (FR)", "Exercice (FR)")),
    Field("working_day", t("Working day (1/0)", "Jour ouvré (1/0)"), Kind.INTEGER),
    Field("is_status_date", t("Status date (1/0)", "Date d’arrêté (1/0)"), Kind.INTEGER),
)  # fmt: skip


def days(outcomes: Sequence[Outcome], tables: Iterable[StarTable]) -> StarTable:
    """Every day of the years in which anything of the star falls."""
    status = {outcome.portfolio.status_date for outcome in outcomes}
    calendar = outcomes[-1].settings.calendar
    years = {day.year for day in status if day is not None}
    for table in tables:
        for each in table.fields:
            if each.kind.is_date:
                years |= {
                    int(year) for year in pd.to_datetime(table.frame[each.key]).dt.year.dropna().unique()
                }
    known = sorted(year for year in years if FIRST_YEAR <= year <= LAST_YEAR)
    rows = []
    holidays = set(calendar.holidays)
    if known:
        day, last = dt.date(known[0], 1, 1), dt.date(known[-1], 12, 31)
        while day <= last:
            rows.append(_day(day, calendar.fiscal_year_start, holidays, status))
            day += dt.timedelta(days=1)
    return StarTable(
        "dim_date", t("Days", "Jours"), t("A day.", "Un jour."), DAY_FIELDS, rowed(DAY_FIELDS, rows)
    )


def _day(day: dt.date, begins: int, holidays: set[dt.date], status: set[dt.date | None]) -> dict[str, Any]:
    first = dt.date(day.year if day.month >= begins else day.year - 1, begins, 1)
    called = fiscal_year(first)
    return {
        "date": day, "year": day.year, "quarter": (day.month + 2) // 3, "month": day.month, "month_start": day.replace(day=1),
        "fiscal_year_start": first, "fiscal_year_en": called.to("en"), "fiscal_year_fr": called.to("fr"),
        "working_day": float(day.weekday() < 5 and day not in holidays), "is_status_date": float(day in status),
    }  # fmt: skip


PERSON_FIELDS = (
    Field("person", t("Person", "Personne")), Field("person_id", t("Key", "Identifiant")), Field("email", t("E-mail", "Courriel")),
    Field("role", t("Role", "Profil")), Field("entity", t("Department", "Direction")),
)  # fmt: skip


def persons(outcome: Outcome, tables: Iterable[StarTable], naming: Mapping[str, Sequence[str]]) -> StarTable:
    """Whoever a fact names, as it names them, and whoever else is on the PMO's list; known by the list where it is clear who."""
    listed = outcome.portfolio.expected.lists.get("people", ())
    known = People(listed)
    rows: dict[str, dict[str, Any]] = {}
    for table in tables:
        for key in naming.get(table.key, ()):
            for words in table.frame[key].dropna().unique():
                rows.setdefault(str(words), {"person": str(words)})
    for words, row in rows.items():
        found = known.in_cell(words)
        if len(found) == 1 and len(found[0][1]) == 1:
            row.update(_person(next(one for one in listed if one.get("person_id") == found[0][1][0].key)))
    placed = {row["person_id"] for row in rows.values() if row.get("person_id")}
    for each in listed:
        if each.get("person_id") not in placed:
            name = str(each.get("name") or each.get("person_id"))
            words = name if name not in rows else f"{name} ({each.get('person_id')})"
            rows[words] = {"person": words, **_person(each)}
    return StarTable(
        "dim_person", t("People", "Personnes"), t("A person, as facts name them.", "Une personne, telle que les faits la nomment."),
        PERSON_FIELDS, rowed(PERSON_FIELDS, [rows[words] for words in sorted(rows)]),
    )  # fmt: skip


def _person(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: row.get(key) for key in ("person_id", "email", "role", "entity")}


def lists(outcome: Outcome, *, people: bool) -> Iterator[StarTable]:
    """The lists of the PMO that hold anything; without ``people`` no column that names some."""
    for key, called in LISTS.items():
        rows, table = outcome.portfolio.expected.lists.get(key, ()), outcome.catalogue.steering.get(key)
        if rows and table is not None:
            fields = [
                field_of(each) for each in table.columns.values() if people or not _names_people(each, key)
            ]
            grain = t("A row of the list “{name}”.", "Une ligne de la liste « {name} ».").fill(
                name=table.heading
            )
            yield StarTable(called, table.heading, grain, fields, rowed(fields, rows))


def _names_people(column: Column, table: str) -> bool:
    return column.person or column.key in MAY_NAME_PEOPLE.get(table, ()) or column.key == "attendees"


def choices(outcome: Outcome) -> Iterator[StarTable]:
    """Every value of every closed list in both languages, and those lists that are dimensions of their own."""
    templates = outcome.catalogue.templates
    sheets: dict[str, type[Sheet]] = {"projects": templates.record, **templates.tables}
    label_fields = (
        Field("label_en", t("Label (EN)", "Libellé (EN)")),
        Field("label_fr", t("Label (FR)", "Libellé (FR)")),
    )
    fields = (Field("table", t("Table", "Table")), Field("column", t("Column", "Colonne")), Field("key", t("Key", "Clé")), *label_fields)  # fmt: skip
    rows = [
        {"table": FACTS.get(name, f"fact_{name}"), "column": column.key, **row}
        for name, sheet in sheets.items()
        for column in sheet.columns.values()
        for row in _values(column)
    ]
    yield StarTable("dim_choice", t("Values of closed lists", "Valeurs des listes"), t("A value of a column.", "Une valeur d’une colonne."), fields, rowed(fields, rows))  # fmt: skip
    for called, (name, key) in SCALES.items():
        if name in sheets and key in sheets[name].columns:
            column = sheets[name].columns[key]
            own = (Field(column.key, column.label), *label_fields)
            values = [{column.key: row["key"], **row} for row in _values(column)]
            yield StarTable(called, column.label, t("A value of the list.", "Une valeur de la liste."), own, rowed(own, values))  # fmt: skip


def _values(column: Column) -> Iterator[dict[str, str]]:
    for member in choices_of(column) or ():
        yield {"key": member.key, "label_en": member.label.to("en"), "label_fr": member.label.to("fr")}


def naming(outcome: Outcome, called: Mapping[str, str]) -> dict[str, list[str]]:
    """The columns of each table of facts that name people."""
    templates = outcome.catalogue.templates
    sheets: dict[str, type[Sheet]] = {"projects": templates.record, **templates.tables}
    return {
        called.get(key, f"fact_{key}"): [
            each.key
            for each in sheet.columns.values()
            if each.person or each.key in MAY_NAME_PEOPLE.get(key, ())
        ]
        for key, sheet in sheets.items()
    }
