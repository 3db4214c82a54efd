"""The facts: every row of every table of the returns, by project and period, amounts in both currencies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import pandas as pd

from pmo_xl.core.base.text import t
from pmo_xl.core.definition.column import Kind
from pmo_xl.core.definition.model import Sheet
from pmo_xl.excel.write.cells import plain
from pmo_xl.pipeline import Outcome
from pmo_xl.reference import rules
from pmo_xl.star.definition import FACTS, LOOKED_UP, MAY_NAME_PEOPLE, WORDS_OF_FACTS
from pmo_xl.star.projects import Versions
from pmo_xl.star.shape import (
    CURRENCY,
    KEYS,
    SOURCES,
    Field,
    StarTable,
    field_of,
    in_reporting,
)


def facts(outcomes: Sequence[Outcome], versions: Versions, *, people: bool) -> Iterator[StarTable]:
    """A table of facts for each table of the templates that holds a row in one of the periods, and the findings."""
    templates = outcomes[-1].catalogue.templates
    for key, sheet in {"projects": templates.record, **templates.tables}.items():
        parts = [_rows(outcome, key, sheet, versions, people=people) for outcome in outcomes]
        whole = _below(parts)
        if len(whole):
            taken = _taken(key, templates.tables)
            fields = [each for each in (*_fields(sheet, key, people=people), *taken) if each.key in whole]
            name, grain = (words.fill(name=sheet.heading) for words in WORDS_OF_FACTS)
            frame = framed(fields, {each.key: whole[each.key] for each in fields})
            yield StarTable(FACTS.get(key, f"fact_{key}"), name, grain, fields, frame)
    yield _findings(outcomes, versions, people=people)


def _fields(sheet: type[Sheet], key: str, *, people: bool) -> Iterator[Field]:
    """The columns of the facts of a sheet; without ``people`` none that may name some."""
    yield from KEYS
    yield CURRENCY
    kept = {each.key for each in (*KEYS, CURRENCY)}
    for column in sheet.columns.values():
        if column.key not in kept and (
            people or not (column.person or column.key in MAY_NAME_PEOPLE.get(key, ()))
        ):
            what = field_of(column)
            yield what
            if column.kind is Kind.AMOUNT:
                yield in_reporting(what)
    yield from SOURCES


def _taken(key: str, sheets: Mapping[str, type[Sheet]]) -> list[Field]:
    """The columns that the facts of a table take from another one."""
    table, _, taken = LOOKED_UP.get(key, ("", "", ()))
    return [field_of(sheets[table].columns[each]) for each in taken] if table in sheets else []


def _looked_up(outcome: Outcome, key: str, frame: pd.DataFrame) -> dict[str, Any]:
    """The cells of these columns for each row, blank where the other table has no such row."""
    table, by, _ = LOOKED_UP.get(key, ("", "", ()))
    other = outcome.portfolio.tables.get(table)
    if other is None:
        return {}
    found = other.drop_duplicates(["project_id", by]).set_index(["project_id", by])
    rows = pd.MultiIndex.from_frame(frame[["project_id", by]])
    return {
        each.key: found[each.key].reindex(rows).reset_index(drop=True)
        for each in _taken(key, outcome.catalogue.templates.tables)
    }


def _rows(
    outcome: Outcome, key: str, sheet: type[Sheet], versions: Versions, *, people: bool
) -> pd.DataFrame:
    """The rows of a table at one status date, as the master holds them, with keys and converted amounts."""
    portfolio = outcome.portfolio
    held = portfolio.projects if key == "projects" else portfolio.tables.get(key, pd.DataFrame())
    if not len(held):
        return pd.DataFrame()
    frame = held.reset_index(drop=True)
    day = portfolio.status_date
    currency = dict(zip(portfolio.projects["project_id"], portfolio.projects["currency"], strict=True))
    rate = frame["project_id"].map(currency).map(rates_of(outcome))
    columns: dict[str, Any] = {
        "project_key": frame["project_id"].map(lambda project: versions.key(project, day)),
        "project_id": frame["project_id"],
        "status_date": pd.Series([day] * len(frame), dtype=object),
        "currency": frame["project_id"].map(currency).astype(object),
    }
    for what in _fields(sheet, key, people=people):
        if what.key in frame and what.key not in columns:
            columns[what.key] = frame[what.key]
            if what.kind is Kind.AMOUNT:
                columns[in_reporting(what).key] = (frame[what.key].astype(float) * rate.astype(float)).round(
                    6
                )
    return pd.DataFrame(columns | _looked_up(outcome, key, frame))


def rates_of(outcome: Outcome) -> Any:
    """What turns a currency into its budget rate; blank where nobody gave one."""

    @cache
    def rate(currency: Any) -> float | None:
        found = outcome.settings.rate(currency) if isinstance(currency, str) else None
        return None if found is None else found.budget

    return rate


def _below(parts: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Frames one below the other; those without a row would only blur the types."""
    some = [part for part in parts if len(part)]
    return pd.concat(some, ignore_index=True) if len(some) > 1 else (some or [pd.DataFrame()])[0]


FINDING = (
    *KEYS,
    Field("code", t("Rule", "Règle")),
    Field("severity", t("Severity", "Niveau")),
    Field("file", t("File", "Fichier")),
    Field("sheet", t("Sheet", "Feuille")),
    Field("cell", t("Cell", "Cellule")),
    Field("row_key", t("Row", "Ligne")),
)
WORDS_OF_FINDING = (Field("message", t("Finding", "Anomalie")), Field("found", t("Found", "Trouvé")))
"""What is said of a cell, which may quote a name."""


def _findings(outcomes: Sequence[Outcome], versions: Versions, *, people: bool) -> StarTable:
    """Each finding with its rule and its cell; its words, which may quote a name, only where people may be named."""
    fields = (*FINDING, *WORDS_OF_FINDING) if people else FINDING
    rows = []
    for outcome in outcomes:
        day = outcome.portfolio.status_date
        for finding in outcome.portfolio.findings:
            told = finding.to_dict(outcome.language)
            rows.append({
                "project_key": versions.key(finding.project, day), "project_id": finding.project or None,
                "status_date": day, **{each.key: told[each.key] or None for each in fields[3:]},
            })  # fmt: skip
    label = t("Facts: findings", "Faits : anomalies")
    grain = t("A finding of the run of a status date.", "Une anomalie de l’exécution d’une date d’arrêté.")
    return StarTable("fact_finding", label, grain, fields, rowed(fields, rows))


def rules_table(outcome: Outcome) -> StarTable:
    """Every rule by its code, in words of both languages."""
    fields = (
        Field("code", t("Rule", "Règle")), Field("severity", t("Severity", "Niveau")),
        Field("rule_en", t("Rule (EN)", "Règle (EN)")), Field("rule_fr", t("Rule (FR)", "Règle (FR)")),
    )  # fmt: skip
    seen: dict[str, Mapping[str, Any]] = {}
    for rule in rules(outcome.catalogue):
        seen.setdefault(rule["code"], rule)
    # A finding of a rule that no definition lists any more, of an archived period, keeps its code.
    rows = [
        {
            "code": code,
            "severity": rule.get("severity"),
            "rule_en": rule["text"]["en"],
            "rule_fr": rule["text"]["fr"],
        }
        for code, rule in sorted(seen.items())
    ]
    return StarTable(
        "dim_rule", t("Rules", "Règles"), t("A rule.", "Une règle."), fields, rowed(fields, rows)
    )


def rowed(fields: Sequence[Field], rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """Rows of plain values as a frame, as :func:`framed` makes it."""
    return framed(fields, {each.key: [row.get(each.key) for row in rows] for each in fields})


def framed(fields: Sequence[Field], columns: Mapping[str, Any]) -> pd.DataFrame:
    """Columns as a frame: dates as dates, numbers as numbers, the rest as texts, blanks as blanks."""
    made: dict[str, Any] = {}
    for each in fields:
        cells = pd.Series(columns[each.key], dtype=object).reset_index(drop=True)
        if each.kind.is_date:
            made[each.key] = pd.to_datetime(cells).astype("datetime64[s]")
        elif each.kind.is_quantity:
            made[each.key] = pd.to_numeric(cells).astype(float)
        else:
            made[each.key] = cells.map(lambda what: None if plain(what) is None else str(what)).astype(object)
    return pd.DataFrame(made)
